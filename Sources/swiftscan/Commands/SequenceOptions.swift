import ArgumentParser
import ScannedModels

/// Options of sequences of different lengths.
struct SequenceOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The lengths of the sequences of a padded batch, integers [B]. Behind its end a sequence's carry \
      stays as it is and its outputs are zeros, and it takes no time.
      """, valueName: "file"))
  var lengths: String?

  /// Adds the lengths to the inputs of a call.
  func add(to inputs: inout CallInputs) throws {
    if let lengths { try inputs.setLengths(contentsOf: lengths) }
  }
}
