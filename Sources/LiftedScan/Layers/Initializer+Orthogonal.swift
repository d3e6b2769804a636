import Arrays
import Diagnostics
import ProgramIR

extension Initializer {
  /// Orthonormal rows or columns, whichever is fewer (`orthogonal`).
  public static func orthogonal(scale: Double = 1, columnAxis: Int = -1) -> Initializer {
    Initializer("orthogonal") { key, shape, dtype in
      guard shape.rank >= 2 else {
        throw Diagnostic("orthogonal needs at least two axes", got: "shape \(shape)")
      }
      let axis = try shape.axis(columnAxis)
      guard shape.elementCount > 0 else { return try .full(shape, 0, dtype) }
      let columns = shape[axis]
      let matrix = try key.orthogonal(
        rows: shape.elementCount / columns, columns: columns, dtype)
      let columnsLast = shape.removing(axis: axis).inserting(columns, at: shape.rank - 1)
      return try Tensor(scale).converted(to: dtype)
        * matrix.reshaped(to: columnsLast.sizes).movingAxis(-1, to: axis)
    }
  }

  /// An orthogonal matrix at the centre of a convolution's kernel, zeros elsewhere
  /// (`delta_orthogonal`).
  public static func deltaOrthogonal(scale: Double = 1, columnAxis: Int = -1) -> Initializer {
    Initializer("delta_orthogonal") { key, shape, dtype in
      guard (3...5).contains(shape.rank), shape[shape.rank - 1] >= shape[shape.rank - 2] else {
        throw Diagnostic(
          "delta_orthogonal needs 3 to 5 axes, the last at least as large as the one before",
          got: "shape \(shape)")
      }
      let matrixShape = Shape(Array(shape.sizes.suffix(2)))
      let matrix = try orthogonal(scale: scale, columnAxis: columnAxis)(
        key: key, shape: matrixShape, dtype: dtype)
      let spatial = shape.sizes.dropLast(2)
      let low = spatial.map { ($0 - 1) / 2 }
      let high = zip(spatial, low).map { $0 - 1 - $1 }
      return try matrix.reshaped(to: spatial.map { _ in 1 } + matrixShape.sizes)
        .padded(low: low + [0, 0], high: high + [0, 0], value: Tensor(0.0))
    }
  }
}
