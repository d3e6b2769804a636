import Arrays
import Testing

@testable import ArrayFiles

@Suite struct SafetensorsTests {
  @Test func readsEveryType() throws {
    let types = DType.allCases.filter { $0 != .complex128 }
    let tree = try readArrayFile(formatFixture("dtypes.safetensors")).tree
    #expect(tree == .dict(.init(types.map { ("\($0)", .leaf(.numbers($0))) })))
    #expect(
      try readArrayFile(formatFixture("flax.safetensors")).tree
        == ["x": .leaf(NDArray([BFloat16(0), BFloat16(1), BFloat16(2)], shape: [3]))])
  }

  @Test(arguments: ["tree", "tree_slashed"]) func namesMakeATree(_ name: String) throws {
    var expected = exampleTree.fields ?? .init()
    expected["batch_stats"] = nil
    #expect(
      try readArrayFile(formatFixture("\(name).safetensors"))
        == .tree(.dict(expected), config: NpyTreeTests.config))
  }

  @Test(arguments: [nil, "a \"quoted\"\n\ttext\u{1} größe 🧱 \\"]) func survives(
    _ config: String?
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.safetensors")
    try writeArrayFile(.tree(exampleTree, config: config), to: path)
    let file = try readArrayFile(path)
    #expect(file.tree.leaves == exampleTree.leaves)
    #expect(file.config == config)
  }

  @Test func commasSeparateNamesToo() throws {
    try expectContents(of: "commas.safetensors", toBe: "commas")
    let unread = try readArrayFile(checkpointFixture("commas.safetensors")).unread
    #expect(unread.map(\.path) == [["params", "scale"]])
  }

  @Test(arguments: ["a.b", "a,b"]) func namesWithSeparatorsTakeSlashes(_ name: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.safetensors")
    let tree: Tree<NDArray> = [name: ["c": .leaf(NDArray(1.0))]]
    try writeArrayFile(.tree(tree, config: nil), to: path)
    #expect(try readArrayFile(path).tree == tree)
  }

  @Test func singleArrayHasAName() throws {
    let folder = try TemporaryFolder()
    let outputs = OutputFiles()
    let path = folder.file("ys.safetensors")
    try outputs.write(.leaf(NDArray(1.0)), to: path, named: "ys")
    try outputs.commit()
    #expect(try readArrayFile(path).tree == ["ys": .leaf(NDArray(1.0))])
  }

  @Test func refusesNamesThatHaveNoPlace() throws {
    let folder = try TemporaryFolder()
    for name in ["", "a/b"] {
      let error = try diagnostic {
        try writeArrayFile(
          .tree([name: .leaf(NDArray(1.0))], config: nil), to: folder.file("p.safetensors"))
      }
      #expect(error.problem.hasPrefix("a name in a safetensors file can't"))
    }
  }

  // MARK: Bad files

  private func file(_ header: String, elements: [UInt8] = []) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + elements
  }

  private func entry(_ dtype: String, _ shape: String, _ offsets: String) -> String {
    #"{"a.b": {"dtype": "\#(dtype)", "shape": \#(shape), "data_offsets": \#(offsets)}}"#
  }

  private func check(_ bytes: [UInt8], _ problem: String, at place: String = "") throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes)
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.code == .badData)
    #expect(error.problem == problem)
    #expect(error.path == path + place)
  }

  @Test(arguments: [
    ("F8_E4M3", "[1]", "[0, 1]", "holds elements of a type that isn't known here"),
    ("F32", "[-1]", "[0, 4]", "its header gives a negative size"),
    ("F32", "[4611686018427387904, 8]", "[0, 4]", "its shape is larger than any memory"),
    ("F32", "[1.5]", "[0, 4]", "its header doesn't describe an array"),
    ("F32", "3", "[0, 4]", "its header doesn't describe an array"),
    ("F32", "[1]", "[0]", "its header doesn't describe an array"),
    ("F32", "[1]", "[0, 8]", "its header gives it another number of bytes than its shape needs"),
    ("F32", "[1]", "[4, 0]", "its header gives it another number of bytes than its shape needs"),
    ("F32", "[1]", "[-4, 0]", "its header gives it another number of bytes than its shape needs"),
    (
      "I8", "[]", "[9223372036854775806, 9223372036854775807]",
      "its header gives it another number of bytes than its shape needs"
    ),
  ])
  func badEntry(_ dtype: String, _ shape: String, _ offsets: String, _ problem: String) throws {
    let bytes = file(entry(dtype, shape, offsets), elements: [UInt8](repeating: 0, count: 8))
    try check(bytes, problem, at: ": a.b")
  }

  @Test func cutShort() throws {
    try check(file(entry("F32", "[2]", "[0, 8]"), elements: [1, 2, 3]), "is cut short")
    try check(
      Array(file(entry("F32", "[2]", "[0, 8]")).prefix(30)), "its header is cut short")
    try check(
      file(entry("F32", "[1]", "[0, 4]"), elements: [0, 0, 0, 0, 0]), "goes on after its elements")
  }

  @Test func badHeader() throws {
    try check(
      [0, 0, 0, 0x40, 0, 0, 0, 0] + Array("{}".utf8),
      "its header claims to be 1073741824 bytes long, which can't be")
    try check(file(#"{"__metadata__": 3}"#), "its header has metadata that are no JSON object")
    try check(file("{} 1"), "its header can't be read: expected the end, not '1' (byte 3)")
  }
}
