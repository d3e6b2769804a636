/// What an assignment, a `for`, a `with` or a comprehension binds.
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
  /// Its first character.
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
    /// `if`, then each `elif`; nothing of an `else` is an empty list.
    case conditional([Branch], otherwise: [Statement])
    /// `for`; what follows its `else` runs unless a `break` ends it.
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
  /// Its first character.
  public let position: Position
}

/// An `if` or `elif` with what it guards.
public struct Branch: Hashable, Sendable {
  /// When the branch is taken.
  public let condition: Expression
  /// The statements of its body.
  public let body: [Statement]
}

/// `context as target` in a `with`.
public struct WithItem: Hashable, Sendable {
  /// What is entered.
  public let context: Expression
  /// What it is bound to.
  public let target: Target?
}

/// `try`, with what belongs to it.
public struct TryStatement: Hashable, Sendable {
  /// What may raise an exception.
  public let body: [Statement]
  /// What handles one, in order.
  public let handlers: [ExceptionHandler]
  /// What runs when there was none.
  public let otherwise: [Statement]
  /// What runs in any case.
  public let finally: [Statement]
}

/// `except type as name:`.
public struct ExceptionHandler: Hashable, Sendable {
  /// The classes of exceptions it handles; any if there is none.
  public let type: Expression?
  /// What the exception is bound to.
  public let name: String?
  /// The statements of its body.
  public let body: [Statement]
  /// Its `except`.
  public let position: Position
}

/// `case pattern if guard:`.
public struct MatchCase: Hashable, Sendable {
  /// What the value must look like.
  public let pattern: Pattern
  /// What must hold besides.
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
    /// `_`: anything.
    case wildcard
    /// A name: anything, bound to it.
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
  /// Its first character.
  public let position: Position
}

/// `key: pattern` in a mapping.
public struct MappingPatternItem: Hashable, Sendable {
  /// A literal or a dotted name.
  public let key: Expression
  /// What its value must look like.
  public let pattern: Pattern
}

/// `name=pattern` in the pattern of a class.
public struct KeywordPattern: Hashable, Sendable {
  /// The attribute.
  public let name: String
  /// What it must look like.
  public let pattern: Pattern
}

/// `a.b as c` in an `import`.
public struct ImportedModule: Hashable, Sendable {
  /// The module's name, by its parts.
  public let path: [String]
  /// The name it is bound to; without one, the first part of the path is bound.
  public let alias: String?
}

/// What stands in `from … import …`.
public struct ImportedNames: Hashable, Sendable {
  /// How many dots are before the module's name.
  public let level: Int
  /// The module's name, by its parts; empty in `from . import a`.
  public let module: [String]
  /// The names, and what they are bound to; `nil` for `*`.
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
  /// What it is called.
  public let name: String
  /// What it takes.
  public let parameters: [Parameter]
  /// What is written behind its arrow.
  public let returned: Expression?
  /// The statements of its body.
  public let body: [Statement]
  /// What it is handed through, the innermost last.
  public let decorators: [Expression]
  /// The names that it binds: its parameters, and those that its statements bind and don't declare
  /// `global` or `nonlocal`.
  public let locals: Set<String>
  /// Whether it has a `yield`.
  public let isGenerator: Bool
}

/// `class name(bases, keyword=value):`, with its decorators.
public struct ClassDefinition: Hashable, Sendable {
  /// What it is called.
  public let name: String
  /// What it inherits from, and keywords.
  public let arguments: [Argument]
  /// The statements that define it.
  public let body: [Statement]
  /// What it is handed through, the innermost last.
  public let decorators: [Expression]
}
