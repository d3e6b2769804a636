import Testing

/// Configs with one thing wrong, and what `init` says of each.
@Suite struct BadConfigTests {
  @Test(arguments: BadConfig.all) func isRefused(_ config: BadConfig) throws {
    let workspace = try Workspace()
    try workspace.write(config.text, to: "c.yaml")
    try workspace.expect("init c.yaml", fails: 65, saying: config.words)
  }
}

/// A config with one thing wrong.
struct BadConfig: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let words: String

  init(_ name: String, _ text: String, _ words: String) {
    (testDescription, self.text, self.words) = (name, text, words)
  }

  static let all = yaml + model + inputs + scans + modules
}
