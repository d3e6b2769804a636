import Arrays
import Diagnostics
import Testing

@testable import ArrayFiles

/// Files that `torch.save` wrote.
@Suite struct TorchTests {
  @Test(arguments: [
    "dtypes", "dtypes_legacy", "views", "views_legacy", "training_2", "training_4", "training_5",
    "training_legacy", "unchecked",
  ])
  func readsWhatPyTorchWrote(_ name: String) throws {
    try expectContents(of: "\(name).pt", toBe: name)
  }

  @Test func aSingleTensorIsAnArray() throws {
    #expect(
      try readArrayFile(checkpointFixture("single.pt"))
        == .array(NDArray((0..<6).map { Float($0) }, shape: [2, 3])))
  }

  @Test func foreignEntriesRefuseNothing() throws {
    let file = try readArrayFile(checkpointFixture("training_2.pt"))
    let foreign = ["conjugate", "dtype", "float8", "large", "name", "numpy", "set", "sparse"]
    #expect(Set(file.unread.compactMap(\.path.first)).isSuperset(of: foreign))
    let float8 = file.unread.first { $0.path == ["float8"] }?.reason
    #expect(float8?.got == "torch.float8_e4m3fn")
    #expect(float8?.path == checkpointFixture("training_2.pt") + ": float8")
  }

  @Test func storedElementsAreShared() throws {
    let tree = try readArrayFile(checkpointFixture("dtypes.pt")).tree
    #expect(tree["float32"]?.leaf?.isDiscardable == false)
    #expect(tree["float32"]?.leaf.map { $0.address % 64 } == 0)
  }

  @Test func wholeModulesAreRefused() throws {
    let path = checkpointFixture("module.pt")
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == "holds no arrays, or none that are known here")
    #expect(error.got == "what torch.nn.modules.container.Sequential makes")
    #expect(error.hint == "save the variables only: torch.save(model.state_dict(), file)")
    #expect(error.path == path)
  }

  // MARK: Bad files

  @Test(arguments: ["single.pt", "views_legacy.pt"]) func everyCutIsNoticed(_ name: String) throws {
    let folder = try TemporaryFolder()
    let whole = try contents(of: checkpointFixture(name))
    for length in stride(from: 9, to: whole.count, by: 5) {
      let path = try folder.write(Array(whole.prefix(length)))
      #expect(throws: Diagnostic.self, "\(length) bytes") { try readArrayFile(path) }
    }
  }

  /// Whatever changes, the result is a file or one error.
  @Test(arguments: ["single.pt", "training_legacy.pt", "views.pt"])
  func changedBytesEndInAResultOrAnError(_ name: String) throws {
    let folder = try TemporaryFolder()
    let whole = try contents(of: checkpointFixture(name))
    for index in stride(from: 0, to: min(whole.count, 3000), by: 3) {
      var changed = whole
      changed[index] = changed[index] &+ UInt8(truncatingIfNeeded: 1 + index * 7 % 255)
      let path = try folder.write(changed)
      _ = try? readArrayFile(path)
    }
  }

  @Test func elementsThatAreDamagedAreNamed() throws {
    let folder = try TemporaryFolder()
    var bytes = try contents(of: checkpointFixture("single.pt"))
    let five: [UInt8] = [0, 0, 0xa0, 0x40]
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: five) })
    bytes[place] = 1
    let path = try folder.write(bytes)
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem == "is damaged: its bytes aren't those that were written")
    #expect(error.path == path)
  }

  /// A legacy file of a pickle.
  private func file(_ pickle: [UInt8], keys: [UInt8] = [0x80, 2, 0x5d, 0x2e]) -> [UInt8] {
    let magic: [UInt8] =
      [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]
    let version: [UInt8] = [0x80, 2, 0x4d, 0xe9, 3, 0x2e]
    let system: [UInt8] = [0x80, 2, 0x7d, 0x2e]
    return magic + version + system + pickle + keys
  }

  @Test(arguments: [
    // A list in itself.
    ("]q\0h\0a.", "is nested too deeply, or without end"),
    // Thirty lists, each twice in the next one.
    (
      "]q\0" + String(repeating: "]q\u{1}h\0ah\0ah\u{1}q\0", count: 30) + ".",
      "is nested too deeply, or without end"
    ),
    // A hundred thousand tuples in each other, and lists.
    (")" + String(repeating: "\u{85}", count: 100_000) + ".", "is nested too deeply"),
    (
      "]q\0" + String(repeating: "]q\u{1}h\0ah\u{1}q\0", count: 100_000) + ".",
      "is nested too deeply"
    ),
    ("}q\0(X\u{1}\0\0\0ah\0u.", "is nested too deeply, or without end"),
    ("cos\nsystem\n(X\u{2}\0\0\0lstR.", "holds no arrays, or none that are known here"),
    ("c__builtin__\neval\nX\u{1}\0\0\01\u{85}R.", "holds no arrays, or none that are known here"),
    ("h\u{5}.", "its pickle can't be read: it refers to a value that isn't there (byte 27)"),
    (".", "its pickle can't be read: a value is missing (byte 26)"),
    ("(t", "is cut short: its pickle ends before it is whole"),
    ("\u{1}.", "its pickle can't be read: an unknown opcode, 1 (byte 25)"),
    ("e.", "its pickle can't be read: a mark is missing (byte 26)"),
    ("K\u{1}K\u{2}a.", "its pickle can't be read: it appends to what is no list (byte 30)"),
    ("}(K\u{1}u.", "its pickle can't be read: a key without a value (byte 30)"),
  ])
  func badPickles(_ pickle: String, _ problem: String) throws {
    let folder = try TemporaryFolder()
    let bytes = pickle.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let path = try folder.write(file(bytes))
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.problem.hasPrefix(problem), "\(error)")
    #expect(error.path?.hasPrefix(path) == true)
  }
}
