import Arrays
import Kernels
import ProgramIR

extension SectionBuilder {
  /// Adds a dot, or lets it wait for the sum that is all that reads it; `false` if there are no
  /// kernels for it.
  func addDot(_ equation: Equation) throws -> Bool {
    let output = equation.outputs[0]
    let dtype = output.type.dtype
    guard dtype == .float32 || dtype.isNarrowFloat, output.type.shape.elementCount > 0 else {
      return false
    }
    if dtype == .float32, remainingUses[output.id] == 1, soleReaderIsSum(of: output) {
      waitingDots[output.id] = equation
      return true
    }
    try addProduct(equation, beginningFrom: nil, result: output)
    return true
  }

  /// Whether what reads a variable adds something of its shape to it; a scalar is none.
  private func soleReaderIsSum(of variable: Variable) -> Bool {
    guard let index = readers[variable.id].first else { return false }
    let reader = program.equations[index]
    return reader.primitive == .binary(.add)
      && reader.inputs.allSatisfy { $0.type.shape == variable.type.shape }
      && reader.inputs[0] != reader.inputs[1]
  }

  /// If this is the sum that a dot waits for, adds the product beginning from the other term.
  func joinWaitingDot(_ equation: Equation) throws -> Bool {
    guard equation.primitive == .binary(.add) else { return false }
    let terms = equation.inputs
    // The one made last, so that the other is there.
    guard
      let position = [1, 0].first(where: { position in
        terms[position].variable.map { waitingDots[$0.id] != nil } ?? false
      }), let variable = terms[position].variable,
      let dot = waitingDots.removeValue(forKey: variable.id)
    else { return false }
    let other = terms[1 - position]
    if let otherVariable = other.variable,
      let otherDot = waitingDots.removeValue(forKey: otherVariable.id)
    {
      try addProduct(otherDot, beginningFrom: nil, result: otherVariable)
    }
    try addProduct(dot, beginningFrom: other, result: equation.outputs[0])
    return true
  }

  /// A product's operand or result as `[batch…, rows, columns]`, if it has strides for that.
  private func matrices(_ view: View, batch: [Int], rows: [Int], columns: [Int]) -> View? {
    let ordered = view.transposed(batch + rows + columns)
    func count(_ axes: [Int]) -> Int { axes.map { view.sizes[$0] }.reduce(1, *) }
    return ordered.reshaped(to: batch.map { view.sizes[$0] } + [count(rows), count(columns)])
  }

  /// The same with rows in one piece, made so if they aren't.
  private func rowMatrices(_ view: View, batch: [Int], rows: [Int], columns: [Int]) -> View {
    if let result = matrices(view, batch: batch, rows: rows, columns: columns), result.hasUnitRows {
      return result
    }
    let dense = plan.dense(view.transposed(batch + rows + columns))
    func count(_ axes: [Int]) -> Int { axes.map { view.sizes[$0] }.reduce(1, *) }
    return View(
      slot: dense.slot, offset: dense.offset, dtype: view.dtype,
      sizes: batch.map { view.sizes[$0] } + [count(rows), count(columns)])
  }

  /// The elements as float32.
  private func float32(_ view: View) -> View {
    guard let function = TileFunction.widening(from: view.dtype) else { return view }
    return plan.converted(plan.dense(view), to: .float32, function)
  }

  /// A side of a dot and what its axes are.
  private struct Side {
    /// The side, in pieces along the terms of the sums.
    var pieces: [View]
    var batch, free, terms: [Int]

    func count(_ axes: [Int]) -> Int { axes.map { pieces[0].sizes[$0] }.reduce(1, *) }
  }

  /// Adds the products of a dot, whose sums begin from a value if one is given.
  private func addProduct(
    _ dot: Equation, beginningFrom start: Atom?, result: Variable
  ) throws {
    guard case .dot(let dimensions) = dot.primitive else { return }
    var (left, right) = try sides(dot, dimensions)
    let columnCount = right.count(right.free)
    let isRow = left.pieces.count == 1 && left.batch.isEmpty && left.count(left.free) == 1
    let rightSide = rightSide(
      right, rowCount: left.count(left.free), parts: isRow ? plan.team?.parts(of: columnCount) : nil
    )
    let loops = rightSide.packing == nil ? nil : self.loops(left)
    if loops == nil, left.pieces.count > 1 { left.pieces = [try joined(left, dot.inputs[0])] }
    let loopAxes = left.batch + left.free[..<(loops ?? 0)]
    let rowAxes = Array(left.free[(loops ?? 0)...])
    let rows = left.pieces.map { piece in
      rowMatrices(piece, batch: loopAxes, rows: rowAxes, columns: left.terms)
    }
    let sizes =
      loopAxes.map { left.pieces[0].sizes[$0] } + [left.count(rowAxes), columnCount]
    try emitProduct(rows, rightSide, sizes: sizes, beginningFrom: start, result: result)
  }

