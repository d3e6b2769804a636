/// Copies sequences of a batch, in the order of a list of their numbers, to rows one after another, or
/// such rows back to where the batch has them.
struct RowCopyStep: StepContent {
  /// An array and its axis of sequences or rows.
  struct Side: Equatable, Codable, Sendable {
    var view: View
    var axis: Int

    /// The first of them.
    var first: View { view.part(0..<1, axis: axis) }

    /// Bytes from one to the next.
    var step: Int { view.strides[axis] * view.dtype.byteCount }
  }

  /// The batch, and as many rows as are copied.
  let batch, rows: Side
  /// The slot of the sequences' numbers, `int32[rows]`.
  let order: Int
  /// Whether rows are copied to the batch.
  let isBack: Bool

  var lines: [String] {
    isBack
      ? ["rows s\(order) of \(batch.view) = \(rows.view)"]
      : ["\(rows.view) = rows s\(order) of \(batch.view)"]
  }
}
