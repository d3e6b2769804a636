"""ONNX Runtime's side: its own recurrent operators."""

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

threads = 1


def set_threads(count):
    global threads
    threads = count


def build(case, variables, inputs):
    xs = np.array(inputs["xs"])
    make = {"lstm": lstm_weights, "gru": gru_weights}[case.kind]
    weights = make(case.sizes["H"], variables["params"]["cell"])
    session = onnxruntime.InferenceSession(
        model(case, xs.shape, weights).SerializeToString(),
        options(),
        providers=["CPUExecutionProvider"],
    )
    binding = session.io_binding()
    binding.bind_ortvalue_input("X", onnxruntime.OrtValue.ortvalue_from_numpy(xs))
    binding.bind_output("Y")

    def run():
        session.run_with_iobinding(binding)
        return binding

    return run


def options():
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    settings.inter_op_num_threads = 1
    return settings


def output(binding):
    # [T, directions, B, H]
    return binding.copy_outputs_to_cpu()[0][:, 0]


def model(case, shape, weights):
    T, B, _ = shape
    H = case.sizes["H"]
    reset = {"linear_before_reset": 1} if case.kind == "gru" else {}
    node = helper.make_node(case.kind.upper(), ["X", "W", "R", "B"], ["Y"], hidden_size=H, **reset)
    graph = helper.make_graph(
        [node],
        "rnn",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("Y", TensorProto.FLOAT, [T, 1, B, H])],
        [numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    # ONNX Runtime may lag behind the newest ONNX by an IR version.
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def stacked(cell, names, part):
    return np.concatenate([np.array(cell[name][part]).T for name in names])


def lstm_weights(H, cell):
    hidden = ["hi", "ho", "hf", "hg"]
    bias = stacked(cell, hidden, "bias")
    return {
        "W": stacked(cell, ["ii", "io", "if", "ig"], "kernel")[None],
        "R": stacked(cell, hidden, "kernel")[None],
        "B": np.concatenate([np.zeros_like(bias), bias])[None],
    }


def gru_weights(H, cell):
    bias = stacked(cell, ["iz", "ir", "in"], "bias")
    hidden_bias = np.concatenate([np.zeros(2 * H, np.float32), np.array(cell["hn"]["bias"])])
    return {
        "W": stacked(cell, ["iz", "ir", "in"], "kernel")[None],
        "R": stacked(cell, ["hz", "hr", "hn"], "kernel")[None],
        "B": np.concatenate([bias, hidden_bias])[None],
    }
