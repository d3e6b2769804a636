import ProgramIR

/// A function from an array to one of the same shape, by its name in `flax.linen`.
public struct Activation {
  /// Name of the function in `flax.linen`.
  public let name: String
  private let apply: (Tensor) throws -> Tensor

  /// An activation of this name.
  public init(_ name: String, _ apply: @escaping (Tensor) throws -> Tensor) {
    self.name = name
    self.apply = apply
  }

  /// The function applied to every element.
  public func callAsFunction(_ x: Tensor) throws -> Tensor { try apply(x) }

  /// 1 / (1 + exp(-x)).
  public static var sigmoid: Activation {
    Activation("sigmoid") { try $0.unaryInexact(.logistic) }
  }
  /// The hyperbolic tangent.
  public static var tanh: Activation {
    Activation("tanh") { try $0.unaryInexact(.tanh) }
  }
}

// The formulas are those of `jax.nn`, from its documentation.
extension Tensor {
  /// The larger of this and 0.
  public func relu() throws -> Tensor { try .binary(.max, self, Tensor(0)) }

  /// Between 0 and 6.
  public func relu6() throws -> Tensor { try .binary(.min, relu(), Tensor(6.0)) }

  /// x · sigmoid(x), also called swish.
  public func silu() throws -> Tensor { try self * unaryInexact(.logistic) }

  /// relu6(x + 3) / 6.
  public func hardSigmoid() throws -> Tensor { try (self + 3.0).relu6() / 6.0 }

  /// x · hardSigmoid(x), also called hard swish.
  public func hardSilu() throws -> Tensor { try self * hardSigmoid() }

  /// Between -1 and 1.
  public func hardTanh() throws -> Tensor {
    let isAbove = try Tensor.compare(.gt, self, Tensor(1))
    let isBelow = try Tensor.compare(.lt, self, Tensor(-1))
    return try .select(isAbove, Tensor(1), .select(isBelow, Tensor(-1), self))
  }

  /// x above 0, α · (exp(x) - 1) below.
  public func elu(alpha: Tensor = Tensor(1.0)) throws -> Tensor {
    let isPositive = try Tensor.compare(.gt, self, Tensor(0))
    let safe = try Tensor.select(isPositive, Tensor(0.0), self)
    return try .select(isPositive, self, alpha * safe.unaryInexact(.expm1))
  }

  /// max(x, 0) + α · (exp(min(x, 0) / α) - 1).
  public func celu(alpha: Tensor = Tensor(1.0)) throws -> Tensor {
    let negative = try Tensor.binary(.min, self, Tensor(0.0))
    return try Tensor.binary(.max, self, Tensor(0.0))
      + alpha * (negative / alpha).unaryInexact(.expm1)
  }

  /// The self-normalising scaled elu.
  public func selu() throws -> Tensor {
    try 1.0507009873554804934193349852946
      * elu(alpha: Tensor(1.6732632423543772848170429916717))
  }

  /// x above 0, slope · x below.
  public func leakyRelu(negativeSlope: Tensor = Tensor(0.01)) throws -> Tensor {
    try .select(.compare(.ge, self, Tensor(0)), self, negativeSlope * self)
  }

  /// log(1 + exp(x)).
  public func softplus() throws -> Tensor { try logAddExp(Tensor(0.0)) }

  /// log(sigmoid(x)).
  public func logSigmoid() throws -> Tensor { try -(-self).softplus() }

  /// x / (|x| + 1).
  public func softSign() throws -> Tensor { try self / (unary(.abs) + Tensor(1)) }

  /// x · Φ(x), by the error function or by its tanh approximation.
  public func gelu(approximate: Bool = true) throws -> Tensor {
    let x = try convertedToInexact()
    if approximate {
      let inner = try (2 / Double.pi).squareRoot() * (x + 0.044715 * x.power(3))
      return try x * (0.5 * (1.0 + inner.unary(.tanh)))
    }
    return try 0.5 * x * (-x * 0.5.squareRoot()).unary(.erfc)
  }

  /// log(exp(x) + exp(y)), without overflow.
  public func logAddExp(_ other: Tensor) throws -> Tensor {
    let greater = try Tensor.binary(.max, self, other, inexact: true)
    let distance = try self - other
    let sum = try greater + (-distance.unary(.abs)).unaryInexact(.exp).unary(.log1p)
    // Infinities of one sign have no distance.
    let isDistance = try Tensor.compare(.eq, distance, distance)
    return try .select(isDistance, sum, self + other)
  }

  /// exp(x) over the sum of exp along an axis.
  public func softmax(axis: Int = -1) throws -> Tensor {
    let powers = try shiftedByMaximum(axis: axis).unary(.exp)
    return try powers / powers.reduced(.sum, axes: [axis], keepAxes: true)
  }

  /// The logarithm of `softmax`.
  public func logSoftmax(axis: Int = -1) throws -> Tensor {
    let shifted = try shiftedByMaximum(axis: axis)
    return try shifted
      - shifted.unary(.exp).reduced(.sum, axes: [axis], keepAxes: true).unary(.log)
  }

  /// The first half of an axis, gated by the sigmoid of the second.
  public func glu(axis: Int = -1) throws -> Tensor {
    let halves = try split(into: 2, axis: axis)
    return try halves[0] * halves[1].unaryInexact(.logistic)
  }

  private func shiftedByMaximum(axis: Int) throws -> Tensor {
    let x = try convertedToInexact()
    return try x - x.reduced(.max, axes: [axis], keepAxes: true)
  }
}
