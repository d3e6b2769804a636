"""The models that are compared: a config for swiftscan and Flax, sizes, and who else has it."""

import dataclasses

RNN = """\
version: 1
inputs:
  xs: float32[{T}, {B}, {I}]
model:
  rnn:
    cell: {{type: {cell}, features: {H}}}
    time_major: true
"""

INVENTED = """\
version: 1
modules:
  NormedCell:
    fields: {{features: {H}}}
    call:
      args: [h, x]
      body: |
        z = Dense(3 * features, use_bias=False, name='i')(x) + Dense(3 * features, name='h')(h)
        f, o, c = jnp.split(LayerNorm(name='norm')(z), 3, axis=-1)
        f = sigmoid(f)
        h = f * h + (1 - f) * tanh(c)
        return h, sigmoid(o) * h
inputs:
  carry: float32[{B}, {H}]
  xs: float32[{T}, {B}, {I}]
model:
  scan: {{module: NormedCell, variable_broadcast: params, split_rngs: {{params: false}}}}
"""

RESIDUAL_MLP = """\
version: 1
modules:
  Block:
    fields: {{features: {H}, hidden: {F}}}
    call:
      args: [h, x]
      body: |
        z = gelu(Dense(hidden, name='up')(LayerNorm(name='norm')(h)))
        return h + Dense(features, name='down')(z), None
inputs:
  carry: float32[{B}, {H}]
model:
  scan: {{module: Block, length: {L}, variable_axes: {{params: 0}}, split_rngs: {{params: true}}}}
"""

TRANSFORMER = """\
version: 1
modules:
  Block:
    fields: {{features: {H}, heads: 8}}
    call:
      args: [h, x]
      body: |
        b, t, d = h.shape
        z = Dense(3 * features, name='qkv')(LayerNorm(name='norm1')(h))
        q, k, v = jnp.split(z.reshape(b, t, 3 * heads, d // heads), 3, axis=2)
        scores = jnp.einsum('bqhd,bkhd->bhqk', q, k) / jnp.sqrt(d // heads)
        z = jnp.einsum('bhqk,bkhd->bqhd', softmax(scores), v).reshape(b, t, d)
        h = h + Dense(features, name='out')(z)
        z = gelu(Dense(4 * features, name='up')(LayerNorm(name='norm2')(h)))
        return h + Dense(features, name='down')(z), None
inputs:
  carry: float32[{B}, {T}, {H}]
model:
  scan: {{module: Block, length: {L}, variable_axes: {{params: 0}}, split_rngs: {{params: true}}}}
"""

CONV_LSTM = """\
version: 1
inputs:
  xs: float32[{T}, {B}, {S}, {S}, {I}]
model:
  rnn:
    cell: {{type: ConvLSTMCell, features: {H}, kernel_size: [3, 3]}}
    time_major: true
"""

MIN_GRU = """\
version: 1
modules:
  MinGRUCell:
    fields: {{features: {H}}}
    call:
      args: [h, x]
      body: |
        z = sigmoid(Dense(features, name='gate')(x))
        candidate = Dense(features, name='candidate')(x)
        h = (1 - z) * h + z * candidate
        return h, h
inputs:
  carry: float32[{B}, {H}]
  xs: float32[{T}, {B}, {I}]
model:
  scan: {{module: MinGRUCell, variable_broadcast: params, split_rngs: {{params: false}}}}
"""

GATED_LINEAR_ATTENTION = """\
version: 1
modules:
  Attention:
    call:
      args: [s, x]
      body: |
        q, k, v, g = jnp.split(x, 4, axis=-1)
        decay = jnp.exp(jax.nn.log_sigmoid(g) / 16)
        s = decay[..., None] * s + k[..., :, None] * v[..., None, :]
        return s, jnp.einsum('bhk,bhkv->bhv', q, s)
inputs:
  carry: float32[{B}, {H}, {D}, {D}]
  xs: float32[{T}, {B}, {H}, {W}]
model:
  scan: {{module: Attention}}
"""

