# property, setter, cached_property, staticmethod, classmethod, __getattr__, __slots__.
from functools import cached_property


class Circle:
    pi = 3

    def __init__(self, r):
        self._r = r
        self.computed = 0

    @property
    def r(self):
        return self._r

    @r.setter
    def r(self, value):
        if value < 0:
            raise ValueError(f"negative: {value}")
        self._r = value

    @property
    def area(self):
        return self.pi * self.r**2

    @cached_property
    def slow(self):
        self.computed += 1
        return [self.r]

    @staticmethod
    def unit(n=1):
        return Circle(n)

    @classmethod
    def scaled(cls, n):
        made = cls(n * cls.pi)
        return made


c = Circle(2)
print(c.r, c.area)
c.r = 3
c.r += 1
print(c.r, c.area, c._r)
try:
    c.r = -1
except ValueError as error:
    print(error, c.r)
try:
    c.area = 5
except AttributeError:
    print("AttributeError")
print(c.slow, c.slow is c.slow, c.computed)
c.slow.append("kept")
c.r = 0
print(c.slow, c.computed)
print(Circle.unit().r, c.unit(7).r, Circle.scaled(2).r)


class Big(Circle):
    pi = 4

    @property
    def area(self):
        return super().area * 10


print(Big(1).area, Big.scaled(2).r, type(Big.scaled(1)).__name__, type(Big.unit()).__name__)


class Lazy:
    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        if name.startswith("get_"):
            self.asked.append(name)
            return lambda *a: (name[4:], a)
        raise AttributeError(f"no {name}")


z = Lazy()
print(z.get_x(1, 2), z.asked, getattr(z, "other", None), hasattr(z, "get_y"), z.asked)
try:
    z.nothing
except AttributeError as error:
    print(error)


class Fixed:
    def __init__(self):
        object.__setattr__(self, "data", {})

    def __setattr__(self, name, value):
        self.data[name] = value

    def __getattr__(self, name):
        return self.data[name]


f = Fixed()
f.x = 1
f.x += 5
print(f.x, f.data)


class Temperature:
    def __init__(self):
        self.c = 0

    f = property(lambda self: self.c * 9 / 5 + 32)


t = Temperature()
t.c = 100
print(t.f)
