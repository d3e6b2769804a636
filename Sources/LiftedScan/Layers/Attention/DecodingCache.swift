import Arrays
import Diagnostics
import ProgramIR

/// Keys and values of the steps so far, in the collection `cache`: `cached_key` and `cached_value`,
/// `[*batch, steps, heads, depth]`, and the number of steps, `cache_index`.
struct DecodingCache {
  private let keys: VariableReference
  private let values: VariableReference
  private let index: VariableReference

  /// The cache of earlier calls, or an empty one with the number of steps of `key`.
  init(key: Tensor, value: Tensor, in context: BoundModule) throws {
    func zeros(_ name: String, like tensor: Tensor) throws -> VariableReference {
      try context.variable("cache", name) { .tensor(try .full(tensor.shape, 0, tensor.dtype)) }
    }
    keys = try zeros("cached_key", like: key)
    values = try zeros("cached_value", like: value)
    index = try context.variable("cache", "cache_index") { .tensor(Tensor(NDArray(Int32(0)))) }
  }

  /// Adds the key and the value of one step.
  ///
  /// - Returns: all keys and values, and a mask by which the query sees the steps so far only.
  /// - Throws: when there is more than one step, or other sizes than the cache was made for.
  func step(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, _ mask: Tensor?
  ) throws -> (key: Tensor, value: Tensor, mask: Tensor?) {
    let (oldKeys, oldValues) = (try keys.value().tensor(), try values.value().tensor())
    let current = try index.value().tensor()
    let time = oldKeys.rank - 3
    guard time >= 0, query.shape == oldKeys.shape.replacing(axis: time, with: [1]) else {
      throw Diagnostic(
        "a decoding step's query must fit the cache, one step at a time",
        path: "cache/cached_key", expected: "one step of \(oldKeys.shape)", got: "\(query.shape)")
    }
    let zero = Tensor(NDArray(Int32(0)))
    let starts = (0..<oldKeys.rank).map { $0 == time ? current : zero }
    let newKeys = try oldKeys.dynamicUpdateSlice(key, starts: starts)
    let newValues = try oldValues.dynamicUpdateSlice(value, starts: starts)
    try keys.set(.tensor(newKeys))
    try values.set(.tensor(newValues))
    try index.set(.tensor(try current + Tensor(1)))
    let steps = oldKeys.shape[time]
    let isPast = try Tensor.compare(.le, .iota(steps, .int32), current)
      .broadcast(to: Shape(oldKeys.shape.sizes.prefix(time) + [1, 1, steps]))
    let masks = (mask.map { [$0] } ?? []) + [isPast]
    return (newKeys, newValues, try AttentionMasks.combined(masks))
  }
}
