"""Random arguments of calls of Python's functions of text and numbers."""

import math
import random
import struct

TEXTS = [
    "a", "b", "A", "B", "aB", "ab ", " ", "\t", "\n", "\r\n", "\r", "\x0b", "\x1c", "\x85", "\u2028",
    "é", "e\u0301", "ß", "İ", "ı", "Σ", "ς", "ǆ", "ǅ", "ﬁ", "٣", "²", "½", "五", "😀", "\u200b",
    "\xa0", "\xad", "'", '"', "\\", "\x00", "\x7f", "_", "1", "0", "-", "+", ".", ",", "x", "aa",
    "\u0345", "ͅα", "Ǆ", "ᾳ", "\U0001f1e6", "\ue000", "\U000e0001", "\u0378",
]
PRECISIONS = ["", *"0123456789", "10", "17", "25", "60", *"22222"]


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
        """A format specification; `types` are the letters it may end with."""
        pick, choice = self.random.random, self.random.choice
        spec = ""
        if pick() < 0.4:
            if pick() < 0.5:
                spec += choice("*0 é<x")
            spec += choice("<>^=")
        spec += choice("+- ") if pick() < 0.3 else ""
        spec += "z" if pick() < 0.1 else ""
        spec += "#" if pick() < 0.2 else ""
        spec += "0" if pick() < 0.3 else ""
        spec += str(self.random.randrange(30)) if pick() < 0.5 else ""
        spec += choice([",", "_", ",", "_", ",_", "_,"]) if pick() < 0.2 else ""
        spec += "." + choice(PRECISIONS) if pick() < 0.4 else ""
        spec += choice(types) if pick() < 0.8 else ""
        return spec + (choice(["q", "é", "\n", "dd"]) if pick() < 0.03 else "")

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
