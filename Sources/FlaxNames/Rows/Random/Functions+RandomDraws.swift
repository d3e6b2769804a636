import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// The distributions of `jax.random` that are drawn by loops.
  func addingDraws(_ namespace: Namespace) -> FunctionTable {
    var table = self
    table.addGammas(namespace)
    table.addCounts(namespace)
    table.addMultivariate(namespace)
    table.add("key_impl", "(keys)", "The name of the generator of a key.") {
      _ = try $0.tensor("keys")
      return .string("threefry2x32")
    }
    return table
  }

  private mutating func addGammas(_ namespace: Namespace) {
    for (name, isLogarithm) in [("gamma", false), ("loggamma", true)] {
      add(
        name, "(key, a, shape=None, dtype=None, *, out_sharding=None)",
        isLogarithm ? "The logarithm of a gamma draw." : "Gamma with shape parameter a, scale 1."
      ) { parameters in
        let a = try parameters.drawn(["a"])[0]
        return .tensor(
          try parameters.key().gamma(a, isLogarithm: isLogarithm, depth: namespace.loopDepth))
      }
    }
    add(
      "beta", "(key, a, b, shape=None, dtype=None, *, out_sharding=None)",
      "Beta with parameters a and b."
    ) { parameters in
      let values = try parameters.drawn(["a", "b"])
      return .tensor(
        try parameters.key().beta(values[0], values[1], depth: namespace.loopDepth))
    }
    add(
      "chisquare", "(key, df, shape=None, dtype=None, *, out_sharding=None)",
      "Chi-squared with df degrees of freedom."
    ) { parameters in
      .tensor(
        try parameters.key().chiSquare(parameters.drawn(["df"])[0], depth: namespace.loopDepth))
    }
    add(
      "f", "(key, dfnum, dfden, shape=None, dtype=None, *, out_sharding=None)",
      "F with dfnum and dfden degrees of freedom."
    ) { parameters in
      let values = try parameters.drawn(["dfnum", "dfden"])
      return .tensor(
        try parameters.key().fisher(values[0], values[1], depth: namespace.loopDepth))
    }
    add(
      "t", "(key, df, shape=None, dtype=None, *, out_sharding=None)",
      "Student's t with df degrees of freedom."
    ) { parameters in
      .tensor(
        try parameters.key().student(parameters.drawn(["df"])[0], depth: namespace.loopDepth))
    }
    add(
      "generalized_normal", "(key, p, shape=(), dtype=None, *, out_sharding=None)",
      "Density proportional to exp(-|x|^p)."
    ) { parameters in
      .tensor(
        try parameters.key().generalizedNormal(
          parameters.drawnShape(), power: parameters.tensor("p"), parameters.floatDType(),
          depth: namespace.loopDepth))
    }
    add(
      "ball", "(key, d, p=2, shape=(), dtype=None, *, out_sharding=None)",
      "Uniform in the unit ball of the p-norm in d dimensions."
    ) { parameters in
      .tensor(
        try parameters.key().ball(
          parameters.drawnShape(), dimensions: parameters.count("d"),
          power: parameters.tensor("p"), parameters.floatDType(), depth: namespace.loopDepth))
    }
  }

  private mutating func addCounts(_ namespace: Namespace) {
    add(
      "poisson", "(key, lam, shape=None, dtype=None, *, out_sharding=None)",
      "Poisson with mean lam."
    ) { parameters in
      let dtype = try parameters.optionalDType() ?? .int32
      guard dtype.isInteger else {
        throw Diagnostic("poisson draws integers", got: dtype.rawValue)
      }
      let mean = try parameters.tensor("lam").converted(to: .float32)
      let shape = try parameters.drawnShape(mean)
      return .tensor(
        try parameters.key().poisson(mean.broadcast(to: shape), depth: namespace.loopDepth)
          .converted(to: dtype))
    }
    add(
      "binomial", "(key, n, p, shape=None, dtype=None)",
      "How many of n trials succeed, each with probability p."
    ) { parameters in
      let p = try parameters.tensor("p").convertedToInexact()
      let n = try parameters.tensor("n").converted(to: p.dtype)
      guard p.dtype == .float32 else { throw Diagnostic("binomial takes float32", got: "\(p)") }
      let shape = try parameters["shape"]?.shape() ?? Tensor.broadcastShape([n.shape, p.shape])
      return .tensor(
        try parameters.key().binomial(
          n.broadcast(to: shape).strong, probability: p.broadcast(to: shape).strong,
          depth: namespace.loopDepth
        ).converted(to: parameters.floatDType()))
    }
    add(
      "multinomial", "(key, n, p, *, shape=None, dtype=None, unroll=1)",
      "How many of n draws fall into each category of probabilities p."
    ) { parameters in
      let p = try parameters.tensor("p").convertedToInexact().strong
      guard p.dtype == .float32, p.rank > 0 else {
        throw Diagnostic("multinomial takes float32 probabilities along an axis", got: "\(p)")
      }
      let shape = try parameters["shape"]?.shape() ?? p.shape
      let n = try parameters.tensor("n").converted(to: .float32).strong
        .broadcast(to: Shape(Array(shape.sizes.dropLast())))
      let counts = try parameters.key().multinomial(
        n, p.broadcast(to: shape), depth: namespace.loopDepth)
      return .tensor(try counts.converted(to: parameters.optionalDType() ?? .float32))
    }
    add(
      "wald", "(key, mean, shape=None, dtype=None, *, out_sharding=None)",
      "Wald with a mean and scale 1."
    ) { .tensor(try $0.key().wald($0.drawn(["mean"])[0])) }
  }

  private mutating func addMultivariate(_ namespace: Namespace) {
    add(
      "dirichlet", "(key, alpha, shape=None, dtype=None, *, out_sharding=None)",
      "Probabilities with concentrations alpha along the last axis."
    ) { parameters in
      let alpha = try parameters.tensor("alpha").converted(to: parameters.floatDType()).strong
      guard alpha.rank > 0 else {
        throw Diagnostic("dirichlet takes alpha along an axis", got: "\(alpha)")
      }
      let batch = try parameters["shape"]?.shape().sizes ?? Array(alpha.shape.sizes.dropLast())
      let all = try alpha.broadcast(to: Shape(batch + alpha.shape.sizes.suffix(1)))
      let draws = try parameters.key().gamma(
        all, isLogarithm: true, depth: namespace.loopDepth)
      return .tensor(try draws.softmax(axes: [-1], where: nil, isLogarithm: false))
    }
    add(
      "multivariate_normal",
      "(key, mean, cov, shape=None, dtype=None, method='cholesky', *, out_sharding=None)",
      "Normal with a mean and a covariance matrix."
    ) { parameters in
      let dtype = try parameters.floatDType()
      let mean = try parameters.tensor("mean").converted(to: dtype).strong
      let covariance = try parameters.tensor("cov").converted(to: dtype).strong
      guard mean.rank > 0, covariance.rank > 1,
        covariance.shape.sizes.suffix(2).allSatisfy({ $0 == mean.shape.sizes.last })
      else {
        throw Diagnostic(
          "multivariate_normal takes a mean (…, n) and a covariance (…, n, n)",
          got: "\(mean), \(covariance)")
      }
      let batch =
        try parameters["shape"]?.shape()
        ?? Tensor.broadcastShape([
          Shape(Array(mean.shape.sizes.dropLast())),
          Shape(Array(covariance.shape.sizes.dropLast(2))),
        ])
      let factor = try Self.factor(
        of: covariance, parameters.optionalString("method") ?? "cholesky", namespace)
      let draws = try parameters.key().normal(
        Shape(batch.sizes + mean.shape.sizes.suffix(1)), dtype)
      return .tensor(
        try mean + Tensor.matmul(factor, draws.expandingAxis(-1)).squeezed([-1]))
    }
  }

  /// A matrix whose product with its transpose is this one.
  private static func factor(
    of covariance: Tensor, _ method: String, _ namespace: Namespace
  ) throws -> Tensor {
    switch method {
    case "cholesky": return try covariance.cholesky(depth: namespace.loopDepth)
    case "eigh":
      let parts = try Tensor.decompose(.eigh, covariance)
      return try parts[1] * parts[0].unary(.sqrt).expandingAxis(-2)
    case "svd":
      let parts = try Tensor.decompose(.svd(isFull: true), covariance)
      return try parts[0] * parts[1].unary(.sqrt).expandingAxis(-2)
    default:
      throw Diagnostic(
        "multivariate_normal has no method '\(method)'", expected: "'cholesky', 'eigh' or 'svd'")
    }
  }
}

extension CallParameters {
  /// Parameters of a distribution in the dtype and the shape that is drawn.
  fileprivate func drawn(_ names: [String]) throws -> [Tensor] {
    let dtype = try floatDType()
    let values = try names.map { try tensor($0).converted(to: dtype).strong }
    let shape = try self["shape"]?.shape() ?? Tensor.broadcastShape(values.map(\.shape))
    return try values.map { try $0.broadcast(to: shape) }
  }
}
