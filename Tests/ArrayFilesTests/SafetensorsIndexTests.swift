import Arrays
import Testing

@testable import ArrayFiles

/// Models in several safetensors files.
@Suite struct SafetensorsIndexTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let x = NDArray([Float(1), 2], shape: [2])

  /// An index of the array `x`, in a shard that is there, and of others.
  private func index(_ others: String) throws -> String {
    try writeArrayFile(.tree(["x": .leaf(x)], config: nil), to: folder.file("a.safetensors"))
    let text = #"{"metadata": {}, "weight_map": {"x": "a.safetensors"\#(others)}}"#
    return try folder.write(Array(text.utf8), as: "model.safetensors.index.json")
  }

  @Test func readsAllFilesOfAnIndex() throws {
    try expectContents(of: "shards/model.safetensors.index.json", toBe: "shards")
  }

  @Test(arguments: [
    (#""b.safetensors""#, "no such file"),
    (#""a.safetensors""#, "lacks an array that the index says is in it"),
    (#""../a.safetensors""#, "names a file that isn't in its folder"),
    (#""/etc/passwd""#, "names a file that isn't in its folder"),
    (#""""#, "names a file that isn't in its folder"),
  ])
  func whatIsMissingMattersOnlyToWhoAsks(_ shard: String, _ problem: String) throws {
    let file = try readArrayFile(try index(#", "y": \#(shard)"#))
    #expect(file.tree == ["x": .leaf(x)])
    #expect(file.unread.map(\.path) == [["y"]])
    #expect(file.unread.first?.reason.problem == problem)
  }

  @Test(arguments: [
    ("{}", "is not a file of arrays"), (#"{"weight_map": {"x": 3}}"#, "its index names no file"),
    (#"{"weight_map": []}"#, "is not a file of arrays"),
    (#"{"weight_map": {"x": "none.safetensors"}}"#, "no such file"),
  ])
  func badIndex(_ text: String, _ problem: String) throws {
    let path = try folder.write(Array(text.utf8), as: "index.json")
    #expect(try diagnostic { _ = try readArrayFile(path) }.problem == problem)
  }
}
