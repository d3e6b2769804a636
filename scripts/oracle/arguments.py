"""What a model is called with: a command's inputs as the arguments of a Flax call."""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
from flax import linen as nn
from jax import random

CARRY_FIELDS = {name: ("c", "h") for name in ("LSTMCell", "OptimizedLSTMCell", "ConvLSTMCell")}


def bind(model, inputs, method="__call__"):
    """Positional and keyword arguments of inputs named as arguments are, or `carry` and `xs`."""
    signature = inspect.signature(getattr(first_module(model.target), method))
    parameters = [p for p in signature.parameters.values() if p.name != "self"]
    positional = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
    has_carry = takes_carry(model, method)
    given = {argument(has_carry, name, positional, inputs): tree for name, tree in inputs.items()}
    if has_carry:
        given[positional[0]] = carry_from(model, given, positional)
    required = [p.name for p in parameters if p.name in positional and p.default is p.empty]
    return [given.pop(name, None) for name in required], given


def first_module(module):
    """The module whose parameters the inputs are for: of a `Sequential`, its first."""
    return first_module(module.layers[0]) if isinstance(module, nn.Sequential) else module


def argument(has_carry, name, positional, inputs):
    """The argument an input is for, when it is called `carry` or `xs` and no argument is."""
    if name in positional or name not in ("carry", "xs"):
        return name
    if name == "carry":
        return positional[0] if has_carry else "initial_carry"
    return next(p for p in positional[has_carry:] if p not in inputs)


def takes_carry(model, method):
    """Whether the first argument is a carry."""
    is_rnn = isinstance(model.target, (nn.RNN, nn.Bidirectional))
    is_cell = isinstance(model.target, nn.RNNCellBase) and method == "__call__"
    return is_cell or method in model.carry_methods and not is_rnn


def carry_from(model, given, positional):
    """The carry given, an LSTM's as a tuple; or one made as `nn.RNN` makes it."""
    if positional[0] in given:
        carry = given[positional[0]]
        order = CARRY_FIELDS.get(type(model.target).__name__)
        return tuple(carry[part] for part in order) if order and isinstance(carry, dict) else carry
    if not hasattr(model.target, "initialize_carry"):
        raise ValueError(f"the model can't make its carry: give `{positional[0]}`")
    shape = jnp.shape(jax.tree_util.tree_leaves(given[positional[1]])[0])
    return first_carry(model, model.loops, shape)


def first_carry(model, loops, shape):
    """The carry that the cell makes for one step of an input, once for each slice of a vmap."""
    if not loops:
        return model.target.initialize_carry(random.key(0), shape)
    (kind, arguments), *inner = loops
    axes = arguments.get("in_axes", 0)
    is_map = kind == "vmap"
    axis = axes[is_map] if isinstance(axes, tuple) else axes
    is_sliced = axis not in (None, nn.broadcast)
    step = tuple(np.delete(shape, axis).tolist()) if is_sliced else shape
    carry = first_carry(model, inner, step)
    carry_axis = axes[0] if isinstance(axes, tuple) else axes
    if not is_map or carry_axis is None:
        return carry
    count = shape[axis] if is_sliced else arguments["axis_size"]
    return jax.tree.map(lambda part: jnp.stack([part] * count, carry_axis), carry)


def named_carry(model, carry):
    """The carry as it is stored: an LSTM's (c, h) under these names."""
    cell = model.target.cell if isinstance(model.target, nn.RNN) else model.target
    order = CARRY_FIELDS.get(type(cell).__name__)
    return dict(zip(order, carry)) if order else carry
