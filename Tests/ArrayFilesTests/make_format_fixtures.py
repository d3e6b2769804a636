"""Writes the .npz, safetensors and MessagePack files that the tests of ArrayFiles read.

Run it where flax and safetensors are installed: python3 Tests/ArrayFilesTests/make_format_fixtures.py
Made with flax 0.12.8, jax 0.10.2, ml_dtypes 0.6.0, numpy 2.4.6, safetensors 0.8.0.
"""

import pathlib
import shutil
import zipfile

import jax.numpy as jnp
import numpy as np
import safetensors.flax
import safetensors.numpy
from flax import serialization
from flax.traverse_util import flatten_dict

from make_fixtures import DTYPES, TREE, numbers

FOLDER = pathlib.Path(__file__).parent / "FormatFixtures"
CONFIG = "version: 1  # für alle\n"


def void(array):
    """bfloat16 as NumPy saves it."""
    return array.view("V2") if array.dtype.name == "bfloat16" else array


def npz():
    arrays = {name: void(numbers(dtype)) for name, dtype in DTYPES.items()}
    np.savez(FOLDER / "dtypes_stored.npz", **arrays)
    np.savez_compressed(FOLDER / "dtypes_deflated.npz", **arrays)
    leaves = {"/".join(path): void(np.asarray(leaf)) for path, leaf in flatten_dict(TREE).items()}
    np.savez(FOLDER / "tree.npz", **leaves)
    np.savez(FOLDER / "tree_with_config.npz", **leaves, __config__=np.bytes_(CONFIG.encode()))
    np.savez_compressed(FOLDER / "single.npz", np.arange(3, dtype=np.float32))
    np.savez(FOLDER / "two.npz", np.arange(3, dtype=np.float32), np.arange(2, dtype=np.int32))
    np.savez_compressed(FOLDER / "zeros.npz", np.zeros(3_000_000, np.float32))
    np.savez(FOLDER / "empty.npz")
    np.savez(FOLDER / "bad_object.npz", x=np.array([None], object))
    np.savez(FOLDER / "bad_config.npz", __config__=np.zeros(2))
    np.savez(FOLDER / "bad_records.npz", x=np.zeros((), [("a", "<f4")]))
    with zipfile.ZipFile(FOLDER / "bad_text.npz", "w") as archive:
        archive.writestr("readme.txt", "no array")
    with zipfile.ZipFile(FOLDER / "bad_method.npz", "w", zipfile.ZIP_LZMA) as archive:
        archive.write(FOLDER.parent / "Fixtures/native/float32.npy", "x.npy")
    with zipfile.ZipFile(FOLDER / "bad_names.npz", "w") as archive:
        for name in "a.npy", "a/b.npy":
            archive.write(FOLDER.parent / "Fixtures/native/float32.npy", name)


def safetensors_files():
    plain = {name: numbers(dtype) for name, dtype in DTYPES.items() if dtype.kind != "c"}
    plain["complex64"] = numbers(DTYPES["complex64"])
    safetensors.numpy.save_file(plain, FOLDER / "dtypes.safetensors")
    leaves = {path: np.asarray(leaf) for path, leaf in flatten_dict(TREE).items() if leaf is not None}
    for name, separator in ("tree", "."), ("tree_slashed", "/"):
        named = {separator.join(path): leaf for path, leaf in leaves.items()}
        safetensors.numpy.save_file(
            named, FOLDER / f"{name}.safetensors", metadata={"config": CONFIG, "format": "flax"}
        )
    bf16 = {"x": jnp.arange(3, dtype=jnp.bfloat16)}
    safetensors.flax.save_file(bf16, FOLDER / "flax.safetensors")


def messagepack():
    arrays = {name: numbers(dtype) for name, dtype in DTYPES.items()}
    (FOLDER / "dtypes.msgpack").write_bytes(serialization.msgpack_serialize(arrays))
    (FOLDER / "tree.msgpack").write_bytes(serialization.to_bytes(TREE_OF_ARRAYS))
    parts = {
        "list": [np.float32(1.5), np.arange(2)],
        "none": None,
        "numbers": [3, -3, 200, -200, 70000, -70000, 2**40, -(2**40), 1.25, True],
        "complex": 1 - 2j,
        "wide": {f"n{i:03}": np.full(i % 20, i, np.int16) for i in range(17)},
        "long name " * 30: np.zeros((1, 2), np.float32),
    }
    (FOLDER / "parts.msgpack").write_bytes(serialization.msgpack_serialize(parts))
    state = {"carry": (np.ones(1, np.float32), [np.zeros(300, np.float32)]), "none": None}
    (FOLDER / "state.msgpack").write_bytes(serialization.to_bytes(state))
    single = np.arange(2000, dtype=np.float32)
    (FOLDER / "single.msgpack").write_bytes(serialization.msgpack_serialize(single))
    serialization.MAX_CHUNK_SIZE = 16
    chunked = {"a": {"b": np.arange(15, dtype=np.float32).reshape(3, 5)}, "c": np.arange(4, dtype=np.int32)}
    (FOLDER / "chunked.msgpack").write_bytes(serialization.msgpack_serialize(chunked))
    (FOLDER / "bad_text.msgpack").write_bytes(serialization.msgpack_serialize({"a": {"b": "text"}}))
    types = {"a": jnp.zeros(2, jnp.float8_e4m3fn)}
    (FOLDER / "bad_type.msgpack").write_bytes(serialization.msgpack_serialize(types))


def arrays(tree):
    return {k: arrays(v) if isinstance(v, dict) else np.asarray(v) for k, v in tree.items()}


TREE_OF_ARRAYS = arrays(TREE)

if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for make in npz, safetensors_files, messagepack:
        make()
