import Diagnostics

/// An exception being raised.
public struct PyError: Error {
  /// The exception: an instance of a class of exceptions.
  public let exception: PyInstance
  /// The error as shown when no code handles it.
  public var diagnostic: Diagnostic

  /// An exception of a class, with a message.
  public init(_ type: PyClass, _ message: String, hint: String? = nil) {
    exception = PyInstance(type)
    exception.attributes["args"] = .tuple([.string(message)])
    diagnostic = Diagnostic(message, hint: hint)
  }

  /// An error that is one of Python's, too; `nil` for any other.
  init?(_ diagnostic: Diagnostic) {
    guard let name = diagnostic.exception else { return nil }
    exception = PyInstance(.exception(name))
    exception.attributes["args"] = .tuple([.string(diagnostic.problem)])
    self.diagnostic = diagnostic
  }

  /// An exception that a program made.
  init(_ exception: PyInstance) throws {
    self.exception = exception
    let text = try exception.text()
    diagnostic = Diagnostic(text.isEmpty ? exception.type.name : text)
  }

  /// The error with a location, unless it already has one.
  func located(at location: @autoclosure () -> SourceLocation?) -> PyError {
    guard diagnostic.location == nil else { return self }
    var copy = self
    copy.diagnostic.location = location()
    return copy
  }
}

extension PyError {
  /// Whether an iterator says with this that it has no more items.
  var isStopIteration: Bool { exception.type.isSubclass(of: .exception("StopIteration")) }

  /// `TypeError`.
  public static func type(_ message: String, hint: String? = nil) -> PyError {
    PyError(.exception("TypeError"), message, hint: hint)
  }

  /// `ValueError`.
  public static func value(_ message: String, hint: String? = nil) -> PyError {
    PyError(.exception("ValueError"), message, hint: hint)
  }

  /// `AttributeError`.
  public static func attribute(_ message: String, hint: String? = nil) -> PyError {
    PyError(.exception("AttributeError"), message, hint: hint)
  }

  /// `NameError`.
  static func name(_ message: String, hint: String? = nil) -> PyError {
    PyError(.exception("NameError"), message, hint: hint)
  }

  /// `IndexError`.
  public static func index(_ message: String) -> PyError {
    PyError(.exception("IndexError"), message)
  }

  /// `KeyError`, of a key.
  static func key(_ key: PyObject, among keys: [String] = []) -> PyError {
    let shown = (try? Py.representation(of: key)) ?? "that key"
    var error = PyError(.exception("KeyError"), "there is no key \(shown)")
    error.exception.attributes["args"] = .tuple([key])
    if let name = key.string, !keys.isEmpty {
      error.diagnostic.hint = suggestion(for: name, among: keys)
    }
    return error
  }

  /// An exception of one of Python's own classes, by its name.
  static func named(_ name: String, _ message: String) -> PyError {
    PyError(.exception(name), message)
  }
}

extension PyInstance {
  /// Whether the object is an exception.
  var isException: Bool { type.mro.contains { $0 === PyClass.exception("BaseException") } }

  /// `str(…)` of an exception: its only argument, or all of them.
  func exceptionText() throws -> String {
    guard let arguments = attributes["args"]?.items, let first = arguments.first else { return "" }
    if arguments.count > 1 { return try Py.representation(of: .tuple(arguments)) }
    return type.isSubclass(of: .exception("KeyError"))
      ? try Py.representation(of: first) : try Py.text(of: first)
  }
}

extension PyClass {
  /// Python's class of exceptions of that name.
  public static func exception(_ name: String) -> PyClass { exceptions[name] ?? .object }

  /// Python's classes of exceptions by name.
  static let exceptions: [String: PyClass] = {
    var classes: [String: PyClass] = [:]
    for line in exceptionTree.split(separator: "\n") {
      let parts = line.split(separator: ":")
      let base = parts[0].trimmingSpaces
      let parent = classes[base] ?? PyClass.object
      if classes[base] == nil {
        let root = PyClass.builtin(base, constructor: makeException)
        classes[base] = root
      }
      for name in parts[1].split(separator: " ") {
        classes[String(name)] = PyClass.builtin(String(name), bases: [classes[base] ?? parent])
      }
    }
    return classes
  }()

  /// An exception with its arguments, which `__init__` may replace.
  private static func makeException(_ cls: PyClass, _ arguments: PyArguments) throws -> PyObject {
    guard arguments.keywords.isEmpty || cls.lookUp("__init__") != nil else {
      throw PyError.type("\(cls.name)() takes no keyword arguments")
    }
    let exception = PyInstance(cls)
    exception.attributes["args"] = .tuple(arguments.positional)
    return .object(exception)
  }

  /// Each class before those that inherit from it.
  private static let exceptionTree = """
    BaseException: Exception GeneratorExit KeyboardInterrupt SystemExit
    Exception: ArithmeticError AssertionError AttributeError BufferError EOFError ImportError
    Exception: LookupError MemoryError NameError OSError ReferenceError RuntimeError
    Exception: StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning
    ArithmeticError: FloatingPointError OverflowError ZeroDivisionError
    ImportError: ModuleNotFoundError
    LookupError: IndexError KeyError
    NameError: UnboundLocalError
    OSError: FileExistsError FileNotFoundError PermissionError TimeoutError ConnectionError
    RuntimeError: NotImplementedError RecursionError
    SyntaxError: IndentationError
    ValueError: UnicodeError
    UnicodeError: UnicodeDecodeError UnicodeEncodeError
    Warning: DeprecationWarning FutureWarning ImportWarning PendingDeprecationWarning
    Warning: ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning
    """
}

extension Substring {
  fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
}
