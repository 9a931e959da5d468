"""The Python binding of estimation: against least squares on a closed form, and each way to fail."""

import math
import warnings

import numpy as np
import pytest

import impakt

MODEL = "blinatumomab_clements2020"
TIMES = np.array([2.0, 6.0, 12.0, 24.0, 26.0, 30.0, 36.0, 48.0])
NOISE = np.array([0.05, -0.08, 0.1, -0.03, 0.06, -0.1, 0.04, 0.02])


def simulation(**patient):
    sim = impakt.Simulation(MODEL, patient=patient or {"BSA": 2.0}, relative_tolerance=1e-9)
    sim.infuse("iv", 28, "ug/d", duration=24)
    return sim


def course(CL, V):
    k, rate = CL / V, 28 / 24
    return np.where(TIMES <= 24, rate / CL * -np.expm1(-k * TIMES),
                    rate / CL * -math.expm1(-k * 24) * np.exp(-k * np.maximum(TIMES - 24, 0)))


def observed():
    sim = simulation()
    return sim.run(TIMES)["C"] * np.exp(NOISE)


def log_normal_fit(**options):
    fit = impakt.Fit(MODEL, tolerance=1e-13, **options)
    assert fit.add(simulation()) == 0
    fit.observe(0, "C", TIMES, observed())
    fit.estimate("CL0", 1)
    fit.estimate("V", 3, low=0.5)
    return fit


def gauss_newton():
    """The same by hand, of logarithms; slopes by differences of the closed form."""
    sim, y = simulation(), np.log(observed())
    ratio = sim.derived["CL"] / sim.parameters["CL0"]
    u = np.log([1.5, 4.0])

    def predict(u):
        return np.log(course(ratio * math.exp(u[0]), math.exp(u[1])))

    for _ in range(60):
        J = np.array([(predict(u + e) - predict(u - e)) / 2e-5 for e in np.eye(2) * 1e-5]).T
        u = u + np.linalg.solve(J.T @ J, J.T @ (y - predict(u)))
    residual = y - predict(u)
    return np.exp(u), np.linalg.inv(J.T @ J), residual @ residual


def test_least_squares():
    fit = log_normal_fit(least_squares=True)
    fit.error("C", log_normal=1, estimated=False)
    assert fit.unknowns == ("CL0", "V")
    result = fit.run()
    values, inverse, rss = gauss_newton()
    assert result.names == ("CL0", "V") and result.remark == ""
    assert result.estimates == pytest.approx(values, rel=1e-6)
    assert result["CL0"] == result.estimates[0]
    assert result.objective == pytest.approx(rss, rel=1e-7)
    covariance = inverse * rss / (len(TIMES) - 2) * np.outer(values, values)
    assert result.covariance == pytest.approx(covariance, rel=1e-5)
    assert result.standard_errors == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-5)
    assert result.standard_error("V") == result.standard_errors[1]
    correlation = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
    assert result.correlation == pytest.approx(np.array([[1, correlation], [correlation, 1]]), rel=1e-5)
    assert result.condition == pytest.approx((1 + abs(correlation)) / (1 - abs(correlation)), rel=1e-4)
    assert result.residuals == pytest.approx(np.log(observed() / result.predicted), rel=1e-6)
    assert "CL0" in repr(result)
    with pytest.raises(KeyError, match="CL0"):
        result["CL"]
    low, high = fit.interval("CL0")
    t = 2.4469118511449692  # R: qt(0.975, 6)
    half = t * math.sqrt(inverse[0, 0] * rss / 6)
    assert np.log([low, high]) == pytest.approx([math.log(values[0]) - half, math.log(values[0]) + half], abs=1e-6)
    # where the sum of squares has risen by that of t
    low, high = fit.interval("CL0", kind="profile")
    for end in (low, high):
        assert fit.profile("CL0", end) == pytest.approx(rss * (1 + t * t / 6), rel=1e-5)


def test_likelihood_and_hessian():
    fit = log_normal_fit(hessian=True)
    fit.error("C", log_normal=0.3)
    result = fit.run()
    values, _, rss = gauss_newton()
    n = len(TIMES)
    size = math.sqrt(rss / n)
    assert result.names == ("CL0", "V", "C.log_normal")
    assert result.estimates == pytest.approx([*values, size], rel=1e-6)
    expected = n * math.log(2 * math.pi * rss / n) + n + 2 * np.log(observed()).sum()
    assert result.objective == pytest.approx(expected, rel=1e-8)
    objective, gradient = fit.evaluate(result.estimates)
    assert objective == pytest.approx(result.objective, rel=1e-10)
    assert gradient * result.estimates == pytest.approx(np.zeros(3), abs=1e-4)
    assert result.standard_errors[2] == pytest.approx(size / math.sqrt(2 * n), rel=1e-4)
    start, _ = fit.evaluate()
    assert start > result.objective


