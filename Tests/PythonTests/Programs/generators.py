# yield, yield from, early ends, and what stays between steps.
def count(n):
    print("start")
    for i in range(n):
        yield i
        print("after", i)
    print("end")


g = count(2)
print(next(g))
print(next(g))
print(next(g, "none"), next(g, "none"))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, items):
    for _, item in zip(range(n), items):
        yield item


print(list(take(10, fib())))


def tree(node):
    if isinstance(node, list):
        for child in node:
            yield from tree(child)
    else:
        yield node


print(list(tree([1, [2, [3, 4], []], "ab"])))


def result():
    yield 1
    return "value"


def delegating():
    got = yield from result()
    yield got
    yield from "xy"
    yield from (c for c in "z")


print(list(delegating()))


def guarded():
    try:
        yield 1
        yield 2
        raise ValueError("inside")
    except ValueError as error:
        yield f"caught {error}"
    finally:
        yield "finally"


print(list(guarded()))


def empty():
    return
    yield


print(list(empty()), sum(empty()))
shared = []


def fill():
    shared.append("a")
    yield
    shared.append("b")


it = fill()
print(shared)
next(it)
print(shared)
list(it)
print(shared)
squares = (x * x for x in range(5))
print(next(squares), next(squares), list(squares), list(squares))
n = 3
lazy = (x + n for x in [1, 2])
n = 100
print(list(lazy))
data = [1, 2]
lazy = (x for x in data)
data = [9]
print(list(lazy))
pairs = ((i, j) for i in range(3) for j in range(i) if i + j > 1)
print(list(pairs))


def error_out():
    yield 1
    raise KeyError("k")


try:
    for item in error_out():
        print(item)
except KeyError as error:
    print("KeyError", error)


def windows(items, size):
    window = []
    for item in items:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
            window.pop(0)


print(list(windows(range(5), 3)))
*head, last = count(3)
print(head, last)


def pair():
    x = yield
    print("got", x)


p = pair()
print(next(p))
print(next(p, "over"))
