import Arrays
import Diagnostics
import ProgramIR

/// A module some of whose methods are lifted scans of another's (`nn.scan(Target, …)`).
public struct ScannedModule: Module {
  /// The module of one step.
  public var target: any Module
  /// The lifted methods and how each is scanned.
  public var settings: [String: ScanSettings]

  /// A scan of the target's `__call__`.
  public init(_ target: any Module, _ settings: ScanSettings) {
    self.init(target, methods: ["__call__": settings])
  }

  /// A scan of some of the target's methods, each in its own way.
  public init(_ target: any Module, methods: [String: ScanSettings]) {
    self.target = target
    settings = methods
  }

  /// `Scan` and the target's name.
  public var typeName: String { "Scan\(target.typeName)" }

  /// As the target's.
  public func parameters(of method: String) -> [String]? { target.parameters(of: method) }

  /// As the target's.
  public func field(_ name: String) -> Value? { target.field(name) }

  /// As the target's.
  public func isCompact(_ method: String) -> Bool { target.isCompact(method) }

  /// A lifted method once for every step, any other one once.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let settings = settings[method] else {
      return try target.call(method, arguments, in: context)
    }
    return try context.scan(settings, as: target, arguments, of: typeName) { step, arguments in
      try step.call(method, arguments)
    }
  }
}

extension BoundModule {
  /// Runs `body` for every step, on this module as `module`, on the scope of the step.
  ///
  /// - Parameter arguments: the first carry, then the scanned and broadcast arguments.
  /// - Returns: the tuple of the last carry and the stacked results.
  public func scan(
    _ settings: ScanSettings, as module: any Module, _ arguments: Arguments, of name: String,
    body: @escaping (BoundModule, Arguments) throws -> Value
  ) throws -> Value {
    guard arguments.keywords.isEmpty else {
      throw Diagnostic(
        "\(name) is a scan: it takes arguments by position only",
        got: arguments.keywords.map { "\($0.name)=" }.joined(separator: ", "))
    }
    guard let carry = arguments.positional.first else {
      throw Diagnostic("\(name) is a scan: its first argument is the carry")
    }
    // Every trace of the body names its parts from here on.
    let names = nameCursors
    let (last, ys) = try LiftedScan.run(
      settings, scope: scope, carry: carry, xs: Array(arguments.positional.dropFirst())
    ) { scope, carry, xs in
      let step = self.lifted(as: module, to: scope, names: names)
      let result = try body(step, Arguments([carry] + xs))
      self.adoptNames(of: step)
      guard case .tuple(let parts) = result, parts.count == 2 else {
        throw Diagnostic(
          "a scan's body must return a tuple of the next carry and an output", path: name,
          got: result.text, hint: "return carry, None if there is no output")
      }
      return (parts[0], parts[1])
    }
    return .tuple([last, ys])
  }
}
