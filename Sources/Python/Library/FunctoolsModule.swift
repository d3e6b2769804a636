/// `functools.partial`: a function with some of its arguments.
public final class PyPartial: PyReference, @unchecked Sendable {
  /// The function.
  public private(set) var function: PyObject
  /// The arguments it has already.
  public private(set) var arguments: PyArguments

  deinit {
    Chain.free(&function, replacingWith: .none)
    Chain.free(&arguments, replacingWith: PyArguments())
  }

  /// A function with these arguments.
  public init(_ function: PyObject, _ arguments: PyArguments) {
    (self.function, self.arguments) = (function, arguments)
    super.init()
  }

  public override var type: PyClass { .partial }
  public override var isCallable: Bool { true }

  public override func call(_ arguments: PyArguments) throws -> PyObject {
    try Stack.check()
    let own = self.arguments.keywords.filter { arguments.keyword($0.name) == nil }
    return try Py.call(
      function,
      PyArguments(
        self.arguments.positional + arguments.positional, keywords: own + arguments.keywords))
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "func": function
    case "args": .tuple(arguments.positional)
    case "keywords": .dict(arguments.keywords.map { ($0.name, $0.value) })
    default: try super.attribute(name)
    }
  }

  public override func representation() throws -> String {
    let parts =
      try [Py.representation(of: function)]
      + arguments.positional.map(Py.representation)
      + arguments.keywords.map { "\($0.name)=\(try Py.representation(of: $0.value))" }
    return "functools.partial(\(parts.joined(separator: ", ")))"
  }

  public override var noun: String { "a partial of \(Py.noun(of: function))" }
}

/// `functools.partialmethod`: a method with some of its arguments.
final class PyPartialMethod: PyReference, @unchecked Sendable {
  private let function: PyObject
  private let arguments: PyArguments

  init(_ function: PyObject, _ arguments: PyArguments) {
    (self.function, self.arguments) = (function, arguments)
    super.init()
  }

  override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    .object(PyPartial(try Py.bound(function, to: object, of: type), arguments))
  }
}

extension PyClass {
  static let partial: PyClass = builtin("partial") { _, arguments in
    guard let function = arguments.positional.first else {
      throw PyError.type("type 'partial' takes at least one argument")
    }
    guard Py.isCallable(function) else { throw PyError.type("the first argument must be callable") }
    return .object(
      PyPartial(
        function,
        PyArguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords)))
  }

  static let cachedProperty: PyClass = builtin("cached_property") { _, arguments in
    .object(PyCachedProperty(try cachedParameters.bind(arguments, of: "cached_property")[0]))
  }

  private static let cachedParameters = Signature("(func)")
}

extension PyModule {
  /// The names of `functools`.
  static let functoolsValues: [String: PyObject] = {
    var values = functions([
      PyBuiltin("reduce", "(function, iterable, *initial)") { call in
        let iterator: PyIterator
        do {
          iterator = try Py.iterator(over: call[1])
        } catch let error as PyError
          where error.exception.type.isSubclass(of: .exception("TypeError"))
        {
          throw PyError.type("reduce() arg 2 must support iteration")
        }
        guard var total = try call.rest(2).first ?? iterator.next() else {
          throw PyError.type("reduce() of empty iterable with no initial value")
        }
        while let item = try iterator.next() { total = try Py.call(call[0], total, item) }
        return total
      },
      PyBuiltin("wraps", "(wrapped, assigned=None, updated=None)") { call in
        let wrapped = call[0]
        return .function("wraps", "(wrapper)") { inner in
          for name in ["__name__", "__qualname__", "__doc__", "__module__"] {
            guard let value = try Py.attributeIfThere(name, of: wrapped) else { continue }
            if inner[0].reference is PyFunction {
              try Py.setAttribute(name, of: inner[0], to: value)
            }
          }
          if let function = inner[0].reference as? PyFunction {
            if let wrapped = wrapped.reference as? PyFunction {
              function.attributes.update(wrapped.attributes)
            }
            try function.setAttribute("__wrapped__", to: wrapped)
          }
          return inner[0]
        }
      },
      PyBuiltin("lru_cache", "(maxsize=128, typed=False)") { call in
        let isTyped = try Py.isTrue(call[1])
        if Py.isCallable(call[0]) {
          return .object(PyCached(call[0], limit: 128, isTyped: isTyped))
        }
        let limit = call[0].integer
        guard limit != nil || call[0].isNone else {
          throw PyError.type("Expected first argument to be an integer, a callable, or None")
        }
        return .function("lru_cache", "(function)") {
          .object(PyCached($0[0], limit: limit, isTyped: isTyped))
        }
      },
      PyBuiltin("cache", "(user_function, /)") { .object(PyCached($0[0])) },
      PyBuiltin("cmp_to_key", "(mycmp)") { call in
        let comparison = call[0]
        return .function("cmp_to_key", "(obj)") { inner in
          .object(PyCompared(inner[0], by: comparison))
        }
      },
      PyBuiltin("total_ordering", "(cls)") { call in
        guard let cls = call[0].reference as? PyClass else {
          throw PyError.type("total_ordering is a decorator of classes")
        }
        return try completingOrder(of: cls)
      },
    ])
    values["partial"] = .object(PyClass.partial)
    values["partialmethod"] = .function("partialmethod", "(func, /, *args, **keywords)") { call in
      .object(
        PyPartialMethod(call[0], PyArguments(call.rest(1), keywords: call.keywords(2))))
    }
    values["cached_property"] = .object(PyClass.cachedProperty)
    return values
  }()

  /// Adds the comparisons that follow from the one that a class has.
  private static func completingOrder(of cls: PyClass) throws -> PyObject {
    let all = ["__lt__", "__le__", "__gt__", "__ge__"]
    guard let known = all.first(where: { cls.lookUp($0) != nil }) else {
      throw PyError.value("must define at least one ordering operation: < > <= >=")
    }
    for name in all where cls.lookUp(name) == nil {
      cls.attributes[name] = .object(
        PyBuiltin(name, "(self, other)", isMethod: true) { call in
          let holds = try Py.call(Py.attribute(known, of: call[0]), call[1])
          if case .notImplemented = holds { return .notImplemented }
          let (isKnown, isEqual) = (try Py.isTrue(holds), try Py.isEqual(call[0], call[1]))
          let isLess = known.hasPrefix("__l") ? isKnown && !isEqual : !isKnown && !isEqual
          switch name {
          case "__lt__": return .bool(isLess)
          case "__le__": return .bool(isLess || isEqual)
          case "__gt__": return .bool(!isLess && !isEqual)
          default: return .bool(!isLess)
          }
        })
    }
    return .object(cls)
  }
}

/// Key that the function of `functools.cmp_to_key` makes of an object.
private final class PyCompared: PyReference, @unchecked Sendable {
  private let object: PyObject
  private let comparison: PyObject

  init(_ object: PyObject, by comparison: PyObject) {
    (self.object, self.comparison) = (object, comparison)
    super.init()
  }

  override func compare(_ comparison: ComparisonOperator, _ other: PyObject) throws -> PyObject? {
    guard let other = other.reference as? PyCompared else { return nil }
    return try Py.compare(
      comparison, Py.call(self.comparison, object, other.object), .int(0))
  }
}
