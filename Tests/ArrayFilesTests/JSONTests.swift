import Testing

@testable import ArrayFiles

@Suite struct JSONTests {
  @Test(
    arguments: [
      (" null ", .null), ("true", .boolean(true)), ("false", .boolean(false)),
      ("-12", .integer(-12)), ("1.5e3", .number("1.5e3")),
      ("99999999999999999999", .number("99999999999999999999")),
      (#""a\"\\\/\b\f\n\r\tß\u00e9\ud83e\uddf1""#, .string("a\"\\/\u{8}\u{c}\n\r\tßé🧱")),
      ("[]", .array([])), ("[1, [true]]", .array([.integer(1), .array([.boolean(true)])])),
      ("{}", .object([])),
      (
        #"{"a": 1, "b": {}}"#,
        .object([.init(name: "a", value: .integer(1)), .init(name: "b", value: .object([]))])
      ),
    ] as [(String, JSON)])
  func parses(_ text: String, _ value: JSON) throws {
    #expect(try JSON(parsing: Array(text.utf8)) == value)
  }

  @Test(arguments: [
    ("", "expected a value, not the end (byte 0)"),
    ("nul", "expected a value, not 'n' (byte 0)"),
    ("{1: 2}", "expected '\"', not '1' (byte 1)"),
    (#"{"a" 2}"#, "expected ':', not '2' (byte 5)"),
    (#"{"a": 2"#, "expected ',' or '}', not the end (byte 7)"),
    ("[1 2]", "expected ',' or ']', not '2' (byte 3)"),
    (#""abc"#, "a string does not end (byte 4)"),
    (#""\q""#, "a string has an unknown escape (byte 3)"),
    (#""\u12x4""#, "expected a hexadecimal digit, not 'x' (byte 5)"),
    (#""\ud83e""#, "half a character (byte 7)"),
    (#""\ud83e\u0041""#, "half a character (byte 13)"),
    (#""\udc00""#, "half a character (byte 7)"),
    ("1 2", "expected the end, not '2' (byte 2)"),
  ])
  func refuses(_ text: String, _ reason: String) throws {
    let error = try diagnostic { _ = try JSON(parsing: Array(text.utf8)) }
    #expect(error.problem == "its header can't be read: \(reason)")
  }

  @Test func depthIsLimited() throws {
    let text = String(repeating: "[", count: 10000)
    let error = try diagnostic { _ = try JSON(parsing: Array(text.utf8)) }
    #expect(error.problem.contains("it is nested too deeply"))
  }
}
