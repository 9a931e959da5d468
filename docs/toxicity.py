"""Writes toxicity.md: what trials saw of serious infections and of veno-occlusive disease, with exact
intervals, beside what the models give, and which of these numbers the models were fitted to.

    PYTHONPATH=lib/python IMPAKT_LIBRARY=build/lib/libimpakt.so python3 docs/toxicity.py docs/toxicity.md

Needs SciPy, for the intervals alone.
"""
import math
import sys
from pathlib import Path

import numpy as np

import impakt

DAY = 24.0
YEAR = 365.25  # d
BLOCK = 28     # d


def system(name, models, wires):
    """A model of models, by label, and wires from output to input."""
    with impakt.System(name) as parts:
        for label, model in models.items():
            parts.add(label, model)
        for output, into in wires:
            parts.connect(output, into)
        return parts.model()


# ---- exact intervals


def of_patients(events, patients):
    """Clopper and Pearson, 95 %."""
    from scipy.stats import beta
    low = beta.ppf(0.025, events, patients - events + 1) if events else 0.0
    high = beta.ppf(0.975, events + 1, patients - events) if events < patients else 1.0
    return low, high


def of_events(events):
    """Garwood, 95 %, of a number of events."""
    from scipy.stats import chi2
    return (chi2.ppf(0.025, 2 * events) / 2 if events else 0.0), chi2.ppf(0.975, 2 * events + 2) / 2


# ---- infections

INFECTION = {  # arm: pulses of chemotherapy, neutrophils otherwise, part with IgG < 6 g/L, steroid
    "chemotherapy": dict(pulse=4.5, neutrophils=5.05, little=0.5, steroid=0.35),
    "blinatumomab": dict(pulse=0.0, neutrophils=2.5, little=0.7, steroid=0.0),
}


def infections(pulse, neutrophils, little, steroid, days=BLOCK, blasts=0.0, **parameters):
    """Expected infections and the part of patients with at least one, in so many days: patients
    with little IgG (3 g/L) and with enough (10 g/L) in these proportions."""
    model = system("infections", {"marrow": "neutropenia", "infection": "infection_hazard"},
                   [("marrow.count", "infection.ANC")])
    expected = affected = 0.0
    for igg, part in ((3.0, little), (10.0, 1 - little)):
        with impakt.Simulation(model, relative_tolerance=1e-9,
                               parameters={"marrow.X0": neutrophils, "marrow.blasts0": blasts,
                                           **{f"infection.{k}": v for k, v in parameters.items()}}) as sim:
            if pulse:
                sim.dose("marrow.pulse", pulse)
            end = DAY * days
            sim.infuse("marrow.blasts", blasts, duration=end)
            sim.infuse("infection.IgG", igg, duration=end)
            sim.infuse("infection.I_gc", steroid, duration=end)
            result = sim.run([0, end])
        expected += part * result["infection.H"][-1]
        affected += part * result["infection.P"][-1]
    return expected, affected


def of_one_trial(shares):
    """hb and rN that give these shares of patients with an infection, blinatumomab first: the hazard
    is linear in hb and in hb rN, so that two runs of each arm say all, but for the shares not being
    quite linear in the hazard: Newton, from the defaults."""
    def miss(x):
        return np.array([infections(**INFECTION[arm], hb=x[0], rN=x[1])[1] - share
                         for arm, share in zip(("blinatumomab", "chemotherapy"), shares)])
    x = np.array([0.5, 30.0])
    for _ in range(6):
        f = miss(x)
        slope = np.column_stack([(miss(x + step) - f) / step.sum()
                                 for step in (np.array([1e-4, 0]), np.array([0, 1e-2]))])
        x = x - np.linalg.solve(slope, f)
    return x


# ---- veno-occlusive disease

USUAL = ((0, 0.8), (7, 0.5), (14, 0.5))  # day of the cycle, mg/m2


def vod_model():
    return system("inotuzumab", {"ino": "inotuzumab_garrett2019", "liver": "liver_vod"},
                  [("ino.C", "liver.C")])


