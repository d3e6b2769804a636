/// Format of a file, told by its first bytes, never by its name.
enum FileFormat: String {
  case npy = "a .npy file"
  case zip = "a zip archive"
  case torch = "a file of PyTorch"
  case safetensors = "a safetensors file"
  case messagePack = "a MessagePack file"
  case hdf5 = "an HDF5 file"
  case pickle = "a Python pickle"
  case gzip = "a gzip file"
  case json = "JSON text"
  case text = "text"

  /// Number of leading bytes that are enough to tell the formats that hold arrays; every file of
  /// such a format has at least as many.
  static let signatureLength = 9
  /// Number of leading bytes that are enough to tell all formats.
  static let prefixLength = 512

  /// Format of a file whose first bytes are `bytes`; `nil` if unknown.
  init?(startingWith bytes: [UInt8]) {
    if let format = Self.signatures.first(where: { bytes.starts(with: $0.bytes) })?.format {
      self = format
    } else if bytes.count > 8, bytes[8] == UInt8(ascii: "{"), bytes[4..<8].allSatisfy({ $0 == 0 }) {
      self = .safetensors  // 64 bits of header length, then JSON
    } else if bytes.count > 1, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
      self = .pickle
    } else if Self.isMessagePack(bytes) {
      self = .messagePack
    } else if let text = Self.text(bytes) {
      self = text.first == "{" || text.first == "[" ? .json : .text
    } else {
      return nil
    }
  }

  private static let signatures: [(bytes: [UInt8], format: FileFormat)] = [
    (npyMagic, .npy),
    ([0x50, 0x4b, 3, 4], .zip),
    ([0x50, 0x4b, 5, 6], .zip),
    // The magic number of PyTorch before 1.6, as a pickle.
    ([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9], .torch),
    ([0x89, 0x48, 0x44, 0x46], .hdf5),
    ([0x1f, 0x8b], .gzip),
  ]

  /// The six bytes every `.npy` file starts with.
  static let npyMagic: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

  /// Whether the bytes begin as Flax's MessagePack files do: with a map (of strings where one can
  /// tell) or with an array extension.
  private static func isMessagePack(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first else { return false }
    switch first {
    case 0xc7...0xc9:  // an extension with 1, 2 or 4 bytes of length
      let typeIndex = 1 + 1 << (first - 0xc7)
      return bytes.count > typeIndex && bytes[typeIndex] == MessagePack.arrayType
    case 0xd4...0xd8: return bytes.count > 1 && bytes[1] == MessagePack.arrayType
    case 0x80: return bytes.count == 1
    default:
      return bytes.count > 1 && isMap(first)
        && (isString(bytes[1]) || first >= 0xde || isNumber(bytes[1]) && isHead(bytes.dropFirst(2)))
    }
  }

  private static func isMap(_ byte: UInt8) -> Bool {
    (0x81...0x8f).contains(byte) || byte == 0xde || byte == 0xdf
  }

  private static func isString(_ byte: UInt8) -> Bool {
    (0xa0...0xbf).contains(byte) || (0xd9...0xdb).contains(byte)
  }

  /// Whether the byte is a MessagePack integer of one byte.
  private static func isNumber(_ byte: UInt8) -> Bool { byte < 0x80 || byte >= 0xe0 }

  /// Whether the first of these bytes begins a map, an array or an extension.
  private static func isHead(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let byte = bytes.first else { return false }
    return (0x80...0x9f).contains(byte) || (0xc7...0xc9).contains(byte)
      || (0xd4...0xd8).contains(byte) || (0xdc...0xdf).contains(byte)
  }

  private static func text(_ bytes: [UInt8]) -> String? {
    let isPrintable = bytes.allSatisfy { $0 >= 0x20 || (9...13).contains($0) }
    guard isPrintable, !bytes.isEmpty else { return nil }
    // The bytes may end inside a character, so up to three of them may be left over.
    return (0...min(3, bytes.count - 1)).lazy
      .compactMap { String(validating: bytes.dropLast($0), as: UTF8.self) }
      .first
  }
}
