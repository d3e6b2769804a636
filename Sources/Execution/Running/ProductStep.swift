import Kernels

/// Where a product's right side is.
enum ProductRight {
  /// Packed, in a slot.
  case packed(View, Packing)
  /// As it is, read once; with memory for parts of it.
  case plain(View, isTransposed: Bool, scratch: View)
}

/// How a right side is packed.
enum Packing {
  case whole(PackedLayout)
  /// For threads that do products of a row together.
  case parts(PackedParts)

  var byteCount: Int {
    switch self {
    case .whole(let layout): layout.byteCount
    case .parts(let parts): parts.byteCount
    }
  }
}

/// Products of matrices, one for each index of some loops around them.
///
/// The left side may be in pieces, one after another along the terms of the sums: each piece goes on
/// from what the ones before have made.
final class ProductStep: Step {
  /// Pieces `[loops…, rows, terms]`, the last stride 1.
  private let left: [View]
  private let right: ProductRight
  private let form: Form
  /// `[loops…, rows, columns]`, the last stride 1.
  private let result: View
  /// What the sums begin from, like the result; its last stride is 1, others may be 0.
  private let start: View?
  private let firstPiece: Piece
  private let otherPieces: [Piece]
  /// Where the elements begin: looking at views would take as long as a small product.
  private let places: Places
  /// Elements between the rows of the right side, or its columns if it is transposed.
  private let rightStride: Int
  private let loops: [Loop]
  private let loopCount: Int
  private let depth, columnCount: Int
  /// Of a right side as it is.
  private let panelCount: Int
  private let threadCount: Int
  /// A product that is all there is to do and small, or in parts; and a reference to it that isn't
  /// counted.
  private let prepared: PreparedProduct?
  private let preparedReference: Unmanaged<PreparedProduct>?
  private let partCount: Int

  /// What a run has to know of the right side. It holds no references: threads that count the same
  /// ones wait for each other.
  private enum Form {
    case packed(PackedLayout)
    case parts
    case plain(isTransposed: Bool)
  }

  /// Some of the sums' terms.
  private struct Piece {
    var start: View.Start
    var terms: Range<Int>
    var rows: ProductLayout
  }

  private struct Places {
    var right, result: View.Start
    var start, scratch: View.Start?
  }

  /// A loop around the products, and the bytes it moves each side.
  private struct Loop {
    var count = 1
    var left = 0
    var right = 0
    var result = 0
    var start = 0
  }

  /// `threadCount` threads share the products out if that pays; pieces are for packed right sides.
  init(left: [View], right: ProductRight, result: View, start: View?, threadCount: Int) {
    (self.left, self.right, self.result, self.start) = (left, right, result, start)
    let axis = result.sizes.count - 2
    var pieces: [Piece] = []
    for (index, view) in left.enumerated() {
      let first = pieces.last?.terms.upperBound ?? 0
      pieces.append(
        Piece(
          start: view.start, terms: first..<first + view.sizes[axis + 1],
          rows: ProductLayout(
            result.sizes[axis], aStride: view.strides[axis], cStride: result.strides[axis],
            startStride: index > 0 ? result.strides[axis] : start?.strides[axis] ?? 0)))
    }
    (firstPiece, otherPieces) = (pieces[0], Array(pieces.dropFirst()))
    depth = pieces[pieces.count - 1].terms.upperBound
    columnCount = result.sizes[axis + 1]
    panelCount = PackedLayout(depth: depth, columns: columnCount).panelCount
    let rightSteps: [Int]
    switch right {
    case .packed(let view, let packing):
      form =
        switch packing {
        case .whole(let layout): .packed(layout)
        case .parts: .parts
        }
      (rightStride, rightSteps) = (0, [Int](repeating: 0, count: axis))
      places = Places(right: view.start, result: result.start, start: start?.start)
    case .plain(let view, let isTransposed, let scratch):
      form = .plain(isTransposed: isTransposed)
      (rightStride, rightSteps) = (view.strides[isTransposed ? axis + 1 : axis], view.strides)
      places = Places(
        right: view.start, result: result.start, start: start?.start, scratch: scratch.start)
    }
    loops = (0..<axis).map { loop in
      Loop(
        count: result.sizes[loop], left: left[0].strides[loop] * 4, right: rightSteps[loop] * 4,
        result: result.strides[loop] * 4, start: (start?.strides[loop] ?? 0) * 4)
    }
    loopCount = loops.map(\.count).reduce(1, *)
    let pays = SharedProduct.pays(
      rows: loopCount * result.sizes[axis], depth: depth, columns: columnCount)
    self.threadCount = pays ? threadCount : 1
    prepared =
      switch right {
      case .packed(_, .parts(let parts)): PreparedProduct(pieces[0].rows, by: parts)
      case .packed(_, .whole(let layout))
      where left.count == 1 && axis == 0 && self.threadCount == 1:
        PreparedProduct(pieces[0].rows, by: layout)
      default: nil
      }
    preparedReference = prepared.map(Unmanaged.passUnretained)
    partCount = prepared?.partCount ?? 0
  }

