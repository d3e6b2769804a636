import CKernels

/// Layout of a matrix `[depth, columns]` of 8-bit integers, with a scale for each column, as the
/// right side of products with `QuantizedRows`.
///
/// An element is its integer, −127 to 127, times the scale of its column: the largest magnitude of
/// the column is 127 times the scale. The sums of integers are exact, so that neither the
/// number of rows nor the way rows or columns are shared out changes a bit.
public struct QuantizedLayout: Sendable {
  /// The build whose vectors the panels are made of.
  public let instructions: InstructionSet
  /// Rows of the matrix: the number of products in a sum.
  public let depth: Int
  /// Columns of the matrix.
  public let columns: Int
  /// The columns as threads share them that do products of a row together; `nil` for a matrix that is
  /// packed as a whole.
  public let parts: ColumnParts?

  /// A layout for a matrix of this shape, as a whole or in parts that its columns are a multiple of.
  public init(
    depth: Int, columns: Int, parts: ColumnParts? = nil,
    instructions: InstructionSet = .current
  ) {
    precondition((0...Self.largestDepth).contains(depth) && columns >= 0, "a size out of range")
    precondition(
      parts.map { $0.width > 0 && columns % $0.width == 0 } ?? true,
      "the columns aren't dealt out evenly")
    (self.depth, self.columns, self.parts) = (depth, columns, parts)
    self.instructions = instructions
  }

  /// The largest number of terms whose sums have room for 8 bits of the left side and its sign.
  public static let largestDepth = Int(Int32.max) / (127 << 8)

  // MARK: Pieces

  // A part has a piece for each of the rows that lie side by side in a row of the matrix, such as the
  // gates of a cell: panels, and the scales after them. There are no arrays of pieces, as threads that
  // count the same references wait for each other.

  private var partCount: Int { parts?.count ?? 1 }

  private var piecesOfPart: Int { columns == 0 ? 0 : columns / (parts?.width ?? columns) }

  /// The columns of a part's piece.
  private func columns(ofPart part: Int, piece: Int) -> Range<Int> {
    guard let parts else { return 0..<columns }
    let range = parts.columns(part..<part + 1)
    let first = piece * parts.width
    return first + range.lowerBound..<first + range.upperBound
  }

  private func byteOffset(ofPart part: Int, piece: Int) -> Int {
    let before = (0..<part).reduce(0) { $0 + pieceByteCount(ofPart: $1) * piecesOfPart }
    return before + piece * pieceByteCount(ofPart: part)
  }

  private func pieceByteCount(ofPart part: Int) -> Int {
    let count = columns(ofPart: part, piece: 0).count
    return scalesOffset(columns: count) + (wholeVectors(count) * 4 + 63) / 64 * 64
  }

  /// Byte offset of the scales in a piece.
  private func scalesOffset(columns: Int) -> Int {
    (wholeVectors(columns) * ((depth + 3) / 4 * 4) + 63) / 64 * 64
  }

  private func wholeVectors(_ columns: Int) -> Int {
    let width = instructions.vectorWidth
    return (columns + width - 1) / width * width
  }

  /// Bytes the packed matrix takes; it is best on a 64-byte boundary.
  public var byteCount: Int { byteOffset(ofPart: partCount, piece: 0) }

  /// Width of a panel in elements; the last one of a piece may have fewer vectors.
  private var panelWidth: Int { CKQuantizedVectors * instructions.vectorWidth }

  /// Bytes of a whole panel.
  private var panelByteCount: Int { (depth + 3) / 4 * 4 * panelWidth }

  // MARK: Packing

  /// Quantizes and packs a matrix into `byteCount` bytes of memory.
  ///
  /// - Returns: whether all its numbers are finite: there are no integers for others.
  public func pack(_ source: RightSide, into memory: UnsafeMutableRawPointer) -> Bool {
    withUnsafeTemporaryAllocation(
      of: Float.self, capacity: source.isTransposed ? depth * panelWidth : 0
    ) { block in
      var areFinite = true
      for part in 0..<partCount {
        for piece in 0..<piecesOfPart {
          let columns = columns(ofPart: part, piece: piece)
          let start = memory + byteOffset(ofPart: part, piece: piece)
          let scales = start + scalesOffset(columns: columns.count)
          for column in stride(from: 0, to: columns.count, by: panelWidth) {
            let isFinite = pack(
              source, from: columns.lowerBound + column,
              count: min(panelWidth, columns.count - column),
              into: start + column / panelWidth * panelByteCount, scales: scales + column * 4,
              by: block)
            areFinite = areFinite && isFinite
          }
        }
      }
      return areFinite
    }
  }