MAMBA2 = """\
version: 1
modules:
  StateSpace:
    call:
      args: [s, x]
      body: |
        x, b, c, dt = jnp.split(x, [{X}, {X} + {N}, {X} + 2 * {N}], axis=-1)
        x = x.reshape({B}, {H}, {P})
        dt = jax.nn.softplus(dt - 3)
        rate = jnp.exp(self.param('A_log', nn.initializers.normal(0.5), ({H},)))
        s = jnp.exp(-dt * rate)[..., None, None] * s + jnp.einsum('bhp,bn,bh->bhpn', x, b, dt)
        skip = self.param('D', nn.initializers.ones, ({H}, 1))
        return s, jnp.einsum('bhpn,bn->bhp', s, c) + skip * x
inputs:
  carry: float32[{B}, {H}, {P}, {N}]
  xs: float32[{T}, {B}, {W}]
model:
  scan: {{module: StateSpace, variable_broadcast: params, split_rngs: {{params: false}}}}
"""

MLSTM = """\
version: 1
modules:
  Memory:
    call:
      args: [carry, x]
      body: |
        q, k, v, gates = jnp.split(x, [{D}, 2 * {D}, 3 * {D}], axis=-1)
        k = k / jnp.sqrt({D})
        i, f = gates[..., 0], jax.nn.log_sigmoid(gates[..., 1] + 3)
        m = jnp.maximum(f + carry['m'], i)
        kept, taken = jnp.exp(f + carry['m'] - m), jnp.exp(i - m)
        k = taken[..., None] * k
        c = kept[..., None, None] * carry['c'] + v[..., :, None] * k[..., None, :]
        n = kept[..., None] * carry['n'] + k
        norm = jnp.maximum(jnp.abs(jnp.sum(n * q, -1)), jnp.exp(-m))
        return {{'c': c, 'n': n, 'm': m}}, jnp.einsum('bhvk,bhk->bhv', c, q) / norm[..., None]
inputs:
  carry: {{c: 'float32[{B}, {H}, {D}, {D}]', n: 'float32[{B}, {H}, {D}]', m: 'float32[{B}, {H}]'}}
  xs: float32[{T}, {B}, {H}, {W}]
model:
  scan: {{module: Memory}}
"""


STACKED_LSTM = """\
version: 1
modules:
  Stacked:
    fields: {{features: {H}, layers: {L}}}
    call:
      args: [xs]
      body: |
        for i in range(layers):
            xs = nn.RNN(nn.OptimizedLSTMCell(features), time_major=True)(xs)
        return xs
inputs:
  xs: float32[{T}, {B}, {I}]
model: {{type: Stacked}}
"""

# One token of a decoder whose layers are scanned: keys and values of those before are given, and
# come out with the token's.
DECODE = """\
version: 1
modules:
  Block:
    fields: {{heads: 8}}
    call:
      args: [h, keys, values]
      body: |
        d = h.shape[-1]
        z = Dense(3 * d, name='qkv')(LayerNorm(name='norm1')(h))
        q, k, v = jnp.split(z.reshape(3 * heads, d // heads), 3)
        k = jnp.concatenate([keys, k[None]])
        v = jnp.concatenate([values, v[None]])
        scores = jnp.einsum('hd,khd->hk', q, k) / jnp.sqrt(d // heads)
        z = jnp.einsum('hk,khd->hd', softmax(scores), v).reshape(d)
        h = h + Dense(d, name='out')(z)
        z = gelu(Dense(4 * d, name='up')(LayerNorm(name='norm2')(h)))
        return h + Dense(d, name='down')(z), (k[-1], v[-1])
inputs:
  carry: float32[{H}]
  keys: float32[{L}, {T}, 8, {D}]
  values: float32[{L}, {T}, 8, {D}]
model:
  scan: {{module: Block, length: {L}, variable_axes: {{params: 0}}, split_rngs: {{params: true}}}}
"""


@dataclasses.dataclass
class Case:
    name: str
    kind: str  # which model of the other frameworks this is
    template: str
    sizes: dict
    others: tuple  # who is compared
    weights: str = "float32"  # or int8: then outputs differ, and the others' may differ no less
    # The lengths of the sequences, from 10 steps on, as likely between 10 and 20 as between 20 and 40.
    is_ragged: bool = False

    @property
    def config(self):
        return self.template.format(**self.sizes)


