/// Classes of characters by Unicode 14, which CPython 3.11 knows.
extension Unicode.Scalar {
  /// Whether the character is in Unicode 14.
  private var isAssigned: Bool {
    guard let age = properties.age else { return false }
    return age.major <= 14
  }

  /// General category; unassigned for characters newer than Unicode 14.
  var pythonCategory: Unicode.GeneralCategory {
    switch properties.generalCategory {
    case .privateUse: .privateUse
    case .control: .control
    case let category: isAssigned ? category : .unassigned
    }
  }

  /// `isalpha`
  var isPythonAlphabetic: Bool {
    switch pythonCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      true
    default: false
    }
  }

  /// `isdecimal`
  var isPythonDecimal: Bool { isAssigned && properties.numericType == .decimal }

  /// `isdigit`
  var isPythonDigit: Bool {
    isPythonDecimal || (isAssigned && properties.numericType == .digit)
  }

  /// `isnumeric`
  var isPythonNumeric: Bool {
    guard isAssigned, properties.numericType != nil else { return false }
    switch value {
    case 0x4e24, 0x4eac, 0x4fe9, 0x5006, 0x62d0, 0x6d1e, 0x7695, 0x79ed, 0x920e, 0x94a9, 0x12038,
      0x12039, 0x12079, 0x12226, 0x1222b, 0x1230b, 0x1230d, 0x12399:
      return false  // Numbers since Unicode 15.
    default: return true
    }
  }

  /// Value of a decimal digit of any script.
  var decimalDigit: Int? {
    guard isPythonDecimal, let value = properties.numericValue else { return nil }
    return Int(exactly: value)
  }

  /// `isspace`
  var isPythonSpace: Bool {
    switch value {
    case 0x09...0x0d, 0x1c...0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f,
      0x205f, 0x3000:
      true
    default: false
    }
  }

  /// Whether `splitlines` ends a line here.
  var isPythonLineBreak: Bool {
    switch value {
    case 0x0a...0x0d, 0x1c...0x1e, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// `isprintable`
  var isPythonPrintable: Bool {
    switch pythonCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    case .spaceSeparator: self == " "
    default: true
    }
  }

  /// Whether the character is upper-case.
  var isPythonUppercase: Bool { isAssigned && properties.isUppercase }

  /// Whether the character is lower-case.
  var isPythonLowercase: Bool {
    lowercaseInUnicode14 ?? (isAssigned && properties.isLowercase)
  }

  /// Whether the character was lower-case in Unicode 14; nil where that never changed.
  private var lowercaseInUnicode14: Bool? {
    switch value {
    case 0x295: true
    case 0x10fc, 0xa7f2...0xa7f4, 0xab69: false
    default: nil
    }
  }

  /// Whether the character is title-case, such as `ǅ`.
  var isPythonTitlecase: Bool { pythonCategory == .titlecaseLetter }

  /// Whether the character has a case.
  var isPythonCased: Bool { lowercaseInUnicode14 ?? (isAssigned && properties.isCased) }

  /// Whether casing looks past the character.
  var isPythonCaseIgnorable: Bool { isAssigned && properties.isCaseIgnorable }

  /// Whether an identifier may start with the character.
  var isPythonIdentifierStart: Bool { self == "_" || (isAssigned && properties.isXIDStart) }

  /// Whether an identifier may go on with the character.
  var isPythonIdentifierPart: Bool {
    switch value {
    case 0x200c, 0x200d, 0x30fb, 0xff65: false  // Parts of identifiers since Unicode 15.1.
    default: isAssigned && properties.isXIDContinue
    }
  }

  /// `mapping`, or the character itself where either is newer than Unicode 14.
  private func mapped(_ mapping: String) -> String {
    isAssigned && mapping.unicodeScalars.allSatisfy(\.isAssigned) ? mapping : String(self)
  }

  /// The character in upper case.
  var pythonUppercase: String { mapped(properties.uppercaseMapping) }

  /// The character in lower case.
  var pythonLowercase: String { mapped(properties.lowercaseMapping) }

  /// The character in title case.
  var pythonTitlecase: String { mapped(properties.titlecaseMapping) }

  /// The character with its case folded.
  var pythonCasefold: String {
    switch value {
    case 0x131, 0x13a0...0x13f5: String(self)
    case 0x13f8...0x13fd, 0xab70...0xabbf: pythonUppercase
    default:
      pythonLowercase.unicodeScalars.map(\.pythonUppercase).joined()
        .unicodeScalars.map(\.pythonLowercase).joined()
    }
  }
}
