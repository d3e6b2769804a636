import CKernels

/// A function over tiles, from an `InstructionSet`.
///
/// Element `(i, j)` of the result depends on elements `(i, j)` of the operands only, and on nothing
/// else: neither the tile's shape nor its place in memory changes a bit of it. A reduction's result
/// is one element for each row, which depends on the row alone.
public struct TileKernel: @unchecked Sendable {  // a function without state
  let function: CKTileFunction
  let operandCount: Int
  let isReduction: Bool

  init(_ function: CKTileFunction, operandCount: Int, isReduction: Bool = false) {
    self.function = function
    self.operandCount = operandCount
    self.isReduction = isReduction
  }

  /// Computes a tile from one operand.
  public func callAsFunction(
    _ a: TileOperand, into result: TileResult, rows: Int, columns: Int
  ) {
    run(a, a, a, count: 1, into: result, rows: rows, columns: columns)
  }

  /// Computes a tile from two operands.
  public func callAsFunction(
    _ a: TileOperand, _ b: TileOperand, into result: TileResult, rows: Int, columns: Int
  ) {
    run(a, b, b, count: 2, into: result, rows: rows, columns: columns)
  }

  /// Computes a tile from three operands.
  public func callAsFunction(
    _ a: TileOperand, _ b: TileOperand, _ c: TileOperand, into result: TileResult, rows: Int,
    columns: Int
  ) {
    run(a, b, c, count: 3, into: result, rows: rows, columns: columns)
  }

  private func run(
    _ a: TileOperand, _ b: TileOperand, _ c: TileOperand, count: Int, into result: TileResult,
    rows: Int, columns: Int
  ) {
    precondition(count == operandCount, "the kernel takes another number of operands")
    precondition(rows >= 0 && columns >= 0, "a tile has a negative size")
    let isFlat =
      !isReduction && result.rowStride == columns && a.isFlat(columns: columns)
      && b.isFlat(columns: columns) && c.isFlat(columns: columns)
    var tile = CKTile(
      result: result.start, resultRowStride: result.rowStride,
      operands: (a.value, b.value, c.value), rows: isFlat ? 1 : rows,
      columns: isFlat ? rows * columns : columns)
    function(&tile)
  }
}
