# Inheritance, super, diamonds and the method resolution order.
class A:
    name = "A"

    def __init__(self, x):
        self.x = x
        self.log = ["A.init"]

    def who(self):
        return "A.who"

    def call(self):
        return self.who() + " via A.call"


class B(A):
    def __init__(self, x, y=2):
        super().__init__(x)
        self.y = y
        self.log.append("B.init")

    def who(self):
        return "B.who>" + super().who()


class C(A):
    name = "C"

    def who(self):
        return "C.who>" + super().who()


class D(B, C):
    def who(self):
        return "D.who>" + super().who()


d = D(1)
print(d.who(), d.call(), d.name, d.log, (d.x, d.y))
print([c.__name__ for c in D.__mro__], D.__bases__ == (B, C))
print(isinstance(d, C), issubclass(D, A), issubclass(A, D), isinstance(d, (int, B)), B(5).who())
print(A.who(d), super(D, d).who(), super(B, d).who())


class Root:
    def build(self, **kwargs):
        return sorted(kwargs.items())


class Left(Root):
    def build(self, left=0, **kwargs):
        return super().build(**kwargs) + [("left", left)]


class Right(Root):
    def build(self, right=0, **kwargs):
        return super().build(**kwargs) + [("right", right)]


class Both(Left, Right):
    pass


print(Both().build(left=1, right=2, other=3))
try:

    class Bad(A, D):
        pass

except TypeError as error:
    print("TypeError")


class Shape:
    def area(self):
        raise NotImplementedError

    def describe(self):
        return f"{type(self).__name__} of {self.area():.1f}"


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2


print(Square(3).describe())
try:
    Shape().describe()
except NotImplementedError as error:
    print("NotImplementedError", error.args)


class Numbers(list):
    def total(self):
        return sum(self)


n = Numbers([1, 2])
n.append(3)
print(n.total(), len(n), n, n[0], isinstance(n, list))


class Config(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)


c = Config(a=1)
c["b"] = 2
print(c.a, c.b, c, hasattr(c, "z"))


class Base:
    registry = []

    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Base.registry.append((cls.__name__, tag))


class First(Base, tag="one"):
    pass


class Second(First):
    pass


print(Base.registry)
