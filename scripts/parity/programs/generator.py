"""Random Python programs, from a seed and a number, each run while it is written.

A program is a list of groups of lines; a group that fails says so in a line of its own, `! TYPE
words`, and the next goes on. What isn't fit to compare (endless loops, addresses of objects,
integers beyond 64 bits) is left out.
"""

import random

from parity.programs.grammar import Heights, read_grammar
from parity.programs.runs import HEADER, Unfit, namespace, run_watched, watched_code
from parity.programs.writer import Inapplicable, Writer

GRAMMAR = read_grammar("values", "containers", "formats", "statements", "functions", "classes")
HEIGHTS = Heights(GRAMMAR)
FIRST = ["int", "int", "float", "str", "ints", "ints", "strs", "nested", "dict", "dlists", "set"]
FIRST += ["tuple", "fn1", "fn0", "fn2", "fns", "complex", "bool"]
ALWAYS = ["class", "define", "define", "define"]
SOMETIMES = ["class", "class", "failures", "failures", "managers", "records", "records", "points"]
SOMETIMES += ["enums", "define", "define", "define", "define"]
VARIABLES = FIRST + ["obj", "rec", "point", "it", "deque", "counts", "counter", "table", "mixed"]
SHOWN = ["int", "float", "str", "bool", "ints", "strs", "nested", "dict", "dlists", "tuple"]
SHOWN += ["complex", "rec", "point", "enum", "mixed", "deque", "obj"]
GUARD = """\
try:
{}
except Exception as error:
    print("!", type(error).__name__, error)
"""


class ProgramWriter:
    def __init__(self, seed, number):
        self.rng = random.Random(f"{seed}/{number}")
        self.writer = Writer(self.rng, GRAMMAR, HEIGHTS)
        self.groups, self.names = [HEADER], namespace()
        self.codes = [watched_code(HEADER)]
        exec(HEADER, self.names)

    def program(self):
        self.add("global_count = []\n")
        for type in FIRST:
            self.variable(type)
        kinds = ALWAYS + [kind for kind in SOMETIMES if self.rng.random() < 0.5]
        self.rng.shuffle(kinds)
        for kind in kinds:
            self.group(kind, 1)
        for type in ["obj", "rec", "point", "it", "enum"]:
            self.variable(type)
        for _ in range(self.rng.randint(8, 20)):
            draw = self.rng.random()
            kind = "define" if draw < 0.12 else "class" if draw < 0.16 else "statement"
            self.group(kind, self.rng.randint(1, 3) if kind == "statement" else 1)
            if self.rng.random() < 0.5:
                self.show(4)
        for _ in range(3):
            self.show(10)
        return "".join(self.groups)

    def variable(self, type):
        """A variable of a type, if there can be one."""
        try:
            text = self.writer.expression(type, self.writer.top, 1)
        except Inapplicable:
            return
        name = self.writer.fresh(type)
        if self.add(f"{name} = {text}\n"):
            self.writer.top.declare(type, name)

    def show(self, count):
        """Prints some variables as they are now."""
        types = [t for t in SHOWN if self.writer.top.names.get(t)]
        names = [n for t in types for n in self.writer.top.names[t] if n in self.names]
        shown = [n for n in self.rng.sample(names, min(len(names), count))]
        if shown:
            self.add(GUARD.format(f"    print({', '.join(shown)})"))

    def group(self, section, count):
        """Statements, kept if they are fit and mostly if they don't fail."""
        for _ in range(6):
            known = {type: list(names) for type, names in self.writer.top.names.items()}
            self.writer.budget = 14
            lines = []
            for _ in range(count):
                lines += self.writer.statement(section, self.writer.top, "    ", 3)
            if self.add(GUARD.format("\n".join(lines)), 0.35 * (section == "statement")):
                break
            self.writer.top.names = known
        for names in self.writer.top.names.values():
            names[:] = [name for name in names if name.split(".")[0] in self.names]

    def add(self, text, failing=1.0):
        """Runs a group; where it isn't fit, or fails and isn't wanted, all is as it was before."""
        try:
            code = watched_code(text)
            printed = run_watched(code, self.names)
            fails = printed.startswith("! ") or "\n! " in printed
            if not fails or self.rng.random() < failing:
                self.groups.append(text)
                self.codes.append(code)
                return True
        except SyntaxError:
            return False
        except (Exception, Unfit):
            pass
        self.restore()
        return False

    def restore(self):
        self.names = namespace()
        for code in self.codes:
            run_watched(code, self.names)


def program(seed, number):
    """The program of a seed and a number."""
    return ProgramWriter(seed, number).program()


if __name__ == "__main__":
    import sys

    print(program(int(sys.argv[1]), int(sys.argv[2])), end="")
