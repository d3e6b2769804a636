import ArgumentParser

@main
struct Swiftscan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiftscan", abstract: "Runs Flax scans from config files.")
}
