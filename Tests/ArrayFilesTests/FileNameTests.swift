import Foundation
import Testing

@testable import ArrayFiles

/// Names of files as strings, and their bytes.
@Suite struct FileNameTests {
  @Test(
    arguments: [
      [], [0x61], Array("größe.npy".utf8), Array("🙂".utf8), [0xff], [0x61, 0xff, 0x62],
      [0xc3], [0xc3, 0x28], [0xe2, 0x82], [0xf0, 0x9f, 0x99], [0xed, 0xa0, 0x80], [0xc0, 0x80],
      // Characters of the private area that bytes are kept in.
      [0xf4, 0x8f, 0xa0, 0x80], [0xf4, 0x8f, 0xa3, 0xbf, 0xff],
    ] as [[UInt8]])
  func bytesStay(_ bytes: [UInt8]) {
    #expect(String(fileName: bytes).fileNameBytes == bytes)
  }

  @Test func textStaysText() {
    #expect(String(fileName: Array("größe.npy".utf8)) == "größe.npy")
    #expect(!"größe.npy".holdsKeptBytes)
    #expect("größe.npy".displayed == "größe.npy")
  }

  @Test func otherBytesAreShown() {
    let name = String(fileName: [0x61, 0xff, 0x62])
    #expect(name.holdsKeptBytes)
    #expect(name.displayed == "a\\xffb")
  }

  @Test func filesOfSuchNamesAreReadAndWritten() throws {
    let folder = try TemporaryFolder()
    let path = String(fileName: Array(folder.path.utf8) + [0x2f, 0x78, 0xff])
    try writeArrayFile(.array(.init([Float(1), 2], shape: [2])), to: path)
    #expect(try readArrayFile(path) == .array(.init([Float(1), 2], shape: [2])))
  }
}
