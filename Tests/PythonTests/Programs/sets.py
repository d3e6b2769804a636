# Sets and frozensets, printed sorted.
s = {3, 1, 2, 3}
print(sorted(s), len(s), 2 in s, 9 in s, s == {1, 2, 3}, set(), bool(set()))
t = {2, 3, 4}
print(sorted(s | t), sorted(s & t), sorted(s - t), sorted(s ^ t))
print(s < t, {2} < t, {2, 3, 4} <= t, t >= {4}, s.isdisjoint({9}), {1}.issubset([1, 2]))
print(sorted(s.union([7], (8,))), sorted(s.intersection([1, 9])), sorted(s.difference("a", [1])))
s.add(5)
s.discard(99)
s.remove(1)
print(sorted(s))
try:
    s.remove(99)
except KeyError as error:
    print("KeyError", error)
s.update([10], {11})
s.difference_update({2})
s.intersection_update({3, 5, 10})
print(sorted(s))
f = frozenset([1, 2])
print({f: "frozen"}[frozenset([2, 1])], f == {1, 2}, sorted(f | {3}), type(f | {3}).__name__)
print(frozenset(), frozenset([1]), {1}, {"a"}, {(1, 2)})
try:
    {[1]}
except TypeError as error:
    print(error)
print({1, True, 1.0}, {0, False}, len({1, "1"}))
print(sorted({x % 3 for x in range(10)}), {c for c in "aaa"})
u = s
u |= {100}
print(sorted(s))
c = s.copy()
c.clear()
print(len(s), len(c))
one = {42}
print(one.pop(), one)
try:
    one.pop()
except KeyError:
    print("KeyError")
print(sum({1, 2, 3}), max({4, 9, 2}), sorted(map(str, {1, 2})), any({0}), all(set()))
try:
    {1} + {2}
except TypeError:
    print("TypeError")
for x in sorted({"b", "a"}):
    print(x, end=" ")
print()
print(sorted(set("hello") & set("world")), set([1, 2]) == frozenset([2, 1]), sorted({*"ab", *"bc"}))
seen = set()
print([x for x in [1, 2, 1, 3, 2] if not (x in seen or seen.add(x))])