def vod(cycles, gap=None, days=400, first_cycle=21, **parameters):
    """P of the disease before and after a transplantation gap days after the last dose; cycles: the
    doses of each.  Without a gap there is none."""
    with impakt.Simulation(vod_model(), patient={"BSA": 1.84}, relative_tolerance=1e-9,
                           parameters={f"liver.{k}": v for k, v in parameters.items()}) as sim:
        start = last = 0
        for index, doses in enumerate(cycles):
            start = 0 if index == 0 else first_cycle + 28 * (index - 1)
            for day, amount in doses:
                last = start + day
                sim.dose("ino.iv", amount, "mg/m2", time=DAY * last, duration=1)
        if gap is not None:
            sim.dose("liver.hsct", 1, time=DAY * (last + gap))
        result = sim.run([0, DAY * (last + (gap or 0) + days)])
    return result["liver.P_before"][-1], result["liver.P_after"][-1], result["liver.P"][-1]


def cohort(cycles, gap, transplanted, **settings):
    """P among all, where this part is transplanted."""
    return transplanted * vod(cycles, gap, **settings)[2] + (1 - transplanted) * vod(cycles, **settings)[2]


SINGLE = [((2, 1.3),)] + 3 * [((2, 0.8),)]
FRACTIONS = [((1, 0.6), (7, 0.3))] + 3 * [((1, 0.3), (7, 0.3))]
CYCLES = (1, 2, 3, 6)
GAPS = (20, 30, 60, 90)


# ---- transaminases and bilirubin


def grade_3(treatment, coefficient, grade, days=BLOCK):
    """The part of patients that reach grade 3 within so many days of a treatment that is there all the
    time: the coefficient at which the grade is just reached, and how many have a higher one."""
    def reaches(value):
        with impakt.Simulation("liver_enzymes", parameters={coefficient: value}) as sim:
            sim.infuse(treatment, 1, duration=DAY * days)
            peak = sim.measure(grade, "peak", 0, DAY * days)
            return sim.run([0]).measured[peak] >= 3
    low, high = 0.0, 500.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    variation = {v.parameter: v.spread for v in impakt.model("liver_enzymes").variations}
    typical = impakt.model("liver_enzymes").parameters[coefficient].default
    return 0.5 * math.erfc(math.log(high / typical) / variation[coefficient] / math.sqrt(2))


# ---- the page


def percent(value, digits=1):
    return f"{100 * value:.{digits}f}"


