"""The program impakt, run as a user runs it: what it prints, what it leaves, how it ends.

IMPAKT_COMMAND names the program.  Expected numbers are closed forms; runs are at a relative
tolerance of 1e-9, so that 1e-6 leaves room for the errors of many steps."""

import csv
import io
import json
import math
import os
import re
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

COMMAND = os.environ["IMPAKT_COMMAND"]
EXAMPLES = Path(__file__).parents[2] / "examples" / "scenarios"

CL, V, REFERENCE = 2.22, 5.98, 1.876  # of blinatumomab_clements2020
PLATEAU = 28 / 24 / CL


def impakt(*arguments, environment=None, **keywords):
    return subprocess.run([COMMAND, *map(str, arguments)], text=True, encoding="utf-8",
                          capture_output=True, timeout=60,
                          env={**os.environ, **(environment or {})}, **keywords)


def fine(*arguments, **keywords):
    done = impakt(*arguments, **keywords)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def scenario(**keywords):
    return {
        "scenario": "A plateau",
        "look_at": "It is flat.",
        "model": "blinatumomab_clements2020",
        "options": {"relative_tolerance": 1e-9},
        "doses": [{"input": "iv", "rate": "28 ug/d", "duration": "4 d", "time": 0}],
        "outputs": {"until": "4 d", "every": "12 h", "time_unit": "d", "watch": ["C"]},
        **keywords,
    }


def write(folder, name="plateau.json", **keywords):
    path = folder / name
    path.write_text(json.dumps(scenario(**keywords)), encoding="utf-8")
    return path


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


# ---- help and usage ------------------------------------------------------------------------

def test_help():
    assert "impakt run" in fine("--help") == fine("-h") == fine("help")
    for command in "list", "show", "run":
        text = fine("help", command)
        assert text == fine(command, "--help") == fine(command, "-h")
        assert text.startswith(f"impakt {command} - ")
        assert all(len(line) <= 100 for line in text.splitlines())


def test_version():
    assert fine("--version").split() == ["impakt", "0.1.0"]


