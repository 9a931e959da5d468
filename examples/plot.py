"""Plots what `impakt run --out RESULTS` left there: one picture a scenario.

    python3 examples/plot.py RESULTS [--format png|svg|pdf]

A panel for each watched quantity, a colour for each arm, a strip with what was given at the
bottom.  Levels that the scenario's measures ask about are dashed lines."""

import argparse
import csv
import json
import math
import re
import sys
import textwrap
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator, MultipleLocator

# told apart by colour-blind eyes, and in grey by their line
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444", "#8c6d1f"]
LINES = ["-", "--", "-.", ":"]
HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "d": 24.0, "week": 168.0, "wk": 168.0}
RATIO = 100  # a quantity whose upper three quarters span more is shown on a logarithmic axis
DEEPEST = 6  # decades below the peak that are still shown

plt.rcParams.update({
    "font.size": 10, "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": "#888888", "axes.labelcolor": "#222222", "text.color": "#222222",
    "xtick.color": "#555555", "ytick.color": "#555555", "axes.grid": True,
    "grid.color": "#e6e6e6", "grid.linewidth": 0.8, "axes.axisbelow": True,
    "axes.formatter.limits": (-4, 5), "axes.formatter.use_mathtext": True,
    "lines.linewidth": 1.8, "svg.fonttype": "none", "savefig.facecolor": "white",
})


def split(heading):
    """Name and unit of a column."""
    name, _, unit = heading.rpartition(" (")
    return name, unit.rstrip(")")


def read_table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        headings = next(rows)
        numbers = np.array([[float(cell) for cell in row] for row in rows]).reshape(
            -1, len(headings))
    return {heading: numbers[:, i] for i, heading in enumerate(headings)}


def read_levels(path):
    """Levels that measures ask about, by quantity."""
    levels = {}
    if path.is_file():
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["level"]:
                    levels.setdefault(row["quantity"], set()).add(float(row["level"]))
    return levels


def pretty(unit):
    """A unit as it is printed: 10⁹/L for 1e9/L, nothing for 1."""
    raised = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    unit = re.sub(r"\b1e(\d+)", lambda m: "10" + m[1].translate(raised), unit)
    unit = re.sub(r"\b([a-zµ]*m)([23])\b", lambda m: m[1] + m[2].translate(raised), unit)
    return unit.replace("*", "·").replace("ug", "µg").replace("uL", "µL").replace("umol", "µmol")


