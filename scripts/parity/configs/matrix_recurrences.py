"""Random cells whose carry is a matrix of keys and values: linear attention, gated or not, state spaces,
matrix memories with a stabilizer. What they read of it is a sum over keys.
"""

from parity.configs.drawing import Block, between, dump, often, pick

DECAYS = {
    "none": "one = 1.0",
    "constant": "a = 0.97 ** (1 + jnp.arange(H, dtype=jnp.float32))[None, :, None, None]",
    "head": "a = sigmoid(3 * g[..., :1])[..., None]",
    "rate": "a = jnp.exp(-jax.nn.softplus(g[..., :1]) * jnp.exp(self.param('r', "
    "nn.initializers.normal(1.0), (H, 1))))[..., None]",
    "keys": "a = jnp.exp(jax.nn.log_sigmoid(g) / {power})[..., None]",
    "deep": "a = jnp.exp(-jnp.exp(8 * g))[..., None]",
    "free": "a = g[..., None]",
}


def update(rng):
    """Lines that make the next matrix."""
    name = pick(rng, list(DECAYS))
    lines = [DECAYS[name].format(power=pick(rng, [1, 16]))]
    product = pick(rng, [
        "jnp.einsum('bhk,bhv->bhkv', k, v)", "k[..., :, None] * v[..., None, :]",
        "k[..., None] * (v * g[..., :1])[..., None, :]",
    ])  # fmt: skip
    lines.append(f"p = {product}")
    lines.append("n = s + p" if name == "none" else f"n = {pick(rng, ['a * s + p', 'p + s * a'])}")
    return lines


def read(rng):
    """Lines that make `y` of the matrix before or after the step."""
    state = pick(rng, ["n", "n", "s", "s + 0.5 * p", "s + g[..., None] * p"])
    return pick(rng, [
        f"y = jnp.einsum('bhk,bhkv->bhv', q, {state})", f"y = (({state}) * q[..., None]).sum(-2)",
    ])  # fmt: skip


def stabilized(rng):
    """Lines of a matrix memory with a normalizer and a stabilizer."""
    return [
        "i, f = 2 * g[..., 0], jax.nn.log_sigmoid(3 * g[..., 1])",
        "m2 = jnp.maximum(f + m, i)",
        "kept, taken = jnp.exp(f + m - m2), jnp.exp(i - m2)",
        "k = taken[..., None] * k",
        "c = kept[..., None] * c + k",
        "s = kept[..., None, None] * s + k[..., :, None] * v[..., None, :]",
        "weight = jnp.maximum(jnp.abs((c * q).sum(-1)), jnp.exp(-m2))",
        "y = jnp.einsum('bhkv,bhk->bhv', s, q) / weight[..., None]",
        "n, m = s, m2",
    ]


def matrix_recurrence_config(rng):
    """A scan of a cell with a matrix carry, and others beside it."""
    heads, keys, values = between(rng, 1, 3), pick(rng, [8, 16, 24]), pick(rng, [16, 17])
    names, types = ["s"], ["float32[B, H, K, V]"]
    if often(rng, 0.3):
        lines = stabilized(rng)
        names += ["c", "m"]
        types += ["float32[B, H, K]", "float32[B, H]"]
    else:
        lines = update(rng) + [read(rng)]
    if often(rng, 0.3):
        names.append("z")
        types.append("float32[B, H]")
        lines.append("z = tanh(0.5 * z + y.mean(-1))")
    carry = ", ".join(["n", *names[1:]])
    result = pick(rng, ["y", "Dense(2)(y)", "y + v"])
    body = [
        f"{', '.join(names)} = carry" if len(names) > 1 else "s = carry",
        "d = lambda name, size: Dense(H * size, name=name)(x).reshape(x.shape[0], H, size)",
        "q, k, v, g = d('q', K), d('k', K), d('v', V), d('g', K)",
        *lines,
        f"return ({carry}), {result}",
    ]
    config = {
        "version": 1,
        "modules": {
            "Cell": {
                "fields": {"H": heads, "K": keys, "V": values},
                "call": {"args": ["carry", "x"], "body": Block.of(body)},
            }
        },
        "inputs": {"carry": types if len(types) > 1 else types[0], "xs": "float32[T, B, 5]"},
        "model": {
            "scan": {
                "cell": {"type": "Cell"},
                "reverse": often(rng, 0.3),
                "variable_broadcast": "params",
                "split_rngs": {"params": False},
            }
        },
    }
    sizes = {"B": between(rng, 1, 2), "T": pick(rng, [1, 63, 64, 130, 300])}
    return dump(config), sizes | {"H": heads, "K": keys, "V": values}


KINDS = {"matrix recurrence": matrix_recurrence_config}
SHARES = {"matrix recurrence": 0.04}
