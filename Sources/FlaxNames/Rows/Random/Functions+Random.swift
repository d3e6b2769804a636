import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.random`. A key is its two words.
  static var random: FunctionTable {
    var table = FunctionTable()
    table.addKeys()
    table.addUniforms()
    table.addContinuous()
    table.addDiscrete()
    table.addShuffles()
    return table
  }

  private mutating func addKeys() {
    for (name, further) in [("key", ", dtype=None"), ("PRNGKey", "")] {
      add(name, "(seed, *, impl=None\(further))", "A random key of a seed.") { parameters in
        if let kind = parameters["impl"], try kind.string("impl") != "threefry2x32" {
          throw Diagnostic("keys are Threefry's", expected: "impl='threefry2x32'", got: kind.text)
        }
        let seed = try parameters.required("seed")
        if let known = seed.staticInt { return .tensor(.key(seed: known)) }
        return .tensor(try .key(seed: seed.tensor("seed of a key")))
      }
    }
    add("key_data", "(keys)", "The two words of a key.") { .tensor(try $0.tensor("keys")) }
    add(
      "wrap_key_data", "(key_bits_array, *, impl=None, dtype=None)", "A key of two words."
    ) { .tensor(try $0.tensor("key_bits_array")) }
    add("clone", "(key)", "The key itself.") { .tensor(try $0.tensor("key")) }
    add("split", "(key, num=2)", "New keys of a key.") { parameters in
      let shape = try parameters["num"]?.shape("argument 'num'") ?? [2]
      guard shape.elementCount <= Evaluator.sequenceLimit else {
        throw Diagnostic("split into more than \(Evaluator.sequenceLimit) keys")
      }
      return .tensor(
        try parameters.key().splitKey(shape.elementCount).reshaped(to: shape.sizes + [2]))
    }
    add("fold_in", "(key, data)", "A new key of a key and a number.") { parameters in
      let data = try parameters.required("data")
      if let known = data.staticInt {
        return .tensor(try parameters.key().foldingIn(UInt32(truncatingIfNeeded: known)))
      }
      return .tensor(try parameters.key().foldingIn(data.tensor("data of fold_in")))
    }
    add("bits", "(key, shape=(), dtype=None, *, out_sharding=None)", "Random bits.") {
      .tensor(
        try $0.key().randomBits(
          $0["shape"]?.shape() ?? .scalar, $0.optionalDType() ?? .uint32))
    }
  }

  private mutating func addUniforms() {
    add(
      "uniform", "(key, shape=(), dtype=None, minval=0.0, maxval=1.0, *, out_sharding=None)",
      "Uniform floats between two bounds."
    ) {
      .tensor(
        try $0.key().uniform(
          $0["shape"]?.shape() ?? .scalar, $0.optionalDType() ?? .float32,
          from: $0["minval"]?.tensor() ?? Tensor(0.0), to: $0["maxval"]?.tensor() ?? Tensor(1.0)))
    }
    add(
      "normal", "(key, shape=(), dtype=None, *, out_sharding=None)", "Standard normal floats."
    ) { parameters in
      let (key, shape) = (try parameters.key(), try parameters["shape"]?.shape() ?? .scalar)
      let dtype = try parameters.optionalDType() ?? .float32
      guard dtype.isComplex else { return .tensor(try key.normal(shape, dtype)) }
      return try ComplexTensor(drawnWith: key) { try $0.normal(shape) }.value
    }
    add(
      "truncated_normal", "(key, lower, upper, shape=None, dtype=None, *, out_sharding=None)",
      "Normal floats between two bounds."
    ) {
      .tensor(
        try $0.key().truncatedNormal(
          $0["shape"]?.shape() ?? .scalar, $0.optionalDType() ?? .float32,
          from: $0.optionalDouble("lower") ?? -2, to: $0.optionalDouble("upper") ?? 2))
    }
    add(
      "orthogonal", "(key, n, shape=(), dtype=None, m=None, *, out_sharding=None)",
      "Random orthogonal matrices."
    ) { parameters in
      let rows = try parameters.int("n")
      guard try parameters["shape"]?.shape() ?? .scalar == .scalar else {
        throw Diagnostic("random.orthogonal makes one matrix only: leave out shape")
      }
      return .tensor(
        try parameters.key().orthogonal(
          rows: rows, columns: parameters.optionalInt("m") ?? rows,
          parameters.optionalDType() ?? .float32))
    }
  }

  private mutating func addContinuous() {
    let plain: [(String, (Tensor) -> (Shape, DType) throws -> Tensor, String)] = [
      ("exponential", Tensor.exponential, "Exponential floats."),
      ("laplace", Tensor.laplace, "Laplace floats."),
      ("logistic", Tensor.logistic, "Logistic floats."),
      ("cauchy", Tensor.cauchy, "Cauchy floats."),
      ("maxwell", Tensor.maxwell, "Floats of a one-sided Maxwell distribution."),
    ]
    for (name, draw, summary) in plain {
      add(name, "(key, shape=(), dtype=None, *, out_sharding=None)", summary) {
        .tensor(try draw($0.key())($0.drawnShape(), $0.floatDType()))
      }
    }
    add(
      "gumbel", "(key, shape=(), dtype=None, mode=None, *, out_sharding=None)", "Gumbel floats."
    ) { parameters in
      guard try parameters.optionalString("mode") ?? "low" == "low" else {
        throw Diagnostic("gumbel has the mode 'low' only")
      }
      return .tensor(
        try parameters.key().gumbel(parameters.drawnShape(), parameters.floatDType()))
    }
    add(
      "rayleigh", "(key, scale, shape=None, dtype=None, *, out_sharding=None)", "Rayleigh floats."
    ) { parameters in
      let scale = try parameters.tensor("scale")
      return .tensor(
        try parameters.key().rayleigh(
          parameters.drawnShape(scale), scale: scale, parameters.floatDType()))
    }
    add(
      "pareto", "(key, b, shape=None, dtype=None, *, out_sharding=None)", "Pareto floats."
    ) { parameters in
      let b = try parameters.tensor("b")
      return .tensor(
        try parameters.key().pareto(parameters.drawnShape(b), b, parameters.floatDType()))
    }
    add(
      "lognormal", "(key, sigma=1.0, shape=None, dtype=None, *, out_sharding=None)",
      "Floats whose logarithms are normal."
    ) { parameters in
      let sigma = try parameters["sigma"]?.tensor() ?? Tensor(1.0)
      return .tensor(
        try parameters.key().logNormal(
          parameters.drawnShape(sigma), sigma: sigma, parameters.floatDType()))
    }
    add(
      "weibull_min", "(key, scale, concentration, shape=(), dtype=None)", "Weibull floats."
    ) { parameters in
      .tensor(
        try parameters.key().weibullMin(
          parameters.drawnShape(), scale: parameters.tensor("scale"),
          concentration: parameters.tensor("concentration"), parameters.floatDType()))
    }
    add(
      "triangular", "(key, left, mode, right, shape=None, dtype=None, *, out_sharding=None)",
      "Floats of a triangular distribution."
    ) { parameters in
      let bounds = try ["left", "mode", "right"].map { try parameters.tensor($0) }
      return .tensor(
        try parameters.key().triangular(
          parameters.drawnShape(Tensor(0)), left: bounds[0], mode: bounds[1], right: bounds[2],
          parameters.floatDType()))
    }
    add(
      "double_sided_maxwell", "(key, loc, scale, shape=(), dtype=None)",
      "Floats of a two-sided Maxwell distribution."
    ) { parameters in
      let (loc, scale) = (try parameters.tensor("loc"), try parameters.tensor("scale"))
      let common = try Tensor.broadcastShape([loc.shape, scale.shape])
      let given = try parameters["shape"]?.shape() ?? .scalar
      let shape = Shape((given == .scalar ? common : given).sizes + common.sizes)
      let keys = try parameters.key().splitKey(2)
      let dtype = try parameters.floatDType()
      let size = try keys.indexed(axis: 0, 0).maxwell(shape, dtype)
      let sign = try keys.indexed(axis: 0, 1).rademacher(shape, dtype)
      return .tensor(try sign * size * scale + loc)
    }
  }

  private mutating func addDiscrete() {
    add(
      "bernoulli", "(key, p=0.5, shape=None, mode='low', *, out_sharding=None)",
      "Truth values that are true with probability p."
    ) { parameters in
      let p = try parameters["p"]?.tensor() ?? Tensor(0.5)
      guard try parameters.optionalString("mode") ?? "low" == "low" else {
        throw Diagnostic("bernoulli has the mode 'low' only")
      }
      return .tensor(
        try parameters.key().bernoulli(
          parameters["shape"]?.shape() ?? p.shape, probability: p))
    }
    add(
      "randint", "(key, shape, minval, maxval, dtype=None, *, out_sharding=None)",
      "Integers from minval up to, not including, maxval."
    ) { .tensor(try Self.randint($0)) }
    add(
      "rademacher", "(key, shape=(), dtype=None, *, out_sharding=None)",
      "-1 or 1 with equal probability."
    ) {
      .tensor(try $0.key().rademacher($0.drawnShape(), $0.optionalDType() ?? .int32))
    }
    add(
      "geometric", "(key, p, shape=None, dtype=None, *, out_sharding=None)",
      "Trials up to the first success."
    ) { parameters in
      let p = try parameters.tensor("p")
      return .tensor(
        try parameters.key().geometric(
          parameters.drawnShape(p), probability: p, parameters.optionalDType() ?? .int32))
    }
    add(
      "categorical",
      "(key, logits, axis=-1, shape=None, replace=True, mode=None, *, out_sharding=None)",
      "Class indices with the probabilities of logits."
    ) { parameters in
      guard try parameters.optionalString("mode") ?? "low" == "low" else {
        throw Diagnostic("categorical has the mode 'low' only")
      }
      guard try parameters.optionalBool("replace") ?? true else {
        return .tensor(try Self.distinctCategories(parameters))
      }
      return .tensor(
        try parameters.key().categorical(
          parameters.tensor("logits"), axis: parameters.optionalInt("axis") ?? -1,
          shape: parameters["shape"]?.shape()))
    }
  }

  /// Different categories for each row of logits: those whose noisy logits are the largest.
  private static func distinctCategories(_ parameters: CallParameters) throws -> Tensor {
    let logits = try parameters.tensor("logits").convertedToInexact()
    let axis = try logits.shape.axis(parameters.optionalInt("axis") ?? -1)
    let batch = logits.shape.removing(axis: axis)
    let shape = try parameters["shape"]?.shape() ?? batch
    guard shape.sizes.suffix(batch.rank) == batch.sizes[...] else {
      throw Diagnostic("the shape of categorical must end like the logits'", got: "\(shape)")
    }
    let count = shape.sizes.dropLast(batch.rank).reduce(1, *)
    let noisy = try logits + parameters.key().gumbel(logits.shape, logits.dtype)
    return try noisy.movingAxis(axis, to: -1).largest(count, axis: -1).places
      .movingAxis(-1, to: 0).reshaped(to: shape.sizes)
  }

  /// Narrow integers are drawn as `int32`. Bounds outside of the dtype are moved into it, the upper
  /// one to the end.
  private static func randint(_ parameters: CallParameters) throws -> Tensor {
    let dtype = try parameters.optionalDType() ?? .int32
    guard dtype.isInteger else {
      throw Diagnostic("randint draws integers", got: dtype.rawValue)
    }
    let limits = dtype.integerLimits
    let isNarrow = dtype.byteCount < 4
    let wide: DType = isNarrow ? .int32 : dtype
    func bound(_ name: String, upTo greatest: Int) throws -> Tensor {
      let value = try parameters.required(name)
      guard let known = value.staticInt else {
        return try value.tensor("bound of randint").converted(to: wide)
      }
      return try Tensor(NDArray(Int64(min(max(known, limits.lowerBound), greatest))))
        .converted(to: wide)
    }
    let takesAll = try parameters.required("maxval").staticInt.map { $0 > limits.upperBound }
    return try parameters.key().randint(
      parameters.shape("shape"), from: bound("minval", upTo: limits.upperBound),
      to: bound("maxval", upTo: limits.upperBound + (isNarrow ? 1 : 0)),
      takesAll: !isNarrow && takesAll ?? false
    ).converted(to: dtype)
  }

  private mutating func addShuffles() {
    add(
      "permutation", "(key, x, axis=0, independent=False, *, out_sharding=None)",
      "Parts of an axis, or the first numbers, in random order.", ignoring: ["axis", "independent"]
    ) { parameters in
      let key = try parameters.key()
      let value = try parameters.required("x")
      if let count = value.staticInt {
        guard (0...Evaluator.sequenceLimit).contains(count) else {
          throw Diagnostic("permutation of \(count) places")
        }
        return .tensor(try key.shuffled(.iota(count, .int32), axis: 0))
      }
      let x = try value.tensor("argument 'x' of permutation")
      let axis = try parameters.optionalInt("axis") ?? 0
      let isIndependent = try parameters.optionalBool("independent") ?? false
      return .tensor(
        isIndependent ? try key.shuffled(x, axis: axis) : try key.permutation(x, axis: axis))
    }
    add(
      "choice", "(key, a, shape=(), replace=True, p=None, axis=0, mode=None)",
      "Parts of an axis, or numbers, drawn at random.", ignoring: ["axis"]
    ) { .tensor(try Self.choice($0)) }
  }

  /// Random choice among the parts along an axis, or among the integers below a number.
  private static func choice(_ parameters: CallParameters) throws -> Tensor {
    let key = try parameters.key()
    let a = try parameters.required("a")
    let shape = try parameters["shape"]?.shape() ?? .scalar
    let array = try a.staticInt == nil ? a.tensor("argument 'a' of choice") : nil
    let axis = try array.map { try $0.shape.axis(parameters.optionalInt("axis") ?? 0) } ?? 0
    let count = array.map { $0.shape[axis] } ?? a.staticInt ?? 0
    let replaces = try parameters.optionalBool("replace") ?? true
    let draws = shape.elementCount
    guard (1...Evaluator.sequenceLimit).contains(count), replaces || draws <= count else {
      throw Diagnostic("choice of \(draws) among \(count)")
    }
    func picked(_ places: Tensor) throws -> Tensor {
      guard let array else { return try places.reshaped(to: shape.sizes) }
      return try array.taken(places.reshaped(to: shape.sizes), axis: axis)
    }
    guard let p = try parameters["p"]?.tensor().convertedToInexact() else {
      if replaces {
        return try picked(
          key.randint(
            shape, from: Tensor(NDArray(Int32(0))), to: Tensor(NDArray(Int32(clamping: count)))))
      }
      guard let array else {
        return try key.shuffled(.iota(count, .int32), axis: 0).sliced(axis: 0, 0..<draws)
          .reshaped(to: shape.sizes)
      }
      return try key.permutation(array, axis: axis).sliced(axis: axis, 0..<draws)
        .reshaped(to: array.shape.replacing(axis: axis, with: shape.sizes[...]).sizes)
    }
    guard p.shape == [count] else {
      throw Diagnostic("p of choice has one number for each of \(count)", got: "\(p)")
    }
    if replaces {
      let sums = try p.cumulative(.sum, axis: 0)
      let draw = try sums.indexed(axis: 0, count - 1) * (Tensor(1) - key.uniform(shape, sums.dtype))
      return try picked(sums.searchSorted(draw, isRight: false))
    }
    let noisy = try key.gumbel([count], p.dtype) + p.unary(.log)
    let order =
      try Tensor(count - 1)
      - noisy.reversed(axes: [0]).argSorted(axis: 0).reversed(axes: [0])
    return try picked(order.sliced(axis: 0, 0..<draws))
  }
}

extension CallParameters {
  /// The random key.
  func key() throws -> Tensor {
    let value = try required("key")
    guard value.isKey else {
      throw Diagnostic(
        "\(callee) takes a random key first", got: value.text,
        hint: "use self.make_rng('params') or random.key(0)")
    }
    return try value.tensor("key")
  }

  /// The shape to draw, or else that of a parameter.
  func drawnShape(_ parameter: Tensor? = nil) throws -> Shape {
    try self["shape"]?.shape() ?? parameter?.shape ?? .scalar
  }

  func floatDType() throws -> DType {
    let dtype = try optionalDType() ?? .float32
    guard dtype.isFloating else {
      throw Diagnostic("\(callee) draws floats", got: dtype.rawValue)
    }
    return dtype
  }
}

extension DType {
  /// The integers of this dtype.
  fileprivate var integerLimits: ClosedRange<Int> {
    let bits = byteCount * 8
    return isUnsigned ? 0...(1 << bits) - 1 : -(1 << (bits - 1))...(1 << (bits - 1)) - 1
  }
}
