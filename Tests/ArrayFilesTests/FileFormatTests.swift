import Testing

@testable import ArrayFiles

/// Formats are told by the first bytes of a file.
struct FileFormatTests {
  private static let files: [(bytes: [UInt8], format: FileFormat?)] = [
    ([0x93] + Array("NUMPY\u{1}".utf8), .npy),
    (Array("PK\u{3}\u{4}".utf8), .zip),
    (Array("PK\u{5}\u{6}".utf8), .zip),
    ([16, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), .safetensors),
    ([16, 0, 0, 0, 0, 0, 0, 1] + Array("{}".utf8), nil),
    ([0x81, 0xa6] + Array("params".utf8), .messagePack),
    ([0x80], .messagePack),
    ([0xc7, 2, 1], .messagePack),
    ([0xc7, 2, 9], nil),
    ([0x80, 4, 0x95], .pickle),
    ([0x89] + Array("HDF".utf8), .hdf5),
    ([0x1f, 0x8b, 8], .gzip),
    (Array("{\"a\": 1}".utf8), .json),
    (Array("model: Dense\n".utf8), .text),
    ([0, 1, 2], nil),
    ([], nil),
  ]

  @Test(arguments: files.indices)
  func formatsAreTold(_ index: Int) {
    let (bytes, format) = Self.files[index]
    #expect(FileFormat(startingWith: bytes) == format)
  }

  /// Text is told from the beginning of a file, which may end inside a character.
  @Test(arguments: 1...3)
  func textMayEndInsideACharacter(_ cut: Int) {
    let bytes = Array("Zahlen: 😀".utf8).dropLast(cut)
    #expect(FileFormat(startingWith: Array(bytes)) == .text)
    #expect(FileFormat(startingWith: bytes + [0xff, 0xff, 0xff, 0xff]) == nil)
  }
}
