# Errors inside iterators, handlers and sorts, and what they leave behind.
it = iter([1])
print(list(map(lambda x: x + next(it), [1, 2, 3])), list(map(str, it)))
source = iter([1, 2, 3])
print(list(filter(lambda x: next(source) > 1, [10, 20, 30, 40])))
source = iter([5])
try:
    print([next(source) for _ in range(3)])
except StopIteration:
    print("StopIteration")
try:
    print(list(next(source) for _ in range(3)))
except RuntimeError as error:
    print(error)
gen = (1 // x for x in [1, 0, 2])
print(next(gen))
try:
    next(gen)
except ZeroDivisionError:
    print(list(gen), next(gen, "over"))

items = [3, 1, 2]
seen = []
items.sort(key=lambda x: seen.append(list(items)) or x)
print(seen, items)
try:
    items.sort(key=lambda x: items.append(x) or -x)
except ValueError as error:
    print(error, items)
try:
    items.sort(key=lambda x: 1 // (x - 2))
except ZeroDivisionError:
    print(sorted(items))
live = [1, 2, 3]
back = reversed(live)
print(next(back))
live[0] = "first"
live.append(4)
print(list(back), live)

for catch in ((ValueError, IndexError), ((ValueError,), IndexError), [ValueError], ValueError, 5):
    try:
        try:
            [][0]
        except catch:
            print("caught by", type(catch).__name__)
    except TypeError as error:
        print(error)
    except IndexError:
        print("not caught")

try:
    try:
        {}["a"]
    except KeyError:
        1 // 0
except ZeroDivisionError as error:
    print(repr(error.__context__), error.__cause__)
try:
    raise ValueError("a")
except ValueError:
    try:
        int("x")
    except ValueError as error:
        print(type(error.__context__).__name__, error.__context__.args)


def handled():
    try:
        yield 1
        raise KeyError("in generator")
    except KeyError:
        yield 2
        raise IndexError("second")


try:
    for x in handled():
        print(x)
except IndexError as error:
    print(error, repr(error.__context__))


class Loud:
    def __str__(self):
        raise ValueError("no text")


try:
    print("before", Loud(), "after")
except ValueError as error:
    print("|", error)
from itertools import count, islice

print(list(islice(count(False), 2)), 0 / -2, "%s" % Exception("x"), "%s|%r" % (ValueError("v"), None))
