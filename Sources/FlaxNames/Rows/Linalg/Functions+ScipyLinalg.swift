import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Decompositions and structured matrices of `jax.scipy.linalg`.
  func addingScipyDecompositions(_ namespace: Namespace) -> FunctionTable {
    var table = self
    table.addLU(namespace)
    let rows: [(String, String, String, String)] = [
      (
        "eigh",
        "(a, b=None, lower=True, eigvals_only=False, overwrite_a=False, overwrite_b=False,"
          + " turbo=True, eigvals=None, type=1, check_finite=True)",
        "Eigenvalues and eigenvectors of a Hermitian matrix.",
        """
        if b is not None or eigvals is not None or type != 1:
          raise ValueError('eigh solves the plain problem, for all eigenvalues')
        uplo = 'L' if lower else 'U'
        if eigvals_only:
          return jnp.linalg.eigvalsh(a, uplo)
        return jnp.linalg.eigh(a, uplo)
        """
      ),
      (
        "svd",
        "(a, full_matrices=True, compute_uv=True, overwrite_a=False, check_finite=True,"
          + " lapack_driver='gesdd')", "The singular value decomposition.",
        "return jnp.linalg.svd(a, full_matrices, compute_uv)"
      ),
      (
        "qr",
        "(a, overwrite_a=False, lwork=None, mode='full', pivoting=False, check_finite=True)",
        "The QR decomposition.",
        """
        if pivoting:
          raise ValueError('qr does not pivot')
        if mode == 'r':
          return (jnp.linalg.qr(a, 'complete')[1],)
        return jnp.linalg.qr(a, {'full': 'complete', 'economic': 'reduced'}[mode])
        """
      ),
      (
        "polar", "(a, side='right', *, method='qdwh', eps=None, max_iterations=None)",
        "A unitary matrix times a positive one.",
        """
        if side not in ('right', 'left'):
          raise ValueError("side is 'right' or 'left'")
        if (side == 'left') != (a.shape[0] < a.shape[1]):
          raise ValueError("polar takes side='left' of wide matrices, 'right' of all others")
        u, s, vh = jnp.linalg.svd(a, full_matrices=False)
        unitary = jnp.matmul(u, vh)
        if side == 'right':
          return unitary, jnp.matmul(jnp.conj(vh.T) * s, vh)
        return unitary, jnp.matmul(u * s, jnp.conj(u.T))
        """
      ),
      (
        "circulant", "(c)", "Columns that are one another moved on.",
        """
        c = jnp.ravel(c)
        n = c.shape[0]
        return c[(jnp.arange(n)[:, None] - jnp.arange(n)) % n]
        """
      ),
      (
        "hankel", "(c, r=None)", "A matrix of equal elements across its diagonals.",
        """
        c = jnp.ravel(c)
        r = jnp.zeros_like(c) if r is None else jnp.ravel(r)
        both = jnp.concatenate([c, r[1:]])
        return both[jnp.arange(c.shape[0])[:, None] + jnp.arange(r.shape[0])]
        """
      ),
      (
        "companion", "(a)", "The matrix whose eigenvalues are a polynomial's roots.",
        """
        n = a.shape[0] - 1
        return jnp.concatenate([-a[None, 1:] / a[0], jnp.eye(n - 1, n, dtype=a.dtype)])
        """
      ),
      (
        "hilbert", "(n)", "The matrix of 1 / (i + j + 1).",
        """
        k = jnp.arange(n, dtype=jnp.float32)
        return 1 / (k[:, None] + k + 1)
        """
      ),
      (
        "hadamard", "(n, dtype=int)", "The Hadamard matrix of a power of two.",
        """
        h = jnp.ones((1, 1), jnp.int32 if dtype is None else dtype)
        while h.shape[0] < n:
          h = jnp.block([[h, h], [h, -h]])
        if h.shape[0] != n:
          raise ValueError('hadamard takes a power of two')
        return h
        """
      ),
      (
        "dft", "(n, scale=None, *, dtype=None)", "The matrix of the Fourier transform.",
        """
        m = jnp.fft.fft(jnp.eye(n), axis=0)
        m = m / math.sqrt(n) if scale == 'sqrtn' else m / n if scale == 'n' else m
        return m if dtype is None else m.astype(dtype)
        """
      ),
    ]
    for (name, signature, summary, text) in rows {
      table.add(
        name, signature, summary,
        ignoring: ["turbo", "lapack_driver", "lwork", "method", "eps", "max_iterations"],
        in: namespace, python: text)
    }
    return table
  }

  private mutating func addLU(_ namespace: Namespace) {
    add(
      "lu_factor", "(a, overwrite_a=False, check_finite=True)",
      "L and U in one matrix, and the rows that were exchanged."
    ) { parameters in
      let (real, imaginary) = try parameters.parts("a")
      let results = try Tensor.decompose(.lu, real, imaginary: imaginary)
      let pivots = Value.tensor(results[results.count - 1])
      guard imaginary != nil else { return .tuple([.tensor(results[0]), pivots]) }
      return .tuple([try ComplexTensor(results[0], results[1]).value, pivots])
    }
    // The exchanges one after another.
    let order = """
      def step(k, p):
        j = pivots[..., k]
        a, b = p[..., k], jnp.take_along_axis(p, j[..., None], -1)[..., 0]
        places = jnp.arange(p.shape[-1])
        p = jnp.where(places == j[..., None], a[..., None], p)
        return jnp.where(places == k, b[..., None], p)
      m = factors.shape[-2]
      start = jnp.broadcast_to(jnp.arange(m), pivots.shape[:-1] + (m,))
      permutation = lax.fori_loop(0, pivots.shape[-1], step, start)

      """
    add(
      "lu", "(a, permute_l=False, overwrite_a=False, check_finite=True)",
      "A permutation, and the factors L and U.", in: namespace,
      python: """
        factors, pivots = jax.scipy.linalg.lu_factor(a)

        """ + order + """
          n = min(factors.shape[-2:])
          lower = jnp.tril(factors, -1)[..., :, :n] + jnp.eye(m, n, dtype=jnp.float32)
          upper = jnp.triu(factors)[..., :n, :]
          p = (permutation[..., None, :] == jnp.arange(m)[:, None]).astype(jnp.float32)
          return (jnp.matmul(p, lower), upper) if permute_l else (p, lower, upper)
          """)
    add(
      "lu_solve", "(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True)",
      "The solution of a system whose factors are known.", in: namespace,
      python: """
        factors, pivots = lu_and_piv

        """ + order + """
          n = factors.shape[-1]
          lower = jnp.tril(factors, -1) + jnp.eye(n, dtype=jnp.float32)
          upper = jnp.triu(factors)
          inverse = jnp.argsort(permutation)
          columns = b[:, None] if b.ndim == 1 else b
          if trans == 0:
            x = jnp.linalg.solve(upper, jnp.linalg.solve(lower, columns[permutation]))
          else:
            turn = jnp.conj if trans == 2 else (lambda z: z)
            x = jnp.linalg.solve(turn(upper.T), columns)
            x = jnp.linalg.solve(turn(lower.T), x)[inverse]
          return x[:, 0] if b.ndim == 1 else x
          """)
  }
}

extension CallParameters {
  /// A matrix's real and, if it has one, imaginary part.
  fileprivate func parts(_ name: String) throws -> (Tensor, Tensor?) {
    let value = try required(name)
    guard value.isComplex else {
      let x = try value.tensor("argument '\(name)' of \(callee)").convertedToInexact().strong
      guard x.dtype == .float32 else { throw Diagnostic("\(callee) takes float32", got: "\(x)") }
      return (x, nil)
    }
    let z = try ComplexTensor(value)
    return (try z.real.strong, try z.imaginary.strong)
  }
}
