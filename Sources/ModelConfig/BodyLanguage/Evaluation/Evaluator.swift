import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// Runs code of the body language while a module is traced. Static values are computed at once;
/// operations on tensors become equations.
enum Evaluator {
  /// How a statement ends.
  enum Outcome {
    case next
    case returned(Value)
    case broke
    case continued
  }

  /// What `return` gives; `None` when the statements end without one.
  static func run(_ statements: [Statement], in frame: Frame) throws -> Value {
    if case .returned(let value) = try execute(statements, in: frame) { return value }
    return .none
  }

  static func execute(_ statements: [Statement], in frame: Frame) throws -> Outcome {
    for statement in statements {
      let outcome = try located(statement.position, frame) { try execute(statement, in: frame) }
      if case .next = outcome { continue }
      return outcome
    }
    return .next
  }

  /// Runs `body`; its errors point at `position` unless they already point somewhere.
  static func located<R>(
    _ position: Position, _ frame: Frame, _ body: () throws -> R
  ) throws -> R {
    do {
      return try body()
    } catch let error as Diagnostic where error.location == nil {
      throw error.located(at: frame.code.locate(position))
    }
  }

  private static func execute(_ statement: Statement, in frame: Frame) throws -> Outcome {
    switch statement.kind {
    case .expression(let expression):
      _ = try evaluate(expression, in: frame)
    case .assignment(let targets, let value): try assign(value, to: targets, in: frame)
    case .annotated(let target, _, let value):
      if let value { try assign(value, to: [target], in: frame) }
    case .augmentedAssignment(let target, let operation, let value):
      try assign(target, in: frame) { try binary(operation, $0, evaluate(value, in: frame)) }
    case .return(let value):
      return .returned(try value.map { try evaluate($0, in: frame) } ?? .none)
    case .conditional(let branches, let otherwise):
      for branch in branches where try isTrue(branch.condition, in: frame) {
        return try execute(branch.body, in: frame)
      }
      return try execute(otherwise, in: frame)
    case .loop(let target, let items, let body, let otherwise):
      return try loop(target, iterated(items, in: frame), body, otherwise, in: frame)
    case .whileLoop(let condition, let body, let otherwise):
      return try loop(while: condition, body, otherwise, in: frame)
    case .with(let items, let body):
      guard items.allSatisfy({ $0.target == nil }) else { throw unsupported(statement) }
      for item in items { try enter(item.context, in: frame) }
      return try execute(body, in: frame)
    case .function(let definition):
      frame.bind(definition.name, to: try decorated(definition, in: frame))
    case .assertion(let condition, let message):
      guard try !isTrue(condition, in: frame) else { break }
      let text = try message.map { try evaluate($0, in: frame) }
      throw Diagnostic("an assertion fails" + (text.map { ": \($0.formatted)" } ?? ""))
    case .raise(let error, _): throw try raised(error, in: frame)
    case .delete(let targets): for target in targets { try delete(target, in: frame) }
    case .nonlocal(let names): for name in names { try frame.declareNonlocal(name) }
    case .break: return .broke
    case .continue: return .continued
    case .pass: break
    case .class, .try, .match, .global, .import, .importFrom: throw unsupported(statement)
    }
    return .next
  }

  private static func unsupported(_ statement: Statement) -> Diagnostic {
    let word = statement.description.prefix { $0.isLetter }
    return Diagnostic("'\(word)' can't be run in a body")
  }

  private static func assign(
    _ expression: Expression, to targets: [Target], in frame: Frame
  ) throws {
    let value = try evaluate(expression, in: frame)
    for target in targets { try assign(value, to: target, in: frame) }
    // Two names for one list or dict: neither may change it, or the other would be out of date.
    guard value.isContainer else { return }
    var names = targets.compactMap { if case .name(let name) = $0.kind { name } else { nil } }
    if case .name(let name) = expression.kind { names.append(name) }
    if names.count > 1 { for name in names { frame.markShared(name) } }
  }

  // MARK: Loops

  private static func loop(
    _ target: Target, _ items: [Value], _ body: [Statement], _ otherwise: [Statement],
    in frame: Frame
  ) throws -> Outcome {
    for item in items {
      try assign(item, to: target, in: frame)
      switch try execute(body, in: frame) {
      case .returned(let value): return .returned(value)
      case .broke: return .next
      case .next, .continued: continue
      }
    }
    return try execute(otherwise, in: frame)
  }

