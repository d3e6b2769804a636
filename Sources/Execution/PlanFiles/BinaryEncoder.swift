/// Stores values as bytes: integers in as many as they need, each text once.
///
/// Fields keep the order in which they are encoded, which must be that in which they are decoded, as
/// it is for conformances that the compiler writes.
enum BinaryEncoder {
  /// A table of texts, and the value.
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let node = Node()
    try node.encode(value)
    var body = BinaryOutput()
    var texts = TextTable()
    node.write(to: &body, &texts)
    var output = BinaryOutput()
    output.write(count: texts.all.count)
    for text in texts.all { output.write(bytes: Array(text.utf8)) }
    return output.bytes + body.bytes
  }
}

/// The texts of a file, numbered.
private struct TextTable {
  private(set) var all: [String] = []
  private var numbers: [String: Int] = [:]

  mutating func number(of text: String) -> Int {
    if let number = numbers[text] { return number }
    numbers[text] = all.count
    all.append(text)
    return all.count - 1
  }
}

/// Bytes being written.
private struct BinaryOutput {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ kind: BinaryKind) { bytes.append(kind.rawValue) }

  /// Seven bits a byte, the lowest first; the highest bit tells that more follow.
  mutating func write(bits: UInt64) {
    var rest = bits
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func write(count: Int) { write(bits: UInt64(count)) }

  mutating func write(integer: Int) {
    write(bits: UInt64(bitPattern: Int64(integer << 1 ^ integer >> 63)))
  }

  /// A count and so many bytes.
  mutating func write(bytes other: [UInt8]) {
    write(count: other.count)
    bytes += other
  }
}

/// A value that is encoded: how many parts it has is only known at its end.
private final class Node {
  private enum Content {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case bytes([UInt8])
    case integers([Int])
    case list([Node])
    case fields([(key: String, value: Node)])
  }

  private var content = Content.fields([])

  /// Makes this a list, or leaves it one.
  func becomeList() { if case .list = content {} else { content = .list([]) } }

  /// A node for the next element of a list.
  func addElement() -> Node {
    let node = Node()
    if case .list(var nodes) = content {
      content = .none
      nodes.append(node)
      content = .list(nodes)
    }
    return node
  }

  var elementCount: Int { if case .list(let nodes) = content { nodes.count } else { 0 } }

  /// A node for the value of a key.
  func addField(_ key: String) -> Node {
    let node = Node()
    if case .fields(var fields) = content {
      content = .none
      fields.append((key, node))
      content = .fields(fields)
    }
    return node
  }

  func write(to output: inout BinaryOutput, _ texts: inout TextTable) {
    switch content {
    case .none: output.write(.none)
    case .bool(let value): output.write(value ? .yes : .no)
    case .integer(let value):
      output.write(.integer)
      output.write(integer: value)
    case .number(let value):
      output.write(.number)
      output.write(bits: value.bitPattern)
    case .text(let text):
      output.write(.text)
      output.write(count: texts.number(of: text))
    case .bytes(let bytes):
      output.write(.bytes)
      output.write(bytes: bytes)
    case .integers(let values):
      output.write(.integers)
      output.write(count: values.count)
      for value in values { output.write(integer: value) }
    case .list(let nodes):
      output.write(.list)
      output.write(count: nodes.count)
      for node in nodes { node.write(to: &output, &texts) }
    case .fields(let fields):
      output.write(.fields)
      output.write(count: fields.count)
      for field in fields {
        output.write(count: texts.number(of: field.key))
        field.value.write(to: &output, &texts)
      }
    }
  }
}

extension Node: Encoder, SingleValueEncodingContainer {
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(FieldEncoding<Key>(node: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    becomeList()
    return ListEncoding(node: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { content = .none }

  func encode<T: Encodable>(_ value: T) throws {
    switch value {
    case let value as Int: content = .integer(value)
    case let value as Bool: content = .bool(value)
    case let value as String: content = .text(value)
    case let value as Double: content = .number(value)
    // Empty arrays would pass as arrays of any type.
    case let value as [Int] where T.self == [Int].self: content = .integers(value)
    case let value as [UInt8] where T.self == [UInt8].self: content = .bytes(value)
    case is any Numeric:
      throw EncodingError.invalidValue(
        value, EncodingError.Context(codingPath: [], debugDescription: "no such number is stored"))
    default: try value.encode(to: self)
    }
  }
}

private struct FieldEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { node.addField(key.stringValue).encodeNil() }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try node.addField(key.stringValue).encode(value)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    node.addField(key.stringValue).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    node.addField(key.stringValue).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { node.addField("super") }
  func superEncoder(forKey key: Key) -> any Encoder { node.addField(key.stringValue) }
}

private struct ListEncoding: UnkeyedEncodingContainer {
  let node: Node
  var codingPath: [any CodingKey] { [] }
  var count: Int { node.elementCount }

  func encodeNil() { node.addElement().encodeNil() }

  func encode(_ value: some Encodable) throws { try node.addElement().encode(value) }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    node.addElement().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    node.addElement().unkeyedContainer()
  }

  func superEncoder() -> any Encoder { node.addElement() }
}
