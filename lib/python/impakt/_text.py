"""Models as text to read."""

import math

from ._models import Model, model, models


class Text(str):
    """A string that the interpreter's prompt shows as it reads."""

    __slots__ = ()

    def __repr__(self):
        return str(self)


def number(value):
    return "" if math.isnan(value) else f"{value:.6g}"


def table(rows, indent="  "):
    """Columns as wide as what stands in them, without trailing blanks."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows)
    return [indent + line.rstrip() for line in lines]


def list_models():
    """All models, a line each: name and title."""
    return Text("\n".join(table([(m.name, m.title) for m in models()] or [("no models",)], "")))


def range_of(row):
    return f"{number(row.low)} to {number(row.high)}" if row.settable else ""


def settings_of(preset):
    return ", ".join(f"{name} = {number(value)}" for name, value in preset.settings.items())


def show(which):
    """One model, by name or as it is: its quantities with units and sources, its equations."""
    m = which if isinstance(which, Model) else model(which)
    lines = [m.name, m.title, f"revision {m.revision}, own time in {m.time}"]

    def section(title, rows):
        if rows:
            lines.extend(["", title] + table(rows))

    section("States", [(r.name, r.unit, r.meaning) for r in m.states])
    section("Inputs", [(r.name, r.unit, f"doses in {r.dose_unit}", r.meaning) for r in m.inputs])
    section("Needed for a run", [(r.input, r.parameter, r.reason) for r in m.needs]
            + [(r.input, "a wire or dose", r.reason) for r in m.driven])
    section("Outputs", [(r.name, r.unit, r.meaning) for r in m.outputs])
    section("Parameters", [(r.name, number(r.default) or "none", r.unit, range_of(r),
                            "" if math.isnan(r.default) else r.source,
                            r.meaning + (" (none published; set it)" if math.isnan(r.default)
                                         else "")) for r in m.parameters])
    section("Derived", [(r.name, r.unit, r.meaning) for r in m.derived])
    section("Switches", [(r.name, r.meaning) for r in m.switches])
    section("Jumps", [(r.event, r.state, r.meaning) for r in m.jumps])
    section("Presets", [(r.name, r.source, r.meaning, settings_of(r)) for r in m.presets])
    section("Studied", [(r.covariate, f"{number(r.low)} to {number(r.high)}", r.source)
                        for r in m.studied])
    section("Varies between patients", [(r.parameter, r.distribution, number(r.spread), r.source)
                                        for r in m.variations])
    section("Correlations", [(r.first, r.second, number(r.value), r.source)
                             for r in m.correlations])
    section("Residual error", [(r.output, r.kind, number(r.size), r.source)
                               for r in m.residuals])
    section("References", [(r.key, r.work, r.link) for r in m.references])
    if m.equations:
        lines.extend(["", "Equations"] + ["  " + line if line else "" for line in
                                          m.equations.strip("\n").split("\n")])
    return Text("\n".join(lines))
