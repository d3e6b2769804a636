import Diagnostics

/// Runs statements and computes expressions.
enum Evaluator {
  /// Way a statement ends: at its end, by `return`, `break` or `continue`.
  enum Outcome {
    case next
    case returned(PyObject)
    case broke
    case continued
  }

  /// Runs statements and returns the value of their `return`; `None` when they end without one.
  static func run(_ statements: [Statement], in frame: Frame) throws -> PyObject {
    if case .returned(let value) = try execute(statements, in: frame) { return value }
    return .none
  }

  static func execute(_ statements: [Statement], in frame: Frame) throws -> Outcome {
    for statement in statements {
      let outcome = try execute(statement, in: frame)
      if case .next = outcome { continue }
      return outcome
    }
    return .next
  }

  /// Runs one statement; errors point at it unless they point into it.
  static func execute(_ statement: Statement, in frame: Frame) throws -> Outcome {
    try located(statement.position, frame) {
      try frame.interpreter.step()
      return try outcome(of: statement, in: frame)
    }
  }

  /// Runs `body`; its errors point at `position` unless they already point somewhere.
  @inline(__always)
  static func located<R>(
    _ position: Position, _ frame: Frame, _ body: () throws -> R
  ) throws -> R {
    do {
      return try body()
    } catch {
      throw located(error, position, frame)
    }
  }

  private static func located(_ error: any Error, _ position: Position, _ frame: Frame) -> any Error
  {
    switch error {
    case let error as PyError: error.located(at: frame.locate(position))
    case let error as Diagnostic where error.exception != nil:
      PyError(error)?.located(at: frame.locate(position)) ?? error
    case let error as Diagnostic where error.location == nil:
      error.located(at: frame.locate(position))
    case let fault as PythonFault: located(fault.error, position, frame)
    default: error
    }
  }

  private static func outcome(of statement: Statement, in frame: Frame) throws -> Outcome {
    switch statement.kind {
    case .expression(let expression): _ = try evaluate(expression, in: frame)
    case .assignment(let targets, let value):
      let value = try evaluate(value, in: frame)
      for target in targets { try assign(value, to: target, in: frame) }
    case .annotated(let target, let annotation, let value):
      try annotate(target, annotation, value, in: frame)
    case .augmentedAssignment(let target, let operation, let value):
      try augment(target, operation, value, in: frame)
    case .return(let value):
      return .returned(try value.map { try evaluate($0, in: frame) } ?? .none)
    case .conditional(let branches, let otherwise):
      for branch in branches where try isTrue(branch.condition, in: frame) {
        return try execute(branch.body, in: frame)
      }
      return try execute(otherwise, in: frame)
    case .loop(let target, let items, let body, let otherwise):
      return try loop(target, items, body, otherwise, in: frame)
    case .whileLoop(let condition, let body, let otherwise):
      return try loop(while: condition, body, otherwise, in: frame)
    case .with(let items, let body):
      return try with(items[...], in: frame) { try execute(body, in: frame) }
    case .function(let definition):
      frame.bind(definition.name, to: try defined(definition, in: frame))
    case .class(let definition): frame.bind(definition.name, to: try defined(definition, in: frame))
    case .try(let statement): return try attempt(statement, in: frame)
    case .match(let subject, let cases): return try match(subject, cases, in: frame)
    case .assertion(let condition, let message):
      guard try !isTrue(condition, in: frame) else { break }
      throw try assertionError(message, in: frame)
    case .raise(let error, let cause): throw try raised(error, cause, in: frame)
    case .delete(let targets): for target in targets { try delete(target, in: frame) }
    case .nonlocal(let names): for name in names { try frame.declareNonlocal(name) }
    case .global(let names): for name in names { frame.declareGlobal(name) }
    case .import(let modules): for module in modules { try bindImport(module, in: frame) }
    case .importFrom(let names): try bindImport(names, in: frame)
    case .break: return .broke
    case .continue: return .continued
    case .pass: break
    }
    return .next
  }

  private static func annotate(
    _ target: Target, _ annotation: Expression, _ value: Expression?, in frame: Frame
  ) throws {
    if let value { try assign(evaluate(value, in: frame), to: target, in: frame) }
    if frame.kind == .class, case .name(let name) = target.kind {
      frame.annotations.append(.init(name: name, annotation: annotation, frame: frame))
    }
  }

  // MARK: Loops

  private static func loop(
    _ target: Target, _ items: Expression, _ body: [Statement], _ otherwise: [Statement],
    in frame: Frame
  ) throws -> Outcome {
    let iterator = try iterator(over: items, in: frame)
    while let item = try located(items.focus, frame, { try iterator.next() }) {
      try frame.interpreter.step()
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
    while try isTrue(condition, in: frame) {
      switch try execute(body, in: frame) {
      case .returned(let value): return .returned(value)
      case .broke: return .next
      case .next, .continued: continue
      }
    }
    return try execute(otherwise, in: frame)
  }

  /// An iterator over the value of an expression.
  static func iterator(over expression: Expression, in frame: Frame) throws -> PyIterator {
    let value = try evaluate(expression, in: frame)
    return try located(expression.focus, frame) { try Py.iterator(over: value) }
  }

  /// Whether a condition holds.
  static func isTrue(_ condition: Expression, in frame: Frame) throws -> Bool {
    let value = try evaluate(condition, in: frame)
    if case .bool(let truth) = value { return truth }
    return try located(condition.focus, frame) { try Py.isTrue(value) }
  }
}

extension PythonFault {
  /// The error as a Python exception, or as the diagnostic of unsupported code.
  var error: any Error {
    switch type {
    case "IntegerTooLarge":
      Diagnostic(
        "an integer of more than 64 bits",
        hint: "integers of a model are exact up to 64 bits; use a float: 2.0 ** 100")
    default: PyError.named(type, message)
    }
  }
}
