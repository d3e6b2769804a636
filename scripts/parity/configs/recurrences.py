"""Random cells whose carry is linear in itself: means, sums, gates of the input, resets, rotations.

Each part of the carry may read those before it, the input, or what a layer makes of them; now and
then one part isn't linear.
"""

from parity.configs.drawing import Block, dump, often, pick


def gate(rng, h, known):
    return pick(
        rng,
        [
            f"sigmoid(Dense(F)({pick(rng, known)}))",
            f"sigmoid({pick(rng, known)})",
            f"sigmoid(self.param('gate_{h}', nn.initializers.normal(1.0), (F,)))",
            f"{rng.uniform(0, 1):.3f}",
        ],
    )


def part(rng, h, known):
    """Lines that make the next value of `h`."""
    x, y = pick(rng, known), pick(rng, known)
    z = f"z{h}"
    lines = pick(
        rng,
        [
            [f"{h} = {h} + {rng.uniform(0.001, 0.5):.4f} * ({x} - {h})"],
            [f"{h} = {h} + 0.1 * {x}"],
            [f"{h} = (1 - {z}) * {h} + {z} * {x}"],
            [f"{h} = {h} - {z} * ({h} - {x})"],
            [f"{h} = {z} * {h}"],
            [f"{h} = {x} - {z} * {h}"],
            [f"{h} = jnp.where({x} > 0.5, 0.0, {h}) * {z} + {y}"],
            [f"{h} = jnp.where({x} > 0, {z} * {h} + {y}, {h})"],
            [f"{h} = ({h} + {x}) / (1.0 + jnp.abs({y}))"],
            [f"{h} = tanh({z} * {h} + {x})"],
            [f"{z}, {h} = {h}, {x}"],
        ],
    )
    return [f"{z} = {gate(rng, h, known)}", *lines]


def rotation(rng, re, im, known):
    x, y = pick(rng, known), pick(rng, known)
    return [
        "decay = jnp.exp(-jnp.exp(self.param('nu', nn.initializers.constant(-1.5), (F,))))",
        "theta = self.param('theta', nn.initializers.uniform(3.0), (F,))",
        "a, b = decay * jnp.cos(theta), decay * jnp.sin(theta)",
        f"{re}, {im} = a * {re} - b * {im} + {x}, b * {re} + a * {im} + {y}",
    ]


def recurrence_config(rng):
    """A scan of a cell of one to four parts."""
    parts = [f"h{index}" for index in range(int(rng.integers(1, 4)))]
    known, lines = ["x"], []
    for h in parts:
        lines += part(rng, h, known)
        known.append(h)
    if often(rng, 0.4):
        lines += rotation(rng, "re", "im", known)
        parts += ["re", "im"]
        known += ["re", "im"]
    carry = parts[0] if len(parts) == 1 else ", ".join(parts)
    y = pick(rng, ["Dense(2)(" + known[-1] + ")", known[-1], f"{known[-1]} * {pick(rng, known)}"])
    first = f"first = {parts[0]}" if often(rng, 0.3) else None
    body = [f"{carry} = carry", *([first] if first else []), *lines]
    body += [f"return ({carry}), {y}" + (" + first" if first and "Dense" not in y else "")]
    axis = int(rng.integers(0, 2))
    features = pick(rng, [1, 3, 4, 8, 17])
    shape = ["B", "F"]
    shape.insert(axis, "T")
    config = {
        "version": 1,
        "modules": {
            "Cell": {
                "fields": {"F": features},
                "call": {"args": ["carry", "x"], "body": Block("\n".join(body) + "\n")},
            }
        },
        "inputs": {
            "carry": ["float32[B, F]"] * len(parts) if len(parts) > 1 else "float32[B, F]",
            "xs": f"float32[{', '.join(shape)}]",
        },
        "model": {
            "scan": {
                "cell": {"type": "Cell"},
                "in_axes": axis,
                "out_axes": int(rng.integers(0, 2)),
                "reverse": often(rng, 0.3),
                "variable_broadcast": "params",
                "split_rngs": {"params": False},
            }
        },
    }
    sizes = {"B": int(rng.integers(1, 4)), "T": pick(rng, [1, 2, 17, 300, 1200]), "F": features}
    return dump(config), sizes


KINDS = {"recurrence": recurrence_config}
SHARES = {"recurrence": 0.05}
