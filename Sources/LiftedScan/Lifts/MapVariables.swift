import Arrays
import ProgramIR

/// `nn.map_variables`: a method that sees transformed values of the variables.
public struct MapVariables: Lift {
  /// `Map_variables`, the name of Flax's transform.
  public static let prefix = "Map_variables"

  /// Changes the variables of a scope.
  public typealias Transform = (Collections) throws -> Collections

  /// The collections that are changed.
  public var mappedCollections = Filter.all
  /// Transform of the variables on their way in.
  public var transformIn: Transform = { $0 }
  /// Transform of the variables on their way out, if the method may change or make them.
  public var transformOut: Transform = { $0 }
  /// Whether the method is called once before, to make variables (Flax's `init`).
  public var makesVariables = false
  /// Whether the method may change the mapped collections.
  public var isMutable = false
  /// The streams the method can draw from.
  public var rngs = Filter.all
  /// The collections besides the mapped ones that the method sees.
  public var variables = Filter.all

  /// The axis that the mapped collections have outside and the method doesn't see, as far as names of
  /// axes go (`nn.add_metadata_axis`).
  public var metadataAxes = MetadataAxes()

  /// Flax's defaults: both transforms are the identity.
  public init() {}

  /// The mapped collections, which come out if they may be changed or made, and the others.
  public var lifting: Lifting {
    let others = variables.intersection(mappedCollections.complement)
    let comesOut = isMutable || makesVariables
    var lifting = Lifting(
      [
        .init(mappedCollections, input: .carried, output: comesOut ? .carried : nil),
        .init(others, .carried),
      ],
      streams: [(rngs, false)], advice: .mapVariables(mappedCollections))
    lifting.metadataAxes = metadataAxes
    return lifting
  }

  /// Calls the method, on variables changed by `transformIn`.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, on pack: Pack
  ) throws -> Value {
    var variables = pack.variables
    if makesVariables, pack.isMutable {
      let made = try pack.call(method, arguments, variables: variables.merged).variables
      variables[0] = try mapped(made[0], transformOut, pack.scopes)
    }
    variables[0] = try mapped(variables[0], transformIn, pack.scopes)
    var outcome = try pack.call(method, arguments, variables: variables.merged)
    if isMutable || makesVariables {
      outcome.variables[0] = try mapped(outcome.variables[0], transformOut, pack.scopes)
    }
    try pack.publish(outcome.variables, partitions: outcome.partitions)
    return outcome.result
  }

  /// Collections changed scope by scope.
  private func mapped(
    _ collections: Collections, _ transform: Transform, _ scopes: LiftedScopes
  ) throws -> Collections {
    let store = VariableStore(collections)
    let result = VariableStore([:])
    for root in scopes.roots { root.put(try transform(root.collections(in: store)), into: result) }
    return result.collections
  }
}
