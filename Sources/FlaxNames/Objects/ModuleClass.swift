import Arrays
import Diagnostics
import LiftedScan
import Python

/// A field of a module's class.
package struct ModuleField {
  /// Name of the field.
  package let name: String
  /// Default of the field; `nil` if the field must be given.
  package var `default`: PyObject?
  /// Function that makes the default (`default_factory`).
  package var factory: PyObject?
  /// The name that its annotation begins with: `bool`, `int`, `str`.
  package var annotation: String?
  /// Whether the field is an argument of the constructor (`init=True`).
  var isInitialized = true

  /// A field of this name.
  package init(_ name: String, default value: PyObject? = nil, annotation: String? = nil) {
    (self.name, self.default, self.annotation) = (name, value, annotation)
  }
}

/// A class of modules: `nn.Module`, a layer of Flax, a lifted class, or a class that code or a
/// config defines.
package final class ModuleClass: PyClass, @unchecked Sendable {
  package let namespace: Namespace
  /// Constructor of a class that Flax has; `nil` for a class that code defines.
  private let builtIn: ModuleType?
  /// The fields that the class and those it inherits from define in code.
  package private(set) var fields: [ModuleField] = []

  /// A class of Flax.
  init(_ type: ModuleType, bases: [PyClass], in namespace: Namespace) {
    self.namespace = namespace
    builtIn = type
    super.init(type.name, bases: bases)
    makesSubclass = { [unowned self] in try ModuleClass($0, in: self.namespace) }
  }

  /// A class that a class statement defines.
  init(_ draft: ClassDraft, in namespace: Namespace) throws {
    self.namespace = namespace
    builtIn = nil
    try super.init(draft)
    fields = try collectedFields()
  }

  /// A class that a config defines: its fields and methods follow.
  package init(_ name: String, in namespace: Namespace) {
    self.namespace = namespace
    builtIn = nil
    super.init(name, bases: [namespace.moduleBase])
  }

  /// Gives a class of a config its fields.
  package func define(fields: [ModuleField]) { self.fields = fields }

  /// The classes of Flax that only others inherit from.
  private static let baseNames: Set = ["Module", "RNNCellBase"]

  /// Flax's class that this class is or inherits from; `nil` for just `nn.Module` or
  /// `nn.RNNCellBase`.
  package var builtInBase: ModuleType? {
    mro.lazy.compactMap { $0 as? ModuleClass }.compactMap(\.builtIn).first {
      !Self.baseNames.contains($0.name)
    }
  }

  /// Whether the class is defined by code.
  package var isDefined: Bool { builtIn == nil }

  private func collectedFields() throws -> [ModuleField] {
    var collected: [ModuleField] = []
    func add(_ field: ModuleField) {
      if let place = collected.firstIndex(where: { $0.name == field.name }) {
        collected[place] = field
      } else {
        collected.append(field)
      }
    }
    for base in bases.reversed() { (base as? ModuleClass)?.fields.forEach(add) }
    for annotation in annotations where annotation.formName != "ClassVar" {
      var field = ModuleField(annotation.name, annotation: annotation.formName)
      try field.read(attributes[annotation.name])
      attributes[annotation.name] = nil
      if field.name != "name" && field.name != "parent" { add(field) }
    }
    return collected
  }

  // MARK: Making modules

  /// The class as module code knows it.
  package var moduleType: ModuleType {
    var type =
      builtIn
      ?? ModuleType(
        name, fieldNames: self.fields.map(\.name), hasMethod: { [self] in self.method($0) != nil },
        adopt: { [self] in adopting($0) }
      ) { [self] in try made($0) }
    type.origin = ForeignPyObject(.object(self))
    return type
  }

  /// A module of this class, as a part of the module whose method is running. In `setup`, one
  /// without `name=` gets its scope when it is assigned to an attribute; one with `parent=None`,
  /// when it is given to a module as a field.
  package override func call(_ arguments: PyArguments) throws -> PyObject {
    var given = arguments
    let name = try given.take("name").flatMap { name -> String? in
      guard !name.isNone else { return nil }
      guard let text = name.string else {
        throw Diagnostic("the name of a module must be a string", got: Py.noun(of: name))
      }
      return text
    }
    var parent = namespace.trace?.currentModule
    if let value = given.take("parent") {
      switch value {
      case .none: parent = nil
      case .object(let module as ModuleObject): parent = module.reference.bound
      case .object(let scope as ModuleScope): return try made(given, on: scope.scope)
      default: break
      }
    }
    let module = try module(given)
    guard let parent, name != nil || parent.setupState != .running else {
      return .object(ModuleObject(ModuleReference(module, name: name), in: namespace))
    }
    try parent.checkParts("a submodule")
    try namespace.checkOutsideTransforms("a module is made")
    let bound = try parent.child(module, name: name)
    return .object(ModuleObject(ModuleReference(module, bound: bound), in: namespace))
  }

  /// A module made on an explicit scope (`parent=self.scope.push('layers')`).
  private func made(_ arguments: PyArguments, on scope: Scope) throws -> PyObject {
    try namespace.checkOutsideTransforms("a module is made")
    let module = try module(arguments)
    let bound = BoundModule(module, scope: scope)
    return .object(ModuleObject(ModuleReference(module, bound: bound), in: namespace))
  }

  private func module(_ arguments: PyArguments) throws -> any Module {
    try made(
      Arguments(
        arguments.positional.map(fieldArgument),
        keywords: arguments.keywords.map { ($0.name, try fieldArgument($0.value)) }))
  }

  /// An object as the value of a field: unchanged for code, as a pytree for Flax's own layers.
  package func fieldArgument(_ object: PyObject) throws -> Value {
    try isDefined ? namespace.fieldValue(object) : namespace.value(object)
  }

  /// A module with these fields, without a scope yet.
  package func made(_ arguments: Arguments) throws -> any Module {
    if let builtIn { return try builtIn(arguments) }
    let base = builtInBase
    let baseNames = base?.fieldNames ?? []
    var parameters: [Signature.Parameter] = []
    // A field that is defined again stays in its place.
    for name in baseNames + fields.map(\.name).filter({ !baseNames.contains($0) }) {
      guard let field = fields.first(where: { $0.name == name }) else {
        parameters.append(.init(name: name, kind: .ordinary, default: .notImplemented))
        continue
      }
      guard field.isInitialized else { continue }
      let marker: PyObject? = field.factory == nil ? nil : .notImplemented
      parameters.append(.init(name: name, kind: .ordinary, default: field.default ?? marker))
    }
    let signature = Signature(parameters)
    let given = PyArguments(
      arguments.positional.map(namespace.object),
      keywords: arguments.keywords.map { ($0.name, namespace.object($0.value)) })
    var values: [String: Value] = [:]
    for (parameter, value) in zip(signature.parameters, try signature.bind(given, of: name)) {
      if case .notImplemented = value {
        guard let factory = fields.first(where: { $0.name == parameter.name })?.factory else {
          continue
        }
        values[parameter.name] = try namespace.fieldValue(Py.call(factory))
      } else {
        values[parameter.name] =
          try baseNames.contains(parameter.name)
          ? namespace.value(value) : namespace.fieldValue(value)
      }
    }
    for field in fields where !field.isInitialized {
      guard let value = try field.default ?? field.factory.map({ try Py.call($0) }) else {
        continue
      }
      values[field.name] = try namespace.fieldValue(value)
    }
    if lookUp("__post_init__") != nil { values = try afterInitialization(values) }
    return DefinedModule(
      cls: self, fields: values,
      builtIn: try base.map { base in
        try base(
          Arguments(
            [],
            keywords: baseNames.compactMap { name in values[name].map { (name, $0) } }))
      })
  }

  /// The fields after `__post_init__`.
  private func afterInitialization(_ values: [String: Value]) throws -> [String: Value] {
    let draft = ModuleDraft(self, values.mapValues(namespace.object))
    guard let method = lookUp("__post_init__") else { return values }
    _ = try Py.call(Py.bound(method, to: .object(draft), of: self))
    return try draft.values.mapValues(namespace.fieldValue)
  }

  /// A module of this class with the fields of another module, where both have them.
  func adopting(_ other: any Module) -> DefinedModule {
    let values = fields.compactMap { field in other.field(field.name).map { (field.name, $0) } }
    return DefinedModule(
      cls: self, fields: Dictionary(uniqueKeysWithValues: values), builtIn: nil)
  }

  // MARK: Methods

  /// A method, or a property, by its name.
  ///
  /// - Parameter last: only what is in classes behind this one counts.
  package func method(_ name: String, after last: PyClass? = nil) -> ModuleMethod? {
    guard let found = definition(of: name, after: last) else { return nil }
    return ModuleMethod(name, found)
  }

  /// Attribute that code defines under that name, unless a layer of Flax that comes before has it.
  func definition(of name: String, after last: PyClass? = nil) -> PyObject? {
    let start = last.flatMap { last in mro.firstIndex { $0 === last } }.map { $0 + 1 } ?? 0
    for cls in mro[start...] {
      if let found = cls.attributes[name] { return found }
      if let type = (cls as? ModuleClass)?.builtIn, type.name != "Module", type.hasMethod(name) {
        return nil
      }
    }
    return nil
  }

  /// The names of the methods.
  package var methodNames: [String] {
    Set(mro.flatMap(\.attributes.stringKeys)).filter { method($0) != nil && !$0.hasPrefix("__m") }
      .sorted()
  }

  package override func attribute(_ name: String) throws -> PyObject? {
    if lookUp(name) == nil, let builtIn = builtIn ?? builtInBase,
      !Self.baseNames.contains(builtIn.name),
      builtIn.hasMethod(name), name.first != "_" || name == "__call__"
    {
      return .object(UnboundMethod(name, of: builtIn, in: namespace))
    }
    if let method = method(name), !method.isProperty {
      return .object(UnboundMethod(name, of: moduleType, in: namespace))
    }
    return try super.attribute(name)
  }

  package override func representation() throws -> String { "<class '\(name)'>" }
  package override var noun: String { "the module type \(name)" }
}

