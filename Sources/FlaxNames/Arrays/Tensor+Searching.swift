import Arrays
import Diagnostics
import ProgramIR

extension Tensor {
  /// Insertion index of each value in the sorted array (`jnp.searchsorted`): by halves, as JAX
  /// finds it, so that an array that isn't sorted gives what JAX's gives. NaN is last in order, and
  /// equal to itself.
  ///
  /// - Complexity: O(*m* log *n*) for *m* values and *n* elements.
  func searchSorted(_ values: Tensor, isRight: Bool) throws -> Tensor {
    guard rank == 1 else {
      throw Diagnostic("searchsorted takes a sorted row", got: "\(self)")
    }
    let count = shape[0]
    let zero = try Tensor.full(values.shape, Tensor(NDArray(Int32(0))))
    var (low, high) = (zero, try zero + Tensor(count))
    var rounds = 0
    while 1 << rounds < count + 1 { rounds += 1 }
    for _ in 0..<rounds {
      let middle = try low + .binary(.shiftRightLogical, high - low, Tensor(1))
      let element = try taken(middle, axis: 0, mode: .promiseInBounds)
      let goesLeft =
        isRight
        ? try values.isSortedBefore(element) : try element.isSortedBefore(values).unary(.not)
      (low, high) = (
        try .select(goesLeft, low, middle), try .select(goesLeft, middle, high)
      )
    }
    return high
  }

  /// Into which of the spaces between `bins`, which rise or fall, each element falls
  /// (`jnp.digitize`).
  func digitized(_ bins: Tensor, isRight: Bool) throws -> Tensor {
    guard bins.rank == 1 else { throw Diagnostic("digitize takes a row of bins", got: "\(bins)") }
    let count = bins.shape[0]
    guard count > 0 else { return try .full(shape, Tensor(NDArray(Int32(0)))) }
    let rises = try Tensor.compare(
      .ge, bins.indexed(axis: 0, count - 1), bins.indexed(axis: 0, 0))
    let falling = try bins.reversed(axes: [0]).searchSorted(self, isRight: !isRight)
    return try .select(
      rises, bins.searchSorted(self, isRight: !isRight), Tensor(count) - falling)
  }

  /// Whether each element comes before another in the order of `lax.sort`, where NaN is last.
  private func isSortedBefore(_ other: Tensor) throws -> Tensor {
    let isLess = try Tensor.compare(.lt, self, other)
    guard dtype.isFloating || other.dtype.isFloating else { return isLess }
    let isBeforeMissing = try Tensor.binary(
      .and, .compare(.eq, self, self), .compare(.ne, other, other))
    return try .binary(.or, isLess, isBeforeMissing)
  }
}
