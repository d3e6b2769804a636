/// Runs a scan over sequences that end at different steps: the longest first, with fewer rows as they
/// end. The rows are dealt to ranges with about as many steps each, which threads share.
struct SequencesStep: StepContent {
  /// Slices of a y behind the ends of sequences.
  struct Padding: Equatable, Codable, Sendable {
    /// Their values.
    enum Source: Equatable, Codable, Sendable {
      /// The same for all sequences; whether all its bits are 0.
      case slice(View, isZero: Bool)
      /// Of each sequence, that of its row of the range, or of its number in the batch.
      case rows(RowCopyStep.Side), batch(RowCopyStep.Side)
    }

    /// The y, `[steps, …]`.
    var target: RowCopyStep.Side
    var source: Source
  }

  let preheader: StepList
  /// The lengths, `int32[B]`.
  let lengths: View
  /// How many steps the scan has, how many of them a block, and whether the last goes first.
  let stepCount, blockLength: Int
  let isReversed: Bool
  /// Whether blocks are run that no sequence reaches.
  let needsAllSteps: Bool
  /// How many ranges there are, and how many rows each has at most.
  let rangeCount, rowCount: Int
  let threadCount: Int
  /// The slot of memory to sort the sequences in, and that of a range's part of the order.
  let memory, order: Int
  /// Copies before the loops of a range: of the first carry, and of constants that have rows.
  let gathers: [RowCopyStep]
  /// The same of what has no rows, and of the last carry.
  let starts: [CopyStep]
  let scatters: [RowCopyStep]
  /// Copies that only the first range makes.
  let shared: [CopyStep]
  let paddings: [Padding]
  /// A loop for each number of rows, the smallest first; what one reads and leaves of the carry is
  /// where the others have theirs.
  let loops: StepsByLength
  /// The slots whose addresses are the same for all ranges.
  let taken: [Int]

  var ownSteps: [StepList] { [preheader] + loops.lists }

  var lines: [String] {
    let counts = loops.lengths.map(String.init).joined(separator: ", ")
    let most = loops.lists.last?.lines ?? []
    return (preheader.lines.below("before:") + most)
      .below("sequences by length, \(rangeCount) × \(rowCount) rows, loops of \(counts) rows")
  }

  /// The parts of the memory to sort in.
  var layout: SequenceOrder.Layout {
    SequenceOrder.Layout(sequences: lengths.sizes[0], ranges: rangeCount, rows: rowCount)
  }
}
