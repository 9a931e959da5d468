"""Tables and plots from what tests/bench/run has measured.

    figures.py FOLDER                  prints what was aimed at and what was reached; plots into FOLDER
    figures.py FOLDER --docs DOCS      also writes the tables and the plot of DOCS/performance.md

A time at an achieved error is interpolated between the tolerances, both logarithmic.  Ratios are taken
within a round, and are the median of the rounds.  The plots need matplotlib.
"""
import json
import math
import pathlib
import re
import statistics
import sys

HAND, PACKAGED, ONE = "CVODE -O3", "CVODE packaged", "one simulation"
ERRORS = (1e-5, 1e-6, 1e-7)


def load(folder, name):
    path = folder / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(x) for x in row) + " |" for row in rows])


def number(x, digits=3):
    """As short as it can be said with so many digits; nothing for what could not be measured."""
    if x is None or math.isnan(x):
        return ""
    return f"{x:.0f}" if abs(x) >= 10 ** (digits - 1) else f"{x:.{digits}g}"


# ---- work and precision -----------------------------------------------------------------------------


def programs_of(points, workload):
    """program -> its points, by achieved error from large to small"""
    found = {}
    for point in points:
        if point["workload"] == workload:
            found.setdefault(point["program"], []).append(point)
    for mine in found.values():
        mine.sort(key=lambda point: -point["rms"])
    return found


def seconds_at(points, error, what, r):
    """Seconds a patient of round r at that achieved error; None if no tolerance is beyond it."""
    for a, b in zip(points, points[1:]):
        if a["rms"] >= error >= b["rms"]:
            part = math.log(error / a["rms"]) / math.log(b["rms"] / a["rms"])
            return a[what][r] * (b[what][r] / a[what][r]) ** part
    return None


def rounds(points, error, what):
    """None for what was not measured"""
    both = [seconds_at(points, error, what, r) for r in range(len(points[0].get(what, [])))]
    return both if both and None not in both else None


def ratios(slow, fast, error, what):
    """A summary is beside tables, since programs by hand make none."""
    a, b = rounds(slow, error, "daily" if what == "summed" else what), rounds(fast, error, what)
    return [x / y for x, y in zip(a, b)] if a and b else None


def median_ratio(slow, fast, error, what):
    found = ratios(slow, fast, error, what) if slow and fast else None
    return statistics.median(found) if found else None


def work_tables(points):
    out = []
    for workload in dict.fromkeys(point["workload"] for point in points):
        mine = programs_of(points, workload)
        rows = []
        for name, curve in mine.items():
            row = [name]
            for error in ERRORS:
                us = rounds(curve, error, "hourly")
                ratio = median_ratio(mine.get(HAND), curve, error, "hourly")
                row.append(f"{number(1e6 * min(us))} ({number(ratio, 2)})" if us else "")
            spread = ratios(mine[HAND], curve, 1e-6, "hourly") if HAND in mine else None
            row += [f"{min(spread):.2f} to {max(spread):.2f}" if spread else "",
                    number(median_ratio(mine.get(HAND), curve, 1e-6, "daily"), 2),
                    number(median_ratio(mine.get(HAND), curve, 1e-6, "summed"), 2),
                    number(median_ratio(mine.get(PACKAGED), curve, 1e-6, "hourly"), 2)]
            rows.append(row)
        out.append(table([f"{workload}: us a patient at an error of"] +
                         [f"{error:.0e}".replace("e-0", "e-") for error in ERRORS] +
                         ["least and most at 1e-6", "daily, at 1e-6", "daily, into a summary", f"beside {PACKAGED}"], rows))
    return "\n\n".join(out)


def nominal_table(points):
    rows = []
    for point in points:
        if math.isclose(point["rtol"], 1e-6) and not point["program"].startswith("population"):
            counts = [number(x) for x in point["counts"]]
            rows.append([point["workload"], point["program"], number(1e6 * min(point["hourly"])),
                         f"{point['rms']:.1e}", f"{point['worst']:.1e}", *counts])
    return table(["at 1e-6", "program", "us", "rms", "worst", "steps", "right-hand sides", "Jacobians",
                  "factorisations"], rows)


# ---- the others ---------------------------------------------------------------------------------------


