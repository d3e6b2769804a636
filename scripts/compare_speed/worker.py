"""One framework with one model in one process, timed when it is told to.

Reads lines from standard input: a number of seconds. Answers each with a line of JSON: the times
of the runs that fitted in. The first line it writes, unasked, says that it is warm.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from cases import CASES

from tree_files import load_tree


def framework(name):
    if name == "flax":
        import with_flax as module
    elif name == "onnx":
        import with_onnx as module
    else:
        import with_torch as module
    return module, module.build_compiled if name == "torch-compiled" else module.build


def main():
    name, case_name, folder, threads = sys.argv[1:]
    folder = Path(folder)
    case = next(case for case in CASES if case.name == case_name)
    module, build = framework(name)
    module.set_threads(int(threads))
    inputs = {path.stem.split("-")[1]: np.load(path) for path in folder.glob("input-*.npy")}
    run = build(case, load_tree(folder / "p.npy"), inputs)
    for _ in range(3):
        value = run()
    np.save(folder / f"output-{name}.npy", np.asarray(module.output(value)))
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
