import Arrays
import Foundation
import TestSupport
import Testing

@testable import ArrayFiles

/// Runs out of core: memory doesn't grow with what is read and written.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"), "needs /proc"))
struct MemoryTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// Sums of 384 steps of 128 kB: 48 MB that are read and 48 MB that are written, along each axis
  /// and in both directions. The program itself takes about 20 MB, the steps in hand about 16; of
  /// rows along the second axis the system may map 2 MB each, as large as pieces of its cache are.
  @Test(arguments: [0, 1], [false, true])
  func longArraysTakeFewPages(axis: Int, isReversed: Bool) throws {
    let (length, rows, columns) = (384, 8, 4096)
    try workspace.write(
      """
      modules:
        Sum:
          call:
            args: [h, x]
            body: |
              return h + x, h + x
      inputs:
        carry: float32[\(rows), \(columns)]
        xs: float32[\(axis == 0 ? "T, \(rows)" : "\(rows), T"), \(columns)]
      model:
        scan: {module: Sum, in_axes: \(axis), out_axes: \(axis), reverse: \(isReversed)}
      """, to: "sum.yaml")
    try workspace.saveZeros(.float32, [rows, columns], to: "carry.npy")
    #expect(try workspace.shell("swiftscan init sum.yaml --size T=1 -o p.npy").status == 0)
    func shape(_ time: Int) -> Shape {
      axis == 0 ? [time, rows, columns] : [rows, time, columns]
    }
    try writeSteps(shape(length), axis: axis)

    let peak = try peakMemory(
      "apply", "--params", "p.npy", "--input", "xs.npy", "--carry", "carry.npy", "-o", "ys.npy",
      "--carry-output", "-", "--threads", "2")
    #expect(peak < 80 << 20)

    let ys = try #require(workspace.arrays("ys.npy").leaf)
    #expect(ys.shape == shape(length))
    // -1, 0 and 1 in turn: what is summed is what is left of three.
    func element(_ step: Int, _ row: Int) -> Int { (step + row) % 3 - 1 }
    func sum(_ step: Int, _ row: Int) -> Int {
      let steps = isReversed ? step..<length : 0..<step + 1
      return steps.prefix(steps.count % 3).map { element($0, row) }.reduce(0, +)
    }
    let strides = ys.shape.strides
    var differences = 0
    ys.withUnsafeBytes { bytes in
      for step in 0..<length {
        for row in 0..<rows {
          let place = (step * strides[axis] + row * strides[1 - axis] + row) * 4
          let value = bytes.load(fromByteOffset: place, as: Float.self)
          if value != Float(sum(step, row)) { differences += 1 }
        }
      }
    }
    #expect(differences == 0)
  }

  /// Outputs of several arrays are one file, whose arrays are written as they are computed too.
  @Test func treesOfOutputsTakeFewPages() throws {
    let (length, rows, columns) = (192, 8, 4096)
    try workspace.write(
      """
      modules:
        Sum:
          call:
            args: [h, x]
            body: |
              return h + x, {'sum': h + x, 'parts': (x, -x)}
      inputs:
        carry: float32[\(rows), \(columns)]
        xs: float32[T, \(rows), \(columns)]
      model:
        scan: {module: Sum}
      """, to: "sum.yaml")
    try workspace.saveZeros(.float32, [rows, columns], to: "carry.npy")
    #expect(try workspace.shell("swiftscan init sum.yaml --size T=1 -o p.npy").status == 0)
    try writeSteps([length, rows, columns], axis: 0)
    let peak = try peakMemory(
      "apply", "--params", "p.npy", "--input", "xs.npy", "--carry", "carry.npy", "-o", "ys.npy",
      "--carry-output", "-", "--threads", "2")
    // Four arrays of 24 MB.
    #expect(peak < 80 << 20)
    let ys = try workspace.arrays("ys.npy")
    let xs = try #require(workspace.arrays("xs.npy").leaf).elements(as: Float.self)
    func elements(_ tree: Tree<NDArray>?) throws -> [Float] {
      try #require(tree?.leaf).elements(as: Float.self)
    }
    let (first, second) = try (elements(ys["parts"]?["0"]), elements(ys["parts"]?["1"]))
    let sum = try elements(ys["sum"])
    #expect(first == xs)
    for place in stride(from: 0, to: xs.count, by: 1021) {
      #expect(second[place] == -xs[place])
      let before = place - rows * columns
      #expect(sum[place] == xs[place] + (before < 0 ? 0 : sum[before]))
    }
  }

  /// Writes `xs.npy`, a row at a time.
  private func writeSteps(_ shape: Shape, axis: Int) throws {
    let path = workspace.file("xs.npy")
    try Data(npyHeader(descr: "'<f4'", shape: shape)).write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    let rows = (0..<3).map { turn in
      [Float](repeating: Float(turn - 1), count: shape[2]).withUnsafeBytes { Data($0) }
    }
    for outer in 0..<shape[0] {
      var block = Data()
      // Either axis may be time: elements depend on the sum of both indices.
      for inner in 0..<shape[1] { block += rows[(outer + inner) % 3] }
      try file.write(contentsOf: block)
    }
    try file.close()
  }

  /// The most memory that the program takes until it writes to standard output, where it must put
  /// more than a pipe holds, so that it is still there then.
  private func peakMemory(_ arguments: String...) throws -> Int {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Workspace.program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: workspace.path)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let first = try output.fileHandleForReading.read(upToCount: 64)
    let status = try String(
      contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    let rest = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect((first?.count ?? 0) + (rest?.count ?? 0) > 1 << 16)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    let kilobytes = line.split { !$0.isNumber }.compactMap { Int($0) }
    return try #require(kilobytes.first) << 10
  }
}
