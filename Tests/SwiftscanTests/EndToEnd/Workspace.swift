import ArrayFiles
import Arrays
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import swiftscan

/// A new folder in which the built program runs; it goes with its owner.
final class Workspace {
  let path: String

  /// A folder with the docs' example in it, if it is wanted: `lstm.yaml`, `xs.npy` and `p.npy`.
  init(withExample: Bool = false) throws {
    path = NSTemporaryDirectory() + "swiftscan-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard withExample else { return }
    try copy("lstm.yaml", "lstm/xs.npy")
    try initialize("lstm.yaml", as: "p.npy")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  // MARK: Files

  /// Where a file in it is.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Copies files of `configs`.
  func copy(_ names: String...) throws {
    for name in names {
      let source = fixturePath("../../configs/\(name)")
      let last = name.split(separator: "/").last.map(String.init) ?? name
      try FileManager.default.copyItem(atPath: source, toPath: file(last))
    }
  }

  /// Writes a text file.
  func write(_ text: String, to name: String) throws {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
  }

  /// Writes a file of bytes.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  /// Writes the variables that `swiftscan init` makes of a config in it. Those of equal configs and
  /// options are made once for all workspaces.
  func initialize(_ config: String, as name: String, _ options: String...) throws {
    let key = try bytes(config) + Data(options.joined(separator: " ").utf8)
    if let made = Self.initialized.withLock({ $0[key] }) {
      return try made.write(to: URL(fileURLWithPath: file(name)))
    }
    try Init.parse([file(config), "-o", file(name), "-q"] + options).run()
    let made = try bytes(name)
    Self.initialized.withLock { $0[key] = made }
  }

  private static let initialized = Mutex<[Data: Data]>([:])

  /// Writes a file of arrays.
  func save(_ tree: Tree<NDArray>, to name: String, config: String? = nil) throws {
    try writeArrayFile(.tree(tree, config: config), to: file(name))
  }

  /// Writes an array of zeros.
  func saveZeros(_ dtype: DType, _ shape: Shape, to name: String) throws {
    let zeros = NDArray(shape: shape, dtype: dtype) { bytes in
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }
    try save(.leaf(zeros), to: name)
  }

  /// The bytes of a file.
  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: file(name)))
  }

  /// The arrays of a file.
  func arrays(_ name: String) throws -> Tree<NDArray> { try readArrayFile(file(name)).tree }

  /// The names of the files in it.
  var names: Set<String> {
    get throws { Set(try FileManager.default.contentsOfDirectory(atPath: path)) }
  }

  // MARK: Programs

  /// What a program that has ended leaves behind.
  struct Outcome {
    /// The exit status, or minus the signal that ended it.
    var status: Int32
    var output: Data
    var errors: String
  }

  /// Runs the program with these arguments, standard input empty or a pipe with `input` in it.
  func swiftscan(_ arguments: String..., input: Data = Data()) throws -> Outcome {
    try swiftscan(arguments, input: input)
  }

  /// Runs the program.
  func swiftscan(_ arguments: [String], input: Data = Data()) throws -> Outcome {
    try run(Self.program, arguments, input: input)
  }

  /// Runs a command of the shell, in which `swiftscan` is the program.
  func shell(_ command: String) throws -> Outcome {
    let function = "swiftscan() { '\(Self.program)' \"$@\"; }; "
    return try run("/bin/bash", ["-c", function + command], input: Data())
  }

  /// Where the program is: beside the tests.
  static let program =
    (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
    .resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("swiftscan").path

  private func run(_ program: String, _ arguments: [String], input: Data) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    let (inputPipe, outputPipe, errorPipe) = (Pipe(), Pipe(), Pipe())
    process.standardInput = inputPipe
    process.standardOutput = outputPipe
    process.standardError = errorPipe
    try process.run()
    Thread.detachNewThread {
      // A program that ends early doesn't read to the end.
      signal(SIGPIPE, SIG_IGN)
      try? inputPipe.fileHandleForWriting.write(contentsOf: input)
      try? inputPipe.fileHandleForWriting.close()
    }
    let errors = Mutexed(Data())
    let errorsAreRead = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      errors.value = errorPipe.fileHandleForReading.readDataToEndOfFile()
      errorsAreRead.signal()
    }
    let output = outputPipe.fileHandleForReading.readDataToEndOfFile()
    errorsAreRead.wait()
    process.waitUntilExit()
    let status = process.terminationStatus
    return Outcome(
      status: process.terminationReason == .exit ? status : -status, output: output,
      errors: String(decoding: errors.value, as: UTF8.self))
  }
}

/// A value that one thread writes and another reads once the first has said so.
private final class Mutexed<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}

/// A command line that is refused.
struct BadCommand: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Words with spaces between.
  let command: String
  /// The exit status.
  let status: Int32
  /// What is said on standard error.
  let words: String

  init(_ name: String, _ command: String, _ status: Int32, _ words: String) {
    testDescription = name
    (self.command, self.status, self.words) = (command, status, words)
  }
}

extension Workspace {
  /// Adds files that are no inputs of the docs' example.
  func addBadFiles() throws {
    try copy("gru.yaml")
    for (name, dtype, shape) in [
      ("rank", .float32, [16, 20]), ("size", .float32, [16, 20, 4]),
      ("dtype", .int32, [16, 20, 3]),
      ("complex", .complex64, [16, 20, 3]),
    ] as [(String, DType, Shape)] {
      try saveZeros(dtype, shape, to: "\(name).npy")
    }
    try copyItem(fixturePath("../ArrayFilesTests/Fixtures/bad/object.npy"), as: "object.npy")
    try copyItem(file("xs.npy"), as: "ys.npy")
    try FileManager.default.createSymbolicLink(
      atPath: file("link.npy"), withDestinationPath: "xs.npy")
    let array = NDArray([Float](repeating: 0, count: 960), shape: [16, 20, 3])
    try save(["a": .leaf(array), "b": .leaf(array)], to: "several.npz")
    try initialize("gru.yaml", as: "gru.npy", "--size", "B=2", "--size", "T=3")
    try Data([0x23, 10, 0x23, 0x20, 0xE9, 10]).write(to: URL(fileURLWithPath: file("latin.yaml")))
    try Data([0xFF, 0xFE, 0x23, 0, 10, 0]).write(to: URL(fileURLWithPath: file("utf16.yaml")))
    try write("", to: "empty.npy")
    try write("hello\n", to: "text.npy")
    try FileManager.default.createDirectory(
      atPath: file("folder"), withIntermediateDirectories: true)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file("xs.npy")))
    try whole.prefix(500).write(to: URL(fileURLWithPath: file("cut.npy")))
    try write(
      "inputs: {inputs: 'float32[16, 20]'}\nmodel: {type: Dense, features: 2}\n", to: "dense.yaml")
    try write("model: {type: Dense, features: 2}\n", to: "bare.yaml")
    try initialize("dense.yaml", as: "d.npy")
    try writeArrayFile(.tree(arrays("d.npy"), config: nil), to: file("bare.npz"))
  }

  private func copyItem(_ source: String, as name: String) throws {
    try FileManager.default.copyItem(atPath: source, toPath: file(name))
  }

  /// Runs the program and expects that it ends with a status and exactly these words, and leaves no
  /// file behind.
  func expect(
    _ command: String, fails status: Int32, saying words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try names
    let arguments = command.split(separator: " ").map(String.init)
    let outcome = try run(Self.program, arguments, input: Data())
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.errors == words + "\n", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(try names == before, sourceLocation: sourceLocation)
  }
}
