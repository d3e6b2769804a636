import LiftedScan

extension FunctionTable {
  /// All of `jax.lax`.
  static func wholeLax(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable.lax(namespace)
    table.addLaxBits(namespace)
    table.addLaxArranging(namespace)
    table.addLaxCalls(namespace)
    table.addLaxSpecial(namespace)
    table.addLaxIndexing(namespace)
    table.addLaxShapes(namespace)
    table.addComplexFormulas(namespace)
    for name in ["iscomplex", "isreal", "sort_complex"] { table.remove(name) }
    return table
  }

  private mutating func addLaxCalls(_ namespace: Namespace) {
    let rows: [(String, String, String, String)] = [
      (
        "custom_root", "(f, initial_guess, solve, tangent_solve, has_aux=False)",
        "A root that a function finds.", "return solve(f, initial_guess)"
      ),
      (
        "custom_linear_solve",
        "(matvec, b, solve, transpose_solve=None, symmetric=False, has_aux=False)",
        "The solution of a linear system that a function finds.", "return solve(matvec, b)"
      ),
      (
        "platform_dependent", "(*args, default=None, **per_platform)",
        "What a function for the platform makes of arguments: cpu's, or else the default.",
        """
        f = per_platform.get('cpu', default)
        if f is None:
          raise ValueError('platform_dependent needs a function for cpu, or default')
        return f(*args)
        """
      ),
      (
        "composite", "(decomposition, name, version=0)", "The function itself.",
        "return lambda *args, **attributes: decomposition(*args, **attributes)"
      ),
    ]
    for (name, signature, summary, text) in rows {
      add(
        name, signature, summary,
        ignoring: ["tangent_solve", "transpose_solve", "symmetric", "name", "version"],
        in: namespace, python: text)
    }
  }
}
