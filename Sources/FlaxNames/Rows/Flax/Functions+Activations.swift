import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.nn`, which `flax.linen` shares.
  static var jaxNN: FunctionTable {
    var table = FunctionTable()
    table.add(
      elementwise: "sigmoid", "(x)", "1 / (1 + exp(-x)), element by element."
    ) { try $0.unaryInexact(.logistic) }
    table.add(elementwise: "tanh", "Hyperbolic tangent.") { try $0.unaryInexact(.tanh) }
    table.add(elementwise: "relu", "(x)", "max(x, 0).") { try $0.relu() }
    table.add(elementwise: "relu6", "(x)", "x held between 0 and 6.") { try $0.relu6() }
    table.add(elementwise: "silu", "(x)", "x times its sigmoid.") { try $0.silu() }
    table.alias("swish", of: "silu")
    table.add(
      elementwise: "hard_sigmoid", "(x)", "The sigmoid in straight lines: relu6(x + 3) / 6."
    ) { try $0.hardSigmoid() }
    table.add(elementwise: "hard_silu", "(x)", "x times its hard sigmoid.") { try $0.hardSilu() }
    table.alias("hard_swish", of: "hard_silu")
    table.add(elementwise: "hard_tanh", "(x)", "x held between -1 and 1.") { try $0.hardTanh() }
    table.add(
      elementwise: "selu", "(x)", "The ELU scaled so that mean and variance are kept."
    ) { try $0.selu() }
    table.add(elementwise: "softplus", "(x)", "log(1 + exp(x)).") { try $0.softplus() }
    table.add(elementwise: "log_sigmoid", "(x)", "Logarithm of the sigmoid.") {
      try $0.logSigmoid()
    }
    table.add(elementwise: "soft_sign", "(x)", "x / (1 + |x|).") { try $0.softSign() }
    table.add(elementwise: "identity", "(x)", "x itself.") { $0 }
    table.add("elu", "(x, alpha=1.0)", "x above zero, alpha (exp(x) - 1) below.") {
      .tensor(try $0.tensor("x").elu(alpha: $0["alpha"]?.tensor() ?? Tensor(1.0)))
    }
    table.add("celu", "(x, alpha=1.0)", "x above zero, alpha (exp(x / alpha) - 1) below.") {
      .tensor(try $0.tensor("x").celu(alpha: $0["alpha"]?.tensor() ?? Tensor(1.0)))
    }
    table.add(
      "leaky_relu", "(x, negative_slope=0.01)", "x above zero, x times a small slope below."
    ) {
      .tensor(
        try $0.tensor("x").leakyRelu(
          negativeSlope: $0["negative_slope"]?.tensor() ?? Tensor(0.01)))
    }
    table.add(
      "gelu", "(x, approximate=True)",
      "x times the probability that a normal variable is below x, or its tanh approximation."
    ) {
      .tensor(try $0.tensor("x").gelu(approximate: $0.optionalBool("approximate") ?? true))
    }
    for (name, isLogarithm, summary) in [
      ("softmax", false, "exp(x) over its sum along axes."),
      ("log_softmax", true, "Logarithm of the softmax along axes."),
    ] {
      table.add(name, "(x, axis=-1, where=None)", summary) {
        .tensor(
          try $0.tensor("x").softmax(
            axes: $0.optionalInts("axis") ?? [-1], where: $0["where"]?.tensor(),
            isLogarithm: isLogarithm))
      }
    }
    table.add("glu", "(x, axis=-1)", "The first half of an axis times the sigmoid of the second.") {
      .tensor(try $0.tensor("x").glu(axis: $0.optionalInt("axis") ?? -1))
    }
    table.add(
      "standardize",
      "(x, axis=-1, mean=None, variance=None, epsilon=1e-05, where=None, *, algorithm='fast')",
      "x with mean 0 and variance 1 along axes."
    ) {
      .tensor(try standardized($0))
    }
    table.add(
      "one_hot", "(x, num_classes, *, dtype=None, axis=-1)",
      "Ones in the places of class indices, zeros elsewhere, on a new axis."
    ) { parameters in
      let x = try parameters.tensor("x")
      let classes = try Tensor.iota(
        parameters.count("num_classes"), x.dtype == .bool ? .int32 : x.dtype)
      let isClass = try Tensor.compare(.eq, x.expandingAxis(-1), classes)
      return .tensor(
        try isClass.converted(to: parameters.optionalDType() ?? .float32)
          .movingAxis(-1, to: parameters.optionalInt("axis") ?? -1))
    }
    table.add("squareplus", "(x, b=4)", "(x + sqrt(x² + b)) / 2.") {
      let (x, b) = (try $0.tensor("x"), try $0.tensor("b"))
      return .tensor(try (x + (x * x + b).unaryInexact(.sqrt)) / 2)
    }
    table.add(elementwise: "mish", "(x)", "x tanh(softplus(x)).") {
      try $0 * $0.softplus().unary(.tanh)
    }
    table.add(
      elementwise: "sparse_plus", "(x)", "Zero up to -1, x from 1 on, a parabola between."
    ) { x in
      try .select(
        .compare(.le, x, Tensor(-1.0)), Tensor(0.0),
        .select(.compare(.ge, x, Tensor(1.0)), x, (x + 1.0) * (x + 1.0) / 4))
    }
    table.add(elementwise: "log1mexp", "(x)", "log(1 - exp(-x)) without loss of digits.") { x in
      let x = try x.convertedToInexact()
      return try .select(
        .compare(.lt, x, Tensor(NDArray(Float(0.6931472)))),
        (-(-x).unary(.expm1)).unary(.log), (-(-x).unary(.exp)).unary(.log1p))
    }
    table.add(elementwise: "sparse_sigmoid", "(x)", "(x + 1) / 2 held between 0 and 1.") { x in
      try .binary(.max, .binary(.min, 0.5 * (x + 1.0), Tensor(1.0)), Tensor(0.0))
    }
    table.add(
      "logmeanexp", "(x, axis=None, where=None, keepdims=False)",
      "Logarithm of the mean of exp(x) along axes."
    ) { parameters in
      let x = try parameters.tensor("x")
      let axes = try parameters.optionalInts("axis")
      let count = try (axes ?? Array(0..<x.rank)).map { x.shape[try x.shape.axis($0)] }.reduce(1, *)
      let sum = try x.logSumExp(axes: axes, keepAxes: parameters.keepsAxes()).logarithm
      guard let mask = try parameters["where"]?.tensor() else {
        return .tensor(try sum - Tensor(Double(count)).unary(.log))
      }
      let number = try mask.broadcast(to: x.shape).converted(to: .float32)
        .reduced(.sum, axes: axes, keepAxes: parameters.keepsAxes())
      return .tensor(
        try x.logSumExp(axes: axes, keepAxes: parameters.keepsAxes(), where: mask).logarithm
          - number.unary(.log))
    }
    table.addLogSumExp()
    table.addJaxAttention()
    return table
  }

  /// Mean 0 and variance 1 along some axes (`jax.nn.standardize`).
  private static func standardized(_ parameters: CallParameters) throws -> Tensor {
    let x = try parameters.tensor("x")
    let axes = try parameters.optionalInts("axis") ?? [-1]
    let mask = try parameters["where"]?.tensor()
    let algorithm = try parameters.optionalString("algorithm") ?? "fast"
    guard ["fast", "stable"].contains(algorithm) else {
      throw Diagnostic("unknown algorithm '\(algorithm)'", expected: "fast or stable")
    }
    func average(_ values: Tensor) throws -> Tensor {
      try values.mean(axes: axes, keepAxes: true, where: mask)
    }
    let mean = try parameters["mean"]?.tensor() ?? average(x)
    func variance() throws -> Tensor {
      if algorithm == "stable" {
        let centered = try x - mean
        return try average(centered * centered)
      }
      return try .binary(.max, average(x * x) - mean * mean, Tensor(0))
    }
    let spread = try parameters["variance"]?.tensor() ?? variance()
    let epsilon = try parameters["epsilon"]?.tensor() ?? Tensor(1e-5)
    return try (x - mean) * (spread + epsilon).unaryInexact(.rsqrt)
  }
}

extension Tensor {
  /// exp(x) over its sum along some axes, all if none are given, or the logarithm of that; only
  /// `where` a mask holds.
  func softmax(
    axes: [Int]?, where mask: Tensor?, isLogarithm: Bool
  ) throws -> Tensor {
    // Integers are shifted as integers, as JAX does, and become floats then.
    let x = try strong
    let kept = try mask.map { try Tensor.select($0, x, Tensor(-Double.infinity)) } ?? x
    let shifted = try (kept - kept.reduced(.max, axes: axes, keepAxes: true)).convertedToInexact()
    let exponentials = try shifted.unary(.exp)
    let sum = try exponentials.reduced(.sum, axes: axes, keepAxes: true)
    let result = isLogarithm ? try shifted - sum.unary(.log) : try exponentials / sum
    guard let mask else { return result }
    return try .select(mask, result, Tensor(isLogarithm ? -Double.infinity : 0))
  }
}
