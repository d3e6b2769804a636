"""Runs random programs in CPython and in swiftscan's interpreter, and compares what they print.

A program that swiftscan refuses, saying why, is counted by its reason; any other difference is
printed with its number and the smallest program that still shows it, and is a failure. Lines
`! TYPE words` tell of an error: the type has to be the same, the words may be others.
"""

import argparse
import multiprocessing
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from program_minimizer import minimized
from program_runs import run
from random_programs import program

BATCH = 40
TIMEOUT = 60
ERROR_LINE = re.compile(r"^(! \w+).*$", re.M)


def swiftscan_runs(program_runner, sources):
    """What swiftscan prints for each program, and how it ends: `ends`, `raises TYPE …`,
    `refused …` or `crashes …`."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.py" for number in range(len(sources))]
        for path, source in zip(paths, sources):
            path.write_text(source)
        left = list(paths)
        endings = {}
        while left:
            try:
                done = subprocess.run(
                    [program_runner, *left], capture_output=True, timeout=TIMEOUT
                )
                reason = f"crashes with {done.returncode}"
            except subprocess.TimeoutExpired:
                reason = "crashes: takes too long"
            missing = [path for path in left if not path.with_suffix(".py.end").exists()]
            if missing:
                endings[missing[0]] = reason
            left = missing[1:]
        return [outcome(path, endings) for path in paths]


def outcome(path, endings):
    if path in endings:
        return "", endings[path]
    output = path.with_suffix(".py.got").read_bytes().decode("utf-8", "replace")
    return output, path.with_suffix(".py.end").read_text()


def classified(source, expected, got):
    """`same`, `words` where only the words of errors differ, `refused …` or `differs …`."""
    output, ending = got
    if ending.startswith(("refused", "crashes")):
        return ending
    text, error = expected
    if (ending.split()[1] if ending.startswith("raises") else None) != error:
        return f"differs: {ending}, CPython {error and 'raises ' + error or 'ends'}"
    if output == text:
        return "same"
    if ERROR_LINE.sub(r"\1", output) == ERROR_LINE.sub(r"\1", text):
        return "words"
    return "differs: " + first_difference(output, text)


def first_difference(got, expected):
    for a, b in zip(got.split("\n") + [""], expected.split("\n") + [""]):
        if a != b and not (ERROR_LINE.match(a) and a.split()[:2] == b.split()[:2]):
            return f"{a[:300]!r} is not {b[:300]!r}"
    return "the one is longer"


def batch(job):
    """The kinds of a batch of programs, by their numbers."""
    program_runner, seed, numbers = job
    sources = [program(seed, number) for number in numbers]
    results = swiftscan_runs(program_runner, sources)
    kinds = [classified(s, run(s), got) for s, got in zip(sources, results)]
    return list(zip(numbers, kinds))


def is_failure(kind):
    return kind.startswith(("differs", "crashes"))


def smallest(program_runner, source, kind):
    """The smallest program that fails in the same way: differs, or crashes."""

    def fails(text):
        try:
            expected = run(text)
        except BaseException:
            return False
        if " object at 0x" in expected[0]:
            return False
        found = classified(text, expected, swiftscan_runs(program_runner, [text])[0])
        return is_failure(found) and found.split()[0] == kind.split()[0]

    return minimized(source, fails)


def reason(kind):
    """A refusal without names and numbers, to count it by."""
    words = re.sub(r"^.*?: (error: )?(?=\D)", "", kind.split("\n")[0].removeprefix("refused "))
    return re.sub(r"'[^']*'", "…", words)[:110]


def compare(program_runner, seed, count, jobs=2, first=0, shown=10, echo=print):
    """Compares `count` programs; returns how many are of which kind."""
    numbers = range(first, first + count)
    work = [
        (program_runner, seed, numbers[start : start + BATCH]) for start in range(0, count, BATCH)
    ]
    counts, reasons, failures = Counter(), Counter(), []
    with multiprocessing.Pool(jobs) as pool:
        for results in pool.imap_unordered(batch, work):
            for number, kind in results:
                counts[kind.split()[0].rstrip(":")] += 1
                if kind.startswith("refused"):
                    reasons[reason(kind)] += 1
                if is_failure(kind):
                    failures.append((number, kind))
    for number, kind in sorted(failures)[:shown]:
        source = smallest(program_runner, program(seed, number), kind)
        got, ending = swiftscan_runs(program_runner, [source])[0]
        text, error = run(source)
        echo(f"--- program {seed} {number} {kind}\n{source}CPython: {text}{error or ''}")
        echo(f"swiftscan: {got}{ending}\n")
    for words, number in reasons.most_common(20):
        echo(f"{number:>6} refused: {words}")
    echo(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program-runner", required=True, help="the built ProgramRunner")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--shown", type=int, default=10)
    options = parser.parse_args()
    counts = compare(
        options.program_runner,
        options.seed,
        options.cases,
        options.jobs,
        options.first,
        options.shown,
    )
    return 1 if counts["differs"] or counts["crashes"] else 0


if __name__ == "__main__":
    sys.exit(main())
