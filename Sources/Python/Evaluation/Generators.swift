import Diagnostics

/// The iterator that a call of a function with `yield` makes. Its statements run up to the next
/// `yield` each time it is asked for an item.
///
/// What is half done is kept on a stack of blocks and loops, so that it can be taken up again.
final class PyGenerator: PyIterator, @unchecked Sendable {
  private let name: String
  private let frame: Frame
  private var stack: [Activity]
  private var isRunning = false
  private var isDone = false
  /// Destination of the next value sent to the generator.
  private var receiver: Receiver = .nowhere
  /// Value returned by the generator.
  private(set) var result = PyObject.none

  /// A block or loop that is half done.
  private enum Activity {
    case block([Statement], next: Int)
    case loop(PyIterator, Target, body: [Statement], otherwise: [Statement])
    case whileLoop(Expression, body: [Statement], otherwise: [Statement])
    case attempt(TryStatement)
    /// The block behind `except`, with the name that the exception has in it.
    case handling(String?, PyError)
    /// The block behind `finally`; how the statement ends after it.
    case finally(Ending)
    case context(Evaluator.Manager)
    /// `yield from`.
    case delegation(PyIterator, Receiver)

    /// Whether the entry is popped when its block ends.
    var endsWithBlock: Bool {
      switch self {
      case .attempt, .handling, .finally, .context: true
      case .block, .loop, .whileLoop, .delegation: false
      }
    }
  }

  /// Destination of the value of a `yield`.
  private enum Receiver {
    case nowhere
    case target(Target)
    case augmented(Target, BinaryOperator)
    case returned
  }

  /// Way a block ends.
  private enum Ending {
    case next
    case returned(PyObject)
    case broke
    case continued
    case failed(any Error)
  }

  init(_ statements: [Statement], in frame: Frame, name: String) {
    (self.frame, self.name) = (frame, name)
    stack = [.block(statements, next: 0)]
    super.init(.generator)
  }

  override func next() throws -> PyObject? { try resume(with: .none) }

  /// Goes on with the value of the `yield` that it stopped at.
  func resume(with value: PyObject) throws -> PyObject? {
    guard !isDone else { return nil }
    return try running {
      if case .delegation(let inner, let place)? = stack.last, !value.isNone {
        do {
          if let item = try send(value, to: inner) { return item }
        } catch {
          if let item = try end(.failed(error)) { return item }
          return try advance()
        }
        try endDelegation(inner, place)
      } else if !isDelegating {
        try receive(value)
      }
      return try advance()
    }
  }

  /// Goes on with an exception at the `yield` that it stopped at.
  func resume(throwing error: any Error) throws -> PyObject? {
    guard !isDone else { throw error }
    return try running {
      if case .delegation(let inner, let place)? = stack.last {
        do {
          if let item = try raise(error, in: inner) { return item }
          try endDelegation(inner, place)
          return try advance()
        } catch {
          receiver = .nowhere
          if let item = try end(.failed(error)) { return item }
          return try advance()
        }
      }
      receiver = .nowhere
      if let item = try end(.failed(error)) { return item }
      return try advance()
    }
  }

  // MARK: yield from

  private var isDelegating: Bool {
    if case .delegation? = stack.last { true } else { false }
  }

  /// Ends a `yield from` with the inner iterator's returned value.
  private func endDelegation(_ inner: PyIterator, _ place: Receiver) throws {
    stack.removeLast()
    receiver = place
    try receive((inner as? PyGenerator)?.result ?? .none)
  }

  private func send(_ value: PyObject, to inner: PyIterator) throws -> PyObject? {
    if let generator = inner as? PyGenerator { return try generator.resume(with: value) }
    throw PyError.attribute("'\(inner.type.name)' object has no attribute 'send'")
  }

  private func raise(_ error: any Error, in inner: PyIterator) throws -> PyObject? {
    guard let generator = inner as? PyGenerator else { throw error }
    return try generator.resume(throwing: error)
  }

  private func running(_ body: () throws -> PyObject?) throws -> PyObject? {
    guard !isRunning else { throw PyError.value("generator already executing") }
    try frame.interpreter.take(steps: 2)
    isRunning = true
    defer { isRunning = false }
    do {
      let item = try frame.interpreter.calling(body)
      if item == nil { isDone = true }
      return item
    } catch let error as PyError
      where error.exception.type.isSubclass(of: .exception("StopIteration"))
    {
      isDone = true
      throw PyError.named("RuntimeError", "generator raised StopIteration")
    } catch {
      isDone = true
      throw error
    }
  }

  private func receive(_ value: PyObject) throws {
    let current = receiver
    receiver = .nowhere
    switch current {
    case .nowhere: break
    case .target(let target): try Evaluator.assign(value, to: target, in: frame)
    case .augmented(let target, let operation):
      guard case .name(let name) = target.kind else {
        throw Diagnostic("'\(operation.rawValue)= yield' changes names only")
      }
      frame.bind(name, to: try Py.inPlace(operation, frame.value(of: name), value))
    case .returned: _ = try end(.returned(value))
    }
  }

  // MARK: Going on

