"""One framework with one model in one process, timed when it is told to.

Reads lines from standard input: a number of seconds. Answers each with a line of JSON: the times
of the runs that fitted in. The first line it writes, unasked, says that it is warm.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from compare.cases import CASES
from oracle.tree_files import load_tree


def framework(name):
    if name == "flax":
        from compare import with_flax as module
    elif name == "jax-chunked":
        from compare import with_chunked_jax as module
    elif name == "onnx":
        from compare import with_onnx as module
    else:
        from compare import with_torch as module
    return module, module.build_compiled if name == "torch-compiled" else module.build


def built(build, case_name, folder):
    """A function that runs the model of a case on the files of its folder."""
    case = next(case for case in CASES if case.name == case_name)
    inputs = {}
    for path in folder.glob("input-*.npy"):
        *above, name = path.stem.split("-")[1].split(".")
        (inputs.setdefault(above[0], {}) if above else inputs)[name] = np.load(path)
    if case.is_ragged:
        inputs["lengths"] = np.load(folder / "lengths.npy")
    return build(case, load_tree(folder / "p.npy"), inputs)


def save_output(module, name, value, folder):
    np.save(folder / f"output-{name}.npy", np.asarray(module.output(value)))


def main():
    name, case_name, folder, threads = sys.argv[1:]
    folder = Path(folder)
    module, build = framework(name)
    module.set_threads(int(threads))
    run = built(build, case_name, folder)
    for _ in range(3):
        value = run()
    save_output(module, name, value, folder)
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(timed(run, float(line))), flush=True)


def timed(run, seconds):
    """The times of as many runs as fit, after a warm-up a fifth as long; in seconds."""
    warm = time.perf_counter() + seconds / 5
    while time.perf_counter() < warm:
        run()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    main()