def table(heading, rows):
    lines = ["| " + " | ".join(heading) + " |", "|" + "---|" * len(heading)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def rate(expected):
    return expected * YEAR / BLOCK


def infection_page():
    ours = {arm: infections(**course) for arm, course in INFECTION.items()}
    hb, rN = of_one_trial((10 / 102, 39 / 97))
    alone = {arm: infections(**course, hb=hb, rN=rN) for arm, course in INFECTION.items()}
    rows = []
    for arm, events, patients in (("blinatumomab", 10, 102), ("chemotherapy", 39, 97)):
        low, high = of_patients(events, patients)
        rows.append((f"AALL1331, {arm}, patients with one in the first block",
                     f"{events} of {patients}: {percent(events / patients)} % ({percent(low)} to {percent(high)})",
                     f"{percent(ours[arm][1])} %", f"{percent(alone[arm][1])} %, fitted"))
        yearly = [-math.log1p(-p) * YEAR / BLOCK for p in (events / patients, low, high)]
        rows.append(("the same, a patient-year", f"{yearly[0]:.2f} ({yearly[1]:.2f} to {yearly[2]:.2f})",
                     f"{rate(ours[arm][0]):.2f}", f"{rate(alone[arm][0]):.2f}, fitted"))
    for arm, seen, patients in (("blinatumomab", 1.63, 91), ("chemotherapy", 6.49, 57)):
        low, high = (seen * bound / patients for bound in of_events(patients))
        rows.append((f"TOWER, {arm}, events a patient-year", f"{seen} ({low:.2f} to {high:.2f})",
                     f"{rate(ours[arm][0]):.2f}", f"{rate(alone[arm][0]):.2f}, predicted"))
    crowded = infections(**{**INFECTION["blinatumomab"], "neutrophils": 5.05}, blasts=0.8)
    return f"""## Serious infections

Infections of grade 3 or more under blinatumomab and under chemotherapy, in children at first relapse (AALL1331, first
block; Brown, JAMA 2021, table 3) and in adults (TOWER; Kantarjian, N Engl J Med 2017, table 3, and Stein, Blood Adv 2018).
The models are `neutropenia` and `infection_hazard`, wired; *ours* is with one set of parameters, the default.

{table(("", "seen (exact 95 % interval)", "ours", "hb and rN from AALL1331 alone"), rows)}

- **Fitted.**  The default, hb = 0.5 a year and rN = 30, was chosen by hand to meet all four numbers of seen events: no row
  of *ours* is a prediction.  With the shares of AALL1331 alone (hb = {hb:.3f}, rN = {rN:.1f}) the two rows of TOWER are
  predicted; that they fall within their intervals says that two trials agree, and that one hazard by neutrophils serves
  both, not that the courses below are those of their patients.
- **Assumed courses.**  Chemotherapy: a pulse of e0 = 4.5 on the chain of neutrophils at the start of 28 d, IgG below 6 g/L
  in half of the patients, a mean steroid effect of 0.35.  Blinatumomab: 2.5e9 neutrophils per litre throughout, IgG
  below 6 g/L in 70 %, no steroid.  The same for both trials.
- **Where it would fail.**  With marrow that blasts fill to 80 % for all of the 28 d, as when TOWER's patients began, the
  same parameters give {rate(crowded[0]):.1f} a patient-year under blinatumomab: the hazard goes by neutrophils, whatever took
  them away.
- Numbers of patients with an event of AALL1331 are worked out from printed percentages; a block is taken as 28 d.  Event
  counts of TOWER were not at hand: its intervals are for as many events as patients had one (91 and 57), the fewest
  possible, and so the widest.
"""


def vod_page():
    rows = []

    def add(what, events, patients, ours, kind):
        low, high = of_patients(events, patients)
        rows.append((what, f"{events} of {patients}: {percent(events / patients)} ({percent(low)} to {percent(high)})",
                     ours, kind))
    two, three = vod(2 * [USUAL], 30), vod(3 * [USUAL])
    add("transplantation without conjugate, by day 100", 642, 13097, percent(vod([], 30)[1]), "fitted (Lb)")
    add("INO-VATE, after transplantation", 18, 79, percent(two[1]) + ": 2 cycles, gap 30 d", "fitted (Li)")
    add("INO-VATE, without", 5, 164, percent(three[0]) + ": 3 cycles", "fitted (lv)")
    add("INO-VATE, all", 23, 164, f"{percent(0.40 * two[2] + 0.60 * three[0])} to "
        f"{percent(0.48 * two[2] + 0.52 * three[0])}: 40 to 48 % transplanted", "follows from the three")
    add("mini-hyper-CVD, one dose a cycle, all", 9, 67, percent(cohort(SINGLE, 30, 0.45, first_cycle=28))
        + ": 45 % transplanted, gap 30 d", "predicted")
    add("the same in fractions, blinatumomab before transplantation, all", 1, 43,
        ", ".join(percent(cohort(FRACTIONS, gap, 0.45, first_cycle=28)) for gap in (30, 60, 90, 120))
        + ": gap 30, 60, 90, 120 d", "predicted")
    add("children, without transplantation", 0, 51, percent(vod(2 * [USUAL])[0]) + ": 2 cycles", "predicted")
    add("children, after transplantation", 11, 21, f"{percent(two[1])}; with two alkylators "
        f"{percent(vod(2 * [USUAL], 30, alkylators=1)[1])}", "predicted, missed without alkylators")
    low_dose = 2 * [tuple((day, amount * 2 / 3) for day, amount in USUAL)]
    dose_rows = (("1.2 mg/m2 a cycle (each dose two thirds), after transplantation", "25.8", percent(vod(low_dose, 30)[1])),
                 ("1.8 mg/m2 a cycle", "16.7", percent(two[1])))
    by_cycle = [(f"{n}", *(percent(vod(n * [USUAL], gap)[1]) for gap in GAPS), percent(vod(n * [USUAL])[0]))
                for n in CYCLES]
    return f"""## Veno-occlusive disease under inotuzumab ozogamicin

The models are `inotuzumab_garrett2019`, a typical adult of 1.84 m2, and `liver_vod`, wired; 0.8, 0.5 and 0.5 mg/m2 on days 1,
8 and 15, the first cycle of 21 d, later ones of 28, unless said.  All in per cent.

{table(("", "seen (exact 95 % interval)", "ours", ""), rows)}

By the number of cycles and the days from the last dose to transplantation (predicted, but for what the table above calls
fitted; no trial printed these):

{table(("cycles", *(f"after it, gap {gap} d" for gap in GAPS), "without it"), by_cycle)}

The one randomised comparison of doses, in patients of high risk, goes the other way (numbers of patients were not at hand, so
no interval): the slope by dose has no support.

{table(("", "seen", "ours"), dose_rows)}

- **Fitted**: Lb, Li and lv, each to the one number named.  The split of INO-VATE, 18 and 5, is remembered; the sum, 23 of
  164, is printed (Kantarjian, Cancer 2019).  The 164 are all who were treated.
- **Predicted**, with assumptions that were made before: gaps, the part transplanted (45 %), no risk factor.  The fall
  from 13 to 2 % needs the gap as well as the fractions.  Children who were transplanted had far more than is predicted;
  two alkylators, of which nothing was printed, would do it.
- Every factor of risk is a guess.  The 642 are worked out from 4.9 %.
"""


def liver_page():
    rows = []
    for what, events, patients, ours, kind in (
            ("AALL1331, chemotherapy, ALT", 38, 97, ("block", "s_block", "grade_ALT"), "fitted"),
            ("AALL1331, blinatumomab, ALT", 12, 102, ("blina", "s_blina", "grade_ALT"), "fitted"),
            ("TOWER, blinatumomab, liver enzymes", 34, 267, ("blina", "s_blina", "grade_ALT"), "predicted"),
            ("TOWER, chemotherapy, liver enzymes", 16, 109, ("block", "s_block", "grade_ALT"),
             "predicted, missed: other drugs"),
            ("AALL1331, chemotherapy, bilirubin", 7, 97, ("block", "b_block", "grade_Bil"), "fitted"),
            ("AALL1331, blinatumomab, bilirubin", 2, 102, ("blina", "b_blina", "grade_Bil"), "fitted")):
        low, high = of_patients(events, patients)
        rows.append((what, f"{events} of {patients}: {percent(events / patients)} ({percent(low)} to {percent(high)})",
                     percent(grade_3(*ours)), kind))
    return f"""## Transaminases and bilirubin of grade 3 or more

The model is `liver_enzymes`, with the treatment there for all of 28 d.  In per cent of patients.

{table(("", "seen (exact 95 % interval)", "ours", ""), rows)}

- **Fitted**: the median of each coefficient, to the one number named; the spread between patients, 1.2, is assumed.
- A block of AALL1331 holds asparaginase and high-dose methotrexate, most of the chemotherapy of TOWER did not (remembered):
  s_block is for the former.  TOWER's event is named otherwise, too.
- Numbers of patients are worked out from printed percentages.
"""


MISSING = """## What is not in the models

| what | why |
|---|---|
| platelets of Perez-Ruixo (oxaliplatin) | the number of stages is not in the abstract, and the article was not to be had |
| platelets of Bender (trastuzumab emtansine) | structure alone was to be had; the pool of `thrombocytopenia` follows it |
| pegfilgrastim of Brekkan | the restated values give a twentieth of the known peak |
| filgrastim on the chain of `neutropenia` | its gains would lift that chain's steady state 600 000-fold: `filgrastim_melhem2018` |
| neutrophils at day 20 by the area of cyclophosphamide | a line without a course of time |
| slopes of single drugs on neutrophils, but docetaxel, paclitaxel, decitabine, mercaptopurine | not published in this form |
| grades of haemoglobin and alkaline phosphatase | no model has them |
| tocilizumab with all receptors (Gibiansky) | the values were not to be had |
| odds of bilirubin under pegylated asparaginase by size, albumin and platelets | covariates of a day, without a course of time |
| glucarpidase; loss of asparaginase to antibodies | no numbers that a model could take |
| slopes of risk of heart failure within children | the published ratio of 11.8 is not met by the curve of adults |
"""


def page():
    return f"""# Toxicity in trials, and in the models

Written by `docs/toxicity.py`; a test compares it.  For research, not for treating patients.

{infection_page()}
{vod_page()}
{liver_page()}
{MISSING}"""


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
