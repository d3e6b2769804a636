# Closures see the variable, not the value it had.
def counter():
    count = 0

    def step(by=1):
        nonlocal count
        count += by
        return count

    def value():
        return count

    return step, value


step, value = counter()
step()
step(5)
print(value(), step(), value())
other, _ = counter()
print(other(), value())

fs = [lambda: i for i in range(3)]
print([f() for f in fs])
gs = []
for i in range(3):
    gs.append(lambda: i)
print([g() for g in gs])
i = 100
print([g() for g in gs], [f() for f in fs])


def outer():
    x = "before"

    def show():
        return x

    x = "after"
    return show


print(outer()())


def chain():
    a = 1

    def middle():
        def inner():
            nonlocal a
            a += 1
            return a

        return inner

    return middle()


f = chain()
print(f(), f(), chain()())


def mutual():
    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)

    return even, odd


even, odd = mutual()
print(even(10), odd(7), even(7))
compose = lambda *fs: lambda x: compose(*fs[1:])(fs[0](x)) if fs else x
print(compose(lambda x: x + 1, lambda x: x * 10, str)(4))
held = {}


def keep():
    local = []
    held["add"] = local.append
    held["get"] = lambda: local


keep()
held["add"](1)
held["add"](2)
print(held["get"]())
make = [(lambda j: lambda: j)(j) for j in range(3)]
print([m() for m in make])


def scope():
    items = [1, 2, 3]
    total = sum(x * len(items) for x in items)
    items = [4]
    return total, [y for y in items if y in items]


print(scope())
