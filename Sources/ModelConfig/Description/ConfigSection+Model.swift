// The file, its inputs and its model.

extension ConfigKey {
  static let version = ConfigKey(
    "version", .integer, "The version of the format, which is 1.", default: "1")
  static let inputs = ConfigKey(
    "inputs", .map(of: .definition("input")),
    "The arguments of the model's call by name, and what goes into each.")
  static let model = ConfigKey(
    "model", .definition("module"),
    "The module that is called. It can't be left out but where the extended file has one.")
  static let parent = ConfigKey(
    "parent", .string("a name"),
    "The name of a compact module around the model, below which the model's variables are named as "
      + "in Flax: `ScanLSTMCell_0` and the like.")
  static let modules = ConfigKey(
    "modules",
    .choice([.map(of: .definition("module class")), .string("a block of Python")]),
    "Classes of modules by name; or a block of Python that defines them.")
  static let functions = ConfigKey(
    "functions", .map(of: .definition("function")), "Functions by name, which bodies can call.")
  static let python = ConfigKey(
    "python", .choice([.string("a file name"), .list(of: .string("a file name"))]),
    "Files of Python relative to the config, whose names the config sees.")
  static let extends = ConfigKey(
    "extends", .string("a file name"),
    "A config, relative to this one, whose keys this one changes: maps are merged, and what isn't a "
      + "map is replaced, as is a module by one of another type.")
  static let sources = ConfigKey(
    "sources", .map(of: .string("a text")),
    "The texts of these files by name, as params hold them. No file is read then.")
  static let madeWith = ConfigKey(
    "made_with", .definition("made_with"),
    "What was set on the command line of `init`, as params hold it.")
  static let madeWithSettings = ConfigKey(
    "set", .map(of: .string("a text")), "The values of `--set` by path, as YAML.")
  static let madeWithSizes = ConfigKey(
    "sizes", .map(of: .integer), "The sizes of `--size` by name.")

  static let type = ConfigKey(
    "type", .string("a name"),
    "A layer or cell of `flax.linen`, with or without `nn.`, or a class of the config's own.",
    isRequired: true)
  static let moduleName = ConfigKey(
    "name", .choice([.string("a name"), .null]),
    "The name of the module inside of the one that makes it, as `name=` in Flax.")
  static let expression = ConfigKey(
    "python", .string("an expression"), "An expression of Python that makes the module.")
}

extension ConfigSection {
  static let config = ConfigSection(
    "config", "The file: one model. A key that isn't listed here is an error.",
    keys: [
      .version, .extends, .inputs, .model, .parent, .modules, .functions, .python, .sources,
      .madeWith,
    ])

  static let madeWith = ConfigSection(
    "made_with", "What the variables were made with, which `init` writes into params.",
    keys: [.madeWithSettings, .madeWithSizes])

  static let input = ConfigSection(
    "input",
    "The dtype and sizes of an array, `float32[B, T, 3]`: a size is a number, or a name that the "
      + "data or `--size` binds. Lists and maps of these describe trees; `null` is no array.",
    form: .choice([
      .string("a type"), .null, .list(of: .definition("input")), .map(of: .definition("input")),
    ]))

  static let module = ConfigSection(
    "module",
    "The name of a type without fields; or a [typed module](#typed-module), a type with its "
      + "fields; or a [wrapped module](#wrapped-module), such as a `scan:`.",
    form: .choice([
      .string("a name"), .definition("typed module"), .definition("wrapped module"),
    ]))

  static let typedModule = ConfigSection(
    "typed module",
    "A type with its fields: `{type: Dense, features: 4}`. The fields are those of the class, with "
      + "its defaults; `swiftscan names nn.Dense` lists them.",
    keys: [.type, .moduleName], others: .anything)

  static let wrappedModule = ConfigSection(
    "wrapped module", "A module under one key.",
    keys: liftedModules.map { lift in
      ConfigKey(
        lift.name, .definition(lift.name),
        lift.name == "checkpoint" ? "Another name of `remat`." : lift.summary)
    } + [
      ConfigKey("rnn", .definition("rnn"), rnn.summary),
      ConfigKey("bidirectional", .definition("bidirectional"), bidirectional.summary),
      .expression,
    ],
    rule: .oneOf(liftedModules.map(\.name) + ["rnn", "bidirectional", "python"]))
}
