# match: literals, captures, sequences, mappings, classes, guards, alternatives.
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


class Node:
    __match_args__ = ("left", "right")

    def __init__(self, left, right):
        self.left, self.right = left, right


LIMIT = 10


class Names:
    special = "special"


def describe(value):
    match value:
        case 0 | 1:
            return "small"
        case -5:
            return "minus five"
        case True:
            return "never: 1 matched"
        case 2.5 | 1j:
            return "exact"
        case None:
            return "none"
        case Names.special:
            return "dotted"
        case "a" | "b" as letter:
            return f"letter {letter}"
        case str(text) if len(text) > 3:
            return f"long {text}"
        case str():
            return "string"
        case []:
            return "empty sequence"
        case [x]:
            return f"one {x}"
        case [1, *rest] if rest:
            return f"one and {rest}"
        case (first, second):
            return f"pair {first} {second}"
        case [_, [inner, *_], *_]:
            return f"nested {inner}"
        case [*_, last]:
            return f"last {last}"
        case {"kind": "point", "at": [x, y]}:
            return f"point at {x},{y}"
        case {"kind": kind, **rest}:
            return f"{kind} with {rest}"
        case {}:
            return "a mapping"
        case Point(x=0, y=0):
            return "origin"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point(x=x):
            return f"point {x}"
        case Node(Node(a, b), c):
            return f"tree {a}{b}{c}"
        case Node(left=None):
            return "leaf"
        case int(n) | float(n) if n > LIMIT:
            return f"big {n}"
        case int() | float():
            return "number"
        case _:
            return "something else"


values = [0, True, False, -5, 2.5, 1j, None, "special", "b", "abcd", "ab", [], [7], [1, 2, 3], [1], (3, 4)]
values += [[0, [5, 6], 7], [0, "x", 9], {"kind": "point", "at": (1, 2)}, {"kind": "k", "z": 1}, {}, {"q": 1}]
values += [Point(0, 0), Point(2, 2), Point(1, 2), Node(Node(1, 2), 3), Node(None, 1), Node(1, 1), 11, 10.5, 9, {1}, range(2), b""]
for value in values:
    print(describe(value))


def command(line):
    match line.split():
        case ["go", ("north" | "south") as where]:
            return "going " + where
        case ["drop", *things]:
            return things
        case [verb, _]:
            return "unknown " + verb
    return None


print(command("go north"), command("go up"), command("drop a b c"), command("drop"), command("hi"))
match 1, "two":
    case int(a), str(b):
        print(a, b)
match {"a": {"b": [1, {"c": 2}]}}:
    case {"a": {"b": [_, {"c": c}]}}:
        print("deep", c)
x = "before"
match [1, 2]:
    case [x, 3]:
        pass
    case _:
        pass
match 5:
    case x if x > 9:
        print("no")
    case y:
        print("captured", y)


def area(shape):
    match shape:
        case {"circle": r}:
            return 3 * r * r
        case {"square": s} | {"side": s}:
            return s * s


print(area({"circle": 2}), area({"side": 3}), area({"none": 3}))
