import Diagnostics

extension Evaluator {
  /// The class of a class statement, handed through its decorators.
  static func defined(_ definition: ClassDefinition, in frame: Frame) throws -> PyObject {
    let decorators = try definition.decorators.map { try decorator($0, in: frame) }
    let arguments = try values(of: definition.arguments, in: frame)
    let body = Frame(inside: frame, kind: .class)
    body.className = definition.name
    body.names["__module__"] = .string(frame.moduleName)
    body.names["__qualname__"] = .string(frame.qualified(definition.name))
    if case .expression(let first)? = definition.body.first?.kind,
      case .string(let text) = first.kind
    {
      body.names["__doc__"] = .string(text)
    }
    let order = try runBody(definition.body, in: body)
    let cls = try made(definition.name, arguments, body, order)
    if let cls = cls.reference as? PyClass { body.definedClass = cls }
    return try decorated(cls, by: zip(definition.decorators, decorators), in: frame)
  }

  /// Runs the body of a class; gives the names it bound, in order.
  private static func runBody(_ statements: [Statement], in body: Frame) throws -> [String] {
    var order: [String] = []
    var known: Set<String> = []
    for statement in statements {
      guard case .next = try execute(statement, in: body) else {
        throw PyError.named("SyntaxError", "'return' outside function")
      }
      // Names that one statement binds come in the order of the text, or else of the alphabet.
      let new = body.names.keys.filter { !known.contains($0) }
      known.formUnion(new)
      order += boundNamesInOrder(statement).filter { new.contains($0) }
      order += new.filter { !order.contains($0) }.sorted()
    }
    return order.filter { body.names[$0] != nil }
  }

  private static func boundNamesInOrder(_ statement: Statement) -> [String] {
    switch statement.kind {
    case .assignment(let targets, _): targets.flatMap(\.names)
    case .annotated(let target, _, _): target.names
    case .function(let definition): [definition.name]
    case .class(let definition): [definition.name]
    default: []
    }
  }

  private static func made(
    _ name: String, _ arguments: PyArguments, _ body: Frame, _ order: [String]
  ) throws -> PyObject {
    if let missing = arguments.positional.lazy.compactMap({ $0.reference as? PyMissing }).first {
      return .object(PyMissing("the class \(name)", because: missing.refusal))
    }
    var bases: [PyClass] = []
    for base in arguments.positional where !(base.reference is PyUnion) {
      guard let cls = base.reference as? PyClass else {
        guard let base = base.reference, let cls = try base.classAsBase() else {
          throw PyError.type("a class inherits from classes, not from \(Py.noun(of: base))")
        }
        bases += [cls]
        continue
      }
      if cls !== PyClass.object || arguments.positional.count == 1 { bases.append(cls) }
    }
    let attributes = PyDict(
      order.filter { $0 != "__qualname__" }.map {
        (mangled($0, in: body), body.names[$0] ?? .none)
      })
    let draft = ClassDraft(
      name: name, bases: bases, keywords: arguments.keywords, attributes: attributes,
      annotations: body.annotations, qualifiedName: body.names["__qualname__"]?.string)
    let cls = try PyClass.make(draft)
    // Methods find their class while `__init_subclass__` runs already.
    body.definedClass = cls
    try cls.finish(draft)
    return .object(cls)
  }
}

extension PyClass {
  /// The class of a class statement, made by the maker of its base class.
  static func make(_ draft: ClassDraft) throws -> PyClass {
    let ancestors = draft.bases.flatMap(\.mro)
    if let maker = ancestors.lazy.compactMap(\.makesSubclass).first { return try maker(draft) }
    for (name, value) in draft.keywords where name == "metaclass" {
      guard value.reference is PyMetaclass || value.reference === PyClass.type else {
        throw Diagnostic("the metaclass \(Py.noun(of: value)) is not supported")
      }
    }
    return try PyClass(draft)
  }

  /// Calls `__set_name__` of the attributes and `__init_subclass__` of the base class.
  fileprivate func finish(_ draft: ClassDraft) throws {
    noteAbstractMethods(draft)
    for entry in attributes.pairs {
      guard let name = entry.key.string, let object = entry.value.reference as? PyInstance else {
        continue
      }
      _ = try object.special("__set_name__", .object(self), .string(name))
    }
    if let method = lookUp("__init_subclass__", after: self) {
      let keywords = draft.keywords.filter { $0.name != "metaclass" }
      _ = try Py.call(
        Py.bound(method.unwrappedClassMethod, to: .object(self), of: self),
        PyArguments([], keywords: keywords))
    }
  }
}

/// `abc.ABCMeta` and its like: metaclasses that change nothing here.
final class PyMetaclass: PyReference, @unchecked Sendable {
  override var type: PyClass { .type }
}
