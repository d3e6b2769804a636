/// The candidate closest to `word` (optimal string alignment distance), if any is close enough to
/// be meant; or Flax's name for a name of PyTorch or Keras.
public func closestMatch(to word: String, among candidates: some Sequence<String>) -> String? {
  if let name = namesInFlax[word.lowercased()], candidates.contains(name) { return name }
  let limit = max(1, word.count / 3)
  return
    candidates
    .map { (name: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
    .filter { $0.distance <= limit }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
    .name
}

/// Flax's names of layers and fields by their names in PyTorch and Keras.
private let namesInFlax = [
  "activation": "activation_fn", "affine": "use_scale", "batch_first": "time_major",
  "batchnorm1d": "BatchNorm", "batchnorm2d": "BatchNorm", "bias": "use_bias", "conv1d": "Conv",
  "conv2d": "Conv", "conv3d": "Conv", "dropout": "rate", "elementwise_affine": "use_scale",
  "embedding": "Embed", "embedding_dim": "features", "eps": "epsilon", "filters": "features",
  "go_backwards": "reverse", "groups": "feature_group_count", "hidden_dim": "features",
  "hidden_size": "features", "input_dim": "num_embeddings", "linear": "Dense",
  "multiheadattention": "MultiHeadDotProductAttention", "nonlinearity": "activation_fn",
  "out_channels": "features", "out_features": "features", "output_dim": "features",
  "output_size": "features", "p": "rate", "return_state": "return_carry", "stride": "strides",
  "units": "features", "weight": "kernel",
]

/// `did you mean 'x'?`, or the list of candidates when none is close.
public func suggestion(for word: String, among candidates: some Sequence<String>) -> String {
  let match = closestMatch(to: word, among: candidates) ?? completion(of: word, among: candidates)
  if let match { return "did you mean '\(match)'?" }
  let known = candidates.sorted()
  return known.isEmpty ? "nothing is allowed here" : "known: \(known.joined(separator: ", "))"
}

/// The shortest candidate that begins with `word`, a part of a name: `GRU` of `GRUCell`.
private func completion(of word: String, among candidates: some Sequence<String>) -> String? {
  guard word.count >= 3 else { return nil }
  return candidates.filter { $0.lowercased().hasPrefix(word.lowercased()) }
    .min { ($0.count, $0) < ($1.count, $1) }
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
///
/// - Complexity: O(*nm*).
func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
