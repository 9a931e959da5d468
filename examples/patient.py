"""A patient's record: what follows from age, sex and size, and virtual children."""

# snippet record
import impakt

girl = impakt.Patient(age=6, sex="female", weight=20, height=115, creatinine=(35, "umol/L"))
print(f"{girl['surface']:.2f} m2, lean mass {girl['lean_mass']:.1f} kg, "
      f"filtration {girl['egfr']:.0f} mL/min by 1.73 m2")
sim = impakt.Simulation("methotrexate_taylor2020", patient=girl)  # its BSA and creatinine
print(sim.parameters["creatinine"], sim.parameters["BSA"])
# end record

# snippet children
for u in (0.1, 0.5, 0.9):  # places in the distribution; random numbers would do
    age = impakt.cohort_age("frontline_children", u)
    child = impakt.Patient(age=age, sex="male")
    child.draw(z_height=impakt.normal_z(0.5), z_weight=impakt.normal_z(0.5))
    print(f"{age:4.1f} y  {child['height']:5.1f} cm  {child['weight']:4.1f} kg")
print(impakt.growth_value("weight", "female", 6, impakt.normal_z(0.97)), "kg: the 97th centile")
# end children

assert abs(girl["surface"] - (20 * 115 / 3600) ** 0.5) < 1e-12
assert abs(sim.parameters["creatinine"] - 35) < 1e-9
assert abs(impakt.cohort_age("frontline_children", 0.5) - 5.1) < 1e-9
