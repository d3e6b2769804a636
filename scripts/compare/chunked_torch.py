"""Linear attention in chunks, as one writes it by hand in PyTorch."""

import torch
import torch.nn.functional as F

CHUNK = 64


def chunks(x):
    """`[T, B, H, …]` as `[B, H, N, C, …]`."""
    x = x.unflatten(0, (-1, CHUNK))
    return x.movedim((2, 3), (0, 1))


def steps(y):
    """`[B, H, N, C, …]` as `[T, B, H, …]`."""
    return y.movedim((0, 1), (2, 3)).flatten(0, 1)


def states(first, decay, update):
    """The states before each chunk, `[B, H, N, …]`."""
    state, before = first, []
    for a, b in zip(decay.unbind(2), update.unbind(2)):
        before.append(state)
        state = a * state + b
    return torch.stack(before, 2)


def gated_linear_attention(sizes, params, inputs, compile):
    @compile
    def run():
        q, k, v, g = chunks(inputs["xs"]).chunk(4, -1)
        total = (F.logsigmoid(g) / 16).cumsum(3)
        last = total[:, :, :, -1:]
        scaled = q * total.exp()
        scores = (scaled @ (k * (-total).exp()).mT).tril()
        update = (k * (last - total).exp()).mT @ v
        before = states(inputs["carry"], last.exp().mT, update)
        return steps(scores @ v + scaled @ before)

    return run


def mamba2(sizes, params, inputs, compile):
    rate = torch.tensor(params["A_log"]).exp()
    skip = torch.tensor(params["D"])

    @compile
    def run():
        X, N = sizes["X"], sizes["N"]
        x, b, c, dt = inputs["xs"].split([X, N, N, sizes["H"]], -1)
        x = x.unflatten(-1, (sizes["H"], sizes["P"]))
        dt = F.softplus(dt - 3)
        total = chunks(-dt * rate).cumsum(3)
        last = total[..., -1:]
        b, c = chunks(b.unsqueeze(2)), chunks(c.unsqueeze(2))
        weighted = chunks(x * dt.unsqueeze(-1))
        decay = (total.unsqueeze(-1) - total.unsqueeze(-2)).exp().tril()
        y = (c @ b.mT * decay) @ weighted
        update = (weighted * (last - total).exp().unsqueeze(-1)).mT @ b
        before = states(inputs["carry"], last.exp().unsqueeze(-1), update)
        y = y + total.exp().unsqueeze(-1) * (c @ before.mT)
        return steps(y) + skip * x

    return run


def mlstm(sizes, params, inputs, compile):
    @compile
    def run():
        D = sizes["D"]
        q, k, v, gates = chunks(inputs["xs"]).split([D, D, D, 2], -1)
        k = k / D**0.5
        i, f = gates[..., 0], F.logsigmoid(gates[..., 1] + 3)
        total = f.cumsum(-1)
        largest = total + (i - total).cummax(-1).values
        c, n, m = (inputs["carry"][name] for name in "cnm")
        ms, befores, norms = [], [], []
        for chunk in range(i.shape[2]):
            t, x, key = total[:, :, chunk], i[:, :, chunk], k[:, :, chunk]
            ms.append(torch.maximum(t + m.unsqueeze(-1), largest[:, :, chunk]))
            befores.append((c, n, m))
            last = ms[-1][..., -1]
            kept = (t[..., -1] + m - last).exp()
            key = key * (t[..., -1:] - t + x - last.unsqueeze(-1)).exp().unsqueeze(-1)
            c = kept[..., None, None] * c + v[:, :, chunk].mT @ key
            n = kept[..., None] * n + key.sum(-2)
            m = last
        ms = torch.stack(ms, 2)
        c, n, m = (torch.stack(parts, 2) for parts in zip(*befores))
        decay = total.unsqueeze(-1) - total.unsqueeze(-2) + (i.unsqueeze(-2) - ms.unsqueeze(-1))
        scores = (q @ k.mT * decay.exp()).tril()
        before = (total + m.unsqueeze(-1) - ms).exp().unsqueeze(-1)
        y = scores @ v + before * (q @ c.mT)
        norm = scores.sum(-1, keepdim=True) + before * (q @ n.unsqueeze(-1))
        return steps(y / torch.maximum(norm.abs(), (-ms).exp().unsqueeze(-1)))

    return run
