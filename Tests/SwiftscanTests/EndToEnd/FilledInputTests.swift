import Arrays
import Foundation
import TestSupport
import Testing

/// Inputs that are zeros, ones or normal numbers.
@Suite struct FilledInputTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  @Test func inputsAreFilled() throws {
    try workspace.write(
      """
      modules: {M: {call: {args: [x, n], body: 'return {"x": x, "n": n}'}}}
      inputs: {x: 'float32[B, 3]', n: 'int32[B]'}
      model: {type: M}
      """, to: "m.yaml")
    let outcome = try workspace.shell(
      "swiftscan apply --config m.yaml --input x=normal --input ones --size B=2 -o m.npy")
    #expect(outcome.errors == "swiftscan: m.npy: n int32[2], x float32[2, 3]\n")
    let values = try workspace.arrays("m.npy")
    #expect(values["n"]?.leaf?.integers == [1, 1])
    // jax.random.normal(jax.random.key(0), (2, 3))
    let normal: [Float] = [1.6226422, 2.0252647, -0.43359444, -0.07861735, 0.1760909, -0.97208923]
    #expect(values["x"]?.leaf.map { ulpDistance($0, NDArray(normal, shape: [2, 3])) } ?? 9 <= 4)
    let refusal = try workspace.shell(
      "swiftscan apply --config m.yaml --input x=ones --input n=normal --size B=2")
    #expect(refusal.errors.contains("n: normal numbers are floats"))
  }

  @Test func aCarryOfZerosIsTheOneThatTheCellMakes() throws {
    let command = "swiftscan apply --params p.npy --input xs.npy -q"
    #expect(
      try workspace.shell("\(command) -o a.npy; \(command) -o b.npy --carry zeros").errors == "")
    #expect(try workspace.bytes("a.npy") == workspace.bytes("b.npy"))
    let ones = try workspace.shell("\(command) -o c.npy --carry ones")
    #expect(ones.errors == "")
    #expect(try workspace.bytes("a.npy") != workspace.bytes("c.npy"))
  }
}
