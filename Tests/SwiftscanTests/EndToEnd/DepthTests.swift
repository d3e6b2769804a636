import ArrayFiles
import Arrays
import Foundation
import Testing

/// Names, configs and values that are very deep, or without an end: an error or a result, no crash.
@Suite struct DepthTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(
      """
      modules:
        Nest:
          fields: {depth: 2}
          call:
            args: [x]
            body: |
              nest = x
              for i in range(depth):
                  nest = (nest,)
              return x
      inputs: {x: 'float32[1]'}
      model: {type: Nest}
      """, to: "nest.yaml")
    try workspace.saveZeros(.float32, [1], to: "x.npy")
    try workspace.save([:], to: "p.npz")
  }

  @Test func deepValuesAreGivenUp() throws {
    let outcome = try workspace.swiftscan("check", "nest.yaml", "--set", "depth=100000")
    #expect(outcome.errors == "swiftscan: nest.yaml is fine\n")
  }

  @Test func namesOfManyPartsAreRefused() throws {
    let name = Array(repeating: "a", count: 7000).joined(separator: ".")
    let header = Data(#"{"\#(name)":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#.utf8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    try (length + header).write(to: URL(fileURLWithPath: workspace.file("deep.safetensors")))
    try workspace.expect(
      "apply --config nest.yaml --params p.npz --input deep.safetensors", fails: 65,
      saying: """
        swiftscan: error: deep.safetensors: \(String(repeating: "a/", count: 20))…: the name has \
        too many parts: nested too deeply
          expected: at most 200 levels
          got:      7000
        """)
  }

  @Test func inputsOfManyPartsAreNoCrash() throws {
    let name = Array(repeating: "x", count: 7000).joined(separator: "/")
    let outcome = try workspace.swiftscan(
      "apply", "--config", "nest.yaml", "--params", "p.npz", "--input", "\(name)=x.npy")
    #expect(outcome.status == 65)
  }

  @Test(arguments: ["check /dev/zero", "check - < <(yes '# no end')"])
  func configsWithoutAnEndAreRefused(_ command: String) throws {
    let outcome = try workspace.shell("swiftscan \(command)")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("is too large"))
    #expect(outcome.errors.contains("expected: at most 16 MB"))
  }
}
