"""Configs that define modules in the body language: `Tests/Fixtures/modules/<case>/`.

The configs are in `scripts/module_cases/*.yaml`; named sizes are bound here.
"""

from pathlib import Path

from case_files import write_case

CASES = Path(__file__).resolve().parent / "module_cases"
SIZES = {"B": 2, "T": 5, "N": 3}


def write(folder):
    for path in sorted(CASES.glob("*.yaml")):
        try:
            write_case(folder / path.stem, path.read_text(), SIZES)
        except Exception as error:
            raise RuntimeError(f"case {path.name}") from error
