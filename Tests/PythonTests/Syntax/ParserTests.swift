import Diagnostics
import TestSupport
import Testing

@testable import Python

/// What is wrong with statements, `text  =>  line:column: problem | further words`. CPython refuses
/// them, too, `async` and `except*` aside.
private let onOneLine = #"""
  x =   =>  1:4: unexpected end of the line | expected: an expression
  x = a b  =>  1:7: unexpected 'b' | expected: end of the line
  print x  =>  1:7: unexpected 'x' | expected: end of the line | hint: print is a function: print(…)
  x = 1 +  =>  1:8: unexpected end of the line | expected: an expression
  x = * 2  =>  1:5: a '*' alone | expected: '*' in a tuple: 'first, *rest = …'
  x = *a  =>  1:5: a '*' alone | expected: '*' in a tuple: 'first, *rest = …'
  *a  =>  1:1: a '*' alone | expected: '*' in a tuple: 'first, *rest = …'
  *a = b  =>  1:1: a '*' alone | expected: '*' in a tuple: 'first, *rest = …'
  a, *b, *c = d  =>  1:8: a second '*' among the targets
  f(x) = 1  =>  1:1: can't assign to the result of a call | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  1 = x  =>  1:1: can't assign to a number | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  x + 1 = y  =>  1:1: can't assign to the result of an operator | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  a < b = c  =>  1:1: can't assign to a comparison | expected: a name, an attribute, a subscript, or a tuple of them
  -x = 1  =>  1:1: can't assign to the result of an operator | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  None = 1  =>  1:1: can't assign to None | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  (a if b else c) = 1  =>  1:2: can't assign to a conditional expression | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  'a' = 1  =>  1:1: can't assign to a string | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  f'a' = 1  =>  1:1: can't assign to a string | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  {} = a  =>  1:1: can't assign to a dictionary | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  lambda: 0 = 1  =>  1:1: can't assign to a lambda | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  [x for x in y] = 1  =>  1:1: can't assign to a comprehension | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  ... = 1  =>  1:1: can't assign to '...' | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  True = 1  =>  1:1: can't assign to True | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  x, y += 1  =>  1:1: '+=' has one target | hint: write a line for each
  [x] += 1  =>  1:1: '+=' has one target | hint: write a line for each
  f() += 1  =>  1:1: can't assign to the result of a call | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  x, y: int = 1  =>  1:1: an annotation has one target | hint: write a line for each
  f(): int = 1  =>  1:1: can't assign to the result of a call | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  x: int 3  =>  1:8: unexpected '3' | expected: '='
  if x:  =>  1:1: no indented line follows 'if' | hint: indent what belongs to it, or write 'pass'
  for 1 in y: z  =>  1:5: can't assign to a number | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  for f(x) in y: z  =>  1:5: can't assign to the result of a call | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  for x in: y  =>  1:9: unexpected ':' | expected: an expression
    x = 1  =>  1:3: unexpected indentation | hint: align the line with the one before
  if x: if y: z  =>  1:7: unexpected 'if' | expected: a simple statement | hint: start a new, indented line
  if x: while y: z  =>  1:7: unexpected 'while' | expected: a simple statement | hint: start a new, indented line
  break  =>  1:1: 'break' outside a loop
  x = {'a': 1, 'b'}  =>  1:17: unexpected '}' | expected: ':'
  x = {'a' 1}  =>  1:10: unexpected '1' | expected: ',' or '}'
  x = {'a': 1 'b': 2}  =>  1:13: unexpected string | expected: ',' or '}'
  x = {'a': 1, **b for c in d}  =>  1:18: unexpected 'for' | expected: ',' or '}'
  x = [1 2]  =>  1:8: unexpected '2' | expected: ',' or ']'
  x = (1 2)  =>  1:8: unexpected '2' | expected: ')'
  x = f(1 2)  =>  1:9: unexpected '2' | expected: ',' or ')'
  x = 1 := 2  =>  1:7: unexpected ':=' | expected: end of the line | hint: put parentheses around '(name := value)'
  raise x y  =>  1:9: unexpected 'y' | expected: end of the line
  del f()  =>  1:5: can't assign to the result of a call | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  nonlocal 1  =>  1:10: unexpected '1' | expected: a name of a function around
  x = lambda /: x  =>  1:12: unexpected '/' | expected: the name of a parameter
  x = [*a for a in b]  =>  1:6: '*' can't spread in a comprehension
  x = a if b  =>  1:11: unexpected end of the line | expected: 'else' | hint: an 'if' inside an expression needs 'else'
  x = a if b else  =>  1:16: unexpected end of the line | expected: an expression
  x = not  =>  1:8: unexpected end of the line | expected: an expression
  x = a not b  =>  1:7: unexpected 'not' | expected: end of the line
  x = a is  =>  1:9: unexpected end of the line | expected: an expression
  x = a + not b  =>  1:9: unexpected 'not' | expected: an expression
  x = a.  =>  1:7: unexpected end of the line | expected: a name
  x = a.1  =>  1:6: unexpected '0.1' | expected: end of the line
  x = a.lambda  =>  1:7: 'lambda' is a word of Python's own | expected: a name
  x = a[]  =>  1:7: unexpected ']' | expected: an expression
  x = a[1 2]  =>  1:9: unexpected '2' | expected: ']'
  x = f(a,, b)  =>  1:9: unexpected ',' | expected: an expression
  x = f(k=1, a)  =>  1:12: a positional argument follows one with a name | hint: put it first, or give it its name
  x = f(**k, a)  =>  1:12: a positional argument follows one with a name | hint: put it first, or give it its name
  x = f(**k, *a)  =>  1:12: '*' follows '**'
  x = f(k=1, k=2)  =>  1:12: the argument 'k' is given twice
  x = f(a.b=1)  =>  1:7: not a name of an argument | expected: name=value | hint: '=' assigns, '==' compares
  x = f(1=2)  =>  1:7: not a name of an argument | expected: name=value | hint: '=' assigns, '==' compares
  x = f(True=1)  =>  1:7: not a name of an argument | expected: name=value | hint: '=' assigns, '==' compares
  x = f(a for a in b, 1)  =>  1:7: a generator among other arguments | hint: put it in parentheses
  x = f(1, a for a in b)  =>  1:10: a generator among other arguments | hint: put it in parentheses
  x = lambda x, x: x  =>  1:15: two parameters are called 'x'
  x = lambda x=1, y: x  =>  1:17: a parameter without a default follows one with a default
  x = lambda *a, *b: x  =>  1:16: a second '*'
  x = lambda **k, a: x  =>  1:17: nothing may follow '**k'
  x = lambda *: x  =>  1:13: unexpected ':' | expected: the name of a parameter
  x = lambda 1: x  =>  1:12: unexpected '1' | expected: the name of a parameter
  x = lambda x x  =>  1:14: unexpected 'x' | expected: ',' or ':'
  def f(x, x): pass  =>  1:10: two parameters are called 'x'
  def f(x=1, y): pass  =>  1:12: a parameter without a default follows one with a default
  def f: pass  =>  1:6: unexpected ':' | expected: '('
  def 1(): pass  =>  1:5: unexpected '1' | expected: the name of the function
  def lambda(): pass  =>  1:5: 'lambda' is a word of Python's own | expected: the name of the function
  def f(x y): pass  =>  1:9: unexpected 'y' | expected: ',' or ')'
  def f() -> : pass  =>  1:12: unexpected ':' | expected: an expression
  lambda = 1  =>  1:8: unexpected '=' | expected: the name of a parameter | hint: '=' assigns, '==' compares
  x = [a for]  =>  1:11: unexpected ']' | expected: an expression
  x = [a for b]  =>  1:13: unexpected ']' | expected: 'in'
  x = [a for b in]  =>  1:16: unexpected ']' | expected: an expression
  x = [a for b in c else d]  =>  1:19: unexpected 'else' | expected: ']'
  x = f'{x y}'  =>  1:10: unexpected 'y' | expected: '}'
  x = f'{while}'  =>  1:8: unexpected 'while' | expected: an expression
  x = a && b  =>  1:8: unexpected '&' | expected: an expression | hint: for truth values write 'and'
  x = a \ b  =>  1:7: unexpected '\' | hint: a '\' joins lines at the end of a line only
  x = \  =>  1:5: unexpected '\' | hint: a '\' joins lines at the end of a line only
  x = a <> b  =>  1:8: unexpected '>' | expected: an expression | hint: write '!='
  x++  =>  1:4: unexpected end of the line | expected: an expression
  x = a -> b  =>  1:7: unexpected '->' | expected: end of the line
  return return  =>  1:8: unexpected 'return' | expected: end of the line
  pass x  =>  1:6: unexpected 'x' | expected: end of the line
  assert  =>  1:7: unexpected end of the line | expected: an expression
  x = 1 y = 2  =>  1:7: unexpected 'y' | expected: end of the line
  print 'a', x  =>  1:7: unexpected string | expected: end of the line | hint: print is a function: print(…)
  exec x  =>  1:6: unexpected 'x' | expected: end of the line | hint: exec is a function: exec(…)
  raise A, 'b'  =>  1:8: unexpected ',' | expected: end of the line | hint: write raise Error(message)
  async def f(): pass  =>  1:1: 'async' is not supported | hint: leave it out: a model is traced once, in order
  x = await y  =>  1:5: 'await' is not supported | hint: leave it out: a model is traced once, in order
  x = [a async for b in c]  =>  1:8: 'async' is not supported | hint: leave it out: a model is traced once, in order
  x = {*a: b}  =>  1:8: unexpected ':' | expected: ',' or '}'
  x = {a: b, *c}  =>  1:12: unexpected '*' | expected: an expression
  x = {a := b: c}  =>  1:12: unexpected ':' | expected: ',' or '}'
  x = b'a' 'b'  =>  1:10: bytes and text side by side | hint: write both with a 'b', or neither
  x = 'a' b'b'  =>  1:9: bytes and text side by side | hint: write both with a 'b', or neither
  x = 9223372036854775808  =>  1:5: the number is too large | expected: an integer of 64 bits
  x = y := 1  =>  1:7: unexpected ':=' | expected: end of the line | hint: put parentheses around '(name := value)'
  (x.y := 1)  =>  1:2: ':=' can't assign to an attribute | expected: a name before ':='
  f(a=b := 1)  =>  1:7: unexpected ':=' | expected: ',' or ')' | hint: put parentheses around '(name := value)'
  f(__debug__=1)  =>  1:3: can't assign to __debug__ | hint: take another name
  __debug__ = 1  =>  1:1: can't assign to __debug__ | hint: take another name
  f(a for a in b,)  =>  1:3: a generator among other arguments | hint: put it in parentheses
  x = yield = 1  =>  1:5: can't assign to a 'yield' | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  {a, b} = c  =>  1:1: can't assign to a set | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  b'a' = c  =>  1:1: can't assign to bytes | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  f(yield x)  =>  1:3: unexpected 'yield' | expected: an expression
  del *a, b  =>  1:5: can't delete a '*' item
  import a.b as c.d  =>  1:16: unexpected '.' | expected: end of the line
  import .a  =>  1:8: unexpected '.' | expected: the name of a module
  from a import b,  =>  1:17: unexpected end of the line | expected: a name to import
  from a import ()  =>  1:16: unexpected ')' | expected: a name to import
  from . import *  =>  1:15: 'import *' outside the module's own lines | hint: name what is needed
  from a import b.c  =>  1:16: unexpected '.' | expected: end of the line
  import class  =>  1:8: 'class' is a word of Python's own | expected: the name of a module
  class A(x=1, y): pass  =>  1:14: a positional argument follows one with a name | hint: put it first, or give it its name
  class: pass  =>  1:6: unexpected ':' | expected: the name of the class
  class A  =>  1:8: unexpected end of the line | expected: ':'
  if x: class A: pass  =>  1:7: unexpected 'class' | expected: a simple statement | hint: start a new, indented line
  if x: try: pass  =>  1:7: unexpected 'try' | expected: a simple statement | hint: start a new, indented line
  def f(a, /, b, /): pass  =>  1:16: a second '/'
  def f(*a, /): pass  =>  1:11: '/' must come before '*'
  def f(/, a): pass  =>  1:7: unexpected '/' | expected: the name of a parameter
  def f(*): pass  =>  1:8: unexpected ')' | expected: the name of a parameter
  def f(*, **k): pass  =>  1:7: a name must follow '*,'
  def f(*a=1): pass  =>  1:9: 'a' collects arguments and can't have a default
  def f(**k=1): pass  =>  1:10: 'k' collects arguments and can't have a default
  def f(a=1, /, b): pass  =>  1:15: a parameter without a default follows one with a default
  def f[](): pass  =>  1:7: unexpected ']' | expected: the name of a type
  with a as f(): pass  =>  1:11: can't assign to the result of a call | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  with (a as b, c as 1): pass  =>  1:20: can't assign to a number | expected: a name, an attribute, a subscript, or a tuple of them | hint: '=' assigns, '==' compares
  except A: pass  =>  1:1: 'except' without a 'try' | hint: align it with its 'try'
  finally: pass  =>  1:1: 'finally' without a 'try' | hint: align it with its 'try'
  ;  =>  1:1: unexpected ';' | expected: an expression
  x;;y  =>  1:3: unexpected ';' | expected: an expression
  """#

/// The same for texts over several lines.
private let onSeveralLines = #"""
  if x = 1:
    y
  =>
  1:6: unexpected '=' | expected: ':' | hint: '=' assigns, '==' compares
  -----
  if x
    y
  =>
  1:5: unexpected end of the line | expected: ':'
  -----
  if x:
  y
  =>
  1:1: no indented line follows 'if' | hint: indent what belongs to it, or write 'pass'
  -----
  for x in y:
  z
  =>
  1:1: no indented line follows 'for' | hint: indent what belongs to it, or write 'pass'
  -----
  def f():
  z
  =>
  1:1: no indented line follows 'def' | hint: indent what belongs to it, or write 'pass'
  -----
  for x y:
    z
  =>
  1:7: unexpected 'y' | expected: 'in'
  -----
  for x in y
    z
  =>
  1:11: unexpected end of the line | expected: ':'
  -----
  else:
    x
  =>
  1:1: 'else' without an 'if' | hint: align it with its 'if'
  -----
  elif x:
    y
  =>
  1:1: 'elif' without an 'if' | hint: align it with its 'if'
  -----
  if x:
    y
  else if z:
    w
  =>
  3:6: 'else if' is not Python | hint: write 'elif'
  -----
  x = 1
    y = 2
  =>
  2:3: unexpected indentation | hint: align the line with the one before
  -----
  if x:
    y
      z
  =>
  3:5: unexpected indentation | hint: align the line with the one before
  -----
  while x:
  y
  =>
  1:1: no indented line follows 'while' | hint: indent what belongs to it, or write 'pass'
  -----
  try:
    x
  y
  =>
  3:1: unexpected 'y' | expected: 'except' or 'finally'
  -----
  try:
    x
  except:
    y
  except A:
    z
  =>
  3:1: an 'except' without a class is not the last | hint: put it last
  -----
  try:
    x
  except A, e:
    y
  =>
  3:9: unexpected ',' | expected: 'as' or ':' | hint: put several classes in parentheses: except (A, B) as e
  -----
  try:
    x
  except* A:
    y
  =>
  3:7: 'except*' is not supported | hint: groups of exceptions aren't: leave out '*'
  -----
  try:
    x
  else:
    y
  =>
  3:1: unexpected 'else' | expected: 'except' or 'finally'
  -----
  @nn.compact
  x = 1
  =>
  2:1: unexpected 'x' | expected: 'def' or 'class' behind a decorator
  -----
  for x in y:
    z
  else:
  w
  =>
  3:1: no indented line follows 'else' | hint: indent what belongs to it, or write 'pass'
  -----
  for x in y:
    def f():
      continue
  =>
  3:5: 'continue' outside a loop
  """#

@Suite struct ParserTests {
  @Test(arguments: entries(onOneLine, onSeveralLines))
  func refuses(halves: TableEntry) {
    #expect(summary(ofStatements: halves.source) == halves.meaning)
  }

  @Test(arguments: [
    ("", "1:1: unexpected end of the text | expected: an expression"),
    ("a b", "1:3: unexpected 'b' | expected: end of the expression"),
    (
      "x = 1",
      "1:3: unexpected '=' | expected: end of the expression | hint: '=' assigns, '==' compares"
    ),
    ("a +\n", "1:4: unexpected end of the text | expected: an expression"),
    ("return x", "1:1: unexpected 'return' | expected: an expression"),
    ("a; b", "1:2: unexpected ';' | expected: end of the expression"),
  ])
  func refusesWhatIsNoExpression(text: String, summary: String) {
    #expect(
      TestSupport.summary { () throws(Diagnostic) in
        try parseExpression(text, locate: place)
      } == summary)
  }

  @Test(arguments: ["", "\n\n", "  # nothing\n", "# one\n# two"])
  func refusesEmptyBodies(text: String) {
    #expect(
      summary(ofStatements: text)
        == "1:1: an empty body | hint: write what it returns, or 'pass'")
  }

  /// `count` times `before`, then `middle`, then `count` times `after`.
  private func nested(
    _ count: Int, _ before: String, _ middle: String = "x", _ after: String = ""
  ) -> String {
    String(repeating: before, count: count) + middle + String(repeating: after, count: count)
  }

  @Test(arguments: [
    ("(", ")"), ("[", "]"), ("{1: ", "}"), ("f(", ")"), ("f(k=", ")"), ("x[", "]"), ("-", ""),
    ("not ", ""), ("x ** ", ""), ("lambda: ", ""), ("x if x else ", ""), ("[x for x in (", ")]"),
    ("lambda a=", ": x"), ("x[1:", "]"), ("*[", "]"), ("(*", ",)"),
    ("{", "}"), ("{*", "}"), ("(yield ", ")"), ("(y := ", ")"), ("{x for x in ", "}"),
  ])
  func limitsDepth(before: String, after: String) throws {
    _ = try parseStatements("y = [" + nested(22, before, "x", after) + "]", locate: place)
    let text = "y = [" + nested(2_000, before, "x", after) + "]"
    #expect(
      summary(ofStatements: text).hasSuffix(": more than 50 levels in one another"))
  }

  @Test func takesLongChainsOfOperators() throws {
    let chain = "x" + nested(995, "+ x", "")
    let statements = try parseStatements("y = " + chain, locate: place)
    #expect(statements[0].description.utf8.count == 4 + 1 + 995 * 6)
    #expect(boundNames(in: statements) == ["y"])
    let inner = "(" + chain + ")"
    #expect(
      summary(ofStatements: "y = \(inner + nested(10, "+ x", ""))")
        == "1:2993: the expression is too long | hint: cut it over several lines")
  }

  @Test(arguments: ["+ x", "* x", "- x", "@ x", ".x", "[x]", "(x)"])
  func limitsHeight(link: String) throws {
    _ = try parseStatements("y = x" + nested(150, link, ""), locate: place)
    #expect(
      summary(ofStatements: "y = x" + nested(2_000, link, "")).hasSuffix(
        ": the expression is too long | hint: cut it over several lines"))
  }

  @Test func limitsBlocks() throws {
    func blocks(_ depth: Int) -> String {
      (0..<depth).map { String(repeating: " ", count: $0) + "if x:\n" }.joined()
        + String(repeating: " ", count: depth) + "y\n"
    }
    _ = try parseStatements(blocks(49), locate: place)
    #expect(
      summary(ofStatements: blocks(300)).hasSuffix(": more than 50 levels in one another"))
  }

  @Test(arguments: [
    ("[", "]"), ("(", ",)"), ("{'a': ", "}"), ("A(", ")"), ("A(a=", ")"), ("(1 | ", ")"),
  ])
  func limitsPatterns(before: String, after: String) throws {
    func text(_ depth: Int) -> String {
      "match x:\n  case \(nested(depth, before, "1", after)): pass"
    }
    _ = try parseStatements(text(45), locate: place)
    #expect(
      summary(ofStatements: text(2_000)).hasSuffix(": more than 50 levels in one another"))
  }

  @Test(arguments: ["def f():", "class A:", "try:", "with a as b:", "match x:", "for x in y:"])
  func limitsBlocksOfAllKinds(head: String) {
    let inner = head == "match x:" ? "case 1:" : head
    let lines = (0..<300).map { depth in
      String(repeating: " ", count: depth) + (depth % 2 == 0 ? head : inner) + "\n"
    }
    #expect(
      summary(ofStatements: lines.joined()).hasSuffix(": more than 50 levels in one another"))
  }

  @Test func takesLongButFlatTexts() throws {
    let lines = String(repeating: "x = x + 1\n", count: 5000)
    #expect(try parseStatements(lines, locate: place).count == 5000)
    let elifs = "if a: b\n" + String(repeating: "elif a: b\n", count: 5000)
    #expect(try parseStatements(elifs, locate: place).count == 1)
    let list = "[" + String(repeating: "1, ", count: 5000) + "]"
    #expect(try parseExpression(list, locate: place).children.count == 5000)
    let ands = "x" + String(repeating: " and x", count: 5000)
    #expect(try parseExpression(ands, locate: place).children.count == 5001)
  }
}
