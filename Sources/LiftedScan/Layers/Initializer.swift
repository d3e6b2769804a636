import Arrays
import Diagnostics
import ProgramIR

/// Makes a parameter's first value from a key, a shape and a dtype (`jax.nn.initializers`).
public struct Initializer {
  /// Name in `jax.nn.initializers`.
  public let name: String
  /// Names of the parameter's axes, if it gets some (`nn.with_partitioning`).
  public var partition: PartitionNames?
  private let make: (Tensor, Shape, DType) throws -> Tensor

  /// An initializer of this name.
  public init(_ name: String, _ make: @escaping (Tensor, Shape, DType) throws -> Tensor) {
    self.name = name
    self.make = make
  }

  /// An array of this shape and dtype.
  ///
  /// - Throws: when no array has that shape, or this makes none of it.
  public func callAsFunction(key: Tensor, shape: Shape, dtype: DType) throws -> Tensor {
    guard shape.isPossible else {
      throw Diagnostic("no array is as large as the initial value", got: "shape \(shape)")
    }
    return try make(key, shape, dtype)
  }

  /// All zeros.
  public static var zeros: Initializer { constant(Tensor(0.0), name: "zeros") }
  /// All ones.
  public static var ones: Initializer { constant(Tensor(1.0), name: "ones") }

  /// An initializer that fills with one value, or with values that broadcast to the shape.
  public static func constant(_ value: Tensor, name: String = "constant") -> Initializer {
    Initializer(name) { _, shape, dtype in
      try value.converted(to: dtype).broadcast(to: shape)
    }
  }

  /// Uniform in [0, `scale`).
  public static func uniform(scale: Double = 0.01) -> Initializer {
    Initializer("uniform") { key, shape, dtype in
      try key.uniform(shape, dtype) * Tensor(scale).converted(to: dtype)
    }
  }

  /// Normal values of mean 0 and standard deviation `stddev`.
  public static func normal(stddev: Double = 0.01) -> Initializer {
    Initializer("normal") { key, shape, dtype in
      try key.normal(shape, dtype) * Tensor(stddev).converted(to: dtype)
    }
  }

  /// Normal, limited to `lower` … `upper` deviations.
  public static func truncatedNormal(
    stddev: Double = 0.01, lower: Double = -2, upper: Double = 2
  ) -> Initializer {
    Initializer("truncated_normal") { key, shape, dtype in
      try key.truncatedNormal(shape, dtype, from: lower, to: upper)
        * Tensor(stddev).converted(to: dtype)
    }
  }
}
