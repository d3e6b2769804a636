/// What an assignment, a `for` or a comprehension binds.
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

/// A statement of the body language.
public struct Statement: Hashable, Sendable {
  /// The forms of a statement.
  public indirect enum Kind: Hashable, Sendable {
    case expression(Expression)
    /// `a = b = value`: at least one target, bound from left to right. `x: T = value` is one, too.
    case assignment([Target], value: Expression)
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
    /// `with context, …:`.
    case with([Expression], body: [Statement])
    case assertion(Expression, message: Expression?)
    case raise(Expression?)
    case delete([Target])
    case nonlocal([String])
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
  /// What it does.
  public let body: [Statement]
}

/// `def name(parameters):` inside a body, with its decorators. Annotations are dropped.
public struct FunctionDefinition: Hashable, Sendable {
  /// What it is called.
  public let name: String
  /// What it takes.
  public let parameters: [Parameter]
  /// What it does.
  public let body: [Statement]
  /// What it is handed through, the innermost last.
  public let decorators: [Expression]
}
