import Arrays
import Testing

/// `Tree.separatingComplexParts()` and `joiningComplexParts()`.
@Suite struct ComplexPartsTests {
  private func complex(_ parts: [Float], shape: Shape) -> NDArray {
    NDArray(shape: shape, dtype: .complex64) { bytes in
      for (index, part) in parts.enumerated() {
        bytes.storeBytes(of: part, toByteOffset: 4 * index, as: Float.self)
      }
    }
  }

  @Test func complexArraysBecomeTheirParts() {
    let tree: Tree<NDArray> = [
      "a": .leaf(complex([1, 2, 3, 4], shape: [2])), "b": .leaf(NDArray(Float(5))),
    ]
    #expect(
      tree.separatingComplexParts() == [
        "a": [
          "real_part": .leaf(NDArray([Float(1), 3], shape: [2])),
          "imag_part": .leaf(NDArray([Float(2), 4], shape: [2])),
        ], "b": .leaf(NDArray(Float(5))),
      ])
  }

  @Test func realTreesStay() {
    let tree: Tree<NDArray> = ["a": .leaf(NDArray(Float(5)))]
    #expect(tree.separatingComplexParts() == tree)
    #expect(!tree.isComplexParts)
  }

  @Test func scalarsAndNoElements() {
    let scalar = Tree.leaf(complex([1, -2], shape: [])).separatingComplexParts()
    #expect(scalar.isComplexParts)
    #expect(scalar["imag_part"]?.leaf == NDArray(Float(-2)))
    let none = Tree.leaf(complex([], shape: [0, 3])).separatingComplexParts()
    #expect(none["real_part"]?.leaf?.shape == [0, 3])
  }

  @Test func partsAreJoinedAgain() {
    let tree: Tree<NDArray> = [
      "a": .leaf(complex([1, 2, 3, 4], shape: [2])),
      "b": .tuple([.leaf(complex([5, 6], shape: [])), .list([.leaf(NDArray(Float(7)))]), .none]),
    ]
    #expect(tree.separatingComplexParts().joiningComplexParts() == tree)
  }

  @Test func partsThatDontBelongTogetherStay() {
    let tree: Tree<NDArray> = [
      "real_part": .leaf(NDArray(Float(5))), "imag_part": .leaf(NDArray(Int32(5))),
    ]
    #expect(tree.joiningComplexParts() == tree)
  }
}
