"""Compares the JSON Schema of configs with what `swiftscan check` takes.

The schema must take every config of `configs/`, of `Tests/Fixtures` and of the README; and of
copies of these with a mistake in them, what the schema refuses `swiftscan check` must refuse too.
"""

import argparse
import copy
import json
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml
from jsonschema import Draft7Validator

from oracle import FIXTURES, ROOT

WRONG_VALUES = [3, "zzz", True, ["zzz"], {"zzz": 3}]


def configs():
    """Names and texts of configs that are known to be right."""
    paths = [*ROOT.glob("configs/*.yaml"), *FIXTURES.glob("*/*/config.yaml")]
    for path in sorted(paths):
        yield str(path.relative_to(ROOT)), path.read_text()
    blocks = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "README.md").read_text(), re.S | re.M)
    for number, text in enumerate(blocks):
        if "model:" in text:
            yield f"README.md, block {number}", text


def with_text_keys(value):
    """The value as JSON has it, whose keys are text: `true: 0` is `"true": 0`."""
    if isinstance(value, dict):
        names = {True: "true", False: "false"}
        return {names.get(key, str(key)): with_text_keys(item) for key, item in value.items()}
    return [with_text_keys(item) for item in value] if isinstance(value, list) else value


def maps_in(value):
    if isinstance(value, dict):
        yield value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        yield from maps_in(item)


def mistaken(config, rng):
    """A copy with one key left out, misspelt or of another value."""
    changed = copy.deepcopy(config)
    place = rng.choice([each for each in maps_in(changed) if each])
    key = rng.choice(list(place))
    kind = rng.randrange(3)
    if kind == 0:
        del place[key]
    elif kind == 1:
        place[f"{key}x"] = place.pop(key)
    else:
        place[key] = rng.choice(WRONG_VALUES)
    return changed


def is_taken(swiftscan, config, folder):
    """Whether `swiftscan check` takes a config."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", dir=folder) as file:
        yaml.safe_dump(config, file, sort_keys=False)
        file.flush()
        done = subprocess.run([swiftscan, "check", file.name], capture_output=True, timeout=60)
    return done.returncode == 0


def mistakes(right, validator, count):
    """Configs with mistakes that the schema refuses, with what it says of them."""
    rng = random.Random(0)
    for _ in range(count):
        name, config = rng.choice(right)
        changed = mistaken(config, rng)
        error = next(validator.iter_errors(with_text_keys(changed)), None)
        if error is not None:
            yield name, changed, error.message


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--swiftscan", required=True, type=Path, help="the command")
    parser.add_argument("--mistakes", type=int, default=300, help="how many are tried")
    options = parser.parse_args()
    swiftscan = options.swiftscan.resolve()
    output = subprocess.run([swiftscan, "schema"], check=True, capture_output=True, text=True)
    schema = json.loads(output.stdout)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    right = [(name, yaml.safe_load(text)) for name, text in configs()]
    faults = 0
    for name, config in right:
        for error in validator.iter_errors(with_text_keys(config)):
            print(f"{name}: the schema refuses {error.json_path}: {error.message[:200]}")
            faults += 1
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        refused = list(mistakes(right, validator, options.mistakes))
        taken = pool.map(lambda each: is_taken(swiftscan, each[1], folder), refused)
        for (name, config, message), is_fault in zip(refused, taken):
            if is_fault:
                print(f"{name} with a mistake: {message[:200]}\n{yaml.safe_dump(config)[:600]}")
                faults += 1
    print(f"{len(right)} configs and {len(refused)} mistakes compared, {faults} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
