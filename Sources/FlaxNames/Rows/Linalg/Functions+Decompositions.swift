import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Adds decompositions of `jnp.linalg`, and functions computed from them.
  func addingDecompositions(_ namespace: Namespace) -> FunctionTable {
    var table = self
    table.addEigen()
    table.addSingularValues()
    table.addMatrixRows(namespace)
    table.addComplexSystems(namespace)
    return table
  }

  private mutating func addEigen() {
    add(
      "eigh", "(a, UPLO=None, symmetrize_input=True)",
      "Ascending eigenvalues of Hermitian matrices, and eigenvectors as columns."
    ) { parameters in
      let results = try parameters.hermitian().decomposed(.eigh)
      return .tuple([.tensor(results.tensors[0]), try results.value(1)])
    }
    add(
      "eigvalsh", "(a, UPLO='L', *, symmetrize_input=True)",
      "Ascending eigenvalues of Hermitian matrices."
    ) { .tensor(try $0.hermitian().decomposed(.eigh).tensors[0]) }
    add(
      "eig", "(a)", "Complex eigenvalues of square matrices, and eigenvectors as columns."
    ) { parameters in
      let parts = try parameters.matrix("a").decomposed(.eig).tensors
      return .tuple([
        try ComplexTensor(parts[0], parts[1]).value, try ComplexTensor(parts[2], parts[3]).value,
      ])
    }
    add("eigvals", "(a)", "Complex eigenvalues of square matrices.") { parameters in
      let parts = try parameters.matrix("a").decomposed(.eig).tensors
      return try ComplexTensor(parts[0], parts[1]).value
    }
  }

  private mutating func addSingularValues() {
    add(
      "svd",
      "(a, full_matrices=True, compute_uv=True, hermitian=False, subset_by_index=None)",
      "Left singular vectors, descending singular values, conjugated right singular vectors.",
      ignoring: ["hermitian"]
    ) { parameters in
      guard parameters["subset_by_index"] == nil else {
        throw Diagnostic("svd makes all singular values", hint: "leave out subset_by_index")
      }
      let isFull = try parameters.optionalBool("full_matrices") ?? true
      let results = try parameters.matrix("a").decomposed(.svd(isFull: isFull))
      let values = Value.tensor(results.tensors[results.isComplex ? 2 : 1])
      guard try parameters.optionalBool("compute_uv") ?? true else { return values }
      return .tuple([
        try results.value(0), values, try results.value(results.isComplex ? 3 : 2),
      ])
    }
    add("svdvals", "(x, /)", "Descending singular values.") { parameters in
      let results = try parameters.matrix("x").decomposed(.svd(isFull: false))
      return .tensor(results.tensors[results.isComplex ? 2 : 1])
    }
    add(
      "qr", "(a, mode='reduced')", "Q with orthonormal columns, and the upper triangular R."
    ) { parameters in
      let mode = try parameters.optionalString("mode") ?? "reduced"
      guard ["reduced", "r", "complete", "full"].contains(mode) else {
        throw Diagnostic("qr has no mode '\(mode)'", expected: "'reduced', 'complete' or 'r'")
      }
      let isFull = mode == "complete" || mode == "full"
      let results = try parameters.matrix("a").decomposed(.qr(isFull: isFull))
      let r = try results.value(results.isComplex ? 2 : 1)
      return mode == "r" ? r : .tuple([try results.value(0), r])
    }
  }

  /// Functions of matrices in terms of others.
  private mutating func addMatrixRows(_ namespace: Namespace) {
    add(
      "pinv", "(a, rtol=None, hermitian=False, *, rcond=None)", "The pseudo-inverse.",
      ignoring: ["hermitian"],
      in: namespace,
      python: """
        tol = rtol if rcond is None else rcond
        if tol is None:
          tol = 10.0 * max(a.shape[-2:]) * 1.1920929e-07
        tol = jnp.asarray(tol)[..., None]
        u, s, vh = jnp.linalg.svd(a, full_matrices=False)
        s = jnp.where(s > tol * s[..., 0:1], s, jnp.inf)
        return jnp.matmul(jnp.conj(vh.mT), jnp.conj(u.mT) / s[..., None])
        """)
    add(
      "matrix_rank", "(M, rtol=None, *, hermitian=False, tol=None)",
      "How many singular values count.", ignoring: ["hermitian"], in: namespace,
      python: """
        if M.ndim < 2:
          return jnp.any(M != 0).astype(jnp.int32)
        s = jnp.linalg.svdvals(M)
        tol = rtol if tol is None else tol
        if tol is None:
          tol = s.max(-1) * max(M.shape[-2:]) * 1.1920929e-07
        return jnp.sum(s > jnp.asarray(tol)[..., None], axis=-1)
        """)
    add(
      "cond", "(x, p=None)", "The condition number.", in: namespace,
      python: """
        if p is None or p == 2:
          s = jnp.linalg.svdvals(x)
          return s[..., 0] / s[..., -1]
        if p == -2:
          s = jnp.linalg.svdvals(x)
          r = s[..., -1] / s[..., 0]
        else:
          r = jnp.linalg.norm(x, ord=p, axis=(-2, -1))
          r = r * jnp.linalg.norm(jnp.linalg.inv(x), ord=p, axis=(-2, -1))
        isnan = jnp.any(jnp.isnan(x), axis=(-2, -1))
        return jnp.where(jnp.isnan(r) & ~isnan, jnp.inf, r)
        """)
    add(
      "lstsq", "(a, b, rcond=None, *, numpy_resid=False)",
      "The least-squares solution, residuals, rank and singular values.", in: namespace,
      python: """
        if numpy_resid:
          raise ValueError('lstsq gives all residuals: leave out numpy_resid')
        columns = b[:, None] if b.ndim == 1 else b
        if rcond is None:
          rcond = 1.1920929e-07 * max(a.shape)
        elif rcond < 0:
          rcond = 1.1920929e-07
        u, s, vh = jnp.linalg.svd(a, full_matrices=False)
        mask = (s > 0) & (s >= rcond * s[0])
        inverse = jnp.where(mask, 1 / jnp.where(mask, s, 1), 0)[:, None]
        x = jnp.matmul(jnp.conj(vh.T), inverse * jnp.matmul(jnp.conj(u.T), columns))
        residuals = jnp.linalg.norm(columns - jnp.matmul(a, x), axis=0) ** 2
        return (x.ravel() if b.ndim == 1 else x), residuals, jnp.sum(mask), s
        """)
    add(
      "tensorinv", "(a, ind=2)", "The inverse of a tensor as a map of arrays.", in: namespace,
      python: """
        head, tail = a.shape[:ind], a.shape[ind:]
        if ind <= 0 or math.prod(head) != math.prod(tail):
          raise ValueError('tensorinv takes an array whose first axes have the size of the rest')
        size = math.prod(head)
        return jnp.reshape(jnp.linalg.inv(jnp.reshape(a, (size, size))), tail + head)
        """)
    add(
      "tensorsolve", "(a, b, axes=None)", "The solution of a tensor equation.", in: namespace,
      python: """
        if axes is not None:
          a = jnp.moveaxis(a, axes, len(axes) * (a.ndim - 1,))
        out = a.shape[b.ndim:]
        if a.shape[:b.ndim] != b.shape or b.size != math.prod(out):
          raise ValueError('the shapes of tensorsolve do not fit together')
        return jnp.linalg.solve(a.reshape(b.size, b.size), b.ravel()).reshape(out)
        """)
    let inherited: [(String, String, String, String)] = [
      ("cross", "(x1, x2, /, *, axis=-1)", "jnp.cross(x1, x2, axis=axis)", "The cross product."),
      (
        "diagonal", "(x, /, *, offset=0)", "jnp.diagonal(x, offset, -2, -1)",
        "The diagonals of matrices."
      ),
      (
        "trace", "(x, /, *, offset=0, dtype=None)",
        "jnp.sum(jnp.diagonal(x, offset, -2, -1), axis=-1, dtype=dtype)", "Sums of diagonals."
      ),
      (
        "matmul", "(x1, x2, /, *, precision=None, preferred_element_type=None)",
        "jnp.matmul(x1, x2, preferred_element_type=preferred_element_type)", "The matrix product."
      ),
      ("matrix_transpose", "(x, /)", "jnp.matrix_transpose(x)", "Matrices transposed."),
      (
        "tensordot",
        "(x1, x2, /, *, axes=2, precision=None, preferred_element_type=None, out_sharding=None)",
        "jnp.tensordot(x1, x2, axes, preferred_element_type=preferred_element_type)",
        "Sums of products over axes."
      ),
      (
        "vecdot", "(x1, x2, /, *, axis=-1, precision=None, preferred_element_type=None)",
        "jnp.vecdot(x1, x2, axis=axis)", "Products of vectors along an axis."
      ),
    ]
    for (name, signature, call, summary) in inherited {
      add(name, signature, summary, in: namespace, python: "return \(call)")
    }
  }
}

