# itertools: lazy and read once.
import itertools
from itertools import accumulate, chain, combinations, count, cycle, groupby, islice, product, repeat, zip_longest

print(list(chain([1], "ab", ())), list(chain.from_iterable([[1, 2], [3]])), list(islice(count(5, 2), 3)))
print(list(islice("abcdef", 1, None, 2)), list(islice(cycle("ab"), 5)), list(repeat(0, 3)), list(islice(range(9), 2, 5)))
print(list(accumulate([1, 2, 3])), list(accumulate([3, 1, 4], max)), list(accumulate([1, 2], initial=10)))
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()))
print(list(combinations("abc", 2)), list(itertools.permutations([1, 2, 3], 2)), list(itertools.combinations_with_replacement("ab", 2)))
print(list(zip_longest([1, 2, 3], "a", fillvalue="-")), list(itertools.starmap(pow, [(2, 3), (3, 2)])))
print([(k, list(g)) for k, g in groupby("aabbba")], {k: len(list(g)) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)})
print(list(itertools.takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 5, 1])))
print(list(itertools.filterfalse(None, [0, 1, ""])), list(itertools.compress("abc", [1, 0, 1])), list(itertools.pairwise([1, 2, 3])))
a, b = itertools.tee([1, 2, 3])
print(next(a), list(b), list(a))
c = count()
print([next(c) for _ in range(3)], next(c), list(zip(c, "ab")), next(c))
shared = chain([1, 2], [3])
print(next(shared), list(shared), list(shared))
for i, x in zip(count(1), "xy"):
    print(i, x)
items = []
r = list(repeat(items, 2))
r[0].append(1)
print(r)
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 2)), next(it))


def batches(xs, n):
    it = iter(xs)
    while batch := list(islice(it, n)):
        yield batch


print(list(batches(range(7), 3)), sum(1 for _ in product(range(3), repeat=3)))
