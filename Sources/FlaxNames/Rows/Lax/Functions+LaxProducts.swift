import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Products and windows of `jax.lax`. `precision` changes nothing on a CPU.
  mutating func addLaxProducts() {
    add(
      "dot",
      "(lhs, rhs, *, dimension_numbers=None, precision=None, preferred_element_type=None, "
        + "out_sharding=None)",
      "Product of vectors or matrices."
    ) { parameters in
      let (a, b) = (try parameters.tensor("lhs"), try parameters.tensor("rhs"))
      guard parameters["dimension_numbers"] == nil else {
        return .tensor(try Self.dotGeneral(parameters))
      }
      return .tensor(try parameters.product(of: [a, b]) { try .dot($0[0], $0[1]) })
    }
    add(
      "dot_general",
      "(lhs, rhs, dimension_numbers, precision=None, preferred_element_type=None, *, "
        + "out_sharding=None)",
      "Product over some axes, batched over others."
    ) {
      .tensor(try Self.dotGeneral($0))
    }
    add("batch_matmul", "(lhs, rhs, precision=None)", "Products of matrices in leading axes.") {
      .tensor(try .matmul($0.tensor("lhs"), $0.tensor("rhs")))
    }
    add(
      "conv_general_dilated",
      "(lhs, rhs, window_strides, padding, lhs_dilation=None, rhs_dilation=None, "
        + "dimension_numbers=None, feature_group_count=1, batch_group_count=1, precision=None, "
        + "preferred_element_type=None, out_sharding=None)",
      "Convolution with strides, dilations, groups and any order of axes."
    ) { .tensor(try Self.convolved($0)) }
    add(
      "conv", "(lhs, rhs, window_strides, padding, precision=None, preferred_element_type=None)",
      "Convolution with a named padding."
    ) { .tensor(try Self.convolved($0)) }
    add(
      "conv_with_general_padding",
      "(lhs, rhs, window_strides, padding, lhs_dilation, rhs_dilation, precision=None, "
        + "preferred_element_type=None)",
      "Convolution with padding and dilations."
    ) {
      .tensor(try Self.convolved($0))
    }
    add(
      "reduce_window",
      "(operand, init_value, computation, window_dimensions, window_strides=None, "
        + "padding='VALID', base_dilation=None, window_dilation=None)",
      "Each window reduced by a function."
    ) { .tensor(try Self.windowReduced($0)) }
    add(
      "reduce", "(operands, init_values, computation, dimensions, out_sharding=None)",
      "Axes reduced by a function."
    ) { parameters in
      let x = try parameters.tensor("operands")
      let (reduction, operation) = try parameters.reduction("computation")
      let reduced = try x.reduced(
        reduction, axes: parameters.required("dimensions").ints("dimensions")
      ).converted(to: x.dtype)
      return .tensor(
        try .binary(operation, reduced, parameters.tensor("init_values").converted(to: x.dtype)))
    }
  }

  private static func dotGeneral(_ parameters: CallParameters) throws -> Tensor {
    let (a, b) = (try parameters.tensor("lhs"), try parameters.tensor("rhs"))
    let sides = try Evaluator.iterated(parameters.required("dimension_numbers")).map {
      try Evaluator.iterated($0).map { try $0.ints("dimension_numbers") }
    }
    guard sides.count == 2, sides.allSatisfy({ $0.count == 2 }) else {
      throw Diagnostic(
        "dimension_numbers are ((contracting, contracting), (batch, batch)), each for both sides")
    }
    func axes(_ axes: [Int], _ x: Tensor) throws -> [Int] { try axes.map { try x.shape.axis($0) } }
    let dimensions = DotDimensions(
      contracting: (try axes(sides[0][0], a), try axes(sides[0][1], b)),
      batch: (try axes(sides[1][0], a), try axes(sides[1][1], b)))
    return try parameters.product(of: [a, b]) { try .dot($0[0], $0[1], dimensions) }
  }

  // MARK: Windows

  private static func convolved(_ parameters: CallParameters) throws -> Tensor {
    let (operand, kernel) = (try parameters.tensor("lhs"), try parameters.tensor("rhs"))
    let spatial = operand.rank - 2
    guard spatial > 0, kernel.rank == operand.rank else {
      throw Diagnostic(
        "a convolution takes arrays of one rank, at least 3", got: "\(operand), \(kernel)")
    }
    let layouts = try ConvolutionLayout(parameters["dimension_numbers"], spatialCount: spatial)
    let x = try operand.transposed(layouts.operand)
    let k = try kernel.transposed(layouts.kernel)
    let groups = try parameters.optionalInt("feature_group_count") ?? 1
    guard try parameters.optionalInt("batch_group_count") ?? 1 == 1 else {
      throw Diagnostic("batch_group_count is not supported")
    }
    guard groups > 0 else { throw Diagnostic("feature_group_count must be positive") }
    func factors(_ name: String) throws -> [Int] {
      let values = try parameters.optionalInts(name) ?? Array(repeating: 1, count: spatial)
      guard values.count == spatial, values.allSatisfy((1...Int(Int32.max)).contains) else {
        throw Diagnostic("\(name) takes a positive number for each of \(spatial) axes")
      }
      return values
    }
    let window = try windowAxes(
      sizes: Array(k.shape.sizes[..<spatial]), counts: Array(x.shape.sizes[1...spatial]),
      strides: factors("window_strides"), padding: parameters.required("padding"),
      baseDilations: factors("lhs_dilation"), windowDilations: factors("rhs_dilation"))
    return try parameters.product(of: [x, k]) {
      try Tensor.conv($0[0], $0[1], Convolution(window: window, groupCount: groups))
        .transposed(layouts.result)
    }
  }

  /// A window's axes with their padding: `SAME`, `SAME_LOWER`, `VALID`, or a pair for each.
  private static func windowAxes(
    sizes: [Int], counts: [Int], strides: [Int], padding: Value, baseDilations: [Int],
    windowDilations: [Int]
  ) throws -> [WindowAxis] {
    let word: String? =
      if case .leaf(.string(let word)) = padding { word.uppercased() } else { nil }
    let pairs = try word == nil ? Evaluator.iterated(padding).map { try $0.ints("padding") } : []
    guard word != nil || pairs.count == sizes.count && pairs.allSatisfy({ $0.count == 2 }) else {
      throw Diagnostic("padding takes a pair for each of \(sizes.count) axes")
    }
    return try sizes.indices.map { axis in
      let reach = (sizes[axis] - 1).multipliedClamped(by: windowDilations[axis]) + 1
      let count = max(0, (counts[axis] - 1).multipliedClamped(by: baseDilations[axis]) + 1)
      let (low, high): (Int, Int)
      switch word {
      case nil: (low, high) = (pairs[axis][0], pairs[axis][1])
      case "VALID": (low, high) = (0, 0)
      case "SAME", "SAME_LOWER":
        let places = (count + strides[axis] - 1) / strides[axis]
        let total = max(0, (places - 1).multipliedClamped(by: strides[axis]) + reach - count)
        let less = total / 2
        (low, high) = word == "SAME" ? (less, total - less) : (total - less, less)
      default:
        throw Diagnostic("unknown padding '\(word ?? "")'", expected: "SAME, VALID or pairs")
      }
      return WindowAxis(
        sizes[axis], stride: strides[axis], low: low, high: high,
        baseDilation: baseDilations[axis], windowDilation: windowDilations[axis])
    }
  }

  private static func windowReduced(_ parameters: CallParameters) throws -> Tensor {
    let x = try parameters.tensor("operand")
    let sizes = try parameters.required("window_dimensions").ints("window_dimensions")
    func factors(_ name: String) throws -> [Int] {
      try parameters.optionalInts(name) ?? sizes.map { _ in 1 }
    }
    let all = [
      sizes, try factors("window_strides"), try factors("base_dilation"),
      try factors("window_dilation"),
    ]
    guard all.allSatisfy({ $0.count == x.rank && $0.allSatisfy((1...Int(Int32.max)).contains) })
    else {
      throw Diagnostic("reduce_window takes positive numbers for each of \(x.rank) axes")
    }
    let window = try windowAxes(
      sizes: sizes, counts: x.shape.sizes, strides: all[1],
      padding: parameters["padding"] ?? .string("VALID"), baseDilations: all[2],
      windowDilations: all[3])
    return try x.windowReduced(
      parameters.reduction("computation").reduction, initial: parameters.tensor("init_value"),
      window: window)
  }
}

