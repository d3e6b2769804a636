import Kernels
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Kernels of two and three operands, every way an operand can repeat, against plain loops.
struct TileKernelTests {
  /// Columns that fill no vector, several, and one and a bit.
  static let shapes = [(0, 5), (5, 0), (1, 1), (3, 2), (2, 17), (4, 16), (3, 35), (1, 100)]

  static let floats: [Float] = [
    1, -2, 0.5, -0.0, 0, .infinity, -.infinity, .nan, 3.25, -7.5, 0x1p-140, 2, 1e20, -1e-20, 5, 6,
    0.1,
  ]

  static func larger(_ a: Float, _ b: Float) -> Float {
    if a.isNaN || b.isNaN { return .nan }
    return a > b || (a == b && b.sign == .minus) ? a : b
  }

  @Test(arguments: InstructionSet.available, BinaryKernel.allCases)
  func pairs(_ instructions: InstructionSet, _ operation: BinaryKernel) {
    let expected: (Float, Float) -> Float =
      switch operation {
      case .add: { $0 + $1 }
      case .sub: { $0 - $1 }
      case .mul: { $0 * $1 }
      case .div: { $0 / $1 }
      case .rem: { fmodf($0, $1) }
      case .pow: { powf($0, $1) }
      case .max: Self.larger
      case .min: { -Self.larger(-$0, -$1) }
      case .atan2: { atan2f($0, $1) }
      case .nextAfter: { nextafterf($0, $1) }
      }
    Tiles.check(Self.floats, operandCount: 2, shapes: Self.shapes) { tile in
      instructions.kernel(operation)(
        tile.operands[0], tile.operands[1], into: tile.result, rows: tile.rows,
        columns: tile.columns)
    } expecting: {
      expected($0[0], $0[1])
    } isSame: {
      $0.isSame(as: $1)
    }
  }

  @Test(arguments: InstructionSet.available, TernaryKernel.allCases)
  func multiplyAdd(_ instructions: InstructionSet, _ operation: TernaryKernel) {
    // Small whole numbers, so that it doesn't matter how often is rounded.
    let numbers: [Float] = [1, -2, 3, 5, -7, 11, 0.5, 4, .infinity]
    Tiles.check(numbers, operandCount: 3, shapes: Self.shapes) { tile in
      instructions.kernel(operation)(
        tile.operands[0], tile.operands[1], tile.operands[2], into: tile.result, rows: tile.rows,
        columns: tile.columns)
    } expecting: {
      switch operation {
      case .multiplyAdd: $0[0] * $0[1] + $0[2]
      case .multiplySubtract: $0[0] * $0[1] - $0[2]
      case .subtractProduct: $0[2] - $0[0] * $0[1]
      }
    } isSame: {
      $0.isSame(as: $1)
    }
  }

  @Test(arguments: InstructionSet.available, CompareKernel.allCases)
  func comparisons(_ instructions: InstructionSet, _ comparison: CompareKernel) {
    func holds<T: Comparable>(_ a: T, _ b: T) -> UInt8 {
      switch comparison {
      case .eq: a == b ? 1 : 0
      case .ne: a != b ? 1 : 0
      case .lt: a < b ? 1 : 0
      case .le: a <= b ? 1 : 0
      case .gt: a > b ? 1 : 0
      case .ge: a >= b ? 1 : 0
      }
    }
    Tiles.check(Self.floats, operandCount: 2, shapes: Self.shapes) { tile in
      instructions.kernel(comparison)(
        tile.operands[0], tile.operands[1], into: tile.result, rows: tile.rows,
        columns: tile.columns)
    } expecting: {
      holds($0[0], $0[1])
    } isSame: {
      $0 == $1
    }
    Tiles.check([Int32.min, -5, -1, 0, 1, 7, .max], operandCount: 2, shapes: Self.shapes) { tile in
      instructions.integerKernel(comparison)(
        tile.operands[0], tile.operands[1], into: tile.result, rows: tile.rows,
        columns: tile.columns)
    } expecting: {
      holds($0[0], $0[1])
    } isSame: {
      $0 == $1
    }
  }

