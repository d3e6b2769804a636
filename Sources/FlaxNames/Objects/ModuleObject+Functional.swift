import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

// Flax's functional way: modules that are called on variables that are handed to them.

extension ModuleObject {
  /// Methods of a module that call or copy it from outside: `init`, `apply`, `bind`, `clone` and
  /// their siblings.
  func functionalMethod(_ name: String) -> PyObject? {
    switch name {
    case "clone", "copy":
      .function(name, "(*, parent=..., name=..., **updates)") { [self] in try cloned($0, name) }
    case "init", "init_with_output":
      .function(
        name, "(rngs, *args, method=None, mutable=..., capture_intermediates=False, **kwargs)"
      ) {
        [self] in try initialized($0, withOutput: name == "init_with_output")
      }
    case "apply":
      .function(
        name,
        "(variables, *args, rngs=None, method=None, mutable=False, "
          + "capture_intermediates=False, **kwargs)"
      ) { [self] in try applied($0) }
    case "bind":
      .function(name, "(variables, *args, rngs=None, mutable=False)") { [self] call in
        let scope = try root(
          variables: call[0], rngs: call[2], mutable: Filter(namespace.value(call[3])))
        return .object(
          ModuleObject(
            ModuleReference(module_, bound: BoundModule(module_, scope: scope)), in: namespace))
      }
    case "unbind":
      .function(name, "()") { [self] _ in
        let variables = try reference.requireBound().scope.variables
        return .tuple([
          .object(ModuleObject(ModuleReference(module_), in: namespace)),
          namespace.object(variables),
        ])
      }
    default: nil
    }
  }

  private var module_: any Module { reference.module }

  /// `module.clone(field=value)`: the same module with other fields. A clone has no place, unless
  /// `parent` gives it one; a copy is made where it is written, as a new module would be.
  private func cloned(_ call: PyCall, _ callee: String) throws -> PyObject {
    let fields = try call.named(2).map {
      (name: $0.name, value: try namespace.fieldValue($0.value))
    }
    let made = fields.isEmpty ? module_ : try module_.replacing(fields, in: callee)
    let parent: BoundModule? =
      switch call[0] {
      case .ellipsis: callee == "copy" ? namespace.trace?.currentModule : nil
      case .none: nil
      case .object(let module as ModuleObject): try module.reference.requireBound()
      default:
        throw Diagnostic("a module's parent is a module or None", got: Py.noun(of: call[0]))
      }
    let ownName = callee == "copy" ? nil : reference.bound?.scope.path.last ?? reference.name
    let name = if case .ellipsis = call[1] { ownName } else { call[1].string }
    guard let parent, name != nil || parent.setupState != .running else {
      let given = if case .ellipsis = call[1] { reference.name } else { call[1].string }
      return .object(ModuleObject(ModuleReference(made, name: given), in: namespace))
    }
    try parent.checkParts("a submodule")
    return .object(
      ModuleObject(
        ModuleReference(made, bound: try parent.child(made, name: name)), in: namespace))
  }

  // MARK: init and apply

  /// A scope at the root of variables and streams that are given.
  private func root(
    variables: PyObject, rngs: PyObject, mutable: Filter, isInitializing: Bool = false
  ) throws -> Scope {
    let given = try namespace.value(variables)
    guard given.isNone || given.fields != nil else {
      throw Diagnostic("variables are a dict of collections", got: given.text)
    }
    let collections = Collections(try (given.isNone ? .dict(.init()) : given).tensors("variable"))
    return Scope(
      variables: collections, streams: try streams(rngs), mutable: mutable,
      isInitializing: isInitializing, trace: namespace.trace ?? Trace())
  }

  /// The streams that `rngs` means: a key for `params`, or keys by names.
  private func streams(_ rngs: PyObject) throws -> [String: LazyRNG] {
    let value = try namespace.value(rngs)
    if value.isNone { return [:] }
    guard let fields = value.fields else {
      return ["params": LazyRNG(try value.tensor("rngs"))]
    }
    return Dictionary(
      try fields.pairs.map { ($0.key, LazyRNG(try $0.value.tensor("key of '\($0.key)'"))) }
    ) { first, _ in first }
  }

  /// Calls a method, given by its name or as a function of the module, on a scope.
  private func result(
    on scope: Scope, _ method: PyObject, _ arguments: PyArguments
  ) throws -> PyObject {
    let bound = BoundModule(module_, scope: scope)
    let placed = ModuleObject(ModuleReference(module_, bound: bound), in: namespace)
    switch method {
    case .none: return try placed.called("__call__", arguments)
    case .string(let name): return try placed.called(name, arguments)
    case .object(let method as BoundModuleMethod): return try placed.called(method.name, arguments)
    case .object(let function as PyFunction)
    where (module_ as? DefinedModule)?.cls.lookUp(function.name)?.reference === function:
      return try placed.called(function.name, arguments)
    default:
      return try scope.trace.calling(bound) {
        try Py.call(method, arguments.prepending(.object(placed)))
      }
    }
  }

  private func initialized(_ call: PyCall, withOutput: Bool) throws -> PyObject {
    let mutable: Filter =
      if case .ellipsis = call[3] { .allExcept(["intermediates"]) } else {
        try Filter(namespace.value(call[3]))
      }
    let scope = try root(
      variables: .none, rngs: call[0], mutable: mutable, isInitializing: true)
    let output = try result(
      on: scope, call[2], PyArguments(call.values(1), keywords: call.named(5)))
    let variables = namespace.object(scope.variables)
    return withOutput ? .tuple([output, variables]) : variables
  }

  private func applied(_ call: PyCall) throws -> PyObject {
    guard try !Py.isTrue(call[5]) else {
      throw Diagnostic("capture_intermediates is not supported", hint: "use self.sow")
    }
    let filter = try Filter(namespace.value(call[4]))
    let scope = try root(variables: call[0], rngs: call[2], mutable: filter)
    let output = try result(
      on: scope, call[3], PyArguments(call.values(1), keywords: call.named(6)))
    if case .bool(false) = call[4] { return output }
    let changed = scope.collections.filter { filter.contains($0.key) }.sorted { $0.key < $1.key }
    return .tuple([
      output,
      namespace.object(.dict(.init(changed.map { ($0.key, Tree.dict($0.value).value) }))),
    ])
  }
}

extension Namespace {
  /// Adds a Python function as interceptor: it is called with the next function, the arguments by
  /// position and by name, and a record of the call.
  func push(interceptor: PyObject) throws {
    guard let trace else {
      throw Diagnostic("methods can be intercepted while a model runs only")
    }
    trace.interceptors.append { [unowned self] module, method, arguments, next, original in
      func function(_ body: @escaping (Arguments) throws -> Value) -> PyObject {
        .function(method, "(*args, **kwargs)") { [unowned self] call in
          object(
            try body(
              Arguments(
                call.values(0).map(value),
                keywords: call.named(1).map { ($0.name, try value($0.value)) })))
        }
      }
      let context = Value.record(
        "InterceptorContext",
        [
          ("module", .leaf(.module(ModuleReference(module.module, bound: module)))),
          ("method_name", .string(method)),
          ("orig_method", .leaf(.foreign(ForeignPyObject(function(original))))),
        ])
      return try value(
        Py.call(
          interceptor,
          PyArguments([
            function(next), .tuple(arguments.positional.map(object)),
            .dict(arguments.keywords.map { ($0.name, object($0.value)) }), object(context),
          ])))
    }
  }
}
