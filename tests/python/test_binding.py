"""The Python binding: every public class, errors, arrays without copies, lifetimes.

Expected numbers come from closed forms, or from the same question asked in another way.  The
runs use a relative tolerance of 1e-9, so that 1e-6 leaves room for the errors of many steps."""

import ctypes
import gc
import math
import pickle
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import numpy as np
import pytest

import impakt
from impakt import _library, _objects

BLINATUMOMAB = "blinatumomab_clements2020"
DOCETAXEL = "docetaxel_ozawa2007"
MARROW = "neutropenia_friberg2002"
CART = "cart_stein2019"
CLOSE = dict(rel=1e-6)


def simulation(model=BLINATUMOMAB, *arguments, **keywords):
    return impakt.Simulation(model, *arguments, relative_tolerance=1e-9, **keywords)


def wired(name="both"):
    system = impakt.System(name)
    system.add("drug", DOCETAXEL)
    system.add("marrow", impakt.model(MARROW))
    system.connect("drug.Cmol", "marrow.C")
    return system


# ---- models


def test_models_are_found_by_name():
    models = impakt.models()
    assert BLINATUMOMAB in [m.name for m in models]
    for m in models:
        assert impakt.model(m.name) == m
        assert hash(impakt.model(m.name)) == hash(m)
        assert m.title and m.time and m.revision >= 1 and m.equations


def test_rows_of_a_model():
    m = impakt.model(BLINATUMOMAB)
    assert m.parameters["CL0"] == impakt.Parameter(
        "CL0", "L/h", 2.22, *m.parameters["CL0"][3:5], "clements", m.parameters["CL0"].meaning)
    assert m.parameters["CL0"].low < 2.22 < m.parameters["CL0"].high
    assert m.parameters["CL0"].settable and not m.parameters["BSA_ref"].settable
    assert m.states["Q"].unit == "ug" and m.states["Q"].noise > 0
    assert m.inputs["iv"].unit == "ug/h" and m.inputs["iv"].dose_unit == "ug"
    assert m.outputs["C"].unit == "ng/mL"
    assert m.derived["CL"].unit == "L/h"
    assert m.references["clements"].link.startswith("https://doi.org/10.")
    assert [(v.parameter, v.distribution) for v in m.variations] == [("CL0", "log_normal")]
    assert [(r.output, r.kind) for r in m.residuals] == [("C", "log_additive")]
    assert "ddt(Q)" in m.equations
    assert "CL0" in m.parameters and "nothing" not in m.parameters
    assert m.parameters["CL0"] in m.parameters
    assert m.parameters[m.parameters.index_of("CL0")].name == "CL0"
    with pytest.raises(KeyError, match="CL0"):
        m.parameters["nothing"]
    with pytest.raises(AttributeError):
        m.name = "other"


def test_presets_switches_and_correlations():
    m = impakt.model(MARROW)
    assert m.presets["pulses"].settings["sl"] == 1
    with pytest.raises(TypeError):
        m.presets["pulses"].settings["sl"] = 2
    assert "late" in impakt.model(CART).switches
    pairs = impakt.model("inotuzumab_garrett2019").correlations
    assert ("CL1_ref", "V1_ref") in [(c.first, c.second) for c in pairs]
    assert all(-1 <= c.value <= 1 for c in pairs)


def test_unknown_model_names_the_nearest():
    with pytest.raises(impakt.UnknownNameError, match=BLINATUMOMAB) as caught:
        impakt.model("blinatumomab_clement2020")
    assert caught.value.status == -2
    assert isinstance(caught.value, (impakt.Error, LookupError))
    with pytest.raises(impakt.UnknownNameError):
        impakt.model("")
    with pytest.raises(TypeError):
        impakt.model(3)
    with pytest.raises(ValueError):
        impakt.model("a\0b")


def test_text_to_read():
    listed = impakt.list()
    assert len(listed.splitlines()) == len(impakt.models())
    shown = impakt.show(BLINATUMOMAB)
    assert repr(shown) == str(shown)
    for part in ("2.22", "L/h", "clements", "ddt(Q)", "https://doi.org/10.", "doses in ug"):
        assert part in shown
    for m in impakt.models():
        assert impakt.show(m).startswith(m.name)


def test_models_can_be_pickled_and_those_of_systems_cannot():
    m = impakt.model(BLINATUMOMAB)
    assert pickle.loads(pickle.dumps(m)) == m
    with pytest.raises(TypeError):
        pickle.dumps(wired().model())


