import Synchronization

/// A built-in function, or a method of a built-in class.
public final class PyBuiltin: PyReference, @unchecked Sendable {
  /// Name of the function.
  public let name: String
  private let signatureText: String
  private let body: (PyCall) throws -> PyObject
  /// Whether, as an attribute of a class, it takes the instance first.
  let isMethod: Bool
  /// Whether, as an attribute of a class, it is read like an attribute.
  let isProperty: Bool
  /// Whether, as an attribute of a class, it takes the class first.
  let isClassMethod: Bool
  /// Name of the built-in class of the method, for errors; empty for one of Python's own functions,
  /// whose errors are worded differently.
  var owner: String?
  private let parsed = AtomicLazyReference<ParsedSignature>()

  /// A function with a signature as Python writes it.
  public init(
    _ name: String, _ signature: String, isMethod: Bool = false, isProperty: Bool = false,
    isClassMethod: Bool = false,
    _ body: @escaping (PyCall) throws -> PyObject
  ) {
    (self.name, signatureText, self.body) = (name, signature, body)
    (self.isMethod, self.isProperty, self.isClassMethod) = (isMethod, isProperty, isClassMethod)
    super.init()
  }

  /// Parameters of the function.
  public var signature: Signature {
    if let parsed = parsed.load() { return parsed.signature }
    return parsed.storeIfNil(ParsedSignature(Signature(signatureText))).signature
  }

  private final class ParsedSignature: Sendable {
    let signature: Signature
    init(_ signature: Signature) { self.signature = signature }
  }

  public override var type: PyClass { .builtinFunction }

  public override var isCallable: Bool { true }

  public override var isDataDescriptor: Bool { isProperty }

  public override func call(_ arguments: PyArguments) throws -> PyObject {
    let signature = signature
    if let owner,
      let problem = signature.countProblem(
        arguments, name, owner, isMethod: isMethod || isClassMethod)
    {
      throw PyError.type(problem)
    }
    return try body(PyCall(name: name, values: signature.bind(arguments, of: name)))
  }

  public override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    if isClassMethod { return .object(PyBoundMethod(.object(type), .object(self))) }
    guard isMethod, let object else { return nil }
    if isProperty { return try call(PyArguments([object])) }
    return .object(PyBoundMethod(object, .object(self)))
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "__name__", "__qualname__": .string(self.name)
    case "__doc__": PyObject.none
    default: try super.attribute(name)
    }
  }

  public override func representation() throws -> String { "<built-in function \(name)>" }

  public override var noun: String { "the function \(name)" }
}

/// A method of Python's own classes, bound to an object.
public final class PyBoundMethod: PyReference, @unchecked Sendable {
  /// The object.
  public private(set) var receiver: PyObject
  /// The function, which takes the object first.
  public private(set) var function: PyObject

  deinit {
    Chain.free(&receiver, replacingWith: .none)
    Chain.free(&function, replacingWith: .none)
  }

  /// A method of an object.
  public init(_ receiver: PyObject, _ function: PyObject) {
    (self.receiver, self.function) = (receiver, function)
    super.init()
  }

  public override var type: PyClass { .method }

  public override var isCallable: Bool { true }

  public override func call(_ arguments: PyArguments) throws -> PyObject {
    try Stack.check()
    return try Py.call(function, arguments.prepending(receiver))
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "__self__": receiver
    case "__func__": function
    default: try function.reference?.attribute(name)
    }
  }

  public override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let method = other.reference as? PyBoundMethod,
      comparison == .equal || comparison == .notEqual
    else { return nil }
    let isSameMethod = Py.isSame(receiver, method.receiver) && Py.isSame(function, method.function)
    return .bool(isSameMethod == (comparison == .equal))
  }

  public override func hashKey() throws -> HashKey {
    .tuple([
      receiver.reference.map { .identity(ObjectIdentifier($0)) } ?? .none,
      function.reference.map { .identity(ObjectIdentifier($0)) } ?? .none,
    ])
  }

  public override func representation() throws -> String {
    let name = try function.reference?.attribute("__qualname__")?.string ?? "?"
    return "<bound method \(name) of \(try Py.representation(of: receiver))>"
  }

  public override var noun: String { function.reference?.noun ?? "a method" }
}
