"""Writes Fixtures/lax.txt: what jax.lax gives for the primitives, on special and ordinary values.

Run with the newest jax on a CPU: python Tests/ExecutionTests/make_fixtures.py

A line is `name = array` or `primitive parameters: operands -> arrays`; an array is a dtype, its
sizes and its elements' bits in hexadecimal; an operand is a name.
"""

import itertools
import pathlib

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

FLOATS = ["float32", "float16", "bfloat16"]
INTEGERS = ["uint8", "uint16", "uint32", "int8", "int16", "int32"]
DTYPES = ["bool", *INTEGERS, *FLOATS]

lines = [f"# jax {jax.__version__}, numpy {np.__version__}"]
names = {}


def text(array):
    array = np.asarray(array)
    sizes = "x".join(map(str, array.shape)) or "scalar"
    words = array.astype(array.dtype.newbyteorder(">")) if array.dtype.kind in "iuf" else array
    data = words.tobytes()
    if array.dtype == jnp.bfloat16:
        data = array.view(np.uint16).astype(">u2").tobytes()
    return f"{array.dtype.name} {sizes} {data.hex()}".rstrip()


def define(name, array):
    lines.append(f"{name} = {text(array)}")
    names[name] = jnp.asarray(array)


def case(primitive, operands, function):
    results = function(*(names[operand] for operand in operands))
    results = results if isinstance(results, (tuple, list)) else [results]
    given = " ".join(operands)
    lines.append(f"{primitive}: {given} -> {', '.join(map(text, results))}")


def round_to_even(x):
    return lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN)


def elementwise():
    values = [0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 1e-3, -1e-4, 0.1, 0.9, -0.999, 0.9999,
              1.1, 3, 10, -10, 30, -80, 88, 200, 1000, np.inf, -np.inf, np.nan]
    unary = {name: getattr(lax, name) for name in (
        "neg abs sign floor ceil exp exp2 expm1 log log1p sqrt rsqrt cbrt square sin cos tan asin"
        " acos atan sinh cosh tanh asinh acosh atanh logistic erf erfc erf_inv is_finite").split()}
    unary["round"] = round_to_even
    for dtype in FLOATS:
        define(f"x_{dtype}", jnp.array(values, dtype))
        for name, function in sorted(unary.items()):
            case(f"unary {name}", [f"x_{dtype}"], function)
    for dtype in INTEGERS:
        define(f"x_{dtype}", integers(dtype))
        for name in ["neg", "abs", "sign", "square", "not"]:
            if name != "abs" or dtype.startswith("int"):
                function = lax.bitwise_not if name == "not" else unary[name]
                case(f"unary {name}", [f"x_{dtype}"], function)
    define("x_bool", np.array([False, True]))
    case("unary not", ["x_bool"], lax.bitwise_not)


def integers(dtype):
    info = np.iinfo(dtype)
    values = [0, 1, 2, 3, 7, 8, 100, info.max]
    if info.min < 0:
        values += [-1, -3, -100, info.min]
    return np.array(values, dtype)


def pairs(values, dtype):
    a, b = zip(*itertools.product(values, values))
    define(f"a_{dtype}", jnp.array(a, dtype))
    define(f"b_{dtype}", jnp.array(b, dtype))
    return [f"a_{dtype}", f"b_{dtype}"]


def binary():
    logic = {"and": lax.bitwise_and, "or": lax.bitwise_or, "xor": lax.bitwise_xor}
    order = {"max": lax.max, "min": lax.min}
    numbers = {name: getattr(lax, name) for name in ["add", "sub", "mul", "div", "rem"]} | order
    floats = numbers | {
        "pow": lax.pow, "atan2": lax.atan2, "nextafter": lax.nextafter}
    shifts = {name: getattr(lax, name)
              for name in ["shift_left", "shift_right_logical", "shift_right_arithmetic"]}
    comparisons = {name: getattr(lax, name) for name in ["eq", "ne", "lt", "le", "gt", "ge"]}
    for dtype in DTYPES:
        if dtype in FLOATS:
            values = [0.0, -0.0, 1, -1, 0.5, -2.5, 3, 100, np.inf, -np.inf, np.nan]
            functions = floats
        elif dtype == "bool":
            values, functions = [False, True], logic | order
        else:
            values = [int(v) for v in integers(dtype)]
            functions = numbers | logic | shifts | {"pow": jnp.power}
        operands = pairs(values, dtype)
        for name, function in sorted(functions.items()):
            case(f"binary {name}", operands, function)
        for name, function in comparisons.items():
            case(f"compare {name}", operands, function)


