import Testing

/// Constructors and methods of numbers.
@Suite struct NumbersTests {
  @Test func textsAndNumbersUndoEachOther() async {
    await expectHolds(
      """
      for n in (0, 1, -1, 7, -255, 10**18, -2**62):
          assert int(str(n)) == int(hex(n), 16) == int(bin(n), 2) == int(oct(n), 0) == n and float(n) == n
          assert n.bit_length() == len(bin(abs(n))) - 2 if n else n.bit_length() == 0
          assert divmod(n, 7) == (n // 7, n % 7) and n // 7 * 7 + n % 7 == n and 0 <= n % 7 < 7 and -7 < n % -7 <= 0
      for x in (0.1, -2.5, 1e300, 5e-324, 123456.789, float("inf")):
          assert float(repr(x)) == x == float.fromhex(x.hex()) and float(str(-x)) == -x
          if x < 1e300:
              a, b = x.as_integer_ratio() if 1e-10 < abs(x) else (0, 1)
              assert b & (b - 1) == 0 and (a == 0 or a / b == x) and round(x, 2) == float(f"{x:.2f}")
      z = complex("1-2j")
      assert z == 1 - 2j and (z * z.conjugate()).real == abs(z) ** 2 // 1 + 0 or abs(abs(z) ** 2 - 5) < 1e-12
      assert [round(x) for x in (0.5, 1.5, 2.5, -0.5)] == [0, 2, 2, 0] and [int(x) for x in (2.9, -2.9)] == [2, -2]
      assert bool(0.0) is False and bool("0") is True and int(True) == 1 and isinstance(True, int)
      """)
  }
}