  /// Runs until the next `yield`; `nil` at the end.
  private func advance() throws -> PyObject? {
    while let activity = stack.last {
      do {
        if let item = try advance(activity) { return item }
      } catch {
        if let item = try end(.failed(error)) { return item }
      }
    }
    return nil
  }

  private func advance(_ activity: Activity) throws -> PyObject? {
    switch activity {
    case .block(let statements, let next):
      guard next < statements.count else { return try end(.next) }
      stack[stack.count - 1] = .block(statements, next: next + 1)
      return try run(statements[next])
    case .loop(let iterator, let target, let body, let otherwise):
      guard let item = try iterator.next() else {
        stack[stack.count - 1] = .block(otherwise, next: 0)
        return nil
      }
      try frame.interpreter.step()
      try Evaluator.assign(item, to: target, in: frame)
      stack.append(.block(body, next: 0))
    case .whileLoop(let condition, let body, let otherwise):
      if try Evaluator.isTrue(condition, in: frame) {
        stack.append(.block(body, next: 0))
      } else {
        stack[stack.count - 1] = .block(otherwise, next: 0)
      }
    case .delegation(let iterator, let place):
      if let item = try iterator.next() { return item }
      try endDelegation(iterator, place)
    case .attempt, .handling, .finally, .context: return try end(.next)
    }
    return nil
  }

  /// Runs a statement at once, or enters it if it contains a `yield`.
  private func run(_ statement: Statement) throws -> PyObject? {
    guard statement.hasYield else {
      switch try Evaluator.execute(statement, in: frame) {
      case .next: return nil
      case .returned(let value): return try end(.returned(value))
      case .broke: return try end(.broke)
      case .continued: return try end(.continued)
      }
    }
    return try Evaluator.located(statement.position, frame) { try begin(statement) }
  }

  private func begin(_ statement: Statement) throws -> PyObject? {
    switch statement.kind {
    case .expression(let expression): return try yielded(expression, to: .nowhere)
    case .assignment(let targets, let value) where targets.count == 1:
      return try yielded(value, to: .target(targets[0]))
    case .annotated(let target, _, let value?): return try yielded(value, to: .target(target))
    case .augmentedAssignment(let target, let operation, let value):
      return try yielded(value, to: .augmented(target, operation))
    case .return(let value?): return try yielded(value, to: .returned)
    case .conditional(let branches, let otherwise):
      for branch in branches where try Evaluator.isTrue(branch.condition, in: frame) {
        stack.append(.block(branch.body, next: 0))
        return nil
      }
      stack.append(.block(otherwise, next: 0))
    case .loop(let target, let items, let body, let otherwise):
      stack.append(
        .loop(
          try Evaluator.iterator(over: items, in: frame), target, body: body, otherwise: otherwise))
    case .whileLoop(let condition, let body, let otherwise):
      stack.append(.whileLoop(condition, body: body, otherwise: otherwise))
    case .try(let attempt):
      stack.append(.attempt(attempt))
      stack.append(.block(attempt.body, next: 0))
    case .with(let items, let body):
      for item in items { stack.append(.context(try Evaluator.entered(item, in: frame))) }
      stack.append(.block(body, next: 0))
    default:
      throw Diagnostic(
        "a 'yield' in such a statement", hint: "write x = yield … on a line of its own")
    }
    return nil
  }

  private func yielded(_ expression: Expression, to place: Receiver) throws -> PyObject? {
    switch expression.kind {
    case .yield(let value):
      let item = try value.map { try Evaluator.evaluate($0, in: frame) } ?? .none
      receiver = place
      return item
    case .yieldFrom(let items):
      stack.append(.delegation(try Evaluator.iterator(over: items, in: frame), place))
      return nil
    default:
      throw Diagnostic(
        "a 'yield' inside of an expression", hint: "write it as a statement: x = yield …")
    }
  }

  // MARK: Ending blocks

  /// Ends the innermost activity; goes out as far as the ending goes.
  private func end(_ ending: Ending) throws -> PyObject? {
    var ending = ending
    while let activity = stack.popLast() {
      switch (activity, ending) {
      case (.block, .next):
        // What the block belongs to goes on, or ends with it.
        guard stack.last?.endsWithBlock ?? false else { return nil }
      case (.loop, .continued), (.whileLoop, .continued):
        stack.append(activity)
        return nil
      case (.loop, .broke), (.whileLoop, .broke): return nil
      case (.attempt(let statement), _):
        if let item = try afterBody(of: statement, &ending) { return item }
        if case .next = ending { return nil }
      case (.handling(let name, let handled), _):
        if case .failed(let error as PyError) = ending { error.note(context: handled) }
        frame.interpreter.handled.removeLast()
        if let name { try? frame.unbind(name) }
        if case .next = ending { return nil }
      case (.finally(let before), .next):
        ending = before
        if case .next = ending { return nil }
      case (.context(let manager), _):
        ending = try leave(manager, ending)
        if case .next = ending { return nil }
      default: break
      }
    }
    switch ending {
    case .failed(let error): throw error
    case .returned(let value): result = value
    default: break
    }
    return nil
  }

