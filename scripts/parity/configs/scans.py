"""Random lifted scans: axes, filters, streams, collections, nested lifts.

`scan_model_config` gives the text of a config and what its named sizes are bound to.
"""

import re

from parity.configs.drawing import Block, dump, often, pick, type_text

STREAMS = ["noise", "params", "dropout"]


def scan_model_config(rng):
    """A scan of a module that uses some of everything a scan can lift."""
    return pick(rng, [body_scan, body_scan, method_scan, lifted_model, nested_scan])(rng)


# Parts of a step's body: lines, the collections they use, the streams they draw from.


def dense_part(rng):
    return ["h = tanh(Dense(F)(h))"], {"params"}, set()


def shared_part(rng):
    return ["d = Dense(F, use_bias=False, name='shared')", "h = d(jnp.sin(d(h)))"], {"params"}, set()


def param_part(rng):
    init = pick(rng, ["normal(0.5)", "ones", "lecun_normal()"])
    shape = "(F, F)" if init == "lecun_normal()" else "(F,)"
    use = "h @ w" if init == "lecun_normal()" else "h * w"
    return [f"w = self.param('w', {init}, {shape})", f"h = {use}"], {"params"}, set()


def noise_part(rng):
    name = pick(rng, ["noise", "dropout", ""])
    argument = f"'{name}'" if name else ""
    lines = [f"h = h + 0.1 * random.normal(self.make_rng({argument}), h.shape)"]
    return lines, set(), {name or "params"}


def sown_part(rng):
    reduced = often(rng, 0.3)
    extra = ", init_fn=lambda: 0.0, reduce_fn=lambda a, b: a + b" if reduced else ""
    lines = [f"self.sow('seen', 'h', h.mean(axis=-1){extra})"]
    return lines * pick(rng, [1, 2]), {"seen"}, set()


def memory_part(rng):
    lines = [
        "m = self.variable('memory', 'm', lambda: jnp.ones(h.shape))",
        "h = h + m.value",
        "m.value = 0.5 * m.value + 0.1 * x",
    ]
    return lines, {"memory"}, set()


def choice_part(rng):
    """A choice between functions that do much, little, or repeat something, one in another."""
    functions = [
        "lambda v: v", "lambda v: jnp.sin(v)", "lambda v: lax.fori_loop(0, 300, lambda i, u: jnp.cos(u + 0.1 * i), v)",
        "lambda v: lax.while_loop(lambda c: c[0] < 5, lambda c: (c[0] + 1, jnp.sin(c[1])), (0, v))[1]",
    ]  # fmt: skip
    for _ in range(int(rng.integers(1, 3))):
        first, second = pick(rng, functions), pick(rng, functions)
        test = pick(rng, ["x.max() > 0.5", "x.min() < -0.5", "jnp.ndim(v) > 9"])
        functions.append(f"lambda v: lax.cond({test}, {first}, {second}, v)")
    chosen = ", ".join(functions[i] for i in rng.permutation(len(functions))[:3])
    index = pick(rng, ["(4 * x.max()).astype(jnp.int32) - 1", "(x.max() > 0).astype(jnp.int32)"])
    test = pick(rng, ["x.max() > 0.7", "x.min() > -0.3"])
    return [
        pick(rng, [
            f"h = lax.switch({index}, [{chosen}], h)",
            f"h = lax.cond({test}, {functions[-1]}, {pick(rng, functions)}, h)",
        ])
    ], set(), set()  # fmt: skip


def child_part(rng):
    return ["h = Child()(h)"], {"params"}, {"noise"}


def perturbed_part(rng):
    return ["h = self.perturb('p', h)"], {"perturbations"}, set()


PARTS = [
    dense_part, shared_part, param_part, noise_part, sown_part, memory_part, child_part,
    perturbed_part, choice_part,
]  # fmt: skip

CHILD = {
    "call": {
        "args": ["h"],
        "body": Block(
            "b = self.param('b', normal(0.3), (h.shape[-1],))\n"
            "n = random.uniform(self.make_rng('noise'), h.shape)\n"
            "return relu(Dense(h.shape[-1])(h) + b) + 0.1 * n\n"
        ),
    }
}


