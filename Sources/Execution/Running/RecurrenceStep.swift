import Kernels

/// Makes the states of a linear carry for a block of steps.
final class RecurrenceStep: Step {
  /// `nil` for two states that read each other.
  private let form: RecurrenceForm?
  /// The coefficients, the states, and where the states before and after each step go, or where
  /// that isn't wanted the states again.
  private let views: [View]
  private let coefficientCount, stateCount: Int
  private let isWanted: [Bool]
  private let length: Int
  private let isReversed: Bool
  /// Turns of the loops around rows, and bytes that a turn moves each of `views`.
  private let outerSizes: [Int]
  private let outerSteps: [[Int]]
  /// Elements from one step to the one run next, of each of `views`.
  private let steps: [Int]
  private let columns: Int
  private let stretches: Bool
  private let repeatsFactor: Bool

  /// The form is `nil` for two states that read each other.
  ///
  /// States don't have the leading axis `length` that all else has. Neighbours along the last axis
  /// that isn't 1 are side by side, or a single factor is the same for all of them.
  init(
    _ form: RecurrenceForm?, coefficients: [View], states: [View], before: [View?],
    after: [View?], length: Int, isReversed: Bool, stretches: Bool
  ) {
    self.form = form
    self.stretches = stretches
    let places = zip(before + after, states + states).map { $0 ?? $1 }
    views = coefficients + states + places
    (coefficientCount, stateCount) = (coefficients.count, states.count)
    isWanted = (before + after).map { $0 != nil }
    self.length = length
    self.isReversed = isReversed
    let rank = states[0].sizes.count
    steps = views.map { view in
      let step = view.sizes.count > rank ? view.strides[0] : 0
      return isReversed ? -step : step
    }
    // Axes that all run through evenly are one.
    var sizes: [Int] = []
    var strides: [[Int]] = []
    for axis in 0..<rank where states[0].sizes[axis] != 1 {
      let size = states[0].sizes[axis]
      let axisStrides = views.map { $0.strides[$0.sizes.count - rank + axis] }
      if let last = strides.last, last == axisStrides.map({ $0 * size }) {
        sizes[sizes.count - 1] *= size
        strides[strides.count - 1] = axisStrides
      } else {
        sizes.append(size)
        strides.append(axisStrides)
      }
    }
    columns = sizes.popLast() ?? 1
    repeatsFactor = (strides.popLast() ?? [1])[0] == 0
    outerSizes = sizes
    outerSteps = strides.map { $0.map { $0 * MemoryLayout<Float>.size } }
  }

  override func run(_ frame: Frame) {
    withUnsafeTemporaryAllocation(
      of: UnsafeMutableRawPointer.self, capacity: views.count
    ) { memory in
      guard let starts = memory.baseAddress else { return }
      for (index, view) in views.enumerated() {
        let first = steps[index] < 0 ? (1 - length) * steps[index] : 0
        (starts + index).initialize(
          to: frame.address(view) + first * MemoryLayout<Float>.size)
      }
      run(starts, loop: 0)
    }
  }

  private func run(_ starts: UnsafeMutablePointer<UnsafeMutableRawPointer>, loop: Int) {
    guard loop < outerSizes.count else {
      runRow(starts)
      return
    }
    for _ in 0..<outerSizes[loop] {
      run(starts, loop: loop + 1)
      for index in 0..<views.count { starts[index] += outerSteps[loop][index] }
    }
    for index in 0..<views.count { starts[index] -= outerSteps[loop][index] * outerSizes[loop] }
  }

  private func runRow(_ starts: UnsafeMutablePointer<UnsafeMutableRawPointer>) {
    func floats(_ index: Int) -> UnsafeMutablePointer<Float> {
      starts[index].assumingMemoryBound(to: Float.self)
    }
    func coefficient(_ index: Int, repeats: Bool = false) -> Recurrence.Coefficient {
      Recurrence.Coefficient(floats(index), step: steps[index], repeatsColumn: repeats)
    }
    func states(_ place: Int) -> Recurrence.States? {
      let index = coefficientCount + stateCount + place
      return isWanted[place] ? Recurrence.States(floats(index), step: steps[index]) : nil
    }
    let instructions = InstructionSet.best
    if let form {
      let recurrence = Recurrence(
        form, a: coefficient(0, repeats: repeatsFactor), b: coefficient(1), state: floats(2),
        before: states(0), after: states(1))
      instructions.run(recurrence, steps: length, columns: columns, stretches: stretches)
    } else {
      let recurrence = CoupledRecurrence(
        a: (coefficient(0), coefficient(1), coefficient(2), coefficient(3)),
        b: (coefficient(4), coefficient(5)), state: (floats(6), floats(7)),
        before: (states(0), states(1)), after: (states(2), states(3)))
      instructions.run(recurrence, steps: length, columns: columns)
    }
  }

  override var suitsTeams: Bool { true }

  override var lines: [String] {
    let places = views.dropFirst(coefficientCount + stateCount)
    let names =
      [String](repeating: "before", count: stateCount)
      + [String](repeating: "after", count: stateCount)
    let states = zip(zip(names, places), isWanted).compactMap { place, isWanted in
      isWanted ? "\(place.1) \(place.0)" : nil
    }
    let results = views[coefficientCount..<coefficientCount + stateCount].map(\.description)
    let name = form?.rawValue ?? "coupled"
    return [
      (results + states).joined(separator: ", ") + " = recurrence \(name) "
        + views.prefix(coefficientCount).map(\.description).joined(separator: ", ")
        + (isReversed ? " backwards" : "") + (stretches ? " in stretches" : "")
    ]
  }
}
