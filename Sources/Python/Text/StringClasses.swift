/// Questions on all characters of a text (`str.isalpha` and the like).
extension String {
  private func allCodePoints(_ condition: (Unicode.Scalar) -> Bool) -> Bool {
    !isEmpty && unicodeScalars.allSatisfy(condition)
  }

  /// `self.isalpha()`
  var pythonIsAlpha: Bool { allCodePoints(\.isPythonAlphabetic) }

  /// `self.isdecimal()`
  var pythonIsDecimal: Bool { allCodePoints(\.isPythonDecimal) }

  /// `self.isdigit()`
  var pythonIsDigit: Bool { allCodePoints(\.isPythonDigit) }

  /// `self.isnumeric()`
  var pythonIsNumeric: Bool { allCodePoints(\.isPythonNumeric) }

  /// `self.isalnum()`
  var pythonIsAlnum: Bool {
    allCodePoints { $0.isPythonAlphabetic || $0.isPythonNumeric }
  }

  /// `self.isspace()`
  var pythonIsSpace: Bool { allCodePoints(\.isPythonSpace) }

  /// `self.isprintable()`
  var pythonIsPrintable: Bool { unicodeScalars.allSatisfy(\.isPythonPrintable) }

  /// `self.isascii()`
  var pythonIsASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

  /// `self.isidentifier()`
  var pythonIsIdentifier: Bool {
    guard let first = unicodeScalars.first, first.isPythonIdentifierStart else { return false }
    return unicodeScalars.dropFirst().allSatisfy(\.isPythonIdentifierPart)
  }

  /// `self.isupper()`
  var pythonIsUpper: Bool {
    unicodeScalars.contains(where: \.isPythonUppercase)
      && !unicodeScalars.contains { $0.isPythonLowercase || $0.isPythonTitlecase }
  }

  /// `self.islower()`
  var pythonIsLower: Bool {
    unicodeScalars.contains(where: \.isPythonLowercase)
      && !unicodeScalars.contains { $0.isPythonUppercase || $0.isPythonTitlecase }
  }

  /// `self.istitle()`
  var pythonIsTitle: Bool {
    var (hasCase, followsCase) = (false, false)
    for scalar in unicodeScalars {
      if scalar.isPythonUppercase || scalar.isPythonTitlecase {
        if followsCase { return false }
        (hasCase, followsCase) = (true, true)
      } else if scalar.isPythonLowercase {
        guard followsCase else { return false }
        hasCase = true
      } else {
        followsCase = false
      }
    }
    return hasCase
  }
}
