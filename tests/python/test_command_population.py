"""impakt population and impakt merge, run as a user runs them."""

import csv
import json
import os
import subprocess

import pytest

COMMAND = os.environ["IMPAKT_COMMAND"]
PEOPLE = {"patients": 90, "seed": 7, "vary": {"CL0": 0.3},
          "covariates": {"BSA": {"distribution": "normal", "centre": 1.8, "sd": 0.2}}}


def impakt(*arguments):
    return subprocess.run([COMMAND, *map(str, arguments)], text=True, encoding="utf-8",
                          capture_output=True, timeout=60)


def write(folder, **population):
    path = folder / "plateau.json"
    path.write_text(json.dumps({
        "model": "blinatumomab_clements2020",
        "doses": [{"input": "iv", "rate": "28 ug/d", "duration": "4 d", "time": 0}],
        "outputs": {"until": "4 d", "every": "12 h", "time_unit": "d", "watch": ["C"]},
        "measures": [{"quantity": "C", "what": "first crossing", "level": "0.6 ng/mL"}],
        "arms": [{"name": "whole"}, {"name": "half", "doses": [
            {"input": "iv", "rate": "14 ug/d", "duration": "4 d", "time": 0}]}],
        "population": {**PEOPLE, **population}}), encoding="utf-8")
    return path


def test_shards_merge_to_what_one_run_gives(tmp_path):
    path = write(tmp_path)
    done = impakt("population", "--out", tmp_path / "one", path)
    assert done.returncode == 0 and "90 patients of seed 7" in done.stdout
    for shard in (2, 3, 1):
        assert impakt("population", "-q", "-j", shard, "--lanes", (8, 1, 4)[shard - 1], "--shard", f"{shard}/3", "--out",
                      tmp_path / "shards", path).returncode == 0
    shards = sorted((tmp_path / "shards").iterdir())
    assert len(shards) == 6
    done = impakt("merge", "--out", tmp_path / "merged", path, *shards)
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("plateau.whole.population.csv", "plateau.half.population.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "merged" / name).read_bytes()
    with open(tmp_path / "one" / "plateau.whole.population.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["patients"] for row in rows if row["quantity"] == "C"} == {"90"}
    assert float(rows[3]["q05"]) < float(rows[3]["q50"]) < float(rows[3]["q95"])
    assert 0 < int(rows[-1]["patients"]) < 90  # some never reach the level

    missing = impakt("merge", "-o", tmp_path, path, *shards[1:])
    assert missing.returncode == 1 and "patients 0 to 29 are missing" in missing.stderr
    twice = impakt("merge", "-o", tmp_path, path, shards[0], shards[0])
    assert twice.returncode == 2 and "already" in twice.stderr
    other = write(tmp_path, seed=8)
    refused = impakt("merge", "-o", tmp_path, other, *shards)
    assert refused.returncode == 2 and "different scenarios" in refused.stderr
    shards[0].write_bytes(shards[0].read_bytes()[:-1])
    cut = impakt("merge", "-o", tmp_path, path, *shards)
    assert cut.returncode == 2 and "not a whole summary" in cut.stderr


@pytest.mark.parametrize("population, part", [
    ({"patients": 0}, "population.patients: expected a whole number from 1"),
    ({"vary": {"CL": 0.3}}, "did you mean"),
    ({"vary": {"CL0": {"distribution": "normal"}}}, "\"sd\" is missing"),
    ({"vary": {"CL0": {"sd": 0.3, "distribution": "lognormal"}}}, "'log-normal'"),
    ({"covariates": {"BSA": {"sd": 0.2}}}, "\"centre\" is missing"),
    ({"correlate": [["CL0", "V"]]}, "[parameter, parameter, correlation]"),
    ({"quantiles": [1.5]}, "between 0 and 1"),
    ({"sex": 1}, "unknown key"),
])
def test_mistakes(population, part, tmp_path):
    done = impakt("population", "-o", tmp_path, write(tmp_path, **population))
    assert done.returncode == 2 and part in done.stderr, done.stderr


def test_usage():
    assert "--shard" in impakt("help", "population").stdout
    assert "--partial" in impakt("help", "merge").stdout
    for arguments in (["population"], ["population", "--shard", "4/3", "x"], ["merge", "x"],
                      ["population", "--threads", "0", "x"], ["population", "--lanes", "2", "x"]):
        assert impakt(*arguments).returncode == 2
