import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// NumPy's indexing: the parts between the brackets of `x[…]`, resolved for an array of one shape.
struct ArrayIndex {
  /// A part of the index, for an axis of the array or for none.
  enum Part {
    case newAxis
    case range(AxisRange, axis: Int)
    case position(Int, axis: Int)
    case array(Tensor, axis: Int)
  }

  /// Indices of an axis: `count` of them from `start` on, `step` apart.
  struct AxisRange: Equatable {
    var start: Int
    var count: Int
    var step: Int
  }

  let shape: Shape
  /// For every axis of the array in order, and for new ones between.
  let parts: [Part]

  /// - Throws: when the values are no index, or too many.
  init(_ values: [Value], of shape: Shape) throws {
    self.shape = shape
    let consumed = values.reduce(0) { $0 + $1.indexedAxisCount }
    guard consumed <= shape.rank else {
      throw Diagnostic(
        "too many indices", expected: "at most \(shape.rank)", got: "\(consumed)"
      ).raising("IndexError")
    }
    guard values.count(where: \.isEllipsis) <= 1 else {
      throw Diagnostic("an index can have one '...' only").raising("IndexError")
    }
    var parts: [Part] = []
    var axis = 0
    func addWhole() {
      parts.append(.range(.init(start: 0, count: shape[axis], step: 1), axis: axis))
      axis += 1
    }
    for value in values {
      switch value {
      case .none, .leaf(.bool(true)): parts.append(.newAxis)
      case _ where value.isEllipsis: for _ in 0..<shape.rank - consumed { addWhole() }
      case .leaf(.tensor(let mask)) where mask.dtype == .bool && mask.rank > 0:
        for indices in try Self.places(of: mask, from: axis, shape) {
          parts.append(.array(indices, axis: axis))
          axis += 1
        }
      default:
        parts.append(try Self.part(value, axis: axis, size: shape[axis]))
        axis += 1
      }
    }
    while axis < shape.rank { addWhole() }
    self.parts = parts
  }

  private static func part(_ value: Value, axis: Int, size: Int) throws -> Part {
    if case .slice(let lower, let upper, let step)? = value.indexPart {
      return .range(try AxisRange(lower, upper, step, size: size), axis: axis)
    }
    switch value {
    case .leaf(.int(let index)): return .position(index, axis: axis)
    case .leaf(.tensor(let tensor)) where tensor.dtype.isInteger:
      // A number that is known is as good as one of Python's.
      if let index = value.staticInt { return .position(index, axis: axis) }
      return .array(tensor, axis: axis)
    case .list, .tuple:
      throw Diagnostic(
        "an array can't be indexed with \(value.text)",
        hint: "make it an array: x[jnp.array([0, 2])]")
    default:
      throw Diagnostic(
        "an index is an integer, a slice, None, ... or an array of integers", got: value.text)
    }
  }

  /// The indices a mask of the axes from `axis` on picks.
  ///
  /// - Throws: when it has other sizes, or isn't known.
  private static func places(of mask: Tensor, from axis: Int, _ shape: Shape) throws -> [Tensor] {
    let sizes = Array(shape.sizes[axis..<axis + mask.rank])
    guard mask.shape.sizes == sizes else {
      throw Diagnostic(
        "a mask must have the sizes of the axes it indexes", expected: "\(Shape(sizes))",
        got: "\(mask.shape)")
    }
    guard let places = try mask.knownPlaces() else {
      throw Diagnostic(
        "an array can't be indexed with a mask: how many elements it picks isn't known while the"
          + " model is traced", got: "an array \(mask.type)",
        hint: "use jnp.where(mask, a, b), which keeps the shape")
    }
    return places
  }

  // MARK: What it picks

  /// The arrays and, beside an array, the positions, each with its axis.
  var advanced: [(index: Tensor, axis: Int)] {
    guard hasArrays else { return [] }
    return parts.compactMap { part in
      switch part {
      case .array(let tensor, let axis): (tensor, axis)
      case .position(let index, let axis): (Tensor(NDArray(Int32(clamping: index))), axis)
      default: nil
      }
    }
  }

