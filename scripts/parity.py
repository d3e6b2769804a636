"""Compares `swiftscan` with the installed Flax over random configs, shapes and keys.

Tolerances are of an array's greatest value, or of 1 if that is greater. Parameters: 1e-6, as
`erfinv` rounds differently in the last places; uniforms and masks: none. Orthogonal matrices: 1e-5,
as LAPACK's QR in float32, which Flax uses and whose rounding differs between processors, is up to
9e-6 from the exact one, which swiftscan gives. Outputs from Flax's parameters: 1e-5, as sums are in
another order; from swiftscan's own, which a recurrent net may amplify: 1e-4. 16-bit types, computed
with or stored: one unit in the last place for parameters, a few for outputs, as XLA keeps some
16-bit values in 32 bits between operations.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from importlib.metadata import version
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from case_files import (
    draw_inputs,
    method_of,
    mutable_words,
    rngs_of,
    run_flax,
    save_inputs,
    save_outputs,
)
from flax_oracle import load_config, load_tree, make_inputs, save_tree
import program_parity
import random_array_programs
import random_attention
import random_cases
import random_language
import random_layers
import random_linear
import random_recurrences
import random_scans

SOURCES = [
    random_array_programs,
    random_attention,
    random_cases,
    random_language,
    random_layers,
    random_linear,
    random_recurrences,
    random_scans,
]
KINDS = {kind: make for source in SOURCES for kind, make in source.KINDS.items()}
SHARES = {kind: share for source in SOURCES for kind, share in source.SHARES.items()}
PARAMETERS, OUTPUTS, OWN_OUTPUTS = 0, 1, 2
OUTPUT_OPTIONS = {
    "ys.npy": "-o",
    "carry_out.npy": "--carry-output",
    "variables_out.npy": "--variables-output",
}
TOLERANCES = {  # of parameters, of outputs from Flax's and from swiftscan's own
    "float32": (1e-6, 1e-5, 1e-4),
    "float16": (2**-10, 2**-7, 2**-7),
    "bfloat16": (2**-7, 2**-4, 2**-4),
}
LAPACK_TOLERANCE = 1e-5
MAY_BE_REFUSED = ("array_program",)  # kinds of which swiftscan may refuse what Flax takes
REFUSABLE = ("scan",)  # kinds of random cases of which some make no sense, to Flax neither


class Mismatch(Exception):
    """What differs."""


class Case:
    """One config with its inputs, and a folder in which `swiftscan` runs."""

    def __init__(self, kind, number, seed, folder, program):
        self.kind, self.program = kind, program
        self.folder = folder / f"{kind}_{seed}_{number}"
        rng = np.random.default_rng([seed, number])
        self.text, self.sizes = KINDS[kind](rng)
        self.config = load_config(self.text)
        self.sizes = {
            n: size for n, size in self.sizes.items() if re.search(rf"\b{n}\b", self.inputs_text())
        }
        self.key = rng.integers(0, 2**32, 2, np.uint32)
        self.inputs = draw_inputs(self.config, rng, self.sizes)
        self.by_size = rng.random() < 0.5
        half = re.search(r"(?:dtype|# precision): (b?float16)", self.text)
        self.precision = half[1] if half else "float32"

    def inputs_text(self):
        return str(self.config.get("inputs", {}))

    def run(self):
        """Errors of parameters and of outputs; `None` if both refuse; raises `Mismatch`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "config.yaml").write_text(self.text)
        save_inputs(self.folder, self.inputs)
        zeros = make_inputs(self.config, jnp.zeros, self.sizes) if self.by_size else None
        try:
            variables, result = run_flax(self.text, self.key, self.inputs, zeros)
        except Exception as error:
            if self.kind not in REFUSABLE or isinstance(error, SyntaxError):
                raise
            self.expect_refusal(error)
            return None
        (self.folder / "flax").mkdir()
        save_tree(self.folder / "flax" / "params.npy", variables, self.text)
        save_outputs(self.folder / "flax", result)
        return (
            self.compare_init(),
            self.compare_apply("p.npy", OWN_OUTPUTS),
            self.compare_apply("flax/params.npy", OUTPUTS),
        )

    def expect_refusal(self, error):
        """What Flax refuses, `init` or `apply` must refuse too."""
        (self.folder / "flax_error").write_text(f"{type(error).__name__}: {error}")
        try:
            self.initialize()
            self.command("apply", "--params", "p.npy", *self.input_options(), *self.call_options())
        except Mismatch as refusal:
            if "ended with 65:" in str(refusal):
                return
            raise
        raise Mismatch(f"Flax refuses this: {type(error).__name__}: {str(error)[:300]}")

    def initialize(self):
        shapes = self.size_options() if self.by_size else self.input_options()
        key = ",".join(map(str, self.key))
        self.command(
            "init", "config.yaml", "-o", "p.npy", "--key", key, *shapes, *self.call_options("params")
        )

    def compare_init(self):
        self.initialize()
        return self.compare("p.npy", "flax/params.npy", PARAMETERS)

    def compare_apply(self, params, what):
        expected = [name for name in OUTPUT_OPTIONS if (self.folder / "flax" / name).exists()]
        options = [*self.input_options(), *self.call_options()]
        for name in OUTPUT_OPTIONS:
            (self.folder / name).unlink(missing_ok=True)
            options += [OUTPUT_OPTIONS[name], name] if name in expected else []
        if "variables_out.npy" in expected:
            options += [w for name in mutable_words(self.text) for w in ("--mutable", name)]
        self.command("apply", "--params", params, *options)
        return max(self.compare(name, f"flax/{name}", what) for name in expected)

    def size_options(self):
        return [word for name, size in self.sizes.items() for word in ("--size", f"{name}={size}")]

    def call_options(self, without=None):
        streams = [(name, seed) for name, seed in rngs_of(self.text).items() if name != without]
        method = method_of(self.text)
        words = [] if method == "__call__" else ["--method", method]
        return words + [w for name, seed in streams for w in ("--rng", f"{name}={seed}")]

    def input_options(self):
        words = []
        for name in self.inputs:
            is_only_xs = name == "xs" and set(self.inputs) <= {"xs", "carry"}
            path = f"{name}.npy" if is_only_xs or name == "carry" else f"{name}={name}.npy"
            words += ["--carry" if name == "carry" else "--input", path]
        return words

    def command(self, *words):
        with (self.folder / "commands").open("a") as log:
            log.write(" ".join(["swiftscan", *words]) + "\n")
        done = subprocess.run(
            [self.program, *words], cwd=self.folder, capture_output=True, text=True, timeout=120
        )
        if done.returncode != 0:
            raise Mismatch(
                f"swiftscan {words[0]} ended with {done.returncode}: {done.stderr.strip()}"
            )

    def compare(self, name, reference, what):
        if not (self.folder / name).exists():
            raise Mismatch(f"{name} was not written")

        def tolerance(leaf):
            if self.kind == "bits":
                return 0.0
            if what == PARAMETERS and is_orthogonal(leaf):
                return LAPACK_TOLERANCE
            return max(
                TOLERANCES[t][what] for t in (self.precision, leaf.dtype.name) if t in TOLERANCES
            )

        return compare_trees(
            name, load_tree(self.folder / name), load_tree(self.folder / reference), tolerance
        )


