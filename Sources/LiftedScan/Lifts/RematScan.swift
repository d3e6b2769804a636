import Arrays
import Diagnostics

/// `nn.remat_scan`: a module applied many times to its own result, as nested scans.
public struct RematScan: Lift {
  /// `Remat_scan`, the name of Flax's transform.
  public static let prefix = "Remat_scan"

  /// The number of steps of each scan, outermost first; at least one.
  public var lengths: [Int]
  /// The settings of each of the scans.
  public var settings: ScanSettings

  /// Nested scans of these lengths with Flax's defaults: all variables are scanned.
  public init(lengths: [Int]) {
    self.lengths = lengths
    settings = ScanSettings()
    settings.variableAxes = [(.all, .init(input: 0, output: 0))]
    settings.splitRNGs = [(.all, true)]
  }

  /// Lifting of the outermost scan.
  public var lifting: Lifting { settings.lifting }

  /// The method with one argument and a result of the same type.
  public func lifted(_ method: Method) -> Method {
    var method = lifting.lifted(method)
    method.parameters = Array(method.parameters.prefix(1))
    method.carry = nil
    return method
  }

  /// Calls the method as often as the product of `lengths` says.
  ///
  /// - Parameter arguments: one, which is carried along.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, on pack: Pack
  ) throws -> Value {
    guard arguments.positional.count == 1 else {
      throw Diagnostic(
        "\(method.name) is a remat_scan: it takes one argument, which is carried along",
        got: "\(arguments.positional.count) arguments")
    }
    guard let length = lengths.first else {
      throw Diagnostic("remat_scan needs at least one length", path: "lengths")
    }
    var scan = settings
    scan.length = length
    var step = method
    if lengths.count > 1 {
      var rest = self
      rest.lengths.removeFirst()
      step = step.lifted(by: rest).lifted(by: Remat())
    }
    let body = step.body
    step.body = { .tuple([try body($0, $1), .none]) }
    return try scan.call(step, arguments, on: pack).parts[0]
  }
}
