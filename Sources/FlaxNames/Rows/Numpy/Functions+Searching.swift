import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Adds functions of `jax.numpy` that find indices of elements, and distinct elements.
  mutating func addPlaces(_ namespace: Namespace) {
    add(
      "nonzero", "(a, *, size=None, fill_value=None)",
      "Indices of the elements that are not zero, an array for each axis."
    ) { .tuple(try $0.places().map { .tensor($0) }) }
    add(
      "argwhere", "(a, *, size=None, fill_value=None)",
      "Indices of the elements that are not zero, a row for each."
    ) { parameters in
      .tensor(try .stack(parameters.places(), axis: -1))
    }
    add(
      "flatnonzero", "(a, *, size=None, fill_value=None)",
      "Indices of the elements of the flat array that are not zero."
    ) { parameters in
      .tensor(try parameters.places { try $0.reshaped(to: [-1]) }[0])
    }
    add(
      "isin", "(element, test_elements, assume_unique=False, invert=False, *, method='auto')",
      "Whether each element is among others.", ignoring: ["method", "assume_unique"]
    ) { parameters in
      let element = try parameters.tensor("element")
      let tests = try parameters.tensor("test_elements").reshaped(to: [-1])
      let isThere = try Tensor.compare(.eq, element.expandingAxis(-1), tests)
        .reduced(.or, axes: [-1])
      let isInverted = try parameters.optionalBool("invert") ?? false
      return .tensor(isInverted ? try isThere.unary(.not) : isThere)
    }
    add(
      "unravel_index", "(indices, shape)", "Indices on each axis of indices of the flat array."
    ) { parameters in
      var rest = try parameters.tensor("indices")
      let sizes = try parameters.required("shape").ints("shape")
      var places: [Tensor] = []
      for size in sizes.reversed() {
        guard size > 0 else { throw Diagnostic("unravel_index for an axis of no elements") }
        places.insert(try .remainder(rest, Tensor(size)), at: 0)
        rest = try .floorDivide(rest, Tensor(size))
      }
      // What is left over lies outside: it is moved to the last place, or to the first.
      let isAfter = try Tensor.compare(.gt, rest, Tensor(0))
      let isBefore =
        rest.dtype.isUnsigned ? Tensor(false) : try Tensor.compare(.lt, rest, Tensor(-1))
      return .tuple(
        try zip(sizes, places).map { size, place in
          .tensor(
            try .select(isAfter, Tensor(size - 1), .select(isBefore, Tensor(0), place)))
        })
    }
    add(
      "put_along_axis", "(arr, indices, values, axis, inplace=True, *, mode=None)",
      "For each place that an array of indices names, another value."
    ) { parameters in
      guard try !(parameters.optionalBool("inplace") ?? true) else {
        throw Diagnostic("put_along_axis can't change an array in place", hint: "inplace=False")
      }
      let x = try parameters.tensor("arr")
      let flat = parameters.isNone("axis") ? try x.reshaped(to: [-1]) : x
      let axis = try flat.shape.axis(parameters.isNone("axis") ? 0 : parameters.int("axis"))
      let indices = try parameters.tensor("indices")
      guard indices.rank == flat.rank else {
        throw Diagnostic(
          "put_along_axis takes as many axes of indices as of the array", got: "\(indices), \(x)")
      }
      let places = try flat.shape.sizes.indices.map { place -> Value in
        if place == axis { return .tensor(indices) }
        var column = [Int](repeating: 1, count: flat.rank)
        column[place] = flat.shape[place]
        return .tensor(try Tensor.iota(flat.shape[place], .int32).reshaped(to: column))
      }
      let values = try parameters.tensor("values").broadcast(to: indices.shape)
      let mode = try parameters.optionalString("mode") ?? "drop"
      guard ["fill", "drop", "clip", "promise_in_bounds"].contains(mode) else {
        throw Diagnostic("unknown mode '\(mode)'", expected: "fill, drop or clip")
      }
      let result = try flat.updated(
        at: places, .set, values, isClipped: mode == "clip", depth: namespace.loopDepth)
      return .tensor(try result.reshaped(to: x.shape.sizes))
    }
    add(
      "unique",
      "(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, "
        + "equal_nan=True, size=None, fill_value=None, sorted=True)",
      "The different elements in order."
    ) {
      try Self.unique($0)
    }
  }

  /// Distinct elements in order, `size` of them.
  private static func unique(_ parameters: CallParameters) throws -> Value {
    guard let size = try parameters.optionalInt("size"), size >= 0,
      size <= Evaluator.sequenceLimit
    else {
      throw Diagnostic("unique needs size: how many there are isn't known while tracing")
    }
    guard parameters["axis"] == nil else {
      throw Diagnostic("unique takes elements, not the parts along an axis: leave out axis")
    }
    let array = try parameters.tensor("ar")
    let x = try array.reshaped(to: [-1])
    guard x.shape[0] > 0 else { throw Diagnostic("unique of no elements") }
    let order = try x.argSorted(axis: 0)
    let sorted = try x.taken(order, axis: 0, mode: .clip)
    let (before, after) = (
      try sorted.sliced(axis: 0, 0..<x.shape[0] - 1), try sorted.sliced(axis: 0, 1..<x.shape[0])
    )
    var isNew = try Tensor.compare(.ne, after, before)
    if try parameters.optionalBool("equal_nan") ?? true, x.dtype.isFloating {
      isNew = try .binary(.and, isNew, .compare(.eq, before, before))
    }
    isNew = try .concatenate([.full([1], Tensor(true)), isNew], axis: 0)
    // Which of the different ones each element, in order, is.
    let ranks = try isNew.cumulative(.sum, axis: 0) - Tensor(1)
    let firsts = try isNew.places(count: size)[0]
    var values = try sorted.taken(firsts, axis: 0, mode: .clip)
    if let fill = try parameters["fill_value"]?.tensor() {
      let isThere = try Tensor.compare(
        .lt, Tensor.iota(size, .int32), ranks.indexed(axis: 0, x.shape[0] - 1) + Tensor(1))
      values = try .select(isThere, values, fill.converted(to: x.dtype))
    }
    var results = [values]
    if try parameters.optionalBool("return_index") ?? false {
      results.append(try order.taken(firsts, axis: 0, mode: .clip))
    }
    if try parameters.optionalBool("return_inverse") ?? false {
      let back = try order.argSorted(axis: 0)
      results.append(
        try ranks.taken(back, axis: 0, mode: .clip).reshaped(to: array.shape.sizes))
    }
    if try parameters.optionalBool("return_counts") ?? false {
      let isOne = try Tensor.compare(
        .eq, Tensor.iota(size, .int32).expandingAxis(1), ranks.expandingAxis(0))
      results.append(try isOne.converted(to: .int32).reduced(.sum, axes: [1]))
    }
    return results.count == 1 ? .tensor(values) : .tuple(results.map { .tensor($0) })
  }
}

