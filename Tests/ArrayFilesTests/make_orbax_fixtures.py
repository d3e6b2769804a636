"""Writes the checkpoints of Orbax that the tests of ArrayFiles read, and beside each what is in it, as a .npz
file.

Run it where flax, optax and orbax-checkpoint are installed: python3 Tests/ArrayFilesTests/make_orbax_fixtures.py
Made with flax 0.12.8, jax 0.10.2, orbax-checkpoint 0.12.8, tensorstore 0.1.86.
"""

import pathlib
import shutil
import socket
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import optax
import orbax.checkpoint as ocp
import tensorstore as ts
from flax import linen, nnx
from flax.training.train_state import TrainState

FOLDER = pathlib.Path(__file__).parent.resolve() / "CheckpointFixtures" / "orbax"


def array(leaf):
    """A leaf as NumPy has it; bfloat16 as 2-byte void."""
    leaf = np.asarray(leaf)
    return leaf.view("V2") if leaf.dtype.name == "bfloat16" else leaf


def leaves(tree, path=()):
    if isinstance(tree, dict):
        for key, part in tree.items():
            yield from leaves(part, path + (str(key),))
    elif isinstance(tree, (list, tuple)) and hasattr(tree, "_fields"):
        yield from leaves(tree._asdict(), path)
    elif isinstance(tree, (list, tuple)):
        for index, part in enumerate(tree):
            yield from leaves(part, path + (str(index),))
    elif tree is not None:
        yield path, array(tree)


def expect(name, tree):
    np.savez(FOLDER / f"{name}.npz", **{"/".join(path): leaf for path, leaf in leaves(tree)})


def numbers(dtype):
    values = np.arange(-2, 4).reshape(2, 3)
    return jnp.asarray(values % 2 == 0 if dtype == "bool" else values, dtype)


def state(step=0):
    model = linen.Dense(3)
    params = model.init(jax.random.key(step), jnp.ones((1, 2)))["params"]
    return TrainState.create(apply_fn=model.apply, params=params, tx=optax.adam(1e-3)).replace(
        step=step
    )


def contents(train_state):
    return {
        "step": train_state.step,
        "params": train_state.params,
        "opt_state": train_state.opt_state,
    }


MIXED = {
    "params": {
        "Dense_0": {
            "kernel": np.arange(6, dtype=np.float32).reshape(2, 3),
            "a.b": np.ones(3, np.int8),
        }
    },
    "list": [np.arange(3), (np.int8(3), 0.5)],
    "step": 7,
}


def handlers():
    """What each handler writes of one tree, with and without a database, in both versions of Zarr."""
    beside = {"name": "text", "none": None, "empty": {}, "float8": jnp.ones(2, jnp.float8_e4m3fn)}
    for name, options in {
        "ocdbt": {},
        "plain": {"use_ocdbt": False},
        "zarr3": {"use_zarr3": True},
        "zarr3_plain": {"use_zarr3": True, "use_ocdbt": False},
    }.items():
        ocp.Checkpointer(ocp.PyTreeCheckpointHandler(**options)).save(FOLDER / name, MIXED | beside)
        expect(name, MIXED)
    with ocp.StandardCheckpointer() as checkpointer:
        checkpointer.save(FOLDER / "standard", MIXED)
    expect("standard", MIXED)


def dtypes():
    names = [
        "bool",
        "int8",
        "uint8",
        "int16",
        "uint16",
        "int32",
        "uint32",
        "float16",
        "bfloat16",
        "float32",
        "complex64",
    ]
    tree = {name: numbers(name) for name in names}
    tree |= {
        name: np.arange(6).reshape(2, 3).astype(name)
        for name in ("int64", "uint64", "float64", "complex128")
    }
    for version in 2, 3:
        handler = ocp.PyTreeCheckpointHandler(use_zarr3=version == 3)
        ocp.Checkpointer(handler).save(FOLDER / f"dtypes_{version}", tree)
        expect(f"dtypes_{version}", tree)


