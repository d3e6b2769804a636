import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension FunctionTable {
  /// Adds `nn.scan` and its siblings, and the functions that make their arguments.
  mutating func addLifts(_ namespace: Namespace) {
    for (name, type) in ReadableLifts.all {
      add(name, type.signature, type.summary) { _ in .none }
      replace(name) { try Self.lifted(type, $0, called: name, namespace) }
    }
    add("broadcast", "The axis of what all steps share.", value: .string("broadcast"))
    add(
      "PARTITION_NAME", "The key of an axis's name in metadata_params.",
      value: .string(MetadataAxes.partitionNameKey))
    addDenyList()
    add(
      "add_metadata_axis", "(target, variable_axes={}, metadata_params={})",
      "A lift that notes a new axis in the metadata of variables."
    ) { parameters in
      let axes = try (parameters["variable_axes"] ?? .dict(.init())).entries(of: "variable_axes")
      return try axes.reduce(parameters.required("target")) { target, entry in
        var map = MapVariables()
        map.mappedCollections = entry.0
        map.isMutable = true
        if !entry.1.isNone {
          map.metadataAxes.axes = [(entry.0, try .init(entry.1))]
        }
        map.metadataAxes.params =
          try parameters["metadata_params"]?.metadataParams() ?? [:]
        return try Self.lifted(
          target, ["__call__": map], functionLift: map, called: "add_metadata_axis",
          namespace)
      }
    }
    add("In", "(axis)", "An axis for variables on the way in only.") {
      .dict(.init([("in", try $0.required("axis"))]))
    }
    add("Out", "(axis)", "An axis for variables on the way out only.") {
      .dict(.init([("out", try $0.required("axis"))]))
    }
    add(
      "share_scope", "(module, other, /)", "Lets one module use the scope of another."
    ) { parameters in
      try parameters.module("module").shareScope(with: parameters.module("other"))
      return .none
    }
    addPartitioning()
    addLiftedChoices()
  }

  /// `flax.core.DenyList`.
  mutating func addDenyList() {
    add("DenyList", "(deny)", "A filter for all collections but those named.") {
      .dict(.init([("deny", try $0.required("deny"))]))
    }
  }

  /// Names of axes: on one machine they change no value.
  private mutating func addPartitioning() {
    for (name, further) in [
      ("with_partitioning", ""), ("with_logical_partitioning", ", rules=None"),
    ] {
      add(
        name, "(fn, names, mesh=None\(further))",
        "An initializer whose parameters have named axes.", ignoring: ["mesh", "rules"]
      ) { parameters in
        var function = try parameters.function("fn")
        function.partition = try PartitionNames(parameters.required("names"))
        return .leaf(.function(function))
      }
    }
    add(
      "with_logical_constraint",
      "(x, logical_axis_resources, rules=None, mesh=None, "
        + "fallback=RulesFallback.AXIS_IS_UNSHARDED)",
      "x itself: placement over devices changes no value.",
      ignoring: ["logical_axis_resources", "rules", "mesh", "fallback"]
    ) {
      try $0.required("x")
    }
  }

  /// A lift of a type of modules, or of a function whose first argument is a module.
  static func lifted<L: ReadableLift>(
    _ lift: L.Type, _ arguments: Arguments, called name: String, _ namespace: Namespace
  ) throws -> Value {
    let signature = Signature(L.signature)
    let placed = try signature.place(
      arguments.positional, keywords: arguments.keywords, of: "nn.\(name)")
    let given = zip(signature.parameters, placed.values).dropFirst().compactMap {
      parameter, value in value.map { (name: parameter.name, value: $0) }
    }
    let common = try L(given)
    let methods = given.first { $0.name == "methods" }?.value ?? .none
    return try lifted(
      (placed.values.first ?? nil) ?? .none, liftedMethods(methods, common), functionLift: common,
      called: name, namespace)
  }

  /// A type of modules with some of its methods lifted, or a lifted function.
  private static func lifted<L: Lift>(
    _ target: Value, _ byMethod: [String: L], functionLift: L, called name: String,
    _ namespace: Namespace
  ) throws -> Value {
    switch target {
    case .leaf(.moduleType(let type)):
      for name in byMethod.keys.sorted() where !type.hasMethod(name) {
        throw Diagnostic("\(type.name) has no method '\(name)'")
      }
      return .leaf(
        .moduleType(
          type.mapping(name: L.prefix + type.name) { LiftedModule($0, methods: byMethod) }))
    case .leaf(.function(let function)):
      if let (type, given) = try partialType(function, namespace) {
        return try lifted(
          .leaf(.moduleType(type.presetting(given))), byMethod, functionLift: functionLift,
          called: name, namespace)
      }
      return .leaf(.function(lifted(function, by: [functionLift], in: namespace)))
    default:
      throw Diagnostic(
        "nn.\(name) takes a type of modules or a function", got: target.text,
        hint: "pass Dense, not Dense(4); the fields come after: nn.\(name)(Dense, …)(4)")
    }
  }

  /// The type of modules that a `functools.partial` is of, and the fields it gives.
  private static func partialType(
    _ function: Function, _ namespace: Namespace
  ) throws -> (type: ModuleType, given: Arguments)? {
    guard let partial = (function.origin as? ForeignPyObject)?.object.reference as? PyPartial,
      let cls = partial.function.reference as? ModuleClass
    else { return nil }
    let given = Arguments(
      try partial.arguments.positional.map(cls.fieldArgument),
      keywords: try partial.arguments.keywords.map { ($0.name, try cls.fieldArgument($0.value)) })
    return (cls.moduleType, given)
  }

  private static func liftedMethods<L: ReadableLift>(
    _ methods: Value, _ common: L
  ) throws -> [String: L] {
    if methods.isNone { return ["__call__": common] }
    if let fields = methods.fields {
      return Dictionary(
        uniqueKeysWithValues: try fields.pairs.map { name, value in
          guard let settings = value.fields else {
            throw Diagnostic(
              "methods maps names to arguments of \(L.liftName)", got: value.text)
          }
          return (name, try L(settings.pairs.map { (name: $0.key, value: $0.value) }))
        })
    }
    guard let elements = methods.elements else {
      throw Diagnostic(
        "methods is a list of names, or maps them to arguments of \(L.liftName)",
        got: methods.text)
    }
    let names = try elements.map { try $0.string("name of a method") }
    return Dictionary(names.map { ($0, common) }) { first, _ in first }
  }

  /// A function of a module and further arguments, lifted on the module's scope; the outermost lift
  /// comes first.
  static func lifted(
    _ function: Function, by lifts: [any Lift], in namespace: Namespace
  ) -> Function {
    if lifts.isEmpty { return function }
    var lifted = Function(function.name) { arguments in
      guard case .leaf(.module(let reference)) = arguments.positional.first else {
        throw Diagnostic("\(function.name) is lifted: its first argument is a module")
      }
      let module = try reference.requireBound()
      let method = liftable(function, on: module)
      let rest = Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords)
      return try lifts.reversed().reduce(method) { $0.lifted(by: $1) }.body(module, rest)
    }
    if let target = (function.origin as? ForeignPyObject)?.object {
      lifted.origin = ForeignPyObject(.object(LiftedFunction(target, lifts, in: namespace)))
    }
    return lifted
  }

  /// A function of a module as if it were the module's method.
  ///
  /// Of a method that is bound to the module, the module is the one that it is called on.
  static func liftable(_ function: Function, on module: BoundModule) -> LiftableMethod {
    let method = (function.origin as? ForeignPyObject)?.object.reference as? BoundModuleMethod
    return LiftableMethod(module.module, name: function.name) { step, arguments in
      if let method, method.module.reference.bound === module {
        return try step.call(method.name, arguments)
      }
      if method != nil { return try function(arguments) }
      let bound = Value.leaf(.module(ModuleReference(step.module, bound: step)))
      return try function(
        Arguments([bound] + arguments.positional, keywords: arguments.keywords))
    }
  }
}

