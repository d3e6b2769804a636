import FlaxNames

// Modules and functions that a config defines.

extension ConfigKey {
  static let fields = ConfigKey(
    "fields", .map(of: .anything),
    "The fields of the class with their defaults. Bodies see them by name.")
  static let setup = ConfigKey(
    "setup", .string("a body"), "The body of `setup`.")
  static let call = ConfigKey(
    "call", .definition("method"), "The method `__call__`, which is compact.")
  static let classMethods = ConfigKey(
    "methods", .map(of: .definition("method")), "Methods by name.")

  static let body = ConfigKey(
    "body", .string("a body"), "Statements of Python, as inside of a method of Flax.",
    isRequired: true)
  static let arguments = ConfigKey(
    "args", .list(of: .string("a parameter")),
    "The parameters without `self`, as Python writes them: `x`, `train=False`, `*`, `**kwargs`.")
  static let noWrap = ConfigKey(
    "nowrap", .boolean,
    "Whether the method runs without a scope of its own, as with `nn.nowrap`; `initialize_carry` "
      + "does.", default: "False")
  static let property = ConfigKey(
    "property", .boolean, "Whether it is a property; `num_feature_axes` is one.",
    default: "False")
  static let isStatic = ConfigKey(
    "static", .boolean, "Whether it is a static method.", default: "False")
  static let compact = ConfigKey(
    "compact", .boolean,
    "Whether it may make submodules; one method of a class can. `__call__` may unless this says "
      + "otherwise.", default: "False")

  /// A lift of a method or a function.
  static func lift(_ name: String) -> ConfigKey {
    ConfigKey(
      name, .choice([.boolean, .definition("\(name) settings")]),
      "Lifts it as `nn.\(name)` does; `true` lifts with Flax's defaults.")
  }

  static let lifts = ReadableLifts.all.map { lift($0.name) }
}

extension ConfigSection {
  static let moduleClass = ConfigSection(
    "module class",
    "A class of modules. It needs `call`, or `methods` with at least one.",
    keys: [.fields, .setup, .call, .classMethods])

  static let method = ConfigSection(
    "method",
    "A method. With several lifts the first is the outermost.",
    keys: [.arguments, .body, .compact, .noWrap, .property, .isStatic] + ConfigKey.lifts)

  static let function = ConfigSection(
    "function",
    "A function. With the settings of a lift it is a function target, whose first argument is the "
      + "module.",
    keys: [.arguments, .body] + ConfigKey.lifts)
}
