"""Compares what `swiftscan` reads of random checkpoints with what was saved, bit for bit: of Orbax, of
safetensors and, where it is installed, of PyTorch.
"""

import argparse
import importlib.util
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import jax
import ml_dtypes
import numpy as np
import orbax.checkpoint as ocp
import safetensors.flax

CONFIG = """\
version: 1
modules:
  All:
    call:
      args: [x]
      body: return self.variables['params']
inputs: {x: 'float32[1]'}
model: {type: All}
"""
DTYPES = [
    "bool",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "int64",
    "uint64",
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "complex64",
    "complex128",
]
NAMES = [
    "kernel",
    "bias",
    "Dense_0",
    "layers",
    "w",
    "scale",
    "größe",
    "a b",
    "x-1",
    "hf",
    "0x",
    "mean",
]


def draw_array(rng, name):
    """An array of a dtype, of up to four axes; of random bits where these are narrowed to no other dtype."""
    dtype = np.dtype(getattr(ml_dtypes, name, name))
    shape = [rng.choice([1, 2, 3, 5, 8, 17, 40]) for _ in range(rng.randrange(5))]
    generator = np.random.default_rng(rng.getrandbits(32))
    if rng.random() < 0.3:  # long runs, for compression
        return np.broadcast_to(np.asarray(generator.integers(0, 2)).astype(dtype), shape).copy()
    if dtype.kind in "fc" and dtype.itemsize >= 8:
        values = generator.normal(size=shape) + (
            1j * generator.normal(size=shape) if dtype.kind == "c" else 0
        )
        return np.asarray(values).astype(dtype)
    if dtype.kind == "b":
        return np.asarray(generator.integers(0, 2, shape)).astype(bool)
    raw = generator.integers(0, 256, [*shape, dtype.itemsize], np.uint8)
    return raw.view(dtype).reshape(shape)


def draw_tree(rng, dtypes=DTYPES, depth=0):
    names = rng.sample(NAMES, rng.randint(1, 4))
    deeper = depth < 2 and rng.random() < 0.7
    return {
        name: draw_tree(rng, dtypes, depth + 1)
        if deeper and rng.random() < 0.5
        else draw_array(rng, rng.choice(dtypes))
        for name in names
    }


def leaves(tree, path=()):
    for name, part in tree.items():
        if isinstance(part, dict):
            yield from leaves(part, (*path, name))
        else:
            yield (*path, name), part


def as_jax(tree):
    """The tree with arrays of JAX where they are of JAX's dtypes, and NumPy's where they are wider."""
    return jax.tree.map(
        lambda leaf: jax.numpy.asarray(leaf) if narrowed(leaf) is leaf else leaf, tree
    )


def narrowed(array):
    narrow = {"int64": "int32", "uint64": "uint32", "float64": "float32", "complex128": "complex64"}
    return array.astype(narrow[array.dtype.name]) if array.dtype.name in narrow else array


# Writers: each saves a tree in a folder, and returns the words that read it.


def orbax_handler(rng, tree, folder):
    options = {"use_ocdbt": rng.random() < 0.6, "use_zarr3": rng.random() < 0.5}
    saved = as_jax(tree)
    size = rng.choice([None, 200, 2000])
    save_args = size and jax.tree.map(lambda leaf: ocp.SaveArgs(chunk_byte_size=size), saved)
    with ocp.Checkpointer(ocp.PyTreeCheckpointHandler(**options)) as checkpointer:
        checkpointer.save(folder / "checkpoint", saved, save_args=save_args)
    return [folder / "checkpoint"]


def orbax_standard(rng, tree, folder):
    with ocp.StandardCheckpointer() as checkpointer:
        checkpointer.save(folder / "checkpoint", as_jax(tree))
    return [folder / "checkpoint"]


def orbax_manager(rng, tree, folder):
    """The steps of a run, of which one holds the tree."""
    steps = sorted(rng.sample(range(2000), 3))
    chosen = rng.choice(steps)
    options = ocp.CheckpointManagerOptions(step_prefix=rng.choice([None, "run"]))
    with ocp.CheckpointManager(folder / "run", options=options) as manager:
        for step in steps:
            item = tree if step == chosen else {"other": np.zeros(2, np.float32)}
            manager.save(step, args=ocp.args.StandardSave(as_jax(item)))
    newest = chosen == steps[-1] and rng.random() < 0.5
    return [folder / "run", *([] if newest else ["--step", chosen])]


def orbax_v1(rng, tree, folder):
    """What Orbax's next interface writes."""
    from orbax.checkpoint.experimental import v1

    v1.save(folder / "checkpoint", as_jax(tree))
    return [folder / "checkpoint"]