def step_parts(rng):
    """Some parts, in random order: lines, collections, streams."""
    chosen = [PARTS[i] for i in rng.permutation(len(PARTS))[: int(rng.integers(1, 5))]]
    lines, collections, streams = [], set(), set()
    for part in chosen:
        new, used, drawn = part(rng)
        lines, collections, streams = lines + new, collections | used, streams | drawn
    return lines, collections, streams


def filter_key(rng, name):
    return pick(rng, [name, name, f"[{name}, other]"])


def lifting(rng, collections, streams, carried_made=False):
    """How the collections and streams are lifted."""
    settings = {}
    axes, broadcast, carry = {}, [], []
    layered = often(rng, 0.6)
    for name in sorted(collections):
        if name == "params":
            if layered:
                axes[filter_key(rng, name)] = pick(rng, [0, 0, -1])
            else:
                broadcast.append(name)
        elif name == "memory" and carried_made and often(rng):
            carry.append(name)
        elif name in ("memory", "perturbations"):
            axes[filter_key(rng, name)] = pick(rng, [0, 1, -1])
        else:
            axes[filter_key(rng, name)] = pick(rng, [0, 0, {"out": 0}])
    if broadcast and often(rng, 0.2) and not carry:
        broadcast = {"deny": sorted(collections - {"params"}) or "nothing"}
    if axes and often(rng, 0.1) and not broadcast and not carry:
        axes = {"true": 0}
    if axes:
        settings["variable_axes"] = axes
    if broadcast:
        is_one = isinstance(broadcast, list) and len(broadcast) == 1
        settings["variable_broadcast"] = broadcast[0] if is_one and often(rng) else broadcast
    if carry:
        settings["variable_carry"] = carry
    split = {}
    for name in STREAMS:
        if name == "params":
            split[name] = layered and often(rng, 0.8)
        elif name in streams and often(rng, 0.8):
            split[name] = often(rng)
    if often(rng, 0.1) and all(split.values()):
        split = {"true": True}
    settings["split_rngs"] = split
    if layered and often(rng, 0.2):
        settings["check_constancy_invariants"] = False
    return settings


def arguments(rng, length, batch, features, allow_broadcast_out=True):
    """Names of the arguments after the carry, inputs, in_axes, lines that use them."""
    inputs, axes, names, lines = {}, [], [], []
    step = [batch, features]
    axis = int(rng.integers(0, 3))
    shape = [*step[:axis], length, *step[axis:]]
    signed = axis - 3 if often(rng, 0.3) else axis
    names.append("x")
    inputs["x"] = f"float32[{', '.join(map(str, shape))}]"
    axes.append(signed)
    if often(rng, 0.4):
        names.append("gain")
        inputs["gain"] = f"float32[{features}]"
        axes.append("broadcast")
        lines.append("h = h * gain")
    if often(rng, 0.3):
        names.append("pair")
        inputs["pair"] = {
            "a": f"float32[{length}, {features}]",
            "b": f"float32[{features}, {length}]",
        }
        axes.append({"a": 0, "b": 1})
        lines.append("h = h + pair['a'] * pair['b']")
    in_axes = axes[0] if len(axes) == 1 and often(rng) else axes
    return names, inputs, in_axes, lines


def outputs(rng, checked):
    """The expression of the ys, and out_axes."""
    kinds = ["array", "none", "tuple", "dict"] + (["broadcast"] if checked else [])
    kind = pick(rng, kinds)
    if kind == "array":
        return "h", pick(rng, [0, 1, 2, -1])
    if kind == "none":
        return "None", 0
    if kind == "tuple":
        return "(h, x.sum(axis=-1))", pick(rng, [0, [0, 1], [-1, 0]])
    if kind == "dict":
        return "{'h': h, 'last': {'x': x}}", pick(rng, [0, {"h": 1, "last": 0}])
    return "(h, jnp.arange(3.0))", [0, "broadcast"]


