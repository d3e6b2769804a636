"""`modules:` and `functions:` of a config as real Flax classes and functions.

A body is pasted Flax: it runs as Python, with the names it uses resolved as they are in a Flax
program, with or without their `nn.`, `jnp.`, `jax.nn.`, `lax.` and `random.` prefixes.
"""

import ast
import builtins
import functools
import itertools
import math
import operator
import textwrap
import types

import einops
import flax
import jax
import jax.numpy as jnp
import numpy as np
import yaml
from flax import core
from flax import linen as nn
from jax import lax, random

PREFIXES = {"nn": nn, "jnp": jnp, "jax": jax, "lax": lax, "random": random, "flax": flax}
PYTHON = {
    "einops": einops,
    "functools": functools,
    "itertools": itertools,
    "math": math,
    "operator": operator,
}
RANDOM_OR_INITIALIZER = ["normal", "orthogonal", "truncated_normal", "uniform"]
ARRAY_OR_INITIALIZER = ["zeros", "ones"]


def namespace():
    """What a body can name. Python's own names come first, then Flax's, then JAX's."""
    names = {}
    for source in [random, lax, jax.nn, jnp, nn.initializers, nn]:
        public = {k: v for k, v in vars(source).items() if not k.startswith("_")}
        names |= {k: v for k, v in public.items() if not isinstance(v, types.ModuleType)}
    names |= PREFIXES | PYTHON | {"np": np, "numpy": np, "linen": nn}
    names |= {"initializers": nn.initializers, "partial": functools.partial}
    names |= {"In": core.lift.In, "Out": core.lift.Out}
    names |= {k: v for k, v in vars(builtins).items() if k not in ("__import__", "open", "exec")}
    for name in RANDOM_OR_INITIALIZER:
        names[name] = _by_key(getattr(random, name), getattr(nn.initializers, name))
    for name in ARRAY_OR_INITIALIZER:
        names[name] = _by_key(getattr(nn.initializers, name), getattr(jnp, name))
    names["is_initializing"] = lambda: nn.module._context.module_stack[-1].is_initializing()
    return names


def _by_key(with_key, without):
    """A name that means one thing when its first argument is a key and another when it isn't."""

    def call(*args, **kwargs):
        is_key = bool(args) and jnp.issubdtype(getattr(args[0], "dtype", None), jax.dtypes.prng_key)
        return (with_key if is_key else without)(*args, **kwargs)

    return functools.update_wrapper(call, without)


def evaluate(text, names):
    """The value of an expression such as `normal(0.02)`, `bfloat16` or `lambda x: x * 2`."""
    return eval(text.strip(), names)


def filter_from(value):
    """`true`, a name, a list of names or `{deny: FILTER}`."""
    if isinstance(value, dict):
        return core.DenyList(filter_from(value["deny"]))
    return tuple(value) if isinstance(value, list) else value


def axes_from(value):
    """A prefix tree of axes: ints and `broadcast` in lists and maps."""
    if isinstance(value, list):
        return tuple(axes_from(part) for part in value)
    if isinstance(value, dict):
        return {key: axes_from(part) for key, part in value.items()}
    return nn.broadcast if value == "broadcast" else value


def variable_axis_from(value):
    if isinstance(value, dict):
        ((direction, axis),) = value.items()
        return {"in": core.lift.In, "out": core.lift.Out}[direction](axis)
    return value


def data_transform_from(settings, names):
    """`params: v * 0.5`: an expression over every leaf of the collections a filter names."""
    rules = [(filter_from(k), evaluate(f"lambda v: {text}", names)) for k, text in settings.items()]

    def collection(name, tree):
        for filter, function in rules:
            if core.scope.in_filter(filter, name):
                tree = jax.tree_util.tree_map(function, tree)
        return tree

    def transform(variable_groups, rng_groups):
        groups = tuple(
            tuple({name: collection(name, tree) for name, tree in scope.items()} for scope in group)
            for group in variable_groups
        )
        return groups, rng_groups

    return transform


LIFTS = {
    "scan": nn.scan,
    "remat_scan": nn.remat_scan,
    "remat": nn.remat,
    "checkpoint": nn.checkpoint,
    "jit": nn.jit,
    "vmap": nn.vmap,
    "map_variables": nn.map_variables,
    "fold_rngs": nn.fold_rngs,
}


