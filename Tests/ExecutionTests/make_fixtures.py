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


def indexing():
    random = np.random.default_rng(2)
    define("places", np.array([[-7, -4, -1], [0, 2, 3]], np.int32))
    define("place", np.uint8(2))
    for dtype in DTYPES:
        define(f"grid_{dtype}", jnp.asarray(random.integers(0, 50, (3, 4, 2)), dtype))
        for places, shape in [("places", (2, 3)), ("place", ())]:
            for axis, mode in itertools.product([0, 1, 2], ["clip", "fill"]):
                case(f"gather {axis} 0 {mode}", [f"grid_{dtype}", places],
                     lambda x, i: take(x, i, axis, mode))
    define("rows_of_places", np.array([[-3, 0, 3, 1, 1], [2, 1, 0, 9, -9], [3, 2, 3, 2, 3]]))
    for mode in ["clip", "fill"]:
        case(f"gather 1 1 {mode}", ["grid_int32", "rows_of_places"],
             lambda x, i: jax.vmap(lambda x, i: take(x, i, 0, mode))(x, i))
        case(f"gather 2 1 {mode}", ["grid_int32", "rows_of_places"],
             lambda x, i: jax.vmap(lambda x, i: take(x, i, 1, mode))(x, i))
    for index, start in enumerate([(0, 1, 0), (1, 9, -5), (-1, 2, 1)]):
        starts = []
        for axis, value in enumerate(start):
            define(f"start{index}{axis}", np.int32(value))
            starts.append(f"start{index}{axis}")
        for operand, update in [("grid_int8", (2, 3, 1)), ("grid_float32", (3, 4, 0))]:
            case(f"dynamic_slice {','.join(map(str, update))}", [operand, *starts],
                 lambda x, *i: lax.dynamic_slice(x, i, update, allow_negative_indices=False))
            define("update", np.full(update, 77, names[operand].dtype))
            case("dynamic_update_slice", [operand, "update", *starts],
                 lambda x, u, *i: lax.dynamic_update_slice(
                     x, u, i, allow_negative_indices=False))


def take(x, indices, axis, mode):
    count = indices.ndim
    kept = list(range(axis)) + list(range(axis + count, x.ndim + count - 1))
    sizes = [1 if other == axis else size for other, size in enumerate(x.shape)]
    numbers = lax.GatherDimensionNumbers(tuple(kept), (axis,), (axis,))
    return lax.gather(x, indices[..., None], numbers, sizes, mode=mode)


def sorting():
    random = np.random.default_rng(3)
    for dtype in DTYPES:
        define(f"cards_{dtype}", jnp.asarray(random.integers(-3, 3, (4, 7)) / 2, dtype))
    special = [3, np.nan, -0.0, 0.0, -np.inf, np.inf, np.nan, -np.nan, 1e-40]
    define("ranks", np.arange(28, dtype=np.int32).reshape(4, 7))
    define("specials", np.array(special, np.float32))
    define("special_ranks", np.arange(9, dtype=np.int32))
    case("sort 0 1", ["specials", "special_ranks"], lambda *x: lax.sort(x, 0, num_keys=1))
    for dtype in DTYPES:
        for axis in [0, 1]:
            case(f"sort {axis} 1", [f"cards_{dtype}", "ranks"],
                 lambda *x: lax.sort(x, axis, num_keys=1))
        case("sort 1 2", ["cards_bool", f"cards_{dtype}", "ranks"],
             lambda *x: lax.sort(x, 1, num_keys=2))


def window_text(axes):
    return " ".join(",".join(map(str, axis)) for axis in axes)


def windows():
    """A window axis is size, stride, low, high, base dilation, window dilation."""
    random = np.random.default_rng(4)
    plain, wide = (1, 1, 0, 0, 1, 1), (3, 2, 1, 2, 2, 2)
    spaces = [
        [(3, 1, 0, 0, 1, 1)], [(2, 2, 1, 0, 1, 1)], [(3, 1, 2, 3, 1, 2)], [(2, 1, 1, 1, 3, 1)],
        [wide], [(2, 1, -1, -2, 1, 1)], [(9, 1, 0, 0, 1, 1)], [(3, 2, 9, 9, 1, 1)],
        [(2, 1, 0, 1, 1, 1), (3, 2, 1, 1, 1, 1)], [plain, wide, (2, 3, 0, 4, 1, 1)], []]
    for index, axes in enumerate(spaces):
        sizes = [6, 5, 4][:len(axes)]
        for groups, channels, features in [(1, 2, 3), (2, 4, 2), (3, 3, 6)]:
            x = random.integers(-4, 5, (2, *sizes, channels))
            kernel = random.integers(-4, 5, [a[0] for a in axes] + [channels // groups, features])
            for dtype in ["float32", "int32"] if index else DTYPES[1:]:
                define("x", jnp.asarray(x, dtype))
                define("kernel", jnp.asarray(kernel, dtype))
                case(f"conv {groups} {window_text(axes)}".rstrip(), ["x", "kernel"],
                     lambda x, k: convolve(x, k, axes, groups))
    pools = [[plain, wide], [(2, 2, 0, 0, 1, 1), (3, 1, 1, 1, 1, 1)],
             [(3, 1, 4, 4, 1, 1), (2, 3, -1, 0, 1, 1)]]
    functions = {"sum": lax.add, "prod": lax.mul, "max": lax.max, "min": lax.min,
                 "and": lax.bitwise_and, "or": lax.bitwise_or}
    for dtype in DTYPES:
        define("x", jnp.asarray(random.integers(0, 4, (4, 5)), dtype))
        for name, function in functions.items():
            if name in {"and", "or"} and dtype in FLOATS or name in {"sum", "prod"} and dtype == "bool":
                continue
            define("initial", jnp.asarray(1, dtype))
            for axes in pools:
                case(f"reduce_window {name} {window_text(axes)}", ["x", "initial"],
                     lambda x, initial: pool(x, initial, function, axes))


def convolve(x, kernel, axes, groups):
    sizes, strides, low, high, base, window = zip(*axes) if axes else [()] * 6
    space = "".join("DHW"[:len(axes)])
    return lax.conv_general_dilated(
        x, kernel, strides, list(zip(low, high)), base, window,
        dimension_numbers=(f"N{space}C", f"{space}IO", f"N{space}C"),
        feature_group_count=groups)


def pool(x, initial, function, axes):
    sizes, strides, low, high, base, window = zip(*axes)
    return lax.reduce_window(
        x, initial, function, sizes, strides, list(zip(low, high)), base, window)


for section in [elementwise, binary, conversions, reductions, indexing, sorting, windows,
                threefry, qr]:
    section()
path = pathlib.Path(__file__).parent / "Fixtures" / "lax.txt"
path.write_text("\n".join(lines) + "\n")