/// Order of the axes of a convolution's arrays, as `lax.conv_dimension_numbers` writes it:
/// `('NHWC', 'HWIO', 'NHWC')`.
private struct ConvolutionLayout {
  /// The operand's axes in the order N, spatial, C.
  let operand: [Int]
  /// The kernel's in the order spatial, I, O.
  let kernel: [Int]
  /// Permutation of a result in the order N, spatial, C to the order asked for.
  let result: [Int]

  init(_ value: Value?, spatialCount: Int) throws {
    if let parts = value?.elements, let first = parts.first,
      first.elements != nil
    {
      try self.init(axes: parts.map { try $0.ints("dimension_numbers") }, spatialCount)
      return
    }
    let letters = ["H", "W", "D"].prefix(spatialCount).joined()
    let fallback = ["NC" + letters, "OI" + letters, "NC" + letters]
    let words =
      try value.map {
        try Evaluator.iterated($0).map { try $0.string("dimension_numbers") }
      } ?? fallback
    guard words.count == 3, words.allSatisfy({ $0.count == spatialCount + 2 }) else {
      throw Diagnostic(
        "dimension_numbers are three words of \(spatialCount + 2) letters",
        expected: "such as ('NHWC', 'HWIO', 'NHWC')")
    }
    // The order of the spatial axes is the operand's.
    let spatial = words[0].filter { $0 != "N" && $0 != "C" }
    func order(_ word: String, _ wanted: [Character]) throws -> [Int] {
      try wanted.map { letter in
        guard let index = Array(word).firstIndex(of: letter) else {
          throw Diagnostic("dimension_numbers lack the letter '\(letter)'", got: "'\(word)'")
        }
        return index
      }
    }
    self.init(
      operand: try order(words[0], ["N"] + spatial + ["C"]),
      kernel: try order(words[1], spatial + ["I", "O"]),
      result: try order(words[2], ["N"] + spatial + ["C"]))
  }