@pytest.mark.parametrize("arguments, part", [
    ([], "impakt list"),
    (["lst"], "no command 'lst'"),
    (["--verion"], "no option '--verion'"),
    (["help", "lst"], "no command 'lst'"),
    (["list", "--xml"], "no option '--xml' of list"),
    (["list", "cart_stein2019"], "'impakt show cart_stein2019'"),
    (["show"], "needs the name of a model"),
    (["show", "--all"], "no option '--all' of show"),
    (["show", "cart_stein"], "no model 'cart_stein'; did you mean 'cart_stein2019'?"),
    (["show", "qqqqqqqq"], "no model 'qqqqqqqq'; 'impakt list' has them"),
    (["run"], "run needs a scenario"),
    (["run", "--out"], "--out needs a folder"),
    (["run", "--outt", "x"], "no option '--outt' of run"),
    (["run", "none.json"], "none.json: cannot be opened"),
])
def test_usage(arguments, part, tmp_path):
    done = impakt(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert part in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_full_disk():
    if not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    with open("/dev/full", "w") as full:
        done = subprocess.run([COMMAND, "list"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1


# ---- list and show -------------------------------------------------------------------------

def models():
    return json.loads(fine("list", "--json"))


def test_list():
    lines = fine("list").splitlines()
    assert lines[0].split() == ["model", "title"]
    names = [line.split()[0] for line in lines[1:] if line[0] != " "]
    assert names == [model["name"] for model in models()]
    assert "blinatumomab_clements2020" in names
    (stein,) = [model for model in models() if model["name"] == "cart_stein2019"]
    assert (stein["states"], stein["time"], stein["presets"]) == (2, "d", [])


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_lines_fit(width):
    for model in models():
        for line in fine("show", model["name"], environment={"COLUMNS": str(width)}).splitlines():
            if line == "Equations":
                break
            # names, numbers and units never wrap, which can be too much for 60
            assert len(line) <= max(width, 80)
            assert line == line.rstrip()


def test_show():
    text = fine("show", "inotuzumab_garrett2019", environment={"COLUMNS": "110"})
    for part in ("doi:10.1007/s10928-018-9614-9", "States (3)", "ng*h/mL", "kdes_ref", "0.0337",
                 "Presets (3)", "ALL=1, NoRTX=1", "log_normal", "ddt(AUC) = C;", "Constants (",
                 "1.1 to 3"):
        assert part in text
    both = fine("show", "cart_stein2019", "docetaxel_ozawa2007")
    assert "cart_stein2019, revision" in both and "docetaxel_ozawa2007, revision" in both


def test_numbers_as_by_hand():
    text = fine("show", "adc_scheuher2022", environment={"COLUMNS": "110"})
    for part in (" 8.5e-7 ", " 1.1e7 ", " 0 to 0.0001 ", " 1e-13 to 1e-11 ", " 6.0221408e14 ", " 174000 "):
        assert part in text
    assert "e+" not in text.split("Equations")[0]


def test_every_model_can_be_shown():
    for model in models():
        assert model["title"].split()[0] in fine("show", model["name"])


# ---- run -----------------------------------------------------------------------------------

def test_run(tmp_path):
    out = tmp_path / "deep" / "results"
    text = fine("run", "--out", out, write(tmp_path))
    assert text.splitlines()[0] == "A plateau"
    assert "peak of C" in text and str(out) in text
    assert sorted(path.name for path in out.iterdir()) == [
        "plateau.csv", "plateau.measures.csv", "plateau.run.json"]
    rows = table(out / "plateau.csv")
    assert rows[0] == ["time (d)", "C (ng/mL)"]
    assert [float(row[0]) for row in rows[1:]] == [0.5 * i for i in range(9)]
    for time, value in rows[1:]:
        expected = PLATEAU * -math.expm1(-CL / V * 24 * float(time))
        assert float(value) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_measures(tmp_path):
    fine("run", "-o", tmp_path, write(tmp_path, measures=[
        {"name": 'the "plateau", so to say', "quantity": "C", "what": "peak"},
        {"name": "area", "quantity": "C", "what": "area", "from": "1 d", "to": "3 d"},
        {"name": "reached", "quantity": "C", "what": "first crossing", "level": "250 pg/mL"},
        {"name": "too high", "quantity": "C", "what": "first crossing", "level": 50},
    ]))
    rows = table(tmp_path / "plateau.measures.csv")
    assert rows[0] == ["arm", "measure", "quantity", "what", "level", "level unit", "from (d)",
                       "to (d)", "value", "unit"]
    k = CL / V * 24
    area = PLATEAU * (2 - (math.exp(-k) - math.exp(-3 * k)) / k)
    assert rows[1][:8] == ["", 'the "plateau", so to say', "C", "peak", "", "", "0", "4"]
    assert float(rows[1][8]) == pytest.approx(PLATEAU * -math.expm1(-4 * k), rel=1e-6)
    assert float(rows[2][8]) == pytest.approx(area, rel=1e-6)
    assert rows[2][9] == "ng/mL*d"
    assert rows[3][4:6] == ["0.25", "ng/mL"]
    assert float(rows[3][8]) == pytest.approx(-math.log(1 - 0.25 / PLATEAU) / k, rel=1e-6)
    assert rows[4][8:] == ["NaN", "d"]


def test_rows_at_doses(tmp_path):
    """A peak between the rows of "every" is in the table, and so is the rise of a bolus."""
    short = {"input": "iv", "amount": 10, "duration": "1 h", "time": "1 d"}
    arms = [{"name": "infusion", "doses": [short]},
            {"name": "bolus", "doses": [{"input": "iv", "amount": 10, "time": "1000 d"}]}]
    outputs = {"until": "1001 d", "every": "200 h", "time_unit": "d", "watch": ["C"]}
    fine("run", "-q", "-o", tmp_path, write(tmp_path, arms=arms, outputs=outputs))
    k = CL / V
    rows = {float(row[0]): float(row[1]) for row in table(tmp_path / "plateau.infusion.csv")[1:]}
    assert max(rows.values()) == pytest.approx(10 / CL * -math.expm1(-k), rel=1e-6)
    assert (rows[1], rows[1.041666667]) == (0, max(rows.values()))
    written = [float(row[0]) for row in table(tmp_path / "plateau.bolus.csv")[1:]]
    assert all(a < b for a, b in zip(written, written[1:]))  # 10 digits would not tell them apart
    values = [float(row[1]) for row in table(tmp_path / "plateau.bolus.csv")[1:]]
    at = written.index(1000)
    assert values[at] == 0 and values[at + 1] == pytest.approx(10 / V, rel=1e-6)
    fine("run", "-q", "-o", tmp_path, write(tmp_path, arms=arms, outputs={**outputs, "doses": False}))
    rows = [table(tmp_path / f"plateau.{arm['name']}.csv") for arm in arms]
    assert [row[0] for row in rows[0]] == [row[0] for row in rows[1]] and len(rows[0]) == 123


def test_what_was_run(tmp_path):
    fine("run", "-o", tmp_path, write(tmp_path, patient={"BSA": "1.2 m2"}))
    echo = json.loads((tmp_path / "plateau.run.json").read_text())
    assert echo["impakt"] == "0.1.0"
    assert echo["scenario"] == "A plateau"
    assert echo["parts"] == [{"label": "", "model": "blinatumomab_clements2020", "revision": 1}]
    (arm,) = echo["arms"]
    assert arm["options"]["relative_tolerance"] == 1e-9
    assert arm["options"]["solver"] == "auto"
    assert arm["parameters"]["BSA"] == {"value": 1.2, "unit": "m2"}
    assert arm["derived"]["CL"]["value"] == pytest.approx(CL * (1.2 / REFERENCE) ** 0.62)
    assert arm["doses"] == [{"time (h)": 0, "input": "iv", "amount": pytest.approx(112),
                             "unit": "ug", "duration (h)": 96}]
    assert arm["table"] == "plateau.csv"
    assert arm["integrator"]["solver"] == "rodas5p"
    assert arm["integrator"]["steps"] > 3


def test_what_changed_in_time(tmp_path):
    fine("run", "-o", tmp_path, write(tmp_path, patient={
        "BSA": {"times": [0, "2 d"], "values": [1, "12000 cm2"], "rule": "linear"},
        "WT": {"times": ["1 d"], "values": ["20 kg"], "rule": "carried backward"}}))
    (arm,) = json.loads((tmp_path / "plateau.run.json").read_text())["arms"]
    assert arm["courses"] == {
        "BSA": {"rule": "linear", "unit": "m2", "times (h)": [0, 48], "values": [1, pytest.approx(1.2)]},
        "WT": {"rule": "carried backward", "unit": "kg", "times (h)": [24], "values": [20]}}
    assert arm["parameters"]["BSA"]["value"] == 1


def test_many_doses_are_not_all_listed(tmp_path):
    fine("run", "-q", "-o", tmp_path, write(tmp_path, doses=[
        {"input": "iv", "amount": 1, "time": 0, "every": "1 h", "count": 10050}]))
    (arm,) = json.loads((tmp_path / "plateau.run.json").read_text())["arms"]
    assert (len(arm["doses"]), arm["further doses"]) == (10000, 50)


def test_arms(tmp_path):
    arms = [{"name": "typical"}, {"name": "Größe: 0.6/1.2 m²", "patient": {"BSA": 0.6}},
            {"name": "typical!"}, {"name": "run"}, {"name": "²"}]
    text = fine("run", "-o", tmp_path, write(tmp_path, arms=arms))
    assert "Größe:" in text
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"plateau.json", "plateau.run.json", "plateau.measures.csv",
                     "plateau.typical.csv", "plateau.Gr-e-0.6-1.2-m.csv",
                     "plateau.typical-1.csv", "plateau.run-1.csv", "plateau.arm-1.csv"}
    peaks = [float(row[8]) for row in table(tmp_path / "plateau.measures.csv") if row[3] == "peak"]
    assert peaks[1] / peaks[0] == pytest.approx((REFERENCE / 0.6) ** 0.62, rel=1e-6)


def test_results_are_the_same_twice(tmp_path):
    path = write(tmp_path)
    fine("run", "-o", tmp_path, path)
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    fine("run", "-o", tmp_path, path)
    assert before == {p: p.read_bytes() for p in tmp_path.iterdir()}


def test_quiet(tmp_path):
    assert fine("run", "--quiet", "-o", tmp_path, write(tmp_path)) == ""
    assert (tmp_path / "plateau.csv").exists()


def test_check_runs_nothing(tmp_path):
    path = write(tmp_path)
    assert "1 arm, 9 rows" in fine("run", "--check", "--out", tmp_path / "none", path)
    assert list(tmp_path.iterdir()) == [path]
    bolus = {"input": "iv", "amount": 1, "time": "1 h"}
    arms = [{"name": "none", "doses": []}, {"name": "two", "doses": [bolus]}]
    assert "2 arms, 9 to 11 rows" in fine("run", "--check", write(tmp_path, arms=arms))


def test_results_go_here_without_a_folder(tmp_path):
    path = write(tmp_path)
    fine("run", path.name, cwd=tmp_path)
    assert (tmp_path / "plateau.csv").exists()


# ---- what goes wrong -----------------------------------------------------------------------

def test_a_wrong_scenario_does_not_stop_the_others(tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"model": "blinatumomab_clements2020",\n "outputs": {},\n "arns": []}')
    done = impakt("run", "-o", tmp_path, wrong, write(tmp_path))
    assert done.returncode == 2
    assert done.stderr == f"{wrong}:3: arns: unknown key; did you mean 'arms'?\n"
    assert (tmp_path / "plateau.csv").exists()
    assert impakt("run", "--check", wrong).returncode == 2


def test_a_failing_arm_does_not_stop_the_others(tmp_path):
    # a step of a second cannot cross four days in ten steps
    arms = [{"name": "stuck", "options": {"max_steps": 10, "max_step": "1 s"}},
            {"name": "moves"}]
    stale = tmp_path / "plateau.stuck.csv"
    stale.write_text("of an earlier run")
    done = impakt("run", "-o", tmp_path, write(tmp_path, arms=arms))
    assert done.returncode == 1
    assert "plateau.json: arm 'stuck' failed: " in done.stderr
    assert "failed" in done.stdout
    assert not stale.exists()
    assert len(table(tmp_path / "plateau.moves.csv")) == 10
    assert {row[0] for row in table(tmp_path / "plateau.measures.csv")[1:]} == {"moves"}
    stuck, moves = json.loads((tmp_path / "plateau.run.json").read_text())["arms"]
    assert stuck["failed"] in done.stderr and "table" not in stuck
    assert "failed" not in moves


def test_rules_and_checks(tmp_path):
    scenario = {
        "model": "blinatumomab_clements2020", "parameters": {"V": 5.98, "CL0": 2.22},
        "patient": {"BSA": "1.876 m2"},
        "doses": [{"input": "iv", "amount": "30 ug", "time": ["0 h", "1 h"],
                   "checks": [{"quantity": "C", "above": 1, "skip": True}]}],
        "rules": [{"name": "rescue", "when": {"quantity": "C", "falls below": 1}, "limit": 1,
                   "do": [{"dose": {"input": "iv", "amount": "30 ug"}, "after": "1 h"}]},
                  {"when": {"quantity": "C", "rises above": "9 ng/mL"}, "do": [{"stop": True}]}],
        "outputs": {"until": "24 h", "every": "6 h", "watch": ["C"]}}
    (tmp_path / "rules.json").write_text(json.dumps(scenario))
    out = fine("run", "rules.json", cwd=tmp_path)
    fired = math.log(30 / 5.98) / (2.22 / 5.98)
    rows = [line.split() for line in out.splitlines()]
    assert ["rule", "rescue", f"{fired:.4f}"] in rows
    assert ["rule", "C", "rises", "above", "9", "ng/mL", "never"] in rows
    (about,) = json.loads((tmp_path / "rules.run.json").read_text())["arms"]
    assert [rule["name"] for rule in about["rules"]] == ["rescue", "C rises above 9 ng/mL"]
    assert about["rules"][0]["fired (h)"] == pytest.approx([fired], rel=1e-6)
    assert [check["acted (h)"] for check in about["checks"]] == [[], [1]]
    acted = table(tmp_path / "rules.rules.csv")
    assert acted[0] == ["arm", "what", "name", "time (h)"]
    assert [row[1:3] for row in acted[1:]] == [["rule", "rescue"],
                                               ["check", "C above 1: skip"]]
    # rows where the rule's dose came, before and after it
    times = [float(row[0]) for row in table(tmp_path / "rules.csv")[1:]]
    assert sum(abs(time - fired - 1) < 1e-4 for time in times) == 2
    # stopped: the rest of the table is there, without numbers
    scenario["rules"][0]["do"] = [{"stop": True}]
    (tmp_path / "rules.json").write_text(json.dumps(scenario))
    done = impakt("run", "rules.json", cwd=tmp_path)
    assert done.returncode == 0 and "remark: rule 0 ('C' falls below 1) stopped" in done.stderr
    assert table(tmp_path / "rules.csv")[-1] == ["24", "NaN"]


def test_two_scenarios_of_one_name(tmp_path):
    for name in "a", "b":
        (tmp_path / name).mkdir()
    done = impakt("run", "-o", tmp_path, write(tmp_path / "a"), write(tmp_path / "b"))
    assert done.returncode == 2
    assert "plateau.run.json: another scenario of this run writes it, too" in done.stderr


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    done = impakt("run", "-o", tmp_path / "file" / "out", write(tmp_path))
    assert done.returncode == 2
    assert "cannot be made" in done.stderr


def test_results_that_cannot_be_written(tmp_path):
    path = write(tmp_path, outputs={"until": "4 d", "every": "60 s", "watch": ["C"]})

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))

    done = impakt("run", "-o", tmp_path, path, preexec_fn=little_room)
    assert done.returncode == 1
    assert "plateau.csv: could not be written to its end" in done.stderr
    assert not (tmp_path / "plateau.csv").exists()


