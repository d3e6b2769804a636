import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that pick elements.
  mutating func addLookups() {
    add(
      "take",
      "(a, indices, axis=None, out=None, mode=None, unique_indices=False, "
        + "indices_are_sorted=False, fill_value=None)",
      "Elements at indices along an axis."
    ) {
      parameters in
      var x = try parameters.tensor("a")
      var axis = try parameters.optionalInt("axis")
      if axis == nil { (x, axis) = (try x.reshaped(to: [-1]), 0) }
      let indices = try Self.array(parameters.required("indices"))
      return .tensor(
        try x.taken(indices, axis: axis ?? 0, mode: parameters.indexMode())
          .filling(parameters, indices, axis: axis ?? 0, size: x.shape))
    }
    add(
      "take_along_axis",
      "(arr, indices, axis=-1, mode=None, fill_value=None, *, wrap_negative_indices=None)",
      "For each place, the element that an array of indices names."
    ) { parameters in
      var x = try parameters.tensor("arr")
      let indices = try parameters.tensor("indices")
      if parameters.isNone("axis") { x = try x.reshaped(to: [-1]) }
      let axis = try x.shape.axis(
        parameters.optionalInt("axis") ?? (parameters.isNone("axis") ? 0 : -1))
      let picked = try x.takenAlong(axis: axis, indices, mode: parameters.modeAlongAxis())
      guard let fill = try parameters["fill_value"]?.tensor(), try parameters.fillsGaps() else {
        return .tensor(picked)
      }
      return .tensor(
        try .select(
          indices.isIndex(ofAxis: x.shape[axis]).broadcast(to: picked.shape), picked,
          fill.converted(to: x.dtype)))
    }
    add(
      "diagonal", "(a, offset=0, axis1=0, axis2=1)", "Elements on a diagonal of two axes."
    ) { .tensor(try $0.diagonal()) }
    add("trace", "(a, offset=0, axis1=0, axis2=1, dtype=None, out=None)", "Sum of a diagonal.") {
      let diagonal = try $0.diagonal()
      let typed = try $0.optionalDType().map { try diagonal.converted(to: $0) } ?? diagonal
      return .tensor(try typed.reduced(.sum, axes: [-1]))
    }
    add(
      "diag", "(v, k=0)", "The diagonal of a matrix, or a matrix with a vector on its diagonal."
    ) { parameters in
      let v = try parameters.tensor("v")
      let offset = try parameters.optionalInt("k") ?? 0
      guard v.rank == 1 else { return .tensor(try v.diagonal(offset, 0, 1)) }
      guard offset.magnitude <= Evaluator.sequenceLimit else { throw Diagnostic("k is too large") }
      let size = v.shape[0] + abs(offset)
      let padded = try v.padded(
        low: [max(offset, 0)], high: [max(-offset, 0)], value: Tensor(0))
      return .tensor(
        try .select(
          Self.diagonal(size, size, offset), padded.reshaped(to: [1, size]),
          Tensor(0).converted(to: v.dtype)))
    }
    add(
      "searchsorted", "(a, v, side='left', sorter=None, *, method='scan')",
      "Where values belong in a sorted array.", ignoring: ["method"]
    ) { parameters in
      let side = try parameters.optionalString("side") ?? "left"
      guard ["left", "right"].contains(side) else {
        throw Diagnostic("searchsorted's side is 'left' or 'right'", got: "'\(side)'")
      }
      return .tensor(
        try parameters.tensor("a").searchSorted(parameters.tensor("v"), isRight: side == "right"))
    }
    add(
      "digitize", "(x, bins, right=False, *, method=None)",
      "The bin that each value falls into.", ignoring: ["method"]
    ) { parameters in
      let isRight = try parameters.optionalBool("right") ?? false
      return .tensor(
        try parameters.tensor("x").digitized(parameters.tensor("bins"), isRight: isRight))
    }
    add(
      "bincount", "(x, weights=None, minlength=0, *, length=None, out_sharding=None)",
      "How often each small integer occurs."
    ) { parameters in
      let x = try parameters.tensor("x")
      guard let length = try parameters.optionalInt("length"), length >= 0 else {
        throw Diagnostic("bincount needs length: the result's size isn't known while tracing")
      }
      let isHere = try Tensor.compare(
        .eq, .binary(.max, x, Tensor(0)).expandingAxis(0),
        Tensor.iota(length, .int32).expandingAxis(1))
      let weights = try parameters["weights"]?.tensor() ?? Tensor(NDArray(Int32(1)))
      return .tensor(
        try Tensor.select(isHere, weights, Tensor(0)).reduced(.sum, axes: [1]))
    }
  }

  /// Functions of `jax.numpy` about the halves of a matrix.
  mutating func addTriangles() {
    for (name, isLower, side) in [("tril", true, "below"), ("triu", false, "above")] {
      add(
        name, "(m, k=0)", "The elements on and \(side) a diagonal, zeros elsewhere."
      ) { parameters in
        let x = try parameters.tensor("m")
        guard x.rank >= 2 else { throw Diagnostic("\(name) takes a matrix", got: "\(x)") }
        let mask = try Self.triangle(
          x.shape[x.rank - 2], x.shape[x.rank - 1],
          offset: (parameters.optionalInt("k") ?? 0) &- (isLower ? 0 : 1))
        let zero = x.dtype == .bool ? Tensor(false) : try Tensor(0).converted(to: x.dtype)
        return .tensor(isLower ? try .select(mask, x, zero) : try .select(mask, zero, x))
      }
      add(
        "\(name)_indices", "(n, k=0, m=None)", "Indices of the elements on and \(side) a diagonal."
      ) { parameters in
        let rows = try parameters.count("n")
        let columns = try parameters["m"] == nil ? rows : parameters.count("m")
        let k = try parameters.optionalInt("k") ?? 0
        guard rows * columns <= Evaluator.sequenceLimit
        else { throw Diagnostic("\(name)_indices of too large a matrix") }
        let places = (0..<rows).flatMap { row in
          (0..<columns).filter { isLower ? $0 - row <= k : $0 - row >= k }.map { (row, $0) }
        }
        return .tuple([places.map(\.0), places.map(\.1)].map { Self.indices($0) })
      }
    }
    add("tri", "(N, M=None, k=0, dtype=None)", "Ones on and below a diagonal.") { parameters in
      let rows = try parameters.count("N")
      let columns = try parameters["M"] == nil ? rows : parameters.count("M")
      return .tensor(
        try Self.triangle(rows, columns, offset: parameters.optionalInt("k") ?? 0)
          .converted(to: parameters.optionalDType() ?? .float32))
    }
    add("diag_indices", "(n, ndim=2)", "Indices of the main diagonal.") { parameters in
      let count = try parameters.count("n")
      let rank = try parameters.optionalInt("ndim") ?? 2
      guard (0...64).contains(rank) else { throw Diagnostic("ndim makes no sense", got: "\(rank)") }
      return .tuple(Array(repeating: Self.indices(Array(0..<count)), count: rank))
    }
    add("ix_", "(*args)", "Indices of the grid that sequences span.") { parameters in
      let vectors = try parameters.tensors("args")
      return .tuple(
        try vectors.enumerated().map { index, vector in
          var column = [Int](repeating: 1, count: vectors.count)
          column[index] = vector.shape.elementCount
          return .tensor(try vector.reshaped(to: column))
        })
    }
    add(
      "vander", "(x, N=None, increasing=False)", "Powers of a vector as the columns of a matrix."
    ) { parameters in
      let x = try parameters.tensor("x")
      let count = try parameters["N"] == nil ? x.shape.elementCount : parameters.count("N")
      let isIncreasing = try parameters.optionalBool("increasing") ?? false
      let powers = try (0..<count).map { try x.power(isIncreasing ? $0 : count - 1 - $0) }
      return .tensor(try .stack(powers, axis: -1))
    }
  }

  private static func indices(_ values: [Int]) -> Value {
    .tensor(Tensor(NDArray(values.map { Int32(clamping: $0) }, shape: [values.count])))
  }

  /// Mask of the elements of a matrix on or below a diagonal.
  private static func triangle(_ rows: Int, _ columns: Int, offset: Int) throws -> Tensor {
    let shape = Shape([rows, columns])
    return try .compare(
      .ge, Tensor.counting(along: 0, of: shape) + Tensor(offset),
      Tensor.counting(along: 1, of: shape))
  }

  /// Functions of `jax.numpy` that sort.
  mutating func addSorting() {
    addPartitions()
    add(
      "sort", "(a, axis=-1, *, kind=None, order=None, stable=True, descending=False)",
      "Elements in order along an axis."
    ) { parameters in
      let (x, axis) = try Self.sorted(parameters)
      let sorted = try x.sorted(axis: axis)
      let isDescending = try parameters.optionalBool("descending") ?? false
      return .tensor(isDescending ? try sorted.reversed(axes: [axis]) : sorted)
    }
    add(
      "argsort",
      "(a, axis=-1, *, kind=None, order=None, stable=True, descending=False, dtype=None)",
      "Indices that put elements in order."
    ) { parameters in
      let (x, axis) = try Self.sorted(parameters)
      let dtype = try parameters.optionalDType() ?? .int32
      guard try parameters.optionalBool("descending") ?? false else {
        return .tensor(try x.argSorted(axis: axis).converted(to: dtype))
      }
      // Backwards, sorted, and backwards again: equal ones stay in order.
      let order = try x.reversed(axes: [axis]).argSorted(axis: axis).reversed(axes: [axis])
      return .tensor(try (Tensor(x.shape[axis] - 1) - order).converted(to: dtype))
    }
  }

  /// Adds the partitions: the halves of a sorted array below and above one index, the upper one
  /// backwards, as JAX has them.
  private mutating func addPartitions() {
    for (name, noun) in [("partition", "Elements"), ("argpartition", "Indices of elements")] {
      add(
        name, "(a, kth, axis=-1)", "\(noun), smaller ones than the kth before it."
      ) { parameters in
        let x = try parameters.tensor("a")
        let axis = try x.shape.axis(parameters.optionalInt("axis") ?? -1)
        let count = x.shape[axis]
        let kth = try Evaluator.position(of: parameters.required("kth"), in: count)
        let order = try x.argSorted(axis: axis)
        func part(_ range: Range<Int>) throws -> Tensor {
          try order.sliced(axis: axis, range)
        }
        if name == "argpartition" {
          return .tensor(
            try .concatenate(
              [part(0..<kth + 1), part(kth + 1..<count).sorted(axis: axis)], axis: axis))
        }
        let places = try Tensor.concatenate(
          [part(0..<kth + 1), part(kth + 1..<count).reversed(axes: [axis])], axis: axis)
        return .tensor(try x.takenAlong(axis: axis, places, mode: .clip))
      }
    }
  }

  private static func sorted(_ parameters: CallParameters) throws -> (Tensor, axis: Int) {
    let x = try parameters.tensor("a")
    if parameters.isNone("axis") { return (try x.reshaped(to: [-1]), 0) }
    return (x, try x.shape.axis(parameters.optionalInt("axis") ?? -1))
  }

  /// Functions of `jax.numpy` of neighbours.
  mutating func addDifferences() {
    add(
      "diff", "(a, n=1, axis=-1, prepend=None, append=None)", "Differences of neighbours."
    ) { parameters in
      var x = try parameters.tensor("a")
      let axis = try x.shape.axis(parameters.optionalInt("axis") ?? -1)
      for (name, isFirst) in [("prepend", true), ("append", false)] {
        guard let value = try parameters[name]?.tensor() else { continue }
        let part =
          value.rank == 0
          ? try value.broadcast(to: x.shape.replacing(axis: axis, with: [1])) : value
        x = try .concatenate(isFirst ? [part, x] : [x, part], axis: axis)
      }
      let rounds = try parameters.optionalInt("n") ?? 1
      guard (0...100).contains(rounds) else { throw Diagnostic("n of diff makes no sense") }
      for _ in 0..<rounds {
        let size = x.shape[axis]
        guard size > 0 else { break }
        let (after, before) = (
          try x.sliced(axis: axis, 1..<max(size, 1)), try x.sliced(axis: axis, 0..<size - 1)
        )
        x = x.dtype == .bool ? try .compare(.ne, after, before) : try after - before
      }
      return .tensor(x)
    }
    add(
      "trapezoid", "(y, x=None, dx=1.0, axis=-1)", "Integral by the trapezoidal rule."
    ) { parameters in
      let y = try parameters.tensor("y").convertedToInexact()
      guard parameters["x"] == nil else {
        throw Diagnostic("trapezoid takes steps of one size: use dx")
      }
      let axis = try y.shape.axis(parameters.optionalInt("axis") ?? -1)
      let size = max(y.shape[axis], 1)
      let pairs =
        try y.sliced(axis: axis, min(1, y.shape[axis])..<y.shape[axis])
        + y.sliced(axis: axis, 0..<size - 1)
      let dx = try parameters["dx"]?.tensor() ?? Tensor(1.0)
      return .tensor(try pairs.reduced(.sum, axes: [axis]) * dx * 0.5)
    }
    add(
      "gradient", "(f, *varargs, axis=None, edge_order=None)", "Slopes between neighbours."
    ) { try Self.gradient($0) }
    add(
      "convolve", "(a, v, mode='full', *, precision=None, preferred_element_type=None)",
      "Convolution of two vectors."
    ) { parameters in
      .tensor(try Self.convolved(parameters))
    }
  }

  /// The slope along each axis: between both neighbours, at the ends between two.
  private static func gradient(_ parameters: CallParameters) throws -> Value {
    guard parameters["edge_order"] == nil else {
      throw Diagnostic("gradient has no edge_order in JAX: leave it out")
    }
    let x = try parameters.tensor("f").convertedToInexact()
    let axes = try (parameters.optionalInts("axis") ?? Array(0..<x.rank)).map {
      try x.shape.axis($0)
    }
    var steps = try parameters.tensors("varargs").map { try $0.convertedToInexact() }
    if steps.isEmpty { steps = [Tensor(1.0)] }
    if steps.count == 1 { steps = Array(repeating: steps[0], count: axes.count) }
    guard steps.count == axes.count else {
      throw Diagnostic("gradient takes one spacing, or one for each axis", got: "\(steps.count)")
    }
    let slopes = try zip(axes, steps).map { axis, step -> Value in
      let size = x.shape[axis]
      guard size >= 2 else { throw Diagnostic("gradient needs two elements on an axis") }
      guard step.rank <= 1, step.rank == 0 || step.shape[0] == size else {
        throw Diagnostic("a spacing of gradient is a number, or one place for each element")
      }
      func part(_ array: Tensor, _ range: Range<Int>) throws -> Tensor {
        try array.sliced(axis: axis, range)
      }
      let first = try part(x, 1..<2) - part(x, 0..<1)
      let last = try part(x, size - 1..<size) - part(x, size - 2..<size - 1)
      if step.rank == 0 {
        let inner = try (part(x, 2..<size) - part(x, 0..<size - 2)) * 0.5 / step
        return .tensor(try .concatenate([first / step, inner, last / step], axis: axis))
      }
      var column = [Int](repeating: 1, count: x.rank)
      column[axis] = size
      let places = try step.reshaped(to: column)
      let gaps = try part(places, 1..<size) - part(places, 0..<size - 1)
      let (low, high) = (try part(gaps, 0..<size - 2), try part(gaps, 1..<size - 1))
      let inner =
        try -high / (low * (low + high)) * part(x, 0..<size - 2)
        + (high - low) / (low * high) * part(x, 1..<size - 1)
        + low / (high * (low + high)) * part(x, 2..<size)
      return .tensor(
        try .concatenate(
          [first / part(gaps, 0..<1), inner, last / part(gaps, size - 2..<size - 1)],
          axis: axis))
    }
    return slopes.count == 1 ? slopes[0] : .list(slopes)
  }

  /// The sums of products of one row with the other read backwards, at every shift.
  private static func convolved(_ parameters: CallParameters) throws -> Tensor {
    var (a, v) = (
      try parameters.tensor("a").convertedToInexact(),
      try parameters.tensor("v").convertedToInexact()
    )
    guard a.rank == 1, v.rank == 1, a.shape[0] > 0, v.shape[0] > 0 else {
      throw Diagnostic("convolve takes two rows", got: "\(a), \(v)")
    }
    if a.shape[0] < v.shape[0] { (a, v) = (v, a) }
    let (count, width) = (a.shape[0], v.shape[0])
    guard width <= 10_000 else { throw Diagnostic("convolve's rows are too long") }
    let full = try a.padded(low: [width - 1], high: [width - 1], value: Tensor(0))
    let windows = try Tensor.stack(
      (0..<width).map { try full.sliced(axis: 0, $0..<$0 + count + width - 1) }, axis: 1)
    let result = try Tensor.dot(windows, v.reversed(axes: [0]))
    switch try parameters.optionalString("mode") ?? "full" {
    case "full": return result
    case "same":
      let start = (width - 1) / 2
      return try result.sliced(axis: 0, start..<start + count)
    case "valid": return try result.sliced(axis: 0, width - 1..<count)
    case let mode:
      throw Diagnostic("convolve doesn't know the mode '\(mode)'", expected: "full, same or valid")
    }
  }
}

