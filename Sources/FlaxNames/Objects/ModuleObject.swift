import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// A module as Python's code sees it.
package final class ModuleObject: PyReference, @unchecked Sendable {
  package let reference: ModuleReference
  let namespace: Namespace

  package init(_ reference: ModuleReference, in namespace: Namespace) {
    (self.reference, self.namespace) = (reference, namespace)
    super.init()
  }

  private var module: any Module { reference.module }

  package override var type: PyClass {
    if let defined = module as? DefinedModule { return defined.cls }
    return namespace.moduleClass(of: ModuleType(module.typeName) { _ in throw Namespace.noModule })
  }

  package override var noun: String { "a module \(module.typeName)" }
  package override var isCallable: Bool { true }
  package override func representation() throws -> String { "\(module.typeName)()" }

  package override func isSame(as other: PyReference) -> Bool {
    guard let other = other as? ModuleObject else { return false }
    return other.reference === reference
      || (other.reference.bound != nil && other.reference.bound === reference.bound)
  }

  package override func hashKey() throws -> HashKey { .identity(ObjectIdentifier(reference)) }

  package override func isInstance(of cls: PyClass) -> Bool {
    module.views.contains { view in
      (view as? DefinedModule)?.cls.isSubclass(of: cls) ?? (view.typeName == cls.name)
    }
  }

  package override func call(_ arguments: PyArguments) throws -> PyObject {
    try called("__call__", arguments)
  }

  // MARK: Calls

  /// Calls a method in the module's place.
  ///
  /// - Parameter view: whose method it is, if not the module's own.
  func called(
    _ name: String, as view: (any Module)? = nil, _ arguments: PyArguments
  ) throws -> PyObject {
    let defined = (view ?? module) as? DefinedModule
    let isHandedOver = defined?.runsAsItIs(name) ?? false
    let call = PythonCall(arguments)
    var given = Arguments(
      try arguments.positional.map(namespace.value),
      keywords: try arguments.keywords.map { ($0.name, try namespace.value($0.value)) })
    // Who stands between the two sees values.
    let isIntercepted = !(namespace.trace?.interceptors.isEmpty ?? true)
    if isHandedOver, !isIntercepted { given.origin = call }
    let bound = try place(for: name, view)
    if isIntercepted, (view ?? module).method(name)?.isWrapped ?? true { try bound.setUp() }
    let result = try namespace.calledAsModule { try bound.call(name, given, of: view) }
    return call.result ?? namespace.object(result)
  }

  /// The module on its scope; on an empty one for methods that need none, such as
  /// `initialize_carry`.
  private func place(for name: String, _ view: (any Module)?) throws -> BoundModule {
    if let bound = reference.bound { return bound }
    let module = view ?? module
    guard name == "initialize_carry" || module.method(name)?.isWrapped == false else {
      return try reference.requireBound()
    }
    return BoundModule(
      self.module,
      scope: Scope(
        variables: [:], streams: [:], mutable: .none, trace: namespace.trace ?? Trace()))
  }

  // MARK: Attributes

  package override func attribute(_ name: String) throws -> PyObject? {
    if let value = module.field(name), !value.holdsModules { return namespace.object(value) }
    try reference.bound?.adoptFields()
    if let value = reference.bound?.attributes[name] { return namespace.object(value) }
    if let value = module.field(name) { return namespace.object(value) }
    if let value = try classAttribute(name) { return value }
    if let value = try moduleValue(name) ?? moduleFunction(name) ?? functionalMethod(name) {
      return value
    }
    // Only what nothing else is may have been made by `setup`, which a lifted method of the module
    // wouldn't run here.
    try reference.bound?.setUp()
    if let value = reference.bound?.attributes[name] { return namespace.object(value) }
    return try module.layer?.defaultValue(of: name, in: namespace)
  }

  private func classAttribute(_ name: String) throws -> PyObject? {
    if module.method(name)?.isProperty == true { return try called(name, PyArguments()) }
    if let cls = (module as? DefinedModule)?.cls, let found = cls.definition(of: name) {
      guard cls.method(name) == nil else {
        return .object(BoundModuleMethod(self, name))
      }
      if found.reference is PyStaticMethod || found.reference is PyClassMethod
        || !(found.reference?.isCallable ?? false)
      {
        return try Py.bound(found, to: .object(self), of: cls)
      }
      return try Py.bound(found, to: .object(self), of: cls)
    }
    guard module.method(name) != nil else { return nil }
    return .object(BoundModuleMethod(self, name))
  }

  package override var attributeNames: [String] {
    Self.functionNames + ["name", "path", "variables", "scope"] + module.methodNames
      + (module.definedModule?.fields.keys.map { $0 } ?? [])
      + (reference.bound?.attributes.keys.map { $0 } ?? [])
  }

  /// Sets an attribute, which `setup` can.
  package override func setAttribute(_ name: String, to value: PyObject) throws {
    let module = try reference.requireBound()
    guard module.setupState == .running else {
      throw Diagnostic(
        "attributes of a module are set in setup only",
        hint: "use a local name, or a variable that keeps its value: self.variable(…)")
    }
    guard module.module.field(name) == nil else {
      throw Diagnostic("'\(name)' is a field of the module and can't be set in setup")
    }
    module.attributes[name] = try adopted(namespace.attributeValue(value), name: name, by: module)
  }

  /// The modules in a value, given their scopes: `cells_0` for the first of a list `cells`.
  private func adopted(_ value: Value, name: String, by parent: BoundModule) throws -> Value {
    for (path, object) in value.leavesInOrderWithPaths {
      guard case .module(let reference) = object, reference.bound == nil else { continue }
      let suffix = path.keys.isEmpty ? "" : "_" + path.slashed.replacing("/", with: "_")
      reference.bind(
        to: try parent.child(reference.module, name: reference.name ?? name + suffix))
    }
    return value
  }

  package override func superObject(of cls: PyClass) throws -> PyObject? {
    .object(ModuleSuper(self, after: cls))
  }
}

