import CKernels

/// The initial values of a product's sums.
public enum ProductStart: @unchecked Sendable {  // pointers, read by the product they are given to
  case zero
  /// A row that is added to all rows: a bias.
  case row(UnsafePointer<Float>)
  /// The values in the result's place.
  case result
  /// A matrix of the result's shape.
  case matrix(UnsafePointer<Float>, rowStride: Int)
}

/// Layout of the rows of a product, in elements.
public struct ProductLayout: Sendable {
  /// Number of rows.
  public let count: Int
  let aStride, cStride, startStride: Int

  /// `count` rows of the left side, `aStride` apart, of the result, and of the start values.
  public init(_ count: Int, aStride: Int, cStride: Int, startStride: Int) {
    precondition(count >= 0, "a negative number of rows")
    (self.count, self.aStride) = (count, aStride)
    (self.cStride, self.startStride) = (cStride, startStride)
  }
}

/// Left side of a product, its result and start values; float32, rows in one piece.
public struct ProductRows: @unchecked Sendable {  // pointers for the product they are given to
  /// Layout of the rows.
  public let layout: ProductLayout
  let a: UnsafePointer<Float>
  let c: UnsafeMutablePointer<Float>
  let start: UnsafePointer<Float>?

  /// `count` rows of `a`, and of the result `c`.
  ///
  /// `c` may be what the sums begin from, and otherwise overlaps nothing that is read.
  public init(
    _ count: Int, of a: UnsafePointer<Float>, stride aStride: Int,
    into c: UnsafeMutablePointer<Float>, stride cStride: Int, beginningFrom start: ProductStart
  ) {
    let (first, startStride): (UnsafePointer<Float>?, Int) =
      switch start {
      case .zero: (nil, 0)
      case .row(let row): (row, 0)
      case .result: (UnsafePointer(c), cStride)
      case .matrix(let matrix, let stride): (matrix, stride)
      }
    self.init(
      ProductLayout(count, aStride: aStride, cStride: cStride, startStride: startStride), of: a,
      into: c, beginningFrom: first)
  }

  /// Rows of `a`, of the result `c` and of the start values, in the given layout; `nil` for start
  /// values of zero.
  public init(
    _ layout: ProductLayout, of a: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    beginningFrom start: UnsafePointer<Float>?
  ) {
    (self.layout, self.a, self.c, self.start) = (layout, a, c, start)
  }

  /// Number of rows.
  var count: Int { layout.count }

  /// The `count` rows from `row` on.
  func rows(from row: Int, count: Int) -> ProductRows {
    ProductRows(
      ProductLayout(
        count, aStride: layout.aStride, cStride: layout.cStride, startStride: layout.startStride),
      of: a + row * layout.aStride, into: c + row * layout.cStride,
      beginningFrom: start.map { $0 + row * layout.startStride })
  }

  /// A kernel's description of the terms `depth` of some panels' sums, which begin from the result
  /// but for the first terms.
  func panels(columns: Range<Int>, depth: Range<Int>, vectorWidth: Int) -> CKPanels {
    var panels = layout.panels(
      columns: columns.count, depth: depth.count, isFirst: depth.lowerBound == 0,
      vectorWidth: vectorWidth)
    panels.a = a + depth.lowerBound
    panels.c = c + columns.lowerBound
    panels.start =
      depth.lowerBound > 0
      ? UnsafePointer(c + columns.lowerBound) : start.map { $0 + columns.lowerBound }
    return panels
  }
}

extension ProductLayout {
  /// The calls for the panels without addresses; `isFirst` says that these are the first terms.
  func panels(columns: Int, depth: Int, isFirst: Bool, vectorWidth: Int) -> CKPanels {
    CKPanels(
      rows: count, depth: depth, a: nil, aStride: aStride, b: nil, bStride: 0, panelStride: 0,
      start: nil, startStride: isFirst ? startStride : cStride, c: nil, cStride: cStride,
      panels: 1, lastColumns: (columns - 1) % vectorWidth + 1, next: nil, nextStride: 0,
      nextLines: 0)
  }
}

/// Largest number of rows that are multiplied with a panel before the next panel.
let mostRows = 192

/// How many elements of the left side stay in the second-level cache, beside a panel, while one
/// panel after another is multiplied by them.
private let leftBlock = 96 << 10

