import Arrays
import Diagnostics
import ProgramIR

/// Changes the variables and keys of a step of a lifted scan before the step sees them
/// (`data_transform`).
public struct DataTransform {
  /// Filters of the collections to change, one for each rule; empty for a change of any collection.
  public let collections: [Filter]
  private let change: (inout StepData) throws -> Void

  /// A change of everything in a step.
  public init(_ change: @escaping (inout StepData) throws -> Void) {
    (collections, self.change) = ([], change)
  }

  /// Changes of every leaf of some collections, one after the other.
  public init(_ rules: [(collections: Filter, change: (Tensor) throws -> Tensor)]) {
    collections = rules.map(\.collections)
    change = { data in
      for rule in rules { try data.mapLeaves(of: rule.collections, rule.change) }
    }
  }

  /// Applies the change to a step.
  func callAsFunction(_ data: inout StepData) throws { try change(&data) }

  /// Checks that each rule is for a collection that is lifted.
  ///
  /// - Throws: for the first that is for none.
  func check(lifted: Filter) throws {
    for rule in collections where rule.intersection(lifted) == .none {
      guard case .only(let names) = lifted, case .only(let rules) = rule, let name = rules.first
      else { continue }
      throw Diagnostic(
        "the data_transform of '\(rule)' is for no collection of the scan",
        hint: suggestion(for: name, among: names))
    }
  }

  /// Checks that each rule is for a collection that a step has.
  ///
  /// - Throws: for the first that is for none.
  func check(_ groups: [Collections]) throws {
    let names = Set(groups.flatMap(\.keys))
    for rule in collections where !names.contains(where: rule.contains) {
      guard case .only(let rules) = rule, let name = rules.sorted().first else { continue }
      throw Diagnostic(
        "the data_transform of '\(rule)' is for no collection of the scan",
        hint: suggestion(for: name, among: names))
    }
  }
}

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
  mutating func mapLeaves(
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

extension ScanSettings {
  /// The collections that go into a step.
  var liftedCollections: Filter {
    variableAxes.map(\.filter).reduce(variableBroadcast.union(variableCarry)) { $0.union($1) }
  }
}
