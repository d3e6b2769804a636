"""The oracle: builds the real `flax.linen` model a swiftscan config describes, and runs it.

model = build(load_config("configs/lstm.yaml"))
variables = init(model, key, {"xs": xs})
result = apply(model, variables, {"xs": xs})          # .carry, .ys, .variables
"""

import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
from flax import linen as nn
from jax import random

from oracle import body_language as body
from oracle.arguments import bind, named_carry
from oracle.config_files import Quoted

LIFT_TARGETS = ("cell", "module")


@dataclasses.dataclass
class Model:
    """A Flax module and what is needed to call it as `swiftscan` does."""

    config: dict
    module: nn.Module
    target: Any  # what takes the arguments: the scanned cell, or the module itself
    scan: dict | None  # the arguments of nn.scan, when the model is a scan
    carry_methods: set  # the methods that return a carry and ys


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

    def field_value(self, value, default=None):
        """The value of a field of a defined module: an expression where it is one.

        A plain word is a string, unless it names something of the config, or the field's default can
        be called.
        """
        if isinstance(value, dict):
            return self.module(value) if {"type", *body.LIFTS} & set(value) else value
        is_lambda = isinstance(value, str) and value.startswith(("lambda ", "lambda:"))
        if isinstance(value, Quoted) and not is_lambda or not isinstance(value, str):
            return value
        own = {**self.config.get("functions", {}), **self.config.get("modules", {})}
        if value.isidentifier() and value not in own and not callable(default):
            return value
        try:
            return body.evaluate(value, self.names)
        except (NameError, SyntaxError):
            return value

    def class_and_fields(self, spec):
        """The class a `model:` or a part of one is of, lifted or not, and its fields."""
        spec = {"type": spec} if isinstance(spec, str) else dict(spec)
        kind = lift_of(spec)
        if kind:
            cls, fields = self.class_and_fields(lift_target(spec[kind]))
            return body.LIFTS[kind](cls, **self.lift_arguments(kind, spec[kind])), fields
        cls = self.names[spec.pop("type")]
        kinds = {field.name: str(field.type) for field in dataclasses.fields(cls)}
        defined = cls.__name__ in self.config.get("modules", {})
        if not defined:
            return cls, {
                key: self.builtin_field_value(value, kinds.get(key, ""))
                for key, value in spec.items()
            }
        return cls, {
            key: self.field_value(value, getattr(cls, key, None)) for key, value in spec.items()
        }

    def builtin_field_value(self, value, kind):
        """The value of a field of a Flax module, whose type says what a string in it means."""
        if isinstance(value, dict) and {"type", "rnn", "bidirectional", *body.LIFTS} & set(value):
            return self.module(value)
        if isinstance(value, list):
            return tuple(self.builtin_field_value(part, kind) for part in value)
        is_word = kind in ("str", "<class 'str'>") or "Filter" in kind
        if not isinstance(value, str) or is_word:
            return value
        try:
            return body.evaluate(value, self.names)
        except (NameError, SyntaxError):
            return value

    def module(self, spec):
        """The Flax module of a `model:`, or of a part of one."""
        for kind, make in {"rnn": self.rnn, "bidirectional": self.both}.items():
            if kind in spec:
                return make(spec[kind])
        cls, fields = self.class_and_fields(spec)
        return cls(**fields)

    def lift_arguments(self, kind, spec):
        settings = {key: value for key, value in spec.items() if key not in LIFT_TARGETS}
        return body.lift_arguments(kind, settings, self.names)

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


def _typed(spec):
    return {"type": spec} if isinstance(spec, str) else spec


def _inner_rnn(spec):
    return spec["rnn"] if "rnn" in spec else spec


def lift_of(spec):
    """`scan`, or which of its siblings a module is lifted by, if it is."""
    return next((kind for kind in body.LIFTS if kind in spec), None)


def lift_target(spec):
    """The cell or module that is lifted."""
    return _typed(next(spec[key] for key in LIFT_TARGETS if key in spec))


def build(config):
    """The model of a config."""
    builder = Builder(config)
    spec = config["model"]
    parent = config.get("parent")
    module = builder.parent(parent, spec) if parent else builder.module(spec)
    inner, scan = spec, None
    while kind := lift_of(inner):
        if kind == "scan" and scan is None:
            scan = builder.lift_arguments(kind, inner[kind])
        inner = lift_target(inner[kind])
    methods = carry_methods(config, spec, inner, scan)
    return Model(config, module, builder.module(inner), scan, methods)


def carry_methods(config, spec, inner, scan):
    """The methods that return (carry, ys): scanned ones do, and an RNN that is told to."""
    outer = lift_of(spec)
    if outer in ("vmap", "remat_scan"):
        return set()
    if scan is not None:
        return set(scan.get("methods") or ["__call__"])
    if "type" in inner:
        methods = body.method_entries(config.get("modules", {}).get(inner["type"], {}))
        return {name for name, entry in methods.items() if "scan" in entry}
    options = next(iter(inner.values()))
    return {"__call__"} if options.get("return_carry") else set()


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
    changed = nn.meta.unbox(plain(changed))
    if method in model.carry_methods:
        carry, ys = out
        return Result(named_carry(model, carry), ys, changed)
    return Result(None, out, changed)


def plain(tree):
    return {k: plain(v) for k, v in tree.items()} if hasattr(tree, "items") else tree