/// A method of a class of Flax, whose first argument is the module: `nn.Dense.__call__`.
private final class UnboundMethod: PyReference, @unchecked Sendable {
  private let name: String
  private let type_: ModuleType
  private let namespace: Namespace

  init(_ name: String, of type: ModuleType, in namespace: Namespace) {
    (self.name, type_, self.namespace) = (name, type, namespace)
    super.init()
  }

  override var isCallable: Bool { true }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    guard let module = arguments.positional.first?.reference as? ModuleObject,
      let view = type_.view(of: module.reference.module)
    else {
      throw PyError.type(
        "\(type_.name).\(name) takes a \(type_.name) first, not "
          + (arguments.positional.first.map { Py.noun(of: $0) } ?? "nothing"))
    }
    return try module.called(
      name, as: view,
      PyArguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords))
  }
}

extension Namespace {
  /// `nn.Module`.
  var moduleBase: ModuleClass {
    if let known = object("Module", in: .nn)?.reference as? ModuleClass { return known }
    return ModuleClass(
      ModuleType("Module") { _ in throw Self.noModule }, bases: [.object], in: self)
  }

  static let noModule = Diagnostic(
    "nn.Module makes no modules", hint: "define a class that inherits from it")

  /// The class of modules of a type.
  func moduleClass(of type: ModuleType) -> ModuleClass {
    if type.name == "Module" { return moduleBase }
    if let known = globals.names[type.name]?.reference as? ModuleClass, known.isDefined {
      return known
    }
    if let known = object(type.name, in: .nn)?.reference as? ModuleClass { return known }
    return ModuleClass(type, bases: [moduleBase], in: self)
  }

