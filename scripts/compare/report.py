"""A table and a plot of what was measured."""

NAMES = {
    "onnx": "ONNX Runtime",
    "torch": "PyTorch",
    "torch-compiled": "PyTorch compiled",
    "jax-chunked": "JAX, chunked",
    "flax": "Flax jit",
}


def table(results):
    """Rows of medians in ms, and of others' medians over ours."""
    lines = [
        f"{'case':28}{'swiftscan':>12}"
        + "".join(f"{name:>26}" for name in NAMES.values())
        + f"{'of peak':>10}{'others':>14}{'largest difference':>20}"
    ]
    for result in results:
        ours = result["median_ms"]["swiftscan"]
        cells = []
        for name in NAMES:
            other = result["median_ms"].get(name)
            text = f"{other:.3f} ms = {other / ours:.2f} ×" if other else "–"
            cells.append(f"{text:>26}")
        lines.append(
            f"{result['case']:28}{ours:>9.3f} ms"
            + "".join(cells)
            + f"{share(result):>10}{others(result):>14}{largest_difference(result):>20}"
        )
    return "\n".join(lines) + "\n"


def share(result):
    value = result.get("details", {}).get("peak_share")
    return f"{value:.0%}" if value is not None else "–"


def others(result):
    """How many cores other processes took in the busiest round that counts."""
    cores = result.get("others_cores")
    return f"{max(cores):.2f} cores" if cores else "–"


def largest_difference(result):
    values = [value for name, value in result["difference"].items() if name != "swiftscan"]
    if not values:
        return "–"
    ours = result["difference"].get("swiftscan")
    return f"{max(values):.1e}" if ours is None else f"{ours:.1e} <= {min(values):.1e}"


def plot(results, path):
    """How many times as long as ours the others' runs take, on a logarithmic scale."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(10, 0.7 * len(results) + 1.5))
    height = 0.8 / len(NAMES)
    for place, (name, title) in enumerate(NAMES.items()):
        rows = [i for i, result in enumerate(results) if name in result["median_ms"]]
        ratios = [
            results[i]["median_ms"][name] / results[i]["median_ms"]["swiftscan"] for i in rows
        ]
        positions = [i + (place - 1.5) * height for i in rows]
        bars = axes.barh(positions, [max(r, 0.01) for r in ratios], height, label=title)
        axes.bar_label(bars, [f" {ratio:.2f}" for ratio in ratios], fontsize=7)
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_yticks(range(len(results)), [result["case"] for result in results])
    axes.margins(x=0.08, y=0.01)
    axes.invert_yaxis()
    axes.set_xlabel("time of a run, in swiftscan's: right of 1, swiftscan is faster")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
