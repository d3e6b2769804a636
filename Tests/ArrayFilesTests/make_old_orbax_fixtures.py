"""Writes checkpoints of an older Orbax that the tests of ArrayFiles read, into a folder of its version, and what
is in them, as a .npz file.

Run it with each of these:
  orbax-checkpoint==0.2.7 jax==0.4.13 jaxlib==0.4.13 flax==0.7.2 'tensorstore<0.1.46' ml_dtypes==0.2.0 \
'numpy<1.27' 'scipy<1.13'
  orbax-checkpoint==0.5.16 jax==0.4.34 jaxlib==0.4.34 flax==0.8.5 tensorstore==0.1.60 'numpy<2'
Argument: the folder in which those of the versions are; CheckpointFixtures if there is none.
"""

import pathlib
import shutil
import sys
from importlib.metadata import version

import jax
import jax.numpy as jnp
import numpy as np
import orbax.checkpoint as ocp
from flax.training import checkpoints

HERE = pathlib.Path(__file__).parent.resolve()
FOLDERS = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE / "CheckpointFixtures"
FOLDER = FOLDERS / f"orbax_{version('orbax-checkpoint')}"


def tree(step=7):
    """Parameters beside numbers, a list and a leaf that is none."""
    kernel = jnp.arange(6, dtype=jnp.float32).reshape(2, 3) + step
    params = {
        "Dense_0": {"kernel": kernel, "bias": jnp.ones(3, jnp.bfloat16)},
        "zeros": jnp.zeros(4),
    }
    return {
        "params": params,
        "step": step,
        "rate": 0.5,
        "list": [np.arange(3, dtype=np.int32)],
        "none": None,
    }


def leaves(part, path=()):
    if isinstance(part, dict):
        for key, value in part.items():
            yield from leaves(value, (*path, key))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from leaves(value, (*path, str(index)))
    elif part is not None:
        leaf = np.asarray(part)
        yield "/".join(path), leaf.view("V2") if leaf.dtype.name == "bfloat16" else leaf


def expect(name, value, numbers=np.float64, integers=np.int64):
    """Python's numbers are arrays of 64 bits where they are stored by themselves."""
    kinds = {float: numbers, int: integers}
    typed = {
        name: kinds[type(leaf)](leaf) if type(leaf) in kinds else leaf
        for name, leaf in value.items()
    }
    np.savez(FOLDER / f"{name}.npz", **dict(leaves(typed)))


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name, options in ("ocdbt", {"use_ocdbt": True}), ("plain", {"use_ocdbt": False}):
        ocp.Checkpointer(ocp.PyTreeCheckpointHandler(**options)).save(FOLDER / name, tree())
        expect(name, tree())
    save_args = jax.tree_util.tree_map(lambda _: ocp.SaveArgs(aggregate=True), tree())
    ocp.PyTreeCheckpointer().save(FOLDER / "aggregate", tree(), save_args=save_args)
    expect("aggregate", tree(), np.float32, np.int32)
    checkpoints.save_checkpoint(
        FOLDER / "flax", tree(), 3, orbax_checkpointer=ocp.PyTreeCheckpointer()
    )
    expect("flax", tree(), np.float32, np.int32)
    manager = ocp.CheckpointManager(FOLDER / "steps", ocp.PyTreeCheckpointer())
    for step in 1, 12:
        manager.save(step, tree(step))
    getattr(manager, "wait_until_finished", lambda: None)()
    expect("steps", tree(12))


if __name__ == "__main__":
    main()