extension CallParameters {
  /// Indices on each axis of the elements that aren't zero: `size` of them, or all of a known
  /// array.
  func places(
    of name: String = "a", _ shaped: (Tensor) throws -> Tensor = { $0 }
  ) throws -> [Tensor] {
    let mask = try shaped(tensor(name)).isTrue()
    guard mask.rank > 0 else { throw Diagnostic("\(callee) of a single number") }
    guard let size = try optionalInt("size") else {
      guard let known = try mask.knownPlaces() else {
        throw Diagnostic(
          "\(callee) gives a result whose size isn't known while tracing",
          hint: "give size=…, or use jnp.where(condition, a, b)")
      }
      return known
    }
    guard (0...Evaluator.sequenceLimit).contains(size) else {
      throw Diagnostic("the size of \(callee) makes no sense", got: "\(size)")
    }
    let places = try mask.places(count: size)
    guard let fill = self["fill_value"] else { return places }
    let fills = try (fill.elements ?? Array(repeating: fill, count: places.count)).map {
      try $0.tensor("fill_value")
    }
    guard fills.count == places.count else {
      throw Diagnostic("fill_value of \(callee) is one number, or one for each axis")
    }
    let count = try mask.converted(to: .int32).reduced(.sum)
    let isThere = try Tensor.compare(.lt, Tensor.iota(size, .int32), count)
    return try zip(places, fills).map { try .select(isThere, $0, $1) }
  }
}

extension Tensor {
  /// Indices on each axis of the mask's first `count` true elements, and zeros where there are
  /// fewer (`jnp.nonzero` with `size`).
  func places(count: Int) throws -> [Tensor] {
    let seen = try reshaped(to: [-1]).converted(to: .int32).cumulative(.sum, axis: 0)
    // As many places come before the n-th as have seen at most n.
    let flat = try seen.searchSorted(Tensor.iota(count, .int32), isRight: true)
    var stride = shape.elementCount
    return try shape.sizes.map { size in
      guard size > 0 else { return try .full([count], Tensor(NDArray(Int32(0)))) }
      stride /= size
      return try .remainder(.floorDivide(flat, Tensor(max(stride, 1))), Tensor(size))
    }
  }

  /// The largest elements along an axis, largest first, and their indices; of equal ones the first
  /// (`lax.top_k`).
  func largest(_ count: Int, axis: Int) throws -> (values: Tensor, places: Tensor) {
    let axis = try shape.axis(axis)
    guard (0...shape[axis]).contains(count) else {
      throw Diagnostic("the largest of more than there are", got: "k = \(count), \(self)")
    }
    let backwards = try reversed(axes: [axis]).argSorted(axis: axis).reversed(axes: [axis])
    let places = try (Tensor(shape[axis] - 1) - backwards).sliced(axis: axis, 0..<count)
    return (try takenAlong(axis: axis, places, mode: .clip), places)
  }
}
