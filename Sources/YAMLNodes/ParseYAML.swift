import Diagnostics

/// Reads the one document of a YAML file.
///
/// YAML 1.2's core schema decides what plain scalars mean (see `YAMLNode.asInt` and its
/// siblings). Anchors and aliases are resolved, and so are YAML 1.1's merge keys (`<<`); tags of one's
/// own and several documents are refused.
/// - Parameters:
///   - text: what the file holds.
///   - file: the name to show in errors.
/// - Throws: a `Diagnostic` that points at the first thing that isn't YAML.
public func parseYAML(_ text: String, file: String) throws(Diagnostic) -> YAMLNode {
  try parseYAML(Array(text.utf8), file: file)
}

/// Reads the one document of a YAML file in UTF-8, with or without a byte order mark.
///
/// - Parameters:
///   - bytes: what the file holds.
///   - file: the name to show in errors.
/// - Throws: a `Diagnostic` that points at the first thing that isn't YAML.
public func parseYAML(_ bytes: [UInt8], file: String) throws(Diagnostic) -> YAMLNode {
  try checkUTF8(bytes, file: file)
  let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let bytes = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
  let source = SourceText(String(decoding: bytes, as: UTF8.self), file: file)
  var composer = try YAMLComposer(bytes, source: source)
  return try composer.document()
}

/// Whether the bytes begin with a byte order mark of UTF-16.
public func isUTF16(_ bytes: [UInt8]) -> Bool {
  bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
}

/// Refuses a text that isn't in UTF-8.
///
/// - Throws: a `Diagnostic` that points at the first byte that can't be.
public func checkUTF8(_ bytes: [UInt8], file: String) throws(Diagnostic) {
  if isUTF16(bytes) {
    throw Diagnostic(
      "the file is UTF-16", expected: "UTF-8", hint: "save the file as UTF-8",
      location: SourceLocation(file: file, line: 1, column: 1))
  }
  if let valid = validUTF8Prefix(of: bytes) {
    let source = SourceText(String(decoding: bytes, as: UTF8.self), file: file)
    throw Diagnostic(
      "not UTF-8", expected: "text in UTF-8", got: "the byte \(hexadecimal(bytes[valid]))",
      hint: "save the file as UTF-8", location: source.location(afterBytes: bytes[..<valid]))
  }
}

/// Number of bytes before the first invalid UTF-8; `nil` if all are valid.
private func validUTF8Prefix(of bytes: [UInt8]) -> Int? {
  var parser = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var valid = 0
  while true {
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded): valid += encoded.count
    case .emptyInput: return nil
    case .error: return valid
    }
  }
}

/// `0xff`.
func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return "0x" + (digits.count < 2 ? "0" : "") + digits
}
