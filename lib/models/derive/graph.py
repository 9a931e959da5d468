"""Expressions as one graph, in which equal expressions are one node, and their derivatives.

A node is a tuple: an operation and its operands, which are numbers of nodes.  What a body says is
kept as it stands, each operation with its operands (literal), so that it keeps its bits; only x * 1,
x / 1 and x - 0 are dropped and numbers worked out.  Derivatives are nodes of the same graph and are
simplified as they are made."""

import math

FOLDED = {
    '+': lambda a, b: a + b, '-': lambda a, b: a - b,
    '*': lambda a, b: a * b, '/': lambda a, b: a / b,
}


class Graph:
    def __init__(self):
        self.nodes = []
        self.index = {}
        self.bits = {}      # of each symbol, one bit
        self.unknowns = {}  # of each unknown of a SOLVE: low, high, residual
        self.reached, self.derived = {}, {}

    def node(self, *key):
        if key not in self.index:
            self.index[key] = len(self.nodes)
            self.nodes.append(key)
        return self.index[key]

    def symbol(self, kind, place):
        n = self.node('symbol', kind, place)
        self.bits.setdefault(n, 1 << len(self.bits))
        return n

    def number(self, value):
        return self.node('number', float(value))

    def value(self, n):
        return self.nodes[n][1] if self.nodes[n][0] == 'number' else None

    def operands(self, n):
        if n in self.unknowns:
            return self.unknowns[n]
        return () if self.nodes[n][0] in ('number', 'symbol') else self.nodes[n][1:]

    def reach(self, n):
        """The symbols from which NaN would reach the node, as bits."""
        if n not in self.reached:
            if n in self.unknowns:  # what it is solved from leads back to it
                bits = sum({self.bits[k] for k in self.below([n]) if k in self.bits})
            else:
                bits = self.bits.get(n, 0)
                for k in self.operands(n):
                    bits |= self.reach(k)
            self.reached[n] = bits
        return self.reached[n]

    def below(self, roots):
        """The roots and all that they are made from."""
        seen, left = set(), list(roots)
        while left:
            n = left.pop()
            if n not in seen:
                seen.add(n)
                left.extend(self.operands(n))
        return seen

    # ---- what a body says -------------------------------------------------------------------
    def literal(self, operation, *a):
        values = [self.value(k) for k in a]
        if operation in FOLDED:
            if None not in values and (operation != '/' or values[1] != 0):
                folded = FOLDED[operation](*values)
                if folded != 0 and math.isfinite(folded):
                    return self.number(folded)
            if (operation, values[1]) in (('*', 1), ('/', 1), ('-', 0)):
                return a[0]
            if operation == '*' and values[0] == 1:
                return a[1]
            if operation in '+*':
                a = sorted(a)
        elif operation == 'negative' and values[0]:
            return self.number(-values[0])
        return self.node(operation, *a)

    # ---- derivatives ------------------------------------------------------------------------
    def plus(self, a, b):
        x, y = self.value(a), self.value(b)
        if x == 0:
            return b
        if y == 0:
            return a
        if self.nodes[b][0] == 'negative':
            return self.minus(a, self.nodes[b][1])
        if self.nodes[a][0] == 'negative':
            return self.minus(b, self.nodes[a][1])
        return self.number(x + y) if x is not None and y is not None else self.literal('+', a, b)

    def minus(self, a, b):
        x, y = self.value(a), self.value(b)
        if y == 0:
            return a
        if a == b:
            return self.number(0)
        if x == 0:
            return self.negative(b)
        if self.nodes[b][0] == 'negative':
            return self.plus(a, self.nodes[b][1])
        return self.number(x - y) if x is not None and y is not None else self.literal('-', a, b)

    def negative(self, a):
        key = self.nodes[a]
        if key[0] == 'number':
            return self.number(-key[1] if key[1] else 0)
        if key[0] == 'negative':
            return key[1]
        return self.node('-', key[2], key[1]) if key[0] == '-' else self.node('negative', a)

    def times(self, a, b):
        x, y = self.value(a), self.value(b)
        if x == 0 or y == 0:
            return self.number(0)
        if x == -1:
            return self.negative(b)
        if y == -1:
            return self.negative(a)
        if self.nodes[a][0] == 'negative':
            return self.negative(self.times(self.nodes[a][1], b))
        if self.nodes[b][0] == 'negative':
            return self.negative(self.times(a, self.nodes[b][1]))
        return self.literal('*', a, b)

    def inverse(self, a):
        x = self.value(a)
        return self.number(1 / x) if x else self.node('inverse', a)

    def derivative(self, n, by, held=None):
        """of a node by a symbol; held: the unknown that does not move"""
        if not self.reach(n) & self.bits[by]:
            return self.number(0)
        key = n, by, held
        if key not in self.derived:
            self.derived[key] = self.rule(n, by, held)
        return self.derived[key]

    def rule(self, n, by, held):
        operation, a = self.nodes[n][0], self.operands(n)
        if n == by:
            return self.number(1)
        if n == held:
            return self.number(0)
        if n in self.unknowns:  # residual(unknown, by) stays 0
            fixed, moving = self.derivative(a[2], by, n), self.derivative(a[2], n)
            return self.negative(self.times(fixed, self.inverse(moving)))
        if operation == 'share':
            a = self.operands(a[0])
        d = [self.derivative(k, by, held) for k in a]
        return getattr(self, RULES[operation])(n, a, d)

    def of_sum(self, n, a, d):
        return self.plus(*d)

    def of_difference(self, n, a, d):
        return self.minus(*d)

    def of_negative(self, n, a, d):
        return self.negative(d[0])

    def of_product(self, n, a, d):
        return self.plus(self.times(d[0], a[1]), self.times(a[0], d[1]))

    def of_quotient(self, n, a, d):
        return self.times(self.minus(d[0], self.times(n, d[1])), self.inverse(a[1]))

    def hill(self, x, k, exponent):  # log k once a patient, where k is a parameter
        log_k = self.node('log_high', k), self.node('log_low', k)
        return self.node('share', self.node('against', x, exponent, *log_k))

    def of_share(self, n, a, d):  # of what is against it: x, exponent, log k in two parts
        x, exponent, k = a[0], a[1], self.nodes[a[2]][1]
        rise = self.node('share_slope', self.nodes[n][1], n)
        by_x = self.node('hill_slope', x, exponent, rise, self.node('inverse_if_positive', k))
        by_exponent = self.node('hill_exponent_slope', x, k, rise)
        by_log_k = self.times(self.times(rise, exponent), d[2])
        return self.minus(self.plus(self.times(by_x, d[0]), self.times(by_exponent, d[1])), by_log_k)

    def of_log_high(self, n, a, d):
        return self.times(d[0], self.node('inverse_if_positive', a[0]))

    def of_log_low(self, n, a, d):
        return self.number(0)

    def of_power(self, n, a, d):
        by_base, by_exponent = self.node('power_slope', *a, n), self.node('exponent_slope', a[0], n)
        return self.plus(self.times(by_base, d[0]), self.times(by_exponent, d[1]))

    def of_root(self, n, a, d):  # a x x + b x = c
        top = self.minus(d[2], self.times(n, self.plus(d[1], self.times(n, d[0]))))
        steepness = self.plus(self.times(self.number(2), self.times(a[0], n)), a[1])
        return self.times(top, self.node('inverse_or_0', steepness))

    def of_larger(self, n, a, d):
        return d[0] if d[0] == d[1] else self.node('where_larger', *a, *d)

    def of_positive(self, n, a, d):
        return d[0] if self.value(d[0]) == 0 else self.node('unless', a[0], d[0])

    def of_step(self, n, a, d):
        return self.number(0)

    def of_exp(self, n, a, d):
        return self.times(n, d[0])

    def of_log(self, n, a, d):
        return self.times(d[0], self.inverse(a[0]))

    def of_expm1(self, n, a, d):
        return self.times(self.node('exp', a[0]), d[0])

    def of_log1p(self, n, a, d):
        return self.times(d[0], self.inverse(self.plus(self.number(1), a[0])))

    def of_sqrt(self, n, a, d):
        return self.times(d[0], self.node('inverse_or_0', self.times(self.number(2), n)))

    def of_normal(self, n, a, d):
        exponent = self.times(self.number(-0.5), self.times(a[0], a[0]))
        density = self.times(self.number(0.3989422804014327), self.node('exp', exponent))
        return self.times(density, d[0])


RULES = {
    '+': 'of_sum', '-': 'of_difference', '*': 'of_product', '/': 'of_quotient',
    'negative': 'of_negative', 'share': 'of_share', 'power': 'of_power', 'log_high': 'of_log_high', 'log_low': 'of_log_low',
    'positive_root': 'of_root', 'larger': 'of_larger', 'positive': 'of_positive', 'step': 'of_step',
    'exp': 'of_exp', 'log': 'of_log', 'expm1': 'of_expm1', 'log1p': 'of_log1p', 'sqrt': 'of_sqrt',
    'normal': 'of_normal',
}