def safetensors_file(rng, tree, folder):
    separator = rng.choice("/,.")
    names = {separator.join(path): jax.numpy.asarray(leaf) for path, leaf in leaves(tree)}
    if rng.random() < 0.5 or len(names) < 2:
        safetensors.flax.save_file(names, folder / "a.safetensors")
        return [folder / "a.safetensors"]
    places = {name: rng.choice(["a.safetensors", "b.safetensors"]) for name in names}
    for file in set(places.values()):
        part = {name: leaf for name, leaf in names.items() if places[name] == file}
        safetensors.flax.save_file(part, folder / file)
    (folder / "model.safetensors.index.json").write_text(
        json.dumps({"metadata": {}, "weight_map": places})
    )
    return [folder / "model.safetensors.index.json"]


def torch_file(rng, tree, folder):
    import torch

    def tensor(leaf):
        if leaf.dtype.name == "bfloat16":
            whole = torch.from_numpy(leaf.view(np.int16)).view(torch.bfloat16)
        else:
            whole = torch.from_numpy(leaf)
        if whole.ndim > 1 and rng.random() < 0.4:  # a view with the axes in another order
            order = rng.sample(range(whole.ndim), whole.ndim)
            back = [order.index(axis) for axis in range(whole.ndim)]
            whole = whole.permute(order).contiguous().permute(back)
        if rng.random() < 0.3:  # a part of a larger tensor
            whole = torch.stack([torch.zeros_like(whole), whole])[1]
        return whole

    options = rng.choice(
        [
            {},
            {"_use_new_zipfile_serialization": False},
            {"pickle_protocol": 4},
            {"pickle_protocol": 5},
        ]
    )
    if "_use_new_zipfile_serialization" in options:  # which has no storages of these
        later = ("uint16", "uint32", "uint64")
        tree = jax.tree.map(
            lambda leaf: leaf.astype(bool) if leaf.dtype.name in later else leaf, tree
        )
    if rng.random() < 0.5:
        saved = {".".join(path): tensor(leaf) for path, leaf in leaves(tree)}
    else:
        saved = jax.tree.map(tensor, tree)
    torch.save(saved, folder / "a.pt", **options)
    return [folder / "a.pt"], tree


WRITERS = {
    "Orbax": orbax_handler,
    "StandardCheckpointer": orbax_standard,
    "CheckpointManager": orbax_manager,
    "Orbax v1": orbax_v1,
    "safetensors": safetensors_file,
}


def difference(swiftscan, words, tree, folder):
    """What swiftscan reads otherwise, in words; `None` if there is nothing."""
    (folder / "all.yaml").write_text(CONFIG)
    file, *step = words
    command = [
        swiftscan,
        "apply",
        "--config",
        folder / "all.yaml",
        "--params",
        f"params={file}",
        "--input",
        "x=zeros",
    ]
    command += ["-q", "-o", folder / "out.npz", *step]
    words = [str(word) for word in command]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        return f"ended with {done.returncode}: {done.stderr}"
    with np.load(folder / "out.npz") as read:
        expected = {"/".join(path): narrowed(leaf) for path, leaf in leaves(tree)}
        if set(read) != set(expected):
            return f"read {sorted(read)}, not {sorted(expected)}"
        for name, array in expected.items():
            found = read[name]
            if found.dtype.kind == "V":
                found = found.view(ml_dtypes.bfloat16)
            if (
                found.dtype != array.dtype
                or found.shape != array.shape
                or found.tobytes() != array.tobytes()
            ):
                return f"{name}: {found.dtype}{found.shape}, not {array.dtype}{array.shape} or other bits"
    return None


def run(swiftscan, kind, seed, work):
    """Saves a random tree, and says whether the same is read."""
    rng = random.Random(f"{kind} {seed}")
    folder = work / f"{kind.replace(' ', '_')}_{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wide = ("int64", "uint64", "float64", "complex128")
    tree = draw_tree(rng, [name for name in DTYPES if kind != "safetensors" or name not in wide])
    if kind == "PyTorch":
        words, tree = torch_file(rng, tree, folder)
    else:
        words = WRITERS[kind](rng, tree, folder)
    problem = difference(swiftscan, words, tree, folder)
    if problem is None:
        shutil.rmtree(folder)
    else:
        print(f"{folder}: {problem}", flush=True)
    return problem is None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--swiftscan", required=True, type=Path, help="the command")
    parser.add_argument("--work", required=True, type=Path, help="a folder for failing cases")
    parser.add_argument("--cases", type=int, default=40, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="of the first")
    options = parser.parse_args()
    kinds = list(WRITERS)
    if importlib.util.find_spec("torch"):
        kinds.append("PyTorch")
    else:
        print("PyTorch isn't installed: its checkpoints are left out")
    counts = Counter()
    for seed in range(options.seed, options.seed + options.cases):
        kind = kinds[seed % len(kinds)]
        counts[kind, run(options.swiftscan.resolve(), kind, seed, options.work.resolve())] += 1
    for kind in kinds:
        print(f"{kind}: {counts[kind, True]} read as they were saved, {counts[kind, False]} not")
    sys.exit(any(not passed for _, passed in counts))


if __name__ == "__main__":
    main()
