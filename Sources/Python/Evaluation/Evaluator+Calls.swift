import Diagnostics

extension Evaluator {
  static func call(
    _ callee: Expression, _ arguments: [Argument], in frame: Frame
  ) throws -> PyObject {
    let function = try evaluate(callee, in: frame)
    let arguments = try values(of: arguments, for: function, in: frame)
    let result: PyObject
    if let function = function.reference as? PyFrameFunction {
      result = try function.call(arguments, in: frame)
    } else {
      result = try Py.call(function, arguments)
    }
    try charge(result, in: frame)
    return result
  }

  static func values(
    of arguments: [Argument], for function: PyObject = .none, in frame: Frame
  ) throws -> PyArguments {
    var result = PyArguments()
    for argument in arguments {
      let value = try evaluate(argument.value, in: frame)
      switch argument.kind {
      case .positional: result.positional.append(value)
      case .keyword(let name): result.keywords.append((name, value))
      case .spread:
        result.positional += try located(argument.position, frame) {
          guard let iterator = try Py.iteratorIfThere(over: value) else {
            throw PyError.type(
              "\(calleeName(function)) argument after * must be an iterable, "
                + "not \(Py.typeOf(value).name)")
          }
          return try Py.items(of: .object(iterator))
        }
      case .keywordSpread:
        try located(argument.position, frame) { try spread(value, over: &result, of: function) }
      }
    }
    return result
  }

  private static func calleeName(_ function: PyObject) -> String {
    switch function.reference {
    case let function as PyFunction: "\(function.closure.moduleName).\(function.qualifiedName)()"
    case let method as PyBoundMethod: calleeName(method.function)
    case let builtin as PyBuiltin: "\(builtin.name)()"
    case let cls as PyClass: "\(cls.longName)()"
    default: "\((try? Py.representation(of: function)) ?? "the function")"
    }
  }

  private static func spread(
    _ value: PyObject, over arguments: inout PyArguments, of function: PyObject
  ) throws {
    guard try isMapping(value) else {
      throw PyError.type(
        "\(calleeName(function)) argument after ** must be a mapping, "
          + "not \(Py.typeOf(value).name)")
    }
    for (key, value) in try Py.entries(of: value) {
      guard let name = key.string else { throw PyError.type("keywords must be strings") }
      guard arguments.keyword(name) == nil else {
        throw PyError.type(
          "\(calleeName(function)) got multiple values for keyword argument '\(name)'")
      }
      arguments.keywords.append((name, value))
    }
  }

  // MARK: Functions

  static func function(_ lambda: Lambda, in frame: Frame) throws -> PyFunction {
    PyFunction(
      "<lambda>", try signature(lambda.parameters, in: frame), .expression(lambda.body),
      locals: lambda.locals, closure: frame)
  }

  /// The function of a `def`, handed through its decorators.
  static func defined(_ definition: FunctionDefinition, in frame: Frame) throws -> PyObject {
    let decorators = try definition.decorators.map { try decorator($0, in: frame) }
    let signature = try signature(definition.parameters, in: frame)
    var annotations = definition.parameters.compactMap { parameter in
      parameter.annotation.map { (parameter.name, $0) }
    }
    if let returned = definition.returned { annotations.append(("return", returned)) }
    let function = PyFunction(
      definition.name, signature,
      definition.isGenerator ? .generator(definition.body) : .statements(definition.body),
      locals: definition.locals, closure: frame, annotations: annotations)
    return try decorated(
      .object(function), by: zip(definition.decorators, decorators), in: frame)
  }

  /// Value of a decorator; a missing name, if the decorator comes from an import that isn't known
  /// here.
  static func decorator(_ expression: Expression, in frame: Frame) throws -> PyObject {
    var root = expression
    while true {
      switch root.kind {
      case .call(let callee, _): root = callee
      case .attribute(let base, _): root = base
      case .name(let name):
        if let missing = try? frame.value(of: name), missing.reference is PyMissing {
          return missing
        }
        return try evaluate(expression, in: frame)
      default: return try evaluate(expression, in: frame)
      }
    }
  }

  /// An object handed through decorators, the last first.
  static func decorated(
    _ object: PyObject, by decorators: some Sequence<(Expression, PyObject)>, in frame: Frame
  ) throws -> PyObject {
    try decorators.reversed().reduce(object) { object, decorator in
      if object.reference is PyMissing { return object }
      if let missing = decorator.1.reference as? PyMissing {
        return .object(PyMissing(Py.noun(of: object), because: missing.refusal))
      }
      return try located(decorator.0.focus, frame) { try Py.call(decorator.1, object) }
    }
  }

  static func signature(_ parameters: [Parameter], in frame: Frame) throws -> Signature {
    Signature(
      try parameters.map {
        .init(
          name: $0.name, kind: $0.kind,
          default: try $0.default.map { try evaluate($0, in: frame) })
      })
  }
}

/// A built-in function that knows where it is called, such as `super`.
public final class PyFrameFunction: PyReference, @unchecked Sendable {
  private let name: String
  private let body: (PyArguments, Frame) throws -> PyObject

  init(_ name: String, _ body: @escaping (PyArguments, Frame) throws -> PyObject) {
    (self.name, self.body) = (name, body)
    super.init()
  }

  public override var type: PyClass { .builtinFunction }
  public override var isCallable: Bool { true }

  func call(_ arguments: PyArguments, in frame: Frame) throws -> PyObject {
    try body(arguments, frame)
  }

  public override func call(_ arguments: PyArguments) throws -> PyObject {
    throw Diagnostic("\(name) can be called by its name only")
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    name == "__name__" ? .string(self.name) : try super.attribute(name)
  }

  public override func representation() throws -> String { "<built-in function \(name)>" }
}