  /// Starts the part of a `try` after its body: a handler, `else` or `finally`, or nothing.
  private func afterBody(of statement: TryStatement, _ ending: inout Ending) throws -> PyObject? {
    var block: [Statement] = []
    var handled: (name: String?, error: PyError)?
    switch ending {
    case .failed(let error as PyError):
      if let handler = try Evaluator.handler(of: error, among: statement.handlers, in: frame) {
        handled = (handler.name, error)
        block = handler.body
        ending = .next
      }
    case .next: block = statement.otherwise
    default: break
    }
    // A refusal ends the trace: no block that might hide it is run.
    if case .failed(let error) = ending, !(error is PyError) { return nil }
    if !statement.finally.isEmpty {
      stack.append(.finally(ending))
      if block.isEmpty || !endingIsNext(ending) {
        stack.append(.block(statement.finally, next: 0))
        ending = .next
        return nil
      }
      stack[stack.count - 1] = .attempt(
        TryStatement(body: [], handlers: [], otherwise: [], finally: statement.finally))
    }
    guard endingIsNext(ending) else { return nil }
    if let handled {
      frame.interpreter.handled.append(handled.error)
      if let name = handled.name { frame.bind(name, to: handled.error.object) }
      stack.append(.handling(handled.name, handled.error))
    }
    stack.append(.block(block, next: 0))
    return nil
  }

  private func endingIsNext(_ ending: Ending) -> Bool {
    if case .next = ending { true } else { false }
  }

  private func leave(_ manager: Evaluator.Manager, _ ending: Ending) throws -> Ending {
    if case .failed(let error as PyError) = ending {
      let isHandled = try Py.call(
        manager.exit, .object(error.exception.type), error.object, .none)
      return try Py.isTrue(isHandled) ? .next : ending
    }
    _ = try Py.call(manager.exit, .none, .none, .none)
    return ending
  }

  // MARK: Methods

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "send":
      return .function(name, "(value)") { [self] in try sent(resume(with: $0[0])) }
    case "throw":
      return .function(name, "(type, value=None)") { [self] call in
        let cls = call[0].reference is PyClass
        let made =
          cls ? try Py.call(call[0], PyArguments(call[1].isNone ? [] : [call[1]])) : call[0]
        guard let instance = made.reference as? PyInstance, instance.isException else {
          throw PyError.type("exceptions must be classes or instances deriving from BaseException")
        }
        return try sent(resume(throwing: PyError(instance)))
      }
    case "close":
      return .function(name, "()") { [self] _ in
        try close()
        return .none
      }
    case "__next__": return .function(name, "()") { [self] _ in try sent(next()) }
    case "__name__": return .string(self.name)
    default: return try super.attribute(name)
    }
  }

  private func sent(_ item: PyObject?) throws -> PyObject {
    guard let item else {
      var error = PyError(.exception("StopIteration"), "")
      error.exception.attributes["args"] = .tuple(result.isNone ? [] : [result])
      error.diagnostic.problem = "the generator is at its end"
      result = .none
      throw error
    }
    return item
  }

  private func close() throws {
    guard !isDone else { return }
    let isFresh = stack.count == 1 && { if case .block(_, 0) = stack[0] { true } else { false } }()
    if isFresh {
      isDone = true
      return
    }
    do {
      let item = try resume(throwing: PyError(.exception("GeneratorExit"), ""))
      if item != nil { throw PyError.named("RuntimeError", "generator ignored GeneratorExit") }
    } catch let error as PyError where error.exception.type === PyClass.exception("GeneratorExit") {
      return
    }
  }

  override func representation() throws -> String { "<generator object \(name)>" }
}

extension Statement {
  /// Whether the statement has a `yield`, not counting those of functions in it.
  var hasYield: Bool {
    switch kind {
    case .expression(let value), .return(let value?): value.hasYield
    case .assignment(_, let value), .augmentedAssignment(_, _, let value): value.hasYield
    case .annotated(_, _, let value): value?.hasYield ?? false
    case .conditional(let branches, let otherwise):
      branches.contains { $0.condition.hasYield || $0.body.haveYield } || otherwise.haveYield
    case .loop(_, let items, let body, let otherwise):
      items.hasYield || body.haveYield || otherwise.haveYield
    case .whileLoop(let condition, let body, let otherwise):
      condition.hasYield || body.haveYield || otherwise.haveYield
    case .with(let items, let body):
      items.contains { $0.context.hasYield } || body.haveYield
    case .try(let statement):
      statement.body.haveYield || statement.otherwise.haveYield || statement.finally.haveYield
        || statement.handlers.contains { $0.body.haveYield }
    case .match(let subject, let cases):
      subject.hasYield || cases.contains { $0.body.haveYield }
    default: false
    }
  }
}

extension [Statement] {
  fileprivate var haveYield: Bool { contains(where: \.hasYield) }
}

extension Expression {
  fileprivate var hasYield: Bool {
    switch kind {
    case .yield, .yieldFrom: true
    case .lambda: false
    default: children.contains(where: \.hasYield)
    }
  }
}
