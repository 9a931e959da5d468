"""C for sets of nodes: each node once, operands first; what takes long stands first, then each result as soon
as it is there."""

import bisect

SIGNS = '+-*/'
CALLS = {  # functions of derivative.h; the others are those of lanes.h, with _v
    'inverse', 'inverse_or_0', 'inverse_if_positive', 'power_slope', 'exponent_slope', 'unless', 'where_larger', 'share',
    'share_slope', 'hill_slope', 'hill_exponent_slope',
}


# How long a node takes, in additions; other functions SLOWEST.
TAKES = {'symbol': 0, 'number': 0, 'negative': 1, '+': 1, '-': 1, '*': 1, '/': 6, 'inverse': 6, 'share': 8}
SLOWEST = 20


class Lines:
    """results: pairs of a statement, with %s for the value, and a node.  known: the text of what
    is there already; exact: nodes that must keep their bits."""

    def __init__(self, graph, known, exact, results, fuse=True):
        self.graph, self.text, self.lines = graph, dict(known), []
        self.fused = self.products(exact, [n for _, n in results]) if fuse else {}
        for n in self.slow([n for _, n in results]):
            self.ref(n)
        for statement, n in results:
            self.lines.append(statement % self.ref(n))

    def products(self, exact, roots):
        """Sums and differences that become one FMA with a product that nothing else uses."""
        uses, left, seen = {}, list(roots), set()
        while left:
            n = left.pop()
            if n in seen or n in self.text:
                continue
            seen.add(n)
            for k in self.graph.operands(n):
                uses[k] = uses.get(k, 0) + 1
                left.append(k)
        for n in roots:
            uses[n] = uses.get(n, 0) + 1
        self.uses = uses
        fused = {}
        for n in seen - exact:
            if self.graph.nodes[n][0] in '+-':
                for k in self.graph.nodes[n][1:]:
                    if self.graph.nodes[k][0] == '*' and uses[k] == 1 and k not in exact and k not in self.text:
                        fused[n] = k
        return fused

    def slow(self, roots):
        """Quotients and functions, first those from which it takes longest to a result: a processor begins with what
        stands first, and would wait for them at the end."""
        steps, left = dict.fromkeys(roots, 0), sorted(set(roots))
        while left:
            n = left.pop()
            if n in self.text:
                continue
            for k in self.graph.operands(n):
                if k not in steps:
                    bisect.insort(left, k)
                steps[k] = max(steps.get(k, 0), steps[n] + self.steps_of(n))
        slow = [n for n in steps if n not in self.text and self.steps_of(n) > 1]
        return sorted(slow, key=lambda n: (-steps[n] - self.steps_of(n), n))

    def steps_of(self, n):
        return TAKES.get(self.graph.nodes[n][0], SLOWEST)

    def ref(self, n):
        if n not in self.text:
            text = self.write(n)
            if n not in self.text:  # not written on the way, within SOLVE
                self.text[n] = text
        return self.text[n]

    def write(self, n):
        key = self.graph.nodes[n]
        if key[0] == 'number':
            return 'AS_v(%r)' % key[1]
        if n in self.graph.unknowns:
            return self.solve(n)
        if n in self.fused:
            return self.fma(n)
        if key[0] == 'negative' and key[1] in self.fused and self.uses[key[1]] == 1:
            return self.fma(n)  # gcc would make one of -FMA(a, b, c), with another sign of 0
        a = [self.ref(k) for k in key[1:]]
        if n in self.text:
            return self.text[n]
        if key[0] in SIGNS:
            return self.name(n, '%s %s %s' % (a[0], key[0], a[1]))
        if key[0] == 'negative':
            return self.name(n, '-%s' % a[0])
        return self.name(n, '%s(%s)' % (key[0] if key[0] in CALLS else key[0] + '_v', ', '.join(a)))

    def fma(self, n):
        key = self.graph.nodes[n]
        negative, n_of = (True, key[1]) if key[0] == 'negative' else (False, n)
        sign, first, second = self.graph.nodes[n_of]
        product = self.fused[n_of]
        a, b = (self.ref(k) for k in self.graph.nodes[product][1:])
        rest = self.ref(second if product == first else first)
        if negative != (sign == '-' and product == second):
            a = '-' + a
        if negative != (sign == '-' and product == first):
            rest = '-' + rest
        return self.name(n, 'FMA(%s, %s, %s)' % (a, b, rest))

    def name(self, n, expression):
        self.lines.append('const real v%d = %s;' % (n, expression))
        return 'v%d' % n

    def solve(self, n):
        low, high, residual = self.graph.unknowns[n]
        low, high = self.ref(low), self.ref(high)
        self.before(residual, n, set())
        self.text[n] = 'v%d' % n
        self.lines += ['struct root_v root%d = root_begin_v(%s, %s);' % (n, low, high),
                       'real v%d;' % n, 'again%d:' % n, 'v%d = root_value_v(&root%d);' % (n, n)]
        self.lines.append('if (root_next_v(&root%d, %s)) goto again%d;' % (n, self.ref(residual), n))
        return self.text[n]

    def before(self, n, unknown, seen):
        """What the trials do not change is not worked out again in each."""
        if n in seen:
            return
        seen.add(n)
        if not self.graph.reach(n) & self.graph.bits[unknown]:
            self.ref(n)
        elif n != unknown:
            for k in self.graph.operands(n):
                self.before(k, unknown, seen)
