# Integer arithmetic: floor division, modulo, powers, shifts, bits, conversions.
for a in (7, -7, 0, 1, 9223372036854775807):
    for b in (2, -2, 3, -3):
        print(a // b, a % b, divmod(a, b), end=" ")
    print()
print(7 / 2, -7 / 2, 6 / 3, 1 / 3, 0 / 5, 10**18 / 7, 2**53 / 1)
print(2**10, 2**-1, (-2) ** 3, -(2**2), -2**2, 0**0, 2**0.5, (-8) ** 3, pow(3, 4, 5), pow(2, -1, 7), pow(-3, 3, 7))
print(5 & 3, 5 | 3, 5 ^ 3, ~5, -5 & 0xFF, -1 >> 1, 1 << 10, -9 >> 2, -9 << 2, 5 >> 100, 0b101, 0xFF, 0o17, 1_000)
print(int("42"), int("-7"), int(" 5 "), int("ff", 16), int("0b11", 0), int(3.99), int(-3.99), int(True), int("1_000"))
print(str(-5), repr(0), hex(255), hex(-255), bin(10), bin(-3), oct(8), chr(97), ord("b"), abs(-3), abs(True))
print(round(5), round(1234, -2), round(1250, -2), round(1350, -2), round(-5, 1), (5).bit_length(), (-8).bit_length())
print((6).__add__(2), int.from_bytes(b"\x01\x02", "big"), (3).real, (3).imag, (3).numerator, bool(-1))
for bad in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0), lambda: 0**-1, lambda: 1 << -1,
            lambda: int("1.5"), lambda: int(""), lambda: int("z", 16), lambda: int(None), lambda: 1 + "a", lambda: pow(2, 3, 0)):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, end=" ")
print()
print(sum(range(101)), sum([1, 2], 10), max(-1, -2), min(3, 2.0), 10 == 10.0, 1 < 1.5, hash(1) == hash(1.0))
print(9007199254740993 == 9007199254740992.0, 9007199254740993 > 9007199254740992.0, int(1e18), int(2.0**62))
print(-7 // 2 * 2 + -7 % 2, 17 % -5, -17 % 5, 17 // -5, -1 // 10, -1 % 10, 5 % 5, 0 // -3, 3 - -3, - -3, +-3)
print(f"{10:5d}|{10:<5}|{10:^5}|{10:05}|{-10:+}|{10:+}|{10: }|{255:x}|{255:#X}|{5:b}|{5:#010b}|{1234567:,}|{1234567:_}|{65:c}|{8:o}")
print(isinstance(1, int), type(1).__name__, type(1 + 1.0).__name__, type(4 / 2).__name__, type(4 // 2.0).__name__, type(2**-1).__name__)
n = 12345
digits = []
while n:
    n, d = divmod(n, 10)
    digits.append(d)
print(digits[::-1], sum(map(int, str(98765))), int("".join(map(str, digits))), bin(37).count("1"))
x = 1
for i in range(1, 15):
    x = (x * 31 + i) % 1000003
print(x, x ^ (x >> 3), (x << 7) & 0xFFFF)
a, b = 1, 1
a = b = a + b
print(a, b, 1 if a is b else 0, 3 .real, 1..real)
import math
print(math.gcd(12, 18), math.lcm(4, 6), math.factorial(10), math.comb(5, 2), math.perm(5, 2), math.isqrt(17), math.prod([2, 3, 4]))
