import CKernels

/// An operand of a kernel over a tile of rows × columns elements: a matrix, or a row, a column or a
/// scalar that repeats.
///
/// Strides count elements. The memory must stay valid while a kernel runs.
public struct TileOperand: @unchecked Sendable {  // a pointer, read by the kernel it is given to
  let value: CKOperand

  /// Rows of a matrix, `rowStride` elements apart.
  public init(_ start: UnsafeRawPointer, rowStride: Int) {
    self.init(start, rowStride: rowStride, repeatsColumn: false)
  }

  private init(_ start: UnsafeRawPointer, rowStride: Int, repeatsColumn: Bool) {
    value = CKOperand(start: start, rowStride: rowStride, repeatsColumn: repeatsColumn)
  }

  /// A row that is the same for every row of the tile.
  public static func row(_ start: UnsafeRawPointer) -> TileOperand {
    TileOperand(start, rowStride: 0)
  }

  /// A column of one element for each row of the tile, `stride` elements apart.
  public static func column(_ start: UnsafeRawPointer, stride: Int = 1) -> TileOperand {
    TileOperand(start, rowStride: stride, repeatsColumn: true)
  }

  /// A single element for the whole tile.
  public static func scalar(_ start: UnsafeRawPointer) -> TileOperand {
    TileOperand(start, rowStride: 0, repeatsColumn: true)
  }

  /// Whether a tile of rows of that length is one contiguous row.
  func isFlat(columns: Int) -> Bool {
    value.rowStride == (value.repeatsColumn ? 0 : columns)
  }
}

/// Memory for a kernel's results: rows `rowStride` elements apart.
///
/// It may be the very place of an operand, with the same stride and elements of the same size;
/// otherwise it overlaps none.
public struct TileResult: @unchecked Sendable {  // a pointer, written by the kernel it is given to
  let start: UnsafeMutableRawPointer
  let rowStride: Int

  /// Rows `rowStride` elements apart.
  public init(_ start: UnsafeMutableRawPointer, rowStride: Int) {
    self.start = start
    self.rowStride = rowStride
  }
}