def conversions():
    for source in DTYPES:
        for target in DTYPES:
            case(f"convert {target}", [f"x_{source}"], lambda x: x.astype(target))


def reductions():
    nan = np.nan
    define("rows", np.array([[1, nan, 3, nan], [2, 5, 5, 1], [-1, -1, 0, -0.0]], np.float32))
    define("empty", np.zeros((2, 0), np.float32))
    define("flags", np.array([[False, True, True], [False, False, False], [True] * 3]))
    define("counts", np.array([[3, 1, 200], [255, 255, 2]], np.uint8))
    define("none", np.zeros((0, 2), np.int8))
    reductions = {name: getattr(lax, f"reduce_{name}")
                  for name in ["sum", "prod", "max", "min", "and", "or"]}
    fitting = {"rows": "sum prod max min", "empty": "sum prod max min", "flags": "max min and or",
               "counts": "sum prod max min and or", "none": "sum prod max min and or"}
    for operand, fit in fitting.items():
        for name in fit.split():
            for axes in [(0,), (1,), (0, 1), ()]:
                case(f"reduce {name} {','.join(map(str, axes))}", [operand],
                     lambda x: reductions[name](x, axes))
    for operand in ["rows", "flags", "counts"]:
        for axis in [0, 1]:
            case(f"argmax {axis}", [operand], lambda x: lax.argmax(x, axis, jnp.int32))
            case(f"argmin {axis}", [operand], lambda x: lax.argmin(x, axis, jnp.int32))
    for operand in ["rows", "counts"]:
        for name in ["sum", "prod", "max", "min"]:
            for axis, reverse in itertools.product([0, 1], [False, True]):
                function = getattr(lax, f"cum{name}")
                case(f"cumulative {name} {axis} {'reversed' if reverse else 'forward'}", [operand],
                     lambda x: function(x, axis, reverse))


def threefry():
    from jax.extend.random import threefry2x32_p
    random = np.random.default_rng(0)
    for index in range(4):
        define(f"words{index}", random.integers(0, 2**32, 5, np.uint32))
    define("zero", np.uint32(0))
    define("ones", np.uint32(0xFFFFFFFF))
    for operands in [[f"words{i}" for i in range(4)], ["zero"] * 4, ["ones"] * 4,
                     ["zero", "ones", "words0", "words1"]]:
        shape = max((names[operand].shape for operand in operands), key=len)
        case("threefry2x32", operands, lambda *words: threefry2x32_p.bind(
            *(jnp.broadcast_to(word, shape) for word in words)))


def qr():
    random = np.random.default_rng(1)
    matrices = {f"normal{m}x{n}": random.normal(size=(m, n))
                for m, n in [(1, 1), (3, 3), (5, 3), (3, 5), (1, 4), (4, 1), (12, 12)]}
    matrices["identity"] = np.eye(3)
    matrices["zeros"] = np.zeros((3, 2))
    matrices["triangle"] = np.triu(random.normal(size=(4, 4)))
    for name, matrix in matrices.items():
        define(name, matrix.astype(np.float32))
        case("qr", [name], lambda x: tuple(jnp.linalg.qr(x)))


for section in [elementwise, binary, conversions, reductions, threefry, qr]:
    section()
path = pathlib.Path(__file__).parent / "Fixtures" / "lax.txt"
path.write_text("\n".join(lines) + "\n")
