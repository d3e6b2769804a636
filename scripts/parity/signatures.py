"""Compares the names that `swiftscan names` lists with those of the installed JAX and Flax.

Every signature must have the parameters of the real function: the same names of the same kinds in
the same order, and the same defaults where those are literals. Then counts how much of each public
namespace is there, and with `--missing` lists what isn't.
"""

import argparse
import importlib
import inspect
import re
import sys
import warnings
from collections import defaultdict

import jax
import jax.numpy as jnp
from flax import linen as nn

from oracle.signatures import KINDS, parameters
from parity.names import LEFT_OUT, listed

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
# Names of ours that stand for what the namespace has under another name or as no function.
OWN = {
    *("lax.Precision", "lax.RoundingMethod", "jnp.dtype", "nn.DenyList", "flax.core.DenyList"),
    *("nn.In", "nn.Out", "nn.default_kernel_init", "nn.default_embed_init"),
}


# A default: anything without commas and brackets, or in brackets.
DEFAULT = r"((?:[^(){}\[\],]|[({\[][^(){}\[\]]*[)}\]])+)"


def written_parameters(text):
    """The parameters that a signature of the table writes, as `parameters` has them."""
    namespace = {}
    exec(f"def function{re.sub('=' + DEFAULT, '=None', text)}: pass", namespace)
    found = []
    for parameter in inspect.signature(namespace["function"]).parameters.values():
        default = ...
        if parameter.default is not KINDS.empty:
            default = re.search(rf"[(,]\s*{parameter.name}={DEFAULT}", text)[1]
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
    if prefix in ("jax", "jax.tree") and name.startswith("tree_"):
        return getattr(jax.tree_util, name)
    modules = [NAMESPACES[prefix], *SUBMODULES.get(prefix, [])]
    found = (getattr(importlib.import_module(module), name, None) for module in modules)
    return next((value for value in found if value is not None), None)


def is_compared(entry):
    prefix = entry["name"].rpartition(".")[0]
    is_there = entry["kind"] != "refused" and entry["name"] not in OWN
    return is_there and prefix in {*NAMESPACES, "Array"}


def compare_signature(path, text):
    """Whether the signature of a name could be compared, and its fault, if any."""
    value = real_value(path)
    if value is None:
        is_constant = path.endswith(".newaxis")
        return False, None if is_constant else f"{path} is no name of the real library"
    if text is None:
        is_function = callable(value) and not isinstance(value, type)
        return False, f"{path} has no signature" if is_function else None
    real = parameters(value)
    if real is None:
        return False, None
    fault = differences(real[1:] if path.startswith("Array.") else real, written_parameters(text))
    return True, fault and f"{path}{text}: the real one {fault}"


def compare_signatures(names):
    """The faults of the table's signatures, and how many were compared."""
    pairs = [compare_signature(e["name"], e["signature"]) for e in names if is_compared(e)]
    return [fault for _, fault in pairs if fault], sum(compared for compared, _ in pairs)


def public_names(prefix):
    """The functions of a public namespace, and in `flax.linen` its modules, too."""
    module = importlib.import_module(NAMESPACES[prefix])

    def is_wanted(name):
        value = getattr(module, name)
        if name.startswith("_") or inspect.ismodule(value) or not callable(value):
            return False
        if isinstance(value, type) and not (prefix == "nn" and issubclass(value, nn.Module)):
            return False
        return not (getattr(value, "__module__", "") or "").startswith(("typing", "collections"))

    return {name for name in dir(module) if is_wanted(name)}


def count_names(names, lists_missing):
    """Prints how much of each namespace is there, and what isn't."""
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
        if lists_missing and known | unwanted != public:
            print("    missing: " + " ".join(sorted(public - known - unwanted)))
    for reason, paths in left_out.items() if lists_missing else ():
        print(f"  left out, {reason}: {' '.join(paths)}")


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
    count_names(names, arguments.missing)
    print(f"{count} signatures compared, {len(faults)} differ")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
