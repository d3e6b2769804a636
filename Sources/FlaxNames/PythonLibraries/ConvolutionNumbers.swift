extension WrittenModule {
  /// The part of `jax.lax` that says which axis of a convolution's arrays is which.
  static let convolutionNumbers = WrittenModule(
    name: "jax._src.lax.convolution",
    text: """
      from typing import NamedTuple

      class ConvDimensionNumbers(NamedTuple):
        lhs_spec: tuple
        rhs_spec: tuple
        out_spec: tuple
      """)
}
