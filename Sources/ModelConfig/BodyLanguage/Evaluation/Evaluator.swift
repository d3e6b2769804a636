import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

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
    case .assignment(let targets, let value):
      let value = try evaluate(value, in: frame)
      for target in targets { try assign(value, to: target, in: frame) }
    case .augmentedAssignment(let target, let operation, let value):
      let old = try evaluate(target, in: frame)
      let new = try binary(operation, old, evaluate(value, in: frame))
      try assign(new, to: target, in: frame)
    case .return(let value):
      return .returned(try value.map { try evaluate($0, in: frame) } ?? .none)
    case .conditional(let branches, let otherwise):
      for branch in branches where try isTrue(branch.condition, in: frame) {
        return try execute(branch.body, in: frame)
      }
      return try execute(otherwise, in: frame)
    case .loop(let target, let items, let body):
      return try loop(target, try iterated(items, in: frame), body, in: frame)
    case .function(let definition):
      frame.bind(definition.name, to: .leaf(.function(function(definition, in: frame))))
    case .assertion(let condition, let message):
      guard try !isTrue(condition, in: frame) else { break }
      let text = try message.map { try evaluate($0, in: frame) }
      throw Diagnostic("an assertion fails" + (text.map { ": \($0.formatted)" } ?? ""))
    case .break: return .broke
    case .continue: return .continued
    case .pass: break
    }
    return .next
  }

  private static func loop(
    _ target: Target, _ items: [Value], _ body: [Statement], in frame: Frame
  ) throws -> Outcome {
    for item in items {
      try assign(item, to: target, in: frame)
      switch try execute(body, in: frame) {
      case .returned(let value): return .returned(value)
      case .broke: return .next
      case .next, .continued: continue
      }
    }
    return .next
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

  /// The value a target of an augmented assignment has before it.
  private static func evaluate(_ target: Target, in frame: Frame) throws -> Value {
    switch target.kind {
    case .name(let name): return try frame.value(of: name)
    case .attribute(let base, let name):
      return try attribute(name, of: evaluate(base, in: frame))
    case .subscript(let base, let index):
      return try item(of: evaluate(base, in: frame), evaluate(index, in: frame))
    case .tuple, .starred: throw Diagnostic("only one value can be changed in place")
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

  /// `d['key'] = value` and `items[0] = value` for a name or attribute: values don't change, so the
  /// name is bound to a changed copy.
  private static func setItem(
    _ base: Expression, _ index: Expression, to value: Value, in frame: Frame
  ) throws {
    guard case .name(let name) = base.kind else {
      throw Diagnostic(
        "only an item of a name can be set", hint: "name the list or dict first")
    }
    let container = try evaluate(base, in: frame)
    let key = try evaluate(index, in: frame)
    switch container {
    case .dict(var fields):
      fields[try key.string("key of a dict")] = value
      frame.bind(name, to: .dict(fields))
    case .list(var parts):
      parts[try position(of: key, in: parts.count)] = value
      frame.bind(name, to: .list(parts))
    case .leaf(.tensor):
      throw Diagnostic(
        "arrays can't be changed in place", hint: "use \(name).at[…].set(…) or jnp.where")
    default:
      throw Diagnostic("items of \(container.text) can't be set")
    }
  }
}
