import Arrays
import Foundation
import Testing

@testable import ArrayFiles

@Suite struct MappedNpyOutputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Elements stay in the file when their memory is given back, in whatever order they come.
  @Test func elementsAreInTheFile() throws {
    let shape: Shape = [5000, 3]
    let outputs = OutputFiles()
    let path = folder.file("x.npy")
    let file = try MappedNpyOutput(.leaf(ArrayForm(.int32, shape)), to: path, in: outputs)
    #if !canImport(Darwin)
      let output = try #require(file)
      let bytes = try #require(output.elements.first)
      #expect(bytes.count == 60000)
      let elements = bytes.bindMemory(to: Int32.self)
      for part in [7500..<15000, 0..<7500] {
        for index in part { elements[index] = Int32(index) }
        output.discardMemory(of: part.lowerBound * 4..<part.upperBound * 4, inArray: 0)
      }
      output.discardMemory(of: 0..<1_000_000, inArray: 0)
      try output.finish()
      #expect(try folder.names.allSatisfy { $0.hasPrefix(".swiftscan-") })
      try outputs.commit()
      #expect(
        try readArrayFile(path) == .array(NDArray((0..<15000).map { Int32($0) }, shape: shape)))
    #endif
  }

  /// The arrays of a tree are where they are in the same file written front to back.
  @Test func treesAreLaidOutAlike() throws {
    let arrays: Tree<NDArray> = .tuple([
      .leaf(NDArray((0..<7).map { UInt8($0) }, shape: [7])),
      [
        "second": .leaf(NDArray([1.5, 2] as [Float], shape: [2])), "none": .none,
        "first": .leaf(NDArray(Int32(5))),
        "empty": .leaf(NDArray([] as [Float], shape: [0, 3])),
      ],
    ])
    try writeArrayFile(.tree(arrays, config: nil), to: folder.file("front.npy"))
    let outputs = OutputFiles()
    let path = folder.file("mapped.npy")
    let file = try MappedNpyOutput(
      arrays.map { ArrayForm(of: $0) }, to: path, in: outputs)
    #if !canImport(Darwin)
      let output = try #require(file)
      for (array, memory) in zip(arrays.leaves, output.elements) {
        array.withUnsafeBytes { memory.copyMemory(from: $0) }
      }
      try output.finish()
      try outputs.commit()
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: path))
          == Data(contentsOf: URL(fileURLWithPath: folder.file("front.npy"))))
    #endif
  }

  /// Parts that are let go one after another take no memory, though each ends within a page.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/smaps"), "needs /proc"))
  func partsLeaveNoPages() throws {
    let outputs = OutputFiles()
    let file = try MappedNpyOutput(
      .leaf(ArrayForm(.uint8, [1 << 20])), to: folder.file("x.npy"), in: outputs)
    let output = try #require(file)
    let bytes = try #require(output.elements.first)
    bytes.initializeMemory(as: UInt8.self, repeating: 1)
    #expect(try residentKilobytes(of: bytes) >= 1024)
    for start in stride(from: 0, to: bytes.count, by: 5000) {
      output.discardMemory(of: start..<start + 5000, inArray: 0)
    }
    #expect(try residentKilobytes(of: bytes) == 0)
    #expect(bytes.allSatisfy { $0 == 1 })
  }

  /// How much of the mapping that these bytes are in is in memory.
  private func residentKilobytes(of bytes: UnsafeMutableRawBufferPointer) throws -> Int {
    let address = UInt(bitPattern: bytes.baseAddress)
    // Read to the end: it doesn't say how long it is.
    let maps = try FileHandle(forReadingAtPath: "/proc/self/smaps")?.readToEnd() ?? Data()
    let lines = String(decoding: maps, as: UTF8.self).split(separator: "\n")
    let heading = try #require(
      lines.firstIndex { line in
        let range = line.prefix { $0 != " " }.split(separator: "-").compactMap {
          UInt($0, radix: 16)
        }
        return range.count == 2 && range[0] <= address && address < range[1]
      })
    let size = try #require(lines[heading...].first { $0.hasPrefix("Rss:") })
    return try #require(Int(size.filter(\.isNumber)))
  }

  /// Only a `.npy` file can be written in any order.
  @Test(arguments: ["x.npz", "x.safetensors"]) func otherFormatsAreNot(_ name: String) throws {
    let file = try MappedNpyOutput(
      .leaf(ArrayForm(.float32, [2])), to: folder.file(name), in: OutputFiles())
    #expect(file == nil)
    #expect(try folder.names.isEmpty)
  }
}
