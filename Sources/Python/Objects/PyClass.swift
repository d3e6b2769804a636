import Diagnostics

/// A class.
open class PyClass: PyReference, @unchecked Sendable {
  /// Name of the class.
  public let name: String
  /// Name of the class behind those of the classes and functions around it (`__qualname__`).
  var qualifiedName: String
  /// The names of the only attributes that its instances have (`__slots__`); any if `nil`.
  private(set) var slots: Set<String>?
  /// The names of methods that a subclass must define (`abc.abstractmethod`).
  private(set) var abstractMethods: [String] = []
  private var isAbstract = false
  /// The classes it inherits from directly.
  public let bases: [PyClass]
  /// Itself and all that it inherits from, in the order in which attributes are looked up.
  public private(set) var mro: [PyClass] = []
  /// Attributes of the class itself, without inherited ones.
  public let attributes = PyDict()
  /// The annotations of its body, in order.
  public internal(set) var annotations: [Annotation] = []
  /// Constructor of instances of the class and of those that inherit from it; inherited.
  var constructor: Constructor?
  /// Makes the class of a class statement that names this one as a base; inherited.
  public var makesSubclass: SubclassMaker?
  /// Whether attributes can't be set from outside, as in Python's own classes.
  var isImmutable = false

  /// `name: annotation`, with where its names are looked up.
  public struct Annotation {
    /// The field.
    public let name: String
    /// Expression behind the colon.
    public let annotation: Expression
    /// Frame of the names in the annotation.
    let frame: Frame
  }

  /// Makes an instance of a class.
  public typealias Constructor = (PyClass, PyArguments) throws -> PyObject
  /// A maker of classes from class statements.
  public typealias SubclassMaker = (ClassDraft) throws -> PyClass

  /// A class that inherits from `bases`, which must be in an order that fits together.
  public init(_ name: String, bases: [PyClass]) {
    (self.name, self.bases, qualifiedName) = (name, bases, name)
    super.init()
    mro = [self] + ((try? Self.merged(bases)) ?? bases.first?.mro ?? [])
  }

  /// A class of a class statement.
  public init(_ draft: ClassDraft) throws {
    (name, qualifiedName) = (draft.name, draft.qualifiedName ?? draft.name)
    bases = draft.bases.isEmpty ? [.object] : draft.bases
    super.init()
    mro = [self] + (try Self.merged(bases))
    attributes.update(draft.attributes)
    annotations = draft.annotations
    slots = try ownSlots()
  }

  private func ownSlots() throws -> Set<String>? {
    guard let own = attributes["__slots__"] else { return nil }
    var names = Set(try own.string.map { [$0] } ?? Py.items(of: own).compactMap(\.string))
    for base in bases where base !== PyClass.object {
      guard let inherited = base.slots else { return nil }
      names.formUnion(inherited)
    }
    return names.contains("__dict__") ? nil : names
  }

  /// Order of lookup of several bases (C3 linearization).
  private static func merged(_ bases: [PyClass]) throws -> [PyClass] {
    if bases.count == 1 {
      guard bases[0].mro.count < 500 else { throw Stack.tooDeep() }
      return bases[0].mro
    }
    var sequences = (bases.map(\.mro) + [bases]).filter { !$0.isEmpty }
    var result: [PyClass] = []
    while !sequences.isEmpty {
      let heads = sequences.compactMap(\.first)
      guard
        let next = heads.first(where: { head in
          !sequences.contains { $0.dropFirst().contains { $0 === head } }
        })
      else {
        throw PyError.type(
          "Cannot create a consistent method resolution order (MRO) for bases "
            + bases.map(\.name).joined(separator: ", "))
      }
      result.append(next)
      sequences = sequences.map { $0.first === next ? Array($0.dropFirst()) : $0 }
        .filter { !$0.isEmpty }
    }
    return result
  }

  open override var type: PyClass { .type }

  /// Whether the class is `other` or inherits from it.
  public func isSubclass(of other: PyClass) -> Bool { mro.contains { $0 === other } }

  /// The first attribute of this name in the order of lookup, as it is.
  ///
  /// - Parameter after: only classes behind this one count.
  public func lookUp(_ name: String, after: PyClass? = nil) -> PyObject? {
    let start = after.flatMap { last in mro.firstIndex { $0 === last } }.map { $0 + 1 } ?? 0
    for cls in mro[start...] {
      if let value = cls.attributes[name] { return value }
    }
    return nil
  }

  /// An attribute of an object of this class, bound to it.
  func attribute(_ name: String, of object: PyObject) throws -> PyObject? {
    if let found = lookUp(name) { return try Py.bound(found, to: object, of: self) }
    guard let method = SpecialMethods.method(name, of: self) else { return nil }
    return try method.bound(to: object, of: self) ?? .object(method)
  }

  /// A class's own attribute: not bound to an instance.
  open override func attribute(_ name: String) throws -> PyObject? {
    if name == "__doc__" { return attributes[name] ?? PyObject.none }
    if let found = lookUp(name) { return try Py.bound(found, to: nil, of: self) }
    switch name {
    case "__name__": return .string(self.name)
    case "__qualname__": return .string(qualifiedName)
    case "__bases__": return .tuple(bases.map { .object($0) })
    case "__mro__": return .tuple(mro.map { .object($0) })
    case "__dict__": return .dict(attributes.copy())
    case "__module__": return .string("builtins")
    case "__annotations__":
      return .dict(try annotations.map { ($0.name, try $0.frame.evaluated($0.annotation)) })
    case "__doc__": return PyObject.none
    case "mro":
      return .function("mro", "()") { [mro] _ in .list(mro.map { .object($0) }) }
    case "__base__": return bases.first.map { .object($0) } ?? PyObject.none
    default:
      // `__call__` of a class makes an instance.
      if name != "__call__", let method = SpecialMethods.method(name, of: self) {
        return .object(method)
      }
      return try type.attribute(name, of: .object(self))
    }
  }

