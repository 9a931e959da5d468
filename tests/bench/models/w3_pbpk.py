"""Writes workload W3 of the benchmarks as a model of 4 * ORGANS + 2 states: w3_pbpk.py ORGANS FILE.

An antibody in plasma, lymph and organs that are perfused, each with a receptor in its interstitium
that binds and takes it in: what a model costs by the number of its states.  hand_w3.c is the same by
hand."""
import sys

organs, path = int(sys.argv[1]), sys.argv[2]


def table(rows):
    return " \\\n".join("  ROW(" + row + ")" for row in rows)


states = ['Cp, "nmol/L", 1e-1, "drug in plasma"', 'L, "nmol/L", 1e-2, "drug in lymph"']
derived, starts, flows, returns, equations = [], [], [], [], []
for k in range(1, organs + 1):
    place = (k - 0.5) / organs
    states += [f'V{k}, "nmol/L", 1e-1, "drug in the vessels of organ {k}"',
               f'I{k}, "nmol/L", 2e-2, "drug in the interstitium of organ {k}"',
               f'R{k}, "nmol/L", 2e-2, "free receptor in organ {k}"',
               f'X{k}, "nmol/L", 2e-2, "complex in organ {k}"']
    derived += [f'Q{k}, Q * {(0.6 + 0.8 * place) / organs!r}, "L/h", "flow through organ {k}"',
                f'PS{k}, PS * {(1.5 - place) / organs!r}, "L/h", "exchange in organ {k}"',
                f'B{k}, R0 * {0.5 + k / organs!r}, "nmol/L", "receptor at baseline in organ {k}"']
    starts.append(f"  init(R{k}) = B{k};")
    flows.append(f"Q{k} * (Cp - V{k})")
    returns.append(f"I{k}")
    equations.append(f"""
  const real flow{k} = Q{k} * (Cp - V{k});
  const real across{k} = PS{k} * (V{k} - I{k});
  const real binding{k} = kon * I{k} * R{k} - koff * X{k};
  ddt(V{k}) = (flow{k} - across{k}) / Vv1;
  ddt(I{k}) = (across{k} - Lk1 * I{k}) / Vi1 - binding{k};
  ddt(R{k}) = kdeg * (B{k} - R{k}) - binding{k};
  ddt(X{k}) = binding{k} - kint * X{k};""")
for volume in ("Vv", "Vi", "Lk"):
    unit = "L/h" if volume == "Lk" else "L"
    derived.append(f'{volume}1, {volume} / {organs}., "{unit}", "{volume} of one organ"')

parameters = """
  ROW(CL,   0.010, "L/h",      1e-4, 1,   assumed, "clearance")                  \\
  ROW(Vp,   3.0,   "L",        0.1,  100, assumed, "volume of plasma")           \\
  ROW(Q,    2.0,   "L/h",      0.01, 100, assumed, "flow through all organs")    \\
  ROW(Vv,   0.5,   "L",        0.01, 100, assumed, "volume of all vessels")      \\
  ROW(PS,   0.10,  "L/h",      1e-3, 10,  assumed, "exchange in all organs")     \\
  ROW(Vi,   0.6,   "L",        0.01, 100, assumed, "interstitium of all organs") \\
  ROW(Lk,   0.02,  "L/h",      1e-4, 10,  assumed, "lymph of all organs")        \\
  ROW(qL,   0.02,  "L/h",      1e-4, 10,  assumed, "return of lymph")            \\
  ROW(kon,  3.6,   "L/nmol/h", 1e-3, 100, assumed, "association")                \\
  ROW(koff, 0.36,  "1/h",      1e-4, 100, assumed, "dissociation")               \\
  ROW(kdeg, 0.05,  "1/h",      1e-4, 10,  assumed, "turnover of the receptor")   \\
  ROW(kint, 0.02,  "1/h",      1e-4, 10,  assumed, "loss of the complex")        \\
  ROW(R0,   20.0,  "nmol/L",   0.1,  1e3, assumed, "receptor at baseline")       \\
  ROW(VL,   0.3,   "L",        0.01, 10,  assumed, "volume of lymph")"""

n = 4 * organs + 2
with open(path, "w", encoding="utf-8") as out:
    out.write(f"""/* Workload W3 of the benchmarks, {organs} organs; by w3_pbpk.py. */
#ifndef MODEL
#define MODEL    w3_pbpk_{n}
#define TITLE    "Benchmark W3: an antibody in {organs} organs with receptors"
#define REVISION 1
#define TIME     "h"
#define STATES(ROW) \\
{table(states)}
#define PARAMETERS(ROW) \\{parameters}
#define DERIVED(ROW) \\
{table(derived)}
#define INPUTS(ROW)  ROW(u, "nmol/h", 1, 0, 0, "infusion")
#define OUTPUTS(ROW) ROW(bound, "1", "fraction of the receptor of organ 1 that is bound")
#include "model.h"
#endif

START
{chr(10).join(starts)}
END

OBSERVE
  out(bound) = X1 / (R1 + X1);
END

EQUATIONS
  ddt(Cp) = (u - CL * Cp + qL * L - ({" + ".join(flows)})) / Vp;
  ddt(L) = (Lk1 * ({" + ".join(returns)}) - qL * L) / VL;{"".join(equations)}
END
""")
