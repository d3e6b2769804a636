import Testing

/// Members of enumerations.
@Suite struct EnumModuleTests {
  @Test func membersAreFoundByNameAndValue() async {
    await expectHolds(
      """
      from enum import Enum, Flag, IntEnum, auto
      class Kind(Enum):
          A = 1
          B = "b"
          C = 1
      assert list(Kind) == [Kind.A, Kind.B] and Kind.C is Kind.A and Kind("b") is Kind["B"] and len(Kind) == 2
      assert all(Kind(k.value) is k and Kind[k.name] is k for k in Kind) and Kind.A in Kind and Kind.A != 1
      class Level(IntEnum):
          LOW = auto()
          HIGH = auto()
      assert [l.value for l in Level] == [1, 2] and Level.LOW < Level.HIGH == 2 and Level.HIGH + 1 == 3
      class Bits(Flag):
          R = auto()
          W = auto()
          X = auto()
      both = Bits.R | Bits.X
      assert both.value == 5 and Bits.R in both and Bits.W not in both and both & Bits.X is Bits.X and not both & Bits.W
      failed = []
      for make in (lambda: Kind(7), lambda: Kind["D"], lambda: setattr(Kind, "A", 2), lambda: delattr(Kind, "B"), lambda: setattr(Kind.A, "value", 3)):
          try:
              make()
          except (ValueError, KeyError, AttributeError) as error:
              failed.append(type(error).__name__)
      assert failed == ["ValueError", "KeyError"] + ["AttributeError"] * 3 and Kind.A.value == 1
      """)
  }
}
