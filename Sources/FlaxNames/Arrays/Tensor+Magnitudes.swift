import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

// Functions that scale or square on the way, written so that nothing overflows before the result
// does.

extension Tensor {
  /// Both tensors in the inexact dtype that they promote to.
  static func promotedToInexact(_ a: Tensor, _ b: Tensor) throws -> (Tensor, Tensor) {
    let (common, isWeak) = Promotion.result(of: [a.type, b.type])
    let dtype = Promotion.inexact(common)
    return (
      try a.converted(to: dtype, isWeak: isWeak), try b.converted(to: dtype, isWeak: isWeak)
    )
  }

  /// The tensor rounded to a number of decimals (`jnp.round`): half floats in `float32`; unchanged
  /// for decimals beyond the dtype's largest number.
  func rounded(decimals: Int) throws -> Tensor {
    if dtype.isInteger {
      guard decimals >= 0 else {
        throw Diagnostic("integers are rounded to no negative number of decimals")
      }
      return self
    }
    guard dtype.isFloating else { throw Diagnostic("round takes numbers", got: "\(self)") }
    if decimals == 0 { return try unary(.round) }
    let scale = powerOf10(decimals)
    if scale > dtype.floatLimit { return self }
    let wide = dtype == .float16 ? try converted(to: .float32, isWeak: type.isWeak) : self
    return try ((wide * Tensor(scale)).unary(.round) / Tensor(scale))
      .converted(to: dtype, isWeak: type.isWeak)
  }

  /// The root of the sum of both squares (`jnp.hypot`).
  func hypotenuse(_ other: Tensor) throws -> Tensor {
    let (a, b) = try Tensor.promotedToInexact(self, other)
    let (x, y) = (try a.unary(.abs), try b.unary(.abs))
    let infinity = Tensor(Double.infinity)
    let isInfinite = try Tensor.binary(
      .or, .compare(.eq, x, infinity), .compare(.eq, y, infinity))
    return try .select(isInfinite, infinity, x.lengthOfLegs(y))
  }

  /// The root of the sum of the squares of two arrays of numbers of at least 0.
  func lengthOfLegs(_ other: Tensor) throws -> Tensor {
    let (long, short) = (
      try Tensor.binary(.max, self, other), try Tensor.binary(.min, self, other)
    )
    let isZero = try Tensor.compare(.eq, long, Tensor(0))
    // Infinite legs are of one length too.
    let ratio = try Tensor.select(
      .compare(.eq, short, long), Tensor(1), short / Tensor.select(isZero, Tensor(1), long))
    return try .select(isZero, long, long * (ratio.unary(.square) + 1).unary(.sqrt))
  }

  /// Step function: 0 below 0, 1 above, and `middle` at 0 (`jnp.heaviside`).
  func heaviside(at0 middle: Tensor) throws -> Tensor {
    let (x, middle) = try Tensor.promotedToInexact(self, middle)
    let here = try Tensor.select(.compare(.ne, x, x), x, middle)
    let above = try Tensor.select(.compare(.gt, x, Tensor(0)), Tensor(1), here)
    return try Tensor.select(.compare(.lt, x, Tensor(0)), Tensor(0), above)
      .converted(to: x.dtype)
  }

  /// Whether each element is within `relative` times the other one plus `absolute` (`jnp.isclose`).
  func isClose(
    to other: Tensor, relative: Tensor, absolute: Tensor, equalNaN: Bool
  ) throws -> Tensor {
    let (a, b) = try Tensor.promotedToInexact(self, other)
    let tolerance =
      try absolute.converted(to: a.dtype)
      + relative.converted(to: a.dtype) * b.unary(.abs)
    let isNear = try Tensor.binary(
      .and, b.unary(.isFinite), .compare(.le, (a - b).unary(.abs), tolerance))
    let isClose = try Tensor.binary(.or, .compare(.eq, a, b), isNear)
    guard equalNaN else { return isClose }
    return try .binary(.or, isClose, .binary(.and, .compare(.ne, a, a), .compare(.ne, b, b)))
  }
}

extension DType {
  /// The spacing of floats at the machine epsilon: the width below which `jnp.interp` takes an
  /// interval for empty.
  var spacingOfEpsilon: Tensor {
    switch self {
    case .float16: Tensor(0x1p-20)
    case .bfloat16: Tensor(0x1p-14)
    default: Tensor(0x1p-46)
    }
  }
}

/// 10 to the power `exponent`.
private func powerOf10(_ exponent: Int) -> Double { power(10, Double(exponent)) }
