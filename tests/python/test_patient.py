"""The binding of a patient's record, of growth charts and of ages."""

import math

import pytest

import impakt


def girl(**more):
    return impakt.Patient(age=6, sex="female", weight=20, height=115, **more)


def test_what_follows():
    patient = girl()
    assert patient["surface"] == pytest.approx(math.sqrt(20 * 115 / 3600))
    assert patient["BSA"] == patient["surface"]
    patient.set("weight", 25000, "g")
    assert patient["weight"] == pytest.approx(25)
    names = [q.name for q in impakt.patient_quantities()]
    assert {"age", "female", "surface", "egfr"} <= set(names)
    assert all(q.unit and q.meaning for q in impakt.patient_quantities())


def test_a_unit_beside_the_number():
    assert girl(creatinine=(88.4, "umol/L"))["creatinine"] == pytest.approx(1, rel=2e-5)


def test_refusals():
    with pytest.raises(impakt.UnknownNameError, match="weight"):
        impakt.Patient(wieght=20)
    with pytest.raises(ValueError, match="female"):
        impakt.Patient(sex="girl")
    with pytest.raises(impakt.OrderError, match="height"):
        impakt.Patient(weight=20)["surface"]
    with pytest.raises(impakt.UnitError):
        impakt.Patient(weight=(20, "L"))
    with pytest.raises(impakt.RangeError):
        impakt.Patient(age=-1)
    with pytest.raises(impakt.ArgumentError):
        patient = girl()
        patient.close()
        patient.set("age", 3)


def test_a_simulation_takes_a_record():
    sim = impakt.Simulation("blinatumomab_clements2020", patient=girl())
    assert sim.parameters["BSA"] == pytest.approx(girl()["surface"])
    sim = impakt.Simulation("inotuzumab_wu2024")
    with pytest.raises(impakt.UnknownNameError, match="BLSTABL"):
        girl().apply(sim, complete=True)
    girl().apply(sim)
    assert sim.parameters["AGE"] == 6


def test_copy_is_another():
    patient = girl()
    other = patient.copy()
    patient.set("weight", 30)
    assert other["weight"] == 20


def test_growth():
    # WTAGE of the CDC: boys of 72.5 months, median and 97th centile
    age = 72.5 / 12
    assert impakt.growth_value("weight", "male", age, 0) == pytest.approx(20.77769565, rel=1e-8)
    p97 = impakt.growth_value("weight", "male", age, impakt.normal_z(0.97))
    assert p97 == pytest.approx(28.27114631, rel=1e-8)
    assert impakt.normal_p(impakt.growth_z("weight", "male", age, p97)) == pytest.approx(0.97)
    with pytest.raises(impakt.RangeError):
        impakt.growth_value("height", "male", 30, 0)
    with pytest.raises(impakt.RangeError):
        impakt.growth_z("height", "male", 30, 150)


def test_draws():
    patient = impakt.Patient(age=6, sex="male")
    patient.draw(1, 0)
    assert patient["height_z"] == pytest.approx(1)
    with pytest.raises(impakt.OrderError):
        impakt.Patient(age=6).draw(0, 0)


def test_cohorts():
    for cohort in impakt.cohorts():
        assert impakt.cohort_age(cohort.name, 0.5) == pytest.approx(cohort.median)
        assert impakt.cohort_age(cohort.name, 0) == pytest.approx(cohort.low)
    with pytest.raises(ValueError, match="eliana"):
        impakt.cohort_age("elina", 0.5)
    with pytest.raises(impakt.RangeError):
        impakt.cohort_age("eliana", 2)
