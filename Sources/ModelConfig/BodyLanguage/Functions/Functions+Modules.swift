import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `flax.linen`: layers, cells, `scan`, and the activations it shares with `jax.nn`.
  static func nn(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable.jaxNN
    table.add(
      "Module",
      value: .leaf(
        .moduleType(
          ModuleType("Module") { _ in
            throw Diagnostic("nn.Module makes no modules", hint: "define one under modules:")
          })))
    for type in ModuleType.builtIn { table.add(type.name, value: .leaf(.moduleType(type))) }
    table.addLifts()
    table.addPooling()
    table.addAttention()
    return table
  }
}
