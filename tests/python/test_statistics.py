"""Statistics against closed forms and published functions."""

import numpy as np
import pytest

import impakt

# ---- Sobol' indices ----------------------------------------------------------------------------------

PI = np.pi


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_of_ishigami():
    """Ishigami and Homma 1990, with their closed form for a = 7, b = 0.1."""
    a, b = 7, 0.1
    alone = np.array([0.5 * (1 + b * PI ** 4 / 5) ** 2, a * a / 8, 0])
    both = b * b * PI ** 8 * (1 / 18 - 1 / 50)  # of the first and third together
    variance = alone.sum() + both
    found = impakt.sobol(ishigami, {name: (-PI, PI) for name in "abc"}, n=1024)
    assert found.names == ("a", "b", "c") and found.runs == 8 * 1024 * 5
    assert found.first == pytest.approx(alone / variance, abs=0.01)
    assert found.total == pytest.approx((alone + [both, 0, both]) / variance, abs=0.01)
    # within four of the standard errors that it says, which are small
    off = np.abs(np.concatenate([found.first - alone / variance,
                                 found.total - (alone + [both, 0, both]) / variance]))
    errors = np.concatenate([found.first_error, found.total_error])
    assert (off < 4 * errors + 1e-4).all() and (errors < 0.01).all()


def test_sobol_of_the_g_function():
    """Saltelli and Sobol' 1995: products of (|4x - 2| + a) / (1 + a)."""
    a = np.array([0, 1, 4.5, 9, 99, 99])
    alone = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + alone) - 1
    total = np.array([v * np.prod(1 + np.delete(alone, i)) for i, v in enumerate(alone)])

    def g(x):
        return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)

    found = impakt.sobol(g, {f"x{i}": (0, 1) for i in range(len(a))}, n=1024)
    assert found.first == pytest.approx(alone / variance, abs=0.015)
    assert found.total == pytest.approx(total / variance, abs=0.015)
    # more runs, smaller errors: by more than the square root of 16, as points are even
    few = impakt.sobol(g, {f"x{i}": (0, 1) for i in range(len(a))}, n=64)
    assert found.total_error.max() < few.total_error.max() / 3


def test_sobol_of_every_distribution():
    """A sum: each part is its variance over the sum of them, alone and in total."""
    inputs = {"even": (1, 4), "log": ("log_uniform", 1, np.e), "normal": ("normal", 5, 0.8),
              "log_normal": ("log_normal", 2, 0.3)}
    variance = np.array([9 / 12, (np.e ** 2 - 1) / 2 - (np.e - 1) ** 2, 0.64,
                         4 * np.exp(0.09) * (np.exp(0.09) - 1)])
    found = impakt.sobol(lambda x: x.sum(axis=1), inputs, n=1024)
    assert found.first == pytest.approx(variance / variance.sum(), abs=0.01)
    assert found.total == pytest.approx(variance / variance.sum(), abs=0.01)
    several = impakt.sobol(lambda x: np.column_stack([x[:, 0], x.sum(axis=1)]), inputs, n=256)
    assert several.first.shape == (4, 2)
    assert several.total[:, 0] == pytest.approx([1, 0, 0, 0], abs=0.02)


# ---- Morris ------------------------------------------------------------------------------------------


def test_morris_of_a_line_and_a_product():
    inputs = {"x": (0, 2), "y": (1, 2), "z": (-1, 1)}
    line = impakt.morris(lambda x: 3 * x[:, 0] - 5 * x[:, 1], inputs, trajectories=5)
    assert line.mean == pytest.approx([6, -5, 0], abs=1e-12)  # per width
    assert line.mean_size == pytest.approx([6, 5, 0], abs=1e-12)
    assert line.sd == pytest.approx([0, 0, 0], abs=1e-12)
    assert line.runs == 5 * 4
    # the effect of x in x z is 2 z, of z over four equally probable levels 2 x: their means and
    # spreads over the levels -0.75, -0.25, 0.25, 0.75 and 0.25, 0.75, 1.25, 1.75
    product = impakt.morris(lambda x: x[:, 0] * x[:, 2], inputs, trajectories=4000)
    error = 4 * 2 * np.std([0.25, 0.75, 1.25, 1.75]) / np.sqrt(4000)
    assert product.mean == pytest.approx([0, 0, 2], abs=error)
    assert product.mean_size == pytest.approx([1, 0, 2], abs=error)
    assert product.sd == pytest.approx(np.array([1, 0, 1]) * 2 * np.std([0.25, 0.75, 1.25, 1.75]),
                                       abs=error)
    # curved: the mean of the effects of x^2 on 0..2 by steps of half is 4, those of both halves
    assert impakt.morris(lambda x: x[:, 0] ** 2, inputs, trajectories=4000).mean[0] == pytest.approx(
        4, abs=error)


