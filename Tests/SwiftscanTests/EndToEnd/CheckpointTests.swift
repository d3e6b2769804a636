import ArrayFiles
import Arrays
import Foundation
import Testing

/// Checkpoints of Orbax and PyTorch in the place of params.
@Suite struct CheckpointTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(
      """
      version: 1
      inputs: {inputs: 'float32[4, 2]'}
      model: {type: Dense, features: 3}

      """, to: "dense.yaml")
  }

  /// Path of a fixture of `ArrayFilesTests`.
  private func checkpoint(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../ArrayFilesTests/CheckpointFixtures/\(name)").standardized.path
  }

  private func outputs(_ words: String...) throws -> NDArray {
    let outcome = try workspace.swiftscan(
      ["apply", "--config", "dense.yaml", "--input", "inputs=ones", "-q", "-o", "ys.npy"] + words)
    #expect(outcome.errors == "")
    return try #require(try workspace.arrays("ys.npy").leaf)
  }

  @Test(arguments: [(nil, 10), ("0", 0), ("5", 5)] as [(String?, Int)])
  func paramsOfAStep(_ step: String?, _ expected: Int) throws {
    let steps = checkpoint("orbax/steps")
    let words = step.map { ["--step", $0] } ?? []
    let outcome = try workspace.swiftscan(
      ["apply", "--config", "dense.yaml", "--params", steps, "--input", "inputs=ones", "-q"]
        + words)
    #expect(outcome.errors == "")
    let ys = try workspace.arrays("ys.npy").leaf
    #expect(ys != nil)
    #expect(try ys == outputs("--params", checkpoint("orbax/steps_\(expected).npz")))
    let others = [0, 5, 10].filter { $0 != expected }
    for other in others {
      #expect(try ys != outputs("--params", checkpoint("orbax/steps_\(other).npz")))
    }
  }

  /// A training state of all that `init` returned.
  @Test func paramsThatAreAllCollections() throws {
    var state = try #require(try readArrayFile(checkpoint("orbax/steps_5.npz")).tree.fields)
    state["params"] = ["params": try #require(state["params"])]
    try workspace.save(.dict(state), to: "state.msgpack")
    #expect(
      try outputs("--params", "state.msgpack")
        == outputs("--params", checkpoint("orbax/steps_5.npz")))
  }

  @Test func boxesOfNNX() throws {
    let nnx = try #require(try readArrayFile(checkpoint("orbax/nnx")).tree["layers"]?["0"])
    #expect(nnx["kernel"]?["value"] != nil)
    try workspace.save(nnx, to: "layer.msgpack")
    let pure = try readArrayFile(checkpoint("orbax/nnx_pure")).tree["layers"]?["0"]
    try workspace.save(try #require(pure), to: "pure.msgpack")
    #expect(try outputs("--params", "layer.msgpack") == outputs("--params", "pure.msgpack"))
  }

  @Test func shapesOfCheckpointsAreChecked() throws {
    let steps = checkpoint("orbax/steps")
    let fine = try workspace.swiftscan(["check", "dense.yaml", "--params", steps, "--step", "5"])
    #expect(fine.errors == "swiftscan: dense.yaml is fine\n")
    let wide = try workspace.swiftscan([
      "check", "dense.yaml", "--params", steps, "--set", "features=4",
    ])
    #expect(wide.status == 65)
  }

  @Test(arguments: [
    (
      ["--params", "STEPS", "--step", "7"],
      "STEPS: has no step 7\n  expected: 0, 5, 10\n"
    ),
    (
      ["--step", "7"],
      """
      --step 7: there is no folder of steps to take one of
        hint: pass --params FOLDER, as Orbax's CheckpointManager writes it

      """
    ),
  ])
  func stepsThatAreNotThere(_ words: [String], _ expected: String) throws {
    let steps = checkpoint("orbax/steps")
    let command = ["apply", "--config", "dense.yaml", "--input", "inputs=ones"]
    for command in [command, ["check", "dense.yaml"], ["bench", "dense.yaml"]] {
      let outcome = try workspace.swiftscan(command + words.map { $0 == "STEPS" ? steps : $0 })
      #expect(outcome.status == 64)
      #expect(
        outcome.errors
          == "swiftscan: error: " + expected.replacingOccurrences(of: "STEPS", with: steps))
    }
  }

  @Test func tensorsOfPyTorch() throws {
    try workspace.write(
      """
      version: 1
      modules:
        M:
          call:
            args: [inputs]
            body: |
              return inputs @ self.param('whole', lambda key: jnp.zeros(24))[:2]
      inputs: {inputs: 'float32[4, 2]'}
      model: {type: M}

      """, to: "dense.yaml")
    #expect(
      try outputs("--params", checkpoint("views.pt"))
        == NDArray([Float](repeating: 1, count: 4), shape: [4]))
  }
}
