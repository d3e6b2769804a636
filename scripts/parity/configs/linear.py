"""Random configs of convolutions, embeddings, general products, pooling and chains of layers.

A layer is called on its own, once for every step of a scan, or with parameters of its own in every
step. Its fields are as a config and as the body language have them.
"""

from parity.configs.drawing import HALF, between, dump, often, pick, several, type_text


class Code(str):
    """An expression of the body language."""


INITIALIZERS = [
    "lecun_normal()", "glorot_uniform()", "he_normal()", "normal(0.3)", "uniform(0.5)",
    "variance_scaling(0.5, 'fan_avg', 'truncated_normal')", "orthogonal()", "ones",
]  # fmt: skip
BIAS_INITIALIZERS = ["normal(0.2)", "uniform(0.3)", "constant(0.1)", "ones"]
ACTIVATIONS = ["relu", "nn.tanh", "silu", "nn.gelu"]


def one_or_all(rng, numbers):
    """Numbers, or one number where they are all the same."""
    return numbers[0] if numbers and len(set(numbers)) == 1 and often(rng) else numbers


def divisors(number):
    return [n for n in range(1, number + 1) if number % n == 0]


def initial(rng, kernel="kernel_init", flat=False):
    """Some fields that make parameters; orthogonal ones only of matrices whose shape is drawn."""
    names = [name for name in INITIALIZERS if flat or name != "orthogonal()"]
    fields = {kernel: Code(pick(rng, names))} if often(rng, 0.4) else {}
    return fields | ({"bias_init": Code(pick(rng, BIAS_INITIALIZERS))} if often(rng, 0.6) else {})


def bias(rng):
    return {"use_bias": False} if often(rng, 0.2) else {}


def types(rng):
    """A dtype to compute in or to make parameters in, now and then."""
    if often(rng, 0.8):
        return {}
    half = Code(pick(rng, HALF))
    return {"dtype": half} | ({"param_dtype": half} if often(rng, 0.4) else {})


def half_types(fields):
    """The initializers left out that draw other bits for 16-bit parameters."""
    if "param_dtype" not in fields:
        return fields
    return {name: value for name, value in fields.items() if name != "kernel_init"}


def padding_sizes(rng, rank):
    choice = between(rng, 0, 2)
    if choice == 0:
        return between(rng, 0, 2)
    if choice == 1:
        return several(rng, rank, 0, 3)
    return [several(rng, 2, 0, 3) for _ in range(rank)]


def window(rng, rank, words):
    """Kernel size, strides, dilation and padding, and the least size of an axis they fit on."""
    kernel = several(rng, rank, 1, 4)
    dilation = several(rng, rank, 1, 2) if often(rng, 0.3) else [1] * rank
    fields = {"kernel_size": one_or_all(rng, kernel) if rank == 1 else kernel}
    if often(rng):
        fields["strides"] = one_or_all(rng, several(rng, rank, 1, 3))
    if dilation != [1] * rank:
        fields["kernel_dilation"] = one_or_all(rng, dilation)
    if often(rng, 0.8):
        fields["padding"] = pick(rng, words) if often(rng, 0.6) else padding_sizes(rng, rank)
    return fields, [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]


def batch(rng):
    return several(rng, between(rng, 0, 2), 1, 3)


def kernel_mask(rng, shape):
    return {"mask": Code(f"jnp.ones({tuple(shape)}) * (jnp.arange({shape[-1]}) % 2)")}


