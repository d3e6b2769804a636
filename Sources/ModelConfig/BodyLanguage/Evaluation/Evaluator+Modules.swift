import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  /// A field, an attribute that `setup` made, or a method of a module.
  static func attribute(_ name: String, of reference: ModuleReference) throws -> Value {
    if let value = reference.module.field(name) { return value }
    if let bound = reference.bound, bound.attributes[name] == nil { try bound.setUp() }
    if let value = reference.bound?.attributes[name] { return value }
    if reference.module.parameters(of: name) != nil {
      return .leaf(.function(method(name, of: reference)))
    }
    if let function = try moduleFunction(name, of: reference) {
      return .leaf(.function(function))
    }
    throw Diagnostic(
      "\(reference.module.typeName) has no attribute '\(name)' that swiftscan knows",
      hint: closestMatch(
        to: name, among: moduleFunctionNames + (reference.bound?.attributes.keys.map { $0 } ?? [])
      ).map { "did you mean '\($0)'?" })
  }

  private static func method(_ name: String, of reference: ModuleReference) -> Function {
    Function(name) { arguments in
      // A carry can be made before the module has a place.
      if name == "initialize_carry", reference.bound == nil {
        let scope = Scope(variables: [:], streams: [:], mutable: .none)
        return try BoundModule(reference.module, scope: scope).call(name, arguments)
      }
      return try reference.requireBound().call(name, arguments)
    }
  }

  private static let moduleFunctionNames = [
    "param", "variable", "sow", "perturb", "make_rng", "is_initializing", "has_rng",
    "has_variable", "is_mutable_collection", "name",
  ]

  /// What every module has: `self.param` and its siblings.
  private static func moduleFunction(
    _ name: String, of reference: ModuleReference
  ) throws -> Function? {
    guard moduleFunctionNames.contains(name) else { return nil }
    let module = try reference.requireBound()
    func function(
      _ parameters: String, _ body: @escaping (CallParameters) throws -> Value
    ) -> Function {
      let names = parameters.split(separator: " ").map(String.init)
      return Function(name) { try body(CallParameters($0, names: names, of: name)) }
    }
    switch name {
    case "param": return Function(name) { try parameter($0, of: module) }
    case "variable": return Function(name) { try variable($0, of: module) }
    case "sow": return function("col name value reduce_fn init_fn") { try sown($0, by: module) }
    case "perturb":
      return function("name value collection") {
        try module.perturb(
          $0.required("name").string("name"), $0.required("value"),
          collection: $0.optionalString("collection") ?? "perturbations")
      }
    case "make_rng":
      return function("name") {
        .tensor(try module.scope.makeRNG($0.optionalString("name") ?? "params"))
      }
    case "is_initializing": return function("") { _ in .bool(module.scope.isInitializing) }
    case "has_rng":
      return function("name") {
        .bool(module.scope.hasStream(try $0.required("name").string("stream")))
      }
    case "has_variable":
      return function("col name") {
        .bool(
          module.scope.variable(
            try $0.required("col").string("collection"), try $0.required("name").string("name"))
            != nil)
      }
    case "is_mutable_collection":
      return function("col") {
        .bool(module.scope.mutable.contains(try $0.required("col").string("collection")))
      }
    default: return nil
    }
  }

  /// `self.param(name, init_fn, *args)`.
  private static func parameter(_ arguments: Arguments, of module: BoundModule) throws -> Value {
    let (name, initializer, rest) = try declaration(arguments, "param", leading: 1)
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
    let (names, initializer, rest) = try declaration(arguments, "variable", leading: 2)
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

extension Arguments {
  /// These after another one.
  fileprivate func prepending(_ value: Value) -> Arguments {
    Arguments([value] + positional, keywords: keywords)
  }
}
