import LiftedScan

extension FunctionTable {
  /// Activations that take complex numbers.
  func addingComplexActivations(_ namespace: Namespace) -> FunctionTable {
    var table = self
    for name in ["tanh", "soft_sign", "sigmoid", "silu", "swish"] {
      let call =
        switch name {
        case "tanh": "jnp.tanh(x)"
        case "soft_sign": "x / (jnp.abs(x) + 1)"
        case "sigmoid": "1 / (1 + jnp.exp(-x))"
        default: "x / (1 + jnp.exp(-x))"
        }
      table.wrap(name, "(x)", in: namespace, python: "return \(call)")
    }
    return table
  }
}
