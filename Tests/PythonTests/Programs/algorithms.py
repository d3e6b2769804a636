# Sieve, binary search, matrices, dynamic programming, Roman numerals, bases.
def sieve(n):
    prime = [True] * (n + 1)
    prime[:2] = [False] * 2
    for i in range(2, int(n**0.5) + 1):
        if prime[i]:
            prime[i * i :: i] = [False] * len(prime[i * i :: i])
    return [i for i, p in enumerate(prime) if p]


def search(xs, x):
    lo, hi = 0, len(xs)
    while lo < hi:
        mid = (lo + hi) // 2
        if xs[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def matmul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


def power(m, n):
    result = [[int(i == j) for j in range(len(m))] for i in range(len(m))]
    while n:
        if n & 1:
            result = matmul(result, m)
        m = matmul(m, m)
        n >>= 1
    return result


def lcs(a, b):
    table = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + x if x == y else max(table[i][j + 1], table[i + 1][j], key=len)
    return table[-1][-1]


def roman(n):
    out = ""
    for value, digits in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split()):
        count, n = divmod(n, value)
        out += digits * count
    return out


def base(n, b):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (base(n // b, b) if n >= b else "") + digits[n % b]


def bubble(xs):
    xs = xs[:]
    for end in range(len(xs) - 1, 0, -1):
        swapped = False
        for i in range(end):
            if xs[i] > xs[i + 1]:
                xs[i], xs[i + 1] = xs[i + 1], xs[i]
                swapped = True
        if not swapped:
            break
    return xs


def merge_sort(xs):
    if len(xs) < 2:
        return xs
    left, right = merge_sort(xs[: len(xs) // 2]), merge_sort(xs[len(xs) // 2 :])
    out = []
    while left and right:
        out.append((left if left[0] <= right[0] else right).pop(0))
    return out + left + right


def determinant(m):
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** j * m[0][j] * determinant([row[:j] + row[j + 1 :] for row in m[1:]]) for j in range(len(m)))


def newton(f, df, x, steps=20):
    for _ in range(steps):
        x -= f(x) / df(x)
    return x


def edit(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def knapsack(items, limit):
    best = [0] * (limit + 1)
    for w, v in items:
        for c in range(limit, w - 1, -1):
            best[c] = max(best[c], best[c - w] + v)
    return best[limit]


def queens(n, row=0, cols=()):
    if row == n:
        yield cols
    else:
        for c in range(n):
            if all(c != k and abs(c - k) != row - r for r, k in enumerate(cols)):
                yield from queens(n, row + 1, cols + (c,))


print(sieve(50), search([1, 3, 5, 7], 5), search([1, 3], 4), power([[1, 1], [1, 0]], 30)[0][1])
print(lcs("AGGTAB", "GXTXAYB"), roman(1994), base(255, 2), base(123456, 36), bubble([5, 1, 4, 2]), merge_sort([3, 1, 2, 3, 0]))
print(determinant([[2, 0, 1], [1, 3, 2], [1, 1, 1]]), newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0), edit("kitten", "sitting"))
print(knapsack([(1, 1), (3, 4), (4, 5), (5, 7)], 7), next(queens(6)), sum(1 for _ in queens(5)))
triangle = [[1]]
for _ in range(5):
    triangle.append([1, *(a + b for a, b in zip(triangle[-1], triangle[-1][1:])), 1])
print(triangle)
print([next(c for c in "abc" if c not in used) for used in ("a", "ab", "")], max(range(10), key=lambda x: -(x - 4) ** 2))
spiral, grid = [], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
while grid:
    spiral += grid.pop(0)
    grid = [list(r) for r in zip(*grid)][::-1]
print(spiral)