  /// Emits products whose results are `sizes`, `[loops…, rows, columns]`, and places the result.
  private func emitProduct(
    _ left: [View], _ right: ProductRight, sizes: [Int], beginningFrom start: Atom?,
    result: Variable
  ) throws {
    let startView = try start.map { try view($0) }
    let (place, others) = productPlace(for: result, sizes: sizes, start, at: startView)
    guard let destination = place.reshaped(to: sizes) else { return }
    let beginning = startView.map { view -> View in
      if let matrix = view.reshaped(to: sizes), matrix.hasUnitRows { return matrix }
      return plan.dense(view).reshaped(to: sizes) ?? view
    }
    plan.emit(
      .product(
        ProductStep(
          left: left, right: right, result: destination, start: beginning,
          threadCount: plan.threadsForStep)),
      touching: right.slots + left.map(\.slot) + [destination.slot]
        + (beginning.map { [$0.slot] } ?? []))
    if let function = TileFunction.narrowing(to: result.type.dtype) {
      self.place(
        result, at: plan.converted(place, to: result.type.dtype, function), alsoAt: others)
    } else {
      self.place(result, at: place, alsoAt: others)
    }
  }

  /// The place of a product: the first place for the result, or that of the sums' initial values, if a
  /// kernel can write it there; and the other places that the result is wanted in.
  private func productPlace(
    for result: Variable, sizes: [Int], _ start: Atom?, at startView: View?
  ) -> (place: View, others: [View]) {
    func isPlace(_ view: View) -> Bool {
      result.type.dtype == .float32 && view.reshaped(to: sizes)?.hasUnitRows == true
    }
    let wanted = targets[result.id]
    if let first = wanted.first, isPlace(first) { return (first, Array(wanted.dropFirst())) }
    if wanted.isEmpty, let startView, let variable = start?.variable,
      disposable.contains(variable.id), isPlace(startView)
    {
      return (startView, [])
    }
    return (plan.addBuffer(.float32, result.type.shape.sizes), wanted)
  }

  /// The sides of a dot; a matrix times a vector is the vector times the matrix the other way round.
  private func sides(_ dot: Equation, _ dimensions: DotDimensions) throws -> (
    left: Side, right: Side
  ) {
    let free = dimensions.freeAxes(
      leftRank: dot.inputs[0].type.shape.rank, rightRank: dot.inputs[1].type.shape.rank)
    var left = Side(
      pieces: try leftPieces(dot, dimensions), batch: dimensions.leftBatch, free: free.left,
      terms: dimensions.leftContracting)
    let right = Side(
      pieces: [float32(try view(dot.inputs[1]))], batch: dimensions.rightBatch, free: free.right,
      terms: dimensions.rightContracting)
    guard right.count(right.free) == 1, left.count(left.free) > 1 else { return (left, right) }
    left.pieces = [try joined(left, dot.inputs[0])]
    return (right, left)
  }

  /// The left side of a dot: in pieces along the terms of its sums, if that is how it lies.
  private func leftPieces(_ dot: Equation, _ dimensions: DotDimensions) throws -> [View] {
    if let variable = dot.inputs[0].variable,
      case .pieces(let pieces, let axis) = places[variable.id],
      dimensions.leftContracting == [axis], dimensions.leftBatch.isEmpty,
      variable.type.dtype == .float32
    {
      remainingUses[variable.id] -= 1
      return pieces
    }
    return [float32(try view(dot.inputs[0]))]
  }

  /// The left side of a dot, which is this atom, as a whole.
  private func joined(_ left: Side, _ atom: Atom) throws -> View {
    guard left.pieces.count > 1, let variable = atom.variable else { return left.pieces[0] }
    return try memory(of: variable)
  }

  /// How many of the axes of rows must be loops around products, if the rest is to be read where it
  /// is: none where the rows are evenly spaced. `nil` if it is better copied first: where that makes
  /// it no longer, or few rows are left.
  private func loops(_ left: Side) -> Int? {
    let strides = left.pieces[0].strides
    let isRepeating =
      left.pieces.count > 1
      ? left.pieces.allSatisfy { $0.strides == strides } : left.pieces[0].repeatsElements
    for loops in 0...max(left.free.count - 1, 0) {
      let rows = Array(left.free[loops...])
      if loops > 0, !isRepeating || left.count(rows) < Self.fewestRows { return nil }
      let isReadable = left.pieces.allSatisfy { piece in
        let matrix = matrices(
          piece, batch: left.batch + left.free[..<loops], rows: rows, columns: left.terms)
        return matrix?.hasUnitRows == true
      }
      if isReadable { return loops }
    }
    return nil
  }

  /// How many rows are worth a product of their own rather than copying them.
  private static let fewestRows = 8

