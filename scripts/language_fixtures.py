"""Expressions and bodies of the body language, run by real JAX: `Tests/Fixtures/language/*`.

`scripts/language_cases/NAME.txt` holds an expression a line (in `bodies.txt`, `libraries.txt`, `numpy_programs.txt`
and `objects.txt`, paragraphs of statements that return). `NAME.tsv` holds each with the types of the leaves it gives, a star after
a weak one, or `error`; `NAME.npy` their values, one after another. `inputs.npy` is what they use.
"""

import re
import sys
import textwrap
import warnings
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jax import random

from body_language import namespace
from tree_files import save_tree

PARAGRAPHS = ("bodies", "objects", "libraries", "numpy_programs")
CASES = Path(__file__).resolve().parent / "language_cases"


def make_inputs():
    """Small arrays of many types. `key` is raw."""
    rng = np.random.default_rng(7)
    normal = lambda *shape: jnp.asarray(rng.standard_normal(shape), jnp.float32)
    integers = lambda low, high, shape, dtype: jnp.asarray(rng.integers(low, high, shape), dtype)
    signs = jnp.asarray(rng.choice([-1, 1], (3, 4)), jnp.int32)
    return {
        "x": normal(3, 4),
        "y": jnp.asarray(rng.uniform(0.2, 2.0, (3, 4)), jnp.float32),
        "v": normal(4),
        "w": normal(4, 5),
        "c": normal(2, 3, 4),
        "s": jnp.float32(0.75),
        "b": normal(3, 4).astype(jnp.bfloat16),
        "h": normal(3, 4).astype(jnp.float16),
        "i": integers(-6, 7, (3, 4), jnp.int32),
        "j": integers(1, 5, (3, 4), jnp.int32) * signs,
        "i8": integers(-90, 90, (3, 4), jnp.int8),
        "u": integers(0, 256, (3, 4), jnp.uint8),
        "t": integers(0, 2**32, (4,), jnp.uint32),
        "k": jnp.asarray([2, 0, 1, 2], jnp.int32),
        "n": jnp.int32(1),
        "m": jnp.asarray(rng.random((3, 4)) < 0.5),
        "key": np.asarray(random.key_data(random.key(7))),
    }


def case_texts(path):
    text = path.read_text()
    return text.strip().split("\n\n") if path.stem in PARAGRAPHS else text.splitlines()


def function_of(text, names):
    """The case as a function of the inputs."""
    is_body = re.search(r"\breturn\b|\braise\b", text) is not None
    body = text if is_body else f"return ({text}\n)"
    source = f"def case({', '.join(names)}):\n" + textwrap.indent(body, "    ")
    made = {}
    exec(compile(source, "<case>", "exec"), namespace(), made)
    return made["case"]


def run(text, inputs):
    """Types and values of the leaves a case gives; `None` where JAX raises."""
    arguments = {**inputs, "key": random.wrap_key_data(inputs["key"])}
    try:
        function = function_of(text, inputs)
        avals = jax.make_jaxpr(function)(*arguments.values()).out_avals
        leaves = jax.tree_util.tree_leaves(function(*arguments.values()))
    except Exception as error:
        return None, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    types = [
        f"{aval.dtype}{'*' if aval.weak_type else ''}[{', '.join(map(str, aval.shape))}]"
        for aval in avals
    ]
    return list(zip(types, leaves)), ""


def value_array(leaf, type_text):
    dtype = jnp.dtype(re.match(r"\w+", type_text)[0])
    return np.asarray(leaf).astype(dtype)


def write(folder, names=(), show=print):
    """Writes the tables called `names`, or all; `show` is told what raises."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = make_inputs()
    save_tree(folder / "inputs.npy", inputs)
    for path in sorted(CASES.glob("*.txt")):
        if names and path.stem not in names:
            continue
        rows, values = ["case\ttypes"], []
        for text in case_texts(path):
            leaves, problem = run(text, inputs)
            types = "error" if leaves is None else "; ".join(kind for kind, _ in leaves)
            if problem:
                show(f"{path.stem}: {text!r}: {problem}")
            escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
            rows.append(f"{escaped}\t{types}")
            values += [value_array(leaf, kind) for kind, leaf in leaves or []]
        (folder / f"{path.stem}.tsv").write_text("\n".join(rows) + "\n")
        save_tree(folder / f"{path.stem}.npy", values)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    write(Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "language", sys.argv[1:])
