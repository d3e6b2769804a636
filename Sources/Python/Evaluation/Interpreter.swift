import Diagnostics

/// State shared by all code that is run together: limits, modules and the destination of printed
/// lines.
public final class Interpreter: @unchecked Sendable {
  /// Takes the text that `print` writes.
  public var output: (String) -> Void = { _ in }
  /// The module of a dotted name; `nil` if there is none.
  public var findModule: ([String]) throws -> PyObject? = { _ in nil }
  /// Names of built-ins, for suggestions.
  public var builtinNames: () -> [String] = { [] }
  /// The modules that have been imported, by their dotted names.
  private var modules: [String: PyObject] = [:]
  /// The exceptions that are being handled, innermost last.
  var handled: [PyError] = []

  private var steps = 0
  private var elements = 0
  private var callDepth = 0

  /// The most steps that code may take: more is taken for code without end.
  public var stepLimit = 5_000_000
  /// The most items that built-in functions may read of iterators, compare, copy or show.
  public var itemLimit = 10_000_000 {
    didSet { Work.reset(itemLimit: itemLimit) }
  }
  /// The most elements of containers and characters of strings that code may make.
  public var elementLimit = 10_000_000
  /// Calls may be this deep in one another.
  private static let callLimit = 990

  /// An interpreter that knows Python's own modules only.
  public init() { Work.reset(itemLimit: itemLimit) }

  /// Notes that a statement, an expression or an item is evaluated.
  ///
  /// - Throws: when there have been too many, or the stack is nearly full.
  @inline(__always)
  func step() throws {
    steps += 1
    guard steps <= stepLimit else { throw Work.endless("takes more than \(stepLimit) steps") }
    try Work.checkMemory()
    try Stack.check()
  }

  /// Counts `steps` of work toward the limit.
  @inline(__always)
  public func take(steps count: Int) throws {
    steps += count
    guard steps <= stepLimit else { throw Work.endless("takes more than \(stepLimit) steps") }
  }

  /// Notes that a container or a string of `count` elements is made.
  func charge(_ count: Int) throws {
    guard count > 32 else { return }
    elements += count
    guard elements <= elementLimit else {
      throw Work.endless("makes lists, strings and the like of more than \(elementLimit) elements")
    }
  }

  /// Begins to count anew, as at the beginning of a trace.
  public func resetBudget() {
    (steps, elements) = (0, 0)
    Work.reset(itemLimit: itemLimit)
  }

  /// Runs `body` as the inside of a function.
  func calling<R>(_ body: () throws -> R) throws -> R {
    guard callDepth < Self.callLimit else {
      try take(steps: 1000)
      throw Stack.tooDeep()
    }
    try take(steps: 8)
    callDepth += 1
    defer { callDepth -= 1 }
    return try body()
  }

  /// The module of a dotted name; `nil` if there is none.
  public func importModule(_ path: [String]) throws -> PyObject? { try module(path) }

  /// The module of a dotted name.
  func module(_ path: [String]) throws -> PyObject? {
    let name = path.joined(separator: ".")
    if let known = modules[name] { return known }
    guard let found = try PyModule.own(name, in: self) ?? findModule(path) else { return nil }
    modules[name] = found
    return found
  }
}
