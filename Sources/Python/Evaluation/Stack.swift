import CStack

/// The stack of the thread that runs code.
enum Stack {
  /// - Throws: RecursionError when it is nearly full.
  @inline(__always)
  static func check() throws {
    if stack_is_nearly_full() { throw tooDeep() }
  }

  /// The error of calls or objects that are too deep in one another.
  static func tooDeep() -> PyError {
    PyError(
      .exception("RecursionError"), "maximum recursion depth exceeded",
      hint: "does a function call itself without end?")
  }
}
