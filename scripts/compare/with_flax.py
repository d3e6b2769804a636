"""Flax's side: the model of the config itself, compiled as a whole."""

import os

import jax

from oracle import models
from oracle.config_files import load_config


def set_threads(count):
    """XLA takes as many threads as it sees processors."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def build(case, variables, inputs):
    model = models.build(load_config(case.config))
    variables = jax.device_put(variables)
    inputs = jax.device_put(inputs)
    compiled = jax.jit(lambda v, i: result(models.apply(model, v, i)))
    return lambda: jax.block_until_ready(compiled(variables, inputs))


def result(applied):
    """All that swiftscan computes: the ys, or the carry of a scan over layers."""
    return (applied.carry, applied.ys)


def output(value):
    carry, ys = value
    return ys if hasattr(ys, "shape") else carry