# ---- a run against closed forms


def test_infusion_against_closed_form():
    sim = simulation()
    sim.infuse("iv", 28, "ug/d", duration=24)
    result = sim.run(np.arange(0.0, 60))
    CL, V, t = sim.derived["CL"], sim.parameters["V"], result.times
    k, rate = CL / V, 28 / 24
    expected = np.where(t <= 24, rate / CL * (1 - np.exp(-k * t)),
                        rate / CL * (1 - np.exp(-k * 24)) * np.exp(-k * (t - 24)))
    assert result["C"] == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert result.unit("C") == "ng/mL"
    assert result.counters["steps"] > 0 and set(result.counters) == {
        "steps", "rhs", "jacobian", "factor", "lapack", "restart"}


def test_every_way_to_dose_delivers_the_same():
    ways = {
        "duration": lambda sim: sim.dose("iv", 24, duration=12),
        "rate": lambda sim: sim.dose("iv", 24, "ug", rate=2),
        "rate with unit": lambda sim: sim.dose("iv", 0.024, "mg", rate=48, rate_unit="ug/d"),
        "infusion": lambda sim: sim.infuse("iv", 2, "ug/h", duration=12),
        "per surface": lambda sim: sim.dose("iv", 12, "ug/m2", duration=12),
        "table": lambda sim: sim.dose_table(["iv"], [0.0], [24.0], [12.0]),
        "repeat": lambda sim: sim.dose("iv", 12, duration=6, every=6, count=2),
        "repeat later": lambda sim: sim.repeat(sim.infuse("iv", 2, duration=6), 6, 2),
        "repeated infusion": lambda sim: sim.infuse("iv", 2, duration=6, every=6, count=2),
    }
    results = {}
    for name, give in ways.items():
        sim = simulation(patient={"BSA": 2.0})
        give(sim)
        assert sum(d.amount for d in sim.doses()) == pytest.approx(24), name
        assert sum(d.duration for d in sim.doses()) == pytest.approx(12), name
        results[name] = sim.run([6.0, 12.0, 24.0])["C"]
    for name, values in results.items():
        assert values == pytest.approx(results["duration"], **CLOSE), name


def test_doses_are_listed_in_order_and_cleared():
    sim = simulation()
    assert sim.doses() == []
    sim.dose("iv", 3, time=48)
    sim.dose("iv", 1, every=24, count=2)
    assert [(d.input, d.time, d.amount, d.duration) for d in sim.doses()] == [
        ("iv", 0, 1, 0), ("iv", 24, 1, 0), ("iv", 48, 3, 0)]
    sim.dose_table("iv", [1.0, 2.0], 5, 0)
    assert len(sim.doses()) == 5
    sim.clear_doses()
    assert sim.doses() == []


def test_wrong_doses_are_not_recorded():
    sim = simulation()
    for wrong in (lambda: sim.dose("iv", 1, count=2), lambda: sim.dose("iv", 1, every=0, count=2),
                  lambda: sim.dose("iv", 1, every=24, count=0),
                  lambda: sim.dose("iv", 1, rate=1, duration=1),
                  lambda: sim.dose("iv", 1, rate_unit="ug/h"),
                  lambda: sim.infuse("iv", 1, duration=1, every=math.nan, count=2)):
        with pytest.raises(ValueError):
            wrong()
    assert sim.doses() == []


def test_measures():
    sim = simulation()
    sim.dose("iv", 10)
    numbers = {what: sim.measure("C", what, 0, 48, level=0.5) for what in (
        "peak", "peak_time", "area", "time_above", "time_below")}
    # from 0 on they would see the 0 before the dose, and its crossing
    numbers.update((what, sim.measure("C", what, 1, 12, level=0.5))
                   for what in ("lowest", "lowest_time", "first_crossing"))
    result = sim.run([48.0])
    CL, V = sim.derived["CL"], sim.parameters["V"]
    k, C0 = CL / V, 10 / V
    crossing = math.log(C0 / 0.5) / k
    expected = dict(peak=C0, peak_time=0, lowest=C0 * math.exp(-k * 12), lowest_time=12,
                    area=C0 / k * (1 - math.exp(-k * 48)), time_above=crossing,
                    time_below=48 - crossing, first_crossing=crossing)
    for what, value in expected.items():
        # the interpolant within a step is good to about ten times the tolerance of the step
        assert result.measured[numbers[what]] == pytest.approx(value, rel=1e-5, abs=1e-6), what
        assert sim.measured(numbers[what]) == result.measured[numbers[what]]
    sim.clear_measures()
    assert len(sim.run([1.0]).measured) == 0
    with pytest.raises(ValueError, match="peak_time"):
        sim.measure("C", "top", 0, 1)


