import Testing

/// Names of `types`.
@Suite struct TypesModuleTests {
  @Test func namespacesHoldWhatTheyAreGiven() async {
    await expectHolds(
      """
      from types import SimpleNamespace, FunctionType, NoneType
      a, b = SimpleNamespace(x=1, y=[2]), SimpleNamespace(y=[2], x=1)
      assert a == b and a != SimpleNamespace(x=1) and repr(a) == "namespace(x=1, y=[2])"
      a.z = 3
      assert a != b and vars(a) == {"x": 1, "y": [2], "z": 3}
      assert isinstance(lambda: 0, FunctionType) and not isinstance(len, FunctionType) and isinstance(None, NoneType)
      """)
  }
}
