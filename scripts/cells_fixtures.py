"""Scans of Flax's recurrent cells: `Tests/Fixtures/cells/<case>/`."""

import yaml

from case_files import write_case

CELLS = ["LSTMCell", "OptimizedLSTMCell", "GRUCell", "MGUCell", "SimpleCell"]
SHARED = {"variable_broadcast": "params", "split_rngs": {"params": False}}
LAYERED = {"variable_axes": {"params": 0}, "split_rngs": {"params": True}}
AXIS_1 = {"in_axes": 1, "out_axes": 1}

GATES = {"gate_fn": "hard_sigmoid", "activation_fn": "relu"}
INITIALIZERS = {
    "kernel_init": "normal(0.3)",
    "recurrent_kernel_init": "orthogonal(0.5)",
    "carry_init": "normal(1.0)",
}
ALL_FIELDS = {
    "LSTMCell": GATES | INITIALIZERS | {"bias_init": "uniform(0.5)"},
    "OptimizedLSTMCell": GATES | INITIALIZERS | {"bias_init": "uniform(0.5)"},
    "GRUCell": GATES | INITIALIZERS | {"bias_init": "normal(0.1)"},
    "MGUCell": GATES
    | INITIALIZERS
    | {
        "forget_bias_init": "constant(0.5)",
        "activation_bias_init": "normal(0.1)",
        "reset_gate": False,
    },
    "SimpleCell": {"activation_fn": "leaky_relu", "residual": True}
    | INITIALIZERS
    | {"bias_init": "normal(0.1)"},
}
# JAX has no QR of 16-bit types on a CPU, so parameters of these can't be `orthogonal`.
HALF_PARAMS = {"recurrent_kernel_init": "lecun_normal()"}
# A SimpleCell's carry keeps its type only if it has the type computed with.
HALF = {name: {"dtype": "bfloat16"} for name in CELLS} | {
    "SimpleCell": {"dtype": "bfloat16", "param_dtype": "bfloat16"} | HALF_PARAMS
}


def case(cell, xs, scan, fields={}, parent=None, carry=None, features=4):
    """A config that scans `cell`; `xs` and `carry` are input types."""
    config = {"version": 1} | ({"parent": parent} if parent else {})
    config["inputs"] = ({"carry": carry} if carry else {}) | {"xs": xs}
    config["model"] = {"scan": {"cell": {"type": cell, "features": features, **fields}, **scan}}
    return yaml.safe_dump(config, sort_keys=False, default_flow_style=None, width=1000)


def carry_type(cell, shape):
    text = f"float32[{shape}]"
    return {"c": text, "h": text} if "LSTM" in cell else text


def cases_of(cell):
    """What every cell is tried with."""
    shared_1, layered = SHARED | AXIS_1, LAYERED
    given = carry_type(cell, "4")
    return {
        "parent_axis_1": case(cell, "float32[2, 5, 3]", shared_1, parent="SimpleScan"),
        "root_reverse": case(cell, "float32[5, 2, 3]", SHARED | {"reverse": True}),
        "layered_params": case(cell, "float32[3, 2, 3]", layered),
        "bfloat16": case(cell, "float32[2, 5, 3]", shared_1, HALF[cell], parent="Half"),
        "all_fields": case(cell, "float32[3, 5, 3]", shared_1, ALL_FIELDS[cell]),
        "no_batch_17_steps": case(cell, "float32[17, 3]", SHARED, carry=given),
    }


