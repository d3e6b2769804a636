# Which names a loop, comprehension, function or handler leaves behind.
for i in range(3):
    inside = i * 2
print(i, inside)
i = "kept"
[i for i in range(5)]
{i for i in range(5)}
{i: i for i in range(5)}
list(i for i in range(5))
print(i)
for i, (j, k) in enumerate([(1, 2), (3, 4)]):
    pass
print(i, j, k)
for i in []:
    pass
print(i)


def f():
    for i in range(3):
        if i == 1:
            found = i
            break
    try:
        return found, i
    finally:
        i = "changed after return value"


print(f())


def g(flag):
    if flag:
        x = 1
    return x


print(g(True))
try:
    g(False)
except UnboundLocalError as error:
    print(type(error).__name__)


def h():
    x = [1]

    def inner():
        x.append(2)
        y = x
        x2 = x + [3]
        return y, x2

    return inner(), x


print(h())


def shadow(list, str):
    return list + str


print(shadow(1, 2), list("ab"))
len_ = len
len = lambda x: "shadowed"
print(len([1]))
del len
print(len([1]))
fs = []
for n in range(3):
    def show(n=n, m=lambda: n):
        return n, m()

    fs.append(show)
print([fn() for fn in fs])
acc = []
for x in [1, 2, 3]:
    for y in range(x):
        if y == 1:
            break
    else:
        acc.append((x, "no break"))
        continue
    acc.append((x, y))
print(acc)
x = 5


def outer():
    x = 1

    def reads():
        return x

    def class_in_function():
        class K:
            x = "class"

            def get(self):
                return x

        return K().get(), K.x

    x = 2
    return reads(), class_in_function()


print(outer(), x)


def conditional_global(flag):
    global made
    if flag:
        made = "made"


conditional_global(False)
print("made" in globals())
conditional_global(True)
print(made)
try:
    raise ValueError("v")
except ValueError as x:
    pass
try:
    print(x)
except NameError as error:
    print(error)


def nested(depth):
    level = depth
    return [level] + (nested(depth - 1) if depth else [])


print(nested(3))
total = 0
for total in range(5):
    total += 100
print(total)
values = [1, 2, 3]
for values in values:
    pass
print(values)
