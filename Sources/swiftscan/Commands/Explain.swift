import ArgumentParser

/// `swiftscan explain`: prints the lifting of each scan of a model.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says in words what a model's scans do with each value.",
    usage: "swiftscan explain [<options>] <config>",
    discussion: """
      Which argument is scanned along which axis and for how long; which collection is scanned, \
      carried or broadcast; which random stream is split or shared.
      """)

  @Argument(help: "The config, a YAML file.")
  var config: String

  @OptionGroup var options: ModelOptions

  func run() throws {
    let view = try ModelView(config: config, options: options)
    if !options.quiet { reportAssumptions(of: view.model, view.inputs) }
    try say(view.explanation())
  }
}
