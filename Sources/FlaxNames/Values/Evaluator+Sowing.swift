import Arrays
import Diagnostics
import LiftedScan

extension Evaluator {
  /// `self.sow(col, name, value, reduce_fn=…, init_fn=…)`.
  static func sown(_ parameters: CallParameters, by module: BoundModule) throws -> Value {
    let reduce = try parameters["reduce_fn"].map { _ in try parameters.function("reduce_fn") }
    let initial = try parameters["init_fn"].map { _ in try parameters.function("init_fn") }
    return .bool(
      try module.sow(
        parameters.required("col").string("collection"),
        parameters.required("name").string("name"), parameters.required("value"),
        initial: { try initial?(Arguments()) ?? .tuple([]) },
        reduce: { known, new in
          try reduce?(Arguments([known, new])) ?? BoundModule.append(known, new)
        }))
  }
}
