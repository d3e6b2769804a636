"""Random configs: scans of cells, modules of any size, random bits.

Each function gives the text of a config and what its named sizes are bound to.
"""

from oracle import FIXTURES, ROOT
from parity.configs.drawing import HALF, dump, often, pick, some, type_text

CELLS = ["LSTMCell", "OptimizedLSTMCell", "GRUCell", "MGUCell", "SimpleCell"]
SHARED = {"variable_broadcast": "params", "split_rngs": {"params": False}}
LAYERED = {"variable_axes": {"params": 0}, "split_rngs": {"params": True}}
# JAX has no QR of 16-bit types on a CPU, so parameters of these can't be `orthogonal`.
HALF_PARAMS = {"recurrent_kernel_init": "lecun_normal()"}
FUNCTIONS = [
    "sigmoid",
    "tanh",
    "relu",
    "hard_sigmoid",
    "silu",
    "softplus",
    "elu",
    "hard_tanh",
    "gelu",
]
# A gate that isn't bounded makes a carry that grows without end, and with it every rounding error.
GATES = ["sigmoid", "hard_sigmoid", "tanh", "hard_tanh"]
INITIALIZERS = [
    "lecun_normal()", "lecun_uniform()", "glorot_normal()", "glorot_uniform()", "he_normal()",
    "he_uniform()", "normal(0.3)", "uniform(0.5)", "truncated_normal(0.2)", "orthogonal()",
    "variance_scaling(0.5, 'fan_avg', 'normal')",
]  # fmt: skip
VECTOR_INITIALIZERS = ["zeros", "ones", "constant(0.1)", "normal(0.2)", "uniform(0.3)"]
STEPS = [1, 2, 3, 5, 17, 33]


def signed_axis(rng, axis, rank):
    return axis - rank if often(rng, 0.3) else axis


def cell_fields(rng, cell):
    """Some of the fields of a cell; 16-bit types only where the carry keeps its type."""
    choices = {
        "kernel_init": INITIALIZERS,
        "recurrent_kernel_init": INITIALIZERS,
        "carry_init": VECTOR_INITIALIZERS,
        "activation_fn": FUNCTIONS,
    }
    if cell != "SimpleCell":
        choices["gate_fn"] = GATES
    if cell == "MGUCell":
        choices |= {"forget_bias_init": VECTOR_INITIALIZERS, "reset_gate": [True, False]}
        choices["activation_bias_init"] = VECTOR_INITIALIZERS
    else:
        choices["bias_init"] = VECTOR_INITIALIZERS
    if cell == "SimpleCell":
        choices["residual"] = [True, False]
    fields = some(rng, choices)
    if often(rng, 0.2):
        half = pick(rng, HALF)
        fields |= {"dtype": half}
        if cell == "SimpleCell" or often(rng):
            fields |= {"param_dtype": half, "kernel_init": "lecun_normal()"} | HALF_PARAMS
    return fields


def carry_type(cell, array):
    """The type of a cell's carry, whose arrays have the type `array`."""
    return {"c": array, "h": array} if "LSTM" in cell else array


def cell_config(rng):
    """A scan of a small random cell over random axes."""
    cell = pick(rng, CELLS)
    features, steps = int(rng.integers(1, 10)), pick(rng, STEPS)
    batch = [int(rng.integers(1, 5)) for _ in range(rng.integers(0, 3))]
    return scan_config(
        rng, cell, cell_fields(rng, cell), features, steps, [*batch, int(rng.integers(1, 8))]
    )


def large_config(rng):
    """A scan of a cell with default fields, over sizes that kernels split into blocks."""
    features, steps = int(rng.integers(30, 200)), int(rng.integers(40, 120))
    batch = [int(rng.integers(1, 40))] if often(rng, 0.8) else []
    return scan_config(
        rng, pick(rng, CELLS), {}, features, steps, [*batch, int(rng.integers(1, 150))]
    )


def scan_config(rng, cell, fields, features, steps, step_shape):
    *batch, _ = step_shape
    in_axis, out_axis = (int(rng.integers(len(step_shape) + 1)) for _ in range(2))
    layered = often(rng, 0.3) and steps <= 5
    scan = dict(LAYERED if layered else SHARED)
    if layered:
        scan["variable_axes"] = {"params": pick(rng, [0, 0, -1, 1])}
        scan["split_rngs"] = {"params": often(rng, 0.8)}
    rank = len(step_shape) + 1
    scan |= {
        "in_axes": signed_axis(rng, in_axis, rank),
        "out_axes": signed_axis(rng, out_axis, rank),
    }
    options = {
        "reverse": often(rng),
        "unroll": 2,
        "length": steps,
        "check_constancy_invariants": not layered,
    }
    scan |= {name: value for name, value in options.items() if often(rng, 0.3)}
    shape = [*step_shape[:in_axis], steps, *step_shape[in_axis:]]
    xs = type_text(pick(rng, ["float32"] * 7 + ["float16", "bfloat16", "uint8", "int32"]), shape)
    inputs = {"xs": xs}
    if often(rng, 0.3):
        dtype = fields.get("param_dtype", "float32")
        inputs["carry"] = carry_type(cell, type_text(dtype, [*batch, features]))
    config = {"version": 1} | ({"parent": "Net"} if often(rng) else {}) | {"inputs": inputs}
    config["model"] = {"scan": {"cell": {"type": cell, "features": features, **fields}, **scan}}
    return dump(config), {}


def module_config(rng):
    """A config in the body language, its named sizes bound at random."""
    return one_of(rng, (FIXTURES / "modules").glob("*/config.yaml"))


def example_config(rng):
    """A config of `configs`."""
    return one_of(rng, (ROOT / "configs").glob("*.yaml"))


def one_of(rng, paths):
    path = pick(rng, sorted(paths))
    return path.read_text(), {name: int(rng.integers(1, 7)) for name in "BTN"}


BITS = """\
version: 1
modules:
  Bits:
    call:
      args: [x]
      body: |
        u = self.param('u', lambda key: random.uniform(key, {shape}))
        v = self.param('v', uniform({scale}), {shape})
        m = self.param('m', lambda key: random.bernoulli(key, {p}, {shape}))
        return x + 1
inputs:
  x: float32[1]
model: {{type: Bits}}
"""


def bits_config(rng):
    """Parameters that must be equal bit for bit."""
    shape = tuple(int(rng.integers(1, 12)) for _ in range(rng.integers(0, 4)))
    p, scale = round(float(rng.random()), 2), round(float(rng.random()) + 0.01, 2)
    return BITS.format(shape=shape, p=p, scale=scale), {}


KINDS = {
    "cell": cell_config,
    "large": large_config,
    "module": module_config,
    "example": example_config,
    "bits": bits_config,
}
SHARES = {"cell": 0.22, "large": 0.06, "module": 0.26, "example": 0.07, "bits": 0.05}
