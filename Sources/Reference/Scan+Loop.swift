import Arrays
import ProgramIR

extension Scan {
  /// The last carry and the stacked ys of `length` calls of `step`, which takes the constants, the
  /// carry and a slice of the xs, and gives the next carry and a slice of the ys.
  func run(
    _ operands: [NDArray], yTypes: [ArrayType], step: ([NDArray]) throws -> [NDArray]
  ) throws -> [NDArray] {
    let constants = operands[..<constantCount]
    var carry = operands[carryInputs]
    let xs = operands[scannedInputs]
    let ys = yTypes.map { Stack(of: $0) }
    for count in 0..<length {
      let index = isReversed ? length - 1 - count : count
      let outputs = try step(constants + carry + xs.map { $0.part(index) })
      carry = outputs[..<carryCount]
      for (stack, slice) in zip(ys, outputs[carryCount...]) { stack.put(slice, at: index) }
    }
    return carry + ys.map(\.array)
  }
}

extension WhileLoop {
  /// Final carry of a loop: `round` takes the constants and the carry, and returns the next carry
  /// and whether there is another round.
  func run(_ operands: [NDArray], round: ([NDArray]) throws -> [NDArray]) throws -> [NDArray] {
    let constants = Array(operands[..<constantCount])
    var carry = Array(operands[constantCount...])
    while let goesOn = carry.popLast(), goesOn.elements(as: Bool.self)[0] {
      carry = try round(constants + carry)
    }
    return carry
  }
}

/// An array that is filled slice by slice along its leading axis.
private struct Stack {
  private let memory: UnsafeMutableRawBufferPointer
  private let buffer: Buffer
  private let type: ArrayType

  init(of type: ArrayType) {
    let byteCount = type.shape.elementCount * type.dtype.byteCount
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(byteCount, 1), alignment: 64)
    self.memory = memory
    buffer = Buffer(wrapping: UnsafeRawBufferPointer(memory)) { $0.deallocate() }
    self.type = type
  }

  func put(_ slice: NDArray, at index: Int) {
    slice.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: memory[(index * $0.count)...]).copyMemory(from: $0)
    }
  }

  /// The array; every slice must have been put, and none is from now on.
  var array: NDArray { NDArray(shape: type.shape, dtype: type.dtype, buffer: buffer) }
}
