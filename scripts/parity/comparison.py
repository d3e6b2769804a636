"""Trees of arrays compared with Flax's.

Tolerances are of an array's greatest value, or of 1 if that is greater. Parameters: 1e-6, as
`erfinv` rounds differently in the last places; uniforms and masks: none. Orthogonal matrices: 1e-5,
as LAPACK's QR in float32, which Flax uses and whose rounding differs between processors, is up to
9e-6 from the exact one, which swiftscan gives. Outputs from Flax's parameters: 1e-5, as sums are in
another order; from swiftscan's own, which a recurrent net may amplify: 1e-4. 16-bit types, computed
with or stored: one unit in the last place for parameters, a few for outputs, as XLA keeps some
16-bit values in 32 bits between operations.
"""

import jax
import numpy as np

PARAMETERS, OUTPUTS, OWN_OUTPUTS = 0, 1, 2
TOLERANCES = {  # of parameters, of outputs from Flax's and from swiftscan's own
    "float32": (1e-6, 1e-5, 1e-4),
    "float16": (2**-10, 2**-7, 2**-7),
    "bfloat16": (2**-7, 2**-4, 2**-4),
}
LAPACK_TOLERANCE = 1e-5


class Mismatch(Exception):
    """What differs."""


def tolerance_of(leaf, what, precision):
    """The tolerance of a leaf of parameters or outputs of a model that computes in a dtype."""
    if what == PARAMETERS and is_orthogonal(leaf):
        return LAPACK_TOLERANCE
    return max(TOLERANCES[t][what] for t in (precision, leaf.dtype.name) if t in TOLERANCES)


def leaves(tree):
    paths = jax.tree_util.tree_flatten_with_path(tree)[0]
    return {jax.tree_util.keystr(path, simple=True, separator="/"): leaf for path, leaf in paths}


def compare_trees(name, got, expected, tolerance):
    """The greatest error of any leaf."""
    got, expected = leaves(got), leaves(expected)
    if set(got) != set(expected):
        raise Mismatch(f"{name} has the leaves {sorted(got)}, Flax's has {sorted(expected)}")
    errors = [compare_leaf(f"{name} {k}", got[k], b, tolerance(b)) for k, b in expected.items()]
    return max(errors, default=0.0)


def is_orthogonal(leaf):
    """Whether a float32 matrix is one that `orthogonal` made, but for its scale."""
    if leaf.ndim != 2 or min(leaf.shape) < 2 or leaf.dtype != np.float32:
        return False
    rows = leaf if leaf.shape[0] <= leaf.shape[1] else leaf.T
    gram = rows @ rows.T / max(np.sum(rows[0] ** 2), np.finfo(np.float32).tiny)
    return bool(np.allclose(gram, np.eye(len(gram)), atol=1e-4))


def compare_leaf(name, got, expected, tolerance):
    if (got.dtype, got.shape) != (expected.dtype, expected.shape):
        raise Mismatch(
            f"{name} is {got.dtype}{got.shape}, Flax's is {expected.dtype}{expected.shape}"
        )
    a, b = got.astype(np.float64), expected.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(invalid="ignore"):
        error = np.where(same, 0, np.abs(a - b))
    worst = float(np.max(error, initial=0) / np.max(np.abs(b), initial=1, where=np.isfinite(b)))
    if not worst <= tolerance:
        raise Mismatch(f"{name} differs by {worst:.2e}, more than {tolerance:.0e}")
    return worst
