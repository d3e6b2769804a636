import Kernels

/// Runs a `ProductStep` whose right side is packed as 8-bit integers: makes rows of the left side
/// into integers, some at a time, and multiplies those.
final class RunningQuantizedProduct: RunningStep {
  /// A part of the left side's rows.
  private struct Piece {
    var start: View.Start
    /// Bytes from one row to the next.
    var rowStep: Int
    var count: Int
  }

  private let layout: QuantizedLayout
  private let firstPiece: Piece
  private let otherPieces: [Piece]
  private let right, result, scratch: View.Start
  private let start: View.Start?
  /// Elements between rows.
  private let resultStride, startStride: Int
  private let loops: ProductLoops
  private let rowCount: Int
  /// Rows to a block, blocks to a turn of the loops, and of all turns.
  private let blockLength, turnBlocks, blockCount: Int
  private let threadCount: Int
  /// Bytes of the scratch memory that each thread has.
  private let scratchStep: Int

  /// Rows of a thread for which it pays to share the rows rather than the columns.
  private static let fewestRows = 16
  /// Columns of a thread that take long enough to compute for each thread to quantize all rows.
  private static let fewestColumns = 512

  init(_ step: ProductStep, _ matrix: View, _ layout: QuantizedLayout, scratch: View) {
    self.layout = layout
    let axis = step.result.sizes.count - 2
    let pieces = step.left.map { view in
      Piece(
        start: view.start, rowStep: view.strides[axis] * 4, count: view.sizes[axis + 1])
    }
    (firstPiece, otherPieces) = (pieces[0], Array(pieces.dropFirst()))
    (right, result, self.scratch) = (matrix.start, step.result.start, scratch.start)
    (start, startStride) = (step.start?.start, step.start?.strides[axis] ?? 0)
    resultStride = step.result.strides[axis]
    loops = ProductLoops(step)
    rowCount = step.result.sizes[axis]
    let allRows = loops.count * rowCount
    // It takes half the time of one in float32 at most.
    let pays = SharedProduct.pays(
      rows: allRows, depth: layout.depth, columns: layout.columns / 2)
    threadCount = pays ? step.threadCount : 1
    let sharesRows = allRows >= Self.fewestRows * step.threadCount
    blockLength = min(
      QuantizedRows.blockLength(rows: rowCount),
      sharesRows ? (allRows + step.threadCount - 1) / step.threadCount : rowCount)
    turnBlocks = blockLength > 0 ? (rowCount + blockLength - 1) / blockLength : 0
    blockCount = loops.count * turnBlocks
    scratchStep = scratch.sizes[1]
    super.init(step)
  }

  override func run(_ frame: Frame) {
    if threadCount == 1 {
      for block in 0..<blockCount { multiply(block, frame) }
    } else if blockCount == 1 {
      let chunks = (layout.shareCount + chunkShares - 1) / chunkShares
      share(chunks, frame, quantized(0, frame)) { work, chunk, _ in
        guard let rows = work.rows else { return }
        let step = work.step
        let start = chunk * step.chunkShares
        step.multiply(
          0, rows, work.frame,
          shares: start..<min(start + step.chunkShares, step.layout.shareCount))
      }
    } else {
      share(blockCount, frame, nil) { work, chunk, thread in
        work.step.multiply(chunk, work.frame, thread: thread)
      }
    }
  }

  override func run(_ frame: Frame, as member: Team.Member) {
    if blockCount < member.count || layout.columns >= Self.fewestColumns * member.count {
      let shares = member.part(of: layout.shareCount)
      for block in 0..<blockCount { multiply(block, frame, shares: shares) }
    } else {
      for block in member.part(of: blockCount) { multiply(block, frame) }
    }
  }

  /// Shares of the columns that are a chunk of work.
  private var chunkShares: Int { layout.parts == nil ? 4 : 1 }

  // MARK: Threads

  private struct SharedWork {
    let step: RunningQuantizedProduct
    let frame: Frame
    let rows: QuantizedRows?
    let run: (borrowing SharedWork, _ chunk: Int, _ thread: Int) -> Void
  }

  /// Shares chunks of the work out between threads.
  private func share(
    _ chunks: Int, _ frame: Frame, _ rows: QuantizedRows?,
    _ run: @escaping (borrowing SharedWork, _ chunk: Int, _ thread: Int) -> Void
  ) {
    withUnsafePointer(to: SharedWork(step: self, frame: frame, rows: rows, run: run)) { work in
      WorkerPool.shared.run(
        ChunkedWork(context: work) { work, chunk, thread in
          let work = work.assumingMemoryBound(to: SharedWork.self)
          work.pointee.run(work.pointee, chunk, thread)
        }, chunks: chunks, threads: threadCount, areShort: true)
    }
  }

  // MARK: Blocks

  /// Quantizes a block of rows and multiplies it with some shares of the columns, or all.
  private func multiply(
    _ block: Int, _ frame: Frame, thread: Int = 0, shares: Range<Int>? = nil
  ) {
    multiply(block, quantized(block, frame, thread: thread), frame, shares: shares)
  }

  private func rows(ofBlock block: Int) -> Range<Int> {
    let first = block % turnBlocks * blockLength
    return first..<min(first + blockLength, rowCount)
  }

  /// A block's rows as integers.
  private func quantized(_ block: Int, _ frame: Frame, thread: Int = 0) -> QuantizedRows {
    let quantized = QuantizedRows(
      capacity: blockLength, for: layout, in: frame.address(scratch) + thread * scratchStep)
    let offset = loops.offset(block / turnBlocks).left
    let range = rows(ofBlock: block)
    for row in range {
      quantized.quantize(row: row - range.lowerBound, pieceCount: otherPieces.count + 1) { index in
        let piece = index == 0 ? firstPiece : otherPieces[index - 1]
        let start = frame.address(piece.start) + offset + row * piece.rowStep
        return UnsafeBufferPointer(
          start: UnsafePointer(start.assumingMemoryBound(to: Float.self)), count: piece.count)
      }
    }
    return quantized
  }

  /// Multiplies a block's rows with some shares of the columns, or all.
  private func multiply(
    _ block: Int, _ quantized: QuantizedRows, _ frame: Frame, shares: Range<Int>?
  ) {
    let offset = loops.offset(block / turnBlocks)
    let rows = rows(ofBlock: block)
    func element(_ place: View.Start, _ offset: Int, _ stride: Int) -> UnsafeMutablePointer<Float> {
      (frame.address(place) + offset).assumingMemoryBound(to: Float.self)
        + rows.lowerBound * stride
    }
    layout.multiply(
      quantized, count: rows.count, by: frame.address(right),
      into: ProductResult(
        element(result, offset.result, resultStride), stride: resultStride,
        beginningFrom: start.map { UnsafePointer(element($0, offset.start, startStride)) },
        startStride: startStride),
      shares: shares, isBackwards: frame.isAtOddStep)
  }
}

extension ProductStep {
  /// The step, ready to run.
  var running: RunningStep {
    if case .quantized(let matrix, let packing, let rows) = right,
      case .quantized(let layout) = packing.layout
    {
      return RunningQuantizedProduct(self, matrix, layout, scratch: rows)
    }
    return RunningProduct(self)
  }
}