def test_slopes_against_closed_form():
    sim = simulation()
    sim.dose("iv", 10)
    sim.watch("C")
    result = sim.run(np.arange(1.0, 20), slopes=["V", "CL0"])
    t, V, CL = result.times, sim.parameters["V"], sim.derived["CL"]
    C = 10 / V * np.exp(-CL / V * t)
    assert result.slopes.shape == (19, 1, 2)
    assert result.slope("C", "V") == pytest.approx(C * (CL * t / V - 1) / V, rel=1e-5, abs=1e-8)
    # at the reference surface CL is CL0
    assert result.slope("C", "CL0") == pytest.approx(-C * t / V, rel=1e-5, abs=1e-8)
    assert sim.run([1.0]).slopes is None
    assert sim.run([1.0], "V").parameters == ("V",)
    with pytest.raises(KeyError):
        result.slope("C", "BSA")


def test_steady_states_and_states_set_anew():
    sim = simulation()
    V, CL = sim.parameters["V"], sim.derived["CL"]
    k = CL / V
    sim.dose("iv", 10, every=1, steady="alone")
    sim.watch("C")
    t = np.arange(0.25, 5)
    assert sim.run(t)["C"] == pytest.approx(10 / V * np.exp(-k * t) / (1 - math.exp(-k)), rel=1e-5)
    sim.clear_doses()
    sim.steady_infusion("iv", 5, time=1)
    assert sim.run(1 + t)["C"] == pytest.approx(5 / CL * np.exp(-k * t), rel=1e-5)
    sim.clear_doses()
    sim.infuse("iv", 5, duration=9)
    sim.reset(2)
    assert sim.run([1, 3, 4])["C"] == pytest.approx([5 / CL * (1 - math.exp(-k)), 0, 0], rel=1e-5)
    sim.clear_doses()
    state = sim.model.states.names[0]
    sim.replace(state, 12, time=1)
    sim.multiply(state, 0.5, time=2, every=1, count=2)
    held = sim.run([1.5, 2.5, 3.5])[sim.columns()[0][0]]
    assert held == pytest.approx(held[0] * np.exp(-k * np.arange(3)) * [1, 0.5, 0.25], rel=1e-5)
    with pytest.raises(ValueError, match="every"):
        sim.dose("iv", 1, steady="alone")
    with pytest.raises(ValueError, match="added"):
        sim.dose("iv", 1, every=12, steady="soon")
    with pytest.raises(impakt.RangeError, match="interval"):
        sim.repeat(sim.dose("iv", 1, every=12, steady="added"), 24, 2)
    clock = impakt.Simulation("inotuzumab_garrett2019")
    clock.dose("iv", 1, every=24, steady="alone")
    with pytest.raises(impakt.SteadyStateError, match="time"):
        clock.run([1.0])


def test_slopes_in_doses_and_starts():
    sim = simulation()
    dose = sim.infuse("iv", 5, time=1, duration=3)
    sim.watch("C")
    V, CL = sim.parameters["V"], sim.derived["CL"]
    k, t = CL / V, np.arange(5.0, 12)
    asked = [("rate", dose), ("time", dose), ("duration", dose), ("fraction", dose)]
    result = sim.run(t, slopes=asked)
    C = 5 / CL * (np.exp(-k * (t - 4)) - np.exp(-k * (t - 1)))
    for slope, expected in zip(asked, (C / 5, k * C, 5 / V * np.exp(-k * (t - 4)), C)):
        assert result.slope("C", slope) == pytest.approx(expected, rel=1e-5), slope
    with pytest.raises(impakt.RangeError, match="amount"):
        sim.run(t, slopes=[("amount", dose)])
    with pytest.raises(ValueError, match="duration"):
        sim.run(t, slopes=[("length", dose)])


