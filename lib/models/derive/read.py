"""Reads what the preprocessor makes of a model file with -DPARSE (parse.h): its lists as rows, its
blocks as they stand."""

import re

from graph import Graph

TOKEN = re.compile(r'\s*((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[A-Za-z_]\w*|\S)')
MARKER = re.compile(r'#(?:line)? (\d+) "(.*?)"')
NAME = re.compile(r'[A-Za-z_]\w*$')
FUNCTIONS = {  # and how many arguments
    'exp': 1, 'log': 1, 'expm1': 1, 'log1p': 1, 'normal': 1, 'sqrt': 1, 'positive': 1, 'step': 1,
    'constant': 1, 'larger': 2, 'power': 2, 'factor': 2, 'hill': 3, 'choose': 3, 'positive_root': 3,
}
LISTS = {  # and the symbol of each, as the written code has it
    'state': 'x', 'parameter': 'p', 'derived': 'p', 'input': 'u', 'output': None, 'switch': 's',
}


class Unreadable(Exception):
    pass


def tokens_of(text):
    """The words of a preprocessed text, each with the file and line that it comes from."""
    tokens, file, line = [], '', 0
    for row in text.split('\n'):
        marker = MARKER.match(row)
        if marker:
            line, file = int(marker[1]), marker[2]
            continue
        tokens += [(word, file, line) for word in TOKEN.findall(row)]
        line += 1
    return tokens


