import Arrays
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file read from front to back: mapped if it is a regular one, else read as bytes arrive.
///
/// Never reads beyond what it is asked for, so what follows in a pipe stays there.
struct InputFile: ~Copyable {
  /// Name of the file in messages.
  let name: String
  /// The open file; none for one inside of another.
  private let descriptor: FileDescriptor?
  private let mapping: Buffer?
  private let isStandardInput: Bool
  /// Bytes taken so far, counted from the start of the mapping.
  private var position: Int
  /// Bytes read but not taken yet; empty when mapped.
  private var lookahead: [UInt8] = []

  /// Opens the file at `path`; `-` is standard input.
  init(path: String) throws(Diagnostic) {
    let isStandardInput = path == "-"
    let name = isStandardInput ? "standard input" : path
    do {
      let descriptor =
        isStandardInput ? .standardInput : try FileDescriptor(opening: path, flags: O_RDONLY)
      try self.init(name: name, descriptor: descriptor, isStandardInput: isStandardInput)
    } catch {
      throw error.whileOpening(name)
    }
  }

  private init(
    name: String, descriptor: consuming FileDescriptor, isStandardInput: Bool
  ) throws(SystemError) {
    let mapping = try descriptor.mappedIfRegular()
    position = isStandardInput && mapping != nil ? descriptor.position ?? 0 : 0
    self.name = name
    self.descriptor = consume descriptor
    self.mapping = mapping
    self.isStandardInput = isStandardInput
  }

  /// The file that is `bytes`, called `name`.
  init(name: String, bytes: Buffer) {
    (self.name, mapping) = (name, bytes)
    descriptor = nil
    isStandardInput = false
    position = 0
  }

  /// The next `count` bytes, or the rest if fewer are left; the position stays.
  mutating func peek(_ count: Int) throws(Diagnostic) -> [UInt8] {
    if let mapping { return Array(mapping.bytes.dropFirst(position).prefix(count)) }
    if lookahead.count < count {
      lookahead += try readArray(count - lookahead.count)
    }
    return Array(lookahead.prefix(count))
  }

  /// The next `count` bytes, or the rest if fewer are left; the position moves past them.
  mutating func take(_ count: Int) throws(Diagnostic) -> [UInt8] {
    let bytes = try peek(count)
    advance(by: bytes.count)
    return bytes
  }

  private mutating func advance(by count: Int) {
    position += count
    lookahead.removeFirst(min(count, lookahead.count))
  }

  private func readArray(_ count: Int) throws(Diagnostic) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = bytes.withUnsafeMutableBytes { bytes in
      Result { () throws(Diagnostic) in try read(into: bytes) }
    }
    return Array(bytes.prefix(try result.get()))
  }

  private func read(into bytes: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    do {
      return try descriptor?.readAll(into: bytes) ?? 0
    } catch {
      throw error.whileReading(name)
    }
  }

  /// Reads `count` bytes of elements, shared with the mapping of a mapped file.
  ///
  /// - Throws: when the file ends before.
  mutating func takeElements(byteCount count: Int, of description: String) throws(Diagnostic)
    -> ElementBytes
  {
    if let mapping {
      let available = max(0, mapping.bytes.count - position)
      if available < count { throw truncated(expected: count, got: available, of: description) }
      let start = position
      advance(by: count)
      return ElementBytes(fileName: name, buffer: mapping, offset: start)
    }
    let lookahead = try take(min(count, lookahead.count))
    let buffer = try Buffer.paged(byteCount: count, for: name) { (bytes) throws(Diagnostic) in
      bytes.copyBytes(from: lookahead)
      let got = try read(into: .init(rebasing: bytes[lookahead.count...]))
      guard lookahead.count + got == count else {
        throw truncated(expected: count, got: lookahead.count + got, of: description)
      }
    }
    return ElementBytes(fileName: name, buffer: buffer, offset: 0)
  }

  /// Takes all that is left.
  mutating func takeRest() throws(Diagnostic) -> Buffer {
    if let mapping {
      let start = min(position, mapping.bytes.count)
      advance(by: mapping.bytes.count - start)
      return mapping.part(start..<mapping.bytes.count)
    }
    var rest: [UInt8] = []
    while true {
      let some = try take(1 << 20)
      if some.isEmpty { break }
      rest += some
    }
    return Buffer(byteCount: rest.count) { $0.copyBytes(from: rest) }
  }

  private func truncated(expected: Int, got: Int, of description: String) -> Diagnostic {
    Diagnostic(
      "is cut short", path: name, expected: "\(bytes(expected)) for \(description)",
      got: bytes(got), hint: "write or copy it again")
  }

  /// Checks that everything has been taken. Standard input may go on with something else.
  mutating func finish() throws(Diagnostic) {
    if isStandardInput {
      if mapping != nil { descriptor?.seek(to: position) }
      return
    }
    let next = try peek(6)
    if next.isEmpty { return }
    let isArray = FileFormat(startingWith: next) == .npy
    let extra = mapping.map { "\(bytes($0.bytes.count - position)) more" }
    throw Diagnostic(
      "goes on after its elements", path: name, got: extra ?? "more bytes",
      hint: isArray
        ? "it looks like several arrays in one file: save each in its own"
        : "save it again")
  }
}

extension FileDescriptor {
  /// The whole file mapped, if it is a regular one.
  fileprivate func mappedIfRegular() throws(SystemError) -> Buffer? {
    let status = try status()
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw SystemError(number: EISDIR)
    case S_IFREG: return .mapping(self, byteCount: Int(status.st_size))
    default: return nil
    }
  }
}