def test_a_locale_with_a_comma(tmp_path):
    localedef = shutil.which("localedef")
    made = localedef and subprocess.run(
        [localedef, "-i", "de_DE", "-f", "UTF-8", str(tmp_path / "de_DE.UTF-8")],
        capture_output=True).returncode in (0, 1)
    if not made or not (tmp_path / "de_DE.UTF-8").exists():
        pytest.skip("no locale can be made here")
    german = {"LC_ALL": "de_DE.UTF-8", "LOCPATH": str(tmp_path)}
    path = write(tmp_path, patient={"BSA": 1.25})
    fine("run", "-o", tmp_path / "plain", path)
    fine("run", "-o", tmp_path / "german", path, environment=german)
    for name in "plateau.csv", "plateau.measures.csv", "plateau.run.json":
        plain, comma = ((tmp_path / kind / name).read_text() for kind in ("plain", "german"))
        assert plain == comma


# ---- the examples --------------------------------------------------------------------------

@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_examples_run(path, tmp_path):
    text = fine("run", "-o", tmp_path, path)
    document = json.loads(path.read_text())
    assert document["look_at"].endswith(".") and document["source"]
    assert text.startswith(document["scenario"])
    for arm in document["arms"]:
        assert arm["name"].split()[0] in text
    for written in tmp_path.glob("*.csv"):
        rows = table(written)
        assert len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows)