def head(rng, collections, streams):
    """Comments for the streams and the mutable collections."""
    lines = [f"# rng: {name}={int(rng.integers(0, 99))}" for name in ["noise", "dropout"]]
    if "params" in streams or often(rng, 0.2):
        lines.append(f"# rng: params={int(rng.integers(0, 99))}")
    mutable = sorted(collections & {"seen", "memory"})
    lines += [f"# mutable: {name}" for name in mutable]
    return "\n".join(lines) + "\n"


def parts_of_scan(rng, carried_made=False):
    """A step's method and the scan's settings."""
    length = pick(rng, [1, 2, 3, 5])
    batch, features = int(rng.integers(1, 4)), int(rng.integers(2, 5))
    lines, collections, streams = step_parts(rng)
    settings = lifting(rng, collections, streams, carried_made)
    names, inputs, in_axes, uses = arguments(rng, length, batch, features)
    ys, out_axes = outputs(rng, settings.get("check_constancy_invariants", True))
    settings |= {"in_axes": in_axes, "out_axes": out_axes}
    options = {"length": length, "reverse": True, "unroll": pick(rng, [1, 2, True])}
    settings |= {name: value for name, value in options.items() if often(rng, 0.3)}
    if "params" in collections and often(rng, 0.1):
        settings["data_transform"] = {"params": "v * 0.5"}
    lines = ["h = carry + x"] + uses + lines + [f"return h, {ys}"]
    if often(rng, 0.2):
        make_mistake(rng, settings, lines, length)
    text = re.sub(r"\bF\b", str(features), "\n".join(lines))
    method = {"args": ["carry", *names], "body": Block(text + "\n")}
    inputs = {"carry": f"float32[{batch}, {features}]"} | inputs
    return method, settings, inputs, collections, streams | {"noise"}


def make_mistake(rng, settings, lines, length):
    """Something that Flax refuses, or that it does in a way one may not expect."""
    axes, last = settings.get("variable_axes", {}), lines[-1]
    mistakes = {
        "unlifted collection": lambda: axes and axes.pop(pick(rng, list(axes))),
        "unlifted stream": lambda: settings["split_rngs"].pop("params", None),
        "wrong length": lambda: settings.update(length=length + 1),
        "no such in axis": lambda: settings.update(in_axes=3),
        "no such out axis": lambda: settings.update(out_axes=4),
        "wrong tree of axes": lambda: settings.update(in_axes=[0, 0, 0, 0, 0]),
        "unchecked": lambda: settings.update(check_constancy_invariants=False),
        "broadcast output of the loop": lambda: settings.update(out_axes="broadcast"),
        "shared by split keys": lambda: settings.update(
            variable_broadcast="params", split_rngs={"params": True}
        ),
        "broadcast all": lambda: settings.update(variable_broadcast=True),
        "carried all": lambda: settings.update(variable_carry=True),
        "carry of another shape": lambda: lines.append(last.replace("return h,", "return h.sum(),")),
        "carry of another type": lambda: lines.append(
            last.replace("return h,", "return h.astype('int32'),")
        ),
        "carry of another structure": lambda: lines.append(
            last.replace("return h,", "return (h, h),")
        ),
        "name twice": lambda: lines.insert(1, "Dense(F, name='shared')(h) + Dense(F, name='shared')(h)"),
    }
    count = len(lines)
    mistakes[pick(rng, list(mistakes))]()
    if len(lines) > count and lines[-1].startswith("return"):
        del lines[-2]


def body_scan(rng):
    """A scan of a module's `__call__`, or of a method, under a parent or at the root."""
    method, settings, inputs, collections, streams = parts_of_scan(rng)
    name = pick(rng, ["__call__", "__call__", "run"])
    modules = {"Child": CHILD, "Step": {"methods": {name: method | {"compact": True}}}}
    text = head(rng, collections, streams)
    if name != "__call__":
        text += f"# method: {name}\n"
        common = settings
        settings = {"methods": [name], **common} if often(rng) else {"methods": {name: common}}
    parent = {"parent": "Net"} if name == "__call__" and often(rng) else {}
    model = {"scan": {"module": {"type": "Step"}, **settings}}
    if often(rng, 0.4):
        model, inputs = lifted_again(rng, model, inputs, name, "# mutable" in text)
    return text + dump({"version": 1} | parent | {"modules": modules, "inputs": inputs, "model": model}), {}


