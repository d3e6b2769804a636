// The gamma function by Lanczos' approximation with g = 7 and nine coefficients (C. Lanczos, "A
// precision approximation of the gamma function", 1964), as XLA computes it.

private let lanczosShift = 7.0
private let lanczosBase = 0.99999999999980993
private let lanczosCoefficients = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

extension Tensor {
  /// log |Γ(x)|.
  public func logGamma() throws -> Tensor {
    let x = try convertedToInexact()
    let z = try x.reflected()
    let sum = try lanczosCoefficients.enumerated().reduce(Tensor(lanczosBase)) { sum, term in
      try sum + term.element / (z + Double(term.offset + 1))
    }
    let (t, logarithm) = try z.lanczosPoint()
    let above = try (z + 0.5 - t / logarithm) * logarithm + 0.9189385332046727 + sum.unary(.log)
    // Γ(x) Γ(1 - x) = π / sin πx, whose zeros are found exactly.
    let size = try x.unary(.abs)
    let part = try size - size.unary(.floor)
    let folded = try Tensor.select(.compare(.gt, part, Tensor(0.5)), 1.0 - part, part)
    let sine = try (folded * Double.pi).unary(.sin).unary(.log)
    let isPole = try Tensor.compare(.eq, sine, Tensor(-Double.infinity))
    let below = try Tensor.select(isPole, -sine, 1.1447298858494002 - sine - above)
    let result = try Tensor.select(.compare(.lt, x, Tensor(0.5)), below, above)
    let isInfinite = try Tensor.compare(.eq, size, Tensor(Double.infinity))
    return try .select(isInfinite, Tensor(Double.infinity), result)
  }

  /// The derivative of log Γ(x).
  public func digamma() throws -> Tensor {
    let x = try convertedToInexact()
    let z = try x.reflected()
    var (slope, sum) = (Tensor(0.0), Tensor(lanczosBase))
    for (index, coefficient) in lanczosCoefficients.enumerated() {
      let place = try z + Double(index + 1)
      slope = try slope - coefficient / (place * place)
      sum = try sum + coefficient / place
    }
    let (t, logarithm) = try z.lanczosPoint()
    let above = try logarithm + slope / sum - lanczosShift / t
    let whole = try (x + 0.5).unary(.floor).unary(.abs)
    let angle = try (x + whole) * Double.pi
    let below = try above - angle.unary(.cos) / angle.unary(.sin) * Double.pi
    let result = try Tensor.select(.compare(.lt, x, Tensor(0.5)), below, above)
    let isPole = try Tensor.binary(
      .and, .compare(.le, x, Tensor(0.0)), .compare(.eq, x, x.unary(.floor)))
    return try .select(isPole, Tensor(Double.nan), result)
  }

  /// Distance from 1 of the argument whose gamma function is approximated: the tensor itself, or
  /// its reflection.
  private func reflected() throws -> Tensor {
    try .select(.compare(.lt, self, Tensor(0.5)), -self, self - 1.0)
  }

  /// *z* + *g* + ½, and its logarithm.
  private func lanczosPoint() throws -> (Tensor, logarithm: Tensor) {
    let constant = lanczosShift + 0.5
    return (
      try self + constant, try (self / constant).unary(.log1p) + 2.0149030205422647
    )
  }

  // MARK: The normal distribution

  /// The probability that a normal variable is below this (`jax.scipy.special.ndtr`).
  public func normalProbability() throws -> Tensor {
    let half = 0.7071067811865476
    let w = try self * half
    let z = try w.unary(.abs)
    let tail = try z.unary(.erfc)
    let far = try Tensor.select(.compare(.gt, w, Tensor(0.0)), 2.0 - tail, tail)
    return try Tensor.select(.compare(.lt, z, Tensor(half)), w.unary(.erf) + 1.0, far) * 0.5
  }

  /// The logarithm of that, by an asymptotic series far below zero (`jax.scipy.special.log_ndtr`).
  public func logNormalProbability() throws -> Tensor {
    let (lower, upper) = (Tensor(-10.0), Tensor(5.0))
    let isAbove = try Tensor.compare(.gt, self, upper)
    let probability = try Tensor.select(isAbove, -self, .binary(.max, self, lower))
      .normalProbability()
    let x = try Tensor.binary(.min, self, lower)
    let square = try x * x
    let series =
      try 1.0 - 1.0 / square + 3.0 / (square * square)
      - 15.0 / (square * square * square)
    let below = try square * -0.5 - (-x).unary(.log) - 0.9189385332046727 + series.unary(.log)
    let inside = try Tensor.select(
      .compare(.gt, self, lower), probability.unary(.log), below)
    return try .select(isAbove, -probability, inside)
  }
}
