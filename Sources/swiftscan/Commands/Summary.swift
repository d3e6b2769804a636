import ArgumentParser

/// `swiftscan summary`: prints the modules and parameters of a model.
struct Summary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Shows a model's modules, variables and costs, as nn.tabulate does.",
    usage: "swiftscan summary [<options>] <config>",
    discussion: "Sizes that nothing tells are assumed to be small.")

  @Argument(help: "The config, a YAML file.")
  var config: String

  @OptionGroup var options: ModelOptions

  func run() throws {
    let view = try ModelView(config: config, options: options)
    if !options.quiet { reportAssumptions(of: view.model, view.inputs) }
    try say(view.summary)
  }
}
