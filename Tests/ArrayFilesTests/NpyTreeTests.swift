import Arrays
import Diagnostics
import Testing

@testable import ArrayFiles

@Suite struct NpyTreeTests {
  static let config = "version: 1  # für alle\n"

  private func tree(_ name: String) throws -> Tree<NDArray> {
    let file = try readArrayFile(npyFixture("trees/\(name).npy"))
    #expect(file.config == nil)
    return file.tree
  }

  @Test func readsTreeWithConfig() throws {
    let file = try readArrayFile(npyFixture("trees/aligned.npy"))
    #expect(file == .tree(exampleTree, config: Self.config))
    #expect(file.tree.fields?.keys == ["params", "batch_stats", "counters"])
  }

  @Test func mappedLeavesStartOn64ByteBoundaries() throws {
    let leaves = try readArrayFile(npyFixture("trees/aligned.npy")).tree.leaves
    #expect(leaves.map { $0.address % 64 } == [0, 0, 0, 0, 0])
  }

  @Test func readsTreeWithoutPadding() throws {
    #expect(try tree("packed") == exampleTree)
  }

  @Test func readsSwappedFields() throws {
    let expected: Tree<NDArray> = [
      "c": .leaf(NDArray([0.0, 1, 2, 3], shape: [2, 2])),
      "n": .leaf(NDArray([Int16(0), 1, 2], shape: [3])),
    ]
    #expect(try tree("swapped") == expected)
  }

  @Test func readsFieldsWithTitles() throws {
    #expect(try tree("titled") == ["s": .leaf(NDArray(Float(1.5))), "n": .leaf(NDArray(Int8(2)))])
  }

  @Test func readsNumPysOwnPadding() throws {
    let expected: Tree<NDArray> = [
      "flag": .leaf(NDArray(true)), "x": .leaf(NDArray([1.0, 2], shape: [2])),
    ]
    #expect(try tree("numpy_aligned") == expected)
  }

  @Test func readsNamesInLatin1AndUTF8() throws {
    let one: Tree<NDArray> = .leaf(NDArray(Float(1)))
    #expect(try tree("latin1") == ["größe": one])
    #expect(try tree("unicode") == ["größe": ["层": one]])
  }

  @Test func readsFieldWithoutFields() throws {
    #expect(try tree("empty") == ["params": [:]])
  }

  @Test func writesWhatNumPyWrites() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.npy")
    try writeArrayFile(.tree(exampleTree, config: Self.config), to: path)
    #expect(try contents(of: path) == contents(of: npyFixture("trees/aligned.npy")))
  }

  @Test func tuplesBecomeNumberedFields() throws {
    let one: Tree<NDArray> = .leaf(NDArray(Float(1)))
    let folder = try TemporaryFolder()
    let path = folder.file("p.npy")
    try writeArrayFile(.tree(.tuple([one, .list([one, one]), .none, [:]]), config: nil), to: path)
    #expect(
      try readArrayFile(path).tree == ["0": one, "1": ["0": one, "1": one], "2": [:], "3": [:]])
  }

  @Test(arguments: ["it's", "\"", "'\"\\", "größe", "层", "🧱", "a\nb\u{0}\u{7f}", " ", "a/b"])
  func anyNameSurvives(_ name: String) throws {
    let folder = try TemporaryFolder()
    let tree: Tree<NDArray> = [name: [name: .leaf(NDArray([Float(1), 2], shape: [2]))]]
    let path = folder.file("p.npy")
    try writeArrayFile(.tree(tree, config: nil), to: path)
    #expect(try readArrayFile(path).tree == tree)
  }

  @Test func longHeaderTakesVersion2() throws {
    let folder = try TemporaryFolder()
    let layers = (0..<2000).map { ("Dense_\($0)", Tree.leaf(NDArray([Int32($0)], shape: [1]))) }
    let tree = Tree.dict(.init(layers))
    let path = folder.file("p.npy")
    try writeArrayFile(.tree(tree, config: nil), to: path)
    #expect(try contents(of: path)[6] == 2)
    #expect(try readArrayFile(path).tree == tree)
  }

  @Test func oneLeafIsAPlainArray() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.npy")
    let array = NDArray.numbers(.float32)
    try writeArrayFile(.tree(.leaf(array), config: nil), to: path)
    #expect(try readArrayFile(path) == .array(array))
  }

  @Test func refusesNamesThatHaveNoPlace() throws {
    let folder = try TemporaryFolder()
    let one: Tree<NDArray> = .leaf(NDArray(Float(1)))
    var deep = one
    for _ in 0..<70 { deep = ["a": deep] }
    for (tree, problem) in [
      (["": one], "a name in a file can't be empty"),
      (["__config__": one], "the name is kept for the config"),
      (deep, "is nested too deeply for a file"),
    ] as [(Tree<NDArray>, String)] {
      let error = try diagnostic {
        try writeArrayFile(.tree(tree, config: nil), to: folder.file("p.npy"))
      }
      #expect(error.problem == problem)
    }
    #expect(try folder.names.isEmpty)
  }
}