def test_copy_has_settings_and_doses_of_its_own():
    sim = simulation(parameters={"V": 8})
    sim.dose("iv", 10)
    other = sim.copy()
    assert other.parameters["V"] == 8 and other.doses() == sim.doses()
    other.parameters["V"] = 9
    other.clear_doses()
    assert sim.parameters["V"] == 8 and len(sim.doses()) == 1
    sim.close()
    assert other.run([1.0])["C"][0] == 0


# ---- settings


def test_parameters_behave_as_a_dict():
    sim = simulation()
    m = sim.model
    assert list(sim.parameters) == list(m.parameters.names)
    assert len(sim.parameters) == len(m.parameters)
    assert sim.parameters["V"] == m.parameters["V"].default
    assert np.array_equal([*sim.parameters.values()], [p.default for p in m.parameters],
                          equal_nan=True)  # NaN has to be set
    sim.parameters.update(V=7, CL0=3)
    assert (sim.parameters["V"], sim.parameters["CL0"]) == (7, 3)
    assert "'V': 7.0" in repr(sim.parameters)
    with pytest.raises(TypeError):
        del sim.parameters["V"]
    values = sim.parameters.array()
    values[m.parameters.index_of("V")] = 6
    sim.set_parameters(values)
    assert sim.parameters["V"] == 6
    assert sim.derived["CL"] == pytest.approx(3)
    assert list(sim.derived) == list(m.derived.names)
    with pytest.raises(TypeError):
        sim.derived["CL"] = 1


def test_initial_states_and_presets_and_patient():
    sim = impakt.Simulation(MARROW, ["docetaxel", "pulses"], initial={"X": 2})
    assert sim.initial["X"] == 2 and sim.initial["P"] == sim.parameters["X0"]
    assert sim.parameters["sl"] == 1
    sim.use("docetaxel")
    assert sim.parameters["sl"] == sim.model.presets["docetaxel"].settings["sl"]
    sim = simulation(patient={"BSA": 1.0})
    assert sim.parameters["BSA"] == 1.0
    sim.set_patient(BSA=2.0, WT=80)
    assert sim.parameters["BSA"] == 2.0


# ---- parameters in time


@pytest.mark.parametrize("rule, eliminated", [
    ("carried forward", 2.22 * 10 + 4 * 5),
    ("carried backward", 4 * 10 + 1 * 5),
    ("linear", (2.22 + 4) / 2 * 10 + (4 - 3 / 4) * 5)])
def test_a_parameter_in_time(rule, eliminated):
    sim = simulation(initial={"Q": 3})
    times, values = [0, 10, 20], [2.22, 4, 1]
    sim.set_course("CL0", times, values, rule)
    result = sim.run([15], slopes="CL0")
    assert result["Q"][0] == pytest.approx(3 * math.exp(-eliminated / 5.98), **CLOSE)
    assert result.slope("Q", "CL0")[0] == pytest.approx(-15 / 5.98 * result["Q"][0], **CLOSE)
    course = result.courses["CL0"]
    assert (course.name, course.rule) == ("CL0", rule)
    assert course.times.tolist() == times and course.values.tolist() == values
    assert sim.parameters["CL0"] == 2.22
    assert sim.copy().courses().keys() == {"CL0"}
    sim.parameters["CL0"] = 2
    assert not sim.courses() and "CL0" in result.courses


def test_a_covariate_in_time():
    sim = simulation()
    sim.set_patient_course("BSA", np.array([0, 48]), np.array([1, 2]), "linear")
    sim.dose("iv", 10, "ug/m2", every=12, count=5)
    assert [d.amount for d in sim.doses()] == pytest.approx([10, 12.5, 15, 17.5, 20])
    sim.clear_courses()
    assert [d.amount for d in sim.doses()] == pytest.approx([10] * 5)
    sim.set_patient_course("WT", [0], [70], "carried forward")
    assert sim.courses()["WT"].values.tolist() == [70]


def test_wrong_courses_are_refused():
    sim = simulation()
    with pytest.raises(ValueError, match="no rule 'locf'; there are carried forward"):
        sim.set_course("CL0", [0], [2], "locf")
    with pytest.raises(ValueError, match="2 times and 1 values"):
        sim.set_course("CL0", [0, 1], [2], "linear")
    with pytest.raises(impakt.OrderError, match="needs a value at 0 h"):
        sim.set_course("CL0", [1, 2], [2, 2], "linear")
    with pytest.raises(impakt.RangeError, match="values.1.: parameter 'CL0' is 1000"):
        sim.set_course("CL0", [0, 1], [2, 1000], "carried forward")
    with pytest.raises(impakt.UnknownNameError, match="BSA"):
        sim.set_patient_course("BSAA", [0], [1], "linear")
    with pytest.raises(TypeError):
        sim.set_course("CL0", [0], [2])
    assert sim.courses() == {}


