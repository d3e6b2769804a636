# Arguments are references; rebinding a parameter is not seen outside.
def mutate(xs, d, s):
    xs.append(len(xs))
    d["n"] = d.get("n", 0) + 1
    s |= {len(s)}
    xs = [0]
    return xs


xs, d, s = [], {}, set()
for _ in range(3):
    mutate(xs, d, s)
print(xs, d, sorted(s), mutate(xs, d, s))


def passthrough(x):
    return x


print(passthrough(xs) is xs, passthrough(*[xs]) is xs, passthrough(**{"x": d}) is d)


def collect(*args, **kwargs):
    for a in args:
        a.append("seen")
    return args, kwargs


a, b = [], []
args, kwargs = collect(a, b, a, k=a)
print(a, b, args[0] is a, kwargs["k"] is a, args)


class Holder:
    def __init__(self, items, table={}):
        self.items = items
        self.table = table

    def add(self, x):
        self.items.append(x)
        self.table[x] = len(self.items)
        return self.items


shared = [1]
h, k = Holder(shared), Holder(shared)
h.add("h")
k.add("k").append("chained")
print(shared, h.items is k.items, h.table, h.table is k.table)
h.items = h.items + ["copy"]
h.add("own")
print(shared, h.items, k.table)


def sort_in_place(v):
    v.sort()


def sort_copy(v):
    v = sorted(v)
    return v


v = [3, 1, 2]
w = sort_copy(v)
print(v, w)
sort_in_place(v)
print(v)
stack = [v]
stack.append(stack[0])
stack[0].append(99)
print(stack, v)
t = (v, v)
t[0].pop()
print(t)
tree = {"left": {"v": 1}, "right": None}
tree["right"] = tree["left"]
tree["right"]["v"] += 1
node = tree["left"]
node["v"] *= 10
print(tree)


def fresh(n, acc=None):
    acc = acc if acc is not None else []
    acc.append(n)
    return acc if n == 0 else fresh(n - 1, acc)


given = []
print(fresh(2), fresh(2, given), given)
ops = {"push": xs.append, "clear": xs.clear, "pop": xs.pop}
ops["push"]("via dict")
print(xs, ops["pop"](), xs)
ops["clear"]()
print(xs)
from copy import copy, deepcopy

deep = {"a": [1, [2]], "b": None}
deep["b"] = deep["a"]
c1, c2 = copy(deep), deepcopy(deep)
deep["a"][1].append("new")
print(c1, c2, c2["a"] is c2["b"], c1["a"] is deep["a"])
e = deepcopy(h)
e.items.append("only e")
print(h.items == e.items, len(e.items) - len(h.items), copy(h).items is h.items, copy([1, shared])[1] is shared)