def slope_ratio(row):
    return statistics.median(a / b for a, b in zip(row["seconds"], row["plain"]))


def slope_table(slopes):
    rows = [[row["workload"], row["solver"], f"{row['rtol']:.0e}", number(1e6 * min(row["plain"])),
             number(1e6 * min(row["seconds"])), f"{slope_ratio(row):.2f}", f"{row['rms']:.1e}",
             f"{row['worst']:.1e}"]
            for row in slopes if 1e-7 < row["rtol"] * 1.01]
    return table(["", "solver", "tolerance", "us without", "us with ten", "ratio", "rms", "worst"], rows)


def scaling_table(scaling, series, what):
    """us a patient, times as fast as CVODE -O3, and what both are off by"""
    mine = [row for row in scaling if row["series"] == series]
    programs = list(dict.fromkeys(row["program"] for row in mine))
    places = sorted({(row["workload"] if series != "states" else "W3", row["x"]) for row in mine})
    by = {(row["workload"] if series != "states" else "W3", row["x"], row["program"]): row for row in mine}
    rows = []
    for workload, x in places:
        hand = by.get((workload, x, HAND), {}).get("us_least")
        cells = []
        for name in programs:
            us = by[workload, x, name]["us_least"]
            cells.append(f"{number(us)} ({number(hand / us, 2)})" if hand and name != HAND else number(us))
        off = [by[workload, x, name]["rms"] for name in (HAND, ONE) if (workload, x, name) in by]
        rows.append([workload, x, *cells, " and ".join(f"{error:.0e}" for error in off)])
    return table(["", what, *programs, "off by"], rows)


def lanes_text(lanes):
    return {0: "as it chooses", 1: "1"}.get(lanes, str(lanes))


def threads_table(population):
    rows = []
    for row in population["lanes"]:
        cost = statistics.median(b / a for a, b in zip(row["cpu_1"], row["cpu_2"]))
        gains = [a / b for a, b in zip(row["clock_1"], row["clock_2"])]
        rows.append([f"`{row['name']}`", lanes_text(row["lanes"]), row["patients"],
                     number(1e6 * min(row["cpu_1"])), number(1e6 * min(row["cpu_2"])),
                     number(1 / min(row["cpu_1"])), f"{cost:.2f}",
                     f"{statistics.median(gains):.2f} ({max(gains):.2f})"])
    return table(["four weeks, daily, a summary", "lanes", "patients", "us of processors, one thread",
                  "two threads", "patients a second and processor", "processors, two threads over one",
                  "clock, one over two: median (most)"], rows)


def population_table(population):
    lanes = list(population["models"][0]["us"])
    rows, logs = [], []
    for row in population["models"]:
        us = [row["us"][width] for width in lanes]
        logs.append([math.log(us[0] / x) for x in us])
        rows.append([f"`{row['name']}`", row["states"],
                     *[number(us[0])] + [f"{number(x)} ({number(us[0] / x, 2)})" for x in us[1:]],
                     row["failed"] or ""])
    if len(lanes) > 1:
        means = [math.exp(statistics.fmean(column)) for column in zip(*logs)]
        rows.append(["geometric mean", "", "", *[f"({mean:.2f})" for mean in means[1:]], ""])
    return table(["model", "states"] + [f"us a patient, lanes: {lanes_text(int(width))}"
                                        for width in lanes] + ["failed of 128"], rows)


SOLVERS = ("rodas5p", "rodas4", "cvode", "adams")


def solver_table(solvers):
    rows, logs, worst, failed = [], {s: [] for s in SOLVERS}, dict.fromkeys(SOLVERS, 0.), dict.fromkeys(SOLVERS, 0)
    for row in solvers["solvers"]:
        cells = []
        for solver in SOLVERS:
            found = row[solver]
            if not found:
                failed[solver] += 1
                cells += ["fails", "", ""]
                continue
            cells += [number(found["us"]), found["steps"], f"{found['off']:.1e}"]
            worst[solver] = max(worst[solver], found["off"])
            if row["cvode"]:
                logs[solver].append(math.log(found["us"] / row["cvode"]["us"]))
        rows.append([f"`{row['model']}`", row["states"], *cells])
    last = []
    for solver in SOLVERS:
        last += [f"{math.exp(statistics.fmean(logs[solver])):.2f}", f"{failed[solver]} fail",
                 f"{worst[solver]:.1e}"]
    rows.append(["time beside cvode, geometric mean; worst error", "", *last])
    head = ["at 1e-6", "states"]
    for solver in SOLVERS:
        head += [f"{solver}: us", "steps", "off by"]
    return table(head, rows)


