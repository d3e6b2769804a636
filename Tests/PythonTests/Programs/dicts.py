# Dict methods, order, views, and changes while in use.
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
print(d, list(d), list(d.values()), list(d.items()), len(d))
del d["b"]
d["b"] = 4
print(d)
print(d.pop("a"), d.pop("nope", "default"), d.popitem(), d)
print("c" in d, "z" not in d, d.get("z"), d.get("z", 0), d.setdefault("c", 9))
d.update({"x": 1}, y=2)
d.update([("z", 3)])
print(d)
keys = d.keys()
values = d.values()
d["late"] = 0
print(list(keys), list(values), "late" in keys, 0 in values)
print(sorted(d.keys() & {"x", "y", "q"}), sorted(d.keys() - {"x"}), ("x", 1) in d.items())
try:
    d["missing"]
except KeyError as error:
    print("KeyError", error, repr(error))
try:
    for key in d:
        d[key + "2"] = 1
except RuntimeError as error:
    print(error)
for key in list(d):
    if len(key) > 1:
        del d[key]
print(d)
print({1: "int", True: "bool", 1.0: "float"}, {0: "a", False: "b"})
print({(1, 2): "tuple", None: "none", "s": 1}[1, 2])
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} == {"a": 1.0}, {} == [])
try:
    {[1]: 2}
except TypeError as error:
    print(error)
print({**{"a": 1}, **{"a": 2, "b": 3}}, {"a": 1} | {"b": 2}, dict(a=1, b=2), dict([("k", "v")]))
print(dict(zip("abc", range(3))), {v: k for k, v in {"a": 1, "b": 2}.items()})
print({i: {j: i * j for j in range(2)} for i in range(2)}, list(reversed({"a": 1, "b": 2})))
print(dict.fromkeys([3, 1, 2]), dict.fromkeys("ab", 0), str({"q": 'it\'s', 1: "a\nb"}))
d.clear()
print(d, not d, bool({0: 0}))
nested = {}
for path in ("a.b", "a.c.d", "e"):
    node = nested
    *parents, leaf = path.split(".")
    for part in parents:
        node = node.setdefault(part, {})
    node[leaf] = path
print(nested)
counts = {}
for ch in "mississippi":
    counts[ch] = counts.get(ch, 0) + 1
print(counts, max(counts, key=counts.get), sorted(counts, key=lambda c: (-counts[c], c)))
order = {"z": 1}
order |= {"y": 2, "z": 3}
print(order, next(iter(order)), min(order), sum(order.values()))