def leaves(tree):
    paths = jax.tree_util.tree_flatten_with_path(tree)[0]
    return {jax.tree_util.keystr(path, simple=True, separator="/"): leaf for path, leaf in paths}


def compare_trees(name, got, expected, tolerance):
    """The greatest error of any leaf."""
    got, expected = leaves(got), leaves(expected)
    if set(got) != set(expected):
        raise Mismatch(f"{name} has the leaves {sorted(got)}, Flax's has {sorted(expected)}")
    errors = [compare_leaf(f"{name} {k}", got[k], b, tolerance(b)) for k, b in expected.items()]
    return max(errors, default=0.0)


def is_orthogonal(leaf):
    """Whether a float32 matrix is one that `orthogonal` made, but for its scale."""
    if leaf.ndim != 2 or min(leaf.shape) < 2 or leaf.dtype != np.float32:
        return False
    rows = leaf if leaf.shape[0] <= leaf.shape[1] else leaf.T
    gram = rows @ rows.T / max(np.sum(rows[0] ** 2), np.finfo(np.float32).tiny)
    return bool(np.allclose(gram, np.eye(len(gram)), atol=1e-4))


def compare_leaf(name, got, expected, tolerance):
    if (got.dtype, got.shape) != (expected.dtype, expected.shape):
        raise Mismatch(
            f"{name} is {got.dtype}{got.shape}, Flax's is {expected.dtype}{expected.shape}"
        )
    a, b = got.astype(np.float64), expected.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(invalid="ignore"):
        error = np.where(same, 0, np.abs(a - b))
    worst = float(np.max(error, initial=0) / np.max(np.abs(b), initial=1, where=np.isfinite(b)))
    if not worst <= tolerance:
        raise Mismatch(f"{name} differs by {worst:.2e}, more than {tolerance:.0e}")
    return worst


