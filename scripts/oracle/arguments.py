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
    return model.target.initialize_carry(random.key(0), step_shape(model, shape))


def step_shape(model, shape):
    """The shape of a step of the first scanned argument."""
    if model.scan is None:
        return shape
    axes = model.scan.get("in_axes", 0)
    axis = axes[0] if isinstance(axes, tuple) else axes
    return shape if axis is nn.broadcast else tuple(np.delete(shape, axis).tolist())


def named_carry(model, carry):
    """The carry as it is stored: an LSTM's (c, h) under these names."""
    cell = model.target.cell if isinstance(model.target, nn.RNN) else model.target
    order = CARRY_FIELDS.get(type(cell).__name__)
    return dict(zip(order, carry)) if order else carry
