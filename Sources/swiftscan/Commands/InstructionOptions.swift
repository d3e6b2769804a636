import ArgumentParser
import Kernels

/// The choice of the leaf kernels' build, for comparing processors on one machine.
struct InstructionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which of the processor's instructions to use: \(InstructionSet.names) (default: the best).",
      valueName: "set"))
  var instructions: InstructionSet?

  func validate() throws {
    if let instructions, !InstructionSet.choose(instructions) {
      throw ValidationError("--instructions comes too late: \(InstructionSet.current) are in use")
    }
  }
}

extension InstructionSet: ExpressibleByArgument {
  /// A build that the processor can run, by its name.
  public init?(argument: String) {
    guard let build = InstructionSet.available.first(where: { $0.name == argument }) else {
      return nil
    }
    self = build
  }

  /// The names of the builds that the processor can run.
  public static var allValueStrings: [String] { available.map(\.name) }

  fileprivate static var names: String { allValueStrings.joined(separator: ", ") }
}
