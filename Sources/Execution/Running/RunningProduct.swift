import Kernels

/// Runs a `ProductStep`.
final class RunningProduct: RunningStep {
  private let form: Form
  private let firstPiece: Piece
  private let otherPieces: [Piece]
  /// The places of the elements: looking at views would take as long as a small product.
  private let places: Places
  /// Elements between the rows of the right side, or its columns if it is transposed.
  private let rightStride: Int
  private let loops: ProductLoops
  private let depth, columnCount: Int
  /// Of a right side as it is.
  private let panelCount: Int
  private let threadCount: Int
  /// A product that is all there is to do and small, or in parts; and a reference to it that isn't
  /// counted.
  private let prepared: PreparedProduct?
  private let preparedReference: Unmanaged<PreparedProduct>?
  private let partCount: Int

  /// The form of the right side. It holds no references: threads that count the same ones wait for
  /// each other.
  fileprivate enum Form {
    case packed(PackedLayout)
    case parts
    case plain(isTransposed: Bool)
  }

  /// Some of the sums' terms.
  fileprivate struct Piece {
    var start: View.Start
    var terms: Range<Int>
    var rows: ProductLayout
  }

  fileprivate struct Places {
    var right, result: View.Start
    var start, scratch: View.Start?
  }

  init(_ step: ProductStep) {
    let pieces = Self.pieces(of: step)
    (firstPiece, otherPieces) = (pieces[0], Array(pieces.dropFirst()))
    depth = pieces[pieces.count - 1].terms.upperBound
    let sizes = step.result.sizes
    let axis = sizes.count - 2
    columnCount = sizes[axis + 1]
    panelCount = PackedLayout(depth: depth, columns: columnCount).panelCount
    form = Self.form(of: step.right)
    rightStride = step.right.rowStride
    places = Places(step)
    loops = ProductLoops(step)
    let pays = SharedProduct.pays(
      rows: loops.count * sizes[axis], depth: depth, columns: columnCount)
    threadCount = pays ? step.threadCount : 1
    prepared = Self.prepared(step, pieces[0].rows, threadCount: threadCount)
    preparedReference = prepared.map(Unmanaged.passUnretained)
    partCount = prepared?.partCount ?? 0
    super.init(step)
  }

  /// The left side's pieces.
  private static func pieces(of step: ProductStep) -> [Piece] {
    let result = step.result
    let axis = result.sizes.count - 2
    var pieces: [Piece] = []
    for (index, view) in step.left.enumerated() {
      let first = pieces.last?.terms.upperBound ?? 0
      pieces.append(
        Piece(
          start: view.start, terms: first..<first + view.sizes[axis + 1],
          rows: ProductLayout(
            result.sizes[axis], aStride: view.strides[axis], cStride: result.strides[axis],
            startStride: index > 0 ? result.strides[axis] : step.start?.strides[axis] ?? 0)))
    }
    return pieces
  }

  private static func form(of right: ProductRight) -> Form {
    if case .plain(_, let isTransposed, _) = right { return .plain(isTransposed: isTransposed) }
    if case .whole(let layout) = right.packing?.form.layout { return .packed(layout) }
    return .parts
  }

  /// The product ready but for the addresses, where that is worth it.
  private static func prepared(
    _ step: ProductStep, _ rows: ProductLayout, threadCount: Int
  ) -> PreparedProduct? {
    switch step.right.packing?.form.layout {
    case .parts(let parts): return PreparedProduct(rows, by: parts)
    case .whole(let layout):
      guard step.left.count == 1, step.result.sizes.count == 2, threadCount == 1 else { return nil }
      return PreparedProduct(rows, by: layout)
    case .quantized, nil: return nil
    }
  }

  override func run(_ frame: Frame) {
    if partCount > 0 {
      if threadCount > 1 {
        runShared(partCount, frame) { $0.run(parts: $1..<$1 + 1, $2) }
      } else {
        run(parts: 0..<partCount, frame)
      }
    } else if threadCount > 1, loops.count > 1, case .packed = form {
      let length = max(1, loops.count / (threadCount * 8))
      runShared((loops.count - 1) / length + 1, frame) { step, chunk, frame in
        let first = chunk * length
        for index in first..<min(first + length, step.loops.count) { step.multiply(index, frame) }
      }
    } else {
      for index in 0..<loops.count { multiply(index, frame) }
    }
  }

  override func run(_ frame: Frame, as member: Team.Member) {
    switch form {
    case .parts: run(parts: member.part(of: partCount), frame)
    case .plain where loops.count >= member.count:
      for index in member.part(of: loops.count) { multiply(index, frame) }
    case .packed, .plain: for index in 0..<loops.count { multiply(index, frame) }
    }
  }