extension Namespace {
  /// An object as an attribute of a module: as a field, but lists are tuples, as Flax makes them.
  func attributeValue(_ object: PyObject) throws -> Value {
    switch object {
    case .list(let list): try fieldValue(.tuple(list.items))
    default: try fieldValue(object)
    }
  }
}

extension Tree where Leaf == Object {
  /// Whether the value holds modules, which may have got a scope of their own.
  var holdsModules: Bool {
    leaves.contains { if case .module = $0 { true } else { false } }
  }
}

/// A call between modules that are written in Python: the objects themselves are handed over.
final class PythonCall {
  let arguments: PyArguments
  /// Result of the method, unless it was lifted.
  var result: PyObject?

  init(_ arguments: PyArguments) { self.arguments = arguments }
}

/// A method of a module: `self.encode`.
final class BoundModuleMethod: PyReference, @unchecked Sendable {
  let module: ModuleObject
  let name: String
  private let view: (any Module)?

  init(_ module: ModuleObject, _ name: String, as view: (any Module)? = nil) {
    (self.module, self.name, self.view) = (module, name, view)
    super.init()
  }

  override var type: PyClass { PyClass.libraryFunction }
  override var isCallable: Bool { true }
  override var noun: String { "the method \(name) of a \(module.reference.module.typeName)" }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    try module.called(name, as: view, arguments)
  }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "__self__": .object(module)
    case "__name__": .string(self.name)
    case "__func__":
      (module.reference.module as? DefinedModule)?.cls.lookUp(self.name)
    default: try super.attribute(name)
    }
  }

  override func isSame(as other: PyReference) -> Bool {
    guard let other = other as? BoundModuleMethod else { return false }
    return other.name == name && module.isSame(as: other.module)
  }
}

/// `super()` in a method of a module.
private final class ModuleSuper: PyReference, @unchecked Sendable {
  private let module: ModuleObject
  private let cls: PyClass

  init(_ module: ModuleObject, after cls: PyClass) {
    (self.module, self.cls) = (module, cls)
    super.init()
  }

  override func attribute(_ name: String) throws -> PyObject? {
    guard let defined = module.reference.module as? DefinedModule else {
      return try module.attribute(name)
    }
    if let found = defined.cls.definition(of: name, after: cls) {
      guard defined.cls.method(name, after: cls) != nil else {
        return try Py.bound(found, to: .object(module), of: defined.cls)
      }
      return .object(BoundModuleMethod(module, name, as: defined.inherited(after: cls)))
    }
    if let builtIn = defined.builtIn, builtIn.method(name) != nil {
      return .object(BoundModuleMethod(module, name, as: builtIn))
    }
    switch name {
    case "setup", "__post_init__", "__init__": return .function(name, "()") { _ in .none }
    default: return try module.moduleFunction(name) ?? module.attribute(name)
    }
  }
}

extension ModuleReference {
  /// The module on its scope.
  ///
  /// - Throws: when it has none yet.
  func requireBound() throws -> BoundModule {
    guard let bound else {
      throw Diagnostic(
        "the module \(module.typeName) has no place in the model yet",
        hint: "in setup, assign it to an attribute of self first")
    }
    return bound
  }
}
