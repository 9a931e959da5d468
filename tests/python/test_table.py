"""Dose tables in Python.  Expected numbers come from the same doses given one by one."""

import numpy as np
import pytest

import impakt

MODEL = "inotuzumab_garrett2019"
TEXT = """ID,TIME,EVID,AMT,CMT,RATE,BSA,SITE,DV
1,0,1,1.4,iv,1.4,1.5,A,.
1,24,0,.,.,.,1.5,A,210
1,168,1,0.9,1,0.9,1.6,A,.
1,200,0,.,.,.,.,A,95.5
7,0,1,2,iv,2,2,B,.
7,48,2,.,.,.,.,B,.
"""
RULES = {"BSA": "carried forward"}


def one_by_one():
    sim = impakt.Simulation(MODEL, presets="all")
    sim.set_patient_course("BSA", [0, 24, 168], [1.5, 1.5, 1.6], "carried forward")
    sim.dose("iv", 1.4, time=0, rate=1.4)
    sim.dose("iv", 0.9, time=168, rate=0.9)
    return sim


@pytest.mark.parametrize("kind", ["text", "file"])
def test_a_table_is_the_doses_one_by_one(tmp_path, kind):
    source = TEXT
    if kind == "file":
        source = tmp_path / "doses.csv"
        source.write_text(TEXT)
    sim = impakt.Simulation(MODEL, presets="all")
    table = sim.read_table(source, id=1, covariates=RULES, ignore="SITE")
    times = table.times("1")
    assert times.tolist() == [24, 200]
    assert np.array_equal(sim.run(times).values, one_by_one().run(times).values)
    assert sim.courses()["BSA"].rule == "carried forward"


def test_people():
    table = impakt.Table(TEXT, RULES, ["SITE"])
    assert table.people == ("1", "7")
    times, values = table.observed("1")
    assert times.tolist() == [24, 200] and values.tolist() == [210, 95.5]
    assert table.times(7).tolist() == [48]
    sim = impakt.Simulation(MODEL, presets="all")
    table.give(sim, "7")
    assert sim.doses() == [impakt.Dose("iv", 0, 2, 1)]
    assert sim.parameters["BSA"] == 2 and not sim.courses()


def test_what_is_refused(tmp_path):
    sim = impakt.Simulation(MODEL, presets="all")
    with pytest.raises(impakt.UnknownNameError, match="SITE"):
        sim.read_table(TEXT, 1, RULES)
    with pytest.raises(impakt.UnknownNameError, match="no ID '8'"):
        sim.read_table(TEXT, 8, RULES, ["SITE"])
    with pytest.raises(impakt.ArgumentError, match="2 people"):
        sim.read_table(TEXT, covariates=RULES, ignore=["SITE"])
    with pytest.raises(ValueError, match="carried backward"):
        impakt.Table(TEXT, {"BSA": "LOCF"})
    with pytest.raises(TypeError):
        impakt.Table(TEXT, RULES, ["SITE"]).give(sim, 1.0)
    with pytest.raises(FileNotFoundError):
        impakt.Table(tmp_path / "none.csv")
    file = tmp_path / "bad.csv"
    file.write_text("TIME,AMT,RATE\n0,0,5\n")
    with pytest.raises(impakt.RangeError, match=r"bad.csv:2: RATE is 5 and AMT is 0"):
        impakt.Table(file)
    assert sim.doses() == []
