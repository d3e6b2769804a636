import CKernels

/// Largest number of rows for which reading a matrix in place is cheaper than packing it first.
private let fewRows = 16

/// Largest number of terms of a panel that are packed at a time: as many as stay in the first-level
/// cache.
private let packedTerms = 256

extension InstructionSet {
  /// Adds the products of rows with a matrix `[depth, columns]` to the start values, for a matrix
  /// that is used once. The bits are those of a product with the packed matrix.
  ///
  /// - Parameters:
  ///   - panels: which panels of `PackedLayout(depth:columns:)` to compute (all, if left out).
  ///   - scratch: `scratchByteCount(rows:depth:)` bytes for parts of the matrix; they are best on a
  ///     64-byte boundary.
  public func multiply(
    _ rows: ProductRows, by matrix: RightSide, depth: Int, columns: Int,
    panels: Range<Int>? = nil, scratch: UnsafeMutableRawPointer
  ) {
    let layout = PackedLayout(depth: depth, columns: columns, instructions: self)
    let panels = panels ?? 0..<layout.panelCount
    precondition(
      panels.lowerBound >= 0 && panels.upperBound <= layout.panelCount, "panels out of range")
    guard rows.count > 0 else { return }
    for panel in panels { layout.multiply(rows, by: matrix, panel: panel, scratch) }
  }

  /// Whether a product of `rows` rows with an unpacked matrix packs all of the matrix, part by
  /// part, instead of reading it in place.
  public func packsParts(rows: Int) -> Bool { rows > fewRows }

  /// Scratch memory in bytes that a product of `rows` rows with an unpacked matrix takes besides
  /// its operands.
  public func scratchByteCount(rows: Int, depth: Int) -> Int {
    (packsParts(rows: rows) ? min(depth, packedTerms) : depth) * 3 * vectorWidth * 4
  }
}

extension PackedLayout {
  /// Computes one panel of a product. The panel is packed into `scratch` a block at a time, unless
  /// it is read just a few times and has whole vectors.
  fileprivate func multiply(
    _ rows: ProductRows, by matrix: RightSide, panel: Int, _ scratch: UnsafeMutableRawPointer
  ) {
    let panelColumns = columns(ofPanels: panel..<panel + 1)
    let width = width(ofPanel: panel)
    let isFew = rows.count <= fewRows
    func multiply(depth terms: Range<Int>, _ b: UnsafeRawPointer, stride: Int) {
      var arguments = rows.panels(
        columns: panelColumns, depth: terms, vectorWidth: instructions.vectorWidth)
      arguments.b = b
      arguments.bStride = stride
      if let next = block(after: terms, ofPanel: panel, of: matrix) {
        arguments.next = UnsafeRawPointer(next.start)
        arguments.nextStride = matrix.stride * 4
        arguments.nextLines = next.lines
      }
      kernel(ofPanel: panel)(&arguments)
    }
    if isFew, !matrix.isTransposed, panelColumns.count == width {
      let start = matrix.element(0, panelColumns.lowerBound)
      multiply(depth: 0..<depth, UnsafeRawPointer(start), stride: matrix.stride)
      return
    }
    func packAndMultiply(_ terms: Range<Int>) {
      pack(
        matrix, from: panelColumns.lowerBound, count: panelColumns.count, rows: terms,
        into: scratch, width: width)
      if panelColumns.count < width {
        fillUp(scratch, from: panelColumns.count, width: width, rows: terms.count)
      }
      multiply(depth: terms, UnsafeRawPointer(scratch), stride: width)
    }
    if isFew {
      packAndMultiply(0..<depth)
    } else {
      (0..<depth).forEachBlock(of: packedTerms, packAndMultiply)
    }
  }
  /// The block that is packed after a block of a panel, and the number of cache lines in its rows:
  /// worth prefetching while the block before is multiplied, as the processor doesn't foresee rows
  /// far apart.
  private func block(
    after terms: Range<Int>, ofPanel panel: Int, of matrix: RightSide
  ) -> (start: UnsafePointer<Float>, lines: Int)? {
    let isLast = terms.upperBound == depth
    let row = isLast ? 0 : terms.upperBound
    let next = isLast ? panel + 1 : panel
    guard !matrix.isTransposed, next < panelCount, depth - row >= terms.count else { return nil }
    let columns = columns(ofPanels: next..<next + 1)
    return (matrix.element(row, columns.lowerBound), (columns.count * 4 + 63) / 64)
  }
}