def chunks():
    """Arrays of many chunks, compressible ones."""
    tree = {
        "w": (jnp.arange(6 * 10 * 14) % 7).reshape(6, 10, 14).astype(jnp.float32),
        "zeros": jnp.zeros((4, 4)),
    }
    save_args = jax.tree.map(lambda _: ocp.SaveArgs(chunk_byte_size=400), tree)
    for version in 2, 3:
        handler = ocp.PyTreeCheckpointHandler(use_zarr3=version == 3)
        ocp.Checkpointer(handler).save(FOLDER / f"chunks_{version}", tree, save_args=save_args)
        expect(f"chunks_{version}", tree)


def steps():
    """The steps of a run, and a step of several items."""
    with ocp.CheckpointManager(FOLDER / "steps") as manager:
        for step in 0, 5, 10:
            manager.save(step, args=ocp.args.StandardSave(state(step)))
            expect(f"steps_{step}", contents(state(step)))
    options = ocp.CheckpointManagerOptions(step_prefix="run", step_format_fixed_length=6)
    items = {"state": state(3), "other": {"x": np.arange(2, dtype=np.float32)}}
    with ocp.CheckpointManager(
        FOLDER / "items", item_names=("state", "other", "note"), options=options
    ) as manager:
        saved = {
            "state": ocp.args.PyTreeSave(items["state"]),
            "other": ocp.args.StandardSave(items["other"]),
        }
        manager.save(
            3,
            args=ocp.args.Composite(**saved, note=ocp.args.JsonSave({"a": 1})),
            metrics={"loss": 1.0},
        )
    expect("items", {"state": contents(items["state"]), "other": items["other"]})


class Net(nnx.Module):
    def __init__(self, rngs):
        self.layers = nnx.List([nnx.Linear(2, 3, rngs=rngs), nnx.Linear(3, 1, rngs=rngs)])
        self.norm = nnx.BatchNorm(3, rngs=rngs)


def nnx_state():
    net = nnx.state(Net(nnx.Rngs(0)))
    with ocp.StandardCheckpointer() as checkpointer:
        checkpointer.save(FOLDER / "nnx", net)
        checkpointer.wait_until_finished()
        checkpointer.save(FOLDER / "nnx_pure", nnx.to_pure_dict(net))
    pure = nnx.to_pure_dict(net)
    expect("nnx_pure", pure)
    expect("nnx", jax.tree.map(lambda leaf: {"value": leaf}, pure))


def write(folder, key, value, **spec):
    """Writes an array by TensorStore alone."""
    store = spec.pop("kvstore", {"driver": "file"})
    store = store | (
        {"path": str(FOLDER / folder / key) + "/"}
        if store["driver"] == "file"
        else {"path": f"{key}/"}
    )
    ts.open(
        {"kvstore": store, "create": True, **spec}, dtype=value.dtype, shape=value.shape
    ).result()[...] = value


