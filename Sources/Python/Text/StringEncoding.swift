extension String {
  /// `self.encode(encoding)` for UTF-8, ASCII and Latin-1.
  func pythonEncode(_ encoding: String = "utf-8") throws -> [UInt8] {
    switch Self.normalized(encoding) {
    case "utf8", "u8", "utf": return Array(utf8)
    case "ascii", "usascii", "646": return try encoded(below: 0x80, as: "ascii")
    case "latin1", "iso88591", "88591", "latin", "l1":
      return try encoded(below: 0x100, as: "latin-1")
    default:
      throw PythonFault(type: "LookupError", message: "unknown encoding: \(encoding)")
    }
  }

  private static func normalized(_ encoding: String) -> String {
    encoding.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
  }

  private func encoded(below limit: UInt32, as name: String) throws -> [UInt8] {
    let scalars = codePoints
    guard let first = scalars.firstIndex(where: { $0.value >= limit }) else {
      return scalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }
    let end = scalars[first...].firstIndex { $0.value < limit } ?? scalars.count
    let range = "ordinal not in range(\(limit))"
    guard end == first + 1 else {
      throw PythonFault(
        type: "UnicodeEncodeError",
        message: "'\(name)' codec can't encode characters in position \(first)-\(end - 1): "
          + range)
    }
    let escape = String(String(scalars[first]).pythonASCII.dropFirst().dropLast())
    throw PythonFault(
      type: "UnicodeEncodeError",
      message: "'\(name)' codec can't encode character '\(escape)' in position \(first): "
        + range)
  }
}
