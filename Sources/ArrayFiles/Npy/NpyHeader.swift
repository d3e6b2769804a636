import Arrays
import Diagnostics

/// Header of a `.npy` file.
struct NpyHeader: Hashable {
  /// Format of one element (`descr`).
  var element: ElementFormat
  /// Whether the first axis runs fastest.
  var isFortranOrder: Bool
  /// The sizes of the axes.
  var shape: Shape
  /// Bytes of all elements together.
  var byteCount: Int

  /// Largest accepted size of a header in bytes.
  private static let maximumByteCount = 1 << 24

  /// Takes the header of `file`, which starts with the magic bytes.
  ///
  /// - Throws: without a path; it is the caller who knows what the file is.
  init(from file: inout InputFile) throws(Diagnostic) {
    let version = try file.take(8).dropFirst(6)
    let isFirst = version.elementsEqual([1, 0])
    guard isFirst || version.elementsEqual([2, 0]) || version.elementsEqual([3, 0]) else {
      if version.count < 2 { throw Self.truncated(expected: nil, got: version.count) }
      throw Diagnostic(
        "is of an unknown version of the .npy format", expected: "1.0, 2.0 or 3.0",
        got: version.map(String.init).joined(separator: "."))
    }
    let lengthSize = isFirst ? 2 : 4
    let length = try file.take(lengthSize)
    if length.count < lengthSize { throw Self.truncated(expected: nil, got: length.count) }
    let byteCount = length.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard byteCount <= Self.maximumByteCount else {
      throw Diagnostic("its header claims to be \(byteCount) bytes long, which can't be")
    }
    let text = try file.take(byteCount)
    if text.count < byteCount { throw Self.truncated(expected: byteCount, got: text.count) }
    try self.init(parsing: Self.utf8(text, isUTF8: version.first == 3))
  }

  private static func truncated(expected: Int?, got: Int) -> Diagnostic {
    Diagnostic(
      "its header is cut short", expected: expected.map(bytes), got: bytes(got),
      hint: "write or copy it again")
  }

  /// The header as UTF-8: versions 1 and 2 are Latin-1.
  private static func utf8(_ text: [UInt8], isUTF8: Bool) throws(Diagnostic) -> [UInt8] {
    if text.allSatisfy({ $0 < 0x80 }) { return text }
    if !isUTF8 {
      return Array(String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) })).utf8)
    }
    guard String(validating: text, as: UTF8.self) != nil else {
      throw Diagnostic("its header is not UTF-8, as that of version 3.0 must be")
    }
    return text
  }

  /// Reads the dictionary of exactly `descr`, `fortran_order` and `shape`.
  init(parsing utf8: [UInt8]) throws(Diagnostic) {
    guard case .dictionary(let entries) = try PythonLiteral(parsing: utf8) else {
      throw Self.invalid("is no dictionary")
    }
    var values: [String: PythonLiteral] = [:]
    for entry in entries {
      guard let key = entry.key.string, ["descr", "fortran_order", "shape"].contains(key) else {
        throw Self.invalid("has an unknown key")
      }
      guard values.updateValue(entry.value, forKey: key) == nil else {
        throw Self.invalid("has '\(key)' twice")
      }
    }
    guard let descr = values["descr"] else { throw Self.invalid("has no 'descr'") }
    guard let shape = values["shape"] else { throw Self.invalid("has no 'shape'") }
    guard let order = values["fortran_order"] else { throw Self.invalid("has no 'fortran_order'") }
    guard case .boolean(let isFortranOrder) = order else {
      throw Self.invalid("has a 'fortran_order' that is neither True nor False")
    }
    guard case .tuple = shape else { throw Self.invalid("has a 'shape' that is no tuple") }
    element = try ElementFormat(descr)
    self.shape = try Shape(shape)
    self.isFortranOrder = isFortranOrder
    byteCount = try self.shape.checkedByteCount(elementByteCount: element.byteCount)
  }

  private static func invalid(_ reason: String) -> Diagnostic {
    Diagnostic(
      "its header \(reason)", expected: "{'descr': …, 'fortran_order': …, 'shape': …}",
      hint: "save it again with numpy.save")
  }
}
