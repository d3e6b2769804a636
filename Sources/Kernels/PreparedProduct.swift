import CKernels

/// A call of a kernel, some rows times some panels of a packed matrix, ready but for the addresses.
struct PanelCall {
  private let kernel: CKPanelFunction
  private let arguments: CKPanels
  /// Offset of the left side's rows, in elements from the operand's start.
  private let a: Int
  private var c: Int
  private let beginsFromResult: Bool
  /// Offset in bytes from the packed matrix's start; for data to prefetch it may be outside.
  private var b: Int
  private var next: Int?

  init(
    _ matrix: PackedLayout, _ rows: ProductLayout, panels: Range<Int>, depth terms: Range<Int>
  ) {
    let size = matrix.storage.byteCount
    let width = matrix.width(ofPanel: panels.lowerBound)
    let columns = matrix.columns(ofPanels: panels)
    kernel = matrix.kernel(ofPanel: panels.lowerBound)
    (a, c) = (terms.lowerBound, columns.lowerBound)
    b = matrix.byteOffset(ofPanel: panels.lowerBound) + terms.lowerBound * width * size
    beginsFromResult = terms.lowerBound > 0
    var arguments = rows.panels(
      columns: columns.count, depth: terms.count, isFirst: !beginsFromResult,
      vectorWidth: matrix.instructions.vectorWidth)
    arguments.bStride = width
    arguments.panelStride = width * matrix.depth
    arguments.panels = panels.count
    next = matrix.block(after: terms, ofPanel: panels.upperBound - 1).map { next in
      let rowByteCount = matrix.width(ofPanel: next.panel) * size
      arguments.nextStride = rowByteCount
      arguments.nextLines = (rowByteCount + 63) / 64
      return matrix.byteOffset(ofPanel: next.panel) + next.term * rowByteCount
    }
    self.arguments = arguments
  }

  /// The same for a matrix that is a piece of another.
  func moved(to piece: PackedParts.Piece) -> PanelCall {
    var call = self
    call.c += piece.column
    call.b += piece.byteOffset
    call.next? += piece.byteOffset
    return call
  }

  func run(_ rows: ProductRows, by packed: UnsafeRawPointer) {
    var arguments = arguments
    arguments.a = rows.a + a
    arguments.b = packed + b
    arguments.c = rows.c + c
    arguments.start =
      beginsFromResult ? UnsafePointer(rows.c + c) : rows.start.map { $0 + c }
    arguments.next = next.map { packed + $0 }
    kernel(&arguments)
  }
}

/// A product of rows with a packed matrix, ready but for the addresses: a small one takes less time
/// to compute than to work out.
public final class PreparedProduct: @unchecked Sendable {  // its memory doesn't change after `init`
  /// In order, and in the order that begins with the last panels.
  private let calls, backwardCalls: UnsafeMutableBufferPointer<PanelCall>
  /// Number of calls before each part, and of all calls at the end.
  private let starts: UnsafeMutableBufferPointer<Int>

  /// A product of such rows; `nil` if it is too large for the preparation to pay.
  public convenience init?(_ rows: ProductLayout, by matrix: PackedLayout) {
    guard rows.count <= mostRows, matrix.panelCount <= Self.mostPanels,
      matrix.depth <= Self.mostTerms
    else { return nil }
    self.init(rows, by: [[PackedParts.Piece(layout: matrix, column: 0, byteOffset: 0)]])
  }

  /// A product of at most 192 such rows, in parts.
  public convenience init(_ rows: ProductLayout, by matrix: PackedParts) {
    precondition(rows.count <= mostRows, "too many rows")
    self.init(rows, by: matrix.pieces)
  }

  private init(_ rows: ProductLayout, by parts: [[PackedParts.Piece]]) {
    var calls: [PanelCall] = []
    var backwardCalls: [PanelCall] = []
    var starts = [0]
    for part in parts {
      for piece in part {
        piece.forEachCall(rows, isBackwards: false) { calls.append($0) }
      }
      starts.append(calls.count)
    }
    for piece in parts.joined().reversed() {
      piece.forEachCall(rows, isBackwards: true) { backwardCalls.append($0) }
    }
    self.calls = Self.memory(of: calls)
    self.backwardCalls = Self.memory(of: backwardCalls)
    self.starts = Self.memory(of: starts)
  }

  private static func memory<T>(of elements: [T]) -> UnsafeMutableBufferPointer<T> {
    let memory = UnsafeMutableBufferPointer<T>.allocate(capacity: elements.count)
    _ = memory.initialize(from: elements)
    return memory
  }

  deinit {
    calls.deallocate()
    backwardCalls.deallocate()
    starts.deallocate()
  }

  private static let mostPanels = 32
  private static let mostTerms = 256

  /// Number of parts.
  public var partCount: Int { starts.count - 1 }

  /// `PackedLayout.multiply` of some of the parts or all; the rows lie as `init` was told.
  public func multiply(
    _ rows: ProductRows, by packed: UnsafeRawPointer, parts: Range<Int>? = nil,
    isBackwards: Bool = false
  ) {
    let parts = parts ?? 0..<partCount
    let (start, end) = (starts[parts.lowerBound], starts[parts.upperBound])
    let range = isBackwards ? calls.count - end..<calls.count - start : start..<end
    guard let first = (isBackwards ? backwardCalls : calls).baseAddress else { return }
    for index in range { (first + index).pointee.run(rows, by: packed) }
  }
}

extension PackedParts.Piece {
  /// The calls of kernels for all of a few rows.
  fileprivate func forEachCall(
    _ rows: ProductLayout, isBackwards: Bool, _ body: (PanelCall) -> Void
  ) {
    layout.forEachCall(
      rows, panels: 0..<layout.panelCount, terms: 0..<layout.depth, isBackwards
    ) { body($0.moved(to: self)) }
  }
}
