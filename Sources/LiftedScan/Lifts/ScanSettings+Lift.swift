import Arrays
import Diagnostics

extension ScanSettings: Lift {
  /// `Scan`.
  public static var prefix: String { "Scan" }

  /// Broadcast, carried and scanned collections, and split or shared streams.
  public var lifting: Lifting {
    let groups = [
      Lifting.Group(variableBroadcast, .broadcast), Lifting.Group(variableCarry, .carried),
    ]
    let scanned = variableAxes.map { filter, axes in
      Lifting.Group(
        filter, input: axes.input.map { .scanned(axis: $0) },
        output: axes.output.map { .scanned(axis: $0) })
    }
    var lifting = Lifting(groups + scanned, streams: splitRNGs, advice: isMap ? .vmap : .scan)
    lifting.isLoop = true
    lifting.takesKeywords = false
    let others = variableBroadcast.union(variableCarry).complement
    lifting.metadataAxes.axes = variableAxes.map { ($0.filter.intersection(others), $0.axes) }
    lifting.metadataAxes.params = metadataParams
    lifting.metadataAxes.location = places["variable_axes"]
    return lifting
  }

  /// The method under the scan, which takes the carry first and returns it.
  public func lifted(_ method: Method) -> Method {
    var method = lifting.lifted(method)
    method.loops.insert(self, at: 0)
    if !isMap, !method.parameters.isEmpty || method.takesFurtherPositional {
      method.carry = .init(place: 0, isReturned: true, partNames: method.carry?.partNames)
    }
    return method
  }

  /// Calls the method for every step.
  ///
  /// - Parameter arguments: the first carry, then the scanned and broadcast arguments.
  /// - Returns: the tuple of the last carry and the stacked results.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, on pack: Pack
  ) throws -> Value {
    guard let carry = arguments.positional.first else {
      throw Diagnostic("\(method.name) is a scan: its first argument is the carry")
    }
    let (last, ys) = try LiftedScan(self, method, on: pack)(
      carry: carry, xs: Array(arguments.positional.dropFirst()))
    return .tuple([last, ys])
  }
}

extension BoundModule {
  /// Runs `body` for each step, on the step's scope.
  ///
  /// - Parameters:
  ///   - arguments: the first carry, then the scanned and broadcast arguments.
  ///   - name: what errors call the scan.
  ///   - argumentNames: the names of the carry and the arguments after it, if they are known.
  /// - Returns: the tuple of the last carry and the stacked results.
  public func scan(
    _ settings: ScanSettings, as module: any Module, _ arguments: Arguments, of name: String,
    argumentNames: [String] = [], body: @escaping (BoundModule, Arguments) throws -> Value
  ) throws -> Value {
    let method = LiftableMethod(module, name: name, parameters: argumentNames, body: body)
    return try settings.call(method, arguments, in: self)
  }
}