/// Matrices of real or complex numbers.
private struct Matrices {
  let real: Tensor
  let imaginary: Tensor?

  func decomposed(_ decomposition: MatrixDecomposition) throws -> Results {
    Results(
      tensors: try Tensor.decompose(decomposition, real, imaginary: imaginary),
      isComplex: imaginary != nil)
  }

  /// The results of a decomposition, complex ones in two parts.
  struct Results {
    let tensors: [Tensor]
    let isComplex: Bool

    /// A result that is complex if the matrix is.
    func value(_ place: Int) throws -> Value {
      isComplex
        ? try ComplexTensor(tensors[place], tensors[place + 1]).value : .tensor(tensors[place])
    }
  }
}

extension CallParameters {
  fileprivate func matrix(_ name: String) throws -> Matrices {
    let value = try required(name)
    guard value.isComplex else {
      let x = try value.tensor("argument '\(name)' of \(callee)").convertedToInexact().strong
      guard x.dtype == .float32 else {
        throw Diagnostic("\(callee) takes float32", got: "\(x)")
      }
      return Matrices(real: x, imaginary: nil)
    }
    let z = try ComplexTensor(value)
    return Matrices(real: try z.real.strong, imaginary: try z.imaginary.strong)
  }

  /// The Hermitian matrices that are meant: the mean with the adjoint, or a triangle.
  fileprivate func hermitian() throws -> Matrices {
    let z = try matrix("a")
    let triangle = try optionalString("UPLO") ?? "L"
    guard ["L", "U"].contains(triangle) else {
      throw Diagnostic("UPLO is 'L' or 'U'", got: "'\(triangle)'")
    }
    guard try optionalBool("symmetrize_input") ?? true else {
      guard triangle == "U" else { return z }
      return Matrices(
        real: try z.real.matrixTransposed(),
        imaginary: try z.imaginary.map { try -$0.matrixTransposed() })
    }
    return Matrices(
      real: try (z.real + z.real.matrixTransposed()) / 2,
      imaginary: try z.imaginary.map { try ($0 - $0.matrixTransposed()) / 2 })
  }
}
