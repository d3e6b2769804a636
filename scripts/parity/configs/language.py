"""Random compositions of the body language: programs of a few lines whose
every line is an expression over the arrays before it.
"""

import jax
import jax.numpy as jnp

from oracle.body_language import namespace

DTYPES = ["float32"] * 4 + ["bfloat16", "float16", "int32", "int32", "int8", "uint8", "bool"]
UNARY = """-{a}|jnp.abs({a})|jnp.tanh({a})|nn.sigmoid({a})|nn.relu({a})|nn.gelu({a})|nn.silu({a})
jnp.sign({a})|jnp.square({a})|jnp.exp(-jnp.abs({a}))|jnp.log1p(jnp.abs({a}))|jnp.sqrt(jnp.abs({a}))
jnp.floor({a} * 1.5)|jnp.round({a}, 1)|jnp.clip({a}, -1, 1)|jnp.isfinite({a})|{a} > 0|{a} == 1|{a} ** 2
{a} * 2|{a} + 0.5|{a} // 2|{a} % 3|{a} / 3|1 - {a}|{a}.astype(jnp.{dtype})|jnp.logical_not({a})
jnp.where({a} > 0, {a}, 0)|jnp.where({a} > 0, 1, 0.5)|nn.softplus({a})|jnp.nan_to_num({a})
jnp.zeros_like({a})|jnp.ones_like({a}, dtype=jnp.{dtype})|jnp.full_like({a}, 3)"""
SHAPING = """{a}.reshape(-1)|{a}.T|{a}[None]|{a}[..., None]|{a}[::-1]|{a}[..., ::2]|{a}[1:]|{a}[-1]|{a}[0]
jnp.flip({a}, -1)|jnp.roll({a}, 1, axis=0)|jnp.squeeze({a}[None], 0)|jnp.expand_dims({a}, (0, -1))
jnp.tile({a}, 2)|jnp.repeat({a}, 2, axis=0)|jnp.pad({a}, 1)|jnp.sort({a}, axis=-1)|jnp.argsort({a})
jnp.concatenate([{a}, {a}], axis=-1)|jnp.stack([{a}, {a}])|jnp.swapaxes({a}, 0, -1)|jnp.ravel({a})
{a}.at[0].set(1)|{a}.at[..., -1].add(2)|{a}.at[jnp.array([0, 0])].add(1)|{a}[jnp.array([0, -1])]
jnp.take({a}, jnp.array([0, 5, -1]), axis=-1)|{a}[jnp.arange(2) % {a}.shape[0]]|jnp.tril({a})
jnp.moveaxis({a}, 0, -1)|jnp.broadcast_to({a}, (2, *{a}.shape))|jnp.split({a}, [1], axis=-1)[1]
jnp.array([r.sum() for r in {a}])|lax.dynamic_slice_in_dim({a}, 1, 1, axis=0)|jnp.diff({a}, axis=0)"""
REDUCING = """{a}.sum()|{a}.sum(axis=0)|{a}.mean(axis=-1)|jnp.max({a}, axis=-1, keepdims=True)|jnp.min({a})
jnp.argmax({a}, axis=-1)|jnp.var({a}, axis=0)|jnp.std({a})|jnp.prod({a}, axis=0)|jnp.all({a})|jnp.any({a}, axis=0)
jnp.cumsum({a}, axis=0)|nn.softmax({a}, axis=-1)|nn.log_softmax({a})|jax.nn.logsumexp({a}, axis=-1)
jnp.linalg.norm({a})|jnp.median({a}, axis=-1)|jnp.count_nonzero({a})|jnp.mean({a}, where={a} > 0)
jnp.sum({a}, axis=-1, where={a} > 0, initial=1)|nn.standardize({a})|jax.vmap(jnp.sum)({a})
lax.scan(lambda c, r: (c + r, c * 2), {a}[0] * 0, {a})[1]|lax.fori_loop(0, 3, lambda i, c: c + c * i, {a})
lax.associative_scan(jnp.add, {a})|lax.map(lambda r: r * 2, {a})|lax.cond({a}.sum() > 0, lambda b: b, lambda b: b * 0, {a})"""
BINARY = """{a} + {b}|{a} - {b}|{a} * {b}|{a} / ({b} + 10)|jnp.maximum({a}, {b})|jnp.minimum({a}, {b})
jnp.where({a} > 0, {a}, {b})|{a} < {b}|jnp.power(jnp.abs({a}), 2)|jnp.logaddexp({a}, {b})
jnp.logical_and({a}, {b})|jnp.stack(jnp.broadcast_arrays({a}, {b}))|jnp.hypot({a}, {b})|{a} // ({b} + 20)
{a} % ({b} + 20)|jnp.dot({a}, {b})|{a} @ {b}.T|jnp.einsum('...i,...i->...', {a}, {b})|jnp.outer({a}, {b})
jnp.concatenate([{a}, {b}])|jnp.concatenate([{a}, {b}], axis=-1)|jnp.tensordot({a}, {b}, 0)
jax.tree.map(lambda u, w: u + w, ({a}, {b}), ({b}, {a}))[0]|jnp.select([{a} > 1, {a} > 0], [{a}, {b}], 0)
jnp.arctan2({a}, {b})|jnp.isclose({a}, {b})|jnp.take_along_axis({a}, jnp.argsort({a}, axis=-1), axis=-1)"""
LIMIT = 4000
CONFIG = """\
# precision: {precision}
version: 1
modules:
  Program:
    call:
      args: [{args}]
      body: |
        p = self.param('p', nn.initializers.normal(1.0), ({size},))
{lines}
inputs:
{inputs}
model: {{type: Program}}
"""


