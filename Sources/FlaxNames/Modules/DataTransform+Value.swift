import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Tree where Leaf == Object {
  /// `data_transform`: a map from collections to functions of one leaf, or Flax's function of all
  /// variable groups and rng groups.
  func dataTransform() throws -> DataTransform {
    if case .leaf(.function(let function)) = self {
      return DataTransform(Self.groupTransform(function))
    }
    let rules = try entries(of: "data_transform").map { filter, value in
      guard case .leaf(.function(let function)) = value else {
        throw Diagnostic("data_transform maps collections to functions", got: value.text)
      }
      return (
        collections: filter,
        change: { (leaf: Tensor) in
          try function(Arguments([.tensor(leaf)])).tensor("data_transform's result")
        }
      )
    }
    return DataTransform(rules)
  }

  /// `(variable_groups, rng_groups)` to the same, each a tuple of groups, a group a tuple of dicts,
  /// one for each scope.
  private static func groupTransform(
    _ function: Function
  ) -> (inout StepData) throws -> Void {
    { data in
      let variables = Value.tuple(data.variables.map { .tuple($0.map(\.tree.value)) })
      let keys = Value.tuple(
        data.keys.map { group in
          .tuple(group.map { .dict(.init($0.map { ($0, .tensor($1)) })) })
        })
      let result = try function(Arguments([variables, keys]))
      guard let parts = result.elements, parts.count == 2,
        parts[0].structure == variables.structure, parts[1].structure == keys.structure
      else {
        throw Diagnostic(
          "data_transform must return variable_groups and rng_groups as it gets them",
          got: result.text)
      }
      data.variables = try parts[0].scopesByGroup { Collections(try $0.tensors("variable")) }
      data.keys = try parts[1].scopesByGroup { scope in
        Dictionary(
          uniqueKeysWithValues: try (scope.fields?.pairs ?? []).map {
            ($0.key, try $0.value.tensor("key"))
          })
      }
    }
  }

  private func scopesByGroup<R>(_ transform: (Value) throws -> R) rethrows -> [[R]] {
    try (elements ?? []).map { try ($0.elements ?? []).map(transform) }
  }
}
