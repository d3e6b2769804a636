import Arrays
import Diagnostics

/// The fields of a manifest or a node of an OCDBT database, unpacked and read from front to back.
struct OcdbtFields {
  /// A file that a node names.
  struct File {
    /// Path of the file, from the folder of the database.
    var path: String
    /// The part of the path that goes before those of the files that nodes in the file name.
    var base: String
  }

  private let fields: [UInt8]
  private var position = 0

  /// Bytes of the largest manifest or node that is unpacked; TensorStore's own limit is less.
  static let maximumByteCount = 256 << 20

  /// Number of bytes, unpacked.
  var byteCount: Int { fields.count }

  /// Unpacks a manifest or a node: a magic number, its length, version and compression, its fields, and
  /// a checksum.
  ///
  /// - Throws: without a path, when one of these is wrong or the fields take more than `limit` bytes.
  init(of bytes: UnsafeRawBufferPointer, magic: UInt32, limit: Int) throws(Diagnostic) {
    let head = 14
    guard bytes.count >= head + 4 else { throw Self.malformed("it is cut short") }
    let found = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    guard found == magic else { throw Self.malformed("its magic number is another one") }
    let byteCount = bytes[4..<12].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard byteCount == bytes.count else { throw Self.malformed("its length is another one") }
    let body = bytes[..<(bytes.count - 4)]
    let checksum = bytes[(bytes.count - 4)...].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    guard UnsafeRawBufferPointer(rebasing: body).crc32c == checksum else {
      throw Diagnostic(
        "is damaged: its checksum is wrong", hint: "copy the folder again, as a whole")
    }
    guard bytes[12] == 0, bytes[13] <= 1 else {
      throw Self.malformed("its version or compression isn't known here")
    }
    let packed = UnsafeRawBufferPointer(rebasing: body[head...])
    if bytes[13] == 0 {
      fields = Array(packed)
    } else {
      guard let unpacked = decompressedZstd(packed, limit: limit) else {
        throw Self.malformed("it can't be unpacked")
      }
      fields = unpacked
    }
  }

  /// A manifest or node that makes no sense.
  static func malformed(_ reason: String) -> Diagnostic {
    Diagnostic(
      "can't be read as a part of an OCDBT database: \(reason)",
      hint: "copy the folder again, as a whole")
  }

  // MARK: Numbers

  mutating func byte() throws(Diagnostic) -> UInt8 {
    guard position < fields.count else { throw Self.malformed("it is cut short") }
    defer { position += 1 }
    return fields[position]
  }

  mutating func bytes(_ count: Int) throws(Diagnostic) -> [UInt8] {
    guard count >= 0, count <= fields.count - position else {
      throw Self.malformed("it is cut short")
    }
    defer { position += count }
    return Array(fields[position..<position + count])
  }

  mutating func skip(_ count: Int) throws(Diagnostic) { _ = try bytes(count) }

  /// A number of seven bits a byte, the lowest first; the largest `Int` for all that are larger.
  mutating func varint() throws(Diagnostic) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return Int(exactly: value) ?? .max }
    }
    throw Self.malformed("a number is too long")
  }

  mutating func varints(_ count: Int) throws(Diagnostic) -> [Int] {
    var values: [Int] = []
    for _ in 0..<count { values.append(try varint()) }
    return values
  }

  /// A number of parts, each of which takes a byte at least.
  mutating func count() throws(Diagnostic) -> Int {
    let count = try varint()
    guard count <= fields.count - position else { throw Self.malformed("it is cut short") }
    return count
  }

  // MARK: Names

  /// Names of which each leaves out what it has in common with the one before.
  private mutating func names(
    prefixCounts: [Int], suffixCounts: [Int], limit: Int
  ) throws(Diagnostic) -> [[UInt8]] {
    var names: [[UInt8]] = []
    var total = 0
    for (index, suffixCount) in suffixCounts.enumerated() {
      let before = names.last ?? []
      let prefixCount = index == 0 ? 0 : prefixCounts[index - 1]
      guard prefixCount <= before.count, suffixCount <= limit - prefixCount else {
        throw Self.malformed("a name is too long")
      }
      total += prefixCount + suffixCount
      guard total <= Self.maximumByteCount else { throw Self.malformed("its names are too many") }
      names.append(before.prefix(prefixCount) + (try bytes(suffixCount)))
    }
    return names
  }

  /// The keys of a node and, of one that has nodes below, how many bytes of each all keys there have
  /// in common.
  mutating func keys(
    _ count: Int, hasSubtrees: Bool
  ) throws(Diagnostic) -> (keys: [[UInt8]], commonCounts: [Int]) {
    guard count > 0 else { return ([], []) }
    let prefixCounts = try varints(count - 1)
    let suffixCounts = try varints(count)
    let commonCounts = hasSubtrees ? try varints(count) : []
    let keys = try names(prefixCounts: prefixCounts, suffixCounts: suffixCounts, limit: 1 << 16)
    return (keys, commonCounts)
  }

  /// The files that a node names.
  ///
  /// - Parameter base: what goes before their paths.
  mutating func fileTable(base: String) throws(Diagnostic) -> [File] {
    let count = try count()
    guard count > 0 else { return [] }
    let prefixCounts = try varints(count - 1)
    let suffixCounts = try varints(count)
    let baseCounts = try varints(count)
    let paths = try names(prefixCounts: prefixCounts, suffixCounts: suffixCounts, limit: 1 << 16)
    var files: [File] = []
    for (path, baseCount) in zip(paths, baseCounts) {
      guard baseCount <= path.count else { throw Self.malformed("a name is too short") }
      files.append(
        File(
          path: base + String(fileName: path),
          base: base + String(fileName: path.prefix(baseCount))))
    }
    return files
  }

  /// Bytes in one of the files.
  func range(
    _ id: Int, offset: Int, byteCount: Int, _ files: [File]
  ) throws(Diagnostic) -> OcdbtRange {
    guard files.indices.contains(id) else { throw Self.malformed("it names no file") }
    return OcdbtRange(
      file: files[id].path, base: files[id].base, offset: offset, byteCount: byteCount)
  }
}
