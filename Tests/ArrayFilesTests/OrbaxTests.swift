import Arrays
import Diagnostics
import Foundation
import Testing

@testable import ArrayFiles

/// Folders that Orbax and TensorStore wrote.
@Suite struct OrbaxTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    "ocdbt", "plain", "zarr3", "zarr3_plain", "standard", "dtypes_2", "dtypes_3", "chunks_2",
    "chunks_3", "nnx", "nnx_pure", "zarr", "deep", "deep_raw", "processes", "apart", "single",
  ])
  func readsWhatOrbaxWrote(_ name: String) throws {
    try expectContents(of: "orbax/\(name)", toBe: "orbax/\(name)")
  }

  @Test(
    arguments: ["0.2.7", "0.5.16"], ["ocdbt", "plain", "aggregate", "flax", "steps"])
  func readsWhatOldVersionsWrote(_ version: String, _ name: String) throws {
    try expectContents(of: "orbax_\(version)/\(name)", toBe: "orbax_\(version)/\(name)")
  }

  @Test(arguments: ["ocdbt", "zarr3_plain"]) func foreignEntriesRefuseNothing(
    _ name: String
  ) throws {
    let path = checkpointFixture("orbax/\(name)")
    let unread = try readArrayFile(path).unread
    #expect(unread.map(\.path) == [["float8"], ["name"]])
    #expect(unread[0].reason.problem == "holds elements of a type that isn't known here")
    #expect(unread[0].reason.path == "\(path): float8")
    #expect(unread[1].reason.problem == "holds no array")
  }

  // MARK: Steps

  @Test(arguments: [(nil, 10), (0, 0), (5, 5)] as [(Int?, Int)])
  func takesAStep(_ step: Int?, _ expected: Int) throws {
    try expectContents(of: "orbax/steps", toBe: "orbax/steps_\(expected)", step: step)
    try expectContents(of: "orbax/steps/\(expected)", toBe: "orbax/steps_\(expected)")
    try expectContents(of: "orbax/steps/\(expected)/default", toBe: "orbax/steps_\(expected)")
  }

  @Test func severalItemsHaveNames() throws {
    try expectContents(of: "orbax/items", toBe: "orbax/items")
    try expectContents(of: "orbax/items", toBe: "orbax/items", step: 3)
  }

  @Test(arguments: [
    ("orbax/steps", 7, "has no step 7", "0, 5, 10"), ("orbax/ocdbt", 7, "has no steps", nil),
    ("single.pt", 7, "is a file, which has no steps", nil),
  ])
  func stepsThatAreNotThere(
    _ name: String, _ step: Int, _ problem: String, _ expected: String?
  ) throws {
    let error = try diagnostic { _ = try readArrayFile(checkpointFixture(name), step: step) }
    #expect(error.code == .usage)
    #expect(error.problem == problem)
    #expect(error.expected == expected)
  }

  @Test func unfinishedStepsAreLeftAlone() throws {
    let steps = try copy("steps")
    let unfinished = steps + "/20.orbax-checkpoint-tmp-0"
    try FileManager.default.createDirectory(
      atPath: unfinished, withIntermediateDirectories: false)
    let file = try readArrayFile(steps)
    #expect(file.tree["step"]?.leaf == NDArray(Int64(10)))
    #expect(
      try diagnostic { _ = try readArrayFile(unfinished) }.problem
        == "is a checkpoint that was never finished")
  }

  // MARK: Only what is asked for

  @Test func onlyArraysThatAreAskedForAreRead() throws {
    let path = try copy("plain")
    try FileManager.default.removeItem(atPath: path + "/list.0/0")
    let stored = try openArrayFile(path)
    #expect(try stored.tree["step"]?.leaf?.read() == NDArray(Int64(7)))
    let array = try #require(stored.tree["list"]?["0"]?.leaf)
    #expect(array.form == ArrayForm(.int64, [3]))
    let error = try diagnostic { _ = try array.read() }
    #expect(error.problem == "a part of the array is missing")
    #expect(error.path == "\(path): list.0")
    #expect(error.expected == "list.0/0")
  }

  // MARK: Bad folders

  /// A copy of a fixture that may be changed.
  private func copy(_ name: String) throws -> String {
    let path = folder.file(name)
    try FileManager.default.copyItem(atPath: checkpointFixture("orbax/\(name)"), toPath: path)
    return path
  }

  private func change(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = try contents(of: path)
    change(&bytes)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test func damagedDatabases() throws {
    let path = try copy("standard")
    let manifest = path + "/manifest.ocdbt"
    try change(manifest) { $0[30] ^= 1 }
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == "is damaged: its checksum is wrong")
    #expect(error.path == manifest)
    try change(manifest) { $0.removeLast() }
    #expect(
      try diagnostic { _ = try readArrayFile(path) }.problem
        == "can't be read as a part of an OCDBT database: its length is another one")
  }

  @Test func databasesWithoutTheirFiles() throws {
    let path = try copy("standard")
    try FileManager.default.removeItem(atPath: path + "/d")
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == "no such file, of a checkpoint that needs it")
    #expect(error.path?.hasPrefix(path + "/d/") == true)
  }

  @Test func chunksThatAreDamaged() throws {
    let path = try copy("zarr")
    try change(path + "/b.checked/c/0/0") { $0[$0.count - 1] ^= 1 }
    try change(path + "/a.gzip/0.0") { $0[$0.count / 2] ^= 0x55 }
    try change(path + "/a.none/0.0") { $0.removeLast() }
    let unread = try readArrayFile(path).unread
    let reasons = Dictionary(
      uniqueKeysWithValues: unread.map { ($0.path.joined(separator: "."), $0.reason) })
    #expect(reasons.keys.sorted() == ["a.gzip", "a.none", "b.checked"])
    #expect(
      reasons["b.checked"]?.problem == "a part of the array is damaged: its checksum is wrong")
    #expect(reasons["b.checked"]?.path == "\(path): b.checked/c/0/0")
    #expect(
      reasons["a.none"]?.problem
        == "a part of the array is damaged: it can't be unpacked to its size")
  }

  @Test(arguments: [
    (#""chunks":[2,3]"#, #""chunks":[0,3]"#, "its chunks don't fit the array"),
    (
      #""chunks":[2,3]"#, #""chunks":[99999999999,3]"#, "its chunks don't fit the array"
    ),
    (#""chunks":[2,3]"#, #""chunks":[2,3,1]"#, "its chunks don't fit the array"),
    (
      #""shape":[5,7]"#, #""shape":[4611686018427387904,7]"#,
      "its shape is larger than any memory"
    ),
    (#""shape":[5,7]"#, #""shape":[9999999999,7]"#, "it has more chunks than can be"),
    (#""shape":[5,7]"#, #""shape":[-5,7]"#, "is stored in a way that isn't known here"),
    (#""<f4""#, #""<f3""#, "holds elements of a type that isn't known here"),
    (
      #""filters":null"#, #""filters":[{"id":"delta"}]"#,
      "is stored in a way that isn't known here"
    ),
    (
      #""compressor":null"#, #""compressor":{"id":"blosc"}"#,
      "is stored in a way that isn't known here"
    ),
    ("{", "[", "the description of an array is no JSON"),
  ])
  func badDescriptions(_ old: String, _ new: String, _ problem: String) throws {
    let path = try copy("zarr")
    let file = path + "/a.none/.zarray"
    let text = String(decoding: try contents(of: file), as: UTF8.self)
    #expect(text.contains(old))
    try Data(text.replacingOccurrences(of: old, with: new).utf8).write(
      to: URL(fileURLWithPath: file))
    let unread = try readArrayFile(path).unread
    #expect(unread.map(\.path) == [["a", "none"]])
    #expect(unread.first?.reason.problem == problem)
    #expect(unread.first?.reason.path == "\(path): a.none")
  }

  @Test func badTrees() throws {
    let path = try copy("plain")
    try Data(#"{"tree_metadata": {"x": {}}}"#.utf8).write(
      to: URL(fileURLWithPath: path + "/_METADATA"))
    #expect(
      try diagnostic { _ = try readArrayFile(path) }.problem
        == "the description of its tree makes no sense")
  }

  @Test func namesThatLeadOutOfTheFolder() throws {
    let path = try copy("plain")
    let entry =
      #""x": {"key_metadata": [{"key": "../zarr/a"}, {"key": "none"}], "#
      + #""value_metadata": {"value_type": "jax.Array"}}"#
    try Data(#"{"tree_metadata": {\#(entry)}}"#.utf8).write(
      to: URL(fileURLWithPath: path + "/_METADATA"))
    _ = try copy("zarr")
    #expect(
      try diagnostic { _ = try readArrayFile(path) }.problem
        == "names a file that isn't in its folder")
  }

  @Test func foldersWithoutCheckpoints() throws {
    let error = try diagnostic { _ = try readArrayFile(folder.path) }
    #expect(error.problem == "is a directory, not a file")
  }

  /// Whatever changes, the result is a checkpoint or one error.
  @Test(arguments: ["deep_raw", "standard"]) func changedBytesEndInAResultOrAnError(
    _ name: String
  ) throws {
    let path = try copy(name)
    let names = try #require(FileManager.default.enumerator(atPath: path)).compactMap {
      $0 as? String
    }
    var count = 0
    for name in names.sorted() {
      let file = "\(path)/\(name)"
      guard FileManager.default.contents(atPath: file) != nil else { continue }
      let whole = try contents(of: file)
      for index in stride(from: 0, to: whole.count, by: 11) where count < 200 {
        count += 1
        try change(file) { $0[index] = $0[index] &+ UInt8(truncatingIfNeeded: 1 + index % 255) }
        _ = try? readArrayFile(path)
        try Data(whole).write(to: URL(fileURLWithPath: file))
      }
    }
    #expect(count > 50)
  }
}
