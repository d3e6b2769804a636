"""The oracle: builds the real `flax.linen` model a swiftscan config describes, and runs it.

    model = build(load_config("configs/lstm.yaml"))
    variables = init(model, key, zeros(model))
    result = apply(model, variables, {"xs": xs})          # .carry, .ys, .variables
"""

import dataclasses
import inspect
import re
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import yaml
from flax import linen as nn
from jax import random

import body_language as body
from tree_files import load_tree, save_tree  # noqa: F401, for those who use the oracle

TUPLE_CARRIES = {"LSTMCell": "ch", "OptimizedLSTMCell": "ch", "ConvLSTMCell": "ch"}
SCAN_TARGETS = ("cell", "module")


class Quoted(str):
    """A YAML string written in quotes: never an expression."""


class Loader(yaml.SafeLoader):
    """YAML 1.2's scalars: `1e-6` is a number, `on` and `no` are words."""

    yaml_implicit_resolvers = {}

    def construct_scalar(self, node):
        text = super().construct_scalar(node)
        return Quoted(text) if node.style in ("'", '"') else text


def _resolver(tag, pattern, first):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


_resolver("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF"))
_resolver("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""])
_resolver("int", r"^[-+]?[0-9]+$", list("-+0123456789"))
_resolver("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789"))
_resolver("float", r"^[-+]?\.(inf|Inf|INF|nan|NaN|NAN)$", list("-+."))


def _construct_float(loader, node):
    text = loader.construct_scalar(node).lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


Loader.add_constructor("tag:yaml.org,2002:float", _construct_float)
Loader.add_constructor("tag:yaml.org,2002:str", lambda loader, node: loader.construct_scalar(node))


def load_config(source):
    """A config from a path or from its text."""
    text = source if isinstance(source, str) and "\n" in source else Path(source).read_text()
    return yaml.load(text, Loader)


@dataclasses.dataclass
class Model:
    """A Flax module and what is needed to call it as `swiftscan` does."""

    config: dict
    module: nn.Module
    target: Any  # what takes the arguments: the scanned cell, or the module itself
    scan: dict | None  # the arguments of nn.scan, when the model is a scan
    returns_carry: bool


@dataclasses.dataclass
class Result:
    carry: Any
    ys: Any
    variables: Any


class Builder:
    def __init__(self, config):
        self.config = config
        self.names = body.namespace()
        body.add_definitions(config, self.names, self.field_value)

    def field_value(self, value):
        """The value of a field of a defined module: an expression where it is one."""
        if isinstance(value, dict):
            return self.module(value) if "type" in value else value
        if isinstance(value, Quoted) or not isinstance(value, str):
            return value
        try:
            return body.evaluate(value, self.names)
        except (NameError, SyntaxError):
            return value

    def class_and_fields(self, spec):
        spec = {"type": spec} if isinstance(spec, str) else dict(spec)
        cls = self.names[spec.pop("type")]
        kinds = {field.name: str(field.type) for field in dataclasses.fields(cls)}
        defined = cls.__name__ in self.config.get("modules", {})
        convert = self.field_value if defined else self.builtin_field_value
        return cls, {key: convert(value, *[] if defined else [kinds.get(key, "")]) for key, value in spec.items()}

    def builtin_field_value(self, value, kind):
        """The value of a field of a Flax module, whose type says what a string in it means."""
        if isinstance(value, dict) and {"type", "rnn", "bidirectional", "scan"} & set(value):
            return self.module(value)
        is_word = kind in ("str", "<class 'str'>") or "Filter" in kind or "Padding" in kind
        if isinstance(value, str) and not is_word:
            return body.evaluate(value, self.names)
        return _as_tuple(value)

    def module(self, spec):
        """The Flax module of a `model:`, or of a part of one."""
        for kind, make in {"scan": self.lifted, "rnn": self.rnn, "bidirectional": self.both}.items():
            if kind in spec:
                return make(spec[kind])
        cls, fields = self.class_and_fields(spec)
        return cls(**fields)

    def lifted(self, spec):
        cls, fields = self.class_and_fields(scan_target(spec))
        return nn.scan(cls, **self.scan_arguments(spec))(**fields)

    def scan_arguments(self, spec):
        settings = {key: value for key, value in spec.items() if key not in SCAN_TARGETS}
        return body.scan_arguments(settings, self.names)

    def rnn(self, spec):
        fields = dict(spec)
        cell = self.module(_typed(fields.pop("cell")))
        axes = {"variable_axes", "variable_broadcast", "variable_carry"} & set(fields)
        settings = body.scan_arguments({key: fields.pop(key) for key in axes}, self.names)
        return nn.RNN(cell, **settings, **fields)

    def both(self, spec):
        fields = dict(spec)
        pair = [self.rnn(_inner_rnn(fields.pop(key))) for key in ("forward_rnn", "backward_rnn")]
        if "merge_fn" in fields:
            fields["merge_fn"] = body.evaluate(fields["merge_fn"], self.names)
        return nn.Bidirectional(*pair, **fields)

    def parent(self, name, spec):
        """The compact module whose only call is the model's."""

        def __call__(self_, *args, **kwargs):
            return self.module(spec)(*args, **kwargs)

        return type(nn.Module)(name, (nn.Module,), {"__call__": nn.compact(__call__)})()


