import Diagnostics
import Testing

@testable import ArrayFiles

/// Literals of Python in the headers of `.npy` files.
struct PythonLiteralTests {
  private func parse(_ text: String) throws -> PythonLiteral {
    try PythonLiteral(parsing: Array(text.utf8))
  }

  private static var literals: [(String, PythonLiteral)] {
    [
      ("None", .none), (" True ", .boolean(true)), ("False", .boolean(false)),
      ("-12", .integer(-12)), ("'a'", .string("a")), ("\"it's\"", .string("it's")),
      ("()", .tuple([])), ("(1,)", .tuple([.integer(1)])),
      ("(1, 2)", .tuple([.integer(1), .integer(2)])),
      ("(1)", .integer(1)), ("[1, [ ]]", .list([.integer(1), .list([])])),
      (
        "{'descr': '<f4', 'shape': (3,), }",
        .dictionary([
          .init(key: .string("descr"), value: .string("<f4")),
          .init(key: .string("shape"), value: .tuple([.integer(3)])),
        ])
      ),
    ]
  }

  @Test(arguments: literals.indices)
  func literalsAreParsed(_ index: Int) throws {
    let (text, literal) = Self.literals[index]
    #expect(try parse(text) == literal)
  }

  @Test(
    arguments: [
      "", "1 2", "(1", "[1,,2]", "{'a' 1}", "'a", "nothing", "99999999999999999999",
      String(repeating: "(", count: 5000),
    ])
  func anythingElseIsAnError(_ text: String) {
    #expect(throws: Diagnostic.self) { try parse(text) }
  }

  @Test(
    arguments: [
      ("a b", "'a b'"), ("it's", "\"it's\""), ("'\"", "'\\'\"'"), ("\\", "'\\\\'"),
      ("é", "'\\xe9'"), ("λ", "'\\u03bb'"), ("😀", "'\\U0001f600'"), ("\n", "'\\x0a'"),
    ])
  func textIsQuotedInASCIIAndReadBack(_ text: String, _ quoted: String) throws {
    #expect(PythonLiteral.quoted(text) == quoted)
    #expect(try parse(quoted) == .string(text))
  }
}
