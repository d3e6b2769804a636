import CKernels

/// A call of a kernel, some rows times some panels of a packed matrix, ready but for the addresses.
struct PanelCall {
  private let kernel: CKPanelFunction
  private let arguments: CKPanels
  /// Elements from where the rows of the operands begin.
  private let a, c: Int
  private let beginsFromResult: Bool
  /// Bytes from where the packed matrix begins; that of what is to be fetched may be missing.
  private let b: Int
  private let next: Int?

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
  private let calls, backwardCalls: UnsafeMutableBufferPointer<PanelCall>

  /// A product of such rows; `nil` if it is so large that there is no point.
  public init?(_ rows: ProductLayout, by matrix: PackedLayout) {
    guard rows.count <= rowBlock, matrix.panelCount <= Self.mostPanels,
      matrix.depth <= Self.mostTerms
    else { return nil }
    func calls(isBackwards: Bool) -> UnsafeMutableBufferPointer<PanelCall> {
      var calls: [PanelCall] = []
      matrix.forEachCall(rows, panels: 0..<matrix.panelCount, terms: 0..<matrix.depth, isBackwards)
      {
        calls.append($0)
      }
      let memory = UnsafeMutableBufferPointer<PanelCall>.allocate(capacity: calls.count)
      _ = memory.initialize(from: calls)
      return memory
    }
    self.calls = calls(isBackwards: false)
    backwardCalls = calls(isBackwards: true)
  }

  deinit {
    calls.deallocate()
    backwardCalls.deallocate()
  }

  private static let mostPanels = 32
  private static let mostTerms = 256

  /// As `PackedLayout.multiply`; the rows lie as `init` was told.
  public func multiply(
    _ rows: ProductRows, by packed: UnsafeRawPointer, isBackwards: Bool = false
  ) {
    let calls = isBackwards ? backwardCalls : calls
    guard let first = calls.baseAddress else { return }
    for index in 0..<calls.count { (first + index).pointee.run(rows, by: packed) }
  }
}
