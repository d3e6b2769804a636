import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  /// `value[index]`.
  static func item(of value: Value, _ index: Value) throws -> Value {
    switch value {
    case .tuple(let parts): return try item(of: parts, index) { .tuple($0) }
    case .list(let parts): return try item(of: parts, index) { .list($0) }
    case .leaf(.string(let text)):
      return try item(of: text.map { .string(String($0)) }, index) { parts in
        .string(parts.map(\.formatted).joined())
      }
    case .dict(let fields):
      let key = try index.string("key of a dict")
      guard let part = fields[key] else {
        throw Diagnostic(
          "the dict has no key '\(key)'", hint: suggestion(for: key, among: fields.keys))
      }
      return part
    case .leaf(.tensor(let tensor)):
      let indices = if case .tuple(let parts) = index { parts } else { [index] }
      return .tensor(try item(of: tensor, indices))
    default: throw Diagnostic("\(value.text) has no items")
    }
  }

  private static func item(
    of parts: [Value], _ index: Value, wrap: ([Value]) -> Value
  ) throws -> Value {
    guard case .leaf(.slice(let lower, let upper, let step)) = index else {
      return parts[try position(of: index, in: parts.count)]
    }
    return wrap(
      try positions(lower, upper, step, count: parts.count).map { parts[$0] })
  }

  /// The position an index means; a negative one counts from the end.
  static func position(of index: Value, in count: Int) throws -> Int {
    let index = try index.int("index")
    let position = index < 0 ? index + count : index
    guard (0..<count).contains(position) else {
      throw Diagnostic("index \(index) is out of range", got: "\(count) items")
    }
    return position
  }

  /// The positions a slice means, as Python counts them.
  private static func positions(
    _ lower: Int?, _ upper: Int?, _ step: Int?, count: Int
  ) throws -> [Int] {
    let step = step ?? 1
    guard step != 0 else { throw Diagnostic("the step of a slice can't be 0") }
    func clamped(_ bound: Int, _ range: ClosedRange<Int>) -> Int {
      min(max(bound < 0 ? bound + count : bound, range.lowerBound), range.upperBound)
    }
    if step > 0 {
      let start = clamped(lower ?? 0, 0...count)
      let end = upper.map { clamped($0, 0...count) } ?? count
      return Array(stride(from: start, to: end, by: step))
    }
    let start = lower.map { clamped($0, -1...(count - 1)) } ?? count - 1
    let end = upper.map { clamped($0, -1...(count - 1)) } ?? -1
    return Array(stride(from: start, to: end, by: step))
  }

  // MARK: Arrays

  /// NumPy's basic indexing: integers, slices, `...` and `None`.
  private static func item(of tensor: Tensor, _ indices: [Value]) throws -> Tensor {
    let consumed = indices.count { !$0.isNone && !$0.isEllipsis }
    guard consumed <= tensor.rank else {
      throw Diagnostic("too many indices", expected: "at most \(tensor.rank)", got: "\(consumed)")
    }
    guard indices.count(where: \.isEllipsis) <= 1 else {
      throw Diagnostic("an index can have one '...' only")
    }
    var result = tensor
    var axis = 0
    for index in indices {
      switch index {
      case .none:
        result = try result.expandingAxis(axis)
        axis += 1
      case .leaf(.ellipsis): axis += tensor.rank - consumed
      case .leaf(.int(let position)): result = try result.indexed(axis: axis, position)
      case .leaf(.slice(let lower, let upper, let step)):
        result = try sliced(result, axis, lower, upper, step)
        axis += 1
      default:
        throw Diagnostic(
          "an array can be indexed with integers, slices, None and ... only", got: index.text,
          hint: "jnp.take(x, indices, axis) looks up with an array of indices")
      }
    }
    return result
  }

  private static func sliced(
    _ tensor: Tensor, _ axis: Int, _ lower: Int?, _ upper: Int?, _ step: Int?
  ) throws -> Tensor {
    let positions = try positions(lower, upper, step, count: tensor.shape[axis])
    let stride = step ?? 1
    guard let first = positions.first, let last = positions.last else {
      return try tensor.sliced(axis: axis, 0..<0)
    }
    if stride > 0 { return try tensor.sliced(axis: axis, first..<last + 1, stride: stride) }
    return try tensor.sliced(axis: axis, last..<first + 1, stride: -stride)
      .reversed(axes: [axis])
  }
}

extension Tree where Leaf == Object {
  fileprivate var isEllipsis: Bool { if case .leaf(.ellipsis) = self { true } else { false } }
}
