"""Makes the fixtures in `Tests/Fixtures` with the Flax and JAX installed beside it.

    python scripts/flax_fixtures.py [random] [promotion] [cells] [modules] [docs] [language]

Everything is drawn from fixed seeds; a second run writes the same bytes.
"""

import importlib
import json
import platform
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "Tests" / "Fixtures"
GROUPS = ["random", "promotion", "cells", "modules", "docs", "language"]
SEEDS = {
    "random": "each file's field `key`",
    "cells, modules": "CRC-32 of the case's name, for its key.npy and its inputs",
    "language": "7, for inputs.npy; its `key` is jax.random.key(7)",
    "docs": "jax.random.split(jax.random.key(0), 3): xs from the first, variables from the last",
}
PACKAGES = ["flax", "jax", "jaxlib", "numpy", "ml_dtypes"]


def versions():
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def main(groups):
    warnings.filterwarnings("ignore", message="Stored array in format 3.0")
    for group in groups or GROUPS:
        importlib.import_module(f"{group}_fixtures").write(FIXTURES / group)
    text = json.dumps({"versions": versions(), "seeds": SEEDS}, indent=2)
    (FIXTURES / "VERSIONS.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
