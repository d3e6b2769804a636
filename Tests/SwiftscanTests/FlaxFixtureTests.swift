import ArgumentParser
import ArrayFiles
import Arrays
import Foundation
import ScannedModels
import TestSupport
import Testing

@testable import swiftscan

/// The commands on every config of `Fixtures/cells` and `Fixtures/modules`, against what real Flax
/// made of it: all variables of `init`, all results of `apply`, whole arrays.
struct FlaxFixtureTests {
  @Test(arguments: FlaxCase.all)
  func initMakesFlaxVariables(_ flaxCase: FlaxCase) throws {
    let output = TemporaryFile()
    let command = try Init.parse(flaxCase.initArguments + ["-o", output.path, "--quiet"])
    try command.run()
    try flaxCase.expectClose(readArrayFile(output.path).tree, "params.npy", .parameters)
  }

  @Test(arguments: FlaxCase.all)
  func applyGivesFlaxResults(_ flaxCase: FlaxCase) throws {
    let outputs = FlaxCase.results.filter { flaxCase.has($0.file) }.map { result in
      (result.file, result.option, TemporaryFile())
    }
    try #require(!outputs.isEmpty)
    // A carry that a method of no scan returns is a part of its result in Flax.
    let carry = TemporaryFile()
    let returnsCarry =
      try !flaxCase.has("carry_out.npy") && flaxCase.preparedCall.traced.returnedCarry != nil
    let options =
      outputs.flatMap { [$0.1, $0.2.path] } + (returnsCarry ? ["--carry-output", carry.path] : [])
    let command = try Apply.parse(flaxCase.applyArguments + options + ["--quiet"])
    try command.run()
    for (file, _, output) in outputs {
      var tree = try readArrayFile(output.path).tree
      if returnsCarry, file == "ys.npy" {
        let parts = try readArrayFile(carry.path).tree
        let isNamed = parts.fields?.keys.sorted() == ["c", "h"]
        tree = [
          "0": isNamed ? ["0": parts["c"] ?? .none, "1": parts["h"] ?? .none] : parts, "1": tree,
        ]
      }
      try flaxCase.expectClose(tree, file, .results)
    }
  }
}

/// A folder of `Tests/Fixtures`: a config, what goes in, and what Flax gives.
struct FlaxCase: CustomTestStringConvertible, Sendable {
  /// `cells/GRUCell_bfloat16`.
  let name: String
  private let files: Set<String>
  private let config: String

  /// Every folder; `Fixtures/README.md` says what is in one.
  static let all: [FlaxCase] = ["cells", "modules"].flatMap { group in
    let folders = try? FileManager.default.contentsOfDirectory(atPath: fixturePath(group))
    return (folders ?? []).sorted().compactMap { try? FlaxCase("\(group)/\($0)") }
  }

  /// The files that hold what `apply` gives, and the options that ask for them.
  static let results = [
    (file: "ys.npy", option: "-o"), (file: "carry_out.npy", option: "--carry-output"),
    (file: "variables_out.npy", option: "--variables-output"),
  ]

  enum Kind { case parameters, results }

  init(_ name: String) throws {
    self.name = name
    files = Set(try FileManager.default.contentsOfDirectory(atPath: fixturePath(name)))
    config = try String(contentsOfFile: fixturePath("\(name)/config.yaml"), encoding: .utf8)
  }

  var testDescription: String { name }

  func has(_ file: String) -> Bool { files.contains(file) }

  private func path(_ file: String) -> String { fixturePath("\(name)/\(file)") }

  // MARK: Arguments

  var initArguments: [String] {
    get throws {
      let key = try fixtureArray("\(name)/key.npy").elements(as: UInt32.self)
      return [path("config.yaml"), "--key", "\(key[0]),\(key[1])"] + inputArguments
        + streamArguments { !$0.hasPrefix("params=") }
    }
  }

  var applyArguments: [String] {
    let mutable = has("variables_out.npy") ? comments("mutable") : []
    return ["--params", path("params.npy")] + mutable.flatMap { ["--mutable", $0] } + inputArguments
      + streamArguments { _ in true }
  }

