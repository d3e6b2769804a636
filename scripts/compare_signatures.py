"""Compares the names that `swiftscan names` lists with those of the installed JAX and Flax.

Every signature must have the parameters of the real function: the same names of the same kinds in
the same order, and the same defaults where those are literals. Then counts how much of each public
namespace is there, and with `--missing` lists what isn't.

The real functions' own exceptions: parameters that begin with an underscore are JAX's internals; a
universal function (`jnp.add`) takes its two arrays by position, as its errors tell; `parent` and
`name` are fields of every module; `jnp.dtype` is NumPy's class.
"""

import argparse
import enum
import importlib
import inspect
import json
import re
import subprocess
import sys
import warnings
from collections import defaultdict

import jax
import jax.numpy as jnp
import numpy as np
from flax import linen as nn
from flax.core import FrozenDict

from left_out import LEFT_OUT

# The namespaces whose names are compared, by the prefix that swiftscan lists them with.
NAMESPACES = {
    "jnp": "jax.numpy",
    "jnp.linalg": "jax.numpy.linalg",
    "jnp.fft": "jax.numpy.fft",
    "jax": "jax",
    "jax.nn": "jax.nn",
    "lax": "jax.lax",
    "lax.linalg": "jax.lax.linalg",
    "jax.random": "jax.random",
    "jax.tree": "jax.tree",
    "jax.ops": "jax.ops",
    "jax.scipy.special": "jax.scipy.special",
    "jax.scipy.linalg": "jax.scipy.linalg",
    "jax.scipy.stats.norm": "jax.scipy.stats.norm",
    "jax.ad_checkpoint": "jax.ad_checkpoint",
    "jax.debug": "jax.debug",
    "flax.core": "flax.core",
    "nn": "flax.linen",
    "nn.initializers": "flax.linen.initializers",
    "einops": "einops",
}
KINDS = inspect.Parameter
# Names of ours that stand for what the namespace has under another name or as no function.
OWN = {
    *("lax.Precision", "lax.RoundingMethod", "jnp.dtype", "nn.DenyList", "flax.core.DenyList"),
    *("nn.In", "nn.Out", "nn.default_kernel_init", "nn.default_embed_init"),
}


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
        names = ["x"] if function.nin == 1 else ["x1", "x2"]
        arrays = [(name, KINDS.POSITIONAL_ONLY, ...) for name in names]
        return arrays + [(name, KINDS.KEYWORD_ONLY, "None") for name in ("out", "where")]
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    found = [
        (
            parameter.name,
            parameter.kind,
            ... if parameter.default is KINDS.empty else default_text(parameter.default),
        )
        for parameter in signature.parameters.values()
        if not parameter.name.startswith("_") or parameter.name == "_"
    ]
    if isinstance(function, type):
        found = [entry for entry in found if entry[0] not in ("parent", "name")]
    return found


def written_parameters(text):
    """The parameters that a signature of the table writes, as `parameters` has them."""
    namespace = {}
    names = re.sub(r"=((?:[^(){}\[\],]|[({\[][^(){}\[\]]*[)}\]])+)", "=None", text)
    exec(f"def function{names}: pass", namespace)
    written = inspect.signature(namespace["function"]).parameters.values()
    found = []
    for parameter in written:
        default = ...
        if parameter.default is not KINDS.empty:
            match = re.search(
                rf"[(,]\s*{parameter.name}=((?:[^(){{}}\[\],]|[({{\[][^(){{}}\[\]]*[)}}\]])+)", text
            )
            default = match.group(1)
        if not parameter.name.startswith("_"):
            found.append((parameter.name, parameter.kind, default))
    return found


def differences(real, written):
    """What differs between the parameters of the real function and those of the table."""
    names = ([entry[:2] for entry in real], [entry[:2] for entry in written])
    if names[0] != names[1]:
        return f"has the parameters {shown(real)}"
    for (name, _, default), (_, _, own) in zip(real, written):
        if (default is ...) != (own is ...):
            return f"'{name}' has {'no default' if default is ... else 'a default'}"
        if default not in (None, ...) and default != own:
            return f"'{name}' has the default {default}"
    return None


