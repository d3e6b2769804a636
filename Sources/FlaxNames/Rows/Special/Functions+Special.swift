import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.scipy.special`.
  static var special: FunctionTable {
    var table = FunctionTable()
    table.add(elementwise: "erf", "(x)", "Error function.") { try $0.unaryInexact(.erf) }
    table.add(elementwise: "erfc", "(x)", "1 - erf(x).") { try $0.unaryInexact(.erfc) }
    table.add(elementwise: "erfinv", "(x)", "Inverse of the error function.") {
      try $0.unaryInexact(.erfInv)
    }
    table.add(elementwise: "expit", "(x)", "1 / (1 + exp(-x)).") { try $0.unaryInexact(.logistic) }
    table.add(elementwise: "logit", "(x)", "log(x / (1 - x)).") { x in
      let x = try x.convertedToInexact()
      return try (x / (Tensor(1) - x)).unary(.log)
    }
    table.add(elementwise: "xlogy", "(x, y)", "x log(y), and 0 where x is 0.") { x, y in
      try .select(
        .compare(.eq, x, Tensor(0)), Tensor(0.0), x.convertedToInexact() * y.unaryInexact(.log))
    }
    table.add(elementwise: "xlog1py", "(x, y)", "x log(1 + y), and 0 where x is 0.") { x, y in
      try .select(
        .compare(.eq, x, Tensor(0)), Tensor(0.0), x.convertedToInexact() * y.unaryInexact(.log1p))
    }
    table.add(elementwise: "entr", "(x)", "-x log(x), and 0 at 0.") { x in
      let x = try x.convertedToInexact()
      let term = try -(x * x.unary(.log))
      return try .select(
        .compare(.lt, x, Tensor(0)), Tensor(-Double.infinity),
        .select(.compare(.eq, x, Tensor(0)), Tensor(0.0), term))
    }
    for (name, summary) in [
      ("softmax", "exp(x) over its sum along axes."),
      ("log_softmax", "Logarithm of the softmax along axes."),
    ] {
      table.add(name, "(x, /, *, axis=None)", summary) { parameters in
        .tensor(
          try parameters.tensor("x").softmax(
            axes: parameters.optionalInts("axis"), where: nil, isLogarithm: name != "softmax"))
      }
    }
    table.add(
      elementwise: "gammaln", "(x)", "Logarithm of the size of the gamma function."
    ) { try $0.logGamma() }
    table.add(
      elementwise: "digamma", "(x)", "Derivative of the logarithm of the gamma function."
    ) { try $0.digamma() }
    table.add("ndtr", "(x)", "Probability that a normal variable is below x.") {
      .tensor(try $0.single("x").normalProbability())
    }
    table.add(
      "log_ndtr", "(x, series_order=3)",
      "Logarithm of the probability that a normal variable is below x."
    ) { .tensor(try $0.single("x").logNormalProbability()) }
    table.addLogSumExp()
    return table
  }

  /// Adds `logsumexp`.
  mutating func addLogSumExp() {
    add(
      "logsumexp", "(a, axis=None, b=None, keepdims=False, return_sign=False, where=None)",
      "Logarithm of the sum of exp(a) along axes, without overflow."
    ) { parameters in
      let (logarithm, sign) = try parameters.tensor("a").logSumExp(
        axes: parameters.optionalInts("axis"), keepAxes: parameters.keepsAxes(),
        weights: parameters["b"]?.tensor(), where: parameters["where"]?.tensor())
      if try parameters.optionalBool("return_sign") ?? false {
        return .tuple([.tensor(logarithm), .tensor(sign)])
      }
      // The logarithm of a negative sum isn't a number.
      let isNegative = try Tensor.compare(.lt, sign, Tensor(0))
      return .tensor(try .select(isNegative, Tensor(Double.nan), logarithm))
    }
  }

  /// `jax.scipy.stats.norm`.
  static var normal: FunctionTable {
    var table = FunctionTable()
    func standardized(_ parameters: CallParameters) throws -> (Tensor, scale: Tensor) {
      let scale = try (parameters["scale"]?.tensor() ?? Tensor(1.0)).convertedToInexact()
      let x = try parameters.tensor("x").convertedToInexact()
      return (try (x - (parameters["loc"]?.tensor() ?? Tensor(0.0))) / scale, scale)
    }
    func logDensity(_ parameters: CallParameters) throws -> Tensor {
      let (z, scale) = try standardized(parameters)
      return try (z * z + (scale * scale * (2 * Double.pi)).unary(.log)) / -2
    }
    table.add(
      "logpdf", "(x, loc=0, scale=1)", "Logarithm of the normal density."
    ) { .tensor(try logDensity($0)) }
    table.add("pdf", "(x, loc=0, scale=1)", "Normal density.") {
      .tensor(try logDensity($0).unary(.exp))
    }
    table.add(
      "cdf", "(x, loc=0, scale=1)", "Probability that a normal variable is below x."
    ) { parameters in
      let (z, _) = try standardized(parameters)
      return .tensor(try (z * -0.7071067811865476).unary(.erfc) * 0.5)
    }
    return table
  }
}

extension CallParameters {
  /// An array of `float32`, which some functions of JAX take only.
  fileprivate func single(_ name: String) throws -> Tensor {
    let x = try tensor(name)
    guard x.dtype == .float32 else { throw Diagnostic("\(callee) takes float32", got: "\(x)") }
    return x
  }
}

extension Tensor {
  /// log |Σ b · exp(x)| without overflow, and the sign of the sum (`jax.nn.logsumexp`).
  func logSumExp(
    axes: [Int]?, keepAxes: Bool, weights: Tensor? = nil, where mask: Tensor? = nil
  ) throws -> (logarithm: Tensor, sign: Tensor) {
    var x = try convertedToInexact()
    if let mask { x = try .select(mask, x, Tensor(-Double.infinity)) }
    if let weights {
      x = try .select(.compare(.ne, weights, Tensor(0)), x, Tensor(-Double.infinity))
    }
    let largest = try x.reduced(.max, axes: axes, keepAxes: true)
    let shift = try Tensor.select(largest.unary(.isFinite), largest, Tensor(0.0))
    var terms = try (x - shift).unary(.exp)
    if let weights { terms = try weights * terms }
    let sum = try terms.reduced(.sum, axes: axes, keepAxes: true)
    let logarithm = try sum.unary(.abs).unary(.log) + shift
    let sign = try sum.unary(.sign)
    if keepAxes { return (logarithm, sign) }
    let reduced = axes ?? Array(0..<x.rank)
    return (try logarithm.squeezed(reduced), try sign.squeezed(reduced))
  }
}
