# Classes that behave as containers, iterators, callables and context managers.
class Stack:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return Stack(*self.items[i])
        return self.items[i]

    def __setitem__(self, i, value):
        self.items[i] = value

    def __delitem__(self, i):
        del self.items[i]

    def __contains__(self, x):
        return ("checked", x) == ("checked", 2) or x in self.items

    def __call__(self, *args, **kwargs):
        self.items.extend(args)
        return kwargs

    def __reversed__(self):
        return iter(["reversed"])

    def __repr__(self):
        return f"Stack{self.items}"


s = Stack(1, 5)
print(len(s), s[0], s[-1], s[0:1], 2 in s, 9 in s, 9 not in s, s(7, 8, k=1), s, bool(Stack()))
s[0] = "zero"
s[1] += 100
del s[2]
print(s, list(s), [x for x in s], max(Stack(3, 9)), list(reversed(s)), tuple(Stack("ab")), sorted(Stack(2, 1)))
first, *rest = s
print(first, rest, callable(s), callable(3), list(enumerate(Stack("a"))), list(zip(s, s)))
s[0], s[1] = s[1], s[0]
print(s, sum(Stack(1, 2)), "-".join(Stack("x", "y")))


class Grid:
    def __getitem__(self, key):
        return key


g = Grid()
print(g[1, 2], g[1:2], g[..., 0], g[::2, None], g[(1,)], g["k"])


class Down:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


d = Down(3)
print(next(d), list(d), list(d), sum(Down(4)), 2 in Down(5), dict(zip("ab", Down(2))))


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind.__name__ if kind else None, value)
        return self.swallow


with Manager("a") as a, Manager("b"):
    print("body", a)
with Manager("c", swallow=True):
    raise ValueError("swallowed")
try:
    with Manager("d"):
        1 / 0
except ZeroDivisionError as error:
    print("outside", error)


def early():
    for i in range(3):
        with Manager(str(i)):
            if i == 0:
                continue
            if i == 1:
                return "returned"


print(early())


class Shift:
    def __init__(self, by):
        self.by = by

    def __call__(self, x):
        return x + self.by


print(list(map(Shift(10), [1, 2])), sorted([1, -2], key=Shift(-5)), Shift(1)(Shift(2)(3)))


class Default(dict):
    def __missing__(self, key):
        self[key] = made = [key]
        return made


m = Default()
m["a"].append(1)
print(m, m.get("b"), m["b"])


class Unsized:
    def __init__(self, error):
        self.error = error

    def __len__(self):
        raise self.error

    def __iter__(self):
        return iter("ab")


print(list(Unsized(TypeError("no"))), tuple(Unsized(TypeError())), set(Unsized(KeyError())) == {"a", "b"})
for make in (list, tuple, sorted, [].extend):
    try:
        make(Unsized(KeyError("k")))
    except KeyError as error:
        print(repr(error))
