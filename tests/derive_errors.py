"""What derive.py says of bodies that it cannot read: the line, and what was expected.

    derive_errors.py DERIVE.py FOLDER_OF_MODELS COMPILER ARGUMENT..."""

import pathlib
import subprocess
import sys
import tempfile

MODEL = '''#ifndef MODEL
#define MODEL    tried
#define TITLE    "A body that is tried"
#define REVISION 1
#define TIME     "h"
#define STATES(ROW)     ROW(A, "1", 1, "a state") ROW(B, "1", 1, "another")
#define PARAMETERS(ROW) ROW(k, 1, "1/h", 0, 2, assumed, "a rate")
#define INPUTS(ROW)     ROW(u, "1/h", 1, 0, 0, "an input")
#define OUTPUTS(ROW)    ROW(y, "1", "an output")
#define SWITCHES(ROW)   ROW(s, %(guard)s, "a switch")
#include "model.h"
#endif
START
END
OBSERVE
  %(observe)s
END
EQUATIONS
  %(first)s
  %(second)s
END
'''
SOUND = {'guard': 't - k', 'observe': 'out(y) = A + B;', 'first': 'ddt(A) = u - k * A;', 'second': 'ddt(B) = s * A;'}
LINE = {'guard': None, 'observe': 16, 'first': 19, 'second': 20}
WRONG = [  # where, what stands there, what is said
    ('first', 'ddt(A) = A > B ? u : 0;', "expected ';', not '>'"),
    ('first', 'ddt(A) = fabs(B);', "a constant of this block, not 'fabs'"),
    ('first', 'ddt(A) = power(B);', "expected ',', not ')'"),
    ('first', 'ddt(A) = exp(B, A);', "expected ')', not ','"),
    ('first', 'ddt(A) = 1 / 2 * u;', 'divided to have a point, as 2.0 has, not none'),
    ('first', 'ddt(A) = u * ;', "expected an expression, not ';'"),
    ('first', 'ddt(A) = 2.0f * u;', "expected ';', not 'f'"),
    ('first', 'ddt(A) += u;', "expected '=', not '+'"),
    ('first', 'ddt(C) = u;', "expected the name of a state, not 'C'"),
    ('first', 'A = u;', "SOLVE, ZERO or END, not 'A'"),
    ('first', 'if (A) ddt(A) = u;', "SOLVE, ZERO or END, not 'if'"),
    ('first', 'const float a = u;', "expected 'real' or 'number' or 'double', not 'float'"),
    ('first', 'const real a; ddt(A) = a;', "expected '=', not ';'"),
    ('second', 'ddt(B) = u; SOLVE(a, 0, 1)\n\n', ":23: expected 'ZERO(a, ...)', not 'END'"),
    ('first', 'ZERO(A, 1)', "expected the unknown of a SOLVE, not 'A'"),
    ('second', 'ddt(A) = u; ddt(B) = u;', 'expected ddt(A) to be given once, not twice'),
    ('second', '', 'ddt(B) = ...; is missing'),
    ('observe', '', 'out(y) = ...; is missing'),
    ('observe', 'out(y) = u;', "a constant of this block, not 'u'"),
    ('observe', 'const real a = out(y); out(y) = a;', 'expected out(y) to be given before it is used, not after'),
    ('guard', 'A B', "switch s: expected the end of the expression of a switch, not 'B'"),
]


def main(derive, models, compiler):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, 'tried.c'), pathlib.Path(folder, 'out.c')

        def said(parts):
            source.write_text(MODEL % parts)
            command = [sys.executable, '-B', derive, str(source), str(target), *compiler, '-I' + models]
            answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            return answer.returncode, answer.stderr.decode()

        status, text = said(SOUND)
        if status or text or 'rhs_tried' not in target.read_text():
            failures += 1
            print('a sound model: %d, %s' % (status, text))
        for where, what, expected in WRONG:
            target.unlink(missing_ok=True)
            status, text = said({**SOUND, where: what})
            line = '%s:%d: ' % (source, LINE[where]) if LINE[where] and what and '\n' not in what else str(source)
            if status == 0 or expected not in text or line not in text or 'Traceback' in text or target.exists():
                failures += 1
                print('%r: %d, not %r but\n%s' % (what, status, expected, text))
    sys.exit(failures > 0)


main(sys.argv[1], sys.argv[2], sys.argv[3:])
