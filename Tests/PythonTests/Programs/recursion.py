# Recursion and functions that call one another.
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)


def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


def hanoi(n, a="a", b="b", c="c"):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


def permutations(items):
    if len(items) <= 1:
        return [items]
    return [[x] + p for i, x in enumerate(items) for p in permutations(items[:i] + items[i + 1 :])]


def flatten(x):
    return [y for item in x for y in flatten(item)] if isinstance(x, (list, tuple)) else [x]


def depth(x):
    return 1 + max(map(depth, x), default=0) if isinstance(x, list) else 0


def power_set(items):
    if not items:
        return [[]]
    rest = power_set(items[1:])
    return rest + [[items[0], *r] for r in rest]


def quick(items):
    if not items:
        return []
    pivot, *rest = items
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


print(fact(20), gcd(1071, 462), ackermann(2, 3), list(hanoi(3)))
print(permutations([1, 2, 3]), flatten([1, (2, [3]), []]), depth([[], [[1]]]), power_set("abc"))
print(quick([3, 1, 4, 1, 5, 9, 2, 6]))


def merge(d, e):
    return {**d, **{k: merge(d[k], v) if isinstance(d.get(k), dict) and isinstance(v, dict) else v for k, v in e.items()}}


print(merge({"a": {"x": 1, "y": 2}, "b": 1}, {"a": {"y": 3, "z": 4}, "c": 5}))


def tree_map(f, tree):
    if isinstance(tree, dict):
        return {k: tree_map(f, v) for k, v in tree.items()}
    if isinstance(tree, (list, tuple)):
        return type(tree)(tree_map(f, v) for v in tree)
    return f(tree)


print(tree_map(lambda x: x * 10, {"a": [1, (2, 3)], "b": {"c": 4}}))


def collatz(n, path=()):
    path = (*path, n)
    return path if n == 1 else collatz(n // 2 if n % 2 == 0 else 3 * n + 1, path)


print(collatz(6))


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


print(deep(200))
y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(5))


class Node:
    def __init__(self, value, *children):
        self.value, self.children = value, children

    def total(self):
        return self.value + sum(c.total() for c in self.children)

    def paths(self, prefix=""):
        here = prefix + str(self.value)
        return [here] if not self.children else [p for c in self.children for p in c.paths(here + "/")]


tree = Node(1, Node(2, Node(4)), Node(3))
print(tree.total(), tree.paths())
loop = [1]
loop.append(loop)
print(loop, loop[1] is loop)
d = {}
d["self"] = d
print(d)
