# bytes, bit tricks, bool arithmetic.
b = b"hello"
print(b, b[0], b[1:3], len(b), list(b)[:2], b"l" in b, 104 in b, b + b"!", b * 2, b.upper(), b.decode(), b == "hello", b.hex(), bytes.fromhex("6869"))
print(bytes(3), bytes([1, 255]), b"\x00\n'", b.find(b"l"), b.split(b"l"), b"-".join([b"a", b"b"]), (258).to_bytes(2, "big"), int.from_bytes(b"\x01\x02", "little"))
flags = 0
READ, WRITE, EXEC = (1 << i for i in range(3))
flags |= READ | EXEC
print(flags, bool(flags & READ), bool(flags & WRITE), flags & ~READ, flags ^ WRITE, f"{flags:03b}")
print([n for n in range(20) if n & (n - 1) == 0], [bin(n).count("1") for n in range(8)], [n ^ (n >> 1) for n in range(5)], -1 & 0xF, ~0, ~-1, -5 >> 1, -5 // 2)
print(True + 1, True * 5, [10, 20][True], "ab"[False], True < 2, sum(x > 1 for x in (1, 2, 3)), True ** 2, -False, +True, True << 3, True // 2, True % 2, divmod(True, 2), abs(True), round(True), float(True), str(True), 1 - True, not True + 1)
print(True == 1.0, {True: "t"}[1], True and 5, False or "x", True & False, True | 2, True ^ True, isinstance(True & 1, bool), isinstance(True & True, bool), bool("") is False, (True, False) == (1, 0), max(True, 2), min(True, 0.5), [False, 0].index(0), [True].count(1))


def bits(n, width):
    return "".join(str(n >> i & 1) for i in reversed(range(width)))


def parity(n):
    p = 0
    while n:
        p ^= n & 1
        n >>= 1
    return p


print(bits(10, 6), [parity(n) for n in range(6)], int("1010", 2), int(bits(200, 8), 2), 0xF0 >> 4 | 0x0F << 4, 1 << 62, (1 << 62) - 1 + (1 << 62), -(1 << 62) * 2)
h = 5381
for c in "hash me":
    h = (h * 33 ^ ord(c)) & 0xFFFFFFFF
print(h, h % 97, f"{h:#010x}", h >> 16 & 0xFF)
x, y = 5, 9
x ^= y
y ^= x
x ^= y
print(x, y, 6 & 3 == 3, (6 & 3) == 2, 1 | 2 == 2, not 1 & 2, 2 + 3 & 4, 1 << 2 + 1, 8 >> 1 - 1, -2 ** 2, 2 ** -1 ** 2, ~5 & 7)
