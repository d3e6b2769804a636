# NamedTuple and collections.namedtuple.
from collections import namedtuple
from typing import NamedTuple


class Point(NamedTuple):
    x: int
    y: int = 5
    rest: tuple = ()

    def total(self):
        return self.x + self.y

    @property
    def double(self):
        return self.x * 2


p = Point(1)
x, y, rest = p
print(p, p.x, p[1], x + y, len(p), p == (1, 5, ()), p.total(), p.double, list(p), p[-1], p[:2])
q = p._replace(y=0)
print(q, p, q < p, sorted([p, q]), isinstance(p, tuple), p._asdict(), Point._fields, Point(*[7, 8]))
print(Point(y=1, x=2), {p: "key"}[Point(1)], p + (9,), 5 in p, p.index(5), max(p, q), hash(p) == hash((1, 5, ())))
try:
    p.x = 3
except AttributeError:
    print("AttributeError")
for bad in (lambda: Point(), lambda: Point(1, 2, 3, 4), lambda: Point(1, z=1), lambda: p._replace(z=1)):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
Pair = namedtuple("Pair", "left right")
pair = Pair([1], right={})
pair.left.append(2)
print(pair, pair._fields, Pair._make("ab"), str(pair), f"{pair.left}", *pair)
Color = namedtuple("Color", ["r", "g", "b"], defaults=[0, 0])
print(Color(1), Color(1, b=3), Color._field_defaults)


class Extended(Pair):
    def swap(self):
        return Extended(self.right, self.left)


print(Extended(1, 2).swap(), type(Extended(1, 2).swap()).__name__)
match p:
    case Point(x=0):
        print("zero")
    case Point(x, y):
        print("point", x, y)
state = {"p": p}
state["p"] = state["p"]._replace(rest=(1, 2))
print(state, p.rest)
