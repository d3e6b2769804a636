"""Compares the interpreter's functions of text and numbers with CPython's on random calls.

    swift build -c release --package-path scripts/python_differential
    python3 scripts/python_differential/compare.py PROGRAM [--count N] [--seed S] [--only NAME]

PROGRAM is the built `Differential`. Prints the calls and the differences of every function; the
exit status is 1 if there are any.
"""

import argparse
import collections
import math
import random
import struct
import subprocess
import sys

MESSAGES_OF_REFUSALS = ("IntegerTooLarge", "MemoryError", "SurrogateNotSupported")
TEXTS = [
    "a", "b", "A", "B", "aB", "ab ", " ", "\t", "\n", "\r\n", "\r", "\x0b", "\x1c", "\x85", "\u2028",
    "é", "e\u0301", "ß", "İ", "ı", "Σ", "ς", "ǆ", "ǅ", "ﬁ", "٣", "²", "½", "五", "😀", "\u200b",
    "\xa0", "\xad", "'", '"', "\\", "\x00", "\x7f", "_", "1", "0", "-", "+", ".", ",", "x", "aa",
    "\u0345", "ͅα", "Ǆ", "ᾳ", "\U0001f1e6", "\ue000", "\U000e0001", "\u0378",
]


class Generator:
    """Random values of every kind."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def int(self):
        kind = self.random.randrange(5)
        if kind == 0:
            return self.random.randrange(-20, 21)
        if kind == 1:
            return self.random.choice([0, 1, -1, 2**63 - 1, -(2**63), 2**53, 2**53 + 1, 10**18])
        bits = self.random.randrange(1, 64)
        return self.random.randrange(-(2**bits), 2**bits)

    def small(self, low=-12, high=12):
        return self.random.randrange(low, high + 1)

    def bound(self):
        return self.random.choice([None, self.small(), self.small(), 2**62, -(2**62)])

    def float(self):
        kind = self.random.randrange(8)
        if kind == 0:
            return self.random.choice(
                [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, math.inf, -math.inf, math.nan, 5e-324,
                 1.7976931348623157e308, 2.2250738585072014e-308, 1e16, 1e15, 1e-4, 1e-5, 1e22,
                 1e23, 2.0**53, 2.0**63, -(2.0**63)])
        if kind == 1:
            return float(self.small(-100, 100))
        if kind == 2:
            return self.small(-2000, 2000) / 8
        if kind == 3:
            return round(self.random.uniform(-1000, 1000), self.small(0, 6))
        if kind == 4:
            bits = struct.pack("<Q", self.random.getrandbits(64))
            return struct.unpack("<d", bits)[0]
        if kind == 5:
            return self.random.uniform(-10, 10)
        if kind == 6:
            return float(self.int())
        return self.random.uniform(-1, 1) * 10.0 ** self.small(-25, 25)

    def text(self, longest=6):
        return "".join(self.random.choice(TEXTS) for _ in range(self.random.randrange(longest + 1)))

    def ascii(self, longest=5):
        count = self.random.randrange(longest + 1)
        return "".join(self.random.choice("aab b-A1") for _ in range(count))

    def number(self):
        pieces = ["1", "0", "23", ".", "e", "E", "+", "-", "_", "inf", "nan", "Infinity", " ", "j",
                  "(", ")", "x", "0x", "0b1", "0o7", "p", "f", "٣", "\u2003", "é", "1e5", "9" * 18]
        weights = [6, 6, 6, 4, 3, 1, 2, 2, 3, 1, 1, 1, 2, 2, 1, 1, 1, 2, 1, 1, 2, 2, 1, 1, 1, 2, 1]
        count = self.random.randrange(1, 6)
        return "".join(self.random.choices(pieces, weights, k=count))

    def spec(self, types):
        pick = self.random.random
        spec = ""
        if pick() < 0.4:
            if pick() < 0.5:
                spec += self.random.choice("*0 é<x")
            spec += self.random.choice("<>^=")
        if pick() < 0.3:
            spec += self.random.choice("+- ")
        if pick() < 0.1:
            spec += "z"
        if pick() < 0.2:
            spec += "#"
        if pick() < 0.3:
            spec += "0"
        if pick() < 0.5:
            spec += str(self.random.randrange(30))
        if pick() < 0.2:
            spec += self.random.choice([",", "_", ",", "_", ",_", "_,"])
        if pick() < 0.4:
            precisions = ["", *"0123456789", "10", "17", "25", "60", *"22222"]
            spec += "." + self.random.choice(precisions)
        if pick() < 0.8:
            spec += self.random.choice(types)
        if pick() < 0.03:
            spec += self.random.choice(["q", "é", "\n", "dd"])
        return spec

    def argument(self, make_int):
        make_float = self.float if make_int == self.int else lambda: self.small() / 4
        return self.random.choice([make_int, make_float, self.text, lambda: None])()

    def percent(self):
        pick = self.random.random
        result = ""
        for _ in range(self.random.randrange(1, 4)):
            result += self.random.choice(["", "x", "%%", "é"])
            result += "%"
            while pick() < 0.3:
                result += self.random.choice("-+ #0")
            if pick() < 0.4:
                result += self.random.choice(["*", "5", "12", "20"])
            if pick() < 0.4:
                result += "." + self.random.choice(["", "*", "0", "1", "3", "12"])
            if pick() < 0.1:
                result += self.random.choice("hlL")
            result += self.random.choice("diouxXeEfFgGcrsa%srd") if pick() < 0.97 else "q"
        return result[: self.random.randrange(1, 30)]

    def template(self):
        pieces = ["{}", "{0}", "{1}", "{a}", "{{", "}}", "x", "{!r}", "{!s:>8}", "{:{}}", "{0:{1}}",
                  "{", "}", "{!x}", "{:>5}", "{!a}", "{a!r:^{}}", "{0:x}", "{:.2f}", "{5}", "{b}",
                  "{!", "{:{:{}}}", "{0!r", "{٣}", "{a.}", "{a[}", "{a[0]b}", "{[1]}", "{!r:}", "{ }"]
        return "".join(self.random.choice(pieces) for _ in range(self.random.randrange(1, 4)))


def escaped(text):
    """`text` without spaces and beyond-ASCII, as the program reads and writes it."""
    return "".join(
        c if 0x20 < ord(c) < 0x7F and c != "\\" else f"\\{ord(c):x};" for c in text)


def bits(value):
    """A float as its bit pattern."""
    return f"{struct.unpack('<Q', struct.pack('<d', value))[0]:x}"


def encoded(value):
    """An argument as fields of a line."""
    if value is None:
        return ["None"]
    if isinstance(value, bool):
        return [str(int(value))]
    if isinstance(value, int):
        return [str(value)]
    if isinstance(value, float):
        return [bits(value)]
    if isinstance(value, complex):
        return [bits(value.real), bits(value.imag)]
    if isinstance(value, str):
        return [escaped(value)]
    return [str(len(value)), *(field for item in value for field in encoded(item))]


def tagged(value):
    """A value of a format with the letter of its kind."""
    if isinstance(value, int):
        return ["i", str(value)]
    if isinstance(value, float):
        return ["f", bits(value)]
    if isinstance(value, str):
        return ["s", escaped(value)]
    return ["o"]


class TooLarge(Exception):
    """An integer of more than 64 bits."""


def shown(value):
    """A result as the program writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise TooLarge
        return str(value)
    if isinstance(value, float):
        return "nan" if math.isnan(value) else bits(value)
    if isinstance(value, complex):
        return shown(value.real) + " " + shown(value.imag)
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, tuple):
        return " ".join(shown(item) for item in value)
    if isinstance(value, list):
        return "".join(f"<{escaped(item)}>" for item in value)
    return str(value)


