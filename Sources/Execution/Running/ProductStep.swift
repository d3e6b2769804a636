import Kernels

/// Where a product's right side is.
enum ProductRight {
  /// Packed, in a slot.
  case packed(View, PackedLayout)
  /// As it is, read once; with memory for parts of it.
  case plain(View, isTransposed: Bool, scratch: View)
}

/// Products of matrices, one for each index of some batch axes.
final class ProductStep: Step {
  /// `[batch…, rows, depth]`, the last stride 1.
  private let left: View
  private let right: ProductRight
  /// `[batch…, rows, columns]`, the last stride 1.
  private let result: View
  /// What the sums begin from, like the result; its last stride is 1, that of its rows may be 0.
  private let start: View?
  private let rows: ProductLayout
  /// Where the elements begin: looking at views would take as long as a small product.
  private let places: Places
  /// Elements between the rows of the right side, or its columns if it is transposed.
  private let rightStride: Int
  private let batchSizes: [Int]
  private let depth, columnCount: Int
  private let leftSteps, rightSteps, resultSteps, startSteps: [Int]
  private let threadCount: Int
  private let prepared: PreparedProduct?

  /// `threadCount` threads share each product out if it is large.
  init(left: View, right: ProductRight, result: View, start: View?, threadCount: Int) {
    self.left = left
    self.right = right
    self.result = result
    self.start = start
    let batch = result.sizes.count - 2
    rows = ProductLayout(
      result.sizes[batch], aStride: left.strides[batch], cStride: result.strides[batch],
      startStride: start?.strides[batch] ?? 0)
    switch right {
    case .packed(let view, _):
      rightStride = 0
      places = Places(left, view, result, start)
    case .plain(let view, let isTransposed, let scratch):
      rightStride = view.strides[isTransposed ? batch + 1 : batch]
      places = Places(left, view, result, start, scratch)
    }
    batchSizes = Array(result.sizes[..<batch])
    columnCount = result.sizes[batch + 1]
    depth = left.sizes[batch + 1]
    self.threadCount =
      SharedProduct.pays(rows: rows.count, depth: depth, columns: columnCount) ? threadCount : 1
    leftSteps = left.strides[..<batch].map { $0 * 4 }
    resultSteps = result.strides[..<batch].map { $0 * 4 }
    startSteps = start.map { $0.strides[..<batch].map { $0 * 4 } } ?? []
    rightSteps =
      switch right {
      case .packed: batchSizes.map { _ in 0 }
      case .plain(let view, _, _): view.strides[..<batch].map { $0 * 4 }
      }
    prepared =
      if case .packed(_, let layout) = right {
        PreparedProduct(rows, by: layout)
      } else {
        nil
      }
  }

  override func run(_ frame: Frame) {
    run(addresses(frame), axis: 0, frame)
  }

  override func run(_ frame: Frame, as member: Team.Member) {
    if case .packed = right, batchSizes.isEmpty {
      multiply(addresses(frame), frame)
    } else if member.isFirst {
      run(frame)
    }
  }

  override var suitsTeams: Bool { true }

  private struct Places {
    let left, right, result: View.Start
    let start, scratch: View.Start?

    init(_ left: View, _ right: View, _ result: View, _ start: View?, _ scratch: View? = nil) {
      (self.left, self.right, self.result) = (left.start, right.start, result.start)
      (self.start, self.scratch) = (start?.start, scratch?.start)
    }
  }

  private struct Addresses {
    var left, right, result: UnsafeMutableRawPointer
    var start, scratch: UnsafeMutableRawPointer?
  }

  private func addresses(_ frame: Frame) -> Addresses {
    Addresses(
      left: frame.address(places.left), right: frame.address(places.right),
      result: frame.address(places.result), start: places.start.map { frame.address($0) },
      scratch: places.scratch.map { frame.address($0) })
  }

  private func run(_ addresses: Addresses, axis: Int, _ frame: Frame) {
    guard axis < batchSizes.count else {
      multiply(addresses, frame)
      return
    }
    var current = addresses
    for _ in 0..<batchSizes[axis] {
      run(current, axis: axis + 1, frame)
      current.left += leftSteps[axis]
      current.right += rightSteps[axis]
      current.result += resultSteps[axis]
      if let start = current.start { current.start = start + startSteps[axis] }
    }
  }

  private func multiply(_ addresses: Addresses, _ frame: Frame) {
    let rows = ProductRows(
      rows, of: UnsafePointer(addresses.left.assumingMemoryBound(to: Float.self)),
      into: addresses.result.assumingMemoryBound(to: Float.self),
      beginningFrom: addresses.start.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) })
    switch right {
    case .packed(_, let layout):
      let packed = UnsafeRawPointer(addresses.right)
      if let member = frame.member {
        layout.multiply(
          rows, by: packed, panels: member.part(of: layout.panelCount),
          isBackwards: frame.isAtOddStep)
      } else if threadCount > 1 {
        SharedProduct(layout: layout, rows: rows, packed: packed).run(threads: threadCount)
      } else if let prepared {
        prepared.multiply(rows, by: packed, isBackwards: frame.isAtOddStep)
      } else {
        layout.multiply(rows, by: packed, isBackwards: frame.isAtOddStep)
      }
    case .plain(_, let isTransposed, _):
      guard let scratch = addresses.scratch else { return }
      let matrix = RightSide(
        UnsafePointer(addresses.right.assumingMemoryBound(to: Float.self)),
        stride: rightStride, isTransposed: isTransposed)
      InstructionSet.best.multiply(
        rows, by: matrix, depth: depth, columns: columnCount, scratch: scratch)
    }
  }

  override var lines: [String] {
    let beginning = start.map { "\($0) + " } ?? ""
    let rightSide =
      switch right {
      case .packed(let view, _): "packed \(view)"
      case .plain(let view, _, _): "\(view)"
      }
    return ["\(result) = \(beginning)\(left) @ \(rightSide)"]
  }
}

/// Packs matrices to be the right sides of products, each of which is as far from the one before.
final class PackStep: Step {
  private let source: View
  private let count, step: Int
  private let isTransposed: Bool
  private let layout: PackedLayout
  private let target: View

  /// `source` is the first of `count` matrices `[depth, columns]`, `step` bytes apart, the last
  /// stride 1 or, if they are transposed, the first; `target` is `[count, bytes]`.
  init(
    _ source: View, count: Int, step: Int, isTransposed: Bool, _ layout: PackedLayout,
    into target: View
  ) {
    self.source = source
    self.count = count
    self.step = step
    self.isTransposed = isTransposed
    self.layout = layout
    self.target = target
  }

  override func run(_ frame: Frame) {
    let (from, to) = (frame.address(source), frame.address(target))
    for index in 0..<count {
      let start = UnsafePointer((from + index * step).assumingMemoryBound(to: Float.self))
      let matrix = RightSide(
        start, stride: source.strides[isTransposed ? 1 : 0], isTransposed: isTransposed)
      layout.pack(matrix, into: to + index * target.strides[0])
    }
  }

  override var lines: [String] {
    ["\(count > 1 ? target : target.firstPart) = pack \(count > 1 ? "\(count) of " : "")\(source)"]
  }
}
