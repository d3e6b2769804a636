/// Text as Python has it: a sequence of code points.
extension String {
  /// The code points in order.
  var codePoints: [Unicode.Scalar] { Array(unicodeScalars) }

  /// Makes the text of `scalars`.
  init(codePoints scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self = String(view)
  }

  /// `len(self)`
  var codePointCount: Int { unicodeScalars.count }

  /// `self == other` code point by code point, where Swift's `==` is canonical equivalence.
  func hasSameCodePoints(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }

  /// Order of `self` and `other` by code points.
  func compareCodePoints(with other: String) -> Comparison {
    if hasSameCodePoints(as: other) { return .equal }
    return utf8.lexicographicallyPrecedes(other.utf8) ? .less : .greater
  }

  /// `self + other`
  func concatenated(with other: String) throws -> String {
    try TextLimit.check(utf8.count / 4 + other.utf8.count / 4)
    return self + other
  }

  /// `self * count`
  func repeated(_ count: Int) throws -> String {
    guard count > 0, !isEmpty else { return "" }
    _ = try TextLimit.product(count, utf8.count)
    return String(repeating: self, count: count)
  }

  /// `self[index]`; a negative index counts from the end.
  ///
  /// - Complexity: O(n).
  func codePoint(at index: Int) throws -> String {
    let scalars = unicodeScalars
    let position =
      index >= 0
      ? scalars.index(scalars.startIndex, offsetBy: index, limitedBy: scalars.endIndex)
      : scalars.index(scalars.endIndex, offsetBy: index, limitedBy: scalars.startIndex)
    guard let position, position < scalars.endIndex else {
      throw PythonFault.indexError("string index out of range")
    }
    return String(scalars[position])
  }

  /// `self[start:stop:step]`
  func slice(_ slice: PythonSlice) throws -> String {
    let scalars = codePoints
    return String(codePoints: try slice.indices(count: scalars.count).map { scalars[$0] })
  }
}

/// A text as key of a dictionary: equal where the code points are.
struct CodePointKey: Hashable, Sendable {
  /// The text.
  var text: String

  static func == (a: CodePointKey, b: CodePointKey) -> Bool {
    a.text.hasSameCodePoints(as: b.text)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
