"""Compares swiftscan with other frameworks: see `scripts/compare/run`."""

import argparse
import json
import random
import statistics
import sys
import time
from pathlib import Path

from compare.cases import CASES
from compare.cold import compare_cold
from compare.contestants import Swiftscan, Worker, difference, prepare
from compare.report import plot, table
from compare.scaling import scaling

# float32, summed in other orders over at most a hundred steps or twelve layers.
TOLERANCE = 1e-4
# So that threads that wait for work by spinning have gone to sleep.
PAUSE = 0.3


def main():
    arguments = parse()
    arguments.work.mkdir(parents=True, exist_ok=True)
    if arguments.scaling:
        print(scaling(arguments.swiftscan, arguments.work, arguments.threads))
        return
    results = []
    for case in CASES:
        if arguments.only in case.name:
            results.append(compare(case, arguments))
            print(table(results[-1:]), flush=True)
    if arguments.only in "cold":
        results.append(compare_cold(arguments.swiftscan, arguments.work, arguments.rounds))
    (arguments.work / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    (arguments.work / "table.txt").write_text(table(results))
    plot(results, arguments.work / "speed.png")
    print(table(results))
    wrong = [r["case"] for r in results if max(r["difference"].values(), default=0) > TOLERANCE]
    if wrong:
        sys.exit(f"outputs differ: {', '.join(wrong)}")


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--swiftscan", required=True, type=absolute)
    parser.add_argument("--work", required=True, type=absolute)
    parser.add_argument("--only", default="", help="cases with this in their name")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5, help="a slice of one of them")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--scaling", action="store_true", help="time over T, B and layers instead")
    return parser.parse_args()


def absolute(path):
    return Path(path).resolve()


def compare(case, arguments):
    """Everybody in turn; the median of the rounds' medians counts."""
    folder = arguments.work / case.name
    ours = prepare(arguments.swiftscan, case, folder)
    workers = [Worker(name, case, folder, arguments.threads) for name in case.others]
    swiftscan = Swiftscan(arguments.swiftscan, folder, arguments.threads)
    try:
        for worker in workers:
            worker.wait_until_ready()
        medians, minima = measure([swiftscan, *workers], arguments.rounds, arguments.seconds)
    finally:
        for worker in workers:
            worker.close()
    return {
        "case": case.name,
        "median_ms": {name: statistics.median(times) for name, times in medians.items()},
        "min_ms": {name: min(times) for name, times in minima.items()},
        "rounds_ms": medians,
        "difference": {name: difference(folder, name, ours) for name in case.others},
        "details": swiftscan.details,
    }


def measure(everybody, rounds, seconds):
    """Medians and minima of each round by name; each round has an order of its own."""
    medians = {each.name: [] for each in everybody}
    minima = {each.name: [] for each in everybody}
    shuffle = random.Random(0)
    for _ in range(rounds):
        shuffle.shuffle(everybody)
        for each in everybody:
            time.sleep(PAUSE)
            median, minimum = each.measure(seconds)
            medians[each.name].append(median)
            minima[each.name].append(minimum)
    return medians, minima


if __name__ == "__main__":
    main()
