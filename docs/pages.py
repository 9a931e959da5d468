"""Writes a page about every model, in Markdown, from what the library itself knows of it.

    pages.py --out FOLDER --sources lib/models [--facts TABLE.csv]

--sources  the model files: each begins with a comment on what the model is and where it ends
--facts    what `facts FOLDER --table FILE.csv` wrote: published values beside ours

What is on a page is what runs: tables and equations come from the library, not from a second
text that could differ.
"""
import argparse
import csv
import math
import re
import sys
from collections import Counter
from pathlib import Path

import impakt

SOURCES = {
    "assumed": "nobody published it",
    "fitted": "fitted by us to published data",
    "derived": "follows from published numbers",
    "recalled": "remembered from the publication, which was not at hand",
    "patient": "a covariate, the patient's own",
    "exact": "a constant, which cannot be set",
}
EVIDENCE = {  # as a table of facts has it: how it reads, what it means
    "published": ("published", "printed in the publication or label"),
    "recomputed": ("recomputed", "from the equations, independently and to more digits"),
    "closed_form": ("closed form", "an exact solution of the equations"),
    "identity": ("identity", "what must hold whatever the numbers, such as a balance"),
}


GROUPS = {  # folders of lib/models
    "adc": "Antibody-drug conjugates",
    "bispecific": "T-cell engagers",
    "cart": "CAR-T cells",
    "chemotherapy": "Chemotherapy",
    "cytokine": "Cytokines",
    "leukemia": "Leukaemia",
    "toxicity": "Toxicities",
}


def cell(text):
    """Text within a table; what Markdown would take for marks is not."""
    return re.sub(r"([|*_<>\\])", r"\\\1", str(text)).replace("\n", " ").strip()


def code(text):
    return f"`{text}`" if text else ""


def number(value, digits=6):
    """As it would be written by hand: 0.0288811, 24000, 1e6."""
    value = float(f"{value:.{digits}g}")
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:.12g}"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def table(headings, rows, right=()):
    """A table; columns named in right are numbers.  Columns without a single entry are left out."""
    rows = [list(row) for row in rows]
    keep = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    lines = ["| " + " | ".join(headings[i] for i in keep) + " |",
             "|" + "|".join("---:" if headings[i] in right else "---" for i in keep) + "|"]
    lines += ["| " + " | ".join(row[i] for i in keep) + " |" for row in rows]
    return lines + [""]


def folded(what, lines):
    """A table that is long is opened by whoever wants to see it."""
    if len(lines) < 45:
        return lines
    return ["<details>", f"<summary>{what}</summary>", "", *lines, "</details>", ""]


def head_comment(path):
    """The paragraphs and items of lists of the comment that a model file begins with."""
    match = re.match(r"/\*(.*?)\*/", path.read_text(encoding="utf-8"), re.S)
    parts = [""]
    for line in (match[1] if match else "").split("\n"):
        line = re.sub(r"^ \* ?", "", line).rstrip()
        in_item = parts[-1].startswith("- ")
        if not line or line.lstrip().startswith("- ") or (in_item and not line.startswith(" ")):
            parts.append("")
        parts[-1] = f"{parts[-1]} {line.strip()}".strip()
    return [part for part in parts if part]


def escape(paragraph):
    return re.sub(r"([*_<>])", r"\\\1", paragraph)


def paragraphs(parts):
    """Paragraphs and lists, with the empty lines that Markdown wants between them."""
    lines = []
    for part in parts:
        if lines and part.startswith("- ") and lines[-2].startswith("- "):
            lines.pop()
        lines += [escape(part), ""]
    return lines


def source(model, key):
    """A source as a link to the reference; one of the words for what is not published as it is."""
    if key in model.references:
        return f"[{cell(key)}]" if model.references[key].doi else cell(key)
    return f"*{cell(key)}*" if key else ""


def written_dose(model):
    return [(code(r.name), code(r.unit), code(r.dose_unit), cell(r.meaning)) for r in model.inputs]