  private var inputArguments: [String] {
    let others = ["config.yaml", "key.npy", "params.npy"] + Self.results.map(\.file)
    let inputs = files.subtracting(others).sorted().map { String($0.dropLast(".npy".count)) }
    return inputs.flatMap { input in
      input == "carry"
        ? ["--carry", path("carry.npy")] : ["--input", "\(input)=\(path("\(input).npy"))"]
    } + comments("method").flatMap { ["--method", $0] }
  }

  private func streamArguments(_ isWanted: (String) -> Bool) -> [String] {
    comments("rng").filter(isWanted).flatMap { ["--rng", $0] }
  }

  /// What the comments at the config's head say of a kind: `# rng: dropout=1`.
  private func comments(_ kind: String) -> [String] {
    config.split(separator: "\n").filter { $0.hasPrefix("# \(kind): ") }
      .map { String($0.dropFirst("# \(kind): ".count)) }
  }

  /// The call that `apply` makes.
  var preparedCall: PreparedCall {
    get throws {
      let command = try Apply.parse(applyArguments + ["--quiet"])
      let files = try VariableFiles(command.params)
      let (model, inputs) = try command.options.model(config: command.config, in: files)
      return try model.applyCall(
        model.variables(of: files, inputs: inputs), inputs: inputs, keys: command.options.keys,
        mutable: command.mutability.mutable.union)
    }
  }

  // MARK: Comparison

  /// Compares all arrays of a tree with those of a file of this folder.
  ///
  /// Parameters: 1e-6, as `erf_inv` rounds differently in the last place; orthogonal ones 1e-5, as
  /// LAPACK's float32 QR, which Flax uses, is up to 9e-6 from the exact one. Results: 1e-5, as sums
  /// are in another order. 16-bit types, computed with or stored: one unit in the last place of
  /// parameters, a few of results, as XLA keeps some 16-bit values in 32 bits between operations.
  func expectClose(_ tree: Tree<NDArray>, _ file: String, _ kind: Kind) throws {
    let got = tree.leavesWithPaths
    let expected = try fixture("\(name)/\(file)").leavesWithPaths
    #expect(got.map(\.path) == expected.map(\.path), "\(file)")
    for ((path, a), (_, b)) in zip(got, expected) {
      let allowed = kind == .parameters && path.isRecurrentKernel ? 1e-5 : tolerance(kind, a.dtype)
      #expect(difference(a, b) <= allowed, "\(file) \(path.slashed)")
    }
  }

  /// Whether results are as close as those of another program of the same model must be.
  func isClose(_ a: NDArray, _ b: NDArray) -> Bool {
    difference(a, b) <= tolerance(.results, a.dtype)
  }

  /// The largest difference of two elements, as a share of the largest number if that is above 1.
  private func difference(_ a: NDArray, _ b: NDArray) -> Double {
    maximumAbsoluteDifference(a, b) / max(1, largestMagnitude(b))
  }

  private func tolerance(_ kind: Kind, _ dtype: DType) -> Double {
    let isHalf = { config.contains($0) || dtype.rawValue == $0 }
    if isHalf("bfloat16") { return kind == .parameters ? 0x1p-7 : 0x1p-4 }
    if isHalf("float16") { return kind == .parameters ? 0x1p-10 : 0x1p-7 }
    return kind == .parameters ? 1e-6 : 1e-5
  }

  private func largestMagnitude(_ array: NDArray) -> Double {
    guard array.dtype == .float32 else { return 1 }
    return array.elements(as: Float.self).filter(\.isFinite).map { Double(abs($0)) }.max() ?? 1
  }
}

extension TreePath {
  /// Whether this is a kernel that a cell applies to its carry: by default an orthogonal one.
  fileprivate var isRecurrentKernel: Bool {
    guard keys.last == .name("kernel"), case .name(let layer) = keys.dropLast().last else {
      return false
    }
    return layer.first == "h"
  }
}

/// A file that goes with its owner.
final class TemporaryFile {
  let path = NSTemporaryDirectory() + "swiftscan-\(UUID().uuidString).npy"

  init() {}

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
