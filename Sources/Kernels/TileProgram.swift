import CKernels

/// Kernels that run one after another over each tile of a domain, so that the results of one are in
/// cache when the next reads them.
///
/// Values are in memory, at addresses given in slots when it runs, or in scratch memory of one
/// tile.
public final class TileProgram: @unchecked Sendable {  // its memory doesn't change after `init`
  /// The place of a value's elements.
  public struct Value: Hashable, Codable, Sendable {
    /// The slot of an address.
    public var slot: Int
    /// Bytes from the address.
    public var offset: Int
    /// Whether the operand is one tile of scratch memory.
    public var isScratch: Bool
    /// Bytes of an element.
    public var elementByteCount: Int
    /// Elements from row to row.
    public var rowStride: Int
    /// Whether the operand has one element a row.
    public var isColumn: Bool
    /// Elements from one turn of each outer loop to the next.
    public var outerStrides: [Int]

    /// A value as its properties describe it.
    public init(
      slot: Int, offset: Int, isScratch: Bool, elementByteCount: Int, rowStride: Int,
      isColumn: Bool, outerStrides: [Int]
    ) {
      self.slot = slot
      self.offset = offset
      self.isScratch = isScratch
      self.elementByteCount = elementByteCount
      self.rowStride = rowStride
      self.isColumn = isColumn
      self.outerStrides = outerStrides
    }
  }

  /// A kernel and the positions of the values that it reads and writes.
  public struct Operation: Sendable {
    let kernel: TileKernel
    let operands: [Int]
    let result: Int

    /// An operation; a reduction's result is a column.
    public init(_ kernel: TileKernel, operands: [Int], result: Int) {
      precondition(operands.count == kernel.operandCount, "the kernel takes other operands")
      self.kernel = kernel
      self.operands = operands
      self.result = result
    }
  }

  /// Sizes of the domain and of a tile.
  public struct Domain: Hashable, Codable, Sendable {
    /// Turns of the loops around rows and columns.
    public var outerSizes: [Int]
    /// Rows and columns.
    public var rows, columns: Int
    /// Rows and columns of a tile.
    public var tileRows, tileColumns: Int

    /// A domain of these sizes.
    public init(outerSizes: [Int], rows: Int, columns: Int, tileRows: Int, tileColumns: Int) {
      precondition(tileRows > 0 && tileColumns > 0, "a tile has no elements")
      self.outerSizes = outerSizes
      self.rows = rows
      self.columns = columns
      self.tileRows = tileRows
      self.tileColumns = tileColumns
    }
  }

  private struct Place {
    var slot, offset: Int
    /// Bytes from row to row and from column to column of the domain.
    var rowStep, columnStep: Int
    var rowStride: Int
    var repeatsColumn: Bool
  }

  private struct Call {
    var function: CKTileFunction
    var operands: (Int, Int, Int)
    var result: Int
    /// Whether the operation treats a tile of whole rows as one long row.
    var isFlat: Bool
    /// Whether the result is a column made of columns and scalars, their elements in one piece.
    var isColumn: Bool
    /// Whether the result is a column otherwise.
    var isSpacedColumn: Bool
    /// The function's argument for a whole tile, but for addresses.
    var wholeTile = CKTile()
  }

  private let domain: Domain
  private let places: UnsafeMutableBufferPointer<Place>
  private let calls: UnsafeMutableBufferPointer<Call>
  /// For each outer loop, bytes a turn moves each value.
  private let outerSteps: [[Int]]
  /// Whether a tile is all of the domain.
  private let isOneTile: Bool

  /// A program over a domain.
  public init(_ domain: Domain, values: [Value], operations: [Operation]) {
    self.domain = domain
    places = .allocate(capacity: values.count)
    for (index, value) in values.enumerated() {
      let size = value.elementByteCount
      places.initializeElement(
        at: index,
        to: Place(
          slot: value.slot, offset: value.offset,
          rowStep: value.isScratch ? 0 : value.rowStride * size,
          columnStep: value.isScratch || value.isColumn ? 0 : size, rowStride: value.rowStride,
          repeatsColumn: value.isColumn))
    }
    calls = .allocate(capacity: operations.count)
    for (index, operation) in operations.enumerated() {
      let operands = operation.operands + [Int](repeating: operation.operands[0], count: 2)
      let involved = operation.operands.map { values[$0] } + [values[operation.result]]
      let isColumn = values[operation.result].isColumn && !operation.kernel.isReduction
      let isPiece = involved.allSatisfy { $0.rowStride == 1 || $0.rowStride == 0 }
      calls.initializeElement(
        at: index,
        to: Call(
          function: operation.kernel.function, operands: (operands[0], operands[1], operands[2]),
          result: operation.result,
          isFlat: !values[operation.result].isColumn
            && involved.allSatisfy { $0.isFlat(columns: domain.tileColumns) },
          isColumn: isColumn && isPiece && values[operation.result].rowStride == 1,
          isSpacedColumn: isColumn && !(isPiece && values[operation.result].rowStride == 1)))
    }
    isOneTile =
      domain.outerSizes.isEmpty && domain.rows == domain.tileRows
      && domain.columns == domain.tileColumns
    outerSteps = domain.outerSizes.indices.map { loop in
      values.map { $0.isScratch ? 0 : $0.outerStrides[loop] * $0.elementByteCount }
    }
    for index in operations.indices {
      calls[index].wholeTile = tile(
        of: calls[index], rows: domain.tileRows, columns: domain.tileColumns)
    }
  }

