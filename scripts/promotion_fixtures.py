"""JAX's dtype promotion as tables of text: `Tests/Fixtures/promotion/*.tsv`.

A type is its dtype's name; a trailing `*` marks a weak type. `error` is where JAX raises.
"""

import itertools

import jax
import jax.numpy as jnp

STRONG = "bool uint8 uint16 uint32 int8 int16 int32 float16 bfloat16 float32".split()
WEAK = {"int32*": 1, "float32*": 1.0}
BINARY = """add subtract multiply true_divide floor_divide remainder power maximum minimum arctan2
logical_and bitwise_and left_shift right_shift less equal matmul where logaddexp""".split()
UNARY = """negative abs sign exp log sqrt sin tanh square reciprocal floor round rint isnan
logical_not bitwise_not sum mean prod max min argmax cumsum var any all sigmoid relu gelu softmax
silu softplus""".split()


def operand(name, shape):
    """A traced value of the type; a weak type is a Python scalar broadcast to the shape."""
    if name in WEAK:
        return jnp.broadcast_to(jax.lax.full((), WEAK[name]), shape)
    return jnp.ones(shape, name)


def type_name(aval):
    return aval.dtype.name + ("*" if aval.weak_type else "")


def result_type(function, *operands):
    try:
        return type_name(jax.make_jaxpr(function)(*operands).out_avals[0])
    except (TypeError, ValueError):
        return "error"


def binary_function(name):
    if name == "where":
        return lambda x, y: jnp.where(True, x, y)
    return getattr(jnp, name)


def unary_function(name):
    return getattr(jnp, name) if hasattr(jnp, name) else getattr(jax.nn, name)


def binary_rows():
    names = STRONG + list(WEAK)
    shape = (2, 2)
    for op, a, b in itertools.product(BINARY, names, names):
        yield op, a, b, result_type(binary_function(op), operand(a, shape), operand(b, shape))


def unary_rows():
    for op, a in itertools.product(UNARY, STRONG + list(WEAK)):
        yield op, a, result_type(unary_function(op), operand(a, (2, 2)))


def python_scalar_rows():
    """An array and a literal as a body writes them: `x + 1`, `2.0 * x`, `x ** 2`, `x < 1`."""
    texts = """x+1 x+1.0 x+True 1-x 2.0*x x/2 x/2.0 1/x x//2 x%2 x**2 x**2.0 x**-1 2**x 2.0**x
    x<1 x<1.0 x==1 -x abs(x)""".split()
    for text, a in itertools.product(texts, STRONG + list(WEAK)):
        yield text, a, result_type(lambda x: eval(text, {"x": x}), operand(a, (2, 2)))


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "binary.tsv": ("function\tleft\tright\tresult", binary_rows()),
        "unary.tsv": ("function\toperand\tresult", unary_rows()),
        "scalars.tsv": ("expression\tx\tresult", python_scalar_rows()),
    }
    for name, (header, rows) in tables.items():
        lines = [header, *("\t".join(row) for row in rows)]
        (folder / name).write_text("\n".join(lines) + "\n")
