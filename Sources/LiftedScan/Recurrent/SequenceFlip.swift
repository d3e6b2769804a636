import Arrays
import Diagnostics
import ProgramIR

/// Turns sequences around in time.
struct SequenceFlip {
  /// The number of valid steps of each sequence, integers `[*batch]`; `nil` when all are.
  var lengths: Tensor?
  /// Time axis of the arrays; the batch axes are before it, or after it if it is 0.
  var timeAxis: Int
  /// Number of batch axes.
  var batchRank: Int

  /// The array with the steps of each sequence reversed; the padding behind a sequence's length
  /// stays behind.
  func callAsFunction(_ x: Tensor) throws -> Tensor {
    guard let lengths else { return try x.reversed(axes: [timeAxis]) }
    guard lengths.rank == batchRank else {
      throw Diagnostic(
        "seq_lengths has a length for each sequence", path: "seq_lengths",
        expected: "\(batchRank) axes, the batch's", got: "shape \(lengths.shape)")
    }
    let sequences = try x.movingAxis(timeAxis, to: batchRank)
    let steps = x.shape[timeAxis]
    // Backwards from the length, and round to the last step behind the first.
    let indices = try Tensor.remainder(
      Tensor.iota(steps, .int32).reversed(axes: [0]) + lengths.expandingAxis(-1), Tensor(steps))
    let batch = Shape(Array(sequences.shape.sizes.prefix(batchRank)))
    return
      try sequences
      .taken(
        indices.broadcast(to: Shape(batch.sizes + [steps])), axis: batchRank,
        batchCount: batchRank, mode: .promiseInBounds
      )
      .movingAxis(batchRank, to: timeAxis)
  }
}
