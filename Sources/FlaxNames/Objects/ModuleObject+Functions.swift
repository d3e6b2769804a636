import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

// What every module has: `self.param` and its siblings.

extension ModuleObject {
  /// `self.name` and its like.
  func moduleValue(_ name: String) throws -> PyObject? {
    switch name {
    case "name":
      return (reference.bound?.scope.path.last ?? reference.name).map { .string($0) }
        ?? PyObject.none
    case "path":
      return reference.bound.map { .tuple($0.scope.path.map { .string($0) }) }
    case "variables":
      guard let scope = reference.bound?.scope else { return nil }
      return namespace.object(scope.variables)
    case "scope":
      return reference.bound.map { .object(ModuleScope($0.scope)) } ?? PyObject.none
    case "parent":
      guard reference.bound == nil else {
        throw Diagnostic("self.parent is nothing a body needs", hint: "call self's methods")
      }
      return PyObject.none
    default: return nil
    }
  }

  /// Names of the functions that need the module's scope.
  static let functionNames = [
    "param", "variable", "sow", "perturb", "make_rng", "is_initializing", "has_rng",
    "has_variable", "get_variable", "put_variable", "is_mutable_collection", "clone", "copy",
    "init", "init_with_output", "apply", "bind", "unbind",
  ]

  /// Methods that make or change something in the module's scope.
  private static let makers: Set = [
    "param", "variable", "sow", "perturb", "make_rng", "put_variable",
  ]

  /// `self.param` and its siblings.
  func moduleFunction(_ name: String) throws -> PyObject? {
    if name == "_named_part" { return namedPart }
    guard let signature = Self.signatures[name] else { return nil }
    let module = try reference.requireBound()
    return .function(name, signature) { [self] call in
      if Self.makers.contains(name) {
        try namespace.checkOutsideTransforms("self.\(name) is used")
      }
      return try result(of: name, call, module)
    }
  }

  /// Function for `nn.compact_name_scope`: returns the part of the module that has a name, made by
  /// the first call.
  private var namedPart: PyObject {
    .function("_named_part", "(name, make)") { [self] call in
      let module = try reference.requireBound()
      try module.setUp()
      let name = call[0].string ?? ""
      let attribute = "_compact_name_scope_modules.\(name)"
      if let known = module.attributes[attribute] { return namespace.object(known) }
      guard case .object(let part as ModuleObject) = try Py.call(call[1]) else { return .none }
      part.reference.bind(to: try module.child(part.reference.module, name: name))
      module.attributes[attribute] = .leaf(.module(part.reference))
      return .object(part)
    }
  }

  private static let signatures: [String: String] = [
    "param": "(name, init_fn, *init_args, unbox=True, **init_kwargs)",
    "variable": "(col, name, init_fn=None, *init_args, unbox=True, **init_kwargs)",
    "sow": "(col, name, value, reduce_fn=..., init_fn=...)",
    "perturb": "(name, value, collection='perturbations')",
    "make_rng": "(name='params')", "is_initializing": "()", "has_rng": "(name)",
    "has_variable": "(col, name)", "get_variable": "(col, name, default=None)",
    "put_variable": "(col, name, value)", "is_mutable_collection": "(col)",
  ]

  private func result(of name: String, _ call: PyCall, _ module: BoundModule) throws -> PyObject {
    func text(_ place: Int, _ what: String) throws -> String {
      guard let text = call[place].string else {
        throw Diagnostic("the \(what) must be a string", got: Py.noun(of: call[place]))
      }
      return text
    }
    switch name {
    case "param": return try parameter(call, module)
    case "variable": return try variable(call, module)
    case "sow": return try sown(call, module)
    case "perturb":
      return namespace.object(
        try module.perturb(
          text(0, "name"), namespace.value(call[1]), collection: text(2, "collection")))
    case "make_rng":
      return namespace.object(.tensor(try module.scope.makeRNG(text(0, "stream"))))
    case "is_initializing": return .bool(module.scope.isInitializing)
    case "has_rng": return .bool(module.scope.hasStream(try text(0, "stream")))
    case "has_variable":
      return .bool(
        module.scope.variable(try text(0, "collection"), try text(1, "name")) != nil)
    case "get_variable":
      let value = module.scope.variable(try text(0, "collection"), try text(1, "name"))
      return value.map { namespace.object($0.value) } ?? call[2]
    case "put_variable":
      try module.scope.putVariable(
        namespace.value(call[2]).tensors("variable"), text(0, "collection"), text(1, "name"))
      return .none
    default: return .bool(module.scope.mutable.contains(try text(0, "collection")))
    }
  }

  // MARK: Parameters and variables

