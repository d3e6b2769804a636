"""Random calls of Python's functions of text and numbers, with CPython's outcomes."""

from oracle.calls.functions import functions
from oracle.calls.lines import Plain, TooLarge, encoded, escaped, shown, tagged
from oracle.calls.values import Generator


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
