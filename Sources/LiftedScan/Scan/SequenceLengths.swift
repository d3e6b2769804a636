import Arrays
import Diagnostics
import ProgramIR

/// The lengths of the sequences of a padded batch that a call's scans go over: behind a sequence's end
/// its part of the carry stays as it is, and its ys are zeros.
///
/// Every lifted scan over arrays is one over sequences, but not one inside of another, and no scan over
/// layers.
final class SequenceLengths {
  /// `int32`, of the batch's shape.
  let tensor: Tensor
  /// The numbers of steps of the scans that have ended sequences.
  private(set) var stepCounts: Set<Int> = []
  private var isInside = false

  init(_ tensor: Tensor) { self.tensor = tensor }

  /// Runs `body`, a scan of so many steps over arrays, with these lengths, or without if it is inside of
  /// another one.
  func scanning<R>(_ length: Int, _ body: (SequenceLengths?) throws -> R) rethrows -> R {
    if isInside { return try body(nil) }
    isInside = true
    defer { isInside = false }
    stepCounts.insert(length)
    return try body(self)
  }

  /// Where the step at `index` is one of the sequence's, of the batch's shape.
  func mask(at index: Tensor) throws -> Tensor { try .compare(.lt, index, tensor) }

  /// New value of a part of the carry, or where the sequence is over the value before the step;
  /// or of a y, where nothing is.
  ///
  /// - Throws: when the array's first axes aren't the batch's.
  func masked(_ new: Tensor, _ old: Tensor?, _ mask: Tensor, _ name: String) throws -> Tensor {
    // What is the same for all sequences has no end.
    if new.rank == 0 { return new }
    let sizes = new.shape.sizes
    guard Array(sizes.prefix(tensor.rank)) == tensor.shape.sizes else {
      throw Diagnostic(
        "with --lengths, the sequences must be the first axes of each step's arrays", path: name,
        expected: "\(tensor.shape) first", got: "shape \(new.shape)")
    }
    let column = tensor.shape.sizes + sizes.dropFirst(tensor.rank).map { _ in 1 }
    let zero = Tensor(NDArray(Int32(0)).converted(to: new.dtype))
    return try .select(
      mask.reshaped(to: column).broadcast(to: new.shape), new, old ?? zero)
  }
}
