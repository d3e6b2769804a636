import Testing

/// Functions of `operator` are the operators.
@Suite struct OperatorModuleTests {
  @Test func functionsAreOperators() async {
    await expectHolds(
      """
      import operator
      for a in (-7, -1, 0, 3, 10):
          for b in (-3, -1, 2, 5):
              assert operator.floordiv(a, b) == a // b and operator.mod(a, b) == a % b
              assert a == b * operator.floordiv(a, b) + operator.mod(a, b)
              assert operator.xor(a, b) == a ^ b == operator.and_(operator.or_(a, b), operator.inv(operator.and_(a, b)))
              assert operator.lt(a, b) == (not operator.ge(a, b)) and operator.sub(a, b) == operator.add(a, operator.neg(b))
      rows = [{"k": 2, "v": "b"}, {"k": 1, "v": "a"}]
      assert sorted(rows, key=operator.itemgetter("k"))[0]["v"] == "a" and operator.itemgetter(1, 0)("xy") == ("y", "x")
      assert operator.attrgetter("real", "imag")(3 + 4j) == (3.0, 4.0) and operator.methodcaller("split", ",")("a,b") == ["a", "b"]
      xs = [1]
      assert operator.iadd(xs, [2]) is xs == [1, 2] and operator.contains(xs, 2) and operator.truth(xs)
      """)
  }
}