def rnn(cell, B, T, I, H):
    kind = {"OptimizedLSTMCell": "lstm", "GRUCell": "gru"}[cell]
    sizes = {"cell": cell, "B": B, "T": T, "I": I, "H": H}
    return Case(f"{kind}-{B}-{T}-{I}-{H}", kind, RNN, sizes, ("onnx", "torch", "flax"))


def int8_lstm(B, T, I, H):
    sizes = {"cell": "OptimizedLSTMCell", "B": B, "T": T, "I": I, "H": H}
    return Case(f"lstm-int8-{B}-{T}-{I}-{H}", "lstm", RNN, sizes, ("onnx", "torch"), "int8")


def ragged(cell, B, T, I, H):
    """Sequences of different lengths, with zeros behind their ends."""
    whole = rnn(cell, B, T, I, H)
    return dataclasses.replace(whole, name=f"ragged-{whole.name}", is_ragged=True)


RNN_SIZES = [
    (16, 20, 3, 5),
    (1, 1000, 64, 64),
    (1, 500, 256, 512),
    (8, 200, 128, 128),
    (32, 100, 128, 256),
    (64, 100, 512, 512),
    (128, 50, 256, 1024),
]

CASES = [rnn(cell, *sizes) for cell in ("OptimizedLSTMCell", "GRUCell") for sizes in RNN_SIZES] + [
    int8_lstm(1, 500, 256, 512),
    int8_lstm(1, 500, 512, 1024),
    int8_lstm(32, 100, 128, 256),
    Case(
        "invented-32-100-128-256",
        "invented",
        INVENTED,
        {"B": 32, "T": 100, "I": 128, "H": 256},
        ("torch", "torch-compiled", "flax"),
    ),
    Case(
        "residual-mlp-64-256-1024",
        "residual_mlp",
        RESIDUAL_MLP,
        {"B": 64, "H": 256, "F": 1024, "L": 12},
        ("torch", "torch-compiled", "flax"),
    ),
    Case(
        "transformer-4-128-256",
        "transformer",
        TRANSFORMER,
        {"B": 4, "T": 128, "H": 256, "L": 6},
        ("torch", "torch-compiled", "flax"),
    ),
    Case(
        "transformer-1-2048-256",
        "transformer",
        TRANSFORMER,
        {"B": 1, "T": 2048, "H": 256, "L": 6},
        ("torch", "torch-compiled", "flax"),
    ),
    Case(
        "decode-512-6-512",
        "decode",
        DECODE,
        {"T": 512, "L": 6, "H": 512, "D": 64},
        ("onnx", "torch", "torch-compiled", "flax"),
    ),
    Case(
        "lstm-x3-1-1000-256",
        "stacked_lstm",
        STACKED_LSTM,
        {"B": 1, "T": 1000, "I": 256, "H": 256, "L": 3},
        ("onnx", "torch", "flax"),
    ),
    Case(
        "conv-lstm-4-20-32-16-32",
        "conv_lstm",
        CONV_LSTM,
        {"B": 4, "T": 20, "S": 32, "I": 16, "H": 32},
        ("flax",),
    ),
    Case(
        "min-gru-1-65536-64-64",
        "min_gru",
        MIN_GRU,
        {"B": 1, "T": 65536, "I": 64, "H": 64},
        ("flax",),
    ),
    ragged("OptimizedLSTMCell", 64, 1000, 256, 256),
    ragged("GRUCell", 64, 1000, 256, 256),
    Case(
        "gated-linear-attention-1-8192-4-64",
        "gated_linear_attention",
        GATED_LINEAR_ATTENTION,
        {"B": 1, "T": 8192, "H": 4, "D": 64, "W": 4 * 64},
        ("torch", "jax-chunked", "flax"),
    ),
    Case(
        "mamba2-1-8192-8-64-64",
        "mamba2",
        MAMBA2,
        {"B": 1, "T": 8192, "H": 8, "P": 64, "N": 64, "X": 512, "W": 512 + 2 * 64 + 8},
        ("torch", "jax-chunked", "flax"),
    ),
    Case(
        "mlstm-1-8192-4-64",
        "mlstm",
        MLSTM,
        {"B": 1, "T": 8192, "H": 4, "D": 64, "W": 3 * 64 + 2},
        ("torch", "jax-chunked", "flax"),
    ),
]
