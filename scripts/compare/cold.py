"""The docs' example as a whole process, from cold: read, run, write."""

import statistics
import subprocess
import sys
import time

from compare.cases import rnn
from compare.contestants import difference, input_shapes, prepare


def compare_cold(swiftscan, work, rounds):
    """Each is started anew `rounds` times, in turn."""
    case = rnn("OptimizedLSTMCell", 16, 20, 3, 5)
    folder = work / "cold"
    ours = prepare(swiftscan, case, folder)
    commands = commands_of(swiftscan, case, folder)
    times = {each: [] for each in commands}
    for _ in range(rounds):
        for each, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=folder)
            times[each].append((time.perf_counter() - start) * 1e3)
    return {
        "case": "process, from cold",
        "median_ms": {each: statistics.median(values) for each, values in times.items()},
        "rounds_ms": times,
        "difference": {other: difference(folder, other, ours) for other in case.others},
    }


def commands_of(swiftscan, case, folder):
    """What runs the model once, of swiftscan and of the others."""
    (name,) = input_shapes(case.config)
    ours = [swiftscan, "apply", "--params", folder / "p.npy", "--quiet"]
    ours += ["--input", folder / f"input-{name}.npy", "-o", folder / "ys.npy"]
    worker = [sys.executable, "-m", "compare.cold_worker"]
    others = {other: [*worker, other, case.name, folder] for other in case.others}
    return {"swiftscan": ours} | others
