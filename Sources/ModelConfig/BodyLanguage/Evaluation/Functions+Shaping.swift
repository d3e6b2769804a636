import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that make arrays.
  mutating func addCreation() {
    for (name, value) in [("zeros", 0), ("ones", 1)] {
      add(name, "shape dtype") {
        .tensor(
          try .full(
            $0.shape("shape"), Tensor(value).converted(to: $0.optionalDType() ?? .float32)))
      }
      add("\(name)_like", "a dtype shape") {
        .tensor(try Self.filled(like: $0, Tensor(value)))
      }
    }
    add("full", "shape fill_value dtype") { parameters in
      let value = try parameters.tensor("fill_value")
      let typed = try parameters.optionalDType().map { try value.converted(to: $0) } ?? value
      return .tensor(try typed.broadcast(to: parameters.shape("shape")))
    }
    add("full_like", "a fill_value dtype shape") {
      .tensor(try Self.filled(like: $0, $0.tensor("fill_value")))
    }
    add("arange", "start stop step dtype") { .tensor(try Self.arange($0)) }
    add("eye", "N M dtype") { parameters in
      let rows = try parameters.int("N")
      let columns = try parameters.optionalInt("M") ?? rows
      let isDiagonal = try Tensor.compare(
        .eq, Tensor.iota(max(rows, 0), .int32).expandingAxis(1),
        Tensor.iota(max(columns, 0), .int32))
      return .tensor(try isDiagonal.converted(to: parameters.optionalDType() ?? .float32))
    }
    for name in ["array", "asarray"] {
      add(name, "object dtype") { parameters in
        let value = try Self.array(parameters.required("object"))
        return .tensor(try parameters.optionalDType().map { try value.converted(to: $0) } ?? value)
      }
    }
    add("astype", "x dtype") { parameters in
      .tensor(try parameters.tensor("x").converted(to: parameters.required("dtype").dtype()))
    }
    add("copy") { $0 }
  }

  private static func filled(like parameters: CallParameters, _ value: Tensor) throws -> Tensor {
    let other = try parameters.tensor("a")
    let dtype = try parameters.optionalDType() ?? other.dtype
    let shape = try parameters["shape"]?.shape() ?? other.shape
    return try value.converted(to: dtype).broadcast(to: shape)
  }

  /// An array of nested lists of numbers.
  private static func array(_ value: Value) throws -> Tensor {
    guard let parts = value.elements else { return try value.tensor("array") }
    guard !parts.isEmpty else { return try .full([0], 0, .float32) }
    let stacked = try Tensor.stack(parts.map { try Self.array($0) }, axis: 0)
    return try stacked.converted(to: stacked.dtype)
  }

  private static func arange(_ parameters: CallParameters) throws -> Tensor {
    let bounds = try ["start", "stop", "step"].map { try parameters.optionalDouble($0) }
    let (start, stop) = bounds[1].map { (bounds[0] ?? 0, $0) } ?? (0, bounds[0] ?? 0)
    let step = bounds[2] ?? 1
    guard step != 0, ((stop - start) / step).isFinite,
      (stop - start) / step <= Double(Evaluator.sequenceLimit)
    else { throw Diagnostic("arange of more than \(Evaluator.sequenceLimit) items") }
    let isFloat = ["start", "stop", "step"].contains {
      if case .float = parameters[$0]?.staticNumber { true } else { false }
    }
    let count = max(0, Int(((stop - start) / step).rounded(.up)))
    let dtype = try parameters.optionalDType() ?? (isFloat ? .float32 : .int32)
    let index = try Tensor.iota(count, dtype)
    if start == 0, step == 1 { return index }
    let scaled = try index * Tensor(step).converted(to: dtype)
    return try scaled + Tensor(start).converted(to: dtype)
  }

  /// Functions of `jax.numpy` that rearrange arrays.
  mutating func addShaping() {
    add("reshape", "a shape") {
      .tensor(try $0.tensor("a").reshaped(to: $0.required("shape").ints("shape")))
    }
    add("transpose", "a axes") {
      .tensor(try $0.tensor("a").transposed($0.optionalInts("axes")))
    }
    add("swapaxes", "a axis1 axis2") { parameters in
      let x = try parameters.tensor("a")
      var order = Array(0..<x.rank)
      order.swapAt(
        try x.shape.axis(parameters.int("axis1")), try x.shape.axis(parameters.int("axis2")))
      return .tensor(try x.transposed(order))
    }
    add("moveaxis", "a source destination") {
      .tensor(try $0.tensor("a").movingAxis($0.int("source"), to: $0.int("destination")))
    }
    add("expand_dims", "a axis") { parameters in
      .tensor(
        try (parameters.optionalInts("axis") ?? [0]).sorted()
          .reduce(parameters.tensor("a")) { try $0.expandingAxis($1) })
    }
    add("squeeze", "a axis") { .tensor(try $0.tensor("a").squeezed($0.optionalInts("axis"))) }
    for name in ["ravel", "flatten"] { add(name) { try $0.reshaped(to: [-1]) } }
    add("flip", "m axis") { parameters in
      let x = try parameters.tensor("m")
      return .tensor(try x.reversed(axes: parameters.optionalInts("axis") ?? Array(0..<x.rank)))
    }
    add("broadcast_to", "array shape") {
      .tensor(try $0.tensor("array").broadcast(to: $0.shape("shape")))
    }
    for name in ["concatenate", "concat"] {
      add(name, "arrays axis") {
        .tensor(try .concatenate($0.tensors("arrays"), axis: $0.optionalInt("axis") ?? 0))
      }
    }
    add("stack", "arrays axis") {
      .tensor(try .stack($0.tensors("arrays"), axis: $0.optionalInt("axis") ?? 0))
    }
    add("hstack", "arrays") { parameters in
      let arrays = try parameters.tensors("arrays")
      return .tensor(try .concatenate(arrays, axis: (arrays.first?.rank ?? 0) > 1 ? 1 : 0))
    }
    add("split", "ary indices_or_sections axis") { parameters in
      let x = try parameters.tensor("ary")
      let axis = try parameters.optionalInt("axis") ?? 0
      let sections = try parameters.required("indices_or_sections")
      if case .int(let count) = sections.staticNumber {
        return .list(try x.split(into: count, axis: axis).map { .tensor($0) })
      }
      return .list(try x.split(at: sections.ints("indices"), axis: axis).map { .tensor($0) })
    }
    add("tile", "A reps") {
      .tensor(try Self.tiled($0.tensor("A"), $0.required("reps").ints("reps")))
    }
    add("repeat", "a repeats axis") { parameters in
      let x = try parameters.tensor("a")
      let count = try parameters.int("repeats")
      guard count >= 0 else { throw Diagnostic("repeats is negative") }
      guard let axis = try parameters.optionalInt("axis").map({ try x.shape.axis($0) }) else {
        return .tensor(try Self.repeated(x.reshaped(to: [-1]), count, axis: 0))
      }
      return .tensor(try Self.repeated(x, count, axis: axis))
    }
    add("pad", "array pad_width mode constant_values") { .tensor(try Self.padded($0)) }
    addQueries()
  }

  private mutating func addQueries() {
    add("shape", "a") { .tuple(try $0.tensor("a").shape.sizes.map { .int($0) }) }
    add("ndim", "a") { .int(try $0.tensor("a").rank) }
    add("size", "a") { .int(try $0.tensor("a").shape.elementCount) }
    add(variadic: "result_type") { arguments in
      .leaf(
        .dtype(Promotion.result(of: try arguments.positional.map { try $0.tensor().type }).dtype))
    }
  }

  private static func tiled(_ x: Tensor, _ repeats: [Int]) throws -> Tensor {
    let rank = max(x.rank, repeats.count)
    let shape = [Int](repeating: 1, count: rank - x.rank) + x.shape.sizes
    let counts = [Int](repeating: 1, count: rank - repeats.count) + repeats
    guard counts.allSatisfy({ $0 >= 0 }) else { throw Diagnostic("reps is negative") }
    let apart = try x.reshaped(to: shape.flatMap { [1, $0] })
    let filled = try apart.broadcast(to: Shape(zip(counts, shape).flatMap { [$0, $1] }))
    return try filled.reshaped(to: zip(counts, shape).map { $0 * $1 })
  }

  private static func repeated(_ x: Tensor, _ count: Int, axis: Int) throws -> Tensor {
    let apart = try x.expandingAxis(axis + 1)
    var shape = apart.shape
    shape[axis + 1] = count
    var result = x.shape
    result[axis] *= count
    return try apart.broadcast(to: shape).reshaped(to: result.sizes)
  }

  private static func padded(_ parameters: CallParameters) throws -> Tensor {
    let x = try parameters.tensor("array")
    guard try parameters.optionalString("mode") ?? "constant" == "constant" else {
      throw Diagnostic("pad fills with a constant only", hint: "leave out mode")
    }
    let widths = try parameters.required("pad_width")
    var pairs: [[Int]]
    if let parts = widths.elements, parts.allSatisfy({ $0.elements != nil }) {
      pairs = try parts.map { try $0.ints("pad_width") }
      if pairs.count == 1 { pairs = Array(repeating: pairs[0], count: x.rank) }
    } else {
      let both = try widths.ints("pad_width")
      pairs = Array(repeating: both.count == 1 ? both + both : both, count: x.rank)
    }
    guard pairs.count == x.rank, pairs.allSatisfy({ $0.count == 2 }) else {
      throw Diagnostic("pad_width takes a pair for each of \(x.rank) axes", got: widths.formatted)
    }
    return try x.padded(
      low: pairs.map { $0[0] }, high: pairs.map { $0[1] },
      value: parameters["constant_values"]?.tensor() ?? Tensor(0))
  }
}
