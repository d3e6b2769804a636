# Tuple and star unpacking, in assignments, loops, calls and displays.
a, b = 1, 2
a, b = b, a
print(a, b)
(a, (b, c)), d = (1, [2, 3]), "d"
print(a, b, c, d)
first, *rest = range(4)
print(first, rest)
*init, last = "abc"
print(init, last)
x, *middle, y = (1, 2)
print(x, middle, y)
x, *(p, *q) = [1, 2, 3, 4]
print(x, p, q)
[m, n] = {"k": 1, "l": 2}
print(m, n)
for i, (j, *k) in enumerate([(1, 2, 3), "ab"]):
    print(i, j, k)
print([*range(3), *"ab", *[]], (*[1], 2), {*[1, 1]}, {**{"a": 1}, "a": 2, **{"b": 3}})
for bad in ((1,), (1, 2, 3), ()):
    try:
        a, b = bad
    except ValueError as error:
        print(error)
try:
    a, *b, c = [1]
except ValueError as error:
    print(error)
try:
    a, b = 5
except TypeError as error:
    print(error)


def f(*args, **kwargs):
    return args, kwargs


print(f(*[1, 2], 3, *"x", k=1, **{"z": 2}, **dict(y=3)))
t = 1, 2, *[3]
print(t)
d = {}
d["a"], (d["b"], *d["c"]) = 1, "xyz"
print(d)


class Box:
    pass


box = Box()
box.x, box.y = 3, 4
print(box.x, box.y)
a = b = c = [0]
a[0], b = 5, a[0]
print(a, b, c)
i, i = 1, 2
print(i)
(a), = [7]
print(a)
values = {"x": 1, "y": 2}
(k1, v1), (k2, v2) = values.items()
print(k1, v1, k2, v2)
_, *_, z = range(5)
print(z, _)


def swap(pair):
    left, right = pair
    return right, left


print(swap(swap((1, 2))))
print(*[1, 2], *"ab", sep="-")
