extension Template {
  /// Nets of layers.
  static let layered = [
    Template(name: "mlp", summary: "Dense layers with an activation between.", text: mlp),
    Template(
      name: "residual_mlp", summary: "Residual blocks as a scan over layers.", text: residualMLP),
    Template(
      name: "transformer", summary: "A causal transformer as a scan over layers.",
      text: transformer),
    Template(name: "python", summary: "A model from a file of Flax as it is.", text: python),
  ]

  private static let mlp = """
    # Dense layers with an activation between.
    version: 1
    modules:
      MLP:
        fields: {features: [32, 32, 10], activation: jax.nn.relu}
        call:
          args: [x]
          body: |
            for size in features[:-1]:
                x = activation(nn.Dense(size)(x))
            return nn.Dense(features[-1])(x)
    inputs:
      x: float32[B, 16]
    model:
      type: MLP
      features: [32, 32, 10]
      activation: jax.nn.relu         # a function is written with its library

    """

  private static let residualMLP = """
    # Residual blocks, a scan over layers: each has parameters of its own, stacked along axis 0.
    # --set training=true drops, and needs --rng dropout=SEED.
    version: 1
    modules:
      Block:
        fields: {features: 64, hidden: 256, training: false}
        call:
          args: [h, x]
          body: |
            z = nn.gelu(nn.Dense(hidden)(nn.LayerNorm()(h)))
            z = nn.Dropout(0.1, deterministic=not training)(nn.Dense(features)(z))
            return h + z, None
    inputs:
      carry: float32[B, 64]
    model:
      scan:
        module: {type: Block, features: 64}
        length: 12
        variable_axes: {params: 0}
        split_rngs: {params: true, dropout: true}

    """

  private static let transformer = """
    # A causal transformer over vectors [B, T, F]: a scan over layers, each with parameters and masks
    # of its own. --set training=true drops, and needs --rng dropout=SEED.
    version: 1
    modules:
      Block:
        fields: {heads: 4, hidden: 64, rate: 0.1, training: false}
        call:
          args: [x, mask]
          body: |
            y = nn.MultiHeadDotProductAttention(
                num_heads=heads, dropout_rate=rate, deterministic=not training
            )(nn.LayerNorm()(x), mask=mask)
            x = x + nn.Dropout(rate, deterministic=not training)(y)
            y = nn.gelu(nn.Dense(hidden)(nn.LayerNorm()(x)))
            return x + nn.Dense(x.shape[-1])(y), None
      Transformer:
        fields: {layers: 3, training: false}
        call:
          args: [x]
          body: |
            mask = nn.make_causal_mask(x[..., 0])
            blocks = nn.scan(
                Block, length=layers, in_axes=nn.broadcast, variable_axes={'params': 0},
                split_rngs={'params': True, 'dropout': True})
            x, _ = blocks(training=training, name='blocks')(x, mask)
            return nn.LayerNorm()(x)
    inputs:
      x: float32[B, T, 16]
    model: {type: Transformer, layers: 3}

    """

  private static let python = """
    # A model from classes of Flax. In place of the block, "python: net.py" names a file of them,
    # and "swiftscan new net.py:Net" writes a config for one.
    version: 1
    modules: |
      class Net(nn.Module):
          features: int = 8

          @nn.compact
          def __call__(self, x):
              return nn.Dense(self.features)(nn.relu(x))
    inputs:
      x: float32[B, 3]
    model: {python: "Net(features=8)"}

    """
}
