"""Compares `swiftscan` with the installed Flax over random configs, shapes and keys, and its
interpreter with CPython over random programs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from importlib.metadata import version
from pathlib import Path

import jax
import numpy as np

from parity.case import Case
from parity.comparison import Mismatch
from parity.configs import KINDS, SHARES
from parity.programs.comparison import compare, has_failures

MAY_BE_REFUSED = ("array_program",)  # kinds of which swiftscan may refuse what Flax takes
PACKAGES = ("flax", "jax", "jaxlib", "numpy")


def plan(count):
    """The kinds of the cases: each at least once, in their shares."""
    counts = {kind: max(1, round(share * count)) for kind, share in SHARES.items()}
    counts["cell"] += max(0, count - sum(counts.values()))
    return [kind for kind, number in counts.items() for _ in range(number)]


class Report:
    """Counts of cases and their greatest errors, by kind and dtype."""

    def __init__(self):
        self.passed, self.failed, self.both_refuse = Counter(), Counter(), 0
        self.refusals = Counter()  # reasons of swiftscan alone
        self.worst = defaultdict(lambda: np.zeros(3))

    def run(self, case):
        """Runs a case, and keeps its folder if it fails."""
        group = (case.kind, case.precision)
        try:
            errors = case.run()
            self.worst[group] = np.maximum(self.worst[group], errors or 0)
            self.passed[group] += 1
            self.both_refuse += errors is None
            shutil.rmtree(case.folder)
        except (Mismatch, subprocess.TimeoutExpired) as problem:
            if case.kind in MAY_BE_REFUSED and "ended with 65:" in str(problem):
                self.refusals[reason(problem)] += 1
            else:
                self.failed[group] += 1
                print(f"{case.folder}: {problem}")
        finally:
            jax.clear_caches()  # each compiled function holds memory maps, and their number is limited

    def show(self):
        titles = ["passed", "failed", "init", "apply", "Flax p"]
        print(f"\n{'kind':<12}{'type':<10}" + "".join(f"{title:>9}" for title in titles))
        for group in sorted(self.passed.keys() | self.failed.keys()):
            errors = "".join(f"{error:>9.1e}" for error in self.worst[group])
            counts = f"{self.passed[group]:>9}{self.failed[group]:>9}"
            print(f"{group[0]:<12}{group[1]:<10}{counts}{errors}")
        for words, number in self.refusals.most_common():
            print(f"{number:>6} refused: {words}")
        print(f"{self.passed.total()} passed, of which both refuse {self.both_refuse};", end=" ")
        print(f"{self.failed.total()} failed")


def reason(problem):
    """A refusal without its place and names, to count it by."""
    words = str(problem).split("error: ")[-1].split("\n")[0]
    return re.sub(r"^\S+:\d+:\d+: |'\S*'", "", words)


def compare_programs(options):
    """Whether random Python programs do what CPython does."""
    print("Python programs")
    jobs = os.cpu_count() or 1
    counts = compare(options.program_runner, options.seed, options.programs, jobs)
    return not has_failures(counts)


def compare_models(options):
    """Whether random configs give what Flax gives."""
    print("with " + ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    report = Report()
    kinds = [options.only] * options.cases if options.only else plan(options.cases)
    for number, kind in enumerate(kinds):
        report.run(Case(kind, number, options.seed, options.work, options.swiftscan))
    report.show()
    return not report.failed


def main():
    parser = argparse.ArgumentParser(description="Compares swiftscan with Flax and CPython.")
    parser.add_argument("--swiftscan", required=True, help="the program")
    parser.add_argument("--work", type=Path, required=True, help="where failing cases are kept")
    parser.add_argument("--cases", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--program-runner", help="what runs Python programs with its interpreter")
    parser.add_argument("--programs", type=int, default=2000, help="random Python programs")
    parser.add_argument("--only", choices=["program", *KINDS], help="one kind of case")
    options = parser.parse_args()
    if options.only == "program":
        return int(not compare_programs(options))
    if options.only is None and options.program_runner and not compare_programs(options):
        return 1
    return int(not compare_models(options))


if __name__ == "__main__":
    sys.exit(main())
