extension String {
  /// Whether the word ends as the name of a config.
  var isConfigName: Bool { hasSuffix(".yaml") || hasSuffix(".yml") }

  /// Whether the word ends as the name of a file of arrays.
  var isArrayName: Bool {
    [".npy", ".npz", ".safetensors", ".msgpack", ".pt", ".pth"].contains(where: hasSuffix)
  }
}