  /// A right side: packed if it is the same in all turns of a loop, else as it is.
  private func rightSide(_ side: Side, rowCount: Int, parts: ColumnParts?) -> ProductRight {
    let (view, batch, depth, columns) = (side.pieces[0], side.batch, side.terms, side.free)
    var isTransposed = false
    var matrix = matrices(view, batch: batch, rows: depth, columns: columns)
    if matrix?.hasUnitRows != true {
      matrix = matrices(view, batch: batch, rows: depth, columns: columns)
      isTransposed = matrix?.hasUnitColumns == true
      if !isTransposed {
        matrix = rowMatrices(view, batch: batch, rows: depth, columns: columns)
      }
    }
    let right = matrix ?? view
    if batch.isEmpty,
      let packed = packed(right, isTransposed: isTransposed, rowCount: rowCount, parts: parts)
    {
      return packed
    }
    let byteCount = plan.instructions.scratchByteCount(
      rows: rowCount, depth: right.sizes[batch.count])
    let scratch = View(
      slot: plan.addScratch(byteCount: byteCount), dtype: .uint8, sizes: [byteCount])
    return .plain(right, isTransposed: isTransposed, scratch: scratch)
  }

  /// A matrix packed before a loop that doesn't change it, or with the others of an array that an
  /// inner loop steps through; `nil` if it is best read where it is.
  private func packed(
    _ right: View, isTransposed: Bool, rowCount: Int, parts: ColumnParts?
  ) -> ProductRight? {
    let (depth, columns) = (right.sizes[0], right.sizes[1])
    let storage = plan.options.storage(depth: depth, columns: columns)
    var packing = Packing(depth: depth, columns: columns, storage: storage)
    if plan.level(of: right) < plan.depth {
      packing.parts = parts
      let view = plan.packed(
        .packed(right, packing, isTransposed: isTransposed), right, isTransposed: isTransposed,
        packing)
      return packed(view.firstPart, packing, rowCount: rowCount)
    }
    guard let stepped = plan.steppedArrays[right.slot], plan.isReadAgain(stepped),
      storage != .float32 || plan.instructions.packsParts(rows: rowCount),
      stepped.array.sizes[0] <= Self.largestStackByteCount / max(packing.byteCount, 1)
    else { return nil }
    let array = stepped.array
    let first = right.moved(to: array.slot, offset: array.offset + right.offset)
    let stack = plan.packed(
      .packedStack(first, packing, isTransposed: isTransposed), first, count: array.sizes[0],
      step: array.strides[0] * array.dtype.byteCount, isTransposed: isTransposed, packing)
    return packed(stepped.steps(stack), packing, rowCount: rowCount)
  }

  /// A packed matrix as the right side of products of so many rows.
  private func packed(_ matrix: View, _ packing: Packing, rowCount: Int) -> ProductRight {
    guard packing.storage == .int8 else { return .packed(matrix, packing) }
    let byteCount = QuantizedRows.byteCount(
      capacity: QuantizedRows.blockLength(rows: rowCount), depth: packing.depth)
    // Cache lines of its own for each thread.
    let sizes = [plan.threadsForStep, (byteCount + 127) / 128 * 128]
    let slot = plan.addScratch(byteCount: sizes[0] * sizes[1])
    return .quantized(matrix, packing, rows: View(slot: slot, dtype: .uint8, sizes: sizes))
  }

  /// How much memory the packed matrices of all parts of an array may take.
  private static let largestStackByteCount = 1 << 30
}

extension View {
  /// Whether elements along the last axis follow one another, as far as there are several, and
  /// rows are apart by what a kernel can step over.
  var hasUnitRows: Bool {
    guard let size = sizes.last, let stride = strides.last else { return true }
    return (size <= 1 || stride == 1) && strides.dropLast().allSatisfy { $0 >= 0 }
  }

  /// Whether elements along the last axis but one do.
  fileprivate var hasUnitColumns: Bool {
    let axis = sizes.count - 2
    return axis >= 0 && (sizes[axis] <= 1 || strides[axis] == 1)
      && strides.allSatisfy { $0 >= 0 }
  }
}

extension PlanBuilder {
  /// `count` matrices, `step` bytes apart, of which `source` is the first, packed: `[count, bytes]`.
  fileprivate func packed(
    _ preparation: Preparation, _ source: View, count: Int = 1, step: Int = 0, isTransposed: Bool,
    _ packing: Packing
  ) -> View {
    prepared(preparation, of: source) { level in
      let byteCount = (packing.byteCount + 63) / 64 * 64
      let slot = addMemory(byteCount: count * byteCount, level: level)
      let target = View(slot: slot, dtype: .uint8, sizes: [count, byteCount])
      if packing.storage != .float32 {
        narrowMatrixCount += count
      } else if options.weights != .float32 {
        wideMatrixCount += count
      }
      let step = PackStep(
        source: source, count: count, step: step, isTransposed: isTransposed, packing: packing,
        target: target)
      return (.pack(step), target, [])
    }
  }

  /// The elements of a dense view in another dtype.
  func converted(_ view: View, to dtype: DType, _ function: TileFunction) -> View {
    prepared(.converted(view, dtype), of: view) { level in
      let result = addBuffer(dtype, view.sizes, level: level)
      return (.convert(ConversionStep(view, to: result, function)), result, [])
    }
  }
}
