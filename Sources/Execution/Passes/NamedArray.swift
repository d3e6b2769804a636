import Arrays
import ProgramIR

/// An axis of an array of a chunk.
enum ChunkAxis: Hashable {
  /// A number of steps that belong together.
  case block
  /// The first or the second half of a block's steps.
  case half
  /// A step, of those that read and of those that are read.
  case row, column
  /// An axis of a matrix carry.
  case state(Int)
}

/// An array whose axes have names.
struct NamedArray {
  var atom: Atom
  /// The names of its axes, in their order.
  var axes: [ChunkAxis]

  func size(_ axis: ChunkAxis) -> Int? {
    axes.firstIndex(of: axis).map { atom.type.shape[$0] }
  }

  /// The same array with another name for an axis.
  func renaming(_ axis: ChunkAxis, _ name: ChunkAxis) -> NamedArray {
    NamedArray(atom: atom, axes: axes.map { $0 == axis ? name : $0 })
  }
}

// Arithmetic on such arrays.
extension ProgramRewriter {
  /// The array with its axes in another order, and repeated along those that it doesn't have.
  mutating func spread(
    _ array: NamedArray, along axes: [ChunkAxis], sizes: [Int]
  ) throws -> NamedArray {
    if array.axes == axes { return array }
    let own = axes.filter(array.axes.contains)
    let ordered = try transposed(array, own)
    if own.count == axes.count { return ordered }
    let atom = try append(
      .broadcast(
        shape: Shape(sizes), dimensions: own.compactMap { axes.firstIndex(of: $0) }),
      [ordered.atom])
    return NamedArray(atom: atom, axes: axes)
  }

  mutating func transposed(_ array: NamedArray, _ axes: [ChunkAxis]) throws -> NamedArray {
    if array.axes == axes { return array }
    let order = axes.compactMap { array.axes.firstIndex(of: $0) }
    return NamedArray(atom: try append(.transpose(order), [array.atom]), axes: axes)
  }

  /// Products of elements. The axes are in the order of the first array, those of the second behind.
  mutating func product(_ x: NamedArray, _ y: NamedArray) throws -> NamedArray {
    try combined(.mul, x, y)
  }

  /// Sums of elements, in the same way.
  mutating func sum(_ x: NamedArray, _ y: NamedArray) throws -> NamedArray {
    try combined(.add, x, y)
  }

  private mutating func combined(
    _ operation: BinaryOperation, _ x: NamedArray, _ y: NamedArray
  ) throws -> NamedArray {
    let axes = x.axes + y.axes.filter { !x.axes.contains($0) }
    let sizes = axes.map { x.size($0) ?? y.size($0) ?? 1 }
    let operands = try [x, y].map { array in
      try array.axes.isEmpty ? array.atom : spread(array, along: axes, sizes: sizes).atom
    }
    return NamedArray(atom: try append(.binary(operation), operands), axes: axes)
  }

  /// Sums of products over axes that both have. The other axes that both have come first, then those of
  /// the first, then those of the second.
  mutating func dot(
    _ x: NamedArray, _ y: NamedArray, over sums: Set<ChunkAxis>
  ) throws -> NamedArray {
    let shared = x.axes.filter { y.axes.contains($0) && !sums.contains($0) }
    let summed = x.axes.filter(sums.contains)
    func positions(_ names: [ChunkAxis], _ array: NamedArray) -> [Int] {
      names.compactMap { array.axes.firstIndex(of: $0) }
    }
    let dimensions = DotDimensions(
      contracting: (positions(summed, x), positions(summed, y)),
      batch: (positions(shared, x), positions(shared, y)))
    let free = [x, y].flatMap { array in
      array.axes.filter { !shared.contains($0) && !sums.contains($0) }
    }
    return NamedArray(
      atom: try append(.dot(dimensions), [x.atom, y.atom]), axes: shared + free)
  }

  /// Sums over axes.
  mutating func sum(_ array: NamedArray, over sums: Set<ChunkAxis>) throws -> NamedArray {
    let positions = array.axes.indices.filter { sums.contains(array.axes[$0]) }
    return NamedArray(
      atom: try append(.reduce(.sum, axes: positions), [array.atom]),
      axes: array.axes.filter { !sums.contains($0) })
  }

  /// An axis as several.
  mutating func split(
    _ array: NamedArray, _ axis: ChunkAxis, as parts: [(name: ChunkAxis, size: Int)]
  ) throws -> NamedArray {
    guard let position = array.axes.firstIndex(of: axis) else { return array }
    var (axes, sizes) = (array.axes, array.atom.type.shape.sizes)
    axes.replaceSubrange(position...position, with: parts.map(\.name))
    sizes.replaceSubrange(position...position, with: parts.map(\.size))
    return NamedArray(atom: try append(.reshape(Shape(sizes)), [array.atom]), axes: axes)
  }

  /// Neighbouring axes as one.
  mutating func merged(
    _ array: NamedArray, _ count: Int, from first: ChunkAxis, as name: ChunkAxis
  ) throws -> NamedArray {
    guard let position = array.axes.firstIndex(of: first) else { return array }
    var (axes, sizes) = (array.axes, array.atom.type.shape.sizes)
    let range = position..<position + count
    axes.replaceSubrange(range, with: [name])
    sizes.replaceSubrange(range, with: [sizes[range].reduce(1, *)])
    return NamedArray(atom: try append(.reshape(Shape(sizes)), [array.atom]), axes: axes)
  }

  /// The slice at an index of an axis.
  mutating func part(
    _ array: NamedArray, _ axis: ChunkAxis, at index: Int
  ) throws -> NamedArray {
    guard let position = array.axes.firstIndex(of: axis) else { return array }
    let sizes = array.atom.type.shape.sizes
    var (starts, limits) = (sizes.map { _ in 0 }, sizes)
    (starts[position], limits[position]) = (index, index + 1)
    let slice = try append(
      .slice(starts: starts, limits: limits, strides: sizes.map { _ in 1 }), [array.atom])
    var (axes, kept) = (array.axes, sizes)
    axes.remove(at: position)
    kept.remove(at: position)
    return NamedArray(atom: try append(.reshape(Shape(kept)), [slice]), axes: axes)
  }

  /// Two arrays as the halves of an axis behind another one.
  mutating func halves(
    _ first: NamedArray, _ second: NamedArray, behind axis: ChunkAxis
  ) throws -> NamedArray {
    let position = (first.axes.firstIndex(of: axis) ?? -1) + 1
    let pieces = try [first, transposed(second, first.axes)].map { array in
      try append(
        .reshape(array.atom.type.shape.inserting(1, at: position)), [array.atom])
    }
    var axes = first.axes
    axes.insert(.half, at: position)
    return NamedArray(atom: try append(.concatenate(axis: position), pieces), axes: axes)
  }

  /// An array as a half of an axis behind another one, whose other half is 0.
  mutating func half(
    _ array: NamedArray, _ index: Int, behind axis: ChunkAxis
  ) throws -> NamedArray {
    let position = (array.axes.firstIndex(of: axis) ?? -1) + 1
    let shape = array.atom.type.shape.inserting(1, at: position)
    let piece = try append(.reshape(shape), [array.atom])
    var (low, high) = (shape.sizes.map { _ in 0 }, shape.sizes.map { _ in 0 })
    if index == 0 { high[position] = 1 } else { low[position] = 1 }
    var axes = array.axes
    axes.insert(.half, at: position)
    return NamedArray(atom: try append(.pad(low: low, high: high), [piece, .zero]), axes: axes)
  }
}
