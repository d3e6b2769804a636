"""What swiftscan is compared with: real Flax models of configs, and CPython's results of calls.

No library is imported here: what reads and writes files of arrays (`oracle.tree_files`) is used by
programs without Flax.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests" / "Fixtures"
