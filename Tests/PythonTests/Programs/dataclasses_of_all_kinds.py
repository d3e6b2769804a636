# dataclass: defaults, factories, frozen, order, post init, replace, asdict, inheritance.
import dataclasses
from dataclasses import asdict, astuple, dataclass, field, fields, replace


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)

    def norm(self):
        return abs(self.x) + abs(self.y)


a, b = Point(1), Point(1, 0, [])
a.tags.append("t")
print(a, b, a == b, a == Point(1, tags=["t"]), a.norm(), Point(1) == (1, 0, []))
print(asdict(a), astuple(a), [f.name for f in fields(a)])
c = replace(a, y=5)
c.tags.append("shared")
print(a, c, c.tags is a.tags, asdict(a)["tags"] is a.tags)
try:
    Point()
except TypeError as error:
    print(error)
try:
    Point(1, z=2)
except TypeError as error:
    print(error)


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0
    note: str = field(default="", compare=False, repr=False)


v = Version(1, 2, "x")
print(v, v < Version(1, 3), v == Version(1, 2), sorted([Version(2), v, Version(1)]), len({v, Version(1, 2)}))
try:
    v.major = 3
except dataclasses.FrozenInstanceError as error:
    print(type(error).__name__, error)
print(max(v, Version(0, 9)), replace(v, minor=9).note)


@dataclass
class Base:
    a: int = 1
    b: list = field(default_factory=lambda: [0])


@dataclass
class Derived(Base):
    c: str = "c"
    a: int = 10
    total: int = field(init=False)
    SHARED = "class"

    def __post_init__(self):
        self.total = self.a + len(self.b)


print(Derived(), Derived(5, [1, 2]).total, Derived.SHARED, Derived(b=[]), Derived.c, Derived() == Base())
try:
    print(replace(Derived(), total=3))
except ValueError as error:
    print("ValueError")


@dataclass(eq=False)
class Same:
    x: int


print(Same(1) == Same(1), dataclasses.is_dataclass(Same), dataclasses.is_dataclass(3))


@dataclass
class Tree:
    value: int
    children: list = field(default_factory=list)

    def total(self):
        return self.value + sum(c.total() for c in self.children)


t = Tree(1, [Tree(2), Tree(3, [Tree(4)])])
print(t.total(), asdict(t), t)


@dataclass(kw_only=True)
class Keyword:
    x: int
    y: int = 2


print(Keyword(x=1), repr(Keyword(y=1, x=0)))
try:
    Keyword(1)
except TypeError as error:
    print("TypeError")
try:

    @dataclass
    class Wrong:
        items: list = []

except ValueError as error:
    print("ValueError")


@dataclass(unsafe_hash=True)
class Tagged:
    x: int
    tags: list = field(default_factory=list, hash=False)


print(hash(Tagged(1)) == hash(Tagged(1, [2])), Tagged(1) == Tagged(1, [2]))
for convert in (dataclasses.asdict, dataclasses.astuple):
    for value in ("a", [Tagged(1)], 3):
        try:
            print(convert(value))
        except TypeError as error:
            print(error)
