# Lambdas in every place, immediately called, in tables, returning functions.
print((lambda: 1)(), (lambda x, y=2: x + y)(1), (lambda *a, **k: (a, k))(1, 2, z=3), (lambda x: lambda y: x - y)(5)(3))
ops = {"add": lambda a, b: a + b, "pair": lambda a, b: (a, b), "pick": lambda a, b: a if a > b else b}
print({k: f(2, 3) for k, f in ops.items()}, sorted([-3, 1, 2], key=lambda v: v * v), list(map(lambda v: v % 2 == 0, range(3))))
adders = [lambda x, n=n: x + n for n in range(3)]
late = [lambda x: x + n for n in range(3)]
print([f(10) for f in adders], [f(10) for f in late])
compose = lambda f, g: lambda *a: f(g(*a))
twice = lambda f: compose(f, f)
print(compose(str, abs)(-5), twice(lambda x: x * 3)(2), twice(twice)(lambda x: x + 1)(0))
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(10), (lambda f, n: f(f, n))(lambda self, n: n and n + self(self, n - 1), 4))
state = []
push = lambda v: state.append(v) or len(state)
print(push("a"), push("b"), state)
print((lambda: [x := 3, x + 1])(), (lambda x: (x, x := x + 1, x))(1))
cond = lambda x: "neg" if x < 0 else "zero" if x == 0 else "pos"
print([cond(v) for v in (-1, 0, 1)], (lambda a, /, b, *, c: [a, b, c])(1, b=2, c=3), (lambda *, k=5: k)())


class C:
    double = lambda self, x=4: x * 2
    names = ["b", "a"]
    first = staticmethod(lambda: "static")
    prop = property(lambda self: self.names[0])

    def __init__(self):
        self.f = lambda: self.names
        self.g = lambda self: self


c = C()
print(c.double(), c.double(1), C.first(), c.prop, c.f() is C.names, c.g(7))
curry = lambda f, n, *a: f(*a) if n == 0 else lambda x: curry(f, n - 1, *a, x)
print(curry(lambda a, b, c: a + b * c, 3)(1)(2)(3), [(lambda i=i: i)() for i in range(3)], max("abc", key=lambda ch: -ord(ch)))
church = lambda n: lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x))
print(church(5)(lambda v: v + 1)(0), church(3)(lambda v: v * 2)(1), (lambda x: x)(x=1), (lambda: None)(), (lambda: ())(), (lambda a=[]: a.append(1) or a)())
print([*filter(lambda p: p[0] < p[1], [(1, 2), (2, 1)])], (lambda d: d.update(k=1) or d)({}), dict(map(lambda kv: (kv[1], kv[0]), {"a": 1}.items())), (lambda x: f"{x:>3}{x!r}")("s"))
