import ArgumentParser
import ModelConfig

/// `swiftscan schema`: the description of configs.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Writes the JSON Schema of configs, for editors.",
    discussion: """
      swiftscan schema >config.schema.json

      A config that begins with the line
        # yaml-language-server: $schema=config.schema.json
      is then checked and completed by editors that know the YAML language server.
      """)

  @Flag(help: ArgumentHelp("Write the page of all keys, in Markdown.", visibility: .hidden))
  var page = false

  func run() throws {
    try say(page ? ConfigPage.text : ConfigSchema.text)
  }
}
