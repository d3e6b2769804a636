import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that give an array another shape.
  mutating func addShaping() {
    add(
      "reshape", "(a, shape, order='C', *, copy=None, out_sharding=None)",
      "The elements in another shape."
    ) {
      .tensor(try $0.reshaped(to: $0.required("shape").ints("shape")))
    }
    for (name, signature) in [("transpose", "(a, axes=None)"), ("permute_dims", "(a, /, axes)")] {
      add(name, signature, "Axes in another order, reversed if none is given.") {
        .tensor(try $0.tensor("a").transposed($0.optionalInts("axes")))
      }
    }
    add(elementwise: "matrix_transpose", "The last two axes swapped.") { try $0.matrixTransposed() }
    add("swapaxes", "(a, axis1, axis2)", "Two axes swapped.") { parameters in
      let x = try parameters.tensor("a")
      var order = Array(0..<x.rank)
      order.swapAt(
        try x.shape.axis(parameters.int("axis1")), try x.shape.axis(parameters.int("axis2")))
      return .tensor(try x.transposed(order))
    }
    add("moveaxis", "(a, source, destination)", "Axes moved to other places.") { parameters in
      .tensor(
        try parameters.tensor("a").movingAxes(
          parameters.required("source").ints("source"),
          to: parameters.required("destination").ints("destination")))
    }
    add("rollaxis", "(a, axis, start=0)", "An axis moved back to a place.") { parameters in
      let x = try parameters.tensor("a")
      let axis = try x.shape.axis(parameters.int("axis"))
      let start = try parameters.optionalInt("start") ?? 0
      let place = start < 0 ? start + x.rank : start
      guard (0...x.rank).contains(place) else { throw Diagnostic("start is out of range") }
      return .tensor(try x.movingAxis(axis, to: place > axis ? place - 1 : place))
    }
    add("expand_dims", "(a, axis)", "New axes of size 1.") { parameters in
      let x = try parameters.tensor("a")
      let axes = try parameters.required("axis").ints("axis")
      let full = Shape(x.shape.sizes + axes.map { _ in 1 })
      return .tensor(
        try axes.map { try full.axis($0) }.sorted().reduce(x) { try $0.expandingAxis($1) })
    }
    add("squeeze", "(a, axis=None)", "Axes of size 1 taken away.") {
      .tensor(try $0.tensor("a").squeezed($0.optionalInts("axis")))
    }
    add("ravel", "(a, order='C', *, out_sharding=None)", "The elements on one axis.") {
      .tensor(try $0.reshaped(to: [-1]))
    }
    for (name, rank, noun) in [
      ("atleast_1d", 1, "one axis"), ("atleast_2d", 2, "two axes"), ("atleast_3d", 3, "three axes"),
    ] {
      add(name, "(*arys)", "Arrays of at least \(noun).") { parameters in
        let arrays = try parameters.tensors("arys").map { try $0.withAtLeast(rank) }
        return arrays.count == 1 ? .tensor(arrays[0]) : .list(arrays.map { .tensor($0) })
      }
    }
    addBroadcasting()
    addReversals()
  }

  private mutating func addBroadcasting() {
    add("broadcast_to", "(array, shape, *, out_sharding=None)", "An array repeated to a shape.") {
      .tensor(try $0.tensor("array").broadcast(to: $0.shape("shape")))
    }
    add("broadcast_arrays", "(*args)", "Arrays repeated to their common shape.") { parameters in
      let arrays = try parameters.tensors("args")
      let shape = try Tensor.broadcastShape(arrays.map(\.shape))
      return .list(try arrays.map { .tensor(try $0.broadcast(to: shape)) })
    }
    add("broadcast_shapes", "(*shapes)", "The common shape of shapes.") { parameters in
      let shapes = try Evaluator.iterated(parameters.required("shapes")).map { try $0.shape() }
      return .tuple(try Tensor.broadcastShape(shapes).sizes.map { .int($0) })
    }
    add("tile", "(A, reps)", "An array repeated as a whole.") {
      .tensor(try Self.tiled($0.tensor("A"), $0.required("reps").ints("reps")))
    }
    add(
      "repeat", "(a, repeats, axis=None, *, total_repeat_length=None, out_sharding=None)",
      "Each element repeated."
    ) { .tensor(try Self.repeated($0)) }
  }

  private mutating func addReversals() {
    add("flip", "(m, axis=None)", "The elements in reverse order.") { parameters in
      let x = try parameters.tensor("m")
      return .tensor(try x.reversed(axes: parameters.optionalInts("axis") ?? Array(0..<x.rank)))
    }
    add(elementwise: "flipud", "(m)", "The first axis reversed.") { try $0.reversed(axes: [0]) }
    add(elementwise: "fliplr", "(m)", "The second axis reversed.") { try $0.reversed(axes: [1]) }
    add("rot90", "(m, k=1, axes=(0, 1))", "A plane turned by quarter turns.") { parameters in
      let x = try parameters.tensor("m")
      let axes = try (parameters.optionalInts("axes") ?? [0, 1]).map { try x.shape.axis($0) }
      guard axes.count == 2, axes[0] != axes[1] else { throw Diagnostic("rot90 turns two axes") }
      var order = Array(0..<x.rank)
      order.swapAt(axes[0], axes[1])
      let turns = (((try parameters.optionalInt("k") ?? 1) % 4) + 4) % 4
      return .tensor(
        try (0..<turns).reduce(x) { turned, _ in
          try turned.reversed(axes: [axes[1]]).transposed(order)
        })
    }
    add(
      "roll", "(a, shift, axis=None)",
      "Elements moved along an axis, those that leave coming in at the other end."
    ) { parameters in
      let x = try parameters.tensor("a")
      let shifts = try parameters.required("shift").elements ?? [parameters.required("shift")]
      guard let axes = try parameters.optionalInts("axis") else {
        let flat = try shifts.reduce(x.reshaped(to: [-1])) { try $0.rolled(by: $1, axis: 0) }
        return .tensor(try flat.reshaped(to: x.shape.sizes))
      }
      guard shifts.count == axes.count || shifts.count == 1 || axes.count == 1 else {
        throw Diagnostic("roll takes a shift for each axis")
      }
      let count = max(shifts.count, axes.count)
      return .tensor(
        try (0..<count).reduce(x) { rolled, index in
          try rolled.rolled(
            by: shifts[shifts.count == 1 ? 0 : index], axis: axes[axes.count == 1 ? 0 : index])
        })
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

  private static func repeated(_ parameters: CallParameters) throws -> Tensor {
    var x = try parameters.tensor("a")
    if try parameters.optionalInt("axis") == nil || x.rank == 0 { x = try x.reshaped(to: [-1]) }
    let axis = try x.shape.axis(parameters.optionalInt("axis") ?? 0)
    let repeats = try parameters.required("repeats")
    let total = try parameters.optionalInt("total_repeat_length")
    if case .int(let count) = repeats.staticNumber, total == nil {
      guard count >= 0 else { throw Diagnostic("repeats is negative") }
      let apart = try x.expandingAxis(axis + 1)
      let filled = try apart.broadcast(to: apart.shape.replacing(axis: axis + 1, with: [count]))
      var shape = x.shape
      shape[axis] *= count
      return try filled.reshaped(to: shape.sizes)
    }
    let counts = try Self.array(repeats)
    guard
      let total = try total
        ?? (repeats.elements == nil ? repeats.knownInts(rank: 1) : repeats.ints("repeats"))?
        .reduce(0, +)
    else {
      throw Diagnostic(
        "repeat by an array needs total_repeat_length: the result's size isn't known while tracing")
    }
    guard total >= 0, total <= Evaluator.sequenceLimit else {
      throw Diagnostic("total_repeat_length makes no sense", got: "\(total)")
    }
    let ends = try counts.broadcast(to: [x.shape[axis]]).cumulative(.sum, axis: 0)
    let sources = try ends.searchSorted(Tensor.iota(total, .int32), isRight: true)
    return try x.taken(sources, axis: axis, mode: .clip)
  }
}

extension CallParameters {
  /// The array in another shape; in Fortran's order the first axis is the fastest.
  fileprivate func reshaped(to sizes: [Int]) throws -> Tensor {
    let x = try tensor("a")
    guard try optionalString("order") == "F" else { return try x.reshaped(to: sizes) }
    return try x.transposed().reshaped(to: sizes.reversed()).transposed()
  }
}

extension Tensor {
  /// Several axes moved to other places, the others kept in order (`jnp.moveaxis`).
  func movingAxes(_ sources: [Int], to destinations: [Int]) throws -> Tensor {
    let from = try sources.map { try shape.axis($0) }
    let to = try destinations.map { try shape.axis($0) }
    guard from.count == to.count, Set(from).count == from.count, Set(to).count == to.count else {
      throw Diagnostic("moveaxis moves each axis once", got: "\(sources) to \(destinations)")
    }
    var order = (0..<rank).filter { !from.contains($0) }
    for (source, destination) in zip(from, to).sorted(by: { $0.1 < $1.1 }) {
      order.insert(source, at: destination)
    }
    return try transposed(order)
  }

  /// Axes of size 1 added as NumPy's `atleast_1d` and its siblings do.
  func withAtLeast(_ count: Int) throws -> Tensor {
    switch (rank, count) {
    case (0, _): try reshaped(to: Array(repeating: 1, count: count))
    case (1, 2): try expandingAxis(0)
    case (1, 3): try expandingAxis(0).expandingAxis(2)
    case (2, 3): try expandingAxis(2)
    default: self
    }
  }

  /// The value rolled along an axis: elements that leave at one end come in at the other.
  func rolled(by shift: Value, axis: Int) throws -> Tensor {
    let axis = try shape.axis(axis)
    let size = shape[axis]
    guard size > 0 else { return self }
    guard case .int(let count) = shift.staticNumber else {
      let places = try Tensor.remainder(
        Tensor.iota(size, .int32) - shift.tensor("shift").reshaped(to: []), Tensor(size))
      return try taken(places, axis: axis, mode: .clip)
    }
    let cut = (size - count % size) % size
    if cut == 0 { return self }
    return try .concatenate(
      [sliced(axis: axis, cut..<size), sliced(axis: axis, 0..<cut)], axis: axis)
  }
}
