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
from compare.load import Load
from compare.report import plot, table
from compare.scaling import scaling

# float32, summed in other orders over at most a hundred steps or twelve layers.
TOLERANCE = 1e-4
# So that threads that wait for work by spinning have gone to sleep.
PAUSE = 0.3
# A round in which others took more than so many cores is repeated, for a while.
BUSY = 0.1


def main():
    arguments = parse()
    arguments.work.mkdir(parents=True, exist_ok=True)
    if arguments.scaling:
        print(scaling(arguments.swiftscan, arguments.work, arguments.threads))
        return
    results = []
    for case in CASES:
        if arguments.only in case.name:
            more = compare(case, arguments)
            results += more
            print(table(more), flush=True)
    if arguments.only in "cold":
        results.append(compare_cold(arguments.swiftscan, arguments.work, arguments.rounds))
    (arguments.work / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    (arguments.work / "table.txt").write_text(table(results))
    plot(results, arguments.work / "speed.png")
    print(table(results))
    wrong = [r["case"] for r in results if differs(r["difference"])]
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
    parser.add_argument("--instructions", default="", help="other builds than the best, as avx2")
    parser.add_argument("--scaling", action="store_true", help="time over T, B and layers instead")
    return parser.parse_args()


def absolute(path):
    return Path(path).resolve()


def differs(difference):
    """Whether somebody's outputs are others; with weights in 8 bits, whether ours are less exact."""
    others = [value for name, value in difference.items() if name != "swiftscan"]
    if "swiftscan" in difference:
        return difference["swiftscan"] > min(others)
    return max(others, default=0) > TOLERANCE


def compare(case, arguments):
    """Everybody in turn; the median of the rounds' medians counts. A result for each build of ours."""
    folder = arguments.work / case.name
    expected = prepare(arguments.swiftscan, case, folder)
    workers = [Worker(name, case, folder, arguments.threads) for name in case.others]
    builds = ["", *filter(None, arguments.instructions.split(","))]
    ours = [
        Swiftscan(arguments.swiftscan, case, folder, arguments.threads, build) for build in builds
    ]
    try:
        for worker in workers:
            worker.wait_until_ready()
        rounds = measure([*ours, *workers], arguments.rounds, arguments.seconds)
    finally:
        for worker in workers:
            worker.close()
    inexact = (*case.others, "swiftscan") if case.weights != "float32" else case.others
    differences = {name: difference(folder, name, expected) for name in inexact}
    return [result(case, each, workers, rounds, differences) for each in ours]


def result(case, ours, workers, rounds, differences):
    """What one build of ours and the others made of a case."""
    names = {"swiftscan": ours.name} | {worker.name: worker.name for worker in workers}
    medians = {key: [r["median"][name] for r in rounds] for key, name in names.items()}
    return {
        "case": f"{case.name} {ours.build}".strip(),
        "median_ms": {key: statistics.median(times) for key, times in medians.items()},
        "min_ms": {key: min(r["min"][name] for r in rounds) for key, name in names.items()},
        "rounds_ms": medians,
        "others_cores": [r["others"] for r in rounds],
        "difference": differences,
        "details": ours.details,
    }


def measure(everybody, wanted, seconds):
    """Rounds, each in an order of its own. Those in which others worked are repeated, at most twice as
    many as are wanted; the quietest count."""
    shuffle = random.Random(0)
    rounds = []
    while len(rounds) < 3 * wanted and sum(r["others"] <= BUSY for r in rounds) < wanted:
        shuffle.shuffle(everybody)
        load = Load([each.process for each in everybody if isinstance(each, Worker)])
        times = {}
        for each in everybody:
            time.sleep(PAUSE)
            times[each.name] = each.measure(seconds)
        rounds.append(
            {
                "median": {name: median for name, (median, _) in times.items()},
                "min": {name: minimum for name, (_, minimum) in times.items()},
                "others": load.cores() or 0,
            }
        )
    return sorted(rounds, key=lambda r: r["others"])[:wanted]


if __name__ == "__main__":
    main()
