"""The tools beside the library: plots of results, pages of models, the check of snippets."""

import csv
import importlib.util
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- plots


@pytest.fixture
def plot():
    pytest.importorskip("matplotlib")
    return load(ROOT / "examples" / "plot.py")


def leave_results(folder, arms, headings, course, doses=()):
    """What `impakt run` leaves, for a made-up course of each arm."""
    described = []
    for index, name in enumerate(arms):
        table = f"made.{index}.csv"
        with open(folder / table, "w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(headings)
            rows.writerows([t, *course(index, t)] for t in range(30))
        described.append({"name": name, "table": table, "doses": list(doses)})
    (folder / "made.measures.csv").write_text(
        "arm,measure,quantity,what,level,level unit,from (d),to (d),value,unit\n"
        f"{arms[0]},low,count,time below,2.5,1e9/L,0,29,3,d\n", encoding="utf-8")
    (folder / "made.run.json").write_text(json.dumps(
        {"scenario": "A made-up treatment", "look_at": "Nothing.", "arms": described}))


DOSES = [{"time (h)": 0, "input": "iv", "amount": 5, "unit": "mg", "duration (h)": 0},
         {"time (h)": 24, "input": "iv", "amount": 5, "unit": "mg", "duration (h)": 240}]


def test_plot_of_arms_with_doses(plot, tmp_path):
    leave_results(tmp_path, ["one", "other"], ["time (d)", "count (1e9/L)", "drug.C (ug/mL)"],
                  lambda arm, t: (5 - 3 * math.exp(-(t - 9)**2 / 9), 1e6 * math.exp(-(arm + 1) * t)),
                  DOSES)
    path = plot.plot(tmp_path / "made.run.json", "svg")
    text = path.read_text(encoding="utf-8")
    for part in ("A made-up treatment", "Nothing.", "one", "other", "count (10⁹/L)",
                 "drug.C (µg/mL)", "time (d)", "given"):
        assert part in text, part


@pytest.mark.parametrize("arms, headings, doses", [
    ([""], ["time (h)", "C (1)"], ()),
    (["a"], ["time (fortnight)", "C (1)"], DOSES),  # doses cannot be placed on such an axis
    ([f"arm {i} with a long name" for i in range(11)], ["time (d)", "C (ng/mL)"], DOSES),
    (["a", "b"], ["time (d)"] + [f"x{i} (mg)" for i in range(13)], DOSES),
])
def test_plot_of_other_shapes(plot, tmp_path, arms, headings, doses):
    leave_results(tmp_path, arms, headings, lambda arm, t: [arm * t] * (len(headings) - 1), doses)
    path = plot.plot(tmp_path / "made.run.json", "png")
    assert path.read_bytes().startswith(b"\x89PNG")


def test_scale_is_logarithmic_where_values_demand_it(plot):
    import numpy as np

    t = np.linspace(0, 30, 200)
    for curve, scale in ((np.exp(-t), "log"), (2 + np.sin(t), "linear"), (0 * t, "linear"),
                         (np.cos(t), "linear"), (np.where(t < 28, 1, np.exp(-9 * (t - 28))), "linear"),
                         (np.full(200, np.nan), "linear")):
        axis = plot.plt.figure().add_subplot()
        axis.plot(t, curve)
        plot.choose_scale(axis, [curve])
        assert axis.get_yscale() == scale
        plot.plt.close(axis.figure)


def test_failed_arms_and_empty_folders(plot, tmp_path):
    run = subprocess.run([sys.executable, ROOT / "examples" / "plot.py", tmp_path],
                         capture_output=True, text=True)
    assert run.returncode != 0 and "no results" in run.stderr
    (tmp_path / "made.run.json").write_text('{"arms": [{"name": "a", "failed": "why"}]}')
    assert plot.plot(tmp_path / "made.run.json", "png") is None


def test_curves_hide_one_another(plot):
    """Where rows differ, too; a course beside another's is not hidden."""
    np = pytest.importorskip("numpy")
    t, u = np.linspace(0, 10, 101), np.linspace(0, 10, 77)
    assert plot.covers(t, np.exp(-t), u, np.exp(-u)).all()
    apart = plot.covers(t, np.where(t > 5, 2.0, 1.0), u, np.ones_like(u))
    assert apart[t < 5].all() and not apart[t > 5].any()


# ---- pages


@pytest.fixture
def pages():
    if "IMPAKT_LIBRARY" not in os.environ:
        pytest.skip("the pages come from the library")
    return load(ROOT / "docs" / "pages.py")


def test_numbers_as_by_hand(pages):
    written = {0.0288811: "0.0288811", 1 / 3: "0.333333", 24000: "24000", 23863.8: "23863.8",
               1e6: "1e6", 1234567: "1.23457e6", 5.95e-5: "5.95e-5", -2e-12: "-2e-12", 0: "0"}
    assert {value: pages.number(value) for value in written} == written
    assert pages.number(99999.7, 3) == "100000"


def fact(**keywords):
    return {"schedule": "typical", "quantity": "C", "measure": "at 24 h", "unit": "ng/mL",
            "expected": "308", "ours": "285.2953", "off by": "-0.0737", "tolerance": "0.15",
            "kind": "relative", "agrees": "yes", "evidence": "published", "source": "label",
            **keywords}


def test_facts_that_disagree_are_marked(pages):
    text = "\n".join(pages.facts([fact(), fact(quantity="A1", agrees="no")]))
    assert "1 of 2 agree" in text and "**1 disagrees**: `A1` at 24 h, typical." in text
    rows = [line for line in text.split("\n") if line.startswith("| typical")]
    assert [("DISAGREES" in row) for row in rows] == [False, True]
    assert "| 308 | 285.3 | `ng/mL` | -7.4 % | 15 % |" in rows[0]


def test_bounds_and_what_is_known_to_be_missed(pages):
    text = "\n".join(pages.facts([
        fact(kind="at_most", expected="48", ours="11.7", tolerance="0"),
        fact(kind="unmet", expected="0", ours="136.1", **{"off by": "136.1"}, tolerance="14")]))
    assert "1 of 2 agree within the tolerance.  1, marked, the model is known to miss." in text
    assert "| ≤ 48 | 11.7 |" in text and "| **not met** |" in text and "DISAGREES" not in text


def test_long_tables_are_folded(pages):
    text = "\n".join(pages.facts([fact(evidence="recomputed", tolerance="1e-5")] * 60))
    assert "<summary>All 60</summary>" in text and text.count("| typical") == 60


def test_pages_say_what_jumps(pages):
    """The heading is there for every model that has jumps, with each state."""
    for model in pages.impakt.models():
        text = "\n".join(pages.jumps(model))
        assert ("## Jumps" in text) == bool(model.jumps)
        for jump in model.jumps:
            moment = "dose into" if jump.event in model.inputs else "turns 1"
            assert moment in text and f"| `{jump.state}` |" in text


def test_presets_with_many_values_are_columns(pages):
    text = "\n".join(pages.presets(pages.impakt.model("adc_shah2012")))
    assert "| sets | `mouse_l540cy` | `mouse_karpas` | `human` |" in text
    assert "| `V1` | 0.046 | 0.046 | 0.054 |" in text
    text = "\n".join(pages.presets(pages.impakt.model("inotuzumab_garrett2019")))
    assert "`ALL` 0, `NoRTX` 1 |" in text


def test_a_model_without_states_has_no_empty_table(pages):
    model = pages.impakt.model("ternary_douglass2013")
    assert not model.states and "\n||" not in "\n".join(pages.page(model, None, "bispecific", []))


# ---- snippets


@pytest.mark.parametrize("block, wrong", [
    ("<!-- from a.c: one -->\n```c\nint x;\n  int y;\n```", None),
    ("<!-- from a.c: one -->\n```c\nint x;\n```", "differs"),
    ("<!-- from a.c: two -->\n```c\nint x;\n```", "no snippet"),
    ("<!-- from b.c: one -->\n```c\nint x;\n```", "there is no"),
    ("<!-- from a.c -->\n```c\nint main;\n```", None),
    ("<!-- from a.c -->\n```c\nint mine;\n```", "not in"),
    ("```c\nint x;\n```", "names no file"),
    ("<!-- not run -->\n```c\nint x;\n```", None),
    ("```sh\nls\n```", None),
])
def test_snippets_are_compared(tmp_path, block, wrong):
    (tmp_path / "a.c").write_text(
        "int main;\n  /* snippet one */\n  int x;\n    int y;\n  /* end one */\n")
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n" + block + "\n")
    found, _ = load(ROOT / "tests" / "snippets.py").check(tmp_path, page)
    assert (wrong in found[0]) if wrong else found == []
