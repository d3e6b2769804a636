"""Trees of arrays in one `.npy` file: a 0-d structured array whose nested fields are the tree.

Every leaf starts on a 64-byte boundary of the file, so that a reader can map it. A tuple or a
list is stored as fields "0", "1", …; `None` isn't stored. A field `__config__` may hold the
text of the config that made the file. bfloat16 is stored as `ml_dtypes` stores it, as 2-byte void.
"""

import ml_dtypes
import numpy as np

ALIGNMENT = 64
CONFIG_FIELD = "__config__"


def save_tree(path, tree, config=None):
    """Writes `tree`; an array alone becomes a plain `.npy`."""
    fields = _as_fields(tree)
    if not isinstance(fields, dict):
        np.save(path, fields)
        return
    if config is not None:
        fields = {**fields, CONFIG_FIELD: np.array(config.encode())}
    dtype, _ = _layout(fields, 0)
    record = np.zeros((), dtype)
    _fill(record, fields)
    np.save(path, record)


def load_tree(path):
    """The tree in a file: dicts of arrays, tuples where the names are "0", "1", …"""
    return _as_tree(np.load(path, allow_pickle=False))


def _as_fields(tree):
    if hasattr(tree, "items"):
        return {str(k): _as_fields(v) for k, v in tree.items() if v is not None}
    if isinstance(tree, (tuple, list)):
        return {str(k): _as_fields(v) for k, v in enumerate(tree) if v is not None}
    array = np.asarray(tree)
    if array.dtype == ml_dtypes.bfloat16:
        array = array.view("V2")
    return np.ascontiguousarray(array).reshape(array.shape)


def _layout(fields, start):
    """The dtype of `fields` when they begin at file offset `start`, and the offset of their end."""
    names, formats, offsets = [], [], []
    end = start
    for name, value in fields.items():
        begin = -(-end // ALIGNMENT) * ALIGNMENT
        if isinstance(value, dict):
            format, end = _layout(value, begin)
        else:
            format, end = (value.dtype, value.shape), begin + value.nbytes
        names.append(name)
        formats.append(format)
        offsets.append(begin - start)
    parts = {"names": names, "formats": formats, "offsets": offsets, "itemsize": end - start}
    return np.dtype(parts), end


def _fill(record, fields):
    for name, value in fields.items():
        if isinstance(value, dict):
            _fill(record[name], value)
        else:
            record[name] = value


def _as_tree(array):
    if array.dtype == np.dtype("V2"):
        return array.view(ml_dtypes.bfloat16)
    if array.dtype.names is None:
        return np.ascontiguousarray(array).reshape(array.shape)
    names = [name for name in array.dtype.names if name != CONFIG_FIELD]
    parts = [_as_tree(array[name]) for name in names]
    if names and names == [str(i) for i in range(len(names))]:
        return tuple(parts)
    return dict(zip(names, parts))
