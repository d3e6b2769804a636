import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `flax.linen`: layers, cells, `scan`, and the activations it shares with `jax.nn`.
  static var nn: FunctionTable {
    var table = FunctionTable.jaxNN
    for type in ModuleType.builtIn { table.add(type.name, value: .leaf(.moduleType(type))) }
    table.add("broadcast", value: .string("broadcast"))
    table.add("DenyList", "deny") { .dict(.init([("deny", try $0.required("deny"))])) }
    table.add("In", "axis") { .dict(.init([("in", try $0.required("axis"))])) }
    table.add("Out", "axis") { .dict(.init([("out", try $0.required("axis"))])) }
    return table
  }
}
