import LiftedScan

extension FunctionTable {
  /// Functions of `jax.numpy` that tell what something is, in terms of others.
  mutating func addArrayChecks(_ namespace: Namespace) {
    add(
      "array_equiv", "(a1, a2)", "Whether arrays are equal once broadcast.", in: namespace,
      python: """
        return jnp.all(jnp.equal(jnp.asarray(a1), jnp.asarray(a2)))
        """)
    add(
      "isscalar", "(element)", "Whether this is a number.", in: namespace,
      python: "return not isinstance(element, (str, list, tuple, dict)) and element is not None"
        + " and jnp.ndim(element) == 0")
    add(
      "iterable", "(y)", "Whether this has parts.", in: namespace,
      python: """
        if isinstance(y, (str, list, tuple, dict)):
          return True
        return hasattr(y, 'ndim') and y.ndim > 0
        """)
    add(
      "isdtype", "(dtype, kind)", "Whether a dtype is of a kind.", in: namespace,
      python: """
        if isinstance(kind, tuple):
          return any([jnp.isdtype(dtype, k) for k in kind])
        kinds = {
          'signed integer': jnp.signedinteger, 'unsigned integer': jnp.unsignedinteger,
          'integral': jnp.integer, 'real floating': jnp.floating,
          'complex floating': jnp.complexfloating, 'numeric': jnp.number,
        }
        if kind == 'bool':
          return jnp.dtype(dtype) == jnp.bool_
        if isinstance(kind, str) and kind in kinds:
          return jnp.issubdtype(dtype, kinds[kind])
        return jnp.dtype(dtype) == jnp.dtype(kind)
        """)
  }
}