def plan(count):
    """The kinds of the cases: each at least once, in their shares."""
    counts = {kind: max(1, round(share * count)) for kind, share in SHARES.items()}
    counts["cell"] += max(0, count - sum(counts.values()))
    return [kind for kind, number in counts.items() for _ in range(number)]


def print_table(worst, passed, failed):
    titles = ["passed", "failed", "init", "apply", "Flax p"]
    print(f"\n{'kind':<12}{'type':<10}" + "".join(f"{title:>9}" for title in titles))
    for group in sorted(passed.keys() | failed.keys()):
        errors = "".join(f"{error:>9.1e}" for error in worst[group])
        print(f"{group[0]:<12}{group[1]:<10}{passed[group]:>9}{failed[group]:>9}{errors}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--swiftscan", required=True, help="the program")
    parser.add_argument("--work", type=Path, required=True, help="where failing cases are kept")
    parser.add_argument("--cases", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--program-runner", help="what runs Python programs with its interpreter")
    parser.add_argument("--programs", type=int, default=2000, help="random Python programs")
    parser.add_argument("--only", choices=["program", *KINDS], help="one kind of case")
    options = parser.parse_args()
    if options.only == "program" or (options.only is None and options.program_runner):
        print("Python programs")
        counts = program_parity.compare(
            options.program_runner, options.seed, options.programs, os.cpu_count() or 1
        )
        if program_parity.has_failures(counts) or options.only:
            return int(program_parity.has_failures(counts))
    print(
        "with "
        + ", ".join(f"{name} {version(name)}" for name in ("flax", "jax", "jaxlib", "numpy"))
    )
    passed, failed, refused, refused_alone = Counter(), Counter(), 0, Counter()
    worst = defaultdict(lambda: np.zeros(3))
    kinds = [options.only] * options.cases if options.only else plan(options.cases)
    for number, kind in enumerate(kinds):
        case = Case(kind, number, options.seed, options.work, options.swiftscan)
        group = (kind, case.precision)
        try:
            errors = case.run()
            worst[group] = np.maximum(worst[group], errors or 0)
            passed[group] += 1
            refused += errors is None
            shutil.rmtree(case.folder)
        except (Mismatch, subprocess.TimeoutExpired) as problem:
            if kind in MAY_BE_REFUSED and "ended with 65:" in str(problem):
                words = str(problem).split("error: ")[-1].split("\n")[0]
                refused_alone[re.sub(r"^\S+:\d+:\d+: |'\S*'", "", words)] += 1
                continue
            failed[group] += 1
            print(f"{case.folder}: {problem}")
        finally:
            jax.clear_caches()  # each compiled function holds memory maps, and their number is limited
    print_table(worst, passed, failed)
    for words, number in refused_alone.most_common():
        print(f"{number:>6} refused: {words}")
    print(f"{passed.total()} passed, of which both refuse {refused}; {failed.total()} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
