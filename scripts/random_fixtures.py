"""Fixtures of `jax.random`, Flax's key folding and the initializers: `Tests/Fixtures/random/*.npy`.

Each file is one tree whose fields name the case: `bits.npy` holds `key` and `u32_3x4`, the bits
drawn with that key for shape (3, 4). A scalar's shape is written `scalar`. Keys are raw uint32.
"""

import jax.numpy as jnp
import numpy as np
from flax import linen as nn
from flax.core.scope import LazyRng
from jax import random

from tree_files import save_tree

SHAPES = [(), (1,), (5,), (3, 4), (2, 3, 5)]
FLOATS = {"f32": jnp.float32, "bf16": jnp.bfloat16, "f16": jnp.float16}


def raw(key):
    return np.asarray(random.key_data(key))


def shape_name(shape):
    return "x".join(map(str, shape)) or "scalar"


def keys():
    """Seeds to keys. JAX keeps the low 32 bits of a seed, and all ones above a negative one."""
    seeds = [0, 1, 2, 42, 1701, 2**31 - 1, 2**31, 2**32 - 1, -1, -2, -(2**31)]
    return {f"seed_{seed}": raw(random.key(seed)) for seed in seeds}


def splits():
    cases = {}
    for name, key in {"a": random.key(0), "b": random.key(1701)}.items():
        cases[name] = {"key": raw(key)}
        for shape in [(1,), (2,), (3,), (5,), (17,), (2, 3), (2, 1, 2), (0,)]:
            cases[name][f"split_{shape_name(shape)}"] = raw(random.split(key, shape))
    return cases


def folds():
    key = random.key(3)
    data = [0, 1, 2, 17, 2**31 - 1, 2**31, 2**32 - 1]
    return {"key": raw(key)} | {f"fold_{d}": raw(random.fold_in(key, jnp.uint32(d))) for d in data}


# The suffix of a name is what is folded: parts with a comma between, ints with a leading `#`.
STATIC_FOLDS = [
    ("params",), ("params", 1), ("ScanLSTMCell_0", "hf", 1), ("hf", "kernel", 2), (0,), (1,),
    (255,), (256,), (65536,), (2**40 + 3,), ("a", "b"), ("ab",), ("ab", "c"), ("a", "bc"),
    ("", "a"), ("Größe", "層_0"), ("🙂",), ("dropout", 0), (1, 2, 3), ("Dense_0", 3), (),
]  # fmt: skip


def static_folds():
    key = random.key(7)
    cases = {"key": raw(key)}
    for parts in STATIC_FOLDS:
        name = ",".join(f"#{p}" if isinstance(p, int) else p for p in parts)
        cases[f"fold:{name}"] = raw(LazyRng.create(key, *parts).as_jax_rng())
    return cases


def bits():
    cases = {"key": raw(random.key(11))}
    key = random.key(11)
    for shape in SHAPES + [(0,), (1000,)]:
        for width in (8, 16, 32):
            dtype = jnp.dtype(f"uint{width}")
            cases[f"u{width}_{shape_name(shape)}"] = np.asarray(random.bits(key, shape, dtype))
    return cases


RANGES = {"0_1": (0.0, 1.0), "-1_1": (-1.0, 1.0), "2_5": (2.0, 5.0), "-0.1_0.3": (-0.1, 0.3)}


def uniforms():
    key = random.key(12)
    cases = {"key": raw(key)}
    for shape in SHAPES:
        for name, dtype in FLOATS.items():
            for range_name, (low, high) in RANGES.items():
                value = random.uniform(key, shape, dtype, low, high)
                cases[f"{name}_{shape_name(shape)}_{range_name}"] = np.asarray(value)
    return cases


def normals():
    key = random.key(13)
    cases = {"key": raw(key)}
    for shape in SHAPES + [(1000,)]:
        for name, dtype in FLOATS.items():
            cases[f"{name}_{shape_name(shape)}"] = np.asarray(random.normal(key, shape, dtype))
    return cases


