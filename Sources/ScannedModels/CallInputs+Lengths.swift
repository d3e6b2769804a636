import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan

extension CallInputs {
  /// Ends the sequences of a padded batch at these lengths.
  ///
  /// - Parameter lengths: integers of the batch's shape, mostly `[B]`.
  /// - Throws: when they are no integers, or some are below 0.
  public mutating func setLengths(_ lengths: NDArray) throws { try setLengths(lengths, file: nil) }

  /// Ends the sequences at the lengths in a file.
  ///
  /// - Throws: when it can't be read, or holds no lengths.
  public mutating func setLengths(contentsOf file: String) throws {
    guard case .array(let array) = try readArrayFile(file) else {
      throw Diagnostic(
        "lengths must be one array", path: file, hint: "give a .npy file of integers")
    }
    try setLengths(array, file: file)
  }

  private mutating func setLengths(_ array: NDArray, file: String?) throws {
    let path = file ?? "lengths"
    guard array.dtype.isInteger, array.shape.rank > 0 else {
      throw Diagnostic(
        "lengths must be integers, one for each sequence", path: path, expected: "int32[B]",
        got: "\(ArrayType(of: array))")
    }
    let values = array.converted(to: .float64).elements(as: Double.self)
    if let index = values.firstIndex(where: { !(0...Self.most ~= $0) }) {
      throw Diagnostic(
        "lengths must be from 0 to the number of steps", path: path,
        got: "\(array.converted(to: .int64).elements(as: Int64.self)[index])")
    }
    lengths = array.converted(to: .int32)
    lengthsPath = path
  }

  /// The most steps that there can be.
  private static let most = Double(Int32.max)

  /// Refuses lengths that no scan of a call takes, or that are more than its steps.
  func checkLengths(of call: TracedCall) throws {
    guard let lengths, let path = lengthsPath else { return }
    guard let steps = call.sequenceStepCounts.min() else {
      throw Diagnostic(
        "the model has no scan over sequences that could end", path: path,
        hint: "leave the lengths out")
    }
    let longest = lengths.elements(as: Int32.self).max() ?? 0
    guard longest <= steps else {
      throw Diagnostic(
        "a sequence can't be longer than there are steps", path: path,
        expected: "at most \(steps)", got: "\(longest)")
    }
  }
}
