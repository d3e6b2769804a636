import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  /// A field, an attribute that `setup` made, or a method of a module.
  static func attribute(
    _ name: String, of reference: ModuleReference, in namespace: Namespace
  ) throws -> Value {
    if let value = reference.module.field(name), !value.holdsModule { return value }
    try reference.bound?.adoptFields()
    if let value = reference.bound?.attributes[name] { return value }
    if let value = reference.module.field(name) { return value }
    if reference.module.isProperty(name) {
      return try method(name, of: reference, in: namespace)(Arguments([]))
    }
    if reference.module.parameters(of: name) != nil {
      return .leaf(.function(method(name, of: reference, in: namespace)))
    }
    if let value = try moduleValue(name, of: reference) { return value }
    if let function = try moduleFunction(name, of: reference) {
      return .leaf(
        .function(
          Function(name) { arguments in
            if makingFunctionNames.contains(name) {
              try namespace.checkOutsideTransforms("self.\(name) is used")
            }
            return try function(arguments)
          }))
    }
    // Only what nothing else is may have been made by `setup`, which a lifted method of the module
    // wouldn't run here.
    try reference.bound?.setUp()
    if let value = reference.bound?.attributes[name] { return value }
    if let value = reference.module.builtInField(name) { return value }
    throw Diagnostic(
      "\(reference.module.typeName) has no attribute '\(name)' that swiftscan knows",
      hint: closestMatch(
        to: name,
        among: moduleFunctionNames + moduleValueNames + reference.module.methodNames
          + (reference.module.definedModule?.fields.keys.map { $0 } ?? [])
          + (reference.bound?.attributes.keys.map { $0 } ?? [])
      ).map { "did you mean '\($0)'?" })
  }

  /// A method of a class, whose first argument is the module.
  static func method(
    _ name: String, of type: ModuleType, in namespace: Namespace
  ) -> Function? {
    guard type.hasMethod(name) else { return nil }
    return Function("\(type.name).\(name)") { arguments in
      guard case .leaf(.module(let reference)) = arguments.positional.first,
        let view = type.view(of: reference.module)
      else {
        throw Diagnostic(
          "\(type.name).\(name) takes a \(type.name) first",
          got: arguments.positional.first.map(\.text) ?? "no argument")
      }
      return try method(name, of: reference, as: view, in: namespace)(
        Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords))
    }
  }

  /// A method of a module, or of what has another class's methods of it.
  private static func method(
    _ name: String, of reference: ModuleReference, as view: (any Module)? = nil,
    in namespace: Namespace
  ) -> Function {
    Function(name) { arguments in
      // A carry can be made before the module has a place.
      if name == "initialize_carry", reference.bound == nil {
        let scope = Scope(
          variables: [:], streams: [:], mutable: .none, trace: namespace.trace ?? Trace())
        return try BoundModule(reference.module, scope: scope).call(name, arguments, of: view)
      }
      return try namespace.calledAsModule {
        try reference.requireBound().call(name, arguments, of: view)
      }
    }
  }

  private static let moduleValueNames = ["name", "path", "variables", "scope", "parent"]

  /// `self.name` and its like.
  private static func moduleValue(_ name: String, of reference: ModuleReference) throws -> Value? {
    guard moduleValueNames.contains(name), let module = reference.bound else { return nil }
    switch name {
    case "name": return module.scope.path.last.map { .string($0) } ?? Value.none
    case "path": return .tuple(module.scope.path.map { .string($0) })
    case "variables":
      return .dict(
        .init(module.scope.collections.sorted { $0.key < $1.key }.map { ($0, Tree.dict($1).value) })
      )
    default: throw Diagnostic("self.\(name) is nothing a body needs", hint: "call self's methods")
    }
  }

  /// Those of `moduleFunctionNames` that make or change something.
  private static let makingFunctionNames: Set = [
    "param", "variable", "sow", "perturb", "make_rng", "put_variable",
  ]

  private static let moduleFunctionNames = [
    "param", "variable", "sow", "perturb", "make_rng", "is_initializing", "has_rng",
    "has_variable", "get_variable", "put_variable", "is_mutable_collection", "clone", "copy",
  ]

  /// What every module has: `self.param` and its siblings.
  private static func moduleFunction(
    _ name: String, of reference: ModuleReference
  ) throws -> Function? {
    guard moduleFunctionNames.contains(name) else { return nil }
    let module = try reference.requireBound()
    func function(
      _ signature: String, _ body: @escaping (CallParameters) throws -> Value
    ) -> Function {
      Function(name) { try body(CallParameters($0, row: RowSignature(signature), of: name)) }
    }
    switch name {
    case "param": return Function(name) { try parameter($0, of: module) }
    case "variable": return Function(name) { try variable($0, of: module) }
    case "sow":
      return function("(col, name, value, reduce_fn=_append, init_fn=tuple)") {
        try sown($0, by: module)
      }
    case "perturb":
      return function("(name, value, collection='perturbations')") {
        try module.perturb(
          $0.required("name").string("name"), $0.required("value"),
          collection: $0.required("collection").string("collection"))
      }
    case "make_rng":
      return function("(name='params')") {
        .tensor(try module.scope.makeRNG($0.required("name").string("name")))
      }
    case "is_initializing": return function("()") { _ in .bool(module.scope.isInitializing) }
    case "has_rng":
      return function("(name)") {
        .bool(module.scope.hasStream(try $0.required("name").string("stream")))
      }
    case "has_variable":
      return function("(col, name)") {
        .bool(
          module.scope.variable(
            try $0.required("col").string("collection"), try $0.required("name").string("name"))
            != nil)
      }
    case "get_variable":
      return function("(col, name, default=None)") { parameters in
        let (collection, variable) = try parameters.variableName()
        if let value = module.scope.variable(collection, variable) { return value.value }
        return parameters["default"] ?? .none
      }
    case "put_variable":
      return function("(col, name, value)") { parameters in
        let (collection, variable) = try parameters.variableName()
        try module.scope.putVariable(
          parameters.required("value").tensors("variable"), collection, variable)
        return .none
      }
    case "clone", "copy": return Function(name) { try cloned(module, $0, called: name) }
    case "is_mutable_collection":
      return function("(col)") {
        .bool(module.scope.mutable.contains(try $0.required("col").string("collection")))
      }
    default: return nil
    }
  }

  /// `module.clone(field=value)`: the same module with other fields. A clone has no place, unless
  /// `parent` gives it one; a copy is made where it is written, as a new module would be.
  private static func cloned(
    _ module: BoundModule, _ arguments: Arguments, called name: String
  ) throws -> Value {
    guard arguments.positional.isEmpty else { throw Diagnostic("\(name) takes fields by name") }
    func given(_ keyword: String) -> Value? {
      arguments.keywords.first { $0.name == keyword }?.value
    }
    let fields = arguments.keywords.filter { $0.name != "name" && $0.name != "parent" }
    let made = fields.isEmpty ? module.module : try module.module.replacing(fields, in: name)
    let parent: BoundModule? =
      switch given("parent") {
      case nil: name == "copy" ? module.scope.trace.currentModule : nil
      case Value.none?: nil
      case .leaf(.module(let reference))?: try reference.requireBound()
      case let other?:
        throw Diagnostic("a module's parent is a module or None", got: other.text)
      }
    let ownName = name == "copy" ? nil : module.scope.path.last
    let newName = try given("name").map { try $0.string("name of a module") } ?? ownName
    guard let parent, newName != nil || parent.setupState != .running else {
      return .leaf(.module(ModuleReference(made)))
    }
    try parent.checkParts("a submodule")
    return .leaf(.module(ModuleReference(made, bound: try parent.child(made, name: newName))))
  }

  /// `self.param(name, init_fn, *args)`.
  private static func parameter(_ arguments: Arguments, of module: BoundModule) throws -> Value {
    try module.checkParts("a parameter")
    let (name, initializer, rest) = try declaration(
      arguments.withoutUnboxing("param"), "param", leading: 1)
    guard let initializer else { throw Diagnostic("param needs a function that makes the value") }
    // The value's shape is known without a key's value: a placeholder will do.
    var expected: Value?
    if module.scope.variable("params", name[0]) != nil {
      let key = Tensor.placeholder(ArrayType(.uint32, [2]))
      expected = try initializer(rest.prepending(.tensor(key)))
    }
    let shapes = try expected.map { try $0.tensors("parameter").leaves.map(\.shape) }
    return try module.scope.parameter(
      name[0], shapes: shapes, partition: initializer.partition
    ) { key in
      try initializer(rest.prepending(.tensor(key))).tensors("parameter")
    }.value
  }

  /// `self.variable(collection, name, init_fn, *args)`.
  private static func variable(_ arguments: Arguments, of module: BoundModule) throws -> Value {
    try module.checkParts("a variable")
    let (names, initializer, rest) = try declaration(
      arguments.withoutUnboxing("variable"), "variable", leading: 2)
    return .leaf(
      .variable(
        try module.variable(
          names[0], names[1], partition: initializer?.partition,
          initializer: initializer.map { make in { try make(rest) } })))
  }

  /// The leading strings of a declaration, its `init_fn`, and what is handed on to that.
  private static func declaration(
    _ arguments: Arguments, _ callee: String, leading count: Int
  ) throws -> (names: [String], initializer: Function?, rest: Arguments) {
    var rest = arguments
    func take(_ keyword: String) -> Value? {
      if !rest.positional.isEmpty { return rest.positional.removeFirst() }
      guard let index = rest.keywords.firstIndex(where: { $0.name == keyword }) else { return nil }
      return rest.keywords.remove(at: index).value
    }
    let keywords = count == 1 ? ["name"] : ["col", "name"]
    let names = try keywords.map { keyword in
      guard let value = take(keyword) else {
        throw Diagnostic("\(callee) needs the argument '\(keyword)'")
      }
      return try value.string("argument '\(keyword)' of \(callee)")
    }
    guard let value = take("init_fn"), !value.isNone else { return (names, nil, rest) }
    guard case .leaf(.function(let initializer)) = value else {
      throw Diagnostic("the init_fn of \(callee) must be a function", got: value.text)
    }
    return (names, initializer, rest)
  }
}