  deinit {
    places.deallocate()
    calls.deallocate()
  }

  /// Runs over the whole domain, or over some of its rows or columns.
  ///
  /// - Parameters:
  ///   - addresses: by slot; they must hold what `init` was told, and outlive the call.
  ///   - rows: which rows of each outer turn (all, if left out).
  ///   - columns: which columns of each row (all, if left out); no operation may be a reduction.
  public func run(
    _ addresses: UnsafePointer<UnsafeMutableRawPointer>, rows: Range<Int>? = nil,
    columns: Range<Int>? = nil
  ) {
    let isOneTile = isOneTile && rows == nil && columns == nil
    let rows = rows ?? 0..<domain.rows
    let columns = columns ?? 0..<domain.columns
    withUnsafeTemporaryAllocation(
      of: UnsafeMutableRawPointer.self, capacity: places.count * 2
    ) { memory in
      guard let starts = memory.baseAddress else { return }
      for index in 0..<places.count {
        (starts + index).initialize(to: addresses[places[index].slot] + places[index].offset)
      }
      if isOneTile {
        runTile(starts, rows: rows.count, columns: columns.count)
      } else {
        runOuter(starts, loop: 0, rows: rows, columns: columns)
      }
    }
  }

  private func runOuter(
    _ starts: UnsafeMutablePointer<UnsafeMutableRawPointer>, loop: Int, rows: Range<Int>,
    columns: Range<Int>
  ) {
    guard loop < outerSteps.count else {
      runTiles(starts, rows: rows, columns: columns)
      return
    }
    let size = domain.outerSizes[loop]
    for _ in 0..<size {
      runOuter(starts, loop: loop + 1, rows: rows, columns: columns)
      for index in 0..<places.count { starts[index] += outerSteps[loop][index] }
    }
    for index in 0..<places.count { starts[index] -= outerSteps[loop][index] * size }
  }

  private func runTiles(
    _ starts: UnsafeMutablePointer<UnsafeMutableRawPointer>, rows: Range<Int>, columns: Range<Int>
  ) {
    let current = starts + places.count
    var row = rows.lowerBound
    while row < rows.upperBound {
      let rowCount = min(domain.tileRows, rows.upperBound - row)
      var column = columns.lowerBound
      while column < columns.upperBound {
        let columnCount = min(domain.tileColumns, columns.upperBound - column)
        for index in 0..<places.count {
          (current + index).initialize(
            to: starts[index] + row * places[index].rowStep + column * places[index].columnStep)
        }
        runTile(current, rows: rowCount, columns: columnCount)
        column += columnCount
      }
      row += rowCount
    }
  }

  private func runTile(
    _ starts: UnsafeMutablePointer<UnsafeMutableRawPointer>, rows: Int, columns: Int
  ) {
    let isWhole = rows == domain.tileRows && columns == domain.tileColumns
    // Calls are read where they are: to copy one takes as long as a small tile.
    guard let first = calls.baseAddress else { return }
    var tile = CKTile()
    for index in 0..<calls.count {
      let call = first + index
      if isWhole {
        tile = call.pointee.wholeTile
      } else {
        tile = self.tile(of: call.pointee, rows: rows, columns: columns)
      }
      tile.result = starts[call.pointee.result]
      tile.operands.0.start = UnsafeRawPointer(starts[call.pointee.operands.0])
      tile.operands.1.start = UnsafeRawPointer(starts[call.pointee.operands.1])
      tile.operands.2.start = UnsafeRawPointer(starts[call.pointee.operands.2])
      call.pointee.function(&tile)
    }
  }

  /// A call's argument for a tile, but for addresses.
  private func tile(of call: Call, rows: Int, columns: Int) -> CKTile {
    func operand(_ position: Int) -> CKOperand {
      let place = places[position]
      return call.isColumn
        ? CKOperand(start: nil, rowStride: 0, repeatsColumn: place.rowStride == 0)
        : CKOperand(
          start: nil, rowStride: place.rowStride, repeatsColumn: place.repeatsColumn)
    }
    let isFlat = call.isFlat && columns == domain.tileColumns
    var tile = CKTile(
      result: nil, resultRowStride: places[call.result].rowStride,
      operands: (
        operand(call.operands.0), operand(call.operands.1), operand(call.operands.2)
      ),
      rows: isFlat || call.isColumn ? 1 : rows,
      columns: isFlat ? rows * columns : columns)
    if call.isColumn { tile.columns = rows }
    if call.isSpacedColumn { tile.columns = 1 }
    return tile
  }
}

extension TileProgram.Value {
  /// Whether whole rows of the operand are one long row, or one element stands for all.
  fileprivate func isFlat(columns: Int) -> Bool {
    isColumn ? rowStride == 0 : rowStride == columns
  }
}
