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

  /// Functions of `jax` about the machine a model runs on: one with one device.
  func addingMachineRows(_ namespace: Namespace) -> FunctionTable {
    var table = self
    for (name, value, summary) in [
      ("device_count", 1, "The number of devices: 1."),
      ("local_device_count", 1, "The number of this machine's devices: 1."),
      ("process_count", 1, "The number of processes: 1."),
      ("process_index", 0, "The number of this process: 0."),
    ] {
      table.add(name, "(backend=None)", summary) { _ in .int(value) }
    }
    for (name, signature) in [
      ("devices", "(backend=None)"),
      ("local_devices", "(process_index=None, backend=None, host_id=None)"),
    ] {
      table.add(name, signature, "The one device, a CPU.", ignoresAll: true) { _ in
        .list([
          .record(
            "Device",
            [
              ("platform", .string("cpu")), ("device_kind", .string("cpu")), ("id", .int(0)),
              ("process_index", .int(0)), ("local_hardware_id", .int(0)),
            ])
        ])
      }
    }
    table.add("default_backend", "()", "The platform: 'cpu'.") { _ in .string("cpu") }
    table.add(
      "PartitionSpec", "(*partitions, unreduced=None, reduced=None)",
      "The names of the mesh axes that axes are on.", ignoring: ["unreduced", "reduced"]
    ) { try $0.required("partitions") }
    return table
  }
}
