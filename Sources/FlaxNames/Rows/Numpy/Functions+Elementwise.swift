import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  mutating func addConstants() {
    for dtype in DType.allCases where dtype != .bool {
      add(dtype.rawValue, value: .leaf(.dtype(dtype)))
    }
    for name in ["bool", "bool_"] { add(name, value: .leaf(.dtype(.bool))) }
    add("uint", value: .leaf(.dtype(.uint32)))
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
    let inexact: [(String, UnaryOperation, String)] = [
      ("exp", .exp, "Exponential."),
      ("exp2", .exp2, "2 to the power of x."),
      ("expm1", .expm1, "exp(x) - 1, exact for small x."),
      ("log", .log, "Natural logarithm."),
      ("log1p", .log1p, "log(1 + x), exact for small x."),
      ("sqrt", .sqrt, "Square root."),
      ("cbrt", .cbrt, "Cube root."),
      ("sin", .sin, "Sine."),
      ("cos", .cos, "Cosine."),
      ("tan", .tan, "Tangent."),
      ("arcsin", .asin, "Inverse sine."),
      ("arccos", .acos, "Inverse cosine."),
      ("arctan", .atan, "Inverse tangent."),
      ("sinh", .sinh, "Hyperbolic sine."),
      ("cosh", .cosh, "Hyperbolic cosine."),
      ("tanh", .tanh, "Hyperbolic tangent."),
      ("arcsinh", .asinh, "Inverse hyperbolic sine."),
      ("arccosh", .acosh, "Inverse hyperbolic cosine."),
      ("arctanh", .atanh, "Inverse hyperbolic tangent."),
    ]
    for (name, operation, summary) in inexact {
      add(elementwise: name, summary) { try $0.unaryInexact(operation) }
    }
    for (name, other) in [
      ("asin", "arcsin"), ("acos", "arccos"), ("atan", "arctan"), ("asinh", "arcsinh"),
      ("acosh", "arccosh"), ("atanh", "arctanh"),
    ] { alias(name, of: other) }
    add(elementwise: "negative", "(x, /, *, out=None, where=None)", "-x.") { try $0.unary(.neg) }
    add(elementwise: "sign", "-1, 0 or 1 by the sign of each element.") { try $0.unary(.sign) }
    add(elementwise: "invert", "Each bit, or truth value, turned over.") { try $0.unary(.not) }
    for name in ["bitwise_not", "bitwise_invert"] { alias(name, of: "invert") }
    add(elementwise: "square", "x times itself.") { x in
      try (x.dtype == .bool ? x.converted(to: .int32) : x).unary(.square)
    }
    add(elementwise: "logical_not", "Whether each element is zero.") { try $0.isTrue().unary(.not) }
    add(elementwise: "abs", "Absolute value.") {
      $0.dtype == .bool || $0.dtype.isUnsigned ? $0 : try $0.unary(.abs)
    }
    alias("absolute", of: "abs")
    add(elementwise: "fabs", "Absolute value, as a float.") { try $0.unaryInexact(.abs) }
    add(elementwise: "positive", "x itself.") { $0 }
    add(elementwise: "real", "(val, /)", "Real part.") { $0 }
    add(elementwise: "conj", "Complex conjugate.") { $0 }
    alias("conjugate", of: "conj")
    add(elementwise: "log2", "Logarithm to base 2.") { try $0.logarithm(base: 2) }
    add(elementwise: "log10", "Logarithm to base 10.") { try $0.logarithm(base: 10) }
    add(elementwise: "deg2rad", "Degrees in radians.") {
      try $0.convertedToInexact() * (Double.pi / 180)
    }
    alias("radians", of: "deg2rad")
    add(elementwise: "rad2deg", "Radians in degrees.") {
      try $0.convertedToInexact() * (180 / Double.pi)
    }
    alias("degrees", of: "rad2deg")
    add(elementwise: "sinc", "sin(πx) / πx.") { x in
      let scaled = try x.convertedToInexact() * Double.pi
      let isZero = try Tensor.compare(.eq, scaled, Tensor(0))
      let safe = try Tensor.select(isZero, Tensor(1.0), scaled)
      return try .select(isZero, Tensor(1.0), safe.unary(.sin) / safe)
    }
    add(elementwise: "reciprocal", "1 / x.") { try 1.0 / $0.convertedToInexact() }
    addRounding()
    addTests()
  }

  private mutating func addRounding() {
    add(elementwise: "floor", "The nearest integer below.") {
      $0.dtype.isInteger ? $0 : try $0.unaryInexact(.floor)
    }
    add(elementwise: "ceil", "The nearest integer above.") {
      $0.dtype.isInteger ? $0 : try $0.unaryInexact(.ceil)
    }
    add(elementwise: "rint", "The nearest integer, halves to the even one.") {
      try $0.unaryInexact(.round)
    }
    add(elementwise: "trunc", "(x)", "The integer part.") {
      $0.dtype.isInteger ? $0 : try $0.truncated()
    }
    add(
      "round", "(a, decimals=0, out=None)",
      "Rounded to a number of decimals, halves to the even digit."
    ) {
      .tensor(try $0.tensor("a").rounded(decimals: $0.optionalInt("decimals") ?? 0))
    }
    alias("around", of: "round")
    add("modf", "(x, /, out=None)", "Fraction and integer part.") { parameters in
      let x = try parameters.tensor("x").convertedToInexact()
      let whole = try x.truncated()
      return .tuple([.tensor(try x - whole), .tensor(whole)])
    }
  }

  private mutating func addTests() {
    add(elementwise: "isnan", "Whether each element is NaN.") { try .compare(.ne, $0, $0) }
    add(elementwise: "isfinite", "Whether each element is neither infinite nor NaN.") { x in
      x.dtype.isFloating ? try x.unary(.isFinite) : try .full(x.shape, Tensor(true))
    }
    add(elementwise: "isinf", "Whether each element is infinite.") {
      try .compare(.eq, $0.unaryInexact(.abs), Tensor(Double.infinity))
    }
    add(
      elementwise: "isposinf", "(x, /, out=None)", "Whether each element is positive infinity."
    ) { try .compare(.eq, $0, Tensor(Double.infinity)) }
    add(
      elementwise: "isneginf", "(x, /, out=None)", "Whether each element is negative infinity."
    ) { try .compare(.eq, $0, Tensor(-Double.infinity)) }
    add(
      "nan_to_num", "(x, copy=True, nan=0.0, posinf=None, neginf=None)",
      "NaN and infinities replaced by numbers."
    ) { parameters in
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
    add(
      elementwise: "add",
      Self.universal,
      "Sum of two arrays."
    ) { try $0 + $1 }
    add(
      elementwise: "subtract",
      Self.universal,
      "Difference of two arrays."
    ) { try $0 - $1 }
    add(
      elementwise: "multiply",
      Self.universal,
      "Product of two arrays, element by element."
    ) { try $0 * $1 }
    add(elementwise: "divide", "(x1, x2, /)", "Quotient of two arrays.") { try $0 / $1 }
    alias("true_divide", of: "divide")
    add(elementwise: "floor_divide", "(x1, x2, /)", "Quotient rounded down.") {
      try .floorDivide($0, $1)
    }
    add(
      elementwise: "mod", "(x1, x2, /)", "What is left of a division, with the divisor's sign."
    ) { try .remainder($0, $1) }
    alias("remainder", of: "mod")
    add(
      elementwise: "fmod", "(x1, x2, /)", "What is left of a division, with the dividend's sign."
    ) { try .truncatedRemainder($0, $1) }
    add("divmod", "(x1, x2, /)", "Quotient rounded down, and what is left.") {
      let (a, b) = (try $0.tensor("x1"), try $0.tensor("x2"))
      return .tuple([.tensor(try .floorDivide(a, b)), .tensor(try .remainder(a, b))])
    }
    add("power", "(x1, x2, /)", "x to the power of y.") {
      try Evaluator.binary(.power, .tensor($0.tensor("x1")), $0.required("x2"))
    }
    alias("pow", of: "power")
    add(
      elementwise: "float_power", "(x, y, /)", "x to the power of y, as floats."
    ) { try .binary(.pow, $0, $1, inexact: true) }
    add(
      elementwise: "maximum",
      Self.universal,
      "The larger of two elements."
    ) { try .binary(.max, $0, $1) }
    add(
      elementwise: "minimum",
      Self.universal,
      "The smaller of two elements."
    ) { try .binary(.min, $0, $1) }
    for (name, operation, size) in [
      ("fmax", BinaryOperation.max, "larger"), ("fmin", .min, "smaller"),
    ] {
      add(
        elementwise: name, "(x1, x2)", "The \(size) of two elements; NaN only where both are."
      ) { a, b in
        let isMissing = try Tensor.binary(.or, .compare(.ne, a, a), .compare(.ne, b, b))
        let other = try Tensor.select(.compare(.ne, a, a), b, a)
        return try .select(isMissing, other, .binary(operation, a, b))
      }
    }
    add(elementwise: "arctan2", "(x1, x2, /)", "Angle of the point (x2, x1).") {
      try .binary(.atan2, $0, $1, inexact: true)
    }
    alias("atan2", of: "arctan2")
    add(
      elementwise: "nextafter", "(x, y, /)", "The float next to x in the direction of y."
    ) { try .binary(.nextAfter, $0, $1, inexact: true) }
    add(
      elementwise: "logaddexp",
      Self.universal,
      "log(exp(x) + exp(y)) without overflow."
    ) { try $0.logAddExp($1) }
    add(
      elementwise: "logaddexp2",
      Self.universal,
      "log2(2**x + 2**y) without overflow."
    ) { a, b in
      let scale = 0.6931471805599453
      return try (a.convertedToInexact() * scale).logAddExp(b.convertedToInexact() * scale) / scale
    }
    add(elementwise: "hypot", "(x1, x2, /)", "sqrt(x² + y²).") { try $0.hypotenuse($1) }
    add(
      elementwise: "heaviside", "(x1, x2, /)", "0 below zero, 1 above, another value at zero."
    ) { try $0.heaviside(at0: $1) }
    add(
      elementwise: "copysign", "(x1, x2, /)", "The size of one number with the sign of another."
    ) { a, b in
      let size = try a.unaryInexact(.abs)
      let isBelow = try Tensor.compare(.lt, b, Tensor(0))
      let isNegativeZero = try Tensor.binary(
        .and, .compare(.eq, b, Tensor(0)), .compare(.lt, 1.0 / b, Tensor(0)))
      return try .select(.binary(.or, isBelow, isNegativeZero), -size, size)
    }
    addComparisons()
    addBitwise()
  }

  /// The parameters of a universal function of two arrays.
  private static let universal = "(x1, x2, /, *, out=None, where=None)"

  private mutating func addComparisons() {
    let comparisons: [(String, Comparison, String)] = [
      ("equal", .eq, "x == y, element by element."),
      ("not_equal", .ne, "x != y, element by element."),
      ("less", .lt, "x < y, element by element."),
      ("less_equal", .le, "x <= y, element by element."),
      ("greater", .gt, "x > y, element by element."),
      ("greater_equal", .ge, "x >= y, element by element."),
    ]
    for (name, comparison, summary) in comparisons {
      add(elementwise: name, "(x, y, /)", summary) { try .compare(comparison, $0, $1) }
    }
    let logical: [(String, BinaryOperation, String)] = [
      ("logical_and", .and, "Whether both elements are true."),
      ("logical_or", .or, "Whether one of two elements is true."),
      ("logical_xor", .xor, "Whether exactly one of two elements is true."),
    ]
    for (name, operation, summary) in logical {
      add(elementwise: name, Self.universal, summary) {
        try .binary(operation, $0.isTrue(), $1.isTrue())
      }
    }
    add(
      "isclose", "(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)",
      "Whether elements differ by less than a tolerance."
    ) { .tensor(try Self.isClose($0)) }
    add(
      "allclose", "(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)",
      "Whether all elements differ by less than a tolerance."
    ) { .tensor(try Self.isClose($0).reduced(.and)) }
    add(
      "array_equal", "(a1, a2, equal_nan=False)",
      "Whether two arrays have the same shape and elements."
    ) { parameters in
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
    let bitwise: [(String, BinaryOperation, String)] = [
      ("bitwise_and", .and, "Bits that are set in both."),
      ("bitwise_or", .or, "Bits that are set in either."),
      ("bitwise_xor", .xor, "Bits that are set in one of the two."),
    ]
    for (name, operation, summary) in bitwise {
      add(elementwise: name, Self.universal, summary) { try .binary(operation, $0, $1) }
    }
    add(elementwise: "left_shift", "(x, y, /)", "Bits moved to the left.") {
      try .binary(.shiftLeft, $0, $1)
    }
    alias("bitwise_left_shift", of: "left_shift")
    add(elementwise: "right_shift", "(x1, x2, /)", "Bits moved to the right, the sign kept.") {
      try Evaluator.binary(.shiftRight, .leaf(.tensor($0)), .leaf(.tensor($1))).tensor()
    }
    alias("bitwise_right_shift", of: "right_shift")
  }

  /// Functions of `jax.numpy` that choose between arrays.
  mutating func addChoices() {
    add(
      "where", "(condition, x=None, y=None, /, *, size=None, fill_value=None)",
      "x where a condition holds, y elsewhere; of a condition alone, where it holds."
    ) { parameters in
      guard parameters["x"] != nil || parameters["y"] != nil else {
        return .tuple(try parameters.places(of: "condition").map { .tensor($0) })
      }
      return .tensor(
        try .select(
          parameters.tensor("condition"), parameters.tensor("x"), parameters.tensor("y")))
    }
    add(
      "clip", "(arr=None, /, min=None, max=None)", "Elements held between two bounds."
    ) { parameters in
      var x = try parameters.tensor("arr")
      if let low = try parameters["min"]?.tensor() { x = try .binary(.max, x, low) }
      if let high = try parameters["max"]?.tensor() { x = try .binary(.min, x, high) }
      return .tensor(x)
    }
    add(
      "select", "(condlist, choicelist, default=0)",
      "For each place, the choice of the first condition that holds."
    ) { parameters in
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
    add(
      "piecewise", "(x, condlist, funclist, *args, **kw)",
      "For each place, the function of the condition that holds."
    ) { parameters in
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
    add(
      "interp", "(x, xp, fp, left=None, right=None, period=None)",
      "Straight lines between given points."
    ) { .tensor(try Self.interpolated($0)) }
    add(
      "polyval", "(p, x, *, unroll=16)", "Value of a polynomial, its highest coefficient first."
    ) { parameters in
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
