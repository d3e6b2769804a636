import Testing

/// Operators of numbers keep to the laws of numbers.
@Suite struct ArithmeticTests {
  @Test func operatorsKeepToTheLawsOfNumbers() async {
    await expectHolds(
      """
      import math
      numbers = [-9, -2, -1, 0, 1, 3, 8, 2.5, -0.75, True]
      for a in numbers:
          for b in numbers:
              assert a + b == b + a and a * b == b * a and a - b == -(b - a)
              if b:
                  assert a // b * b + a % b == a and (a % b == 0 or (a % b > 0) == (b > 0)) and divmod(a, b) == (a // b, a % b)
                  assert isinstance(a / b, float)
              else:
                  for f in (lambda: a / b, lambda: a // b, lambda: a % b, lambda: divmod(a, b)):
                      try:
                          f()
                          assert False
                      except ZeroDivisionError:
                          pass
              if type(a) is type(b) is int:
                  assert a & b | a ^ b == a | b and ~a == -a - 1 and (b < 0 or (a << b) >> b == a)
                  assert b < 0 or a ** b == math.prod([a] * b)
      assert [1, 2] * 2 + [3] == [1, 2, 1, 2, 3] and "ab" * 0 == "" and 3 * (0,) == (0, 0, 0) and -1 * [1] == []
      for wrong in (lambda: "a" + 1, lambda: [1] + (2,), lambda: None * 2, lambda: {} - {}):
          try:
              wrong()
              assert False
          except TypeError:
              pass
      """)
  }
}
