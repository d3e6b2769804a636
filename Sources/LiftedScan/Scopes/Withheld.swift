/// Collections and streams outside the lifted calls around a scope that the calls don't hand on.
struct Withheld {
  private var calls: [Call] = []

  private struct Call {
    let advice: LiftAdvice
    /// Collections that can be changed outside only.
    let mutable: Filter
    /// Collections that hold variables of the lifted scopes outside only.
    let variables: Set<String>
    /// Streams that can be drawn from outside only.
    let streams: Set<String>
    /// Streams that the call hands on.
    let rngs: Filter
  }

  /// The collections and streams withheld by one more call, inside the others.
  func adding(
    _ advice: LiftAdvice, mutable: Filter, variables: Set<String>, streams: Set<String>,
    rngs: Filter
  ) -> Withheld {
    var copy = self
    copy.calls.append(
      Call(advice: advice, mutable: mutable, variables: variables, streams: streams, rngs: rngs))
    return copy
  }

  /// The advice of the call that keeps a collection from being changed, if any does.
  func advice(fixing collection: String) -> LiftAdvice? {
    calls.last { $0.mutable.contains(collection) }?.advice
  }

  /// The advice of the call that doesn't hand on a collection, or keeps it from being changed, if
  /// any does.
  func advice(hiding collection: String) -> LiftAdvice? {
    calls.last { $0.mutable.contains(collection) || $0.variables.contains(collection) }?.advice
  }

  /// Advice of the call that hides a stream; `nil` if none does.
  func advice(hidingStream name: String) -> LiftAdvice? {
    calls.last { $0.streams.contains(name) }?.advice
  }

  /// Advice of the call that hides both a stream and its fallback, `params`, though one of them
  /// exists outside.
  func advice(hidingKeysOf name: String) -> LiftAdvice? {
    calls.last {
      !$0.rngs.contains(name) && ($0.streams.contains(name) || $0.streams.contains("params"))
    }?.advice
  }
}
