"""Python's functions under test: of each a name, a maker of its arguments, and CPython's own.

`g` draws the arguments; see `oracle.calls.values.Generator`.
"""

import math

from oracle.calls.lines import Plain

UNARY = """sqrt cbrt fabs exp exp2 expm1 log log2 log10 log1p degrees radians erf erfc gamma lgamma
ulp sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh""".split()
CLASSES = """alpha decimal digit numeric alnum space printable ascii identifier upper lower
title""".split()


def order(a, b):
    """`<`, `=` or `>`; nothing for a NaN."""
    return "<" if a < b else ">" if a > b else "=" if a == b else None


def classes(text):
    """Which of `isalpha`, `isdecimal`, … hold, as digits."""
    return Plain("".join(str(int(getattr(text, "is" + name)())) for name in CLASSES))


def method(name):
    return lambda text, *rest: getattr(text, name)(*rest)


def some(g, make):
    return [make() for _ in range(g.random.randrange(5))]


def functions(g):
    """All functions under test."""
    groups = [
        integer_operators, integer_functions, float_operators, float_functions, complex_functions,
        math_of_floats, math_of_lists, math_of_integers, formats, splitting, searching, stripping,
        casing, sequences, math_of_one,
    ]  # fmt: skip
    return [row for group in groups for row in group(g)]


