"""One random config, run by Flax and by `swiftscan init` and `apply`."""

import re
import shutil
import subprocess

import jax.numpy as jnp
import numpy as np

from oracle.cases import (
    draw_inputs,
    method_of,
    mutable_words,
    rngs_of,
    run_flax,
    save_inputs,
    save_outputs,
)
from oracle.config_files import load_config, make_inputs
from oracle.tree_files import load_tree, save_tree
from parity.comparison import (
    OUTPUTS,
    OWN_OUTPUTS,
    PARAMETERS,
    Mismatch,
    compare_trees,
    tolerance_of,
)
from parity.configs import KINDS

OUTPUT_OPTIONS = {
    "ys.npy": "-o",
    "carry_out.npy": "--carry-output",
    "variables_out.npy": "--variables-output",
}
REFUSABLE = ("scan",)  # kinds of random cases of which some make no sense, to Flax neither
TIMEOUT = 120


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
        self.write_inputs()
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

    def write_inputs(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "config.yaml").write_text(self.text)
        save_inputs(self.folder, self.inputs)
        if "carry" in self.inputs:
            # By default the last carry is written to carry.npy.
            (self.folder / "carry.npy").rename(self.folder / "first_carry.npy")

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
        if "carry_out.npy" not in expected:
            self.join_returned_carry()
        return max(self.compare(name, f"flax/{name}", what) for name in expected)

    def join_returned_carry(self):
        """Puts a carry that a method of no scan returns beside its outputs, as Flax has it."""
        file = self.folder / "carry.npy"
        if not file.exists():
            return
        carry = load_tree(file)
        if isinstance(carry, dict) and set(carry) == {"c", "h"}:
            carry = (carry["c"], carry["h"])
        save_tree(self.folder / "ys.npy", (carry, load_tree(self.folder / "ys.npy")))
        file.unlink()

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
            path = f"{name}.npy" if is_only_xs else f"{name}={name}.npy"
            if name == "carry":
                path = "first_carry.npy"
            words += ["--carry" if name == "carry" else "--input", path]
        return words

    def command(self, *words):
        with (self.folder / "commands").open("a") as log:
            log.write(" ".join(["swiftscan", *words]) + "\n")
        done = subprocess.run(
            [self.program, *words], cwd=self.folder, capture_output=True, text=True, timeout=TIMEOUT
        )
        if done.returncode != 0:
            raise Mismatch(
                f"swiftscan {words[0]} ended with {done.returncode}: {done.stderr.strip()}"
            )

    def compare(self, name, reference, what):
        if not (self.folder / name).exists():
            raise Mismatch(f"{name} was not written")

        def tolerance(leaf):
            return 0.0 if self.kind == "bits" else tolerance_of(leaf, what, self.precision)

        return compare_trees(
            name, load_tree(self.folder / name), load_tree(self.folder / reference), tolerance
        )
