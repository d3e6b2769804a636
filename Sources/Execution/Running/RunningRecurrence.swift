import Kernels

/// Runs a `RecurrenceStep`.
final class RunningRecurrence: RunningStep {
  private let step: RecurrenceStep
  /// The coefficients, the states, and the places of the states before and after each step.
  private let views: [View]
  private let length: Int
  /// Elements from one step to the one run next, of each of `views`.
  private let steps: [Int]
  private let axes: RowAxes

  init(_ step: RecurrenceStep) {
    self.step = step
    length = step.length
    views = step.coefficients + step.states + step.places
    let rank = step.states[0].sizes.count
    steps = views.map { view in
      let stride = view.sizes.count > rank ? view.strides[0] : 0
      return step.isReversed ? -stride : stride
    }
    axes = RowAxes(of: step.states[0].sizes, views)
    super.init(step)
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
    guard loop < axes.outerSizes.count else {
      runRow(starts)
      return
    }
    for _ in 0..<axes.outerSizes[loop] {
      run(starts, loop: loop + 1)
      for index in 0..<views.count { starts[index] += axes.outerSteps[loop][index] }
    }
    for index in 0..<views.count {
      starts[index] -= axes.outerSteps[loop][index] * axes.outerSizes[loop]
    }
  }

  private func runRow(_ starts: UnsafeMutablePointer<UnsafeMutableRawPointer>) {
    func floats(_ index: Int) -> UnsafeMutablePointer<Float> {
      starts[index].assumingMemoryBound(to: Float.self)
    }
    func coefficient(_ index: Int, repeats: Bool = false) -> Recurrence.Coefficient {
      Recurrence.Coefficient(floats(index), step: steps[index], repeatsColumn: repeats)
    }
    func states(_ place: Int) -> Recurrence.States? {
      let index = step.coefficients.count + step.states.count + place
      return step.isWanted[place] ? Recurrence.States(floats(index), step: steps[index]) : nil
    }
    let instructions = InstructionSet.current
    if let form = step.form {
      let recurrence = Recurrence(
        form, a: coefficient(0, repeats: axes.repeatsFirst), b: coefficient(1), state: floats(2),
        before: states(0), after: states(1))
      instructions.run(recurrence, steps: length, columns: axes.columns, stretches: step.stretches)
    } else {
      let recurrence = CoupledRecurrence(
        a: (coefficient(0), coefficient(1), coefficient(2), coefficient(3)),
        b: (coefficient(4), coefficient(5)), state: (floats(6), floats(7)),
        before: (states(0), states(1)), after: (states(2), states(3)))
      instructions.run(recurrence, steps: length, columns: axes.columns)
    }
  }
}

/// The axes of states: loops around rows of elements side by side.
private struct RowAxes {
  /// Turns of the loops, and bytes that a turn moves each of the views.
  let outerSizes: [Int]
  let outerSteps: [[Int]]
  /// Elements of a row.
  let columns: Int
  /// Whether the first view has one element for all of a row.
  let repeatsFirst: Bool

  /// Axes of these sizes, the last ones of each view; those that all views run through evenly are
  /// one.
  init(of stateSizes: [Int], _ views: [View]) {
    let rank = stateSizes.count
    var sizes: [Int] = []
    var strides: [[Int]] = []
    for axis in 0..<rank where stateSizes[axis] != 1 {
      let size = stateSizes[axis]
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
    repeatsFirst = (strides.popLast() ?? [1])[0] == 0
    outerSizes = sizes
    outerSteps = strides.map { $0.map { $0 * MemoryLayout<Float>.size } }
  }
}