def integer_operators(g):
    pair = lambda: (g.int(), g.int())
    shifted = lambda: (g.int(), g.small(-2, 70))
    return [
        ("i+", pair, lambda a, b: a + b),
        ("i-", pair, lambda a, b: a - b),
        ("i*", pair, lambda a, b: a * b),
        ("i//", pair, lambda a, b: a // b),
        ("i%", pair, lambda a, b: a % b),
        ("i/", pair, lambda a, b: a / b),
        ("idivmod", pair, divmod),
        ("i<<", shifted, lambda a, b: a << b),
        ("i>>", shifted, lambda a, b: a >> b),
        (
            "i**",
            lambda: (g.random.choice([g.small(), g.int()]), g.small(-70, 70)),
            lambda a, b: a**b,
        ),
    ]


def integer_functions(g):
    base = lambda: g.random.choice([10, 10, 0, 2, 8, 16, 36, 1])
    byte_order = lambda: g.random.choice(["little", "big"])

    def near():
        n = g.int()
        return n, g.random.choice([float(n), math.nextafter(n, 0), g.float()])

    def to_bytes(value, count, order, signed):
        return Plain(" ".join(map(str, value.to_bytes(count, order, signed=bool(signed)))))

    def bases(v):
        return Plain(f"{bin(v)} {oct(v)} {hex(v)} {v.bit_length()} {v.bit_count()}")

    return [
        ("ipow3", lambda: (g.int(), g.int(), g.int()), pow),
        ("iround", lambda: (g.int(), g.small(-21, 3)), round),
        ("icmp", near, order),
        ("iparse", lambda: (g.number(), base()), int),
        ("itobytes", lambda: (g.int(), g.small(-1, 10), byte_order(), g.small(0, 1)), to_bytes),
        ("ibases", lambda: (g.int(),), bases),
    ]


def float_operators(g):
    pair = lambda: (g.float(), g.float())
    return [
        ("f/", pair, lambda a, b: a / b),
        ("f//", pair, lambda a, b: a // b),
        ("f%", pair, lambda a, b: a % b),
        ("fdivmod", pair, divmod),
        ("f**", pair, lambda a, b: a**b),
    ]


def float_functions(g):
    one = lambda: (g.float(),)

    def hex_text():
        if g.random.random() < 0.5:
            return g.number()
        digits = "".join(g.random.choice("0123456789abcdefABF") for _ in range(g.small(1, 20)))
        return f"0x{digits[:1]}.{digits[1:]}p{g.small(-1100, 1030)}"

    return [
        ("fround", lambda: (g.float(), g.small(-25, 25)), round),
        ("fround", lambda: (g.float(), g.small(-330, 330)), round),
        ("fround", lambda: (round(g.random.uniform(0, 100), 3), 2), round),
        ("fround0", one, round),
        ("frepr", one, repr),
        ("fint", one, int),
        ("fratio", one, float.as_integer_ratio),
        ("fhex", one, float.hex),
        ("ffromhex", lambda: (hex_text(),), float.fromhex),
        ("fparse", lambda: (g.number(),), float),
        ("fparse", lambda: (repr(g.float()) + g.random.choice(["", "1", "5", "e2"]),), float),
    ]


def complex_functions(g):
    part = lambda: g.random.choice([float(g.small(-3, 3)), g.float(), g.random.uniform(-3, 3)])
    number = lambda: complex(part(), part())
    pair = lambda: (number(), number())
    return [
        ("c*", pair, lambda a, b: a * b),
        ("c/", pair, lambda a, b: a / b),
        ("c**", pair, lambda a, b: a**b),
        # CPython's abs of a NaN tells an error of an earlier call.
        ("cabs", lambda: (number(),), lambda z: abs(z) if z == z else math.hypot(z.real, z.imag)),
        ("crepr", lambda: (complex(g.float(), g.float()),), repr),
        ("cparse", lambda: (g.number(),), complex),
        ("cparse", lambda: (f"{g.float()!r}{g.float():+}j",), complex),
    ]


def math_of_floats(g):
    one, pair = lambda: (g.float(),), lambda: (g.float(), g.float())
    close = lambda: g.random.choice([0.0, 0.1, 1e-9, g.float()])
    is_close = lambda a, b, r, t: math.isclose(a, b, rel_tol=r, abs_tol=t)
    return [
        ("mlog", lambda: (g.float(), g.random.choice([2.0, 10.0, 1.0, g.float()])), math.log),
        ("mpow", pair, math.pow),
        ("matan2", pair, math.atan2),
        ("mfmod", pair, math.fmod),
        ("mremainder", pair, math.remainder),
        ("mcopysign", pair, math.copysign),
        ("mnextafter", pair, math.nextafter),
        ("mldexp", lambda: (g.float(), g.small(-1100, 1100)), math.ldexp),
        ("mfloor", one, math.floor),
        ("mceil", one, math.ceil),
        ("mtrunc", one, math.trunc),
        ("mmodf", one, math.modf),
        ("mfrexp", one, math.frexp),
        ("misclose", lambda: (g.float(), g.float(), close(), close()), is_close),
    ]


def math_of_lists(g):
    def points():
        count = g.small(0, 4)
        return [[g.float() for _ in range(count)] for _ in range(2)]

    return [
        ("mfsum", lambda: (some(g, g.float),), math.fsum),
        ("mhypot", lambda: (some(g, g.float),), lambda v: math.hypot(*v)),
        ("mdist", points, math.dist),
        ("mgcd", lambda: (some(g, g.int),), lambda v: math.gcd(*v)),
        ("mlcm", lambda: (some(g, g.int),), lambda v: math.lcm(*v)),
    ]


def math_of_integers(g):
    return [
        ("mfactorial", lambda: (g.small(-3, 25),), math.factorial),
        ("mcomb", lambda: (g.small(-2, 70), g.small(-2, 70)), math.comb),
        ("mperm", lambda: (g.small(-2, 30), g.small(-2, 30)), math.perm),
        ("misqrt", lambda: (g.int(),), math.isqrt),
    ]


def math_of_one(g):
    """The functions of one float, whose names are arguments."""
    x = lambda: g.random.choice([g.float(), g.random.uniform(-1, 1)])
    function = lambda name, x: getattr(math, name)(x)
    return [("m1", lambda name=name: (name, x()), function) for name in UNARY]


def formats(g):
    integer = lambda: g.random.choice([g.int(), g.small(-3, 300)])
    truth_spec = lambda: g.random.choice(["", g.spec("bdoxXsfe%")])
    return [
        ("iformat", lambda: (integer(), g.spec("bcdoxXneEfFgG%")), format),
        ("bformat", lambda: (g.random.random() < 0.5, truth_spec()), format),
        ("fformat", lambda: (g.float(), g.spec("eEfFgGn%fge")), format),
        ("sformat", lambda: (g.text(), g.spec("ss")), format),
        ("cformat", lambda: (complex(g.float(), g.float()), g.spec("eEfFgGn")), format),
    ]


def splitting(g):
    separated = lambda: (g.ascii(9), g.random.choice([None, g.ascii(2)]), g.small(-1, 3))
    any_text = lambda: (g.text(9), g.random.choice([None, g.text(1)]), g.small(-1, 3))
    pair = lambda: (g.ascii(9), g.ascii(2))
    return [
        ("split", separated, str.split),
        ("rsplit", separated, str.rsplit),
        ("split", any_text, str.split),
        ("splitlines", lambda: (g.text(9), g.small(0, 1)), str.splitlines),
        ("partition", pair, lambda t, s: list(t.partition(s))),
        ("rpartition", pair, lambda t, s: list(t.rpartition(s))),
        ("join", lambda: (g.text(2), some(g, g.text)), str.join),
    ]


def searching(g):
    in_word = lambda: (g.ascii(12), g.ascii(2), g.bound(), g.bound())
    parts = lambda: (g.ascii(), some(g, lambda: g.ascii(2)), g.bound(), g.bound())
    return [
        ("find", in_word, str.find),
        ("rfind", in_word, str.rfind),
        ("index", in_word, str.index),
        ("count", in_word, str.count),
        ("startswith", parts, lambda t, p, a, b: t.startswith(tuple(p), a, b)),
        ("endswith", parts, lambda t, p, a, b: t.endswith(tuple(p), a, b)),
    ]


def stripping(g):
    stripped = lambda: (g.text(), g.random.choice([None, g.text(3)]))
    removed = lambda: (g.ascii(), g.ascii(2))
    return [
        *[(name, stripped, method(name)) for name in ("strip", "lstrip", "rstrip")],
        *[(name, removed, method(name)) for name in ("removeprefix", "removesuffix")],
        ("replace", lambda: (g.ascii(9), g.ascii(2), g.text(2), g.small(-1, 4)), str.replace),
    ]


def casing(g):
    padded = lambda: (g.text(), g.small(-2, 20), g.random.choice([" ", "é", "0", "", "ab"]))
    cases = ("upper", "lower", "title", "capitalize", "swapcase", "casefold")
    return [
        *[(name, lambda: (g.text(9),), method(name)) for name in cases],
        *[(name, padded, method(name)) for name in ("center", "ljust", "rjust")],
        ("zfill", lambda: (g.text(), g.small(-2, 20)), str.zfill),
        ("expandtabs", lambda: (g.text(9), g.small(-1, 9)), str.expandtabs),
    ]


def sequences(g):
    bounds = lambda: (g.text(9), g.bound(), g.bound(), g.bound())
    encoding = lambda: g.random.choice(["utf-8", "ascii", "latin-1"])
    any_bytes = lambda: "".join(chr(g.random.randrange(256)) for _ in range(6))
    return [
        ("classes", lambda: (g.text(2),), classes),
        ("repr", lambda: (g.text(),), repr),
        ("ascii", lambda: (g.text(),), ascii),
        ("slice", bounds, lambda t, a, b, s: t[a:b:s]),
        ("at", lambda: (g.text(9), g.small()), lambda t, i: t[i]),
        ("compare", lambda: (g.text(2), g.text(2)), order),
        ("repeat", lambda: (g.text(), g.small(-2, 5)), lambda t, n: t * n),
        (
            "encode",
            lambda: (g.text(3), encoding()),
            lambda t, e: Plain(" ".join(map(str, t.encode(e)))),
        ),
        ("bytesrepr", lambda: (any_bytes(),), lambda t: repr(t.encode("latin-1"))),
    ]