def conv(rng):
    rank = pick(rng, [0, 1, 1, 1, 2, 2, 2, 3])
    is_local = rank > 0 and often(rng, 0.2)
    words = ["SAME", "VALID", "SAME_LOWER", "valid", "CIRCULAR", "REFLECT"]
    fields, reach = window(rng, rank, words + ["CAUSAL"] * (rank == 1))
    sizes = [between(rng, r, r + 4) for r in reach]
    channels, features = between(rng, 1, 4), between(rng, 1, 4)
    groups = 1
    if not is_local and often(rng, 0.3):
        groups = pick(rng, divisors(channels))
        features *= groups
        fields["feature_group_count"] = groups
    if not isinstance(fields.get("padding", "SAME"), str) and often(rng, 0.4):
        fields["input_dilation"] = one_or_all(rng, several(rng, rank, 1, 3))
    if not is_local and often(rng, 0.2):
        kernel = fields["kernel_size"]
        kernel = kernel if isinstance(kernel, list) else [kernel]
        fields |= kernel_mask(rng, [*kernel, channels // groups, features])
    fields = {"features": features} | fields | bias(rng) | initial(rng) | types(rng)
    return "ConvLocal" if is_local else "Conv", half_types(fields), [*batch(rng), *sizes, channels]


def conv_transpose(rng):
    rank = pick(rng, [1, 1, 2, 2, 3])
    fields, _ = window(rng, rank, ["SAME", "VALID", "CIRCULAR"])
    channels, features = between(rng, 1, 3), between(rng, 1, 3)
    is_transposed = often(rng, 0.3)
    if is_transposed:
        fields["transpose_kernel"] = True
    if often(rng, 0.2):
        kernel = fields["kernel_size"]
        kernel = kernel if isinstance(kernel, list) else [kernel]
        ends = [features, channels] if is_transposed else [channels, features]
        fields |= kernel_mask(rng, kernel + ends)
    fields = {"features": features} | fields | bias(rng) | initial(rng) | types(rng)
    if "dtype" in fields and often(rng):
        fields["preferred_element_type"] = Code("float32")
    return "ConvTranspose", half_types(fields), [*batch(rng), *several(rng, rank, 2, 5), channels]


def embed(rng):
    count = pick(rng, [1, 2, 4, 5, 7])
    fields = {"num_embeddings": count, "features": between(rng, 1, 5)} | types(rng)
    if "param_dtype" not in fields and often(rng, 0.4):
        fields["embedding_init"] = Code(pick(rng, ["normal(0.5)", "he_uniform()"]))
    return "Embed", fields, batch(rng) or ([2] if count == 1 else [])


def dense_general(rng):
    rank = between(rng, 1, 4)
    shape = several(rng, rank, 1, 4)
    batch_count = between(rng, 0, rank - 1) if often(rng, 0.4) else 0
    others = list(range(batch_count, rank))
    rng.shuffle(others)
    axes = [int(a) for a in others[: between(rng, 1, len(others))]]
    axes = [a - rank if often(rng) else a for a in axes]
    fields = {"features": one_or_all(rng, several(rng, between(rng, 1, 3), 1, 4))}
    if axes != [-1] or often(rng, 0.2):
        fields["axis"] = axes[0] if len(axes) == 1 else axes
    if batch_count:
        fields["batch_dims"] = list(range(batch_count))
    fields |= bias(rng) | initial(rng, flat=True) | types(rng)
    return "DenseGeneral", half_types(fields), shape


def einsum(rng):
    sizes = dict(zip("abcde", several(rng, 5, 1, 4)))
    subscripts, letters, kernel = pick(rng, [
        ("...a,ab->...b", "dca", "ab"), ("abc,cde->abde", "abc", "cde"),
        ("...a, ab -> b...", "dca", "ab"), ("cab,cbd->cad", "cab", "cbd"),
        ("abc,bcd->ad", "abc", "bcd"), ("a...,ad->d...", "abc", "ad"), ("ab,a->ba", "ab", "a"),
    ])  # fmt: skip
    shape = [sizes[letter] for letter in kernel]
    fields = {"shape": shape, "einsum_str": subscripts} | bias(rng) | types(rng)
    fields |= initial(rng) if len(kernel) > 1 else {"kernel_init": Code("normal(0.3)")}
    if len(kernel) == 1:
        fields["use_bias"] = False
    elif "dtype" in fields and often(rng):
        fields["preferred_element_type"] = Code("float32")
    fields = half_types(fields) if len(kernel) > 1 else fields
    return "Einsum", fields, [sizes[letter] for letter in letters]


def pooling(rng):
    """A pooling function of a layer's result."""
    rank = between(rng, 1, 3)
    sizes = several(rng, rank, 1, 3)
    words = ["SAME", "VALID", "SAME_LOWER"]
    pads = [several(rng, 2, 0, 1) for _ in range(rank)]
    padding = repr(pick(rng, words)) if often(rng, 0.7) else python(pads)
    strides = python(several(rng, rank, 1, 2)) if often(rng) else "None"
    call = pick(rng, [
        "nn.max_pool(x, {})", "nn.avg_pool(x, {})", "nn.avg_pool(x, {}, count_include_pad=False)",
        "nn.pool(x, jnp.inf, lax.min, {})", "nn.pool(x, 0.0, lax.add, {})",
    ])  # fmt: skip
    call = call.format(f"{python(sizes)}, {strides}, {padding}")
    layers = [["Dense", {"features": between(rng, 1, 3)}], Code(f"lambda x: {call}")]
    batches = several(rng, between(rng, 0, 1), 1, 3)
    return "Sequential", {"layers": layers}, [*batches, *[s + 2 for s in sizes], 2]


def sequential(rng):
    layers = []
    for _ in range(between(rng, 1, 4)):
        layers.append(["Dense", {"features": between(rng, 1, 5)} | initial(rng, flat=True)])
        if often(rng, 0.6):
            layers.append(Code(pick(rng, ACTIVATIONS)))
    return "Sequential", {"layers": layers}, [*batch(rng), between(rng, 1, 4)]


def python(value):
    """A field's value in the body language."""
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], dict):
        return f"nn.{value[0]}({keywords(value[1])})"
    if isinstance(value, list):
        return f"({''.join(f'{python(part)}, ' for part in value)})"
    return repr(value)