extension Tree where Leaf == Object {
  /// The key this is in a dict: a string, or a filter (`{True: 0}`, `{('a', 'b'): 1}`) as a config
  /// writes it.
  func dictionaryKey() throws -> String {
    switch self {
    case .leaf(.bool), .tuple, .dict: try Filter(self).description
    case .leaf(.int(let number)): Self.integerKeyPrefix + String(number)
    default: try string("key of a dict")
    }
  }
}

extension Tree where Leaf == Object {
  /// Prefix of a dict's key that stands for an integer.
  private static var integerKeyPrefix: String { "\u{1F}" }

  /// Value of a dict's key in module code: a string or an integer.
  static func key(_ text: String) -> Value {
    guard text.hasPrefix(integerKeyPrefix), let number = Int(text.dropFirst()) else {
      return .string(text)
    }
    return .int(number)
  }
}

extension PartitionNames {
  /// A tuple of names, `None` for an axis that has none.
  fileprivate init(_ value: Value) throws {
    self.init(
      try Evaluator.iterated(value).map { $0.isNone ? nil : try $0.string("name of an axis") })
  }
}

extension CallParameters {
  /// A module on its scope.
  func module(_ name: String) throws -> BoundModule {
    guard case .leaf(.module(let reference)) = try required(name) else {
      throw Diagnostic("the argument '\(name)' of \(callee) must be a module")
    }
    return try reference.requireBound()
  }
}
