"""Random configs of attention: of one sequence or two, with masks, dropout,
16-bit types, the weights sown; as a decoder step in a scan over time; and its functions."""

from parity.configs.cells import INITIALIZERS, VECTOR_INITIALIZERS
from parity.configs.drawing import HALF, dump, often, pick, some
from parity.configs.layers import call_text, precision, sizes

TYPES = ["MultiHeadDotProductAttention", "MultiHeadAttention", "SelfAttention"]


def attention_fields(rng, width):
    heads = int(rng.integers(1, 4))
    fields = {"num_heads": heads}
    if width % heads or often(rng):
        fields["qkv_features"] = heads * int(rng.integers(3, 6))
    choices = {
        "out_features": [3, 5],
        "use_bias": [False],
        "kernel_init": INITIALIZERS,
        "out_kernel_init": INITIALIZERS,
        "bias_init": VECTOR_INITIALIZERS,
        "out_bias_init": VECTOR_INITIALIZERS,
        "normalize_qk": [True],
        "force_fp32_for_softmax": [True],
    }
    fields |= some(rng, choices)
    if fields.get("qkv_features", width) // heads < 3:
        fields.pop("normalize_qk", None)  # the variance of two is often a rounding error
    if often(rng, 0.25):
        half = pick(rng, HALF)
        fields["dtype"] = half
        if often(rng):
            fields = {k: v for k, v in fields.items() if v != "orthogonal()"}
            fields["param_dtype"] = half
    if often(rng, 0.4):
        fields["dropout_rate"] = pick(rng, [0.1, 0.5])
        fields["deterministic"] = often(rng, 0.3)
        fields |= some(rng, {"broadcast_dropout": [False]}, 0.5)
    return fields


def attention_config(rng):
    """A layer of attention, or what it is made of."""
    return pick(rng, [layer, layer, layer, masked_body, decoder, functions])(rng), {}


def finish(text, config):
    text += "# rng: dropout=7\n"
    return precision(config) + text + dump({"version": 1} | config)


def layer(rng):
    kind = pick(rng, TYPES)
    batch, (q, k) = sizes(rng, int(rng.integers(0, 3)), 3), sizes(rng, 2, 6)
    width = int(rng.integers(3, 7))
    fields = attention_fields(rng, width)
    inputs = {"inputs_q": f"float32{[*batch, q, width]}"}
    keys = q
    if kind != "SelfAttention" and often(rng, 0.6):
        name = pick(rng, ["inputs_k", "inputs_kv"])
        inputs[name] = f"float32{[*batch, k, *sizes(rng, 1)]}"
        keys = k
        if name == "inputs_k" and often(rng, 0.4):
            inputs["inputs_v"] = f"float32{[*batch, k, *sizes(rng, 1)]}"
    if often(rng, 0.5):
        heads = pick(rng, [1, fields["num_heads"]])
        inputs["mask"] = f"{pick(rng, ['bool', 'float32'])}{[*batch, heads, q, keys]}"
    return finish("", {"inputs": inputs, "model": {"type": kind, **fields}})


BLOCK = """\
mask = nn.make_causal_mask(x[..., 0])
valid = jnp.arange(x.shape[-2]) < {valid}
valid = jnp.broadcast_to(valid, x.shape[:-1])
mask = nn.combine_masks(mask, nn.make_attention_mask(valid, valid{pairs}))
h = nn.{call}(nn.LayerNorm()(x), mask=mask, sow_weights=True{deterministic})
return x + h, None
"""


def masked_body(rng):
    """A residual block with a causal mask, in a scan over layers."""
    batch, steps = sizes(rng, int(rng.integers(1, 3)), 3), int(rng.integers(1, 7))
    width = int(rng.integers(3, 7))
    fields = attention_fields(rng, width) | {"out_features": width}
    fields = {k: v for k, v in fields.items() if k not in ("dtype", "param_dtype")}
    deterministic = ""
    if "dropout_rate" in fields and often(rng):
        deterministic = f", deterministic={fields.pop('deterministic')}"
    body = BLOCK.format(
        valid=int(rng.integers(1, steps + 1)),
        pairs=pick(rng, ["", ", dtype=bool", ", pairwise_fn=jnp.logical_and"]),
        call=call_text(TYPES[0], fields),
        deterministic=deterministic,
    )
    scan = {
        "module": "Block",
        "length": int(rng.integers(1, 4)),
        "variable_axes": {"params": 0, "intermediates": 0},
        "split_rngs": {"params": True, "dropout": often(rng)},
    }
    config = {
        "modules": {"Block": {"call": {"args": ["x", "_"], "body": body}}},
        "inputs": {"carry": f"float32{[*batch, steps, width]}"},
        "model": {"scan": scan},
    }
    return finish("# mutable: intermediates\n", config)


DECODER = """\
if self.is_initializing():
    self.attention(xs)
return steps(self.attention, 0, xs)[1]
"""
STEP = """\
y = attention(jnp.expand_dims(x, -2))
return n, jnp.squeeze(y, -2)
"""


def decoder(rng):
    """One step after another, which see those before by the cache."""
    batch, count = sizes(rng, int(rng.integers(0, 3)), 3), int(rng.integers(1, 7))
    width = int(rng.integers(3, 7))
    fields = attention_fields(rng, width) | {"decode": True}
    axis = len(batch)
    net = {
        "setup": f"self.attention = {call_text(TYPES[0], fields)}",
        "call": {"args": ["xs"], "body": DECODER},
    }
    scan = {
        "variable_broadcast": "params",
        "variable_carry": "cache",
        "split_rngs": {"params": False, "dropout": True},
        "in_axes": axis,
        "out_axes": axis,
    }
    config = {
        "modules": {"Decoder": net},
        "functions": {"steps": {"args": ["attention", "n", "x"], "body": STEP, "scan": scan}},
        "inputs": {"xs": f"float32{[*batch, count, width]}"},
        "model": {"type": "Decoder"},
    }
    return finish("# mutable: cache\n", config)


def functions(rng):
    """The functions alone."""
    batch, (q, k, heads, depth, values) = sizes(rng, int(rng.integers(0, 3)), 3), sizes(rng, 5, 4)
    inputs = {
        "q": f"float32{[*batch, q, heads, depth]}",
        "k": f"float32{[*batch, k, heads, depth]}",
        "v": f"float32{[*batch, k, heads, values]}",
    }
    options = []
    if often(rng):
        inputs["bias"] = f"float32{[*batch, heads, q, k]}"
        options.append("bias=bias")
    if often(rng):
        inputs["mask"] = f"bool{[*batch, 1, q, k]}"
        options.append("mask=mask")
    if often(rng, 0.4):
        options.append("dropout_rng=self.make_rng('dropout'), dropout_rate=0.3")
        options += ["broadcast_dropout=False"] if often(rng) else []
        options += ["deterministic=True"] if often(rng, 0.3) else []
    if often(rng, 0.3):
        options.append(f"dtype={pick(rng, HALF)}")
    given = "".join(f", {option}" for option in options)
    body = f"return nn.dot_product_attention(q, k, v{given})\n"
    if often(rng, 0.4):
        body = f"return nn.dot_product_attention_weights(q, k{given})\n"
    config = {
        "modules": {"Net": {"call": {"args": list(inputs), "body": body}}},
        "inputs": inputs,
        "model": {"type": "Net"},
    }
    return finish("", config)


KINDS = {"attention": attention_config}
SHARES = {"attention": 0.08}
