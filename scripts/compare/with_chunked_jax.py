"""JAX's side of linear attention in chunks, as one writes it by hand, compiled as a whole."""

import jax
import jax.numpy as jnp

from compare.with_flax import set_threads  # noqa: F401

CHUNK = 64


def build(case, variables, inputs):
    make = {
        "gated_linear_attention": gated_linear_attention,
        "mamba2": mamba2,
        "mlstm": mlstm,
    }[case.kind]
    params, inputs = jax.device_put(variables.get("params", {})), jax.device_put(inputs)
    compiled = jax.jit(lambda p, i: make(case.sizes, p, i))
    return lambda: jax.block_until_ready(compiled(params, inputs))


def output(value):
    return value[1]


def chunks(x):
    """`[T, B, H, …]` as `[N, B, H, C, …]`."""
    return jnp.moveaxis(x.reshape(-1, CHUNK, *x.shape[1:]), 1, 3)


def steps(y):
    """`[N, B, H, C, …]` as `[T, B, H, …]`."""
    y = jnp.moveaxis(y, 3, 1)
    return y.reshape(-1, *y.shape[2:])


def lower(scores):
    return jnp.where(jnp.tri(CHUNK, dtype=bool), scores, 0)


def gated_linear_attention(sizes, params, inputs):
    def chunk(state, x):
        q, k, v, g = jnp.split(x, 4, -1)
        total = jnp.cumsum(jax.nn.log_sigmoid(g) / 16, -2)
        last = total[..., -1:, :]
        scaled = q * jnp.exp(total)
        scores = lower(scaled @ (k * jnp.exp(-total)).mT)
        y = scores @ v + scaled @ state
        return jnp.exp(last).mT * state + (k * jnp.exp(last - total)).mT @ v, y

    state, ys = jax.lax.scan(chunk, inputs["carry"], chunks(inputs["xs"]))
    return state, steps(ys)


def mamba2(sizes, params, inputs):
    X, N, H, P = (sizes[name] for name in "XNHP")
    x, b, c, dt = jnp.split(inputs["xs"], [X, X + N, X + 2 * N], -1)
    x = x.reshape(*x.shape[:2], H, P)
    dt = jax.nn.softplus(dt - 3)

    def chunk(state, parts):
        x, b, c, g = parts
        total = jnp.cumsum(g, -1)
        last = total[..., -1:]
        decay = lower(jnp.exp(total[..., None] - total[..., None, :]))
        y = (c @ b.mT * decay) @ x + jnp.exp(total)[..., None] * (c @ state.mT)
        update = (x * jnp.exp(last - total)[..., None]).mT @ b
        return jnp.exp(last)[..., None] * state + update, y

    parts = x * dt[..., None], b[:, :, None], c[:, :, None], -dt * jnp.exp(params["A_log"])
    state, ys = jax.lax.scan(chunk, inputs["carry"], tuple(chunks(part) for part in parts))
    return state, steps(ys) + params["D"] * x


def mlstm(sizes, params, inputs):
    D = sizes["D"]

    def chunk(carry, x):
        c, n, m = (carry[name] for name in "cnm")
        q, k, v, gates = jnp.split(x, [D, 2 * D, 3 * D], -1)
        k = k / jnp.sqrt(D)
        i, f = gates[..., 0], jax.nn.log_sigmoid(gates[..., 1] + 3)
        total = jnp.cumsum(f, -1)
        ms = total + jnp.maximum(m[..., None], jax.lax.cummax(i - total, 2))
        decay = total[..., None] - total[..., None, :] + (i[..., None, :] - ms[..., None])
        scores = lower(q @ k.mT * jnp.exp(decay))
        before = jnp.exp(total + m[..., None] - ms)[..., None]
        y = scores @ v + before * (q @ c.mT)
        norm = scores.sum(-1, keepdims=True) + before * (q @ n[..., None])
        y = y / jnp.maximum(jnp.abs(norm), jnp.exp(-ms)[..., None])
        last = ms[..., -1]
        kept = jnp.exp(total[..., -1] + m - last)
        key = k * jnp.exp(total[..., -1:] - total + i - last[..., None])[..., None]
        c = kept[..., None, None] * c + v.mT @ key
        return {"c": c, "n": kept[..., None] * n + key.sum(-2), "m": last}, y

    state, ys = jax.lax.scan(chunk, inputs["carry"], chunks(inputs["xs"]))
    return state, steps(ys)
