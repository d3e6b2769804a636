# zip, map, filter, enumerate, iter and generators are read once.
z = zip([1, 2, 3], "abc")
print(next(z), list(z), list(z))
m = map(lambda x: x * x, range(4))
print(sum(m), sum(m), list(m))
f = filter(None, [0, 1, "", "a", [], [0]])
print(list(f), list(f))
e = enumerate("xy", start=5)
print(next(e), dict(e), list(e))
it = iter([1, 2, 3, 4, 5])
print([x for x in it if x % 2], list(it))
it = iter(range(6))
print(list(zip(it, it)), next(it, "done"))
it = iter("abcdef")
for a in it:
    if a == "c":
        break
print(list(it))
it = iter([1, 2])
print(iter(it) is it, next(it), next(it), next(it, None))
try:
    next(it)
except StopIteration:
    print("StopIteration")
log = []


def noisy(x):
    log.append(x)
    return x


lazy = map(noisy, [1, 2, 3])
print(log)
next(lazy)
print(log)
print(any(noisy(x) > 1 for x in [1, 2, 3]), log)
print(all(map(noisy, [4, 0, 5])), log)
numbers = [1, 2, 3]
it = iter(numbers)
next(it)
numbers.append(4)
print(list(it))
numbers = [1, 2, 3, 4]
for n in numbers:
    if n % 2:
        numbers.remove(n)
print(numbers)
a, b = iter([1, 2])
print(a, b, *iter("xy"))
print(list(zip()), list(zip([1, 2], [3])), list(zip("ab", [1, 2], (True, False))))
print(max(iter([3, 9, 2])), 3 in iter([1, 2, 3]), sorted(iter("cab")))
r = reversed([1, 2, 3])
print(next(r), list(r), list(r))
x = zip("ab", "cd")
p, q = zip(*x)
print(p, q)
it = iter(lambda state=[0]: state.append(0) or len(state), 4)
print(list(it))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as error:
    print("ValueError")
print(list(map(lambda a, b: a - b, [5, 6], [1, 2, 3])))
print(4 in map(lambda x: x * 2, [1, 2, 3]), list(map(str, [1, None])))
