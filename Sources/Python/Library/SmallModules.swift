import Diagnostics

extension PyModule {
  // MARK: copy

  /// The names of `copy`.
  static let copyValues = functions([
    PyBuiltin("copy", "(x)") { try shallowCopy($0[0]) },
    PyBuiltin("deepcopy", "(x, memo=None)") { call in
      var known: [ObjectIdentifier: PyObject] = [:]
      return try deepCopy(call[0], &known)
    },
    PyBuiltin("replace", "(obj, /, **changes)") { call in
      try Py.call(
        dataclassesValues["replace"] ?? .none,
        PyArguments([call[0]], keywords: call.keywords(1)))
    },
  ])

  private static func shallowCopy(_ object: PyObject) throws -> PyObject {
    switch object {
    case .list(let list): return .list(list.items)
    case .dict(let dict): return .dict(dict.copy())
    case .set(let set): return .set(set.copy(isFrozen: set.isFrozen))
    case .object(let instance as PyInstance):
      if let result = try instance.special("__copy__") { return result }
      guard Swift.type(of: instance) == PyInstance.self else { return object }
      let copy = PyInstance(instance.type, payload: try instance.payload.map(shallowCopy))
      copy.attributes.update(instance.attributes)
      return .object(copy)
    case .object(let other):
      if let method = try other.attribute("__copy__") ?? other.attribute("copy") {
        return try Py.call(method)
      }
      return object
    default: return object
    }
  }

  private static func deepCopy(
    _ object: PyObject, _ known: inout [ObjectIdentifier: PyObject]
  ) throws -> PyObject {
    try Stack.check()
    switch object {
    case .tuple(let tuple):
      if let copy = known[ObjectIdentifier(tuple)] { return copy }
      let copies = try tuple.items.map { try deepCopy($0, &known) }
      let isSame = zip(copies, tuple.items).allSatisfy { Py.isSame($0, $1) }
      let copy = isSame ? object : .tuple(copies)
      known[ObjectIdentifier(tuple)] = copy
      return copy
    case .list(let list):
      if let copy = known[ObjectIdentifier(list)] { return copy }
      let copy = PyList([])
      known[ObjectIdentifier(list)] = .list(copy)
      for item in list.items { copy.items.append(try deepCopy(item, &known)) }
      return .list(copy)
    case .dict(let dict):
      if let copy = known[ObjectIdentifier(dict)] { return copy }
      let copy = dict.copy()
      known[ObjectIdentifier(dict)] = .dict(copy)
      for entry in dict.pairs { try copy.set(entry.key, to: deepCopy(entry.value, &known)) }
      return .dict(copy)
    case .set(let set): return .set(set.copy(isFrozen: set.isFrozen))
    case .object(let instance as PyInstance):
      if let copy = known[ObjectIdentifier(instance)] { return copy }
      if let result = try instance.special("__deepcopy__", .dict([])) { return result }
      guard Swift.type(of: instance) == PyInstance.self else { return object }
      let copy = PyInstance(instance.type)
      known[ObjectIdentifier(instance)] = .object(copy)
      copy.payload = try instance.payload.map { try deepCopy($0, &known) }
      for entry in instance.attributes.pairs {
        guard let name = entry.key.string else { continue }
        copy.attributes[name] = try deepCopy(entry.value, &known)
      }
      return .object(copy)
    default: return object
    }
  }

  // MARK: contextlib

  /// The names of `contextlib`.
  static let contextlibValues: [String: PyObject] = {
    var values = functions([
      PyBuiltin("nullcontext", "(enter_result=None)") { .object(PyContext(result: $0[0])) },
      PyBuiltin("suppress", "(*exceptions)") { call in
        let handled = PyObject.tuple(call.rest(0))
        return .object(
          PyContext { error in
            guard let cls = error else { return false }
            return try Evaluator.matches(cls, handled)
          })
      },
      PyBuiltin("contextmanager", "(func)") { call in
        let function = call[0]
        return .function("contextmanager", "(*args, **kwds)") { inner in
          let made = try Py.call(
            function, PyArguments(inner.rest(0), keywords: inner.keywords(1)))
          guard let generator = made.reference as? PyGenerator else {
            throw PyError.type("contextmanager takes a function with one 'yield'")
          }
          return .object(PyGeneratorContext(generator))
        }
      },
    ])
    values["AbstractContextManager"] = .object(PyTypeForm("AbstractContextManager"))
    return values
  }()

