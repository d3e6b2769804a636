extension Template {
  /// Nets over time.
  static let recurrent = [
    Template(name: "lstm", summary: "An LSTM over time, by nn.scan.", text: lstm),
    Template(name: "gru", summary: "A GRU over sequences of any length, by nn.RNN.", text: gru),
    Template(name: "rnn", summary: "A plain recurrent net, by nn.RNN.", text: rnn),
    Template(
      name: "bidirectional",
      summary: "GRUs in both directions over sequences of their own lengths.",
      text: bidirectional),
    Template(name: "cell", summary: "A recurrent cell of your own, scanned over time.", text: cell),
    Template(
      name: "deep_rnn", summary: "Layers of LSTMs with a head, a method as a scan.", text: deep),
    Template(name: "mingru", summary: "A linear recurrence, run many steps at once.", text: minGRU),
    Template(
      name: "convlstm", summary: "A convolutional LSTM over the frames of a video.", text: convLSTM),
  ]

  private static let lstm = """
    # An LSTM over sequences [B, T, F]; the first carry is zeros unless --carry gives one.
    version: 1
    parent: LSTM                      # a compact module around: params/ScanLSTMCell_0/…
    inputs:
      xs: float32[B, T, 3]            # names of sizes are told by the data, or by --size B=16
    model:
      scan:
        cell: {type: LSTMCell, features: 8}
        in_axes: 1                    # time is axis 1 of xs
        out_axes: 1                   # and of ys
        variable_broadcast: params    # every step uses the same parameters
        split_rngs: {params: false}

    """

  private static let gru = """
    # A GRU over sequences [B, T, F].
    version: 1
    inputs:
      xs: float32[B, T, 4]            # names of sizes are told by the data, or by --size B=16
      # seq_lengths: int32[B]         # Flax's; apply --lengths needs none, and takes less time
    model:
      rnn:
        cell: {type: GRUCell, features: 8}
        return_carry: true            # carry.npy beside ys.npy
        # time_major: true            # for inputs [T, B, F]
        # reverse: true               # from the last step to the first

    """

  private static let rnn = """
    # A plain recurrent net over sequences [B, T, F]: h = tanh(W x + U h + b).
    version: 1
    inputs:
      xs: float32[B, T, 4]            # names of sizes are told by the data, or by --size B=16
    model:
      rnn:
        cell:
          type: SimpleCell            # or LSTMCell, OptimizedLSTMCell, GRUCell, MGUCell
          features: 8
          activation_fn: jax.nn.tanh
        return_carry: true

    """

  private static let bidirectional = """
    # GRUs in both directions; what is behind the end of a sequence isn't read.
    version: 1
    inputs:
      xs: float32[B, T, 4]
      seq_lengths: int32[B]           # the length of each sequence
    model:
      bidirectional:
        forward_rnn: {cell: {type: GRUCell, features: 8}}
        backward_rnn: {cell: {type: GRUCell, features: 8}}
        return_carry: true

    """

  private static let cell = """
    # A recurrent cell of your own. A body is Flax, with the fields and arguments as names.
    version: 1
    modules:
      Cell:
        fields: {features: 6}         # fields with their defaults
        call:
          args: [h, x]                # the carry, then what is scanned
          body: |
            z = nn.sigmoid(nn.Dense(features, name='update')(jnp.concatenate([h, x], axis=-1)))
            candidate = nn.tanh(nn.Dense(features, name='candidate')(x))
            h = (1 - z) * h + z * candidate
            return h, h               # the next carry, and the output of the step
    inputs:
      carry: float32[B, 6]            # the first carry: --carry h.npy
      xs: float32[B, T, 3]
    model:
      scan:
        cell: {type: Cell, features: 6}
        in_axes: 1
        out_axes: 1
        variable_broadcast: params
        split_rngs: {params: false}

    """

  private static let deep = """
    # Layers of LSTMs, and a head for each step: classes as in a file of Flax. A file of your own
    # goes in their place with "python: net.py".
    version: 1
    modules: |
      class DeepRNN(nn.Module):
          features: int = 16
          layers: int = 2
          outputs: int = 5

          @nn.compact
          def __call__(self, xs):
              for i in range(self.layers):
                  xs = nn.RNN(nn.LSTMCell(self.features), name=f'layer_{i}')(xs)
              return nn.Dense(self.outputs, name='head')(xs)
    inputs:
      xs: float32[B, T, 3]
    model:
      type: DeepRNN
      features: 16
      layers: 2

    """

  private static let minGRU = """
    # A minimal GRU: its gates don't read the state, so that many steps are run at once.
    version: 1
    modules:
      MinGRUCell:
        fields: {features: 6}
        call:
          args: [h, x]
          body: |
            z = nn.sigmoid(nn.Dense(features, name='gate')(x))
            candidate = nn.Dense(features, name='candidate')(x)
            h = (1 - z) * h + z * candidate
            return h, h
    inputs:
      carry: float32[B, 6]
      xs: float32[B, T, 3]
    model:
      scan:
        cell: {type: MinGRUCell}
        in_axes: 1
        out_axes: 1
        variable_broadcast: params
        split_rngs: {params: false}

    """

  private static let convLSTM = """
    # A convolutional LSTM over the frames of a video [B, T, H, W, C].
    version: 1
    inputs:
      xs: float32[B, T, 16, 16, 3]
    model:
      rnn:
        cell: {type: ConvLSTMCell, features: 8, kernel_size: [3, 3]}
        return_carry: true

    """
}
