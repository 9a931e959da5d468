"""Rules and checks in Python, against the closed forms of one compartment."""

import math
import warnings

import numpy as np
import pytest

import impakt

V, CL, BSA = 5.98, 2.22, 1.876
K = CL / V
CLOSE = dict(rel=1e-6)


def simulation(start=30):
    sim = impakt.Simulation("blinatumomab_clements2020", parameters={"V": V, "CL0": CL},
                            patient={"BSA": BSA}, relative_tolerance=1e-9)
    sim.watch("C")
    if start:
        sim.dose("iv", start, "ug")
    return sim


def fall(start, level):
    return math.log(start / V / level) / K


def test_a_rule_gives_a_dose_with_slopes():
    sim = simulation()
    low = sim.rule("C", falls_below=1, limit=1).give(sim.dose("iv", 60, "ug"), after=2)
    sim.dose_most(1, 30, "ug")
    result = sim.run([1, 24], slopes=[("level", low)])
    t = fall(30, 1)
    assert low.fired == pytest.approx([t], **CLOSE)
    second = 30 / V * math.exp(-K * (24 - t - 2))
    assert result["C"][1] == pytest.approx(30 / V * math.exp(-K * 24) + second, **CLOSE)
    assert result.slopes[:, 0, 0] == pytest.approx([0, -second], **CLOSE)  # K dt/dL is -1
    assert sim.given() == [impakt.Given(0, 0, 30, 0),
                           impakt.Given(1, pytest.approx(t + 2, **CLOSE), 30, 0)]
    assert len(sim.doses()) == 1
    again = sim.copy()
    assert again.run([24])["C"][0] == result["C"][1]


def test_hysteresis_rest_and_window():
    sim = simulation(0)
    for i in range(4):  # 5 ng/mL each, below 1 after 4.3 h
        sim.dose("iv", 30, "ug", time=6 * i)
    every = sim.rule("C", rises_above=3)
    rearmed = sim.rule("C", rises_above=3, rearm=0.1)
    rested = sim.rule("C", rises_above=3, rest=7)
    again = sim.rule("C", rises_above=3, rest=1, again=True, end=2)
    late = sim.rule("C", rises_above=3, start=5, end=13)
    few = sim.rule("C", rises_above=3).limit(1, within=12)
    sim.run([24])
    assert every.fired == pytest.approx([0, 6, 12, 18])
    assert rearmed.fired == pytest.approx([0])
    assert rested.fired == pytest.approx([0, 12])
    assert again.fired == pytest.approx([0, 1])
    assert late.fired == pytest.approx([6, 12])
    assert few.fired == pytest.approx([0, 12])
    sim.clear_rules()
    with pytest.raises(impakt.OutsideError):
        every.fired


def test_inputs_and_parameters():
    sim = simulation(0)
    sim.infuse("iv", 2.22, "ug/h", duration=100)  # to 1 ng/mL
    rule = (sim.rule("C", rises_above=0.6, limit=1).hold("iv").rate("iv", 1.11, "ug/h", after=5)
            .scale("iv", 0.25, after=20).resume("iv", after=30).set("CL0", 4.44, after=60))
    up = -math.log(0.4) / K
    got = sim.run(up + np.array([5, 20, 30, 60, 80]))["C"]
    held = 0.6 * math.exp(-5 * K)
    slow = 0.5 + (held - 0.5) * math.exp(-15 * K)
    slower = 0.25 + (slow - 0.25) * math.exp(-10 * K)
    full = 1 + (slower - 1) * math.exp(-30 * K)
    assert got == pytest.approx(
        [held, slow, slower, full, 0.5 + (full - 0.5) * math.exp(-40 * K)], **CLOSE)
    assert rule.fired == pytest.approx([up], **CLOSE)


def test_stop_is_a_remark():
    sim = simulation()
    sim.rule("C", falls_below=1).stop(after=1)
    with pytest.warns(impakt.Remark, match="rule 0 .* stopped the run"):
        values = sim.run([1, 24])["C"]
    assert values[0] == pytest.approx(30 / V * math.exp(-K), **CLOSE) and np.isnan(values[1])


def test_checks():
    sim = simulation(0)
    dose = sim.dose("iv", 30, "ug", every=4, count=4)
    other = sim.dose("iv", 1e-9, "ug", time=4)
    sim.dose_course(dose, 3)
    sim.dose_course(other, 3)
    delay = sim.check(dose, "C", above=1, delay=1)
    scale = sim.check(dose, "C", above=0.5, scale=0.5)
    sim.run([30])
    times = [given.time for given in sim.given() if given.dose == dose]
    assert times == pytest.approx([0, 5, 9, 13])
    assert [given.time for given in sim.given() if given.dose == other] == pytest.approx([5])
    assert sim.checked(delay) == pytest.approx([4])
    assert sim.checked(scale) == pytest.approx([5, 9, 13])
    assert [given.amount for given in sim.given()[-2:]] == pytest.approx([15, 15])
    sim.check(dose, "C", above=0.1, skip=True)
    end = sim.check(dose, "C", below=0.1, end=True)
    sim.run([30])
    assert sim.checked(end) == pytest.approx([0])
    assert [given.dose for given in sim.given()] == [other]


def test_misuse():
    sim = simulation()
    with pytest.raises(ValueError, match="one of the two"):
        sim.rule("C")
    with pytest.raises(ValueError, match="one of the two"):
        sim.check(0, "C", above=1, below=2, skip=True)
    with pytest.raises(ValueError, match="one of skip"):
        sim.check(0, "C", above=1, skip=True, delay=3)
    with pytest.raises(impakt.UnknownNameError, match="grade"):
        sim.rule("grade", rises_above=3)
    with pytest.raises(impakt.OrderError):
        sim.given()
    low = sim.rule("C", falls_below=3)
    high = sim.rule("C", rises_above=4)
    low.give(sim.replace("Q", 40, time=0))
    high.give(sim.replace("Q", 10, time=0))
    with pytest.raises(impakt.RuleError, match="1000 times"):
        sim.run([24])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert simulation().run([1])["C"].shape == (1,)