def templates(text):
    return [line for row in text.split("\n") for line in row.split("|")]


CHOICES = [templates(UNARY), templates(SHAPING), templates(REDUCING), templates(BINARY)]
WEIGHTS = [0.3, 0.25, 0.2, 0.25]


def result(text, types):
    """The type an expression gives, as JAX traces it; `None` where it raises or is too large."""
    names = list(types)
    function = eval(f"lambda {', '.join(names)}: {text}", namespace())
    try:
        value = jax.eval_shape(function, *types.values())
    except Exception:
        return None
    if not hasattr(value, "shape") or not 0 < value.size <= LIMIT or len(value.shape) > 4:
        return None
    return value


def language_config(rng):
    """A program of random lines over random inputs."""
    shape = [int(rng.integers(1, 5)) for _ in range(rng.integers(1, 4))]
    types = {}
    for name in "xyz"[: rng.integers(1, 4)]:
        kept = shape if rng.random() < 0.7 else shape[-1:]
        types[name] = jax.ShapeDtypeStruct(kept, jnp.dtype(DTYPES[rng.integers(len(DTYPES))]))
    inputs = "\n".join(f"  {n}: {t.dtype}[{', '.join(map(str, t.shape))}]" for n, t in types.items())
    args, lines = ", ".join(types), []
    halves = [t.dtype.name for t in types.values() if t.dtype.itemsize == 2]
    types["p"] = jax.ShapeDtypeStruct(shape[-1:], jnp.dtype("float32"))
    for index in range(int(rng.integers(3, 9))):
        for _ in range(20):
            kind = CHOICES[rng.choice(4, p=WEIGHTS)]
            names = list(types)
            a, b = (names[int(rng.integers(len(names)))] for _ in range(2))
            dtype = DTYPES[rng.integers(len(DTYPES))]
            dtype = "bool_" if dtype == "bool" else dtype
            text = kind[rng.integers(len(kind))].format(a=a, b=b, dtype=dtype)
            value = result(text, types)
            if value is not None:
                break
        else:
            continue
        name = f"v{index}"
        types[name] = value
        lines.append(f"{name} = {text}")
        halves += [value.dtype.name] * (value.dtype.itemsize == 2)
    lines.append(f"return {', '.join(n for n in types if n[0] in 'pv')},")
    body = "\n".join(" " * 8 + line for line in lines)
    precision = min(halves, default="float32")
    text = CONFIG.format(
        precision=precision, args=args, lines=body, inputs=inputs, size=shape[-1]
    )
    return text, {}


KINDS = {"language": language_config}
SHARES = {"language": 0.08}
