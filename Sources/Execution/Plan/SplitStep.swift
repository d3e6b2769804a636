/// Runs a scan range by range of an independent axis: each range has a frame of its own, and threads
/// take turns at them.
struct SplitStep: StepContent {
  /// An address that depends on the range.
  struct Cursor: Equatable, Codable, Sendable {
    var slot, base, offset: Int
    /// Bytes from one place of the axis to the next.
    var step: Int
  }

  let preheader: StepList
  let ranges: [Range<Int>]
  /// How many turns each range takes.
  let turns: Int
  let threadCount: Int
  /// Whether all of it takes less than some hundred microseconds.
  let isShort: Bool
  let cursors: [Cursor]
  /// A loop for each length that a range has.
  let loops: StepsByLength
  /// Copies that only the first range makes.
  let shared: [CopyStep]
  /// The slots whose addresses are the same for all ranges.
  let taken: [Int]

  var ownSteps: [StepList] { [preheader] + loops.lists }

  var lines: [String] {
    let lengths = ranges.map { "\($0.count)" }.joined(separator: ", ")
    return (preheader.lines.below("before:") + loops.lines)
      .below("split into ranges of \(lengths)\(turns > 1 ? ", \(turns) turns each" : "")")
  }
}
