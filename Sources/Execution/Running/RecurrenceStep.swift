import Kernels

/// Makes the states of a linear carry for a block of steps.
final class RecurrenceStep: Step {
  private let form: RecurrenceForm
  private let a, b, state: View
  private let before, after: View?
  private let length: Int
  private let isReversed: Bool
  /// Turns of the loops around rows, and bytes that a turn moves each of `views`.
  private let outerSizes: [Int]
  private let outerSteps: [[Int]]
  private let columns: Int
  private let repeatsA: Bool

  /// `a`, `b`, `before` and `after` are `[length, …]`, `state` without the first axis. Neighbours
  /// along the last axis that isn't 1 are side by side, or `a` is the same for all of them.
  init(
    _ form: RecurrenceForm, a: View, b: View, state: View, before: View?, after: View?,
    length: Int, isReversed: Bool
  ) {
    self.form = form
    (self.a, self.b, self.state) = (a, b, state)
    (self.before, self.after) = (before, after)
    self.length = length
    self.isReversed = isReversed
    let inner = [a.firstPart, b.firstPart, state] + [before, after].map { $0?.firstPart ?? state }
    // Axes that all run through evenly are one.
    var sizes: [Int] = []
    var strides: [[Int]] = []
    for axis in state.sizes.indices where state.sizes[axis] != 1 {
      let (size, axisStrides) = (state.sizes[axis], inner.map { $0.strides[axis] })
      if let last = strides.last, last == axisStrides.map({ $0 * size }) {
        sizes[sizes.count - 1] *= size
        strides[strides.count - 1] = axisStrides
      } else {
        sizes.append(size)
        strides.append(axisStrides)
      }
    }
    columns = sizes.popLast() ?? 1
    repeatsA = (strides.popLast() ?? [1])[0] == 0
    outerSizes = sizes
    outerSteps = strides.map { $0.map { $0 * MemoryLayout<Float>.size } }
  }

  private typealias Addresses = (
    a: UnsafeMutableRawPointer, b: UnsafeMutableRawPointer, state: UnsafeMutableRawPointer,
    before: UnsafeMutableRawPointer, after: UnsafeMutableRawPointer
  )

  override func run(_ frame: Frame) {
    /// The first step that is run.
    func start(_ view: View?) -> UnsafeMutableRawPointer {
      guard let view else { return frame.address(state) }
      let first = isReversed ? (length - 1) * view.strides[0] : 0
      return frame.address(view) + first * MemoryLayout<Float>.size
    }
    run((start(a), start(b), frame.address(state), start(before), start(after)), loop: 0)
  }

  private func run(_ addresses: Addresses, loop: Int) {
    guard loop < outerSizes.count else {
      runRow(addresses)
      return
    }
    var current = addresses
    let steps = outerSteps[loop]
    for _ in 0..<outerSizes[loop] {
      run(current, loop: loop + 1)
      current.a += steps[0]
      current.b += steps[1]
      current.state += steps[2]
      current.before += steps[3]
      current.after += steps[4]
    }
  }

  private func runRow(_ addresses: Addresses) {
    func step(_ view: View) -> Int { isReversed ? -view.strides[0] : view.strides[0] }
    func floats(_ address: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Float> {
      address.assumingMemoryBound(to: Float.self)
    }
    let recurrence = Recurrence(
      form,
      a: Recurrence.Coefficient(floats(addresses.a), step: step(a), repeatsColumn: repeatsA),
      b: Recurrence.Coefficient(floats(addresses.b), step: step(b)), state: floats(addresses.state),
      before: before.map { Recurrence.States(floats(addresses.before), step: step($0)) },
      after: after.map { Recurrence.States(floats(addresses.after), step: step($0)) })
    InstructionSet.best.run(recurrence, steps: length, columns: columns)
  }

  override var lines: [String] {
    let states = [before.map { "\($0) before" }, after.map { "\($0) after" }].compactMap { $0 }
    return [
      "\(state)\(states.map { ", " + $0 }.joined()) = recurrence \(form.rawValue) \(a), \(b)"
        + (isReversed ? " backwards" : "")
    ]
  }
}