def shown(entries):
    return "(" + ", ".join(f"{kind.description} {name}" for name, kind, _ in entries) + ")"


def listed(swiftscan):
    output = subprocess.run(
        [swiftscan, "names", "--json"], check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in output.stdout.splitlines()]


# Where names are that models know from a library's parts.
SUBMODULES = {
    "nn": ["flax.linen.linear", "flax.linen.dtypes", "flax.linen.module", "flax.core"],
    "jax": ["jax.sharding"],
}


def real_value(path):
    prefix, _, name = path.rpartition(".")
    if prefix == "Array":
        return getattr(type(jnp.zeros(1)), name, None)
    if prefix not in NAMESPACES:
        return None
    if prefix == "jax.tree" and name.startswith("tree_"):
        return getattr(jax.tree_util, name)
    if prefix == "jax" and name.startswith("tree_"):
        return getattr(jax.tree_util, name)
    modules = [NAMESPACES[prefix], *SUBMODULES.get(prefix, [])]
    found = (getattr(importlib.import_module(module), name, None) for module in modules)
    return next((value for value in found if value is not None), None)


def compare_signatures(names):
    """The faults of the table's signatures, and how many were compared."""
    faults, count = [], 0
    for entry in names:
        path, text = entry["name"], entry["signature"]
        prefix = path.rpartition(".")[0]
        if entry["kind"] == "refused" or path in OWN or prefix not in {*NAMESPACES, "Array"}:
            continue
        value = real_value(path)
        if value is None:
            if path.split(".")[-1] not in ("newaxis",):
                faults.append(f"{path} is no name of the real library")
            continue
        if text is None:
            if callable(value) and not isinstance(value, type):
                faults.append(f"{path} has no signature")
            continue
        real = parameters(value)
        if real is None:
            continue
        if prefix == "Array":
            real = real[1:]
        count += 1
        fault = differences(real, written_parameters(text))
        if fault:
            faults.append(f"{path}{text}: the real one {fault}")
    return faults, count


def public_names(prefix):
    """The functions of a public namespace, and in `flax.linen` its modules, too."""
    module = importlib.import_module(NAMESPACES[prefix])
    names = set()
    for name in dir(module):
        value = getattr(module, name)
        is_class = isinstance(value, type)
        if name.startswith("_") or inspect.ismodule(value) or not callable(value):
            continue
        if is_class and not (prefix == "nn" and issubclass(value, nn.Module)):
            continue
        if (getattr(value, "__module__", "") or "").startswith(("typing", "collections")):
            continue
        names.add(name)
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--swiftscan", required=True, help="the command")
    parser.add_argument("--missing", action="store_true", help="list what isn't there")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    names = listed(arguments.swiftscan)
    faults, count = compare_signatures(names)
    for fault in faults:
        print(f"  {fault}")
    there = {entry["name"] for entry in names if entry["kind"] != "refused"}
    reasons = {name: reason for reason, names in LEFT_OUT.items() for name in names}
    left_out = defaultdict(list)
    for prefix in NAMESPACES:
        public = public_names(prefix)
        known = {name for name in public if f"{prefix}.{name}" in there}
        unwanted = {name for name in public - known if name in reasons}
        for name in sorted(unwanted):
            left_out[reasons[name]].append(f"{prefix}.{name}")
        wanted = len(public) - len(unwanted)
        print(f"  {prefix}: {len(known)} of {wanted} functions, and {len(unwanted)} left out")
        if arguments.missing and known | unwanted != public:
            print("    missing: " + " ".join(sorted(public - known - unwanted)))
    if arguments.missing:
        for reason, paths in left_out.items():
            print(f"  left out, {reason}: {' '.join(paths)}")
    print(f"{count} signatures compared, {len(faults)} differ")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
