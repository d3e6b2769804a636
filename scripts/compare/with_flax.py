"""Flax's side: the model of the config itself, compiled as a whole."""

import os

import jax
import jax.numpy as jnp

from oracle import models
from oracle.config_files import load_config


def set_threads(count):
    """XLA takes as many threads as it sees processors."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def build(case, variables, inputs):
    model = models.build(load_config(case.config))
    variables = jax.device_put(variables)
    lengths = inputs.pop("lengths", None)
    inputs = jax.device_put(inputs)
    compiled = jax.jit(lambda v, i: result(models.apply(model, v, i), lengths))
    return lambda: jax.block_until_ready(compiled(variables, inputs))


def result(applied, lengths):
    """All that swiftscan computes: the ys, or the carry of a scan over layers."""
    ys = applied.ys
    if lengths is not None:
        is_inside = jnp.arange(ys.shape[0])[:, None] < lengths
        ys = jnp.where(is_inside[:, :, None], ys, 0)
    return (applied.carry, ys)


def output(value):
    carry, ys = value
    return ys if hasattr(ys, "shape") else carry
