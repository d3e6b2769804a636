/// Python's `slice(start, stop, step)`; nil stands for `None`.
struct PythonSlice: Hashable, Sendable {
  var start: Int?
  var stop: Int?
  var step: Int?

  /// Bounds within a sequence of `count` elements and the number of elements between them.
  func bounds(count: Int) throws -> (start: Int, stop: Int, step: Int, count: Int) {
    let step = max(self.step ?? 1, -Int.max)
    guard step != 0 else { throw PythonFault.valueError("slice step cannot be zero") }
    let lowest = step < 0 ? -1 : 0
    let highest = step < 0 ? count - 1 : count
    func clamped(_ bound: Int?, default other: Int) -> Int {
      guard let bound else { return other }
      return min(max(bound < 0 ? bound + count : bound, lowest), highest)
    }
    let first = clamped(start, default: step < 0 ? highest : lowest)
    let last = clamped(stop, default: step < 0 ? lowest : highest)
    let distance = step < 0 ? first - last : last - first
    let length = distance <= 0 ? 0 : (distance - 1) / Int(step.magnitude) + 1
    return (first, last, step, length)
  }

  /// Indices of the elements within a sequence of `count`.
  func indices(count: Int) throws -> [Int] {
    let bounds = try bounds(count: count)
    return (0..<bounds.count).map { bounds.start + $0 * bounds.step }
  }
}
