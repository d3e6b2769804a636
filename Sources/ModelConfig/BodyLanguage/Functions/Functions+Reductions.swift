import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that make one element of many.
  mutating func addReductions() {
    let arguments = "a axis dtype out keepdims initial where"
    for (name, reduction) in [("sum", Reduction.sum), ("prod", .prod)] {
      add(name, arguments + " promote_integers") { try .tensor($0.reduced(reduction)) }
    }
    for (name, reduction) in [
      ("max", Reduction.max), ("amax", .max), ("min", .min), ("amin", .min),
    ] {
      add(name, "a axis out keepdims initial where") { try .tensor($0.reduced(reduction)) }
    }
    for (name, reduction) in [("all", Reduction.and), ("any", .or)] {
      add(name, "a axis out keepdims where") { parameters in
        var x = try parameters.tensor("a").isTrue()
        if let mask = try parameters["where"]?.tensor() {
          x = try .select(mask, x, Tensor(reduction == .and))
        }
        return .tensor(
          try x.reduced(reduction, axes: parameters.axes(), keepAxes: parameters.keepsAxes()))
      }
    }
    add("mean", "a axis dtype out keepdims where") { parameters in
      .tensor(
        try parameters.typed().mean(
          axes: parameters.axes(), keepAxes: parameters.keepsAxes(), where: parameters.mask()))
    }
    add("var", "a axis dtype out ddof keepdims where mean correction") {
      .tensor(try $0.variance())
    }
    add("std", "a axis dtype out ddof keepdims where mean correction") {
      .tensor(try $0.variance().unary(.sqrt))
    }
    add("ptp", "a axis out keepdims") { parameters in
      .tensor(try parameters.reduced(.max) - parameters.reduced(.min))
    }
    add("count_nonzero", "a axis keepdims") { parameters in
      .tensor(
        try parameters.tensor("a").isTrue().reduced(
          .sum, axes: parameters.axes(), keepAxes: parameters.keepsAxes()))
    }
    add("average", "a axis weights returned keepdims") { .tensor(try Self.average($0)) }
    addWithoutNaN()
    addArguments()
    addCumulative()
    addQuantiles()
    addCovariances()
  }

  private mutating func addCovariances() {
    add("cov", "m y rowvar bias ddof fweights aweights dtype") {
      .tensor(try $0.covariance("m"))
    }
    add("corrcoef", "x y rowvar dtype") { parameters in
      let c = try parameters.covariance("x")
      guard c.rank == 2 else { return .tensor(try c / c) }
      let spread = try c.diagonal(0, 0, 1).unary(.sqrt)
      let ratio = try c / spread.expandingAxis(1) / spread.expandingAxis(0)
      return .tensor(try .binary(.min, .binary(.max, ratio, Tensor(-1.0)), Tensor(1.0)))
    }
  }

  private static func average(_ parameters: CallParameters) throws -> Tensor {
    let x = try parameters.tensor("a")
    let (axes, keeps) = (try parameters.axes(), try parameters.keepsAxes())
    guard var weights = try parameters["weights"]?.tensor() else {
      return try x.mean(axes: axes, keepAxes: keeps)
    }
    if weights.shape != x.shape {
      guard let axis = axes?.first, axes?.count == 1, weights.rank == 1 else {
        throw Diagnostic("weights have the array's shape, or are for one axis")
      }
      var column = [Int](repeating: 1, count: x.rank)
      column[try x.shape.axis(axis)] = weights.shape[0]
      weights = try weights.reshaped(to: column).broadcast(to: x.shape)
    }
    let total = try weights.convertedToInexact().reduced(.sum, axes: axes, keepAxes: keeps)
    return try (x * weights).convertedToInexact().reduced(.sum, axes: axes, keepAxes: keeps) / total
  }

  /// Those that leave out NaN.
  private mutating func addWithoutNaN() {
    let cases: [(String, Reduction, Double)] = [
      ("nansum", .sum, 0), ("nanprod", .prod, 1), ("nanmax", .max, -.infinity),
      ("nanmin", .min, .infinity),
    ]
    for (name, reduction, neutral) in cases {
      add(name, "a axis dtype out keepdims") { parameters in
        let x = try parameters.tensor("a")
        let filled =
          x.dtype.isFloating ? try Tensor.select(.compare(.ne, x, x), Tensor(neutral), x) : x
        let (axes, keeps) = (try parameters.axes(), try parameters.keepsAxes())
        let result = try filled.reduced(reduction, axes: axes, keepAxes: keeps)
        guard neutral.isInfinite, x.dtype.isFloating else { return .tensor(result) }
        // Of nothing but NaN the largest is NaN.
        let isMissing = try Tensor.compare(.ne, x, x).reduced(.and, axes: axes, keepAxes: keeps)
        return .tensor(try .select(isMissing, Tensor(.nan), result))
      }
    }
    add("nanmean", "a axis dtype out keepdims") { parameters in
      let x = try parameters.tensor("a").convertedToInexact()
      return .tensor(
        try x.mean(
          axes: parameters.axes(), keepAxes: parameters.keepsAxes(), where: .compare(.eq, x, x)))
    }
  }

  private mutating func addArguments() {
    for (name, isMaximum) in [("argmax", true), ("argmin", false)] {
      add(name, "a axis out keepdims") { parameters in
        let x = try parameters.tensor("a")
        let keeps = try parameters.keepsAxes()
        guard let axis = try parameters.optionalInt("axis") else {
          let index = try x.reshaped(to: [-1]).argReduced(isMaximum: isMaximum, axis: 0)
          return .tensor(keeps ? try index.reshaped(to: x.shape.sizes.map { _ in 1 }) : index)
        }
        let index = try x.argReduced(isMaximum: isMaximum, axis: axis)
        return .tensor(keeps ? try index.expandingAxis(x.shape.axis(axis)) : index)
      }
    }
  }

  private mutating func addCumulative() {
    for (name, reduction) in [("cumsum", Reduction.sum), ("cumprod", .prod)] {
      add(name, "a axis dtype out") { parameters in
        let x = try parameters.typed()
        guard let axis = try parameters.optionalInt("axis") else {
          return .tensor(try x.reshaped(to: [-1]).cumulative(reduction, axis: 0))
        }
        return .tensor(try x.cumulative(reduction, axis: axis))
      }
    }
    alias("cumulative_sum", of: "cumsum")
    alias("cumulative_prod", of: "cumprod")
  }

  private mutating func addQuantiles() {
    add("median", "a axis out overwrite_input keepdims") { parameters in
      .tensor(try parameters.quantile(0.5))
    }
    for (name, scale) in [("quantile", 1.0), ("percentile", 100.0)] {
      add(name, "a q axis out overwrite_input method keepdims") { parameters in
        guard try parameters.optionalString("method") ?? "linear" == "linear" else {
          throw Diagnostic("\(name) interpolates linearly only")
        }
        let q = try parameters.required("q")
        guard let several = q.elements else {
          return .tensor(try parameters.quantile(q.double("q") / scale))
        }
        return .tensor(
          try .stack(
            several.map { try parameters.quantile($0.double("q") / scale) }, axis: 0))
      }
    }
  }
}