  @Test(arguments: InstructionSet.available, IntegerKernel.allCases)
  func integers(_ instructions: InstructionSet, _ operation: IntegerKernel) {
    let numbers = [Int32.min, -123_456_789, -5, -1, 0, 1, 7, 99, 987_654_321, .max]
    Tiles.check(numbers, operandCount: 2, shapes: Self.shapes) { tile in
      instructions.integerKernel(operation)(
        tile.operands[0], tile.operands[1], into: tile.result, rows: tile.rows,
        columns: tile.columns)
    } expecting: {
      switch operation {
      case .add: $0[0] &+ $0[1]
      case .sub: $0[0] &- $0[1]
      case .mul: $0[0] &* $0[1]
      case .max: max($0[0], $0[1])
      case .min: min($0[0], $0[1])
      case .and: $0[0] & $0[1]
      case .or: $0[0] | $0[1]
      case .xor: $0[0] ^ $0[1]
      }
    } isSame: { (a: Int32, b: Int32) in
      a == b
    }
  }

  @Test(arguments: InstructionSet.available, LogicalKernel.allCases)
  func flags(_ instructions: InstructionSet, _ operation: LogicalKernel) {
    Tiles.check([UInt8(0), 1, 1, 0, 0, 1, 0], operandCount: 2, shapes: Self.shapes) { tile in
      instructions.logicalKernel(operation)(
        tile.operands[0], tile.operands[1], into: tile.result, rows: tile.rows,
        columns: tile.columns)
    } expecting: {
      switch operation {
      case .and: $0[0] & $0[1]
      case .or: $0[0] | $0[1]
      case .xor: $0[0] ^ $0[1]
      }
    } isSame: { (a: UInt8, b: UInt8) in
      a == b
    }
  }

  @Test(arguments: InstructionSet.available)
  func select(_ instructions: InstructionSet) {
    // The predicate is of another type than the rest: the tile's first operand is ignored for it.
    let flags = [UInt8](unsafeUninitializedCapacity: 400) { flags, count in
      for index in 0..<400 { flags[index] = index % 3 == 0 ? 1 : 0 }
      count = 400
    }
    flags.withUnsafeBytes { flags in
      guard let start = flags.baseAddress else { return }
      Tiles.check(Self.floats, operandCount: 2, shapes: Self.shapes) { tile in
        instructions.select(
          TileOperand(start, rowStride: tile.columns), tile.operands[0], tile.operands[1],
          into: tile.result, rows: tile.rows, columns: tile.columns)
      } expectingAt: { values, row, column, columns in
        (row * columns + column) % 3 == 0 ? values[0] : values[1]
      } isSame: {
        $0.isSame(as: $1)
      }
      for flag in [0, 1] {
        Tiles.check(Self.floats, operandCount: 2, shapes: Self.shapes) { tile in
          instructions.select(
            .scalar(start + flag), tile.operands[0], tile.operands[1], into: tile.result,
            rows: tile.rows, columns: tile.columns)
        } expecting: {
          flag == 0 ? $0[0] : $0[1]
        } isSame: {
          $0.isSame(as: $1)
        }
      }
    }
  }

  /// A function that isn't exact gives the same bits wherever in a tile a number stands.
  @Test(arguments: InstructionSet.available, [UnaryKernel.exp, .tanh, .logistic, .erf, .log, .sin])
  func bitsDependOnTheNumberAlone(_ instructions: InstructionSet, _ operation: UnaryKernel) {
    let kernel = instructions.kernel(operation)
    let numbers = (0..<67).map { Float($0) * 0.317 - 9 }
    let alone = numbers.map { number in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 1) { place in
        guard let start = place.baseAddress else { return Float.nan }
        start.initialize(to: number)
        kernel(
          TileOperand(start, rowStride: 1), into: TileResult(start, rowStride: 1), rows: 1,
          columns: 1)
        return start[0]
      }
    }
    Tiles.check(numbers, operandCount: 1, shapes: Self.shapes + [(2, 67)]) { tile in
      kernel(tile.operands[0], into: tile.result, rows: tile.rows, columns: tile.columns)
    } expecting: { values in
      alone[numbers.firstIndex(of: values[0]) ?? 0]
    } isSame: {
      $0.isSame(as: $1)
    }
  }

  @Test(arguments: InstructionSet.available)
  func inPlace(_ instructions: InstructionSet) {
    let kernel = instructions.kernel(.add)
    for count in [1, 15, 16, 17, 33] {
      var numbers = (0..<count).map(Float.init)
      numbers.withUnsafeMutableBytes { numbers in
        guard let start = numbers.baseAddress else { return }
        let operand = TileOperand(start, rowStride: count)
        kernel(operand, operand, into: TileResult(start, rowStride: count), rows: 1, columns: count)
      }
      #expect(numbers == (0..<count).map { Float(2 * $0) })
    }
  }
}