  /// The modules whose methods are running, as `flax.linen.module` has them.
  private var moduleContext: PyModule {
    PyModule("_context") { [unowned self] name in
      switch name {
      case "module_stack":
        return .list([.none] + (trace?.currentModule.map { [$0.object(in: self)] } ?? []))
      case "static_remat":
        let remat = Function("remat") { [unowned self] in
          try FunctionTable.lifted(StaticRemat.self, $0, called: "remat", self)
        }
        return object(.leaf(.function(remat)))
      case "push_interceptor":
        return .function(name, "(interceptor)") { [unowned self] call in
          try push(interceptor: call[0])
          return .none
        }
      case "pop_interceptor":
        return .function(name, "()") { [unowned self] _ in
          _ = trace?.interceptors.popLast()
          return .none
        }
      default: return nil
      }
    }
  }

  /// A type of modules among the rows of `flax.linen`.
  private func builtInType(_ name: String) -> ModuleType? {
    if case .leaf(.moduleType(let type)) = names(in: .nn)[name] { type } else { nil }
  }

  /// Python object of a library's name, where it is more than its value.
  func libraryObject(_ name: String, _ library: Library) -> PyObject? {
    switch (library, name) {
    case (.nn, "_context"): return .object(moduleContext)
    case (.flax, "FrozenDict"), (.nn, "FrozenDict"):
      return try? Py.attribute(
        name, of: interpreter.importModule(["flax", "core", "frozen_dict"]) ?? .none)
    case (.nn, "Module"):
      let type = ModuleType("Module") { _ in throw Self.noModule }
      return .object(ModuleClass(type, bases: [.object], in: self))
    case (.nn, "compact"), (.nn, "nowrap"):
      return .function(name, "(fun)") { call in
        if let function = call[0].reference { try function.setAttribute(name, to: .bool(true)) }
        return call[0]
      }
    case (.nn, _):
      if let module = FunctionTable.writtenNames[name] {
        return try? Py.attribute(
          name, of: interpreter.importModule(["flax", "linen", module]) ?? .none)
      }
      guard let type = layers[name] ?? builtInType(name) else { return nil }
      let base = name.hasSuffix("Cell") && name != "RNNCellBase" ? "RNNCellBase" : "Module"
      let parent = object(base, in: .nn)?.reference as? PyClass ?? moduleBase
      return .object(ModuleClass(type, bases: [parent], in: self))
    case (.jax, "custom_vjp"), (.jax, "custom_jvp"):
      return .function(name, "(fun, nondiff_argnums=(), nondiff_argnames=())") {
        .object(CustomGradientFunction($0[0]))
      }
    case (.jnp, "ndarray"), (.jax, "Array"): return .object(PyClass.jaxArray)
    case (.numpy, "ndarray"): return .object(PyClass.numPyArray)
    case (.numpy, _), (.numpyLinalg, _), (.numpyFourier, _):
      switch names(in: library)[name] {
      case .leaf(.function(let function)):
        let prefix = [Library.numpyLinalg: "linalg.", .numpyFourier: "fft."][library] ?? ""
        return .object(FunctionObject(function, in: self, numPyName: prefix + name))
      case .leaf(.dtype(let dtype)): return .object(DTypeObject(dtype, in: self, isNumPy: true))
      default: return nil
      }
    default: return nil
    }
  }

