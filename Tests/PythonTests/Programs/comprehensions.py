# Comprehensions of every kind, nested, with conditions and their own scope.
x = "outer"
print([x for x in range(3)], x)
print([(i, j) for i in range(3) for j in range(i)], [i for i in range(20) if i % 2 if i % 3])
print([[i * j for j in range(3)] for i in range(2)], [y for row in [[1, 2], [3]] for y in row])
print({k: v for k, v in zip("ab", [1, 2])}, {v: k for k, v in {"a": 1}.items()})
print(sorted({len(w) for w in ["a", "bb", "cc"]}), sum(i for i in range(5)), max(i % 4 for i in range(9)))
print([a if a else "zero" for a in [0, 1]], [*(i for i in "ab")], tuple(i for i in range(2)))
print([a + b for a, b in [(1, 2), (3, 4)]], [first for first, *_ in ["abc", "de"]])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [list(c) for c in zip(*matrix)])
n = 2
print([n for n in range(n)], n, [i * n for i in range(3)])
print([y := 5, y**2], y, [last := v for v in [1, 2, 3]], last)
print([z for v in [1, 2, 3, 4] if (z := v * v) > 4], z)
total = 0
print([total := total + v for v in [1, 2, 3]], total)
if (count := len(matrix)) > 1:
    print("count", count)
while (count := count - 1) >= 0:
    print("down", count)


def f(items):
    return [g(i) for i in items if i is not None]


def g(i):
    return {i: [k for k in range(i)]}


print(f([1, None, 2]))


class Table:
    sizes = [1, 2]
    doubled = [s * 2 for s in sizes]


print(Table.doubled)
fs = {k: (lambda: k) for k in "ab"}
print({k: h() for k, h in fs.items()})
print({(i, j): i ^ j for i in range(2) for j in range(2)}, {i: i for i in [1, 1.0, True]})
print([[] for _ in range(2)], ["".join(p) for p in zip("ab", "cd")], [c for c in "a-b" if c.isalpha()])
print([i for i in [j for j in range(4) if j] if i > 1], {x: y for x in "a" for y in "bc"})
print([lambda: 1 for _ in range(2)][0](), [(lambda v: v + i)(10) for i in range(2)])
print(sorted([w[::-1] for w in "one two".split()], key=len), dict((k, 1) for k in "xy"))
print([i for i in range(5) if not i % 2 or i > 3], [i or "z" for i in (0, 1)], [not b for b in (0, 1)])
