# `+=` changes a list, dict or set in place, and makes anew what is immutable.
a = b = [1]
a += [2]
print(a, b, a is b)
a = a + [3]
print(a, b, a is b)
a = b
a *= 2
print(b, a is b)
a += (5, 6)
a += "xy"
a += range(2)
print(b)
t = u = (1,)
t += (2,)
print(t, u)
s = r = "ab"
s += "c"
s *= 2
print(s, r)
d = e = {"a": 1}
d |= {"b": 2}
d |= [("c", 3)]
print(e, d is e)
d = d | {"z": 0}
print(e, d)
p = q = {1, 2, 3, 4}
p -= {1}
p &= {2, 3, 9}
p ^= {3, 10}
print(sorted(q), p is q)
n = m = 5
n += 1
n *= 3
n -= 4
n //= 3
n **= 3
n %= 50
n <<= 2
n |= 1
n ^= 3
n >>= 1
n &= 0xFE
print(n, m)
x = 7
x /= 2
print(x)
box = {"n": 1, "l": [1]}
box["n"] += 10
box["l"] += [2]
grid = [[1, 2], [3, 4]]
grid[1][0] *= 5
grid[0] += [9]
print(box, grid)
calls = []


def index():
    calls.append("index")
    return 0


grid[index()][index()] += 100
print(grid, calls)


def default(items=[]):
    items += [len(items)]
    return items


print(default(), default(), default([7]), default())
pair = ([1], 2)
try:
    pair[0] += [3]
except TypeError as error:
    print("TypeError", pair)
