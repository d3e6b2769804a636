# Assignment expressions and where their names live.
print((n := 5), n, [n := n + 1, n := n * 2], n)
if (m := len("abc")) > 2 and (k := m * 2):
    print(m, k)
data = iter([1, 2, 3, 0, 9])
while x := next(data):
    print("x", x)
print(x, list(data))
values = [y for v in range(6) if (y := v * v) % 2]
print(values, y)


def f(a, b=(z := 10)):
    return (c := a + b), c


print(f(1), z)
print(any((hit := v) > 3 for v in [1, 5, 9]), hit, all((last := v) < 5 for v in [1, 5, 9]), last)
total = 0
print([total := total + i for i in range(5)], total)
text = "a=1;b=2"
print({(pair := p.split("="))[0]: int(pair[1]) for p in text.split(";")}, pair)
print(f"{(w := 3)} {w + 1}", w, (lambda: (inner := 4) + inner)())
xs = [0, 1]
i = 0
xs[(i := 1)] = i + 10
print(xs, i, xs[(j := 0) : (j := j + 1)], j)


def g():
    if (local := []) is not None:
        local.append(1)
    [outer := e for e in range(3)]
    return local, outer


print(g(), not (q := 0), q, (r := 1, s := 2), r, s)
