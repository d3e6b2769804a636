import Arrays
import ProgramIR

// How many steps of each sequence there are up to the last that matters: `int32[B]`.

extension ProgramRewriter {
  /// Up to the last where an element of a mask, which has an axis of steps and one of sequences, is
  /// active.
  mutating func lastStep(
    _ mask: Atom, steps: Int, batch: Int, isActive: Bool
  ) throws -> Atom {
    let shape = mask.type.shape
    let counts = try append(
      .binary(.add), [append(.iota(dtype: .int32, shape: shape, axis: steps), []), .int32(1)])
    let (here, there): (Atom, Atom) = isActive ? (counts, .int32(0)) : (.int32(0), counts)
    return try largest(append(.select, [mask, here, there]), along: batch)
  }

  /// Up to the last that is at one of some places in an array of `steps` · `batch` elements.
  mutating func lastStep(
    atPlaces places: Atom, steps: Int, batch: Int, stepsAreOuter: Bool
  ) throws -> Atom {
    let count = places.type.shape.elementCount
    let flat = try append(.reshape([count]), [places])
    let place = try clamped(flat, to: steps * batch)
    let divisor = Atom.int32(stepsAreOuter ? batch : steps)
    let parts = try [.div, .rem].map { try append(.binary($0), [place, divisor]) }
    let (step, sequence) = stepsAreOuter ? (parts[0], parts[1]) : (parts[1], parts[0])
    let shape = Shape([count, batch])
    func repeated(_ atom: Atom, _ rewriter: inout ProgramRewriter) throws -> Atom {
      try rewriter.append(.broadcast(shape: shape, dimensions: [0]), [atom])
    }
    let numbers = try append(.iota(dtype: .int32, shape: shape, axis: 1), [])
    let isOwn = try append(.compare(.eq), [numbers, repeated(sequence, &self)])
    let counts = try append(.binary(.add), [repeated(step, &self), .int32(1)])
    return try largest(append(.select, [isOwn, counts, .int32(0)]), along: 1)
  }

  /// Up to the last of the steps at some indices, `[B, …]`; of `[B, N]` only of those before the
  /// lengths given.
  mutating func lastStep(
    atIndices indices: Atom, steps: Int, upTo lengths: Atom?
  ) throws -> Atom {
    let shape = indices.type.shape
    var counts = try append(.binary(.add), [clamped(indices, to: steps), .int32(1)])
    if let lengths {
      let numbers = try append(.iota(dtype: .int32, shape: shape, axis: 1), [])
      let ends = try append(.broadcast(shape: shape, dimensions: [0]), [lengths])
      let matters = try append(.compare(.lt), [numbers, ends])
      counts = try append(.select, [matters, counts, .int32(0)])
    }
    return try largest(counts, along: 0)
  }

  /// Indices as `int32`, the nearest below `count` that there are.
  private mutating func clamped(_ indices: Atom, to count: Int) throws -> Atom {
    let type = indices.type
    let last = NDArray(Int32(clamping: count - 1)).converted(to: type.dtype)
    let zero = NDArray(Int32(0)).converted(to: type.dtype)
    let above = try append(.binary(.max), [indices, .constant(zero, isWeak: false)])
    let inside = try append(.binary(.min), [above, .constant(last, isWeak: false)])
    return type.dtype == .int32
      ? inside : try append(.convert(.int32, isWeak: false), [inside])
  }

  /// The largest elements along an axis.
  private mutating func largest(_ counts: Atom, along axis: Int) throws -> Atom {
    let axes = (0..<counts.type.shape.rank).filter { $0 != axis }
    return axes.isEmpty ? counts : try append(.reduce(.max, axes: axes), [counts])
  }
}

extension Atom {
  /// A number as a constant.
  fileprivate static func int32(_ value: Int) -> Atom {
    .constant(NDArray(Int32(clamping: value)), isWeak: false)
  }
}
