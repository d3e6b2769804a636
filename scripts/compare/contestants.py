"""Who is compared: swiftscan by its `bench`, the others by a worker process each."""

import json
import statistics
import subprocess
import sys

import numpy as np
import yaml


class Swiftscan:
    """Its times are those `bench` tells: one process a slice."""

    def __init__(self, command, case, folder, threads, build):
        self.build = build
        self.name = f"swiftscan {build}".strip()
        self.command = [command, "bench", folder / "config.yaml", "--params", folder / "p.npy"]
        self.command += [*input_options(folder), *length_options(folder)]
        self.command += ["--threads", str(threads), "--json", "--quiet"]
        self.command += ["--weights", case.weights]
        self.command += ["--instructions", build] if build else []
        self.details = {}

    def measure(self, seconds):
        out = subprocess.run(
            [*self.command, "--seconds", str(seconds)], check=True, capture_output=True, text=True
        ).stdout
        self.details = json.loads(out)
        return self.details["median_ms"], self.details["min_ms"]

    def close(self):
        pass


class Worker:
    """Another framework."""

    def __init__(self, name, case, folder, threads):
        self.name = name
        self.log = folder / f"log-{name}.txt"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "compare.worker", name, case.name, folder, str(threads)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def wait_until_ready(self):
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise RuntimeError(f"{self.name} failed: see {self.log}")

    def measure(self, seconds):
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        times = json.loads(self.process.stdout.readline())
        return statistics.median(times) * 1e3, min(times) * 1e3

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def prepare(swiftscan, case, folder):
    """The files all work from: the config, the params as init makes them, and random inputs.

    Returns our outputs in float32; those with other weights go to a file, as everybody's do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npy"):
        old.unlink()
    (folder / "config.yaml").write_text(case.config)
    run = [swiftscan, "init", folder / "config.yaml", "-o", folder / "p.npy", "--quiet"]
    subprocess.run(run, check=True)
    random = np.random.default_rng(0)
    for name, shape in input_shapes(case.config).items():
        file = f"input-{name.replace('/', '.')}.npy"
        np.save(folder / file, random.standard_normal(shape, np.float32))
    if case.is_ragged:
        np.save(folder / "lengths.npy", lengths(case.sizes["B"], case.sizes["T"]))
    if case.weights != "float32":
        np.save(folder / "output-swiftscan.npy", apply(swiftscan, case, folder, case.weights))
    return apply(swiftscan, case, folder, "float32")


def apply(swiftscan, case, folder, weights):
    """Our outputs."""
    # A scan over layers has no xs and gives its carry; a recurrent net gives no carry.
    has_ys = "xs: " in case.config
    outputs = ["--carry-output", folder / "carry.npy"] if "  scan: " in case.config else []
    outputs += ["-o", folder / "ys.npy"] if has_ys else []
    run = [swiftscan, "apply", "--params", folder / "p.npy", *input_options(folder)]
    run += [*length_options(folder), *outputs, "--quiet", "--weights", weights]
    subprocess.run(run, check=True, cwd=folder)
    return np.load(folder / ("ys.npy" if has_ys else "carry.npy"))


def input_options(folder):
    names = {p: p.stem.split("-")[1].replace(".", "/") for p in folder.glob("input-*.npy")}
    return [f"--input={name}={p}" for p, name in names.items()]


def length_options(folder):
    path = folder / "lengths.npy"
    return [f"--lengths={path}"] if path.exists() else []


def lengths(count, steps):
    """Lengths of sequences, their logarithms spread evenly, the longest as long as can be."""
    logarithms = np.random.default_rng(0).uniform(np.log(10), np.log(steps), count)
    result = np.exp(logarithms).astype(np.int32)
    result[0] = steps
    return result


def input_shapes(config):
    """By the input's name, or that of a part of it: `carry/c`."""
    shapes = {}
    for name, kind in yaml.safe_load(config)["inputs"].items():
        parts = {f"{name}/{part}": k for part, k in kind.items()} if isinstance(kind, dict) else {}
        for path, text in (parts or {name: kind}).items():
            shapes[path] = [int(n) for n in text.split("[")[1].rstrip("]").split(",")]
    return shapes


def difference(folder, name, expected):
    """How far another's output is from ours, as a share of the largest number there."""
    got = np.load(folder / f"output-{name}.npy")
    if got.shape != expected.shape:
        raise ValueError(f"{name}: {got.shape} instead of {expected.shape}")
    return float(np.abs(got - expected).max() / max(np.abs(expected).max(), 1))
