import Arrays
import ProgramIR

/// A change of a step's variables and keys before the step (`data_transform`).
public typealias DataTransform = (inout StepData) throws -> Void

/// The variables and keys of a step, grouped as a scan's settings group them.
public struct StepData {
  /// The collections of each scope that is lifted, for each group: broadcast, carried, then one
  /// group for each of `variableAxes` that has an input axis.
  public var variables: [[Collections]]
  /// The keys of each scope that is lifted, for each of `splitRNGs`.
  public var keys: [[[String: Tensor]]]
}

extension StepData {
  /// Applies `transform` to every leaf of the collections that `filter` contains.
  public mutating func mapLeaves(
    of filter: Filter, _ transform: (Tensor) throws -> Tensor
  ) rethrows {
    for group in variables.indices {
      for scope in variables[group].indices {
        for (name, fields) in variables[group][scope] where filter.contains(name) {
          variables[group][scope][name] = try Tree.dict(fields).map(transform).fields
        }
      }
    }
  }
}
