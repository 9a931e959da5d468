"""Counts the instructions of fixed pieces of work and compares them with instructions.csv.

    instructions.py PROGRAM CSV            fails if one takes more than 10 % more than it did
    instructions.py PROGRAM CSV --update   writes the counts of now

Callgrind counts, so that nothing else on the machine matters.  Counts depend on the compiler and on
the C library: where they are not those of the file, differences are told and nothing fails.  10 % is
what a change may cost by accident of inlining; a count of one build repeats to a part in 10000.
Valgrind knows AVX2 but not AVX-512: 8 lanes are not counted.
"""
import concurrent.futures
import csv
import os
import re
import subprocess
import sys

TOLERANCE = 0.10
VALGRIND = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
            "--toggle-collect=measured"]


def told(program, word):
    return subprocess.run([program, word], check=True, capture_output=True, text=True).stdout


def count(program, name):
    # meson has malloc fill what it gives, which would be counted
    done = subprocess.run([*VALGRIND, program, name], capture_output=True, text=True,
                          env={**os.environ, "MALLOC_PERTURB_": "0"})
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found or not int(found[1]):
        sys.exit(f"{name}: not counted\n{done.stderr}")
    return int(found[1])


def main():
    program, path = sys.argv[1:3]
    built_by = told(program, "--built-by").strip()
    names = told(program, "--list").splitlines()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        counts = dict(zip(names, pool.map(lambda name: count(program, name), names)))
    if sys.argv[3:] == ["--update"]:
        with open(path, "w", encoding="utf-8") as out:
            out.write(f"# {built_by}\npiece,instructions\n")
            out.writelines(f'"{name}",{n}\n' for name, n in counts.items())
        return 0
    with open(path, encoding="utf-8") as lines:
        reference_by = lines.readline()[2:].strip()
        before = {row["piece"]: int(row["instructions"]) for row in csv.DictReader(lines)}
    worse = 0
    for name in dict.fromkeys([*before, *counts]):
        if name not in counts or name not in before:
            print(f"{name}: {'not run here' if name in before else 'no reference: --update'}")
            continue
        ratio = counts[name] / before[name]
        verdict = "more than 10 % worse" if ratio > 1 + TOLERANCE else \
            "better: --update keeps it so" if ratio < 1 - TOLERANCE else ""
        worse += ratio > 1 + TOLERANCE
        print(f"{name}: {counts[name]} instructions, {ratio:.3f} of {before[name]}  {verdict}")
    if reference_by != built_by:
        print(f"Built by {built_by}; the reference is of {reference_by}: nothing is held against it")
        return 0
    return worse > 0


sys.exit(main())