def lifted_again(rng, model, inputs, method, is_mutable):
    """A scan in further lifts, which all keep its signature; and the inputs, with a vmap's axes."""
    kinds = ["remat", "jit", "vmap"] + ["fold_rngs"] * (method == "__call__")
    kinds += [] if is_mutable else ["map_variables"]
    methods = {} if method == "__call__" else {"methods": [method]}
    for _ in range(int(rng.integers(1, 3))):
        kind = pick(rng, kinds)
        settings = {}
        if kind == "map_variables":
            function = "lambda vs: jax.tree.map(lambda v: v * 0.5, vs)"
            settings = {"mapped_collections": "params", "trans_in_fn": function, "init": True}
        elif kind == "vmap":
            splits = {name: often(rng) or name == "params" for name in STREAMS}
            settings = {"variable_axes": {"true": 0}, "split_rngs": splits}
            inputs = with_axis(inputs, int(rng.integers(1, 4)))
        model = {kind: {"module": model, **settings, **methods}}
    return model, inputs


def with_axis(types, size):
    """Types of inputs with one more axis in front."""
    if isinstance(types, dict):
        return {name: with_axis(part, size) for name, part in types.items()}
    if isinstance(types, list):
        return [with_axis(part, size) for part in types]
    return types.replace("[", f"[{size}, ").replace(", ]", "]")


def method_scan(rng):
    """A scan of a method or of a function, called from a compact method."""
    method, settings, inputs, collections, streams = parts_of_scan(rng, carried_made=True)
    first = inputs.pop("carry")
    inputs = {"h0": first} | inputs
    call = ", ".join(inputs)
    lifts = [("scan", settings)]
    if often(rng, 0.3):
        lifts.insert(int(rng.integers(2)), ("remat", True))
    modules = {"Child": CHILD}
    config = {"version": 1, "modules": modules}
    if often(rng) and "variable_carry" not in settings:
        text = str(method["body"]).replace("self.", "mdl.")
        step = {"args": ["mdl", *method["args"]], "body": Block(text)}
        config["functions"] = {"step": dict(lifts) | step}
        modules["Net"] = {"call": {"args": [*inputs], "body": Block(f"return step(self, {call})\n")}}
    else:
        setup = {}
        if "memory" in collections:
            # A carried variable must be there before the scan.
            shape = first.removeprefix("float32[").removesuffix("]")
            line = f"self.m = self.variable('memory', 'm', jnp.ones, ({shape}))\n"
            setup = {"setup": Block(line)}
            lines = str(method["body"]).splitlines()
            lines = ["m = self.m" if "self.variable" in line else line for line in lines]
            method["body"] = Block("\n".join(lines) + "\n")
        line = f"return self.step({call})\n"
        compact = often(rng)
        methods = {
            "step": dict(lifts) | method | ({} if compact else {"compact": True}),
            "__call__": {"args": [*inputs], "compact": compact, "body": Block(line)},
        }
        modules["Net"] = setup | {"methods": methods}
    config |= {"inputs": inputs, "model": {"type": "Net"}}
    return head(rng, collections, streams) + dump(config), {}


