import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.nn.initializers`.
  static var initializers: FunctionTable {
    typealias Distribution = Initializer.Distribution
    var table = FunctionTable()
    table.add("zeros", initializer: .zeros)
    table.add("ones", initializer: .ones)
    for (name, initializer) in [("zeros_init", Initializer.zeros), ("ones_init", .ones)] {
      table.add(maker: name, "") { _ in initializer }
    }
    table.add(maker: "constant", "value dtype") { .constant(try $0.tensor("value")) }
    table.add(maker: "uniform", "scale dtype") {
      .uniform(scale: try $0.optionalDouble("scale") ?? 0.01)
    }
    table.add(maker: "normal", "stddev dtype") {
      .normal(stddev: try $0.optionalDouble("stddev") ?? 0.01)
    }
    table.add(maker: "truncated_normal", "stddev dtype lower upper") {
      .truncatedNormal(
        stddev: try $0.optionalDouble("stddev") ?? 0.01,
        lower: try $0.optionalDouble("lower") ?? -2, upper: try $0.optionalDouble("upper") ?? 2)
    }
    table.add(maker: "orthogonal", "scale column_axis dtype") {
      .orthogonal(
        scale: try $0.optionalDouble("scale") ?? 1,
        columnAxis: try $0.optionalInt("column_axis") ?? -1)
    }
    table.add(maker: "delta_orthogonal", "scale column_axis dtype") {
      .deltaOrthogonal(
        scale: try $0.optionalDouble("scale") ?? 1,
        columnAxis: try $0.optionalInt("column_axis") ?? -1)
    }
    table.add(
      maker: "variance_scaling", "scale mode distribution in_axis out_axis batch_axis dtype"
    ) { parameters in
      .varianceScaling(
        try parameters.required("scale").double("scale"),
        try parameters.choice("mode"), try parameters.choice("distribution"),
        axes: try parameters.fanAxes())
    }
    for (family, distributions) in [
      ("lecun", [Distribution.uniform, .truncatedNormal]),
      ("glorot", [.uniform, .truncatedNormal]), ("xavier", [.uniform, .truncatedNormal]),
      ("he", [.uniform, .truncatedNormal]), ("kaiming", [.uniform, .truncatedNormal]),
    ] {
      for distribution in distributions {
        let suffix = distribution == .uniform ? "uniform" : "normal"
        table.add(maker: "\(family)_\(suffix)", "in_axis out_axis batch_axis dtype") {
          let axes = try $0.fanAxes()
          return switch family {
          case "lecun": .lecun(distribution, axes: axes)
          case "he", "kaiming": .he(distribution, axes: axes)
          default: .glorot(distribution, axes: axes)
          }
        }
      }
    }
    return table
  }

  private mutating func add(_ name: String, initializer: Initializer) {
    add(name, value: .leaf(.function(Function(initializer, name: name))))
  }

  /// Adds a function that makes an initializer; its `dtype` is the one to use when none is given.
  private mutating func add(
    maker name: String, _ parameters: String,
    _ make: @escaping (CallParameters) throws -> Initializer
  ) {
    let names = parameters.split(separator: " ").map(String.init)
    add(variadic: name) { arguments in
      guard !(arguments.positional.first?.isKey ?? false) else {
        throw Diagnostic("\(name) makes an initializer, but is none", hint: "call it: \(name)()")
      }
      let parameters = try CallParameters(arguments, names: names, of: name)
      return .leaf(
        .function(
          Function(
            try make(parameters), name: name,
            defaultDType: try parameters.optionalDType() ?? .float32)))
    }
  }
}

extension Function {
  /// An initializer as a function `(key, shape, dtype)`.
  init(_ initializer: Initializer, name: String? = nil, defaultDType: DType = .float32) {
    self.init(name ?? initializer.name) { arguments in
      let parameters = try CallParameters(
        arguments, names: ["key", "shape", "dtype"], of: initializer.name)
      let (key, shape) = (try parameters.tensor("key"), try parameters.shape("shape"))
      let dtype = try parameters.optionalDType() ?? defaultDType
      func made(_ key: Tensor) throws -> Tensor {
        try initializer(key: key, shape: shape, dtype: dtype.isComplex ? .float32 : dtype)
      }
      guard dtype.isComplex else { return .tensor(try made(key)) }
      switch initializer.name {
      case "zeros", "ones", "constant": return try ComplexTensor(made(key)).value
      case "normal": return try ComplexTensor(drawnWith: key, made).value
      default:
        throw Diagnostic(
          "the initializer \(name ?? initializer.name) makes no complex numbers here",
          expected: "normal, zeros, ones or constant")
      }
    }
  }
}

extension CallParameters {
  /// One of an enumeration's words.
  fileprivate func choice<T: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> T {
    let word = try required(name).string("argument '\(name)'")
    guard let choice = T(rawValue: word) else {
      throw Diagnostic(
        "\(callee) has no \(name) '\(word)'",
        hint: suggestion(for: word, among: T.allCases.map(\.rawValue)))
    }
    return choice
  }

  fileprivate func fanAxes() throws -> Initializer.FanAxes {
    var axes = Initializer.FanAxes()
    axes.input = try optionalInts("in_axis") ?? axes.input
    axes.output = try optionalInts("out_axis") ?? axes.output
    axes.batch = try optionalInts("batch_axis") ?? axes.batch
    return axes
  }
}
