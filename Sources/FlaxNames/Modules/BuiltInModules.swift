import Arrays
import Diagnostics
import LiftedScan

/// The modules of `flax.linen` that are built in: a row each, whose signature is the fields.
enum BuiltInModule {
  typealias Row = FunctionTable.Row

  /// Rows of all built-in modules.
  static var rows: [Row] {
    bases + linear + convolutions + cells + recurrent + normalization + elementwise + attention
  }

  /// The classes that others inherit from.
  private static var bases: [Row] {
    [
      ("Module", "The base class of modules."),
      ("RNNCellBase", "The base class of recurrent cells."),
    ]
    .map { name, summary in
      let type = ModuleType(name) { _ in
        throw Diagnostic("nn.\(name) makes no modules", hint: "define one under modules:")
      }
      return Row(name: name, signature: nil, summary: summary, value: .leaf(.moduleType(type)))
    }
  }

  /// Default `kernel_init` of most layers in a signature: `lecun_normal()`.
  static let lecun = "kernel_init=lecun_normal()"

  private static var cells: [Row] {
    let initializers = "\(lecun), recurrent_kernel_init=orthogonal()"
    let gates = "features, gate_fn=sigmoid, activation_fn=tanh, \(initializers)"
    let types = "dtype=None, param_dtype=jnp.float32, carry_init=zeros_init()"
    let lstm = "(\(gates), bias_init=zeros_init(), \(types))"
    return [
      Row(module: "LSTMCell", lstm, "Cell of a long short-term memory.") { try Self.lstm($0) },
      Row(
        module: "OptimizedLSTMCell", lstm, "The LSTM cell with its products joined in two."
      ) {
        var cell = try Self.lstm($0)
        cell.isOptimized = true
        return cell
      },
      Row(
        module: "GRUCell", "(\(gates), bias_init=zeros_init(), \(types))",
        "Cell of a gated recurrent unit."
      ) { reader in
        var cell = GRUCell(fields: try CellFields(reader))
        try reader.read("gate_fn", &cell.gateFn)
        try reader.read("activation_fn", &cell.activationFn)
        return cell
      },
      Row(
        module: "MGUCell",
        "(\(gates), forget_bias_init=ones_init(), activation_bias_init=zeros_init(), "
          + "\(types), reset_gate=True)", "Cell of a minimal gated unit."
      ) { reader in
        var cell = MGUCell(fields: try CellFields(reader, biasInit: "activation_bias_init"))
        try reader.read("gate_fn", &cell.gateFn)
        try reader.read("activation_fn", &cell.activationFn)
        try reader.read("forget_bias_init", &cell.forgetBiasInit)
        try reader.read("reset_gate", &cell.resetGate)
        return cell
      },
      Row(
        module: "SimpleCell",
        "(features, activation_fn=tanh, \(initializers), bias_init=zeros_init(), \(types), "
          + "residual=False)", "Cell of a plain recurrent net."
      ) { reader in
        var cell = SimpleCell(fields: try CellFields(reader))
        try reader.read("activation_fn", &cell.activationFn)
        try reader.read("residual", &cell.residual)
        return cell
      },
    ]
  }

  private static func lstm(_ reader: FieldReader) throws -> LSTMCell {
    var cell = LSTMCell(fields: try CellFields(reader))
    try reader.read("gate_fn", &cell.gateFn)
    try reader.read("activation_fn", &cell.activationFn)
    return cell
  }
}

extension FunctionTable.Row {
  /// A type of modules, made from its fields.
  ///
  /// - Parameters:
  ///   - signature: Flax's fields, with their defaults.
  ///   - summary: What its modules do, in a line.
  init(
    module name: String, _ signature: String, _ summary: String,
    _ make: @escaping (FieldReader) throws -> any Module
  ) {
    let row = RowSignature(signature)
    func made(_ arguments: Arguments) throws -> any Module {
      let reader = try FieldReader(arguments, row: row, of: name)
      let module = try make(reader)
      try reader.checkAllRead()
      return LayerModule(module, row, given: reader.given, make: made)
    }
    let type = ModuleType(name, fieldNames: row.names, make: made)
    self.init(
      name: name, signature: row, summary: summary, value: .leaf(.moduleType(type)))
  }
}

extension CellFields {
  /// The fields all cells have.
  fileprivate init(_ reader: FieldReader, biasInit: String = "bias_init") throws {
    self.init(features: try reader.size("features"))
    try reader.read("kernel_init", &kernelInit)
    try reader.read("recurrent_kernel_init", &recurrentKernelInit)
    try reader.read(biasInit, &self.biasInit)
    try reader.read("carry_init", &carryInit)
    try reader.read("dtype", &dtype)
    try reader.read("param_dtype", &paramDType)
  }
}