  // MARK: abc, types, string

  /// The names of `abc`.
  static let abcValues: [String: PyObject] = [
    "ABCMeta": .object(PyMetaclass()),
    "ABC": .object(PyClass.abstractBase),
    "abstractmethod": .function("abstractmethod", "(funcobj)") { call in
      (call[0].reference as? PyFunction)?.attributes["__isabstractmethod__"] = .bool(true)
      return call[0]
    },
    "abstractproperty": .object(PyClass.property),
    "abstractclassmethod": .object(PyClass.classMethod),
    "abstractstaticmethod": .object(PyClass.staticMethod),
  ]

  /// The names of `importlib`.
  static func importlibValues(_ interpreter: Interpreter) -> [String: PyObject] {
    functions([
      PyBuiltin("import_module", "(name, package=None)") { [unowned interpreter] call in
        var name = call[0].string ?? ""
        if name.hasPrefix("."), let package = call[1].string {
          let level = name.prefix { $0 == "." }.count
          let outer = package.split(separator: ".").dropLast(level - 1)
          name = (outer + [name.dropFirst(level)]).joined(separator: ".")
        }
        let path = name.split(separator: ".").map(String.init)
        guard !path.isEmpty, let module = try interpreter.module(path) else {
          throw PyError.named("ModuleNotFoundError", "No module named '\(name)'")
        }
        return module
      }
    ])
  }

  /// The names of `types`.
  static let typesValues: [String: PyObject] = [
    "SimpleNamespace": .object(simpleNamespace),
    "MappingProxyType": .function("MappingProxyType", "(mapping)") { $0[0] },
    "FunctionType": .object(PyClass.function), "LambdaType": .object(PyClass.function),
    "MethodType": .object(PyClass.method), "GeneratorType": .object(PyClass.generator),
    "ModuleType": .object(PyClass.module), "NoneType": .object(PyClass.noneType),
    "BuiltinFunctionType": .object(PyClass.builtinFunction),
    "UnionType": .object(PyTypeForm("UnionType")),
  ]

  private static let simpleNamespace: PyClass = {
    let cls = PyClass("SimpleNamespace", bases: [.object])
    cls.attributes["__init__"] = .object(
      PyBuiltin("__init__", "(self, **kwargs)", isMethod: true) { call in
        for (name, value) in call.keywords(1) {
          (call[0].reference as? PyInstance)?.attributes[name] = value
        }
        return .none
      })
    cls.attributes["__repr__"] = .object(
      PyBuiltin("__repr__", "(self)", isMethod: true) { call in
        try Stack.check()
        let fields = try ((call[0].reference as? PyInstance)?.attributes.pairs ?? []).map {
          "\($0.key.string ?? "")=\(try Py.representation(of: $0.value))"
        }
        return .string("namespace(\(fields.joined(separator: ", ")))")
      })
    cls.attributes["__eq__"] = .object(
      PyBuiltin("__eq__", "(self, other)", isMethod: true) { call in
        guard Py.typeOf(call[0]) === Py.typeOf(call[1]),
          let a = call[0].reference as? PyInstance, let b = call[1].reference as? PyInstance
        else { return .notImplemented }
        return try Py.compare(.equal, .dict(a.attributes), .dict(b.attributes))
      })
    return cls
  }()

