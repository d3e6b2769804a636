import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.numpy.linalg`.
  static func linalg(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.addLinearSystems(namespace)
    table.add(
      "norm", "(x, ord=None, axis=None, keepdims=False)",
      "Norm of vectors or matrices along axes."
    ) { .tensor(try norm($0, $0.optionalInts("axis"))) }
    table.add(
      "vector_norm", "(x, /, *, axis=None, keepdims=False, ord=2)", "Norm of vectors along axes."
    ) { parameters in
      let x = try parameters.tensor("x")
      guard let axes = try parameters.optionalInts("axis") else {
        return .tensor(
          try vectorNorm(x.reshaped(to: [-1]), parameters["ord"], axes: [0], keepAxes: false))
      }
      return .tensor(
        try vectorNorm(x, parameters["ord"], axes: axes, keepAxes: parameters.keepsAxes()))
    }
    table.add(
      "multi_dot", "(arrays, *, precision=None)", "Product of several matrices."
    ) { parameters in
      let arrays = try parameters.tensors("arrays")
      guard let first = arrays.first else { throw Diagnostic("multi_dot of nothing") }
      return .tensor(try arrays.dropFirst().reduce(first) { try .dot($0, $1) })
    }
    table.add("outer", "(x1, x2, /)", "All products of two vectors.") {
      .tensor(
        try $0.tensor("x1").reshaped(to: [-1, 1]) * $0.tensor("x2").reshaped(to: [1, -1]))
    }
    table.add(
      "matrix_norm", "(x, /, *, keepdims=False, ord='fro')",
      "Norm of the matrices in the last two axes."
    ) { .tensor(try norm($0, [-2, -1])) }
    table.add(
      "qr", "(a, mode='reduced')", "Orthogonal and upper triangular factors."
    ) { parameters in
      let mode = try parameters.optionalString("mode") ?? "reduced"
      guard ["reduced", "r"].contains(mode) else {
        throw Diagnostic("qr makes the reduced decomposition only", got: "mode '\(mode)'")
      }
      let (q, r) = try parameters.tensor("a").decomposed(depth: namespace.loopDepth)
      return mode == "r" ? .tensor(r) : .tuple([.tensor(q), .tensor(r)])
    }
    return table
  }

  private static func norm(_ parameters: CallParameters, _ axes: [Int]?) throws -> Tensor {
    let x = try parameters.tensor("x").convertedToInexact()
    let (order, keeps) = (parameters["ord"], try parameters.keepsAxes())
    let isFrobenius =
      order.map { if case .leaf(.string("fro")) = $0 { true } else { false } } ?? true
    if isFrobenius, axes == nil || axes?.count == 2 || order == nil {
      return try (x * x).reduced(.sum, axes: axes, keepAxes: keeps).unary(.sqrt)
    }
    let all = try (axes ?? Array(0..<x.rank)).map { try x.shape.axis($0) }
    guard all.count == 2 else { return try vectorNorm(x, order, axes: all, keepAxes: keeps) }
    guard let number = order?.staticNumber?.double, number.magnitude == 1 || number.isInfinite
    else {
      throw Diagnostic(
        "this norm of a matrix is not supported",
        expected: "'fro', 'nuc', 1, -1, 2, -2, inf or -inf")
    }
    // The largest, or smallest, sum of a column or of a row.
    let sums = try x.unary(.abs).reduced(
      .sum, axes: [number.magnitude == 1 ? all[0] : all[1]], keepAxes: true)
    let extreme = try sums.reduced(number > 0 ? .max : .min, axes: all, keepAxes: true)
    return keeps ? extreme : try extreme.squeezed(all)
  }

  private static func vectorNorm(
    _ x: Tensor, _ order: Value?, axes: [Int], keepAxes: Bool
  ) throws -> Tensor {
    let x = try x.convertedToInexact()
    let number = try order.map { try $0.double("ord of norm") } ?? 2
    func reduced(_ terms: Tensor, _ reduction: Reduction = .sum) throws -> Tensor {
      try terms.reduced(reduction, axes: axes, keepAxes: keepAxes)
    }
    switch number {
    case 2: return try reduced(x * x).unary(.sqrt)
    case 1: return try reduced(x.unary(.abs))
    case 0: return try reduced(.compare(.ne, x, Tensor(0)).converted(to: x.dtype))
    case .infinity: return try reduced(x.unary(.abs), .max)
    case -.infinity: return try reduced(x.unary(.abs), .min)
    default:
      let sum = try reduced(.power(x.unary(.abs), Tensor(number)))
      return try .power(sum, Tensor(1 / number))
    }
  }
}

extension Tensor {
  /// Q and R of matrices in the last two axes, one after another.
  fileprivate func decomposed(depth: Int) throws -> (q: Tensor, r: Tensor) {
    let x = try convertedToInexact()
    guard rank > 2 else { return try x.qr() }
    let batch = Array(shape.sizes.dropLast(2))
    let matrices = try x.reshaped(
      to: [batch.reduce(1, *)] + shape.sizes.suffix(2))
    let parts = try Tensor.scan(
      carry: [], xs: [matrices], length: matrices.shape[0], depth: depth
    ) { _, slices in
      let (q, r) = try slices[0].qr()
      return ([], [q, r])
    }.ys
    func apart(_ part: Tensor) throws -> Tensor {
      try part.reshaped(to: batch + part.shape.sizes.dropFirst())
    }
    return (try apart(parts[0]), try apart(parts[1]))
  }
}
