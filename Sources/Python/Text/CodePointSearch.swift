/// Search for a text in another by the method of Knuth, Morris and Pratt.
struct CodePointSearch {
  private let needle: [Unicode.Scalar]
  /// Length of the longest proper border of every prefix of `needle`.
  private let borders: [Int]

  /// Prepares the search for `needle`.
  ///
  /// - Complexity: O(n).
  init(_ needle: [Unicode.Scalar]) {
    self.needle = needle
    var borders: [Int] = []
    var matched = 0
    for (index, scalar) in needle.enumerated() {
      while matched > 0, needle[matched] != scalar { matched = borders[matched - 1] }
      if index > 0, needle[matched] == scalar { matched += 1 }
      borders.append(matched)
    }
    self.borders = borders
  }

  /// Place of the first match in `text` from `start` on.
  func first(in text: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
    guard start <= text.endIndex else { return nil }
    guard !needle.isEmpty else { return start }
    var matched = 0
    for index in start..<text.endIndex {
      while matched > 0, needle[matched] != text[index] { matched = borders[matched - 1] }
      if needle[matched] == text[index] { matched += 1 }
      if matched == needle.count { return index - matched + 1 }
    }
    return nil
  }

  /// Places of matches in `text` that don't overlap, at most `limit` of them.
  func all(in text: ArraySlice<Unicode.Scalar>, limit: Int = .max) -> [Int] {
    var places: [Int] = []
    var start = text.startIndex
    while places.count < limit, let place = first(in: text, from: start) {
      places.append(place)
      start = place + max(needle.count, 1)
    }
    return places
  }

  /// Places of matches in `text` that don't overlap, found from the end; at most `limit`.
  static func allFromEnd(
    _ needle: [Unicode.Scalar], in text: [Unicode.Scalar], limit: Int = .max
  ) -> [Int] {
    let reversed = CodePointSearch(needle.reversed()).all(in: text.reversed()[...], limit: limit)
    return reversed.map { text.count - $0 - needle.count }.reversed()
  }
}
