import Arrays
import Testing

@testable import ArrayFiles

@Suite struct NpzTests {
  @Test(arguments: ["stored", "deflated"]) func readsEveryType(_ way: String) throws {
    let tree = try readArrayFile(formatFixture("dtypes_\(way).npz")).tree
    #expect(tree == .dict(.init(DType.allCases.map { ("\($0)", .leaf(.numbers($0))) })))
  }

  @Test func slashesMakeATree() throws {
    // An empty part has no array that could be in the file.
    var expected = exampleTree.fields ?? .init()
    expected["batch_stats"] = nil
    let file = try readArrayFile(formatFixture("tree.npz"))
    #expect(file == .tree(.dict(expected), config: nil))
    let withConfig = try readArrayFile(formatFixture("tree_with_config.npz"))
    #expect(withConfig == .tree(.dict(expected), config: NpyTreeTests.config))
  }

  @Test func aSingleUnnamedArrayIsAnArray() throws {
    let floats = NDArray([Float(0), 1, 2], shape: [3])
    #expect(try readArrayFile(formatFixture("single.npz")) == .array(floats))
    #expect(
      try readArrayFile(formatFixture("two.npz")).tree
        == ["arr_0": .leaf(floats), "arr_1": .leaf(NDArray([Int32(0), 1], shape: [2]))])
  }

  @Test func readsNothing() throws {
    #expect(try readArrayFile(formatFixture("empty.npz")) == .tree([:], config: nil))
  }

  @Test func inflatesManyBlocks() throws {
    let tree = try readArrayFile(formatFixture("zeros.npz")).tree
    #expect(tree == .leaf(NDArray([Float](repeating: 0, count: 3_000_000), shape: [3_000_000])))
  }

  // MARK: Writing

  @Test(arguments: [nil, NpyTreeTests.config]) func survives(_ config: String?) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.npz")
    try writeArrayFile(.tree(exampleTree, config: config), to: path)
    let file = try readArrayFile(path)
    #expect(file.tree.leaves == exampleTree.leaves)
    #expect(file.config == config)
    #expect(file.tree.leaves.allSatisfy { $0.address % 64 == 0 })
  }

  @Test func singleArrayAndTuplesSurvive() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.npz")
    let one = NDArray(Float(1))
    try writeArrayFile(.array(one), to: path)
    #expect(try readArrayFile(path) == .array(one))
    try writeArrayFile(
      .tree(.tuple([.leaf(one), .list([.leaf(one)]), .none]), config: ""), to: path)
    #expect(
      try readArrayFile(path)
        == .tree(["0": .leaf(one), "1": ["0": .leaf(one)]], config: ""))
  }

  @Test func numbersOf64BitsAreReadBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.npz")
    let outputs = OutputFiles()
    var archive = ZipWriter(try outputs.create(path), limit: 8)
    let header = npyHeader(descr: "'|u1'", shape: [3])
    for name in ["a", "b"] {
      try [UInt8(1), 2, 3].withUnsafeBytes { try archive.add("\(name).npy", header: header, $0) }
    }
    try archive.finish()
    try outputs.commit()
    let array = Tree.leaf(NDArray([UInt8(1), 2, 3], shape: [3]))
    #expect(try readArrayFile(path).tree == ["a": array, "b": array])
  }

  @Test func moreFilesThan16BitsCount() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.npz")
    let outputs = OutputFiles()
    var archive = ZipWriter(try outputs.create(path))
    for index in 0..<65540 {
      try [UInt8]().withUnsafeBytes { try archive.add("\(index)", header: [], $0) }
    }
    try archive.finish()
    try outputs.commit()
    var file = try InputFile(path: path)
    let entries = try ZipArchive(file.takeRest()).entries
    #expect(entries.count == 65540)
    #expect(entries.last?.name == "65539")
  }

  @Test func refusesNamesThatHaveNoPlace() throws {
    let folder = try TemporaryFolder()
    for name in ["", "a/b", "__config__"] {
      let error = try diagnostic {
        try writeArrayFile(
          .tree([name: .leaf(NDArray(1.0))], config: nil), to: folder.file("p.npz"))
      }
      #expect(error.problem == "an array can't be called '\(name)' in a .npz file")
    }
    #expect(try folder.names.isEmpty)
  }

  // MARK: Bad files

  @Test(arguments: [
    ("bad_object", ": x", "object arrays hold Python objects (pickle) and are never loaded"),
    ("bad_config", ": __config__", "is not the text of a config"),
    ("bad_records", ": x", "holds records, not numbers"),
    ("bad_text", "", "is a zip archive of other files than arrays"),
    ("bad_method", ": x.npy", "is compressed in an unknown way"),
    ("bad_names", ": a/b", "the name is used for an array and for a part of the tree"),
  ])
  func unreadable(_ name: String, _ place: String, _ problem: String) throws {
    let path = formatFixture("\(name).npz")
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == problem)
    #expect(error.path == path + place)
  }

  @Test func everyCutAndEveryChangedByteIsNoticed() throws {
    let folder = try TemporaryFolder()
    let whole = try contents(of: formatFixture("single.npz"))
    for length in stride(from: 9, to: whole.count, by: 3) {
      let path = try folder.write(Array(whole.prefix(length)))
      #expect(throws: (any Error).self) { try readArrayFile(path) }
    }
    // Bytes that nobody reads: versions, times and attributes.
    for index in 30..<130 {
      var changed = whole
      changed[index] ^= 0x41
      let path = try folder.write(changed)
      if let file = try? readArrayFile(path) {
        #expect(file == .array(NDArray([Float(0), 1, 2], shape: [3])), "byte \(index)")
      }
    }
  }

  @Test func encryptedFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    var bytes = try contents(of: formatFixture("two.npz"))
    let directory = bytes.indices.filter { bytes[$0...].starts(with: [0x50, 0x4b, 1, 2]) }
    #expect(directory.count == 2)
    for entry in directory { bytes[entry + 8] |= 1 }
    let path = try folder.write(bytes)
    #expect(try diagnostic { _ = try readArrayFile(path) }.problem == "is encrypted")
  }
}
