"""Estimates of public data by SciPy on closed forms, for tests/test_fit_data.c: independent of impakt.

    python3 tests/data/fit_reference.py > tests/data/fit_reference.csv

Columns: problem, unknown, estimate, standard error, objective.  Unknowns are in their own units."""

import csv
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares, minimize
from scipy.stats import norm

HERE = Path(__file__).parent
LIMIT = 1.5  # mg/L: what is below is taken to be known only as that


def read(name):
    with open(HERE / name, encoding="utf-8") as file:
        rows = [[float(x) for x in row] for row in list(csv.reader(file))[1:]]
    return np.array(rows)


def oral(dose, t, ka, ke, V):
    return dose * ka / (V * (ka - ke)) * (np.exp(-ke * t) - np.exp(-ka * t))


def two_compartments(dose, t, V, k10, k12, k21):
    total, product = k10 + k12 + k21, k10 * k21
    root = np.sqrt(total**2 - 4 * product)
    fast, slow = (total + root) / 2, (total - root) / 2
    return dose / V * ((fast - k21) * np.exp(-fast * t) - (slow - k21) * np.exp(-slow * t)) / (fast - slow)


def show(problem, names, values, errors, objective):
    for name, value, error in zip(names, values, errors):
        print(f"{problem},{name},{value:.12g},{error:.12g},{objective:.12g}")


def by_least_squares(problem, names, predict, y, start):
    """On logarithms of the parameters, with complex steps for slopes."""
    def residual(u):
        return predict(*np.exp(u)) - y

    def slopes(u):
        columns = []
        for k in range(len(u)):
            moved = u.astype(complex)
            moved[k] += 1e-30j
            columns.append(residual(moved).imag / 1e-30)
        return np.array(columns).T

    found = least_squares(residual, np.log(start), slopes, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    J, rss = slopes(found.x), 2 * found.cost
    covariance = np.linalg.inv(J.T @ J) * rss / (len(y) - len(start))
    values = np.exp(found.x)
    show(problem, names, values, values * np.sqrt(np.diag(covariance)), rss)


def by_likelihood(problem, names, objective, start):
    """On logarithms: a simplex, then Newton's method on differences of second order."""
    f = lambda u: objective(*np.exp(u))  # noqa: E731
    u = np.log(np.array(start))
    for _ in range(6):
        u = minimize(f, u, method="Nelder-Mead", options=dict(xatol=1e-10, fatol=1e-12, maxfev=100000,
                                                              maxiter=100000)).x
    n = len(u)
    for _ in range(4):
        h = 1e-3
        E = np.eye(n) * h
        g = np.array([(8 * (f(u + e) - f(u - e)) - (f(u + 2 * e) - f(u - 2 * e))) / (12 * h) for e in E])
        H = np.array([[(f(u + a + b) - f(u + a - b) - f(u - a + b) + f(u - a - b)) / (4 * h * h) for b in E]
                      for a in E])
        u = u - np.linalg.solve(H, g)
    errors = np.sqrt(np.diag(np.linalg.inv(H / 2)))
    values = np.exp(u)
    show(problem, names, values, values * errors, f(u))


theoph, indometh = read("theoph.csv"), read("indometh.csv")
print("problem,unknown,estimate,error,objective")

for subject in range(1, 13):
    own = theoph[theoph[:, 0] == subject]
    by_least_squares(f"theoph {subject}", ("ka", "ke", "V"),
                     lambda ka, ke, V, own=own: oral(own[:, 2], own[:, 3], ka, ke, V), own[:, 4],
                     (1.5, 0.08, 0.5))
by_least_squares("theoph all", ("ka", "ke", "V"), lambda ka, ke, V: oral(theoph[:, 2], theoph[:, 3], ka, ke, V),
                 theoph[:, 4], (1.5, 0.08, 0.5))
for subject in (1, 2, 6):
    own = indometh[indometh[:, 0] == subject]
    by_least_squares(f"indometh {subject}", ("V", "k10", "k12", "k21"),
                     lambda V, k10, k12, k21, own=own: two_compartments(1, own[:, 1], V, k10, k12, k21), own[:, 2],
                     (0.3, 2, 0.7, 0.5))
by_least_squares("indometh all", ("V", "k10", "k12", "k21"),
                 lambda V, k10, k12, k21: two_compartments(1, indometh[:, 1], V, k10, k12, k21), indometh[:, 2],
                 (0.3, 2, 0.7, 0.5))

# likelihood: additive and proportional error together; and additive with values below a limit
dose, t, y = theoph[:, 2], theoph[:, 3], theoph[:, 4]
below = y < LIMIT


def combined(ka, ke, V, additive, proportional):
    f = oral(dose, t, ka, ke, V)
    return -2 * norm.logpdf(y, f, np.hypot(additive, proportional * f)).sum()


def limited(ka, ke, V, size):
    f = oral(dose, t, ka, ke, V)
    return -2 * (norm.logpdf(y, f, size)[~below].sum() + norm.logcdf((LIMIT - f) / size)[below].sum())


by_likelihood("theoph combined", ("ka", "ke", "V", "C.additive", "C.proportional"), combined,
              (1.5, 0.08, 0.5, 0.5, 0.1))
by_likelihood("theoph below", ("ka", "ke", "V", "C.additive"), limited, (1.5, 0.08, 0.5, 1.5))

# log-normal error; times after the start alone, since 0 is predicted there
later = t > 0


def log_normal(ka, ke, V, size):
    f = oral(dose, t, ka, ke, V)[later]
    return -2 * (norm.logpdf(np.log(y[later]), np.log(f), size) - np.log(y[later])).sum()


by_likelihood("theoph log", ("ka", "ke", "V", "C.log_normal"), log_normal, (1.5, 0.08, 0.5, 0.3))

# one person, with what is known of others: medians and spread of the logarithms
first = theoph[theoph[:, 0] == 1]


def posterior(ka, ke, V):
    f = oral(first[:, 2], first[:, 3], ka, ke, V)
    prior = [(ka, 1.5, 0.6), (ke, 0.087, 0.2), (V, 0.46, 0.15)]
    return -2 * (norm.logpdf(first[:, 4], f, 0.7).sum()
                 + sum(norm.logpdf(np.log(x), np.log(m), d) for x, m, d in prior))


by_likelihood("theoph prior", ("ka", "ke", "V"), posterior, (1.5, 0.08, 0.5))
