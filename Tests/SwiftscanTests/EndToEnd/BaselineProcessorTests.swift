import Arrays
import Foundation
import TestSupport
import Testing

/// The emulator, where it is installed and the program is one for it.
private let emulatorPath: String? = {
  #if arch(x86_64)
    return ["/usr/bin", "/usr/local/bin"].map { "\($0)/qemu-x86_64" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  #else
    return nil
  #endif
}()

/// The program on an emulated processor that has nothing but what every x86-64 has.
@Suite(.enabled(if: emulatorPath != nil, "qemu-x86_64 isn't installed"))
struct BaselineProcessorTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  /// Runs the program on a processor of 2008, before AVX.
  private func emulate(_ arguments: String) throws -> Workspace.Outcome {
    let emulator = try #require(emulatorPath)
    return try workspace.shell("'\(emulator)' -cpu Nehalem '\(Workspace.program)' \(arguments)")
  }

  /// Without fused products, each of which saves a rounding, numbers differ in their last bits.
  @Test func initAndApplyGiveTheSame() throws {
    try expectSuccess(emulate("init lstm.yaml -o q.npy -q"))
    let (params, expectedParams) = try (workspace.arrays("q.npy"), workspace.arrays("p.npy"))
    #expect(params.leavesWithPaths.map(\.path) == expectedParams.leavesWithPaths.map(\.path))
    for (a, b) in zip(params.leaves, expectedParams.leaves) {
      #expect(maximumAbsoluteDifference(a, b) <= 1e-6)
    }
    let inputs = "apply --params p.npy --input xs.npy -q"
    try expectSuccess(emulate("\(inputs) -o ys.npy --carry-output c.npy"))
    try expectSuccess(
      workspace.shell("swiftscan \(inputs) -o expected.npy --carry-output expected_c.npy"))
    for (got, expected) in [("ys.npy", "expected.npy"), ("c.npy", "expected_c.npy")] {
      let (got, expected) = try (workspace.arrays(got), workspace.arrays(expected))
      #expect(got.leaves.count == expected.leaves.count)
      for (a, b) in zip(got.leaves, expected.leaves) {
        #expect(maximumAbsoluteDifference(a, b) <= 1e-6)
      }
    }
  }

  @Test func itsKernelsAreTheBaseline() throws {
    let outcome = try emulate("bench lstm.yaml --seconds 0 --json")
    expectSuccess(outcome)
    #expect(
      String(decoding: outcome.output, as: UTF8.self).contains("\"instructions\": \"baseline\""))
  }

  private func expectSuccess(_ outcome: Workspace.Outcome) {
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }
}
