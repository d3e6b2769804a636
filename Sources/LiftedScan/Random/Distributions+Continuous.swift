import Arrays
import Diagnostics
import ProgramIR

// The distributions of `jax.random` that are functions of a uniform or a normal one, for the same
// key the same numbers.

extension Tensor {
  /// Gumbel noise (`jax.random.gumbel`): -log(-log(u)).
  public func gumbel(_ shape: Shape, _ dtype: DType = .float32) throws -> Tensor {
    let u = try uniform(shape, dtype, from: Tensor(dtype.smallestNormal))
    return try -(-u.unary(.log)).unary(.log)
  }

  /// Exponential with mean 1 (`jax.random.exponential`).
  public func exponential(_ shape: Shape, _ dtype: DType = .float32) throws -> Tensor {
    try -(-uniform(shape, dtype)).unary(.log1p)
  }

  /// Laplace with scale 1 (`jax.random.laplace`).
  public func laplace(_ shape: Shape, _ dtype: DType = .float32) throws -> Tensor {
    let u = try uniform(shape, dtype, from: Tensor(-1 + dtype.epsilon / 2))
    return try u.unary(.sign) * (-u.unary(.abs)).unary(.log1p)
  }

  /// Logistic with scale 1 (`jax.random.logistic`).
  public func logistic(_ shape: Shape, _ dtype: DType = .float32) throws -> Tensor {
    let x = try uniform(shape, dtype, from: Tensor(dtype.smallestNormal))
    return try x.unary(.log) - (-x).unary(.log1p)
  }

  /// Cauchy with scale 1 (`jax.random.cauchy`).
  public func cauchy(_ shape: Shape, _ dtype: DType = .float32) throws -> Tensor {
    let u = try uniform(shape, dtype, from: Tensor(dtype.epsilon))
    return try ((u - 0.5) * Double.pi).unary(.tan)
  }

  /// Rayleigh (`jax.random.rayleigh`).
  public func rayleigh(
    _ shape: Shape, scale: Tensor, _ dtype: DType = .float32
  ) throws -> Tensor {
    try scale.converted(to: dtype) * (uniform(shape, dtype).unary(.log) * -2).unary(.sqrt)
  }

  /// Pareto (`jax.random.pareto`).
  public func pareto(_ shape: Shape, _ b: Tensor, _ dtype: DType = .float32) throws -> Tensor {
    try (exponential(shape, dtype) / b.converted(to: dtype)).unary(.exp)
  }

  /// Log-normal (`jax.random.lognormal`).
  public func logNormal(
    _ shape: Shape, sigma: Tensor, _ dtype: DType = .float32
  ) throws -> Tensor {
    try (normal(shape, dtype) * sigma.converted(to: dtype)).unary(.exp)
  }

  /// Weibull (`jax.random.weibull_min`).
  public func weibullMin(
    _ shape: Shape, scale: Tensor, concentration: Tensor, _ dtype: DType = .float32
  ) throws -> Tensor {
    let u = try uniform(shape, dtype)
    return try Tensor.power(-(-u).unary(.log1p), 1.0 / concentration) * scale
  }

  /// The length of a normal vector of three (`jax.random.maxwell`).
  public func maxwell(_ shape: Shape, _ dtype: DType = .float32) throws -> Tensor {
    let vector = try normal(Shape(shape.sizes + [3]), dtype)
    return try (vector * vector).reduced(.sum, axes: [shape.rank]).unary(.sqrt)
  }

  /// Triangular (`jax.random.triangular`).
  public func triangular(
    _ shape: Shape, left: Tensor, mode: Tensor, right: Tensor, _ dtype: DType = .float32
  ) throws -> Tensor {
    let (left, mode, right) = (
      try left.converted(to: dtype), try mode.converted(to: dtype), try right.converted(to: dtype)
    )
    let width = try right - left
    let u = try uniform(shape, dtype)
    let low = try left + (u * width * (mode - left)).unary(.sqrt)
    let high = try right - ((1.0 - u) * width * (right - mode)).unary(.sqrt)
    return try .select(.compare(.lt, u, (mode - left) / width), low, high)
  }
}

extension DType {
  /// The distance of 1 from the next float.
  fileprivate var epsilon: Double {
    switch self {
    case .float16: 0x1p-10
    case .bfloat16: 0x1p-7
    default: 0x1p-23
    }
  }

  /// The smallest float with all its digits.
  fileprivate var smallestNormal: Double { self == .float16 ? 0x1p-14 : 0x1p-126 }
}