extension CallParameters {
  /// Treatment of indices out of range, by `mode`.
  fileprivate func indexMode() throws -> IndexMode {
    let word = try optionalString("mode") ?? "fill"
    guard let mode = IndexMode(rawValue: word) else {
      throw Diagnostic(
        "\(callee) doesn't know the mode '\(word)'", expected: "fill, clip or wrap")
    }
    return mode
  }

  /// Treatment of indices out of range in `take_along_axis`: all modes but `promise_in_bounds`
  /// count negative ones from the end first.
  fileprivate func modeAlongAxis() throws -> IndexMode {
    switch try optionalString("mode") ?? "fill" {
    case "fill", "drop": return .fill
    case "clip": return .promiseInBounds
    case "promise_in_bounds": return .clip
    case let word:
      throw Diagnostic(
        "\(callee) doesn't know the mode '\(word)'", expected: "fill, clip or promise_in_bounds")
    }
  }

  /// Whether indices out of range get a fill value.
  fileprivate func fillsGaps() throws -> Bool {
    ["fill", "drop"].contains(try optionalString("mode") ?? "fill")
  }

  fileprivate func diagonal() throws -> Tensor {
    try tensor("a").diagonal(
      optionalInt("offset") ?? 0, optionalInt("axis1") ?? 0, optionalInt("axis2") ?? 1)
  }
}