/// How many of some rows are multiplied with a panel before the next panel: as many as keep all
/// their terms in cache. Sums that go to memory and back, or panels that don't fit the first-level
/// cache, take less time than fewer terms at a time would save.
private func rowBlock(of rows: Int, depth: Int) -> Int {
  let most = min(mostRows, max(64, leftBlock / max(depth, 1)))
  let count = max(1, (rows + most - 1) / most)
  return (rows + count - 1) / count
}

/// Largest number of terms of a panel's sums that are added before the next panel.
private func depthBlock(rows: Int) -> Int { max(512, leftBlock / max(rows, 1)) }

extension PackedLayout {
  /// Adds the products of rows with the packed matrix to the start values.
  ///
  /// Each sum is taken in ascending order of its terms, so that neither the number of rows nor the
  /// way rows or panels are shared out changes a bit.
  ///
  /// - Parameters:
  ///   - panels: whose columns of the result to compute (all, if left out).
  ///   - terms: which terms of the sums to add (all, if left out); they begin from the result unless
  ///     these are the first.
  ///   - isBackwards: whether to begin with the last panels, if there are few rows: who multiplies
  ///     by a matrix again and again, forwards and backwards in turns, finds part of it in cache.
  public func multiply(
    _ rows: ProductRows, by packed: UnsafeRawPointer, panels: Range<Int>? = nil,
    terms: Range<Int>? = nil, isBackwards: Bool = false
  ) {
    let panels = panels ?? 0..<panelCount
    let terms = terms ?? 0..<depth
    precondition(panels.lowerBound >= 0 && panels.upperBound <= panelCount, "panels out of range")
    precondition(terms.lowerBound >= 0 && terms.upperBound <= depth, "terms out of range")
    let rowBlock = rowBlock(of: rows.count, depth: terms.count)
    for row in stride(from: 0, to: rows.count, by: rowBlock) {
      let block = rows.rows(from: row, count: min(rowBlock, rows.count - row))
      forEachCall(block.layout, panels: panels, terms: terms, isBackwards) {
        $0.run(block, by: packed)
      }
    }
  }

  /// The calls of kernels for a block of rows, in order.
  func forEachCall(
    _ rows: ProductLayout, panels: Range<Int>, terms: Range<Int>, _ isBackwards: Bool,
    _ body: (PanelCall) -> Void
  ) {
    if rows.count == 0 { return }
    if rows.count > instructions.maximumRows(vectors: 3) {
      terms.forEachBlock(of: depthBlock(rows: rows.count)) { depth in
        for panel in panels { body(PanelCall(self, rows, panels: panel..<panel + 1, depth: depth)) }
      }
    } else {
      let wide = panels.clamped(to: 0..<wideCount)
      let narrow = panels.clamped(to: wideCount..<panelCount)
      forEachCall(fewRows: rows, isBackwards ? narrow : wide, terms, isBackwards, body)
      forEachCall(fewRows: rows, isBackwards ? wide : narrow, terms, isBackwards, body)
    }
  }

  /// The calls for few rows and panels of one width: a panel is read once, so that it needn't stay
  /// in cache. Small ones two at once rather than four, so that the last ones are still in the
  /// first-level cache when the next product begins with them.
  private func forEachCall(
    fewRows rows: ProductLayout, _ panels: Range<Int>, _ terms: Range<Int>, _ isBackwards: Bool,
    _ body: (PanelCall) -> Void
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
      body(PanelCall(self, rows, panels: first..<first + count, depth: terms))
      if isBackwards { end -= count } else { start += count }
    }
  }

  /// The block that comes after a block of a panel, worth fetching meanwhile: a matrix of megabytes is
  /// read anew for each step of a scan.
  func block(
    after terms: Range<Int>, ofPanel panel: Int
  ) -> (panel: Int, term: Int)? {
    if panel + 1 < panelCount { return (panel + 1, terms.lowerBound) }
    return terms.upperBound + terms.count <= depth ? (0, terms.upperBound) : nil
  }

  func kernel(ofPanel panel: Int) -> CKPanelFunction {
    CKPanelsFunction(instructions.table, storage.index, vectors(ofPanel: panel))
  }
}

extension Range<Int> {
  /// Calls `body` with ranges of at most that length, at least once.
  func forEachBlock(of length: Int, _ body: (Range<Int>) -> Void) {
    var start = lowerBound
    repeat {
      let end = Swift.min(start + length, upperBound)
      body(start..<end)
      start = end
    } while start < upperBound
  }
}
