import Arrays
import Diagnostics

/// An array in chunks, as Zarr stores it: a description in JSON, and a key for each chunk.
///
/// The formats are described at https://zarr-specs.readthedocs.io, versions 2 and 3.
struct ZarrArray: Sendable {
  /// Dtype and shape of the array.
  let form: ArrayForm
  /// Names of the chunks.
  let keys: ZarrChunkKeys
  /// Form of the chunks.
  let chunk: ZarrChunk
  /// Whether chunks that aren't there are zeros; else they are missing.
  private let absentChunksAreZeros: Bool
  /// Key of the array's description, without its last part.
  private let prefix: String
  private let store: any KeyValueStore

  /// The array called `key` in a store; `nil` if there is none.
  ///
  /// - Parameter storesZeros: whether chunks of zeros are stored, so that none may be absent.
  /// - Throws: when its description makes no sense, or has parts that aren't known here.
  init?(
    _ key: String, in store: any KeyValueStore, storesZeros: Bool
  ) throws(Diagnostic) {
    self.store = store
    prefix = key.isEmpty ? "" : "\(key)/"
    let description: ZarrDescription
    if let text = try store.value(prefix + "zarr.json") {
      description = try ZarrDescription(version3: try Self.json(text))
    } else if let text = try store.value(prefix + ".zarray") {
      description = try ZarrDescription(version2: try Self.json(text))
    } else {
      return nil
    }
    (form, keys, chunk) = (description.form, description.keys, description.chunk)
    absentChunksAreZeros = !storesZeros && description.fillsWithZeros
    guard chunk.shards == nil || description.fillsWithZeros else {
      throw ZarrDescription.unknown("fill_value")
    }
    try checkSizes()
  }

  private static func json(_ text: Buffer) throws(Diagnostic) -> JSON {
    guard text.bytes.count <= 1 << 20, let json = try? JSON(parsing: Array(text.bytes)) else {
      throw Diagnostic("the description of an array is no JSON", hint: "copy the folder again")
    }
    return json
  }

  /// Refuses chunks that are far larger than the array, or too many.
  private func checkSizes() throws(Diagnostic) {
    let byteCount = try form.shape.checkedByteCount(elementByteCount: form.dtype.byteCount)
    let chunkByteCount = try chunk.shape.checkedByteCount(elementByteCount: form.dtype.byteCount)
    let (limit, overflow) = byteCount.multipliedReportingOverflow(by: 16)
    guard chunk.shape.rank == form.shape.rank, chunk.shape.sizes.allSatisfy({ $0 > 0 }),
      overflow || chunkByteCount <= limit + 64 << 20
    else {
      throw Diagnostic(
        "its chunks don't fit the array", expected: "chunks of an array of shape \(form.shape)",
        got: "shape \(chunk.shape)")
    }
    var count = 1
    for size in gridShape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= 1 << 22 else {
        throw Diagnostic("it has more chunks than can be", got: "grid \(Shape(gridShape))")
      }
      count = product
    }
  }

  /// Numbers of chunks along the axes.
  private var gridShape: [Int] {
    zip(form.shape.sizes, chunk.shape.sizes).map { $0 == 0 ? 0 : ($0 - 1) / $1 + 1 }
  }

  /// Reads the elements, a chunk at a time: beside them, memory is taken for one chunk.
  ///
  /// - Throws: when a chunk is missing or damaged.
  func read(file: String) throws(Diagnostic) -> NDArray {
    let buffer = try Buffer.paged(byteCount: form.byteCount, for: file) {
      (bytes) throws(Diagnostic) in
      let canvas = ZarrCanvas(
        bytes, shape: form.shape.sizes, elementByteCount: form.dtype.byteCount)
      for index in ZarrGrid(shape: gridShape) {
        let origin = zip(index, chunk.shape.sizes).map { $0 * $1 }
        let key = prefix + keys.key(of: index)
        guard let packed = try store.value(key) else {
          if absentChunksAreZeros { continue }
          throw Diagnostic(
            "a part of the array is missing", expected: key,
            hint: "copy the folder again, as a whole")
        }
        do throws(Diagnostic) {
          try chunk.unpack(packed, onto: canvas, at: origin)
        } catch {
          throw error.at(path: key)
        }
      }
    }
    return try ElementBytes(fileName: file, buffer: buffer, offset: 0).array(
      shape: form.shape, dtype: form.dtype, isSwapped: chunk.isSwapped != !isLittleEndian,
      isFortranOrder: false)
  }
}

/// Names of an array's chunks.
struct ZarrChunkKeys: Sendable {
  /// Text before the indices.
  var start: String
  /// Text between the indices, and after `start`.
  var separator: String
  /// Name of the chunk of an array without axes.
  var scalar: String

  /// Names of version 2: `0.1`.
  static func version2(separator: String) -> ZarrChunkKeys {
    ZarrChunkKeys(start: "", separator: separator, scalar: "0")
  }

  /// Names of version 3: `c/0/1`.
  static func version3(separator: String) -> ZarrChunkKeys {
    ZarrChunkKeys(start: "c\(separator)", separator: separator, scalar: "c")
  }

  /// Name of the chunk at `index` in the grid.
  func key(of index: [Int]) -> String {
    index.isEmpty ? scalar : start + index.map(String.init).joined(separator: separator)
  }
}

/// The indices of a grid, the last one running fastest.
struct ZarrGrid: Sequence, IteratorProtocol {
  private let shape: [Int]
  private var index: [Int]?

  init(shape: [Int]) {
    self.shape = shape
    index = shape.contains(0) ? nil : [Int](repeating: 0, count: shape.count)
  }

  mutating func next() -> [Int]? {
    guard let current = index else { return nil }
    var following = current
    for axis in shape.indices.reversed() {
      following[axis] += 1
      if following[axis] < shape[axis] {
        index = following
        return current
      }
      following[axis] = 0
    }
    index = nil
    return current
  }
}
