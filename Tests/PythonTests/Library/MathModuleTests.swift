import Testing

/// Functions of `math` against their definitions.
@Suite struct MathModuleTests {
  @Test func functionsKeepToTheirDefinitions() async {
    await expectHolds(
      """
      import math
      for n in range(2, 60):
          assert math.isqrt(n) ** 2 <= n < (math.isqrt(n) + 1) ** 2 and math.factorial(n % 15) == math.prod(range(1, n % 15 + 1))
          for k in (4, 6, 35):
              assert math.gcd(n, k) * math.lcm(n, k) == n * k and n % math.gcd(n, k) == 0
              assert math.comb(n, k) == math.comb(n - 1, k - 1) + math.comb(n - 1, k)
      for x in (-2.75, -0.5, 0.0, 0.3, 1.5, 40.0):
          mantissa, exponent = math.frexp(x)
          fraction, whole = math.modf(x)
          assert math.ldexp(mantissa, exponent) == x and fraction + whole == x and math.trunc(x) == whole
          assert math.floor(x) <= x <= math.ceil(x) and math.ceil(x) - math.floor(x) in (0, 1)
          assert math.isclose(math.hypot(math.sin(x), math.cos(x)), 1) and math.isclose(math.atan2(math.tan(1), 1), 1)
          assert math.copysign(1, x) * math.fabs(x) == x and math.nextafter(x, math.inf) > x > math.nextafter(x, -math.inf)
      assert math.fsum([0.1] * 10) == 1.0 and math.isnan(math.nan) and math.dist([0, 0], [3, 4]) == 5
      """)
  }
}
