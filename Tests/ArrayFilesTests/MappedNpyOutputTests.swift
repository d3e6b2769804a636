import Arrays
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
    let file = try MappedNpyOutput(shape: shape, dtype: .int32, to: path, in: outputs)
    #if !canImport(Darwin)
      let output = try #require(file)
      #expect(output.elements.count == 60000)
      let elements = output.elements.bindMemory(to: Int32.self)
      for part in [7500..<15000, 0..<7500] {
        for index in part { elements[index] = Int32(index) }
        output.discardMemory(of: part.lowerBound * 4..<part.upperBound * 4)
      }
      output.discardMemory(of: 0..<1_000_000)
      try output.finish()
      #expect(try folder.names.allSatisfy { $0.hasPrefix(".swiftscan-") })
      try outputs.commit()
      #expect(
        try readArrayFile(path) == .array(NDArray((0..<15000).map { Int32($0) }, shape: shape)))
    #endif
  }

  /// Only a `.npy` file can be written in any order.
  @Test(arguments: ["x.npz", "x.safetensors"]) func otherFormatsAreNot(_ name: String) throws {
    let file = try MappedNpyOutput(
      shape: [2], dtype: .float32, to: folder.file(name), in: OutputFiles())
    #expect(file == nil)
    #expect(try folder.names.isEmpty)
  }
}