def registered_precision(solvers, solver):
    """(geometric mean of errors, of times over CVODE's at 1e-6) for each tolerance"""
    rows = solvers["work_precision"]
    scale = {row["model"]: row["cvode"]["us"] for row in rows
             if math.isclose(row["rtol"], 1e-6) and row["cvode"]}
    found = []
    for rtol in sorted({row["rtol"] for row in rows}, reverse=True):
        here = [row for row in rows if row["rtol"] == rtol and row["rodas5p"] and row["cvode"] and
                min(row["rodas5p"]["off"], row["cvode"]["off"]) > 1e-13 and row["model"] in scale]
        found.append((rtol, math.exp(statistics.fmean(math.log(row[solver]["off"]) for row in here)),
                      math.exp(statistics.fmean(math.log(row[solver]["us"] / scale[row["model"]])
                                                for row in here)), len(here)))
    return found


def precision_table(solvers):
    rows = []
    for a, b in zip(registered_precision(solvers, "rodas5p"), registered_precision(solvers, "cvode")):
        rows.append([f"{a[0]:.0e}", f"{a[2]:.2f}", f"{a[1]:.1e}", f"{b[2]:.2f}", f"{b[1]:.1e}", a[3]])
    return table(["tolerance", "rodas5p: time", "off by", "cvode: time", "off by", "models"], rows)


def solver_slopes_table(solvers):
    rows, logs = [], []
    for row in solvers["slopes"]:
        rows.append([f"`{row['model']}`", row["states"], row["slopes"], number(row["us"]),
                     number(row["us_slopes"][0]), f"{row['off'][0]:.1e}", number(row["us_slopes"][1]),
                     f"{row['off'][1]:.1e}"])
        logs.append([math.log(us / row["us"]) for us in row["us_slopes"]])
    means = [math.exp(statistics.fmean(column)) for column in zip(*logs)]
    rows.append(["time beside a run without, geometric mean", "", "", "1", f"{means[0]:.2f}", "",
                 f"{means[1]:.2f}", ""])
    return table(["at 1e-6", "states", "slopes", "rodas5p: us without", "with slopes", "off by",
                  "cvode: with slopes", "off by"], rows)


# ---- what was aimed at ----------------------------------------------------------------------------------


def goals_table(measured):
    rows, points = [], measured["compare"]
    lanes = {4: "population, 4 lanes", 8: "population, 8 lanes"}
    wanted = [(ONE, {"W1": 2.5, "W2": 4}), (lanes[8], {"W1": 20, "W2": 20}), (lanes[4], {"W1": 9, "W2": 9})]
    for name, least in wanted:
        for workload in ("W1", "W2"):
            mine = programs_of(points, workload)
            cells = [median_ratio(mine.get(hand), mine.get(name), 1e-6, what)
                     for hand, what in ((HAND, "hourly"), (HAND, "daily"), (HAND, "summed"), (PACKAGED, "hourly"))]
            rows.append([f"{name}, {workload}", f">= {least[workload]}", *[number(x, 3) for x in cells]])
    for row in measured["population"]["lanes"] if measured["population"] else []:
        if row["name"] in ("W1", "W2"):
            gains = [a / b for a, b in zip(row["clock_1"], row["clock_2"])]
            rows.append([f"two threads beside one, {row['name']}, lanes: {lanes_text(row['lanes'])}",
                         ">= 1.9", f"{statistics.median(gains):.2f}, at most {max(gains):.2f}", "", "", ""])
    rows += slope_goals(measured["slopes"] or [])
    if measured["solvers"]:
        worst = max((row["rodas5p"]["off"], row["model"]) for row in measured["solvers"]["solvers"]
                    if row["rodas5p"])
        rows.append(["error of registered models at 1e-6", "<= 1e-6",
                     f"at most {worst[0]:.1e} (`{worst[1]}`)", "", "", ""])
    return table(["what", "aim", f"reached, beside {HAND}", "daily", "daily, into a summary",
                  f"beside {PACKAGED}"], rows)


