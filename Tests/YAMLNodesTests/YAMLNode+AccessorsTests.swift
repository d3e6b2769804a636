import Diagnostics
import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct YAMLNodeAccessorsTests {
  private func scalar(_ text: String) throws -> YAMLNode { try node("k", in: "k: \(text)") }

  @Test func readsValues() throws {
    #expect(try scalar("0x10").asInt() == 16)
    #expect(try scalar("3").asDouble() == 3)
    #expect(try scalar("1e-3").asDouble() == 0.001)
    #expect(try scalar("True").asBool())
    #expect(try scalar("yes").asString() == "yes")
    #expect(try scalar("'5'").asString() == "5")
    #expect(try scalar("|\n  5").asString() == "5")
    #expect(try scalar("[1, 2]").asSequence().map { node in try node.asInt() } == [1, 2])
    #expect(try scalar("").isNull)
    #expect(try !scalar("''").isNull)
  }

  @Test func saysWhatWasExpectedAndThere() throws {
    let features = try node("model", "features", in: "model:\n  features: five\n")
    #expect(
      rendered { () throws(Diagnostic) in try features.asInt(path: "model.features") } == """
        c.yaml:2:13: model.features: wrong type
            features: five
                      ^
          expected: an integer
          got:      the string 'five'
        """)
  }

  @Test(arguments: [
    ("five", "the string 'five'"), ("'5'", "the string '5'"), ("5", "the integer 5"),
    ("0x1F", "the integer 0x1F"), ("1.50", "the number 1.50"), ("true", "true"), ("", "nothing"),
    ("~", "~"), ("[1]", "a list"), ("{a: 1}", "a map"), ("''", "the string ''"),
    ("|\n  x = 1\n  return x", "the string 'x = 1…'"),
    (String(repeating: "x", count: 99), "the string '\(String(repeating: "x", count: 40))…'"),
  ])
  func describesNodes(text: String, description: String) throws {
    #expect(try scalar(text).description == description)
  }

  @Test(arguments: ["five", "1.5", "1.0", "true", "''", "'5'", "[5]", "{a: 5}", ""])
  func refusesWhatIsNoInteger(text: String) throws {
    let node = try scalar(text)
    let error = try #require(throws: Diagnostic.self) { try node.asInt() }
    #expect(error.expected == "an integer")
    #expect(error.got == node.description)
    #expect(error.location == node.location)
    #expect(error.hint == (text == "'5'" ? "leave out the quotes" : nil))
  }

  @Test(arguments: [
    ("9223372036854775808", "the integer 9223372036854775808"), ("-0xffffffffffffffffff", nil),
  ])
  func refusesIntegersThatDoNotFit(text: String, got: String?) throws {
    let node = try scalar(text)
    let error = try #require(throws: Diagnostic.self) { try node.asInt() }
    #expect(error.problem == "the number is too large")
    #expect(error.expected == "an integer of 64 bits")
    #expect(got == nil || error.got == got)
    #expect(throws: Diagnostic.self) { try node.asDouble() }
  }

  @Test(arguments: [
    ("five", nil), ("inf", "write .inf"), ("-inf", "write -.inf"), ("NaN", "write .nan"),
    ("'1.5'", "leave out the quotes"), ("true", nil), ("[]", nil),
  ])
  func refusesWhatIsNoNumber(text: String, hint: String?) throws {
    let node = try scalar(text)
    let error = try #require(throws: Diagnostic.self) { try node.asDouble() }
    #expect(error.expected == "a number")
    #expect(error.hint == hint)
  }

  @Test func refusesNumbersThatDoNotFit() throws {
    let error = try #require(throws: Diagnostic.self) { try scalar("1e999").asDouble() }
    #expect(error.problem == "the number is too large")
    #expect(error.got == "the number 1e999")
  }

  @Test(arguments: [
    ("yes", "write true"), ("On", "write true"), ("y", "write true"), ("1", "write true"),
    ("no", "write false"), ("OFF", "write false"), ("n", "write false"), ("0", "write false"),
    ("'true'", "leave out the quotes"), ("'yes'", nil), ("maybe", nil), ("", nil), ("[true]", nil),
  ])
  func refusesWhatIsNoBoolean(text: String, hint: String?) throws {
    let node = try scalar(text)
    let error = try #require(throws: Diagnostic.self) { try node.asBool() }
    #expect(error.expected == "true or false")
    #expect(error.hint == hint)
  }

  @Test(arguments: [
    ("5", "put it in quotes: '5'"), ("true", "put it in quotes: 'true'"),
    ("null", "put it in quotes: 'null'"), ("", nil), ("[a]", nil), ("{a: b}", nil),
  ])
  func refusesWhatIsNoString(text: String, hint: String?) throws {
    let node = try scalar(text)
    let error = try #require(throws: Diagnostic.self) { try node.asString() }
    #expect(error.expected == "a string")
    #expect(error.hint == hint)
  }

  @Test func refusesWhatIsNoList() throws {
    let error = try #require(throws: Diagnostic.self) { try scalar("{a: b}").asSequence() }
    #expect(error.expected == "a list")
    #expect(error.got == "a map")
  }
}
