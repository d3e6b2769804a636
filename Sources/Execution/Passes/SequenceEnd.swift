import ProgramIR

/// A reason why steps of a scan don't matter: how to know for each sequence of a batch, before the scan,
/// how many steps do.
indirect enum SequenceEnd: Hashable {
  /// Elements of `mask`, a value of the program of `bool`, with an axis of steps and one of sequences:
  /// a step matters where one is `isActive`.
  case mask(Atom, steps: Int, batch: Int, isActive: Bool)
  /// The same of a value of the scan's body, by its variable: `batch` is its axis of sequences.
  case stepMask(Variable, batch: Int, isActive: Bool)
  /// Only elements at these places are read, of an array whose axes of steps and sequences are one;
  /// which of the two is the outer one.
  case places(Atom, stepsAreOuter: Bool)
  /// Only the steps at these indices `[B, …]` are read, or of `[B, N]` those that matter themselves by
  /// the reasons given.
  case indices(Atom, of: [SequenceEnd]?)
  /// Another scan reads them, the one of the equation with this index, and its steps end.
  case reader(Int)
}

/// Known ends of a scan's sequences.
struct SequenceFinding {
  /// Each is a reason for some of the carry and the ys; steps behind all of them don't matter.
  var ends: [SequenceEnd]
  var batch: ScannedSequences.BatchAxis
  var axis: IndependentAxis
  var paddings: [ScannedSequences.Padding]
  var needsAllSteps: Bool
}

extension Primitive {
  /// Whether it only puts elements of its first operand in other places, or takes some.
  var onlyMoves: Bool {
    switch self {
    case .broadcast, .reshape, .transpose: true
    default: false
    }
  }
}