def nested_scan(rng):
    """Layers inside steps of time, each with some of everything."""
    method, settings, inputs, collections, streams = parts_of_scan(rng)
    layers = int(rng.integers(1, 4))
    features = inputs["carry"].rsplit(" ", 1)[1].rstrip("]")
    used = {"params"} | ({"seen"} & collections)
    inner = lifting(rng, used, {"noise"}) | {"length": layers}
    layer = {
        "call": {
            "args": ["h", "_"],
            "body": Block(
                f"h = tanh(Dense({features})(h)) + 0.1 * random.normal(self.make_rng('noise'), h.shape)\n"
                + ("self.sow('seen', 'layer', h.sum())\n" if "seen" in used else "")
                + "return h, None\n"
            ),
        }
    }
    body = str(method["body"]).splitlines()
    at = len(body) - 1
    stack = yaml_call(inner)
    body.insert(at, f"h, _ = nn.scan(Layer, {stack})(name='stack')(h, None)")
    method["body"] = Block("\n".join(body) + "\n")
    collections = collections | used
    streams = streams | {"noise"}
    fixed = lifting(rng, collections, streams)
    fixed.pop("check_constancy_invariants", None)
    keep = {k: settings[k] for k in ("in_axes", "out_axes", "reverse", "length") if k in settings}
    if "check_constancy_invariants" in settings and "broadcast" not in str(keep["out_axes"]):
        if "variable_broadcast" not in fixed:
            fixed["check_constancy_invariants"] = False
    model = {"scan": {"module": {"type": "Step"}, **fixed, **keep}}
    modules = {"Child": CHILD, "Layer": layer, "Step": {"call": method}}
    config = {"version": 1, "parent": "Net", "modules": modules, "inputs": inputs, "model": model}
    return head(rng, collections, streams) + dump(config), {}


def yaml_call(settings):
    """Settings as the arguments of a call in Python."""
    return ", ".join(f"{key}={python_value(value)}" for key, value in settings.items())


def python_value(value):
    if isinstance(value, dict):
        if set(value) == {"out"}:
            return f"Out({value['out']})"
        if set(value) == {"deny"}:
            return f"nn.DenyList({python_value(value['deny'])})"
        return "{" + ", ".join(f"{python_key(k)}: {python_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "(" + "".join(f"{python_value(v)}, " for v in value) + ")"
    return repr(value)


def python_key(key):
    if key == "true":
        return "True"
    if key.startswith("["):
        return repr(tuple(key.strip("[]").split(", ")))
    return repr(key)


def lifted_model(rng):
    """remat, jit, vmap, remat_scan and scans around each other."""
    features = int(rng.integers(2, 5))
    batch = int(rng.integers(1, 4))
    body = "\n".join(
        [
            f"h = tanh(Dense({features})(x))",
            "h = h + 0.1 * random.normal(self.make_rng('noise'), h.shape)",
            "return x + Child()(h)",
        ]
    )
    modules = {"Child": CHILD, "Layer": {"call": {"args": ["x"], "body": Block(body + "\n")}}}
    spec, shape = {"type": "Layer"}, [batch, features]
    for _ in range(int(rng.integers(1, 4))):
        kind = pick(rng, ["remat", "jit", "vmap", "remat_scan"])
        if kind in ("remat", "jit"):
            spec = {kind: {"module": spec}}
        elif kind == "remat_scan":
            lengths = [int(n) for n in rng.integers(1, 4, int(rng.integers(1, 3)))]
            extra = {}
            if often(rng, 0.3):
                extra = {
                    "variable_axes": {"true": 0},
                    "split_rngs": {"params": True, "noise": often(rng)},
                }
            elif often(rng, 0.3):
                extra = {
                    "variable_broadcast": "params",
                    "variable_axes": {},
                    "split_rngs": {"params": False, "noise": often(rng)},
                }
            spec = {"remat_scan": {"module": spec, "lengths": lengths, **extra}}
        else:
            axis = int(rng.integers(0, len(shape)))
            size = int(rng.integers(1, 4))
            shape = [*shape[:axis], size, *shape[axis:]]
            shared = often(rng)
            spec = {
                "vmap": {
                    "module": spec,
                    "in_axes": axis,
                    "out_axes": axis,
                    "variable_axes": {"params": None if shared else 0},
                    "split_rngs": {"params": not shared, "noise": often(rng)},
                }
            }
    parent = {"parent": "Net"} if often(rng) else {}
    inputs = {"x": f"float32[{', '.join(map(str, shape))}]"}
    config = {"version": 1} | parent | {"modules": modules, "inputs": inputs, "model": spec}
    return head(rng, {"params"}, {"noise"}) + dump(config), {}


KINDS = {"scan": scan_model_config}
SHARES = {"scan": 0.1}
