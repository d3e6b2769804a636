# while/else, for/else, break, continue, nested loops, pass, deletion in loops.
for n in range(2, 10):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print(n, "is prime")
n = 5
while n:
    n -= 1
    if n == 3:
        continue
    print(n, end=" ")
else:
    print("else")
while True:
    n += 1
    if n > 3:
        break
else:
    print("never")
print(n)
for i in []:
    pass
else:
    print("empty loop")
for i in range(3):
    i = i * 10
    print(i, end=";")
print(i)
for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 2:
            break
        print((i, j), end=" ")
print(i, j)


def find(rows, x):
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value == x:
                return r, c
    return None


print(find([[1, 2], [3, 4]], 3), find([[1]], 9))
a, k = 0, 0
if a:
    k = 1
elif not a and k == 0:
    k = 2
elif True:
    k = 3
else:
    k = 4
print(k)
items = list("abcde")
while items:
    items.pop(0)
    if 0 < len(items) < 3:
        del items[-1]
    print(items)
d = {i: i * i for i in range(5)}
for key in [k for k in d if k % 2]:
    del d[key]
print(d)
steps, n = 0, 27
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
for target[0] in ([target := [None]] and range(3)):
    pass
print(target)
total = 0
for i, x in enumerate([5, 6, 7], 1):
    total += i * x
    last = x
print(total, last, i, x)
for x in (y := [1, 2]):
    y.append(x) if len(y) < 5 else None
print(y)
values = {}
for values["k"] in "ab":
    pass
print(values)
for i in range(10, 0, -3):
    print(i, end=" ")
print(list(range(0)), list(range(5, 2)), range(3), len(range(0, 10, 3)), 9 in range(0, 10, 3), range(2) == range(0, 2, 1))
