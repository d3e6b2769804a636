import Arrays
import Testing

@testable import swiftscan

struct PreparedCallTests {
  /// Outputs are compared with another run's only if that isn't a large one.
  @Test func differencesOfLargeArraysAreNotMeasured() throws {
    let call = try FlaxCase("cells/LSTMCell_root_reverse").preparedCall
    let inputs = try call.inputs
    let outputs = try call.run().result.leaves
    let byteCount = (inputs + outputs).map(\.byteCount).reduce(0, +)
    var settings = ExecutionSettings()
    settings.largestComparedByteCount = byteCount
    #expect(
      try call.difference(outputs, inputs, settings, 2)
        == "2 matrices; outputs differ by at most 0.0")
    settings.largestComparedByteCount = byteCount - 1
    #expect(
      try call.difference(outputs, inputs, settings, 1)
        == "1 matrix; the difference isn't measured for more than \((byteCount - 1).byteText) of arrays"
    )
    #expect(try call.difference(outputs, inputs, settings, 0).hasPrefix("none, as no loop"))
  }
}
