import Kernels

/// How to plan.
public struct PlanOptions: Sendable {
  /// How many threads may work.
  public var threadCount = 1
  /// Positions of inputs that mostly are the same arrays from run to run, as weights are: what
  /// depends on them alone is made once, and again when they are others.
  public var fixedInputs: Set<Int> = []
  /// How much work a scan must be to be shared out; a test can make it small.
  var smallestSplitCost = 4_000_000
  /// The same for ranges of an independent axis.
  var smallestRangesCost = 400_000
  /// How much work a step must be for ranges of it to pay; a test can make it small.
  var smallestRangesStepCost = 16_000
  /// How much work a turn of a range must be, some microseconds; a test can make it small.
  var smallestTurnCost = 200_000
  /// Whether threads may take ranges of an independent axis; a test can forbid it.
  var sharesRanges = true
  /// Whether steps behind the ends of sequences are left out; a test can forbid it.
  var endsSequences = true
  /// How much work a step must be for threads to do it together; a test can make it small.
  var smallestSharedStepCost = 200_000
  /// How large what a loop reads and writes must be for its memory to be freed as it goes; a test
  /// can make it small.
  var smallestReleaseByteCount = 64 << 20
  /// Whether buffers may take the memory of others that aren't needed at the same time; a test can
  /// give each its own.
  var sharesMemory = true
  /// How matrices are stored that are the same in each step of a loop.
  public var weights = WeightStorage.float32

  /// How many numbers a matrix must have for it to pay to quantize the rows that it is multiplied
  /// with; a test can make it small.
  var fewestQuantizedWeights = 4096

  /// One thread, weights as they are.
  public init() {}
}

extension PlanOptions {
  /// The storage of a matrix that is the same in each step of a loop.
  func storage(depth: Int, columns: Int) -> WeightStorage {
    guard weights == .int8 else { return weights }
    let size = depth.multipliedReportingOverflow(by: columns)
    let isLarge = size.overflow || size.partialValue >= fewestQuantizedWeights
    return isLarge && depth <= QuantizedLayout.largestDepth ? .int8 : .float32
  }
}
