/// Library of a built-in name.
enum Library: CaseIterable {
  case nn, initializers, flax, jnp, jaxNN, lax, random, jax, tree, ops, linalg, special, normal,
    numpy, checkpointPolicies, scipyLinalg, laxLinalg,
    fourier, debugging, numpyLinalg, numpyFourier, checkpointNames, einops, stats, arrays

  /// Libraries whose names are known without a prefix, too; the first that has a name gives it.
  static let bare: [Library] = [
    .nn, .initializers, .jnp, .jaxNN, .lax, .random, .checkpointNames,
  ]

  /// Libraries to look in for a name that another library lacks, the likeliest first.
  static let suggested: [Library] = [
    .jnp, .jaxNN, .lax, .random, .jax, .linalg, .fourier, .special, .nn, .initializers, .tree, .ops,
    .scipyLinalg, .laxLinalg, .normal, .flax,
  ]

  /// First parts of the libraries' names, as Python imports them.
  static let roots: Set = ["jax", "flax", "numpy", "einops"]

  /// Prefixes of the library's names.
  var prefixes: [String] {
    switch self {
    case .nn:
      ["nn", "linen", "flax.linen"]
        + Self.submodules.flatMap { ["nn.\($0)", "flax.linen.\($0)"] }
        + ["flax.core.axes_scan"]
    case .initializers:
      [
        "initializers", "nn.initializers", "flax.linen.initializers", "jax.nn.initializers",
        "linen.initializers",
      ]
    case .flax: ["flax", "flax.core", "core"]
    case .jnp: ["jnp", "jax.numpy"]
    case .jaxNN: ["jax.nn"]
    case .lax: ["lax", "jax.lax"]
    case .random: ["random", "jax.random"]
    case .jax: ["jax", "jax.sharding"]
    case .tree: ["jax.tree", "jax.tree_util"]
    case .ops: ["jax.ops"]
    case .linalg: ["jnp.linalg", "jax.numpy.linalg"]
    case .numpyLinalg: ["np.linalg", "numpy.linalg"]
    case .numpyFourier: ["np.fft", "numpy.fft"]
    case .special: ["jax.scipy.special"]
    case .normal: ["jax.scipy.stats.norm"]
    case .stats: ["jax.scipy.stats"]
    case .numpy: ["np", "numpy"]
    case .checkpointPolicies: ["jax.checkpoint_policies"]
    case .scipyLinalg: ["jax.scipy.linalg"]
    case .laxLinalg: ["lax.linalg", "jax.lax.linalg"]
    case .fourier: ["jnp.fft", "jax.numpy.fft"]
    case .debugging: ["jax.debug"]
    case .checkpointNames: ["jax.ad_checkpoint"]
    case .einops: ["einops"]
    case .arrays: []
    }
  }

  /// The parts of `flax.linen`, each of which has all of it here.
  static let submodules = [
    "activation", "attention", "dtypes", "linear", "module", "normalization", "pooling",
    "recurrent", "spmd", "stochastic", "transforms",
  ]

  func functions(_ namespace: Namespace) -> FunctionTable {
    switch self {
    case .nn: .wholeNN(namespace)
    case .initializers: .initializers
    case .flax: .flax
    case .jnp: .wholeJnp(namespace).addingGrids(.jnp, namespace)
    case .jaxNN: .jaxNN.addingComplexActivations(namespace)
    case .lax: .wholeLax(namespace)
    case .random: .random.addingDraws(namespace)
    case .jax: .jax(namespace).addingDevices(namespace)
    case .tree: .tree(namespace)
    case .ops: .ops(namespace)
    case .linalg: .linalg(namespace).addingDecompositions(namespace)
    case .special: .special.addingSpecialFormulas(namespace)
    case .normal: .normal.addingNormalTails(namespace)
    case .stats: .stats(namespace)
    case .numpy: .numpy(.wholeJnp(namespace)).addingGrids(.numpy, namespace)
    case .numpyLinalg: Library.linalg.functions(namespace)
    case .numpyFourier: Library.fourier.functions(namespace)
    case .checkpointPolicies: .checkpointPolicies
    case .scipyLinalg: .scipyLinalg(namespace).addingScipyDecompositions(namespace)
    case .laxLinalg: .laxLinalg(namespace).addingLaxDecompositions(namespace)
    case .fourier: .fourier.addingMoreTransforms(namespace)
    case .debugging: .debugging(namespace)
    case .checkpointNames: .checkpointNames
    case .einops: .einops(namespace)
    case .arrays: .arrayMethods(namespace.names(in: .jnp))
    }
  }
}