  /// The names of `string`.
  static let stringValues: [String: PyObject] = [
    "ascii_lowercase": .string("abcdefghijklmnopqrstuvwxyz"),
    "ascii_uppercase": .string("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "ascii_letters": .string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "digits": .string("0123456789"), "hexdigits": .string("0123456789abcdefABCDEF"),
    "octdigits": .string("01234567"),
    "punctuation": .string("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "whitespace": .string(" \t\n\r\u{0b}\u{0c}"),
  ]

  // MARK: Messages

  /// The names of `warnings`.
  static func warningsValues(_ interpreter: Interpreter) -> [String: PyObject] {
    functions([
      PyBuiltin("warn", "(message, category=None, stacklevel=1, source=None)") { call in
        interpreter.output("warning: \(try Py.text(of: call[0]))\n")
        return .none
      },
      PyBuiltin("filterwarnings", "(*args, **kwargs)") { _ in .none },
      PyBuiltin("simplefilter", "(*args, **kwargs)") { _ in .none },
      PyBuiltin("catch_warnings", "(*args, **kwargs)") { _ in .object(PyContext()) },
    ])
  }

  /// The names of `logging`, also of `absl.logging`: messages from `warning` on are written, as with
  /// Python's defaults.
  static func loggingValues(_ interpreter: Interpreter) -> [String: PyObject] {
    func writing(_ name: String, _ level: String?) -> PyBuiltin {
      PyBuiltin(name, "(msg, *args, **kwargs)") { call in
        guard let level else { return .none }
        let arguments = call.rest(1)
        let message =
          arguments.isEmpty
          ? try Py.text(of: call[0])
          : try Py.percentFormatted(
            Py.text(of: call[0]),
            arguments.count == 1 && isDict(arguments[0]) ? arguments[0] : .tuple(arguments))
        interpreter.output("\(level): \(message)\n")
        return .none
      }
    }
    let writers = [
      writing("debug", nil), writing("info", nil), writing("warning", "WARNING"),
      writing("warn", "WARNING"), writing("error", "ERROR"), writing("exception", "ERROR"),
      writing("critical", "CRITICAL"), writing("fatal", "CRITICAL"),
    ]
    let settings = [
      "setLevel", "basicConfig", "set_verbosity", "addHandler", "use_absl_handler", "disable",
    ].map { PyBuiltin($0, "(*args, **kwargs)") { _ in .none } }
    let logFirst = ["log_first_n", "log_every_n"].map {
      PyBuiltin($0, "(*args, **kwargs)") { _ in .none }
    }
    var values = functions(writers + settings + logFirst)
    for (name, level) in [
      ("DEBUG", 10), ("INFO", 20), ("WARNING", 30), ("ERROR", 40), ("CRITICAL", 50),
    ] { values[name] = .int(level) }
    let logger = PyObject.object(PyModule("logger", values))
    values["getLogger"] = .function("getLogger", "(name=None)") { _ in logger }
    return values
  }

  private static func isDict(_ object: PyObject) -> Bool {
    if case .dict = object { true } else { false }
  }
}

/// A context manager that does nothing, or only looks at the exception that leaves the block.
public final class PyContext: PyReference, @unchecked Sendable {
  private let result: PyObject
  private let handles: (PyClass?) throws -> Bool

  /// A context.
  ///
  /// - Parameters:
  ///   - result: what `as` binds.
  ///   - handles: whether an exception of a class ends here.
  public init(
    result: PyObject = .none, handles: @escaping (PyClass?) throws -> Bool = { _ in false }
  ) {
    (self.result, self.handles) = (result, handles)
    super.init()
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "__enter__": .function(name, "()") { [result] _ in result }
    case "__exit__":
      .function(name, "(type, value, traceback)") { [handles] call in
        .bool(try handles(call[0].reference as? PyClass))
      }
    default: try super.attribute(name)
    }
  }

  /// Returns the argument: as a decorator the object changes nothing.
  public override func call(_ arguments: PyArguments) throws -> PyObject {
    guard let function = arguments.positional.first, arguments.positional.count == 1 else {
      return try super.call(arguments)
    }
    return function
  }
}

/// Context manager made by a function under `@contextmanager`.
private final class PyGeneratorContext: PyReference, @unchecked Sendable {
  private let generator: PyGenerator

  init(_ generator: PyGenerator) {
    self.generator = generator
    super.init()
  }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "__enter__":
      return .function(name, "()") { [generator] _ in
        guard let item = try generator.next() else {
          throw PyError.named("RuntimeError", "generator didn't yield")
        }
        return item
      }
    case "__exit__":
      return .function(name, "(type, value, traceback)") { [generator] call in
        guard let exception = call[1].reference as? PyInstance else {
          guard try generator.next() == nil else {
            throw PyError.named("RuntimeError", "generator didn't stop")
          }
          return .bool(false)
        }
        do {
          guard try generator.resume(throwing: PyError(exception)) == nil else {
            throw PyError.named("RuntimeError", "generator didn't stop after throw()")
          }
          return .bool(true)
        } catch let error as PyError where error.exception === exception {
          return .bool(false)
        }
      }
    default: return try super.attribute(name)
    }
  }
}
