import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.nn.dot_product_attention`, which has its own arguments and not Flax's.
  mutating func addJaxAttention() {
    add(
      "dot_product_attention",
      "(query, key, value, bias=None, mask=None, *, scale=None, is_causal=False, "
        + "query_seq_lengths=None, key_value_seq_lengths=None, local_window_size=None, "
        + "implementation=None, return_residual=False)",
      "Attention of queries [B, T, N, H] to keys and values [B, S, K, H]."
    ) { parameters in
      guard try !(parameters.optionalBool("return_residual") ?? false) else {
        throw Diagnostic("dot_product_attention returns no residual here")
      }
      if let word = try parameters.optionalString("implementation"), word != "xla" {
        throw Diagnostic("unknown implementation '\(word)'", expected: "'xla' or None")
      }
      return .tensor(try Self.attended(parameters))
    }
  }

  /// Queries `[B, T, N, H]`, keys and values `[B, S, K, H]`, of which one serves N / K heads; the
  /// batch may be missing.
  private static func attended(_ parameters: CallParameters) throws -> Tensor {
    let given = try parameters.tensor("query")
    let query = try given.inFourAxes()
    var (key, value) = (
      try parameters.tensor("key").inFourAxes(), try parameters.tensor("value").inFourAxes()
    )
    guard key.shape == value.shape, query.shape[0] == key.shape[0],
      query.shape[3] == key.shape[3], key.shape[2] > 0,
      query.shape[2] % key.shape[2] == 0
    else {
      throw Diagnostic(
        "queries, keys and values don't fit each other",
        expected: "[B, T, N, H], and twice [B, S, K, H] with N a multiple of K",
        got: "\(query), \(key), \(value)")
    }
    let count = query.shape[2] / key.shape[2]
    (key, value) = (try key.repeatingHeads(count), try value.repeatingHeads(count))
    let scale = try parameters["scale"]?.tensor() ?? Tensor(1 / Double(key.shape[3]).squareRoot())
    var logits = try Tensor.einsum(
      "BTNH,BSNH->BNTS", [query.converted(to: .float32), key.converted(to: .float32)])
    logits = try logits * scale.converted(to: .float32)
    if let bias = try parameters["bias"]?.tensor() {
      logits = try logits + bias.inFourAxes().converted(to: .float32)
    }
    if let mask = try Self.mask(parameters, steps: query.shape[1], keys: key.shape[1]) {
      logits = try .select(mask, logits, Tensor(-0.7 * Double(Float.greatestFiniteMagnitude)))
    }
    let weights = try logits.softmax().converted(to: key.dtype)
    var result = try Tensor.einsum("BNTS,BSNH->BTNH", [weights, value])
    if let lengths = try parameters["query_seq_lengths"]?.tensor() {
      let isThere = try Self.within(lengths, query.shape[1]).expandingAxis(-1).expandingAxis(-1)
      result = try result * isThere.converted(to: result.dtype)
    }
    return try result.reshaped(to: given.shape.sizes)
  }

  /// Mask of the keys that each query sees, `[B or 1, N or 1, T, S]`; `nil` if all are seen.
  private static func mask(
    _ parameters: CallParameters, steps: Int, keys: Int
  ) throws -> Tensor? {
    var masks: [Tensor] = []
    if let mask = try parameters["mask"]?.tensor() {
      guard mask.dtype == .bool else {
        throw Diagnostic("a mask is an array of truth values", got: "\(mask)")
      }
      masks.append(try mask.inFourAxes())
    }
    let (rows, columns) = (
      try Tensor.iota(steps, .int32).expandingAxis(-1), try Tensor.iota(keys, .int32)
    )
    if try parameters.optionalBool("is_causal") ?? false {
      masks.append(try .compare(.ge, rows, columns))
    }
    if let window = try parameters.optionalInts("local_window_size") {
      guard let left = window.first, let right = window.last, window.count <= 2 else {
        throw Diagnostic("local_window_size is a number, or two")
      }
      masks.append(try .compare(.le, rows, columns + Tensor(left)))
      masks.append(try .compare(.ge, rows, columns - Tensor(right)))
    }
    if let lengths = try parameters["query_seq_lengths"]?.tensor() {
      masks.append(try within(lengths, steps).expandingAxis(1).expandingAxis(-1))
    }
    if let lengths = try parameters["key_value_seq_lengths"]?.tensor() {
      masks.append(try within(lengths, keys).expandingAxis(1).expandingAxis(1))
    }
    guard let first = masks.first else { return nil }
    return try masks.dropFirst().reduce(first) { try .binary(.and, $0, $1) }
  }

  /// `[B, count]`: whether each place is before its sequence's end.
  private static func within(_ lengths: Tensor, _ count: Int) throws -> Tensor {
    try .compare(.lt, Tensor.iota(count, .int32), lengths.expandingAxis(-1))
  }
}

extension Tensor {
  /// With leading axes of size 1 up to four axes.
  fileprivate func inFourAxes() throws -> Tensor {
    guard rank <= 4 else { throw Diagnostic("an array of at most four axes", got: "\(self)") }
    return try reshaped(to: [Int](repeating: 1, count: 4 - rank) + shape.sizes)
  }

  /// `[B, S, K, H]` with each head several times in a row.
  fileprivate func repeatingHeads(_ count: Int) throws -> Tensor {
    if count == 1 { return self }
    let sizes = shape.sizes
    let spread = try expandingAxis(3)
      .broadcast(to: Shape([sizes[0], sizes[1], sizes[2], count, sizes[3]]))
    return try spread.reshaped(to: [sizes[0], sizes[1], sizes[2] * count, sizes[3]])
  }
}