def _as_tuple(value):
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value


def _typed(spec):
    return {"type": spec} if isinstance(spec, str) else spec


def _inner_rnn(spec):
    return spec["rnn"] if "rnn" in spec else spec


def scan_target(spec):
    """The cell or module a scan is over, as `{type: …}`."""
    return _typed(next(spec[key] for key in SCAN_TARGETS if key in spec))


def build(config, set={}):
    """The model of a config; `set` overrides fields of `model:` as `--set` does."""
    builder = Builder(config)
    spec = with_fields(config["model"], set)
    parent = config.get("parent")
    module = builder.parent(parent, spec) if parent else builder.module(spec)
    if "scan" in spec:
        cls, fields = builder.class_and_fields(scan_target(spec["scan"]))
        return Model(config, module, cls(**fields), builder.scan_arguments(spec["scan"]), True)
    target = builder.module(spec)
    return Model(config, module, target, None, returns_carry(config, spec, target))


def with_fields(spec, fields):
    if not fields:
        return spec
    if "scan" in spec:
        scan = spec["scan"]
        key = next(key for key in SCAN_TARGETS if key in scan)
        return {"scan": {**scan, key: {**_typed(scan[key]), **fields}}}
    kind = next((kind for kind in ("rnn", "bidirectional") if kind in spec), None)
    return {kind: {**spec[kind], **fields}} if kind else {**spec, **fields}


def returns_carry(config, spec, module):
    """Whether the model returns (carry, ys): a scan does, and an RNN that is told to."""
    if "type" in spec:
        methods = body.method_entries(config.get("modules", {}).get(spec["type"], {}))
        return "scan" in methods.get("__call__", {})
    return bool(module.return_carry)


# Inputs


def parse_type(text):
    """`float32[B, 3]` as a dtype and a list of sizes and names."""
    match = re.fullmatch(r"\s*(\w+)\s*(?:\[(.*)\])?\s*", text)
    sizes = [part.strip() for part in (match[2] or "").split(",") if part.strip()]
    return jnp.dtype(match[1]), [int(s) if s.lstrip("-").isdigit() else s for s in sizes]


def make_inputs(config, make, sizes={}):
    """The inputs of a config, each array made by `make(shape, dtype)`."""

    def tree(spec):
        if isinstance(spec, dict):
            return {key: tree(part) for key, part in spec.items()}
        if isinstance(spec, list):
            return tuple(map(tree, spec))
        dtype, shape = parse_type(spec)
        return make(tuple(sizes.get(size, size) for size in shape), dtype)

    return tree(config.get("inputs") or {})


def zeros(model, sizes={}):
    """The inputs `swiftscan init` uses when it is given none."""
    return make_inputs(model.config, jnp.zeros, sizes)


