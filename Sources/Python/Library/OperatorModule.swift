extension PyModule {
  /// The names of `operator`.
  static let operatorValues: [String: PyObject] = {
    var values = functions(operatorFunctions)
    let operators: [(String, BinaryOperator)] = [
      ("add", .add), ("sub", .subtract), ("mul", .multiply), ("truediv", .divide),
      ("floordiv", .floorDivide), ("mod", .modulo), ("pow", .power), ("matmul", .matmul),
      ("and_", .and), ("or_", .or), ("xor", .xor), ("lshift", .shiftLeft), ("rshift", .shiftRight),
      ("concat", .add),
    ]
    for (name, operation) in operators {
      values[name] = .function(name, "(a, b, /)") { try Py.binary(operation, $0[0], $0[1]) }
      let own = name.hasSuffix("_") ? String(name.dropLast()) : name
      values["i\(own)"] = .function("i\(own)", "(a, b, /)") {
        try Py.inPlace(operation, $0[0], $0[1])
      }
      values["__\(own)__"] = values[name]
    }
    let comparisons: [(String, ComparisonOperator)] = [
      ("eq", .equal), ("ne", .notEqual), ("lt", .less), ("le", .lessOrEqual), ("gt", .greater),
      ("ge", .greaterOrEqual), ("is_", .isSame), ("is_not", .isNotSame),
    ]
    for (name, comparison) in comparisons {
      values[name] = .function(name, "(a, b, /)") { try Py.compare(comparison, $0[0], $0[1]) }
    }
    let unaries: [(String, UnaryOperator)] = [
      ("neg", .minus), ("pos", .plus), ("not_", .not), ("inv", .invert), ("invert", .invert),
    ]
    for (name, operation) in unaries {
      values[name] = .function(name, "(a, /)") { try Py.unary(operation, $0[0]) }
    }
    return values
  }()

  private static let operatorFunctions: [PyBuiltin] = [
    PyBuiltin("abs", "(a, /)") { call in
      try Py.call(builtinAbs, call[0])
    },
    PyBuiltin("truth", "(a, /)") { .bool(try $0.isTrue(0)) },
    PyBuiltin("contains", "(a, b, /)") { .bool(try Py.isContained($0[1], in: $0[0])) },
    PyBuiltin("countOf", "(a, b, /)") { call in
      .int(try call.items(0).count { try Py.isEqual($0, call[1]) })
    },
    PyBuiltin("index", "(a, /)") { .int(try $0.int(0)) },
    PyBuiltin("getitem", "(a, b, /)") { try Py.item(of: $0[0], $0[1]) },
    PyBuiltin("setitem", "(a, b, c, /)") { call in
      try Py.setItem(of: call[0], call[1], to: call[2])
      return .none
    },
    PyBuiltin("delitem", "(a, b, /)") { call in
      try Py.deleteItem(of: call[0], call[1])
      return .none
    },
    PyBuiltin("itemgetter", "(item, /, *items)") { call in
      let keys = [call[0]] + call.rest(1)
      return .function("itemgetter", "(obj, /)") { inner in
        let values = try keys.map { try Py.item(of: inner[0], $0) }
        return values.count == 1 ? values[0] : .tuple(values)
      }
    },
    PyBuiltin("attrgetter", "(attr, /, *attrs)") { call in
      let paths = try ([call[0]] + call.rest(1)).map { name in
        guard let text = name.string else { throw PyError.type("attribute name must be a string") }
        return text.split(separator: ".").map(String.init)
      }
      return .function("attrgetter", "(obj, /)") { inner in
        let values = try paths.map { path in
          try path.reduce(inner[0]) { try Py.attribute($1, of: $0) }
        }
        return values.count == 1 ? values[0] : .tuple(values)
      }
    },
    PyBuiltin("methodcaller", "(name, /, *args, **kwargs)") { call in
      let name = try call.string(0)
      let arguments = PyArguments(call.rest(1), keywords: call.keywords(2))
      return .function("methodcaller", "(obj, /)") { inner in
        try Py.call(Py.attribute(name, of: inner[0]), arguments)
      }
    },
  ]

  private static let builtinAbs: PyObject =
    Builtins.numberFunctions.first { $0.name == "abs" }.map { .object($0) } ?? .none
}
