import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.lax`.
  static func lax(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.addLaxElementwise()
    table.addLaxShaping()
    table.addLaxSlicing()
    table.addLaxReductions()
    table.addLaxProducts()
    table.addControlFlow(namespace)
    table.addPrecision()
    // Where an array is on several machines.
    table.add("with_sharding_constraint", "x shardings") { try $0.required("x") }
    table.addComplex()
    return table
  }

  private mutating func addLaxElementwise() {
    let unary: [(String, UnaryOperation)] = [
      ("neg", .neg), ("sign", .sign), ("floor", .floor), ("ceil", .ceil), ("bitwise_not", .not),
      ("exp", .exp), ("exp2", .exp2), ("expm1", .expm1), ("log", .log), ("log1p", .log1p),
      ("sqrt", .sqrt), ("rsqrt", .rsqrt), ("cbrt", .cbrt), ("square", .square), ("sin", .sin),
      ("cos", .cos), ("tan", .tan), ("asin", .asin), ("acos", .acos), ("atan", .atan),
      ("sinh", .sinh), ("cosh", .cosh), ("tanh", .tanh), ("asinh", .asinh), ("acosh", .acosh),
      ("atanh", .atanh), ("logistic", .logistic), ("erf", .erf), ("erfc", .erfc),
      ("erf_inv", .erfInv), ("is_finite", .isFinite), ("abs", .abs),
    ]
    for (name, operation) in unary {
      add(name, "x accuracy") { .tensor(try $0.tensor("x").unary(operation)) }
    }
    let binary: [(String, BinaryOperation)] = [
      ("add", .add), ("sub", .sub), ("mul", .mul), ("div", .div), ("rem", .rem), ("max", .max),
      ("min", .min), ("atan2", .atan2), ("nextafter", .nextAfter), ("bitwise_and", .and),
      ("bitwise_or", .or), ("bitwise_xor", .xor), ("shift_left", .shiftLeft),
      ("shift_right_logical", .shiftRightLogical),
      ("shift_right_arithmetic", .shiftRightArithmetic),
    ]
    for (name, operation) in binary {
      add(name, "x y") { parameters in
        let (x, y) = try parameters.alike("x", "y")
        return .tensor(try .binary(operation, x, y))
      }
    }
    for comparison in Comparison.allCases {
      add(comparison.rawValue, "x y") { parameters in
        let (x, y) = try parameters.alike("x", "y")
        return .tensor(try .compare(comparison, x, y))
      }
    }
    add("lgamma") { try $0.logGamma() }
    add("digamma") { try $0.digamma() }
    add("pow", "x y") { parameters in
      let x = try parameters.tensor("x")
      guard x.dtype.isFloating else {
        throw Diagnostic("lax.pow takes powers of floats", got: "\(x)", hint: "use x ** y")
      }
      return try Evaluator.binary(.power, .tensor(x), parameters.required("y"))
    }
    add("integer_pow", "x y") { .tensor(try $0.tensor("x").power($0.int("y"))) }
    add("reciprocal") { try Tensor(1).converted(to: $0.dtype) / $0 }
    add("round", "x rounding_method") { .tensor(try $0.tensor("x").unary(.round)) }
    add("select", "pred on_true on_false") { parameters in
      let (test, cases) = (
        try parameters.tensor("pred"),
        [try parameters.tensor("on_true"), try parameters.tensor("on_false")]
      )
      try parameters.checkCases(cases, which: test)
      return .tensor(try .select(test, cases[0], cases[1]))
    }
    add("select_n", "which", rest: "cases") { parameters in
      let which = try parameters.tensor("which")
      let cases = try parameters.tensors("cases")
      guard let last = cases.last, which.dtype != .bool || cases.count <= 2 else {
        throw Diagnostic("select_n needs a case, and at most two for a truth value")
      }
      try parameters.checkCases(cases, which: which)
      if which.dtype == .bool, cases.count == 2 {
        return .tensor(try .select(which, cases[1], cases[0]))
      }
      guard which.dtype == .int32 || which.dtype == .bool else {
        throw Diagnostic("select_n chooses by truth values or int32", got: "\(which)")
      }
      // What is too small or too large chooses the first or the last.
      return .tensor(
        try cases.dropLast().enumerated().reversed().reduce(last) { rest, entry in
          try .select(
            .compare(.le, which, Tensor(entry.offset)), entry.element, rest)
        })
    }
    add("clamp", "min x max") { parameters in
      let x = try parameters.tensor("x")
      let (low, high) = (try parameters.tensor("min"), try parameters.tensor("max"))
      for bound in [low, high] {
        guard bound.dtype == x.dtype, bound.rank == 0 || bound.shape == x.shape else {
          throw Diagnostic(
            "clamp needs bounds of the array's type", expected: "\(x.type), or a scalar",
            got: "\(bound.type)")
        }
      }
      return .tensor(try .binary(.min, .binary(.max, x, low), high))
    }
    add("stop_gradient", "x") { try $0.required("x") }
    add("optimization_barrier", "operand") { try $0.required("operand") }
    add("convert_element_type", "operand new_dtype") {
      .tensor(try $0.tensor("operand").converted(to: $0.required("new_dtype").dtype()))
    }
    add("bitcast_convert_type", "operand new_dtype") {
      .tensor(try $0.tensor("operand").bitcast(to: $0.required("new_dtype").dtype()))
    }
  }

  private mutating func addLaxShaping() {
    add("full", "shape fill_value dtype") { parameters in
      let value = try parameters.tensor("fill_value")
      let dtype = try parameters.optionalDType()
      return .tensor(
        try value.converted(to: dtype ?? value.dtype, isWeak: dtype == nil && value.type.isWeak)
          .broadcast(to: parameters.shape("shape")))
    }
    add("full_like", "x fill_value dtype shape") { parameters in
      let x = try parameters.tensor("x")
      let dtype = try parameters.optionalDType() ?? x.dtype
      return .tensor(
        try parameters.tensor("fill_value").converted(to: dtype)
          .broadcast(to: parameters["shape"]?.shape() ?? x.shape))
    }
    add("iota", "dtype size") {
      .tensor(try .iota($0.count("size"), $0.required("dtype").dtype()))
    }
    add("broadcasted_iota", "dtype shape dimension") { parameters in
      let shape = try parameters.shape("shape")
      return .tensor(
        try Tensor.counting(
          along: shape.axis(parameters.int("dimension")), of: shape,
          parameters.required("dtype").dtype()))
    }
    add("broadcast", "operand sizes") { parameters in
      let x = try parameters.tensor("operand")
      return .tensor(
        try x.broadcast(to: Shape(parameters.shape("sizes").sizes + x.shape.sizes)))
    }
    add("broadcast_in_dim", "operand shape broadcast_dimensions") { parameters in
      let x = try parameters.tensor("operand")
      let shape = try parameters.shape("shape")
      let axes = try parameters.required("broadcast_dimensions").ints("broadcast_dimensions")
      guard axes.count == x.rank, axes == axes.sorted(), Set(axes).count == axes.count else {
        throw Diagnostic("broadcast_dimensions give each axis a later place", got: "\(axes)")
      }
      var column = [Int](repeating: 1, count: shape.rank)
      for (axis, size) in zip(axes, x.shape.sizes) { column[try shape.axis(axis)] = size }
      return .tensor(try x.reshaped(to: column).broadcast(to: shape))
    }
    add("expand_dims", "array dimensions") { parameters in
      let x = try parameters.tensor("array")
      let axes = try parameters.required("dimensions").ints("dimensions")
      let full = Shape(x.shape.sizes + axes.map { _ in 1 })
      return .tensor(
        try axes.map { try full.axis($0) }.sorted().reduce(x) { try $0.expandingAxis($1) })
    }
    add("squeeze", "array dimensions") {
      .tensor(try $0.tensor("array").squeezed($0.optionalInts("dimensions")))
    }
    add("transpose", "operand permutation") {
      .tensor(try $0.tensor("operand").transposed($0.optionalInts("permutation")))
    }
    add("reshape", "operand new_sizes dimensions") {
      .tensor(try $0.tensor("operand").reshaped(to: $0.required("new_sizes").ints("new_sizes")))
    }
    add("collapse", "operand start_dimension stop_dimension") { parameters in
      let x = try parameters.tensor("operand")
      let start = try x.shape.axis(parameters.int("start_dimension"))
      let stop = try parameters.optionalInt("stop_dimension") ?? x.rank
      let end = stop < 0 ? stop + x.rank : stop
      guard (start..<x.rank + 1).contains(end), end > start else {
        throw Diagnostic("collapse of no axes", got: "\(start) to \(stop)")
      }
      let sizes = x.shape.sizes
      return .tensor(
        try x.reshaped(to: sizes[..<start] + [sizes[start..<end].reduce(1, *)] + sizes[end...]))
    }
    add("concatenate", "operands dimension") {
      let parts = try $0.tensors("operands")
      if let other = parts.first(where: { $0.dtype != parts[0].dtype }) {
        throw Diagnostic(
          "lax.concatenate needs arrays of one dtype", expected: "\(parts[0].dtype)",
          got: "\(other.dtype)", hint: "jnp.concatenate promotes them")
      }
      return .tensor(try .concatenate(parts, axis: $0.int("dimension")))
    }
    add("rev", "operand dimensions") {
      .tensor(try $0.tensor("operand").reversed(axes: $0.required("dimensions").ints("dimensions")))
    }
    add("pad", "operand padding_value padding_config") { .tensor(try Self.laxPadded($0)) }
  }

  /// Elements of the value before, after and between those of each axis; negative cuts off.
  private static func laxPadded(_ parameters: CallParameters) throws -> Tensor {
    let x = try parameters.tensor("operand")
    let value = try parameters.tensor("padding_value")
    guard value.dtype == x.dtype else {
      throw Diagnostic(
        "lax.pad needs a value of the array's dtype", expected: "\(x.dtype)",
        got: "\(value.dtype)")
    }
    let widths = try Evaluator.iterated(parameters.required("padding_config")).map {
      try $0.ints("padding_config")
    }
    guard widths.count == x.rank,
      widths.allSatisfy({ width in
        width.count == 3 && width[2] >= 0
          && width.allSatisfy { $0.magnitude <= Int32.max.magnitude / 4 }
      })
    else {
      throw Diagnostic("padding_config takes (low, high, interior) for each axis")
    }
    return try widths.enumerated().reduce(x) { padded, entry in
      let (axis, width) = entry
      var result = padded
      let size = padded.shape[axis]
      if width[2] > 0, size > 0 {
        // A new axis of the elements' neighbours, joined with the old one.
        var high = [Int](repeating: 0, count: padded.rank + 1)
        high[axis + 1] = width[2]
        let spread = try padded.expandingAxis(axis + 1)
          .padded(low: high.map { _ in 0 }, high: high, value: value)
        result = try spread.reshaped(
          to: padded.shape.replacing(axis: axis, with: [size * (width[2] + 1)]).sizes
        ).sliced(axis: axis, 0..<size * (width[2] + 1) - width[2])
      }
      let count = result.shape[axis]
      let start = min(max(-width[0], 0), count)
      let end = max(start, count + min(width[1], 0))
      result = try result.sliced(axis: axis, start..<end)
      var (low, high) = ([Int](repeating: 0, count: x.rank), [Int](repeating: 0, count: x.rank))
      (low[axis], high[axis]) = (max(width[0], 0), max(width[1], 0))
      return try result.padded(low: low, high: high, value: value)
    }
  }

  private mutating func addLaxSlicing() {
    add("slice", "operand start_indices limit_indices strides") { parameters in
      let x = try parameters.tensor("operand")
      let starts = try parameters.required("start_indices").ints("start_indices")
      let limits = try parameters.required("limit_indices").ints("limit_indices")
      let strides = try parameters.optionalInts("strides") ?? starts.map { _ in 1 }
      guard starts.count == x.rank, limits.count == x.rank, strides.count == x.rank else {
        throw Diagnostic("slice takes bounds for each of \(x.rank) axes")
      }
      return .tensor(
        try (0..<x.rank).reduce(x) {
          try $0.laxSliced(axis: $1, starts[$1], limits[$1], stride: strides[$1])
        })
    }
    add("slice_in_dim", "operand start_index limit_index stride axis") { parameters in
      let x = try parameters.tensor("operand")
      let axis = try x.shape.axis(parameters.optionalInt("axis") ?? 0)
      func bound(_ name: String, _ fallback: Int) throws -> Int {
        let index = try parameters.optionalInt(name) ?? fallback
        return index < 0 ? index + x.shape[axis] : index
      }
      return .tensor(
        try x.laxSliced(
          axis: axis, bound("start_index", 0), bound("limit_index", x.shape[axis]),
          stride: parameters.optionalInt("stride") ?? 1))
    }
    add("index_in_dim", "operand index axis keepdims") { parameters in
      let x = try parameters.tensor("operand")
      let axis = try x.shape.axis(parameters.optionalInt("axis") ?? 0)
      let part = try x.indexed(axis: axis, parameters.int("index"))
      let keeps = try parameters.optionalBool("keepdims") ?? true
      return .tensor(keeps ? try part.expandingAxis(axis) : part)
    }
    add("dynamic_slice", "operand start_indices slice_sizes") {
      .tensor(
        try $0.tensor("operand").dynamicSlice(
          starts: $0.tensors("start_indices"), sizes: $0.required("slice_sizes").ints("slice_sizes")
        ))
    }
    add("dynamic_slice_in_dim", "operand start_index slice_size axis") { parameters in
      let x = try parameters.tensor("operand")
      return .tensor(
        try x.dynamicSlice(
          axis: parameters.optionalInt("axis") ?? 0, parameters.tensor("start_index"),
          size: parameters.int("slice_size")))
    }
    add("dynamic_index_in_dim", "operand index axis keepdims") { parameters in
      let axis = try parameters.optionalInt("axis") ?? 0
      let part = try parameters.tensor("operand").dynamicSlice(
        axis: axis, parameters.tensor("index"), size: 1)
      let keeps = try parameters.optionalBool("keepdims") ?? true
      return .tensor(keeps ? part : try part.squeezed([axis]))
    }
    add("dynamic_update_slice", "operand update start_indices") {
      .tensor(
        try $0.tensor("operand").dynamicUpdateSlice(
          $0.tensor("update"), starts: $0.tensors("start_indices")))
    }
    for (name, index) in [
      ("dynamic_update_slice_in_dim", "start_index"), ("dynamic_update_index_in_dim", "index"),
    ] {
      add(name, "operand update \(index) axis") { parameters in
        let x = try parameters.tensor("operand")
        let axis = try x.shape.axis(parameters.optionalInt("axis") ?? 0)
        var update = try parameters.tensor("update")
        if update.rank < x.rank { update = try update.expandingAxis(axis) }
        var starts = [Tensor](repeating: Tensor(0), count: x.rank)
        starts[axis] = try parameters.tensor(index)
        return .tensor(try x.dynamicUpdateSlice(update, starts: starts))
      }
    }
  }

  private mutating func addLaxReductions() {
    for (name, reduction) in [
      ("reduce_sum", Reduction.sum), ("reduce_prod", .prod), ("reduce_max", .max),
      ("reduce_min", .min), ("reduce_and", .and), ("reduce_or", .or),
    ] {
      add(name, "operand axes") {
        .tensor(
          try $0.tensor("operand").reduced(reduction, axes: $0.required("axes").ints("axes")))
      }
    }
    for (name, isMaximum) in [("argmax", true), ("argmin", false)] {
      add(name, "operand axis index_dtype") { parameters in
        .tensor(
          try parameters.tensor("operand").argReduced(
            isMaximum: isMaximum, axis: parameters.int("axis")
          ).converted(to: parameters.required("index_dtype").dtype()))
      }
    }
    for (name, reduction) in [
      ("cumsum", Reduction.sum), ("cumprod", .prod), ("cummax", .max), ("cummin", .min),
    ] {
      add(name, "operand axis reverse") { parameters in
        .tensor(
          try parameters.backwards { x, axis in
            try x.cumulative(reduction, axis: axis)
          })
      }
    }
    add("cumlogsumexp", "operand axis reverse") { parameters in
      .tensor(
        try parameters.backwards { x, axis in
          var sums: [Tensor] = []
          for index in 0..<x.shape[axis] {
            let term = try x.indexed(axis: axis, index)
            sums.append(try sums.last.map { try $0.logAddExp(term) } ?? term)
          }
          return sums.isEmpty ? x : try .stack(sums, axis: axis)
        })
    }
    add("sort", "operand dimension is_stable num_keys") { parameters in
      let axis = try parameters.optionalInt("dimension") ?? -1
      let operand = try parameters.required("operand")
      guard operand.elements != nil else {
        return .tensor(try parameters.tensor("operand").sorted(axis: axis))
      }
      let operands = try parameters.tensors("operand")
      let keys = try parameters.optionalInt("num_keys") ?? 1
      guard (1...max(operands.count, 1)).contains(keys) else {
        throw Diagnostic("num_keys of sort makes no sense", got: "\(keys)")
      }
      return .tuple(
        try Tensor.sort(operands, axis: axis, keyCount: keys).map { .tensor($0) })
    }
    add("top_k", "operand k axis") { parameters in
      let (values, places) = try parameters.tensor("operand").largest(
        parameters.count("k"), axis: parameters.optionalInt("axis") ?? -1)
      return .list([.tensor(values), .tensor(places)])
    }
    // Exact, as JAX's are on a CPU.
    for (name, isMaximum) in [("approx_max_k", true), ("approx_min_k", false)] {
      add(
        name,
        "operand k reduction_dimension recall_target reduction_input_size_override"
          + " aggregate_to_topk"
      ) { parameters in
        let x = try parameters.tensor("operand")
        let axis = try parameters.optionalInt("reduction_dimension") ?? -1
        let (_, places) = try (isMaximum ? x : -x).largest(parameters.count("k"), axis: axis)
        return .list([
          .tensor(try x.takenAlong(axis: axis, places, mode: .clip)), .tensor(places),
        ])
      }
    }
  }
}

extension CallParameters {
  /// Two operands of one dtype, and of as many axes unless one is a scalar: `lax` promotes nothing.
  fileprivate func alike(_ first: String, _ second: String) throws -> (Tensor, Tensor) {
    let (x, y) = (try tensor(first), try tensor(second))
    guard x.dtype == y.dtype, x.rank == y.rank || x.rank == 0 || y.rank == 0 else {
      throw Diagnostic(
        "lax.\(callee) needs arrays of one dtype and as many axes", expected: "\(x.type)",
        got: "\(y.type)", hint: "the function of that name in jnp promotes them")
    }
    return (x, y)
  }

  /// Refuses cases to select from that differ in type, and a choice of another shape.
  fileprivate func checkCases(_ cases: [Tensor], which: Tensor) throws {
    guard let first = cases.first else { return }
    for other in cases.dropFirst() where !first.type.matches(other.type) {
      throw Diagnostic(
        "lax.\(callee) needs cases of one type", expected: "\(first.type)", got: "\(other.type)",
        hint: "jnp.where promotes and broadcasts them")
    }
    guard which.rank == 0 || which.shape == first.shape else {
      throw Diagnostic(
        "lax.\(callee) chooses with a scalar, or with an array of the cases' shape",
        expected: "\(first.shape)", got: "\(which.shape)", hint: "jnp.where broadcasts them")
    }
  }

  /// `body` of the operand along its axis, read backwards if so it is asked for.
  fileprivate func backwards(_ body: (Tensor, Int) throws -> Tensor) throws -> Tensor {
    let x = try tensor("operand")
    let axis = try x.shape.axis(optionalInt("axis") ?? 0)
    guard try optionalBool("reverse") ?? false else { return try body(x, axis) }
    return try body(x.reversed(axes: [axis]), axis).reversed(axes: [axis])
  }
}

extension Tensor {
  /// A part of `size` along one axis, from a scalar index on.
  func dynamicSlice(axis: Int, _ start: Tensor, size: Int) throws -> Tensor {
    let axis = try shape.axis(axis)
    var starts = [Tensor](repeating: Tensor(0), count: rank)
    var sizes = shape.sizes
    (starts[axis], sizes[axis]) = (start, size)
    return try dynamicSlice(starts: starts, sizes: sizes)
  }

  fileprivate func laxSliced(
    axis: Int, _ start: Int, _ limit: Int, stride: Int
  ) throws -> Tensor {
    guard 0 <= start, start <= limit, limit <= shape[axis], stride > 0 else {
      throw Diagnostic(
        "a slice must be inside its axis", got: "\(start) to \(limit) of \(shape[axis])")
    }
    return try sliced(axis: axis, start..<limit, stride: stride)
  }
}
