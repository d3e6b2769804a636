import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Decompositions of `jax.lax.linalg`.
  func addingLaxDecompositions(_ namespace: Namespace) -> FunctionTable {
    var table = self
    let rows: [(String, String, String, String)] = [
      (
        "eigh",
        "(x, *, lower=True, symmetrize_input=True, sort_eigenvalues=True, subset_by_index=None, "
          + "implementation=None)",
        "Eigenvectors and ascending eigenvalues of Hermitian matrices.",
        """
        if subset_by_index is not None:
          raise NotImplementedError('eigh gives all eigenvalues: slice what it returns')
        w, v = jnp.linalg.eigh(x, 'L' if lower else 'U', symmetrize_input)
        return [v, w]
        """
      ),
      (
        "svd",
        "(x, *, full_matrices=True, compute_uv=True, subset_by_index=None, algorithm=None)",
        "The singular value decomposition.",
        """
        r = jnp.linalg.svd(x, full_matrices, compute_uv, subset_by_index=subset_by_index)
        return list(r) if compute_uv else r
        """
      ),
      (
        "qr", "(x, *, pivoting=False, full_matrices=True, use_magma=None)",
        "The QR decomposition.",
        """
        if pivoting:
          raise ValueError('qr does not pivot')
        return list(jnp.linalg.qr(x, 'complete' if full_matrices else 'reduced'))
        """
      ),
      (
        "lu", "(x)", "L and U in one matrix, the exchanged rows, and the permutation.",
        """
        factors, pivots = jax.scipy.linalg.lu_factor(x)
        return [factors, pivots, lax.linalg.lu_pivots_to_permutation(pivots, x.shape[-2])]
        """
      ),
      (
        "lu_pivots_to_permutation", "(pivots, permutation_size)",
        "The permutation that exchanges make.",
        """
        def step(k, p):
          j = pivots[..., k]
          a, b = p[..., k], jnp.take_along_axis(p, j[..., None], -1)[..., 0]
          places = jnp.arange(p.shape[-1])
          p = jnp.where(places == j[..., None], a[..., None], p)
          return jnp.where(places == k, b[..., None], p)
        shape = pivots.shape[:-1] + (permutation_size,)
        start = jnp.broadcast_to(jnp.arange(permutation_size), shape)
        return lax.fori_loop(0, pivots.shape[-1], step, start)
        """
      ),
      (
        "symmetric_product",
        "(a_matrix, c_matrix, *, alpha=1.0, beta=0.0,"
          + " symmetrize_output=False)", "alpha A Aᵀ + beta C.",
        """
        r = alpha * jnp.matmul(a_matrix, a_matrix.mT) + beta * c_matrix
        return jnp.tril(r) + jnp.tril(r, -1).mT if symmetrize_output else r
        """
      ),
      (
        "cholesky_update", "(r_matrix, w_vector)", "The factor of RᵀR + w wᵀ.",
        """
        full = jnp.matmul(r_matrix.T, r_matrix) + jnp.outer(w_vector, w_vector)
        return jnp.linalg.cholesky(full, upper=True)
        """
      ),
      (
        "tridiagonal_solve", "(dl, d, du, b, *, perturb_singular=False)",
        "The solution of tridiagonal systems.",
        """
        if perturb_singular:
          raise NotImplementedError('tridiagonal_solve solves what it is given')
        n = d.shape[-1]
        rows, columns = jnp.arange(n)[:, None], jnp.arange(n)
        a = jnp.where(rows == columns, d[..., None], 0.0)
        a = a + jnp.where(rows == columns + 1, dl[..., None], 0.0)
        a = a + jnp.where(rows == columns - 1, du[..., None], 0.0)
        return jnp.linalg.solve(a, b)
        """
      ),
    ]
    for (name, signature, summary, text) in rows {
      table.add(name, signature, summary, in: namespace, python: text)
    }
    return table
  }
}
