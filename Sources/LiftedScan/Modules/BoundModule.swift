import Arrays
import Diagnostics
import ProgramIR

/// A module bound to a scope: the context of its methods.
public final class BoundModule {
  /// The module's hyperparameters and methods.
  public let module: any Module
  /// Scope of the module's variables and streams.
  public private(set) var scope: Scope
  /// Attributes that `setup` assigned to `self`; empty until a method needs them.
  public var attributes: [String: Value] = [:]
  /// Progress of `setup`.
  public var setupState = SetupState.pending
  private(set) var nameCursors: [String: Int]
  private var isInCompactMethod = false
  private var children: [BoundModule] = []

  /// Whether `setup` has been called.
  public enum SetupState {
    case pending, running, done
  }

  /// A module on a scope.
  public init(_ module: any Module, scope: Scope) {
    self.module = module
    self.scope = scope
    nameCursors = [:]
  }

  /// The module at this call, with `names` used so far, on the scope inside a lift: the context of
  /// a lifted method's body.
  func lifted(as module: any Module, to scope: Scope, names: [String: Int]) -> BoundModule {
    let copy = BoundModule(module, scope: scope)
    copy.nameCursors = names
    copy.isInCompactMethod = isInCompactMethod
    return copy
  }

  /// Takes over the names used by a lifted copy.
  func adoptNames(of copy: BoundModule) { nameCursors = copy.nameCursors }

  /// Calls a method. After a compact one, the names it used are free again: another call uses the
  /// same variables.
  ///
  /// - Parameter view: whose method it is, if not this module's own: that of the class it is of.
  public func call(
    _ method: String, _ arguments: Arguments, of view: (any Module)? = nil
  ) throws -> Value {
    let module = view ?? module
    let known = module.method(method)
    guard known?.isWrapped ?? true else { return try module.call(method, arguments, in: self) }
    let isCompact = known?.isCompact ?? false
    let isNested = isInCompactMethod
    if isCompact { isInCompactMethod = true }
    defer {
      if isCompact {
        scope = scope.rewound()
        if !isNested {
          nameCursors = [:]
          isInCompactMethod = false
        }
      }
    }
    let trace = scope.trace
    return try trace.calling(self) {
      try trace.recordingCall(of: self, method, arguments) {
        try trace.intercepting(self, method, arguments) { try module.call(method, $0, in: self) }
      }
    }
  }

  /// Calls `__call__` with these values.
  public func callAsFunction(_ arguments: Value...) throws -> Value {
    try call("__call__", Arguments(arguments))
  }

  // MARK: Parts

  /// - Throws: when the module can't have new parts now, which it can in `setup` and during its
  ///   compact method only.
  public func checkParts(_ what: String) throws {
    guard !isInCompactMethod, setupState != .running else { return }
    throw Diagnostic(
      "\(what) can be made in setup and in a compact method only", path: scope.pathText,
      hint: "make it in setup: self.name = …, or write compact: true for the method if no other"
        + " one is compact")
  }

  /// A submodule, called `name`, or by its type and a running number.
  public func child(_ module: any Module, name: String? = nil) throws -> BoundModule {
    let child = BoundModule(
      module, scope: try scope.push(name ?? nextName(for: module.typeName)))
    children.append(child)
    return child
  }

  /// Makes this and another module use one scope (`nn.share_scope`): this one's if the other's is
  /// below it, or else the other's. Parts of the module that moves come along.
  ///
  /// - Throws: when a part has a name that is taken there.
  public func shareScope(with other: BoundModule) throws {
    if other.scope.path(below: scope) != nil {
      try other.move(to: scope)
    } else {
      try move(to: other.scope)
    }
  }

  private func move(to new: Scope) throws {
    let old = scope
    scope = new
    for child in children where child.scope.isChild(of: old) {
      child.scope = try child.scope.reattached(to: new)
    }
  }

  /// A submodule's result for one array.
  public func apply(_ layer: some Layer, name: String? = nil, to inputs: Tensor) throws -> Tensor {
    let child = try child(layer, name: name)
    return try child(.tensor(inputs)).tensor()
  }

  private func nextName(for typeName: String) -> String {
    let number = nameCursors[typeName, default: 0]
    nameCursors[typeName] = number + 1
    return "\(typeName)_\(number)"
  }

  /// A parameter of this shape.
  public func parameter(
    _ name: String, _ initializer: Initializer, _ shape: Shape, _ dtype: DType
  ) throws -> Tensor {
    if let own = try module.parameterMaker?.parameter(name, initializer, shape, dtype, in: self) {
      return own
    }
    let value = try scope.parameter(
      name, shapes: [shape], partition: initializer.partition
    ) { key in
      .leaf(try initializer(key: key, shape: shape, dtype: dtype))
    }
    return try value.value.tensor("params")
  }

  /// A variable of any collection, made by `initializer` if it isn't there.
  public func variable(
    _ collection: String, _ name: String, partition: PartitionNames? = nil,
    initializer: (() throws -> Value)?
  ) throws -> VariableReference {
    try scope.declareVariable(
      collection, name, partition: partition,
      initializer: initializer.map { make in { try make().tensors("variable") } })
    return VariableReference(scope: scope, collection: collection, name: name)
  }
}

/// A module whose class overrides how its layer makes parameters.
public protocol ParameterMaker: Module {
  /// A parameter of the shape; `nil` to make it the usual way.
  func parameter(
    _ name: String, _ initializer: Initializer, _ shape: Shape, _ dtype: DType,
    in context: BoundModule
  ) throws -> Tensor?
}
