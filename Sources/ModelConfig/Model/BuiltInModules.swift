import Arrays
import Diagnostics
import LiftedScan

extension ModuleType {
  /// The modules of `flax.linen` that are built in.
  static var builtIn: [ModuleType] {
    linear + convolutions + cells + recurrent + normalization + elementwise + attention
  }

  /// A type whose fields come in this order, spaces between.
  init(
    _ name: String, fields: String, _ make: @escaping (FieldReader) throws -> any Module
  ) {
    let names = fields.split(separator: " ").map(String.init)
    self.init(name, fieldNames: names) { try make(FieldReader($0, names: names, of: name)) }
  }

  private static var cells: [ModuleType] {
    let gates = "features gate_fn activation_fn kernel_init recurrent_kernel_init"
    let types = "dtype param_dtype carry_init"
    return [
      ModuleType("LSTMCell", fields: "\(gates) bias_init \(types)") { try lstm($0) },
      ModuleType("OptimizedLSTMCell", fields: "\(gates) bias_init \(types)") {
        var cell = try lstm($0)
        cell.isOptimized = true
        return cell
      },
      ModuleType("GRUCell", fields: "\(gates) bias_init \(types)") { reader in
        var cell = GRUCell(fields: try CellFields(reader))
        try reader.read("gate_fn", &cell.gateFn)
        try reader.read("activation_fn", &cell.activationFn)
        return cell
      },
      ModuleType(
        "MGUCell", fields: "\(gates) forget_bias_init activation_bias_init \(types) reset_gate"
      ) { reader in
        var cell = MGUCell(fields: try CellFields(reader, biasInit: "activation_bias_init"))
        try reader.read("gate_fn", &cell.gateFn)
        try reader.read("activation_fn", &cell.activationFn)
        try reader.read("forget_bias_init", &cell.forgetBiasInit)
        try reader.read("reset_gate", &cell.resetGate)
        return cell
      },
      ModuleType(
        "SimpleCell",
        fields:
          "features activation_fn kernel_init recurrent_kernel_init bias_init \(types) residual"
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