extension CallParameters {
  /// The axes to reduce; all if none are given.
  func axes() throws -> [Int]? { try optionalInts("axis") }

  /// Whether reduced axes stay, with size 1.
  func keepsAxes() throws -> Bool { try optionalBool("keepdims") ?? false }

  fileprivate func mask() throws -> Tensor? { try self["where"]?.tensor() }

  /// The array in the dtype that is asked for.
  fileprivate func typed() throws -> Tensor {
    let x = try tensor("a")
    return try optionalDType().map { try x.converted(to: $0) } ?? x
  }

  fileprivate func reduced(_ reduction: Reduction) throws -> Tensor {
    var x = try tensor("a")
    let dtype = try optionalDType()
    if let dtype {
      x = try x.converted(to: dtype.byteCount == 2 && dtype.isFloating ? .float32 : dtype)
    }
    let initial = try self["initial"]?.tensor()
    let isOrdered = reduction == .max || reduction == .min
    if let mask = try mask() {
      guard !isOrdered || initial != nil else {
        throw Diagnostic("\(callee) with where needs initial")
      }
      x = try .select(mask, x, reduction.neutral(x.dtype))
    }
    let axes = try axes()
    let count = try (axes ?? Array(0..<x.rank)).map { x.shape[try x.shape.axis($0)] }.reduce(1, *)
    guard !isOrdered || count > 0 || initial != nil else {
      throw Diagnostic("\(callee) of no elements", got: "shape \(x.shape)")
    }
    var result = try x.reduced(reduction, axes: axes, keepAxes: keepsAxes())
    if let initial {
      let operation: BinaryOperation =
        switch reduction {
        case .prod: .mul
        case .max: .max
        case .min: .min
        default: .add
        }
      result = try .binary(operation, result, initial.converted(to: result.dtype))
    }
    return try dtype.map { try result.converted(to: $0) } ?? result
  }

