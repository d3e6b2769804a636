# Slices read, assigned and deleted.
a = list(range(10))
print(a[2:5], a[:3], a[7:], a[:], a[-3:], a[:-8], a[::3], a[::-1], a[8:2:-2], a[5:2], a[100:])
print("hello"[1:3], "hello"[::-1], "hello"[-100:2], (1, 2, 3)[1:], range(10)[2:8:2], range(10)[::-1])
a[2:5] = ["x"]
print(a)
a[1:1] = [10, 20]
print(a)
a[::2] = [0] * len(a[::2])
print(a)
a[len(a):] = "yz"
print(a)
a[:] = [1, 2, 3]
print(a)
b = a
b[:] = b + [4]
print(a, a is b)
try:
    a[::2] = [1]
except ValueError as error:
    print(error)
del a[1]
print(a)
a = list(range(10))
del a[2:4], a[-1]
print(a)
del a[::2]
print(a)
del a[:]
print(a)
for bad in (lambda: [1][1], lambda: [1][-2], lambda: "a"[3], lambda: (1,)[5], lambda: [][0]):
    try:
        bad()
    except IndexError as error:
        print("IndexError", error)
try:
    [1, 2]["a"]
except TypeError as error:
    print("TypeError")
s = slice(1, None, 2)
print([1, 2, 3, 4][s], s.start, s.stop, s.step, s)
a = [1, 2, 3]
a[0], a[-1] = a[-1], a[0]
print(a, a[True], a[-len(a)])
i = 0
i, a[i] = 1, "at one"
print(i, a)
a = [3, 1, 2]
a.insert(1, "i")
a.insert(-1, "j")
a.insert(99, "k")
print(a, a.index("j"), a.count(3), a.pop(), a.pop(0), a)
a.remove("j")
a.reverse()
a.extend((7, 8))
print(a, a * 2, [0] + a, a * 0, -1 * a)
print([1, 2] < [1, 3], [1] < [1, 0], [] < [0], (2,) > (1, 9), [1, 2] == [1.0, 2.0], (1,) == [1])
