import ArrayFiles
import Arrays
import TestSupport
import Testing

@testable import swiftscan

/// The models that come with the project, against what Flax made of them.
struct CommittedModelTests {
  private func config(_ name: String) -> String { fixturePath("../../configs/\(name)") }

  private func array(_ path: String) throws -> NDArray {
    try #require(try readArrayFile(path).tree.leaf)
  }

  private func apply(_ arguments: String...) throws -> NDArray {
    let (output, carry) = (TemporaryFile(), TemporaryFile())
    let carryOptions =
      arguments.contains { $0.hasSuffix("xs.npy") }
      ? ["--carry-output", carry.path] : []
    try Apply.parse(arguments + carryOptions + ["-o", output.path, "--quiet"]).run()
    return try array(output.path)
  }

  @Test func docsExampleGivesFlaxOutputs() throws {
    let key = try array(config("lstm/key.npy")).elements(as: UInt32.self)
    let params = TemporaryFile()
    let arguments = ["--key", "\(key[0]),\(key[1])", "-o", params.path, "--quiet"]
    try Init.parse([config("lstm.yaml")] + arguments).run()
    let ys = try apply("--params", params.path, "--input", config("lstm/xs.npy"))
    // Sums are in another order.
    #expect(try maximumAbsoluteDifference(ys, array(config("lstm/ys.npy"))) <= 1e-5)
  }

  @Test func digitsAreReadAsFlaxReadsThem() throws {
    let logits = try apply(
      "--params", config("digits/params.npy"), "--input", config("digits/images.npy"))
    #expect(try maximumAbsoluteDifference(logits, array(config("digits/logits.npy"))) <= 1e-5)
    let labels = try array(config("digits/labels.npy")).elements(as: Int32.self)
    try #require(labels.count >= 300 && logits.shape == [labels.count, 10])
    let values = logits.elements(as: Float.self)
    let right = labels.enumerated().filter { image, label in
      let row = values[image * 10..<(image + 1) * 10]
      return row.max() == row[image * 10 + Int(label)]
    }
    #expect(Double(right.count) / Double(labels.count) >= 0.95)
  }
}
