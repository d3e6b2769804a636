import Foundation
import Testing

/// Small programs print what CPython prints for them: `make_program_outputs.py` writes that down.
@Suite struct ProgramTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Programs")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".py") }.map { String($0.dropLast(3)) }.sorted()
  }()

  @Test func programsAreFound() {
    #expect(Self.names.count >= 50)
  }

  @Test(arguments: names)
  func printsWhatCPythonPrints(name: String) async throws {
    let file = Self.folder.appendingPathComponent(name)
    let source = try String(contentsOf: file.appendingPathExtension("py"), encoding: .utf8)
    let expected = try String(contentsOf: file.appendingPathExtension("out"), encoding: .utf8)
    let result = await runProgram(source)
    #expect(result.error == nil)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, (got, wanted)) in zip(lines, expectedLines).enumerated() where got != wanted {
      Issue.record("line \(line + 1): \(got) is not \(wanted)")
    }
    #expect(lines.count == expectedLines.count)
  }
}