  /// Packs a panel; by way of a block of memory if the source is transposed.
  private func pack(
    _ source: RightSide, from column: Int, count: Int, into panel: UnsafeMutableRawPointer,
    scales: UnsafeMutableRawPointer, by block: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    var start = source.element(0, column)
    var stride = source.stride
    if source.isTransposed, let base = block.baseAddress {
      instructions.transpose(
        start, rowStride: stride, rows: count, columns: depth, into: base, rowStride: panelWidth)
      (start, stride) = (UnsafePointer(base), panelWidth)
    }
    return instructions.table.pointee.quantizePanel(
      start, stride, depth, count, panel.assumingMemoryBound(to: UInt8.self),
      scales.assumingMemoryBound(to: Float.self))
  }

  // MARK: Products

  /// Number of shares of the columns that threads can take: the parts, or panels.
  public var shareCount: Int { parts?.count ?? (columns + panelWidth - 1) / panelWidth }

  /// Adds the products of rows with the packed matrix to the start values.
  ///
  /// - Parameters:
  ///   - count: how many of the rows, from the first on.
  ///   - result: the places of the results and of the start values.
  ///   - shares: which shares of the columns to compute (all, if left out).
  ///   - isBackwards: whether to begin with the last columns: who multiplies by a matrix again and
  ///     again, forwards and backwards in turns, finds part of it in cache.
  public func multiply(
    _ rows: QuantizedRows, count: Int, by packed: UnsafeRawPointer, into result: ProductResult,
    shares: Range<Int>? = nil, isBackwards: Bool = false
  ) {
    let shares = shares ?? 0..<shareCount
    precondition(shares.lowerBound >= 0 && shares.upperBound <= shareCount, "no such shares")
    precondition(rows.depth == depth && count <= rows.capacity, "rows of another product")
    if count == 0 { return }
    if parts == nil {
      let first = min(shares.lowerBound * panelWidth, columns)
      let columns = first..<max(first, min(shares.upperBound * panelWidth, columns))
      multiply(rows, count, by: packed, into: result, (0, 0), columns, isBackwards)
      return
    }
    for share in shares {
      let part = isBackwards ? shares.lowerBound + shares.upperBound - 1 - share : share
      for index in 0..<piecesOfPart {
        let piece = isBackwards ? piecesOfPart - 1 - index : index
        let columns = 0..<columns(ofPart: part, piece: piece).count
        multiply(rows, count, by: packed, into: result, (part, piece), columns, isBackwards)
      }
    }
  }

  /// Computes some columns of a piece, which begin with a panel.
  private func multiply(
    _ rows: QuantizedRows, _ count: Int, by packed: UnsafeRawPointer, into result: ProductResult,
    _ piece: (part: Int, index: Int), _ columns: Range<Int>, _ isBackwards: Bool
  ) {
    if columns.isEmpty { return }
    let all = self.columns(ofPart: piece.part, piece: piece.index)
    let start = packed + byteOffset(ofPart: piece.part, piece: piece.index)
    let column = all.lowerBound + columns.lowerBound
    var product = CKQuantizedProduct(
      rows: count, depth: depth, a: rows.integers, aStride: rows.stride, aScales: rows.scales,
      aSums: rows.sums,
      b: (start + columns.lowerBound / panelWidth * panelByteCount)
        .assumingMemoryBound(to: UInt8.self),
      bScales: (start + scalesOffset(columns: all.count)).assumingMemoryBound(to: Float.self)
        + columns.lowerBound,
      columns: columns.count, start: result.start.map { $0 + column },
      startStride: result.startStride, c: result.c + column, cStride: result.cStride,
      isBackwards: isBackwards)
    instructions.table.pointee.quantizedProduct(&product)
  }
}

/// Places of a product's results and of its start values; float32, rows in one piece.
public struct ProductResult: @unchecked Sendable {  // pointers for the product they are given to
  let c: UnsafeMutablePointer<Float>
  let start: UnsafePointer<Float>?
  let cStride, startStride: Int

  /// Rows of results and of start values, so many elements apart; `nil` for start values of zero.
  /// Results may be where the start values are, and otherwise overlap nothing that is read.
  public init(
    _ c: UnsafeMutablePointer<Float>, stride cStride: Int,
    beginningFrom start: UnsafePointer<Float>? = nil, startStride: Int = 0
  ) {
    (self.c, self.cStride) = (c, cStride)
    (self.start, self.startStride) = (start, startStride)
  }
}
