import Diagnostics

/// Writer of a zip archive of uncompressed files, front to back.
///
/// The bytes behind a file's header begin on a 64-byte boundary, so that the archive can be mapped.
struct ZipWriter {
  private let file: OutputFile
  private var position = 0
  private var directory: [UInt8] = []
  private var count = 0
  /// Numbers from here on are written with 64 bits; zip's own have 32.
  private let limit: Int

  private static let alignment = 64
  /// Of a field that is there to fill space.
  private static let paddingField = 0xd935
  private static let largeField = 1

  /// An archive in `file`; `limit` is for tests.
  init(_ file: OutputFile, limit: Int = 0xffff_ffff) {
    self.file = file
    self.limit = limit
  }

  /// Adds a file made of the bytes of `header` and then of `contents`.
  mutating func add(
    _ name: String, header: [UInt8], _ contents: UnsafeRawBufferPointer
  ) throws {
    let byteCount = header.count + contents.count
    let checksum = contents.checksum(after: header.withUnsafeBytes { $0.checksum(after: 0) })
    let offset = position
    let name = Array(name.utf8)
    // Of both headers: version, flags (names are UTF-8), method, time, date, checksum.
    let start: [UInt8] =
      Self.uint16(45) + Self.uint16(1 << 11) + Self.uint16(0) + Self.uint16(0) + Self.uint16(0x21)
      + Self.uint32(Int(checksum))
    let sizes = small(byteCount) + small(byteCount) + Self.uint16(name.count)
    let localSizes = large([byteCount, byteCount])
    let unpadded = offset + 30 + name.count + localSizes.count + 4
    let padding = (Self.alignment - unpadded % Self.alignment) % Self.alignment
    let localExtra =
      localSizes + Self.field(Self.paddingField, [UInt8](repeating: 0, count: padding))
    try write(
      [0x50, 0x4b, 3, 4] + start + sizes + Self.uint16(localExtra.count) + name + localExtra)
    try write(header)
    try file.write(contents)
    position += contents.count
    let extra = large([byteCount, byteCount, offset])
    directory +=
      [0x50, 0x4b, 1, 2] + Self.uint16(45) + start + sizes + Self.uint16(extra.count)
    // Comment, disk, two kinds of attributes.
    directory += [UInt8](repeating: 0, count: 10) + small(offset) + name + extra
    count += 1
  }

  /// Writes the directory and closes the file.
  mutating func finish() throws {
    let start = position
    try write(directory)
    if count >= 0xffff || position >= limit {
      let end = position
      try write(
        [0x50, 0x4b, 6, 6] + Self.uint64(44) + Self.uint16(45) + Self.uint16(45)
          + Self.uint64(0) + Self.uint64(count) + Self.uint64(count)
          + Self.uint64(directory.count) + Self.uint64(start))
      try write([0x50, 0x4b, 6, 7] + Self.uint32(0) + Self.uint64(end) + Self.uint32(1))
    }
    let shownCount = Self.uint16(min(count, 0xffff))
    try write(
      [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + shownCount + shownCount + small(directory.count)
        + small(start) + [0, 0])
    try file.finish()
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes(file.write)
    position += bytes.count
  }

  // MARK: Numbers

  /// Field of 32 bits for a number; all bits set if the number goes into the zip64 field.
  private func small(_ value: Int) -> [UInt8] {
    Self.uint32(value >= limit ? 0xffff_ffff : value)
  }

  /// The zip64 field: the numbers that are too large for 32 bits.
  private func large(_ values: [Int]) -> [UInt8] {
    let large = values.filter { $0 >= limit }
    return large.isEmpty ? [] : Self.field(Self.largeField, large.flatMap { Self.uint64($0) })
  }

  private static func field(_ id: Int, _ contents: [UInt8]) -> [UInt8] {
    uint16(id) + uint16(contents.count) + contents
  }

  private static func uint16(_ value: Int) -> [UInt8] { bytes(value, count: 2) }
  private static func uint32(_ value: Int) -> [UInt8] { bytes(value, count: 4) }
  private static func uint64(_ value: Int) -> [UInt8] { bytes(value, count: 8) }

  private static func bytes(_ value: Int, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