extension Tensor {
  /// The elements whose indices on two axes differ by `offset`, as the last axis (`jnp.diagonal`).
  func diagonal(_ offset: Int, _ axis1: Int, _ axis2: Int) throws -> Tensor {
    let (first, second) = (try shape.axis(axis1), try shape.axis(axis2))
    guard first != second else { throw Diagnostic("a diagonal goes through two axes") }
    let others = (0..<rank).filter { $0 != first && $0 != second }
    let matrices = try transposed(others + [first, second])
    let (rows, columns) = (shape[first], shape[second])
    let offset = min(max(offset, -rows), columns)
    let (row, column) = (max(0, -offset), max(0, offset))
    let count = max(0, min(rows - row, columns - column))
    guard count > 0 else {
      return try .full(Shape(others.map { shape[$0] } + [0]), 0, dtype)
    }
    let part = try matrices.sliced(axis: -2, row..<row + count)
      .sliced(axis: -1, column..<column + count)
    let places = try Tensor.iota(count, .int32).expandingAxis(1)
    return try part.takenAlong(
      axis: part.rank - 1,
      places.reshaped(to: others.map { _ in 1 } + [count, 1]), mode: .clip
    ).squeezed([part.rank - 1])
  }

  /// With another value than NaN in the places of indices out of range, if one is given.
  fileprivate func filling(
    _ parameters: CallParameters, _ indices: Tensor, axis: Int, size: Shape
  ) throws -> Tensor {
    guard let fill = try parameters["fill_value"]?.tensor(), try parameters.indexMode() == .fill
    else { return self }
    let axis = try size.axis(axis)
    let isValid = try indices.isIndex(ofAxis: size[axis])
    let column =
      [Int](repeating: 1, count: axis) + indices.shape.sizes
      + [Int](repeating: 1, count: size.rank - axis - 1)
    return try .select(isValid.reshaped(to: column), self, fill.converted(to: dtype))
  }

  /// Whether each index is one of an axis of this size, counted from its start or its end.
  fileprivate func isIndex(ofAxis size: Int) throws -> Tensor {
    let wide = try converted(to: .int32)
    let first = Tensor(dtype.isUnsigned ? 0 : -size)
    return try .binary(.and, .compare(.ge, wide, first), .compare(.lt, wide, Tensor(size)))
  }
}