def test_mistakes_of_sensitivity():
    fine = {"x": (0, 1)}
    for inputs in ({}, {"x": (1, 0)}, {"x": ("log_uniform", 0, 1)}, {"x": ("normal", 0, 0)},
                   {"x": ("lognormal", 1, 1)}, {"x": (0, np.inf)}):
        with pytest.raises(ValueError, match="x|inputs"):
            impakt.sobol(ishigami, inputs)
    with pytest.raises(ValueError, match="not finite, the first at x = "):
        impakt.sobol(lambda x: np.where(x[:, 0] > 0.5, np.nan, 1), fine)
    with pytest.raises(ValueError, match="shape"):
        impakt.morris(lambda x: x[:3], fine)
    with pytest.raises(ValueError, match="even"):
        impakt.morris(lambda x: x[:, 0], fine, levels=5)
    with pytest.raises(ValueError, match="repeats is 1"):
        impakt.sobol(lambda x: x[:, 0], fine, repeats=1)


def test_response_of_a_simulation():
    """The area under the curve of a linear drug is dose over clearance: all variance is the
    clearance's, and none the volume's."""
    sim = impakt.Simulation("blinatumomab_clements2020")
    sim.infuse("iv", 28, "ug/d", duration=24)
    area = sim.measure("C", "area", 0, 2000)
    inputs = {"CL0": ("log_normal", 3.0, 0.3), "V": ("log_normal", 4.0, 0.3)}
    function = impakt.response(sim, inputs, [2000.0], lambda r: r.measured[area], threads=2)
    rows = np.array([[2.0, 4], [4.0, 4], [2.0, 8]])
    y = function(rows)
    assert y[0] == pytest.approx(2 * y[1], rel=1e-5) and y[0] == pytest.approx(y[2], rel=1e-5)
    found = impakt.sobol(function, inputs, n=64, repeats=4)
    assert found.first == pytest.approx([1, 0], abs=0.05)
    assert found.total == pytest.approx([1, 0], abs=0.05)
    assert impakt.response(sim, inputs, [1.0, 2], lambda r: r["C"])(rows).shape == (3, 2)
    with pytest.raises(impakt.UnknownNameError, match="CL0"):
        impakt.response(sim, ["CL"], [1.0], lambda r: r["C"])(np.ones((1, 1)))
    assert sim.parameters["CL0"] == impakt.Simulation(sim.model).parameters["CL0"]


# ---- bands -------------------------------------------------------------------------------------------


def test_prediction_bands():
    values = np.arange(101.0)[:, None] * [1, 10]
    bands = impakt.prediction_bands(values)
    assert bands.centre == pytest.approx(np.array([[5, 50], [50, 500], [95, 950]]))
    values[7] = np.nan  # a patient who failed
    assert np.isfinite(impakt.prediction_bands(values).centre).all()
    # the standard error of a median of n normal numbers is sqrt(pi / 2 n)
    random = np.random.default_rng(2)
    many = impakt.prediction_bands(random.normal(size=(2000 * 400, 1)), 0.5, replicates=2000)
    half = impakt.normal_z(0.95) * np.sqrt(PI / 800)
    assert many.high - many.low == pytest.approx(2 * half * np.ones((1, 1)), rel=0.06)
    with pytest.raises(ValueError, match="groups of the same size"):
        impakt.prediction_bands(values, replicates=2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        impakt.prediction_bands(values, quantiles=5)


# ---- visual predictive checks ------------------------------------------------------------------------


def observations(random, n, spread, replicates):
    times = np.repeat([1.0, 2, 4, 8], n)
    typical = 10 * np.exp(-0.2 * times)
    return times, typical, typical * np.exp(
        spread * random.normal(size=(replicates, len(times))))


def test_a_check_of_the_true_model_covers_what_it_says():
    """Data of the model itself: a 90 % interval leaves out one quantile in ten."""
    random = np.random.default_rng(5)
    outside = count = 0
    times, _, simulated = observations(random, 40, 0.4, 300)
    _, _, datasets = observations(random, 40, 0.4, 150)
    for observed in datasets:
        check = impakt.visual_predictive_check(times, observed, simulated, bins=4)
        outside += check.outside.sum()
        count += check.outside.size
    # four standard errors of 1800 quantiles
    assert outside / count == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / 1800))
    assert (check.count == 40).all() and check.time == pytest.approx([1, 2, 4, 8])
    # a median of log-normal numbers
    assert check.centre[1] == pytest.approx(10 * np.exp(-0.2 * check.time), rel=0.03)


