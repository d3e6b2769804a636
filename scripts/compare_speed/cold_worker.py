"""What a script does that runs a model once: import, load, run, save."""

import sys
from pathlib import Path

import numpy as np
from cases import CASES
from worker import framework

from tree_files import load_tree

name, case_name, folder = sys.argv[1:]
folder = Path(folder)
case = next(case for case in CASES if case.name == case_name)
module, build = framework(name)
inputs = {path.stem.split("-")[1]: np.load(path) for path in folder.glob("input-*.npy")}
value = build(case, load_tree(folder / "p.npy"), inputs)()
np.save(folder / f"output-{name}.npy", np.asarray(module.output(value)))
