"""Random configs of normalising, recurrent and attention layers, dropout,
activations and initializers: alone, in a scan over time, and in a scan over layers.

Each function gives a layer's type, its fields, its input's shape, and what else it is called with.
"""

import re

from parity.configs.cells import CELLS, VECTOR_INITIALIZERS, cell_fields
from parity.configs.drawing import HALF, dump, often, pick, some


def sizes(rng, rank, largest=5, least=1):
    return [int(rng.integers(least, largest + 1)) for _ in range(rank)]


def examples(rng, least_rank, most_rank):
    """A shape whose axes have variances that aren't all rounding errors."""
    return sizes(rng, int(rng.integers(least_rank, most_rank + 1)), 7, least=3)


def dtypes(rng):
    if often(rng, 0.75):
        return {}
    return some(rng, {"dtype": [*HALF, "float32"], "param_dtype": HALF}, 0.6)


def axes(rng, rank, first=0):
    """Some axes, some of them negative; one is written as a number."""
    chosen = [a for a in range(first, rank) if often(rng)] or [rank - 1]
    signed = [int(a) - rank if often(rng) else int(a) for a in chosen]
    return signed[0] if len(signed) == 1 and often(rng) else signed


def norm_fields(rng, affine=True):
    choices = {
        "epsilon": [1e-3, 0.1],
        "use_scale": [False],
        "use_fast_variance": [False],
        "force_float32_reductions": [False],
        "scale_init": VECTOR_INITIALIZERS,
    }
    if affine:
        choices |= {"use_bias": [False], "bias_init": VECTOR_INITIALIZERS}
    return some(rng, choices) | dtypes(rng)


def layer_norm(rng):
    kind = pick(rng, ["LayerNorm", "RMSNorm"])
    shape = examples(rng, 1, 3)
    fields = norm_fields(rng, affine=kind == "LayerNorm")
    if often(rng):
        fields["reduction_axes"] = axes(rng, len(shape))
    if often(rng):
        fields["feature_axes"] = axes(rng, len(shape))
    return masked(rng, kind, fields, shape)


def masked(rng, kind, fields, shape):
    """A case, sometimes with a mask. A mask may leave a single value, whose variance is nothing but
    rounding: a large epsilon keeps that out of the result."""
    if not often(rng, 0.2):
        return kind, fields, shape, {}
    return kind, fields | {"epsilon": 0.1}, shape, {"mask": f"bool{shape}"}


def instance_norm(rng):
    shape = examples(rng, 2, 4)
    fields = norm_fields(rng)
    if often(rng):
        fields["feature_axes"] = axes(rng, len(shape), first=1)
    return masked(rng, "InstanceNorm", fields, shape)


def group_norm(rng):
    groups, size = sizes(rng, 2, 4, least=2)
    shape = [*examples(rng, 1, 3), groups * size]
    fields = {"num_groups": groups} if often(rng) else {"num_groups": None, "group_size": size}
    if often(rng, 0.3):
        rank = len(shape)
        fields["reduction_axes"] = [a for a in range(rank - 1) if often(rng)] + [-1]
    return masked(rng, "GroupNorm", fields | norm_fields(rng), shape)


def batch_norm(rng):
    shape = examples(rng, 2, 4)
    fields = {"use_running_average": often(rng, 0.3)} | norm_fields(rng)
    fields |= some(rng, {"momentum": [0.9, 0.5], "axis": [axes(rng, len(shape))]})
    if fields["use_running_average"]:
        return "BatchNorm", fields, shape, {}
    return masked(rng, "BatchNorm", fields, shape)


def dropout(rng):
    shape = sizes(rng, int(rng.integers(1, 4)), 8)
    fields = {"rate": pick(rng, [0.0, 0.1, 0.5, 0.9, 1.0]), "deterministic": often(rng, 0.2)}
    if often(rng, 0.4):
        fields["broadcast_dims"] = [int(rng.integers(len(shape)))]
    return "Dropout", fields, shape, {}


def prelu(rng):
    fields = some(rng, {"negative_slope_init": [0.3, -0.1], "param_dtype": HALF})
    return "PReLU", fields, sizes(rng, 2), {}


def cell(rng):
    kind = pick(rng, CELLS)
    return {"type": kind, "features": int(rng.integers(1, 6)), **cell_fields(rng, kind)}


def sequences(rng, time_major):
    batch, steps, features = sizes(rng, int(rng.integers(0, 3)), 3), *sizes(rng, 2, 6)
    return [steps, *batch, features] if time_major else [*batch, steps, features], batch


def lengths(rng, batch, returns_carry):
    if not batch or len(batch) > 1 and returns_carry or often(rng):
        return {}
    return {"seq_lengths": f"int32{batch}"}


