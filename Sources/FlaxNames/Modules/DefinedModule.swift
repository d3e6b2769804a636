import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// A module of a class that Python's code or a config defines, with values for its fields.
package struct DefinedModule: Module {
  let cls: ModuleClass
  let fields: [String: Value]
  /// Module of Flax's layer that the class inherits from, if any.
  let builtIn: (any Module)?
  /// Class after which methods are looked up in the order of lookup; `nil` for all classes.
  private var last: PyClass?

  init(cls: ModuleClass, fields: [String: Value], builtIn: (any Module)?) {
    (self.cls, self.fields, self.builtIn) = (cls, fields, builtIn)
  }

  /// The same module with the methods of the classes behind one (`super()`).
  func inherited(after last: PyClass) -> DefinedModule {
    var copy = self
    copy.last = last
    return copy
  }

  package var typeName: String { cls.name }

  private func found(_ method: String) -> ModuleMethod? { cls.method(method, after: last) }

  /// Whether a method is Python code without a lift: it can be handed objects unconverted.
  func runsAsItIs(_ method: String) -> Bool { found(method)?.lifts.isEmpty ?? false }

  package func method(_ name: String) -> Method? {
    guard let found = found(name) else { return builtIn?.method(name) }
    return found.lifts.reversed().reduce(found.description) { $1.lifted($0) }
  }

  package var methodNames: [String] {
    Set(cls.methodNames + (builtIn?.methodNames ?? [])).sorted()
  }

  package func field(_ name: String) -> Value? { fields[name] ?? builtIn?.field(name) }

  package var fieldValues: [Value] { Array(fields.values) }

  package func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    var copy = DefinedModule(
      cls: cls, fields: try fields.mapValues(transform),
      builtIn: try builtIn?.mappingFields(transform))
    copy.last = last
    return copy
  }

  package func call(_ name: String, _ arguments: Arguments, in context: BoundModule) throws -> Value
  {
    try cls.namespace.tracing(context.scope.trace) {
      guard let method = found(name) else {
        guard let builtIn, builtIn.method(name) != nil else {
          throw Diagnostic(
            "\(typeName) has no method '\(name)'", hint: suggestion(for: name, among: methodNames))
        }
        return try builtIn.call(name, arguments, in: context)
      }
      let plain = LiftableMethod(
        self, name: "\(typeName).\(name)", parameters: method.description.parameterNames
      ) { context, arguments in
        let module = context.module as? DefinedModule ?? self
        return try module.run(method, arguments, in: context)
      }
      return try method.lifts.reversed().reduce(plain) { $0.lifted(by: $1) }.body(
        context, arguments)
    }
  }

  private func run(
    _ method: ModuleMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    let namespace = cls.namespace
    if method.isWrapped { try context.setUp() }
    let call = arguments.origin as? PythonCall
    let given =
      call?.arguments
      ?? PyArguments(
        arguments.positional.map(namespace.object),
        keywords: arguments.keywords.map { ($0.name, namespace.object($0.value)) })
    let result = try method.function.call(given.prepending(context.object(in: namespace)))
    call?.result = result
    return try namespace.value(result)
  }
}

extension Module {
  /// The module defined by code, if this is one, lifted or not.
  var definedModule: DefinedModule? { views.lazy.compactMap { $0 as? DefinedModule }.first }
}

extension BoundModule {
  /// The module on its scope, as `self`.
  func object(in namespace: Namespace) -> PyObject {
    .object(ModuleObject(ModuleReference(module, bound: self), in: namespace))
  }

  /// Runs `setup` once before the first method or attribute that may need it.
  func setUp() throws {
    guard setupState == .pending, let module = module.definedModule else { return }
    setupState = .running
    try adoptFields()
    let namespace = module.cls.namespace
    if let setup = module.cls.lookUp("setup") {
      try scope.trace.calling(self) {
        _ = try scope.trace.intercepting(self, "setup", Arguments()) { _ in
          _ = try Py.call(setup, object(in: namespace))
          return .none
        }
      }
    }
    setupState = .done
  }

  /// Gives each module in a field that has no scope yet one below this module, named as the field.
  /// Fields of other modules that hold the same module stay unchanged.
  func adoptFields() throws {
    guard let module = module.definedModule else { return }
    var adopted: [ObjectIdentifier: ModuleReference] = [:]
    for name in module.cls.fields.map(\.name) where attributes[name] == nil {
      guard let value = module.fields[name], value.holdsUnboundModule else { continue }
      let names = value.leavesInOrderWithPaths.map { path, _ in
        path.keys.isEmpty ? name : "\(name)_\(path.slashed.replacing("/", with: "_"))"
      }
      let leaves = try zip(value.leavesInOrderWithPaths, names).map { entry, name -> Object in
        guard case .module(let reference) = entry.leaf, reference.bound == nil else {
          return entry.leaf
        }
        let known = adopted[ObjectIdentifier(reference)]
        let placed =
          try known
          ?? ModuleReference(
            reference.module, bound: child(reference.module, name: reference.name ?? name))
        adopted[ObjectIdentifier(reference)] = placed
        return .module(placed)
      }
      attributes[name] = value.replacingLeavesInOrder(with: leaves)
    }
  }
}

extension Tree where Leaf == Object {
  fileprivate var holdsUnboundModule: Bool {
    leaves.contains {
      if case .module(let reference) = $0 { reference.bound == nil } else { false }
    }
  }

  /// The value with other leaves, in the order of `leavesInOrderWithPaths`; there must be as many.
  fileprivate func replacingLeavesInOrder(with leaves: [Object]) -> Value {
    var rest = leaves[...]
    func replaced(_ tree: Value) -> Value {
      switch tree {
      case .leaf(let leaf): .leaf(rest.popFirst() ?? leaf)
      case .none: .none
      case .tuple(let parts): .tuple(parts.map(replaced))
      case .list(let parts): .list(parts.map(replaced))
      case .dict(let fields):
        .dict(.init(fields.pairs.map { ($0.key, replaced($0.value)) }, type: fields.type))
      }
    }
    return replaced(self)
  }
}
