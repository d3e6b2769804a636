import FlaxNames

// Lifts: around a module, and of a method or a function. Their settings are those of the table of
// names; the forms and the words are here.

extension ConfigKey {
  static let cell = ConfigKey("cell", .definition("module"), "The module that is lifted.")
  static let liftedModule = ConfigKey("module", .definition("module"), "Another name of `cell`.")
  static let liftedMethods = "methods"

  /// A setting of a lift, with the default that the lift's signature gives it.
  ///
  /// - Parameters:
  ///   - name: the name of the setting.
  ///   - lift: the name of the lift.
  static func setting(_ name: String, of lift: String, default defaultText: String?) -> ConfigKey {
    let words = settingWords[name] ?? (.anything, "")
    let form =
      name == liftedMethods
      ? ConfigForm.choice([.list(of: .string("a name")), .map(of: .definition("\(lift) settings"))])
      : words.form
    return ConfigKey(name, form, words.summary, takesNull: true, default: defaultText)
  }

  private static let collections = ConfigForm.definition("filter")
  private static let noEffect = "Of no effect here."

  /// The forms and meanings of settings by name.
  private static let settingWords: [String: (form: ConfigForm, summary: String)] = [
    "variable_axes": (
      .map(of: .choice([.integer, .null, .map(of: .integer)])),
      "Collections that have an axis of steps, and which; `{in: 0}` or `{out: 0}` for one direction."
    ),
    "variable_broadcast": (collections, "Collections that all steps share."),
    "variable_carry": (collections, "Collections that go from step to step."),
    "split_rngs": (
      .map(of: .boolean),
      "Random streams, and whether each step has a key of its own."
    ),
    "in_axes": (
      .definition("axes"), "Axes of the arguments that the steps are along."
    ),
    "out_axes": (.definition("axes"), "Axes of the results that the steps are stacked along."),
    "length": (.integer, "The number of steps, where no argument tells it."),
    "reverse": (.boolean, "Whether the last step comes first."),
    "unroll": (.choice([.integer, .boolean]), "Steps that XLA compiles as one. " + noEffect),
    "data_transform": (
      .choice([.map(of: .string("an expression")), .string("an expression")]),
      "By collection, an expression of a variable `v` that takes its place in each step, or a "
        + "function of it; or a function of all groups of variables and of keys, as in Flax."
    ),
    "metadata_params": (
      .map(of: .choice([.string("a name"), .null])),
      "The name of the new axis in partitioned variables: `{partition_name: layers}`."
    ),
    "methods": (
      .anything, "The methods that are lifted, in a list; or each with settings of its own."
    ),
    "_split_transpose": (.boolean, "How gradients are computed. " + noEffect),
    "check_constancy_invariants": (
      .boolean, "Whether variables that steps share must not depend on the step."
    ),
    "axis_size": (.integer, "The size of the new axis, where no argument tells it."),
    "axis_name": (.string("a name"), "A name of the new axis. " + noEffect),
    "spmd_axis_name": (.string("a name"), noEffect),
    "variables": (collections, "Collections that the lifted module sees."),
    "rngs": (collections, "Random streams that the lifted module sees."),
    "concrete": (.boolean, "Deprecated in Flax; only `false` is taken."),
    "prevent_cse": (.boolean, noEffect),
    "static_argnums": (.choice([.integer, .list(of: .integer)]), noEffect),
    "static_argnames": (.anything, noEffect),
    "donate_argnums": (.choice([.integer, .list(of: .integer)]), noEffect),
    "device": (.anything, noEffect),
    "backend": (.anything, noEffect),
    "policy": (.anything, "What is kept for gradients. " + noEffect),
    "lengths": (.list(of: .integer), "The numbers of steps of the scans, the outermost first."),
    "mapped_collections": (collections, "Collections that are transformed."),
    "trans_in_fn": (
      .string("an expression"), "A function of the collections, before the module sees them."
    ),
    "trans_out_fn": (
      .string("an expression"), "A function of the collections that the module has written."
    ),
    "init": (.boolean, "Whether the variables are made by the module and transformed back."),
    "mutable": (.boolean, "Whether what the module writes is transformed back."),
  ]
}

extension ConfigSection {
  /// A lift around a module, a section each.
  static let liftedModules = ReadableLifts.all.map { lift in
    ConfigSection(
      lift.name, "`nn.\(lift.name)`: \(lift.type.summary)",
      keys: [.cell, .liftedModule, .moduleName] + settings(of: lift.name),
      rule: .oneOf(["cell", "module"]))
  }

  /// The settings of a lift of a method or a function, a section each.
  static let liftSettings = ReadableLifts.all.map { lift in
    ConfigSection(
      "\(lift.name) settings", "The settings of a `\(lift.name)` of a method.",
      keys: settings(of: lift.name).filter { $0.name != ConfigKey.liftedMethods })
  }

  /// The settings of a lift, in Flax's order.
  private static func settings(of name: String) -> [ConfigKey] {
    guard let type = ReadableLifts.all.first(where: { $0.name == name })?.type else { return [] }
    return type.defaults.map { .setting($0.name, of: name, default: $0.text) }
  }

  /// Config keys of the settings of a lift that have the given names.
  static func keys(of lift: String, _ names: [String]) -> [ConfigKey] {
    settings(of: lift).filter { names.contains($0.name) }
  }

  static let filter = ConfigSection(
    "filter",
    "Which collections, or streams: all with `true`, none with `false`, a name, a list of names, or "
      + "`{deny: …}` for all others.",
    form: .choice([
      .boolean, .string("a name"), .list(of: .string("a name")), .map(of: .definition("filter")),
    ]))

  static let axes = ConfigSection(
    "axes",
    "A prefix tree of axes: one for all arguments, or a list of one for each. Negative ones count "
      + "from the end; `broadcast` hands a whole value to every step. In a `vmap`, so does `null`.",
    form: .choice([
      .integer, .word("broadcast"), .word("nn.broadcast"), .null, .list(of: .definition("axes")),
      .map(of: .definition("axes")),
    ]))
}
