import Testing

/// Abstract classes.
@Suite struct AbcModuleTests {
  @Test func abstractClassesMakeNoInstances() async {
    await expectHolds(
      """
      from abc import ABC, abstractmethod
      class Shape(ABC):
          @abstractmethod
          def area(self): ...
          @property
          @abstractmethod
          def name(self): ...
          def text(self):
              return f"{self.name} {self.area()}"
      class Half(Shape):
          def area(self):
              return 1
      class Square(Half):
          name = "square"
      refused = 0
      for cls in (Shape, Half):
          try:
              cls()
          except TypeError:
              refused += 1
      assert refused == 2 and Square().text() == "square 1" and isinstance(Square(), Shape)
      """)
  }
}
