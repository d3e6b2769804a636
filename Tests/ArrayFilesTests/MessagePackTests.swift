import Arrays
import Testing

@testable import ArrayFiles

@Suite struct MessagePackTests {
  @Test func readsEveryType() throws {
    let tree = try readArrayFile(formatFixture("dtypes.msgpack")).tree
    #expect(tree == .dict(.init(DType.allCases.map { ("\($0)", .leaf(.numbers($0))) })))
  }

  @Test func readsFlaxTree() throws {
    #expect(
      try readArrayFile(formatFixture("tree.msgpack")) == .tree(exampleTree, config: nil))
  }

  @Test func readsWhateverFlaxWrites() throws {
    let tree = try readArrayFile(formatFixture("parts.msgpack")).tree
    #expect(tree["list"]?["0"]?.leaf == NDArray(Float(1.5)))
    #expect(tree["list"]?["1"]?.leaf == NDArray([Int64(0), 1], shape: [2]))
    #expect(tree["none"] == Tree.none)
    let numbers = try #require(tree["numbers"]?.fields)
    let integers = numbers.values.prefix(6).compactMap { $0.leaf?.elements(as: Int32.self)[0] }
    #expect(integers == [3, -3, 200, -200, 70000, -70000])
    #expect(
      numbers.values.dropFirst(6).compactMap(\.leaf)
        == [
          NDArray(Int64(1) << 40), NDArray(-(Int64(1) << 40)), NDArray(Float(1.25)), NDArray(true),
        ])
    let complex = try #require(tree["complex"]?.leaf)
    #expect(complex.dtype == .complex64)
    #expect(complex.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } == [1, -2])
    #expect(tree["wide"]?["n016"]?.leaf == NDArray([Int16](repeating: 16, count: 16), shape: [16]))
    #expect(tree[String(repeating: "long name ", count: 30)]?.leaf?.shape == [1, 2])
  }

  @Test func readsChunks() throws {
    let tree = try readArrayFile(formatFixture("chunked.msgpack")).tree
    #expect(
      tree["a"]?["b"]?.leaf == NDArray((0..<15).map { Float($0) }, shape: [3, 5]))
    #expect(tree["c"]?.leaf == NDArray((0..<4).map { Int32($0) }, shape: [4]))
  }

  // MARK: Writing, byte for byte as Flax

  private func written(_ tree: Tree<NDArray>, chunkByteCount: Int = 1 << 30) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let outputs = OutputFiles()
    try outputs.writeMessagePack(
      tree, to: folder.file("x"), chunkByteCount: chunkByteCount)
    try outputs.commit()
    return try contents(of: folder.file("x"))
  }

  @Test(arguments: ["dtypes", "tree", "single"]) func writesWhatFlaxWrites(_ name: String) throws {
    let path = formatFixture("\(name).msgpack")
    #expect(try written(readArrayFile(path).tree) == contents(of: path))
  }

  @Test func writesTuplesAndListsAsFlaxDoes() throws {
    let ones = NDArray([Float(1)], shape: [1])
    let zeros = NDArray([Float](repeating: 0, count: 300), shape: [300])
    let tree: Tree<NDArray> = [
      "carry": .tuple([.leaf(ones), .list([.leaf(zeros)])]), "none": .none,
    ]
    #expect(try written(tree) == contents(of: formatFixture("state.msgpack")))
  }

  @Test func writesChunksAsFlaxDoes() throws {
    let path = formatFixture("chunked.msgpack")
    // int32[4] takes 16 bytes and stays whole.
    #expect(try written(readArrayFile(path).tree, chunkByteCount: 16) == contents(of: path))
  }

  @Test func anySizeSurvives() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("p.msgpack")
    let names = (0..<70000).map { "\($0)" }
    var fields = Tree<NDArray>.Fields()
    for name in names.prefix(20) { fields[name] = .leaf(NDArray(Float(1))) }
    for size in [0, 127, 128, 255, 256, 65535, 65536] {
      fields["size \(size)"] = .leaf(
        NDArray([UInt8](repeating: 7, count: size), shape: [size, 1]))
    }
    fields[String(repeating: "x", count: 300)] = .leaf(
      NDArray(shape: [0, 1 << 33], dtype: .bool) { _ in })
    fields["rank"] = .leaf(NDArray(Float(1)).reshaped(to: Shape([Int](repeating: 1, count: 20))))
    try writeArrayFile(.tree(.dict(fields), config: "not written"), to: path)
    #expect(try readArrayFile(path) == .tree(.dict(fields), config: nil))
  }

  // MARK: Bad files

  @Test func unsupported() throws {
    let text = formatFixture("bad_text.msgpack")
    let error = try diagnostic { _ = try readArrayFile(text) }
    #expect(error.problem == "holds text or bytes, not numbers")
    #expect(error.path == "\(text): a/b")
    let type = formatFixture("bad_type.msgpack")
    let other = try diagnostic { _ = try readArrayFile(type) }
    #expect(other.problem == "holds elements of a type that isn't known here")
    #expect(other.got == "'float8_e4m3fn'")
  }

  @Test func everyCutIsNoticed() throws {
    let folder = try TemporaryFolder()
    for name in ["tree", "parts", "chunked"] {
      let whole = try contents(of: formatFixture("\(name).msgpack"))
      for length in 9..<whole.count {
        let path = try folder.write(Array(whole.prefix(length)))
        #expect(try diagnostic { _ = try readArrayFile(path) }.problem == "is cut short")
      }
    }
  }

  @Test func changedBytesNeverTrap() throws {
    let folder = try TemporaryFolder()
    for name in ["tree", "chunked"] {
      let whole = try contents(of: formatFixture("\(name).msgpack"))
      for index in whole.indices {
        var changed = whole
        changed[index] = ~changed[index]
        let path = try folder.write(changed)
        _ = try? readArrayFile(path)
      }
    }
  }

  private static let key: [UInt8] = [0x81, 0xa1, 0x61]

  @Test(
    arguments: [
      (key + [0xc1], "is not MessagePack: the byte 0xc1 is never used"),
      (key + [0xcf] + [UInt8](repeating: 0xff, count: 8), "holds an integer that is too large"),
      ([0xde, 0, 1, 0xc0, 0xc0], "has a key that is no name"),
      ([0x82, 0xa1, 0x61, 1, 0xa1, 0x61, 1], "the name is used twice"),
      (key + [0xd4, 9, 0], "holds something that is no array"),
      (key + [0xd5, 1, 0x91, 0xc0], "holds an array that is not as Flax writes it"),
      (key + [0xc7, 4, 1, 0x93, 0x91, 0xa0, 0xc0], "holds an array that is not as Flax writes it"),
      (key + [0xc7, 6, 2, 0x92, 1, 2, 3, 4, 5], "holds an array that is not as Flax writes it"),
      (
        key + [0xc7, 10, 1, 0x93, 0x91, 2, 0xa4] + Array("int8".utf8) + [0xc4, 0],
        "holds an array of another number of bytes than its shape needs"
      ),
      (
        key + [0xc7, 11, 1, 0x93, 0x91, 2, 0xa4] + Array("int8".utf8) + [0xc4, 1, 0],
        "holds an array of another number of bytes than its shape needs"
      ),
      (key + [0xc0, 0], "goes on after its elements"),
      (
        [0x81, 0xb9] + Array("__msgpack_chunked_array__".utf8) + [0xc3],
        "holds an array that is not as Flax writes it"
      ),
      ([0x81, 0xa1, 0x61] + [UInt8](repeating: 0x91, count: 300), "is nested too deeply"),
    ] as [([UInt8], String)])
  func malformed(_ bytes: [UInt8], _ problem: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes)
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == problem)
    #expect(error.path?.hasPrefix(path) == true)
  }

  @Test func emptyTreeIsRead() throws {
    let folder = try TemporaryFolder()
    #expect(try readArrayFile(folder.write([0x80])) == .tree([:], config: nil))
  }
}
