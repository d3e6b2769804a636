import Arrays
import Foundation
import Testing

@testable import ArrayFiles

@Suite struct NpyReaderTests {
  @Test(arguments: DType.allCases, ["native", "fortran", "swapped"])
  func readsEveryTypeInEveryOrder(_ dtype: DType, _ order: String) throws {
    let file = try readArrayFile(npyFixture("\(order)/\(dtype).npy"))
    #expect(file == .array(.numbers(dtype)))
  }

  @Test(arguments: 1...3) func readsVersion(_ version: Int) throws {
    let file = try readArrayFile(npyFixture("versions/\(version).npy"))
    #expect(file == .array(NDArray([Float(0), 1, 2], shape: [3])))
  }

  @Test(arguments: [
    ("scalar", NDArray(Float(2.5))),
    ("one", NDArray([Int64(7)], shape: [1])),
    ("zero", NDArray([Float](), shape: [0, 3])),
    ("cube", NDArray((0..<24).map { Int32($0) }, shape: [2, 3, 4])),
    ("cube_fortran", NDArray((0..<24).map { Int32($0) }, shape: [2, 3, 4])),
    ("column_fortran", NDArray([Int32(0), 1, 2], shape: [1, 3, 1])),
  ])
  func readsShape(_ name: String, _ expected: NDArray) throws {
    #expect(try readArrayFile(npyFixture("shapes/\(name).npy")) == .array(expected))
  }

  @Test func mapsWhatNeedsNoChange() throws {
    // Elements of a mapped file lie right behind its header, which is 128 bytes long here.
    for name in ["native/float32", "shapes/column_fortran", "native/bool", "trees/aligned"] {
      let leaf = try #require(try readArrayFile(npyFixture("\(name).npy")).tree.leaves.last)
      #expect(leaf.address % 4096 >= 128, "\(name)")
    }
    for name in ["swapped/float32", "fortran/float32"] {
      let leaf = try #require(try readArrayFile(npyFixture("\(name).npy")).tree.leaf)
      #expect(leaf.address % 4096 == 0, "\(name)")
    }
  }

  @Test func mappingOutlivesTheFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(contents(of: npyFixture("native/float32.npy")))
    let array = try #require(try readArrayFile(path).tree.leaf)
    try writeArrayFile(.array(NDArray([Float(9)], shape: [1])), to: path)
    #expect(array == .numbers(.float32))
  }

  @Test func copiesUnalignedElements() throws {
    let folder = try TemporaryFolder()
    let text = header("'<f8'", "(2,)")
    let values = [1.5, -2]
    let elements = values.withUnsafeBytes { Array($0) }
    let start: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, UInt8(text.utf8.count), 0]
    #expect((start.count + text.utf8.count) % 8 != 0)
    let array = try readArrayFile(folder.write(start + text.utf8 + elements)).tree.leaf
    #expect(array == NDArray(values, shape: [2]))
    #expect(try #require(array).address % 8 == 0)
  }

  @Test func boolsOtherThanZeroAndOneAreTrue() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(npy(header("'|b1'", "(3,)"), elements: [0, 255, 2]))
    let array = try #require(try readArrayFile(path).tree.leaf)
    #expect(array == NDArray([false, true, true], shape: [3]))
  }

  @Test(arguments: [
    #"{"shape":(2,),"fortran_order":False,"descr":"<i2"}"#,
    "  { 'descr' : '<i2' ,\n 'fortran_order':False,'shape':( 2 , ) } \n\n",
    "{'descr': '<i2', 'fortran_order': False, 'shape': (2L,), }",
    "{'descr': '=i2', 'fortran_order': True, 'shape': (2,)}",
    #"{'descr': '\x3ci\u0032', 'fortran_order': False, 'shape': (2,)}"#,
  ])
  func readsHeaderHoweverItIsSpelled(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(npy(text, elements: [1, 0, 255, 255]))
    #expect(try readArrayFile(path) == .array(NDArray([Int16(1), -1], shape: [2])))
  }

  @Test func readsPipe() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let bytes = try contents(of: npyFixture("native/float64.npy"))
    let writer = Thread {
      let handle = FileHandle(forWritingAtPath: pipe)
      for byte in bytes { handle?.write(Data([byte])) }
      try? handle?.close()
    }
    writer.start()
    #expect(try readArrayFile(pipe) == .array(.numbers(.float64)))
  }

  @Test func readsTreeFromPipe() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let bytes = try contents(of: npyFixture("trees/aligned.npy"))
    Thread.detachNewThread {
      let handle = FileHandle(forWritingAtPath: pipe)
      handle?.write(Data(bytes))
      try? handle?.close()
    }
    #expect(try readArrayFile(pipe).tree == exampleTree)
  }
}
