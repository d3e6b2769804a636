import Diagnostics

/// A function that a program defines with `def` or `lambda`.
public final class PyFunction: PyReference, @unchecked Sendable {
  /// Name of the function.
  public let name: String
  /// Parameters of the function.
  public let signature: Signature
  /// The code of the function.
  let body: Body
  /// The names it binds.
  let locals: Set<String>
  /// Frame around the definition, whose names the function sees.
  let closure: Frame
  /// Annotations of the parameters and of the result.
  public let annotations: [(name: String, annotation: Expression)]
  /// Binds further names in the frame of a call, before the body runs.
  private var prepare: ((Frame) throws -> Void)?
  /// Attributes that were set on it.
  public let attributes = PyDict()

  /// Body of a function.
  enum Body {
    case statements([Statement])
    case generator([Statement])
    case expression(Expression)
  }

  init(
    _ name: String, _ signature: Signature, _ body: Body, locals: Set<String>, closure: Frame,
    annotations: [(name: String, annotation: Expression)] = []
  ) {
    (self.name, self.signature, self.body) = (name, signature, body)
    (self.locals, self.closure, self.annotations) = (locals, closure, annotations)
    super.init()
  }

  /// A function of statements that stand in no file of Python.
  ///
  /// - Parameters:
  ///   - locals: the names that it binds.
  ///   - prepare: binds further names in the frame of a call, before the statements run.
  public convenience init(
    _ name: String, _ signature: Signature, _ statements: [Statement], locals: Set<String>,
    in frame: Frame, prepare: @escaping (Frame) throws -> Void
  ) {
    self.init(
      name, signature,
      statements.contains(where: \.hasYield) ? .generator(statements) : .statements(statements),
      locals: locals, closure: frame)
    self.prepare = prepare
  }

  public override var type: PyClass { .function }
  public override var isCallable: Bool { true }

  public override func call(_ arguments: PyArguments) throws -> PyObject {
    let values = try signature.bind(arguments, of: qualifiedName)
    let frame = Frame(inside: closure, kind: .function, locals: locals)
    for (parameter, value) in zip(signature.parameters, values) {
      frame.names[parameter.name] = value
    }
    frame.function = self
    frame.firstParameter = signature.parameters.first?.name
    try prepare?(frame)
    switch body {
    case .generator(let statements): return .object(PyGenerator(statements, in: frame, name: name))
    case .statements(let statements):
      return try frame.interpreter.calling { try Evaluator.run(statements, in: frame) }
    case .expression(let expression):
      return try frame.interpreter.calling { try Evaluator.evaluate(expression, in: frame) }
    }
  }

  /// The name, behind those of the classes and functions it is in.
  var qualifiedName: String { closure.qualified(name) }

  public override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    object.map { .object(PyBoundMethod($0, .object(self))) }
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    if let value = attributes[name] { return value }
    switch name {
    case "__name__": return .string(self.name)
    case "__qualname__": return .string(qualifiedName)
    case "__doc__": return documentation
    case "__module__": return .string(closure.moduleName)
    case "__dict__": return .dict(attributes)
    case "__defaults__":
      let defaults = signature.parameters.filter { $0.kind != .keywordOnly }
        .compactMap(\.default)
      return defaults.isEmpty ? PyObject.none : .tuple(defaults)
    case "__annotations__":
      return .dict(try annotations.map { ($0.name, try closure.evaluated($0.annotation)) })
    case "__call__": return .object(self)
    case "__get__":
      return .function(name, "(instance, owner=None)") { [self] call in
        call[0].isNone ? .object(self) : .object(PyBoundMethod(call[0], .object(self)))
      }
    default: return try super.attribute(name)
    }
  }

  private var documentation: PyObject {
    guard case .statements(let statements) = body, let first = statements.first,
      case .expression(let expression) = first.kind, case .string(let text) = expression.kind
    else { return .none }
    return .string(text)
  }

  public override func setAttribute(_ name: String, to value: PyObject) throws {
    attributes[name] = value
  }

  public override func deleteAttribute(_ name: String) throws {
    guard attributes[name] != nil else { return try super.deleteAttribute(name) }
    attributes[name] = nil
  }

  public override func representation() throws -> String {
    "<function \(qualifiedName) at 0x\(String(HashKey.address(ObjectIdentifier(self)) << 4, radix: 16))>"
  }

  public override var noun: String { "the function \(name)" }
}
