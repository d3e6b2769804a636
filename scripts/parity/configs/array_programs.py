"""Random bodies that mix Python's control flow and containers with arrays:
aliases, updates in place, NumPy beside JAX, weak types.
"""

import random

import jax
import jax.numpy as jnp

from oracle.body_language import PYTHON, namespace
from parity.programs.grammar import Heights, read_grammar
from parity.programs.writer import Inapplicable, Writer

GRAMMAR = read_grammar("arrays")
HEIGHTS = Heights(GRAMMAR)
INPUTS = {
    "x": ("vec", "float32", [3]),
    "k": ("vec", "int32", [3]),
    "h": ("vec", "float16", [3]),
    "u": ("vec", "uint8", [3]),
    "b": ("vec", "bool", [3]),
    "m": ("mat", "float32", [2, 3]),
    "n": ("mat", "int32", [2, 3]),
}
ALWAYS = ("x", "k", "m")
START = {"int": "2", "float": "0.5", "vecs": "[x, k]", "tree": "{'a': x, 'b': k}"}
START |= {"nvec": "np.array([1, 2, 3])", "ints": "[1, 2]", "vfn": "lambda v: v + 1"}
START |= {"scal": "x[0]"}
RETURNED = {"vec": "{}", "mat": "{}", "scal": "{}", "nvec": "jnp.asarray({})", "tree": "{}"}
RETURNED |= {"vecs": "{}", "int": "jnp.asarray({})", "float": "jnp.asarray({})"}
CONFIG = """\
# precision: {precision}
version: 1
modules:
  Program:
    call:
      args: [{args}]
      body: |
{lines}
inputs:
{inputs}
model: {{type: Program}}
"""


class ArrayProgramWriter:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.writer = Writer(self.rng, GRAMMAR, HEIGHTS)
        optional = [name for name in INPUTS if name not in ALWAYS and self.rng.random() < 0.3]
        self.inputs = [*ALWAYS, *optional]
        self.lines = []
        self.names = {k: v for k, v in namespace().items()} | PYTHON
        for name in self.inputs:
            self.writer.top.declare(INPUTS[name][0], name)
        for type, text in START.items():
            name = self.writer.fresh(type)
            self.writer.top.declare(type, name)
            self.lines.append(f"{name} = {text}")

    def body(self):
        for _ in range(self.rng.randint(6, 14)):
            self.group()
        return "\n".join([*self.lines, self.result()])

    def result(self):
        parts = []
        for type, pattern in RETURNED.items():
            parts += [pattern.format(name) for name in self.writer.top.names.get(type, [])]
        return f"return {', '.join(dict.fromkeys(parts))},"

    def group(self):
        """A statement that JAX can trace and whose results are of few elements."""
        for _ in range(8):
            known = {type: list(names) for type, names in self.writer.top.names.items()}
            self.writer.budget = 6
            try:
                lines = self.writer.statement("statement", self.writer.top, "", 2)
            except Inapplicable:
                continue
            kept, self.lines = self.lines, self.lines + lines
            if lines != ["pass"] and self.is_traceable():
                return
            self.lines = kept
            self.writer.top.names = known

    def is_traceable(self):
        try:
            values = jax.eval_shape(self.function(), *map(self.type, self.inputs))
        except Exception:
            return False
        leaves = jax.tree.leaves(values)
        return len(leaves) <= 60 and sum(leaf.size for leaf in leaves) <= 1000

    def function(self):
        text = "\n".join(f"    {line}" for line in [*self.lines, self.result()])
        names = dict(self.names)
        exec(f"def program({', '.join(self.inputs)}):\n{text}\n", names)
        return names["program"]

    def type(self, name):
        _, dtype, shape = INPUTS[name]
        return jax.ShapeDtypeStruct(shape, jnp.dtype(dtype))


def array_program_config(rng):
    writer = ArrayProgramWriter(int(rng.integers(2**62)))
    body = writer.body()
    inputs = "\n".join(f"  {n}: {INPUTS[n][1]}{INPUTS[n][2]}" for n in writer.inputs)
    lines = "\n".join(" " * 8 + line for line in body.split("\n"))
    halves = [name for name in ("bfloat16", "float16") if name in lines + inputs]
    precision = min(halves, default="float32")
    args = ", ".join(writer.inputs)
    return CONFIG.format(precision=precision, args=args, lines=lines, inputs=inputs), {}


KINDS = {"array_program": array_program_config}
SHARES = {"array_program": 0.08}


if __name__ == "__main__":
    import sys

    import numpy as np

    print(array_program_config(np.random.default_rng(list(map(int, sys.argv[1:]))))[0])
