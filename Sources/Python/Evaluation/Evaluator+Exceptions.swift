import Diagnostics

extension Evaluator {
  // MARK: raise

  static func raised(
    _ expression: Expression?, _ cause: Expression?, in frame: Frame
  ) throws -> any Error {
    try frame.interpreter.take(steps: 20)
    guard let expression else {
      guard let error = frame.interpreter.handled.last else {
        return PyError.named("RuntimeError", "No active exception to reraise")
      }
      return error
    }
    let value = try evaluate(expression, in: frame)
    let error = try exception(value)
    if let handled = frame.interpreter.handled.last, handled.exception !== error.exception {
      error.exception.attributes["__context__"] = handled.object
    }
    if let cause {
      let cause = try evaluate(cause, in: frame)
      error.exception.attributes["__cause__"] = cause.isNone ? .none : try exception(cause).object
    }
    return error
  }

  private static func exception(_ value: PyObject) throws -> PyError {
    if let cls = value.reference as? PyClass, cls.isSubclass(of: .exception("BaseException")) {
      return try exception(Py.call(value))
    }
    guard let instance = value.reference as? PyInstance, instance.isException else {
      if let missing = value.reference as? PyMissing { throw missing.refusal }
      throw PyError.type("exceptions must derive from BaseException")
    }
    return try PyError(instance)
  }

  static func assertionError(_ message: Expression?, in frame: Frame) throws -> PyError {
    guard let message else {
      var error = PyError(.exception("AssertionError"), "an assertion fails")
      error.exception.attributes["args"] = .tuple([])
      error.diagnostic.problem = "an assertion fails"
      return error
    }
    let value = try evaluate(message, in: frame)
    var error = PyError(.exception("AssertionError"), "")
    error.exception.attributes["args"] = .tuple([value])
    error.diagnostic.problem = "an assertion fails: \(try Py.text(of: value))"
    return error
  }

  // MARK: try

  static func attempt(_ statement: TryStatement, in frame: Frame) throws -> Outcome {
    guard !statement.finally.isEmpty else { return try attemptBody(statement, in: frame) }
    let outcome: Outcome
    do {
      outcome = try attemptBody(statement, in: frame)
    } catch let error as PyError {
      // What leaves the block in its own way hides the exception. A refusal ends the trace: no
      // block that might hide it is run.
      let last = try execute(statement.finally, in: frame)
      if case .next = last { throw error }
      return last
    }
    let last = try execute(statement.finally, in: frame)
    guard case .next = last else { return last }
    return outcome
  }

  private static func attemptBody(_ statement: TryStatement, in frame: Frame) throws -> Outcome {
    let outcome: Outcome
    do {
      outcome = try execute(statement.body, in: frame)
    } catch let error as PyError {
      guard let handler = try handler(of: error, among: statement.handlers, in: frame) else {
        throw error
      }
      return try handling(error, handler.name, in: frame) { try execute(handler.body, in: frame) }
    }
    guard case .next = outcome else { return outcome }
    return try execute(statement.otherwise, in: frame)
  }

  /// The first handler that an exception is for. Refusals, which Python doesn't know, are for none.
  static func handler(
    of error: PyError, among handlers: [ExceptionHandler], in frame: Frame
  ) throws -> ExceptionHandler? {
    if let handled = frame.interpreter.handled.last { error.note(context: handled) }
    return try handlers.first { handler in
      guard let type = handler.type else { return true }
      let value = try evaluate(type, in: frame)
      return try located(type.focus, frame) { try matches(error.exception.type, value) }
    }
  }

  static func matches(_ type: PyClass, _ wanted: PyObject) throws -> Bool {
    var classes = [wanted]
    if case .tuple(let several) = wanted { classes = several.items }
    return try classes.map(exceptionClass).contains { $0.map { type.isSubclass(of: $0) } ?? false }
  }

  /// The class that `except` is written with; `nil` for one that isn't known here.
  private static func exceptionClass(_ wanted: PyObject) throws -> PyClass? {
    if wanted.reference is PyMissing { return nil }
    guard let cls = wanted.reference as? PyClass,
      cls.isSubclass(of: .exception("BaseException"))
    else {
      throw PyError.type("catching classes that do not inherit from BaseException is not allowed")
    }
    return cls
  }

  /// Runs the handler `body` of an exception, whose name is bound inside.
  static func handling<R>(
    _ error: PyError, _ name: String?, in frame: Frame, _ body: () throws -> R
  ) throws -> R {
    frame.interpreter.handled.append(error)
    if let name { frame.bind(name, to: error.object) }
    defer {
      frame.interpreter.handled.removeLast()
      if let name { try? frame.unbind(name) }
    }
    do {
      return try body()
    } catch let other as PyError {
      other.note(context: error)
      throw other
    }
  }

  // MARK: with

  /// Runs `body` inside of contexts.
  static func with(
    _ contexts: ArraySlice<WithItem>, in frame: Frame, _ body: () throws -> Outcome
  ) throws -> Outcome {
    guard let context = contexts.first else { return try body() }
    let manager = try entered(context, in: frame)
    let outcome: Outcome
    do {
      outcome = try with(contexts.dropFirst(), in: frame, body)
    } catch let error as PyError {
      let isHandled = try Py.call(
        manager.exit, .object(error.exception.type), error.object, .none)
      guard try Py.isTrue(isHandled) else { throw error }
      return .next
    }
    _ = try Py.call(manager.exit, .none, .none, .none)
    return outcome
  }

  /// Enters a context and returns its manager.
  static func entered(_ item: WithItem, in frame: Frame) throws -> Manager {
    let value = try evaluate(item.context, in: frame)
    return try located(item.context.focus, frame) {
      guard let enter = try Py.attributeIfThere("__enter__", of: value),
        let exit = try Py.attributeIfThere("__exit__", of: value)
      else {
        if let missing = value.reference as? PyMissing { throw missing.refusal }
        throw PyError.type(
          "'\(Py.typeOf(value).name)' object does not support the context manager protocol")
      }
      let result = try Py.call(enter)
      if let target = item.target { try assign(result, to: target, in: frame) }
      return Manager(exit: exit)
    }
  }
}

extension PyError {
  /// Records the exception being handled when this one was raised (`__context__`).
  func note(context: PyError) {
    guard context.exception !== exception, exception.attributes["__context__"] == nil else {
      return
    }
    exception.attributes["__context__"] = context.object
  }

  /// The exception as an object.
  var object: PyObject { .object(exception) }
}

extension Evaluator {
  /// A context that was entered.
  struct Manager {
    /// Bound `__exit__` of the context manager.
    let exit: PyObject
  }
}