def truncated_normals():
    key = random.key(14)
    cases = {"key": raw(key)}
    for shape in SHAPES + [(1000,)]:
        for name, dtype in FLOATS.items():
            for low, high in [(-2.0, 2.0), (-1.0, 3.0)]:
                value = random.truncated_normal(key, low, high, shape, dtype)
                cases[f"{name}_{shape_name(shape)}_{low:g}_{high:g}"] = np.asarray(value)
    return cases


def bernoullis():
    key = random.key(15)
    cases = {"key": raw(key)}
    for shape in SHAPES + [(1000,)]:
        for p in (0.5, 0.1, 0.9):
            cases[f"p{p}_{shape_name(shape)}"] = np.asarray(random.bernoulli(key, p, shape))
    return cases


def randints():
    key = random.key(16)
    cases = {"key": raw(key)}
    for shape in SHAPES:
        for low, high in [(0, 10), (-5, 5), (0, 1 << 20), (0, 2**31 - 1)]:
            value = random.randint(key, shape, low, high)
            cases[f"i32_{shape_name(shape)}_{low}_{high}"] = np.asarray(value)
    return cases


# A case's name is the expression a config would hold.
INITIALIZERS = [
    "lecun_normal()", "lecun_uniform()", "glorot_normal()", "glorot_uniform()", "he_normal()",
    "he_uniform()", "xavier_normal()", "xavier_uniform()", "kaiming_normal()", "kaiming_uniform()",
    "normal()", "normal(0.02)", "uniform()", "uniform(0.5)", "truncated_normal()",
    "truncated_normal(0.02)", "truncated_normal(1.0, lower=-1.0, upper=3.0)", "zeros_init()",
    "ones_init()", "constant(0.25)", "variance_scaling(2.0, 'fan_avg', 'normal')",
    "variance_scaling(1.5, 'fan_out', 'uniform')",
    "variance_scaling(1.0, 'fan_in', 'truncated_normal')",
    "variance_scaling(1.0, 'fan_geo_avg', 'truncated_normal')",
    "variance_scaling(1.0, 'fan_in', 'normal', in_axis=0, out_axis=-1, batch_axis=1)",
]  # fmt: skip
KERNEL_SHAPES = [(3, 4), (7, 2), (1, 6), (5, 5), (3, 2, 4), (2, 3, 4, 5)]
ORTHOGONAL_SHAPES = [
    (2, 2), (5, 5), (6, 6), (16, 16), (7, 3), (3, 7), (1, 4), (4, 1), (1, 1), (2, 3, 4), (3, 2, 2)
]  # fmt: skip
DELTA_SHAPES = [(3, 2, 4), (3, 3, 2, 2), (1, 3, 3)]


def initializer_cases():
    yield from ((text, shape) for text in INITIALIZERS for shape in KERNEL_SHAPES)
    for text in ["orthogonal()", "orthogonal(0.5)", "orthogonal(column_axis=0)"]:
        yield from ((text, shape) for shape in ORTHOGONAL_SHAPES)
    yield from (("delta_orthogonal()", shape) for shape in DELTA_SHAPES)
    for text in ["normal()", "uniform()", "zeros_init()", "ones_init()", "constant(0.25)"]:
        yield from ((text, shape) for shape in [(), (4,)])


def initializers(dtype):
    key = random.key(17)
    cases = {"key": raw(key)}
    for text, shape in initializer_cases():
        if dtype != jnp.float32 and ("orthogonal" in text or shape not in [(3, 4), (3, 2, 4)]):
            continue
        if "batch_axis" in text and len(shape) < 3:
            continue
        make = eval(text, vars(nn.initializers))
        cases[f"{text}:{shape_name(shape)}"] = np.asarray(make(key, shape, dtype))
    return cases


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    groups = {
        "keys": keys(), "split": splits(), "fold_in": folds(), "fold_in_static": static_folds(),
        "bits": bits(), "uniform": uniforms(), "normal": normals(),
        "truncated_normal": truncated_normals(), "bernoulli": bernoullis(), "randint": randints(),
        "initializers_f32": initializers(jnp.float32),
        "initializers_bf16": initializers(jnp.bfloat16),
        "initializers_f16": initializers(jnp.float16),
    }  # fmt: skip
    for name, cases in groups.items():
        save_tree(folder / f"{name}.npy", cases)
