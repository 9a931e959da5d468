"""impakt-mpi on several ranks of this machine gives the bytes of impakt population."""

import json
import os
import subprocess

import pytest

COMMAND, MPI, MPIRUN = (os.environ[name] for name in ("IMPAKT_COMMAND", "IMPAKT_MPI", "MPIRUN"))
# Open MPI refuses root, and more ranks than processors, unless told; others do not know these
LET = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
       "OMPI_MCA_rmaps_base_oversubscribe": "1"}


def run(*arguments):
    return subprocess.run([*map(str, arguments)], text=True, encoding="utf-8", capture_output=True,
                          timeout=100, env={**os.environ, **LET})


def write(folder, **changes):
    path = folder / "plateau.json"
    path.write_text(json.dumps({
        "scenario": "A plateau",
        "model": "blinatumomab_clements2020",
        "doses": [{"input": "iv", "rate": "28 ug/d", "duration": "4 d", "time": 0}],
        "outputs": {"until": "4 d", "every": "12 h", "time_unit": "d", "watch": ["C"]},
        "measures": [{"quantity": "C", "what": "first crossing", "level": "0.6 ng/mL"}],
        "arms": [{"name": "whole"}, {"name": "half", "doses": [
            {"input": "iv", "rate": "14 ug/d", "duration": "4 d", "time": 0}]}],
        "population": {"patients": 91, "seed": 7}, **changes}), encoding="utf-8")
    return path


@pytest.mark.parametrize("ranks, patients", [(2, 91), (3, 2)])  # also fewer patients than ranks
def test_the_bytes_of_one_process(ranks, patients, tmp_path):
    path = write(tmp_path)
    alone = run(COMMAND, "population", "--patients", patients, "--out", tmp_path / "alone", path)
    shared = run(MPIRUN, "-n", ranks, MPI, "--patients", patients, "--out", tmp_path / "shared", path)
    assert (alone.returncode, shared.returncode) == (0, 0), shared.stderr
    names = sorted(file.name for file in (tmp_path / "shared").iterdir())
    assert names == ["plateau.half.population.csv", "plateau.whole.population.csv"]
    for name in names:
        assert (tmp_path / "shared" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()
    assert shared.stdout == alone.stdout and f"{patients} patients" in alone.stdout


@pytest.mark.parametrize("changes, arguments, part", [
    ({"population": {"vary": {"CL": 0.3}}}, (), "did you mean"),
    ({"population": {"patients": 0}}, (), "expected a whole number from 1"),
    ({}, ("--patients", "none"), "--patients is 'none'"),
    ({}, ("--shard", "1/2"), "no option '--shard'"),
])
def test_mistakes_are_said_once(changes, arguments, part, tmp_path):
    done = run(MPIRUN, "-n", 2, MPI, "-q", *arguments, "--out", tmp_path, write(tmp_path, **changes))
    assert done.returncode != 0 and done.stderr.count(part) == 1, done.stderr
    assert done.stderr.count("impakt-mpi: ") == 1
