import Arrays
import Diagnostics

extension Primitive {
  /// The types of a decomposition's results, each complex one in two parts.
  func decomposedTypes(
    _ decomposition: MatrixDecomposition, _ operands: [ArrayType]
  ) throws -> [ArrayType] {
    guard (1...2).contains(operands.count),
      operands.allSatisfy({ $0.dtype == .float32 && $0.shape == operands[0].shape }),
      operands[0].shape.rank >= 2,
      decomposition == .qr(isFull: false) || !operands[0].shape.sizes.suffix(2).contains(0)
    else {
      throw mismatch(
        "takes float32 matrices that aren't empty, or their two parts", got: "\(operands)")
    }
    let batch = Array(operands[0].shape.sizes.dropLast(2))
    let (rows, columns) = (
      operands[0].shape[batch.count], operands[0].shape[batch.count + 1]
    )
    func type(_ sizes: Int...) -> ArrayType { ArrayType(.float32, Shape(batch + sizes)) }
    func parts(_ type: ArrayType) -> [ArrayType] { operands.map { _ in type } }
    let rank = min(rows, columns)
    switch decomposition {
    case .svd(let isFull):
      let (left, right) = isFull ? (rows, columns) : (rank, rank)
      return parts(type(rows, left)) + [type(rank)] + parts(type(right, columns))
    case .qr(let isFull):
      let inner = isFull ? rows : rank
      return parts(type(rows, inner)) + parts(type(inner, columns))
    case .lu:
      return parts(type(rows, columns)) + [ArrayType(.int32, Shape(batch + [rank]))]
    case .eigh, .eig: break
    }
    guard rows == columns else { throw mismatch("takes square matrices", got: "\(operands[0])") }
    if decomposition == .eigh { return [type(rows)] + parts(type(rows, rows)) }
    return [type(rows), type(rows), type(rows, rows), type(rows, rows)]
  }
}

extension Tensor {
  /// The decomposition of matrices given as real and, if complex, imaginary part.
  public static func decompose(
    _ decomposition: MatrixDecomposition, _ real: Tensor, imaginary: Tensor? = nil
  ) throws -> [Tensor] {
    try apply(.decompose(decomposition), [real] + (imaginary.map { [$0] } ?? []))
  }
}
