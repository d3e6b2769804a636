import Testing

/// Targets of assignments.
@Suite struct EvaluatorTargetsTests {
  @Test func targetsTakeTheirParts() async {
    await expectHolds(
      """
      order = []
      def at(name, value):
          order.append(name)
          return value
      xs = [0, 0, 0]
      xs[at("i", 0)], xs[at("j", 1)] = at("a", 5), at("b", 6)
      assert xs == [5, 6, 0] and order == ["a", "b", "i", "j"]
      a = b = []
      a.append(1)
      assert b == [1]
      i = 0
      i, xs[i] = 2, 9
      assert xs == [5, 6, 9]
      for k, (x, *rest) in enumerate([(1,), (2, 3, 4)]):
          pass
      assert (k, x, rest) == (1, 2, [3, 4])
      def counter():
          n = 0
          def count():
              nonlocal n
              n += 1
              return n
          return count
      c = counter()
      assert [c(), c(), counter()()] == [1, 2, 1]
      for wrong in ("a, b = 1, 2, 3", "a, b = 1", "*a, b = []"):
          try:
              if wrong[5] == "=" and wrong[-1] == "3":
                  a, b = [1, 2, 3]
              elif wrong[-1] == "1":
                  a, b = 1
              else:
                  *a, b = []
              assert False
          except (ValueError, TypeError):
              pass
      if (n := len(xs)) > 2:
          n += 1
      assert n == 4
      """)
  }
}