def test_options():
    sim = impakt.Simulation(BLINATUMOMAB, solver="adams", sample_after=True)
    sim.dose("iv", 10, time=5)
    V = sim.parameters["V"]
    assert sim.run([5.0])["C"][0] == pytest.approx(10 / V)
    sim.set_options(sample_after=0)
    assert sim.run([5.0])["C"][0] == 0
    assert impakt.option_range("relative_tolerance") == (1e-12, 0.1)
    with pytest.raises(impakt.RangeError):
        sim.set_options(relative_tolerance=1)
    with pytest.raises(ValueError, match="relative_tolerance"):
        sim.set_options(tolerance=1)


def test_solvers():
    sim = impakt.Simulation(BLINATUMOMAB)
    sim.dose("iv", 10, time=5)
    assert sim.solver == ""
    decay = 10 / sim.parameters["V"] * np.exp(-7 * sim.derived["CL"] / sim.parameters["V"])
    for solver in ("rodas5p", "rodas4", "cvode", "adams"):
        sim.set_options(solver=solver)
        result = sim.run([12.0])
        assert result.solver == sim.solver == solver
        assert result["C"][0] == pytest.approx(decay, rel=1e-6)
    sim.set_options(solver=0)
    assert sim.run([12.0]).solver != ""
    with pytest.raises(ValueError, match="rodas5p"):
        sim.set_options(solver="bdf")
    with pytest.raises(ValueError):
        impakt.option_range("tolerance")


# ---- results without copies


def address(array):
    return array.__array_interface__["data"][0]


def test_the_library_writes_into_the_arrays_of_the_result(monkeypatch):
    sim = simulation()
    sim.dose("iv", 10)
    given = []
    real = _objects.doubles

    def watched(array):
        given.append(address(array))
        return real(array)

    monkeypatch.setattr("impakt._simulation.doubles", watched)
    times = np.array([1.0, 2.0, 3.0])
    result = sim.run(times, slopes=["V"])
    assert given == [address(times), address(result.values), address(result.slopes)]
    assert result.times is times
    for column, name in enumerate(result.names):
        assert result[name].base is result.values
        assert address(result[name]) == address(result.values) + 8 * column
        assert result.slope(name, "V").base is result.slopes


def test_arrays_of_the_caller_are_used_again():
    sim = simulation()
    sim.dose("iv", 10)
    sim.watch("C")
    out, slopes = np.empty((2, 1)), np.empty((2, 1, 1))
    result = sim.run([1, 2], ["V"], out, slopes)
    assert result.values is out and result.slopes is slopes
    assert out[:, 0] == pytest.approx(sim.run([1, 2])["C"], rel=1e-7)
    for wrong in (np.empty((1, 1)), np.empty((2, 1), np.float32), np.empty((1, 2)).T[:, :0],
                  np.empty((2, 2))[:, :1], [[0.0], [0.0]]):
        with pytest.raises(ValueError, match="out must be"):
            sim.run([1, 2], out=wrong)
    fixed = np.zeros((2, 1))
    fixed.flags.writeable = False
    with pytest.raises(ValueError):
        sim.run([1, 2], out=fixed)
    with pytest.raises(ValueError):
        sim.run([[1, 2]])


def test_a_failing_run_leaves_the_arrays_untouched():
    sim = simulation()
    sim.watch("C")
    out = np.full((2, 1), 7.0)
    with pytest.raises(impakt.OrderError):
        sim.run([2, 1], out=out)
    assert (out == 7).all()
    assert sim.run([1, 2], out=out)["C"].tolist() == [0, 0]


def test_result_outlives_the_simulation():
    with simulation() as sim:
        sim.dose("iv", 10)
        result = sim.run([0, 1, 2])
    del sim
    gc.collect()
    assert result["C"][1] > result["C"][2] > 0
    assert "C" in repr(result)
    with pytest.raises(KeyError, match="AUC"):
        result["AUCC"]