def test_show_says_what_a_run_needs(tmp_path):
    text = fine("show", "blinatumomab_clements2020", environment={"COLUMNS": "110"})
    assert "Needed for a run (2)" in text and text.count("none published; set it") == 2
    assert "a wire or dose" in fine("show", "infection_hazard")
    path = tmp_path / "skin.json"
    path.write_text(json.dumps({"name": "skin", "models": {"b": "blinatumomab_clements2020"},
                                "parameters": {"b.ka": 0.3}}))
    assert re.search(r"Set by the system \(1\)\n.*\n +b.ka +0.3 +1/h", fine("show", path))


def measured(tmp_path, name):
    fine("run", "-q", "-o", tmp_path, EXAMPLES / f"{name}.json")
    return {(row[0], row[1]): float(row[8]) for row in
            table(tmp_path / f"{name}.measures.csv")[1:]}


def test_inotuzumab_accumulates(tmp_path):
    # area of cycle 4 over that of cycle 1 with 21, then 28 d: 5.75
    value = measured(tmp_path, "inotuzumab")
    arm = "0.8/0.5/0.5 in all cycles"
    assert value[arm, "area, cycle 4"] / value[arm, "area, cycle 1"] == pytest.approx(5.75, abs=0.005)
    assert value[arm, "peak, cycle 4"] == pytest.approx(285.3, abs=0.05)


