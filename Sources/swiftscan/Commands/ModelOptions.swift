import ArgumentParser
import Arrays

/// What a model is called with, in all commands.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("input"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "An input's file. NAME= tells which of several, NAME/PART= which part of one.",
      valueName: "[name=]file"))
  var inputs: [NamedFile] = []

  @Option(
    name: .customLong("carry"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The first carry, or with PART= a part of it (default: as Flax makes it).",
      valueName: "[part=]file"))
  var carries: [NamedFile] = []

  @Option(
    name: .customLong("rng"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A random stream's key: a seed, or its two words HI,LO.", valueName: "name=key"))
  var streams: [StreamKey] = []

  @Option(
    name: .customLong("size"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "What a named size of the config's inputs stands for.", valueName: "name=n"))
  var sizes: [NamedSize] = []

  @Option(
    name: .customLong("set"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Sets a field of the model, or a static argument of its call.", valueName: "name=value"))
  var fields: [FieldValue] = []

  @Option(parsing: .unconditional, help: "The model's method to call (default: __call__).")
  var method: String?

  @Flag(name: .shortAndLong, help: "Say nothing but warnings and errors.")
  var quiet = false

  func validate() throws {
    try Self.refuseRepeated(streams.map(\.stream), "--rng")
    try Self.refuseRepeated(sizes.map(\.name), "--size")
    try Self.refuseRepeated(fields.map(\.name), "--set")
  }

  private static func refuseRepeated(_ names: [String], _ option: String) throws {
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw ValidationError("\(option) \(name)=… is given twice")
    }
  }
}

/// Which collections may change.
struct MutableOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Collections that the model may change: a name, true, false, '[a, b]' or '{deny: a}'. May be \
      repeated.
      """, valueName: "filter"))
  var mutable: [FilterValue] = []
}
