/// Splitting and joining (`str.split` and the like).
extension String {
  /// `self.split(separator, maxsplit)`; a nil separator is any whitespace.
  func pythonSplit(_ separator: String? = nil, maxsplit: Int = -1) throws -> [String] {
    let scalars = codePoints
    let limit = maxsplit < 0 ? Int.max : maxsplit
    guard let separator else { return Self.words(scalars, limit: limit) }
    let needle = try Self.checked(separator)
    let places = CodePointSearch(needle).all(in: scalars[...], limit: limit)
    return Self.pieces(of: scalars, at: places, width: needle.count)
  }

  /// `self.rsplit(separator, maxsplit)`
  func pythonRsplit(_ separator: String? = nil, maxsplit: Int = -1) throws -> [String] {
    let scalars = codePoints
    let limit = maxsplit < 0 ? Int.max : maxsplit
    guard let separator else {
      let reversed = Self.words(scalars.reversed(), limit: limit)
      return reversed.reversed().map { String(codePoints: $0.unicodeScalars.reversed()) }
    }
    let needle = try Self.checked(separator)
    let places = CodePointSearch.allFromEnd(needle, in: scalars, limit: limit)
    return Self.pieces(of: scalars, at: places, width: needle.count)
  }

  /// `self.partition(separator)`
  func pythonPartition(_ separator: String) throws -> (String, String, String) {
    let needle = try Self.checked(separator)
    let scalars = codePoints
    guard let place = CodePointSearch(needle).first(in: scalars[...], from: 0) else {
      return (self, "", "")
    }
    return Self.parts(of: scalars, at: place, separator)
  }

  /// `self.rpartition(separator)`
  func pythonRpartition(_ separator: String) throws -> (String, String, String) {
    let needle = try Self.checked(separator)
    let scalars = codePoints
    guard let place = CodePointSearch.allFromEnd(needle, in: scalars, limit: 1).first else {
      return ("", "", self)
    }
    return Self.parts(of: scalars, at: place, separator)
  }

  /// `self.splitlines(keepends)`
  func pythonSplitlines(keepsEnds: Bool = false) -> [String] {
    let scalars = codePoints
    var (lines, start) = ([String](), 0)
    while start < scalars.count {
      let stop = scalars[start...].firstIndex(where: \.isPythonLineBreak) ?? scalars.count
      var next = min(stop + 1, scalars.count)
      if stop < scalars.count, scalars[stop] == "\r", next < scalars.count, scalars[next] == "\n" {
        next += 1
      }
      lines.append(String(codePoints: scalars[start..<(keepsEnds ? next : stop)]))
      start = next
    }
    return lines
  }

  /// `self.join(texts)`
  func pythonJoin(_ texts: [String]) throws -> String {
    let separators = try TextLimit.product(max(texts.count - 1, 0), utf8.count)
    try TextLimit.check(texts.reduce(separators) { $0 + $1.utf8.count })
    return texts.joined(separator: self)
  }

  private static func checked(_ separator: String) throws -> [Unicode.Scalar] {
    guard !separator.isEmpty else { throw PythonFault.valueError("empty separator") }
    return separator.codePoints
  }

  /// Words between whitespace; after `limit` splits the rest is one word.
  private static func words(_ scalars: [Unicode.Scalar], limit: Int) -> [String] {
    var (words, start) = ([String](), 0)
    while let first = scalars[start...].firstIndex(where: { !$0.isPythonSpace }) {
      guard words.count < limit else {
        words.append(String(codePoints: scalars[first...]))
        break
      }
      start = scalars[first...].firstIndex(where: \.isPythonSpace) ?? scalars.count
      words.append(String(codePoints: scalars[first..<start]))
    }
    return words
  }

  private static func pieces(
    of scalars: [Unicode.Scalar], at places: [Int], width: Int
  ) -> [String] {
    let starts = [0] + places.map { $0 + width }
    return zip(starts, places + [scalars.count]).map { start, stop in
      String(codePoints: scalars[start..<stop])
    }
  }

  private static func parts(
    of scalars: [Unicode.Scalar], at place: Int, _ separator: String
  ) -> (String, String, String) {
    let pieces = pieces(of: scalars, at: [place], width: separator.codePointCount)
    return (pieces[0], separator, pieces[1])
  }
}
