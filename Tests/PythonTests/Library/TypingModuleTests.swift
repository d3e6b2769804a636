import Testing

/// Annotations change nothing.
@Suite struct TypingModuleTests {
  @Test func annotationsChangeNothing() async {
    await expectHolds(
      """
      from typing import Any, Callable, Dict, Generic, List, Optional, TypeVar, Union, cast
      T = TypeVar("T")
      class Box(Generic[T]):
          def __init__(self, value: T, more: Optional[Dict[str, List[int]]] = None):
              self.value: Union[T, None] = value
              self.more = more
      box: "Box[int]" = Box(3)
      assert box.value == 3 and box.more is None and cast(str, 5) == 5
      def apply(f: Callable[..., Any], *args: Any) -> Any:
          return f(*args)
      assert apply(max, 1, 2) == 2
      """)
  }
}
