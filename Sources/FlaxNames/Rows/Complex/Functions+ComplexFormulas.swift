import LiftedScan

extension FunctionTable {
  /// Further functions that take complex arrays, by formulas of their parts.
  mutating func addComplexFormulas(_ namespace: Namespace) {
    addPartwise()
    addComplexTests(namespace)
    addComplexElementwiseFormulas(namespace)
    addComplexReductions(namespace)
    addComplexConvolutions(namespace)
  }

  /// Adds the functions that act on the real and the imaginary part alike, with the indices of the
  /// arguments that are joined.
  private mutating func addPartwise() {
    let functions: [(String, [Int])] =
      [
        "rot90", "rollaxis", "hsplit", "vsplit", "dsplit", "unstack", "atleast_3d", "resize",
        "delete", "compress", "extract", "cumulative_sum", "reduce_sum", "collapse", "diagflat",
        "gather", "index_take", "broadcast_to_rank", "unstack",
      ].map { ($0, []) }
      + [
        ("dstack", [0]), ("column_stack", [0]), ("block", [0]), ("insert", [0, 2]),
        ("fill_diagonal", [0, 1]), ("select_n", [1, 2, 3, 4]), ("choose", [1]),
        ("put", [0, 2]), ("place", [0, 2]), ("scatter", [0, 2]), ("scatter_add", [0, 2]),
      ]
    for (name, places) in functions {
      wrap(name) { function, arguments in
        let real = try function(arguments.part(\.real, of: places))
        return try real.withImaginaryParts(function(arguments.part(\.imaginary, of: places)))
      }
    }
  }

  private mutating func addComplexConvolutions(_ namespace: Namespace) {
    let rest = "precision=None, preferred_element_type=None"
    for (name, signature, call) in [
      (
        "conv_general_dilated",
        "(lhs, rhs, window_strides, padding, lhs_dilation=None, rhs_dilation=None,"
          + " dimension_numbers=None, feature_group_count=1, batch_group_count=1, \(rest))",
        "window_strides, padding, lhs_dilation, rhs_dilation, dimension_numbers,"
          + " feature_group_count, batch_group_count"
      ),
      ("conv", "(lhs, rhs, window_strides, padding, \(rest))", "window_strides, padding"),
      (
        "conv_with_general_padding",
        "(lhs, rhs, window_strides, padding, lhs_dilation, rhs_dilation, \(rest))",
        "window_strides, padding, lhs_dilation, rhs_dilation"
      ),
      (
        "conv_transpose",
        "(lhs, rhs, strides, padding, rhs_dilation=None, dimension_numbers=None,"
          + " transpose_kernel=False, \(rest))",
        "strides, padding, rhs_dilation, dimension_numbers, transpose_kernel"
      ),
    ] {
      wrap(
        name, signature, in: namespace,
        python: """
          part = lambda u, v: lax.\(name)(u, v, \(call))
          re = part(jnp.real(lhs), jnp.real(rhs)) - part(jnp.imag(lhs), jnp.imag(rhs))
          im = part(jnp.real(lhs), jnp.imag(rhs)) + part(jnp.imag(lhs), jnp.real(rhs))
          return lax.complex(re, im)
          """)
    }
  }
}
