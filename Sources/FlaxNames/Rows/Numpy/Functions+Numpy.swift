import Arrays

extension FunctionTable {
  /// `numpy`: the rows of `jax.numpy`, which `NumPyFunction` computes in NumPy's dtypes.
  static func numpy(_ jnp: FunctionTable) -> FunctionTable {
    var table = jnp
    for (name, dtype) in [("int_", DType.int64), ("float_", .float64), ("uint", .uint64)] {
      table.add(name, value: .leaf(.dtype(dtype)))
    }
    for name in ["asanyarray", "ascontiguousarray", "ndindex", "ndenumerate"] {
      table.add(name, "(*args, **kwargs)", "As NumPy has it.") { _ in .none }
    }
    return table
  }
}
