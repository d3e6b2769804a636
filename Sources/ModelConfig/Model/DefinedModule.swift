import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// A module of the config: fields, an optional `setup`, and methods in the body language.
final class ModuleDefinition {
  let name: String
  /// The fields with their defaults, in order.
  let fields: [(name: String, value: Value)]
  let setup: Body?
  let methods: [String: MethodDefinition]
  let namespace: Namespace

  init(
    name: String, fields: [(name: String, value: Value)], setup: Body?,
    methods: [String: MethodDefinition], namespace: Namespace
  ) {
    (self.name, self.fields, self.setup) = (name, fields, setup)
    (self.methods, self.namespace) = (methods, namespace)
  }

  /// The type by which module code makes modules of this definition.
  var type: ModuleType {
    ModuleType(
      name, hasMethod: { [self] in methods[$0] != nil }, adopt: { [self] in adopting($0) }
    ) { [self] arguments in
      let names = fields.map(\.name)
      let given = try arguments.matched(to: names, of: name)
      let values = zip(fields, given).map { ($0.name, $1 ?? $0.value) }
      return DefinedModule(
        definition: self, fields: Dictionary(uniqueKeysWithValues: values))
    }
  }

  /// A module of this definition with the fields of another module, as far as that has them.
  func adopting(_ other: any Module) -> DefinedModule {
    let values = fields.compactMap { field in other.field(field.name).map { (field.name, $0) } }
    return DefinedModule(definition: self, fields: Dictionary(uniqueKeysWithValues: values))
  }
}

/// A method, or a function, of the config.
struct MethodDefinition {
  var parameters: [Parameter]
  var body: Body
  /// Whether it makes submodules and variables where it uses them.
  var isCompact: Bool
  /// Whether it is one of the module's and not a function beside it (`nn.nowrap`).
  var isWrapped: Bool
  /// Whether it is read like a field, without a call (`@property`).
  var isProperty = false
  /// How it is lifted, if it is: the outermost lift first, as one writes decorators.
  var lifts: [any Lift]
}

/// A module of the config with values for its fields.
struct DefinedModule: Module {
  let definition: ModuleDefinition
  let fields: [String: Value]

  var typeName: String { definition.name }

  func parameters(of method: String) -> [String]? {
    definition.methods[method]?.parameters.filter { $0.kind == .ordinary }.map(\.name)
  }

  func keywordParameters(of method: String) -> [String] {
    guard scan(of: method) == nil else { return [] }
    return definition.methods[method]?.parameters.filter { $0.kind == .keywordOnly }.map(\.name)
      ?? []
  }

  var methodNames: [String] { definition.methods.keys.sorted() }

  func isCompact(_ method: String) -> Bool { definition.methods[method]?.isCompact ?? false }

  func isWrapped(_ method: String) -> Bool { definition.methods[method]?.isWrapped ?? true }

  func isProperty(_ method: String) -> Bool { definition.methods[method]?.isProperty ?? false }

  func field(_ name: String) -> Value? { fields[name] }

  var fieldValues: [Value] { Array(fields.values) }

  func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    DefinedModule(definition: definition, fields: try fields.mapValues(transform))
  }

  func hasDefault(_ parameter: String, of method: String) -> Bool {
    definition.methods[method]?.parameters.first { $0.name == parameter }?.default != nil
  }

  func scan(of method: String) -> ScanSettings? {
    definition.methods[method]?.lifts.first { !($0 is Remat || $0 is Jit) } as? ScanSettings
  }

  func call(_ name: String, _ arguments: Arguments, in context: BoundModule) throws -> Value {
    let outer = definition.namespace.trace
    definition.namespace.trace = context.scope.trace
    defer { definition.namespace.trace = outer }
    guard let method = definition.methods[name] else {
      throw Diagnostic(
        "\(typeName) has no method '\(name)'",
        hint: suggestion(for: name, among: definition.methods.keys))
    }
    let plain = LiftableMethod(
      self, name: "\(typeName).\(name)", parameters: parameters(of: name) ?? []
    ) { context, arguments in
      let module = context.module as? DefinedModule ?? self
      return try module.run(method, name, arguments, in: context)
    }
    return try method.lifts.reversed().reduce(plain) { $0.lifted(by: $1) }.body(context, arguments)
  }

  private func run(
    _ method: MethodDefinition, _ name: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    if method.isWrapped { try context.setUp() }
    let frame = frame(for: method.body, context)
    let signature = try DefinedSignature(method.parameters, in: frame)
    let names = try signature.bind(arguments, of: "\(typeName).\(name)")
    return try Evaluator.run(method.body.statements, in: Frame(inside: frame, names: names))
  }

  /// A frame in which `self` and the fields are bound.
  fileprivate func frame(for body: Body, _ context: BoundModule) -> Frame {
    let code = Frame.Code(
      locate: body.location(of:), globals: definition.namespace)
    let module = Value.leaf(.module(ModuleReference(context.module, bound: context)))
    // Modules in fields are those that have a place below this one.
    let placed = context.attributes.filter { fields[$0.key] != nil }
    return Frame(
      code,
      names: fields.merging(placed) { _, placed in placed }
        .merging(["self": module]) { _, module in module })
  }
}

extension Module {
  /// The config's module that this is, lifted or not.
  var definedModule: DefinedModule? {
    self as? DefinedModule ?? (self as? LiftedModule)?.target.definedModule
  }
}

extension BoundModule {
  /// Runs `setup` once before the first method or attribute that may need it.
  func setUp() throws {
    guard setupState == .pending, let module = module.definedModule else { return }
    setupState = .running
    try adoptFields()
    guard let setup = module.definition.setup else {
      setupState = .done
      return
    }
    let frame = module.frame(for: setup, self)
    try scope.trace.calling(self) {
      _ = try Evaluator.run(setup.statements, in: Frame(inside: frame))
    }
    setupState = .done
  }

  /// Gives the modules in fields that have no place yet one below this module, called as the field.
  /// The fields of others that hold the same modules stay as they are.
  func adoptFields() throws {
    guard let module = module.definedModule else { return }
    var adopted: [ObjectIdentifier: ModuleReference] = [:]
    for (name, _) in module.definition.fields where attributes[name] == nil {
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
          ?? ModuleReference(reference.module, bound: child(reference.module, name: name))
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

  /// This with other leaves, in the order of `leavesInOrderWithPaths`; there must be as many.
  fileprivate func replacingLeavesInOrder(with leaves: [Object]) -> Value {
    var rest = leaves[...]
    func replaced(_ tree: Value) -> Value {
      switch tree {
      case .leaf(let leaf): .leaf(rest.popFirst() ?? leaf)
      case .none: .none
      case .tuple(let parts): .tuple(parts.map(replaced))
      case .list(let parts): .list(parts.map(replaced))
      case .dict(let fields): .dict(.init(fields.pairs.map { ($0.key, replaced($0.value)) }))
      }
    }
    return replaced(self)
  }
}
