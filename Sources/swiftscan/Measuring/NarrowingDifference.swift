import Arrays
import Execution
import ScannedModels

/// The largest difference that weights in a narrower storage make to the outputs of a call.
struct NarrowingDifference: CustomStringConvertible {
  /// The number of matrices that are stored so.
  let matrixCount: Int
  /// The number of those that stay in float32.
  let wideCount: Int
  /// The largest difference; `nil` where it isn't measured.
  let largest: Float?
  private let byteLimit: Int

  /// Runs a call again, with its weights in float32.
  ///
  /// - Parameter byteLimit: the bytes of arrays up to which that is done: larger ones would take
  ///   memory and time that the first run is careful with.
  init(
    of executor: Executor, in call: PreparedCall,
    results: (result: Tree<NDArray>, variables: Tree<NDArray>), byteLimit: Int = 256_000_000
  ) throws {
    matrixCount = executor.plan.narrowMatrixCount
    wideCount = executor.plan.wideMatrixCount
    self.byteLimit = byteLimit
    let (inputs, outputs) = (try call.inputs, results.result.leaves + results.variables.leaves)
    guard matrixCount > 0,
      (inputs + outputs).map(\.byteCount).reduce(0, +) <= byteLimit
    else {
      largest = nil
      return
    }
    let exact = try call.run(call.executor(.allProcessors))
    largest =
      zip(outputs, exact.result.leaves + exact.variables.leaves).map(largestDifference).max() ?? 0
  }

  /// The difference in words.
  var description: String {
    guard matrixCount > 0 else {
      return wideCount > 0
        ? "none, as \(matrices(wideCount)) \(wideReason(wideCount))"
        : "none, as no loop multiplies by the same matrix again and again"
    }
    var matrices = matrices(matrixCount)
    if wideCount > 0 { matrices += ", and \(wideCount) \(wideReason(wideCount))" }
    return largest.map { "\(matrices); outputs differ by at most \($0)" }
      ?? "\(matrices); the difference isn't measured for more than \(byteLimit.byteText) of arrays"
  }
}

private func matrices(_ count: Int) -> String { "\(count) \(count == 1 ? "matrix" : "matrices")" }

/// Why some stay in float32.
private func wideReason(_ count: Int) -> String {
  "\(count == 1 ? "stays" : "stay") in float32, too small to gain by it"
}

/// The largest difference of two arrays' elements, as far as they are floats.
private func largestDifference(_ a: NDArray, _ b: NDArray) -> Float {
  guard a.dtype.isFloating else { return 0 }
  let (a, b) = (a.converted(to: .float32), b.converted(to: .float32))
  return zip(a.elements(as: Float.self), b.elements(as: Float.self)).reduce(0) { largest, pair in
    pair.0 == pair.1 ? largest : max(largest, (pair.0 - pair.1).magnitude)
  }
}
