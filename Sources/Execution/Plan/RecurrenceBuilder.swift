import Arrays
import Kernels

/// Plans the states of a linear carry in a block of steps.
struct RecurrenceBuilder {
  let form: RecurrenceForm
  /// The coefficients `[length, …]` or, of a carry that is no scalar, `[length]`; `nil` for 1 and 0.
  let a, b: View?
  /// The carry.
  let state: View
  /// Where the states before and after each step go, `[length, …]`.
  let before, after: View?
  let length: Int
  let isReversed: Bool

  func emit(in plan: PlanBuilder) {
    var a = expanded(self.a ?? plan.view(of: NDArray(Float(1))))
    var b = expanded(self.b ?? plan.view(of: NDArray(Float(0))))
    if !a.hasColumns, !a.repeatsColumns { a = dense(a, plan) }
    if !b.hasColumns { b = dense(b, plan) }
    func place(_ target: View?) -> View? {
      guard let target, !target.hasColumns else { return target }
      return plan.addBuffer(target.dtype, target.sizes)
    }
    let (beforePlace, afterPlace) = (place(before), place(after))
    let step = RecurrenceStep(
      form, a: a, b: b, state: state, before: beforePlace, after: afterPlace, length: length,
      isReversed: isReversed)
    plan.emit(
      step, touching: ([a, b, state] + [beforePlace, afterPlace].compactMap { $0 }).map(\.slot))
    for case let (target?, place?) in [(before, beforePlace), (after, afterPlace)]
    where target != place {
      plan.emit(CopyStep(from: place, to: target), touching: [place.slot, target.slot])
    }
  }

  /// A coefficient as `[length, …]`.
  private func expanded(_ view: View) -> View {
    var result = view
    result.sizes = [length] + state.sizes
    if view.sizes.count != result.sizes.count {
      result.strides = [view.strides.first ?? 0] + state.sizes.map { _ in 0 }
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
