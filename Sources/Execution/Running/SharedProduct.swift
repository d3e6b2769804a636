import Kernels

/// A product with a packed matrix that threads share out by its columns: each sum is taken by one
/// of them, in the order in which one alone would take it.
struct SharedProduct {
  let layout: PackedLayout
  let rows: ProductRows
  /// Which terms of the sums to add.
  let terms: Range<Int>
  let packed: UnsafeRawPointer

  /// So many panels are a chunk: a kernel reads as many at once.
  private static let chunkPanels = 4

  /// Whether a product is large enough to be shared out. One of few rows takes the time to read the
  /// matrix, and mostly is one of many, with the threads awake; others take the time to compute.
  static func pays(rows: Int, depth: Int, columns: Int) -> Bool {
    let (weights, overflows) = depth.multipliedReportingOverflow(by: columns)
    if overflows { return true }
    return rows <= 4 ? weights >= 1 << 16 : weights >= (1 << 22) / rows
  }

  /// Computes it, on at most so many threads.
  func run(threads: Int) {
    guard threads > 1 else { return layout.multiply(rows, by: packed, terms: terms) }
    let chunks = (layout.panelCount + Self.chunkPanels - 1) / Self.chunkPanels
    withUnsafePointer(to: self) { product in
      let work = ChunkedWork(context: product) { context, chunk, _ in
        context.assumingMemoryBound(to: SharedProduct.self).pointee.multiply(chunk: chunk)
      }
      WorkerPool.shared.run(work, chunks: chunks, threads: threads, areShort: true)
    }
  }

  private func multiply(chunk: Int) {
    let start = chunk * Self.chunkPanels
    layout.multiply(
      rows, by: packed, panels: start..<min(start + Self.chunkPanels, layout.panelCount),
      terms: terms)
  }
}
