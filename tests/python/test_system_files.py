"""Systems in JSON files."""

import json
from pathlib import Path

import pytest

import impakt

WIRED = {
    "title": "Docetaxel and neutrophils", "purpose": "to test", "limits": "none",
    "models": {"drug": "docetaxel_ozawa2007", "marrow": "neutropenia_friberg2002"},
    "connect": {"drug.Cmol": "marrow.C"},
    "presets": ["marrow.docetaxel"],
    "parameters": {"marrow.X0": "6e9 1/L", "marrow.g": 0.2},
}


def read(folder, described):
    path = folder / "wired.json"
    path.write_text(described if isinstance(described, str) else json.dumps(described))
    return impakt.System.read(path)


def test_what_a_file_brings(tmp_path):
    system = read(tmp_path, WIRED)
    assert (system.title, system.purpose, system.limits) == (
        "Docetaxel and neutrophils", "to test", "none")
    sim = impakt.Simulation(system)
    assert sim.parameters["marrow.X0"] == pytest.approx(6)
    assert sim.parameters["marrow.g"] == 0.2
    assert sim.parameters["marrow.sl"] == pytest.approx(8.58)
    sim = impakt.Simulation(system, parameters={"marrow.X0": 4})
    assert sim.parameters["marrow.X0"] == 4


def test_a_factor(tmp_path):
    plain, scaled = (dict(WIRED, connect={"drug.C": {"to": "marrow.C", "times": times}})
                     for times in ("1 umol/mg", "2 umol/mg"))
    values = []
    for described in (plain, scaled):
        sim = impakt.Simulation(read(tmp_path, described))
        sim.infuse("drug.iv", 1e-3, duration=1)  # so little that the effect is linear
        values.append(1 - sim.run([100])["marrow.relative"][0])
    assert values[1] == pytest.approx(2 * values[0], rel=1e-2)


@pytest.mark.parametrize("change, part", [
    ({"models": {"drug": "docetaxel_ozawa"}}, "docetaxel_ozawa2007"),
    ({"connect": {"drug.Cmol": "marrow.D"}}, "marrow.D"),
    ({"connect": {"marrow.count": "marrow.C"}}, "which is not what"),
    ({"connect": {"drug.C": {"two": "marrow.C"}}}, "expected 'to' and 'times'"),
    ({"connect": []}, "connect: expected an object"),
    ({"conect": {}}, "did you mean 'connect'"),
    ({"models": {}}, "needs 'models'"),
    ({"title": 3}, "title: expected a string"),
    ({"presets": "marrow.docetaxel"}, "presets: expected a list"),
    ({"parameters": {"marrow.X0": "6 h"}}, "'h' does not convert to 1e9/L"),
    ({"parameters": {"marrow.X0": True}}, "expected a number"),
])
def test_mistakes(tmp_path, change, part):
    with pytest.raises(Exception, match=part) as caught:
        read(tmp_path, {**WIRED, **change})
    assert "wired.json" in str(caught.value)


def test_no_json(tmp_path):
    with pytest.raises(ValueError, match="wired.json"):
        read(tmp_path, "{")
    with pytest.raises(ValueError, match="stands twice"):
        read(tmp_path, '{"models": {}, "models": {}}')


def test_settings_that_are_wrong_show_in_the_simulation(tmp_path):
    with pytest.raises(impakt.UnknownNameError, match="marrow.docetaxel"):
        impakt.Simulation(read(tmp_path, {**WIRED, "presets": ["marrow.docetaxl"]}))


def test_unit_ratio():
    assert impakt.unit_ratio("g", "mg") == 1000
    assert impakt.unit_ratio("g", "L") != impakt.unit_ratio("g", "L")


EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "systems").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_say_what_they_are(path):
    system = impakt.System.read(path)
    assert system.name == path.stem
    assert system.title and system.purpose and system.limits
    impakt.Simulation(system)


def test_there_are_examples():
    assert len(EXAMPLES) >= 6
