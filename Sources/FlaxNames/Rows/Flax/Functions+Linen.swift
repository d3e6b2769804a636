import LiftedScan

extension FunctionTable {
  /// All of `flax.linen`.
  static func wholeNN(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable.nn(namespace).addingComplexActivations(namespace)
    table.add(
      "canonicalize_dtype", "(*args, dtype=None, inexact=True)",
      "The dtype that arguments are computed in.", in: namespace,
      python: """
        if dtype is None:
          given = [jnp.asarray(x) for x in args if x is not None]
          dtype = jnp.result_type(*given)
          if inexact and not jnp.issubdtype(dtype, jnp.inexact):
            dtype = jnp.promote_types(jnp.float32, dtype)
        if inexact and not jnp.issubdtype(dtype, jnp.inexact):
          raise ValueError(f'Dtype must be inexact: {dtype}')
        return dtype
        """)
    table.add(
      "promote_dtype", "(*args, dtype=None, inexact=True)",
      "Arguments in one dtype; None stays None.", in: namespace,
      python: """
        dtype = nn.dtypes.canonicalize_dtype(*args, dtype=dtype, inexact=inexact)
        return [jnp.asarray(x, dtype) if x is not None else None for x in args]
        """)
    let initializers = FunctionTable.initializers
    for name in ["zeros", "ones", "zeros_init", "ones_init"] {
      if let row = initializers.rows[name] { table.add(row) }
    }
    for (name, maker, arguments) in [
      ("default_kernel_init", "lecun_normal", Arguments([])),
      (
        "default_embed_init", "variance_scaling",
        Arguments(
          [.float(1), .string("fan_in"), .string("normal")], keywords: [("out_axis", .int(0))])
      ),
    ] {
      guard case .leaf(.function(let function)) = initializers[maker],
        let made = try? function(arguments)
      else { continue }
      table.add(name, "How layers draw by default.", value: made)
    }
    table.addModuleScopes()
    table.add("unbox", "(tree)", "The tree itself: here no leaf is boxed.") {
      try $0.required("tree")
    }
    if let row = FunctionTable.flax.rows["FrozenDict"] { table.add(row) }
    return table
  }
}
