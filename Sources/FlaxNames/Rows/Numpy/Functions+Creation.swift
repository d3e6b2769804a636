import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that make arrays.
  mutating func addCreation() {
    for (name, value, summary) in [
      ("zeros", 0, "An array of zeros."), ("ones", 1, "An array of ones."),
      ("empty", 0, "An array of zeros, to be filled."),
    ] {
      add(name, "(shape, dtype=None, *, device=None, out_sharding=None)", summary) {
        .tensor(
          try .full(
            $0.shape("shape"), Tensor(value).converted(to: $0.optionalDType() ?? .float32)))
      }
    }
    add(
      "zeros_like", "(a, dtype=None, shape=None, *, device=None, out_sharding=None)",
      "Zeros in the shape and dtype of another array."
    ) { .tensor(try Self.filled(like: $0, Tensor(0))) }
    add(
      "ones_like", "(a, dtype=None, shape=None, *, device=None, out_sharding=None)",
      "Ones in the shape and dtype of another array."
    ) { .tensor(try Self.filled(like: $0, Tensor(1))) }
    add(
      "empty_like", "(prototype, dtype=None, shape=None, *, device=None)",
      "Zeros, to be filled, in the shape and dtype of another array."
    ) { .tensor(try Self.filled(like: $0, Tensor(0), "prototype")) }
    add(
      "full", "(shape, fill_value, dtype=None, *, device=None, out_sharding=None)",
      "An array of one value."
    ) { parameters in
      let value = try parameters.tensor("fill_value")
      let dtype = try parameters.optionalDType()
      return .tensor(
        try value.converted(to: dtype ?? value.dtype, isWeak: dtype == nil && value.type.isWeak)
          .broadcast(to: parameters.shape("shape")))
    }
    add(
      "full_like", "(a, fill_value, dtype=None, shape=None, *, device=None, out_sharding=None)",
      "One value in the shape and dtype of another array."
    ) {
      .tensor(try Self.filled(like: $0, $0.tensor("fill_value")))
    }
    add(
      "array",
      "(object, dtype=None, *args, copy=True, order='K', ndmin=0, device=None, "
        + "out_sharding=None)",
      "An array of numbers in nested lists, or of an array."
    ) { parameters in
      let value = try Self.array(parameters.required("object"))
      let array = try parameters.optionalDType().map { try value.converted(to: $0) } ?? value
      let missing = max(0, try parameters.int("ndmin") - array.rank)
      return .tensor(
        missing == 0
          ? array : try array.reshaped(to: Array(repeating: 1, count: missing) + array.shape.sizes))
    }
    add(
      "asarray", "(a, dtype=None, order=None, *, copy=None, device=None, out_sharding=None)",
      "An array of numbers in nested lists, or the array itself."
    ) { parameters in
      let value = try Self.array(parameters.required("a"))
      return .tensor(try parameters.optionalDType().map { try value.converted(to: $0) } ?? value)
    }
    add(elementwise: "copy", "(a, order=None)", "A copy of an array.") { $0 }
    addRanges()
  }

  private mutating func addRanges() {
    add(
      "arange", "(start, stop=None, step=None, dtype=None, *, device=None, out_sharding=None)",
      "Numbers from start up to, not including, stop."
    ) { .tensor(try Self.arange($0)) }
    add(
      "linspace",
      "(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None)",
      "Evenly spaced numbers from start to stop."
    ) { parameters in
      let (start, stop) = (try parameters.tensor("start"), try parameters.tensor("stop"))
      var line = try Self.line(from: start, to: stop, parameters)
      if let dtype = try parameters.optionalDType() {
        line = try (dtype.isInteger ? line.unary(.floor) : line).converted(to: dtype)
      }
      guard try parameters.optionalBool("retstep") ?? false else { return .tensor(line) }
      let intervals = try parameters.intervalCount()
      let step =
        try intervals > 0
        ? (stop - start).convertedToInexact().strong / Double(intervals)
        : Tensor(NDArray(Float.nan))
      return .tuple([.tensor(line), .tensor(step)])
    }
    add(
      "logspace", "(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0)",
      "Numbers whose logarithms are evenly spaced."
    ) { parameters in
      let base = try parameters["base"]?.tensor() ?? Tensor(10.0)
      return .tensor(
        try .power(
          base,
          Self.line(from: parameters.tensor("start"), to: parameters.tensor("stop"), parameters)
        ).strong)
    }
    add(
      "geomspace", "(start, stop, num=50, endpoint=True, dtype=None, axis=0)",
      "Numbers from start to stop, each the same multiple of the one before."
    ) { parameters in
      func logarithm(_ name: String) throws -> Tensor {
        try parameters.tensor(name).unaryInexact(.log) / Tensor(10.0).unary(.log)
      }
      return .tensor(
        try .power(
          Tensor(10.0), Self.line(from: logarithm("start"), to: logarithm("stop"), parameters)
        ).strong)
    }
    add(
      "eye", "(N, M=None, k=0, dtype=None, *, device=None)", "Matrix with ones on a diagonal."
    ) { parameters in
      let rows = try parameters.count("N")
      let columns = try parameters["M"] == nil ? rows : parameters.count("M")
      return .tensor(
        try Self.diagonal(rows, columns, parameters.optionalInt("k") ?? 0)
          .converted(to: parameters.optionalDType() ?? .float32))
    }
    add(
      "identity", "(n, dtype=None)", "Square matrix with ones on the main diagonal."
    ) { parameters in
      let count = try parameters.count("n")
      return .tensor(
        try Self.diagonal(count, count, 0).converted(to: parameters.optionalDType() ?? .float32))
    }
    add(
      "indices", "(dimensions, dtype=None, sparse=False)",
      "Index of each place along each axis of a grid."
    ) { parameters in
      let shape = try parameters.shape("dimensions")
      let dtype = try parameters.optionalDType() ?? .int32
      return .tensor(
        try .stack(
          shape.sizes.indices.map { try Tensor.counting(along: $0, of: shape, dtype) }, axis: 0))
    }
    add(
      "meshgrid", "(*xi, copy=True, sparse=False, indexing='xy')",
      "Coordinate arrays of the grid that vectors span."
    ) { parameters in
      let vectors = try parameters.tensors("xi").map { try $0.reshaped(to: [-1]) }
      let indexing = try parameters.optionalString("indexing") ?? "xy"
      guard ["xy", "ij"].contains(indexing) else {
        throw Diagnostic("meshgrid's indexing is 'xy' or 'ij'", got: "'\(indexing)'")
      }
      var axes = Array(vectors.indices)
      if indexing == "xy", axes.count > 1 { axes.swapAt(0, 1) }
      let shape = Shape(axes.map { vectors[$0].shape[0] })
      let isSparse = try parameters.optionalBool("sparse") ?? false
      return .list(
        try vectors.enumerated().map { index, vector in
          var column = [Int](repeating: 1, count: vectors.count)
          column[axes[index]] = vector.shape[0]
          let spread = try vector.reshaped(to: column)
          return .tensor(isSparse ? spread : try spread.broadcast(to: shape))
        })
    }
  }

  /// Mask of the elements of a matrix on a diagonal, `offset` from the main one.
  static func diagonal(_ rows: Int, _ columns: Int, _ offset: Int) throws -> Tensor {
    let shape = Shape([rows, columns])
    return try .compare(
      .eq, Tensor.counting(along: 0, of: shape) + Tensor(offset),
      Tensor.counting(along: 1, of: shape))
  }

  private static func filled(
    like parameters: CallParameters, _ value: Tensor, _ name: String = "a"
  ) throws -> Tensor {
    let other = try parameters.tensor(name)
    let dtype = try parameters.optionalDType()
    let shape = try parameters["shape"]?.shape() ?? other.shape
    return try value.converted(to: dtype ?? other.dtype, isWeak: dtype == nil && other.type.isWeak)
      .broadcast(to: shape)
  }

  /// An array of nested lists of numbers and arrays. Numbers alone have Python's dtypes, but aren't
  /// weak inside a list.
  static func array(_ value: Value) throws -> Tensor {
    guard let parts = value.elements else { return try value.tensor("array") }
    guard !parts.isEmpty else { return try .full([0], 0, .float32) }
    let tensors = try parts.map { try array($0) }
    guard tensors.allSatisfy({ $0.shape == tensors[0].shape }) else {
      throw Diagnostic(
        "the parts of an array have different shapes",
        got: tensors.map(\.shape.description).joined(separator: " and "))
    }
    return try Tensor.stack(tensors, axis: 0).strong
  }

  private static func arange(_ parameters: CallParameters) throws -> Tensor {
    let given = try ["start", "stop", "step"].map { try parameters.optionalDouble($0) }
    let (start, stop) = given[1].map { (given[0] ?? 0, $0) } ?? (0, given[0] ?? 0)
    guard given[0] != nil || given[1] != nil else { throw Diagnostic("arange needs its end") }
    let step = given[2] ?? 1
    guard step != 0, ((stop - start) / step).isFinite,
      (stop - start) / step <= Double(Int32.max)
    else { throw Diagnostic("arange of more than \(Int32.max) items") }
    let isFloat = ["start", "stop", "step"].contains {
      if case .float = parameters[$0]?.staticNumber { true } else { false }
    }
    let count = Int(max(0, ((stop - start) / step).rounded(.up)))
    let dtype = try parameters.optionalDType() ?? (isFloat ? .float32 : .int32)
    let index = try Tensor.iota(count, dtype)
    if start == 0, step == 1 { return index }
    // Narrow types count in a wide one: the steps must not be rounded on the way.
    let wide = try Tensor.iota(count, dtype.isFloating ? .float32 : dtype)
    let scaled = try wide * Tensor(step).converted(to: wide.dtype)
    return try (scaled + Tensor(start).converted(to: wide.dtype)).converted(to: dtype)
  }

  /// `num` points from `start` to `stop`, each the sum of parts of both.
  private static func line(
    from start: Tensor, to stop: Tensor, _ parameters: CallParameters
  ) throws -> Tensor {
    let count = try parameters["num"] == nil ? 50 : parameters.count("num")
    guard try parameters.optionalInt("axis") ?? 0 == 0 else {
      throw Diagnostic("\(parameters.callee) puts its points on the first axis only")
    }
    let hasEnd = try parameters.optionalBool("endpoint") ?? true
    let divisor = try max(1, parameters.intervalCount())
    let (low, high) = (try start.convertedToInexact().strong, try stop.convertedToInexact().strong)
    let shape = try Tensor.broadcastShape([low.shape, high.shape])
    let column = [count] + shape.sizes.map { _ in 1 }
    let part = try Tensor.iota(count, .float32).reshaped(to: column) / Double(divisor)
    let points = try low * (1.0 - part) + high * part
    guard hasEnd, count > 1 else { return points }
    let last = try high.broadcast(to: shape).expandingAxis(0)
    return try .concatenate([points.sliced(axis: 0, 0..<count - 1), last], axis: 0)
  }

  /// Adds dtypes and their properties.
  mutating func addTypes() {
    add(
      "astype", "(x, dtype, /, *, copy=False, device=None)",
      "An array converted to another dtype."
    ) { parameters in
      .tensor(try parameters.tensor("x").converted(to: parameters.required("dtype").dtype()))
    }
    add("dtype", "(dtype)", "A dtype by its name.") {
      .leaf(.dtype(try $0.required("dtype").dtype()))
    }
    for (name, kind) in [
      ("floating", DTypeKind.floating), ("inexact", .floating), ("integer", .integer),
      ("signedinteger", .signed), ("unsignedinteger", .unsigned), ("number", .number),
      ("complexfloating", .complex), ("generic", .any),
    ] { add(name, value: .string(kind.rawValue)) }
    add(
      "issubdtype", "(arg1, arg2)", "Whether a dtype belongs to a family of dtypes."
    ) { parameters in
      let dtype = try parameters.required("arg1").dtype()
      if case .leaf(.string(let word)) = try parameters.required("arg2"),
        let kind = DTypeKind(rawValue: word)
      {
        return .bool(kind.contains(dtype))
      }
      return .bool(try dtype == parameters.required("arg2").dtype())
    }
    add("finfo", "(dtype)", "Limits of a float's dtype.") { parameters in
      let dtype = try parameters.required("dtype").dtype()
      guard dtype.isFloating else {
        throw Diagnostic("finfo takes a float's dtype", got: "\(dtype)")
      }
      let limit = dtype.floatLimit
      let (epsilon, tiny) =
        switch dtype {
        case .float16: (0x1p-10, 0x1p-14)
        case .bfloat16: (0x1p-7, 0x1p-126)
        default: (0x1p-23, 0x1p-126)
        }
      let values = [
        ("max", limit), ("min", -limit), ("eps", epsilon), ("tiny", tiny),
        ("smallest_normal", tiny),
      ]
      return .record(
        "finfo",
        try values.map { ($0.0, .tensor(try Tensor($0.1).converted(to: dtype))) }
          + [("bits", .int(dtype.byteCount * 8)), ("dtype", .leaf(.dtype(dtype)))])
    }
    add("iinfo", "(int_type)", "Limits of an integer's dtype.") { parameters in
      let dtype = try parameters.required("int_type").dtype()
      guard dtype.isInteger else {
        throw Diagnostic("iinfo takes an integer's dtype", got: "\(dtype)")
      }
      let bits = dtype.byteCount * 8
      let (low, high) =
        dtype.isSigned ? (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) : (0, (1 << bits) - 1)
      return .record(
        "iinfo",
        [
          ("min", .int(low)), ("max", .int(high)), ("bits", .int(bits)),
          ("dtype", .leaf(.dtype(dtype))),
        ])
    }
    add("promote_types", "(a, b)", "The dtype that two dtypes are promoted to.") { parameters in
      let dtypes = try ["a", "b"].map { try parameters.required($0).dtype() }
      return .leaf(.dtype(Promotion.result(of: dtypes.map { ($0, false) }).dtype))
    }
    add(
      "result_type", "(*args)", "The dtype that arrays and dtypes are promoted to together."
    ) { parameters in
      let values = try Evaluator.iterated(parameters.required("args"))
      guard !values.isEmpty else { throw Diagnostic("result_type of nothing") }
      let types = try values.map { value -> ArrayType in
        if let dtype = try? value.dtype() { return ArrayType(dtype, .scalar) }
        return try value.tensor().type
      }
      return .leaf(.dtype(Promotion.result(of: types).dtype))
    }
    add("shape", "(a)", "The sizes of the axes.") {
      .tuple(try $0.tensor("a").shape.sizes.map { .int($0) })
    }
    add("ndim", "(a)", "The number of axes.") { .int(try $0.tensor("a").rank) }
    add("size", "(a, axis=None)", "The number of elements, or the size of an axis.") { parameters in
      let shape = try parameters.tensor("a").shape
      guard let axis = try parameters.optionalInt("axis") else { return .int(shape.elementCount) }
      return .int(shape[try shape.axis(axis)])
    }
    add(
      "ndarray",
      value: .leaf(
        .function(
          Function("ndarray") { _ in
            throw Diagnostic("ndarray makes no arrays", hint: "use jnp.array")
          })))
  }
}

