"""Prints docs/functions.md, the list of the names that models can use, from `swiftscan names`."""

import argparse

from parity.names import LEFT_OUT, listed

TITLES = {
    "": "Python",
    "nn": "`flax.linen`",
    "nn.initializers": "`flax.linen.initializers`, `jax.nn.initializers`",
    "jnp": "`jax.numpy`, and `numpy`",
    "lax": "`jax.lax`",
    "jnp.linalg": "`jax.numpy.linalg`",
    "jnp.fft": "`jax.numpy.fft`",
    "lax.linalg": "`jax.lax.linalg`",
    "Array": "Methods of arrays",
}
HEAD = """# Functions, layers and constants

What bodies of modules, and configs, can use: a name with its parameters and their defaults, and what
it does. `swiftscan names jnp.argsort` says the same of one. Made by `scripts/docs`.
"""


def library_of(entry):
    return entry["name"].rpartition(".")[0]


def line_of(entry):
    text = f"- `{entry['name']}{entry['signature'] or ''}`"
    return f"{text}: {entry['summary']}" if entry["summary"] else text


def section(library, entries):
    """A library's names; of several names of one thing, the first with all the others."""
    lines = [f"## {TITLES.get(library, f'`{library}`')}", ""]
    seen = set()
    for entry in entries:
        if entry["kind"] == "refused" or entry["name"] in seen:
            continue
        seen.update(entry["aliases"])
        also = [f"`{alias}`" for alias in entry["aliases"]]
        lines.append(line_of(entry) + (f" Also {', '.join(also)}." if also else ""))
    refused = [f"`{entry['name']}`" for entry in entries if entry["kind"] == "refused"]
    if refused:
        lines += ["", f"Known, but not to be had: {', '.join(refused)}."]
    return "\n".join(lines) + "\n"


def document(entries):
    libraries = {}
    for entry in entries:
        libraries.setdefault(library_of(entry), []).append(entry)
    sections = [section(*item) for item in libraries.items()]
    return "\n".join([HEAD, *sections, left_out()])


def left_out():
    """What isn't meant to be had, with the reason."""
    lines = ["## Left out", "", "What no model on one machine has a use for:", ""]
    for reason, names in LEFT_OUT.items():
        lines.append(f"- {reason}: {', '.join(f'`{name}`' for name in sorted(names))}")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--swiftscan", required=True, help="the command")
    print(document(listed(parser.parse_args().swiftscan)), end="")


if __name__ == "__main__":
    main()