  /// - Parameter result: The result's axes in the order N, spatial, C.
  private init(operand: [Int], kernel: [Int], result: [Int]) {
    (self.operand, self.kernel) = (operand, kernel)
    self.result = result.indices.map { result.firstIndex(of: $0) ?? $0 }
  }

  /// The axes as `ConvDimensionNumbers` has them: batch (or output features), features, spatial.
  private init(axes: [[Int]], _ spatialCount: Int) throws {
    guard axes.count == 3, axes.allSatisfy({ $0.sorted() == Array(0..<spatialCount + 2) }) else {
      throw Diagnostic(
        "dimension_numbers are three permutations of \(spatialCount + 2) axes",
        got: axes.map { "\($0)" }.joined(separator: ", "))
    }
    self.init(
      operand: [axes[0][0]] + axes[0][2...] + [axes[0][1]],
      kernel: axes[1][2...] + [axes[1][1], axes[1][0]],
      result: [axes[2][0]] + axes[2][2...] + [axes[2][1]])
  }
}

extension CallParameters {
  /// The reduction that a function such as `lax.add` stands for.
  fileprivate func reduction(
    _ name: String
  ) throws -> (reduction: Reduction, operation: BinaryOperation) {
    switch try function(name).name {
    case "add": return (.sum, .add)
    case "mul", "multiply": return (.prod, .mul)
    case "max", "maximum": return (.max, .max)
    case "min", "minimum": return (.min, .min)
    case let other:
      throw Diagnostic(
        "\(callee) reduces with lax.add, lax.mul, lax.max or lax.min only", got: other)
    }
  }
}

extension Int {
  fileprivate func multipliedClamped(by other: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? .max / 4 : Swift.min(product, .max / 4)
  }
}
