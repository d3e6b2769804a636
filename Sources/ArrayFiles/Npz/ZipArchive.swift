import Arrays
import Diagnostics

/// The files in a zip archive (PKWARE's APPNOTE 6.3), found by the directory at its end.
struct ZipArchive {
  /// A file in the archive.
  struct Entry {
    var name: String
    /// Bytes of the file as stored in the archive, maybe compressed.
    var stored: Buffer
    /// Bytes once unpacked.
    var byteCount: Int
    var checksum: UInt32
    var isDeflated: Bool
    /// Reason why the file can't be unpacked; `nil` if it can.
    var refusal: Diagnostic?
  }

  /// The files in the order of the directory.
  private(set) var entries: [Entry] = []

  /// Reads the directory of an archive.
  ///
  /// - Throws: that it is cut short.
  init(_ archive: Buffer) throws(Diagnostic) {
    let bytes = LittleEndianBytes(archive)
    let (count, start) = try Self.directory(bytes)
    var position = start
    for _ in 0..<count {
      guard bytes.uint32(at: position) == Signature.directoryEntry else { throw Self.isCutShort }
      let (entry, byteCount) = try Self.entry(bytes, at: position)
      entries.append(entry)
      position += byteCount
    }
  }

  private enum Signature {
    static let localHeader = 0x0403_4b50
    static let directoryEntry = 0x0201_4b50
    static let directoryEnd = 0x0605_4b50
    static let largeDirectoryEnd = 0x0606_4b50
    static let largeDirectoryLocator = 0x0706_4b50
  }

  private static let isCutShort = Diagnostic(
    "is cut short: the directory of the archive isn't where it should be",
    hint: "write or copy it again")

  /// Number of files in the archive, and byte offset of its directory.
  private static func directory(
    _ bytes: LittleEndianBytes
  ) throws(Diagnostic) -> (count: Int, start: Int) {
    // The end record has 22 bytes and a comment of at most 65535.
    let last = bytes.count - 22
    let found = stride(from: last, through: max(0, last - 65535), by: -1).first {
      bytes.uint32(at: $0) == Signature.directoryEnd
    }
    guard let end = found, let count = bytes.uint16(at: end + 10),
      let start = bytes.uint32(at: end + 16)
    else { throw isCutShort }
    if count < 0xffff, start < 0xffff_ffff { return (count, start) }
    guard bytes.uint32(at: end - 20) == Signature.largeDirectoryLocator,
      let large = bytes.uint64(at: end - 12),
      bytes.uint32(at: large) == Signature.largeDirectoryEnd,
      let largeCount = bytes.uint64(at: large + 32), let largeStart = bytes.uint64(at: large + 48)
    else { throw isCutShort }
    return (largeCount, largeStart)
  }

  /// The file that the directory's entry at `position` describes, and the length of the entry.
  private static func entry(
    _ bytes: LittleEndianBytes, at position: Int
  ) throws(Diagnostic) -> (Entry, byteCount: Int) {
    guard let flags = bytes.uint16(at: position + 8), let method = bytes.uint16(at: position + 10),
      let checksum = bytes.uint32(at: position + 16),
      var storedCount = bytes.uint32(at: position + 20),
      var byteCount = bytes.uint32(at: position + 24),
      let nameCount = bytes.uint16(at: position + 28),
      let extraCount = bytes.uint16(at: position + 30),
      let commentCount = bytes.uint16(at: position + 32),
      var offset = bytes.uint32(at: position + 42),
      let nameBytes = bytes.slice(at: position + 46, count: nameCount)
    else { throw isCutShort }
    let name = String(decoding: nameBytes, as: UTF8.self)
    // Sizes too large for 32 bits are in an extra field, those there are in this order.
    var large = largeField(bytes, at: position + 46 + nameCount, count: extraCount)
    if byteCount == 0xffff_ffff { byteCount = large.next(bytes) ?? byteCount }
    if storedCount == 0xffff_ffff { storedCount = large.next(bytes) ?? storedCount }
    if offset == 0xffff_ffff { offset = large.next(bytes) ?? offset }
    guard bytes.uint32(at: offset) == Signature.localHeader,
      let localNameCount = bytes.uint16(at: offset + 26),
      let localExtraCount = bytes.uint16(at: offset + 28),
      let stored = bytes.part(at: offset + 30 + localNameCount + localExtraCount, storedCount)
    else { throw isCutShort }
    let entry = Entry(
      name: name, stored: stored, byteCount: byteCount,
      checksum: UInt32(truncatingIfNeeded: checksum), isDeflated: method == 8,
      refusal: refusal(flags: flags, method: method)?.inField(name))
    return (entry, 46 + nameCount + extraCount + commentCount)
  }

  /// Reason why a file can't be unpacked: encryption, or a compression method no one uses for
  /// arrays.
  private static func refusal(flags: Int, method: Int) -> Diagnostic? {
    if flags & 1 != 0 { return Diagnostic("is encrypted") }
    if method == 0 || method == 8 { return nil }
    return Diagnostic(
      "is compressed in an unknown way", expected: "stored or deflated", got: "method \(method)",
      hint: "save it with numpy.savez or numpy.savez_compressed")
  }

  /// 64-bit numbers that come one after the other.
  private struct LargeField {
    var position: Int
    var end: Int

    mutating func next(_ bytes: LittleEndianBytes) -> Int? {
      guard position + 8 <= end, let value = bytes.uint64(at: position) else { return nil }
      position += 8
      return value
    }
  }

  /// The numbers of the extra field 1 of an entry.
  private static func largeField(
    _ bytes: LittleEndianBytes, at start: Int, count: Int
  ) -> LargeField {
    var position = start
    while position + 4 <= start + count, let id = bytes.uint16(at: position),
      let byteCount = bytes.uint16(at: position + 2)
    {
      if id == 1 { return LargeField(position: position + 4, end: position + 4 + byteCount) }
      position += 4 + byteCount
    }
    return LargeField(position: start, end: start)
  }
}

extension ZipArchive.Entry {
  /// The file's bytes, shared with the archive if they are stored without compression.
  ///
  /// - Throws: when they aren't what was once put in, naming `file`.
  func contents(of file: String) throws(Diagnostic) -> Buffer {
    let contents = try unpacked(file)
    guard contents.checksum == checksum else { throw isDamaged(file) }
    return contents
  }

  /// The same of a file whose checksum may be left out, and is 0 then, as PyTorch can be told to.
  func uncheckableContents(of file: String) throws(Diagnostic) -> Buffer {
    checksum == 0 ? try unpacked(file) : try contents(of: file)
  }

  private func unpacked(_ file: String) throws(Diagnostic) -> Buffer {
    if let refusal { throw refusal }
    guard isDeflated || stored.bytes.count == byteCount else { throw isDamaged(file) }
    return isDeflated ? try inflated(file) : stored
  }

  private func inflated(_ file: String) throws(Diagnostic) -> Buffer {
    try Buffer.paged(byteCount: byteCount, for: file) { (bytes) throws(Diagnostic) in
      guard inflate(stored.bytes, into: bytes) else { throw isDamaged(file) }
    }
  }

  private func isDamaged(_ file: String) -> Diagnostic {
    Diagnostic(
      "is damaged: its bytes aren't those that were written", path: file,
      hint: "write or copy it again")
  }
}
