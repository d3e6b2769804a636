import Testing

/// Classes, their order of bases and what they look up.
@Suite struct PyClassTests {
  @Test func namesAreLookedUpInTheOrderOfBases() async {
    await expectHolds(
      """
      class O: who = "O"
      class A(O): who = "A"
      class B(O): pass
      class C(B, A): pass
      class D(B): who = "D"
      class E(C, D): pass
      assert [c.__name__ for c in E.__mro__[:-1]] == ["E", "C", "D", "B", "A", "O"] and E.who == "D" and C.who == "A"
      try:
          class X(O, A): pass
          assert False
      except TypeError:
          pass
      class Meter:
          made = []
          def __init_subclass__(cls, unit="m", **kwargs):
              super().__init_subclass__(**kwargs)
              cls.unit = unit
              Meter.made.append(cls.__name__)
          def __new__(cls, *args):
              self = super().__new__(cls)
              self.args = args
              return self
      class Foot(Meter, unit="ft"): pass
      assert Foot.unit == "ft" and Meter.made == ["Foot"] and Foot(1, 2).args == (1, 2)
      T = type("T", (O,), {"f": lambda self: self.who * 2})
      assert T().f() == "OO" and isinstance(T(), O) and issubclass(T, O) and type(T) is type and T.__name__ == "T"
      """)
  }
}