def slope_goals(slopes):
    """Beside a run without at the same tolerance, and slopes at 1e-5 beside a run without at 1e-6."""
    rows, mine = [], [row for row in slopes if row["solver"] == "rodas5p"]
    for row in mine:
        default = [other for other in mine
                   if other["workload"] == row["workload"] and math.isclose(other["rtol"], 1e-6)]
        for tolerance, text in ((1e-6, "ten slopes over one simulation"),
                                (1e-5, "ten slopes at 1e-5 over one simulation at 1e-6")):
            if default and math.isclose(row["rtol"], tolerance):
                ratio = statistics.median(a / b for a, b in zip(row["seconds"], default[0]["plain"]))
                rows.append([f"{text}, {row['workload']}", "<= 2.5, rms 1e-7",
                             f"{ratio:.2f}, rms {row['rms']:.1e}", "", "", ""])
    return rows


def machine_text(measured):
    machine = measured["machine"]
    by = {point["program"]: point["sundials"] for point in measured["compare"] if point["sundials"]}
    told = "; ".join(f"{name}: SUNDIALS {version}" for name, version in by.items())
    return (f"{machine['processor']}, {machine['processors']} processors, {machine['vectors']}; "
            f"{machine['compiler']}; {told}.  Load when it began: {machine['load']}.")


# ---- plots ----------------------------------------------------------------------------------------------


def style():
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    plt.rcParams.update({
        "font.size": 9, "font.family": "sans-serif", "axes.spines.top": False, "axes.spines.right": False,
        "axes.grid": True, "grid.color": "#dddddd", "grid.linewidth": 0.6, "lines.linewidth": 1.6,
        "lines.markersize": 4, "legend.frameon": False, "svg.fonttype": "none", "svg.hashsalt": "impakt"})
    return plt


# a population in 1 lane lies on one simulation
LOOK = {PACKAGED: ("#999999", "s"), HAND: ("#222222", "s"), ONE: ("#1f77b4", "o"), "population, 4 lanes": ("#ff7f0e", "D"),
        "population, 8 lanes": ("#d62728", "v")}


def plain_ticks(axis):
    """1, 2 and 5 times the powers of 10, as they are said."""
    low, high = axis.get_ylim()
    ticks = [m * 10 ** e for e in range(-3, 6) for m in (1, 2, 5) if low <= m * 10 ** e <= high]
    axis.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axis.minorticks_off()


def finish(plt, figure, paths):
    for path in paths:
        undated = {"Date": None} if path.suffix == ".svg" else None
        figure.savefig(path, bbox_inches="tight", metadata=undated, dpi=110)
    plt.close(figure)


def plot_work(plt, points, paths):
    figure, axes = plt.subplots(1, 2, figsize=(8.6, 3.5), sharey=True)
    for axis, workload in zip(axes, ("W1", "W2")):
        for name, curve in programs_of(points, workload).items():
            if name not in LOOK:
                continue
            color, marker = LOOK[name]
            axis.loglog([p["rms"] for p in curve], [1e6 * min(p["hourly"]) for p in curve],
                        color=color, marker=marker, label=name)
        axis.set_title({"W1": "W1: 6 states, 5 infusions", "W2": "W2: 20 states, one infusion"}[workload])
        axis.set_xlabel("achieved error (rms)")
        axis.invert_xaxis()
        axis.set_xlim(2e-3, 3e-9)
        axis.minorticks_off()
    plain_ticks(axes[0])
    axes[0].set_ylabel("us a patient")
    figure.subplots_adjust(wspace=0.08)
    axes[1].legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    finish(plt, figure, paths)


