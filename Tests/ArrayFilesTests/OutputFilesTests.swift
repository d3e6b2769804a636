import Arrays
import Diagnostics
import Foundation
import Testing

@testable import ArrayFiles

@Suite struct OutputFilesTests {
  let folder: TemporaryFolder
  let old: [UInt8] = [1, 2, 3]
  let array = NDArray.numbers(.float32)

  init() throws { folder = try TemporaryFolder() }

  private func write(to path: String) throws -> Diagnostic {
    let error = try diagnostic { try writeArrayFile(.array(array), to: path) }
    #expect(error.path == path)
    #expect(error.hint != nil)
    return error
  }

  @Test func severalAppearAtOnce() throws {
    let outputs = OutputFiles()
    try outputs.write(.leaf(array), to: folder.file("ys.npy"))
    try outputs.write(exampleTree, to: folder.file("carry.npy"))
    #expect(try folder.names.allSatisfy { $0.hasPrefix(".swiftscan-") })
    try outputs.commit()
    #expect(try folder.names == ["carry.npy", "ys.npy"])
  }

  @Test func oldFileStaysUntilCommit() throws {
    let path = try folder.write(old)
    let outputs = OutputFiles()
    try outputs.write(.leaf(array), to: path)
    #expect(try contents(of: path) == old)
    try outputs.commit()
    #expect(try readArrayFile(path) == .array(array))
  }

  @Test func discardLeavesTheOldFile() throws {
    let path = try folder.write(old)
    let outputs = OutputFiles()
    try outputs.write(.leaf(array), to: path)
    outputs.discard()
    #expect(try folder.names == ["x.npy"])
    #expect(try contents(of: path) == old)
    #expect(try diagnostic { try outputs.write(.leaf(array), to: path) }.code == .usage)
    let late = try diagnostic { try outputs.write(.leaf(array), to: folder.file("y.npy")) }
    #expect(late.code == .inputOutput)
    #expect(try folder.names == ["x.npy"])
  }

  @Test func releaseWithoutCommitLeavesNothing() throws {
    var outputs: OutputFiles? = OutputFiles()
    try outputs?.write(.leaf(array), to: folder.file("x.npy"))
    #expect(try folder.names.count == 1)
    outputs = nil
    #expect(try folder.names.isEmpty)
  }

  @Test func unfinishedFileIsNeverCommitted() throws {
    let outputs = OutputFiles()
    let writer = try NpyWriter(
      shape: [4], dtype: .int8, to: folder.file("x.npy"), in: outputs)
    #expect(try diagnostic { try outputs.commit() }.code == .internalFault)
    #expect(try folder.names.isEmpty)
    withExtendedLifetime(writer) {}
  }

  @Test func permissionsOfTheOldFileStay() throws {
    let path = try folder.write(old)
    chmod(path, 0o640)
    try writeArrayFile(.array(array), to: path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o640)
  }

  @Test func linkStaysAndItsTargetIsReplaced() throws {
    let target = try folder.write(old, as: "target.npy")
    let link = folder.file("link.npy")
    #expect(symlink(target, link) == 0)
    try writeArrayFile(.array(array), to: link)
    #expect(try readArrayFile(target) == .array(array))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
  }

  @Test func longestNameCanBeWritten() throws {
    let path = folder.file(String(repeating: "x", count: 255))
    try writeArrayFile(.array(array), to: path)
    #expect(try readArrayFile(path) == .array(array))
  }

  @Test func onePlaceTakesOneOutput() throws {
    let outputs = OutputFiles()
    try outputs.write(.leaf(array), to: folder.file("x.npy"))
    let error = try diagnostic { try outputs.write(.leaf(array), to: "\(folder.path)/./x.npy") }
    #expect(error.code == .usage)
    #expect(error.problem == "is given for two outputs")
  }

  // MARK: Places that can't be written

  @Test func directory() throws {
    let error = try write(to: folder.path)
    #expect(error.code == .cannotCreate)
    #expect(error.problem == "is a directory, not a file")
  }

  @Test func missingDirectory() throws {
    let error = try write(to: folder.file("none/x.npy"))
    #expect(error.code == .cannotCreate)
    #expect(error.problem == "cannot be created: its directory does not exist")
    #expect(error.hint == "make its directory first: mkdir -p '\(folder.file("none"))'")
  }

  @Test func fileInPlaceOfDirectory() throws {
    let error = try write(to: folder.write(old) + "/x.npy")
    #expect(error.code == .cannotCreate)
    #expect(error.problem == "cannot be created: not a directory")
  }

  @Test func noFileName() throws {
    #expect(try write(to: "none/").code == .cannotCreate)
    let error = try diagnostic { try writeArrayFile(.array(array), to: "") }
    #expect(error.code == .usage)
    #expect(error.problem == "the name of the output is empty")
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere")) func noPermission() throws {
    let path = try folder.write(old)
    chmod(path, 0o400)
    #expect(try write(to: path).problem == "cannot be created: permission denied")
    chmod(folder.path, 0o500)
    #expect(try write(to: folder.file("y.npy")).problem == "cannot be created: permission denied")
    chmod(folder.path, 0o700)
  }

  @Test func fullDisk() throws {
    let error = try write(to: "/dev/full")
    #expect(error.code == .inputOutput)
    #expect(error.problem == "cannot be written: no space left on device")
  }

  // MARK: Pipes and devices

  @Test func devicesAreWrittenAsTheyAre() throws {
    try writeArrayFile(.array(array), to: "/dev/null")
    var status = stat()
    #expect(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func pipeTakesTheFile() throws {
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let large = NDArray([Int32](repeating: 7, count: 1 << 18), shape: [1 << 18])
    Thread.detachNewThread { try? writeArrayFile(.array(large), to: pipe) }
    #expect(try readArrayFile(pipe) == .array(large))
  }

  @Test func pipeWithoutReaderIsBroken() throws {
    signal(SIGPIPE, SIG_IGN)
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    let outputs = OutputFiles()
    let file = try outputs.create(pipe)
    close(reader)
    #expect(throws: BrokenPipe.self) { try [UInt8(1)].withUnsafeBytes(file.write) }
  }
}