def style(index):
    """Colour of an arm, and its line once the colours are used up."""
    return {"color": COLOURS[index % len(COLOURS)],
            "linestyle": LINES[index // len(COLOURS) % len(LINES)]}


def covers(times, curve, earlier_times, earlier):
    """Where a curve hides another that was drawn before.  On a steep slope that is the case even
    if the values differ: a line's width to either side makes no difference."""
    aside = 0.004 * times[-1]
    near = [np.interp(times + shift, earlier_times, earlier) for shift in (-aside, 0, aside)]
    room = 0.03 * np.max(np.abs(near), axis=0) + 1e-9 * np.nanmax(np.abs(earlier))
    return (np.min(near, axis=0) - room <= curve) & (curve <= np.max(near, axis=0) + room)


def draw_curves(axis, heading, time, tables):
    drawn = []
    for index, table in enumerate(tables):
        if heading not in table:
            continue
        times, curve = table[time], table[heading]
        hides = [hidden for hidden in (covers(times, curve, *other) for other in drawn)
                 if np.mean(hidden) > 0.6]
        drawn.append((times, curve))
        if hides:  # gaps let the one below show; the legend has the line without them
            axis.plot(times, curve, **{**style(index), "linestyle": (0, (4, 4 * len(hides)))})
            curve = np.where(np.any(hides, axis=0), np.nan, curve)
        axis.plot(times, curve, **style(index))
    return [curve for _, curve in drawn]


def choose_scale(axis, curves):
    """Logarithmic if the values are of one sign and differ much, else linear."""
    values = np.concatenate([c[np.isfinite(c)] for c in curves] or [np.empty(0)])
    positive = values[values > 0]
    if len(positive) == 0 or values.min() < -1e-9 * values.max():
        return
    highest = positive.max()
    # what remains long after a last dose is no range worth showing
    if highest / np.quantile(positive, 0.25) < RATIO:
        axis.set_ylim(bottom=min(0, values.min()))
        return
    axis.set_yscale("log")
    bottom = max(positive.min(), highest * 10.0**-DEEPEST)
    axis.set_ylim(10 ** (math.log10(bottom) - 0.1), highest * 2)


def draw_doses(axis, arms, time_unit, end):
    """One row an arm: points for boluses and short infusions, as large as their amount; bars for
    long infusions, as tall as their rate; a stroke where a rule fired."""
    hours = HOURS[time_unit]
    doses = [(row, d, d["time (h)"] / hours, d["duration (h)"] / hours, d["amount"] or 0)
             for row, arm in enumerate(arms) for d in arm.get("doses", [])]
    doses = [d for d in doses if d[2] <= end]
    markers = dict(zip(sorted({d["input"] for _, d, *_ in doses}), "ovsD^P*X"))
    largest, fastest = {}, {}
    for _, dose, _, length, amount in doses:
        of = dose["input"]
        if length > 0.01 * end:
            fastest[of] = max(fastest.get(of, 0), amount / length)
        else:
            largest[of] = max(largest.get(of, 0), amount)
    for row, dose, begin, length, amount in doses:
        of, colour = dose["input"], style(row)["color"]
        if length > 0.01 * end:
            share = amount / length / (fastest[of] or 1)
            axis.barh(row, min(length, end - begin), left=begin, height=0.12 + 0.5 * share,
                      color=colour, linewidth=0, alpha=0.75)
        else:
            share = amount / (largest[of] or 1)
            axis.plot(begin, row, markers.get(of, "o"), color=colour, clip_on=False, zorder=3,
                      markersize=3 + 4 * math.sqrt(share), markeredgecolor="white",
                      markeredgewidth=0.6)
    fired = [(time / hours, row) for row, arm in enumerate(arms) for rule in arm.get("rules", [])
             for time in rule["fired (h)"]]
    if fired:
        axis.plot(*zip(*fired), "|", color="0.1", markersize=11, markeredgewidth=1.2, zorder=4)
    axis.set_ylim(len(arms) - 0.4, -0.6)
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    axis.grid(False)
    axis.set_ylabel("given\n| rule" if fired else "given", rotation=0, ha="right",
                    va="center")


def plot(about_path, ending):
    about = json.loads(about_path.read_text(encoding="utf-8"))
    stem = about_path.name.removesuffix(".run.json")
    arms = [arm for arm in about["arms"] if "table" in arm]
    if not arms:
        return None
    tables = [read_table(about_path.parent / arm["table"]) for arm in arms]
    time = next(iter(tables[0]))
    time_unit = split(time)[1]
    quantities = [heading for heading in tables[0] if heading != time]
    levels = read_levels(about_path.parent / f"{stem}.measures.csv")
    end = max(table[time][-1] for table in tables)
    dosed = time_unit in HOURS and any(arm.get("doses") for arm in arms)

    columns = 1 if len(quantities) <= 3 else 2 if len(quantities) <= 10 else 3
    rows = math.ceil(len(quantities) / columns)
    strip = 0.16 * len(arms) + 0.14
    heights = [2.3 if columns > 1 or rows > 1 else 3.2] * rows + ([strip] if dosed else [])
    width = 7.4 if columns == 1 else 4.6 * columns
    # room for title, legend and note is in inches, whatever the size of the panels
    title = textwrap.wrap(about.get("scenario") or stem, int(width * 9.5))
    note = textwrap.wrap(about.get("look_at", ""), int(width * 14.5))
    named = len(arms) > 1 or arms[0]["name"]
    entry = 0.75 + 0.076 * max(len(arm["name"]) for arm in arms)
    side_by_side = max(1, min(len(arms), int((width - 0.4) / entry)))
    legend_rows = math.ceil(len(arms) / side_by_side) if named else 0
    under_title = 0.16 + 0.24 * len(title)
    top = under_title + 0.05 + 0.22 * legend_rows + (0.1 if named else 0)
    bottom = 0.5 + 0.18 * len(note) + (0.1 if note else 0)
    height = sum(heights) + 0.32 * (len(heights) - 1) + top + bottom
    figure = plt.figure(figsize=(width, height))
    grid = figure.add_gridspec(len(heights), columns, height_ratios=heights, left=0.85 / width,
                               right=1 - 0.25 / width, top=1 - top / height,
                               bottom=bottom / height, hspace=0.32 * len(heights) / sum(heights),
                               wspace=0.28)
    last = len(heights) - 1
    axes = []
    for i, heading in enumerate(quantities):
        row, column = divmod(i, columns)
        axis = figure.add_subplot(grid[row, column], sharex=axes[0] if axes else None)
        axes.append(axis)
        choose_scale(axis, draw_curves(axis, heading, time, tables))
        name, unit = split(heading)
        axis.set_ylabel(f"{name} ({pretty(unit)})" if unit != "1" else name)
        low, high = axis.get_ylim()
        for level in sorted(levels.get(name, ())):
            if low < level < high:
                axis.axhline(level, color="#777777", linewidth=1, linestyle=(0, (4, 3)))
        axis.tick_params(labelbottom=not dosed and i + columns >= len(quantities), length=3)
    strips = []
    if dosed:
        for column in range(columns):
            axis = figure.add_subplot(grid[last, column], sharex=axes[0])
            draw_doses(axis, arms, time_unit, end)
            if column:
                axis.set_ylabel("")
            strips.append(axis)
    for axis in strips or axes[-columns:]:
        axis.set_xlabel(f"time ({time_unit})")
        axis.tick_params(labelbottom=True, length=3)
    axes[0].set_xlim(0, end)
    weeks = time_unit == "d" and 14 <= end <= 400
    axes[0].xaxis.set_major_locator(
        MultipleLocator(7 * max(1, math.ceil(end / 70 * columns / 1.4))) if weeks
        else MaxNLocator(8, steps=[1, 2, 2.5, 3, 5, 6, 10]))

    figure.text(0.25 / width, 1 - 0.1 / height, "\n".join(title), ha="left", va="top",
                fontsize=12.5, fontweight="bold")
    if named:
        handles = [plt.Line2D([], [], **style(index)) for index in range(len(arms))]
        figure.legend(handles, [arm["name"] for arm in arms], loc="upper left",
                      ncol=side_by_side, frameon=False, borderaxespad=0, borderpad=0,
                      bbox_to_anchor=(0.25 / width, 1 - under_title / height), handlelength=1.6,
                      columnspacing=1.4, labelspacing=0.35)
    if note:
        figure.text(0.25 / width, 0.1 / height, "\n".join(note), ha="left", va="bottom",
                    fontsize=8.5, color="#666666", linespacing=1.35)
    path = about_path.with_name(f"{stem}.{ending}")
    # without a date, so that the same results make the same file
    figure.savefig(path, dpi=150, metadata={"png": {"Software": None}, "svg": {"Date": None},
                                            "pdf": {"CreationDate": None}}[ending])
    plt.close(figure)
    return path


def main():
    parser = argparse.ArgumentParser(description="Plots the results of impakt run.")
    parser.add_argument("results", type=Path, help="the folder that impakt run --out named")
    parser.add_argument("--format", default="png", choices=["png", "svg", "pdf"])
    arguments = parser.parse_args()
    found = sorted(arguments.results.glob("*.run.json"))
    if not found:
        sys.exit(f"{arguments.results}: no results of impakt run (*.run.json)")
    for about in found:
        path = plot(about, arguments.format)
        print(path if path else f"{about}: no arm has a table")


if __name__ == "__main__":
    main()
