#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// Names of files are bytes, and needn't be UTF-8; a `String` would repair them. So a byte that isn't
// part of a character is kept as a character of its own, of a private area: U+10F800 and the byte.
// The bytes of a character of that area are kept so too, which makes it one to one.

extension String {
  /// A name of arbitrary bytes.
  public init(fileName bytes: some Sequence<UInt8>) {
    var name = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      var source = Array(rest.prefix(4)).makeIterator()
      var parser = Unicode.UTF8.ForwardParser()
      guard case .valid(let encoded) = parser.parseScalar(from: &source),
        case let scalar = Unicode.UTF8.decode(encoded), !scalar.isKeptByte
      else {
        name.append(Unicode.Scalar(keeping: rest.removeFirst()))
        continue
      }
      name.append(scalar)
      rest = rest.dropFirst(encoded.count)
    }
    self.init(name)
  }

  /// The name that a C string is.
  public init(fileName bytes: UnsafePointer<CChar>) {
    self.init(
      fileName: UnsafeBufferPointer(start: bytes, count: strlen(bytes)).map {
        UInt8(bitPattern: $0)
      })
  }

  /// The bytes of a file's name.
  public var fileNameBytes: [UInt8] {
    unicodeScalars.flatMap { scalar in
      scalar.isKeptByte ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }

  /// Whether the name holds bytes that aren't UTF-8.
  public var holdsKeptBytes: Bool { unicodeScalars.contains(where: \.isKeptByte) }

  /// The name as printable text; bytes that aren't UTF-8 are written `\\xff`.
  public var displayed: String {
    guard holdsKeptBytes else { return self }
    return unicodeScalars.map { scalar in
      scalar.isKeptByte
        ? "\\x" + String(UInt8(truncatingIfNeeded: scalar.value), radix: 16) : String(scalar)
    }.joined()
  }

  /// Calls a function of C with a file's name.
  public func withFileName<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
    let bytes = (fileNameBytes + [0]).map { CChar(bitPattern: $0) }
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? "".withCString(body)
    }
  }
}

extension Unicode.Scalar {
  /// A byte of a name that is no text.
  fileprivate init(keeping byte: UInt8) {
    self = Unicode.Scalar(UInt32(0x10f800) + UInt32(byte)) ?? "\u{fffd}"
  }

  /// Whether the scalar stands for a byte that isn't UTF-8.
  fileprivate var isKeptByte: Bool { (0x10f800...0x10f8ff).contains(value) }
}
