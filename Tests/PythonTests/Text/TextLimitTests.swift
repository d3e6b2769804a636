import Testing

@testable import Python

/// Refusals of texts of more than ten million characters.
@Suite struct TextLimitTests {
  private func isRefused(_ body: () throws -> String) -> Bool {
    do {
      _ = try body()
      return false
    } catch let fault as PythonFault {
      return fault.type == "MemoryError"
    } catch {
      return false
    }
  }

  @Test func longTextsAreRefused() {
    #expect(isRefused { try "ab".repeated(Int.max) })
    #expect(isRefused { try "ab".repeated(5_000_001) })
    #expect(isRefused { try Formatting.format(1, "99999999") })
    #expect(isRefused { try Formatting.format(1.5, ".99999999f") })
    #expect(isRefused { try Formatting.format("a", "99999999") })
    #expect(isRefused { try "a".pythonLjust(Int.max) })
    #expect(isRefused { try "a".pythonCenter(Int.max) })
    #expect(isRefused { try "a".pythonZfill(Int.max) })
    #expect(isRefused { try "\t".pythonExpandTabs(Int.max) })
    let long = String(repeating: "a", count: 10_000)
    #expect(isRefused { try long.pythonReplace("a", long) })
    #expect(isRefused { try long.pythonJoin(Array(repeating: "", count: 10_000)) })
  }

  @Test func textsWithinTheLimitAreMade() throws {
    #expect(try "ab".repeated(5_000_000).utf8.count == 10_000_000)
    #expect(try "é".concatenated(with: "é").codePointCount == 2)
  }
}