def test_a_check_finds_a_wrong_model():
    random = np.random.default_rng(6)
    times, _, simulated = observations(random, 40, 0.4, 200)
    _, _, wide = observations(random, 40, 0.8, 1)
    check = impakt.visual_predictive_check(times, wide[0], simulated, bins=4)
    assert check.outside[[0, 2]].all()  # too wide
    shifted = impakt.visual_predictive_check(times, 2 * simulated[0], simulated, bins=4)
    assert shifted.outside[1].all()  # too high


def test_bins_and_correction():
    times = np.array([0.0, 0, 0, 0, 1, 2, 3, 4])
    simulated = np.ones((10, 8))
    check = impakt.visual_predictive_check(times, simulated[0], simulated, bins=2)
    assert check.count.tolist() == [4, 4]  # those at 0 stay together
    edges = impakt.visual_predictive_check(times, simulated[0], simulated, bins=[0, 1, 2.5, 2.7, 9])
    assert edges.count.tolist() == [4, 2, 0, 2] and np.isnan(edges.observed[:, 2]).all()
    assert not edges.outside.any()
    # two doses that differ by ten: without correction a spread, with it none
    typical = np.where(np.arange(8) % 2, 10.0, 1.0)
    plain = impakt.visual_predictive_check(times, typical, typical * simulated, bins=1)
    assert plain.observed[2] / plain.observed[0] == pytest.approx([10])
    corrected = impakt.visual_predictive_check(times, typical, typical * simulated, bins=1,
                                               predicted=typical)
    assert corrected.observed == pytest.approx(np.full((3, 1), np.median(typical)))


def test_mistakes_of_checks():
    times, ones = np.arange(4.0), np.ones((3, 4))
    for match, arguments in {"shape": (times, ones[0, :3], ones),
                             "NaN": (times, ones[0], ones * np.nan),
                             "not finite": (times, ones[0] * np.nan, ones)}.items():
        with pytest.raises(ValueError, match=match):
            impakt.visual_predictive_check(*arguments)
    for match, options in {"outside": {"bins": [1, 2]}, "increase": {"bins": [2, 1]},
                           "whole number": {"bins": 0}, "above 0": {"predicted": 0 * times},
                           "quantile": {"quantiles": [1.0]}, "confidence": {"confidence": 90}}.items():
        with pytest.raises(ValueError, match=match):
            impakt.visual_predictive_check(times, ones[0], ones, **options)


# ---- exposure and response -----------------------------------------------------------------------------


def test_exposure_and_a_part_that_responds():
    exposure = np.arange(1.0, 41)
    response = exposure > 30  # of the groups of ten, the last alone
    table = impakt.exposure_response(exposure, response)
    assert [group.count for group in table] == [10] * 4
    assert [(group.low, group.high) for group in table] == [(1, 10), (11, 20), (21, 30), (31, 40)]
    assert [group.response for group in table] == [0, 0, 0, 1]
    # Wilson's interval of 0 of 10 at 95 %: z^2 / (n + z^2)
    z2 = impakt.normal_z(0.975) ** 2
    assert table[0].lower == pytest.approx(0, abs=1e-12)
    assert table[0].upper == pytest.approx(z2 / (10 + z2))
    # of 81 in 263 it is 0.2553 to 0.3662: Newcombe 1998, Table I, method 3
    some = impakt.exposure_response(np.ones(263), np.arange(263) < 81)
    assert len(some) == 1
    assert (some[0].lower, some[0].upper) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_exposure_and_a_mean_response():
    random = np.random.default_rng(3)
    exposure = random.lognormal(size=4000)
    response = 2 * exposure + random.normal(size=4000)
    exposure[:3] = np.nan
    response[5] = np.nan
    table = impakt.exposure_response(exposure, response, groups=5)
    assert sum(group.count for group in table) == 3996
    for group in table:
        assert group.low <= group.exposure <= group.high
        assert group.lower < group.response < group.upper
    means = [2 * exposure[(exposure >= g.low) & (exposure <= g.high)].mean() for g in table]
    assert [g.response for g in table] == pytest.approx(means, abs=4 / np.sqrt(799))
    for match, arguments in {"shape": ([1, 2], [1]), "no patient": ([np.nan], [1])}.items():
        with pytest.raises(ValueError, match=match):
            impakt.exposure_response(*arguments)
    with pytest.raises(ValueError, match="groups is 0"):
        impakt.exposure_response([1.0], [1.0], groups=0)