/// A family of dtypes, as `jnp.issubdtype` knows them.
private enum DTypeKind: String {
  case floating = "jnp.floating"
  case integer = "jnp.integer"
  case signed = "jnp.signedinteger"
  case unsigned = "jnp.unsignedinteger"
  case number = "jnp.number"
  case complex = "jnp.complexfloating"
  case any = "jnp.generic"

  func contains(_ dtype: DType) -> Bool {
    switch self {
    case .floating: dtype.isFloating
    case .integer: dtype.isInteger
    case .signed: dtype.isSigned
    case .unsigned: dtype.isUnsigned
    case .number: dtype != .bool
    case .complex: dtype.isComplex
    case .any: true
    }
  }
}

extension Tensor {
  /// `0, 1, …` along an axis of a shape.
  static func counting(along axis: Int, of shape: Shape, _ dtype: DType = .int32) throws -> Tensor {
    var column = [Int](repeating: 1, count: shape.rank)
    column[axis] = shape[axis]
    return try iota(shape[axis], dtype).reshaped(to: column).broadcast(to: shape)
  }
}

extension CallParameters {
  /// Number of intervals into which `linspace` and its siblings cut the line.
  fileprivate func intervalCount() throws -> Int {
    let count = try self["num"] == nil ? 50 : self.count("num")
    return try optionalBool("endpoint") ?? true ? max(count - 1, 0) : count
  }

  /// An integer that isn't negative.
  func count(_ name: String) throws -> Int {
    let count = try int(name)
    guard count >= 0, count <= Evaluator.sequenceLimit else {
      throw Diagnostic("the argument '\(name)' of \(callee) makes no sense", got: "\(count)")
    }
    return count
  }
}