def test_watch_chooses_the_columns():
    sim = simulation()
    assert sim.columns()[0] == sim.model.states.names + sim.model.outputs.names
    sim.watch("C", "Q")
    assert sim.columns() == (("C", "Q"), ("ng/mL", "ug"))
    sim.clear_watch()
    assert len(sim.columns()[0]) == 4


# ---- the equations alone


def test_rhs_outputs_and_jacobian():
    sim = simulation()
    CL, V = sim.derived["CL"], sim.parameters["V"]
    states = np.zeros(3)
    q, auc, depot = (sim.model.states.index_of(name) for name in ("Q", "AUC", "D"))
    states[q] = 12
    expected = np.zeros(3)
    expected[q], expected[auc] = 5 - CL / V * 12, 12 / V
    assert sim.rhs(0, states, {"iv": 5}) == pytest.approx(expected, rel=1e-14)
    assert sim.rhs(0, states, [5.0, 0.0]) == pytest.approx(expected, rel=1e-14)
    out = np.empty(3)
    assert sim.rhs(0, states, out=out) is out
    assert out[q] == pytest.approx(-CL / V * 12, rel=1e-14)
    assert sim.outputs(0, states) == pytest.approx([12 / V], rel=1e-14)
    jacobian = np.zeros((3, 3))
    jacobian[q, q], jacobian[auc, q] = -CL / V, 1 / V
    sim.parameters["ka"] = 0.3
    jacobian[depot, depot], jacobian[q, depot] = -0.3, 0.3
    assert sim.jacobian(0, states) == pytest.approx(jacobian, rel=1e-14)
    row, column = sim.jacobian_pattern()
    assert (np.diff(column) >= 0).all()
    assert jacobian[row, column] == pytest.approx(sim.jacobian_entries(0, states), rel=1e-14)
    with pytest.raises(impakt.LengthError):
        sim.rhs(0, [1.0])
    with pytest.raises(KeyError):
        sim.rhs(0, states, {"oral": 1})


def test_run_against_another_integrator():
    integrate = pytest.importorskip("scipy.integrate")
    sim = simulation(MARROW, "docetaxel")
    sim.infuse("C", 0.5, duration=24)
    times = np.linspace(0, 24 * 14, 30)
    result = sim.run(times)
    x, found = sim.initial.array(), [sim.initial.array()]
    for begin, end, C in ((0, 24, 0.5), (24, 24 * 14, 0.0)):
        at = times[(times > begin) & (times < end)]
        piece = integrate.solve_ivp(lambda t, x: sim.rhs(t, x, {"C": C}), (begin, end), x, "LSODA",
                                    np.append(at, end), rtol=1e-10, atol=1e-12)
        found += list(piece.y.T[:len(at)])
        x = piece.y[:, -1]
    found.append(x)
    # both are good to about 1e-8 of each state
    ours = np.column_stack([result[name] for name in sim.model.states.names])
    assert np.array(found) == pytest.approx(ours, rel=1e-6, abs=1e-9)


# ---- systems


def test_system():
    sim = simulation(wired())
    assert "drug.C" in sim.model.outputs and sim.model.equations == ""
    sim.set_patient(BSA=1.8)
    sim.dose("drug.iv", 75, "mg/m2", duration=1)
    assert sim.doses()[0].amount == pytest.approx(135)
    result = sim.run(np.arange(0.0, 24 * 21))
    alone = simulation(DOCETAXEL)
    alone.dose("iv", 135, duration=1)
    # the step sizes differ, and with them the errors
    assert result["drug.Cmol"] == pytest.approx(alone.run(result.times)["Cmol"], rel=1e-5, abs=1e-9)
    count = result["marrow.count"]
    assert count.min() < 0.5 * count[0]


def test_system_says_what_is_wrong():
    system = wired()
    with pytest.raises(impakt.UnknownNameError, match="Cmol"):
        system.connect("drug.Cmoll", "marrow.C")
    with pytest.raises(impakt.UnitError):
        system.connect("drug.C", "marrow.C")  # mg/L to umol/L
    with pytest.raises(impakt.UnknownNameError, match=DOCETAXEL):
        system.add("other", "docetaxel_ozawa207")
    first = system.model()
    assert system.model() is first
    with pytest.raises(impakt.OrderError):
        system.add("other", DOCETAXEL)


# ---- lifetimes


def freed(handle):
    """Whether the library's object behind a handle has been freed, now and for good."""
    return not handle.free.alive


