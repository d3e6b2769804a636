import CKernels

/// What the sums of a product begin from.
public enum ProductStart: @unchecked Sendable {  // pointers, read by the product they are given to
  case zero
  /// One row for all rows: a bias.
  case row(UnsafePointer<Float>)
  /// What is in the result's place.
  case result
  /// A matrix of the result's shape.
  case matrix(UnsafePointer<Float>, rowStride: Int)
}

/// The left side of a product, where its result goes, and what it begins from; float32, rows in one
/// piece, strides in elements.
public struct ProductRows: @unchecked Sendable {  // pointers for the product they are given to
  let count: Int
  let a: UnsafePointer<Float>
  let aStride: Int
  let c: UnsafeMutablePointer<Float>
  let cStride: Int
  let start: UnsafePointer<Float>?
  let startStride: Int

  /// `count` rows of `a`, and of the result `c`.
  ///
  /// `c` may be what the sums begin from, and otherwise overlaps nothing that is read.
  public init(
    _ count: Int, of a: UnsafePointer<Float>, stride aStride: Int,
    into c: UnsafeMutablePointer<Float>, stride cStride: Int, beginningFrom start: ProductStart
  ) {
    precondition(count >= 0, "a negative number of rows")
    self.count = count
    self.a = a
    self.aStride = aStride
    self.c = c
    self.cStride = cStride
    switch start {
    case .zero: (self.start, startStride) = (nil, 0)
    case .row(let row): (self.start, startStride) = (row, 0)
    case .result: (self.start, startStride) = (UnsafePointer(c), cStride)
    case .matrix(let matrix, let stride): (self.start, startStride) = (matrix, stride)
    }
  }

  /// So many of the rows, from `row` on.
  func rows(from row: Int, count: Int) -> ProductRows {
    ProductRows(
      count: count, a: a + row * aStride, aStride: aStride, c: c + row * cStride,
      cStride: cStride, start: start.map { $0 + row * startStride }, startStride: startStride)
  }

  private init(
    count: Int, a: UnsafePointer<Float>, aStride: Int, c: UnsafeMutablePointer<Float>,
    cStride: Int, start: UnsafePointer<Float>?, startStride: Int
  ) {
    self.count = count
    self.a = a
    self.aStride = aStride
    self.c = c
    self.cStride = cStride
    self.start = start
    self.startStride = startStride
  }

  /// What a kernel is told of the terms `depth` of some panels' sums, which begin from the result
  /// but for the first terms.
  func panels(columns: Range<Int>, depth: Range<Int>, layout: PackedLayout) -> CKPanels {
    let isFirst = depth.lowerBound == 0
    let width = layout.instructions.vectorWidth
    return CKPanels(
      rows: count, depth: depth.count, a: a + depth.lowerBound, aStride: aStride,
      b: nil, bStride: 0, panelStride: 0,
      start: isFirst
        ? start.map { $0 + columns.lowerBound } : UnsafePointer(c + columns.lowerBound),
      startStride: isFirst ? startStride : cStride,
      c: c + columns.lowerBound, cStride: cStride,
      panels: 1, lastColumns: (columns.count - 1) % width + 1, next: nil, nextStride: 0,
      nextLines: 0)
  }
}

/// At most how many terms of a panel's sums are added before the next rows: a panel of so many
/// stays in the first-level cache.
let depthBlock = 256

/// At most how many rows meet a panel before the next: `depthBlock` terms of so many stay in the
/// second-level cache.
private let rowBlock = 192

