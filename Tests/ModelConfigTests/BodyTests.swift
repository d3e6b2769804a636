import Diagnostics
import TestSupport
import Testing
import YAMLNodes

@testable import FlaxNames
@testable import ModelConfig

@Suite struct BodyTests {
  private let file = """
    modules:
      Block:
        fields: {features: 64}
        call:
          args: [h, x]
          body: |
            z = LayerNorm()(h)
            if training:
              z = Dropout(0.1)(z)

            return h + z, None
    """

  @Test func readsABody() throws {
    let body = try parseBody(node("modules", "Block", "call", "body", in: file))
    #expect(
      body.description == """
        z = LayerNorm()(h)
        if training:
            z = Dropout(0.1)(z)
        return ((h + z), None)
        """)
  }

  @Test func locatesStatementsAndExpressionsInTheFile() throws {
    let body = try parseBody(node("modules", "Block", "call", "body", in: file))
    let first = body.location(of: body.statements[0].position)
    #expect([first.line, first.column] == [7, 9])
    guard case .return(let value?) = body.statements[2].kind,
      case .tuple(let items) = value.kind
    else {
      Issue.record("not a return of a tuple")
      return
    }
    let plus = body.location(of: items[0].focus)
    #expect([plus.line, plus.column] == [11, 18])
    #expect(plus.text == "        return h + z, None")
  }

  @Test func pointsIntoTheFile() throws {
    let text = """
      call:
        body: |
          z = Dense(4)(x)
          x = = z
      """
    let body = try node("call", "body", in: text)
    #expect(
      rendered { () throws(Diagnostic) in try parseBody(body) } == """
        c.yaml:4:9: unexpected '='
              x = = z
                  ^
          expected: an expression
          hint: '=' assigns, '==' compares
        """)
  }

  @Test func pointsIntoQuotedAndPlainScalars() throws {
    let plain = try node("p", in: "p: v * * 0.5\n")
    #expect(
      rendered { () throws(Diagnostic) in try parseExpression(plain) } == """
        c.yaml:1:8: unexpected '*'
          p: v * * 0.5
                 ^
          expected: an expression
        """)
    let quoted = try node("p", in: "p: \"a[\\\"b\\\"] $ 2\"\n")
    #expect(
      rendered { () throws(Diagnostic) in try parseExpression(quoted) } == """
        c.yaml:1:14: unexpected character '$'
          p: "a[\\"b\\"] $ 2"
                       ^
        """)
    let twoLines = try node("p", in: "p: v *\n  (0.5\n")
    #expect(
      rendered { () throws(Diagnostic) in try parseExpression(twoLines) } == """
        c.yaml:2:3: '(' is never closed
            (0.5
            ^
        """)
  }

  @Test func pointsAtTheEndOfTheLastLineOfABlock() throws {
    let body = try node("body", in: "body: |\n  if x and\n\nnext: 1\n")
    #expect(
      rendered { () throws(Diagnostic) in try parseBody(body) } == """
        c.yaml:2:11: unexpected end of the line
            if x and
                    ^
          expected: an expression
        """)
  }

  @Test(arguments: [">\n  x = 1\n  return x\n", "x = 1\n  return x\n", "'x = 1\n  return x'\n"])
  func adviseAgainstFoldedBodies(text: String) throws {
    let body = try node("body", in: "body: " + text)
    let error = try #require(throws: Diagnostic.self) { try parseBody(body) }
    #expect(error.problem == "unexpected 'return'")
    #expect(error.hint == "put '|' before the first line: it keeps the lines apart")
  }

  @Test func readsOneLineBodies() throws {
    #expect(try parseBody(node("body", in: "body: return h, x")).description == "return (h, x)")
    #expect(try parseBody(node("body", in: "body: 'h'")).description == "h")
    #expect(try parseBody(node("body", in: "body: 5")).description == "5")
  }

  @Test func readsExpressions() throws {
    #expect(try parseExpression(node("p", in: "p: v * 0.5 # half")).description == "(v * 0.5)")
    #expect(try parseExpression(node("p", in: "p: |\n  v\n  * 0.5\n")).description == "(v * 0.5)")
    #expect(try parseExpression(node("p", in: "p: >\n  v\n  * 0.5\n")).description == "(v * 0.5)")
  }

  @Test func namesTheFieldItReads() throws {
    let call = try YAMLField(node("call", in: "call: {body: x x, p: 1 1, q: a}"), path: "call")
    var reader = try MappingReader(call)
    let body = try reader.required("body")
    #expect(
      rendered { () throws(Diagnostic) in try body.asBody() } == """
        c.yaml:1:16: call.body: unexpected 'x'
          call: {body: x x, p: 1 1, q: a}
                         ^
          expected: end of the line
        """)
    let expression = try reader.required("p")
    #expect(
      rendered { () throws(Diagnostic) in try expression.asExpression() }
        .hasPrefix("c.yaml:1:24: call.p: unexpected '1'\n"))
    #expect(try reader.required("q").asExpression().description == "a")
    #expect(try reader.required("q").asBody().description == "a")
  }

  @Test func refusesWhatIsNoText() throws {
    let list = try node("body", in: "body: [x]")
    #expect(
      rendered { () throws(Diagnostic) in try parseBody(list) } == """
        c.yaml:1:7: wrong type
          body: [x]
                ^
          expected: lines of the body language
          got:      a list
        """)
    let nothing = try node("body", in: "body:\n")
    #expect(
      rendered { () throws(Diagnostic) in try parseExpression(nothing) } == """
        c.yaml:1:6: wrong type
          body:
               ^
          expected: an expression of the body language
          got:      nothing
        """)
    let comments = try node("body", in: "body: |\n  # to do\n")
    #expect(rendered { () throws(Diagnostic) in try parseBody(comments) }.contains("an empty body"))
  }
}