  override func run(_ frame: Frame) {
    if partCount > 0 {
      if threadCount > 1 {
        runShared(partCount, frame) { $0.run(parts: $1..<$1 + 1, $2) }
      } else {
        run(parts: 0..<partCount, frame)
      }
    } else if threadCount > 1, loopCount > 1, case .packed = form {
      let length = max(1, loopCount / (threadCount * 8))
      runShared((loopCount - 1) / length + 1, frame) { step, chunk, frame in
        let first = chunk * length
        for index in first..<min(first + length, step.loopCount) { step.multiply(index, frame) }
      }
    } else {
      for index in 0..<loopCount { multiply(index, frame) }
    }
  }

  override func run(_ frame: Frame, as member: Team.Member) {
    switch form {
    case .parts: run(parts: member.part(of: partCount), frame)
    case .plain where loopCount >= member.count:
      for index in member.part(of: loopCount) { multiply(index, frame) }
    case .packed, .plain: for index in 0..<loopCount { multiply(index, frame) }
    }
  }

  override var suitsTeams: Bool { true }

  override var teamAccess: TeamAccess? {
    guard case .packed(let matrix, .parts(let parts)) = right else { return nil }
    return TeamAccess(
      parts: parts.parts, reads: left + [matrix] + (start.map { [$0] } ?? []), ownWrites: [result])
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
    _ run: @escaping (_ step: ProductStep, _ chunk: Int, _ frame: Frame) -> Void
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
    let step: ProductStep
    let frame: Frame
    let run: (ProductStep, Int, Frame) -> Void

    init(step: ProductStep, frame: Frame, run: @escaping (ProductStep, Int, Frame) -> Void) {
      (self.step, self.frame, self.run) = (step, frame, run)
    }
  }

  /// How many bytes the loops have moved each side in a turn of theirs.
  private func offset(_ index: Int) -> Loop {
    var offset = Loop()
    if loopCount == 1 { return offset }
    var rest = index
    for loop in loops.reversed() {
      let turn = rest % loop.count
      rest /= loop.count
      offset.left += turn * loop.left
      offset.right += turn * loop.right
      offset.result += turn * loop.result
      offset.start += turn * loop.start
    }
    return offset
  }

  // MARK: Products

  private func multiply(_ index: Int, _ frame: Frame) {
    let offset = offset(index)
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
      } else if threadCount > 1, loopCount == 1 {
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
        loopCount < member.count ? member.part(of: panelCount) : nil
      }
      InstructionSet.best.multiply(
        rows, by: matrix, depth: depth, columns: columnCount, panels: panels,
        scratch: frame.address(scratch))
    }
  }

  override var lines: [String] {
    let beginning = start.map { "\($0) + " } ?? ""
    let leftSide = left.map(\.description).joined(separator: " | ")
    let rightSide =
      switch right {
      case .packed(let view, _): "packed \(view)"
      case .plain(let view, _, _): "\(view)"
      }
    return ["\(result) = \(beginning)\(leftSide) @ \(rightSide)"]
  }
}

/// Packs matrices to be the right sides of products, each of which is as far from the one before.
final class PackStep: Step {
  private let source: View
  private let count, step: Int
  private let isTransposed: Bool
  private let packing: Packing
  private let target: View

  /// `source` is the first of `count` matrices `[depth, columns]`, `step` bytes apart, the last
  /// stride 1 or, if they are transposed, the first; `target` is `[count, bytes]`.
  init(
    _ source: View, count: Int, step: Int, isTransposed: Bool, _ packing: Packing,
    into target: View
  ) {
    self.source = source
    self.count = count
    self.step = step
    self.isTransposed = isTransposed
    self.packing = packing
    self.target = target
  }

  override func run(_ frame: Frame) {
    let (from, to) = (frame.address(source), frame.address(target))
    for index in 0..<count {
      let start = UnsafePointer((from + index * step).assumingMemoryBound(to: Float.self))
      let matrix = RightSide(
        start, stride: source.strides[isTransposed ? 1 : 0], isTransposed: isTransposed)
      let memory = to + index * target.strides[0]
      switch packing {
      case .whole(let layout): layout.pack(matrix, into: memory)
      case .parts(let parts): parts.pack(matrix, into: memory)
      }
    }
  }

  override var lines: [String] {
    ["\(count > 1 ? target : target.firstPart) = pack \(count > 1 ? "\(count) of " : "")\(source)"]
  }
}
