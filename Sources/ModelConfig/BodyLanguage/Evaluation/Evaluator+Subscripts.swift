import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  /// `value[index]`.
  static func item(of value: Value, _ index: Value) throws -> Value {
    switch value {
    case .tuple(let parts): return try item(of: parts, index) { .tuple($0) }
    case .list(let parts): return try item(of: parts, index) { .list($0) }
    case .leaf(.string(let text)):
      return try item(of: text.map { .string(String($0)) }, index) { parts in
        .string(parts.map(\.formatted).joined())
      }
    case .dict(let fields):
      if value.isComplex, !index.isString {
        return try ComplexTensor(value).mapping { try $0.indexed(by: index.indices) }.value
      }
      let key = try index.dictionaryKey()
      guard let part = fields[key] else { throw noKey(key, in: fields) }
      return part
    case .leaf(.tensor(let tensor)): return .tensor(try tensor.indexed(by: index.indices))
    default: throw Diagnostic("\(value.text) has no items")
    }
  }

  private static func item(
    of parts: [Value], _ index: Value, wrap: ([Value]) -> Value
  ) throws -> Value {
    guard case .leaf(.slice(let lower, let upper, let step)) = index else {
      return parts[try position(of: index, in: parts.count)]
    }
    return wrap(
      try positions(lower, upper, step, count: parts.count).map { parts[$0] })
  }

  /// The position an index means; a negative one counts from the end.
  static func position(of index: Value, in count: Int) throws -> Int {
    let index = try index.int("index")
    let position = index < 0 ? index &+ count : index
    guard (0..<count).contains(position) else {
      throw Diagnostic("index \(index) is out of range", got: "\(count) items")
    }
    return position
  }

  /// The positions a slice means, as Python counts them.
  static func positions(
    _ lower: Int?, _ upper: Int?, _ step: Int?, count: Int
  ) throws -> [Int] {
    try ArrayIndex.AxisRange(lower, upper, step, size: count).indices
  }

  // MARK: x.at[…]

  /// `x.at[index].set(value)` and its siblings. `nil` for any other call.
  static func update(
    _ callee: Expression, _ arguments: [Argument], in frame: Frame
  ) throws -> Value? {
    guard case .attribute(let target, let method) = callee.kind,
      case .subscript(let at, let index) = target.kind,
      case .attribute(let base, "at") = at.kind
    else { return nil }
    let array = try evaluate(base, in: frame)
    let place = try evaluate(index, in: frame)
    let indices = try located(callee.focus, frame) { try place.indices }
    var given = try values(of: arguments, in: frame)
    if array.isComplex {
      guard ["set", "add", "get"].contains(method) else {
        throw Diagnostic("x.at[…].\(method) takes real arrays only")
      }
      let values = try given.positional.first.map { try ComplexTensor($0) }
      func part(_ part: KeyPath<ComplexTensor, Tensor>) throws -> Tensor {
        if let values { given.positional[0] = .tensor(values[keyPath: part]) }
        return try updated(
          ComplexTensor(array)[keyPath: part], indices, method, given, in: frame.code.globals)
      }
      return try located(callee.focus, frame) {
        try ComplexTensor(part(\.real), part(\.imaginary)).value
      }
    }
    guard case .leaf(.tensor(let tensor)) = array else {
      throw Diagnostic("only arrays have 'at'")
    }
    return .tensor(
      try located(callee.focus, frame) {
        try updated(tensor, indices, method, given, in: frame.code.globals)
      })
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
        arguments, names: ["mode", "fill_value", "indices_are_sorted", "unique_indices"],
        of: method)
      let mode = try parameters.optionalString("mode") ?? "clip"
      guard ["fill", "drop", "clip", "promise_in_bounds"].contains(mode) else {
        throw Diagnostic("unknown mode '\(mode)'", expected: "fill, drop or clip")
      }
      guard mode == "fill" || mode == "drop" else { return try tensor.indexed(by: indices) }
      return try tensor.indexed(
        by: indices, fill: parameters["fill_value"]?.tensor() ?? tensor.dtype.missing)
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
        arguments, names: ["values", "mode", "indices_are_sorted", "unique_indices"], of: method)
      let value = try parameters.tensor("values")
      let mode = try parameters.optionalString("mode") ?? "drop"
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
  /// What stands for a missing element: NaN, the least of signed integers, the greatest of unsigned
  /// ones, `True`.
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
