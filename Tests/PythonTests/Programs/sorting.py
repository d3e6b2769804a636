# sort, sorted, min and max with keys; the order of equals is kept.
people = [("ann", 30), ("bob", 25), ("cid", 30), ("dee", 25)]
print(sorted(people, key=lambda p: p[1]))
print(sorted(people, key=lambda p: p[1], reverse=True))
print(sorted(people, key=lambda p: (-p[1], p[0])))
a = [3, 1, 2]
b = a
print(a.sort(), b)
a.sort(reverse=True)
print(b)
print(sorted("banana"), sorted({"b": 1, "a": 2}), sorted([True, 0, 2, -1.5]))
print(sorted(["b", "A", "a", "B"]), sorted(["b", "A", "a", "B"], key=str.lower))
print(sorted([[2], [1, 5], [1]]), sorted([(1, "b"), (1, "a")]), sorted([]))
print(min(3, 1, 2), max([1, 5, 2]), min("hello"), max([], default=None), min(a, key=lambda x: -x))
print(max(people, key=lambda p: p[1]), min(people, key=lambda p: p[1]))
print(max(1, 1.0), max(1.0, 1), min(True, 1), max("a", "b", key=ord))
for bad in (lambda: sorted([1, "a"]), lambda: max([]), lambda: [None, 1].sort(), lambda: min()):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words, key=len), sorted(set(words), key=lambda w: (len(w), w)))
print(list(reversed(sorted(words)))[:3], sorted(words, key=lambda w: w[-1])[:4])
seen = []
sorted([3, 1, 2], key=lambda x: seen.append(x) or x)
print(seen)


class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __lt__(self, other):
        return self.parts < other.parts

    def __repr__(self):
        return "v" + ".".join(map(str, self.parts))


versions = [Version(1, 10), Version(1, 2), Version(0, 9, 1)]
print(sorted(versions), max(versions, key=lambda v: v.parts))
versions.sort(reverse=True)
print(versions)
index = sorted(range(5), key=[5, 3, 9, 3, 1].__getitem__)
print(index)
from functools import cmp_to_key

print(sorted([5, 2, 8], key=cmp_to_key(lambda a, b: b - a)))
