/// Variables by collection, and random streams, that a lift hands on to the calls inside and takes
/// back. Collections and streams that it doesn't name are neither seen nor changed inside.
public struct Lifting {
  /// Groups of collections; in and out, the first group that contains a collection takes it.
  public var collections: [Group]
  /// Groups of streams, and whether each step of a loop gets a separate key (`split_rngs`). The
  /// first group that contains a stream takes it.
  public var streams: [(filter: Filter, isSplit: Bool)]
  /// Whether the module's streams are first replaced by new ones that begin with their next keys,
  /// as `nn.jit` does so that a compiled method can be called again.
  public var forksStreams = false
  /// Whether calls inside are steps of a loop.
  public var isLoop = false
  /// Whether arguments can be passed by name.
  public var takesKeywords = true
  /// The names of axes that variables have outside only.
  public var metadataAxes = MetadataAxes()
  /// Advice in errors about a collection or stream that isn't lifted.
  var advice: LiftAdvice

  /// Collections that go in and come out in one way.
  public struct Group {
    /// The collections.
    public var filter: Filter
    /// Role of the variables inside the call; `nil` if they aren't handed on.
    public var input: VariableRole?
    /// Role of the variables on the way out; `nil` if calls inside can't change them.
    public var output: VariableRole?

    /// A group of collections with the same role in and out.
    init(_ filter: Filter, _ role: VariableRole) {
      (self.filter, input, output) = (filter, role, role)
    }

    /// A group of collections with a role in and a role out.
    init(_ filter: Filter, input: VariableRole?, output: VariableRole?) {
      (self.filter, self.input, self.output) = (filter, input, output)
    }
  }

  init(
    _ collections: [Group], streams: [(filter: Filter, isSplit: Bool)], advice: LiftAdvice
  ) {
    (self.collections, self.streams, self.advice) = (collections, streams, advice)
  }
}

/// Role of a collection's variables in a lifted call: scanned, carried, broadcast or unchanged.
public enum VariableRole: Hashable, Sendable {
  /// A slice along this axis for each step (`variable_axes`).
  case scanned(axis: Int)
  /// Passed in and taken back after the call; in a loop, from step to step (`variable_carry`).
  case carried
  /// The same for all steps (`variable_broadcast`).
  case broadcast

  /// The axis of the steps, if there is one.
  var axis: Int? { if case .scanned(let axis) = self { axis } else { nil } }
}

extension Lifting {
  /// The groups that go in.
  var inputs: [(filter: Filter, role: VariableRole)] {
    collections.compactMap { group in group.input.map { (group.filter, $0) } }
  }

  /// The groups that come out.
  var outputs: [(filter: Filter, role: VariableRole)] {
    collections.compactMap { group in group.output.map { (group.filter, $0) } }
  }

  /// The collections that calls inside may change.
  var mutable: Filter { outputs.reduce(.none) { $0.union($1.filter) } }

  /// The streams that calls inside may draw from.
  var rngs: Filter { streams.reduce(.none) { $0.union($1.filter) } }

  /// The axes of the scanned groups that go in.
  var inputAxes: [Int] { inputs.compactMap(\.role.axis) }

  /// The axes of the scanned groups that come out.
  var outputAxes: [Int] { outputs.compactMap(\.role.axis) }

  /// Role of a collection inside the call; `nil` if it isn't handed on.
  func inputRole(of collection: String) -> VariableRole? {
    inputs.first { $0.filter.contains(collection) }?.role
  }

  /// Role of a collection on the way out; `nil` if it can't be changed.
  func outputRole(of collection: String) -> VariableRole? {
    outputs.first { $0.filter.contains(collection) }?.role
  }

  /// Description of a method under the lift, as its callers see it.
  func lifted(_ method: Method) -> Method {
    var method = method
    for case (.only(let names), _) in streams { method.streamNames.formUnion(names) }
    if !takesKeywords {
      method.parameters.removeAll(where: \.isKeywordOnly)
      (method.takesKeywords, method.takesFurtherKeywords) = (false, false)
    }
    return method
  }
}
