#!/usr/bin/env python3
"""Writes what CPython prints for each of Programs/*.py beside it, as *.out.

Made with CPython 3.11; every program ends by itself and prints no address and no set in its own
order, so that any CPython from 3.10 gives nearly the same: messages of errors differ in words.
"""

import pathlib
import subprocess
import sys

PROGRAMS = pathlib.Path(__file__).resolve().parent / "Programs"


def output(program):
    """Standard output of a program, which has to end without an error."""
    command = [sys.executable, "-I", "-W", "ignore", "-X", "utf8", str(program)]
    done = subprocess.run(command, capture_output=True, timeout=30)
    if done.returncode:
        sys.exit(f"{program.name} fails:\n{done.stderr.decode()}")
    return done.stdout


def main():
    for program in sorted(PROGRAMS.glob("*.py")):
        program.with_suffix(".out").write_bytes(output(program))


if __name__ == "__main__":
    main()
