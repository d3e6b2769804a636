"""How the time of a run grows with T, B and layers, over two decades of each."""

import json
import subprocess

from compare.cases import RESIDUAL_MLP, RNN

LSTM = {"cell": "OptimizedLSTMCell", "I": 64, "H": 64}
SERIES = {
    "T": (RNN, LSTM | {"B": 8}, [10, 32, 100, 320, 1000]),
    "B": (RNN, LSTM | {"T": 50}, [1, 3, 10, 32, 100]),
    "L": (RESIDUAL_MLP, {"B": 16, "H": 64, "F": 256}, [1, 3, 10, 32, 100]),
}


def scaling(swiftscan, work, threads):
    """A table: times, and times over size, which stay the same if growth is linear."""
    lines = [f"{'':4}{'size':>6}{'ms a run':>12}{'µs for each':>14}"]
    for name, (template, sizes, values) in SERIES.items():
        for value in values:
            config = work / "scaling.yaml"
            config.write_text(template.format(**sizes, **{name: value}))
            command = [swiftscan, "bench", config, "--json", "--quiet", "--seconds", "1"]
            out = subprocess.run(
                [*command, "--threads", str(threads)], check=True, capture_output=True, text=True
            ).stdout
            time = json.loads(out)["median_ms"]
            lines.append(f"{name:4}{value:>6}{time:>12.4f}{time * 1e3 / value:>14.3f}")
    table = "\n".join(lines) + "\n"
    (work / "scaling.txt").write_text(table)
    return table
