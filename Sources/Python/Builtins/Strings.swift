extension PyClass {
  /// `str`.
  public static let str: PyClass = builtin(
    "str",
    caseMethods + testMethods + searchMethods + splitMethods + changeMethods + [
      PyBuiltin("maketrans", "(x, y=None, z=None, /)") { call in
        try translationTable(call[0], call.optionalString(1), call.optionalString(2))
      }
    ],
    constructor: holding({ .str }) { arguments in
      let values = try strParameters.bind(arguments, of: "str")
      guard !values[1].isNone || !values[2].isNone else {
        return .string(try Py.text(of: values[0]))
      }
      guard values[1].isNone || values[1].string != nil else {
        throw PyError.type(
          "str() argument 'encoding' must be str, not \(Py.typeOf(values[1]).name)")
      }
      guard values[0].reference is PyBytes else {
        throw PyError.type(
          values[0].string != nil
            ? "decoding str is not supported"
            : "decoding to str: need a bytes-like object, \(Py.typeOf(values[0]).name) found")
      }
      return try Py.call(
        Py.attribute("decode", of: values[0]), PyArguments(values[1].isNone ? [] : [values[1]]))
    })

  private static let strParameters = Signature("(object='', encoding=None, errors=None)")

  private static func text(_ object: PyObject) throws -> String {
    guard let text = object.string else {
      throw PyError.type(
        "descriptor requires a 'str' object but received a '\(Py.typeOf(object).name)'")
    }
    return text
  }

  private static func changing(
    _ name: String, _ change: @escaping (String) throws -> String
  ) -> PyBuiltin {
    Python.method(name, "()") { object, _ in .string(try change(text(object))) }
  }

  private static let caseMethods = [
    changing("upper") { try $0.pythonUpper() }, changing("lower") { try $0.pythonLower() },
    changing("title") { try $0.pythonTitle() },
    changing("capitalize") { try $0.pythonCapitalize() },
    changing("swapcase") { try $0.pythonSwapcase() },
    changing("casefold") { try $0.pythonCasefold() },
  ]

  private static func testing(
    _ name: String, _ test: @escaping (String) -> Bool
  ) -> PyBuiltin {
    Python.method(name, "()") { object, _ in .bool(test(try text(object))) }
  }

  private static let testMethods = [
    testing("isalpha", \.pythonIsAlpha), testing("isdecimal", \.pythonIsDecimal),
    testing("isdigit", \.pythonIsDigit), testing("isnumeric", \.pythonIsNumeric),
    testing("isalnum", \.pythonIsAlnum), testing("isspace", \.pythonIsSpace),
    testing("isprintable", \.pythonIsPrintable), testing("isascii", \.pythonIsASCII),
    testing("isidentifier", \.pythonIsIdentifier), testing("isupper", \.pythonIsUpper),
    testing("islower", \.pythonIsLower), testing("istitle", \.pythonIsTitle),
  ]

  private static func searching(
    _ name: String, _ search: @escaping (String, String, Int?, Int?) throws -> Int
  ) -> PyBuiltin {
    Python.method(name, "(sub, start=None, end=None, /)") { object, call in
      .int(try search(text(object), call.string(0), call.optionalInt(1), call.optionalInt(2)))
    }
  }

  private static func matching(
    _ name: String, _ test: @escaping (String, [String], Int?, Int?) -> Bool
  ) -> PyBuiltin {
    Python.method(name, "(prefix, start=None, end=None, /)") { object, call in
      let affixes: [String]
      if case .tuple(let tuple) = call[0] {
        affixes = try tuple.items.map(text)
      } else {
        guard let affix = call[0].string else {
          throw PyError.type(
            "\(name) first arg must be str or a tuple of str, not \(Py.typeOf(call[0]).name)")
        }
        affixes = [affix]
      }
      return .bool(
        test(try text(object), affixes, try call.optionalInt(1), try call.optionalInt(2)))
    }
  }

  private static let searchMethods = [
    searching("find") { $0.pythonFind($1, start: $2, end: $3) },
    searching("rfind") { $0.pythonRfind($1, start: $2, end: $3) },
    searching("index") { try $0.pythonIndex($1, start: $2, end: $3) },
    searching("rindex") { try $0.pythonRindex($1, start: $2, end: $3) },
    searching("count") { $0.pythonCount($1, start: $2, end: $3) },
    matching("startswith") { $0.pythonStartsWith($1, start: $2, end: $3) },
    matching("endswith") { $0.pythonEndsWith($1, start: $2, end: $3) },
  ]

  private static func list(_ texts: [String]) -> PyObject { .list(texts.map { .string($0) }) }

  private static let splitMethods = [
    Python.method("split", "(sep=None, maxsplit=-1)") { object, call in
      list(try text(object).pythonSplit(call.optionalString(0), maxsplit: call.int(1)))
    },
    Python.method("rsplit", "(sep=None, maxsplit=-1)") { object, call in
      list(try text(object).pythonRsplit(call.optionalString(0), maxsplit: call.int(1)))
    },
    Python.method("splitlines", "(keepends=False)") { object, call in
      list(try text(object).pythonSplitlines(keepsEnds: call.isTrue(0)))
    },
    Python.method("partition", "(sep, /)") { object, call in
      let parts = try text(object).pythonPartition(call.string(0))
      return .tuple([.string(parts.0), .string(parts.1), .string(parts.2)])
    },
    Python.method("rpartition", "(sep, /)") { object, call in
      let parts = try text(object).pythonRpartition(call.string(0))
      return .tuple([.string(parts.0), .string(parts.1), .string(parts.2)])
    },
    Python.method("join", "(iterable, /)") { object, call in
      guard let items = try Py.iteratorIfThere(over: call[0]) else {
        throw PyError.type("can only join an iterable")
      }
      let texts = try Py.items(of: .object(items)).enumerated().map { place, item in
        guard let text = item.string else {
          throw PyError.type(
            "sequence item \(place): expected str instance, \(Py.typeOf(item).name) found")
        }
        return text
      }
      return .string(try text(object).pythonJoin(texts))
    },
  ]

  private static func trimming(
    _ name: String, _ trim: @escaping (String, String?) -> String
  ) -> PyBuiltin {
    Python.method(name, "(chars=None, /)") { object, call in
      .string(trim(try text(object), try call.optionalString(0)))
    }
  }

  private static func padding(
    _ name: String, _ pad: @escaping (String, Int, String) throws -> String
  ) -> PyBuiltin {
    Python.method(name, "(width, fillchar=' ', /)") { object, call in
      .string(try pad(text(object), call.int(0), call.string(1)))
    }
  }

  private static let changeMethods = [
    trimming("strip") { $0.pythonStrip($1) }, trimming("lstrip") { $0.pythonLstrip($1) },
    trimming("rstrip") { $0.pythonRstrip($1) },
    padding("ljust") { try $0.pythonLjust($1, fill: $2) },
    padding("rjust") { try $0.pythonRjust($1, fill: $2) },
    padding("center") { try $0.pythonCenter($1, fill: $2) },
    Python.method("zfill", "(width, /)") { .string(try text($0).pythonZfill($1.int(0))) },
    Python.method("expandtabs", "(tabsize=8)") {
      .string(try text($0).pythonExpandTabs($1.int(0)))
    },
    Python.method("removeprefix", "(prefix, /)") {
      .string(try text($0).pythonRemovePrefix($1.string(0)))
    },
    Python.method("removesuffix", "(suffix, /)") {
      .string(try text($0).pythonRemoveSuffix($1.string(0)))
    },
    Python.method("replace", "(old, new, count=-1, /)") {
      .string(try text($0).pythonReplace($1.string(0), $1.string(1), count: $1.int(2)))
    },
    Python.method("encode", "(encoding='utf-8', errors='strict')") {
      .object(PyBytes(try text($0).pythonEncode($1.string(0))))
    },
    Python.method("format", "(*args, **kwargs)") { object, call in
      .string(
        try Py.templateFormatted(
          text(object), PyArguments(call.rest(0), keywords: call.keywords(1))))
    },
    Python.method("format_map", "(mapping, /)") { object, call in
      .string(
        try Py.templateFormatted(
          text(object),
          PyArguments(
            [],
            keywords: Py.entries(of: call[0]).compactMap { key, value in
              key.string.map { ($0, value) }
            })))
    },
    Python.method("translate", "(table, /)") { object, call in
      var table: [Unicode.Scalar: String] = [:]
      for (key, value) in try Py.entries(of: call[0]) {
        guard let scalar = key.integer.flatMap({ Unicode.Scalar(UInt32(clamping: $0)) }) else {
          continue
        }
        table[scalar] =
          value.isNone ? "" : try value.string ?? Formatting.character(Py.requiredInteger(value))
      }
      return .string(try text(object).pythonTranslate(table))
    },
  ]

  private static func translationTable(
    _ from: PyObject, _ to: String?, _ removed: String?
  ) throws -> PyObject {
    let dict = PyDict()
    if let to {
      let (old, new) = (Array(try text(from).unicodeScalars), Array(to.unicodeScalars))
      guard old.count == new.count else {
        throw PyError.value("the first two maketrans arguments must have equal length")
      }
      for (a, b) in zip(old, new) { try dict.set(.int(Int(a.value)), to: .int(Int(b.value))) }
    } else {
      for (key, value) in try Py.entries(of: from) {
        let code = key.string?.unicodeScalars.first.map { PyObject.int(Int($0.value)) }
        try dict.set(code ?? key, to: value)
      }
    }
    for scalar in (removed ?? "").unicodeScalars {
      try dict.set(.int(Int(scalar.value)), to: .none)
    }
    return .dict(dict)
  }
}
