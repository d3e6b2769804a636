import Arrays
import Kernels

/// Plans the states of a linear carry in a block of steps.
struct RecurrenceBuilder {
  let form: LinearCarry.Form
  /// `[length, …]` or, of scalars, `[length]`.
  let coefficients: [View]
  /// The parts of the carry.
  let states: [View]
  /// Views to write the states before and after each step to, `[length, …]`.
  let before, after: [View?]
  let length: Int
  let isReversed: Bool
  /// Whether to run stretches of time side by side.
  let stretches: Bool

  func emit(in plan: PlanBuilder) {
    let (form, coefficients) = recurrence(plan)
    let rows = coefficients.enumerated().map { index, view in
      let view = expanded(view)
      // A factor alone may be the same for all columns.
      let mayRepeat = index == 0 && form != nil
      return view.hasColumns || (mayRepeat && view.repeatsColumns) ? view : dense(view, plan)
    }
    let targets = before + after
    let places = targets.map { target -> View? in
      guard let target, !target.hasColumns else { return target }
      return plan.addBuffer(target.dtype, target.sizes)
    }
    plan.emit(
      .recurrence(
        RecurrenceStep(
          form, coefficients: rows, states: states, before: Array(places.prefix(states.count)),
          after: Array(places.suffix(states.count)), length: length, isReversed: isReversed,
          stretches: stretches)),
      touching: (rows + states + places.compactMap { $0 }).map(\.slot))
    for case let (target?, place?) in zip(targets, places) where target != place {
      plan.emit(.copy(CopyStep(from: place, to: target)), touching: [place.slot, target.slot])
    }
  }

  /// How a kernel runs it: what is delayed is a term whose factor is 0.
  private func recurrence(_ plan: PlanBuilder) -> (form: RecurrenceForm?, coefficients: [View]) {
    switch form {
    case .single(let form): (form, coefficients)
    case .coupled: (nil, coefficients)
    case .delay: (.reset, [plan.view(of: NDArray(Float(0)))] + coefficients)
    }
  }

  /// A coefficient as `[length, …]`.
  private func expanded(_ view: View) -> View {
    var result = view
    let sizes = states[0].sizes
    result.sizes = [length] + sizes
    if view.sizes.count != result.sizes.count {
      result.strides = [view.strides.first ?? 0] + sizes.map { _ in 0 }
    }
    return result
  }

  /// The same with columns side by side, made for one step if it is the same in all.
  private func dense(_ view: View, _ plan: PlanBuilder) -> View {
    guard view.strides[0] == 0 else { return plan.dense(view) }
    var result = plan.dense(view.firstPart)
    result.sizes = view.sizes
    result.strides = [0] + result.strides
    return result
  }
}

extension View {
  /// The stride of the last axis that has several elements, behind the leading one.
  private var columnStride: Int {
    sizes.indices.dropFirst().last { sizes[$0] != 1 }.map { strides[$0] } ?? 1
  }

  fileprivate var hasColumns: Bool { columnStride == 1 }
  fileprivate var repeatsColumns: Bool { columnStride == 0 }
}
