# global and nonlocal; a name that is assigned anywhere is local everywhere.
total = 0


def add(n):
    global total
    total += n
    return total


print(add(2), add(3), total)


def shadow():
    total = 99
    return total


print(shadow(), total)


def unbound():
    print(total)
    total = 1


try:
    unbound()
except UnboundLocalError as error:
    print("UnboundLocalError")


def made():
    global fresh
    fresh = [1]

    def inner():
        global fresh
        fresh = fresh + [2]

    inner()
    return fresh


print(made(), fresh)


def levels():
    x = 1

    def first():
        x = 2

        def second():
            nonlocal x
            x += 10
            return x

        return second(), x

    return first(), x


print(levels())


def deleted():
    y = 1
    del y
    try:
        return y
    except NameError as error:
        return type(error).__name__


print(deleted())
try:
    print(never)
except NameError as error:
    print(error)


def later():
    return helper() + 1


def helper():
    return 41


print(later())


def helper():
    return 1


print(later())
x = "module"


class C:
    x = "class"

    def method(self):
        return x

    y = x


print(C().method(), C.y, x)