def parameter_rows(model, rows, digits=6):
    def row(r):
        none = math.isnan(r.default)
        return (code(r.name), "none published; set it" if none else number(r.default, digits),
                code(r.unit), f"{number(r.low)} – {number(r.high)}" if r.settable else "",
                "" if none else source(model, r.source), cell(r.meaning))
    return [row(r) for r in rows]


def parameters(model):
    headings = ["name", "default", "unit", "range", "source", "meaning"]
    right = ("default",)
    own = [r for r in model.parameters if r.source not in ("patient", "exact")]
    patient = [r for r in model.parameters if r.source == "patient"]
    exact = [r for r in model.parameters if r.source == "exact"]
    lines = []
    if own:
        lines += ["## Parameters", ""] + table(headings, parameter_rows(model, own), right)
        words = Counter(r.source for r in own if not math.isnan(r.default))
        said = [f"*{word}* ({words[word]}): {meaning}" for word, meaning in SOURCES.items()
                if words[word]]
        if said:
            lines += ["Where no reference stands: " + "; ".join(said) + ".", ""]
    if patient:
        lines += ["## Patient", "", "Covariates: set them with `impakt_sim_set_patient`.", ""]
        lines += table([h for h in headings if h != "source"],
                       [row[:4] + row[5:] for row in parameter_rows(model, patient)], right)
    if model.studied:
        lines += ["The publication covers these; a run beyond them succeeds with a remark.", ""]
        lines += table(["covariate", "range", "unit", "source"],
                       [(code(r.covariate), f"{number(r.low)} – {number(r.high)}",
                         code(model.parameters[r.covariate].unit), source(model, r.source))
                        for r in model.studied])
    if exact:
        lines += ["## Constants", ""]
        lines += table([h for h in headings if h not in ("range", "source")],
                       [row[:3] + row[5:] for row in parameter_rows(model, exact, 10)], right)
    return lines


def needs(model):
    """What a run asks of inputs."""
    lines = []
    if model.needs:
        lines += ["Nothing can be given into an input that needs a parameter, until that is set: "
                  "no value was published.", ""]
        lines += table(["input", "needs", "because"],
                       [(code(r.input), code(r.parameter), cell(r.reason)) for r in model.needs])
    if model.driven:
        lines += ["A run needs a wire or a dose, be it of 0, into these.", ""]
        lines += table(["input", "because"],
                       [(code(r.input), cell(r.reason)) for r in model.driven])
    return lines


def derived(model):
    if not model.derived:
        return []
    values = impakt.Simulation(model).derived
    return ["## Derived from parameters", ""] + table(
        ["name", "by default", "unit", "meaning"],
        [(code(r.name), number(values[r.name]), code(r.unit), cell(r.meaning))
         for r in model.derived], ("by default",))


def presets(model):
    if not model.presets:
        return []
    lines = ["## Presets", "", "Other values for the same equations.  They add up: a later one "
             "changes what it names and leaves the rest.", ""]
    named = [(code(r.name), source(model, r.source), cell(r.meaning)) for r in model.presets]
    if max(len(r.settings) for r in model.presets) <= 6 or len(model.presets) > 8:
        return lines + table(["name", "source", "for", "sets"], [
            (*row, ", ".join(f"`{name}` {number(value)}" for name, value in r.settings.items()))
            for row, r in zip(named, model.presets)])
    # many values: a row for each parameter and a column for each preset
    columns = [code(r.name) for r in model.presets]
    lines += table(["name", "source", "for"], named)
    return lines + table(["sets", *columns], [
        (code(name), *(number(r.settings[name]) if name in r.settings else ""
                       for r in model.presets))
        for name in model.parameters.names if any(name in r.settings for r in model.presets)],
        columns)


def jumps(model):
    if not model.jumps:
        return []
    return ["## Jumps", "", "What is set anew at once, in these moments; the equations hold "
            "between them.", ""] + table(
        ["when", "state", "meaning"],
        [(f"dose into {code(r.event)}" if r.event in model.inputs else f"{code(r.event)} turns 1",
          code(r.state), cell(r.meaning)) for r in model.jumps])