def bind(model, inputs, method="__call__"):
    """Positional and keyword arguments: inputs by the names of the arguments, or `carry` and `xs`."""
    signature = inspect.signature(getattr(model.target, method))
    parameters = [p for p in signature.parameters.values() if p.name != "self"]
    positional = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
    given = {alias(model, name, positional, inputs): tree for name, tree in inputs.items()}
    if model.scan is not None and method == "__call__":
        given = with_carry(model, given, positional)
    elif "carry" in positional and "carry" not in given and hasattr(model.target, "initialize_carry"):
        shape = jnp.shape(given[positional[1]])
        given["carry"] = model.target.initialize_carry(random.key(0), shape)
    names = [name for name in positional if not has_default(signature, name) or name in given]
    kwargs = {p.name: given[p.name] for p in parameters if p.name not in positional and p.name in given}
    args = [given.get(name) for name in names if not has_default(signature, name)]
    return args, kwargs | {name: given[name] for name in names if has_default(signature, name)}


def has_default(signature, name):
    return signature.parameters[name].default is not inspect.Parameter.empty


def alias(model, name, positional, inputs):
    """The argument an input is for, when it is called `carry` or `xs` and no argument is."""
    if name in positional:
        return name
    if name == "carry":
        return positional[0] if model.scan is not None or model.returns_carry and not is_rnn(model) else "initial_carry"
    if name == "xs":
        first = 1 if takes_carry(model) else 0
        return next(p for p in positional[first:] if p not in inputs)
    return name


def is_rnn(model):
    return isinstance(model.target, (nn.RNN, nn.Bidirectional))


def takes_carry(model):
    return model.scan is not None or isinstance(model.target, nn.RNNCellBase) or (
        model.returns_carry and not is_rnn(model)
    )


def with_carry(model, given, positional):
    """The arguments with a carry: in the structure the cell wants, or made as `nn.RNN` makes it."""
    name = positional[0]
    if name in given:
        order = TUPLE_CARRIES.get(type(model.target).__name__)
        if order and isinstance(given[name], dict):
            given[name] = tuple(given[name][part] for part in order)
        return given
    if not hasattr(model.target, "initialize_carry"):
        raise ValueError(f"the model can't make its carry: give `{name}`")
    axes = model.scan.get("in_axes", 0)
    axis = axes[0] if isinstance(axes, tuple) else axes
    leaf = jax.tree_util.tree_leaves(given[positional[1]])[0]
    shape = jnp.shape(leaf)
    if axis is not nn.broadcast:
        shape = tuple(np.delete(shape, axis).tolist())
    return {name: model.target.initialize_carry(random.key(0), shape), **given}


# Running


def key_from(seed_or_words):
    """A key from a seed, or from the two words of `--key HI,LO`."""
    if isinstance(seed_or_words, int):
        return random.key(seed_or_words)
    if jnp.issubdtype(getattr(seed_or_words, "dtype", None), jax.dtypes.prng_key):
        return seed_or_words
    return random.wrap_key_data(jnp.asarray(seed_or_words, jnp.uint32))


def init(model, key, inputs, rngs={}, method="__call__"):
    """All variables, as nested dicts."""
    args, kwargs = bind(model, inputs, method)
    streams = {"params": key_from(key)} | {name: key_from(k) for name, k in rngs.items()}
    variables = model.module.init(streams, *args, method=method, **kwargs)
    return nn.meta.unbox(plain(variables))


def apply(model, variables, inputs, rngs={}, mutable=False, method="__call__"):
    args, kwargs = bind(model, inputs, method)
    streams = {name: key_from(k) for name, k in rngs.items()}
    out = model.module.apply(
        variables, *args, rngs=streams, mutable=mutable, method=method, **kwargs
    )
    out, changed = out if mutable is not False else (out, None)
    if model.returns_carry and method == "__call__":
        carry, ys = out
        return Result(named_carry(model, carry), ys, changed)
    return Result(None, out, changed)


def named_carry(model, carry):
    """The carry as it is stored: an LSTM's (c, h) under these names."""
    cell = model.target.cell if isinstance(model.target, nn.RNN) else model.target
    order = TUPLE_CARRIES.get(type(cell).__name__)
    return dict(zip(order, carry)) if order else carry


def plain(tree):
    return {k: plain(v) for k, v in tree.items()} if hasattr(tree, "items") else tree
