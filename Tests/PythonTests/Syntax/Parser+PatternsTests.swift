import Diagnostics
import TestSupport
import Testing

@testable import Python

/// Patterns, `source  =>  what Python's own parser makes of them`. Every line was compared with
/// CPython's `ast`.
private let patterns = #"""
  _  =>  _
  x  =>  x
  1  =>  1
  -1.5  =>  -1.5
  -1 + 2j  =>  -1 + 2.0j
  1 - 2j  =>  1 - 2.0j
  'a' 'b'  =>  'ab'
  b'a'  =>  b'a'
  None  =>  None
  True  =>  True
  a.b.c  =>  a.b.c
  (x)  =>  x
  ()  =>  []
  (x,)  =>  [x]
  (x, *_, y)  =>  [x, *_, y]
  []  =>  []
  [x, [y, *rest]]  =>  [x, [y, *rest]]
  x, y  =>  [x, y]
  x,  =>  [x]
  *x,  =>  [*x]
  x, *rest  =>  [x, *rest]
  1 | 2 | 'a'  =>  (1 | 2 | 'a')
  (1 | 2) as x  =>  ((1 | 2) as x)
  1 | 2 as x  =>  ((1 | 2) as x)
  [1, x] | [x, 2]  =>  ([1, x] | [x, 2])
  {}  =>  {}
  {'a': 1, b.c: x, -1: _, None: y, **rest}  =>  {'a': 1, b.c: x, -1: _, None: y, **rest}
  {'a': [x, y],}  =>  {'a': [x, y]}
  A()  =>  A()
  a.B(x, 1, c=y, d=_,)  =>  a.B(x, 1, c=y, d=_)
  A(B() as b, c=1 | 2)  =>  A((B() as b), c=(1 | 2))
  match  =>  match
  case(type=_)  =>  case(type=_)
  """#

/// What is wrong with patterns; CPython refuses them, too.
private let faults = #"""
  f'a'  =>  2:8: an f-string is no pattern | hint: compare it behind 'if'
  -x  =>  2:9: unexpected 'x' | expected: a number
  1 + 2  =>  2:12: unexpected '2' | expected: an imaginary number
  x + 1  =>  2:10: unexpected '+' | expected: ':'
  *x  =>  2:8: a '*' alone | expected: '*' in a sequence: 'first, *rest'
  (*x)  =>  2:9: a '*' alone | expected: '*' in a sequence: '(*rest,)'
  *x, *y  =>  2:12: a second '*' in a pattern
  x, x  =>  2:11: the pattern binds 'x' twice
  x as x  =>  2:8: the pattern binds 'x' twice
  x as _  =>  2:13: '_' binds nothing | hint: leave it out
  x as y.z  =>  2:14: unexpected '.' | expected: ':'
  1 | x | 2  =>  2:12: the name 'x' matches anything: what follows is never reached | hint: put it last
  _ | 1  =>  2:8: '_' matches anything: what follows is never reached | hint: put it last
  [x] | [y]  =>  2:14: the alternatives of a pattern bind different names
  {x: 1}  =>  2:9: a name is no key of a pattern | hint: write a literal or a dotted name
  {**x, 'a': 1}  =>  2:14: nothing may follow '**x'
  {**_}  =>  2:12: '**_' binds nothing | hint: leave it out
  {'a': 1, 'a': 2}  =>  2:17: the key 'a' is matched twice
  {f(): 1}  =>  2:9: a name is no key of a pattern | hint: write a literal or a dotted name
  A(x=1, 2)  =>  2:15: a positional pattern follows one with a name | hint: put it first, or give it its name
  A(x=1, x=2)  =>  2:15: the attribute 'x' is matched twice
  A(*x)  =>  2:10: unexpected '*' | expected: a pattern
  [1  =>  2:8: '[' is never closed
  x if  =>  2:12: unexpected ':' | expected: an expression
  not x  =>  2:8: unexpected 'not' | expected: a pattern
  """#

@Suite struct ParserPatternsTests {
  private func text(_ pattern: String) -> String { "match v:\n  case \(pattern): pass\n" }

  private func pattern(_ text: String) throws -> Pattern {
    guard case .match(_, let cases) = try parseModule(text, locate: place)[0].kind else {
      throw Diagnostic("not a match")
    }
    return cases[0].pattern
  }

  @Test(arguments: entries(patterns))
  func readsAsPythonDoes(halves: TableEntry) throws {
    let pattern = try pattern(text(halves.source))
    #expect(pattern.description == halves.meaning)
    #expect(try self.pattern(text(halves.meaning)).description == halves.meaning)
    #expect(pattern.position == Position(line: 2, column: 8 + (halves.source == "(x)" ? 1 : 0)))
  }

  @Test(arguments: entries(faults))
  func refuses(halves: TableEntry) {
    #expect(summary(ofModule: text(halves.source)) == halves.meaning)
  }

  @Test func readsCasesAndGuards() throws {
    let text = """
      match *a, b:
        case 1 if x > 1 and (y := x):
          z
        case _:
          if z: w
      match(x)
      match (x):
        case case: case
      """
    #expect(
      try parseModule(text, locate: place).map(\.description).joined(separator: "\n") == """
        match (*a, b):
            case 1 if ((x > 1) and (y := x)):
                z
            case _:
                if z:
                    w
        match(x)
        match x:
            case case:
                case
        """)
  }

  @Test(arguments: [
    (
      "match x:\n  case _: a\n  case 1: b",
      "2:8: '_' matches anything: what follows is never reached | hint: put it last"
    ),
    (
      "match x:\n  case y: a\n  case 1: b",
      "2:8: the name 'y' matches anything: what follows is never reached | hint: put it last"
    ),
    ("match x:\n  case 1: a\n  b", "3:3: unexpected 'b' | expected: 'case'"),
    (
      "match x:\n  case 1:\n  b",
      "2:3: no indented line follows 'case' | hint: indent what "
        + "belongs to it, or write 'pass'"
    ),
    ("match x:\n  b", "1:7: unexpected 'x' | expected: end of the line"),
    ("match x", "1:7: unexpected 'x' | expected: end of the line"),
  ])
  func refusesCases(text: String, summary: String) {
    #expect(PythonTests.summary(ofModule: text) == summary)
  }
}
