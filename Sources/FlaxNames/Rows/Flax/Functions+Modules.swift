import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `flax.linen`: layers, cells, `scan`, and the activations it shares with `jax.nn`.
  static func nn(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable.jaxNN
    for name in jaxOnly { table.remove(name) }
    table.alias("normalize", of: "standardize")
    for (name, summary) in [
      ("compact", "Marks a method that makes submodules where it uses them."),
      ("nowrap", "Marks a method that is a function beside the module."),
    ] {
      table.add(name, "(fun)", summary) { try $0.required("fun") }
    }
    for row in BuiltInModule.rows { table.add(row) }
    table.add(
      "merge_param", "(name, a, b)", "The one of two values of a setting that is not None."
    ) { parameters in
      let name = try parameters.required("name").string("name")
      switch (parameters["a"], parameters["b"]) {
      case (let value?, nil), (nil, let value?): return value
      case (nil, nil):
        throw Diagnostic(
          "the parameter '\(name)' must be passed to the constructor or at call time")
      case (.some, .some):
        throw Diagnostic(
          "the parameter '\(name)' was passed to the constructor and at call time",
          hint: "drop one of them")
      }
    }
    table.addLifts(namespace)
    table.addPooling()
    table.addAttention()
    return table
  }

  /// The activations that `flax.linen` doesn't take over.
  private static let jaxOnly = [
    "identity", "log1mexp", "logmeanexp", "mish", "sparse_plus", "sparse_sigmoid", "squareplus",
  ]
}
