import Arrays
import ProgramIR

/// The steps of a matrix carry in a chunk, as products of matrices.
///
/// A step's sum is over the state before the chunk and over the products that the steps before it in
/// the chunk added, each times all decays since. Pairs of steps are taken by halves: those of the
/// second half of the chunk with those of the first half, then those of the second and the first
/// half of each half, and so on. Between two halves the decays of a pair are a product of those from the
/// one step to the end of the first half and of those from the beginning of the second half to the
/// other step: one is a factor of the key, one of the query, and nothing is divided, so that
/// nothing overflows where no decay is above 1. No step is multiplied with one after it.
struct ChunkedSteps {
  /// Products of the decays between the steps of a block and one of its ends.
  private struct Side {
    var array: NamedArray
    /// The product of decays without the axes that are summed over: `nil` for 1.
    var factor: NamedArray?
  }

  let length: Int
  /// Which half of a block comes first.
  private let earlier: Int
  private let sums: Set<ChunkAxis>
  /// Whether decays differ along the axes that are summed over.
  private let isKeyed: Bool
  private var key: Side
  private let value: NamedArray
  private var queries: [Side]
  /// Sums of the queries over the steps of the same block: `nil` for 0.
  private var within: [NamedArray?]
  /// The decays of blocks as wholes; `nil` for 1.
  private var decay: NamedArray?

  /// Steps whose arrays have an axis `row`.
  init(
    length: Int, isReversed: Bool, sums: Set<Int>, decay: NamedArray?, key: NamedArray,
    value: NamedArray, queries: [NamedArray]
  ) {
    self.length = length
    earlier = isReversed ? 1 : 0
    let names = Set(sums.map { ChunkAxis.state($0) })
    self.sums = names
    isKeyed = decay.map { !names.isDisjoint(with: $0.axes) } ?? false
    (self.key, self.value) = (Side(array: key), value)
    self.queries = queries.map { Side(array: $0) }
    within = queries.map { _ in nil }
    self.decay = decay?.renaming(.row, .block)
  }

  /// Writes the queries' sums and the state after the chunk, of that before it.
  mutating func write(
    _ state: NamedArray, to rewriter: inout ProgramRewriter
  ) throws -> (sums: [NamedArray], next: NamedArray) {
    var half = 1
    while half < length {
      for index in queries.indices { try addPairs(index, half, to: &rewriter) }
      try multiplyDecays(half, to: &rewriter)
      half *= 2
    }
    let sums = try queries.indices.map { index in
      let query = queries[index]
      let array = try rewriter.dot(query.array, state, over: self.sums)
      let before = try scaled(array, query.factor, &rewriter)
      return try within[index].map { try rewriter.sum($0, before) } ?? before
    }
    return (sums, try next(state, to: &rewriter))
  }

  private mutating func next(
    _ state: NamedArray, to rewriter: inout ProgramRewriter
  ) throws -> NamedArray {
    let value = try scaled(value, key.factor, &rewriter)
    let first = state.axes.first { !(value.axes.contains($0) && key.array.axes.contains($0)) }
    let isValueFirst = first.map { value.axes.contains($0) } ?? false
    let added = try rewriter.dot(
      isValueFirst ? value : key.array, isValueFirst ? key.array : value, over: [.row])
    let sizes = state.atom.type.shape.sizes
    let kept =
      try decay.map { decay in
        let whole = try rewriter.part(decay, .block, at: 0)
        return try rewriter.product(rewriter.spread(whole, along: state.axes, sizes: sizes), state)
      } ?? state
    return try rewriter.sum(
      kept, rewriter.spread(added, along: state.axes, sizes: sizes))
  }

  private func scaled(
    _ array: NamedArray, _ factor: NamedArray?, _ rewriter: inout ProgramRewriter
  ) throws -> NamedArray {
    try factor.map { try rewriter.product(array, $0) } ?? array
  }

  /// A half of each block of an array with an axis `row`.
  private func half(
    _ array: NamedArray, _ index: Int, _ size: Int, as name: ChunkAxis,
    _ rewriter: inout ProgramRewriter
  ) throws -> NamedArray {
    let parts: [(ChunkAxis, Int)] = [(.block, length / size / 2), (.half, 2), (name, size)]
    return try rewriter.part(rewriter.split(array, .row, as: parts), .half, at: index)
  }

  /// Adds the sums over pairs of a step of the later half and one of the earlier half of each block.
  private mutating func addPairs(
    _ index: Int, _ size: Int, to rewriter: inout ProgramRewriter
  ) throws {
    let later = 1 - earlier
    let query = try half(queries[index].array, later, size, as: .row, &rewriter)
    let key = try half(key.array, earlier, size, as: .column, &rewriter)
    let value = try half(value, earlier, size, as: .column, &rewriter)
    let factors = (
      query: try queries[index].factor.map {
        try half($0, later, size, as: .row, &rewriter)
      },
      key: try self.key.factor.map { try half($0, earlier, size, as: .column, &rewriter) }
    )
    let sum =
      try size <= Self.fewSteps
      ? products(query, key, value, factors, to: &rewriter)
      : matrices(query, key, value, factors, to: &rewriter)
    // Steps first, as the arrays of steps are.
    let order = [.block, .row] + sum.axes.filter { $0 != .block && $0 != .row }
    let padded = try rewriter.half(rewriter.transposed(sum, order), later, behind: .block)
    let whole = try rewriter.merged(padded, 3, from: .block, as: .row)
    within[index] = try within[index].map { try rewriter.sum($0, whole) } ?? whole
  }

