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

  /// With the target's fields replaced.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    ScannedModule(try target.mappingFields(transform), methods: settings)
  }

  /// As the target's.
  public var fieldValues: [Value] { target.fieldValues }

  /// As the target's.
  public func field(_ name: String) -> Value? { target.field(name) }

  /// As the target's.
  public func isCompact(_ method: String) -> Bool { target.isCompact(method) }

  /// As the target's.
  public func hasDefault(_ parameter: String, of method: String) -> Bool {
    target.hasDefault(parameter, of: method)
  }

  /// The settings of a lifted method.
  public func scan(of method: String) -> ScanSettings? { settings[method] }

  /// As the target's.
  public var carryNames: [String]? { target.carryNames }

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
  /// Runs `body` for every step, on this module as `module`, on the scope of the step. Modules and
  /// variables among the arguments and in the module's fields come along.
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
    let xs = Array(arguments.positional.dropFirst())
    // Every trace of the body names its parts from here on.
    let names = nameCursors
    let (last, ys) = try LiftedScan.run(
      settings, scopes: [scope] + module.fieldScopes + xs.flatMap(\.scopes), carry: carry, xs: xs
    ) { inner, carry, xs in
      let step = self.lifted(
        as: try module.mappingFields { try $0.moved(by: inner) }, to: try inner(self.scope),
        names: names)
      let arguments = Arguments([carry] + (try xs.map { try $0.moved(by: inner) }))
      let result = try self.scope.trace.calling(step) { try body(step, arguments) }
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
