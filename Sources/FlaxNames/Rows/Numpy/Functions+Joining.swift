import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that put arrays together or cut them apart.
  mutating func addJoining() {
    add(
      "concatenate", "(arrays, axis=0, dtype=None)", "Arrays one after another along an axis."
    ) { parameters in
      var arrays = try parameters.tensors("arrays")
      var axis = 0
      if parameters.isNone("axis") {
        arrays = try arrays.map { try $0.reshaped(to: [-1]) }
      } else {
        axis = try parameters.optionalInt("axis") ?? 0
      }
      let joined = try Tensor.concatenate(arrays, axis: axis)
      return .tensor(try parameters.optionalDType().map { try joined.converted(to: $0) } ?? joined)
    }
    add("concat", "(arrays, /, *, axis=0)", "Arrays one after another along an axis.") {
      parameters in
      var arrays = try parameters.tensors("arrays")
      if parameters.isNone("axis") { arrays = try arrays.map { try $0.reshaped(to: [-1]) } }
      return .tensor(try .concatenate(arrays, axis: parameters.optionalInt("axis") ?? 0))
    }
    add("append", "(arr, values, axis=None)", "Values after the end of an array.") { parameters in
      let both = [try parameters.tensor("arr"), try parameters.tensor("values")]
      guard let axis = try parameters.optionalInt("axis") else {
        return .tensor(try .concatenate(both.map { try $0.reshaped(to: [-1]) }, axis: 0))
      }
      return .tensor(try .concatenate(both, axis: axis))
    }
    add(
      "stack", "(arrays, axis=0, out=None, dtype=None)", "Arrays side by side on a new axis."
    ) { parameters in
      let arrays = try parameters.tensors("arrays")
      guard let first = arrays.first, arrays.allSatisfy({ $0.shape == first.shape }) else {
        throw Diagnostic(
          "stack takes arrays of one shape",
          got: arrays.map(\.shape.description).joined(separator: " and "))
      }
      let stacked = try Tensor.stack(arrays, axis: parameters.optionalInt("axis") ?? 0)
      return .tensor(
        try parameters.optionalDType().map { try stacked.converted(to: $0) } ?? stacked)
    }
    add(
      "hstack", "(tup, dtype=None)",
      "Arrays one after another on the second axis, vectors on the first."
    ) { parameters in
      let arrays = try parameters.tensors("tup").map { try $0.withAtLeast(1) }
      return .tensor(try .concatenate(arrays, axis: (arrays.first?.rank ?? 0) > 1 ? 1 : 0))
    }
    add("vstack", "(tup, dtype=None)", "Arrays one below another.") {
      .tensor(try .concatenate($0.tensors("tup").map { try $0.withAtLeast(2) }, axis: 0))
    }
    add("dstack", "(tup, dtype=None)", "Arrays one after another on the third axis.") {
      .tensor(try .concatenate($0.tensors("tup").map { try $0.withAtLeast(3) }, axis: 2))
    }
    add("column_stack", "(tup)", "Vectors as the columns of a matrix.") { parameters in
      .tensor(
        try .concatenate(
          parameters.tensors("tup").map {
            $0.rank < 2 ? try $0.reshaped(to: [-1, 1]) : $0
          }, axis: 1))
    }
    add("block", "(arrays)", "Blocks in nested lists put together.") {
      .tensor(try Self.block($0.required("arrays")))
    }
    addCutting()
  }

  /// Rows of lists put together along the last axis, rows of rows along the one before.
  private static func block(_ value: Value) throws -> Tensor {
    func depth(_ value: Value) -> Int { value.elements?.first.map { 1 + depth($0) } ?? 0 }
    let levels = depth(value)
    func joined(_ value: Value, _ level: Int) throws -> Tensor {
      guard let parts = value.elements else { return try value.tensor("block").withAtLeast(levels) }
      let tensors = try parts.map { try joined($0, level + 1) }
      return try .concatenate(tensors, axis: -(levels - level))
    }
    return try joined(value, 0)
  }

  private mutating func addCutting() {
    let cuts: [(String, Int?, String)] = [
      ("split", nil, "Equal parts of an axis, or parts between indices."),
      ("hsplit", 1, "Parts along the second axis, of vectors along the first."),
      ("vsplit", 0, "Parts along the first axis."), ("dsplit", 2, "Parts along the third axis."),
    ]
    for (name, axis, summary) in cuts {
      let further = axis == nil ? ", axis=0" : ""
      add(name, "(ary, indices_or_sections\(further))", summary) { parameters in
        let x = try parameters.tensor("ary")
        let axis =
          try axis.map { $0 == 1 && x.rank == 1 ? 0 : $0 } ?? parameters.optionalInt("axis") ?? 0
        let sections = try parameters.required("indices_or_sections")
        if !sections.isSeveral {
          return .list(
            try x.split(into: sections.int("sections"), axis: axis).map { .tensor($0) })
        }
        return .list(try x.split(at: sections.ints("indices"), axis: axis).map { .tensor($0) })
      }
    }
    add(
      "array_split", "(ary, indices_or_sections, axis=0)", "Parts of an axis, as equal as can be."
    ) { parameters in
      let x = try parameters.tensor("ary")
      let axis = try x.shape.axis(parameters.optionalInt("axis") ?? 0)
      let sections = try parameters.required("indices_or_sections")
      guard !sections.isSeveral else {
        return .list(try x.split(at: sections.ints("indices"), axis: axis).map { .tensor($0) })
      }
      let count = try parameters.count("indices_or_sections")
      guard count > 0 else { throw Diagnostic("array_split into no parts") }
      let (size, extra) = x.shape[axis].quotientAndRemainder(dividingBy: count)
      let ends = (1..<max(count, 1)).map { $0 * size + min($0, extra) }
      return .list(try x.split(at: ends, axis: axis).map { .tensor($0) })
    }
    add("unstack", "(x, /, *, axis=0)", "The slices along an axis.") { parameters in
      let x = try parameters.tensor("x")
      let axis = try x.shape.axis(parameters.optionalInt("axis") ?? 0)
      return .tuple(try (0..<x.shape[axis]).map { .tensor(try x.indexed(axis: axis, $0)) })
    }
    add(
      "delete", "(arr, obj, axis=None, *, assume_unique_indices=False)",
      "An array without the elements at some indices."
    ) { parameters in
      let (x, axis) = try Self.flattened(parameters)
      let given = try parameters.required("obj")
      let parts = given.isSeveral ? try given.ints("obj").map { .int($0) } : [given]
      let places = try Set(parts.map { try Evaluator.position(of: $0, in: x.shape[axis]) })
      var (kept, start): ([Tensor], Int) = ([], 0)
      for place in places.sorted() + [x.shape[axis]] {
        kept.append(try x.sliced(axis: axis, start..<place))
        start = place + 1
      }
      return .tensor(try .concatenate(kept, axis: axis))
    }
    add(
      "insert", "(arr, obj, values, axis=None)", "An array with values put in before an index."
    ) { parameters in
      let (x, axis) = try Self.flattened(parameters)
      let index = try parameters.int("obj")
      let place = index < 0 ? index + x.shape[axis] : index
      guard (0...x.shape[axis]).contains(place) else {
        throw Diagnostic("index \(index) is out of range", got: "\(x)")
      }
      let values = try parameters.tensor("values").converted(to: x.dtype)
      let part = x.shape.replacing(
        axis: axis, with: [values.rank == x.rank ? values.shape[axis] : 1])
      return .tensor(
        try .concatenate(
          [
            x.sliced(axis: axis, 0..<place), values.broadcast(to: part),
            x.sliced(axis: axis, place..<x.shape[axis]),
          ], axis: axis))
    }
  }

  private static func flattened(_ parameters: CallParameters) throws -> (Tensor, axis: Int) {
    let x = try parameters.tensor("arr")
    guard let axis = try parameters.optionalInt("axis") else {
      return (try x.reshaped(to: [-1]), 0)
    }
    return (x, try x.shape.axis(axis))
  }

  // MARK: Padding

  mutating func addPadding() {
    add(
      "pad", "(array, pad_width, mode='constant', **kwargs)",
      "Elements added at the ends of axes."
    ) {
      parameters in
      let x = try parameters.tensor("array")
      let mode = try parameters.optionalString("mode") ?? "constant"
      let widths = try Self.widths(parameters.required("pad_width"), rank: x.rank)
      let further = try parameters.required("kwargs").fields ?? Value.Fields()
      let allowed = mode == "constant" ? "constant_values" : "reflect_type"
      for (name, value) in further.pairs where name != allowed && !value.isNone {
        throw Diagnostic("pad can't be given '\(name)' with the mode '\(mode)'")
      }
      if mode == "constant" {
        let value = try further["constant_values"]?.tensor("constant_values of pad") ?? Tensor(0)
        return .tensor(
          try x.padded(low: widths.map { $0[0] }, high: widths.map { $0[1] }, value: value))
      }
      if let type = further["reflect_type"] {
        guard ["reflect", "symmetric"].contains(mode), try type.string("reflect_type") == "even"
        else { throw Diagnostic("pad reflects evenly only", got: type.text) }
      }
      guard let own = PadMode(rawValue: mode) else {
        throw Diagnostic(
          "pad doesn't know the mode '\(mode)'",
          hint: suggestion(for: mode, among: ["constant"] + PadMode.allCases.map(\.rawValue)))
      }
      return .tensor(
        try x.padded(low: widths.map { $0[0] }, high: widths.map { $0[1] }, mode: own))
    }
  }

  private static func widths(_ value: Value, rank: Int) throws -> [[Int]] {
    var pairs: [[Int]]
    if let parts = value.elements, !parts.isEmpty, parts.allSatisfy({ $0.elements != nil }) {
      pairs = try parts.map { try $0.ints("pad_width") }
      if pairs.count == 1 { pairs = Array(repeating: pairs[0], count: rank) }
    } else {
      let both = try value.ints("pad_width")
      pairs = Array(repeating: both.count == 1 ? both + both : both, count: rank)
    }
    pairs = pairs.map { $0.count == 1 ? $0 + $0 : $0 }
    guard pairs.count == rank, pairs.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0 >= 0 } })
    else {
      throw Diagnostic("pad_width takes a pair for each of \(rank) axes", got: value.formatted)
    }
    return pairs
  }
}
