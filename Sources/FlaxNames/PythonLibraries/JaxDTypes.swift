extension WrittenModule {
  /// `jax.dtypes`.
  static let jaxDTypes = WrittenModule(
    name: "jax.dtypes",
    text: """
      import jax.numpy as jnp
      from jax.numpy import bfloat16, issubdtype, result_type

      def canonicalize_dtype(dtype, allow_extended_dtype=False):
        return jnp.zeros((), dtype).dtype
      """)
}
