import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.numpy`.
  static var jnp: FunctionTable {
    var table = FunctionTable()
    table.addConstants()
    table.addElementwise()
    table.addCreation()
    table.addShaping()
    table.addReductions()
    table.addProducts()
    return table
  }

  /// `jax.lax`: what isn't in `jax.numpy` under the same name.
  static var lax: FunctionTable {
    var table = FunctionTable()
    table.add("rsqrt") { try $0.unaryInexact(.rsqrt) }
    table.add("logistic") { try $0.unaryInexact(.logistic) }
    table.add("erf") { try $0.unaryInexact(.erf) }
    table.add("erf_inv") { try $0.unaryInexact(.erfInv) }
    table.add("neg") { try -$0 }
    table.add("add") { try $0 + $1 }
    table.add("sub") { try $0 - $1 }
    table.add("mul") { try $0 * $1 }
    table.add("max") { try .binary(.max, $0, $1) }
    table.add("min") { try .binary(.min, $0, $1) }
    table.add("select", "pred on_true on_false") {
      .tensor(try .select($0.tensor("pred"), $0.tensor("on_true"), $0.tensor("on_false")))
    }
    table.add("stop_gradient") { $0 }
    return table
  }

  private mutating func addConstants() {
    for dtype in DType.allCases where dtype != .bool {
      add(dtype.rawValue, value: .leaf(.dtype(dtype)))
    }
    add("bool_", value: .leaf(.dtype(.bool)))
    add("float_", value: .leaf(.dtype(.float32)))
    add("pi", value: .float(Double.pi))
    add("e", value: .float(2.718281828459045))
    add("inf", value: .float(.infinity))
    add("nan", value: .float(.nan))
    add("newaxis", value: .none)
  }

  private mutating func addElementwise() {
    let unary: [(String, UnaryOperation)] = [
      ("exp", .exp), ("exp2", .exp2), ("expm1", .expm1), ("log", .log), ("log1p", .log1p),
      ("sqrt", .sqrt), ("cbrt", .cbrt), ("sin", .sin), ("cos", .cos), ("tan", .tan),
      ("arcsin", .asin), ("arccos", .acos), ("arctan", .atan), ("sinh", .sinh), ("cosh", .cosh),
      ("tanh", .tanh), ("arcsinh", .asinh), ("arccosh", .acosh), ("arctanh", .atanh),
    ]
    for (name, operation) in unary { add(name) { try $0.unaryInexact(operation) } }
    let kept: [(String, UnaryOperation)] = [
      ("abs", .abs), ("absolute", .abs), ("negative", .neg), ("sign", .sign),
      ("floor", .floor), ("ceil", .ceil), ("logical_not", .not), ("square", .square),
      ("invert", .not),
    ]
    for (name, operation) in kept {
      add(name) { x in
        let roundsOnly = operation == .floor || operation == .ceil
        return roundsOnly && x.dtype.isInteger ? x : try x.unary(operation)
      }
    }
    add("round", "x decimals") { parameters in
      let x = try parameters.tensor("x")
      if x.dtype.isInteger { return .tensor(x) }
      guard let decimals = try parameters.optionalInt("decimals"), decimals != 0 else {
        return .tensor(try x.unary(.round))
      }
      let scale = Tensor(power(10, Double(decimals)))
      return .tensor(try (x * scale).unary(.round) / scale)
    }
    add("reciprocal") { try 1.0 / $0.convertedToInexact() }
    add("isnan") { try .compare(.ne, $0, $0) }
    add("isfinite") { try $0.unaryInexact(.isFinite) }
    add("isinf") { try .compare(.eq, $0.unary(.abs), Tensor(Double.infinity)) }
    addBinary()
  }

  private mutating func addBinary() {
    add("add") { try $0 + $1 }
    add("subtract") { try $0 - $1 }
    add("multiply") { try $0 * $1 }
    add("divide") { try $0 / $1 }
    add("true_divide") { try $0 / $1 }
    add("floor_divide") { try .floorDivide($0, $1) }
    add("mod") { try .remainder($0, $1) }
    add("remainder") { try .remainder($0, $1) }
    for name in ["power", "pow"] {
      add(name, "x1 x2") {
        try Evaluator.binary(.power, .tensor($0.tensor("x1")), $0.required("x2"))
      }
    }
    add("maximum") { try .binary(.max, $0, $1) }
    add("minimum") { try .binary(.min, $0, $1) }
    add("arctan2") { try .binary(.atan2, $0, $1, inexact: true) }
    add("logaddexp") { try $0.logAddExp($1) }
    add("hypot") { try ($0 * $0 + $1 * $1).unaryInexact(.sqrt) }
    let comparisons: [(String, Comparison)] = [
      ("equal", .eq), ("not_equal", .ne), ("less", .lt), ("less_equal", .le), ("greater", .gt),
      ("greater_equal", .ge),
    ]
    for (name, comparison) in comparisons { add(name) { try .compare(comparison, $0, $1) } }
    let logical: [(String, BinaryOperation)] = [
      ("logical_and", .and), ("logical_or", .or), ("logical_xor", .xor),
    ]
    for (name, operation) in logical {
      add(name) { a, b in
        let zero = Tensor(0)
        return try .binary(operation, .compare(.ne, a, zero), .compare(.ne, b, zero))
      }
    }
    let bitwise: [(String, BinaryOperation)] = [
      ("bitwise_and", .and), ("bitwise_or", .or), ("bitwise_xor", .xor), ("left_shift", .shiftLeft),
    ]
    for (name, operation) in bitwise { add(name) { try .binary(operation, $0, $1) } }
    add("where", "condition x y") {
      .tensor(try .select($0.tensor("condition"), $0.tensor("x"), $0.tensor("y")))
    }
    add("clip", "x min max") { parameters in
      var x = try parameters.tensor("x")
      if let low = try parameters["min"]?.tensor() { x = try .binary(.max, x, low) }
      if let high = try parameters["max"]?.tensor() { x = try .binary(.min, x, high) }
      return .tensor(x)
    }
  }

  private mutating func addReductions() {
    let axes = "a axis dtype keepdims"
    for reduction in Reduction.allCases where reduction != .and && reduction != .or {
      add(reduction.rawValue, axes) { parameters in
        let x = try parameters.tensor("a")
        let result = try x.reduced(
          reduction, axes: parameters.optionalInts("axis"),
          keepAxes: parameters.optionalBool("keepdims") ?? false)
        return .tensor(
          try parameters.optionalDType().map { try result.converted(to: $0) } ?? result)
      }
    }
    alias("amax", of: "max")
    alias("amin", of: "min")
    for (name, reduction) in [("all", Reduction.and), ("any", .or)] {
      add(name, axes) {
        .tensor(
          try Tensor.compare(.ne, $0.tensor("a"), Tensor(0)).reduced(
            reduction, axes: $0.optionalInts("axis"), keepAxes: $0.optionalBool("keepdims") ?? false
          ))
      }
    }
    add("mean", axes) {
      .tensor(
        try $0.tensor("a").mean(
          axes: $0.optionalInts("axis"), keepAxes: $0.optionalBool("keepdims") ?? false))
    }
    for name in ["var", "std"] {
      add(name, "a axis dtype out ddof keepdims") { parameters in
        let x = try parameters.tensor("a")
        let axes = try parameters.optionalInts("axis")
        var variance = try x.variance(
          axes: axes, keepAxes: parameters.optionalBool("keepdims") ?? false)
        if let ddof = try parameters.optionalInt("ddof"), ddof != 0 {
          let count = try (axes ?? Array(0..<x.rank)).map { x.shape[try x.shape.axis($0)] }
            .reduce(1, *)
          variance = try variance * (Double(count) / Double(count - ddof))
        }
        return .tensor(name == "std" ? try variance.unary(.sqrt) : variance)
      }
    }
    for (name, isMaximum) in [("argmax", true), ("argmin", false)] {
      add(name, "a axis") { parameters in
        let x = try parameters.tensor("a")
        guard let axis = try parameters.optionalInt("axis") else {
          return .tensor(try x.reshaped(to: [-1]).argReduced(isMaximum: isMaximum, axis: 0))
        }
        return .tensor(try x.argReduced(isMaximum: isMaximum, axis: axis))
      }
    }
    for (name, reduction) in [("cumsum", Reduction.sum), ("cumprod", .prod)] {
      add(name, "a axis") { parameters in
        let x = try parameters.tensor("a")
        guard let axis = try parameters.optionalInt("axis") else {
          return .tensor(try x.reshaped(to: [-1]).cumulative(reduction, axis: 0))
        }
        return .tensor(try x.cumulative(reduction, axis: axis))
      }
    }
  }

  private mutating func addProducts() {
    add("dot") { try .dot($0, $1) }
    add("matmul") { try .matmul($0, $1) }
    add("inner") { a, b in
      try .dot(a, b, DotDimensions(contracting: ([a.rank - 1], [b.rank - 1])))
    }
    add("outer") { a, b in
      try a.reshaped(to: [-1, 1]) * b.reshaped(to: [1, -1])
    }
    add(variadic: "einsum") { arguments in
      guard let first = arguments.positional.first else {
        throw Diagnostic("einsum needs its subscripts")
      }
      return .tensor(
        try Tensor.einsum(
          first.string("subscripts of einsum"),
          arguments.positional.dropFirst().map { try $0.tensor("operand of einsum") }))
    }
  }
}
