import Arrays
import Testing

@testable import ArrayFiles

@Suite struct NpyWriterTests {
  @Test(arguments: DType.allCases) func writesWhatNumPyWrites(_ dtype: DType) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.npy")
    try writeArrayFile(.array(.numbers(dtype)), to: path)
    #expect(try contents(of: path) == contents(of: npyFixture("native/\(dtype).npy")))
  }

  @Test(arguments: ["scalar", "one", "zero", "cube"])
  func writesWhatNumPyWrites(shape name: String) throws {
    let folder = try TemporaryFolder()
    let fixture = npyFixture("shapes/\(name).npy")
    try writeArrayFile(readArrayFile(fixture), to: folder.file("x.npy"))
    #expect(try contents(of: folder.file("x.npy")) == contents(of: fixture))
  }

  @Test func writesBlockByBlock() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.npy")
    let array = NDArray.numbers(.float32)
    let outputs = OutputFiles()
    let writer = try NpyWriter(shape: array.shape, dtype: array.dtype, to: path, in: outputs)
    for row in 0..<2 { try array.part(row).withUnsafeBytes(writer.write) }
    try writer.finish()
    #expect(try folder.names.count == 1)
    #expect(try folder.names != ["x.npy"])
    try outputs.commit()
    #expect(try folder.names == ["x.npy"])
    #expect(try readArrayFile(path) == .array(array))
  }
}
