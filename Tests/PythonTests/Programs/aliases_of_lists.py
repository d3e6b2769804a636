# Two names of one list, in every place where a name can come from.
a = [1, 2, 3]
b = a
b.append(4)
print(a, b, a is b, a == [1, 2, 3, 4], a is [1, 2, 3, 4])
c = a[:]
c.append(5)
print(a, c, a is c)
d = list(a)
d[0] = "d"
e = a.copy()
e[0] = "e"
f = [*a]
f[0] = "f"
print(a[0], d[0], e[0], f[0])

nested = [a, a, [a]]
nested[2][0].pop()
print(nested, nested[0] is nested[1])
shallow = nested[:]
shallow[0].append("x")
print(nested[1], shallow[0] is nested[0])

rows = [[0] * 2] * 3
rows[0][1] = 7
print(rows)
rows = [[0] * 2 for _ in range(3)]
rows[0][1] = 7
print(rows)

for row in rows:
    row.append("end")
print(rows)
for row in rows:
    row = row + ["lost"]
print(rows)
for row in rows:
    row += ["kept"]
print(rows)
x = y = []
x.append(1)
print(y)
x, y = y, x
y.append(2)
print(x, y, x is y)
pair = (a, 1)
pair[0].clear()
print(a, pair, nested)