def test_blinatumomab_plateaus(tmp_path):
    # rate / CL at 1.88 m2, and of children at 0.6 and 1.2 m2; runs are at 1e-6
    clearance = {bsa: CL * (bsa / REFERENCE) ** 0.62 for bsa in (0.6, 1.2, 1.88)}
    value = measured(tmp_path, "blinatumomab")
    assert value["9 then 28 ug/d", "plateau, week 1"] == pytest.approx(9 / 24 / clearance[1.88], rel=1e-4)
    assert value["flat 28 ug/d", "plateau, week 1"] == pytest.approx(28 / 24 / clearance[1.88], rel=1e-4)
    value = measured(tmp_path, "blinatumomab_children")
    for bsa in 0.6, 1.2:
        assert value[f"{bsa} m2", "plateau, weeks 2 to 4"] == pytest.approx(
            15 * bsa / 24 / clearance[bsa], rel=1e-4)


def test_tocilizumab_raises_every_later_value(tmp_path):
    # exp((Ftoci - 1) * rho * (Tmax - 5 d)); runs at 1e-8, over a growth of 3900 times
    factor = math.exp(0.2 * math.log(3900) / 9.3 * 4.3)
    value = measured(tmp_path, "tisagenlecleucel")
    for name in "peak", "at one year":
        ratio = value["tocilizumab from day 5", name] / value["neither", name]
        assert ratio == pytest.approx(factor, rel=1e-5)
    assert value["neither", "peak"] == pytest.approx(24000, rel=1e-5)
    assert value["steroids from day 5", "peak"] == pytest.approx(24000, rel=1e-5)


