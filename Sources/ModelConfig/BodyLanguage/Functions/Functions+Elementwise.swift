import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  mutating func addConstants() {
    for dtype in DType.allCases where dtype != .bool {
      add(dtype.rawValue, value: .leaf(.dtype(dtype)))
    }
    add("bool_", value: .leaf(.dtype(.bool)))
    add("float_", value: .leaf(.dtype(.float32)))
    add("int_", value: .leaf(.dtype(.int32)))
    add("pi", value: .float(Double.pi))
    add("e", value: .float(2.718281828459045))
    add("inf", value: .float(.infinity))
    add("nan", value: .float(.nan))
    add("newaxis", value: .none)
  }

  /// Functions of `jax.numpy` of one array, element by element.
  mutating func addUnary() {
    let inexact: [(String, UnaryOperation)] = [
      ("exp", .exp), ("exp2", .exp2), ("expm1", .expm1), ("log", .log), ("log1p", .log1p),
      ("sqrt", .sqrt), ("cbrt", .cbrt), ("sin", .sin), ("cos", .cos), ("tan", .tan),
      ("arcsin", .asin), ("arccos", .acos), ("arctan", .atan), ("sinh", .sinh), ("cosh", .cosh),
      ("tanh", .tanh), ("arcsinh", .asinh), ("arccosh", .acosh), ("arctanh", .atanh),
    ]
    for (name, operation) in inexact { add(name) { try $0.unaryInexact(operation) } }
    for (name, other) in [
      ("asin", "arcsin"), ("acos", "arccos"), ("atan", "arctan"), ("asinh", "arcsinh"),
      ("acosh", "arccosh"), ("atanh", "arctanh"),
    ] { alias(name, of: other) }
    let kept: [(String, UnaryOperation)] = [
      ("negative", .neg), ("sign", .sign), ("logical_not", .not),
      ("invert", .not), ("bitwise_not", .not), ("bitwise_invert", .not),
    ]
    for (name, operation) in kept { add(name) { try $0.unary(operation) } }
    add("square") { x in
      try (x.dtype == .bool ? x.converted(to: .int32) : x).unary(.square)
    }
    add("logical_not") { try $0.isTrue().unary(.not) }
    for name in ["abs", "absolute"] {
      add(name) { $0.dtype == .bool || $0.dtype.isUnsigned ? $0 : try $0.unary(.abs) }
    }
    add("fabs") { try $0.unaryInexact(.abs) }
    add("positive") { $0 }
    for name in ["real", "conj", "conjugate"] { add(name) { $0 } }
    add("log2") { try $0.logarithm(base: 2) }
    add("log10") { try $0.logarithm(base: 10) }
    for name in ["deg2rad", "radians"] {
      add(name) { try $0.convertedToInexact() * (Double.pi / 180) }
    }
    for name in ["rad2deg", "degrees"] {
      add(name) { try $0.convertedToInexact() * (180 / Double.pi) }
    }
    add("sinc") { x in
      let scaled = try x.convertedToInexact() * Double.pi
      let isZero = try Tensor.compare(.eq, scaled, Tensor(0))
      let safe = try Tensor.select(isZero, Tensor(1.0), scaled)
      return try .select(isZero, Tensor(1.0), safe.unary(.sin) / safe)
    }
    add("reciprocal") { try 1.0 / $0.convertedToInexact() }
    addRounding()
    addTests()
  }

  private mutating func addRounding() {
    add("floor") { $0.dtype.isInteger ? $0 : try $0.unaryInexact(.floor) }
    add("ceil") { $0.dtype.isInteger ? $0 : try $0.unaryInexact(.ceil) }
    add("rint") { try $0.unaryInexact(.round) }
    add("trunc") { $0.dtype.isInteger ? $0 : try $0.truncated() }
    for name in ["round", "around"] {
      add(name, "a decimals") { parameters in
        .tensor(
          try parameters.tensor("a").rounded(
            decimals: parameters.optionalInt("decimals") ?? 0))
      }
    }
    add("modf", "x") { parameters in
      let x = try parameters.tensor("x").convertedToInexact()
      let whole = try x.truncated()
      return .tuple([.tensor(try x - whole), .tensor(whole)])
    }
  }

  private mutating func addTests() {
    add("isnan") { try .compare(.ne, $0, $0) }
    add("isfinite") { x in
      x.dtype.isFloating ? try x.unary(.isFinite) : try .full(x.shape, Tensor(true))
    }
    add("isinf") { try .compare(.eq, $0.unaryInexact(.abs), Tensor(Double.infinity)) }
    add("isposinf") { try .compare(.eq, $0, Tensor(Double.infinity)) }
    add("isneginf") { try .compare(.eq, $0, Tensor(-Double.infinity)) }
    add("nan_to_num", "x copy nan posinf neginf") { parameters in
      let x = try parameters.tensor("x")
      guard x.dtype.isFloating else { return .tensor(x) }
      let limit = x.dtype.floatLimit
      func replace(
        _ x: Tensor, where test: Tensor, _ name: String, _ value: Double
      ) throws -> Tensor {
        let value = try parameters[name]?.tensor() ?? Tensor(value)
        return try .select(test, value.converted(to: x.dtype), x)
      }
      var result = try replace(x, where: .compare(.ne, x, x), "nan", 0)
      result = try replace(
        result, where: .compare(.eq, x, Tensor(Double.infinity)), "posinf", limit)
      return .tensor(
        try replace(
          result, where: .compare(.eq, x, Tensor(-Double.infinity)), "neginf", -limit))
    }
  }

  /// Functions of `jax.numpy` of two arrays, element by element.
  mutating func addBinary() {
    add("add") { try $0 + $1 }
    add("subtract") { try $0 - $1 }
    add("multiply") { try $0 * $1 }
    for name in ["divide", "true_divide"] { add(name) { try $0 / $1 } }
    add("floor_divide") { try .floorDivide($0, $1) }
    for name in ["mod", "remainder"] { add(name) { try .remainder($0, $1) } }
    add("fmod") { try .truncatedRemainder($0, $1) }
    add("divmod", "x1 x2") {
      let (a, b) = (try $0.tensor("x1"), try $0.tensor("x2"))
      return .tuple([.tensor(try .floorDivide(a, b)), .tensor(try .remainder(a, b))])
    }
    for name in ["power", "pow"] {
      add(name, "x1 x2") {
        try Evaluator.binary(.power, .tensor($0.tensor("x1")), $0.required("x2"))
      }
    }
    add("float_power") { try .binary(.pow, $0, $1, inexact: true) }
    add("maximum") { try .binary(.max, $0, $1) }
    add("minimum") { try .binary(.min, $0, $1) }
    for (name, operation) in [("fmax", BinaryOperation.max), ("fmin", .min)] {
      add(name) { a, b in
        let isMissing = try Tensor.binary(.or, .compare(.ne, a, a), .compare(.ne, b, b))
        let other = try Tensor.select(.compare(.ne, a, a), b, a)
        return try .select(isMissing, other, .binary(operation, a, b))
      }
    }
    for name in ["arctan2", "atan2"] { add(name) { try .binary(.atan2, $0, $1, inexact: true) } }
    add("nextafter") { try .binary(.nextAfter, $0, $1, inexact: true) }
    add("logaddexp") { try $0.logAddExp($1) }
    add("logaddexp2") { a, b in
      let scale = 0.6931471805599453
      return try (a.convertedToInexact() * scale).logAddExp(b.convertedToInexact() * scale) / scale
    }
    add("hypot") { try $0.hypotenuse($1) }
    add("heaviside") { try $0.heaviside(at0: $1) }
    add("copysign") { a, b in
      let size = try a.unaryInexact(.abs)
      let isBelow = try Tensor.compare(.lt, b, Tensor(0))
      let isNegativeZero = try Tensor.binary(
        .and, .compare(.eq, b, Tensor(0)), .compare(.lt, 1.0 / b, Tensor(0)))
      return try .select(.binary(.or, isBelow, isNegativeZero), -size, size)
    }
    addComparisons()
    addBitwise()
  }

  private mutating func addComparisons() {
    let comparisons: [(String, Comparison)] = [
      ("equal", .eq), ("not_equal", .ne), ("less", .lt), ("less_equal", .le), ("greater", .gt),
      ("greater_equal", .ge),
    ]
    for (name, comparison) in comparisons { add(name) { try .compare(comparison, $0, $1) } }
    let logical: [(String, BinaryOperation)] = [
      ("logical_and", .and), ("logical_or", .or), ("logical_xor", .xor),
    ]
    for (name, operation) in logical {
      add(name) { try .binary(operation, $0.isTrue(), $1.isTrue()) }
    }
    add("isclose", "a b rtol atol") { .tensor(try Self.isClose($0)) }
    add("allclose", "a b rtol atol") { .tensor(try Self.isClose($0).reduced(.and)) }
    add("array_equal", "a1 a2") { parameters in
      let (a, b) = (try parameters.tensor("a1"), try parameters.tensor("a2"))
      guard a.shape == b.shape else { return .tensor(Tensor(false)) }
      let isSame = try Tensor.compare(.eq, a, b)
      guard try parameters.optionalBool("equal_nan") ?? false else {
        return .tensor(try isSame.reduced(.and))
      }
      let isMissing = try Tensor.binary(.and, .compare(.ne, a, a), .compare(.ne, b, b))
      return .tensor(try Tensor.binary(.or, isSame, isMissing).reduced(.and))
    }
  }

  private static func isClose(_ parameters: CallParameters) throws -> Tensor {
    try parameters.tensor("a").isClose(
      to: parameters.tensor("b"), relative: parameters["rtol"]?.tensor() ?? Tensor(1e-5),
      absolute: parameters["atol"]?.tensor() ?? Tensor(1e-8),
      equalNaN: parameters.optionalBool("equal_nan") ?? false)
  }

  private mutating func addBitwise() {
    let bitwise: [(String, BinaryOperation)] = [
      ("bitwise_and", .and), ("bitwise_or", .or), ("bitwise_xor", .xor),
      ("left_shift", .shiftLeft), ("bitwise_left_shift", .shiftLeft),
    ]
    for (name, operation) in bitwise { add(name) { try .binary(operation, $0, $1) } }
    for name in ["right_shift", "bitwise_right_shift"] {
      add(name) {
        try Evaluator.binary(.shiftRight, .leaf(.tensor($0)), .leaf(.tensor($1))).tensor()
      }
    }
  }

  /// Functions of `jax.numpy` that choose between arrays.
  mutating func addChoices() {
    add("where", "condition x y size fill_value") { parameters in
      guard parameters["x"] != nil || parameters["y"] != nil else {
        return .tuple(try parameters.places(of: "condition").map { .tensor($0) })
      }
      return .tensor(
        try .select(
          parameters.tensor("condition"), parameters.tensor("x"), parameters.tensor("y")))
    }
    for name in ["clip", "clip_by_value"] {
      add(name, "arr min max") { parameters in
        var x = try parameters.tensor("arr")
        if let low = try parameters["min"]?.tensor() { x = try .binary(.max, x, low) }
        if let high = try parameters["max"]?.tensor() { x = try .binary(.min, x, high) }
        return .tensor(x)
      }
    }
    add("select", "condlist choicelist default") { parameters in
      let (conditions, choices) = (
        try parameters.tensors("condlist"), try parameters.tensors("choicelist")
      )
      guard conditions.count == choices.count, !choices.isEmpty else {
        throw Diagnostic("select takes as many conditions as choices, and at least one")
      }
      let otherwise = try parameters["default"]?.tensor() ?? Tensor(0)
      let (dtype, isWeak) = Promotion.result(of: (choices + [otherwise]).map(\.type))
      return .tensor(
        try zip(conditions, choices).reversed().reduce(
          otherwise.converted(to: dtype, isWeak: isWeak)
        ) {
          try .select($1.0, $1.1.converted(to: dtype, isWeak: isWeak), $0)
        })
    }
    add("piecewise", "x condlist funclist") { parameters in
      let x = try parameters.tensor("x")
      let conditions = try parameters.tensors("condlist")
      let choices = try Evaluator.iterated(parameters.required("funclist")).map { choice in
        if case .leaf(.function(let function)) = choice {
          return try function(Arguments([.tensor(x)])).tensor()
        }
        return try choice.tensor("choice of piecewise")
      }
      guard [0, 1].contains(choices.count - conditions.count) else {
        throw Diagnostic("piecewise takes a function for each condition, and one for the rest")
      }
      let otherwise = choices.count > conditions.count ? choices[conditions.count] : Tensor(0)
      // The last condition that holds decides.
      return .tensor(
        try zip(conditions, choices).reduce(otherwise.converted(to: x.dtype)) {
          try .select($1.0, $1.1.converted(to: x.dtype), $0)
        })
    }
    add("interp", "x xp fp left right") { .tensor(try Self.interpolated($0)) }
    add("polyval", "p x unroll") { parameters in
      let (p, x) = (try parameters.tensor("p"), try parameters.tensor("x"))
      return .tensor(
        try (0..<p.shape.elementCount).reduce(
          Tensor.full(x.shape, Tensor(0).converted(to: p.dtype))
        ) {
          try $0 * x + p.indexed(axis: 0, $1)
        })
    }
  }

  /// Straight lines between the points (`xp`, `fp`), the last values beyond them.
  private static func interpolated(_ parameters: CallParameters) throws -> Tensor {
    let (x, xp) = try Tensor.promotedToInexact(
      parameters.tensor("x"), parameters.tensor("xp"))
    let fp = try parameters.tensor("fp").convertedToInexact()
    guard xp.rank == 1, xp.shape == fp.shape, xp.shape[0] > 0 else {
      throw Diagnostic("interp takes xp and fp of one length", got: "\(xp), \(fp)")
    }
    let last = xp.shape[0] - 1
    // Of one point too the place is clipped to the last one, which is the first.
    let place = try Tensor.binary(
      .min, .binary(.max, xp.searchSorted(x, isRight: true), Tensor(1)), Tensor(last))
    func at(_ points: Tensor, _ index: Tensor) throws -> Tensor {
      try points.taken(index, axis: 0, mode: .promiseInBounds)
    }
    let before = try place - Tensor(1)
    let (low, high) = (try at(xp, before), try at(xp, place))
    let (start, end) = (try at(fp, before), try at(fp, place))
    let width = try high - low
    let isNarrow = try Tensor.compare(.le, width.unary(.abs), xp.dtype.spacingOfEpsilon)
    let slope = try (x - low) / Tensor.select(isNarrow, Tensor(1), width)
    let inside = try Tensor.select(isNarrow, start, start + slope * (end - start))
    let left = try parameters["left"]?.tensor() ?? fp.indexed(axis: 0, 0)
    let right = try parameters["right"]?.tensor() ?? fp.indexed(axis: 0, last)
    return try .select(
      .compare(.gt, x, xp.indexed(axis: 0, last)), right,
      .select(.compare(.lt, x, xp.indexed(axis: 0, 0)), left, inside))
  }
}

extension Tensor {
  /// Whether each element isn't zero.
  func isTrue() throws -> Tensor {
    dtype == .bool ? self : try .compare(.ne, self, Tensor(0))
  }

  /// Rounded toward zero.
  func truncated() throws -> Tensor {
    let x = try convertedToInexact()
    return try .select(.compare(.lt, x, Tensor(0)), x.unary(.ceil), x.unary(.floor))
  }

  fileprivate func logarithm(base: Double) throws -> Tensor {
    let x = try convertedToInexact()
    return try x.unary(.log) / Tensor(base).converted(to: x.dtype, isWeak: true).unary(.log)
  }
}

extension DType {
  /// The largest finite float.
  var floatLimit: Double {
    switch self {
    case .float16: 65504
    case .bfloat16: 0x1.fep127
    default: Double(Float.greatestFiniteMagnitude)
    }
  }
}
