/// A kind of lifted call, and how a user makes it hand on what it doesn't.
enum LiftKind {
  /// `nn.scan`.
  case scan
  /// `nn.vmap`.
  case vmap
  /// One that is traced once on what it lifts: `nn.remat`, `nn.jit`, `nn.cond`, `nn.switch`.
  case call
  /// `nn.map_variables`, with the collections it maps.
  case mapVariables(Filter)
  /// `nn.while_loop`.
  case whileLoop

  /// Whether values inside are in one more loop's body.
  var isLoop: Bool {
    switch self {
    case .scan, .vmap, .whileLoop: true
    case .call, .mapVariables: false
    }
  }

  /// How a collection comes to be lifted, or to be changed inside.
  func hint(lifting collection: String) -> String {
    switch self {
    case .scan:
      "lift '\(collection)' into the scan with variable_axes, variable_broadcast or variable_carry"
    case .vmap: "lift '\(collection)' into the vmap with variable_axes"
    case .mapVariables(let mapped) where mapped.contains(collection):
      "map_variables makes variables with init=self.is_initializing(), and changes them with"
        + " mutable=True"
    case .call, .mapVariables: "name '\(collection)' in variables=, which says what is lifted"
    case .whileLoop: "name '\(collection)' in carry_variables or broadcast_variables"
    }
  }

  /// How a sown value comes to be kept.
  func hint(keeping collection: String) -> String {
    switch self {
    case .scan, .vmap:
      "add variable_axes: {\(collection): 0} to keep the values of all steps"
    default: hint(lifting: collection)
    }
  }

  /// How a stream comes to be lifted.
  func hint(lifting stream: String, isNeeded: Bool) -> String {
    switch self {
    case .scan, .vmap, .whileLoop:
      isNeeded
        ? "split_rngs must name the stream: {\(stream): true} for a key of each step's own,"
          + " {\(stream): false} to share one"
        : "name '\(stream)' in split_rngs"
    case .call, .mapVariables: "name '\(stream)' in rngs=, which says what is lifted"
    }
  }
}

/// What there is outside the lifted calls around a scope, but not in it.
struct Withheld {
  private var calls: [Call] = []

  private struct Call {
    let kind: LiftKind
    /// Collections that can be changed outside only.
    let mutable: Filter
    /// Collections that hold variables of the lifted scopes outside only.
    let variables: Set<String>
    /// Streams that can be drawn from outside only.
    let streams: Set<String>
    /// The streams that it hands on if there are any.
    let rngs: Filter
  }

  /// This with one more call, inside the others.
  func adding(
    _ kind: LiftKind, mutable: Filter, variables: Set<String>, streams: Set<String>, rngs: Filter
  ) -> Withheld {
    var copy = self
    copy.calls.append(
      Call(kind: kind, mutable: mutable, variables: variables, streams: streams, rngs: rngs))
    return copy
  }

  /// The call that keeps a collection from being changed, if any does.
  func call(fixing collection: String) -> LiftKind? {
    calls.last { $0.mutable.contains(collection) }?.kind
  }

  /// The call that doesn't hand on a collection, or keeps it from being changed, if any does.
  func call(hiding collection: String) -> LiftKind? {
    calls.last { $0.mutable.contains(collection) || $0.variables.contains(collection) }?.kind
  }

  /// The call that doesn't hand on a stream that there is, if any does.
  func call(hidingStream name: String) -> LiftKind? {
    calls.last { $0.streams.contains(name) }?.kind
  }

  /// The call that hands on neither a stream nor `params`, which stands for it, though there is one
  /// of them.
  func call(hidingKeysOf name: String) -> LiftKind? {
    calls.last {
      !$0.rngs.contains(name) && ($0.streams.contains(name) || $0.streams.contains("params"))
    }?.kind
  }
}
