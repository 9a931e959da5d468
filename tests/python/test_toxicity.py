"""Toxicity models wired to what drives them, against numbers that another program worked out from the
same equations (at a relative tolerance of 1e-10), and the page that compares them with trials."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

import impakt

ROOT = Path(__file__).parents[2]
DAY = 24.0


@pytest.fixture(scope="module")
def toxicity():
    spec = importlib.util.spec_from_file_location("toxicity", ROOT / "docs" / "toxicity.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- inotuzumab


@pytest.mark.parametrize("cycles, after, without", [
    (1, (10.8, 9.7, 7.1, 5.8), None),
    (2, (25.8, 22.8, 13.8, 8.7), 1.6),
    (3, (36.1, 31.6, 18.3, 10.6), 3.0),
    (6, (43.8, 37.8, 21.4, 11.9), 7.4),
])
def test_disease_by_cycles_and_gap(toxicity, cycles, after, without):
    doses = cycles * [toxicity.USUAL]
    for gap, expected in zip(toxicity.GAPS, after):
        assert 100 * toxicity.vod(doses, gap)[1] == pytest.approx(expected, abs=0.06)
    if without is not None:
        assert 100 * toxicity.vod(doses)[0] == pytest.approx(without, abs=0.06)


def test_disease_in_cohorts(toxicity):
    assert 100 * toxicity.cohort(toxicity.SINGLE, 30, 0.45, first_cycle=28) == pytest.approx(11.8, abs=0.06)
    for gap, expected in ((30, 9.3), (60, 6.4), (90, 4.9), (120, 4.2)):
        ours = toxicity.cohort(toxicity.FRACTIONS, gap, 0.45, first_cycle=28)
        assert 100 * ours == pytest.approx(expected, abs=0.06)
    steeper = dict(eta=1.5, Cref=56.74, lv=1.55e-4)
    for gap, expected in ((30, 7.6), (60, 5.1), (90, 3.9), (120, 3.5)):
        ours = toxicity.cohort(toxicity.FRACTIONS, gap, 0.45, first_cycle=28, **steeper)
        assert 100 * ours == pytest.approx(expected, abs=0.06)


def inotuzumab(label, model, **parameters):
    wired = impakt.System("inotuzumab")
    wired.add("ino", "inotuzumab_garrett2019")
    wired.add(label, model)
    wired.connect("ino.C", f"{label}.C")
    sim = impakt.Simulation(wired.model(), patient={"BSA": 1.84}, relative_tolerance=1e-8,
                            parameters={f"{label}.{k}": v for k, v in parameters.items()})
    for start in (0, 21, 49, 77):
        for day, amount in ((0, 0.8), (7, 0.5), (14, 0.5)):
            sim.dose("ino.iv", amount, "mg/m2", time=DAY * (start + day), duration=1)
    return sim


def test_platelets_drift_down_from_cycle_to_cycle():
    sim = inotuzumab("marrow", "thrombocytopenia")
    lowest = [sim.measure("marrow.count", "lowest", DAY * a, DAY * b)
              for a, b in ((0, 21), (21, 49), (49, 77), (77, 140))]
    when = sim.measure("marrow.count", "lowest_time", DAY * 77, DAY * 140)
    result = sim.run([0])
    assert [result.measured[m] for m in lowest] == pytest.approx([222.3, 126.1, 76.3, 60.0], rel=0.01)
    assert result.measured[when] / DAY == pytest.approx(104, abs=0.5)


@pytest.mark.parametrize("slope, lowest", [(0.00133, 1.00), (0.0010, 1.55), (0.0015, 0.785)])
def test_neutrophils_under_a_conjugate(slope, lowest):
    sim = inotuzumab("marrow", "neutropenia", sl=slope)
    least = sim.measure("marrow.count", "lowest", 0, DAY * 140)
    when = sim.measure("marrow.count", "lowest_time", 0, DAY * 140)
    grade = sim.measure("marrow.grade", "peak", 0, DAY * 140)
    result = sim.run([0])
    assert result.measured[least] == pytest.approx(lowest, rel=0.01)
    assert result.measured[grade] == sum(result.measured[least] < limit for limit in (2, 1.5, 1, 0.5))
    if slope == 0.00133:
        assert result.measured[when] / DAY == pytest.approx(90.8, abs=0.1)


# ---- a signal of interleukin-6 that rises and falls


def driven(model, signal, until, width=0.01, inputs=()):
    """The signal in pieces that are constant, of its value in the middle: off by the square of
    width.  A piece too small to matter is left out."""
    sim = impakt.Simulation(model, relative_tolerance=1e-8)
    times = np.arange(0, until, width)
    rates = np.array([signal(t + width / 2) for t in times])
    keep = rates > 1e-9 * rates.max()
    sim.dose_table(["S"] * int(keep.sum()), DAY * times[keep], rates[keep] * width,  # pg/mL d
                   np.full(int(keep.sum()), DAY * width))
    return sim


def bell(t):
    return 1000 * math.exp(-0.5 * ((t - 6) / 2) ** 2)


def sudden(t):
    return 5000 * math.exp(-(t - 5) / 5) if t > 5 else 0.0


@pytest.mark.parametrize("model, signal, lowest, tolerance, day", [
    ("neutropenia", bell, 0.482, 0.0006, 13.4),
    ("thrombocytopenia", bell, 53.0, 0.06, 15.5),
    ("neutropenia", sudden, 0.064, 0.0006, 19.2),
    ("thrombocytopenia", sudden, 11.7, 0.06, 21.7),
])
def test_inflammation_lowers_counts(model, signal, lowest, tolerance, day):
    sim = driven(model, signal, 40 if signal is sudden else 20)
    least = sim.measure("count", "lowest", 0, DAY * 40)
    when = sim.measure("count", "lowest_time", 0, DAY * 40)
    result = sim.run([0])
    assert result.measured[least] == pytest.approx(lowest, abs=tolerance)
    assert result.measured[when] / DAY == pytest.approx(day, abs=0.06)


def test_neurotoxicity_comes_later_than_the_signal():
    sim = driven("icans_grade", bell, 20)
    peak = sim.measure("N", "peak", 0, DAY * 20)
    when = sim.measure("N", "peak_time", 0, DAY * 20)
    result = sim.run([0])
    assert result.measured[peak] / 1000 == pytest.approx(0.784, abs=0.0006)
    assert result.measured[when] / DAY - 6 == pytest.approx(1.4, abs=0.06)


# ---- infections


@pytest.mark.parametrize("arm, rate, share", [("chemotherapy", 6.41, 0.388), ("blinatumomab", 1.48, 0.107)])
def test_infections_by_arm(toxicity, arm, rate, share):
    expected, affected = toxicity.infections(**toxicity.INFECTION[arm])
    assert expected * 365.25 / 28 == pytest.approx(rate, abs=0.006)
    # that program took the mean hazard of all patients; some have more of it than others
    assert 1 - math.exp(-expected) == pytest.approx(share, abs=0.0006)
    assert affected < 1 - math.exp(-expected)


def test_exact_intervals(toxicity):
    pytest.importorskip("scipy")
    # no event in n: 1 - 0.025^(1/n); all of them: the mirror image
    assert toxicity.of_patients(0, 51) == pytest.approx((0, 1 - 0.025 ** (1 / 51)))
    assert toxicity.of_patients(51, 51) == pytest.approx((0.025 ** (1 / 51), 1))
    # an interval ends where the tail is 0.025
    low, high = toxicity.of_patients(23, 164)
    tail = [sum(math.comb(164, k) * p ** k * (1 - p) ** (164 - k) for k in range(a, b))
            for p, a, b in ((low, 23, 165), (high, 0, 24))]
    assert tail == pytest.approx([0.025, 0.025])
    low, high = toxicity.of_events(57)
    tail = [1 - sum(math.exp(-low + k * math.log(low) - math.lgamma(k + 1)) for k in range(57)),
            sum(math.exp(-high + k * math.log(high) - math.lgamma(k + 1)) for k in range(58))]
    assert tail == pytest.approx([0.025, 0.025])


def test_the_page_is_what_the_program_writes(toxicity):
    pytest.importorskip("scipy")
    assert (ROOT / "docs" / "toxicity.md").read_text(encoding="utf-8") == toxicity.page()


# ---- vincristine: binding that is a thousand times as fast as the rest


@pytest.mark.parametrize("solver", ["rodas5p", "rodas4", "cvode", "adams"])
def test_stiff_binding_by_every_integrator(solver):
    def course(**options):
        with impakt.Simulation("vincristine_nijstad2022", patient={"WT": 70, "AGE": 30}, **options) as sim:
            sim.dose("iv", 2, "mg", duration=1 / 60)
            area = sim.measure("C", "area", 0, 24)
            result = sim.run([0.25, 1, 4, 24, 48])
            return [*result["C"], result.measured[area]]
    ours = course(solver=solver, relative_tolerance=1e-8)
    # ng/mL, and ng h/mL in 24 h; half of the last digit
    for value, printed in zip(ours, ("8.454", "2.246", "1.613", "0.6797", "0.2781", "45.834")):
        assert value == pytest.approx(float(printed), abs=0.51 * 10.0 ** -len(printed.split(".")[1]))
    assert ours == pytest.approx(course(solver="cvode", relative_tolerance=1e-11), rel=1e-6)
