import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.nn`, which `flax.linen` shares.
  static var jaxNN: FunctionTable {
    var table = FunctionTable()
    table.add("sigmoid") { try $0.unaryInexact(.logistic) }
    table.add("tanh") { try $0.unaryInexact(.tanh) }
    table.add("relu") { try $0.relu() }
    table.add("relu6") { try $0.relu6() }
    for name in ["silu", "swish"] { table.add(name) { try $0.silu() } }
    table.add("hard_sigmoid") { try $0.hardSigmoid() }
    for name in ["hard_silu", "hard_swish"] { table.add(name) { try $0.hardSilu() } }
    table.add("hard_tanh") { try $0.hardTanh() }
    table.add("selu") { try $0.selu() }
    table.add("softplus") { try $0.softplus() }
    table.add("log_sigmoid") { try $0.logSigmoid() }
    table.add("soft_sign") { try $0.softSign() }
    table.add("identity") { $0 }
    table.add("elu", "x alpha") {
      .tensor(try $0.tensor("x").elu(alpha: $0["alpha"]?.tensor() ?? Tensor(1.0)))
    }
    table.add("celu", "x alpha") {
      .tensor(try $0.tensor("x").celu(alpha: $0["alpha"]?.tensor() ?? Tensor(1.0)))
    }
    table.add("leaky_relu", "x negative_slope") {
      .tensor(
        try $0.tensor("x").leakyRelu(
          negativeSlope: $0["negative_slope"]?.tensor() ?? Tensor(0.01)))
    }
    table.add("gelu", "x approximate") {
      .tensor(try $0.tensor("x").gelu(approximate: $0.optionalBool("approximate") ?? true))
    }
    table.add("softmax", "x axis") {
      .tensor(try $0.tensor("x").softmax(axis: $0.optionalInt("axis") ?? -1))
    }
    table.add("log_softmax", "x axis") {
      .tensor(try $0.tensor("x").logSoftmax(axis: $0.optionalInt("axis") ?? -1))
    }
    table.add("glu", "x axis") {
      .tensor(try $0.tensor("x").glu(axis: $0.optionalInt("axis") ?? -1))
    }
    for name in ["standardize", "normalize"] {
      table.add(name, "x axis mean variance epsilon") { parameters in
        let x = try parameters.tensor("x")
        let axes = try parameters.optionalInts("axis") ?? [-1]
        let mean = try parameters["mean"]?.tensor() ?? x.mean(axes: axes, keepAxes: true)
        let variance =
          try parameters["variance"]?.tensor()
          ?? (x * x).mean(axes: axes, keepAxes: true) - mean * mean
        let epsilon = try parameters.optionalDouble("epsilon") ?? 1e-5
        return .tensor(try (x - mean) * (variance + epsilon).unary(.rsqrt))
      }
    }
    table.add("one_hot", "x num_classes dtype axis") { parameters in
      let x = try parameters.tensor("x")
      guard try parameters.optionalInt("axis") ?? -1 == -1 else {
        throw Diagnostic("one_hot puts the classes on the last axis only")
      }
      let classes = try Tensor.iota(max(0, parameters.int("num_classes")), .int32)
      let isClass = try Tensor.compare(.eq, x.expandingAxis(-1), classes)
      return .tensor(try isClass.converted(to: parameters.optionalDType() ?? .float32))
    }
    return table
  }
}
