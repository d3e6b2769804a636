import Arrays
import Diagnostics
import TestSupport
import Testing

@testable import ArrayFiles

struct TreePathsTests {
  private typealias Leaf = (path: [String], array: NDArray)

  private func leaf(_ path: String...) -> Leaf { (path, NDArray(counting: [2])) }

  @Test func pathsMakeDictsAndBack() throws {
    let leaves = [leaf("b", "x"), leaf("a"), leaf("b", "y", "z")]
    let tree = try Tree(leaves: leaves)
    #expect(tree["b"]?["y"]?["z"]?.leaf == NDArray(counting: [2]))
    #expect(tree.fields?.keys == ["b", "a"])
    #expect(tree.namedLeaves.map(\.path) == [["b", "x"], ["b", "y", "z"], ["a"]])
  }

  @Test func partsOfTuplesAreNumbered() {
    let array = NDArray(counting: [1])
    let tree: Tree<NDArray> = ["t": .tuple([.leaf(array), ["n": .leaf(array)]])]
    #expect(tree.namedLeaves.map(\.path) == [["t", "0"], ["t", "1", "n"]])
  }

  @Test func pathsThatContradictAreErrors() throws {
    let cases: [([Leaf], String)] = [
      ([leaf("a"), leaf("a")], "the name is used twice"),
      ([leaf("a"), leaf("a", "b")], "the name is used for an array and for a part of the tree"),
      ([leaf("a", "b"), leaf("a")], "the name is used for an array and for a part of the tree"),
      ([([], NDArray(counting: [1]))], "an array in it has an empty name"),
      (
        [(Array(repeating: "a", count: 201), NDArray(counting: [1]))],
        "the name has too many parts: nested too deeply"
      ),
    ]
    for (leaves, problem) in cases {
      let error = try diagnostic { _ = try Tree(leaves: leaves) }
      #expect(error.problem == problem)
    }
  }
}
