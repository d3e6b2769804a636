# Defaults are made once, where the function is defined.
def collect(x, into=[]):
    into.append(x)
    return into


print(collect(1), collect(2), collect(3, []), collect(4))
print(collect.__defaults__)
n = 1


def shown(a=n, *, b=n + 1):
    return a, b


n = 10
print(shown(), shown(5), shown(b=7))


def memo(key, table={}):
    if key not in table:
        table[key] = len(table)
    return table[key]


print(memo("a"), memo("b"), memo("a"), memo("c"))
adders = []
for i in range(3):
    def add(x, i=i):
        return x + i

    adders.append(add)
print([add(10) for add in adders])
print([f(1) for f in [lambda x, k=k: x * k for k in range(4)]])


def made(order=[]):
    print("made")
    return order


def uses(value=made()):
    value.append(1)
    return value


print(uses(), uses(), made())


def late(x=None):
    x = [] if x is None else x
    x.append("fresh")
    return x


print(late(), late(), late(["given"]))
