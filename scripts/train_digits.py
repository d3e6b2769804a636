"""Trains the model of configs/digits.yaml in Flax on scikit-learn's handwritten digits.

Writes configs/digits/: params.npy (trained variables), and for 360 images held out images.npy
(pixels 0 … 1), labels.npy and logits.npy (Flax's).
"""

import sys

import jax
import jax.numpy as jnp
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from oracle import ROOT
from oracle.config_files import load_config
from oracle.models import apply, build, init
from oracle.tree_files import save_tree

CONFIG = ROOT / "configs" / "digits.yaml"
SEED = 0
HELD_OUT = 360
EPOCHS = 120
BATCH = 64
PEAK_RATE = 5e-3
DECAY = 1e-4
NOISE = 0.05


def split_digits():
    data = load_digits()
    images = (data.images / 16).astype(np.float32)
    labels = data.target.astype(np.int32)
    return train_test_split(images, labels, test_size=HELD_OUT, random_state=SEED, stratify=labels)


def loss(variables, model, images, labels):
    logits = apply(model, variables, {"xs": images}).ys
    picked = jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], axis=1)
    return -picked.mean()


def adam_step(variables, moments, gradients, step, rate):
    """One step of Adam with decoupled weight decay."""
    first, second = moments
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
    second = jax.tree.map(lambda m, g: 0.999 * m + 0.001 * g * g, second, gradients)

    def update(v, m, s):
        direction = (m / (1 - 0.9**step)) / (jnp.sqrt(s / (1 - 0.999**step)) + 1e-8)
        return v - rate * (direction + DECAY * v)

    return jax.tree.map(update, variables, first, second), (first, second)


def train(model, variables, images, labels):
    steps_an_epoch = len(images) // BATCH
    total = EPOCHS * steps_an_epoch

    @jax.jit
    def step(variables, moments, number, key, indices):
        noisy = images[indices] + NOISE * jax.random.normal(key, images[indices].shape)
        gradients = jax.grad(loss)(variables, model, noisy, labels[indices])
        rate = (
            PEAK_RATE * jnp.minimum(1, number / 50) * 0.5 * (1 + jnp.cos(jnp.pi * number / total))
        )
        return adam_step(variables, moments, gradients, number, rate)

    zeros = jax.tree.map(jnp.zeros_like, variables)
    moments, rng, number = (zeros, zeros), np.random.default_rng(SEED), 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(images))[: steps_an_epoch * BATCH]
        for indices in order.reshape(steps_an_epoch, BATCH):
            number += 1
            key = jax.random.key(number)
            variables, moments = step(variables, moments, number, key, indices)
    return variables


def main():
    images, held_out, labels, held_out_labels = split_digits()
    model = build(load_config(CONFIG))
    variables = init(model, SEED, {"xs": images[:1]})
    variables = train(model, variables, jnp.asarray(images), jnp.asarray(labels))
    logits = np.asarray(apply(model, variables, {"xs": held_out}).ys)
    accuracy = (logits.argmax(axis=1) == held_out_labels).mean()
    print(f"accuracy {accuracy:.4f} on {len(held_out)} held-out images")
    folder = CONFIG.with_suffix("")
    folder.mkdir(exist_ok=True)
    save_tree(folder / "params.npy", variables, CONFIG.read_text())
    arrays = {"images": held_out, "labels": held_out_labels, "logits": logits}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    return 0 if accuracy >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
