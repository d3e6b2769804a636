import Arrays
import Foundation
import Testing

@testable import ArrayFiles

/// Nothing else in the test process reads standard input, so it can be another file for a while.
@Suite(.serialized) struct StandardInputTests {
  let folder: TemporaryFolder
  let bytes: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    bytes =
      try contents(of: npyFixture("native/float32.npy"))
      + contents(of: npyFixture("trees/aligned.npy")) + [1, 2, 3]
  }

  private func withStandardInput(_ descriptor: Int32, _ body: () throws -> Void) throws {
    let saved = dup(0)
    dup2(descriptor, 0)
    defer {
      dup2(saved, 0)
      close(saved)
      close(descriptor)
    }
    try body()
  }

  /// Reads an array, then a tree, and finds the bytes behind them still there.
  private func readBothAndTheRest() throws {
    #expect(try readArrayFile("-") == .array(.numbers(.float32)))
    #expect(try readArrayFile("-") == .tree(exampleTree, config: NpyTreeTests.config))
    var rest = [UInt8](repeating: 0, count: 10)
    #expect(read(0, &rest, 10) == 3)
    #expect(rest.prefix(3) == [1, 2, 3])
  }

  @Test func pipeIsReadNoFurtherThanNeeded() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    try withStandardInput(ends[0]) { try readBothAndTheRest() }
  }

  @Test func redirectedFileIsMapped() throws {
    let path = try folder.write(bytes)
    try withStandardInput(open(path, O_RDONLY)) { try readBothAndTheRest() }
    try withStandardInput(open(path, O_RDONLY)) {
      let array = try #require(try readArrayFile("-").tree.leaf)
      #expect(array.address % 4096 == 128)
    }
  }

  @Test func nonblockingPipeIsWaitedFor() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
    let (end, bytes) = (ends[1], bytes)
    Thread.detachNewThread {
      usleep(20_000)
      write(end, bytes, bytes.count)
      close(end)
    }
    try withStandardInput(ends[0]) {
      let file = try readArrayFile("-")
      #expect(file == .array(.numbers(.float32)))
    }
  }

  @Test func diagnosticsNameIt() throws {
    try withStandardInput(open("/dev/null", O_RDONLY)) {
      let error = try diagnostic { _ = try readArrayFile("-") }
      #expect(error.path == "standard input")
      #expect(error.problem == "is empty")
    }
    try withStandardInput(open(folder.path, O_RDONLY)) {
      let error = try diagnostic { _ = try readArrayFile("-") }
      #expect(error.path == "standard input")
      #expect(error.problem == "is a directory, not a file")
    }
  }
}
