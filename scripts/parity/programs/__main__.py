"""Compares random Python programs with CPython, without any of JAX.

    swift build --product ProgramRunner
    PYTHONPATH=scripts python3 -m parity.programs --program-runner .build/debug/ProgramRunner
"""

import argparse
import sys

from parity.programs.comparison import compare, has_failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program-runner", required=True, help="the built ProgramRunner")
    parser.add_argument("--programs", type=int, default=2000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--shown", type=int, default=10, help="failures shown in full")
    o = parser.parse_args()
    counts = compare(o.program_runner, o.seed, o.programs, o.jobs, o.first, o.shown)
    return int(has_failures(counts))


if __name__ == "__main__":
    sys.exit(main())
