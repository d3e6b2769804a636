/// Searches within bounds (`str.find` and the like); nil bounds stand for `None`.
extension String {
  /// `self.find(needle, start, end)`; -1 without a match.
  func pythonFind(_ needle: String, start: Int? = nil, end: Int? = nil) -> Int {
    guard let window = Window(self, start, end) else { return -1 }
    let search = CodePointSearch(needle.codePoints)
    return search.first(in: window.scalars, from: window.scalars.startIndex) ?? -1
  }

  /// `self.rfind(needle, start, end)`; -1 without a match.
  func pythonRfind(_ needle: String, start: Int? = nil, end: Int? = nil) -> Int {
    guard let window = Window(self, start, end) else { return -1 }
    let places = CodePointSearch.allFromEnd(
      needle.codePoints, in: Array(window.scalars), limit: 1)
    return places.first.map { $0 + window.scalars.startIndex } ?? -1
  }

  /// `self.index(needle, start, end)`
  func pythonIndex(_ needle: String, start: Int? = nil, end: Int? = nil) throws -> Int {
    try Self.found(pythonFind(needle, start: start, end: end))
  }

  /// `self.rindex(needle, start, end)`
  func pythonRindex(_ needle: String, start: Int? = nil, end: Int? = nil) throws -> Int {
    try Self.found(pythonRfind(needle, start: start, end: end))
  }

  private static func found(_ place: Int) throws -> Int {
    guard place >= 0 else { throw PythonFault.valueError("substring not found") }
    return place
  }

  /// `self.count(needle, start, end)`
  func pythonCount(_ needle: String, start: Int? = nil, end: Int? = nil) -> Int {
    guard let window = Window(self, start, end) else { return 0 }
    return CodePointSearch(needle.codePoints).all(in: window.scalars).count
  }

  /// `needle in self`
  func pythonContains(_ needle: String) -> Bool { pythonFind(needle) >= 0 }

  /// `self.startswith(prefixes, start, end)`
  func pythonStartsWith(_ prefixes: [String], start: Int? = nil, end: Int? = nil) -> Bool {
    guard let window = Window(self, start, end) else { return false }
    return prefixes.contains { window.scalars.starts(with: $0.unicodeScalars) }
  }

  /// `self.endswith(suffixes, start, end)`
  func pythonEndsWith(_ suffixes: [String], start: Int? = nil, end: Int? = nil) -> Bool {
    guard let window = Window(self, start, end) else { return false }
    return suffixes.contains { suffix in
      window.scalars.reversed().starts(with: suffix.unicodeScalars.reversed())
    }
  }
}

/// The part of a text between two bounds; none where the first lies behind the second.
private struct Window {
  let scalars: ArraySlice<Unicode.Scalar>

  init?(_ text: String, _ start: Int?, _ end: Int?) {
    let all = text.codePoints
    func clamped(_ bound: Int) -> Int { bound < 0 ? max(bound + all.count, 0) : bound }
    let first = clamped(start ?? 0)
    let last = min(clamped(end ?? all.count), all.count)
    guard first <= last else { return nil }
    scalars = all[first..<last]
  }
}
