import Kernels
import Testing

/// One call of a kernel: its operands, where its result goes, and the tile's shape.
struct TestTile {
  let operands: [TileOperand]
  let result: TileResult
  let rows: Int
  let columns: Int
}

/// Runs kernels over tiles of every shape with every kind of operand.
enum Tiles {
  /// How an operand repeats.
  enum Kind: CaseIterable { case matrix, row, column, scalar }

  /// Compares a kernel with a function of the elements.
  static func check<T, R>(
    _ numbers: [T], operandCount: Int, shapes: [(Int, Int)], _ run: (TestTile) -> Void,
    expecting expected: ([T]) -> R, isSame: (R, R) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    check(
      numbers, operandCount: operandCount, shapes: shapes, run,
      expectingAt: { values, _, _, _ in expected(values) }, isSame: isSame,
      sourceLocation: sourceLocation)
  }

  /// Compares a kernel with a function of the elements, their row, column and the column count.
  static func check<T, R>(
    _ numbers: [T], operandCount: Int, shapes: [(Int, Int)], _ run: (TestTile) -> Void,
    expectingAt expected: ([T], Int, Int, Int) -> R, isSame: (R, R) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (rows, columns) in shapes {
      for kinds in combinations(operandCount) {
        for padding in [0, 3] {
          let stride = columns + padding
          let results = results(of: R.self, numbers, kinds, rows, columns, stride, run)
          for row in 0..<rows {
            for column in 0..<columns {
              let values = kinds.enumerated().map { position, kind in
                element(numbers, position, kind.index(row, column, stride))
              }
              let (got, wanted) = (
                results[row * columns + column], expected(values, row, column, columns)
              )
              guard isSame(got, wanted) else {
                Issue.record(
                  "\(kinds) of \(values) in \(rows) × \(columns) is \(got), not \(wanted)",
                  sourceLocation: sourceLocation)
                return
              }
            }
          }
        }
      }
    }
  }

  private static func combinations(_ count: Int) -> [[Kind]] {
    (0..<count).reduce([[]]) { kinds, _ in kinds.flatMap { k in Kind.allCases.map { k + [$0] } } }
  }

  /// Operands hold the numbers in turn, each operand from another one on.
  private static func element<T>(_ numbers: [T], _ position: Int, _ index: Int) -> T {
    numbers[(index * (2 * position + 1) + position * 5) % numbers.count]
  }

  private static func results<T, R>(
    of type: R.Type, _ numbers: [T], _ kinds: [Kind], _ rows: Int, _ columns: Int, _ stride: Int,
    _ run: (TestTile) -> Void
  ) -> [R] {
    let size = max(rows * stride, rows, columns, 1)
    let operands = UnsafeMutablePointer<T>.allocate(capacity: size * kinds.count)
    let result = UnsafeMutableRawPointer.allocate(
      byteCount: size * MemoryLayout<R>.stride, alignment: 16)
    defer {
      operands.deallocate()
      result.deallocate()
    }
    result.initializeMemory(as: UInt8.self, repeating: 0xa5, count: size * MemoryLayout<R>.stride)
    for position in kinds.indices {
      for index in 0..<size {
        operands[position * size + index] = element(numbers, position, index)
      }
    }
    run(
      TestTile(
        operands: kinds.enumerated().map { position, kind in
          kind.operand(operands + position * size, rowStride: stride)
        },
        result: TileResult(result, rowStride: stride), rows: rows, columns: columns))
    let bytes = UnsafeRawBufferPointer(start: result, count: size * MemoryLayout<R>.stride)
    for row in 0..<rows {
      // What lies between the rows must be as it was.
      let gap = bytes[
        (row * stride + columns) * MemoryLayout<R>.stride..<(row + 1) * stride
          * MemoryLayout<R>.stride]
      #expect(gap.allSatisfy { $0 == 0xa5 })
    }
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        result.load(fromByteOffset: (row * stride + column) * MemoryLayout<R>.stride, as: R.self)
      }
    }
  }
}

extension Tiles.Kind {
  fileprivate func index(_ row: Int, _ column: Int, _ stride: Int) -> Int {
    switch self {
    case .matrix: row * stride + column
    case .row: column
    case .column: row
    case .scalar: 0
    }
  }

  fileprivate func operand(_ start: UnsafeRawPointer, rowStride: Int) -> TileOperand {
    switch self {
    case .matrix: TileOperand(start, rowStride: rowStride)
    case .row: .row(start)
    case .column: .column(start)
    case .scalar: .scalar(start)
    }
  }
}
