import ArgumentParser

/// The command line.
struct Swiftscan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiftscan",
    abstract: "Runs Flax scans from config files.",
    discussion: """
      swiftscan init config.yaml
      swiftscan apply --params p.npy --input xs.npy

      A file called - is standard input or output.
      """,
    version: "0.1.0",
    subcommands: [Init.self, Apply.self])
}
