import Diagnostics
import TestSupport
import Testing

@testable import Python

/// The body of `def f(p):`, and the names that CPython's `symtable` calls local to it, parameters
/// included.
private let locals = #"""
  pass  =>  p
  x = y  =>  p x
  x.y = z[0] = 1  =>  p
  a, (b, *c), d.e = f  =>  a b c p
  x += 1  =>  p x
  x: int  =>  p x
  x: int = y  =>  p x
  self.x: int = 1  =>  p
  del x  =>  p x
  import a.b, c.d as e  =>  a e p
  from a import b, c as d  =>  b d p
  for a, b in c: d = 1  =>  a b d p
  while x: y = 1  =>  p y
  with a as b, c as (d, e): f = 1  =>  b d e f p
  if a: b = 1  =>  b p
  def g(x=(y := 1)): z = 1  =>  g p y
  class A(x := B): y = 1  =>  A p x
  lambda x: (y := x)  =>  p
  lambda x=(y := 1): x  =>  p y
  [x for x in y]  =>  p
  [(z := x) for x in y]  =>  p z
  [[(z := x) for x in w] for w in y]  =>  p z
  {x: y for x in z if (w := x)}  =>  p w
  f'{(x := 1)}'  =>  p x
  global x; x = 1  =>  p
  global p2; p2 = x = 1  =>  p x
  return (x := y)  =>  p x
  """#

/// The same for bodies over several lines.
private let longLocals = #"""
  try: a = 1
  except A as b: c = 1
  else: d = 1
  finally: e = 1
  =>
  a b c d e p
  -----
  match p:
    case [a, *b, {'k': c, **d}]: e = 1
    case A(f, g=h) | B(f, g=h) as i if (j := k): pass
  =>
  a b c d e f h i j p
  """#

/// What is wrong with scopes; CPython refuses it, too.
private let faults = #"""
  def f(x): global x
  =>
  1:11: 'x' is a parameter and global | hint: put the declaration first, or take another name
  -----
  def f(x): nonlocal x
  =>
  1:11: 'x' is a parameter and nonlocal | hint: put the declaration first, or take another name
  -----
  def f():
    x = 1
    global x
  =>
  3:3: 'x' is assigned to before it is declared global | hint: put the declaration first, or take another name
  -----
  def f():
    print(x)
    global x
  =>
  3:3: 'x' is used before it is declared global | hint: put the declaration first, or take another name
  -----
  x = 1
  global x
  =>
  2:1: 'x' is assigned to before it is declared global | hint: put the declaration first, or take another name
  -----
  def f():
    global x
    x: int
  =>
  3:3: 'x' is annotated here and declared in another scope | hint: leave out the annotation
  -----
  nonlocal x
  =>
  1:1: 'nonlocal' outside a function | hint: leave it out
  -----
  x = 1
  def f():
    nonlocal x
  =>
  3:3: no function around binds 'x' | hint: a name of the module is declared 'global'
  -----
  def f():
    class A:
      x = 1
      def g(self): nonlocal x
  =>
  4:18: no function around binds 'x' | hint: a name of the module is declared 'global'
  -----
  return 1
  =>
  1:1: 'return' outside a function
  -----
  class A:
    return 1
  =>
  2:3: 'return' outside a function
  -----
  x = yield
  =>
  1:5: 'yield' outside a function
  -----
  class A:
    x = [(yield)]
  =>
  2:9: 'yield' outside a function
  -----
  def f(): return [(yield x) for x in y]
  =>
  1:19: 'yield' in a comprehension
  -----
  [(x := y) for x in z]
  =>
  1:3: ':=' assigns to 'x', which the comprehension binds | hint: take another name
  -----
  [x for x in (y := z)]
  =>
  1:14: ':=' in what a comprehension goes over
  -----
  class A:
    [(x := y) for y in z]
  =>
  2:5: ':=' in a comprehension of a class's own lines
  -----
  class A:
    for x in y:
      def f(self): break
  =>
  3:18: 'break' outside a loop
  -----
  def f():
    from a import *
  =>
  2:17: 'import *' outside the module's own lines | hint: name what is needed
  """#

@Suite struct ScopeAnalysisTests {
  private func function(_ body: String) throws -> FunctionDefinition {
    let lines = body.split(separator: "\n").map { "  \($0)\n" }.joined()
    let statements = try parseModule("def f(p):\n" + lines, locate: place)
    guard case .function(let function) = statements[0].kind else {
      throw Diagnostic("not a function")
    }
    return function
  }

  @Test(arguments: entries(locals, longLocals))
  func findsLocalNames(halves: TableEntry) throws {
    let function = try function(halves.source)
    #expect(function.locals.sorted().joined(separator: " ") == halves.meaning)
    #expect(boundNames(in: function.body).union(["p"]) == function.locals)
  }

  @Test func findsNamesOfLambdas() throws {
    let expression = try parseExpression("lambda x, *y: [(z := w) for w in x]", locate: place)
    guard case .lambda(let lambda) = expression.kind else {
      Issue.record("not a lambda")
      return
    }
    #expect(lambda.locals == ["x", "y", "z"])
  }

  @Test(arguments: [
    ("yield", true), ("x = [1, (yield)]", true), ("yield from p", true),
    ("for x in (yield): pass", true), ("def g(x=(yield)): pass", true), ("return p", false),
    ("def g(): yield", false), ("lambda: (yield)", false), ("class A: x = lambda: (yield)", false),
    ("(x for x in p)", false),
  ])
  func findsGenerators(body: String, isGenerator: Bool) throws {
    let function = try function(body)
    #expect(function.isGenerator == isGenerator)
    #expect(containsYield(in: function.body) == isGenerator)
  }

  @Test(arguments: entries("", faults))
  func refuses(halves: TableEntry) {
    #expect(summary(ofModule: halves.source) == halves.meaning)
  }

  @Test func takesBodiesAsThoseOfFunctions() throws {
    let text = "nonlocal x\nyield y\nreturn x"
    #expect(try parseStatements(text, locate: place).count == 3)
  }
}
