import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that make one element of many.
  mutating func addReductions() {
    for (name, reduction, summary) in [
      ("sum", Reduction.sum, "Sum of the elements along axes."),
      ("prod", .prod, "Product of the elements along axes."),
    ] {
      add(
        name,
        "(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None, "
          + "promote_integers=True)", summary
      ) { try .tensor($0.reduced(reduction)) }
    }
    for (name, reduction, summary) in [
      ("max", Reduction.max, "Largest element along axes."),
      ("min", .min, "Smallest element along axes."),
    ] {
      add(
        name, "(a, axis=None, out=None, keepdims=False, initial=None, where=None)", summary
      ) { try .tensor($0.reduced(reduction)) }
      alias("a\(name)", of: name)
    }
    for (name, reduction, summary) in [
      ("all", Reduction.and, "Whether all elements along axes are true."),
      ("any", .or, "Whether an element along axes is true."),
    ] {
      add(name, "(a, axis=None, out=None, keepdims=False, *, where=None)", summary) { parameters in
        var x = try parameters.tensor("a").isTrue()
        if let mask = try parameters["where"]?.tensor() {
          x = try .select(mask, x, Tensor(reduction == .and))
        }
        return .tensor(
          try x.reduced(reduction, axes: parameters.axes(), keepAxes: parameters.keepsAxes()))
      }
    }
    add(
      "mean", "(a, axis=None, dtype=None, out=None, keepdims=False, *, where=None)",
      "Mean along axes."
    ) { parameters in
      .tensor(
        try parameters.typed().mean(
          axes: parameters.axes(), keepAxes: parameters.keepsAxes(), where: parameters.mask()))
    }
    add(
      "var",
      "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, "
        + "mean=None, correction=None)",
      "Variance along axes."
    ) {
      .tensor(try $0.variance())
    }
    add(
      "std",
      "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, "
        + "mean=None, correction=None)",
      "Standard deviation along axes."
    ) {
      .tensor(try $0.variance().unary(.sqrt))
    }
    add(
      "ptp", "(a, axis=None, out=None, keepdims=False)",
      "Largest element less the smallest along axes."
    ) { parameters in
      .tensor(try parameters.reduced(.max) - parameters.reduced(.min))
    }
    add(
      "count_nonzero", "(a, axis=None, keepdims=False)", "How many elements are not zero."
    ) { parameters in
      .tensor(
        try parameters.tensor("a").isTrue().reduced(
          .sum, axes: parameters.axes(), keepAxes: parameters.keepsAxes()))
    }
    add(
      "average", "(a, axis=None, weights=None, returned=False, keepdims=False)",
      "Weighted mean along axes."
    ) { try Self.average($0) }
    addWithoutNaN()
    addArguments()
    addCumulative()
    addQuantiles()
    addCovariances()
  }

  private mutating func addCovariances() {
    add(
      "cov",
      "(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, "
        + "dtype=None)",
      "Covariance matrix of the rows."
    ) {
      .tensor(try $0.covariance("m"))
    }
    add(
      "corrcoef", "(x, y=None, rowvar=True, dtype=None)", "Correlation matrix of the rows."
    ) { parameters in
      let c = try parameters.covariance("x")
      guard c.rank == 2 else { return .tensor(try c / c) }
      let spread = try c.diagonal(0, 0, 1).unary(.sqrt)
      let ratio = try c / spread.expandingAxis(1) / spread.expandingAxis(0)
      return .tensor(try .binary(.min, .binary(.max, ratio, Tensor(-1.0)), Tensor(1.0)))
    }
  }

  private static func average(_ parameters: CallParameters) throws -> Value {
    let x = try parameters.tensor("a")
    let (axes, keeps) = (try parameters.axes(), try parameters.keepsAxes())
    func result(_ mean: Tensor, _ total: () throws -> Tensor) throws -> Value {
      guard try parameters.optionalBool("returned") ?? false else { return .tensor(mean) }
      let total = try total().convertedToInexact().converted(to: mean.dtype)
      return .tuple([.tensor(mean), .tensor(try total.broadcast(to: mean.shape))])
    }
    guard var weights = try parameters["weights"]?.tensor() else {
      let mean = try x.mean(axes: axes, keepAxes: keeps)
      return try result(mean) {
        Tensor(Double(x.shape.elementCount) / Double(max(mean.shape.elementCount, 1)))
      }
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
    let mean =
      try (x * weights).convertedToInexact().reduced(.sum, axes: axes, keepAxes: keeps) / total
    return try result(mean) { total }
  }

  /// Adds the reductions that leave out NaN.
  private mutating func addWithoutNaN() {
    let cases: [(String, Reduction, Double, String)] = [
      ("nansum", .sum, 0, "Sum without NaN."), ("nanprod", .prod, 1, "Product without NaN."),
      ("nanmax", .max, -.infinity, "Largest element that is not NaN."),
      ("nanmin", .min, .infinity, "Smallest element that is not NaN."),
    ]
    for (name, reduction, neutral, summary) in cases {
      let dtype = reduction == .sum || reduction == .prod ? "dtype=None, " : ""
      add(
        name, "(a, axis=None, \(dtype)out=None, keepdims=False, initial=None, where=None)", summary
      ) { parameters in
        let x = try parameters.tensor("a")
        let filled =
          x.dtype.isFloating ? try Tensor.select(.compare(.ne, x, x), Tensor(neutral), x) : x
        let result = try parameters.reduced(reduction, of: filled)
        guard neutral.isInfinite, x.dtype.isFloating, parameters["initial"] == nil else {
          return .tensor(result)
        }
        // Of nothing but NaN the largest is NaN.
        let isMissing = try Tensor.compare(.ne, x, x).reduced(
          .and, axes: parameters.axes(), keepAxes: parameters.keepsAxes())
        return .tensor(try .select(isMissing, Tensor(.nan), result))
      }
    }
    add(
      "nanmean", "(a, axis=None, dtype=None, out=None, keepdims=False, where=None)",
      "Mean of the elements that are not NaN."
    ) { parameters in
      let x = try parameters.tensor("a").convertedToInexact()
      return .tensor(
        try x.mean(
          axes: parameters.axes(), keepAxes: parameters.keepsAxes(), where: .compare(.eq, x, x)))
    }
  }

  private mutating func addArguments() {
    for (name, isMaximum, word) in [("argmax", true, "largest"), ("argmin", false, "smallest")] {
      add(
        name, "(a, axis=None, out=None, keepdims=None)", "Index of the \(word) element."
      ) { parameters in
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
    for (name, reduction, noun) in [
      ("cumsum", Reduction.sum, "Sums"), ("cumprod", .prod, "Products"),
    ] {
      add(
        name, "(a, axis=None, dtype=None, out=None)", "\(noun) of the elements so far."
      ) { parameters in
        let x = try parameters.typed()
        guard let axis = try parameters.optionalInt("axis") else {
          return .tensor(try x.reshaped(to: [-1]).cumulative(reduction, axis: 0))
        }
        return .tensor(try x.cumulative(reduction, axis: axis))
      }
    }
    for (name, reduction, noun) in [
      ("cumulative_sum", Reduction.sum, "Sums"), ("cumulative_prod", .prod, "Products"),
    ] {
      add(
        name, "(x, /, *, axis=None, dtype=None, include_initial=False)",
        "\(noun) of the elements so far."
      ) { .tensor(try $0.cumulative(reduction)) }
    }
  }

  private mutating func addQuantiles() {
    add(
      "median", "(a, axis=None, out=None, overwrite_input=False, keepdims=False)",
      "Middle element in order along axes."
    ) { parameters in
      .tensor(try parameters.quantile(0.5))
    }
    for (name, scale, noun) in [("quantile", 1.0, "parts"), ("percentile", 100.0, "percentages")] {
      let further = scale == 1 ? "" : ", out_sharding=None"
      add(
        name,
        "(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, "
          + "weights=None\(further))", "Elements below which \(noun) of the others lie."
      ) { parameters in
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

  /// `jnp.cumulative_sum` and its sibling: of several axes, one must be named.
  fileprivate func cumulative(_ reduction: Reduction) throws -> Tensor {
    let x = try tensor("x")
    guard let axis = try optionalInt("axis") ?? (x.rank == 1 ? 0 : nil), x.rank > 0 else {
      throw Diagnostic("\(callee) of an array of \(x.rank) axes needs axis", got: "\(x)")
    }
    let typed = try optionalDType().map { try x.converted(to: $0) } ?? x
    let result = try typed.cumulative(reduction, axis: axis)
    guard try optionalBool("include_initial") ?? false else { return result }
    let place = try x.shape.axis(axis)
    let first = try Tensor(reduction == .prod ? 1 : 0).converted(to: result.dtype)
      .broadcast(to: result.shape.replacing(axis: place, with: [1]))
    return try .concatenate([first, result], axis: place)
  }

  /// The array in the dtype that is asked for.
  fileprivate func typed() throws -> Tensor {
    let x = try tensor("a")
    return try optionalDType().map { try x.converted(to: $0) } ?? x
  }

  fileprivate func reduced(_ reduction: Reduction, of array: Tensor? = nil) throws -> Tensor {
    var x = try array ?? tensor("a")
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

  /// Covariance of the rows, or columns, of an array.
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
  /// Neutral element of the reduction.
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
