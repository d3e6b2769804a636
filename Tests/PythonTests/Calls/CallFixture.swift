import Foundation

/// Calls of a file under `Tests/Fixtures/python` with CPython's outcomes.
struct CallFixture {
  /// A call and its outcome.
  struct Row {
    let call: String
    let outcome: String
  }

  let rows: [Row]

  /// Reads the file `name`.
  init(_ name: String) throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/python/\(name).tsv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    rows = lines.filter { !$0.hasPrefix("#") }.compactMap { line in
      let parts = line.components(separatedBy: " => ")
      return parts.count == 2 ? Row(call: parts[0], outcome: parts[1]) : nil
    }
  }

  /// Calls whose outcome differs from CPython's, as lines.
  func differences(
    matching isSame: (_ got: String, _ expected: String) -> Bool = { $0 == $1 }
  ) -> [String] {
    rows.compactMap { row in
      let got = Call.outcome(of: row.call)
      return isSame(got, row.outcome) ? nil : "\(row.call): \(got), expected \(row.outcome)"
    }
  }

  /// Whether the floats of two outcomes agree to 1e-12: C libraries differ in the last digits of
  /// `exp`, `sin` and the like.
  static func agree(_ got: String, _ expected: String) -> Bool {
    if got == expected { return true }
    let (ours, theirs) = (floats(got), floats(expected))
    guard ours.count == theirs.count, !ours.isEmpty else { return false }
    let scale = theirs.map(\.magnitude).max() ?? 0
    return zip(ours, theirs).allSatisfy { ($0 - $1).magnitude <= scale * 1e-12 }
  }

  private static func floats(_ outcome: String) -> [Double] {
    guard outcome.hasPrefix("ok\t") else { return [] }
    return outcome.dropFirst(3).split(separator: " ").compactMap { field in
      UInt64(field, radix: 16).map(Double.init(bitPattern:))
    }
  }
}
