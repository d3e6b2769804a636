# del of names, items, slices, keys and attributes.
x = [1, 2, 3]
y = x
del x
print(y)
try:
    x
except NameError as error:
    print(error)
del y[0], y[-1]
print(y)
d = {"a": 1, "b": {"c": 2, "d": 3}}
e = d["b"]
del d["b"]["c"], d["a"]
print(d, e)
del d["b"]
print(d, e)
try:
    del d["zz"]
except KeyError as error:
    print("KeyError", error)
try:
    del y[9]
except IndexError as error:
    print(error)


class Box:
    shared = 1

    def __init__(self):
        self.own = 2


b = Box()
del b.own
try:
    del b.shared
except AttributeError:
    print("AttributeError", b.shared)
try:
    b.own
except AttributeError as error:
    print(error)
del Box.shared
print(hasattr(b, "shared"))


def local():
    a = 1
    f = lambda: a
    before = f()
    del a
    try:
        f()
    except NameError:
        return before, "free name is gone"


print(local())
try:
    del (1, 2)[0]
except TypeError as error:
    print(error)
try:
    del "abc"[0]
except TypeError as error:
    print(error)
(a, b), c = (1, 2), 3
del (a, b), c
try:
    b
except NameError:
    print("all gone")
items = list(range(6))
for i in range(len(items) - 1, -1, -1):
    if items[i] % 2:
        del items[i]
print(items)
for i in range(3):
    del i
try:
    i
except NameError:
    print("loop name gone")
grid = [[1, 2], [3, 4]]
del grid[0][1]
row = grid[1]
del grid[1]
print(grid, row)
