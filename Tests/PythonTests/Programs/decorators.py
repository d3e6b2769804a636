# Decorators with and without arguments, stacked, on classes and methods.
def twice(f):
    def inner(*args):
        return f(f(*args))

    return inner


def plus(n):
    def decorate(f):
        def inner(*args, **kwargs):
            return f(*args, **kwargs) + n

        inner.wrapped = f
        return inner

    return decorate


@twice
def inc(x):
    return x + 1


@plus(10)
@twice
@plus(1)
def double(x):
    return x * 2


print(inc(1), double(3), double.wrapped(3))
registry = {}


def register(name=None):
    def decorate(f):
        registry[name or f.__name__] = f
        return f

    return decorate


@register()
def alpha():
    return "a"


@register("beta")
def other():
    return "b"


print({k: v() for k, v in registry.items()}, alpha is registry["alpha"])


class Counted:
    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)


@Counted
def square(x):
    return x * x


print(square(2) + square(3), square.calls)


def with_repr(cls):
    cls.__repr__ = lambda self: f"<{cls.__name__} {self.__dict__}>"
    return cls


def tagged(**tags):
    def decorate(cls):
        for k, v in tags.items():
            setattr(cls, k, v)
        return cls

    return decorate


@with_repr
@tagged(color="red", size=3)
class Thing:
    def __init__(self):
        self.x = 1

    @plus(100)
    def method(self, y):
        return self.x + y

    @staticmethod
    @plus(1)
    def static(z):
        return z


print(Thing(), Thing.color, Thing().size, Thing().method(5), Thing.static(1))


def memoize(f):
    cache = {}

    def inner(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]

    inner.cache = cache
    return inner


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(50), len(fib.cache))


@lambda f: f()
def value():
    return "called"


print(value)
order = []


def trace(tag):
    order.append("make " + tag)

    def decorate(f):
        order.append("apply " + tag)
        return f

    return decorate


@trace("a")
@trace("b")
def traced():
    pass


print(order)
