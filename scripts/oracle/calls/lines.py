"""Arguments and results of calls as the fields of a line."""

import math
import struct


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


class Plain(str):
    """A result that is written as it is."""
