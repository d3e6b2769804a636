/// `nn.vmap`: a method applied to each slice of its arguments independently.
///
/// Computed as a scan without a carry, which gives the same numbers.
public struct Vmap: Lift {
  /// `Vmap`.
  public static let prefix = "Vmap"

  /// The axes of arguments, results and variables, and the streams; `length` is Flax's `axis_size`.
  public var settings: ScanSettings

  /// A map over the leading axis of all arguments and results.
  public init() {
    settings = ScanSettings()
    settings.isMap = true
  }

  /// Lifting of the settings.
  public var lifting: Lifting { settings.lifting }

  /// With one more loop.
  public func lifted(_ method: Method) -> Method { settings.lifted(method) }

  /// Calls the method for every slice.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, on pack: Pack
  ) throws -> Value {
    try LiftedScan(settings, method, on: pack)(carry: .none, xs: arguments.positional).ys
  }
}