  /// Sums over pairs of so few steps that calls of kernels would take longer: a key after the other.
  private func products(
    _ query: NamedArray, _ key: NamedArray, _ value: NamedArray,
    _ factors: (query: NamedArray?, key: NamedArray?), to rewriter: inout ProgramRewriter
  ) throws -> NamedArray {
    var result: NamedArray?
    for step in 0..<(key.size(.column) ?? 0) {
      let pair = try rewriter.product(query, rewriter.part(key, .column, at: step))
      var scores = try scaled(rewriter.sum(pair, over: sums), factors.query, &rewriter)
      if let factor = factors.key {
        scores = try rewriter.product(scores, rewriter.part(factor, .column, at: step))
      }
      let products = try rewriter.product(scores, rewriter.part(value, .column, at: step))
      result = try result.map { try rewriter.sum($0, products) } ?? products
    }
    return result ?? value
  }

  /// Sums over pairs as products of matrices.
  private func matrices(
    _ query: NamedArray, _ key: NamedArray, _ value: NamedArray,
    _ factors: (query: NamedArray?, key: NamedArray?), to rewriter: inout ProgramRewriter
  ) throws -> NamedArray {
    var scores = try rewriter.dot(query, key, over: sums)
    if let factor = factors.query { scores = try weighted(scores, factor, &rewriter) }
    if let factor = factors.key { scores = try weighted(scores, factor, &rewriter) }
    return try rewriter.dot(scores, value, over: [.column])
  }

  /// Up to how many steps of a half are few.
  private static let fewSteps = 4

  /// Scores of pairs times factors of either step, as matrices.
  private func weighted(
    _ scores: NamedArray, _ factor: NamedArray, _ rewriter: inout ProgramRewriter
  ) throws -> NamedArray {
    let product = try rewriter.product(scores, factor)
    let pair: [ChunkAxis] = [.row, .column]
    return try rewriter.transposed(product, product.axes.filter { !pair.contains($0) } + pair)
  }

  /// Makes blocks twice as long: decays of the earlier half become factors of the queries of the later
  /// half, those of the later half of the keys of the earlier half.
  private mutating func multiplyDecays(
    _ size: Int, to rewriter: inout ProgramRewriter
  ) throws {
    guard let decay else { return }
    let blocks = length / size / 2
    let pairs = try rewriter.split(decay, .block, as: [(.block, blocks), (.half, 2)])
    let first = try rewriter.part(pairs, .half, at: earlier)
    let second = try rewriter.part(pairs, .half, at: 1 - earlier)
    let shape = first.atom.type.shape
    let ones = NamedArray(
      atom: try rewriter.append(.broadcast(shape: shape, dimensions: []), [.one]),
      axes: first.axes)
    let ofQueries =
      try earlier == 0
      ? rewriter.halves(ones, first, behind: .block) : rewriter.halves(first, ones, behind: .block)
    let ofKeys =
      try earlier == 0
      ? rewriter.halves(second, ones, behind: .block)
      : rewriter.halves(ones, second, behind: .block)
    for index in queries.indices {
      queries[index] = try grown(queries[index], ofQueries, size, &rewriter)
    }
    key = try grown(key, ofKeys, size, &rewriter)
    self.decay = try rewriter.product(first, second)
  }

  /// A side times factors of halves of blocks.
  private func grown(
    _ side: Side, _ gain: NamedArray, _ size: Int, _ rewriter: inout ProgramRewriter
  ) throws -> Side {
    let parts: [(ChunkAxis, Int)] = [
      (.block, length / size / 2), (.half, 2), (.row, size),
    ]
    func times(_ array: NamedArray) throws -> NamedArray {
      let split = try rewriter.split(array, .row, as: parts)
      return try rewriter.merged(rewriter.product(split, gain), 3, from: .block, as: .row)
    }
    var side = side
    if isKeyed {
      side.array = try times(side.array)
    } else if let factor = side.factor {
      side.factor = try times(factor)
    } else {
      var axes = gain.axes
      axes.insert(.row, at: (axes.firstIndex(of: .half) ?? -1) + 1)
      let sizes = axes.map { $0 == .row ? size : gain.size($0) ?? 1 }
      let spread = try rewriter.spread(gain, along: axes, sizes: sizes)
      side.factor = try rewriter.merged(spread, 3, from: .block, as: .row)
    }
    return side
  }
}
