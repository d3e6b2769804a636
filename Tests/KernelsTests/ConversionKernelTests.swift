import Kernels
import Testing

/// Conversions from and to float32, against Swift's.
struct ConversionKernelTests {
  static let numbers: [Float] =
    UnaryKernelTests.numbers.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
    + [1.5, -1.5, 255.9, 256, -0.5, 2_147_483_520, 2_147_483_648, -2_147_483_648, -3e9, .nan]
    + [.infinity, -.infinity, 1 + 0x1p-8, 1 + 0x3p-8, 65519, 65520, 0x1p-24, 0x1p-25, 0x3p-26]

  private func check<T>(
    _ instructions: InstructionSet, to format: ElementFormat, _ expected: (Float) -> T,
    isSame: (T, T) -> Bool
  ) {
    Tiles.check(Self.numbers, operandCount: 1, shapes: Self.shapes) { tile in
      instructions.conversion(to: format)(
        tile.operands[0], into: tile.result, rows: tile.rows, columns: tile.columns)
    } expecting: {
      expected($0[0])
    } isSame: {
      isSame($0, $1)
    }
  }

  private func check<T>(
    _ instructions: InstructionSet, from format: ElementFormat, _ numbers: [T],
    _ expected: (T) -> Float
  ) {
    Tiles.check(numbers, operandCount: 1, shapes: Self.shapes) { tile in
      instructions.conversion(from: format)(
        tile.operands[0], into: tile.result, rows: tile.rows, columns: tile.columns)
    } expecting: {
      expected($0[0])
    } isSame: {
      $0.isSame(as: $1)
    }
  }

  static let shapes = [(1, numbers.count), (3, 5), (2, 17), (0, 1)]

  @Test(arguments: InstructionSet.available)
  func toIntegers(_ instructions: InstructionSet) {
    func clamped<T: FixedWidthInteger>(_ x: Float, _ type: T.Type) -> T {
      x.isNaN ? 0 : T(exactly: x.rounded(.towardZero)) ?? (x < 0 ? .min : .max)
    }
    check(instructions, to: .int32) {
      clamped($0, Int32.self)
    } isSame: {
      $0 == $1
    }
    check(instructions, to: .uint8) {
      clamped($0, UInt8.self)
    } isSame: {
      $0 == $1
    }
    check(instructions, to: .bool) {
      UInt8($0 != 0 ? 1 : 0)
    } isSame: {
      $0 == $1
    }
  }

  @Test(arguments: InstructionSet.available)
  func toNarrowFloats(_ instructions: InstructionSet) {
    check(instructions, to: .float16) {
      Float16($0)
    } isSame: {
      $0.isNaN ? $1.isNaN : $0.bitPattern == $1.bitPattern
    }
    check(instructions, to: .bfloat16) {
      UInt16(nearestBFloat16($0).bitPattern >> 16)
    } isSame: {
      let (a, b) = (Float(bitPattern: UInt32($0) << 16), Float(bitPattern: UInt32($1) << 16))
      return a.isSame(as: b)
    }
  }

  @Test(arguments: InstructionSet.available)
  func fromIntegers(_ instructions: InstructionSet) {
    check(instructions, from: .int32, [0, 1, -1, .max, .min, 16_777_217, 123_456_789] as [Int32]) {
      Float($0)
    }
    check(instructions, from: .uint8, Array(UInt8.min...UInt8.max)) { Float($0) }
    check(instructions, from: .bool, [0, 1, 1, 0, 1] as [UInt8]) { Float($0) }
  }

  @Test(arguments: InstructionSet.available)
  func fromNarrowFloats(_ instructions: InstructionSet) {
    let patterns =
      stride(from: UInt16(0), to: .max - 37, by: 37) + [0x7c00, 0xfc00, 0x7f80, 0xff80, 1]
    check(instructions, from: .float16, patterns) { Float(Float16(bitPattern: $0)) }
    check(instructions, from: .bfloat16, patterns) { Float(bitPattern: UInt32($0) << 16) }
  }
}
