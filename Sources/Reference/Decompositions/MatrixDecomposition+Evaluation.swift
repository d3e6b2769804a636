import Arrays
import ProgramIR

extension MatrixDecomposition {
  /// The results for operands that fit, matrix by matrix.
  func evaluate(_ operands: [NDArray], _ types: [ArrayType]) -> [NDArray] {
    let shape = operands[0].shape
    let (rows, columns) = (shape[shape.rank - 2], shape[shape.rank - 1])
    let parts = operands.map { $0.elements(as: Float.self) }
    let size = rows * columns
    let count = size == 0 ? 0 : parts[0].count / size
    var results = [[Float]](repeating: [], count: types.count)
    for index in 0..<count {
      var matrix = ComplexMatrix(rows, columns)
      for place in 0..<size {
        matrix.elements[place] = Complex(
          Double(parts[0][index * size + place]),
          parts.count > 1 ? Double(parts[1][index * size + place]) : 0)
      }
      for (place, values) in evaluate(matrix, isComplex: parts.count > 1).enumerated() {
        results[place] += values
      }
    }
    return zip(results, types).map { values, type in
      NDArray(values, shape: type.shape).converted(to: type.dtype)
    }
  }

  private func evaluate(_ matrix: ComplexMatrix, isComplex: Bool) -> [[Float]] {
    func parts(_ elements: [Complex], _ isComplex: Bool) -> [[Float]] {
      [elements.map { Float($0.real) }] + (isComplex ? [elements.map { Float($0.imaginary) }] : [])
    }
    switch self {
    case .eigh:
      let (values, vectors) = hermitianEigen(matrix)
      return [values.map { Float($0) }] + parts(vectors.elements, isComplex)
    case .eig:
      let (values, vectors) = generalEigen(matrix)
      return parts(values, true) + parts(vectors.elements, true)
    case .svd(let isFull):
      let svd = SingularValues(of: matrix, isFull: isFull)
      return parts(svd.left.elements, isComplex) + [svd.values.map { Float($0) }]
        + parts(svd.right.elements, isComplex)
    case .qr(let isFull):
      let (q, r) = reflectedQR(matrix, isFull: isFull)
      return parts(q.elements, isComplex) + parts(r.elements, isComplex)
    case .lu:
      let (factors, pivots) = pivotedLU(matrix)
      return parts(factors.elements, isComplex) + [pivots.map { Float($0) }]
    }
  }
}
