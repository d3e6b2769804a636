"""The example of the `nn.scan` docs, in Flax: `configs/lstm/` holds its input, output and key."""

from pathlib import Path

import jax
import numpy as np

from flax_oracle import apply, build, init, load_config

CONFIG = Path(__file__).resolve().parent.parent / "configs" / "lstm.yaml"


def write(_):
    folder = CONFIG.with_suffix("")
    folder.mkdir(exist_ok=True)
    key_1, _, key_3 = jax.random.split(jax.random.key(0), 3)
    xs = jax.random.uniform(key_1, (16, 20, 3))
    model = build(load_config(CONFIG))
    variables = init(model, key_3, {"xs": xs})
    ys = apply(model, variables, {"xs": xs}).ys
    np.save(folder / "xs.npy", xs)
    np.save(folder / "ys.npy", ys)
    np.save(folder / "key.npy", jax.random.key_data(key_3))
