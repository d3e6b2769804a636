"""Random configs, by kind: functions that make the text of a config and the sizes it names.

`KINDS` are the functions, which take a NumPy generator; `SHARES` how much of all cases each kind is.
"""

from parity.configs import (
    array_programs,
    attention,
    cells,
    language,
    layers,
    linear,
    matrix_recurrences,
    recurrences,
    scans,
)

SOURCES = [
    array_programs, attention, cells, language, layers, linear, matrix_recurrences, recurrences,
    scans,
]  # fmt: skip
KINDS = {kind: make for source in SOURCES for kind, make in source.KINDS.items()}
SHARES = {kind: share for source in SOURCES for kind, share in source.SHARES.items()}
