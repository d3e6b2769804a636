import Testing

/// Programs without an end, a bottom or a right to what they ask for end with one error.
@Suite struct BadProgramTests {
  /// Steps and items: few, as tests run without optimization.
  private static let limit = 300_000

  /// Size in bytes of the stack for deep objects: it would overflow with 160 bytes for each.
  private static let stackSize = 2 << 20

  @Test(arguments: BadProgram.endless)
  func endlessWorkIsRefused(program: BadProgram) async {
    let result = await runProgram(program.text, limit: Self.limit)
    #expect(result.error != nil)
    #expect(result.exception == nil || result.exception == "MemoryError")
  }

  @Test(arguments: BadProgram.large)
  func sizesBeyondMemoryAreRefused(program: BadProgram) async {
    let result = await runProgram(program.text)
    #expect(result.error != nil)
    #expect(result.exception == nil || result.exception == "MemoryError")
  }

  @Test(arguments: BadProgram.recursive)
  func recursionEnds(program: BadProgram) async {
    let result = await runProgram(program.text, stackSize: Self.stackSize)
    #expect(result.exception == "RecursionError")
  }

  @Test(arguments: BadProgram.refused)
  func worldOutsideIsRefused(program: BadProgram) async {
    let result = await runProgram(program.text)
    #expect(result.exception == nil)
    #expect(result.error?.contains("program.py:") == true)
  }

  @Test(arguments: BadProgram.fine)
  func deepObjectsAreFreed(program: BadProgram) async {
    let result = await runProgram(program.text, stackSize: Self.stackSize)
    #expect(result.error == nil)
    #expect(result.output == "1\n")
  }
}
