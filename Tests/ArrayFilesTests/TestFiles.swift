import Arrays
import Diagnostics
import Foundation
import Testing

@testable import ArrayFiles

/// Where a file made by `make_fixtures.py` is.
func npyFixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/\(name)").path
}

/// Where a file made by `make_format_fixtures.py` is.
func formatFixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("FormatFixtures/\(name)").path
}

/// The bytes of a file.
func contents(of path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// A new folder that goes with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "ArrayFilesTests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The place of a file in it.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its place.
  func write(_ bytes: [UInt8], as name: String = "x.npy") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  /// The names of the files in it.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// The diagnostic that `body` throws.
func diagnostic(
  sourceLocation: Testing.SourceLocation = #_sourceLocation, _ body: () throws -> Void
) throws -> Diagnostic {
  let error = #expect(throws: Diagnostic.self, sourceLocation: sourceLocation) { try body() }
  return try #require(error, sourceLocation: sourceLocation)
}

/// A file of version 1 with this header text, padded as NumPy does, and these elements.
func npy(_ header: String, elements: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
  let lengthSize = version == 1 ? 2 : 4
  let text = Array(header.utf8)
  let padding = 63 - (8 + lengthSize + text.count) % 64
  let length = text.count + padding + 1
  let lengthBytes = (0..<lengthSize).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  let start: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]
  return start + lengthBytes + text + [UInt8](repeating: 0x20, count: padding) + [10] + elements
}

/// The header of a file of C-ordered elements.
func header(_ descr: String, _ shape: String) -> String {
  "{'descr': \(descr), 'fortran_order': False, 'shape': \(shape), }"
}

extension NDArray {
  /// The (2, 3) array of -2 … 3 that the fixtures hold, complex ones with half of that as imaginary
  /// part.
  static func numbers(_ dtype: DType) -> NDArray {
    let values: [Int] = Array(-2...3)
    func array<T: ArrayElement>(_ convert: (Int) -> T) -> NDArray {
      NDArray(values.map(convert), shape: [2, 3])
    }
    func complex<T: BinaryFloatingPoint & BitwiseCopyable>(_: T.Type) -> NDArray {
      let components = values.flatMap { [T($0), T($0) / 2] }
      return NDArray(shape: [2, 3], dtype: dtype) { bytes in
        components.withUnsafeBytes { bytes.copyMemory(from: $0) }
      }
    }
    return switch dtype {
    case .bool: array { $0 != 0 }
    case .uint8: array { UInt8(truncatingIfNeeded: $0) }
    case .uint16: array { UInt16(truncatingIfNeeded: $0) }
    case .uint32: array { UInt32(truncatingIfNeeded: $0) }
    case .uint64: array { UInt64(truncatingIfNeeded: $0) }
    case .int8: array { Int8($0) }
    case .int16: array { Int16($0) }
    case .int32: array { Int32($0) }
    case .int64: array { Int64($0) }
    case .float16: array { Float16($0) }
    case .bfloat16: array { BFloat16(Float($0)) }
    case .float32: array { Float($0) }
    case .float64: array { Double($0) }
    case .complex64: complex(Float.self)
    case .complex128: complex(Double.self)
    }
  }

  /// Where its bytes are in memory.
  var address: UInt { withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
}

/// The tree that `make_fixtures.py` writes to `trees/aligned.npy`, in the order of its fields.
let exampleTree: Tree<NDArray> = [
  "params": [
    "Dense_0": [
      "kernel": .leaf(NDArray((0..<15).map { Float($0) }, shape: [3, 5])),
      "bias": .leaf(NDArray((0..<5).map { BFloat16(Float($0)) }, shape: [5])),
    ],
    "scale": .leaf(NDArray(0.5)),
  ],
  "batch_stats": [:],
  "counters": [
    "mask": .leaf(NDArray([true, false], shape: [2])),
    "step": .leaf(NDArray([Int32(3)], shape: [1])),
  ],
]

/// Where a file made by `make_checkpoint_fixtures.py` or `make_orbax_fixtures.py` is.
func checkpointFixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("CheckpointFixtures/\(name)").path
}

/// Expects the arrays of a checkpoint to be those of the `.npz` file that was written beside it.
func expectContents(
  of file: String, toBe expected: String, step: Int? = nil,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  func leaves(_ tree: Tree<NDArray>) -> [String: NDArray] {
    let pairs = tree.leavesInOrderWithPaths.map { ($0.path.slashed, $0.leaf) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
  let read = leaves(try readArrayFile(checkpointFixture(file), step: step).tree)
  let written = leaves(try readArrayFile(checkpointFixture("\(expected).npz")).tree)
  #expect(read.keys.sorted() == written.keys.sorted(), sourceLocation: sourceLocation)
  for (path, array) in written {
    #expect(read[path] == array, "\(path)", sourceLocation: sourceLocation)
  }
}