def single_cases():
    """One odd thing each."""
    lstm, gru, simple, mgu = "LSTMCell", "GRUCell", "SimpleCell", "MGUCell"
    unchecked = {"check_constancy_invariants": False}
    both_half = {"dtype": "float16", "param_dtype": "float16"} | HALF_PARAMS
    return {
        "axes_1_to_0": case(lstm, "float32[2, 5, 3]", SHARED | {"in_axes": 1, "out_axes": 0}),
        "axes_0_to_-1": case(gru, "float32[5, 2, 3]", SHARED | {"in_axes": 0, "out_axes": -1}),
        "axes_-2_two_batch_dims": case(
            lstm, "float32[2, 3, 5, 3]", SHARED | {"in_axes": -2, "out_axes": -2}, parent="Deep"
        ),
        "axes_2_to_1_two_batch_dims": case(
            gru, "float32[2, 3, 5, 3]", SHARED | {"in_axes": 2, "out_axes": 1}
        ),
        "two_batch_dims_reverse": case(
            simple, "float32[2, 3, 5, 3]", SHARED | {"in_axes": -2, "out_axes": 0, "reverse": True}
        ),
        "one_step": case(lstm, "float32[2, 1, 3]", SHARED | AXIS_1),
        "two_steps": case(mgu, "float32[2, 2, 3]", SHARED | AXIS_1, parent="Two"),
        "one_feature": case(gru, "float32[2, 5, 1]", SHARED | AXIS_1, features=1),
        "unchecked_layered": case(gru, "float32[3, 2, 3]", LAYERED | unchecked, parent="Unchecked"),
        "unchecked_lstm_layered": case(lstm, "float32[3, 2, 3]", LAYERED | unchecked),
        "length_given": case(gru, "float32[5, 2, 3]", SHARED | {"length": 5}),
        "length_given_layered": case(
            mgu, "float32[3, 2, 3]", LAYERED | {"length": 3}, parent="Layers"
        ),
        "layered_axis_1": case(gru, "float32[3, 2, 3]", LAYERED | {"variable_axes": {"params": 1}}),
        "layered_axis_-1": case(
            simple, "float32[3, 2, 3]", LAYERED | {"variable_axes": {"params": -1}}, parent="Last"
        ),
        "layered_equal_rngs": case(
            gru, "float32[3, 2, 3]", LAYERED | {"split_rngs": {"params": False}}
        ),
        "layered_reverse": case(
            lstm, "float32[3, 2, 3]", LAYERED | {"reverse": True}, parent="Back"
        ),
        "layered_default_rngs": case(
            simple, "float32[3, 2, 3]", {"variable_axes": {"params": 0}, "split_rngs": {True: True}}
        ),
        "broadcast_true": case(gru, "float32[5, 2, 3]", SHARED | {"variable_broadcast": True}),
        "broadcast_list": case(
            gru, "float32[5, 2, 3]", SHARED | {"variable_broadcast": ["params", "constants"]}
        ),
        "broadcast_deny": case(
            lstm, "float32[5, 2, 3]", SHARED | {"variable_broadcast": {"deny": "batch_stats"}}
        ),
        "unroll": case(gru, "float32[5, 2, 3]", SHARED | {"unroll": 2}),
        "given_carry_lstm": case(
            lstm,
            "float32[2, 5, 3]",
            SHARED | AXIS_1,
            carry=carry_type(lstm, "2, 4"),
            parent="SimpleScan",
        ),
        "given_carry_gru": case(
            gru, "float32[2, 5, 3]", SHARED | AXIS_1, carry=carry_type(gru, "2, 4")
        ),
        "carry_init_lstm": case(
            lstm, "float32[2, 5, 3]", SHARED | AXIS_1, {"carry_init": "normal(1.0)"}
        ),
        "float16": case(gru, "float16[2, 5, 3]", SHARED | AXIS_1, both_half),
        "float16_lstm": case(
            lstm, "float16[2, 5, 3]", SHARED | AXIS_1, both_half, parent="SimpleScan"
        ),
        "float16_input": case(lstm, "float16[2, 5, 3]", SHARED | AXIS_1),
        "bfloat16_input": case(gru, "bfloat16[2, 5, 3]", SHARED | AXIS_1),
        "uint8_input": case(lstm, "uint8[2, 5, 3]", SHARED | AXIS_1),
        "int32_input": case(gru, "int32[5, 2, 3]", SHARED),
        "param_dtype_bfloat16": case(
            mgu,
            "float32[2, 5, 3]",
            SHARED | AXIS_1,
            HALF_PARAMS | {"param_dtype": "bfloat16"},
            carry="float32[2, 4]",
        ),
        "data_transform": case(
            gru, "float32[5, 2, 3]", SHARED | {"data_transform": {"params": "v * 0.5"}}
        ),
    }


def write(folder):
    cases = single_cases()
    for cell in CELLS:
        cases |= {f"{cell}_{name}": text for name, text in cases_of(cell).items()}
    for name, text in cases.items():
        try:
            write_case(folder / name, text)
        except Exception as error:
            raise RuntimeError(f"case {name}:\n{text}") from error