def variability(model):
    lines = []
    if model.variations:
        lines += ["## Variability between patients", "", "The spread is the standard deviation of "
                  "the random effect: of the logarithm where the distribution is log_normal.", ""]
        lines += table(["parameter", "distribution", "spread", "source"],
                       [(code(r.parameter), cell(r.distribution),
                         number(r.spread, 4), source(model, r.source))
                        for r in model.variations], ("spread",))
    if model.correlations:
        lines += table(["correlated", "with", "correlation", "source"],
                       [(code(r.first), code(r.second), number(r.value, 4),
                         source(model, r.source)) for r in model.correlations], ("correlation",))
    if model.residuals:
        lines += ["### Residual error", ""] + table(
            ["output", "kind", "size", "source"],
            [(code(r.output), cell(r.kind), number(r.size, 4), source(model, r.source))
             for r in model.residuals], ("size",))
    return lines


def fact(row, with_evidence):
    """A row of the tables of facts."""
    ours, expected = float(row["ours"]), float(row["expected"])
    off, tolerance = float(row["off by"]), float(row["tolerance"])
    size = abs(expected) or 1
    bound = {"at_most": "≤ ", "at_least": "≥ "}.get(row["kind"], "")
    if row["kind"] == "unmet":
        written = [number(off, 2), "**not met**"]
    elif bound:
        written = [number(off, 2), ""]
    elif row["kind"] == "relative":
        written = ["< 0.0001 %" if abs(off) < 1e-6 else f"{number(100 * off, 2)} %",
                   "rounding" if tolerance <= 1e-9 else f"{number(100 * tolerance, 2)} %"]
    else:
        written = [number(off, 2), number(tolerance, 2)]
        tolerance /= size
    # what is printed stands as it is printed; of what is computed, what the tolerance tells apart
    printed = row["evidence"] == "published"
    has = len(re.sub(r"[eE].*|^[-0.]+|\.", "", row["expected"]))
    tells = 2 - math.floor(math.log10(tolerance)) if tolerance > 0 else 8
    return ([cell(row["schedule"]), code(row["quantity"]), cell(row["measure"]),
             bound + number(expected, 12 if printed else min(max(tells, 4), 8)),
             number(ours, min(max(tells, 4), 8, has + 1 if printed and has else 8)),
             code(row["unit"]) if row["unit"] != "1" else "", *written]
            + ([EVIDENCE.get(row["evidence"], (row["evidence"],))[0]] if with_evidence else [])
            + [cell(row["source"]) + ("" if row["agrees"] == "yes" else " **DISAGREES**")])


def facts(rows):
    """What the publication says beside what the model gives."""
    printed = [row for row in rows if row["evidence"] == "published"]
    others = [row for row in rows if row["evidence"] != "published"]
    headings = ["schedule", "quantity", "measure", "expected", "ours", "unit", "off by",
                "tolerance"]
    right = ("published", "expected", "ours", "off by", "tolerance")
    lines = []
    for title, some in (("Published beside ours", printed), ("Checked in other ways", others)):
        if not some:
            continue
        unmet = [row for row in some if row["kind"] == "unmet" and row["agrees"] == "yes"]
        agree = sum(row["agrees"] == "yes" for row in some) - len(unmet)
        lines += [f"## {title}", "", f"{agree} of {len(some)} agree within the tolerance."]
        if unmet:
            lines[-1] += f"  {len(unmet)}, marked, the model is known to miss."
        if some is others:
            kinds = Counter(row["evidence"] for row in some)
            lines[-1] += "  " + "; ".join(
                f"*{EVIDENCE[kind][0]}*, {count}: {EVIDENCE[kind][1]}"
                for kind, count in kinds.most_common() if kind in EVIDENCE) + "."
        wrong = [row for row in some if row["agrees"] != "yes"]
        if wrong:
            lines[-1] += "  **{} disagree{}**: {}.".format(
                len(wrong), "s" * (len(wrong) == 1),
                "; ".join(f"`{row['quantity']}` {cell(row['measure'])}, {cell(row['schedule'])}"
                          for row in wrong))
        if some is others:
            rows = table(headings + ["evidence", "source"], [fact(row, True) for row in some],
                         right)
        else:
            rows = table(["published" if h == "expected" else h for h in headings] + ["source"],
                         [fact(row, False) for row in some], right)
        lines += ["", *folded(f"All {len(some)}", rows)]
    return lines