  /// An object as the field of a module. What holds no module and no variable stays the object it
  /// is, so that all who have it see when it changes.
  package func fieldValue(_ object: PyObject) throws -> Value {
    switch object {
    case .list, .dict, .tuple, .object(is PyInstance), .object(is PyRange):
      guard let value = try? value(object) else { return .leaf(.foreign(ForeignPyObject(object))) }
      return value.holdsParts ? value : .leaf(.foreign(ForeignPyObject(object)))
    default: return try value(object)
    }
  }
}

extension Tree where Leaf == Object {
  /// Whether the value holds a module, a variable or an array, which a lift may move.
  var holdsParts: Bool {
    leaves.contains {
      switch $0 {
      case .module, .variable, .tensor: true
      default: false
      }
    }
  }
}

extension PyClass.Annotation {
  /// The name that the annotation begins with: `bool`, `ClassVar`.
  var formName: String? { annotation.leadingName }
}

extension Expression {
  /// The name that an annotation begins with, be it in quotes: `Optional` of
  /// `typing.Optional[int]`.
  fileprivate var leadingName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(_, let name): name
    case .subscript(let base, _): base.leadingName
    case .string(let text):
      text.split(separator: "[").first?.split(separator: ".").last.map(String.init)
    default: nil
    }
  }
}

extension ModuleField {
  /// Reads a field's value in the class body: a default, or `dataclasses.field(…)`.
  fileprivate mutating func read(_ value: PyObject?) throws {
    guard let value else { return }
    if let settings = value.reference as? PyFieldSettings {
      self.default = settings.default
      factory = settings.factory
      isInitialized = try settings.isInitialized()
      return
    }
    switch value {
    case .list, .dict, .set:
      throw PyError.value(
        "mutable default \(Py.typeOf(value).name) for field \(name) is not allowed: use "
          + "default_factory")
    default: self.default = value
    }
  }
}

/// A module during `__post_init__`, whose fields can be set.
private final class ModuleDraft: PyReference, @unchecked Sendable {
  private let cls: ModuleClass
  var values: [String: PyObject]

  init(_ cls: ModuleClass, _ values: [String: PyObject]) {
    (self.cls, self.values) = (cls, values)
    super.init()
  }

  override var type: PyClass { cls }

  override func attribute(_ name: String) throws -> PyObject? {
    try values[name] ?? super.attribute(name)
  }

  override func setAttribute(_ name: String, to value: PyObject) throws { values[name] = value }

  override func superObject(of cls: PyClass) throws -> PyObject? {
    .object(
      PyModule("super") { [self] name in
        guard let found = self.cls.lookUp(name, after: cls) else {
          return name == "__post_init__" ? .function(name, "()") { _ in .none } : nil
        }
        return try Py.bound(found, to: .object(self), of: self.cls)
      })
  }
}
