"""Signatures of functions and classes of JAX and Flax.

Exceptions of theirs: parameters that begin with an underscore are JAX's internals; a universal
function (`jnp.add`) takes its arrays by position, as its errors tell; `parent` and `name` are
fields of every module.
"""

import enum
import inspect

import jax.numpy as jnp
import numpy as np
from flax.core import FrozenDict

KINDS = inspect.Parameter


def default_text(value):
    """A default as a signature of the table writes it; `None` for what is no literal."""
    if isinstance(value, type):
        name = value.__name__
        return f"jnp.{name}" if value.__module__ in ("numpy", "jax.numpy") else name
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, FrozenDict):
        value = value.unfreeze()
    literals = (bool, int, float, str, tuple, dict, set, type(None))
    return repr(value) if isinstance(value, literals) else None


def parameters(function):
    """The parameters of a function as (name, kind, default), or `None` where it tells none.

    The default is `...` for a parameter that has none.
    """
    if isinstance(function, jnp.ufunc):
        return ufunc_parameters(function)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    hidden = ("parent", "name") if isinstance(function, type) else ()
    return [
        (p.name, p.kind, ... if p.default is KINDS.empty else default_text(p.default))
        for p in signature.parameters.values()
        if (not p.name.startswith("_") or p.name == "_") and p.name not in hidden
    ]


def ufunc_parameters(function):
    names = ["x"] if function.nin == 1 else ["x1", "x2"]
    arrays = [(name, KINDS.POSITIONAL_ONLY, ...) for name in names]
    return arrays + [(name, KINDS.KEYWORD_ONLY, "None") for name in ("out", "where")]
