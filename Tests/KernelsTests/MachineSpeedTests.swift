import Kernels
import Testing

struct MachineSpeedTests {
  @Test(arguments: InstructionSet.available)
  func countsWhatItDoes(_ instructions: InstructionSet) {
    #expect((1_900_000...2_000_000).contains(instructions.multiplyAndAdd()))
  }

  @Test(arguments: InstructionSet.available, [0, 1, 100, 1001])
  func readsEverything(_ instructions: InstructionSet, _ count: Int) {
    let numbers = (0..<count).map(Float.init)
    let sum = numbers.withUnsafeBufferPointer { instructions.read($0) }
    // Whole numbers this small are summed exactly.
    #expect(sum == Float(count * (count - 1) / 2))
  }
}