def page(model, path, group, rows):
    """The page of a model, line by line."""
    about = head_comment(path) if path else []
    lines = [f"# {model.title}", "", f"`{model.name}`, revision {model.revision}.  "
             f"{GROUPS.get(group, group)}.  "
             + ("Its time is in hours." if model.time == "h" else
                f"Its own unit of time is {model.time}; the interface speaks hours."), "", "For research; not for treating patients.", ""]
    lines += paragraphs(about[:1])
    if about[1:]:
        lines += ["## What to know, and where it ends", "", *paragraphs(about[1:])]
    if model.references:
        lines += ["## References", ""]
        lines += [f"- **{cell(r.key)}**: {escape(r.work)}.  "
                  + (f"[doi:{r.doi}]({r.link})" if r.doi else "") for r in model.references] + [""]
    if model.inputs:
        lines += ["## Inputs", "", "Rates from outside: doses, or another model's output.", ""]
        lines += table(["name", "unit", "doses in", "meaning"], written_dose(model))
        lines += needs(model)
    if model.outputs:
        lines += ["## Outputs", ""] + table(
            ["name", "unit", "meaning"],
            [(code(r.name), code(r.unit), cell(r.meaning)) for r in model.outputs])
    start = impakt.Simulation(model).initial
    if model.states:
        lines += ["## States", ""] + folded(f"All {len(model.states)}", table(
            ["name", "at first", "unit", "meaning"],
            [(code(r.name), number(start[r.name]), code(r.unit), cell(r.meaning))
             for r in model.states], ("at first",)))
    lines += parameters(model) + derived(model) + presets(model)
    if model.switches:
        lines += ["## Switches", "", "0, and 1 while the condition holds.", ""] + table(
            ["name", "meaning"], [(code(r.name), cell(r.meaning)) for r in model.switches])
    lines += jumps(model) + variability(model)
    lines += ["## Equations", "", "As they stand in the model's file and run.  `ddt(x)` is the "
              f"change of x per {model.time}.", "", "```c", model.equations.strip("\n"), "```", ""]
    lines += facts(rows)
    return lines + [f"[{cell(r.key)}]: {r.link}" for r in model.references if r.doi]


def read_facts(path):
    rows = {}
    if path:
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                rows.setdefault(row["model"], []).append(row)
    return rows


def index(models, groups, rows):
    lines = ["# Models", ""]
    for group in sorted(set(groups.values())):
        lines += [f"## {GROUPS.get(group, group)}", ""] + table(
            ["model", "what it is", "states", "parameters", "facts that agree"],
            [(f"[`{m.name}`]({m.name}.md)", cell(m.title), str(len(m.states)),
              str(sum(p.settable for p in m.parameters)),
              "{} of {}".format(sum(r["agrees"] == "yes" and r["kind"] != "unmet"
                                    for r in rows.get(m.name, [])),
                                len(rows.get(m.name, []))) if m.name in rows else "")
             for m in models if groups[m.name] == group],
            ("states", "parameters", "facts that agree"))
    return lines


def main():
    parser = argparse.ArgumentParser(description="Writes a page about every model.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--facts", type=Path)
    arguments = parser.parse_args()
    rows = read_facts(arguments.facts)
    paths = {path.stem: path for path in arguments.sources.glob("*/*.c")}
    models = sorted(impakt.models(), key=lambda m: m.name)
    groups = {m.name: paths[m.name].parent.name if m.name in paths else "other" for m in models}
    arguments.out.mkdir(parents=True, exist_ok=True)
    for m in models:
        text = "\n".join(page(m, paths.get(m.name), groups[m.name], rows.get(m.name, [])))
        (arguments.out / f"{m.name}.md").write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    (arguments.out / "index.md").write_text("\n".join(index(models, groups, rows)),
                                            encoding="utf-8")
    print(f"{len(models)} pages in {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
