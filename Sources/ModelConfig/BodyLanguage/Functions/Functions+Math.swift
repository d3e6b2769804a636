import Diagnostics
import LiftedScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FunctionTable {
  /// Python's `math`: of numbers, computed at once.
  static var math: FunctionTable {
    var table = FunctionTable()
    table.add("pi", value: .float(Double.pi))
    table.add("e", value: .float(2.718281828459045))
    table.add("tau", value: .float(2 * Double.pi))
    table.add("inf", value: .float(.infinity))
    table.add("nan", value: .float(.nan))
    let functions: [(String, (Double) -> Double)] = [
      ("sqrt", { $0.squareRoot() }), ("exp", { exp($0) }), ("log2", { log2($0) }),
      ("log10", { log10($0) }), ("log1p", { log1p($0) }), ("expm1", { expm1($0) }),
      ("sin", { sin($0) }), ("cos", { cos($0) }), ("tan", { tan($0) }), ("asin", { asin($0) }),
      ("acos", { acos($0) }), ("atan", { atan($0) }), ("sinh", { sinh($0) }),
      ("cosh", { cosh($0) }), ("tanh", { tanh($0) }), ("erf", { erf($0) }),
      ("fabs", { abs($0) }), ("radians", { $0 * Double.pi / 180 }),
      ("degrees", { $0 * 180 / Double.pi }),
    ]
    for (name, function) in functions {
      table.add(name, "x") { parameters in
        let x = try parameters.required("x").double("argument of \(name)")
        let result = function(x)
        guard !result.isNaN || x.isNaN else { throw Diagnostic("\(name) of \(x)") }
        return .float(result)
      }
    }
    table.add("log", "x base") { parameters in
      let x = try parameters.required("x").double("argument of log")
      guard x > 0 else { throw Diagnostic("log of \(x)") }
      guard let base = try parameters.optionalDouble("base") else { return .float(log(x)) }
      return .float(log(x) / log(base))
    }
    table.add("pow", "x y") {
      .float(
        pow(
          try $0.required("x").double("argument of pow"),
          try $0.required("y").double("argument of pow")))
    }
    table.add("atan2", "y x") {
      .float(
        atan2(try $0.required("y").double("argument"), try $0.required("x").double("argument")))
    }
    for (name, rule) in [
      ("floor", FloatingPointRoundingRule.down), ("ceil", .up), ("trunc", .towardZero),
    ] {
      table.add(name, "x") { parameters in
        let x = try parameters.required("x").double("argument of \(name)")
        guard let integer = Int(exactly: x.rounded(rule)) else {
          throw Diagnostic("\(x) is no integer")
        }
        return .int(integer)
      }
    }
    table.add("isqrt", "n") { parameters in
      let n = try parameters.int("n")
      guard n >= 0 else { throw Diagnostic("isqrt of \(n)") }
      var root = Int(Double(n).squareRoot())
      while root.multipliedReportingOverflow(by: root).overflow || root * root > n { root -= 1 }
      while !(root + 1).multipliedReportingOverflow(by: root + 1).overflow,
        (root + 1) * (root + 1) <= n
      { root += 1 }
      return .int(root)
    }
    table.add(variadic: "gcd") { arguments in
      .int(
        try arguments.positional.reduce(0) { a, value in
          var (a, b) = (a.magnitude, try value.int("argument of gcd").magnitude)
          while b != 0 { (a, b) = (b, a % b) }
          return Int(clamping: a)
        })
    }
    table.add("prod", "iterable start") { parameters in
      try Evaluator.iterated(parameters.required("iterable"))
        .reduce(parameters["start"] ?? .int(1)) { try Evaluator.binary(.multiply, $0, $1) }
    }
    for (name, test) in [
      ("isinf", { (x: Double) in x.isInfinite }), ("isnan", { $0.isNaN }),
      ("isfinite", { $0.isFinite }),
    ] {
      table.add(name, "x") { .bool(test(try $0.required("x").double("argument of \(name)"))) }
    }
    return table
  }
}
