import CKernels

/// A float32 matrix to multiply by, `[depth, columns]`, with rows in one piece or, if it is
/// transposed, columns.
public struct RightSide: @unchecked Sendable {  // a pointer, read by the product it is given to
  /// The first element.
  let start: UnsafePointer<Float>
  /// Elements from one row, or column, to the next.
  let stride: Int
  /// Whether `stride` leads from column to column.
  let isTransposed: Bool

  /// Element `(k, j)` is `start[k * stride + j]`, or transposed `start[j * stride + k]`.
  public init(_ start: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
    self.start = start
    self.stride = stride
    self.isTransposed = isTransposed
  }

  /// The address of element `(row, column)`.
  func element(_ row: Int, _ column: Int) -> UnsafePointer<Float> {
    start + (isTransposed ? column * stride + row : row * stride + column)
  }
}

extension PackedLayout {
  /// Packs a matrix, or some of its columns: a matrix made of several side by side is packed one
  /// by one.
  ///
  /// - Parameters:
  ///   - source: the columns to pack, the first at `source`'s start.
  ///   - range: where they belong (all, if left out).
  ///   - memory: `byteCount` bytes.
  public func pack(
    _ source: RightSide, columns range: Range<Int>? = nil, into memory: UnsafeMutableRawPointer
  ) {
    let range = range ?? 0..<columns
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns out of range")
    for panel in 0..<panelCount {
      let panelColumns = columns(ofPanels: panel..<panel + 1)
      let part = panelColumns.clamped(to: range)
      let width = width(ofPanel: panel)
      let start = memory + panelColumns.lowerBound * depth * storage.byteCount
      if !part.isEmpty {
        pack(
          source, from: part.lowerBound - range.lowerBound, count: part.count, rows: 0..<depth,
          into: start + (part.lowerBound - panelColumns.lowerBound) * storage.byteCount,
          width: width)
      }
      // Whoever brings the last column fills up the last vector.
      if part.upperBound == columns, panelColumns.count < width {
        fillUp(start, from: panelColumns.count, width: width, rows: depth)
      }
    }
  }

  /// Packs rows of `count` columns, from `column` on, `width` elements apart.
  func pack(
    _ source: RightSide, from column: Int, count: Int, rows: Range<Int>,
    into target: UnsafeMutableRawPointer, width: Int
  ) {
    let start = source.element(rows.lowerBound, column)
    if !source.isTransposed {
      narrowing(
        TileOperand(start, rowStride: source.stride), into: target, width: width,
        rows: rows.count, columns: count)
    } else if storage == .float32 {
      instructions.transpose(
        start, rowStride: source.stride, rows: count, columns: rows.count, into: target,
        rowStride: width)
    } else {
      // A few rows at a time, so that they are still in cache when they are narrowed.
      let step = 64
      withUnsafeTemporaryAllocation(of: Float.self, capacity: step * width) { block in
        guard let block = block.baseAddress else { return }
        for row in stride(from: 0, to: rows.count, by: step) {
          let rowCount = min(step, rows.count - row)
          instructions.transpose(
            start + row, rowStride: source.stride, rows: count, columns: rowCount, into: block,
            rowStride: width)
          narrowing(
            TileOperand(block, rowStride: width),
            into: target + row * width * storage.byteCount, width: width, rows: rowCount,
            columns: count)
        }
      }
    }
  }

  private func narrowing(
    _ source: TileOperand, into target: UnsafeMutableRawPointer, width: Int, rows: Int,
    columns: Int
  ) {
    let kernel =
      switch storage {
      case .float32: instructions.kernel(.copy)
      case .bfloat16: instructions.conversion(to: .bfloat16)
      case .float16: instructions.conversion(to: .float16)
      }
    kernel(source, into: TileResult(target, rowStride: width), rows: rows, columns: columns)
  }

  func fillUp(
    _ panel: UnsafeMutableRawPointer, from column: Int, width: Int, rows: Int
  ) {
    for row in 0..<rows {
      (panel + (row * width + column) * storage.byteCount)
        .initializeMemory(as: UInt8.self, repeating: 0, count: (width - column) * storage.byteCount)
    }
  }
}
