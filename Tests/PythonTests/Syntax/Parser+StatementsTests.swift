import Diagnostics
import TestSupport
import Testing

@testable import Python

/// What Python's own parser makes of a statement, `source  =>  the same with every operator in
/// parentheses`. Every line was compared with CPython's `ast`.
private let onOneLine = #"""
  x = 1  =>  x = 1
  x = y = z = 1  =>  x = y = z = 1
  x, y = y, x  =>  (x, y) = (y, x)
  (x, y) = z  =>  (x, y) = z
  [x, y] = z  =>  (x, y) = z
  (x, [y, z]), w = v  =>  ((x, (y, z)), w) = v
  x, *y = z  =>  (x, *y) = z
  *x, = y  =>  (*x,) = y
  x, (*y, z) = w  =>  (x, (*y, z)) = w
  () = x  =>  () = x
  (x) = 1  =>  x = 1
  x = *y, z  =>  x = (*y, z)
  self.x = 1  =>  self.x = 1
  v.value = v.value * 0.9 + x * 0.1  =>  v.value = ((v.value * 0.9) + (x * 0.1))
  a[0] = b  =>  a[0] = b
  a[0].b, c[1:2, ...] = d  =>  (a[0].b, c[1:2, ...]) = d
  f(x).y = z  =>  f(x).y = z
  x = y, = z  =>  x = (y,) = z
  x: int = 1  =>  x: int = 1
  x: Array = a, b  =>  x: Array = (a, b)
  self.x: jnp.ndarray = y  =>  self.x: jnp.ndarray = y
  x += 1  =>  x += 1
  x -= 1  =>  x -= 1
  x *= a, b  =>  x *= (a, b)
  x /= 2  =>  x /= 2
  x //= 2  =>  x //= 2
  x %= 2  =>  x %= 2
  x **= 2  =>  x **= 2
  x @= w  =>  x @= w
  self.count.value += 1  =>  self.count.value += 1
  a[i] += b  =>  a[i] += b
  x: int  =>  x: int
  self.x: 'Array'  =>  self.x: 'Array'
  x[0]: int = *a, b  =>  x[0]: int = (*a, b)
  x += *a, b  =>  x += (*a, b)
  *a, b  =>  (*a, b)
  print >>x, y  =>  ((print >> x), y)
  yield  =>  (yield)
  yield x, *y  =>  (yield (x, *y))
  yield from x  =>  (yield from x)
  x = yield  =>  x = (yield)
  x = y = yield z  =>  x = y = (yield z)
  x += yield y  =>  x += (yield y)
  x = yield from y  =>  x = (yield from y)
  global a, b  =>  global a, b
  import a  =>  import a
  import a.b.c as d, e  =>  import a.b.c as d, e
  from a import b  =>  from a import b
  from a.b import (c as d, e,)  =>  from a.b import c as d, e
  from . import a  =>  from . import a
  from ...a import b  =>  from ...a import b
  from .... import a as b  =>  from .... import a as b
  raise a from b  =>  raise a from b
  del (a, b), [c]  =>  del (a, b), (c,)
  del (a), b.c  =>  del a, b.c
  del ()  =>  del ()
  type X = int  =>  pass
  type X[T: int, *Ts, **P] = dict[T, P]  =>  pass
  type = 1  =>  type = 1
  match = case  =>  match = case
  match.x = 1  =>  match.x = 1
  match[x]: int  =>  match[x]: int
  f(x)  =>  f(x)
  return  =>  return
  return x  =>  return x
  return x, None  =>  return (x, None)
  return (c, h), h  =>  return ((c, h), h)
  return *x, y  =>  return (*x, y)
  pass  =>  pass
  pass;  =>  pass
  assert x  =>  assert x
  assert x == 1, f'got {x}'  =>  assert (x == 1), f'got { x }'
  """#

/// The same for statements over several lines.
private let onSeveralLines = #"""
  x <<= 1; x >>= 1; x &= 1; x |= 1; x ^= 1
  =>
  x <<= 1
  x >>= 1
  x &= 1
  x |= 1
  x ^= 1
  -----
  """A docstring."""
  return x
  =>
  'A docstring.'
  return x
  -----
  x = 1; y = 2; return x + y
  =>
  x = 1
  y = 2
  return (x + y)
  -----
  for x in y:
    z
  else:
    w
  =>
  for x in y:
      z
  else:
      w
  -----
  while x < 3: x += 1
  =>
  while (x < 3):
      x += 1
  -----
  while True:
    break
  else:
    y
  =>
  while True:
      break
  else:
      y
  -----
  with jax.named_scope('a'), b:
    c
  =>
  with jax.named_scope('a'), b:
      c
  -----
  @jax.jit
  @partial(f, 1)
  def g(x, /): return x
  =>
  @jax.jit
  @partial(f, 1)
  def g(x, /):
      return x
  -----
  del x, y[0]
  raise
  raise ValueError('no')
  nonlocal a, b
  features: int
  =>
  del x, y[0]
  raise
  raise ValueError('no')
  nonlocal a, b
  features: int
  -----
  if x: y
  =>
  if x:
      y
  -----
  if x: y; z
  =>
  if x:
      y
      z
  -----
  if a:
    b
  =>
  if a:
      b
  -----
  if a:
    b
  else:
    c
  =>
  if a:
      b
  else:
      c
  -----
  if a:
    b
  elif c:
    d
  elif e:
    f
  else:
    g
  h
  =>
  if a:
      b
  elif c:
      d
  elif e:
      f
  else:
      g
  h
  -----
  if a:
    if b:
      c
    else:
      d
  else:
    if e:
      f
  =>
  if a:
      if b:
          c
      else:
          d
  else:
      if e:
          f
  -----
  for x in y:
    z
  =>
  for x in y:
      z
  -----
  for x, y in z: w
  =>
  for (x, y) in z:
      w
  -----
  for (x, y) in z: w
  =>
  for (x, y) in z:
      w
  -----
  for i, (x, *y) in enumerate(z):
    w
  =>
  for (i, (x, *y)) in enumerate(z):
      w
  -----
  for x in a, b: c
  =>
  for x in (a, b):
      c
  -----
  for x in *a, b: c
  =>
  for x in (*a, b):
      c
  -----
  for self.x in y: z
  =>
  for self.x in y:
      z
  -----
  for a[0] in y: z
  =>
  for a[0] in y:
      z
  -----
  for x in y:
    if x: continue
    if z:
      break
    for w in x:
      break
  =>
  for x in y:
      if x:
          continue
      if z:
          break
      for w in x:
          break
  -----
  def f(): return 1
  =>
  def f():
      return 1
  -----
  def body(cell, carry, x):
    return cell(carry, x)
  =>
  def body(cell, carry, x):
      return cell(carry, x)
  -----
  def f(x, y=1, *args, k, j=2, **kwargs):
    pass
  =>
  def f(x, y=1, *args, k, j=2, **kwargs):
      pass
  -----
  def f(x: int, *, y: Array = None) -> Tuple[int, int]:
    return x, y
  =>
  def f(x: int, *, y: Array=None) -> Tuple[int, int]:
      return (x, y)
  -----
  def f(*args: int, **kwargs: str): pass
  =>
  def f(*args: int, **kwargs: str):
      pass
  -----
  def outer(x):
    def inner(y):
      for i in y:
        x = i
      return x
    return inner
  z = outer(1)
  =>
  def outer(x):
      def inner(y):
          for i in y:
              x = i
          return x
      return inner
  z = outer(1)
  -----
  z = LayerNorm()(h)
  z = gelu(Dense(hidden)(z))
  z = Dropout(0.1, deterministic=not training)(Dense(features)(z))
  return h + z, None
  =>
  z = LayerNorm()(h)
  z = gelu(Dense(hidden)(z))
  z = Dropout(0.1, deterministic=(not training))(Dense(features)(z))
  return ((h + z), None)
  -----
  new = []
  for cell, c in zip(self.cells, carries):
      c, x = cell(c, x)
      new.append(c)
  return tuple(new), x * gain
  =>
  new = []
  for (cell, c) in zip(self.cells, carries):
      (c, x) = cell(c, x)
      new.append(c)
  return (tuple(new), (x * gain))
  -----
  # a comment

  x = 1  # another

    # an indented one
  y = 2
  =>
  x = 1
  y = 2
  -----
  if x:

    # in the block
    y

  # not in it
  z
  =>
  if x:
      y
  z
  -----
  if x:
  	y
  	if z:
  		w
  =>
  if x:
      y
      if z:
          w
  -----
  if x:
          y
          z
  =>
  if x:
      y
      z
  -----
  x = (1 +
  2)
  y = [
      3,
    4]
  =>
  x = (1 + 2)
  y = [3, 4]
  -----
  x = 1 + \
      2
  =>
  x = (1 + 2)
  -----
  if a and \
     b:
    c
  =>
  if (a and b):
      c
  -----
  x = {
    'a': 1,  # one

    'b': 2,
  }
  return x
  =>
  x = {'a': 1, 'b': 2}
  return x
  -----
  i, f = jnp.split(
      nn.Dense(2 * n, name=f'gates_{i}')(
          jnp.concatenate([x, h], -1)), 2, axis=-1)
  =>
  (i, f) = jnp.split(nn.Dense((2 * n), name=f'gates_{ i }')(jnp.concatenate([x, h], (-1))), 2, axis=(-1))
  """#

@Suite struct ParserStatementsTests {
  private func parse(_ text: String) throws -> [Statement] {
    try parseStatements(text, locate: place)
  }

  private func printed(_ text: String) throws -> String {
    try parse(text).map(\.description).joined(separator: "\n")
  }

  @Test(arguments: entries(onOneLine, onSeveralLines))
  func readsAsPythonDoes(halves: TableEntry) throws {
    #expect(try printed(halves.source) == halves.meaning)
    #expect(try printed(halves.meaning) == halves.meaning)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func readsAllLineEnds(end: String) throws {
    let lines = ["if x:", "  y = '''a", "b'''", "", "  # c", "  z", "w"]
    let text = lines.joined(separator: end)
    #expect(try printed(text) == "if x:\n    y = 'a\\nb'\n    z\nw")
    #expect(try parse(text)[1].position == Position(line: 7, column: 1))
  }

  @Test func marksWhereStatementsStart() throws {
    let statements = try parse("x = 1; y\nif a:\n  b\nelif c: d")
    #expect(statements.map(\.position.column) == [1, 8, 1])
    guard case .conditional(let branches, _) = statements[2].kind else {
      Issue.record("not a conditional")
      return
    }
    #expect(branches[0].body[0].position == Position(line: 3, column: 3))
    #expect(branches[1].condition.position == Position(line: 4, column: 6))
    #expect(branches[1].body[0].position == Position(line: 4, column: 9))
  }

  @Test func keepsChainedTargetsInOrder() throws {
    guard case .assignment(let targets, let value) = try parse("a = b.c = d[0] = e")[0].kind else {
      Issue.record("not an assignment")
      return
    }
    #expect(targets.map(\.description) == ["a", "b.c", "d[0]"])
    #expect(targets.map(\.position.column) == [1, 5, 11])
    #expect(value.description == "e")
  }

  @Test func tellsKindsOfParametersApart() throws {
    let text = "def f(a, b: int = 1, *c, d, e=2, **g) -> int: pass"
    guard case .function(let function) = try parse(text)[0].kind else {
      Issue.record("not a function")
      return
    }
    #expect(function.parameters.map(\.name) == ["a", "b", "c", "d", "e", "g"])
    #expect(
      function.parameters.map(\.kind) == [
        .ordinary, .ordinary, .rest, .keywordOnly, .keywordOnly, .keywordRest,
      ])
    #expect(
      function.parameters.map { $0.default?.description } == [nil, "1", nil, nil, "2", nil])
    #expect(function.parameters.map(\.position.column) == [7, 10, 23, 26, 29, 36])
  }
}
