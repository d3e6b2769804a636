import Diagnostics
import TestSupport
import Testing

@testable import Python

/// What Python's own parser makes of definitions and statements with blocks. Every entry was
/// compared with CPython's `ast`.
private let table = #"""
  class A: pass
  class B(): x = 1
  class C(A, *bases, metaclass=M, **options):
    """C."""
    x: int
    y: 'str' = None
    def f(self): ...
  =>
  class A:
      pass
  class B:
      x = 1
  class C(A, *bases, metaclass=M, **options):
      'C.'
      x: int
      y: 'str' = None
      def f(self):
          ...
  -----
  @a
  @b.c(1)[2]
  @(lambda f: f)
  @(x := y)
  class A:
    @property
    def f(self): return 1
  =>
  @a
  @b.c(1)[2]
  @(lambda f: f)
  @(x := y)
  class A:
      @property
      def f(self):
          return 1
  -----
  def f[T: int, *Ts, **P](x: T, *args: *Ts) -> 'T': pass
  class A[T](B): pass
  =>
  def f(x: T, *args: *Ts) -> 'T':
      pass
  class A(B):
      pass
  -----
  def f(a, b=1, /, c=2, *, d, e=3, **g): pass
  def f(a, /): pass
  def f(a, /, *b, c): pass
  def f(*, a,): pass
  =>
  def f(a, b=1, /, c=2, *, d, e=3, **g):
      pass
  def f(a, /):
      pass
  def f(a, /, *b, c):
      pass
  def f(*, a):
      pass
  -----
  try: a
  except: b
  =>
  try:
      a
  except:
      b
  -----
  try:
    a
  except A: b
  except (B, C) as e:
    c
  except d.E() as f: raise
  else: g
  finally:
    h
  =>
  try:
      a
  except A:
      b
  except (B, C) as e:
      c
  except d.E() as f:
      raise
  else:
      g
  finally:
      h
  -----
  for x in y:
    try: continue
    finally: break
  =>
  for x in y:
      try:
          continue
      finally:
          break
  -----
  with a as b: c
  with a as b, c, d() as e.f[0]: g
  with (a as b, c as (d, *e),): f
  with (a, b): c
  with (a): b
  with (a), b: c
  with (a).b() as c: d
  with (a, b) as c: d
  with (a if b else c) as [d, e]: f
  with (): a
  with (a for a in b): c
  =>
  with a as b:
      c
  with a as b, c, d() as e.f[0]:
      g
  with a as b, c as (d, *e):
      f
  with a, b:
      c
  with a:
      b
  with a, b:
      c
  with a.b() as c:
      d
  with (a, b) as c:
      d
  with (a if b else c) as (d, e):
      f
  with ():
      a
  with (a for a in b):
      c
  -----
  if (x := f()) and x: y
  if x := f(): y
  elif y := g(): z
  while chunk := read(): pass
  for x in *a, b: pass
  else: c
  =>
  if ((x := f()) and x):
      y
  if (x := f()):
      y
  elif (y := g()):
      z
  while (chunk := read()):
      pass
  for x in (*a, b):
      pass
  else:
      c
  -----
  def f():
    def g():
      nonlocal x
      x = yield
    x = 1
    return g
  =>
  def f():
      def g():
          nonlocal x
          x = (yield)
      x = 1
      return g
  -----
  class A:
    def f(self):
      nonlocal __class__
  =>
  class A:
      def f(self):
          nonlocal __class__
  -----
  if a:
    x = 1; \
    y = 2
    \
  z = 3
  w = 4
  =>
  if a:
      x = 1
      y = 2
      z = 3
  w = 4
  """#

@Suite struct ParserDefinitionsTests {
  private func printed(_ text: String) throws -> String {
    try parseModule(text, locate: place).map(\.description).joined(separator: "\n")
  }

  @Test(arguments: entries("", table))
  func readsAsPythonDoes(halves: TableEntry) throws {
    #expect(try printed(halves.source) == halves.meaning)
    #expect(try printed(halves.meaning) == halves.meaning)
  }

  @Test func startsWithAByteOrderMarkAndAnEncoding() throws {
    let text = "\u{FEFF}# -*- coding: utf-8 -*-\r\n\u{C}\r\nx = 1\r\nif x:\r\n\ty\r\n"
    #expect(try printed(text) == "x = 1\nif x:\n    y")
    #expect(try parseModule(text, locate: place)[0].position == Position(line: 3, column: 1))
  }

  @Test(arguments: ["", "\n", "# nothing", "\u{FEFF}", "\\\n\n"])
  func readsEmptyModules(text: String) throws {
    #expect(try parseModule(text, locate: place).isEmpty)
  }

  @Test func startsDecoratedDefinitionsAtTheirDecorator() throws {
    let statements = try parseModule("@a\ndef f(): pass\nclass A: pass", locate: place)
    #expect(statements.map(\.position.line) == [1, 3])
  }

  @Test func marksExceptClauses() throws {
    let text = "try:\n  a\nexcept A:\n  b\nexcept:\n  c"
    guard case .try(let statement) = try parseModule(text, locate: place)[0].kind else {
      Issue.record("not a try")
      return
    }
    #expect(statement.handlers.map(\.position.line) == [3, 5])
    #expect(statement.handlers.map(\.name) == [nil, nil])
  }

  @Test func readsParameters() throws {
    let parameters = try parseParameters("x, y: int = 1, *args,\n training=False", locate: place)
    #expect(parameters.map(\.kind) == [.ordinary, .ordinary, .rest, .keywordOnly])
    #expect(parameters.map { $0.annotation?.description } == [nil, "int", nil, nil])
    #expect(parameters[3].position == Position(line: 2, column: 2))
    #expect(try parseParameters("", locate: place).isEmpty)
    #expect(
      TestSupport.summary { () throws(Diagnostic) in try parseParameters("x, x", locate: place) }
        == "1:4: two parameters are called 'x'")
  }

  @Test func readsLongFiles() throws {
    let block = """
      @dataclass
      class Block(nn.Module):
        features: int = 64

        @nn.compact
        def __call__(self, x, *, training: bool = False):
          \"\"\"Applies the block.\"\"\"
          y = nn.Dense(self.features, name=f'dense_{self.features}')(x)
          return x + nn.relu(y) * 0.5, {'a': [1, 2, 3]}


      """
    let count = 1_000
    let text = String(repeating: block, count: count)
    #expect(try parseModule(text, locate: place).count == count)
  }
}
