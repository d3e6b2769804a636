import Arrays
import Diagnostics
import Testing

@testable import ArrayFiles

/// Files of which a part can't be read.
@Suite struct UnreadEntryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let x = NDArray([Float(1), 2], shape: [2])
  private var elements: [UInt8] { x.withUnsafeBytes { Array($0) } }

  private func expectOnlyX(_ file: ArrayFile, unread path: [String], _ problem: String) {
    #expect(file.tree == ["x": .leaf(x)])
    #expect(file.unread.map(\.path) == [path])
    #expect(file.unread.first?.reason.problem == problem)
  }

  @Test func textInSafetensorsOfAnotherType() throws {
    let header =
      #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
      + #""y":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[8,11]}}"#
    let count = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    let path = try folder.write(count + Array(header.utf8) + elements + [0, 0, 0])
    expectOnlyX(
      try readArrayFile(path), unread: ["y"], "holds elements of a type that isn't known here")
  }

  @Test func textInMessagePack() throws {
    let array =
      [0x93, 0x91, 2, 0xa7] + Array("float32".utf8) + [0xc4, 8] + elements as [UInt8]
    let path = try folder.write(
      [0x82, 0xa1, 0x78, 0xc7, UInt8(array.count), 1] + array
        + [0xa1, 0x79, 0x81, 0xa1, 0x7a, 0xa1, 0x21])
    let file = try readArrayFile(path)
    #expect(file.tree == ["x": .leaf(x), "y": [:]])
    #expect(file.unread.map(\.path) == [["y", "z"]])
    #expect(file.unread.first?.reason.path == "\(path): y/z")
  }

  @Test(arguments: [
    ("'<U3'", 12, "holds text, not numbers"), ("'|S3'", 3, "holds byte strings, not numbers"),
    ("'<M8[D]'", 8, "holds dates or times, not numbers"),
    ("'<f16'", 16, "holds numbers of a size that has no type here"),
    ("'|V3'", 3, "holds elements of 3 bytes of unknown meaning"),
  ])
  func fieldsOfStructures(_ type: String, _ byteCount: Int, _ problem: String) throws {
    let path = try folder.write(
      npy(
        "{'descr': [('y', \(type)), ('x', '<f4', (2,))], 'fortran_order': False, 'shape': ()}",
        elements: [UInt8](repeating: 0x31, count: byteCount) + elements))
    expectOnlyX(try readArrayFile(path), unread: ["y"], problem)
  }

  @Test func otherFilesInArchives() throws {
    let path = folder.file("x.npz")
    try writeArrayFile(.tree(["x": .leaf(x), "y": .leaf(x)], config: nil), to: path)
    var bytes = try contents(of: path)
    // The name of the second array, in its entry and in the directory.
    for index in bytes.indices.dropLast(4)
    where Array(bytes[index..<index + 5]) == Array("y.npy".utf8) {
      bytes.replaceSubrange(index..<index + 5, with: Array("y.txt".utf8))
    }
    expectOnlyX(
      try readArrayFile(folder.write(bytes)), unread: ["y.txt"],
      "is a zip archive of other files than arrays")
  }

  @Test func encryptedFilesInArchives() throws {
    let path = folder.file("x.npz")
    try writeArrayFile(.tree(["x": .leaf(x), "y": .leaf(x)], config: nil), to: path)
    var bytes = try contents(of: path)
    // The flags of the second entry of the directory.
    let entries = bytes.indices.dropLast(4).filter {
      Array(bytes[$0..<$0 + 4]) == [0x50, 0x4b, 1, 2]
    }
    bytes[entries[1] + 8] |= 1
    let file = try readArrayFile(folder.write(bytes))
    expectOnlyX(file, unread: ["y"], "is encrypted")
    #expect(file.unread.first?.reason.path == "\(folder.file("x.npy")): y.npy")
  }

  @Test func nothingThatCanBeReadIsAnError() throws {
    let path = try folder.write([0x81, 0xa1, 0x61, 0xa1, 0x62])
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == "holds text or bytes, not numbers")
    #expect(error.path == "\(path): a")
  }

  // MARK: Names

  @Test func namesOfTypes() throws {
    for (name, dtype) in [
      ("float32", DType.float32), ("<f", .float32), ("f", .float32), ("single", .float32),
      ("?", .bool), ("B", .uint8), ("uint8", .uint8), ("<l", .int64), ("int32", .int32),
      ("d", .float64), ("e", .float16), ("bfloat16", .bfloat16), ("<H", .uint16),
    ] {
      let path = try folder.write(
        npy(
          "{'descr': '\(name)', 'fortran_order': False, 'shape': (1,)}",
          elements: [UInt8](repeating: 0, count: dtype.byteCount)))
      #expect(try readArrayFile(path).tree.leaf?.dtype == dtype, "\(name)")
    }
  }

  @Test(arguments: ["<float32", "f3", "g4", "float", "x", ""])
  func namesThatNumPyDoesNotKnow(_ name: String) throws {
    let path = try folder.write(
      npy("{'descr': '\(name)', 'fortran_order': False, 'shape': (1,)}", elements: [0, 0, 0, 0]))
    #expect(throws: Diagnostic.self) { try readArrayFile(path) }
  }

  @Test func emptyNames() throws {
    let header = #"{"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let count = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    let path = try folder.write(count + Array(header.utf8) + elements)
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == "an array in it has an empty name")
  }

  @Test func numbersAsKeys() throws {
    let path = try folder.write([0x81, 0, 0x81, 0xa1, 0x61, 1])
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(
      error.problem
        == "is a MessagePack map with keys that are numbers, and Flax reads names only")
  }

  // MARK: Ranges of safetensors

  @Test(arguments: [
    ("[0,8]", "[4,12]", "its bytes overlap those of another array"),
    ("[0,8]", "[0,8]", "its bytes overlap those of another array"),
    ("[0,8]", "[12,20]", "its header leaves a hole before the array's bytes"),
    ("[4,12]", "[12,20]", "its header leaves a hole before the array's bytes"),
  ])
  func rangesThatDoNotCover(_ first: String, _ second: String, _ problem: String) throws {
    let header =
      #"{"x":{"dtype":"F32","shape":[2],"data_offsets":\#(first)},"#
      + #""y":{"dtype":"F32","shape":[2],"data_offsets":\#(second)}}"#
    let count = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    let path = try folder.write(
      count + Array(header.utf8) + [UInt8](repeating: 0, count: 20))
    #expect(try diagnostic { _ = try readArrayFile(path) }.problem == problem)
  }
}
