import Testing

/// Expects that a program, whose assertions CPython finds true, ends without an error.
func expectHolds(_ program: String, sourceLocation: SourceLocation = #_sourceLocation) async {
  let result = await runProgram(program)
  #expect(result.error == nil, sourceLocation: sourceLocation)
}
