# Generators passed to generators, methods that yield, and laziness.
def numbers(log, n):
    for i in range(n):
        log.append(f"make {i}")
        yield i


def evens(items):
    for x in items:
        if x % 2 == 0:
            yield x


def squares(items):
    return (x * x for x in items)


log = []
p = squares(evens(numbers(log, 6)))
print(log, next(p), log, next(p), log)
print(list(p), len(log))


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right

    def insert(self, v):
        side = "left" if v < self.value else "right"
        child = getattr(self, side)
        if child:
            child.insert(v)
        else:
            setattr(self, side, Tree(v))
        return self

    def levels(self):
        level = [self]
        while level:
            yield [n.value for n in level]
            level = [c for n in level for c in (n.left, n.right) if c]


t = Tree(5)
for v in (2, 8, 1, 9, 3):
    t.insert(v)
print(list(t), list(t.levels()), sum(t), max(t), 8 in t, sorted(t, reverse=True), [*zip(t, t)][:2])


def take_while(pred, items):
    for x in items:
        if not pred(x):
            return
        yield x


def chunked(items, n):
    chunk = []
    for x in items:
        chunk.append(x)
        if len(chunk) == n:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def interleave(*iterables):
    its = [iter(i) for i in iterables]
    while its:
        for it in its[:]:
            try:
                yield next(it)
            except StopIteration:
                its.remove(it)


print(list(take_while(lambda x: x < 3, range(10))), list(chunked("abcdefg", 3)), "".join(interleave("abc", "12", "x")))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


print([p for p, _ in zip(primes(), range(8))], next(p for p in primes() if p > 20))


def counter():
    n = 0

    def gen():
        nonlocal n
        while n < 3:
            n += 1
            yield n

    return gen


make = counter()
a, b = make(), make()
print(next(a), next(b), list(a), list(b))


def stop_inside():
    yield 1
    try:
        next(iter([]))
    except StopIteration:
        yield "stopped"
    for x in iter([5]):
        yield x


print(list(stop_inside()))
gens = [(lambda k: (k * j for j in range(3)))(k) for k in range(3)]
print([list(g) for g in gens], [sum(g) for g in gens])


def with_return():
    x = yield from helper()
    print("helper returned", x)
    return "done"


def helper():
    yield "h"
    return 42


g = with_return()
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print("stop", stop.value)


def cleanup():
    try:
        yield "first"
        yield "second"
    finally:
        print("closed")


g = cleanup()
print(next(g))
g.close()
print(next(g, "finished"))


def broken():
    yield 1
    next(iter([]))
    yield 2


try:
    print(list(broken()))
except RuntimeError as error:
    print("RuntimeError", error)
