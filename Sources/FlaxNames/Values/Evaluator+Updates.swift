import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  /// `x.at[indices].set(value)` and its siblings, of a real or complex array.
  static func updated(
    _ array: Value, _ indices: [Value], _ method: String, _ arguments: Arguments,
    in namespace: Namespace
  ) throws -> Value {
    guard array.isComplex else {
      return .tensor(
        try updated(array.tensor("array"), indices, method, arguments, in: namespace))
    }
    guard ["set", "add", "get"].contains(method) else {
      throw Diagnostic("x.at[…].\(method) takes real arrays only")
    }
    var given = arguments
    let values = try given.positional.first.map { try ComplexTensor($0) }
    func part(_ part: KeyPath<ComplexTensor, Tensor>) throws -> Tensor {
      if let values { given.positional[0] = .tensor(values[keyPath: part]) }
      return try updated(
        ComplexTensor(array)[keyPath: part], indices, method, given, in: namespace)
    }
    return try ComplexTensor(part(\.real), part(\.imaginary)).value
  }

  private static func updated(
    _ tensor: Tensor, _ indices: [Value], _ method: String, _ arguments: Arguments,
    in namespace: Namespace
  ) throws -> Tensor {
    func update(_ kind: ArrayUpdate, _ value: Tensor, isClipped: Bool = false) throws -> Tensor {
      try tensor.updated(
        at: indices, kind, value, isClipped: isClipped, depth: namespace.loopDepth)
    }
    switch method {
    case "get":
      let parameters = try CallParameters(
        arguments,
        row: RowSignature(
          "(*, indices_are_sorted=False, unique_indices=False, mode=None, fill_value=None, "
            + "out_sharding=None, wrap_negative_indices=True)"), of: method)
      switch try parameters.optionalString("mode") ?? "clip" {
      case "clip", "promise_in_bounds":
        // Nothing is filled.
        try parameters.checkAllRead(ignoring: ["fill_value"])
        return try tensor.indexed(by: indices)
      case "fill", "drop":
        let fill = try parameters["fill_value"]?.tensor() ?? tensor.dtype.missing
        try parameters.checkAllRead(ignoring: [])
        return try tensor.indexed(by: indices, fill: fill)
      case let mode:
        throw Diagnostic("unknown mode '\(mode)'", expected: "fill, drop or clip")
      }
    case "apply":
      guard let function = arguments.positional.first else {
        throw Diagnostic("apply needs a function")
      }
      return try tensor.applying(at: indices, depth: namespace.loopDepth) { old in
        try call(function, Arguments([.tensor(old)]), in: namespace)
          .tensor("result of the function")
      }
    default:
      let parameters = try CallParameters(
        arguments,
        row: RowSignature(
          "(values, *, indices_are_sorted=False, unique_indices=False, mode=None, "
            + "out_sharding=None, wrap_negative_indices=True)"), of: method)
      let value = try parameters.tensor("values")
      let mode = try parameters.optionalString("mode") ?? "drop"
      try parameters.checkAllRead(ignoring: [])
      guard ["drop", "fill", "clip", "promise_in_bounds"].contains(mode) else {
        throw Diagnostic("unknown mode '\(mode)'", expected: "drop, fill or clip")
      }
      switch method {
      case "divide":
        let ones = try Tensor.full(like: tensor, Tensor(1))
        return try tensor
          / ones.updated(
            at: indices, .multiply, value, isClipped: mode == "clip", depth: namespace.loopDepth)
      default:
        let names = ["mul": "multiply", "sub": "subtract"]
        guard let kind = ArrayUpdate(rawValue: names[method] ?? method) else {
          throw Diagnostic(
            "x.at[…] has no '\(method)'",
            hint: suggestion(
              for: method,
              among: ArrayUpdate.allCases.map(\.rawValue) + ["get", "apply", "divide"]))
        }
        return try update(kind, value, isClipped: mode == "clip")
      }
    }
  }
}

extension DType {
  /// Fill of missing elements: NaN, the least of signed integers, the greatest of unsigned ones,
  /// `True`.
  var missing: Tensor {
    switch self {
    case .bool: Tensor(true)
    case .uint8: Tensor(NDArray(UInt8.max))
    case .uint16: Tensor(NDArray(UInt16.max))
    case .uint32: Tensor(NDArray(UInt32.max))
    case .int8: Tensor(NDArray(Int8.min))
    case .int16: Tensor(NDArray(Int16.min))
    case .int32: Tensor(NDArray(Int32.min))
    default: Tensor(Double.nan)
    }
  }
}