def scan_arguments(settings, names):
    """The arguments of `nn.scan`, from a config's `scan:` settings."""
    return lift_arguments("scan", settings, names)


def lift_arguments(kind, settings, names):
    """The arguments of `nn.scan` or one of its siblings."""

    def axes(value):
        return None if kind == "vmap" and value == "broadcast" else axes_from(value)

    translate = {
        "variable_axes": lambda v: {
            filter_key(k): variable_axis_from(axis) for k, axis in v.items()
        },
        "split_rngs": lambda v: {filter_key(k): split for k, split in v.items()},
        "variable_broadcast": filter_from,
        "variable_carry": filter_from,
        "variables": filter_from,
        "rngs": filter_from,
        "mapped_collections": filter_from,
        "trans_in_fn": lambda v: evaluate(v, names),
        "trans_out_fn": lambda v: evaluate(v, names),
        "in_axes": axes,
        "out_axes": axes,
        "data_transform": lambda v: data_transform_from(v, names),
        "methods": lambda v: {k: lift_arguments(kind, s, names) for k, s in v.items()}
        if isinstance(v, dict)
        else v,
    }
    keep = lambda value: value
    return {key: translate.get(key, keep)(value) for key, value in settings.items()}


def filter_key(key):
    """A filter that is a key: a name, or any other one as a value would be written."""
    is_written = isinstance(key, str) and key[:1] in ("[", "{") or key in ("true", "false")
    return filter_from(yaml.safe_load(key)) if is_written else key


def lifted(function, entry, names):
    """A function or method with its lifts, which are written in the order of decorators."""
    for kind in reversed([key for key in entry if key in LIFTS]):
        settings = entry[kind]
        if settings is not False:
            arguments = {} if settings is True else lift_arguments(kind, settings, names)
            function = LIFTS[kind](function, **arguments)
    return function


def make_function(name, args, body, names, fields=()):
    """`def name(args): body`, where the fields of `self` can be used bare."""
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    given = {arg.split("=")[0].split(":")[0].strip(" *") for arg in args}
    bare = [f"{field} = self.{field}" for field in fields if field in used - given]
    lines = [*bare, *body.rstrip().splitlines()]
    source = f"def {name}({', '.join(args)}):\n" + textwrap.indent("\n".join(lines), "    ")
    made = {}
    exec(compile(source, f"<{name}>", "exec"), names, made)
    return made[name]


def make_method(name, entry, names, fields):
    args = ["self", *map(str, entry.get("args", []))]
    function = make_function(name, args, entry["body"], names, fields)
    if name == "num_feature_axes" or entry.get("property"):
        return property(function)
    if name == "initialize_carry" or entry.get("nowrap"):
        return nn.nowrap(function)
    if entry.get("compact", name == "__call__"):
        function = nn.compact(function)
    return lifted(function, entry, names)


def method_entries(spec):
    entries = dict(spec.get("methods", {}))
    if "call" in spec:
        entries["__call__"] = spec["call"]
    return entries


def make_module(name, spec, names, field_value):
    """The Flax class of one entry of `modules:`."""
    fields = spec.get("fields") or {}
    members = {field: _hashable(field_value(value)) for field, value in fields.items()}
    members["__annotations__"] = {field: object for field in fields}
    if "setup" in spec:
        members["setup"] = make_function("setup", ["self"], spec["setup"], names, fields)
    for method, entry in method_entries(spec).items():
        members[method] = make_method(method, entry, names, fields)
    return type(nn.Module)(name, (nn.Module,), members)


def _hashable(value):
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    return core.FrozenDict(value) if isinstance(value, dict) else value


def add_definitions(config, names, field_value):
    """Puts the config's modules and functions into `names`, where bodies find them."""
    for name, entry in config.get("functions", {}).items():
        function = make_function(name, list(entry.get("args", [])), entry["body"], names)
        names[name] = lifted(function, entry, names)
    for name, spec in config.get("modules", {}).items():
        names[name] = make_module(name, spec, names, field_value)
