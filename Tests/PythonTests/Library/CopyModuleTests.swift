import Testing

/// Copies are equal, and share no more than they should.
@Suite struct CopyModuleTests {
  @Test func copiesShareWhatTheyShould() async {
    await expectHolds(
      """
      import copy
      shared = [1]
      whole = {"a": [shared, shared], "t": (1, "x"), "s": {1, 2}, "n": (shared,)}
      shallow, deep = copy.copy(whole), copy.deepcopy(whole)
      assert shallow == whole == deep and shallow is not whole and shallow["a"] is whole["a"]
      assert deep["a"] is not whole["a"] and deep["a"][0] is deep["a"][1] and deep["a"][0] is deep["n"][0]
      assert deep["t"] is whole["t"] and deep["n"] is not whole["n"] and deep["s"] is not whole["s"]
      deep["a"][0].append(2)
      assert shared == [1] and deep["n"] == ([1, 2],)
      ring = []
      ring.append(ring)
      again = copy.deepcopy(ring)
      assert again is not ring and again[0] is again
      class Node:
          def __init__(self, *next):
              self.next = next
      node = Node()
      node.next = (node, shared)
      twin = copy.deepcopy(node)
      assert twin.next[0] is twin and twin.next[1] is not shared and copy.copy(node).next is node.next
      class Own:
          def __copy__(self):
              return "copied"
          def __deepcopy__(self, memo):
              return "deep"
      assert copy.copy(Own()) == "copied" and copy.deepcopy([Own()]) == ["deep"]
      """)
  }
}
