# Nested containers: reading, changing, grouping, inverting, walking.
from collections import defaultdict

data = {"users": [{"name": "ann", "tags": ["x", "y"], "age": 30}, {"name": "bob", "tags": [], "age": None}], "meta": {"n": 2, "ok": True}}
print(data["users"][0]["tags"][-1], data["meta"].get("zz", {}).get("q"), [u["name"] for u in data["users"] if u["tags"]])
user = data["users"][1]
user["tags"] += ["new"]
user.setdefault("log", []).append(len(user))
data["users"].append({**user, "name": "cid"})
data["users"][2]["tags"].append("shared")
print(data["users"])
ages = [u["age"] or 0 for u in data["users"]]
print(ages, sum(ages), {u["name"]: u.get("age") for u in data["users"]}, sorted(data["users"], key=lambda u: (u["age"] is None, u["name"]))[0]["name"])
groups = defaultdict(list)
for u in data["users"]:
    for tag in u["tags"]:
        groups[tag].append(u["name"])
print(dict(groups), {name: tags for tags, names in groups.items() for name in names})


def walk(node, path=()):
    if isinstance(node, dict):
        for k, v in node.items():
            yield from walk(v, path + (k,))
    elif isinstance(node, (list, tuple)):
        for i, v in enumerate(node):
            yield from walk(v, (*path, i))
    else:
        yield ".".join(map(str, path)), node


print(dict(walk(data)))


def put(node, path, value):
    *init, last = path.split(".")
    for key in init:
        node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
    node[int(last) if isinstance(node, list) else last] = value


put(data, "users.0.age", 31)
put(data, "new.deep.leaf", [1])
print(data["users"][0]["age"], data["new"])
matrix = [[i * 3 + j for j in range(3)] for i in range(3)]
print([row[::-1] for row in matrix[::-1]], [matrix[i][i] for i in range(3)], [sum(c) for c in zip(*matrix)], [[r[c] for r in matrix] for c in range(3)], sum(matrix, []), [max(r, key=lambda v: v % 4) for r in matrix])
matrix[0], matrix[-1] = matrix[-1], matrix[0]
matrix[1][1:] = ["a", "b", "c"]
matrix.append(matrix[0])
matrix[3][0] = "both"
print(matrix)
inverse = {}
for k, v in {"a": 1, "b": 2, "c": 1}.items():
    inverse.setdefault(v, set()).add(k)
print({k: sorted(v) for k, v in inverse.items()})
seq = [[], [[]], [[], [[]]]]
seq[0].append(seq[1])
seq[1][0].append("deep")
print(seq, len(seq), [len(s) for s in seq], seq[0][0] is seq[1], seq == [s for s in seq])
pairs = [("a", [1]), ("b", [2])]
d = dict(pairs)
d["a"].append("through dict")
(_, first), *_ = pairs
first.append("through tuple")
print(pairs, d, {**d, "c": d["a"]}["c"] is first)
counts = {}
for word in "a b a c b a".split():
    counts[word] = counts.get(word, 0) + 1
top = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
print(top, dict(top[:1]), {n: [w for w, c in counts.items() if c == n] for n in sorted(set(counts.values())) if n > 1})
