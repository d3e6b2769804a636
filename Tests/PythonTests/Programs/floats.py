# Floats: repr, rounding, division, infinities, nan, conversions.
print(0.1 + 0.2, 1.0, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 0.00001234, 1.5e300, 5e-324, 1.7976931348623157e308, -0.0)
print(1e22, 1e21, 100000.0, 1234567.891, 3.14, 2.5e-7, 1 / 3, 2 / 3, 1e100, 9999999999999998.0, 0.1, 1e2)
print(round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5), round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(2.5, 0), round(-2.5, 0))
print(round(1e18), round(3.14159, 3), round(0.15, 1), round(0.25, 1), round(0.35, 1), round(5.015, 2), round(1e-10, 5), round(1.0, 400))
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(7.5, 2), divmod(-7.5, 2), 1e20 // 3, 0.3 // 0.1, 0.3 % 0.1, -0.0 % 5, 5 % -1.0)
print(2.0**0.5, 2**0.5, (-2.0) ** 2, 0.0**0, 10.0**-2, (-8) ** (1 / 3), 2.0**10, 1e200**0)
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, inf - inf, inf * 0, inf > 1e308, inf == inf, nan == nan, 1 / inf, -1 / inf, inf // 1, 5 % inf, -5 % inf, inf % 5)
print(float("1.5"), float("-1e3"), float("  2 "), float(".5"), float("5."), float("Infinity"), float("-nan"), float("1_0.5"), float(True), float(3))
for bad in (lambda: float("x"), lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: int(inf), lambda: int(nan), lambda: 10.0**400,
            lambda: round(inf), lambda: 0.0**-1, lambda: float(""), lambda: 1.0 << 1, lambda: float([1]), lambda: 1e308 * 10, lambda: divmod(1.0, 0)):
    try:
        print(bad(), end=" ")
    except Exception as error:
        print(type(error).__name__, end=" ")
print()
print((2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), abs(-2.5), -abs(-0.0), int(-2.9), bool(0.0), (1.5).hex(), float.fromhex("0x1.8p1"))
print(1.0 == 1, hash(2.0) == hash(2), {1: "a"}[1.0], 0.1 + 0.2 == 0.3, 1e16 + 1 == 1e16, sum([0.1] * 10), max(1.0, 1), min(-0.0, 0.0))
import math

print(math.pi, math.e, math.tau, math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.sqrt(2), math.exp(1), math.log(10), math.log2(8), math.log10(1000), math.log(8, 2))
print(math.sin(1), math.cos(1), math.tan(1), math.atan2(1, -1), math.hypot(3, 4), math.fabs(-1), math.fmod(-7, 3), math.copysign(1, -0.0), math.degrees(math.pi), math.radians(180))
print(math.isnan(nan), math.isinf(-inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10), math.modf(-2.5), math.frexp(8.0), math.ldexp(0.5, 4), math.inf, math.nan)
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000), lambda: math.floor(nan), lambda: math.factorial(-1), lambda: math.acos(2)):
    try:
        print(bad(), end=" ")
    except Exception as error:
        print(type(error).__name__, end=" ")
print()
print([x / 10 for x in range(0, 12)], [round(x * 1.1, 2) for x in range(5)], 4.35 * 100, 1.1 + 2.2, 1e3, 1e-3 * 1e-3)
print(str(1e7), repr(1.10), f"{1e10}", 12345678.9, 0.1 * 3, 1.0e-10, -1.5e-8, 1e15 + 0.3, 2.0**63, float(10**15), float(10**17))
