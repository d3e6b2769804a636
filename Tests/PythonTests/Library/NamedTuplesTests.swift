import Testing

/// Tuples with names.
@Suite struct NamedTuplesTests {
  @Test func namedTuplesAreTuples() async {
    await expectHolds(
      """
      from collections import namedtuple
      from typing import NamedTuple
      P = namedtuple("P", "x y", defaults=[5])
      class Q(NamedTuple):
          x: int
          y: int = 5
          def total(self):
              return self.x + self.y
      for T in (P, Q):
          t = T(1)
          assert t == (1, 5) == T(y=5, x=1) and isinstance(t, tuple) and t.y == t[1] == 5 and T._fields == ("x", "y")
          assert t._replace(x=9) == (9, 5) and t._asdict() == {"x": 1, "y": 5} and T._make([3, 4]) == (3, 4)
          assert repr(t) == T.__name__ + "(x=1, y=5)" and hash(t) == hash((1, 5)) and [*t] == [1, 5] and t + (6,) == (1, 5, 6)
      x, y = Q(2, 3)
      assert x * y == Q(2, 4).total()
      """)
  }
}
