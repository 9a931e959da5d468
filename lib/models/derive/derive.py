"""Writes the functions and derivatives of a model as C for any number of lanes (written.h).

    derive.py MODEL.c OUT.c COMPILER ARGUMENT...

The preprocessor expands the model's lists and macros, read.py reads what comes out, graph.py
derives, write.py and eliminate.py write.  What depends on parameters alone is worked out once a
patient and kept in q.  A body that cannot be read is an error that says where, and what was
expected."""

import subprocess
import sys

from eliminate import Elimination
from read import Model, Unreadable
from write import Lines

EVERYTHING, OBSERVED = 'txqus', 'txq'
KINKED = {'larger', 'positive', 'step'}


class Writer:
    def __init__(self, name, model):
        self.name, self.model, self.graph = name, model, model.graph
        graph, lists = self.graph, model.lists
        self.symbols = {kind: [graph.symbol(kind, i) for i in range(n)] for kind, n in (
            ('t', 1), ('x', len(lists['state'])), ('u', len(lists['input'])), ('s', len(lists['switch'])),
            ('p', len(lists['parameter']) + len(lists['derived'])))}
        self.varying = sum(graph.bits[n] for kind in 'txus' for n in self.symbols[kind])
        self.exact = graph.below(model.f + model.y + model.g)
        self.jacobian = self.entries(model.f, 'x', True)
        self.pattern = [(i, j) for i, j, _ in self.jacobian]
        self.time = [graph.derivative(n, self.symbols['t'][0]) for n in model.f]
        self.timed = any(graph.reach(n) & graph.bits[self.symbols['t'][0]] for n in model.f)
        self.smooth = not any(graph.nodes[n][0] in KINKED and graph.reach(n) & self.varying
                              for n in graph.below(model.f))
        self.by_input, self.by_state = self.entries(model.f, 'u'), self.entries(model.y, 'x')
        self.by_parameter = self.entries(model.f, 'p')
        self.q, self.known = [], {}
        self.keep()

    def entries(self, of, kind, all=False):
        """(row, column, node) by columns; all: also where the derivative is 0 but NaN would show"""
        graph, entries = self.graph, []
        for j, by in enumerate(self.symbols[kind]):
            for i, n in enumerate(of):
                d = graph.derivative(n, by)
                if graph.value(d) != 0 or all and (i == j or graph.reach(n) & graph.bits[by]):
                    entries.append((i, j, d))
        return entries

    def keep(self):
        """Numbers in q what depends on parameters alone, in the order of its use."""
        derivatives = self.jacobian + self.by_input + self.by_state + self.by_parameter
        left = self.model.f + self.model.y + self.model.g + self.time + [d for _, _, d in derivatives]
        left.reverse()
        seen = set()
        while left:
            n = left.pop()
            if n in seen:
                continue
            seen.add(n)
            if not self.graph.reach(n) & self.varying:
                if self.graph.value(n) is None:
                    self.known[n] = 'AT(q, %d)' % len(self.q)
                    self.q.append(n)
            else:
                left.extend(reversed(self.graph.operands(n)))
        for kind in 'txus':
            for i, n in enumerate(self.symbols[kind]):
                self.known[n] = 'AT(%s, %d)' % (kind, i)

    # ---- C ----------------------------------------------------------------------------------
    def function(self, name, given, results, *outputs):
        arguments = ['UNUSED const double *restrict %s' % a for a in given]
        arguments += ['UNUSED double *restrict %s' % a for a in outputs]
        lines = Lines(self.graph, self.known, self.exact, results).lines
        return block('static void %s_%s(%s)' % (name, self.name, ', '.join(arguments)), lines)

    def once(self):
        known = {n: 'p[%d]' % i for i, n in enumerate(self.symbols['p'])}
        results = [('q[%d * stride] = %%s;' % i, n) for i, n in enumerate(self.q)]
        lines = Lines(self.graph, known, self.exact, results, fuse=False).lines
        head = 'void once_%s(UNUSED const double *restrict p, UNUSED double *restrict q, UNUSED int stride)' % self.name
        return '%s;\n#ifdef WRITTEN_ONCE\n%s#endif\n' % (head, block(head, lines))

    def functions(self):
        model, put = self.model, lambda to, nodes: [('PUT(%s, %d, %%s);' % (to, i), n) for i, n in enumerate(nodes)]
        derivatives = lambda to, entries: put(to, [d for _, _, d in entries])
        f, elimination = put('f', model.f), Elimination(len(model.f), self.pattern)
        self.nl = len(elimination.at)
        yield self.once()
        yield self.function('rhs', EVERYTHING, f, 'f')
        yield self.function('rhs_jacobian', EVERYTHING, f + derivatives('J', self.jacobian), 'f', 'J')
        yield self.function('time_slope', EVERYTHING, put('ft', self.time), 'ft') if self.timed else ''
        yield self.function('out', OBSERVED, put('y', model.y), 'y') if model.y else ''
        yield self.function('guard', OBSERVED, put('g', model.g), 'g') if model.g else ''
        yield self.function('input_slopes', EVERYTHING, derivatives('fu', self.by_input), 'fu')
        yield self.function('output_slopes', OBSERVED, derivatives('yx', self.by_state), 'yx')
        yield self.function('parameter_slopes', EVERYTHING, derivatives('fp', self.by_parameter), 'fp')
        head = 'UNUSED const double *restrict %s, UNUSED double *restrict %s)'
        yield block('static unsigned factor_%s(UNUSED const double *restrict J, ' % self.name + head % ('d', 'L'),
                    elimination.factor())
        yield block('static void solve_%s(' % self.name + head % ('L', 'b'), elimination.solve())
        product, put_b = elimination.multiply(), ['PUT(b, %d, b%d);' % (i, i) for i in range(len(model.f))]
        yield block('static void add_product_%s(UNUSED const double *restrict J, ' % self.name + head % ('x', 'b'),
                    product + put_b)
        yield block('static void add_product_and_solve_%s(UNUSED const double *restrict J, UNUSED const double '
                    '*restrict L, ' % self.name + head % ('x', 'b'),
                    product + elimination.substitute('AS_v(L[%d])') + put_b)

    def tables(self):
        n, rows = len(self.model.f), {}
        rows['colptr'] = [sum(column < j for _, column in self.pattern) for j in range(n + 1)]
        rows['row'] = [i for i, _ in self.pattern]
        for row, column, entries in (('fu_row', 'fu_input', self.by_input), ('yx_output', 'yx_state', self.by_state),
                                     ('fp_row', 'fp_parameter', self.by_parameter)):
            rows[row], rows[column] = [e[0] for e in entries], [e[1] for e in entries]
        return ''.join('static const int %s_%s[] = { %s };\n' % (name, self.name, ', '.join(map(str, numbers or [0])))
                       for name, numbers in rows.items())

    def description(self):
        model = self.model
        fields = ['.%s = %s' % field for field in (
            ('lanes', 'LANES'), ('processor', 'PROCESSOR_OF(PROCESSOR)'), ('nq', len(self.q)), ('nl', self.nl),
            ('timed', int(self.timed)), ('smooth', int(self.smooth)), ('n_fu', len(self.by_input)), ('n_yx', len(self.by_state)),
            ('n_fp', len(self.by_parameter)))]
        names = ['colptr', 'row', 'once', 'rhs', 'rhs_jacobian', 'factor', 'solve',
                 'add_product', 'add_product_and_solve', 'fu_row', 'fu_input', 'input_slopes',
                 'yx_output', 'yx_state', 'output_slopes', 'fp_row', 'fp_parameter', 'parameter_slopes']
        names += ['time_slope'] * self.timed + ['out'] * bool(model.y) + ['guard'] * bool(model.g)
        fields += ['.%s = %s_%s' % (name, name, self.name) for name in names]
        listed = ['BUILDS(BUILD_LISTED)', '0']
        return ('BUILDS(BUILD_ROW)\n' + block('const struct written BUILD(LANES, PROCESSOR) =', [field + ',' for field in fields], ';')
                + '#ifdef WRITTEN_ONCE\nextern const struct written *const JOIN(written, MODEL)[];\n'
                + block('const struct written *const JOIN(written, MODEL)[] =', listed, ';') + '#endif\n#undef MODEL\n')


def block(head, lines, end=''):
    return '%s\n{\n%s}%s\n\n' % (head, ''.join('  %s\n' % line for line in lines), end)


def main(source, target, compiler):
    text = subprocess.run(compiler + ['-E', '-DPARSE', source], check=True, stdout=subprocess.PIPE).stdout.decode()
    name = source.replace('\\', '/').rsplit('/', 1)[-1][:-2]
    writer = Writer(name, Model(text))
    functions = '\n'.join(writer.functions())
    with open(target, 'w') as file:
        file.write('/* %s as derive.py writes it. */\n#define MODEL %s\n#include "derivative.h"\n\n' % (name, name))
        file.write(functions + writer.tables() + '\n' + writer.description())


if __name__ == '__main__':
    sys.setrecursionlimit(100000)
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3:])
    except Unreadable as error:
        sys.exit('%s: its derivatives cannot be written: %s' % (sys.argv[1], error))
