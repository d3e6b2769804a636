import Arrays
import Diagnostics
import TestSupport
import Testing

@testable import ScannedModels

struct PreparedCallTests {
  private static let dense = """
    inputs: {inputs: 'float32[1, 3]'}
    model: {type: Dense, features: 2}
    """

  @Test func streamsWithoutADrawAreWarnedOf() throws {
    let model = try ScannedModel(text: Self.dense, file: "c.yaml")
    let key = RandomKey(seed: 0)
    let call = try model.initCall(keys: ["params": key, "noise": key, "dropout": key])
    #expect(call.idleStreams == ["noise"])
    #expect(call.warnings == ["nothing draws from the stream 'noise' (--rng noise)"])
  }

  @Test func initIsRunForItsVariables() throws {
    let model = try ScannedModel(text: Self.dense, file: "c.yaml")
    let call = try model.initCall(keys: ["params": RandomKey(seed: 0)])
    let (result, variables) = try call.run()
    #expect(result.leaves.isEmpty)
    #expect(variables["params"]?.fields?.keys.sorted() == ["bias", "kernel"])
    #expect(variables["params"]?["kernel"]?.leaf?.shape == [3, 2])
  }

  @Test func arraysLargerThanMemoryAreRefusedBeforeTheyAreMade() throws {
    let model = try ScannedModel(text: Self.dense, file: "c.yaml")
    let call = try model.initCall(keys: ["params": RandomKey(seed: 0)])
    let huge = ArrayType(.float32, [1 << 40, 4])
    let error = try #require(throws: Diagnostic.self) {
      try call.checkMemory(for: [ArrayType(.float32, [2]), huge], "variables")
    }
    #expect(error.problem == "the variables need more memory than there is")
    #expect(error.got == "17.6 TB for float32[1099511627776, 4]")
    try call.checkMemory(for: [], "variables")
  }
}
