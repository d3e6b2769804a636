import Arrays
import Diagnostics
import Testing

@testable import ArrayFiles

/// Trees as one structured element of a `.npy` file.
struct StructureLayoutTests {
  private let vector = Tree.leaf(ArrayForm(.float32, [3]))
  private let scalar = Tree.leaf(ArrayForm(.int64, .scalar))

  @Test func arraysStartOnBoundariesOfALine() throws {
    let layout = try StructureLayout(["a": vector, "b": ["c": scalar, "d": vector]], config: nil)
    #expect(layout.leafOffsets == [0, 64, 128])
    #expect(layout.byteCount == 140)
    #expect(
      layout.chunks == [
        .leaf(0, byteCount: 12), .padding(byteCount: 52), .leaf(1, byteCount: 8),
        .padding(byteCount: 56), .leaf(2, byteCount: 12),
      ])
    #expect(
      layout.descr
        == "[('a', '<f4', (3,)), ('b', [('', '|V52'), ('c', '<i8'), ('', '|V56'), ('d', '<f4', (3,))])]"
    )
  }

  /// Leaves are numbered in JAX's order of sorted names, and stored in that of the fields.
  @Test func offsetsAreInTheOrderOfLeaves() throws {
    let layout = try StructureLayout(["b": vector, "a": scalar], config: nil)
    #expect(layout.leafOffsets == [64, 0])
  }

  @Test func theConfigIsTheLastField() throws {
    let layout = try StructureLayout(["a": scalar], config: "é")
    #expect(layout.chunks.last == .text([0xc3, 0xa9]))
    #expect(layout.byteCount == 10)
    #expect(layout.descr.hasSuffix("('\(configFieldName)', '|S2')]"))
  }

  @Test func namesThatAFileCantHoldAreErrors() throws {
    let taken = try diagnostic { _ = try StructureLayout([configFieldName: scalar], config: nil) }
    #expect(taken.problem == "the name is kept for the config")
    let empty = try diagnostic { _ = try StructureLayout(["a": ["": scalar]], config: nil) }
    #expect(empty.problem == "a name in a file can't be empty")
    let deep = (0..<70).reduce(scalar) { tree, _ in ["a": tree] }
    let nested = try diagnostic { _ = try StructureLayout(deep, config: nil) }
    #expect(nested.problem == "is nested too deeply for a file")
  }
}
