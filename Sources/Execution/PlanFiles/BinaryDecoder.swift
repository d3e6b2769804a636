/// Reads values that `BinaryEncoder` has stored. Bytes that it hasn't lead to an error.
enum BinaryDecoder {
  /// The value that the bytes from `start` on hold, all of them.
  static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8], at start: Int) throws -> T {
    let input = BinaryInput(bytes, at: start)
    try input.readTexts()
    let value = try BinaryDecoding(input: input, depth: 0).decode(type)
    guard input.isAtEnd else { throw input.fault("there are more bytes than values") }
    return value
  }
}

/// Bytes being read.
private final class BinaryInput {
  private let bytes: [UInt8]
  private var position: Int
  private(set) var texts: [String] = []

  init(_ bytes: [UInt8], at position: Int) { (self.bytes, self.position) = (bytes, position) }

  var isAtEnd: Bool { position == bytes.count }

  func fault(_ text: String) -> DecodingError {
    DecodingError.dataCorrupted(
      DecodingError.Context(codingPath: [], debugDescription: "\(text), at byte \(position)"))
  }

  func readTexts() throws {
    for _ in 0..<(try readCount()) {
      texts.append(String(decoding: try readBytes(), as: UTF8.self))
    }
  }

  func readByte() throws -> UInt8 {
    guard position < bytes.count else { throw fault("the bytes end too early") }
    defer { position += 1 }
    return bytes[position]
  }

  func readBits() throws -> UInt64 {
    var (bits, shift) = (UInt64(0), UInt64(0))
    while true {
      let byte = try readByte()
      guard shift < 63 || byte <= 1 else { throw fault("an integer is too long") }
      bits |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return bits }
      shift += 7
    }
  }

  func readInteger() throws -> Int {
    let bits = try readBits()
    return Int(truncatingIfNeeded: bits >> 1) ^ -Int(truncatingIfNeeded: bits & 1)
  }

  /// A number of things that take a byte or more each.
  func readCount() throws -> Int {
    let count = try readBits()
    guard count <= UInt64(bytes.count - position) else { throw fault("a count is too large") }
    return Int(count)
  }

  func readBytes() throws -> [UInt8] {
    let count = try readCount()
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  func readText() throws -> String {
    let number = try readBits()
    guard number < UInt64(texts.count) else { throw fault("there is no such text") }
    return texts[Int(number)]
  }

  func readKind() throws -> BinaryKind {
    guard let kind = BinaryKind(rawValue: try readByte()) else { throw fault("no kind of value") }
    return kind
  }

  func expect(_ kind: BinaryKind) throws {
    guard try readKind() == kind else { throw fault("another kind of value") }
  }

  /// Reads `none`, if that comes next.
  func readNone() -> Bool {
    guard position < bytes.count, bytes[position] == BinaryKind.none.rawValue else { return false }
    position += 1
    return true
  }
}

/// A value that is decoded.
private struct BinaryDecoding: Decoder, SingleValueDecodingContainer {
  let input: BinaryInput
  /// How many values it is in.
  let depth: Int
  /// The type that decodes itself from it: if it is a number that isn't stored, it asks for itself.
  var type: ObjectIdentifier?
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  private static let deepest = 500

  /// A value in this one.
  func inner() throws -> BinaryDecoding {
    guard depth < Self.deepest else { throw input.fault("values are nested too deeply") }
    return BinaryDecoding(input: input, depth: depth + 1)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try input.expect(.fields)
    return KeyedDecodingContainer(
      FieldDecoding<Key>(try inner(), count: try input.readCount()))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try input.expect(.list)
    return ListDecoding(try inner(), count: try input.readCount())
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { input.readNone() }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let value: Any
    if type == Int.self {
      try input.expect(.integer)
      value = try input.readInteger()
    } else if type == Bool.self {
      let kind = try input.readKind()
      guard kind == .yes || kind == .no else { throw input.fault("neither yes nor no") }
      value = kind == .yes
    } else if type == String.self {
      try input.expect(.text)
      value = try input.readText()
    } else if type == Double.self {
      try input.expect(.number)
      value = Double(bitPattern: try input.readBits())
    } else if type == [Int].self {
      try input.expect(.integers)
      let count = try input.readCount()
      value = try (0..<count).map { _ in try input.readInteger() }
    } else if type == [UInt8].self {
      try input.expect(.bytes)
      value = try input.readBytes()
    } else {
      let id = ObjectIdentifier(type)
      guard self.type != id else { throw input.fault("no such number is stored") }
      return try type.init(from: BinaryDecoding(input: input, depth: depth, type: id))
    }
    guard let value = value as? T else { throw input.fault("another kind of value") }
    return value
  }
}

/// Fields, which are decoded in the order in which they are stored.
private final class FieldDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let decoding: BinaryDecoding
  /// How many fields there still are.
  private var count: Int
  /// The key of the next one, once it is read.
  private var next: String?

  init(_ decoding: BinaryDecoding, count: Int) {
    (self.decoding, self.count) = (decoding, count)
  }

  var codingPath: [any CodingKey] { [] }

  /// The key, if there is but one.
  var allKeys: [Key] { count == 1 ? [try? peek()].compactMap { $0.flatMap(Key.init) } : [] }

  /// The key of the next field.
  private func peek() throws -> String? {
    if next == nil, count > 0 { next = try decoding.input.readText() }
    return next
  }

  /// Begins the value of a key.
  private func take(_ key: Key) throws -> BinaryDecoding {
    guard try peek() == key.stringValue else {
      throw decoding.input.fault("there is no '\(key.stringValue)'")
    }
    next = nil
    count -= 1
    return decoding
  }

  func contains(_ key: Key) -> Bool { (try? peek()) == key.stringValue }

  func decodeNil(forKey key: Key) throws -> Bool {
    guard contains(key), decoding.decodeNil() else { return false }
    _ = try take(key)
    return true
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try take(key).decode(type)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try take(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try take(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    throw decoding.input.fault("no classes are stored")
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try take(key) }
}

private struct ListDecoding: UnkeyedDecodingContainer {
  private let decoding: BinaryDecoding
  private let length: Int
  private(set) var currentIndex = 0

  init(_ decoding: BinaryDecoding, count: Int) { (self.decoding, length) = (decoding, count) }

  var codingPath: [any CodingKey] { [] }
  var count: Int? { length }
  var isAtEnd: Bool { currentIndex == length }

  /// Begins the next value.
  private mutating func take() throws -> BinaryDecoding {
    guard currentIndex < length else { throw decoding.input.fault("a list ends too early") }
    currentIndex += 1
    return decoding
  }

  mutating func decodeNil() -> Bool {
    guard currentIndex < length, decoding.decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try take().decode(type) }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try take().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try take().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try take() }
}