def test_cytokines_of_two_patients(tmp_path):
    # the public solver's values, printed with four digits, agree within 0.5 %
    value = measured(tmp_path, "cart_cytokines")
    for arm, name, expected in (("UPN1", "CAR-T peak", 2.5495), ("UPN1", "IL-6 peak", 2745),
                                ("UPN1", "IL-10 peak", 915), ("UPN1", "IFN-gamma peak", 828),
                                ("UPN3", "CAR-T peak", 0.0969), ("UPN3", "IL-6 peak", 49.3),
                                ("UPN3", "IL-10 peak", 116), ("UPN3", "IFN-gamma peak", 120)):
        assert value[arm, name] == pytest.approx(expected, rel=0.005)


# ---- regimens ------------------------------------------------------------------------------

REGIMENS = sorted((Path(__file__).parents[2] / "examples" / "regimens").glob("*.json"))
ROLES = {  # what the examples call a drug: a model that has it, and its input
    "asparaginase": ("asparaginase_wurthwein2021", "iv"),
    "bilirubin": ("liver_enzymes", "Bil_over"),
    "blinatumomab": ("blinatumomab_clements2020", "iv"),
    "cells": ("cart_cytokine_release", "cells"),
    "cyclophosphamide": ("cyclophosphamide_ahmed2020", "iv"),
    "cytarabine": ("cytarabine_saturable", "iv"),
    "daunorubicin": ("daunorubicin_varatharajan2016", "iv"),
    "dexamethasone": ("glucocorticoids", "oral"),
    "doxorubicin": ("doxorubicin_kunarajah2017", "iv"),
    "grade": ("cart_cytokine_release", "grade"),
    "IgG": ("immunoglobulin_cheng2026", "IgG"),
    "immunoglobulin": ("immunoglobulin_cheng2026", "iv"),
    "inotuzumab": ("inotuzumab_wu2024", "iv"),
    "mercaptopurine": ("mercaptopurine_gebhard2023", "oral"),
    "methotrexate": ("methotrexate_gao2021", "iv"),
    "neutrophils": ("neutropenia_friberg2002", "count"),
    "platelets": ("thrombocytopenia", "count"),
    "prednisone": ("glucocorticoids", "prednisone"),
    "tocilizumab": ("tocilizumab_moes2022", "iv"),
    "vincristine": ("vincristine_nijstad2022", "iv"),
}


