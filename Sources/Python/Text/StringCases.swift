/// Changes of case (`str.upper` and the like).
extension String {
  /// `self.upper()`
  func pythonUpper() throws -> String { try mapped(\.pythonUppercase) }

  /// `self.casefold()`
  func pythonCasefold() throws -> String { try mapped(\.pythonCasefold) }

  /// `self.lower()`
  func pythonLower() throws -> String {
    let scalars = codePoints
    return try joined(scalars.indices) { Self.lower(scalars, $0) }
  }

  /// `self.capitalize()`
  func pythonCapitalize() throws -> String {
    let scalars = codePoints
    return try joined(scalars.indices) { index in
      index == 0 ? scalars[0].pythonTitlecase : Self.lower(scalars, index)
    }
  }

  /// `self.title()`
  func pythonTitle() throws -> String {
    let scalars = codePoints
    var followsCase = false
    return try joined(scalars.indices) { index in
      defer { followsCase = scalars[index].isPythonCased }
      return followsCase ? Self.lower(scalars, index) : scalars[index].pythonTitlecase
    }
  }

  /// `self.swapcase()`
  func pythonSwapcase() throws -> String {
    let scalars = codePoints
    return try joined(scalars.indices) { index in
      let scalar = scalars[index]
      if scalar.isPythonUppercase { return Self.lower(scalars, index) }
      return scalar.isPythonLowercase ? scalar.pythonUppercase : String(scalar)
    }
  }

  private func mapped(_ transform: (Unicode.Scalar) -> String) throws -> String {
    try joined(unicodeScalars, transform)
  }

  private func joined<Elements: Sequence>(
    _ elements: Elements, _ transform: (Elements.Element) -> String
  ) throws -> String {
    var result = ""
    for element in elements { result += transform(element) }
    try TextLimit.check(result.utf8.count / 4)
    return result
  }

  /// The character at `index` in lower case; a sigma at the end of a word becomes `ς`.
  private static func lower(_ scalars: [Unicode.Scalar], _ index: Int) -> String {
    guard scalars[index] == "\u{3a3}" else { return scalars[index].pythonLowercase }
    let before = scalars[..<index].last { !$0.isPythonCaseIgnorable }
    let after = scalars[(index + 1)...].first { !$0.isPythonCaseIgnorable }
    let isFinal = before?.isPythonCased == true && after?.isPythonCased != true
    return isFinal ? "\u{3c2}" : "\u{3c3}"
  }
}
