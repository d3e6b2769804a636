import Arrays
import Diagnostics
import LiftedScan
import TestSupport
import Testing

@testable import ScannedModels

/// Models from configs and from modules of Swift.
struct ScannedModelTests {
  private let files: ModelFiles

  private static let dense = """
    inputs: {inputs: 'float32[batch, 3]'}
    model: {type: Dense, features: 2}
    """

  init() throws { files = try ModelFiles() }

  @Test func aModuleAndAConfigAreTheSameModel() throws {
    let config = try ScannedModel(text: Self.dense, file: "c.yaml")
    let module = try ScannedModel(Dense(features: 2), inputs: ["inputs": "float32[batch, 3]"])
    let x: CallInputs = ["inputs": .leaf(NDArray([4, 3]) { Float($0) })]
    let variables = try config.initialize(inputs: x, seed: 5)
    #expect(try module.initialize(inputs: x, seed: 5) == variables)
    #expect(try module.initialize(inputs: x, seed: 6) != variables)
    let ys = try #require(try config.apply(variables, inputs: x).ys)
    #expect(ys.leaf?.shape == [4, 2])
    #expect(try module.apply(variables, inputs: x).ys == ys)
  }

  @Test func sizesMustBeThoseOfAnInput() throws {
    let error = try #require(throws: Diagnostic.self) {
      try ScannedModel(text: Self.dense, file: "c.yaml", sizes: ["bach": 2])
    }
    #expect(error.problem == "no input of the config has a size called 'bach'")
    #expect(error.hint?.contains("batch") == true)
  }

  @Test func unknownSizesCanBeAssumed() throws {
    let path = try files.write(Array(Self.dense.utf8), as: "c.yaml")
    let model = try ScannedModel(
      config: path, settings: [], sizes: [:], method: "__call__", assumesSizes: true)
    #expect(model.assumedSizes == ["batch": 2])
    let given = try ScannedModel(
      config: path, settings: [], sizes: ["batch": 4], method: "__call__", assumesSizes: true)
    #expect(given.assumedSizes == [:])
  }

  @Test func methodsMustExist() throws {
    let error = try #require(throws: Diagnostic.self) {
      try ScannedModel(text: Self.dense, file: "c.yaml", method: "encode")
    }
    #expect(error.description.contains("encode"))
  }

  @Test func settingsAreFieldsOfTheModel() throws {
    let model = try ScannedModel(
      text: Self.dense, file: "c.yaml", settings: [("features", "7")], sizes: ["batch": 1])
    let variables = try model.initialize()
    #expect(variables["params"]?["kernel"]?.leaf?.shape == [3, 7])
  }

  @Test func filesThatAreNoConfigAreRefused() throws {
    let binary = try files.write([0x93, 0, 1, 2], as: "p.npy")
    let error = try #require(throws: Diagnostic.self) { try ScannedModel(config: binary) }
    #expect(error.problem == "is not a text file" && error.path == binary)
    #expect(throws: Diagnostic.self) { try ScannedModel(config: "\(files.path)/none.yaml") }
  }
}