def zarr():
    """Arrays in ways that Orbax doesn't use, or not any more; nothing describes their tree."""
    value = np.arange(5 * 7, dtype=np.float32).reshape(5, 7)
    two = {"chunks": [2, 3]}
    zstd2 = {"compressor": {"id": "zstd", "level": 1}}
    write("zarr", "a.gzip", value, driver="zarr", metadata=two | {"compressor": {"id": "gzip"}})
    write("zarr", "a.zlib", value, driver="zarr", metadata=two | {"compressor": {"id": "zlib"}})
    write("zarr", "a.none", value, driver="zarr", metadata=two | {"compressor": None})
    write(
        "zarr", "a.fortran", value, driver="zarr", metadata=two | {"order": "F", "compressor": None}
    )
    write("zarr", "a.big", value, driver="zarr", metadata={"dtype": ">f4", "compressor": None})
    write(
        "zarr",
        "a.slashes",
        value,
        driver="zarr",
        metadata=two | zstd2 | {"dimension_separator": "/"},
    )
    sparse = value.copy()
    sparse[:2, :3] = 0
    write(
        "zarr",
        "a.sparse",
        sparse,
        driver="zarr",
        metadata=two | zstd2 | {"dtype": "<f4", "fill_value": 0},
    )
    grid = {"chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, 3]}}}
    little = {"name": "bytes", "configuration": {"endian": "little"}}
    big = {"name": "bytes", "configuration": {"endian": "big"}}
    zstd = {"name": "zstd", "configuration": {"level": 1}}
    gzip = {"name": "gzip", "configuration": {"level": 1}}
    crc32c = {"name": "crc32c"}
    transpose = {"name": "transpose", "configuration": {"order": [1, 0]}}
    for name, codecs in {
        "plain": [little],
        "big": [big, zstd],
        "gzip": [little, gzip],
        "checked": [little, zstd, crc32c],
        "transposed": [transpose, little],
    }.items():
        write("zarr", f"b.{name}", value, driver="zarr3", metadata=grid | {"codecs": codecs})
    outer = {"chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [4, 6]}}}
    for place in "start", "end":
        sharding = {
            "chunk_shape": [2, 3],
            "codecs": [little, zstd],
            "index_codecs": [little, crc32c],
            "index_location": place,
        }
        codecs = [{"name": "sharding_indexed", "configuration": sharding}]
        write(
            "zarr", f"b.shards_{place}", sparse, driver="zarr3", metadata=outer | {"codecs": codecs}
        )
    names = ["gzip", "zlib", "none", "fortran", "big", "slashes"]
    threes = ["plain", "big", "gzip", "checked", "transposed"]
    first = dict.fromkeys(names, value) | {"sparse": sparse}
    second = dict.fromkeys(threes, value) | dict.fromkeys(["shards_start", "shards_end"], sparse)
    expect("zarr", {"a": first, "b": second})
    write(".", "single", value, driver="zarr", metadata=two | zstd2)
    np.savez(FOLDER / "single.npz", value)


def trees():
    """A database whose tree has several levels, with and without compression, and many versions."""
    for name, compression in ("deep", {"id": "zstd"}), ("deep_raw", None):
        config = {
            "max_decoded_node_bytes": 400,
            "max_inline_value_bytes": 8,
            "compression": compression,
        }
        store = {"driver": "ocdbt", "base": f"file://{FOLDER}/{name}/", "config": config}
        tree = {
            f"layer{index:02}": np.arange(index, index + 4, dtype=np.int32) for index in range(40)
        }
        for key, value in tree.items():
            write(name, key, value, driver="zarr", kvstore=store, metadata={"compressor": None})
        expect(name, tree)


def process(number, port, name):
    """One of two processes that save an array of which each has a half."""
    jax.distributed.initialize(f"localhost:{port}", num_processes=2, process_id=number)
    mesh = jax.sharding.Mesh(np.array(jax.devices()), ("x",))
    value = np.arange(4 * 6, dtype=np.float32).reshape(4, 6)
    sharding = jax.sharding.NamedSharding(mesh, jax.sharding.PartitionSpec("x"))
    split = jax.make_array_from_callback(value.shape, sharding, lambda index: value[index])
    with ocp.StandardCheckpointer() as checkpointer:
        checkpointer.save(FOLDER / name, {"w": split})
        checkpointer.wait_until_finished()
    jax.distributed.shutdown()
    if number == 0:
        expect(name, {"w": value})


def processes():
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, __file__]
    running = [
        subprocess.Popen([*command, str(number), str(port), "processes"]) for number in range(2)
    ]
    statuses = [part.wait() for part in running]
    if any(statuses):
        sys.exit("a process failed")
    # As if the first process had ended before it put the parts together.
    shutil.copytree(FOLDER / "processes", FOLDER / "apart")
    (FOLDER / "apart" / "manifest.ocdbt").unlink()
    shutil.rmtree(FOLDER / "apart" / "d")
    shutil.copy(FOLDER / "processes.npz", FOLDER / "apart.npz")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        process(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
        sys.exit()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for make in handlers, dtypes, chunks, steps, nnx_state, zarr, trees, processes:
        make()
    # Orbax notes where it wrote.
    for note in FOLDER.rglob("commit_success.txt"):
        note.write_text(note.read_text().replace(f"{FOLDER.parent}/", ""))