def plot_scaling(plt, scaling, path):
    figure, axes = plt.subplots(1, 3, figsize=(9.6, 3.4), sharey=True)
    titles = {"doses": "W1: infusions", "outputs": "W2: output times", "states": "W3: states"}
    for axis, (series, title) in zip(axes, titles.items()):
        mine = [row for row in scaling if row["series"] == series and
                (series != "outputs" or row["workload"] == "W2")]
        for name in dict.fromkeys(row["program"] for row in mine if row["program"] in LOOK):
            color, marker = LOOK[name]
            curve = sorted((row["x"], row["us_least"]) for row in mine if row["program"] == name)
            axis.loglog(*zip(*curve), color=color, marker=marker, label=name)
        axis.set_xlabel(title)
        ticks = sorted({row["x"] for row in mine})
        axis.set_xticks(ticks, [str(x) for x in ticks])
    plain_ticks(axes[0])
    axes[0].set_ylabel("us a patient")
    figure.subplots_adjust(wspace=0.08)
    axes[2].legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    finish(plt, figure, [path])


def plot_registered(plt, solvers, population, path):
    figure, axes = plt.subplots(1, 2, figsize=(8.6, 3.4))
    for solver, color in (("cvode", "#222222"), ("rodas5p", "#1f77b4")):
        curve = registered_precision(solvers, solver)
        axes[0].loglog([row[1] for row in curve], [row[2] for row in curve], color=color, marker="o",
                       label={"cvode": "CVODE, by impakt", "rodas5p": "Rodas5P"}[solver])
    axes[0].invert_xaxis()
    axes[0].set_xlabel("error (geometric mean of the models)")
    axes[0].set_ylabel("time over CVODE's at 1e-6")
    axes[0].legend(loc="upper left")
    plain_ticks(axes[0])
    for width, color in (("4", "#ff7f0e"), ("8", "#d62728")):
        mine = [(row["states"], row["us"]["1"] / row["us"][width]) for row in population["models"]
                if width in row["us"] and "1" in row["us"]]
        if mine:
            axes[1].semilogx(*zip(*mine), color=color, marker="o", linestyle="", alpha=0.7, label=f"{width} lanes")
    axes[1].set_xlabel("states of a registered model")
    axes[1].set_ylabel("times as fast as 1 lane")
    axes[1].set_xticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
    axes[1].minorticks_off()
    if axes[1].lines:
        axes[1].legend(loc="upper left")
    figure.subplots_adjust(wspace=0.25)
    finish(plt, figure, [path])


# ---- all of it ------------------------------------------------------------------------------------------


def write_docs(docs, blocks):
    path = docs / "performance.md"
    text = path.read_text(encoding="utf-8")
    for name, block in blocks.items():
        begin, end = f"<!-- measured: {name} -->", "<!-- end -->"
        text, found = re.subn(re.escape(begin) + "((?!<!--).)*" + re.escape(end),
                              lambda _: f"{begin}\n{block}\n{end}", text, flags=re.DOTALL)
        if found != 1:
            sys.exit(f"{path} has no {begin} with an {end}")
    path.write_text(text, encoding="utf-8")


def main():
    folder = pathlib.Path(sys.argv[1])
    docs = pathlib.Path(sys.argv[3]) if sys.argv[2:3] == ["--docs"] else None
    measured = {name: load(folder, name)
                for name in ("machine", "compare", "slopes", "scaling", "population", "solvers")}
    blocks = {"machine": machine_text(measured), "aims": goals_table(measured),
              "work": work_tables(measured["compare"]), "nominal": nominal_table(measured["compare"]),
              "doses": scaling_table(measured["scaling"], "doses", "infusions"),
              "outputs": scaling_table(measured["scaling"], "outputs", "output times"),
              "states": scaling_table(measured["scaling"], "states", "states"),
              "slopes": slope_table(measured["slopes"]), "threads": threads_table(measured["population"]),
              "models": population_table(measured["population"]),
              "precision": precision_table(measured["solvers"]), "solvers": solver_table(measured["solvers"]),
              "solver slopes": solver_slopes_table(measured["solvers"])}
    for name in ("machine", "aims", "work", "slopes", "threads"):
        print(f"{blocks[name]}\n")
    plt = style()
    pictures = [folder / "work_precision.png"] + ([docs / "work_precision.svg"] if docs else [])
    plot_work(plt, measured["compare"], pictures)
    plot_scaling(plt, measured["scaling"], folder / "scaling.png")
    plot_registered(plt, measured["solvers"], measured["population"], folder / "registered.png")
    if docs:
        write_docs(docs, blocks)


main()
