/// An expression, as Python reads it.
public struct Expression: Hashable, Sendable {
  /// The forms of an expression.
  public indirect enum Kind: Hashable, Sendable {
    case name(String)
    case integer(Int)
    case float(Double)
    /// `2j`.
    case imaginary(Double)
    case string(String)
    /// `b'text'`: its bytes.
    case bytes([UInt8])
    /// `f'layer_{i}'`.
    case formatted([FormattedPart])
    case boolean(Bool)
    case none
    /// `...`.
    case ellipsis
    case tuple([Expression])
    case list([Expression])
    /// `{a, b}`: at least one item.
    case set([Expression])
    case dictionary([DictionaryItem])
    /// `*items`, in a tuple, list, set or subscript only.
    case starred(Expression)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `a < b <= c`: at least one step.
    case comparison(Expression, [ComparisonStep])
    /// `a and b and c`: at least two operands.
    case logical(LogicalOperator, [Expression])
    /// `then if condition else otherwise`.
    case conditional(condition: Expression, then: Expression, otherwise: Expression)
    case lambda(Lambda)
    case call(Expression, [Argument])
    case attribute(Expression, name: String)
    /// `base[index]`; several indices are a tuple.
    case `subscript`(Expression, index: Expression)
    /// `lower:upper:step`, as an index or in a tuple of indices only.
    case slice(lower: Expression?, upper: Expression?, step: Expression?)
    case listComprehension(Expression, [ComprehensionClause])
    case setComprehension(Expression, [ComprehensionClause])
    case generator(Expression, [ComprehensionClause])
    case dictionaryComprehension(
      key: Expression, value: Expression, clauses: [ComprehensionClause])
    /// `(name := value)`.
    case named(String, value: Expression)
    /// `yield value`, in a function only.
    case yield(Expression?)
    /// `yield from items`, in a function only.
    case yieldFrom(Expression)
  }

  /// The form, with its parts.
  public let kind: Kind
  /// The first character, parentheses around it not counted.
  public let position: Position
  /// Position for the caret of an error: the operator of `a @ b`, the name behind the last dot of
  /// `self.cell(x)`; else the first character.
  public let focus: Position
  /// Number of levels of the expression; a name has one, five operators in a chain are one.
  let height: Int

  init(_ kind: Kind, at position: Position, focus: Position? = nil, height: Int? = nil) {
    self.kind = kind
    self.position = position
    self.focus = focus ?? position
    self.height = height ?? 1 + (kind.children.map(\.height).max() ?? 0)
  }
}

/// A piece of an f-string.
public enum FormattedPart: Hashable, Sendable {
  case text(String)
  /// `{value!r:format}`.
  case expression(Expression, conversion: FormatConversion? = nil, format: [FormattedPart] = [])
}

/// Conversion of a value to text before it is formatted: `!r`, `!s` or `!a`.
public enum FormatConversion: String, Hashable, Sendable {
  /// `!s`: `str(value)`.
  case string = "s"
  /// `!r`: `repr(value)`.
  case representation = "r"
  /// `!a`: `ascii(value)`.
  case ascii = "a"
}

/// A piece of a dictionary.
public enum DictionaryItem: Hashable, Sendable {
  case entry(key: Expression, value: Expression)
  /// `**other`.
  case spread(Expression)
}

/// An operator and its right side in a chain of comparisons.
public struct ComparisonStep: Hashable, Sendable {
  /// The operator.
  public let comparison: ComparisonOperator
  /// Right side of the comparison.
  public let operand: Expression
}

/// An argument of a call, or of a class's head.
public struct Argument: Hashable, Sendable {
  /// Way an argument is passed.
  public enum Kind: Hashable, Sendable {
    case positional
    case keyword(String)
    /// `*items`.
    case spread
    /// `**entries`.
    case keywordSpread
  }

  /// Way the argument is passed.
  public let kind: Kind
  /// Value of the argument.
  public let value: Expression
  /// Position of the argument's first character, name and stars included.
  public let position: Position
}

/// A parameter of a function or lambda.
public struct Parameter: Hashable, Sendable {
  /// Way a parameter takes arguments.
  public enum Kind: Hashable, Sendable {
    /// Before `/`.
    case positionalOnly
    case ordinary
    /// Behind `*` or `*args`.
    case keywordOnly
    /// `*args`.
    case rest
    /// `**kwargs`.
    case keywordRest
  }

  /// Way the parameter takes arguments.
  public var kind: Kind
  /// Name of the parameter.
  public let name: String
  /// Expression behind the parameter's colon.
  public let annotation: Expression?
  /// Default of the parameter, if there is one.
  public let `default`: Expression?
  /// Position of the name's first character.
  public let position: Position

  /// A parameter without a default.
  public init(kind: Kind, name: String, position: Position) {
    self.init(kind: kind, name: name, annotation: nil, default: nil, position: position)
  }

  init(
    kind: Kind, name: String, annotation: Expression?, default: Expression?, position: Position
  ) {
    (self.kind, self.name, self.annotation) = (kind, name, annotation)
    (self.default, self.position) = (`default`, position)
  }
}

/// `lambda parameters: body`.
public struct Lambda: Hashable, Sendable {
  /// Parameters of the function.
  public let parameters: [Parameter]
  /// Expression of the result.
  public let body: Expression
  /// The names that it binds: its parameters, and those of `:=` in the body.
  public let locals: Set<String>
}

/// `for target in iterable if condition …` in a comprehension.
public struct ComprehensionClause: Hashable, Sendable {
  /// Target that each item is bound to.
  public let target: Target
  /// The items.
  public let iterable: Expression
  /// The conditions that must all hold.
  public let conditions: [Expression]
}
