/// Trimming and replacing (`str.strip`, `str.replace` and the like).
extension String {
  /// `self.strip(characters)`; nil characters are any whitespace.
  func pythonStrip(_ characters: String? = nil) -> String {
    trimmed(characters, left: true, right: true)
  }

  /// `self.lstrip(characters)`
  func pythonLstrip(_ characters: String? = nil) -> String {
    trimmed(characters, left: true, right: false)
  }

  /// `self.rstrip(characters)`
  func pythonRstrip(_ characters: String? = nil) -> String {
    trimmed(characters, left: false, right: true)
  }

  private func trimmed(_ characters: String?, left: Bool, right: Bool) -> String {
    let set = characters.map { Set($0.unicodeScalars) }
    func isKept(_ scalar: Unicode.Scalar) -> Bool {
      set.map { !$0.contains(scalar) } ?? !scalar.isPythonSpace
    }
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: isKept),
      let last = scalars.lastIndex(where: isKept)
    else { return "" }
    let start = left ? first : scalars.startIndex
    return right ? String(scalars[start...last]) : String(scalars[start...])
  }

  /// `self.removeprefix(prefix)`
  func pythonRemovePrefix(_ prefix: String) -> String {
    guard pythonStartsWith([prefix]) else { return self }
    return String(codePoints: unicodeScalars.dropFirst(prefix.codePointCount))
  }

  /// `self.removesuffix(suffix)`
  func pythonRemoveSuffix(_ suffix: String) -> String {
    guard pythonEndsWith([suffix]) else { return self }
    return String(codePoints: unicodeScalars.dropLast(suffix.codePointCount))
  }

  /// `self.replace(old, new, count)`; a negative count replaces all.
  func pythonReplace(_ old: String, _ new: String, count: Int = -1) throws -> String {
    let (scalars, needle) = (codePoints, old.codePoints)
    let limit = count < 0 ? Int.max : count
    let places = CodePointSearch(needle).all(in: scalars[...], limit: limit)
    let added = try TextLimit.product(places.count, new.codePointCount)
    try TextLimit.check(scalars.count + added - places.count * needle.count)
    var result: [UInt8] = []
    var start = 0
    for place in places {
      for scalar in scalars[start..<place] { result.append(contentsOf: UTF8.bytes(of: scalar)) }
      result.append(contentsOf: new.utf8)
      start = place + needle.count
    }
    for scalar in scalars[start...] { result.append(contentsOf: UTF8.bytes(of: scalar)) }
    return String(decoding: result, as: UTF8.self)
  }

  /// `self.translate(table)`, with a table of code points; an empty text deletes.
  func pythonTranslate(_ table: [Unicode.Scalar: String]) throws -> String {
    var result = ""
    for scalar in unicodeScalars {
      result += table[scalar] ?? String(scalar)
      try TextLimit.check(result.utf8.count)
    }
    return result
  }

  /// `str.maketrans(source, target, deleted)`
  static func pythonMakeTranslation(
    from source: String, to target: String, deleting deleted: String = ""
  ) throws -> [Unicode.Scalar: String] {
    guard source.codePointCount == target.codePointCount else {
      throw PythonFault.valueError(
        "the first two maketrans arguments must have equal length")
    }
    let pairs = zip(source.unicodeScalars, target.unicodeScalars).map { ($0, String($1)) }
    let deletions = deleted.unicodeScalars.map { ($0, "") }
    return Dictionary(pairs + deletions) { _, last in last }
  }
}

extension UTF8 {
  /// The bytes of a code point.
  fileprivate static func bytes(of scalar: Unicode.Scalar) -> UTF8.EncodedScalar {
    encode(scalar) ?? encodedReplacementCharacter
  }
}
