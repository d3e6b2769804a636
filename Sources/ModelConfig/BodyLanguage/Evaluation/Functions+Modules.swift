import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `flax.linen`: layers, cells, `scan`, and the activations it shares with `jax.nn`.
  static var nn: FunctionTable {
    var table = FunctionTable.jaxNN
    for type in ModuleType.builtIn { table.add(type.name, value: .leaf(.moduleType(type))) }
    table.addLifts()
    table.addPooling()
    return table
  }
}
