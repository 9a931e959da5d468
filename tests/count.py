"""count.py TESTLOG.json — how many tests passed and failed in one run of meson test.

Programs that report several tests (Check, pytest) count as that many, others as one.
"""
import json
import re
import sys

CHECK = re.compile(r'^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)$', re.M)
PYTEST = re.compile(r'\b(\d+) (passed|failed|errors?)\b')


def counts(test):
    if test['result'] == 'SKIP':
        return 0, 0
    good = test['result'] in ('OK', 'EXPECTEDFAIL')
    passed = failed = 0
    output = test.get('stdout') or ''
    for checks, failures, errors in CHECK.findall(output):
        wrong = int(failures) + int(errors)
        passed += int(checks) - wrong
        failed += wrong
    if not passed + failed and output.strip():
        for number, word in PYTEST.findall(output.strip().splitlines()[-1]):
            if word == 'passed':
                passed += int(number)
            else:
                failed += int(number)
    if not good:
        return passed, max(failed, 1)
    return max(passed, 1), 0


with open(sys.argv[1], encoding='utf-8') as log:
    results = [counts(json.loads(line)) for line in log if line.strip()]
print(sum(p for p, _ in results), sum(f for _, f in results))