extension Tree where Leaf == Object {
  /// Whether a module is in this, which may have got a place of its own.
  fileprivate var holdsModule: Bool {
    leaves.contains { if case .module = $0 { true } else { false } }
  }
}

extension CallParameters {
  /// A collection and a name in it.
  fileprivate func variableName() throws -> (collection: String, name: String) {
    (try required("col").string("collection"), try required("name").string("name"))
  }
}

extension Module {
  /// This with other values of some fields.
  fileprivate func replacing(
    _ fields: [(name: String, value: Value)], in callee: String
  ) throws -> any Module {
    if let lifted = self as? LiftedModule {
      return lifted.replacing(target: try lifted.target.replacing(fields, in: callee))
    }
    guard let module = self as? DefinedModule else {
      throw Diagnostic("fields of a \(typeName) can't be changed by \(callee)")
    }
    let kept = module.fields.filter { field in !fields.contains { $0.name == field.key } }
    return try module.definition.type(
      Arguments([], keywords: fields + kept.map { ($0.key, $0.value) }))
  }

  /// A number, truth value or dtype among the fields of a built-in module, by Flax's name of it.
  func builtInField(_ name: String) -> Value? {
    let words = name.split(separator: "_").map(String.init)
    let camel = words.dropFirst().reduce(words.first ?? "") {
      $0 + ($1 == "dtype" ? "DType" : $1.prefix(1).uppercased() + $1.dropFirst())
    }
    var mirrors = [Mirror(reflecting: self)]
    if let fields = mirrors[0].children.first(where: { $0.label == "fields" }) {
      mirrors.append(Mirror(reflecting: fields.value))
    }
    for child in mirrors.flatMap(\.children) where child.label == camel {
      switch child.value {
      case let value as Int: return .int(value)
      case let value as Double: return .float(value)
      case let value as Bool: return .bool(value)
      case let value as DType: return .leaf(.dtype(value))
      case let value as [Int]: return .tuple(value.map { .int($0) })
      default: return nil
      }
    }
    return nil
  }
}

extension Arguments {
  /// These without `unbox`, which is about values that carry the names of their axes along.
  fileprivate func withoutUnboxing(_ callee: String) throws -> Arguments {
    var rest = self
    rest.keywords.removeAll { $0.name == "unbox" }
    let initializers = positional + rest.keywords.map(\.value)
    let isBoxed = initializers.contains {
      if case .leaf(.function(let function)) = $0 { function.partition != nil } else { false }
    }
    for (_, value) in keywords.filter({ $0.name == "unbox" }) where isBoxed {
      guard try value.isTrue() else {
        throw Diagnostic("\(callee) can't give a partitioned value with its names")
      }
    }
    return rest
  }

  /// These after another one.
  fileprivate func prepending(_ value: Value) -> Arguments {
    Arguments([value] + positional, keywords: keywords)
  }
}
