extension PyModule {
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