  open override func setAttribute(_ name: String, to value: PyObject) throws {
    guard !isImmutable else {
      throw PyError.type("cannot set '\(name)' attribute of immutable type '\(self.name)'")
    }
    attributes[name] = value
  }

  open override func deleteAttribute(_ name: String) throws {
    guard !isImmutable, attributes[name] != nil else {
      throw PyError.attribute("type object '\(self.name)' has no attribute '\(name)'")
    }
    attributes[name] = nil
  }

  open override var attributeNames: [String] { mro.flatMap(\.attributes.stringKeys) }

  open override var isCallable: Bool { true }

  /// Makes an instance.
  open override func call(_ arguments: PyArguments) throws -> PyObject {
    let instance = try made(arguments)
    guard let initialize = lookUp("__init__"), Py.typeOf(instance).isSubclass(of: self) else {
      return instance
    }
    let result = try Py.call(
      Py.bound(initialize, to: instance, of: Py.typeOf(instance)), arguments)
    guard result.isNone else {
      throw PyError.type("__init__() should return None, not '\(Py.typeOf(result).name)'")
    }
    return instance
  }

  private func made(_ arguments: PyArguments) throws -> PyObject {
    if let new = lookUp("__new__") {
      return try Py.call(new.unwrappedStatic, arguments.prepending(.object(self)))
    }
    let hasInitializer = lookUp("__init__") != nil
    if let constructor = mro.lazy.compactMap(\.constructor).first {
      return try constructor(self, arguments)
    }
    if !abstractMethods.isEmpty { throw abstractError }
    guard hasInitializer || arguments.isEmpty else {
      throw PyError.type("\(name)() takes no arguments")
    }
    return .object(PyInstance(self))
  }

  open override func representation() throws -> String {
    let module = attributes["__module__"]?.string ?? "builtins"
    return module == "builtins" ? "<class '\(name)'>" : "<class '\(module).\(qualifiedName)'>"
  }

  /// `abc.ABC`.
  static let abstractBase = PyClass("ABC", bases: [.object])

  /// Notes the abstract methods that it has or inherits, if it is made to have any.
  func noteAbstractMethods(_ draft: ClassDraft) {
    let hasMetaclass = draft.keywords.contains { $0.value.reference is PyMetaclass }
    guard hasMetaclass || isSubclass(of: .abstractBase) || bases.contains(where: \.isAbstract)
    else { return }
    isAbstract = true
    let names = Set(bases.flatMap(\.abstractMethods) + attributes.stringKeys)
    abstractMethods = names.sorted().filter { lookUp($0)?.isAbstractMethod ?? false }
  }

  private var abstractError: PyError {
    let names = abstractMethods.joined(separator: ", ")
    let word = abstractMethods.count == 1 ? "method" : "methods"
    return PyError.type(
      "Can't instantiate abstract class \(name) with abstract \(word) \(names)")
  }

  open override var noun: String { "the class \(name)" }

  open override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    // `int | None` in an annotation.
    operation == .or ? .object(PyUnion([.object(self), other])) : nil
  }

  open override func item(_ index: PyObject) throws -> PyObject {
    if let method = lookUp("__class_getitem__") {
      return try Py.call(
        Py.bound(method.unwrappedClassMethod, to: .object(self), of: self), PyArguments([index]))
    }
    // `list[int]`: the class itself, as far as bodies go.
    return .object(self)
  }
}

/// Parts of a class statement.
public struct ClassDraft {
  /// The class's name.
  public let name: String
  /// The name behind that of the class or function that it is in.
  var qualifiedName: String?
  /// Base classes.
  public let bases: [PyClass]
  /// The keywords of its head.
  public let keywords: [(name: String, value: PyObject)]
  /// Names bound in the body, in order.
  public var attributes: PyDict
  /// Annotations in the body, in order.
  public let annotations: [PyClass.Annotation]

  /// A class of this name.
  public init(
    name: String, bases: [PyClass], keywords: [(name: String, value: PyObject)] = [],
    attributes: PyDict = PyDict(), annotations: [PyClass.Annotation] = [],
    qualifiedName: String? = nil
  ) {
    self.qualifiedName = qualifiedName
    (self.name, self.bases, self.keywords) = (name, bases, keywords)
    (self.attributes, self.annotations) = (attributes, annotations)
  }
}

extension Py {
  /// An attribute of a class, bound to an object of it; or to the class if there is no object.
  public static func bound(_ value: PyObject, to object: PyObject?, of type: PyClass) throws
    -> PyObject
  {
    guard case .object(let reference) = value else { return value }
    return try reference.bound(to: object, of: type) ?? value
  }
}

extension PyObject {
  /// Whether the object is a method, or a property of one, that a subclass must define.
  fileprivate var isAbstractMethod: Bool {
    switch reference {
    case let function as PyFunction:
      if case .bool(true)? = function.attributes["__isabstractmethod__"] { true } else { false }
    case let property as PyProperty: property.getter.isAbstractMethod
    case let method as PyStaticMethod: method.function.isAbstractMethod
    case let method as PyClassMethod: method.function.isAbstractMethod
    default: false
    }
  }
}
