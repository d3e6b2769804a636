import Diagnostics
import TestSupport
import Testing

@testable import Python

/// What Python's own parser makes of an expression, `source  =>  fully parenthesised`. Every line
/// was compared with CPython's `ast`: both sides give the same tree.
private let onOneLine = #"""
  x  =>  x
  self  =>  self
  _x1  =>  _x1
  naïve  =>  naïve
  1  =>  1
  0  =>  0
  0x1F  =>  31
  0Xff_ff  =>  65535
  0o17  =>  15
  0b1011  =>  11
  1_000_000  =>  1000000
  1.  =>  1.0
  .5  =>  0.5
  1.5  =>  1.5
  1e3  =>  1000.0
  1E-3  =>  0.001
  1_0.2_5e1_0  =>  102500000000.0
  0.1  =>  0.1
  1e16  =>  1e+16
  1e22  =>  1e+22
  123456789.125  =>  123456789.125
  1e-7  =>  1e-07
  00.5  =>  0.5
  'a'  =>  'a'
  "b"  =>  'b'
  ''  =>  ''
  'it\'s'  =>  'it\'s'
  "it's"  =>  'it\'s'
  'a\n\t\\\x41\u00e9\U0001F600\101\0'  =>  'a\n\t\\Aé😀A\x00'
  '\q'  =>  '\\q'
  r'\d+\n'  =>  '\\d+\\n'
  R"\'"  =>  '\\\''
  u'x'  =>  'x'
  """a "quoted" b"""  =>  'a "quoted" b'
  'a' "b" 'c'  =>  'abc'
  f'layer_{i}'  =>  f'layer_{ i }'
  f'{i}'  =>  f'{ i }'
  f''  =>  f''
  f'{{{x}}}'  =>  f'{{{ x }}}'
  f'{a.b[0](c)} and {x + 1}'  =>  f'{ a.b[0](c) } and { (x + 1) }'
  f"{'a' if x else 'b'}"  =>  f'{ ('a' if x else 'b') }'
  f'{x:03d}'  =>  f'{ x :03d}'
  f'{x!r:>{width}}'  =>  f'{ x !r:>{ width }}'
  f'{x!s}'  =>  f'{ x !s}'
  (y := f(x)) + y  =>  ((y := f(x)) + y)
  [y for x in z if (y := x)]  =>  [y for x in z if (y := x)]
  lambda x, /, y: x  =>  (lambda x, /, y: x)
  f'{x != y}{a == b}'  =>  f'{ (x != y) }{ (a == b) }'
  'a' f'{x}' 'b'  =>  f'a{ x }b'
  rf'\d{x}'  =>  f'\\d{ x }'
  f'{x, y}'  =>  f'{ (x, y) }'
  0b_1  =>  1
  0_0  =>  0
  1if x else 2  =>  (1 if x else 2)
  0x1for x in y  =>  (31 or (x in y))
  -9223372036854775808  =>  -9223372036854775808
  1e999  =>  1e999
  2j  =>  2.0j
  1e3J  =>  1000.0j
  07.5  =>  7.5
  '\N{GREEK SMALL LETTER ALPHA}\N{bullet}\N{CJK UNIFIED IDEOGRAPH-4E00}'  =>  'α•一'
  b''  =>  b''
  b'a\x00\xff\n\'' rb"\n" B'b'  =>  b'a\x00\xff\n\'\\nb'
  b'\u00e9\N{x}\400'  =>  b'\\u00e9\\N{x}\x00'
  f'{x=}'  =>  f'x={ x !r}'
  f'{ x = }'  =>  f' x = { x !r}'
  f'{x=!s:>5}{y=:03d}'  =>  f'x={ x !s:>5}y={ y :03d}'
  f'{a!r}{b!a}'  =>  f'{ a !r}{ b !a}'
  f'{f'{f'{x}'}'}'  =>  f'{ f'{ f'{ x }' }' }'
  f'{'a' 'b'!r:{w}.{p}}'  =>  f'{ 'ab' !r:{ w }.{ p }}'
  f'{(lambda x: x)(1)}{(y := 2)}'  =>  f'{ (lambda x: x)(1) }{ (y := 2) }'
  f'{x:=5}'  =>  f'{ x :=5}'
  f'{ {1: 2}[1] }{*a, b}'  =>  f'{ {1: 2}[1] }{ (*a, b) }'
  f'\N{BULLET}\x41{x}\{y}'  =>  f'•A{ x }\\{ y }'
  f'{x:\x41}'  =>  f'{ x :A}'
  rf'\{x}\N{y}'  =>  f'\\{ x }\\N{ y }'
  f'{a["b"]}' "c" f'{d}'  =>  f'{ a['b'] }c{ d }'
  {1}  =>  {1}
  {a, *b, c,}  =>  {a, *b, c}
  {a for a in b if a}  =>  {a for a in b if a}
  {(x := 1): 2}  =>  {(x := 1): 2}
  {x := 1, 2}  =>  {(x := 1), 2}
  [x := 1, y]  =>  [(x := 1), y]
  f(x := 1, *y, z=2)  =>  f((x := 1), *y, z=2)
  a[x := 1]  =>  a[(x := 1)]
  a[x := 1, b]  =>  a[(x := 1), b]
  a[*b, c:d, *e]  =>  a[*b, c:d, *e]
  [y := f(x), y ** 2]  =>  [(y := f(x)), (y ** 2)]
  lambda a, /, b=1, *c, d, e=2, **f: g  =>  (lambda a, /, b=1, *c, d, e=2, **f: g)
  lambda a, /: a  =>  (lambda a, /: a)
  lambda a=1, /, *, b: a  =>  (lambda a=1, /, *, b: a)
  lambda: (yield)  =>  (lambda: (yield))
  lambda: (yield a, b)  =>  (lambda: (yield (a, b)))
  lambda *a: (yield from a)  =>  (lambda *a: (yield from a))
  match, case, type, _, print, exec  =>  (match, case, type, _, print, exec)
  match(x)[case].type  =>  match(x)[case].type
  match - x  =>  (match - x)
  type (x)  =>  type(x)
  True  =>  True
  False  =>  False
  None  =>  None
  ...  =>  ...
  ()  =>  ()
  (a)  =>  a
  (a,)  =>  (a,)
  (a, b)  =>  (a, b)
  (a, b,)  =>  (a, b)
  a,  =>  (a,)
  a, b  =>  (a, b)
  *a, b  =>  (*a, b)
  (*a, *b)  =>  (*a, *b)
  ((a))  =>  a
  []  =>  []
  [a]  =>  [a]
  [a, b,]  =>  [a, b]
  [*a, b]  =>  [*a, b]
  [[1, 2], [3]]  =>  [[1, 2], [3]]
  {}  =>  {}
  {'a': 1}  =>  {'a': 1}
  {'a': 1, **b, c: d,}  =>  {'a': 1, **b, c: d}
  {**a, **b}  =>  {**a, **b}
  -x  =>  (-x)
  +x  =>  (+x)
  ~x  =>  (~x)
  - - x  =>  (-(-x))
  -+~x  =>  (-(+(~x)))
  not x  =>  (not x)
  not not x  =>  (not (not x))
  a + b + c  =>  ((a + b) + c)
  a - b - c  =>  ((a - b) - c)
  a - (b - c)  =>  (a - (b - c))
  a * b + c  =>  ((a * b) + c)
  a + b * c  =>  (a + (b * c))
  a * b / c // d % e @ f  =>  (((((a * b) / c) // d) % e) @ f)
  a @ b @ c  =>  ((a @ b) @ c)
  a @ (b @ c)  =>  (a @ (b @ c))
  a ** b ** c  =>  (a ** (b ** c))
  (a ** b) ** c  =>  ((a ** b) ** c)
  -a ** b  =>  (-(a ** b))
  (-a) ** b  =>  ((-a) ** b)
  a ** -b  =>  (a ** (-b))
  a ** -b ** c  =>  (a ** (-(b ** c)))
  a ** ~b  =>  (a ** (~b))
  2 ** -1  =>  (2 ** (-1))
  -2 ** 2  =>  (-(2 ** 2))
  not a ** b  =>  (not (a ** b))
  -x * y  =>  ((-x) * y)
  x * -y  =>  (x * (-y))
  -x.y  =>  (-x.y)
  -f(x)  =>  (-f(x))
  a << b >> c  =>  ((a << b) >> c)
  a + b << c  =>  ((a + b) << c)
  a << b + c  =>  (a << (b + c))
  a & b | c ^ d  =>  ((a & b) | (c ^ d))
  a | b & c  =>  (a | (b & c))
  a ^ b & c | d  =>  ((a ^ (b & c)) | d)
  a & b << c  =>  (a & (b << c))
  ~a & b  =>  ((~a) & b)
  a < b  =>  (a < b)
  a < b < c  =>  (a < b < c)
  a < b <= c == d != e >= f > g  =>  (a < b <= c == d != e >= f > g)
  a == (b == c)  =>  (a == (b == c))
  a is b  =>  (a is b)
  a is not b  =>  (a is not b)
  a in b  =>  (a in b)
  a not in b  =>  (a not in b)
  not a in b  =>  (not (a in b))
  not a == b  =>  (not (a == b))
  a in b in c  =>  (a in b in c)
  a is not b not in c  =>  (a is not b not in c)
  a is (not b)  =>  (a is (not b))
  a + b < c | d  =>  ((a + b) < (c | d))
  a and b  =>  (a and b)
  a and b and c  =>  (a and b and c)
  a or b or c  =>  (a or b or c)
  a or b and c or d  =>  (a or (b and c) or d)
  (a or b) and c  =>  ((a or b) and c)
  a and (b and c)  =>  (a and (b and c))
  not a and not b  =>  ((not a) and (not b))
  not a or b  =>  ((not a) or b)
  a == b and c < d or e  =>  (((a == b) and (c < d)) or e)
  a if b else c  =>  (a if b else c)
  a if b else c if d else e  =>  (a if b else (c if d else e))
  (a if b else c) if d else e  =>  ((a if b else c) if d else e)
  a if (b if c else d) else e  =>  (a if (b if c else d) else e)
  a or b if c and d else not e  =>  ((a or b) if (c and d) else (not e))
  a + b if c else d + e  =>  ((a + b) if c else (d + e))
  lambda: 0  =>  (lambda: 0)
  lambda x: x  =>  (lambda x: x)
  lambda x, y=1: x + y  =>  (lambda x, y=1: (x + y))
  lambda *a, **k: (a, k)  =>  (lambda *a, **k: (a, k))
  lambda x, *, y: x  =>  (lambda x, *, y: x)
  lambda x, *a, y=2, **k: x  =>  (lambda x, *a, y=2, **k: x)
  lambda x: lambda y: x + y  =>  (lambda x: (lambda y: (x + y)))
  lambda x: a if x else b  =>  (lambda x: (a if x else b))
  lambda: a, b  =>  ((lambda: a), b)
  a if b else lambda: c  =>  (a if b else (lambda: c))
  lambda key, shape, dtype=jnp.float32: jnp.zeros(shape, dtype)  =>  (lambda key, shape, dtype=jnp.float32: jnp.zeros(shape, dtype))
  f()  =>  f()
  f(a)  =>  f(a)
  f(a, b,)  =>  f(a, b)
  f(a, k=1)  =>  f(a, k=1)
  f(*a)  =>  f(*a)
  f(**k)  =>  f(**k)
  f(a, *b, c, k=1, *d, **e)  =>  f(a, *b, c, k=1, *d, **e)
  f(a, **k, j=1)  =>  f(a, **k, j=1)
  f(x for x in y)  =>  f((x for x in y))
  f((x for x in y), 1)  =>  f((x for x in y), 1)
  f(a)(b)(c)  =>  f(a)(b)(c)
  f(not a, lambda: b, c if d else e)  =>  f((not a), (lambda: b), (c if d else e))
  a.b  =>  a.b
  a.b.c(d).e  =>  a.b.c(d).e
  1 .real  =>  (1).real
  1.0.real  =>  (1.0).real
  (1).real  =>  (1).real
  'a'.join(b)  =>  'a'.join(b)
  [1, 2].copy()  =>  [1, 2].copy()
  a[0]  =>  a[0]
  a[-1]  =>  a[(-1)]
  a[b][c]  =>  a[b][c]
  a[1:2]  =>  a[1:2]
  a[:]  =>  a[:]
  a[::]  =>  a[:]
  a[::2]  =>  a[::2]
  a[1::2]  =>  a[1::2]
  a[:-1]  =>  a[:(-1)]
  a[::-1]  =>  a[::(-1)]
  a[1:2:3]  =>  a[1:2:3]
  a[b:c, d]  =>  a[b:c, d]
  a[..., None]  =>  a[..., None]
  a[:, None, ...]  =>  a[:, None, ...]
  a[(1, 2)]  =>  a[1, 2]
  a[1, 2]  =>  a[1, 2]
  a[1,]  =>  a[1,]
  a[()]  =>  a[()]
  a[b if c else d:e]  =>  a[(b if c else d):e]
  a[lambda: 1]  =>  a[(lambda: 1)]
  a[*b]  =>  a[*b,]
  a[*b, c]  =>  a[*b, c]
  a[b:c].d  =>  a[b:c].d
  [x for x in y]  =>  [x for x in y]
  [x for x in y if x]  =>  [x for x in y if x]
  [x for x in y if x if z]  =>  [x for x in y if x if z]
  [x + z for x in y for z in x if z]  =>  [(x + z) for x in y for z in x if z]
  [(x, y) for x, y in z]  =>  [(x, y) for (x, y) in z]
  [x for x, in z]  =>  [x for (x,) in z]
  [x for (x, y), *z in w]  =>  [x for ((x, y), *z) in w]
  [x for x in a or b]  =>  [x for x in (a or b)]
  [x for x in (lambda: y)]  =>  [x for x in (lambda: y)]
  [x if c else d for x in y]  =>  [(x if c else d) for x in y]
  [x for x in a if b or c]  =>  [x for x in a if (b or c)]
  [[y for y in x] for x in z]  =>  [[y for y in x] for x in z]
  (x for x in y)  =>  (x for x in y)
  {k: v for k, v in z}  =>  {k: v for (k, v) in z}
  {k: v for k in a for v in b if k}  =>  {k: v for k in a for v in b if k}
  {k: (v if v else 0) for k, v in z.items()}  =>  {k: (v if v else 0) for (k, v) in z.items()}
  [i for self.x in y]  =>  [i for self.x in y]
  nn.Dense(features=4, use_bias=False, kernel_init=nn.initializers.normal(0.1))(x)  =>  nn.Dense(features=4, use_bias=False, kernel_init=nn.initializers.normal(0.1))(x)
  jnp.concatenate([h, x], axis=-1) @ self.param('w', init, (4, 8))  =>  (jnp.concatenate([h, x], axis=(-1)) @ self.param('w', init, (4, 8)))
  nn.sigmoid(gates[..., :n]) * c + i * g  =>  ((nn.sigmoid(gates[..., :n]) * c) + (i * g))
  x[:, ::2].reshape(x.shape[0], -1).astype(jnp.float32)  =>  x[:, ::2].reshape(x.shape[0], (-1)).astype(jnp.float32)
  """#

/// The same for expressions over several lines.
private let onSeveralLines = #"""
  '''a
  b'''
  =>
  'a\nb'
  -----
  'a\
  b'
  =>
  'ab'
  -----
  f'''a{
    x
  }b'''
  =>
  f'a{ x }b'
  -----
  f'a{
    x  # a comment
    + 1 =
  }b'
  =>
  f'a\n  x  \n  + 1 =\n{ (x + 1) !r}b'
  -----
  f'''{x:
  >{w}}'''
  =>
  f'{ x :\n>{ w }}'
  -----
  (a
   + b
   # a comment
   * c)
  =>
  (a + (b * c))
  -----
  f(
    a,
    k = b,
  )
  =>
  f(a, k=b)
  -----
  a \
    + b
  =>
  (a + b)
  """#

@Suite struct ParserExpressionsTests {
  private func parse(_ text: String) throws -> Python.Expression {
    try parseExpression(text, locate: place)
  }

  @Test(arguments: entries(onOneLine))
  func readsAsPythonDoes(halves: TableEntry) throws {
    let expression = try parse(halves.source)
    #expect(expression.description == halves.meaning)
    #expect(try parse(halves.meaning).description == halves.meaning)
    let statement = try #require(parseStatements(halves.source, locate: place).first)
    #expect(statement.kind == .expression(expression))
  }

  @Test(arguments: entries("", onSeveralLines))
  func readsSeveralLinesAsPythonDoes(halves: TableEntry) throws {
    #expect(try parse(halves.source).description == halves.meaning)
    let statements = try parseStatements(halves.source, locate: place)
    #expect(statements.map(\.description) == [halves.meaning])
  }

  @Test func joinsLinesOfAnExpression() throws {
    let expression = try parse("\n  a +  # one\n\n b\n  * c\n")
    #expect(expression.description == "(a + (b * c))")
    #expect(expression.position == Position(line: 2, column: 3))
  }

  @Test func marksWhereACaretSaysMost() throws {
    func focus(_ text: String) throws -> Int { try parse(text).focus.column }
    #expect(try focus("x") == 1)
    #expect(try focus("(x + y) * z") == 9)
    #expect(try focus("a + b @ c") == 3)
    #expect(try focus("x ** 2") == 3)
    #expect(try focus("a < b") == 3)
    #expect(try focus("a not in b") == 3)
    #expect(try focus("a and b") == 3)
    #expect(try focus("self.cells.one(x)") == 12)
    #expect(try focus("x[0]") == 2)
    #expect(try focus("-x") == 1)
    #expect(try focus("f(a if b else c)") == 1)
  }

  @Test func marksWhereExpressionsStart() throws {
    let sum = try parse("(a + b) * f(c, -d)[0].e")
    func starts(_ expression: Python.Expression) -> [Int] {
      [expression.position.column] + expression.children.flatMap(starts)
    }
    #expect(starts(sum) == [1, 2, 2, 6, 11, 11, 11, 11, 13, 16, 17, 20])
  }

  @Test func ignoresTheOrderOfTheSource() throws {
    let children = try parse("a if b else c").children
    #expect(children.map(\.description) == ["a", "b", "c"])
    let parts = try parse("[f(x, *y, k=z) for i, s.t in w if i]").children
    #expect(parts.map(\.description) == ["f(x, *y, k=z)", "s", "w", "i"])
  }
}