def rnn_config(rng):
    """An `rnn:` or a `bidirectional:`."""
    is_both = often(rng, 0.4)
    flags = some(rng, {"time_major": [True], "return_carry": [True]}, 0.4)
    shape, batch = sequences(rng, "time_major" in flags)
    inputs = {"xs": f"float32{shape}"} | lengths(rng, batch, is_both or "return_carry" in flags)
    if is_both:
        nets = {name: {"cell": cell(rng)} for name in ("forward_rnn", "backward_rnn")}
        size = nets["forward_rnn"]["cell"]["features"]
        merge = ["lambda a, b: a + b", "lambda a, b: concatenate([b, a], -1)"]
        if often(rng, 0.4):
            nets["backward_rnn"]["cell"] = dict(nets["forward_rnn"]["cell"], features=size)
            nets["merge_fn"] = pick(rng, merge)
        model = {"bidirectional": nets | flags}
    else:
        more = some(rng, {"reverse": [True], "keep_order": [True], "unroll": [2]}, 0.5)
        model = {"rnn": {"cell": cell(rng)} | flags | more}
    parent = {"parent": "Net"} if often(rng) else {}
    return dump({"version": 1} | parent | {"inputs": inputs, "model": model}), {}


LAYERS = [layer_norm, instance_norm, group_norm, batch_norm, dropout, prelu]


def layer_config(rng):
    """A layer alone, or in a scan."""
    kind, fields, shape, extra = pick(rng, LAYERS)(rng)
    places = [alone] if extra else [alone, over_time, over_layers]
    # Flax carries only what may change.
    is_carried = updates(kind, fields) and often(rng, 0.3)
    place = carried if is_carried else pick(rng, places)
    return place(rng, kind, fields, shape, extra), {}


def updates(kind, fields):
    return kind == "BatchNorm" and not fields["use_running_average"]


def commented(kind, fields, config):
    """The config's text with what a command is given besides it."""
    text = "# rng: dropout=3\n" if kind == "Dropout" else ""
    text += "# mutable: batch_stats\n" if updates(kind, fields) else ""
    return precision(config) + text + dump(config)


def precision(config):
    """A comment that says which 16-bit type a config computes in, if any."""
    half = re.search(r"b?float16", dump(config))
    return f"# precision: {half[0]}\n" if half else ""


def alone(rng, kind, fields, shape, extra):
    name = "inputs" if kind in ("Dropout", "PReLU") else "x"
    config = {"version": 1, "inputs": {name: input_type(rng, shape)} | extra}
    return commented(kind, fields, config | {"model": {"type": kind, **fields}})


def input_type(rng, shape):
    return f"{pick(rng, ['float32'] * 6 + HALF)}{shape}"


def over_time(rng, kind, fields, shape, extra):
    steps, axis = int(rng.integers(1, 5)), int(rng.integers(len(shape) + 1))
    scan = {"variable_broadcast": "params", "split_rngs": {"params": False}}
    if kind == "Dropout":
        scan["split_rngs"]["dropout"] = often(rng)
    if kind == "BatchNorm":
        scan["variable_axes"] = {"batch_stats": 0}
    scan |= {"in_axes": axis, "out_axes": axis, "reverse": often(rng, 0.3)}
    body = f"return c, {call_text(kind, fields)}(x)\n"
    inputs = {"carry": "float32[1]", "xs": input_type(rng, [*shape[:axis], steps, *shape[axis:]])}
    return scanned(kind, fields, body, inputs, scan)


CARRIED = """\
if self.is_initializing():
    self.step(c, xs[0])
return run(self.step, c, xs)
"""


def carried(rng, kind, fields, shape, extra):
    """A scan over time that carries the running averages, which are made before it."""
    step = {"args": ["c", "x"], "body": f"return c + x.sum(), {call_text(kind, fields)}(x)\n"}
    net = {"setup": "self.step = Step()", "call": {"args": ["c", "xs"], "body": CARRIED}}
    scan = {"variable_broadcast": "params", "variable_carry": "batch_stats", "reverse": often(rng)}
    run = {"args": ["step", "c", "x"], "body": "return step(c, x)", "scan": scan}
    config = {"version": 1, "modules": {"Step": {"call": step}, "Net": net}}
    config |= {"functions": {"run": run}}
    inputs = {"c": "float32[]", "xs": f"float32{[int(rng.integers(1, 5)), *shape]}"}
    return commented(kind, fields, config | {"inputs": inputs, "model": {"type": "Net"}})


def over_layers(rng, kind, fields, shape, extra):
    scan = {"length": int(rng.integers(1, 4)), "variable_axes": {"params": 0}}
    scan["split_rngs"] = {"params": often(rng, 0.7)}
    if kind == "Dropout":
        scan["split_rngs"]["dropout"] = often(rng)
    if kind == "BatchNorm":
        scan["variable_axes"]["batch_stats"] = 0
    dtype = "float32"
    body = f"return x + {call_text(kind, fields)}(x).astype(x.dtype), None\n"
    inputs = {"carry": f"{dtype}{shape}"}
    return scanned(kind, fields, body, inputs, scan, args=["x", "_"])


def scanned(kind, fields, body, inputs, scan, args=("c", "x")):
    module = {"call": {"args": list(args), "body": body}}
    config = {"version": 1, "modules": {"Step": module}, "inputs": inputs}
    return commented(kind, fields, config | {"model": {"scan": {"module": "Step", **scan}}})


def call_text(kind, fields):
    """`LayerNorm(epsilon=0.1)`."""
    return f"{kind}({', '.join(f'{name}={value}' for name, value in fields.items())})"


KINDS = {"layer": layer_config, "rnn": rnn_config}
SHARES = {"layer": 0.1, "rnn": 0.06}