  /// How each row, or column, of an array varies with each other.
  fileprivate func covariance(_ name: String) throws -> Tensor {
    guard self["fweights"] == nil, self["aweights"] == nil else {
      throw Diagnostic("\(callee) takes no weights", hint: "weigh the products yourself")
    }
    let isByRow = try optionalBool("rowvar") ?? true
    func rows(_ x: Tensor) throws -> Tensor {
      guard x.rank <= 2 else { throw Diagnostic("\(callee) takes a matrix", got: "\(x)") }
      let matrix = try x.convertedToInexact().withAtLeast(2)
      return isByRow || x.rank < 2 ? matrix : try matrix.transposed()
    }
    var x = try rows(tensor(name))
    if let y = try self["y"]?.tensor() { x = try .concatenate([x, rows(y)], axis: 0) }
    if let dtype = try optionalDType() { x = try x.converted(to: dtype) }
    let isBiased = try optionalBool("bias") ?? false
    let divisor = try x.shape[1] - (optionalInt("ddof") ?? (isBiased ? 0 : 1))
    let centred = try x - x.mean(axes: [1], keepAxes: true)
    let products = try Tensor.dot(centred, centred.transposed()) / Double(divisor)
    return try products.squeezed()
  }

  fileprivate func variance() throws -> Tensor {
    let x = try typed()
    if self["mean"] != nil { throw Diagnostic("\(callee) finds its mean itself: leave out mean") }
    return try x.variance(
      axes: axes(), keepAxes: keepsAxes(), where: mask(),
      ddof: optionalDouble("ddof") ?? optionalDouble("correction") ?? 0)
  }

  /// The value below which a part `q` of the elements is, between the two nearest.
  fileprivate func quantile(_ q: Double) throws -> Tensor {
    guard (0...1).contains(q) else {
      throw Diagnostic("\(callee) of a part that isn't from 0 to 1")
    }
    let x = try tensor("a").convertedToInexact()
    let axes = try (axes() ?? Array(0..<x.rank)).map { try x.shape.axis($0) }.sorted()
    let others = (0..<x.rank).filter { !axes.contains($0) }
    let rows = try x.transposed(others + axes).reshaped(to: others.map { x.shape[$0] } + [-1])
    let count = rows.shape[rows.rank - 1]
    guard count > 0 else { throw Diagnostic("\(callee) of no elements", got: "shape \(x.shape)") }
    let sorted = try rows.sorted()
    let place = Float(q) * Float(count - 1)
    let low = place.rounded(.down)
    let weight = place - low
    func at(_ index: Float) throws -> Tensor {
      try sorted.indexed(axis: -1, min(Int(index), count - 1))
    }
    let between = try at(low) * Double(1 - weight) + at(place.rounded(.up)) * Double(weight)
    let hasNaN = try Tensor.compare(.ne, rows, rows).reduced(.or, axes: [-1])
    let result = try Tensor.select(hasNaN, Tensor(Double.nan), between)
    guard try keepsAxes() else { return result }
    return try result.reshaped(to: (0..<x.rank).map { axes.contains($0) ? 1 : x.shape[$0] })
  }
}

extension Reduction {
  /// What changes nothing.
  fileprivate func neutral(_ dtype: DType) -> Tensor {
    switch self {
    case .sum: Tensor(0)
    case .prod: Tensor(1)
    case .max: dtype.isFloating ? Tensor(-Double.infinity) : dtype.least
    case .min: dtype.isFloating ? Tensor(Double.infinity) : dtype.greatest
    case .and: Tensor(true)
    case .or: Tensor(false)
    }
  }
}

extension DType {
  /// The least number of a dtype that isn't a float's.
  var least: Tensor {
    isSigned ? missing : dtypeZero
  }

  private var dtypeZero: Tensor { self == .bool ? Tensor(false) : Tensor(0) }

  /// The greatest number of a dtype that isn't a float's.
  var greatest: Tensor {
    switch self {
    case .int8: Tensor(NDArray(Int8.max))
    case .int16: Tensor(NDArray(Int16.max))
    case .int32: Tensor(NDArray(Int32.max))
    default: missing
    }
  }
}
