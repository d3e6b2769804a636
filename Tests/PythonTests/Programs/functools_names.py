# partial, reduce, wraps, lru_cache, cache, total_ordering, singledispatch-free.
import functools
from functools import lru_cache, partial, reduce, wraps


def f(a, b=2, *args, c=3, **kwargs):
    return a, b, args, c, kwargs


p = partial(f, 1, c=30)
print(p(), p(5, 6, 7), p(c=0, d=4), partial(p, 9)(10), p.args, p.keywords, p.func is f)
print(partial(int, base=2)("101"), list(map(partial(pow, 2), range(4))), partial(max, default=0)([]))
print(reduce(lambda a, b: a * 10 + b, [1, 2, 3]), reduce(lambda a, b: a + [b], "ab", []), reduce(max, [3, 9, 2]))
try:
    reduce(lambda a, b: a, [])
except TypeError:
    print("TypeError", reduce(lambda a, b: a, [], "initial"))
calls = []


@lru_cache(maxsize=None)
def square(n):
    calls.append(n)
    return [n * n]


print(square(3), square(3), square(n=3), square(3) is square(3), calls)
square(3).append("mutated")
print(square(3))


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60))


def logged(label):
    def decorate(function):
        @wraps(function)
        def inner(*args, **kwargs):
            print(label, function.__name__, args, kwargs)
            return function(*args, **kwargs)

        return inner

    return decorate


@logged("first")
@logged("second")
def add(x, y=1):
    """Adds."""
    return x + y


print(add(1, y=5), add.__name__, add.__doc__)


class Ops:
    def __init__(self, k):
        self.k = k

    def scale(self, x, power=1):
        return (x * self.k) ** power

    cube = functools.partialmethod(scale, power=3)

    def __eq__(self, other):
        return self.k == other.k

    def __lt__(self, other):
        return self.k < other.k


print(partial(Ops(2).scale, power=2)(5), Ops(1).cube(2))
T = functools.total_ordering(Ops)
print(T(1) <= T(2), T(3) >= T(4), T(1) > T(0))
data = []
push = partial(data.append)
push(1)
push([2])
print(data, partial(dict, a=1)(b=2), partial(sorted, reverse=True)([1, 3, 2]))
compose = lambda *fs: reduce(lambda g, h: lambda x: h(g(x)), fs, lambda x: x)
print(compose(lambda x: x + 1, str, lambda s: s * 2)(4))
