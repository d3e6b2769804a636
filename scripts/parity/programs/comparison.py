"""Runs random programs in CPython and in swiftscan's interpreter, and compares what they print.

A program that swiftscan refuses, saying why, is counted by its reason; any other difference is
printed with its number and the smallest program that still shows it, and is a failure. Lines
`! TYPE words` tell of an error: the type has to be the same, the words may be others.
"""

import re
import resource
import select
import subprocess
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from parity.programs.generator import program
from parity.programs.minimizer import minimized
from parity.programs.runs import run

TIMEOUT = 60
BATCH = 500
MEMORY = 4 << 30  # bytes of a process, that of CPython too
UNSTABLE = re.compile(r"<(class|module|function|built-in|bound|generator|enum) | at 0x")
ERROR_LINE = re.compile(r"^(! \w+).*$", re.M)


class Interpreter:
    """swiftscan's interpreter in a process of its own, which is started anew after a crash."""

    def __init__(self, program_runner):
        self.program_runner, self.process = program_runner, None
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "program.py"

    def run(self, source):
        """What a program prints, and how it ends: `ends`, `raises TYPE …`, `refused …` or
        `crashes …`."""
        self.path.write_text(source)
        if self.process is None:
            self.process = subprocess.Popen(
                [self.program_runner],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        self.process.stdin.write(f"{self.path}\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], TIMEOUT)
        ending = self.process.stdout.readline().rstrip("\n") if ready else ""
        if not ending:
            self.process.kill()
            code, self.process = self.process.wait(), None
            return "", f"crashes with {code}" if ready else "crashes: takes too long"
        output = Path(f"{self.path}.got").read_bytes()
        return output.decode("utf-8", "replace"), ending


interpreter = None


def start(program_runner):
    """Starts the interpreter of a worker."""
    global interpreter
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    interpreter = Interpreter(program_runner)


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


def one(job):
    """The number of a program and of what kind its comparison is."""
    seed, number = job
    source = program(seed, number)
    return number, classified(source, run(source), interpreter.run(source))


def is_failure(kind):
    return kind.startswith(("differs", "crashes"))


def smallest(source, kind):
    """The smallest program that fails in the same way: differs, or crashes."""

    def fails(text):
        try:
            expected = run(text)
        except BaseException:
            return False
        if UNSTABLE.search(expected[0]):
            return False
        found = classified(text, expected, interpreter.run(text))
        return is_failure(found) and found.split()[0] == kind.split()[0]

    return minimized(source, fails)


def reason(kind):
    """A refusal without names and numbers, to count it by."""
    words = re.sub(r"^.*?: (error: )?(?=\D)", "", kind.split("\n")[0].removeprefix("refused "))
    return re.sub(r"'[^']*'", "…", words)[:110]


def results(program_runner, work, jobs):
    """The numbers and kinds of comparisons. A program that ends CPython's own process is found by
    halving, and is of the kind `unrunnable`."""
    done = set()
    try:
        with ProcessPoolExecutor(jobs, initializer=start, initargs=(program_runner,)) as pool:
            for result in pool.map(one, work, chunksize=10):
                done.add(result[0])
                yield result
    except BrokenProcessPool:
        rest = [job for job in work if job[1] not in done]
        if len(rest) == 1:
            yield rest[0][1], "unrunnable: it ends CPython itself"
        elif rest:
            for half in (rest[: len(rest) // 2], rest[len(rest) // 2 :]):
                yield from results(program_runner, half, jobs)


def compare(program_runner, seed, count, jobs=2, first=0, shown=10):
    """Compares `count` programs; returns how many are of which kind."""
    work = [(seed, number) for number in range(first, first + count)]
    counts, reasons, failures = Counter(), Counter(), []
    for place in range(0, count, BATCH):
        for number, kind in results(program_runner, work[place : place + BATCH], jobs):
            counts[kind.split()[0].rstrip(":")] += 1
            if kind.startswith("refused"):
                reasons[reason(kind)] += 1
            if is_failure(kind):
                failures.append((number, kind))
    start(program_runner)
    for number, kind in sorted(failures)[:shown]:
        show_failure(seed, number, kind)
    for number, kind in sorted(failures)[shown:]:
        print(f"program {seed} {number} {kind[:200]}")
    for words, number in reasons.most_common(20):
        print(f"{number:>6} refused: {words}")
    print(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    return counts


def show_failure(seed, number, kind):
    """Prints the smallest program that fails as one does."""
    source = smallest(program(seed, number), kind)
    got, ending = interpreter.run(source)
    text, error = run(source)
    print(f"--- program {seed} {number} {kind}\n{source}CPython: {text}{error or ''}")
    print(f"swiftscan: {got}{ending}\n")


def has_failures(counts):
    return counts["differs"] + counts["crashes"] > 0
