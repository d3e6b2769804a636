import Arrays
import Execution
import ProgramIR
import Testing

/// Elementwise primitives: how operands combine; what is computed is in `LaxParityTests`.
struct ElementwiseTests {
  /// Values that no binary operation finds difficult: 1, 2, … 6, or true and false.
  static func operand(_ dtype: DType, _ shape: Shape, from start: Int32 = 1) -> NDArray {
    NDArray((0..<Int32(shape.elementCount)).map { ($0 + start) % 7 }, shape: shape)
      .converted(to: dtype)
  }

  static func admits(_ primitive: Primitive, _ dtype: DType, operandCount: Int) -> Bool {
    let types = [ArrayType](repeating: ArrayType(dtype, []), count: operandCount)
    return (try? primitive.resultTypes(of: types)) != nil
  }

  @Test(arguments: BinaryOperation.allCases, DType.allCases)
  func scalarsRepeat(_ operation: BinaryOperation, _ dtype: DType) throws {
    let primitive = Primitive.binary(operation)
    guard Self.admits(primitive, dtype, operandCount: 2) else { return }
    let array = Self.operand(dtype, [2, 3])
    let scalar = Self.operand(dtype, [], from: 3)
    let repeated = try result(.broadcast(shape: [2, 3], dimensions: []), scalar)
    #expect(try result(primitive, array, scalar) == result(primitive, array, repeated))
    #expect(try result(primitive, scalar, array) == result(primitive, repeated, array))
    let one = try result(primitive, scalar, scalar)
    #expect(one.shape == .scalar)
    #expect(try result(primitive, repeated, repeated).part(0).part(0) == one)
  }

  @Test(arguments: Comparison.allCases, DType.common)
  func comparisonsTakeScalars(_ comparison: Comparison, _ dtype: DType) throws {
    let (array, scalar) = (Self.operand(dtype, [2, 3]), Self.operand(dtype, [], from: 3))
    let repeated = try result(.broadcast(shape: [2, 3], dimensions: []), scalar)
    let primitive = Primitive.compare(comparison)
    #expect(try result(primitive, array, scalar) == result(primitive, array, repeated))
    #expect(try result(primitive, scalar, array) == result(primitive, repeated, array))
  }

  @Test(arguments: DType.allCases)
  func nothingComesFromNothing(_ dtype: DType) throws {
    let empty = Self.emptyArray(dtype)
    for operation in UnaryOperation.allCases
    where Self.admits(.unary(operation), dtype, operandCount: 1) {
      #expect(try result(.unary(operation), empty).shape == [2, 0])
    }
    for operation in BinaryOperation.allCases
    where Self.admits(.binary(operation), dtype, operandCount: 2) {
      #expect(try result(.binary(operation), empty, empty).shape == [2, 0])
    }
    let flags = Self.emptyArray(.bool)
    #expect(try result(.select, flags, empty, empty) == empty)
  }

  static func emptyArray(_ dtype: DType) -> NDArray {
    NDArray(shape: [2, 0], dtype: dtype) { _ in }
  }

  @Test(arguments: DType.allCases, 0..<8)
  func selectTakesScalars(_ dtype: DType, _ kinds: Int) throws {
    func shape(_ position: Int) -> Shape { kinds >> position & 1 == 1 ? .scalar : [7] }
    let predicate = Self.operand(.bool, shape(0), from: 6)
    // Complex numbers are only moved, so that their bytes can be anything.
    func bytes(_ shape: Shape, from start: UInt8) -> NDArray {
      NDArray(shape: shape, dtype: dtype) { bytes in
        for index in bytes.indices {
          bytes[index] = dtype == .bool ? start & 1 : start &+ UInt8(index)
        }
      }
    }
    let (onTrue, onFalse) = (bytes(shape(1), from: 1), bytes(shape(2), from: 200))
    let selected = try result(.select, predicate, onTrue, onFalse)
    #expect(selected.shape == (kinds == 7 ? .scalar : [7]))
    func element(_ array: NDArray, _ index: Int) -> NDArray {
      array.shape.rank == 0 ? array : array.part(index)
    }
    for index in 0..<selected.shape.elementCount {
      let choice = element(predicate, index) == NDArray(true)
      #expect(element(selected, index) == element(choice ? onTrue : onFalse, index))
    }
  }

  @Test func bitcastKeepsBits() throws {
    let ones = try result(.bitcast(.uint32), NDArray([1, -0.0, .infinity] as [Float], shape: [3]))
    #expect(ones.elements() == [0x3f80_0000, 0x8000_0000, 0x7f80_0000] as [UInt32])
    #expect(try result(.bitcast(.float32), ones).elements() == [1, -0.0, .infinity] as [Float])
    let half = try result(.bitcast(.bfloat16), NDArray(Int16(0x3fc0)))
    #expect(half.floats == [1.5])
  }

  /// Each operation on 16-bit floats is rounded once: 1 + 2⁻⁸ isn't a bfloat16, 257 neither.
  @Test func narrowFloatsAreRoundedAfterEachOperation() throws {
    let one = NDArray(BFloat16(1))
    #expect(try result(.binary(.add), one, NDArray(BFloat16(0x1p-8))) == one)
    let terms = NDArray([256, 1, 1] as [Float], shape: [3]).converted(to: .bfloat16)
    #expect(try result(.reduce(.sum, axes: [0]), terms).floats == [258])
    let squares = try result(.dot(.init(contracting: ([0], [0]))), terms, terms)
    #expect(squares.floats == [65536])
  }

  @Test func doublesAreComputedInDouble() throws {
    let x = NDArray([0.5, -0.999_999_9, 1, 2], shape: [4])
    let y = try result(.unary(.erfInv), x).elements(as: Double.self)
    #expect((y[0] - 0.476_936_276_204_469_87).magnitude < 1e-15)
    let back = try result(.unary(.erf), NDArray(y[1])).elements(as: Double.self)
    #expect((back[0] + 0.999_999_9).magnitude < 1e-15)
    #expect(y[2] == .infinity && y[3].isNaN)
    #expect(try result(.unary(.log), NDArray(2.0)) == NDArray(0.693_147_180_559_945_3))
  }

  /// JAX looks at six bits of the exponent, and so has 3 to the power of 100 be that of 36.
  @Test func longIntegersToo() throws {
    #expect(
      try result(.binary(.pow), NDArray(Int64(3)), NDArray(Int64(39)))
        == NDArray(Int64(4_052_555_153_018_976_267)))
    #expect(try result(.binary(.div), NDArray(Int64.min), NDArray(Int64(-1))) == NDArray(Int64.min))
    #expect(try result(.binary(.rem), NDArray(Int64.min), NDArray(Int64(-1))) == NDArray(Int64(0)))
    #expect(
      try result(.binary(.div), NDArray(UInt64(7)), NDArray(UInt64(0))) == NDArray(UInt64.max))
    #expect(
      try result(.binary(.shiftLeft), NDArray(UInt64(1)), NDArray(UInt64.max))
        == NDArray(UInt64(0)))
  }
}
