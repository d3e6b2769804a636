"""PyTorch's side: its own recurrent nets, and functions as its users write them.

Compiled, a step of the invented cell is compiled and not the loop, which takes minutes to compile.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from compare import chunked_torch


def set_threads(count):
    torch.set_num_threads(count)


def build(case, variables, inputs, compiled=False):
    make = {
        "lstm": lstm if case.weights == "float32" else quantized_lstm,
        "gru": gru,
        "invented": invented,
        "residual_mlp": residual_mlp,
        "transformer": transformer,
        "decode": decode,
        "stacked_lstm": stacked_lstm,
        "gated_linear_attention": chunked_torch.gated_linear_attention,
        "mamba2": chunked_torch.mamba2,
        "mlstm": chunked_torch.mlstm,
    }[case.kind]
    compile = torch.compile if compiled else lambda function: function
    arrays = torch.utils._pytree.tree_map(tensor, inputs)
    run = make(case.sizes, variables.get("params", {}), arrays, compile)

    def timed():
        with torch.inference_mode():
            return run()

    return timed


def build_compiled(case, variables, inputs):
    return build(case, variables, inputs, compiled=True)


def output(value):
    return value.numpy()


def tensor(array):
    return torch.from_numpy(np.array(array))


def lstm(sizes, params, inputs, compile):
    return lstm_layers(sizes, [params["cell"]], inputs)


def quantized_lstm(sizes, params, inputs, compile):
    """With weights in 8 bits, and inputs made into 8 bits as they come."""
    whole = torch.nn.Sequential(lstm_module(sizes, [params["cell"]]))
    net = torch.ao.quantization.quantize_dynamic(whole, {torch.nn.LSTM}, dtype=torch.qint8)[0]
    return lambda: net(inputs["xs"])[0]


def stacked_lstm(sizes, params, inputs, compile):
    cells = [params[f"OptimizedLSTMCell_{i}"] for i in range(sizes["L"])]
    return lstm_layers(sizes, cells, inputs)


def lstm_layers(sizes, cells, inputs):
    return recurrent(lstm_module(sizes, cells), inputs)


def lstm_module(sizes, cells):
    net = torch.nn.LSTM(sizes["I"], sizes["H"], num_layers=len(cells))
    with torch.no_grad():
        for i, cell in enumerate(cells):
            layer = dict(zip(("wi", "wh", "bi", "bh"), net.all_weights[i]))
            layer["wi"].copy_(stacked(cell, ["ii", "if", "ig", "io"], "kernel"))
            layer["wh"].copy_(stacked(cell, ["hi", "hf", "hg", "ho"], "kernel"))
            layer["bi"].zero_()
            layer["bh"].copy_(stacked(cell, ["hi", "hf", "hg", "ho"], "bias"))
    return net.eval()


def gru(sizes, params, inputs, compile):
    cell = params["cell"]
    net = torch.nn.GRU(sizes["I"], sizes["H"])
    zeros = torch.zeros(2 * sizes["H"])
    with torch.no_grad():
        net.weight_ih_l0.copy_(stacked(cell, ["ir", "iz", "in"], "kernel"))
        net.weight_hh_l0.copy_(stacked(cell, ["hr", "hz", "hn"], "kernel"))
        net.bias_ih_l0.copy_(stacked(cell, ["ir", "iz", "in"], "bias"))
        net.bias_hh_l0.copy_(torch.cat([zeros, tensor(cell["hn"]["bias"])]))
    return recurrent(net, inputs)


def recurrent(net, inputs):
    """A net over sequences, which are packed if they have lengths: part of each run."""
    net.eval()
    xs, lengths = inputs["xs"], inputs.get("lengths")
    if lengths is None:
        return lambda: net(xs)[0]

    def run():
        packed = pack_padded_sequence(xs, lengths, enforce_sorted=False)
        return pad_packed_sequence(net(packed)[0], total_length=xs.shape[0])[0]

    return run


def stacked(cell, names, part):
    return torch.cat([tensor(cell[name][part]).T for name in names])


def dense(params):
    """A linear layer's weight and bias as `F.linear` takes them; stacked ones by layer."""
    bias = params.get("bias")
    return tensor(params["kernel"]).mT.contiguous(), None if bias is None else tensor(bias)


def norm(x, params):
    return F.layer_norm(x, x.shape[-1:], params[0], params[1], 1e-6)


def norm_params(params):
    return tensor(params["scale"]), tensor(params["bias"])


def invented(sizes, params, inputs, compile):
    (wi, _), (wh, bh) = dense(params["i"]), dense(params["h"])
    scale = norm_params(params["norm"])
    first, xs = inputs["carry"], inputs["xs"]

    @compile
    def step(h, x):
        f, o, c = norm(x + F.linear(h, wh, bh), scale).chunk(3, -1)
        f = torch.sigmoid(f)
        h = f * h + (1 - f) * torch.tanh(c)
        return h, torch.sigmoid(o) * h

    def run():
        h, ys = first, []
        for x in F.linear(xs, wi).unbind(0):
            h, y = step(h, x)
            ys.append(y)
        return torch.stack(ys)

    return run


def residual_mlp(sizes, params, inputs, compile):
    up, down, scale = dense(params["up"]), dense(params["down"]), norm_params(params["norm"])

    @compile
    def run():
        h = inputs["carry"]
        for i in range(sizes["L"]):
            z = F.linear(norm(h, (scale[0][i], scale[1][i])), up[0][i], up[1][i])
            h = h + F.linear(F.gelu(z, approximate="tanh"), down[0][i], down[1][i])
        return h

    return run


def transformer(sizes, params, inputs, compile):
    qkv, out, up, down = (dense(params[name]) for name in ("qkv", "out", "up", "down"))
    norms = norm_params(params["norm1"]), norm_params(params["norm2"])
    B, T, H, heads = sizes["B"], sizes["T"], sizes["H"], 8

    def layer(x, pair, i):
        return F.linear(x, pair[0][i], pair[1][i])

    @compile
    def run():
        h = inputs["carry"]
        for i in range(sizes["L"]):
            first, second = ((scale[i], bias[i]) for scale, bias in norms)
            z = layer(norm(h, first), qkv, i).view(B, T, 3, heads, H // heads)
            q, k, v = z.permute(2, 0, 3, 1, 4)
            z = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(B, T, H)
            h = h + layer(z, out, i)
            z = F.gelu(layer(norm(h, second), up, i), approximate="tanh")
            h = h + layer(z, down, i)
        return h

    return run


def decode(sizes, params, inputs, compile):
    qkv, out, up, down = (dense(params[name]) for name in ("qkv", "out", "up", "down"))
    norms = norm_params(params["norm1"]), norm_params(params["norm2"])
    heads, D = 8, sizes["D"]

    def layer(x, pair, i):
        return F.linear(x, pair[0][i], pair[1][i])

    @compile
    def run():
        h, new = inputs["carry"], []
        for i in range(sizes["L"]):
            first, second = ((scale[i], bias[i]) for scale, bias in norms)
            q, k, v = layer(norm(h, first), qkv, i).view(3, heads, 1, D)
            new += [k, v]
            k = torch.cat([inputs["keys"][i].transpose(0, 1), k], 1)
            v = torch.cat([inputs["values"][i].transpose(0, 1), v], 1)
            z = F.scaled_dot_product_attention(q, k, v).view(heads * D)
            h = h + layer(z, out, i)
            z = F.gelu(layer(norm(h, second), up, i), approximate="tanh")
            h = h + layer(z, down, i)
        return h, new

    return lambda: run()[0]
