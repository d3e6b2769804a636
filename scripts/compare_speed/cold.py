"""The docs' example as a whole process, from cold: read, run, write."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from cases import rnn
from contestants import input_shapes, prepare

FOLDER = Path(__file__).resolve().parent


def compare_cold(swiftscan, work, rounds):
    """Each is started anew `rounds` times, in turn."""
    case = rnn("OptimizedLSTMCell", 16, 20, 3, 5)
    folder = work / "cold"
    ours = prepare(swiftscan, case, folder)
    (name,) = input_shapes(case.config)
    commands = {
        "swiftscan": [
            *[swiftscan, "apply", "--params", folder / "p.npy", "--quiet"],
            *["--input", folder / f"input-{name}.npy", "-o", folder / "ys.npy"],
        ]
    }
    for other in case.others:
        commands[other] = [sys.executable, FOLDER / "cold_worker.py", other, case.name, folder]
    times = {each: [] for each in commands}
    for _ in range(rounds):
        for each, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=folder)
            times[each].append((time.perf_counter() - start) * 1e3)
    differences = {
        other: float(np.abs(np.load(folder / f"output-{other}.npy") - ours).max())
        for other in case.others
    }
    return {
        "case": "process, from cold",
        "median_ms": {each: statistics.median(values) for each, values in times.items()},
        "rounds_ms": times,
        "difference": differences,
    }
