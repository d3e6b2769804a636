# defaultdict, OrderedDict, Counter, deque, ChainMap.
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque

d = defaultdict(list)
d["a"].append(1)
d["a"].append(2)
print(d["b"], dict(d), "c" in d, d.get("c"), len(d), d)
n = defaultdict(int, {"x": 5})
for ch in "hello":
    n[ch] += 1
print(dict(n), n["zz"], sorted(n.items()))
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
print(t["a"]["b"]["c"], list(t), isinstance(t, dict))
try:
    defaultdict(None)["q"]
except KeyError as error:
    print("KeyError", error)

o = OrderedDict([("b", 1), ("a", 2)])
o.move_to_end("b")
print(list(o), o.popitem(last=False), o == {"b": 1}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), list(o.items()))
o["z"] = 3
o.move_to_end("z", last=False)
print(list(o))

c = Counter("mississippi")
print(c.most_common(2), c["s"], c["zz"], sum(c.values()), sorted(c.elements())[:5], len(c))
c.update("mmm")
c["i"] -= 10
print(c["m"], c["i"], sorted((c + Counter(m=1)).items()), sorted((Counter(a=3) - Counter(a=1, b=2)).items()))
print(sorted((Counter("ab") | Counter("bb")).items()), sorted((Counter("ab") & Counter("bb")).items()), Counter(a=1) == Counter("a"))
print(Counter([1, 1, 2]), Counter())

q = deque([1, 2, 3], maxlen=3)
q.append(4)
print(q, q[0], q[-1], len(q), 4 in q, list(q))
q.appendleft(0)
print(q, q.pop(), q.popleft(), q)
q = deque("abcd")
q.rotate(1)
print(list(q), list(reversed(q)))
q.extend("xy")
q.extendleft("12")
print("".join(q), q.count("a"), q.index("x"))
e = q
e.clear()
print(q, bool(q))
q += [1, 2]
q[0] = "first"
print(e, q == deque(["first", 2]))
try:
    deque().pop()
except IndexError as error:
    print(error)
base = {"a": 1, "b": 2}
m = ChainMap({"a": 10}, base)
base["c"] = 3
m["n"] = 0
print(m["a"], m["c"], sorted(m), m.maps[0], len(m))


class Amount:
    def __repr__(self):
        return "Amount"


print(Counter(a=0, b=Amount()), Counter({"x": "y"}), Counter("ab", a=2))
