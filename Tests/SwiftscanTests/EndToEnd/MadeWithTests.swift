import Arrays
import Testing

/// Params remember what they were made with.
@Suite struct MadeWithTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.copy("gru.yaml")
  }

  @Test(arguments: ["npy", "npz", "safetensors"])
  func settingsAndSizesAreKept(_ ending: String) throws {
    let outcome = try workspace.shell(
      """
      swiftscan init gru.yaml -o p.\(ending) --set cell.features=3 --size B=2 --size T=5 -q
      swiftscan apply --params p.\(ending) --input normal -q
      """)
    #expect(outcome.errors == "")
    #expect(try workspace.arrays("ys.npy").leaf?.shape == [2, 5, 3])
    let other = try workspace.shell(
      "swiftscan apply --params p.\(ending) --input normal --size T=4 -q")
    #expect(other.errors == "")
    #expect(try workspace.arrays("ys.npy").leaf?.shape == [2, 4, 3])
  }

  @Test func theArrayTellsItsSize() throws {
    try workspace.saveZeros(.float32, [4, 6, 4], to: "xs.npy")
    let outcome = try workspace.shell(
      """
      swiftscan init gru.yaml --size B=2 --size T=5 -q
      swiftscan apply --params p.npy --input xs.npy -q
      """)
    #expect(outcome.errors == "")
    #expect(try workspace.arrays("ys.npy").leaf?.shape == [4, 6, 8])
  }
}