def keywords(fields):
    return ", ".join(f"{name}={python(value)}" for name, value in fields.items())


def plain(value):
    """A field's value in a config."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], dict):
        return {"type": value[0]} | plain(value[1])
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value_text(value)


def value_text(value):
    return str(value) if isinstance(value, str) else value


def conv_lstm(rng):
    """A scan, or an `nn.RNN`, of the cell."""
    rank = pick(rng, [1, 1, 2, 2, 3])
    kernel = several(rng, rank, 1, 3)
    odd = all(size % 2 for size in kernel)
    fields = {"features": between(rng, 1, 3), "kernel_size": kernel}
    if often(rng, 0.4):
        pads = [[(size - 1) // 2, size // 2] for size in kernel]
        fields["padding"] = pick(rng, ["SAME", "CIRCULAR" if odd else "SAME", pads])
    if often(rng, 0.2):
        fields["strides"] = [1] * rank
    fields |= bias(rng)
    if often(rng, 0.2):
        half = pick(rng, HALF)
        fields |= {"dtype": half, "param_dtype": half}
    elif often(rng, 0.3):
        fields["carry_init"] = pick(rng, ["ones", "normal(0.3)"])
    step = [*batch(rng), *[size + between(rng, 0, 3) for size in kernel], between(rng, 1, 3)]
    cell = {"type": "ConvLSTMCell", **fields}
    is_rnn = often(rng, 0.4)
    axis = len(step) - rank - 1 if is_rnn else between(rng, 0, len(step) - 1)
    shape = [*step[:axis], between(rng, 1, 6), *step[axis:]]
    if is_rnn:
        model = {"rnn": {"cell": cell, "return_carry": often(rng), "reverse": often(rng)}}
    else:
        lift = {"variable_broadcast": "params", "split_rngs": {"params": False}}
        if often(rng, 0.3):
            lift = {"variable_axes": {"params": 0}, "split_rngs": {"params": True}}
        axes = {"in_axes": axis, "out_axes": axis}
        model = {"scan": {"cell": cell, **axes, **lift, "reverse": often(rng)}}
    dtype = fields.get("param_dtype", "float32")
    return config({"xs": type_text(dtype, shape)}, model=model)


def config(inputs, **parts):
    return dump({"version": 1, "inputs": inputs, **parts})


LAYERS = [
    conv, conv, conv, conv_transpose, conv_transpose, embed, dense_general, einsum, pooling,
    sequential,
]  # fmt: skip


def linear_config(rng):
    """A layer on its own, or in every step of a scan; or a scan of a convolutional cell."""
    if often(rng, 0.15):
        return conv_lstm(rng), {}
    name, fields, shape = pick(rng, LAYERS)(rng)
    dtype = "int32" if name == "Embed" else pick(rng, ["float32"] * 8 + ["int32", "bfloat16"])
    if often(rng):
        parts = {"parent": "Net"} if often(rng) else {}
        model = {"type": name, **plain(fields)}
        return config({"xs": type_text(dtype, shape)}, **parts, model=model), {}
    return scanned_config(rng, name, fields, dtype, shape), {}


def scanned_config(rng, name, fields, dtype, shape):
    lift = {"variable_broadcast": "params", "split_rngs": {"params": False}}
    if often(rng):
        lift = {"variable_axes": {"params": 0}, "split_rngs": {"params": often(rng, 0.8)}}
    body = f"layer = nn.{name}({keywords(fields)})\nreturn carry + 1, layer(x)\n"
    module = {"call": {"args": ["carry", "x"], "body": body}}
    axis = between(rng, 0, len(shape))
    shape = [*shape[:axis], between(rng, 1, 5), *shape[axis:]]
    inputs = {"carry": "int32[]", "xs": type_text(dtype, shape)}
    scan = {"module": "Step", "in_axes": axis, **lift, "reverse": often(rng)}
    halves = "".join(f"# precision: {half}\n" for half in HALF if half in body)
    return halves + config(inputs, modules={"Step": module}, model={"scan": scan})


KINDS = {"linear": linear_config}
SHARES = {"linear": 0.12}
