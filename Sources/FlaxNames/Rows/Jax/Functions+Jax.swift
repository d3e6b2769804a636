import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Name of a context of `with` that changes nothing.
  static let contextName = "<context>"

  /// `jax` itself: transforms of functions. Those that change only how XLA compiles return the
  /// function itself.
  static func jax(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.add(
      "Array", "The type of arrays, for isinstance and annotations.",
      value: .leaf(
        .function(
          Function("ndarray") { _ in
            throw Diagnostic("jax.Array makes no arrays", hint: "use jnp.array")
          })))
    table.addTransparent()
    table.add(
      "eval_shape", "(fun, *args, **kwargs)", "Shapes and dtypes of a function's results."
    ) { parameters in
      let function = try parameters.callable("fun")
      return try function(
        Arguments(
          Evaluator.iterated(parameters.required("args")),
          keywords: parameters.required("kwargs").fields?.pairs.map { ($0.key, $0.value) } ?? []),
        namespace)
    }
    table.add(
      "vmap",
      "(fun, in_axes=0, out_axes=0, axis_name=None, axis_size=None, spmd_axis_name=None, "
        + "sum_match=False)",
      "A function over a new axis of its arguments."
    ) {
      try vectorized($0, namespace)
    }
    for name in ["grad", "value_and_grad", "vjp", "jvp", "jacfwd", "jacrev", "hessian", "pmap"] {
      table.refuse(
        name,
        Diagnostic(
          "jax.\(name) is not supported: swiftscan runs models and doesn't differentiate them"))
    }
    for row in FunctionTable.tree(namespace).rows.values where row.name.hasPrefix("tree_") {
      table.add(row)
    }
    return table
  }

  /// Adds transforms that change only how XLA compiles or differentiates.
  private mutating func addTransparent() {
    addTransform(
      "jit",
      "(fun=_NoValue, /, *, in_shardings=_NoValue, out_shardings=_NoValue, static_argnums=None, "
        + "static_argnames=None, donate_argnums=None, donate_argnames=None, keep_unused=False, "
        + "device=None, backend=None, inline=False, compiler_options=None)",
      "The function itself: everything is compiled here.")
    let kept = "The function itself: nothing is kept for gradients here."
    addTransform(
      "checkpoint",
      "(fun, *, prevent_cse=True, policy=None, static_argnums=(), static_argnames=(), "
        + "concrete=_NoValue)", kept)
    addTransform(
      "remat",
      "(fun, *, prevent_cse=True, policy=None, static_argnums=(), concrete=_NoValue)",
      kept)
    addTransform("named_call", "(fun, *, name=None)", "The function itself.")
    let custom = "(fun, nondiff_argnums=(), nondiff_argnames=())"
    for name in ["custom_vjp", "custom_jvp"] {
      addTransform(name, custom, "The function itself: its gradients are not used here.")
    }
    add(
      "device_put", "(x, device=None, *, src=None, donate=False, may_alias=None)",
      "The value itself: there is one device.", ignoring: ["src", "donate", "may_alias"]
    ) { $0["x"] ?? .none }
    for name in ["device_get", "block_until_ready"] {
      add(name, "(x)", "The value itself.") { $0["x"] ?? .none }
    }
    for (name, signature) in [
      ("named_scope", "(name)"), ("default_matmul_precision", "(new_val=_NoValue)"),
      ("disable_jit", "(disable=True)"), ("ensure_compile_time_eval", "()"),
    ] {
      add(name, signature, "A context that changes nothing.", ignoresAll: true) { _ in
        .leaf(
          .function(
            Function(Self.contextName) { _ in throw Diagnostic("a context can't be called") }))
      }
    }
  }

  /// Adds a transform that leaves its function as it is; with settings only, it is a decorator.
  private mutating func addTransform(_ name: String, _ signature: String, _ summary: String) {
    add(name, signature, summary, ignoresAll: true) { parameters in
      parameters["fun"]
        ?? .leaf(.function(Function(name) { try $0.required(["fun"], of: name)[0] }))
    }
  }

  /// `jax.vmap(fun, in_axes, out_axes)`: a loop without carry over the axes.
  private static func vectorized(
    _ parameters: CallParameters, _ namespace: Namespace
  ) throws -> Value {
    // Names that collective operations could use, of which there are none here.
    _ = (parameters["axis_name"], parameters["spmd_axis_name"])
    let function = try parameters.callable("fun")
    let inAxes = parameters.isNone("in_axes") ? .none : parameters["in_axes"] ?? .int(0)
    let outAxes = parameters["out_axes"] ?? .int(0)
    let size = try parameters.optionalInt("axis_size")
    return .leaf(
      .function(
        Function("vmap") { arguments in
          let given = Value.tuple(arguments.positional)
          let byName = Value.dict(
            .init(arguments.keywords.map { ($0.name, $0.value) }))
          // An axis for each leaf: the arguments' as in_axes says, those given by name on the first.
          let axes =
            try inAxes.spreadAxes(over: given) + byName.leaves.map { $0.asTensor == nil ? nil : 0 }
          let all = Value.tuple([given, byName])
          let moved = try zip(all.leaves, axes).compactMap { leaf, axis in
            try axis.map { try Value.leaf(leaf).tensor("argument of vmap").movingAxis($0, to: 0) }
          }
          guard let length = try size ?? (moved.isEmpty ? nil : length(of: moved)) else {
            throw Diagnostic("vmap needs an argument with an axis to go over")
          }
          guard try moved.isEmpty || Self.length(of: moved) == length else {
            throw Diagnostic("axis_size and the arguments of vmap don't agree")
          }
          let stacked = try mapped("jax.vmap", namespace, moved, length: length) { slices in
            var rest = slices[...]
            let values = zip(all.leaves, axes).map { leaf, axis in
              axis == nil ? Value.leaf(leaf) : rest.popFirst().map { Value.tensor($0) } ?? .none
            }
            let step = values.inStructure(of: all).elements ?? []
            return try function(
              Arguments(
                step.first?.elements ?? [],
                keywords: step.last?.fields?.pairs.map { ($0.key, $0.value) } ?? []),
              namespace)
          }
          let places = try outAxes.spreadAxes(over: stacked)
          let results = try zip(stacked.leaves, places).map { leaf, axis in
            guard let axis else { throw Diagnostic("out_axes of vmap can't be None") }
            return Value.tensor(try Value.leaf(leaf).tensor().movingAxis(0, to: axis))
          }
          return results.inStructure(of: stacked)
        }))
  }

  /// Functions of `jax.numpy` that map others.
  mutating func addMapped(_ namespace: Namespace) {
    add(
      "vectorize", "(pyfunc, *, excluded=frozenset(), signature=None)",
      "A function of scalars or small arrays, over all the leading axes."
    ) { parameters in
      let function = try parameters.callable("pyfunc")
      guard parameters["excluded"] == nil else { throw Diagnostic("excluded is not supported") }
      let signature = try parameters.optionalString("signature") ?? ""
      let ranks = signature.prefix { $0 != "-" }.split(separator: ")").map { group in
        group.split(separator: "(").last.map { $0.split(separator: ",").count } ?? 0
      }
      return .leaf(
        .function(
          Function("vectorize") { arguments in
            let tensors = try arguments.positional.map { try $0.tensor() }
            let cores = tensors.indices.map { ranks.indices.contains($0) ? ranks[$0] : 0 }
            guard zip(tensors, cores).allSatisfy({ $0.rank >= $1 }) else {
              throw Diagnostic("the arguments don't fit the signature '\(signature)'")
            }
            let batch = try Tensor.broadcastShape(
              zip(tensors, cores).map { Shape(Array($0.shape.sizes.dropLast($1))) })
            let flat = try zip(tensors, cores).map { tensor, core in
              let inner = Array(tensor.shape.sizes.suffix(core))
              return try tensor.broadcast(to: Shape(batch.sizes + inner))
                .reshaped(to: [batch.elementCount] + inner)
            }
            let result = try Self.mapped(
              "jnp.vectorize", namespace, flat, length: batch.elementCount
            ) { try function(Arguments($0.map { .tensor($0) }), namespace) }
            return try result.map { object in
              let tensor = try Value.leaf(object).tensor()
              return .tensor(
                try tensor.reshaped(to: batch.sizes + tensor.shape.sizes.dropFirst()))
            }
          }))
    }
    add(
      "apply_along_axis", "(func1d, axis, arr, *args, **kwargs)",
      "A function of vectors, along one axis of an array."
    ) { parameters in
      let function = try parameters.callable("func1d")
      let further = try Evaluator.iterated(parameters.required("args"))
      let keywords = try parameters.required("kwargs").fields?.pairs ?? []
      let x = try parameters.tensor("arr")
      let axis = try x.shape.axis(parameters.int("axis"))
      let rest = x.shape.removing(axis: axis)
      let rows = try x.movingAxis(axis, to: -1).reshaped(to: [rest.elementCount, x.shape[axis]])
      let result = try Self.mapped(
        "jnp.apply_along_axis", namespace, [rows], length: rest.elementCount
      ) { slices in
        try function(
          Arguments([.tensor(slices[0])] + further, keywords: keywords.map { ($0.key, $0.value) }),
          namespace)
      }.tensor()
      let inner = Array(result.shape.sizes.dropFirst())
      let before = Array(rest.sizes[..<axis])
      let after = Array(rest.sizes[axis...])
      let apart = try result.reshaped(to: before + after + inner)
      let order =
        Array(0..<axis) + inner.indices.map { rest.rank + $0 } + after.indices.map { axis + $0 }
      return .tensor(try apart.transposed(order))
    }
  }

  /// `jax.ops`: rows gathered by the segment they belong to.
  static func ops(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    let kinds: [(String, ArrayUpdate, String)] = [
      ("segment_sum", .add, "Sums"), ("segment_prod", .multiply, "Products"),
      ("segment_max", .max, "Largest elements"), ("segment_min", .min, "Smallest elements"),
    ]
    for (name, update, noun) in kinds {
      table.add(
        name,
        "(data, segment_ids, num_segments=None, indices_are_sorted=False, unique_indices=False, "
          + "bucket_size=None, mode=None, out_sharding=None)",
        "\(noun) of the rows of each segment."
      ) { parameters in
        let data = try parameters.tensor("data")
        guard parameters["num_segments"] != nil else {
          throw Diagnostic(
            "\(name) needs num_segments: how many there are isn't known while tracing")
        }
        let neutral: Tensor =
          switch update {
          case .multiply: Tensor(1)
          case .max: data.dtype.isFloating ? Tensor(-Double.infinity) : data.dtype.least
          case .min: data.dtype.isFloating ? Tensor(Double.infinity) : data.dtype.greatest
          default: Tensor(0)
          }
        let shape = try Shape(
          [parameters.count("num_segments")] + data.shape.sizes.dropFirst())
        let empty = try Tensor.full(shape, neutral.converted(to: data.dtype))
        let mode = try parameters.optionalString("mode") ?? "fill"
        guard ["fill", "drop", "clip", "promise_in_bounds"].contains(mode) else {
          throw Diagnostic("unknown mode '\(mode)'", expected: "fill, drop or clip")
        }
        // A negative segment isn't counted from the end: it is none.
        let ids = try parameters.tensor("segment_ids").converted(to: .int32)
        let isBelow = try Tensor.compare(.lt, ids, Tensor(0))
        let counted = try Tensor.select(isBelow, Tensor(mode == "clip" ? 0 : shape[0]), ids)
        return .tensor(
          try empty.updated(
            at: [.tensor(counted)], update, data, isClipped: mode == "clip",
            depth: namespace.loopDepth))
      }
    }
    return table
  }

  /// `jax.debug`: prints while a model is traced.
  static func debugging(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.add(
      "print",
      "(fmt=None, *args, ordered=False, partitioned=False, skip_format_check=False, **kwargs)",
      "Prints values once, while the model is traced.", ignoresAll: true
    ) { parameters in
      let values =
        try [parameters["fmt"] ?? .none] + Evaluator.iterated(parameters.required("args"))
        + (parameters.required("kwargs").fields?.values ?? [])
      let text = values.map(\.formatted).joined(separator: " ")
      namespace.trace?.warnings.add("print: \(text)")
      return .none
    }
    return table
  }

  /// `jax.ad_checkpoint`.
  static var checkpointNames: FunctionTable {
    var table = FunctionTable()
    table.add(
      "checkpoint_name", "(x, name)",
      "x itself: names matter for gradients only.", ignoring: ["name"]
    ) { try $0.required("x") }
    return table
  }

  /// `jax.checkpoint_policies`: choices of values to keep for gradients, which aren't computed
  /// here.
  static var checkpointPolicies: FunctionTable {
    var table = FunctionTable()
    let policies = [
      "everything_saveable", "nothing_saveable", "dots_saveable", "checkpoint_dots",
      "dots_with_no_batch_dims_saveable", "checkpoint_dots_with_no_batch_dims",
    ]
    let makers = [
      "save_anything_except_these_names", "save_any_names_but_these", "save_only_these_names",
      "save_from_both_policies", "save_and_offload_only_these_names",
      "offload_dot_with_no_batch_dims",
    ]
    let summary = "What is kept for gradients, which there are none of here."
    for name in policies { table.add(name, summary, value: .string(name)) }
    for name in makers {
      table.add(name, "(*names)", summary, ignoresAll: true) { _ in .string(name) }
    }
    return table
  }

  /// `flax` and `flax.core`.
  static var flax: FunctionTable {
    var table = FunctionTable()
    table.add("freeze", "(xs)", "A dict as it is.") { try $0.required("xs") }
    table.add("unfreeze", "(x)", "A dict as it is.") { try $0.required("x") }
    table.add(
      "FrozenDict", "(*args, **kwargs)", "A dict that is not meant to change."
    ) { parameters in
      var fields = try parameters.required("args").elements?.first?.fields ?? Value.Fields()
      for (name, value) in try parameters.required("kwargs").fields?.pairs ?? [] {
        fields[name] = value
      }
      return .dict(fields)
    }
    table.addDenyList()
    return table
  }
}

extension Tree where Leaf == Object {
  /// The axis of this prefix, an integer or `None`, for each leaf of a tree.
  func spreadAxes(over tree: Value) throws -> [Int?] {
    switch (self, tree) {
    case (.leaf(.int(let axis)), _):
      // What is no array has no axis.
      return tree.leaves.map { $0.asTensor == nil ? nil : axis }
    case (.none, _): return tree.leaves.map { _ in nil }
    case (.tuple(let axes), .tuple(let parts)), (.list(let axes), .list(let parts)),
      (.tuple(let axes), .list(let parts)), (.list(let axes), .tuple(let parts)):
      guard axes.count == parts.count else { break }
      return try zip(axes, parts).flatMap { try $0.spreadAxes(over: $1) }
    case (.dict(let axes), .dict(let parts)):
      return try parts.sorted.flatMap { name, part in
        guard let axis = axes[name] else { throw Diagnostic("vmap's axes lack '\(name)'") }
        return try axis.spreadAxes(over: part)
      }
    default: break
    }
    throw Diagnostic("vmap's axes don't fit the values", expected: tree.outline, got: formatted)
  }
}
