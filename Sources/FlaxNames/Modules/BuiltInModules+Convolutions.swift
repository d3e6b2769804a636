import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension BuiltInModule {
  /// The convolutions of `flax.linen.linear`, and the cell made of them.
  static var convolutions: [Row] {
    let kernel =
      "use_bias=True, mask=None, dtype=None, param_dtype=jnp.float32, precision=None, "
      + "\(lecun), bias_init=zeros_init()"
    let promotion = "promote_dtype=promote_dtype"
    let all =
      "(features, kernel_size, strides=1, padding='SAME', input_dilation=1, kernel_dilation=1, "
      + "feature_group_count=1, \(kernel), \(promotion), conv_general_dilated=None, "
      + "conv_general_dilated_cls=None)"
    return [
      Row(module: "Conv", all, "Convolution over the axes before the last.") {
        try conv($0, sharesWeights: true)
      },
      Row(module: "ConvLocal", all, "Convolution with a kernel of its own at every place.") {
        try conv($0, sharesWeights: false)
      },
      Row(
        module: "ConvTranspose",
        "(features, kernel_size, strides=None, padding='SAME', kernel_dilation=None, \(kernel), "
          + "transpose_kernel=False, \(promotion), preferred_element_type=None)",
        "Convolution with gaps between the places, which makes axes longer."
      ) { try convTranspose($0) },
      Row(
        module: "ConvLSTMCell",
        "(features, kernel_size, strides=None, padding='SAME', use_bias=True, dtype=None, "
          + "param_dtype=jnp.float32, carry_init=zeros_init())",
        "LSTM cell whose products are convolutions."
      ) { try convLSTM($0) },
    ]
  }

  private static func convLSTM(_ reader: FieldReader) throws -> ConvLSTMCell {
    var cell = ConvLSTMCell(
      features: try reader.size("features"), kernelSize: try reader.ints("kernel_size"))
    cell.strides = try reader.sizes("strides", count: cell.kernelSize.count)
    try reader.read("padding", &cell.padding)
    try reader.read("use_bias", &cell.useBias)
    try reader.read("dtype", &cell.dtype)
    try reader.read("param_dtype", &cell.paramDType)
    try reader.read("carry_init", &cell.carryInit)
    try cell.checkWindow()
    return cell
  }

  private static func conv(_ reader: FieldReader, sharesWeights: Bool) throws -> Conv {
    var layer = Conv(
      features: try reader.size("features"), kernelSize: try reader.ints("kernel_size"))
    layer.sharesWeights = sharesWeights
    let rank = layer.kernelSize.count
    layer.strides = try reader.sizes("strides", count: rank)
    try reader.read("padding", &layer.padding)
    layer.inputDilation = try reader.sizes("input_dilation", count: rank)
    layer.kernelDilation = try reader.sizes("kernel_dilation", count: rank)
    try reader.readSize("feature_group_count", &layer.groupCount)
    try reader.read("use_bias", &layer.useBias)
    try reader.read("mask", &layer.mask)
    try reader.read("dtype", &layer.dtype)
    try reader.read("param_dtype", &layer.paramDType)
    try reader.read("kernel_init", &layer.kernelInit)
    try reader.read("bias_init", &layer.biasInit)
    try reader.checkPrecision()
    try layer.checkWindow()
    return layer
  }

  private static func convTranspose(_ reader: FieldReader) throws -> ConvTranspose {
    var layer = ConvTranspose(
      features: try reader.size("features"), kernelSize: try reader.ints("kernel_size"))
    let rank = layer.kernelSize.count
    layer.strides = try reader.sizes("strides", count: rank)
    try reader.read("padding", &layer.padding)
    layer.kernelDilation = try reader.sizes("kernel_dilation", count: rank)
    try reader.read("use_bias", &layer.useBias)
    try reader.read("mask", &layer.mask)
    try reader.read("dtype", &layer.dtype)
    try reader.read("param_dtype", &layer.paramDType)
    try reader.read("kernel_init", &layer.kernelInit)
    try reader.read("bias_init", &layer.biasInit)
    try reader.read("transpose_kernel", &layer.transposesKernel)
    try reader.read("preferred_element_type", &layer.preferredElementType)
    try reader.checkPrecision()
    try layer.checkWindow()
    return layer
  }
}

extension FieldReader {
  /// An integer or integers that must be given.
  fileprivate func ints(_ name: String) throws -> [Int] {
    guard let value = self[name] else {
      throw Diagnostic("\(callee) needs the argument '\(name)'")
    }
    return try value.ints("field '\(name)' of \(callee)")
  }

  /// A number for each of `count` axes, given one by one or as one for all; `nil` if not given.
  fileprivate func sizes(_ name: String, count: Int) throws -> [Int]? {
    guard let value = self[name] else { return nil }
    let numbers = try value.ints("field '\(name)' of \(callee)")
    return value.elements == nil ? Array(repeating: numbers[0], count: count) : numbers
  }

  /// Replaces `target` if the field, a size, is given.
  fileprivate func readSize(_ name: String, _ target: inout Int) throws {
    if self[name] != nil { target = try size(name) }
  }

  /// Replaces `target` if the field is given.
  fileprivate func read(_ name: String, _ target: inout Tensor?) throws {
    target = try self[name]?.tensor("field '\(name)' of \(callee)") ?? target
  }

  /// Replaces `target` if the field is given.
  fileprivate func read(_ name: String, _ target: inout Padding) throws {
    target = try self[name]?.padding(of: callee) ?? target
  }
}

extension Tree where Leaf == Object {
  /// Padding from an argument: a word, a number of places, or for each axis a number or a pair.
  func padding(of callee: String) throws -> Padding {
    if case .leaf(.string(let word)) = self { return .named(word) }
    let what = "padding of \(callee)"
    guard let parts = elements else { return .uniform(try int(what)) }
    return .sizes(
      try parts.map { part in
        let pair = try part.ints(what)
        switch pair.count {
        case 1 where part.elements == nil: return Padding.Sizes(pair[0], pair[0])
        case 2: return Padding.Sizes(pair[0], pair[1])
        default:
          throw Diagnostic(
            "the padding of an axis is a number or a pair of numbers", path: "padding",
            got: part.formatted)
        }
      })
  }
}