  private var hasArrays: Bool {
    parts.contains { if case .array = $0 { true } else { false } }
  }

  /// The ranges, one for each axis that isn't indexed by an array. A position alone is a range of
  /// one, which like JAX's stays inside the axis.
  var ranges: [(range: AxisRange, axis: Int)] {
    parts.compactMap { part in
      switch part {
      case .range(let range, let axis): (range, axis)
      case .position(let index, let axis) where !hasArrays:
        (.init(start: clamped(index, shape[axis]), count: min(1, shape[axis]), step: 1), axis)
      default: nil
      }
    }
  }

  private func clamped(_ index: Int, _ size: Int) -> Int {
    min(max(index < 0 ? index &+ size : index, 0), max(size - 1, 0))
  }

  /// The sizes that the arrays of the index broadcast to.
  func batchShape() throws -> Shape {
    try Tensor.broadcastShape(advanced.map(\.index.shape))
  }

  /// Sizes of the result's axes before and after those of the index arrays, which come first unless
  /// all arrays stand side by side.
  func resultSizes() -> (before: [Int], after: [Int]) {
    func size(_ part: Part) -> Int? {
      switch part {
      case .newAxis: 1
      case .range(let range, _): range.count
      case .position, .array: nil
      }
    }
    let isAdvanced = parts.map { size($0) == nil }
    guard hasArrays, let first = isAdvanced.firstIndex(of: true),
      let last = isAdvanced.lastIndex(of: true),
      isAdvanced[first...last].allSatisfy({ $0 })
    else { return ([], parts.compactMap(size)) }
    return (parts[..<first].compactMap(size), parts[(last + 1)...].compactMap(size))
  }

  /// Number of the ranges' axes before the index arrays' in the result.
  var leadingRangeCount: Int {
    let before = resultSizes().before.count
    return parts.prefix(before).count { if case .range = $0 { true } else { false } }
  }
}

extension ArrayIndex.AxisRange {
  /// Resolves a slice for an axis of `size`.
  init(_ lower: Int?, _ upper: Int?, _ step: Int?, size: Int) throws {
    let step = step ?? 1
    guard step != 0 else { throw Diagnostic("the step of a slice can't be 0") }
    func clamped(_ bound: Int, _ range: ClosedRange<Int>) -> Int {
      min(max(bound < 0 ? bound &+ size : bound, range.lowerBound), range.upperBound)
    }
    let first: Int
    let end: Int
    if step > 0 {
      (first, end) = (clamped(lower ?? 0, 0...size), upper.map { clamped($0, 0...size) } ?? size)
    } else {
      first = lower.map { clamped($0, -1...size - 1) } ?? size - 1
      end = upper.map { clamped($0, -1...size - 1) } ?? -1
    }
    let span = step > 0 ? end - first : first - end
    let count = span <= 0 ? 0 : (span - 1) / Int(clamping: step.magnitude) + 1
    self.init(start: first, count: count, step: count > 1 ? step : 1)
  }

  /// The indices.
  var indices: [Int] { (0..<count).map { start + $0 * step } }

  /// Whether the range is all of an axis.
  func isWhole(of size: Int) -> Bool { start == 0 && count == size && step == 1 }
}

extension Tree where Leaf == Object {
  /// The parts of an index. A list among several is an array; one alone isn't, as in JAX.
  var indices: [Value] {
    get throws {
      guard case .tuple(let parts) = self else { return [self] }
      return try parts.map { part in
        guard let items = part.elements else { return part }
        let array = try FunctionTable.array(part)
        return .tensor(items.isEmpty ? try array.converted(to: .int32) : array)
      }
    }
  }

  fileprivate var isEllipsis: Bool { indexPart == .ellipsis }

  /// Number of axes of the array that the part of an index consumes.
  fileprivate var indexedAxisCount: Int {
    switch self {
    case .none, .leaf(.bool): 0
    case _ where isEllipsis: 0
    case .leaf(.tensor(let mask)) where mask.dtype == .bool: max(mask.rank, 1)
    default: 1
    }
  }
}
