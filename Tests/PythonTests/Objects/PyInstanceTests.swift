import Testing

/// Attributes of instances and descriptors.
@Suite struct PyInstanceTests {
  @Test func attributesGoThroughDescriptors() async {
    await expectHolds(
      """
      class Positive:
          def __set_name__(self, owner, name): self.name = "_" + name
          def __get__(self, instance, owner): return self if instance is None else getattr(instance, self.name)
          def __set__(self, instance, value):
              if value < 0:
                  raise ValueError(self.name)
              setattr(instance, self.name, value)
      class Box:
          width = Positive()
          @property
          def twice(self): return 2 * self.width
          @twice.setter
          def twice(self, value): self.width = value / 2
          @classmethod
          def of(cls, width):
              box = cls()
              box.width = width
              return box
          @staticmethod
          def unit(): return "cm"
      b = Box.of(3)
      b.twice = 10
      assert b.width == 5 and b.twice == 10 and Box.unit() == b.unit() == "cm" and isinstance(Box.width, Positive) and vars(b) == {"_width": 5}
      for wrong in (lambda: setattr(b, "width", -1), lambda: b.none, lambda: delattr(b, "none"), lambda: setattr(Box(), "twice", -2)):
          try:
              wrong()
              assert False
          except (ValueError, AttributeError):
              pass
      b.unit = lambda: "own"
      assert b.unit() == "own" and hasattr(b, "twice") and not hasattr(b, "none") and getattr(b, "none", 7) == 7
      """)
  }
}
