"""Calls of Python's functions of text and numbers with CPython's results:
`Tests/Fixtures/python/*.tsv`.

    python3 scripts/python_fixtures.py    # CPython 3.11

A line is a call and its outcome, parted by ` => `; see `python_differential/compare.py`.
"""

import pathlib
import platform
import sys

ROOT = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "python_differential"))
import compare  # noqa: E402

OUTPUT = ROOT.parent / "Tests" / "Fixtures" / "python"
CALLS = 40
LETTERS = {"i": "integers", "f": "floats", "c": "complex", "m": "math"}
FORMATS = ("iformat", "bformat", "fformat", "sformat", "cformat", "%", "%d", "template")


def group(name):
    """File of a function's calls."""
    if name in FORMATS:
        return "formats"
    is_number = name[0] in LETTERS and not hasattr(str, name) and name not in ("classes", "compare")
    return LETTERS[name[0]] if is_number else "texts"


def main():
    """Writes the files."""
    lines = {}
    for line, outcome in compare.calls(CALLS, seed=3, only=None):
        name = line.split("\t")[0]
        if outcome is None:
            continue
        lines.setdefault(group(name), set()).add(f"{line} => {outcome}")
    OUTPUT.mkdir(exist_ok=True)
    for name, calls in lines.items():
        head = f"# CPython {platform.python_version()}; written by scripts/python_fixtures.py\n"
        (OUTPUT / f"{name}.tsv").write_text(head + "\n".join(sorted(calls)) + "\n")


if __name__ == "__main__":
    main()
