import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// The functions of `flax.linen.pooling`.
  mutating func addPooling() {
    add(
      "max_pool", "(inputs, window_shape, strides=None, padding='VALID')",
      "Largest element of each window."
    ) {
      .tensor(
        try $0.tensor("inputs").maxPooled(
          window: $0.window, strides: $0.optionalInts("strides"), padding: $0.padding))
    }
    add(
      "avg_pool", "(inputs, window_shape, strides=None, padding='VALID', count_include_pad=True)",
      "Mean of each window."
    ) {
      .tensor(
        try $0.tensor("inputs").averagePooled(
          window: $0.window, strides: $0.optionalInts("strides"), padding: $0.padding,
          countsPadding: $0.optionalBool("count_include_pad") ?? true))
    }
    add(
      "pool", "(inputs, init, reduce_fn, window_shape, strides, padding)",
      "Each window reduced by a function."
    ) {
      .tensor(
        try $0.tensor("inputs").pooled(
          $0.reduction, initial: $0.tensor("init"), window: $0.window,
          strides: $0.optionalInts("strides"), padding: $0.padding))
    }
  }
}

extension CallParameters {
  fileprivate var window: [Int] {
    get throws { try required("window_shape").ints("window_shape of \(callee)") }
  }

  fileprivate var padding: Padding {
    get throws { try self["padding"]?.padding(of: callee) ?? .valid }
  }

  /// Reduction by a function of two numbers: `lax.add` and its like.
  fileprivate var reduction: Reduction {
    get throws {
      let name = try function("reduce_fn").name
      guard let reduction = Self.reductions[name] else {
        throw Diagnostic(
          "\(callee) can't reduce with '\(name)'", path: "reduce_fn",
          expected: "lax.add, lax.mul, lax.max or lax.min")
      }
      return reduction
    }
  }

  private static let reductions: [String: Reduction] = [
    "add": .sum, "mul": .prod, "multiply": .prod, "max": .max, "maximum": .max, "min": .min,
    "minimum": .min, "bitwise_and": .and, "logical_and": .and, "bitwise_or": .or,
    "logical_or": .or,
  ]
}
