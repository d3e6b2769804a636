import Testing

/// Classes of fields.
@Suite struct DataclassesModuleTests {
  @Test func fieldsMakeTheMethods() async {
    await expectHolds(
      """
      from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, replace
      @dataclass(order=True)
      class Point:
          x: int
          y: int = 0
          tags: list = field(default_factory=list, compare=False)
          size: int = field(init=False, default=7)
      for a in [(1, 2), (1, 3), (2, 0)]:
          for b in [(1, 2), (1, 3), (2, 0)]:
              assert (Point(*a) == Point(*b), Point(*a) < Point(*b), Point(*a) >= Point(*b)) == (a == b, a < b, a >= b)
      p = Point(1)
      assert repr(p) == "Point(x=1, y=0, tags=[], size=7)" and astuple(p) == (1, 0, [], 7) and Point(1).tags is not p.tags
      assert [f.name for f in fields(p)] == list(asdict(p)) == ["x", "y", "tags", "size"]
      q = replace(p, y=5)
      assert (q.x, q.y, p.y) == (1, 5, 0) and q.tags is p.tags and asdict(p)["tags"] is not p.tags
      @dataclass(frozen=True)
      class Fixed:
          at: Point
          def __post_init__(self):
              assert self.at.size == 7
          z: int = 3
      assert asdict(Fixed(p)) == {"at": {"x": 1, "y": 0, "tags": [], "size": 7}, "z": 3}
      try:
          Fixed(p).z = 4
          assert False
      except FrozenInstanceError:
          pass
      @dataclass(frozen=True)
      class Key:
          a: int
          b: str = "b"
      assert len({Key(1), Key(1, "b"), Key(2)}) == 2 and hash(Key(1)) == hash(Key(1))
      """)
  }
}