def test_simulation_is_freed_with_its_last_reference():
    sim = simulation()
    free = sim._handle.free
    del sim
    assert not free.alive
    with simulation() as sim:
        handle = sim._handle
        free = handle.free
        del handle
        assert free.alive
    assert not free.alive
    sim.close()  # again, without harm
    with pytest.raises(impakt.ArgumentError, match="closed"):
        sim.run([1.0])
    with pytest.raises(impakt.ArgumentError):
        sim.parameters["V"]
    with pytest.raises(impakt.ArgumentError):
        sim.copy()


def test_system_lives_as_long_as_what_uses_its_model():
    with wired() as system:
        free = system._handle.free
        model = system.model()
    with pytest.raises(impakt.ArgumentError):
        system.model()
    del system
    assert free.alive
    sim = simulation(model)
    del model
    assert free.alive
    outer = impakt.System("outer")
    try:
        outer.add("inner", sim.model)
    except impakt.Error:
        pass  # whether systems nest is the library's affair; not that they stay valid
    other = sim.copy()
    del sim, outer
    gc.collect()
    assert free.alive
    assert other.run([1.0])["drug.C"][0] == 0
    del other
    gc.collect()
    assert not free.alive


def test_a_simulation_of_a_passing_system():
    sim = simulation(wired())  # nothing else holds the system
    gc.collect()
    assert sim.run([1.0])["marrow.relative"][0] == pytest.approx(1)


def test_no_cycles_keep_objects():
    gc.disable()
    try:
        sim = simulation(wired())
        sim.run([1.0])
        seen = weakref.ref(sim)
        del sim
        assert seen() is None
    finally:
        gc.enable()


# ---- errors


def test_every_status_has_an_exception():
    from impakt._errors import KINDS, error

    for name, status in _library.CONSTANTS.items():
        if name.startswith("E_"):
            assert status in KINDS
            raised = error(status)
            assert raised.status == status and raised.message == str(raised) != ""
            again = pickle.loads(pickle.dumps(error(status, "why")))
            assert (type(again), again.status, str(again)) == (KINDS[status], status, "why")
    assert type(error(-77)) is impakt.Error


def test_errors_of_a_simulation():
    sim = simulation()
    with pytest.raises(impakt.UnknownNameError, match="CL0"):
        sim.parameters["CLO"] = 1
    with pytest.raises(impakt.RangeError):
        sim.parameters["V"] = 1e9
    with pytest.raises(impakt.ArgumentError):
        sim.parameters["V"] = math.nan
    with pytest.raises(impakt.UnitError):
        sim.dose("iv", 1, "mL")
    with pytest.raises(impakt.LengthError):
        sim.set_parameters([1.0])
    with pytest.raises(impakt.OrderError):
        sim.run([1.0, 1.0, 0.5])
    with pytest.raises(impakt.OutsideError):
        sim.repeat(5, 24, 2)
    with pytest.raises(impakt.UnknownNameError):
        sim.watch("nothing")
    with pytest.raises(impakt.UnknownNameError):
        sim.run([1.0], ["nothing"])
    with pytest.raises(impakt.UnknownNameError):
        sim.use("nothing")
    with pytest.raises(impakt.UnknownNameError):
        sim.initial["nothing"] = 1
    measure = sim.measure("C", "peak", 0, 1)
    with pytest.raises(impakt.OrderError):
        sim.measured(measure)
    with pytest.raises(impakt.UnknownNameError, match=BLINATUMOMAB):
        impakt.Simulation(BLINATUMOMAB + "1")
    with pytest.raises((TypeError, ctypes.ArgumentError)):
        sim.dose("iv", "much")
    with pytest.raises(TypeError):
        sim.dose("iv", 1, 5)
    sim.set_options(max_steps=1)
    sim.dose("iv", 10)
    with pytest.raises(impakt.StepsError) as caught:
        sim.run([1000.0])
    assert isinstance(caught.value, impakt.IntegrationError)


# ---- threads


