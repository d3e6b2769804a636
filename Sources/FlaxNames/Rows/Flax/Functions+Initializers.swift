import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.nn.initializers`.
  static var initializers: FunctionTable {
    typealias Distribution = Initializer.Distribution
    var table = FunctionTable()
    for (name, initializer, summary) in [
      ("zeros", Initializer.zeros, "Zeros."), ("ones", .ones, "Ones."),
    ] {
      table.add(
        name, "(key, shape, dtype=None, out_sharding=None)", summary, initializer: initializer)
      table.add(maker: "\(name)_init", "()", "Makes the initializer \(name).") { _ in initializer }
    }
    table.add(maker: "constant", "(value, dtype=None)", "One value everywhere.") {
      .constant(try $0.tensor("value"))
    }
    table.add(maker: "uniform", "(scale=0.01, dtype=None)", "Uniform from 0 to scale.") {
      .uniform(scale: try $0.double("scale"))
    }
    table.add(maker: "normal", "(stddev=0.01, dtype=None)", "Normal with mean 0.") {
      .normal(stddev: try $0.double("stddev"))
    }
    table.add(
      maker: "truncated_normal", "(stddev=0.01, dtype=None, lower=-2.0, upper=2.0)",
      "Normal with mean 0, cut off at two bounds."
    ) {
      .truncatedNormal(
        stddev: try $0.double("stddev"), lower: try $0.double("lower"),
        upper: try $0.double("upper"))
    }
    let matrix = "(scale=1.0, column_axis=-1, dtype=None)"
    table.add(maker: "orthogonal", matrix, "Orthogonal rows or columns.") {
      .orthogonal(scale: try $0.double("scale"), columnAxis: try $0.int("column_axis"))
    }
    table.add(
      maker: "delta_orthogonal", matrix, "Orthogonal at the centre of a kernel, zeros elsewhere."
    ) {
      .deltaOrthogonal(scale: try $0.double("scale"), columnAxis: try $0.int("column_axis"))
    }
    let axes = "in_axis=-2, out_axis=-1, batch_axis=(), dtype=None"
    table.add(
      maker: "variance_scaling", "(scale, mode, distribution, \(axes))",
      "Variance divided by the number of inputs, of outputs or their mean."
    ) { parameters in
      .varianceScaling(
        try parameters.required("scale").double("scale"),
        try parameters.choice("mode"), try parameters.choice("distribution"),
        axes: try parameters.fanAxes())
    }
    for (distribution, suffix, noun) in [
      (Distribution.uniform, "uniform", "Uniform"),
      (.truncatedNormal, "normal", "Truncated normal"),
    ] {
      table.add(
        maker: "lecun_\(suffix)", "(\(axes))", "\(noun) with variance 1 / inputs."
      ) { .lecun(distribution, axes: try $0.fanAxes()) }
      table.add(
        maker: "glorot_\(suffix)", "(\(axes))", "\(noun) with variance 2 / (inputs + outputs)."
      ) { .glorot(distribution, axes: try $0.fanAxes()) }
      table.add(
        maker: "he_\(suffix)", "(\(axes))", "\(noun) with variance 2 / inputs."
      ) { .he(distribution, axes: try $0.fanAxes()) }
      table.alias("xavier_\(suffix)", of: "glorot_\(suffix)")
      table.alias("kaiming_\(suffix)", of: "he_\(suffix)")
    }
    return table
  }

  private mutating func add(
    _ name: String, _ signature: String, _ summary: String, initializer: Initializer
  ) {
    add(name, signature, summary) { _ in .none }
    replace(name, Function(initializer, name: name))
  }

  /// Adds a function that makes an initializer; its `dtype` is the one to use when none is given.
  private mutating func add(
    maker name: String, _ signature: String, _ summary: String,
    _ make: @escaping (CallParameters) throws -> Initializer
  ) {
    add(name, signature, summary) { parameters in
      .leaf(
        .function(
          Function(
            try make(parameters), name: name,
            defaultDType: try parameters.optionalDType() ?? .float32)))
    }
    guard case .leaf(.function(let maker)) = self[name] else { return }
    replace(name) { arguments in
      guard !(arguments.positional.first?.isKey ?? false) else {
        throw Diagnostic("\(name) makes an initializer, but is none", hint: "call it: \(name)()")
      }
      return try maker(arguments)
    }
  }
}

extension Function {
  private static var initializerSignature: RowSignature {
    RowSignature("(key, shape, dtype=None, out_sharding=None)")
  }

  /// An initializer as a function `(key, shape, dtype)`.
  init(_ initializer: Initializer, name: String? = nil, defaultDType: DType = .float32) {
    self.init(name ?? initializer.name) { arguments in
      let parameters = try CallParameters(
        arguments, row: Self.initializerSignature, of: initializer.name)
      // What draws nothing needs no key.
      let isFixed = ["zeros", "ones", "constant"].contains(initializer.name)
      let key =
        isFixed && parameters.isNone("key") ? Tensor.key(seed: 0) : try parameters.tensor("key")
      let shape = try parameters.shape("shape")
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
  /// The argument as a case of an enumeration, by its raw value.
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
