"""What random configs are drawn and written with."""

import yaml

HALF = ["bfloat16", "float16"]


def pick(rng, values):
    return values[int(rng.integers(len(values)))]


def often(rng, probability=0.5):
    return bool(rng.random() < probability)


def between(rng, low, high):
    return int(rng.integers(low, high + 1))


def several(rng, count, low, high):
    return [between(rng, low, high) for _ in range(count)]


def some(rng, choices, probability=0.3):
    """Some of the fields, each with one of its values."""
    return {name: pick(rng, values) for name, values in choices.items() if often(rng, probability)}


class Block(str):
    """A string written as a block of lines."""

    @classmethod
    def of(cls, lines):
        return cls("\n".join(lines) + "\n")


yaml.SafeDumper.add_representer(
    Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)


def dump(config):
    return yaml.safe_dump(config, sort_keys=False, default_flow_style=None, width=1000)


def type_text(dtype, shape):
    return f"{dtype}[{', '.join(map(str, shape))}]"
