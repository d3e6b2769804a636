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
    table.add(
      "with_sharding_constraint", "(x, shardings)",
      "x itself: placement over devices changes no value.", ignoring: ["shardings"]
    ) { try $0.required("x") }
    table.add(elementwise: "real", "(x)", "Real part.") { $0 }
    table.add(elementwise: "conj", "(x)", "Complex conjugate.") { $0 }
    table.addComplex()
    table.replaceSignature("imag", "(x)")
    for name in ["angle", "iscomplexobj", "isrealobj"] { table.remove(name) }
    return table
  }

  /// Functions with an `accuracy`, which is ignored: they are always accurate.
  private static let takingAccuracy: Set = [
    "exp", "exp2", "expm1", "log", "log1p", "sqrt", "rsqrt", "cbrt", "sin", "cos", "tan", "tanh",
    "logistic",
  ]

  private mutating func addLaxElementwise() {
    let unary: [(String, UnaryOperation, String)] = [
      ("neg", .neg, "-x."),
      ("sign", .sign, "-1, 0 or 1 by the sign of each element."),
      ("floor", .floor, "The nearest integer below."),
      ("ceil", .ceil, "The nearest integer above."),
      ("bitwise_not", .not, "Each bit, or truth value, turned over."),
      ("exp", .exp, "Exponential."),
      ("exp2", .exp2, "2 to the power of x."),
      ("expm1", .expm1, "exp(x) - 1, exact for small x."),
      ("log", .log, "Natural logarithm."),
      ("log1p", .log1p, "log(1 + x), exact for small x."),
      ("sqrt", .sqrt, "Square root."),
      ("rsqrt", .rsqrt, "1 / sqrt(x)."),
      ("cbrt", .cbrt, "Cube root."),
      ("square", .square, "x times itself."),
      ("sin", .sin, "Sine."),
      ("cos", .cos, "Cosine."),
      ("tan", .tan, "Tangent."),
      ("asin", .asin, "Inverse sine."),
      ("acos", .acos, "Inverse cosine."),
      ("atan", .atan, "Inverse tangent."),
      ("sinh", .sinh, "Hyperbolic sine."),
      ("cosh", .cosh, "Hyperbolic cosine."),
      ("tanh", .tanh, "Hyperbolic tangent."),
      ("asinh", .asinh, "Inverse hyperbolic sine."),
      ("acosh", .acosh, "Inverse hyperbolic cosine."),
      ("atanh", .atanh, "Inverse hyperbolic tangent."),
      ("logistic", .logistic, "1 / (1 + exp(-x))."),
      ("erf", .erf, "Error function."),
      ("erfc", .erfc, "1 - erf(x)."),
      ("erf_inv", .erfInv, "Inverse of the error function."),
      ("is_finite", .isFinite, "Whether each element is neither infinite nor NaN."),
      ("abs", .abs, "Absolute value."),
    ]
    for (name, operation, summary) in unary {
      let signature = Self.takingAccuracy.contains(name) ? "(x, *, accuracy=None)" : "(x)"
      add(elementwise: name, signature, summary) { try $0.unary(operation) }
    }
    let binary: [(String, BinaryOperation, String)] = [
      ("add", .add, "Sum of two arrays."),
      ("sub", .sub, "Difference of two arrays."),
      ("mul", .mul, "Product of two arrays, element by element."),
      ("div", .div, "Quotient of two arrays; of integers, rounded toward zero."),
      ("rem", .rem, "What is left of a division, with the dividend's sign."),
      ("max", .max, "The larger of two elements."),
      ("min", .min, "The smaller of two elements."),
      ("atan2", .atan2, "Angle of the point (y, x)."),
      ("nextafter", .nextAfter, "The float next to one in the direction of another."),
      ("bitwise_and", .and, "Bits that are set in both."),
      ("bitwise_or", .or, "Bits that are set in either."),
      ("bitwise_xor", .xor, "Bits that are set in one of the two."),
      ("shift_left", .shiftLeft, "Bits moved to the left."),
      ("shift_right_logical", .shiftRightLogical, "Bits moved to the right, zeros coming in."),
      ("shift_right_arithmetic", .shiftRightArithmetic, "Bits moved to the right, the sign kept."),
    ]
    for (name, operation, summary) in binary {
      let signature =
        switch name {
        case "mul": "(x, y, *, out_dtype=None)"
        case "nextafter": "(x1, x2)"
        default: "(x, y)"
        }
      let names = name == "nextafter" ? ("x1", "x2") : ("x", "y")
      add(name, signature, summary) { parameters in
        let (x, y) = try parameters.alike(names.0, names.1)
        return .tensor(try .binary(operation, x, y))
      }
    }
    let comparisons: [(Comparison, String)] = [
      (.eq, "=="), (.ne, "!="), (.lt, "<"), (.le, "<="), (.gt, ">"), (.ge, ">="),
    ]
    for (comparison, symbol) in comparisons {
      add(comparison.rawValue, "(x, y)", "x \(symbol) y, element by element.") { parameters in
        let (x, y) = try parameters.alike("x", "y")
        return .tensor(try .compare(comparison, x, y))
      }
    }
    add(elementwise: "lgamma", "(x)", "Logarithm of the gamma function.") { try $0.logGamma() }
    add(
      elementwise: "digamma", "(x)", "Derivative of the logarithm of the gamma function."
    ) { try $0.digamma() }
    add("pow", "(x, y)", "x to the power of y.") { parameters in
      let x = try parameters.tensor("x")
      guard x.dtype.isFloating else {
        throw Diagnostic("lax.pow takes powers of floats", got: "\(x)", hint: "use x ** y")
      }
      return try Evaluator.binary(.power, .tensor(x), parameters.required("y"))
    }
    add("integer_pow", "(x, y)", "x to an integer's power.") {
      .tensor(try $0.tensor("x").power($0.int("y")))
    }
    add(elementwise: "reciprocal", "(x)", "1 / x.") { try Tensor(1).converted(to: $0.dtype) / $0 }
    add(
      "round", "(x, rounding_method=RoundingMethod.AWAY_FROM_ZERO)",
      "The nearest integer, halves away from zero or to the even one."
    ) { parameters in
      let x = try parameters.tensor("x")
      switch try parameters.optionalInt("rounding_method") ?? 0 {
      case 0:
        let whole = try x.truncated()
        let isFar = try Tensor.compare(.ge, (x - whole).unary(.abs), Tensor(0.5))
        return .tensor(try .select(isFar, whole + x.unary(.sign), whole))
      case 1: return .tensor(try x.unary(.round))
      case let other: throw Diagnostic("lax.round has no rounding method \(other)")
      }
    }
    add(
      "RoundingMethod", "How lax.round rounds halves: AWAY_FROM_ZERO or TO_NEAREST_EVEN.",
      value: .record(
        "RoundingMethod", [("AWAY_FROM_ZERO", .int(0)), ("TO_NEAREST_EVEN", .int(1))]))
    add("select", "(pred, on_true, on_false)", "One array or another, as a mask says.") {
      parameters in
      let (test, cases) = (
        try parameters.tensor("pred"),
        [try parameters.tensor("on_true"), try parameters.tensor("on_false")]
      )
      try parameters.checkCases(cases, which: test)
      return .tensor(try .select(test, cases[0], cases[1]))
    }
    add("select_n", "(which, *cases)", "One of several arrays, as indices say.") { parameters in
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
    add("clamp", "(min, x, max)", "x held between min and max.") { parameters in
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
    add("stop_gradient", "(x)", "x itself: there are no gradients here.") { try $0.required("x") }
    add("optimization_barrier", "(operand, /)", "The operand itself.") {
      try $0.required("operand")
    }
    add("convert_element_type", "(operand, new_dtype)", "An array converted to another dtype.") {
      .tensor(try $0.tensor("operand").converted(to: $0.required("new_dtype").dtype()))
    }
    add(
      "bitcast_convert_type", "(operand, new_dtype)",
      "The bits of an array read as another dtype."
    ) {
      .tensor(try $0.tensor("operand").bitcast(to: $0.required("new_dtype").dtype()))
    }
  }

  private mutating func addLaxShaping() {
    add(
      "full", "(shape, fill_value, dtype=None, *, sharding=None)", "An array of one value."
    ) { parameters in
      let value = try parameters.tensor("fill_value")
      let dtype = try parameters.optionalDType()
      return .tensor(
        try value.converted(to: dtype ?? value.dtype, isWeak: dtype == nil && value.type.isWeak)
          .broadcast(to: parameters.shape("shape")))
    }
    add(
      "full_like", "(x, fill_value, dtype=None, shape=None, sharding=None)",
      "One value in the shape and dtype of another array."
    ) { parameters in
      let x = try parameters.tensor("x")
      let dtype = try parameters.optionalDType() ?? x.dtype
      return .tensor(
        try parameters.tensor("fill_value").converted(to: dtype)
          .broadcast(to: parameters["shape"]?.shape() ?? x.shape))
    }
    add("iota", "(dtype, size)", "0, 1, and so on.") {
      .tensor(try .iota($0.count("size"), $0.required("dtype").dtype()))
    }
    add(
      "broadcasted_iota", "(dtype, shape, dimension, *, out_sharding=None)",
      "0, 1, and so on along one axis of a shape."
    ) { parameters in
      let shape = try parameters.shape("shape")
      return .tensor(
        try Tensor.counting(
          along: shape.axis(parameters.int("dimension")), of: shape,
          parameters.required("dtype").dtype()))
    }
    add("broadcast", "(operand, sizes, *, out_sharding=None)", "New leading axes.") { parameters in
      let x = try parameters.tensor("operand")
      return .tensor(
        try x.broadcast(to: Shape(parameters.shape("sizes").sizes + x.shape.sizes)))
    }
    add(
      "broadcast_in_dim", "(operand, shape, broadcast_dimensions, *, out_sharding=None)",
      "The axes of an array put among those of a larger shape."
    ) { parameters in
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
    add("expand_dims", "(array, dimensions)", "New axes of size 1.") { parameters in
      let x = try parameters.tensor("array")
      let axes = try parameters.required("dimensions").ints("dimensions")
      let full = Shape(x.shape.sizes + axes.map { _ in 1 })
      return .tensor(
        try axes.map { try full.axis($0) }.sorted().reduce(x) { try $0.expandingAxis($1) })
    }
    add("squeeze", "(array, dimensions)", "Axes of size 1 taken away.") {
      .tensor(try $0.tensor("array").squeezed($0.optionalInts("dimensions")))
    }
    add("transpose", "(operand, permutation)", "Axes in another order.") {
      .tensor(try $0.tensor("operand").transposed($0.optionalInts("permutation")))
    }
    add(
      "reshape", "(operand, new_sizes, dimensions=None, *, out_sharding=None)",
      "The elements in another shape."
    ) {
      .tensor(try $0.tensor("operand").reshaped(to: $0.required("new_sizes").ints("new_sizes")))
    }
    add(
      "collapse", "(operand, start_dimension, stop_dimension=None)", "Neighbouring axes made one."
    ) { parameters in
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
    add("concatenate", "(operands, dimension)", "Arrays one after another along an axis.") {
      let parts = try $0.tensors("operands")
      if let other = parts.first(where: { $0.dtype != parts[0].dtype }) {
        throw Diagnostic(
          "lax.concatenate needs arrays of one dtype", expected: "\(parts[0].dtype)",
          got: "\(other.dtype)", hint: "jnp.concatenate promotes them")
      }
      return .tensor(try .concatenate(parts, axis: $0.int("dimension")))
    }
    add("rev", "(operand, dimensions)", "Axes reversed.") {
      .tensor(try $0.tensor("operand").reversed(axes: $0.required("dimensions").ints("dimensions")))
    }
    add(
      "pad", "(operand, padding_value, padding_config)",
      "Elements added before, after and between, or cut off."
    ) { .tensor(try Self.laxPadded($0)) }
  }

  /// The value padded before, after and between the elements of each axis; negative cuts off.
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
    add(
      "slice", "(operand, start_indices, limit_indices, strides=None)",
      "The part between indices on each axis."
    ) { parameters in
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
    add(
      "slice_in_dim", "(operand, start_index, limit_index, stride=1, axis=0)",
      "The part of one axis between indices."
    ) { parameters in
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
    add(
      "index_in_dim", "(operand, index, axis=0, keepdims=True)", "One place of an axis."
    ) { parameters in
      let x = try parameters.tensor("operand")
      let axis = try x.shape.axis(parameters.optionalInt("axis") ?? 0)
      let part = try x.indexed(axis: axis, parameters.int("index"))
      let keeps = try parameters.optionalBool("keepdims") ?? true
      return .tensor(keeps ? try part.expandingAxis(axis) : part)
    }
    add(
      "dynamic_slice", "(operand, start_indices, slice_sizes, *, allow_negative_indices=True)",
      "A part of a known size from computed indices on."
    ) {
      .tensor(
        try $0.tensor("operand").dynamicSlice(
          starts: $0.tensors("start_indices"), sizes: $0.required("slice_sizes").ints("slice_sizes")
        ))
    }
    add(
      "dynamic_slice_in_dim",
      "(operand, start_index, slice_size, axis=0, *, allow_negative_indices=True)",
      "A part of one axis from a computed index on."
    ) { parameters in
      let x = try parameters.tensor("operand")
      return .tensor(
        try x.dynamicSlice(
          axis: parameters.optionalInt("axis") ?? 0, parameters.tensor("start_index"),
          size: parameters.int("slice_size")))
    }
    add(
      "dynamic_index_in_dim",
      "(operand, index, axis=0, keepdims=True, *, allow_negative_indices=True)",
      "One place of an axis at a computed index."
    ) { parameters in
      let axis = try parameters.optionalInt("axis") ?? 0
      let part = try parameters.tensor("operand").dynamicSlice(
        axis: axis, parameters.tensor("index"), size: 1)
      let keeps = try parameters.optionalBool("keepdims") ?? true
      return .tensor(keeps ? part : try part.squeezed([axis]))
    }
    add(
      "dynamic_update_slice", "(operand, update, start_indices, *, allow_negative_indices=True)",
      "An array with a part replaced from computed indices on."
    ) {
      .tensor(
        try $0.tensor("operand").dynamicUpdateSlice(
          $0.tensor("update"), starts: $0.tensors("start_indices")))
    }
    for (name, index, noun) in [
      ("dynamic_update_slice_in_dim", "start_index", "a part"),
      ("dynamic_update_index_in_dim", "index", "one place"),
    ] {
      add(
        name, "(operand, update, \(index), axis, *, allow_negative_indices=True)",
        "An array with \(noun) of an axis replaced, at a computed index."
      ) { parameters in
        let x = try parameters.tensor("operand")
        let axis = try x.shape.axis(parameters.int("axis"))
        var update = try parameters.tensor("update")
        if update.rank < x.rank { update = try update.expandingAxis(axis) }
        var starts = [Tensor](repeating: Tensor(0), count: x.rank)
        starts[axis] = try parameters.tensor(index)
        return .tensor(try x.dynamicUpdateSlice(update, starts: starts))
      }
    }
  }
}

extension CallParameters {
  /// Two operands of the same dtype, and of the same rank unless one is a scalar: `lax` promotes
  /// nothing.
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
