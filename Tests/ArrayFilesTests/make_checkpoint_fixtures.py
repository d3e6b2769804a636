"""Writes the checkpoints of PyTorch and the sharded safetensors files that the tests of ArrayFiles read, and
beside each what is in it, as a .npz file.

Run it where torch and safetensors are installed: python3 Tests/ArrayFilesTests/make_checkpoint_fixtures.py
Made with numpy 2.4.6, safetensors 0.8.0, torch 2.15.0.
"""

import collections
import json
import pathlib
import shutil

import numpy as np
import safetensors.torch
import torch

FOLDER = pathlib.Path(__file__).parent / "CheckpointFixtures"


def array(tensor):
    """A tensor as NumPy has it; bfloat16 as 2-byte void."""
    tensor = tensor.detach().resolve_conj().resolve_neg().contiguous()
    if tensor.dtype == torch.bfloat16:
        return tensor.view(torch.uint16).numpy().view("V2")
    return tensor.numpy()


def leaves(value, path=()):
    """The arrays in a checkpoint by their paths, names split at dots."""
    if isinstance(value, torch.Tensor):
        yield path, array(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, path + tuple(str(key).split(".")))
    elif isinstance(value, (list, tuple)):
        for index, part in enumerate(value):
            yield from leaves(part, path + (str(index),))
    elif isinstance(value, bool):
        yield path, np.bool_(value)
    elif isinstance(value, int):
        yield path, np.int32(value)
    elif isinstance(value, float):
        yield path, np.float32(value)


def expect(name, value):
    np.savez(FOLDER / f"{name}.npz", **{"/".join(path): leaf for path, leaf in leaves(value)})


def save(name, value, expected=None, **options):
    torch.save(value, FOLDER / f"{name}.pt", **options)
    expect(name, value if expected is None else expected)


def dtypes():
    names = (
        "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128"
    )
    plain = {
        name: torch.arange(-2, 4).reshape(2, 3).to(getattr(torch, name)) for name in names.split()
    }
    save("dtypes_legacy", plain, _use_new_zipfile_serialization=False)
    later = {
        name: torch.arange(2, 8).reshape(2, 3).to(getattr(torch, name))
        for name in ("uint16", "uint32", "uint64")
    }
    save("dtypes", plain | later)


def views():
    base = torch.arange(24, dtype=torch.float32)
    tensors = {
        "whole": base,
        "transposed": base.view(4, 6).t(),
        "slice": base.view(2, 3, 4)[:, 1:, ::2],
        "expanded": base[5:6].expand(3, 2),
        "scalar": base[7],
        "empty": torch.zeros(0, 3),
        "parameter": torch.nn.Parameter(torch.ones(2)),
    }
    save("views", tensors)
    save("views_legacy", tensors, _use_new_zipfile_serialization=False)


def training():
    """A whole training state: model, optimizer, numbers, and what holds no arrays."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(collections.OrderedDict(lstm=torch.nn.LSTM(2, 3, num_layers=2)))
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 1, 2))[0].sum().backward()
    optimizer.step()
    plain = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": 3,
        "loss": 0.25,
    }
    state = plain | {"best": True, "sizes": [1, (2, 3.5)]}
    foreign = {
        "name": "text",
        "none": None,
        "set": {1, 2},
        "numpy": np.arange(3),
        "float8": torch.ones(2).to(torch.float8_e4m3fn),
        "sparse": torch.eye(3).to_sparse(),
        "conjugate": torch.ones(2, dtype=torch.complex64).conj(),
        "large": 2**70,
        "dtype": torch.float32,
    }
    for protocol in 2, 4, 5:
        save(f"training_{protocol}", state | foreign, state, pickle_protocol=protocol)
    save("training_legacy", state | foreign, state, _use_new_zipfile_serialization=False)
    torch.save(model, FOLDER / "module.pt")


def single():
    torch.save(torch.arange(6, dtype=torch.float32).reshape(2, 3), FOLDER / "single.pt")
    torch.serialization.set_crc32_options(False)
    save("unchecked", {"x": torch.arange(3, dtype=torch.int32)})
    torch.serialization.set_crc32_options(True)


def shards():
    """A model in two safetensors files with an index, as Hugging Face's hub has them."""
    folder = FOLDER / "shards"
    folder.mkdir()
    tensors = {
        f"model.layers.{i}.weight": torch.arange(i, i + 4, dtype=torch.bfloat16) for i in range(3)
    }
    places = {}
    for number, names in enumerate(
        [["model.layers.0.weight", "model.layers.2.weight"], ["model.layers.1.weight"]]
    ):
        file = f"model-0000{number + 1}-of-00002.safetensors"
        safetensors.torch.save_file({name: tensors[name] for name in names}, folder / file)
        places |= dict.fromkeys(names, file)
    index = {"metadata": {"total_size": 24}, "weight_map": dict(sorted(places.items()))}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2))
    expect("shards", tensors)


def separators():
    """Names as JaxMARL writes them, and an array of 8-bit floats beside them."""
    tensors = {"params,Dense_0,kernel": torch.ones(2, 3), "params,conv.1,bias": torch.zeros(3)}
    float8 = torch.ones(2).to(torch.float8_e5m2)
    safetensors.torch.save_file(tensors | {"params,scale": float8}, FOLDER / "commas.safetensors")
    paths = {name.replace(",", "/"): array(tensor) for name, tensor in tensors.items()}
    np.savez(FOLDER / "commas.npz", **paths)


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for make in dtypes, views, training, single, shards, separators:
        make()