def test_below_weights_and_combined_error():
    fit = impakt.Fit(MODEL)
    fit.add(simulation())
    values = observed()
    below = values < 0.1
    fit.observe(0, "C", TIMES, np.where(below, 0.1, values), below=below, weights=2)
    fit.error("C", additive=0.02, proportional=0.1, estimated=False)
    fit.estimate("CL0")
    objective, _ = fit.evaluate()
    f = simulation().run(TIMES)["C"]
    variance = (0.02**2 + (0.1 * f)**2) / 2
    terms = np.where(below,
                     [-2 * math.log(0.5 * math.erfc((x - 0.1) / math.sqrt(2 * v))) for x, v in zip(f, variance)],
                     np.log(2 * math.pi * variance) + (values - f)**2 / variance)
    assert below.any() and not below.all()
    assert objective == pytest.approx(terms.sum(), rel=1e-7)


def test_priors_and_own_parameters():
    fit = impakt.Fit(impakt.model(MODEL))
    for bsa in (1.5, 2.0):
        fit.observe(fit.add(simulation(BSA=bsa)), "C", TIMES, observed())
    fit.error("C", log_normal=0.1, estimated=False)
    fit.estimate("CL0", own=True)
    fit.estimate("V", scale="linear")
    fit.prior("CL0", 2.22, 1e-6)
    fit.prior("V", 4, 1e-5, "normal")
    assert fit.unknowns == ("CL0[0]", "CL0[1]", "V")
    result = fit.run()
    assert result.estimates == pytest.approx([2.22, 2.22, 4], rel=1e-4)


def test_a_plan():
    fit = impakt.Fit(MODEL)
    fit.observe(fit.add(simulation()), "C", TIMES)
    fit.error("C", log_normal=0.1, estimated=False)
    fit.estimate("CL0", 2)
    fit.estimate("V", 4)
    result = fit.plan()
    assert result.objective is None
    assert result.estimates == pytest.approx([2, 4])
    assert np.linalg.inv(fit.information()) == pytest.approx(result.covariance, rel=1e-6)
    assert np.isnan(result.residuals).all()
    assert fit.information([2, 4]) == pytest.approx(fit.information(), rel=1e-9)
    with pytest.raises(impakt.OrderError, match="planned"):
        fit.run()


def test_what_is_not_identifiable_is_a_remark():
    fit = log_normal_fit()
    fit.error("C", log_normal=0.1, estimated=False)
    fit.estimate("BSA", 2.0, scale="linear")
    with pytest.warns(impakt.Remark, match="'CL0' and 'BSA' are not identifiable"):
        result = fit.run()
    assert "identifiable" in result.remark
    assert math.isinf(result.condition) and math.isnan(result.standard_error("CL0"))


def test_errors():
    with pytest.raises(impakt.UnknownNameError):
        impakt.Fit("nothing")
    fit = log_normal_fit()
    for wrong in (lambda: fit.set_options(speed=1), lambda: fit.estimate("CL0", scale="square"),
                  lambda: fit.prior("CL0", 1, 1, "uniform"), lambda: fit.error("C"),
                  lambda: fit.interval("CL0", kind="guess"),
                  lambda: impakt.Fit(MODEL, tolerance=0)):
        with pytest.raises(ValueError):
            wrong()
    with pytest.raises(impakt.OrderError, match="residual error"):
        fit.run()
    fit.error("C", log_normal=0.1)
    with pytest.raises(impakt.OrderError):
        fit.result()
    with pytest.raises(impakt.OrderError, match="yet"):
        fit.interval("CL0")
    with pytest.raises(KeyError, match="CL0"):
        fit.interval("CL")
    with pytest.raises(impakt.UnknownNameError, match="'C'"):
        fit.observe(0, "c", TIMES, 1)
    with pytest.raises(impakt.OutsideError):
        fit.observe(3, "C", TIMES, 1)
    with pytest.raises(impakt.ArgumentError, match="simulation of"):
        fit.add(impakt.Simulation("il6_chen2019"))
    fit.set_options(max_iterations=1)
    with pytest.raises(impakt.ConvergenceError, match="iterations"):
        fit.run()
    assert np.isfinite(fit.result().estimates).all()
    fit.close()
    with pytest.raises(impakt.ArgumentError, match="closed"):
        fit.run()


def test_a_system_and_lifetimes():
    system = impakt.System("both")
    system.add("drug", "docetaxel_ozawa2007")
    system.add("marrow", "neutropenia_friberg2002")
    system.connect("drug.Cmol", "marrow.C")
    sim = impakt.Simulation(system, patient={"BSA": 1.8})
    sim.dose("drug.iv", 75, "mg/m2", duration=1)
    with impakt.Fit(system) as fit:
        fit.add(sim)
        sim.close()
        del system
        fit.observe(0, "marrow.count", [0, 96, 168, 240, 336], [5, 3, 0.6, 1, 4])
        fit.error("marrow.count", log_normal=0.2, estimated=False)
        fit.estimate("marrow.MTT")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = fit.run()
    assert 60 < result["marrow.MTT"] < 150
