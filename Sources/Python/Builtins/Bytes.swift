extension PyClass {
  /// `bytes`.
  static let bytes: PyClass = builtin(
    "bytes", bytesCases + bytesTests + bytesSearches + bytesParts + bytesChanges,
    constructor: makeBytes)

  private static let bytesParameters = Signature("(source=None, encoding=None, errors=None)")

  private static func makeBytes(_: PyClass, _ arguments: PyArguments) throws -> PyObject {
    let values = try bytesParameters.bind(arguments, of: "bytes")
    if let text = values[0].string {
      guard let encoding = values[1].string else {
        throw PyError.type("string argument without an encoding")
      }
      return .object(PyBytes(try text.pythonEncode(encoding)))
    }
    if let count = values[0].integer {
      guard count >= 0 else { throw PyError.value("negative count") }
      guard count <= itemLimit else { throw PyError.named("MemoryError", "") }
      return .object(PyBytes([UInt8](repeating: 0, count: count)))
    }
    if values[0].isNone { return .object(PyBytes([])) }
    if let bytes = values[0].reference as? PyBytes { return .object(bytes) }
    return .object(
      PyBytes(
        try Py.items(of: values[0]).map {
          guard let byte = UInt8(exactly: try Py.requiredInteger($0)) else {
            throw PyError.value("bytes must be in range(0, 256)")
          }
          return byte
        }))
  }

  private static func own(_ object: PyObject) throws -> PyBytes {
    guard let bytes = object.native.reference as? PyBytes else {
      throw PyError.type(
        "a bytes-like object is required, not '\(Py.typeOf(object).name)'")
    }
    return bytes
  }

  /// The bytes as code points of the same numbers, and back.
  private static func text(_ object: PyObject) throws -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: try own(object).bytes.map { Unicode.Scalar($0) })
    return String(view)
  }

  private static func bytes(_ text: String) -> PyObject {
    .object(PyBytes(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }))
  }

  private static func optionalText(_ object: PyObject) throws -> String? {
    object.isNone ? nil : try text(object)
  }

  // MARK: Cases

  private static let bytesCases = ["upper", "lower", "swapcase", "title", "capitalize"].map {
    name in
    Python.method(name, "()") { object, _ in
      let scalars = try text(object).map(String.init)
      var follows = false
      let changed = try scalars.enumerated().map { place, letter -> String in
        guard letter.utf8.count == 1 else {
          follows = false
          return letter
        }
        let isLetter = letter.pythonIsAlpha
        defer { follows = isLetter }
        switch name {
        case "upper": return try letter.pythonUpper()
        case "lower": return try letter.pythonLower()
        case "swapcase": return try letter.pythonSwapcase()
        case "title": return try follows ? letter.pythonLower() : letter.pythonUpper()
        default: return try place > 0 ? letter.pythonLower() : letter.pythonUpper()
        }
      }
      return bytes(changed.joined())
    }
  }

  private static func testing(_ name: String, _ test: @escaping (String) -> Bool) -> PyBuiltin {
    Python.method(name, "()") { object, _ in
      let text = try text(object)
      return .bool(text.pythonIsASCII && test(text))
    }
  }

  private static let bytesTests = [
    testing("isalpha", \.pythonIsAlpha), testing("isdigit", \.pythonIsDigit),
    testing("isalnum", \.pythonIsAlnum), testing("isspace", \.pythonIsSpace),
    testing("isupper", \.pythonIsUpper), testing("islower", \.pythonIsLower),
    testing("istitle", \.pythonIsTitle), testing("isascii", \.pythonIsASCII),
  ]

  // MARK: Searches

  private static func needle(_ object: PyObject) throws -> String {
    guard let integer = object.integer else { return try text(object) }
    guard let byte = UInt8(exactly: integer) else {
      throw PyError.value("byte must be in range(0, 256)")
    }
    return String(Unicode.Scalar(byte))
  }

  private static func searching(
    _ name: String, _ search: @escaping (String, String, Int?, Int?) throws -> Int
  ) -> PyBuiltin {
    Python.method(name, "(sub, start=None, end=None, /)") { object, call in
      .int(
        try search(text(object), needle(call[0]), call.optionalInt(1), call.optionalInt(2)))
    }
  }

  private static func matching(
    _ name: String, _ test: @escaping (String, [String], Int?, Int?) -> Bool
  ) -> PyBuiltin {
    Python.method(name, "(prefix, start=None, end=None, /)") { object, call in
      let affixes = try (call[0].items ?? [call[0]]).map(text)
      return .bool(
        test(try text(object), affixes, try call.optionalInt(1), try call.optionalInt(2)))
    }
  }

  private static let bytesSearches = [
    searching("find") { $0.pythonFind($1, start: $2, end: $3) },
    searching("rfind") { $0.pythonRfind($1, start: $2, end: $3) },
    searching("index") {
      let place = $0.pythonFind($1, start: $2, end: $3)
      guard place >= 0 else { throw PyError.value("subsection not found") }
      return place
    },
    searching("rindex") {
      let place = $0.pythonRfind($1, start: $2, end: $3)
      guard place >= 0 else { throw PyError.value("subsection not found") }
      return place
    },
    searching("count") { $0.pythonCount($1, start: $2, end: $3) },
    matching("startswith") { $0.pythonStartsWith($1, start: $2, end: $3) },
    matching("endswith") { $0.pythonEndsWith($1, start: $2, end: $3) },
  ]

  // MARK: Parts

  private static func list(_ texts: [String]) -> PyObject { .list(texts.map { bytes($0) }) }

  private static let bytesParts = [
    Python.method("split", "(sep=None, maxsplit=-1)") { object, call in
      list(try text(object).pythonSplit(optionalText(call[0]), maxsplit: call.int(1)))
    },
    Python.method("rsplit", "(sep=None, maxsplit=-1)") { object, call in
      list(try text(object).pythonRsplit(optionalText(call[0]), maxsplit: call.int(1)))
    },
    Python.method("partition", "(sep, /)") { object, call in
      let parts = try text(object).pythonPartition(text(call[0]))
      return .tuple([bytes(parts.0), bytes(parts.1), bytes(parts.2)])
    },
    Python.method("rpartition", "(sep, /)") { object, call in
      let parts = try text(object).pythonRpartition(text(call[0]))
      return .tuple([bytes(parts.0), bytes(parts.1), bytes(parts.2)])
    },
    Python.method("join", "(iterable, /)") { object, call in
      let texts = try call.items(0).enumerated().map { place, item in
        guard item.native.reference is PyBytes else {
          throw PyError.type(
            "sequence item \(place): expected a bytes-like object, \(Py.typeOf(item).name) found")
        }
        return try text(item)
      }
      return bytes(try text(object).pythonJoin(texts))
    },
  ]

  // MARK: Changes

  private static func trimming(
    _ name: String, _ trim: @escaping (String, String?) -> String
  ) -> PyBuiltin {
    Python.method(name, "(chars=None, /)") { object, call in
      bytes(trim(try text(object), try optionalText(call[0]) ?? " \t\n\r\u{b}\u{c}"))
    }
  }

  private static func padding(
    _ name: String, _ pad: @escaping (String, Int, String) throws -> String
  ) -> PyBuiltin {
    Python.method(name, "(width, fillchar=None, /)") { object, call in
      bytes(try pad(text(object), call.int(0), optionalText(call[1]) ?? " "))
    }
  }

  private static let bytesChanges = [
    trimming("strip") { $0.pythonStrip($1) }, trimming("lstrip") { $0.pythonLstrip($1) },
    trimming("rstrip") { $0.pythonRstrip($1) },
    padding("ljust") { try $0.pythonLjust($1, fill: $2) },
    padding("rjust") { try $0.pythonRjust($1, fill: $2) },
    padding("center") { try $0.pythonCenter($1, fill: $2) },
    Python.method("zfill", "(width, /)") { bytes(try text($0).pythonZfill($1.int(0))) },
    Python.method("removeprefix", "(prefix, /)") {
      bytes(try text($0).pythonRemovePrefix(text($1[0])))
    },
    Python.method("removesuffix", "(suffix, /)") {
      bytes(try text($0).pythonRemoveSuffix(text($1[0])))
    },
    Python.method("replace", "(old, new, count=-1, /)") {
      bytes(try text($0).pythonReplace(text($1[0]), text($1[1]), count: $1.int(2)))
    },
    Python.method("hex", "()") { object, _ in
      .string(
        try own(object).bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    },
    Python.method("decode", "(encoding='utf-8', errors='strict')") { object, call in
      .string(try own(object).decoded(call.string(0)))
    },
    PyBuiltin("fromhex", "(string, /)") { call in
      let digits = try call.string(0).filter { !$0.isWhitespace }.map(\.hexDigitValue)
      guard digits.count.isMultiple(of: 2), !digits.contains(nil) else {
        let place = digits.firstIndex(of: nil) ?? digits.count
        throw PyError.value("non-hexadecimal number found in fromhex() arg at position \(place)")
      }
      return .object(
        PyBytes(
          stride(from: 0, to: digits.count, by: 2).map {
            UInt8((digits[$0] ?? 0) * 16 + (digits[$0 + 1] ?? 0))
          }))
    },
  ]
}

extension PyBytes {
  /// The text that the bytes are in an encoding.
  fileprivate func decoded(_ encoding: String) throws -> String {
    switch encoding.lowercased().replacing("_", with: "-") {
    case "utf-8", "utf8":
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw PyError.named("UnicodeDecodeError", "'utf-8' codec can't decode bytes")
      }
      return text
    case "ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1":
      let isASCII = encoding.lowercased().contains("ascii")
      guard !isASCII || bytes.allSatisfy({ $0 < 128 }) else {
        throw PyError.named("UnicodeDecodeError", "'ascii' codec can't decode bytes")
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: bytes.map { Unicode.Scalar($0) })
      return String(view)
    default: throw PyError.named("LookupError", "unknown encoding: \(encoding)")
    }
  }
}
