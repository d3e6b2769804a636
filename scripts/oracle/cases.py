"""One comparison with Flax as a folder: a config, what goes in, what Flax gives.

config.yaml  key.npy (raw uint32)  NAME.npy for every input the config lists
params.npy (all variables of init)  ys.npy  carry_out.npy
"""

import re
import shutil
import zlib

import jax
import jax.numpy as jnp
import numpy as np
import yaml

from oracle.body_language import filter_from
from oracle.config_files import load_config, make_inputs
from oracle.models import apply, build, init
from oracle.tree_files import save_tree


def rngs_of(text):
    """Streams and seeds."""
    return {name: int(seed) for name, seed in re.findall(r"^# rng: (\w+)=(\d+)$", text, re.M)}


def mutable_of(text):
    """The filter of the collections `apply` may change, or `False`."""
    found = [yaml.safe_load(word) for word in re.findall(r"^# mutable: (.+)$", text, re.M)]
    if len(found) == 1 and not isinstance(found[0], str):
        return filter_from(found[0])
    return found or False


def mutable_words(text):
    """The same as `--mutable` takes it, once for each."""
    return re.findall(r"^# mutable: (.+)$", text, re.M)


def method_of(text):
    """The method that is called."""
    found = re.search(r"^# method: (\w+)$", text, re.M)
    return found[1] if found else "__call__"


def run_flax(text, key, inputs, first_inputs=None):
    """All variables of `init`, on inputs of its own if given, and the result of `apply`."""
    model, rngs, method = build(load_config(text)), rngs_of(text), method_of(text)
    others = {name: seed for name, seed in rngs.items() if name != "params"}
    variables = init(model, key, inputs if first_inputs is None else first_inputs, others, method)
    return variables, apply(model, variables, inputs, rngs, mutable_of(text), method)


def draw_inputs(config, rng, sizes={}):
    """Random inputs of the types a config lists: normals, small ints, coin tosses."""

    def draw(shape, dtype):
        if dtype == jnp.bool_:
            return jnp.asarray(rng.random(shape) < 0.5)
        if jnp.issubdtype(dtype, jnp.integer):
            return jnp.asarray(rng.integers(0, 5, shape), dtype)
        return jnp.asarray(rng.standard_normal(shape), dtype)

    return make_inputs(config, draw, sizes)


def save_inputs(folder, inputs):
    for name, tree in inputs.items():
        save_tree(folder / f"{name}.npy", tree)


def write_case(folder, text, sizes={}):
    """Runs a config in Flax and writes the folder; the seed follows from the folder's name."""
    seed = zlib.crc32(folder.name.encode())
    inputs = draw_inputs(load_config(text), np.random.default_rng(seed), sizes)
    key = jax.random.key(seed)
    try:
        variables, result = run_flax(text, key, inputs)
    except Exception as error:
        raise RuntimeError(f"case {folder.name}:\n{text}") from error
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text(text)
    np.save(folder / "key.npy", jax.random.key_data(key))
    save_inputs(folder, inputs)
    save_tree(folder / "params.npy", variables, text)
    save_outputs(folder, result)


def save_outputs(folder, result):
    outputs = {"ys": result.ys, "carry_out": result.carry, "variables_out": result.variables}
    for name, tree in outputs.items():
        if jax.tree_util.tree_leaves(tree):
            save_tree(folder / f"{name}.npy", tree)
