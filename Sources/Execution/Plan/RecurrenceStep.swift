import Kernels

/// Makes the states of a linear carry for a block of steps.
struct RecurrenceStep: StepContent {
  /// `nil` for two states that read each other.
  let form: RecurrenceForm?
  /// `[length, …]`. Neighbours along the last axis that isn't 1 are side by side, or a single factor is
  /// the same for all of them.
  let coefficients: [View]
  /// The states, without the leading axis.
  let states: [View]
  /// The places of the states before each step, `[length, …]`, then of those after; a place that isn't
  /// wanted is the state's own.
  let places: [View]
  /// For each place, whether it is wanted.
  let isWanted: [Bool]
  /// Steps of the block.
  let length: Int
  let isReversed: Bool
  /// Whether stretches of time run side by side.
  let stretches: Bool

  init(
    _ form: RecurrenceForm?, coefficients: [View], states: [View], before: [View?],
    after: [View?], length: Int, isReversed: Bool, stretches: Bool
  ) {
    self.form = form
    (self.coefficients, self.states) = (coefficients, states)
    places = zip(before + after, states + states).map { $0 ?? $1 }
    isWanted = (before + after).map { $0 != nil }
    (self.length, self.isReversed, self.stretches) = (length, isReversed, stretches)
  }

  var suitsTeams: Bool { true }

  var lines: [String] {
    let names = states.map { _ in "before" } + states.map { _ in "after" }
    let wanted = zip(zip(names, places), isWanted).compactMap { place, isWanted in
      isWanted ? "\(place.1) \(place.0)" : nil
    }
    return [
      (states.map(\.description) + wanted).joined(separator: ", ")
        + " = recurrence \(form?.rawValue ?? "coupled") "
        + coefficients.map(\.description).joined(separator: ", ")
        + (isReversed ? " backwards" : "") + (stretches ? " in stretches" : "")
    ]
  }
}