extension PackedLayout {
  /// Adds the products of rows with the packed matrix to what they begin from.
  ///
  /// Each sum is taken in ascending order of its terms, so that neither the number of rows nor the
  /// way rows or panels are shared out changes a bit.
  ///
  /// - Parameters:
  ///   - panels: whose columns of the result to compute (all, if left out).
  ///   - isBackwards: whether to begin with the last panels, if there are few rows: who multiplies
  ///     by a matrix again and again, forwards and backwards in turns, finds part of it in cache.
  public func multiply(
    _ rows: ProductRows, by packed: UnsafeRawPointer, panels: Range<Int>? = nil,
    isBackwards: Bool = false
  ) {
    let panels = panels ?? 0..<panelCount
    precondition(panels.lowerBound >= 0 && panels.upperBound <= panelCount, "panels out of range")
    guard rows.count > instructions.maximumRows(vectors: 3) else {
      multiplyFew(rows, by: packed, panels: panels, isBackwards)
      return
    }
    for row in stride(from: 0, to: rows.count, by: rowBlock) {
      let block = rows.rows(from: row, count: min(rowBlock, rows.count - row))
      forEachDepthBlock { depth in
        for panel in panels {
          multiply(block, by: packed, panels: panel..<panel + 1, depth: depth)
        }
      }
    }
  }

  /// A panel is read once, so that it needn't stay in cache.
  private func multiplyFew(
    _ rows: ProductRows, by packed: UnsafeRawPointer, panels: Range<Int>, _ isBackwards: Bool
  ) {
    guard rows.count > 0 else { return }
    let wide = panels.clamped(to: 0..<wideCount)
    let narrow = panels.clamped(to: wideCount..<panelCount)
    multiplyFew(rows, by: packed, alike: isBackwards ? narrow : wide, isBackwards)
    multiplyFew(rows, by: packed, alike: isBackwards ? wide : narrow, isBackwards)
  }

  /// Panels of one width. Small ones two at once rather than four, so that the last ones are still in
  /// the first-level cache when the next product begins with them.
  private func multiplyFew(
    _ rows: ProductRows, by packed: UnsafeRawPointer, alike panels: Range<Int>, _ isBackwards: Bool
  ) {
    if panels.isEmpty { return }
    let most = instructions.maximumRows(vectors: 3) / rows.count
    let atOnce =
      switch vectors(ofPanel: panels.lowerBound) {
      case 3: most >= 4 && depth > 128 ? 4 : most >= 2 ? 2 : 1
      case 2: most >= 2 ? 2 : 1
      default: 1
      }
    var (start, end) = (panels.lowerBound, panels.upperBound)
    while start < end {
      var count = atOnce
      while count > end - start { count /= 2 }
      let first = isBackwards ? end - count : start
      multiply(rows, by: packed, panels: first..<first + count, depth: 0..<depth)
      if isBackwards { end -= count } else { start += count }
    }
  }

  private func multiply(
    _ rows: ProductRows, by packed: UnsafeRawPointer, panels: Range<Int>, depth terms: Range<Int>
  ) {
    let width = width(ofPanel: panels.lowerBound)
    var arguments = rows.panels(
      columns: columns(ofPanels: panels), depth: terms, layout: self)
    arguments.b =
      packed + (firstColumn(ofPanel: panels.lowerBound) * depth + terms.lowerBound * width)
      * storage.byteCount
    arguments.bStride = width
    arguments.panelStride = width * depth
    arguments.panels = panels.count
    if let next = block(after: terms, ofPanel: panels.upperBound - 1) {
      let rowByteCount = self.width(ofPanel: next.panel) * storage.byteCount
      let offset = firstColumn(ofPanel: next.panel) * depth * storage.byteCount
      arguments.next = packed + offset + next.term * rowByteCount
      arguments.nextStride = rowByteCount
      arguments.nextLines = (rowByteCount + 63) / 64
    }
    kernel(ofPanel: panels.lowerBound)(&arguments)
  }

  /// What is multiplied by after a block of a panel, and worth fetching meanwhile: a matrix of
  /// megabytes is read anew for each step of a scan.
  private func block(after terms: Range<Int>, ofPanel panel: Int) -> (panel: Int, term: Int)? {
    if panel + 1 < panelCount { return (panel + 1, terms.lowerBound) }
    return terms.upperBound + terms.count <= depth ? (0, terms.upperBound) : nil
  }

  func forEachDepthBlock(_ body: (Range<Int>) -> Void) {
    var start = 0
    repeat {
      let end = min(start + depthBlock, depth)
      body(start..<end)
      start = end
    } while start < depth
  }

  func kernel(ofPanel panel: Int) -> CKPanelFunction {
    CKPanelsFunction(instructions.table, storage.index, vectors(ofPanel: panel))
  }
}
