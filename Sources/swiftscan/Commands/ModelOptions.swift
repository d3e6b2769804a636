import ArgumentParser
import Arrays

/// What `init` and `apply` have in common.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("input"),
    help: ArgumentHelp(
      "An input's .npy file; NAME= tells which of several, NAME/PART= which part of one.",
      valueName: "[name=]file"))
  var inputs: [NamedFile] = []

  @Option(
    name: .customLong("carry"),
    help: ArgumentHelp("The first carry, or with NAME= a part of it.", valueName: "[name=]file"))
  var carries: [NamedFile] = []

  @Option(
    name: .customLong("rng"),
    help: ArgumentHelp("The key of a random stream: a seed or HI,LO.", valueName: "name=key"))
  var streams: [StreamKey] = []

  @Option(
    name: .customLong("size"),
    help: ArgumentHelp("What a named size of the config stands for.", valueName: "name=n"))
  var sizes: [NamedSize] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Sets a field of the model.", valueName: "field=value"))
  var fields: [FieldValue] = []

  @Option(help: "The model's method to call.")
  var method: String?

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false
}
