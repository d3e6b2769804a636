extension PyModule {
  /// The names of `math`.
  static let mathValues: [String: PyObject] = {
    var values = functions(mathFunctions)
    values["pi"] = .float(.pi)
    values["e"] = .float(2.718281828459045)
    values["tau"] = .float(2 * .pi)
    values["inf"] = .float(.infinity)
    values["nan"] = .float(.nan)
    for name in oneNumber {
      values[name] = .function(name, "(x, /)") { call in
        guard let function = PythonMath.unary(name) else {
          throw PyError.value("math domain error")
        }
        return .float(try function(number(call[0])))
      }
    }
    return values
  }()

  private static let oneNumber = [
    "sqrt", "exp", "expm1", "exp2", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos",
    "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "degrees", "radians", "fabs", "erf",
    "erfc", "gamma", "lgamma", "cbrt",
  ]

  /// A number as a float, as `math` takes it.
  private static func number(_ object: PyObject) throws -> Double {
    if let number = object.number { return number }
    if let method = try Py.attributeIfThere("__float__", of: object),
      let number = try Py.call(method).number
    {
      return number
    }
    throw PyError.type("must be real number, not \(Py.typeOf(object).name)")
  }

  private static func numbers(_ object: PyObject) throws -> [Double] {
    try Py.items(of: object).map(number)
  }

  private static func integers(_ objects: [PyObject]) throws -> [Int] {
    try objects.map(Py.requiredInteger)
  }

  /// An integer by rounding, or by a special method.
  private static func rounding(
    _ name: String, _ round: @escaping (Double) throws -> Int
  ) -> PyBuiltin {
    PyBuiltin(name, "(x, /)") { call in
      if let integer = call[0].integer { return .int(integer) }
      if call[0].number == nil, let method = try Py.attributeIfThere("__\(name)__", of: call[0]) {
        return try Py.call(method)
      }
      return .int(try round(number(call[0])))
    }
  }

  private static func testing(_ name: String, _ test: @escaping (Double) -> Bool) -> PyBuiltin {
    PyBuiltin(name, "(x, /)") { .bool(test(try number($0[0]))) }
  }

  private static let mathFunctions: [PyBuiltin] = [
    rounding("floor", PythonMath.floor), rounding("ceil", PythonMath.ceil),
    rounding("trunc", PythonMath.trunc), testing("isfinite", \.isFinite),
    testing("isinf", \.isInfinite), testing("isnan", \.isNaN),
    PyBuiltin("log", "(x, base=None)") { call in
      let value = try number(call[0])
      guard !call[1].isNone else { return .float(try PythonMath.logarithm(value)) }
      return .float(try PythonMath.logarithm(value, base: number(call[1])))
    },
    PyBuiltin("pow", "(x, y, /)") { .float(try PythonMath.power(number($0[0]), number($0[1]))) },
    PyBuiltin("atan2", "(y, x, /)") {
      .float(PythonMath.angle(try number($0[0]), try number($0[1])))
    },
    PyBuiltin("copysign", "(x, y, /)") {
      .float(PythonMath.copysign(try number($0[0]), try number($0[1])))
    },
    PyBuiltin("fmod", "(x, y, /)") { .float(try PythonMath.fmod(number($0[0]), number($0[1]))) },
    PyBuiltin("remainder", "(x, y, /)") {
      .float(try PythonMath.remainder(number($0[0]), number($0[1])))
    },
    PyBuiltin("hypot", "(*coordinates)") { .float(PythonMath.hypot(try $0.rest(0).map(number))) },
    PyBuiltin("dist", "(p, q, /)") { .float(try PythonMath.dist(numbers($0[0]), numbers($0[1]))) },
    PyBuiltin("fsum", "(seq, /)") { .float(try PythonMath.fsum(numbers($0[0]))) },
    PyBuiltin("prod", "(iterable, /, *, start=1)") { call in
      try call.items(0).reduce(call[1]) { try Py.binary(.multiply, $0, $1) }
    },
    PyBuiltin("gcd", "(*integers)") { .int(try PythonMath.gcd(integers($0.rest(0)))) },
    PyBuiltin("lcm", "(*integers)") { .int(try PythonMath.lcm(integers($0.rest(0)))) },
    PyBuiltin("factorial", "(n, /)") { .int(try PythonMath.factorial($0.int(0))) },
    PyBuiltin("comb", "(n, k, /)") { .int(try PythonMath.comb($0.int(0), $0.int(1))) },
    PyBuiltin("perm", "(n, k=None, /)") {
      .int(try PythonMath.perm($0.int(0), $0.optionalInt(1)))
    },
    PyBuiltin("isqrt", "(n, /)") { .int(try PythonMath.isqrt($0.int(0))) },
    PyBuiltin("modf", "(x, /)") { call in
      let parts = PythonMath.modf(try number(call[0]))
      return .tuple([.float(parts.fraction), .float(parts.whole)])
    },
    PyBuiltin("frexp", "(x, /)") { call in
      let parts = PythonMath.frexp(try number(call[0]))
      return .tuple([.float(parts.significand), .int(parts.exponent)])
    },
    PyBuiltin("ldexp", "(x, i, /)") { .float(try PythonMath.ldexp(number($0[0]), $0.int(1))) },
    PyBuiltin("nextafter", "(x, y, /)") {
      .float(PythonMath.nextAfter(try number($0[0]), try number($0[1])))
    },
    PyBuiltin("ulp", "(x, /)") { .float(PythonMath.ulp(try number($0[0]))) },
    PyBuiltin("isclose", "(a, b, *, rel_tol=1e-09, abs_tol=0.0)") { call in
      .bool(
        try PythonMath.isClose(
          number(call[0]), number(call[1]), relative: number(call[2]), absolute: number(call[3])))
    },
  ]
}
