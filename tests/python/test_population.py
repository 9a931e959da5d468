"""Populations through the binding."""

import numpy as np
import pytest

import impakt

TIMES = [1.0, 6, 24, 48]


def population(**settings):
    sim = impakt.Simulation("blinatumomab_clements2020", **settings)
    sim.infuse("iv", 28, "ug/d", duration=24)
    sim.watch("C")
    sim.measure("C", "peak", 0, 48)
    return impakt.Population(sim, seed=4)


def test_results_and_summaries_agree():
    people = population()
    values, status = people.run(200, TIMES, threads=2)
    assert values.shape == (200, 4, 1) and not status.any()
    summary = people.summarise(200, TIMES, threads=1)
    assert summary.patients == 200 and summary.failed == 0 and summary.failures() == []
    assert summary.mean == pytest.approx(values.mean(axis=0), rel=1e-12)
    assert summary.sd == pytest.approx(values.std(axis=0, ddof=1), rel=1e-9)
    assert (summary.least == values.min(axis=0)).all() and (summary.most == values.max(axis=0)).all()
    assert (summary.count == 200).all() and (summary.absent == 0).all()
    # a bin is at most 3.1 % wide, and neighbouring values of 200 lie apart
    assert summary.quantile(0.5) == pytest.approx(np.quantile(values, 0.5, axis=0), rel=0.05)
    peak = summary.measured(0, "most")
    assert peak >= values.max()
    # the published spread of clearance
    assert np.log(values[:, 2, 0]).std() == pytest.approx(0.476, rel=0.2)


def test_patients_are_the_same_in_any_run():
    people = population()
    values, _ = people.run(20, TIMES, first=1000)
    again, _ = people.run(5, TIMES, first=1007, threads=1)
    assert (values[7:12] == again).all()
    alone = people.patient(1009).run(TIMES)
    assert (alone.values == values[9]).all()
    other = impakt.Population(people.patient(0), seed=5)
    assert other.seed != people.seed


def test_shards_merge_to_the_same_bytes():
    people = population()
    people.residual()
    whole = people.summarise(50, TIMES)
    merged = people.summarise(20, TIMES, first=30)
    part = people.load(people.summarise(30, TIMES).save(), TIMES)
    merged.merge(part)
    assert merged.save() == whole.save()
    with pytest.raises(impakt.OrderError, match="already"):
        merged.merge(part)
    with pytest.raises(impakt.OrderError, match="different scenarios"):
        merged.merge(people.summary(TIMES, key="another"))


def test_how_patients_differ():
    people = population()
    people.vary("CL0", 0)
    people.table(BSA=[0.6, 1.2, 1.8])
    values, _ = people.run(6, TIMES)
    assert (values[:3] == values[3:]).all() and len(set(values[:3, 2, 0])) == 3
    people = population()
    people.vary("CL0", 0.5)
    people.truncate("CL0", 2, 2.5)
    people.covariate("BSA", 1.8, 0.1, low=1.5, high=2.1)
    for i in range(30):
        someone = people.patient(i)
        assert 2 <= someone.parameters["CL0"] <= 2.5 and 1.5 <= someone.parameters["BSA"] <= 2.1
    with pytest.raises(impakt.UnknownNameError, match="CL0"):
        people.vary("CL", 0.5)
    with pytest.raises(impakt.UnknownNameError):
        people.covariate("HEIGHT", 170, 10)
    with pytest.raises(ValueError, match="log_normal"):
        people.vary("CL0", 0.5, "lognormal")


def test_one_failure_spoils_nothing():
    people = population()
    people.vary("CL0", 2, "normal")
    with pytest.warns(impakt.Remark, match="failed"):
        values, status = people.run(100, TIMES)
    failed = status < 0
    assert 0 < failed.sum() < 60
    assert np.isnan(values[failed]).all() and np.isfinite(values[~failed]).all()
    with pytest.warns(impakt.Remark):
        summary = people.summarise(100, TIMES)
    assert summary.failed == failed.sum()
    first = summary.failures()[0]
    assert first.patient == np.flatnonzero(failed)[0] and "CL0" in first.why


def test_lanes_change_no_bit():
    people = population()
    values, _ = people.run(30, TIMES)
    assert people.solver == "rodas5p" and people.lanes in (1, 4, 8)
    for lanes in (1, 4, 8):
        people.set_options(lanes=lanes)
        again, _ = people.run(30, TIMES, threads=1)
        assert (again == values).all() and people.lanes in (1, lanes if lanes < 8 else people.lanes)
        assert (population(lanes=lanes).run(30, TIMES)[0] == values).all()
    people.set_options(solver="cvode")
    people.run(8, TIMES)
    assert (people.solver, people.lanes) == ("cvode", 1)
    with pytest.raises(impakt.RangeError, match="0, 1, 4 or 8"):
        people.set_options(lanes=3)
    with pytest.raises(ValueError, match="lanes"):
        people.set_options(lane=4)


def test_answers_of_each_patient():
    people = population()
    values, _ = people.run(30, TIMES, first=5)
    answers = people.answers(30, TIMES, lambda result: [result["C"][2], *result.measured], first=5,
                             threads=2)
    assert answers.shape == (30, 2) and (answers[:, 0] == values[:, 2, 0]).all()
    assert (answers[:, 1] >= values[:, :, 0].max(axis=1)).all()
    people.vary("CL0", 2, "normal")
    with pytest.warns(impakt.Remark, match="failed"):
        values, status = people.run(40, TIMES)
    answers = people.answers(40, TIMES, lambda result: result["C"])
    assert (np.isnan(answers).any(axis=1) == (status < 0)).all()
