import Arrays
import Diagnostics
import ProgramIR

/// State that all scopes of one trace of a model share: calls under way, reports, warnings and
/// checks for the end.
public final class Trace {
  /// Warnings of the call.
  public let warnings = Warnings()
  /// Reports of the lifted scans so far, outer ones before those inside them.
  public private(set) var scans: [ScanReport] = []
  /// Reports of the modules called so far, each of its first call, outer ones before those inside
  /// them.
  public private(set) var calls: [CallReport] = []
  /// The text that the model's code printed.
  public private(set) var printed = ""
  /// The carries that went into scans and came out of them.
  private(set) var carries: [ScannedCarry] = []
  /// The streams that code asked for and that weren't there.
  private(set) var missingStreams: Set<String> = []
  /// Whether code runs that has run in this trace before.
  private var isRepeating = false
  private var calledPaths: Set<[String]> = []
  /// Number of nested lifted calls under way.
  private(set) var level = 0
  /// Number of nested loop bodies under way.
  public private(set) var depth = 0
  private var modules: [BoundModule] = []

  /// Largest number of nested calls; more are taken for endless recursion.
  private static let depthLimit = 100

  /// The variables that the trace began with.
  let given: Tree<ArrayType>
  /// The lengths of the sequences that scans go over, if they are given for all of them.
  let lengths: SequenceLengths?

  /// A trace without calls so far, on the given variables.
  ///
  /// - Parameter lengths: the lengths of the sequences, `int32` of the batch's shape.
  public init(given: Tree<ArrayType> = .dict(.init()), lengths: Tensor? = nil) {
    self.given = given
    self.lengths = lengths.map(SequenceLengths.init)
  }

  /// The module whose method is running: new submodules are its children.
  public var currentModule: BoundModule? { modules.last }
  /// Interceptors of method calls, the outermost first.
  public var interceptors: [Interceptor] = []

  /// Runs `body` as a call of one of the module's methods.
  public func calling<R>(_ module: BoundModule, _ body: () throws -> R) throws -> R {
    guard modules.count < Self.depthLimit else {
      throw Diagnostic(
        "modules call each other more than \(Self.depthLimit) levels deep",
        path: module.scope.pathText, hint: "does a module call itself without end?")
    }
    modules.append(module)
    defer { modules.removeLast() }
    return try body()
  }

  /// Runs `body` as the inside of a lifted call, which may be a step of a loop.
  func lifting<R>(isLoop: Bool = false, _ body: () throws -> R) rethrows -> R {
    level += 1
    defer { level -= 1 }
    return isLoop ? try looping(body) : try body()
  }

  /// Runs `body` as a step of a loop, lifted or not.
  public func looping<R>(_ body: () throws -> R) rethrows -> R {
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  /// Notes a carry that went through a scan.
  func note(_ carry: ScannedCarry) { carries.append(carry) }

  /// Notes that a stream isn't there that code asks for.
  func noteMissingStream(_ name: String) { missingStreams.insert(name) }

  /// Records a line printed by the model's code, unless the code has been traced before.
  public func print(_ text: String) {
    if !isRepeating { printed += text }
  }

  /// Runs `body` as code that has been traced before.
  func repeating<R>(_ repeats: Bool, _ body: () throws -> R) rethrows -> R {
    let outer = isRepeating
    isRepeating = outer || repeats
    defer { isRepeating = outer }
    return try body()
  }

  /// Records the arguments and results of a module when `body` calls one of its methods.
  func recordingCall(
    of module: BoundModule, _ method: String, _ arguments: Arguments, _ body: () throws -> Value
  ) rethrows -> Value {
    let path = module.scope.path
    guard method != "initialize_carry", calledPaths.insert(path).inserted else {
      return try body()
    }
    let values = arguments.positional + arguments.keywords.map(\.value)
    let index = calls.count
    calls.append(
      CallReport(
        path: path, typeName: module.module.typeName, inputs: values.flatMap(\.arrayTypes),
        outputs: []))
    let result = try body()
    calls[index].outputs = result.arrayTypes
    return result
  }

  /// Records a scan's report, in front of those recorded since there were `position`. Another trace
  /// of the same scan adds nothing.
  func record(_ report: ScanReport, at position: Int) {
    if !scans.contains(report) { scans.insert(report, at: min(position, scans.count)) }
  }
}

/// A carry that went into a scan and came out of it.
struct ScannedCarry {
  /// The arrays that went in.
  let first: [Tensor]
  /// The arrays that came out.
  let last: [Tensor]
  /// The names of its parts, if it is a tuple of named ones.
  let partNames: [String]?
}
