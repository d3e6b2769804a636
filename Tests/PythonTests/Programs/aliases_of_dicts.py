# Two names of one dict or set; shallow copies share their values.
d = {"a": [1], "b": {"c": 2}}
e = d
e["z"] = 0
print(d, d is e)
f = dict(d)
f["only"] = 1
f["a"].append(2)
print(d, f)
g = d.copy()
g["b"]["c"] = 3
h = {**d}
h["b"]["new"] = 4
print(d)
inner = d["b"]
inner.update(c=9)
print(d["b"], inner is h["b"] is g["b"])
d["b"] = "replaced"
print(inner, h["b"] is inner)

s = {1, 2}
t = s
t.add(3)
print(sorted(s), s is t)
t |= {4}
print(sorted(s), s is t)
t = t | {5}
print(sorted(s), sorted(t), s is t)

table = dict.fromkeys("ab", [])
table["a"].append(1)
print(table)
table = {k: [] for k in "ab"}
table["a"].append(1)
print(table)
for value in table.values():
    value.append("v")
for key, value in table.items():
    value.append(key)
print(table)
found = table.setdefault("c", [])
found.append("c")
table.setdefault("c", []).append("again")
print(table, table.get("a") is table["a"])


def change(box):
    box["changed"] = True
    box = {"other": 1}
    box["lost"] = 1


change(d)
print(d)