  /// Runs parts of a prepared product.
  private func run(parts: Range<Int>, _ frame: Frame) {
    let start = places.start.map {
      UnsafePointer(frame.address($0).assumingMemoryBound(to: Float.self))
    }
    let rows = ProductRows(
      firstPiece.rows, of: frame.address(firstPiece.start).assumingMemoryBound(to: Float.self),
      into: frame.address(places.result).assumingMemoryBound(to: Float.self),
      beginningFrom: start)
    preparedReference?._withUnsafeGuaranteedRef {
      $0.multiply(
        rows, by: frame.address(places.right), parts: parts, isBackwards: frame.isAtOddStep)
    }
  }

  // MARK: Chunks

  /// Shares so many chunks of the work out between threads.
  private func runShared(
    _ count: Int, _ frame: Frame,
    _ run: @escaping (_ step: RunningProduct, _ chunk: Int, _ frame: Frame) -> Void
  ) {
    let job = Job(step: self, frame: frame, run: run)
    withExtendedLifetime(job) {
      WorkerPool.shared.run(
        ChunkedWork(context: Unmanaged.passUnretained(job).toOpaque()) { job, chunk, _ in
          let job = Unmanaged<Job>.fromOpaque(job).takeUnretainedValue()
          job.run(job.step, chunk, job.frame)
        }, chunks: count, threads: threadCount, areShort: true)
    }
  }

  private final class Job: @unchecked Sendable {  // the frame is only read
    let step: RunningProduct
    let frame: Frame
    let run: (RunningProduct, Int, Frame) -> Void

    init(step: RunningProduct, frame: Frame, run: @escaping (RunningProduct, Int, Frame) -> Void) {
      (self.step, self.frame, self.run) = (step, frame, run)
    }
  }

  // MARK: Products

  private func multiply(_ index: Int, _ frame: Frame) {
    let offset = loops.offset(index)
    let result = (frame.address(places.result) + offset.result)
      .assumingMemoryBound(to: Float.self)
    let right = frame.address(places.right) + offset.right
    let start = places.start.map {
      UnsafePointer((frame.address($0) + offset.start).assumingMemoryBound(to: Float.self))
    }
    func multiply(_ piece: Piece, beginningFrom start: UnsafePointer<Float>?) {
      let left = (frame.address(piece.start) + offset.left).assumingMemoryBound(to: Float.self)
      // As if the terms before were there too.
      let rows = ProductRows(
        piece.rows, of: UnsafePointer(left) - piece.terms.lowerBound, into: result,
        beginningFrom: start)
      self.multiply(rows, by: right, piece.terms, frame)
    }
    multiply(firstPiece, beginningFrom: start)
    if otherPieces.isEmpty { return }
    for piece in otherPieces { multiply(piece, beginningFrom: UnsafePointer(result)) }
  }

  private func multiply(
    _ rows: ProductRows, by address: UnsafeMutableRawPointer, _ terms: Range<Int>, _ frame: Frame
  ) {
    switch form {
    case .parts: return
    case .packed(let layout):
      let packed = UnsafeRawPointer(address)
      if let member = frame.member {
        layout.multiply(
          rows, by: packed, panels: member.part(of: layout.panelCount), terms: terms,
          isBackwards: frame.isAtOddStep)
      } else if threadCount > 1, loops.count == 1 {
        SharedProduct(layout: layout, rows: rows, terms: terms, packed: packed)
          .run(threads: threadCount)
      } else {
        layout.multiply(rows, by: packed, terms: terms, isBackwards: frame.isAtOddStep)
      }
    case .plain(let isTransposed):
      guard let scratch = places.scratch else { return }
      let matrix = RightSide(
        UnsafePointer(address.assumingMemoryBound(to: Float.self)), stride: rightStride,
        isTransposed: isTransposed)
      let panels = frame.member.flatMap { member in
        loops.count < member.count ? member.part(of: panelCount) : nil
      }
      InstructionSet.current.multiply(
        rows, by: matrix, depth: depth, columns: columnCount, panels: panels,
        scratch: frame.address(scratch))
    }
  }
}

extension RunningProduct.Places {
  fileprivate init(_ step: ProductStep) {
    result = step.result.start
    start = step.start?.start
    switch step.right {
    case .packed(let view, _), .quantized(let view, _, _): right = view.start
    case .plain(let view, _, let memory): (right, scratch) = (view.start, memory.start)
    }
  }
}

extension ProductRight {
  /// Elements between the rows of a right side that isn't packed, or its columns if it is transposed.
  fileprivate var rowStride: Int {
    guard case .plain(let view, let isTransposed, _) = self else { return 0 }
    return view.strides[view.strides.count - (isTransposed ? 1 : 2)]
  }
}
