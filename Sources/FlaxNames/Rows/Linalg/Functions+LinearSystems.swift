import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.scipy.linalg`.
  static func scipyLinalg(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.addLinearSystems(namespace)
    // The same, with settings that say how to compute.
    table.replaceSignature(
      "solve",
      "(a, b, lower=False, overwrite_a=False, overwrite_b=False, debug=False, "
        + "check_finite=True, assume_a='gen')", ignoring: ["lower", "assume_a"])
    for name in ["matrix_power", "slogdet"] { table.remove(name) }
    for name in ["inv", "det"] {
      table.replaceSignature(name, "(a, overwrite_a=False, check_finite=True)")
    }
    table.add(
      "cholesky", "(a, lower=False, overwrite_a=False, check_finite=True)",
      "Triangular factor of positive definite matrices."
    ) { parameters in
      let isLower = try parameters.optionalBool("lower") ?? false
      let root = try parameters.tensor("a").symmetrized().cholesky(depth: namespace.loopDepth)
      return .tensor(isLower ? root : try root.matrixTransposed())
    }
    table.add(
      "cho_factor", "(a, lower=False, overwrite_a=False, check_finite=True)",
      "Cholesky factor, and whether it is lower, for cho_solve."
    ) { parameters in
      let isLower = try parameters.optionalBool("lower") ?? false
      let root = try parameters.tensor("a").symmetrized().cholesky(depth: namespace.loopDepth)
      return .tuple([.tensor(isLower ? root : try root.matrixTransposed()), .bool(isLower)])
    }
    table.add(
      "cho_solve", "(c_and_lower, b, overwrite_b=False, check_finite=True)",
      "Solution by a Cholesky factor."
    ) { parameters in
      let parts = try Evaluator.iterated(parameters.required("c_and_lower"))
      guard parts.count == 2 else {
        throw Diagnostic("cho_solve takes a tuple of a factor and whether it is lower")
      }
      let factor = try parts[0].tensor("factor")
      let isLower = try parts[1].bool("lower")
      let lower = isLower ? factor : try factor.matrixTransposed()
      return try parameters.solution("b", of: factor) { b in
        let depth = namespace.loopDepth
        let half = try lower.triangularSolution(b, isLower: true, isUnit: false, depth: depth)
        return try lower.matrixTransposed()
          .triangularSolution(half, isLower: false, isUnit: false, depth: depth)
      }
    }
    table.add(
      "solve_triangular",
      "(a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, debug=None, "
        + "check_finite=True)",
      "Solution of a triangular system."
    ) { parameters in
      var (a, isLower) = (
        try parameters.tensor("a"), try parameters.optionalBool("lower") ?? false
      )
      if try parameters.isTransposed() {
        (a, isLower) = (try a.matrixTransposed(), !isLower)
      }
      let isUnit = try parameters.optionalBool("unit_diagonal") ?? false
      return try parameters.solution("b", of: a) {
        try a.triangularSolution(
          $0, isLower: isLower, isUnit: isUnit, depth: namespace.loopDepth)
      }
    }
    table.add(
      "expm", "(A, *, upper_triangular=False, max_squarings=16)", "Exponential of a matrix."
    ) { parameters in
      let count = try parameters.optionalInt("max_squarings") ?? 16
      return .tensor(
        try parameters.tensor("A").exponential(maxSquarings: count, depth: namespace.loopDepth))
    }
    table.addStructuredMatrices(namespace)
    return table
  }

  /// Matrices made of blocks or of diagonals.
  private mutating func addStructuredMatrices(_ namespace: Namespace) {
    add("block_diag", "(*arrs)", "Matrices along the diagonal of one.") { parameters in
      let blocks = try parameters.tensors("arrs").map { try $0.withAtLeast(2) }
      guard !blocks.isEmpty, blocks.allSatisfy({ $0.rank == 2 }) else {
        throw Diagnostic("block_diag takes matrices")
      }
      let width = blocks.map { $0.shape[1] }.reduce(0, +)
      var column = 0
      let rows = try blocks.map { block in
        let (low, high) = (column, width - column - block.shape[1])
        column += block.shape[1]
        return try block.padded(low: [0, low], high: [0, high], value: Tensor(0))
      }
      return .tensor(try .concatenate(rows, axis: 0))
    }
    wrap(
      "block_diag", "(*arrs)", in: namespace,
      python: """
        f = jax.scipy.linalg.block_diag
        return lax.complex(f(*[jnp.real(x) for x in arrs]), f(*[jnp.imag(x) for x in arrs]))
        """)
    add("toeplitz", "(c, r=None)", "Matrix of constant diagonals.") { parameters in
      let c = try parameters.tensor("c").withAtLeast(1)
      let r = try parameters["r"]?.tensor().withAtLeast(1) ?? c
      guard c.rank == 1, r.rank == 1, c.shape[0] > 0, r.shape[0] > 0 else {
        throw Diagnostic("toeplitz takes a column and a row", got: "\(c), \(r)")
      }
      // What is on each diagonal, from the lowest on.
      let diagonals = try Tensor.concatenate(
        [c.reversed(axes: [0]), r.sliced(axis: 0, 1..<r.shape[0])], axis: 0)
      let shape: Shape = [c.shape[0], r.shape[0]]
      let places =
        try Tensor.counting(along: 1, of: shape)
        - Tensor.counting(along: 0, of: shape) + Tensor(c.shape[0] - 1)
      return .tensor(try diagonals.taken(places, axis: 0, mode: .clip))
    }
  }

  /// `jax.lax.linalg`.
  static func laxLinalg(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.add(
      "cholesky", "(x, *, symmetrize_input=True)",
      "Lower triangular factor of positive definite matrices."
    ) { parameters in
      let x = try parameters.tensor("x")
      let symmetric =
        try parameters.optionalBool("symmetrize_input") ?? true ? try x.symmetrized() : x
      return .tensor(try symmetric.cholesky(depth: namespace.loopDepth))
    }
    table.add(
      "triangular_solve",
      "(a, b, *, left_side=False, lower=False, transpose_a=False, conjugate_a=False, "
        + "unit_diagonal=False)",
      "Solution of a triangular system, on either side.", ignoring: ["conjugate_a"]
    ) { parameters in
      var (a, isLower) = (
        try parameters.tensor("a"), try parameters.optionalBool("lower") ?? false
      )
      var b = try parameters.tensor("b")
      let isLeft = try parameters.optionalBool("left_side") ?? false
      // x a = b is the transpose of aᵀ xᵀ = bᵀ.
      if try parameters.optionalBool("transpose_a") ?? false == isLeft {
        (a, isLower) = (try a.matrixTransposed(), !isLower)
      }
      if !isLeft { b = try b.matrixTransposed() }
      let x = try a.triangularSolution(
        b, isLower: isLower, isUnit: parameters.optionalBool("unit_diagonal") ?? false,
        depth: namespace.loopDepth)
      return .tensor(isLeft ? x : try x.matrixTransposed())
    }
    return table
  }

  /// Adds the functions that `jnp.linalg` and `jax.scipy.linalg` both have, and powers of matrices.
  mutating func addLinearSystems(_ namespace: Namespace) {
    add("solve", "(a, b)", "Solution x of a x = b.") { parameters in
      let a = try parameters.tensor("a")
      return try parameters.solution("b", of: a) {
        try a.eliminated($0, depth: namespace.loopDepth).solution
      }
    }
    add("inv", "(a)", "Inverse of square matrices.") { parameters in
      let a = try parameters.tensor("a")
      return .tensor(try a.eliminated(a.unitMatrix(), depth: namespace.loopDepth).solution)
    }
    add("det", "(a)", "Determinant.") { parameters in
      let parts = try parameters.tensor("a").pivots(depth: namespace.loopDepth)
      return .tensor(try (parts.pivots * parts.signs).reduced(.prod, axes: [-1]))
    }
    add(
      "slogdet", "(a, *, method=None)", "Sign and logarithm of the size of the determinant."
    ) { parameters in
      let parts = try parameters.tensor("a").pivots(depth: namespace.loopDepth)
      let signs = try (parts.pivots.unary(.sign) * parts.signs).reduced(.prod, axes: [-1])
      let logarithm = try parts.pivots.unary(.abs).unary(.log).reduced(.sum, axes: [-1])
      return .tuple([.tensor(signs), .tensor(logarithm)])
    }
    add(
      "cholesky", "(a, *, upper=False, symmetrize_input=True)",
      "Triangular factor of positive definite matrices."
    ) { parameters in
      let a = try parameters.tensor("a")
      let symmetric =
        try parameters.optionalBool("symmetrize_input") ?? true ? try a.symmetrized() : a
      let root = try symmetric.cholesky(depth: namespace.loopDepth)
      return .tensor(
        try parameters.optionalBool("upper") ?? false ? try root.matrixTransposed() : root)
    }
    add("matrix_power", "(a, n)", "A matrix to an integer's power.") { parameters in
      var a = try parameters.tensor("a")
      let count = try parameters.int("n")
      guard (-64...64).contains(count) else {
        throw Diagnostic("matrix_power is to a power from -64 to 64", got: "\(count)")
      }
      if count == 0 {
        return .tensor(try a.unitMatrix().converted(to: a.dtype).broadcast(to: a.shape))
      }
      if count < 0 { a = try a.eliminated(a.unitMatrix(), depth: namespace.loopDepth).solution }
      return .tensor(
        try (1..<count.magnitude).reduce(a) { product, _ in try .matmul(product, a) })
    }
    for name in ["eig", "eigh", "eigvals", "eigvalsh", "svd", "svdvals", "pinv", "lstsq"] {
      refuse(
        name,
        Diagnostic(
          "\(name) is not supported", expected: "solve, inv, det, slogdet, cholesky or qr"))
    }
  }
}

extension CallParameters {
  /// The solution for right sides that are a vector or columns.
  fileprivate func solution(
    _ name: String, of matrix: Tensor, _ solve: (Tensor) throws -> Tensor
  ) throws -> Value {
    let b = try tensor(name)
    guard b.rank == 1 else { return .tensor(try solve(b)) }
    return .tensor(try solve(b.expandingAxis(-1)).squeezed([-1]))
  }

  /// Whether `trans` asks for the transposed matrix.
  fileprivate func isTransposed() throws -> Bool {
    switch self["trans"] {
    case nil, .leaf(.int(0)), .leaf(.string("N")): false
    case .leaf(.int(1)), .leaf(.int(2)), .leaf(.string("T")), .leaf(.string("C")): true
    case let other?: throw Diagnostic("trans is 0, 1, 2, 'N', 'T' or 'C'", got: other.text)
    }
  }
}

extension Tensor {
  /// Mean of the matrix and its transpose.
  fileprivate func symmetrized() throws -> Tensor {
    let matrix = try checkedSquare()
    return try (matrix + matrix.matrixTransposed()) * Tensor(0.5)
  }

  /// Pivots of the elimination, and the sign of its row exchanges.
  fileprivate func pivots(depth: Int) throws -> (pivots: Tensor, signs: Tensor) {
    let result = try eliminated(unitMatrix(), depth: depth)
    return (result.pivots, result.signs)
  }

  /// `exp` of a matrix by scaling and squaring with a Padé approximant of order 7 (Higham, "The
  /// scaling and squaring method for the matrix exponential revisited", 2005).
  fileprivate func exponential(maxSquarings: Int, depth: Int) throws -> Tensor {
    let matrix = try checkedSquare()
    guard rank == 2, (0...64).contains(maxSquarings) else {
      throw Diagnostic("expm takes a square matrix, and at most 64 squarings", got: "\(self)")
    }
    let norm = try matrix.unary(.abs).reduced(.sum, axes: [0]).reduced(.max, axes: [0])
    let wanted = try (norm / Tensor(3.925724783138660)).unary(.log) / Tensor(0.6931471805599453)
    let squarings = try Tensor.binary(.max, wanted.unary(.ceil), Tensor(0.0))
    let scaled = try matrix / squarings.unary(.exp2)
    let unit = try unitMatrix()
    // Coefficients of even and odd powers, over the first.
    let even = [1.0, 3.0 / 26, 5.0 / 3432, 1.0 / 308880]
    let odd = [1.0 / 2, 5.0 / 312, 1.0 / 11440, 1.0 / 17297280]
    let square = try Tensor.matmul(scaled, scaled)
    var (power, v, u) = (unit, try unit * 0, try unit * 0)
    for (a, b) in zip(even, odd) {
      (v, u) = try (v + power * a, u + power * b)
      power = try .matmul(power, square)
    }
    u = try .matmul(scaled, u)
    let start = try (v - u).eliminated(v + u, depth: depth).solution
    let result = try Tensor.scan(
      carry: [start], xs: [.iota(maxSquarings, .float32)], length: maxSquarings, depth: depth
    ) { carry, step in
      let isWanted = try Tensor.compare(.lt, step[0], squarings)
      return ([try Tensor.select(isWanted, .matmul(carry[0], carry[0]), carry[0])], [])
    }.carry[0]
    let isTooLarge = try Tensor.compare(.gt, squarings, Tensor(Double(maxSquarings)))
    return try Tensor.select(isTooLarge, Tensor(Double.nan), result)
  }
}