class Anything:
    """A value of which every attribute and item is the value itself."""

    def __init__(self, value):
        self.value = value

    def __getattr__(self, name):
        return self

    def __getitem__(self, key):
        return self

    def __str__(self):
        return str(self.value)

    def __repr__(self):
        return repr(self.value)

    def __format__(self, spec):
        return "None" if self.value is None else format(self.value, spec)


def order(a, b):
    """`<`, `=` or `>`; nothing for a NaN."""
    return "<" if a < b else ">" if a > b else "=" if a == b else None


class Plain(str):
    """A result that is written as it is."""


def functions(g):
    """Functions under test: name, maker of the arguments, CPython's own."""
    unary = ["sqrt", "cbrt", "fabs", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p",
             "degrees", "radians", "erf", "erfc", "gamma", "lgamma", "ulp", "sin", "cos", "tan",
             "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"]
    ints = lambda: (g.int(), g.int())
    floats = lambda: (g.float(), g.float())
    part = lambda: g.random.choice([float(g.small(-3, 3)), g.float(), g.random.uniform(-3, 3)])
    number = lambda: complex(part(), part())
    numbers = lambda: (number(), number())
    some = lambda make: [make() for _ in range(g.random.randrange(5))]
    close = lambda: g.random.choice([0.0, 0.1, 1e-9, g.float()])
    in_word = lambda: (g.ascii(12), g.ascii(2), g.bound(), g.bound())
    near = lambda: (lambda n: (n, g.random.choice([float(n), math.nextafter(n, 0), g.float()])))(
        g.int())

    def points():
        count = g.small(0, 4)
        return [[g.float() for _ in range(count)] for _ in range(2)]

    def classes(text):
        names = ("alpha decimal digit numeric alnum space printable ascii identifier upper lower "
                 "title")
        return "".join(str(int(getattr(text, "is" + name)())) for name in names.split())

    def apply(method):
        return lambda text, *rest: getattr(text, method)(*rest)

    def hex_text():
        if g.random.random() < 0.5:
            return g.number()
        digits = "".join(g.random.choice("0123456789abcdefABF") for _ in range(g.small(1, 20)))
        return f"0x{digits[:1]}.{digits[1:]}p{g.small(-1100, 1030)}"

    table = [
        ("i+", ints, lambda a, b: a + b), ("i-", ints, lambda a, b: a - b),
        ("i*", ints, lambda a, b: a * b), ("i//", ints, lambda a, b: a // b),
        ("i%", ints, lambda a, b: a % b), ("i/", ints, lambda a, b: a / b),
        ("idivmod", ints, divmod),
        ("i<<", lambda: (g.int(), g.small(-2, 70)), lambda a, b: a << b),
        ("i>>", lambda: (g.int(), g.small(-2, 70)), lambda a, b: a >> b),
        ("i**", lambda: (g.random.choice([g.small(), g.int()]), g.small(-70, 70)),
         lambda a, b: a**b),
        ("ipow3", lambda: (g.int(), g.int(), g.int()), pow),
        ("iround", lambda: (g.int(), g.small(-21, 3)), round), ("icmp", near, order),
        ("iparse", lambda: (g.number(), g.random.choice([10, 10, 0, 2, 8, 16, 36, 1])), int),
        ("itobytes", lambda: (g.int(), g.small(-1, 10), g.random.choice(["little", "big"]),
                              g.small(0, 1)),
         lambda v, n, o, s: Plain(" ".join(map(str, v.to_bytes(n, o, signed=bool(s)))))),
        ("ibases", lambda: (g.int(),),
         lambda v: Plain(f"{bin(v)} {oct(v)} {hex(v)} {v.bit_length()} {v.bit_count()}")),
        ("f/", floats, lambda a, b: a / b), ("f//", floats, lambda a, b: a // b),
        ("f%", floats, lambda a, b: a % b), ("fdivmod", floats, divmod),
        ("f**", floats, lambda a, b: a**b),
        ("fround", lambda: (g.float(), g.small(-25, 25)), round),
        ("fround", lambda: (g.float(), g.small(-330, 330)), round),
        ("fround", lambda: (round(g.random.uniform(0, 100), 3), 2), round),
        ("fround0", lambda: (g.float(),), round), ("frepr", lambda: (g.float(),), repr),
        ("fint", lambda: (g.float(),), int),
        ("fratio", lambda: (g.float(),), float.as_integer_ratio),
        ("fhex", lambda: (g.float(),), float.hex),
        ("ffromhex", lambda: (hex_text(),), float.fromhex),
        ("fparse", lambda: (g.number(),), float),
        ("fparse", lambda: (repr(g.float()) + g.random.choice(["", "1", "5", "e2"]),), float),
        ("c*", numbers, lambda a, b: a * b), ("c/", numbers, lambda a, b: a / b),
        ("c**", numbers, lambda a, b: a**b),
        # CPython's abs of a NaN tells an error of an earlier call.
        ("cabs", lambda: (number(),), lambda z: abs(z) if z == z else math.hypot(z.real, z.imag)),
        ("crepr", lambda: (complex(g.float(), g.float()),), repr),
        ("cparse", lambda: (g.number(),), complex),
        ("cparse", lambda: (f"{g.float()!r}{g.float():+}j",), complex),
        ("mlog", lambda: (g.float(), g.random.choice([2.0, 10.0, 1.0, g.float()])), math.log),
        ("mpow", floats, math.pow), ("matan2", floats, math.atan2), ("mfmod", floats, math.fmod),
        ("mremainder", floats, math.remainder), ("mcopysign", floats, math.copysign),
        ("mnextafter", floats, math.nextafter),
        ("mldexp", lambda: (g.float(), g.small(-1100, 1100)), math.ldexp),
        ("mfloor", lambda: (g.float(),), math.floor), ("mceil", lambda: (g.float(),), math.ceil),
        ("mtrunc", lambda: (g.float(),), math.trunc), ("mmodf", lambda: (g.float(),), math.modf),
        ("mfrexp", lambda: (g.float(),), math.frexp),
        ("misclose", lambda: (*floats(), close(), close()),
         lambda a, b, r, t: math.isclose(a, b, rel_tol=r, abs_tol=t)),
        ("mfsum", lambda: (some(g.float),), math.fsum),
        ("mhypot", lambda: (some(g.float),), lambda v: math.hypot(*v)),
        ("mdist", points, math.dist),
        ("mgcd", lambda: (some(g.int),), lambda v: math.gcd(*v)),
        ("mlcm", lambda: (some(g.int),), lambda v: math.lcm(*v)),
        ("mfactorial", lambda: (g.small(-3, 25),), math.factorial),
        ("mcomb", lambda: (g.small(-2, 70), g.small(-2, 70)), math.comb),
        ("mperm", lambda: (g.small(-2, 30), g.small(-2, 30)), math.perm),
        ("misqrt", lambda: (g.int(),), math.isqrt),
        ("iformat",
         lambda: (g.random.choice([g.int(), g.small(-3, 300)]), g.spec("bcdoxXneEfFgG%")), format),
        ("bformat", lambda: (g.random.random() < 0.5, g.random.choice(["", g.spec("bdoxXsfe%")])),
         format),
        ("fformat", lambda: (g.float(), g.spec("eEfFgGn%fge")), format),
        ("sformat", lambda: (g.text(), g.spec("ss")), format),
        ("cformat", lambda: (complex(g.float(), g.float()), g.spec("eEfFgGn")), format),
        ("split", lambda: (g.ascii(9), g.random.choice([None, g.ascii(2)]), g.small(-1, 3)),
         str.split),
        ("rsplit", lambda: (g.ascii(9), g.random.choice([None, g.ascii(2)]), g.small(-1, 3)),
         str.rsplit),
        ("split", lambda: (g.text(9), g.random.choice([None, g.text(1)]), g.small(-1, 3)),
         str.split),
        ("splitlines", lambda: (g.text(9), g.small(0, 1)), str.splitlines),
        ("partition", lambda: (g.ascii(9), g.ascii(2)), lambda t, s: list(t.partition(s))),
        ("rpartition", lambda: (g.ascii(9), g.ascii(2)), lambda t, s: list(t.rpartition(s))),
        ("join", lambda: (g.text(2), some(g.text)), str.join),
        ("find", in_word, str.find), ("rfind", in_word, str.rfind), ("index", in_word, str.index),
        ("count", in_word, str.count),
        ("startswith", lambda: (g.ascii(), some(lambda: g.ascii(2)), g.bound(), g.bound()),
         lambda t, p, a, b: t.startswith(tuple(p), a, b)),
        ("endswith", lambda: (g.ascii(), some(lambda: g.ascii(2)), g.bound(), g.bound()),
         lambda t, p, a, b: t.endswith(tuple(p), a, b)),
        *[(n, lambda: (g.text(), g.random.choice([None, g.text(3)])), apply(n))
          for n in ("strip", "lstrip", "rstrip")],
        *[(n, lambda: (g.ascii(), g.ascii(2)), apply(n)) for n in ("removeprefix", "removesuffix")],
        ("replace", lambda: (g.ascii(9), g.ascii(2), g.text(2), g.small(-1, 4)), str.replace),
        *[(n, lambda: (g.text(9),), apply(n))
          for n in ("upper", "lower", "title", "capitalize", "swapcase", "casefold")],
        *[(n, lambda: (g.text(), g.small(-2, 20), g.random.choice([" ", "é", "0", "", "ab"])),
           apply(n))
          for n in ("center", "ljust", "rjust")],
        ("zfill", lambda: (g.text(), g.small(-2, 20)), str.zfill),
        ("expandtabs", lambda: (g.text(9), g.small(-1, 9)), str.expandtabs),
        ("classes", lambda: (g.text(2),), lambda t: Plain(classes(t))),
        ("repr", lambda: (g.text(),), repr), ("ascii", lambda: (g.text(),), ascii),
        ("slice", lambda: (g.text(9), g.bound(), g.bound(), g.bound()),
         lambda t, a, b, s: t[a:b:s]),
        ("at", lambda: (g.text(9), g.small()), lambda t, i: t[i]),
        ("compare", lambda: (g.text(2), g.text(2)), order),
        ("repeat", lambda: (g.text(), g.small(-2, 5)), lambda t, n: t * n),
        ("encode", lambda: (g.text(3), g.random.choice(["utf-8", "ascii", "latin-1"])),
         lambda t, e: Plain(" ".join(map(str, t.encode(e))))),
        ("bytesrepr", lambda: ("".join(chr(g.random.randrange(256)) for _ in range(6)),),
         lambda t: repr(t.encode("latin-1"))),
    ]
    table += [("m1", lambda n=n: (n, g.random.choice([g.float(), g.random.uniform(-1, 1)])),
               lambda n, x: getattr(math, n)(x)) for n in unary]
    return table


def format_calls(g):
    """Calls of `%` and `str.format`, whose arguments carry their kind."""
    template, pattern = g.percent(), g.template()
    is_width = "*" in template or ":{" in pattern or "^{" in pattern
    make_int = g.small if is_width else g.int
    values = [g.argument(make_int) for _ in range(g.random.randrange(4))]
    fields = [str(len(values)), *(field for value in values for field in tagged(value))]
    yield ["%", escaped(template), *fields], lambda: template % tuple(values)
    single = g.argument(g.int)
    keyed = g.percent().replace("%", "%(a)", 1) if g.random.random() < 0.7 else "%(b(c))s %(a"
    if "*" not in keyed and not isinstance(single, dict):
        yield ["%d", escaped(keyed), *tagged(single)], lambda: keyed % {"a": single}
    named = {"a": Anything(values[0])} if values else {}
    yield (["template", escaped(pattern), *fields],
           lambda: pattern.format(*map(Anything, values), **named))


def outcome(call):
    """CPython's result of a call, as the program writes it; nothing for a result it refuses."""
    try:
        value = call()
        return "ok\t" + (str(value) if isinstance(value, Plain) else shown(value))
    except TooLarge:
        return None
    except MemoryError:
        return None
    except Exception as error:  # every error of CPython is a result here
        if isinstance(error, OverflowError) and "too large to convert to float" in str(error):
            return None
        return f"err\t{type(error).__name__}\t{escaped(str(error))}"


def calls(count, seed, only):
    """Lines of calls with CPython's outcomes."""
    g = Generator(seed)
    table = functions(g)
    for _ in range(count):
        for name, make, function in table:
            if only and name != only:
                continue
            arguments = make()
            line = "\t".join([name, *(field for value in arguments for field in encoded(value))])
            yield line, outcome(lambda: function(*arguments))
        if not only or only in ("%", "%d", "template"):
            for fields, call in format_calls(g):
                yield "\t".join(fields), outcome(call)


def characters():
    """Every character's classes, cases and repr."""
    g = Generator(0)
    table = {name: function for name, _, function in functions(g)}
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000:
            continue
        character = chr(code)
        for name in ("classes", "upper", "lower", "title", "casefold", "repr"):
            yield f"{name}\t{escaped(character)}", outcome(lambda: table[name](character))
        yield f"title\t{escaped(character + 'A')}", outcome(lambda: (character + "A").title())
        after = "a" + character
        yield f"classes\t{escaped(after)}", outcome(lambda: table["classes"](after))
        yield f"iparse\t{escaped(character)}\t10", outcome(lambda: int(character, 10))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=2000, help="calls of every function")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="name of the one function to compare")
    parser.add_argument("--characters", action="store_true", help="all characters instead")
    parser.add_argument("--show", type=int, default=5, help="differences shown a function")
    options = parser.parse_args()
    source = characters() if options.characters else calls(
        options.count, options.seed, options.only)
    pairs = list(source)
    run = subprocess.run(
        [options.program], input="\n".join(line for line, _ in pairs) + "\n", text=True,
        capture_output=True, check=True)
    made, wrong, refused = collections.Counter(), collections.Counter(), collections.Counter()
    for (line, expected), got in zip(pairs, run.stdout.splitlines(), strict=True):
        name = line.split("\t")[0]
        if name == "m1":
            name += " " + line.split("\t")[1]
        made[name] += 1
        is_refusal = got.split("\t")[0] == "err" and got.split("\t")[1] in MESSAGES_OF_REFUSALS
        if is_refusal:
            refused[name] += 1
        if got == expected or (is_refusal and expected is None):
            continue
        if is_refusal and name in ("%", "%d", "template") and (
                expected.startswith("err") or "IntegerTooLarge" in got):
            continue  # CPython finds a later fault, or has a larger integer within
        wrong[name] += 1
        if wrong[name] <= options.show:
            print(f"{line!r}\n  CPython {expected!r}\n  got     {got!r}")
    for name in sorted(made):
        if wrong[name]:
            print(f"{name}: {made[name]} calls, {refused[name]} refused, {wrong[name]} differ")
    print(f"{sum(made.values())} calls of {len(made)} functions, {sum(refused.values())} refused, "
          f"{sum(wrong.values())} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
