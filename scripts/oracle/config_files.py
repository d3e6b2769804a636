"""Config files: YAML as swiftscan reads it, and the inputs a config lists."""

import re
from pathlib import Path

import jax.numpy as jnp
import yaml


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
