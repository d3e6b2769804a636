"""Writes the .npy files that the tests of ArrayFiles read, with real NumPy.

Run it with numpy and ml_dtypes installed: python3 Tests/ArrayFilesTests/make_fixtures.py
Made with numpy 2.4.6 and ml_dtypes 0.6.0.
"""

import io
import pathlib
import shutil

import ml_dtypes
import numpy as np

FOLDER = pathlib.Path(__file__).parent / "Fixtures"
DTYPES = {
    name: np.dtype(getattr(ml_dtypes, name, None) or name)
    for name in """bool uint8 uint16 uint32 uint64 int8 int16 int32 int64
                   float16 bfloat16 float32 float64 complex64 complex128""".split()
}


def save(path, array, **options):
    (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / path, array, **options)


def save_version(path, array, version):
    with open(FOLDER / path, "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def replace(path, old, new):
    path = FOLDER / path
    path.write_bytes(path.read_bytes().replace(old, new))


def numbers(dtype):
    """A (2, 3) array of -2 … 3 in `dtype`, complex ones with half of that as imaginary part."""
    values = np.arange(-2, 4).reshape(2, 3)
    if dtype.kind == "c":
        return (values + 0.5j * values).astype(dtype)
    return values.astype(dtype)


def swapped(array):
    """The same bytes in the other order, under a type that says so."""
    if array.dtype == ml_dtypes.bfloat16:
        return array.view("u2").byteswap().view("V2")
    return array.astype(array.dtype.newbyteorder(">"))


def kinds():
    for name, dtype in DTYPES.items():
        array = numbers(dtype)
        save(f"native/{name}.npy", array)
        save(f"fortran/{name}.npy", np.asfortranarray(array))
        save(f"swapped/{name}.npy", swapped(array))
    replace("swapped/bfloat16.npy", b"'|V2'", b"'>V2'")


def shapes():
    values = np.arange(24, dtype=np.int32)
    save("shapes/scalar.npy", np.float32(2.5))
    save("shapes/one.npy", np.array([7], np.int64))
    save("shapes/zero.npy", np.zeros((0, 3), np.float32))
    save("shapes/cube.npy", values.reshape(2, 3, 4))
    save("shapes/cube_fortran.npy", np.asfortranarray(values.reshape(2, 3, 4)))
    save("shapes/column_fortran.npy", np.asfortranarray(values[:3].reshape(1, 3, 1)))
    replace("shapes/column_fortran.npy", b"_order': False", b"_order': True ")


def versions():
    (FOLDER / "versions").mkdir()
    for major in 1, 2, 3:
        save_version(f"versions/{major}.npy", np.arange(3, dtype=np.float32), (major, 0))


TREE = {
    "params": {
        "Dense_0": {
            "kernel": np.arange(15, dtype=np.float32).reshape(3, 5),
            "bias": np.arange(5, dtype=ml_dtypes.bfloat16),
        },
        "scale": np.float64(0.5),
    },
    "batch_stats": {},
    "counters": {"mask": np.array([True, False]), "step": np.array([3], np.int32)},
}


def descr(tree, offset=0, alignment=1):
    """The nested field list of `tree`, its arrays padded to `alignment`, and where it ends."""
    fields = []
    for name, part in tree.items():
        if isinstance(part, dict):
            inner, offset = descr(part, offset, alignment)
            fields.append((name, inner))
            continue
        padding = -offset % alignment
        if padding:
            fields.append(("", f"|V{padding}"))
        code = np.lib.format.dtype_to_descr(part.dtype)
        fields.append((name, code) if part.shape == () else (name, code, part.shape))
        offset += padding + part.nbytes
    return fields, offset


def fill(record, tree):
    for name, part in tree.items():
        if isinstance(part, dict):
            fill(record[name], part)
        else:
            code = np.lib.format.dtype_to_descr(part.dtype)
            record[name] = part.view(code) if code == "<V2" else part


def structured(tree, alignment, config=None):
    fields, _ = descr(tree, alignment=alignment)
    if config is not None:
        fields.append(("__config__", f"|S{len(config)}"))
    record = np.zeros((), np.lib.format.descr_to_dtype(fields))
    fill(record, tree)
    if config is not None:
        record["__config__"] = config
    return record


def trees():
    config = "version: 1  # für alle\n".encode()
    save("trees/aligned.npy", structured(TREE, 64, config))
    replace("trees/aligned.npy", b"'|V2'", b"'<V2'")  # as ml_dtypes' own dtype is written
    save("trees/packed.npy", structured(TREE, 1))
    plain = {"c": np.arange(4.0).reshape(2, 2), "n": np.arange(3, dtype=np.int16)}
    record = structured(plain, 1)
    save("trees/swapped.npy", record.astype(record.dtype.newbyteorder(">")))
    save("trees/titled.npy", np.array((1.5, 2), [(("the sum", "s"), "<f4"), ("n", "|i1")]))
    aligned = np.zeros((), np.dtype([("flag", "?"), ("x", "<f8", (2,))], align=True))
    aligned["flag"], aligned["x"] = True, [1, 2]
    save("trees/numpy_aligned.npy", aligned)
    save("trees/latin1.npy", structured({"größe": np.float32(1)}, 1))
    save("trees/unicode.npy", structured({"größe": {"层": np.float32(1)}}, 1))
    save("trees/empty.npy", np.zeros((), [("params", [])]))


def unsupported():
    save("bad/object.npy", np.array([None, {}], object), allow_pickle=True)
    save("bad/unicode.npy", np.array(["a", "bc"]))
    save("bad/bytes.npy", np.array([b"a", b"bc"]))
    save("bad/datetime.npy", np.array(["2024-01-01"], "M8[s]"))
    save("bad/timedelta.npy", np.array([1], "m8[s]"))
    save("bad/longdouble.npy", np.array([1], np.longdouble))
    save("bad/clongdouble.npy", np.array([1], np.clongdouble))
    save("bad/void.npy", np.zeros(2, "V7"))
    save("bad/float8.npy", np.zeros(2, ml_dtypes.float8_e4m3fn))
    save("bad/records.npy", np.zeros(2, [("a", "<f4")]))
    save("bad/inner_records.npy", np.zeros((), [("p", [("a", "<f4")], (3,))]))
    save("bad/inner_text.npy", np.zeros((), [("p", [("a", "<U3")])]))
    save("bad/inner_bytes.npy", np.zeros((), [("p", [("a", "|S3")])]))
    save("bad/inner_object.npy", np.array(((None,),), [("p", [("a", "O")])]), allow_pickle=True)
    two = io.BytesIO()
    np.save(two, np.zeros(2))
    np.save(two, np.zeros(2))
    (FOLDER / "bad/two_arrays.npy").write_bytes(two.getvalue())
    np.array([None]).dump(FOLDER / "bad/pickle.npy")


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for make in kinds, shapes, versions, trees, unsupported:
        make()