  private static func loop(
    while condition: Expression, _ body: [Statement], _ otherwise: [Statement], in frame: Frame
  ) throws -> Outcome {
    var count = 0
    while try isTrue(condition, in: frame) {
      guard count < whileLimit else {
        throw Diagnostic("a 'while' of more than \(whileLimit) rounds", hint: "does it end?")
      }
      count += 1
      switch try execute(body, in: frame) {
      case .returned(let value): return .returned(value)
      case .broke: return .next
      case .next, .continued: continue
      }
    }
    return try execute(otherwise, in: frame)
  }

  /// No `while` goes on for longer.
  private static let whileLimit = 100_000

  // MARK: Contexts, errors, names

  /// A context that changes nothing of what is computed.
  private static func enter(_ context: Expression, in frame: Frame) throws {
    let value = try evaluate(context, in: frame)
    guard case .leaf(.function(let function)) = value, function.name == FunctionTable.contextName
    else {
      try located(context.focus, frame) {
        throw Diagnostic(
          "'with' takes a context such as jax.named_scope(…)", got: value.text,
          hint: "write the lines without it")
      }
      return
    }
  }

  private static func raised(_ error: Expression?, in frame: Frame) throws -> Diagnostic {
    guard let error else { return Diagnostic("'raise' without an error") }
    guard case .leaf(.string(let text)) = try evaluate(error, in: frame) else {
      if case .name(let name) = error.kind { return Diagnostic("\(name) is raised") }
      return Diagnostic("'raise' takes an error such as ValueError('…')")
    }
    return Diagnostic(text)
  }

  private static func delete(_ target: Target, in frame: Frame) throws {
    try located(target.position, frame) {
      switch target.kind {
      case .name(let name):
        guard frame.unbind(name) else { throw Diagnostic("'\(name)' is not defined here") }
      case .subscript(let base, let index):
        try replace(base, in: frame) { container in
          try container.removingItem(evaluate(index, in: frame))
        }
      default: throw Diagnostic("only names and items can be deleted")
      }
    }
  }

  // MARK: Targets

  static func assign(_ value: Value, to target: Target, in frame: Frame) throws {
    try located(target.position, frame) {
      switch target.kind {
      case .name(let name): frame.bind(name, to: value)
      case .attribute(let base, let name):
        try setAttribute(name, of: evaluate(base, in: frame), to: value)
      case .subscript(let base, let index): try setItem(base, index, to: value, in: frame)
      case .tuple(let targets): try unpack(value, to: targets, in: frame)
      case .starred(let inner): try assign(value, to: inner, in: frame)
      }
    }
  }

  /// Gives a target what `change` makes of its value. The object that has an attribute is made
  /// once: it may be a call.
  private static func assign(
    _ target: Target, in frame: Frame, _ change: (Value) throws -> Value
  ) throws {
    guard case .attribute(let base, let name) = target.kind else {
      return try assign(change(evaluate(target, in: frame)), to: target, in: frame)
    }
    let object = try located(target.position, frame) { try evaluate(base, in: frame) }
    let old = try located(target.position, frame) {
      try attribute(name, of: object, in: frame.code.globals)
    }
    let new = try change(old)
    try located(target.position, frame) { try setAttribute(name, of: object, to: new) }
  }

  /// The value a target of an augmented assignment has before it.
  private static func evaluate(_ target: Target, in frame: Frame) throws -> Value {
    try located(target.position, frame) {
      switch target.kind {
      case .name(let name): return try frame.value(of: name)
      case .attribute(let base, let name):
        return try attribute(name, of: evaluate(base, in: frame), in: frame.code.globals)
      case .subscript(let base, let index):
        return try item(of: evaluate(base, in: frame), evaluate(index, in: frame))
      case .tuple, .starred: throw Diagnostic("only one value can be changed in place")
      }
    }
  }

  private static func unpack(_ value: Value, to targets: [Target], in frame: Frame) throws {
    let parts = try iterated(value)
    let starred = targets.firstIndex { if case .starred = $0.kind { true } else { false } }
    let fits = starred == nil ? parts.count == targets.count : parts.count >= targets.count - 1
    guard fits else {
      throw Diagnostic(
        "can't unpack \(parts.count) values into \(targets.count) names", got: value.text)
    }
    guard let starred else {
      for (target, part) in zip(targets, parts) { try assign(part, to: target, in: frame) }
      return
    }
    let restCount = parts.count - (targets.count - 1)
    for (index, target) in targets.enumerated() {
      if index == starred {
        try assign(.list(Array(parts[index..<index + restCount])), to: target, in: frame)
      } else {
        try assign(
          parts[index < starred ? index : index + restCount - 1], to: target, in: frame)
      }
    }
  }
}
