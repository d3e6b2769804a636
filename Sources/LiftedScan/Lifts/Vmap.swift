import Arrays
import Diagnostics

/// `nn.vmap`: a method for each slice of its arguments, all independent of each other.
///
/// Computed as a scan without a carry, which gives the same numbers.
public struct Vmap: Lift {
  /// `Vmap`.
  public static let prefix = "Vmap"

  /// What is mapped along which axes. `length` is Flax's `axis_size`.
  public var settings: ScanSettings

  /// A map over the leading axis of all arguments and results.
  public init() { settings = ScanSettings() }

  /// Calls the method for every slice.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    try checkNoKeywords(arguments, method)
    let call = LiftedCall(context, method)
    var settings = settings
    settings.isMap = true
    let label = LiftedScan.Label(
      name: method.name, path: context.scope.pathText, arguments: method.parameters)
    return try LiftedScan.run(
      settings, scopes: call.scopes(arguments), label: label, carry: .none,
      xs: arguments.positional
    ) { inner, _, xs in (.none, try call(inner, Arguments(xs))) }.ys
  }
}