  /// `self.param(name, init_fn, *init_args)`.
  private func parameter(_ call: PyCall, _ module: BoundModule) throws -> PyObject {
    try module.checkParts("a parameter")
    guard let name = call[0].string else {
      throw Diagnostic("the argument 'name' of param must be a string", got: Py.noun(of: call[0]))
    }
    let partition = try partition(of: call[1], unbox: call[3], "param")
    let (rest, keywords) = (call.values(2), call.named(4))
    func value(_ key: Tensor) throws -> Value {
      let key = namespace.object(.tensor(key))
      return try namespace.value(
        Py.call(call[1], PyArguments([key] + rest, keywords: keywords)))
    }
    // The value's shape is known without a key's value: a placeholder will do.
    var shapes: [Shape]?
    if module.scope.variable("params", name) != nil {
      shapes = try value(.placeholder(ArrayType(.uint32, [2]))).tensors("parameter").leaves
        .map(\.shape)
    }
    return namespace.object(
      try module.scope.parameter(name, shapes: shapes, partition: partition) { key in
        try value(key).tensors("parameter")
      }.value)
  }

  /// `self.variable(col, name, init_fn, *init_args)`.
  private func variable(_ call: PyCall, _ module: BoundModule) throws -> PyObject {
    try module.checkParts("a variable")
    guard let collection = call[0].string, let name = call[1].string else {
      throw Diagnostic("variable takes the names of a collection and of a variable")
    }
    let partition = try partition(of: call[2], unbox: call[4], "variable")
    let (rest, keywords) = (call.values(3), call.named(5))
    return .object(
      VariableObject(
        try module.variable(
          collection, name, partition: partition,
          initializer: call[2].isNone
            ? nil
            : { [namespace] in
              try namespace.value(Py.call(call[2], PyArguments(rest, keywords: keywords)))
            }), in: namespace))
  }

  /// The names of the axes that an initialiser gives.
  ///
  /// - Parameter unbox: whether the value comes without them, which is all that can be had.
  private func partition(
    of initializer: PyObject, unbox: PyObject, _ callee: String
  ) throws -> PartitionNames? {
    guard !initializer.isNone else { return nil }
    guard Py.isCallable(initializer) else {
      throw Diagnostic(
        "the init_fn of \(callee) must be a function", got: Py.noun(of: initializer))
    }
    guard case .leaf(.function(let function)) = try namespace.value(initializer),
      let partition = function.partition
    else { return nil }
    guard try Py.isTrue(unbox) else {
      throw Diagnostic("\(callee) can't give a partitioned value with its names")
    }
    return partition
  }

  /// `self.sow(col, name, value, reduce_fn=…, init_fn=…)`.
  private func sown(_ call: PyCall, _ module: BoundModule) throws -> PyObject {
    guard let collection = call[0].string, let name = call[1].string else {
      throw Diagnostic("sow takes the names of a collection and of a value")
    }
    func given(_ place: Int) -> PyObject? {
      if case .ellipsis = call[place] { nil } else { call[place] }
    }
    return .bool(
      try module.sow(
        collection, name, namespace.value(call[2]),
        initial: { [namespace] in
          try given(4).map { try namespace.value(Py.call($0)) } ?? .tuple([])
        },
        reduce: { [namespace] known, new in
          try given(3).map {
            try namespace.value(Py.call($0, namespace.object(known), namespace.object(new)))
          } ?? BoundModule.append(known, new)
        }))
  }
}

/// `self.scope` of a module that has a place.
final class ModuleScope: PyReference, @unchecked Sendable {
  let scope: Scope

  init(_ scope: Scope) {
    self.scope = scope
    super.init()
  }

  override var noun: String { "the scope of a module" }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "name": return scope.path.last.map { .string($0) } ?? PyObject.none
    case "push":
      return .function(name, "(name)") { [scope] call in
        guard let name = call[0].string else {
          throw PyError.type("the name of a scope is a string, not \(Py.noun(of: call[0]))")
        }
        return .object(ModuleScope(try scope.push(name)))
      }
    default: return try super.attribute(name)
    }
  }
}

extension Scope {
  /// The variables below this scope as a dict of collections.
  var variables: Value {
    .dict(.init(collections.sorted { $0.key < $1.key }.map { ($0, Tree.dict($1).value) }))
  }
}

extension Module {
  /// The module with other values of some fields.
  func replacing(
    _ fields: [(name: String, value: Value)], in callee: String
  ) throws -> any Module {
    try mappingUnlifted { module in
      if let layer = module as? LayerModule { return try layer.replacing(fields) }
      guard let defined = module as? DefinedModule else {
        throw Diagnostic("fields of a \(module.typeName) can't be changed by \(callee)")
      }
      let kept = defined.fields.filter { field in !fields.contains { $0.name == field.key } }
      return try defined.cls.made(
        Arguments([], keywords: fields + kept.map { ($0.key, $0.value) }))
    }
  }

  /// The module of Flax that this is or inherits from, lifted or not.
  var layer: LayerModule? {
    views.lazy.compactMap { $0 as? LayerModule ?? ($0 as? DefinedModule)?.builtIn?.layer }.first
  }
}
