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
    return try context.scan(
      settings, as: target, arguments, of: typeName,
      argumentNames: target.parameters(of: method) ?? []
    ) { step, arguments in
      try step.call(method, arguments)
    }
  }
}

extension BoundModule {
  /// Runs `body` for every step, on this module as `module`, on the scope of the step. Modules and
  /// variables among the arguments and in the module's fields come along.
  ///
  /// - Parameters:
  ///   - arguments: the first carry, then the scanned and broadcast arguments.
  ///   - name: what errors call the scan.
  ///   - argumentNames: the names of the carry and the arguments after it, if they are known.
  /// - Returns: the tuple of the last carry and the stacked results.
  public func scan(
    _ settings: ScanSettings, as module: any Module, _ arguments: Arguments, of name: String,
    argumentNames: [String] = [],
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
    let call = LiftedCall(self, as: module, body)
    let label = LiftedScan.Label(
      name: name, path: scope.pathText, arguments: Array(argumentNames.dropFirst()))
    let (last, ys) = try LiftedScan.run(
      settings, scopes: call.scopes(arguments), label: label, carry: carry, xs: xs
    ) { inner, carry, xs in
      let result = try call(inner, Arguments([carry] + xs))
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
