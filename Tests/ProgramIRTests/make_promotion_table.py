"""Writes PromotionTable.swift: the type that jnp.add gives for each pair of types.

Run with the newest jax: python Tests/ProgramIRTests/make_promotion_table.py
"""

import pathlib

import jax
import jax.numpy as jnp

names = {"b1": "bool", "u1": "uint8", "u2": "uint16", "u4": "uint32", "i1": "int8", "i2": "int16",
         "i4": "int32", "f2": "float16", "bf": "bfloat16", "f4": "float32"}
operands = {name: jnp.zeros((), dtype) for name, dtype in names.items()} | {"i4*": 0, "f4*": 0.0}


def name(array):
    short = next(name for name, dtype in names.items() if dtype == array.dtype.name)
    return short + ("*" if array.weak_type else "")


rows = []
for left, a in operands.items():
    results = " ".join(name(jnp.add(a, b)).ljust(3) for b in operands.values())
    rows.append(f"  {left.ljust(3)}  {results}".rstrip())
header = f"  {' ' * 3}  {' '.join(name.ljust(3) for name in operands)}".rstrip()
text = f'''/// The type that `jnp.add` gives for each pair of types, a star after a weak one (jax
/// {jax.__version__}); written by `make_promotion_table.py`.
let promotionTable = """
{header}
''' + "\n".join(rows) + '\n  """\n'
(pathlib.Path(__file__).parent / "PromotionTable.swift").write_text(text)
