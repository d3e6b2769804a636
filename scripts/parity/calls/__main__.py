"""Compares the interpreter's functions of text and numbers with CPython's on random calls.

    swift build -c release --package-path scripts/parity/calls
    PYTHONPATH=scripts python3 -m parity.calls PROGRAM [--count N] [--seed S] [--only NAME]

PROGRAM is the built `Differential`. Prints the calls and the differences of every function; the
exit status is 1 if there are any.
"""

import argparse
import subprocess
import sys
from collections import Counter

from oracle.calls import calls, characters

REFUSALS = ("IntegerTooLarge", "MemoryError", "SurrogateNotSupported")
FORMATS = ("%", "%d", "template")


def is_refusal(got):
    return got.split("\t")[0] == "err" and got.split("\t")[1] in REFUSALS


def is_same(name, got, expected):
    """Whether the interpreter gives what CPython gives, or refuses what it may refuse."""
    if got == expected:
        return True
    if not is_refusal(got):
        return False
    if expected is None:
        return True
    # CPython finds a later fault, or has a larger integer within.
    return name in FORMATS and (expected.startswith("err") or "IntegerTooLarge" in got)


def name_of(line):
    name, *fields = line.split("\t")
    return f"m1 {fields[0]}" if name == "m1" else name


def outcomes(program, lines):
    """The interpreter's outcomes of calls, a line each."""
    text = "\n".join(lines) + "\n"
    run = subprocess.run([program], input=text, text=True, capture_output=True, check=True)
    return run.stdout.splitlines()


def compare(program, pairs, show):
    """Prints differences, at most `show` of a function; returns whether there are any."""
    made, wrong, refused = Counter(), Counter(), Counter()
    got_lines = outcomes(program, [line for line, _ in pairs])
    for (line, expected), got in zip(pairs, got_lines, strict=True):
        name = name_of(line)
        made[name] += 1
        refused[name] += is_refusal(got)
        if is_same(name, got, expected):
            continue
        wrong[name] += 1
        if wrong[name] <= show:
            print(f"{line!r}\n  CPython {expected!r}\n  got     {got!r}")
    for name in sorted(wrong):
        print(f"{name}: {made[name]} calls, {refused[name]} refused, {wrong[name]} differ")
    print(f"{made.total()} calls of {len(made)} functions, {refused.total()} refused,", end=" ")
    print(f"{wrong.total()} differ")
    return bool(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=2000, help="calls of every function")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="name of the one function to compare")
    parser.add_argument("--characters", action="store_true", help="all characters instead")
    parser.add_argument("--show", type=int, default=5, help="differences shown a function")
    options = parser.parse_args()
    random_calls = calls(options.count, options.seed, options.only)
    pairs = list(characters() if options.characters else random_calls)
    return int(compare(options.program, pairs, options.show))


if __name__ == "__main__":
    sys.exit(main())