def test_threads_with_simulations_of_their_own_agree_with_one():
    def run(number, results):
        sim = simulation(CART, parameters={"Tmax": 6 + number})
        results[number] = sim.run(np.arange(0.0, 24 * 60))["C"]

    alone, together = {}, {}
    for number in range(8):
        run(number, alone)
    threads = [threading.Thread(target=run, args=(number, together)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in alone:
        assert (alone[number] == together[number]).all()


def test_one_simulation_shared_by_threads_stays_whole():
    sim = simulation()
    sim.dose("iv", 10)
    expected = sim.run([5.0])["C"][0]
    found = []

    def use():
        for _ in range(50):
            found.append(sim.run([5.0])["C"][0])
            with pytest.raises(impakt.UnknownNameError, match="CL0"):
                sim.parameters["CLO"] = 1

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 200 and set(found) == {expected}


# ---- loading


def loads(code, **environment):
    import os

    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env={**os.environ, **environment})


def test_a_missing_library_says_where_it_looked():
    run = loads("import impakt", IMPAKT_LIBRARY="/nowhere/libimpakt.so")
    assert run.returncode != 0
    assert "IMPAKT_LIBRARY" in run.stderr and "/nowhere/libimpakt.so" in run.stderr


def test_another_library_is_refused():
    libc = next((name for name in ("libc.so.6", "libSystem.dylib") if can_load(name)), None)
    if not libc:
        pytest.skip("no library to mistake for it")
    run = loads("import impakt", IMPAKT_LIBRARY=libc)
    assert run.returncode != 0 and "not the impakt library" in run.stderr


def can_load(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def test_version_is_the_header_s():
    header = Path(__file__).parents[2] / "include" / "impakt.h"
    words = [line.split() for line in header.read_text().splitlines()]
    numbers = {w[1]: int(w[2]) for w in words if len(w) == 3 and "IMPAKT_VERSION_" in w[1]}
    version = tuple(numbers["IMPAKT_VERSION_" + part] for part in ("MAJOR", "MINOR", "PATCH"))
    assert impakt.version()[:2] == version[:2] == _library.INTERFACE


def test_star_import_takes_no_builtin():
    scope = {}
    exec("from impakt import *", scope)
    assert "list" not in scope and "Simulation" in scope
    assert all(hasattr(impakt, name) for name in impakt.__all__)


def test_covariate_outside_the_publication_is_a_remark():
    sim = impakt.Simulation("inotuzumab_garrett2019", patient={"BSA": 2.9})
    sim.dose("iv", 0.8, "mg/m2", duration=1)
    with pytest.warns(impakt.Remark, match="'BSA' is 2.9 m2; the publication covers 1.13 to 2.81"):
        result = sim.run([1, 24])
    assert result["C"][0] > 0
    with pytest.raises(impakt.RangeError, match="children: inotuzumab_wu2024"):
        sim.set_patient(BSA=0.5)
    covered = sim.model.studied[0]
    assert (covered.covariate, covered.low, covered.high) == ("BSA", 1.13, 2.81)


def test_what_was_not_published_has_to_be_set():
    sim = impakt.Simulation("blinatumomab_clements2020")
    needs = sim.model.needs
    assert [(n.input, n.parameter) for n in needs] == [("sc", "ka"), ("sc", "F")]
    assert math.isnan(sim.model.parameters["ka"].default) and math.isnan(sim.parameters["ka"])
    assert "none published; set it" in impakt.show(sim.model)
    sim.dose("sc", 250, "ug")
    with pytest.raises(impakt.OrderError, match="'sc' cannot be given before 'ka' is set"):
        sim.run([12])
    sim.parameters["ka"] = 0.15
    with pytest.raises(impakt.OrderError, match="no bioavailability of blinatumomab was found"):
        sim.run([12])
    sim.parameters["F"] = 0.6
    k, ka = 2.22 / 5.98, 0.15
    expected = 0.6 * 250 * ka / 5.98 / (ka - k) * (math.exp(-12 * k) - math.exp(-12 * ka))
    assert sim.run([12])["C"][0] == pytest.approx(expected, rel=1e-5)


def test_what_must_be_driven():
    sim = impakt.Simulation("infection_hazard")
    assert [d.input for d in sim.model.driven] == ["ANC", "IgG"]
    sim.infuse("ANC", 5, duration=100)
    with pytest.raises(impakt.OrderError, match="nothing drives 'IgG'"):
        sim.run([24])
    sim.infuse("IgG", 12, duration=100)
    assert sim.run([24])["H"][0] > 0


def test_an_amount_into_an_input_per_m2():
    sim = impakt.Simulation("blinatumomab_leukemia", patient={"BSA": 1.8})
    with pytest.raises(impakt.UnitError, match="per m2"):
        sim.infuse("blin", 28, "ug/d", duration=24)
