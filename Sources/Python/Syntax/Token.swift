/// A word of Python.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case name(String)
    case keyword(Keyword)
    case integer(Int)
    /// `9223372036854775808`, which only a `-` makes an integer of 64 bits.
    case largestInteger
    case float(Double)
    case imaginary(Double)
    case string(String)
    case bytes([UInt8])
    case formatted([Piece])
    /// An operator, bracket or delimiter.
    case symbol(String)
    case newline, indent, dedent, end
  }

  /// A piece of an f-string. An expression's tokens close with `end`.
  indirect enum Piece: Hashable, Sendable {
    case text(String)
    /// `{tokens!r:format}`.
    case expression([Token], conversion: FormatConversion? = nil, format: [Piece] = [])
  }

  var kind: Kind
  var position: Position

  /// The token as errors call it: `'x'`, `end of the line`.
  var description: String {
    switch kind {
    case .name(let name): "'\(name)'"
    case .keyword(let keyword): "'\(keyword.rawValue)'"
    case .integer(let value): "'\(value)'"
    case .largestInteger: "'9223372036854775808'"
    case .float(let value): "'\(value)'"
    case .imaginary(let value): "'\(value)j'"
    case .string, .formatted: "string"
    case .bytes: "bytes"
    case .symbol(let symbol): "'\(symbol)'"
    case .newline: "end of the line"
    case .indent: "indented line"
    case .dedent: "end of the block"
    case .end: "end of the text"
    }
  }

  /// Whether the token is written with characters other than white space.
  var isVisible: Bool {
    switch kind {
    case .newline, .indent, .dedent, .end: false
    default: true
    }
  }

  /// Whether an expression may start here.
  var startsExpression: Bool {
    switch kind {
    case .name, .integer, .largestInteger, .float, .imaginary, .string, .bytes, .formatted: true
    case .keyword(let keyword): [.none, .true, .false, .not, .lambda, .await].contains(keyword)
    case .symbol(let symbol): ["(", "[", "{", "-", "+", "~", "...", "*"].contains(symbol)
    case .newline, .indent, .dedent, .end: false
    }
  }
}

/// Python's reserved words.
enum Keyword: String, Hashable, Sendable, CaseIterable {
  case `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`, except
  case finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, and, or
  case pass, raise, `return`, `try`, `while`, with, yield
  case none = "None"
  case `true` = "True"
  case `false` = "False"
}
