"""ONNX Runtime's side: its own recurrent operators."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

threads = 1


def set_threads(count):
    global threads
    threads = count


def build(case, variables, inputs):
    graph = {"lstm": rnn, "gru": rnn, "stacked_lstm": stacked_lstm, "decode": decode}[case.kind]
    nodes, weights, outputs = graph(case, variables["params"])
    if case.is_ragged:
        weights["lengths"] = inputs.pop("lengths")
    network = model(nodes, weights, inputs, outputs)
    if case.weights == "int8":
        network = quantized(network)
    session = onnxruntime.InferenceSession(
        network.SerializeToString(),
        options(),
        providers=["CPUExecutionProvider"],
    )
    binding = session.io_binding()
    for name, array in inputs.items():
        value = onnxruntime.OrtValue.ortvalue_from_numpy(np.array(array))
        binding.bind_ortvalue_input(name, value)
    for name in outputs:
        binding.bind_output(name)

    def run():
        session.run_with_iobinding(binding)
        return binding

    return run


def quantized(network):
    """The model with weights in 8 bits, a scale for each row of them, and inputs made into 8 bits as
    they come: `DynamicQuantizeLSTM`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quantized.onnx"
        quantize_dynamic(network, path, per_channel=True, weight_type=QuantType.QInt8)
        return onnx.load(path)


def options():
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    settings.inter_op_num_threads = 1
    return settings


def output(binding):
    return binding.copy_outputs_to_cpu()[0]


def model(nodes, weights, inputs, outputs):
    graph = helper.make_graph(
        nodes,
        "model",
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, array.shape)
            for name, array in inputs.items()
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in weights.items()],
    )
    # ONNX Runtime may lag behind the newest ONNX by an IR version.
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def rnn(case, params):
    """One layer, and the axis of its directions removed: `[T, directions, B, H]`."""
    nodes, weights = layer(case, params["cell"], case.kind, "xs", "ys", "0")
    return nodes, weights, ["ys"]


def stacked_lstm(case, params):
    nodes, weights = [], {}
    for i in range(case.sizes["L"]):
        source = f"ys{i - 1}" if i else "xs"
        more, others = layer(case, params[f"OptimizedLSTMCell_{i}"], "lstm", source, f"ys{i}", str(i))
        nodes += more
        weights |= others
    return nodes, weights, [f"ys{case.sizes['L'] - 1}"]


def layer(case, cell, kind, source, target, suffix):
    H = case.sizes["H"]
    arrays = {"lstm": lstm_weights, "gru": gru_weights}[kind](H, cell)
    names = [name + suffix for name in "WRB"]
    reset = {"linear_before_reset": 1} if kind == "gru" else {}
    whole = target + "directions"
    axis = "axis" + suffix
    inputs = [source, *names, *(["lengths"] if case.is_ragged else [])]
    nodes = [
        helper.make_node(kind.upper(), inputs, [whole], hidden_size=H, **reset),
        helper.make_node("Squeeze", [whole, axis], [target]),
    ]
    weights = dict(zip(names, (arrays[name] for name in "WRB")))
    return nodes, weights | {axis: np.array([1], np.int64)}


def decode(case, params):
    """One token through all layers, a layer of the graph each."""
    H, D, L = case.sizes["H"], case.sizes["D"], case.sizes["L"]
    graph = Graph()
    h, new = "carry", []
    for i in range(L):
        z = graph.norm(h, params["norm1"], i)
        z = graph.add("Reshape", graph.dense(z, params["qkv"], i), graph.ints(3, 8, 1, D))
        parts = graph.add("Split", z, graph.ints(1, 1, 1), outputs=3, axis=0)
        q, k, v = (graph.add("Squeeze", part, graph.ints(0)) for part in parts)
        new += [k, v]
        keys, values = (
            graph.add("Gather", name, graph.constant(np.int64(i)), axis=0)
            for name in ("keys", "values")
        )
        keys = graph.add("Transpose", keys, perm=[1, 2, 0])
        values = graph.add("Transpose", values, perm=[1, 0, 2])
        keys = graph.add("Concat", keys, graph.add("Transpose", k, perm=[0, 2, 1]), axis=2)
        values = graph.add("Concat", values, v, axis=1)
        scores = graph.add("MatMul", q, keys)
        scores = graph.add("Div", scores, graph.constant(np.float32(np.sqrt(D))))
        z = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), values)
        z = graph.add("Reshape", z, graph.ints(H))
        h = graph.add("Add", h, graph.dense(z, params["out"], i))
        z = graph.dense(graph.norm(h, params["norm2"], i), params["up"], i)
        z = graph.add("Gelu", z, approximate="tanh")
        h = graph.add("Add", h, graph.dense(z, params["down"], i))
    return graph.nodes, graph.weights, [h, *new]


class Graph:
    """Nodes and constants, named by their numbers."""

    def __init__(self):
        self.nodes, self.weights = [], {}

    def constant(self, array):
        name = f"w{len(self.weights)}"
        self.weights[name] = array
        return name

    def ints(self, *numbers):
        return self.constant(np.array(numbers, np.int64))

    def add(self, kind, *inputs, outputs=1, **attributes):
        names = [f"n{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names if outputs > 1 else names[0]

    def dense(self, x, params, i):
        product = self.add("MatMul", x, self.constant(np.array(params["kernel"][i])))
        return self.add("Add", product, self.constant(np.array(params["bias"][i])))

    def norm(self, x, params, i):
        scale, bias = (self.constant(np.array(params[name][i])) for name in ("scale", "bias"))
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-6)


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
