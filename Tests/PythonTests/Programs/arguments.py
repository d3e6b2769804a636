# Every kind of parameter, every way to bind, and the errors.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 20, 30, 40, 50, d=0, e=1, z=9), f(*[1, 2], **{"d": 3, "b": "in kw"}))


def g(*, x, y=1):
    return x, y


def h(*args, sep="-"):
    return sep.join(map(str, args))


def k(a, b):
    return a, b


def p(a, /):
    return a


print(g(x=1), g(y=2, x=0), h(), h(1, 2), h(*"abc", sep=""), k(b=1, a=2), k(*(1,), **{"b": 2}))
for call in (
    lambda: k(),
    lambda: k(1),
    lambda: k(1, 2, 3),
    lambda: k(1, a=2),
    lambda: k(1, c=2),
    lambda: g(1),
    lambda: g(),
    lambda: g(x=1, z=2),
    lambda: p(a=1),
    lambda: p(),
    lambda: f(d=1),
    lambda: f(1),
    lambda: k(**{"a": 1, "b": 2, "c": 3}),
    lambda: k(*[1, 2, 3, 4]),
    lambda: (lambda: 1)(2),
    lambda: (lambda x: 1)(),
    lambda: k(1, **{1: 2}),
    lambda: 5(),
):
    try:
        print(call())
    except TypeError as error:
        print(error)


def same(*args, **kwargs):
    args = list(args)
    args.append(1)
    kwargs["new"] = 2
    return args, kwargs


given, named = [0], {"q": 1}
print(same(*given, **named), given, named)


def outer(fn, *args, **kwargs):
    return fn(*args, **kwargs)


print(outer(f, 1, d=2), outer(outer, k, 1, b=2), outer(lambda *a: a, *range(3)))


def order(tag):
    print(tag, end=" ")
    return tag


print(k(b=order("b"), a=order("a")), h(order(1), *[order(2)], order(3)))
annotated = lambda x, *y, z=1, **w: (x, y, z, w)
print(annotated(1), annotated(1, 2, z=3, q=4))


def typed(x: int, y: "str" = "s", *z: float) -> list[int]:
    return [x, y, z]


print(typed(1), typed("any", 2, 3))


def returns_nothing():
    pass


print(returns_nothing(), (lambda: None)())


class M:
    def __init__(self, a, *, b):
        self.ab = a, b

    def method(self, c=1):
        return self.ab, c


for call in (lambda: M(1), lambda: M(1, 2), lambda: M(1, b=2).method(1, 2), lambda: M(1, b=2).method(d=1)):
    try:
        print(call())
    except TypeError as error:
        print(error)
print(M(1, b=2).method(c=3))
