/// Target that an assignment, a `for`, a `with` or a comprehension binds.
public struct Target: Hashable, Sendable {
  /// The forms of a target.
  public indirect enum Kind: Hashable, Sendable {
    case name(String)
    /// `self.x`, `v.value`.
    case attribute(Expression, name: String)
    case `subscript`(Expression, index: Expression)
    /// A tuple or a list, with at most one starred target in it.
    case tuple([Target])
    /// `*rest`, in a tuple only.
    case starred(Target)
  }

  /// The form, with its parts.
  public let kind: Kind
  /// Position of the target's first character.
  public let position: Position
}

/// A statement.
public struct Statement: Hashable, Sendable {
  /// The forms of a statement.
  public indirect enum Kind: Hashable, Sendable {
    case expression(Expression)
    /// `a = b = value`: at least one target, bound from left to right.
    case assignment([Target], value: Expression)
    /// `target: annotation` or `target: annotation = value`; the target is a name, an attribute or a
    /// subscript.
    case annotated(Target, annotation: Expression, value: Expression?)
    /// `target += value`; the target is a name, an attribute or a subscript.
    case augmentedAssignment(Target, BinaryOperator, value: Expression)
    case `return`(Expression?)
    /// `if`, then each `elif`; `otherwise` is empty without an `else`.
    case conditional([Branch], otherwise: [Statement])
    /// `for`; its `else` runs unless a `break` ends the loop.
    case loop(Target, over: Expression, body: [Statement], otherwise: [Statement])
    /// `while`, likewise.
    case whileLoop(Expression, body: [Statement], otherwise: [Statement])
    case function(FunctionDefinition)
    case `class`(ClassDefinition)
    case with([WithItem], body: [Statement])
    case `try`(TryStatement)
    case match(Expression, cases: [MatchCase])
    case assertion(Expression, message: Expression?)
    /// `raise error from cause`.
    case raise(Expression?, cause: Expression?)
    case delete([Target])
    case nonlocal([String])
    case global([String])
    /// `import a.b as c, …`.
    case `import`([ImportedModule])
    /// `from module import …`.
    case importFrom(ImportedNames)
    /// In a loop only.
    case `break`
    /// In a loop only.
    case `continue`
    case pass
  }

  /// The form, with its parts.
  public let kind: Kind
  /// Position of the statement's first character.
  public let position: Position
}

/// An `if` or `elif` with its block.
public struct Branch: Hashable, Sendable {
  /// Condition of the branch.
  public let condition: Expression
  /// The statements of its body.
  public let body: [Statement]
}

/// `context as target` in a `with`.
public struct WithItem: Hashable, Sendable {
  /// Context manager.
  public let context: Expression
  /// Target that the result of `__enter__` is bound to.
  public let target: Target?
}

/// `try`, with its handlers, `else` and `finally`.
public struct TryStatement: Hashable, Sendable {
  /// Statements that may raise an exception.
  public let body: [Statement]
  /// Handlers of exceptions, in order.
  public let handlers: [ExceptionHandler]
  /// Statements to run if there was no exception (`else`).
  public let otherwise: [Statement]
  /// Statements to run in any case.
  public let finally: [Statement]
}

/// `except type as name:`.
public struct ExceptionHandler: Hashable, Sendable {
  /// Expression of the handled exception classes; `nil` for any.
  public let type: Expression?
  /// Name that the exception is bound to.
  public let name: String?
  /// The statements of its body.
  public let body: [Statement]
  /// Position of the `except`.
  public let position: Position
}

/// `case pattern if guard:`.
public struct MatchCase: Hashable, Sendable {
  /// Pattern that the subject must match.
  public let pattern: Pattern
  /// Guard of the case (`if`).
  public let condition: Expression?
  /// The statements of its body.
  public let body: [Statement]
}

/// A pattern of a `case`.
public struct Pattern: Hashable, Sendable {
  /// The forms of a pattern.
  public indirect enum Kind: Hashable, Sendable {
    /// A number, a string or a dotted name: compared with `==`.
    case value(Expression)
    /// `None`, `True` or `False`: compared with `is`.
    case singleton(Expression)
    /// `_`, which matches any value.
    case wildcard
    /// A name, bound to any value.
    case capture(String)
    /// `[a, b, *rest]`, `(a, b)` or `a, b`.
    case sequence([Pattern])
    /// `*rest` in a sequence; `*_` binds nothing.
    case starred(String?)
    /// `{key: pattern, **rest}`.
    case mapping([MappingPatternItem], rest: String?)
    /// `Name(pattern, field=pattern)`.
    case `class`(Expression, positional: [Pattern], keywords: [KeywordPattern])
    /// `a | b`.
    case alternatives([Pattern])
    /// `pattern as name`.
    case named(Pattern, String)
  }

  /// The form, with its parts.
  public let kind: Kind
  /// Position of the pattern's first character.
  public let position: Position
}

/// `key: pattern` in a mapping.
public struct MappingPatternItem: Hashable, Sendable {
  /// A literal or a dotted name.
  public let key: Expression
  /// Pattern of the value.
  public let pattern: Pattern
}

/// `name=pattern` in the pattern of a class.
public struct KeywordPattern: Hashable, Sendable {
  /// The attribute.
  public let name: String
  /// Pattern of the attribute.
  public let pattern: Pattern
}

/// `a.b as c` in an `import`.
public struct ImportedModule: Hashable, Sendable {
  /// The module's name, by its parts.
  public let path: [String]
  /// The name it is bound to; without one, the first part of the path is bound.
  public let alias: String?
}

/// Module and names of a `from … import …`.
public struct ImportedNames: Hashable, Sendable {
  /// Number of dots before the module's name.
  public let level: Int
  /// The module's name, by its parts; empty in `from . import a`.
  public let module: [String]
  /// The names, each with the name that it is bound to; `nil` for `*`.
  public let names: [ImportedName]?
}

/// `name as alias` in a `from … import`.
public struct ImportedName: Hashable, Sendable {
  /// The name in the module.
  public let name: String
  /// The name it is bound to, if that is another one.
  public let alias: String?
}

/// `def name(parameters) -> returned:`, with its decorators.
public struct FunctionDefinition: Hashable, Sendable {
  /// Name of the function.
  public let name: String
  /// Parameters of the function.
  public let parameters: [Parameter]
  /// Expression behind the arrow.
  public let returned: Expression?
  /// The statements of its body.
  public let body: [Statement]
  /// Decorators, the innermost last.
  public let decorators: [Expression]
  /// Names that the function binds: its parameters, and those that its statements bind and don't
  /// declare `global` or `nonlocal`.
  public let locals: Set<String>
  /// Whether the body has a `yield`.
  public let isGenerator: Bool
}

/// `class name(bases, keyword=value):`, with its decorators.
public struct ClassDefinition: Hashable, Sendable {
  /// Name of the class.
  public let name: String
  /// Base classes, and keywords.
  public let arguments: [Argument]
  /// The statements that define it.
  public let body: [Statement]
  /// Decorators, the innermost last.
  public let decorators: [Expression]
}
