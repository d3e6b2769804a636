import Arrays

/// The sequences of a batch that a scan runs over, of which some end before the last step.
///
/// It says of a scan what its body computes anyway, so that who runs the scan may leave steps out: a
/// step at or behind a sequence's length leaves the sequence's part of the carry as it is, or nobody
/// reads it any more, and its ys are known.
public struct ScannedSequences: Hashable, Codable, Sendable {
  /// The slices of a y from a sequence's length on.
  public enum Padding: Hashable, Codable, Sendable {
    /// Nobody reads them, and they may hold anything.
    case unread
    /// A scalar's value; also where somebody reads them, to whom it doesn't matter what they are.
    case value(NDArray)
    /// The part of the carry with this position, which is the last one, or the first one if the scan
    /// is reversed.
    case carry(Int)
  }

  /// Position among the scan's constants of the lengths, `int32[B]`: the number of steps of each
  /// sequence, counted from the first slice of the xs on, whichever goes first. One below 0 is 0,
  /// one above the scan's length is that.
  public var lengths: Int
  /// Where the sequences lie side by side: a part of the carry and its axis of them.
  public var batch: BatchAxis
  /// For each y.
  public var paddings: [Padding]
  /// Whether steps must be run though every sequence has ended: for what isn't of a single sequence.
  public var needsAllSteps: Bool

  /// An axis of a part of the carry.
  public struct BatchAxis: Hashable, Codable, Sendable {
    /// Position of the part, and of the axis in it.
    public var part, axis: Int

    /// The axis `axis` of the carry's part at position `part`.
    public init(part: Int, axis: Int) { (self.part, self.axis) = (part, axis) }
  }

  /// Sequences as the properties describe them.
  public init(lengths: Int, batch: BatchAxis, paddings: [Padding], needsAllSteps: Bool) {
    self.lengths = lengths
    self.batch = batch
    self.paddings = paddings
    self.needsAllSteps = needsAllSteps
  }

  /// The same of a scan of which only some inputs and outputs are left, given by their old positions.
  func keeping(inputs: [Int], outputs: [Int], of scan: Scan) -> ScannedSequences? {
    guard let lengths = inputs.firstIndex(of: lengths),
      let part = outputs.firstIndex(of: batch.part)
    else { return nil }
    var kept: [Padding] = []
    for output in outputs where output >= scan.carryCount {
      var padding = paddings[output - scan.carryCount]
      if case .carry(let part) = padding {
        guard let position = outputs.firstIndex(of: part) else { return nil }
        padding = .carry(position)
      }
      kept.append(padding)
    }
    return ScannedSequences(
      lengths: lengths, batch: BatchAxis(part: part, axis: batch.axis), paddings: kept,
      needsAllSteps: needsAllSteps)
  }
}

extension ScannedSequences: CustomStringConvertible {
  /// `lengths=2 padding=carry 0, 0.0`.
  public var description: String {
    let names = paddings.map { padding in
      switch padding {
      case .unread: "unread"
      case .value(let array): array.scalarText
      case .carry(let part): "carry \(part)"
      }
    }
    return "lengths=\(lengths)" + (names.isEmpty ? "" : " padding=" + names.joined(separator: ","))
  }
}