def roles_of(regimen):
    for doses in [regimen.get("doses", [])] + [b["doses"] for b in regimen.get("bands", [])]:
        for dose in doses:
            yield dose["input"]
            for check in dose.get("checks", []):
                yield check["quantity"]


@pytest.mark.parametrize("path", REGIMENS, ids=lambda path: path.stem)
@pytest.mark.parametrize("age, weight, height", [(8, 26, 128), (30, 70, 172)])
def test_regimens_of_the_examples(path, age, weight, height, tmp_path):
    regimen = json.loads(path.read_text(encoding="utf-8"))
    assert regimen["regimen"] and regimen["source"]
    models, names = {}, {}
    for role in set(roles_of(regimen)):
        model, quantity = ROLES[role]
        models[model] = model
        names[role] = f"{model}.{quantity}"
    written = tmp_path / "s.json"
    written.write_text(json.dumps({
        "system": {"models": models},
        "patient": {"age": age, "sex": "male", "weight": weight, "height": height},
        "regimens": [{"file": str(path), "names": names}],
        "outputs": {"until": "1 d", "every": "1 d"},
    }), encoding="utf-8")
    done = impakt("run", "--check", str(written))
    if regimen["outside"] == "error" and age == 30:
        assert done.returncode == 2 and "is for age" in done.stderr
    else:
        assert done.returncode == 0, done.stderr


def test_remark_of_a_regimen(tmp_path):
    regimen = {"regimen": "For adults", "source": "a test", "outside": "remark",
               "patient": {"age": {"from": "18 y"}},
               "doses": [{"input": "drug", "amount": "9 ug", "time": 0}]}
    (tmp_path / "r.json").write_text(json.dumps(regimen), encoding="utf-8")
    path = write(tmp_path, doses=[], patient={"age": 6, "BSA": 1},
                 regimens=[{"file": "r.json", "names": {"drug": "iv"}}])
    done = impakt("run", "--out", tmp_path, path)
    assert done.returncode == 0
    assert "remark: 'For adults' is for age from 18 y, not 6" in done.stderr
    about = json.loads((tmp_path / "plateau.run.json").read_text(encoding="utf-8"))
    assert "'For adults' is for age from 18 y, not 6" in json.dumps(about)