class Model:
    """name, lists of names, and the graph with f, y and g: a node for each state, output, switch."""

    def __init__(self, text):
        self.graph = Graph()
        self.tokens, self.at, self.where = tokens_of(text), 0, None
        self.lists = {kind: [] for kind in LISTS}
        self.names, self.guards, self.f, self.y = {'t': self.graph.symbol('t', 0)}, [], {}, {}
        self.rows()
        self.blocks()
        known = {**self.names, **self.y}
        self.g = [self.guard(name, at, known) for name, at in zip(self.lists['switch'], self.guards)]
        for names, given, what in (self.lists['state'], self.f, 'ddt'), (self.lists['output'], self.y, 'out'):
            for name in names:
                if name not in given:
                    raise Unreadable('%s(%s) = ...; is missing' % (what, name))
        self.f = [self.f[name] for name in self.lists['state']]
        self.y = [self.y[name] for name in self.lists['output']]

    # ---- words ------------------------------------------------------------------------------
    def peek(self):
        return self.tokens[self.at][0] if self.at < len(self.tokens) else 'the end of the file'

    def next(self):
        word = self.peek()
        self.at += 1
        return word

    def fail(self, expected, instead=None):
        """What is there instead is the next word, or the one before."""
        word, file, line = self.tokens[min(self.at, len(self.tokens) - 1)]
        where = self.where or '%s:%d' % (file, line)
        raise Unreadable('%s: expected %s, not %s' % (where, expected, instead or "'%s'" % word))

    def eat(self, *words):
        if self.peek() not in words:
            self.fail(' or '.join("'%s'" % word for word in words))
        return self.next()

    def name(self, what):
        if not NAME.match(self.peek()):
            self.fail(what)
        return self.next()

    # ---- rows and blocks --------------------------------------------------------------------
    def rows(self):
        while self.peek() == '@':
            self.next()
            kind, name = self.next(), self.name('a name')
            if LISTS[kind]:
                place = len(self.lists[kind]) + (kind == 'derived') * len(self.lists['parameter'])
                self.names[name] = self.graph.symbol(LISTS[kind], place)
            self.lists[kind].append(name)
            if kind == 'switch':
                self.guards.append(self.at)
                while self.peek() != '@':
                    self.next()
            self.eat('@')

    def blocks(self):
        self.eat('START')
        while self.next() != 'END':  # runs once a patient, as it is
            if self.at >= len(self.tokens):
                self.fail("'END'")
        while self.at < len(self.tokens):
            block = self.eat('OBSERVE', 'EQUATIONS')
            hidden = ('input', 'switch') if block == 'OBSERVE' else ()
            self.known = {name: n for name, n in self.names.items()
                          if not any(name in self.lists[kind] for kind in hidden)}
            if block == 'EQUATIONS':
                self.known.update(self.y)
            self.targets = {'out': self.y} if block == 'OBSERVE' else {'ddt': self.f}
            self.solving = {}
            while self.peek() != 'END':
                self.statement()
            if self.solving:
                self.fail("'ZERO(%s, ...)'" % next(iter(self.solving)))
            self.next()

    def guard(self, name, at, known):
        self.at, self.known, self.targets = at, known, {}
        self.where = 'the expression of switch %s' % name  # its line is that of all lists
        n = self.expression()
        if self.peek() != '@':
            self.fail('the end of the expression of a switch')
        return n

    # ---- statements -------------------------------------------------------------------------
    def statement(self):
        word = self.peek()
        if word == 'const':
            self.constants()
        elif word in self.targets:
            target, name = self.next(), self.target(word)
            self.eat('=')
            if name in self.targets[target]:
                self.fail('%s(%s) to be given once' % (target, name), 'twice')
            self.targets[target][name] = self.expression()
            self.eat(';')
        elif word == 'SOLVE':
            self.solve()
        elif word == 'ZERO':
            self.close()
        elif word == ';':
            self.next()
        else:
            self.fail("'const real name = ...;', 'const number name = ...;', '%s(name) = ...;', SOLVE, ZERO or END"
                      % next(iter(self.targets)))

    def constants(self):
        self.next()
        self.eat('real', 'number', 'double')
        while True:
            name = self.name('the name of a constant')
            self.eat('=')
            self.known[name] = self.expression()
            if self.eat(',', ';') == ';':
                return

    def target(self, word):
        self.eat('(')
        name = self.name('a name')
        if name not in self.lists['output' if word == 'out' else 'state']:
            self.at -= 1
            self.fail('the name of %s' % ('an output' if word == 'out' else 'a state'))
        self.eat(')')
        return name

    def solve(self):
        self.next()
        low, high = None, None
        self.eat('(')
        name = self.name('the name of an unknown')
        self.eat(',')
        low = self.expression()
        self.eat(',')
        high = self.expression()
        self.eat(')')
        unknown = self.graph.symbol('unknown', len(self.graph.unknowns) + len(self.solving))
        self.solving[name] = unknown, low, high
        self.known[name] = unknown

    def close(self):
        self.next()
        self.eat('(')
        if self.peek() not in self.solving:
            self.fail('the unknown of a SOLVE')
        unknown, low, high = self.solving.pop(self.next())
        self.eat(',')
        self.graph.unknowns[unknown] = low, high, self.expression()
        self.eat(')')

    # ---- expressions ------------------------------------------------------------------------
    def expression(self):
        n = self.product()
        while self.peek() in ('+', '-'):
            n = self.graph.literal(self.next(), n, self.product())
        return n

    def product(self):
        first = self.at
        n = self.sign()
        while self.peek() in ('*', '/'):
            operation, second = self.next(), self.at
            m = self.sign()
            if operation == '/' and self.whole(first, second - 1) and self.whole(second, self.at):
                self.fail("one of two whole numbers that are divided to have a point, as 2.0 has", 'none')
            n = self.graph.literal(operation, n, m)
        return n

    def whole(self, first, end):
        return all(re.match(r'(\d+|[-+*/()])$', word) for word, _, _ in self.tokens[first:end])

    def sign(self):
        if self.peek() == '-':
            self.next()
            return self.graph.literal('negative', self.sign())
        if self.peek() == '+':
            self.next()
            return self.sign()
        return self.primary()

    def primary(self):
        word = self.peek()
        if word == '(':
            self.next()
            n = self.expression()
            self.eat(')')
            return n
        if re.match(r'[\d.]', word):
            self.next()
            return self.graph.number(word)
        if word in self.known:
            self.next()
            return self.known[word]
        if word in self.targets:
            self.next()
            name = self.target(word)
            if name not in self.targets[word]:
                self.fail('%s(%s) to be given before it is used' % (word, name), 'after')
            return self.targets[word][name]
        if word in FUNCTIONS:
            return self.function(self.next())
        if NAME.match(word):
            self.fail('a function of docs/adding_a_model.md, a quantity of the tables or a constant of this block')
        self.fail('an expression')

    def function(self, name):
        self.eat('(')
        a = [self.expression()]
        while self.peek() == ',' and len(a) < FUNCTIONS[name]:
            self.next()
            a.append(self.expression())
        self.eat(')' if len(a) == FUNCTIONS[name] else ',')
        literal, one = self.graph.literal, self.graph.number(1)
        if name == 'constant':
            return a[0]
        if name == 'factor':
            return literal('+', one, literal('*', a[0], literal('-', a[1], one)))
        if name == 'choose':
            on, off = literal('*', a[0], a[1]), literal('*', literal('-', one, a[0]), a[2])
            return literal('+', on, off)
        if name == 'hill':
            return self.graph.hill(*a)
        return literal(name, *a)
