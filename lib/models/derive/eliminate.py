"""Elimination without pivoting, written out: diag(d) - J in place of L and U, and the solves.

L, and U above its diagonal, are kept with the signs of J and over the pivot, so that each update is
one FMA and nothing in a solve waits for a product with 1 / pivot, which is on the diagonal.  Row by
row, each pivot is compared with the size of what it was summed from, as lib/engine/sparse_lu.c does."""


def order_of(n, pattern):
    """Markowitz: the least fill next, the first of equals; and the pattern filled in."""
    full, left, order = set(pattern), list(range(n)), []

    def cost(k):
        return sum((i, k) in full for i in left if i != k) * sum((k, j) in full for j in left if j != k)

    while left:
        k = min(left, key=cost)
        left.remove(k)
        order.append(k)
        full |= {(i, j) for i in left if (i, k) in full for j in left if (k, j) in full}
    return order, full


class Elimination:
    def __init__(self, n, pattern):
        """pattern: (row, column) of each entry of J, in its order"""
        self.given = {entry: k for k, entry in enumerate(pattern)}
        self.order, full = order_of(n, pattern)
        self.rows = {i: [j for j in self.order if (i, j) in full] for i in self.order}
        rank = {k: r for r, k in enumerate(self.order)}
        self.left = {i: [j for j in self.rows[i] if rank[j] < rank[i]] for i in self.order}
        self.right = {i: [j for j in self.rows[i] if rank[j] > rank[i]] for i in self.order}
        entries = [(i, j) for i in self.order for j in self.rows[i]]
        self.at = {entry: k for k, entry in enumerate(entries)}

    def factor(self):
        """Lines; a_i_j are the entries of the row at hand."""
        lines = ['UNUSED const real size = ABSOLUTE(AT(d, 0));', 'mask sound = EQUAL(0, 0);']
        for i in self.order:
            lines += self.factor_row(i)
        return lines + ['return ALL_LANES & ~LANES_OF(sound);']

    def factor_row(self, i):
        row = {j: 'AT(J, %d)' % self.given[i, j] if (i, j) in self.given else None for j in self.rows[i]}
        lines = ['{']
        for j in self.left[i] + self.right[i]:
            if row[j]:
                lines.append('  real a%d = %s;' % (j, row[j]))
        lines.append('  real pivot = AT(d, 0) - %s, terms = size + ABSOLUTE(%s);' % (row[i], row[i]))
        for k in self.left[i]:
            lines.append('  PUT(L, %d, a%d * AT(L, %d));' % (self.at[i, k], k, self.at[k, k]))
            for j in self.right[k]:
                update = 'a%d' % k, 'AT(L, %d)' % self.at[k, j]
                if j == i:
                    lines.append('  subtract(&pivot, &terms, %s * %s);' % update)
                elif row[j]:
                    lines.append('  a%d = FMA(%s, %s, a%d);' % (j, *update, j))
                else:
                    lines.append('  real a%d = %s * %s;' % (j, *update))
                    row[j] = 'filled'
        lines.append('  sound = AND(sound, LESS(CANCELLED * terms, ABSOLUTE(pivot)));')
        lines.append('  pivot = inverse(pivot);')
        lines.append('  PUT(L, %d, pivot);' % self.at[i, i])
        lines += ['  PUT(L, %d, a%d * pivot);' % (self.at[i, j], j) for j in self.right[i]]
        return lines + ['}']

    def solve(self, factor='AT(L, %d)'):
        lines = ['real b%d = AT(b, %d);' % (i, i) for i in sorted(self.order)]
        return lines + self.substitute(factor) + ['PUT(b, %d, b%d);' % (i, i) for i in sorted(self.order)]

    def substitute(self, factor):
        """What becomes of b0, b1, ...; factor: the text of an entry of L."""
        lines = []
        for i in self.order:
            lines += ['b%d = FMA(%s, b%d, b%d);' % (i, factor % self.at[i, j], j, i) for j in self.left[i]]
        lines += ['b%d = b%d * %s;' % (i, i, factor % self.at[i, i]) for i in self.order]
        for i in reversed(self.order): # what has just been found last, since the others need not wait for it
            lines += ['b%d = FMA(%s, b%d, b%d);' % (i, factor % self.at[i, j], j, i) for j in reversed(self.right[i])]
        return lines

    def multiply(self):
        """b0, b1, ... and to them J x, of numbers that are the same in all lanes."""
        n, lines = len(self.order), []
        lines += ['const real x%d = AT(x, %d);' % (j, j) for j in sorted({j for _, j in self.given})]
        for i in range(n):
            lines.append('real b%d = AT(b, %d);' % (i, i))
            lines += ['b%d = FMA(SPREAD(J, %d), x%d, b%d);' % (i, self.given[i, j], j, i)
                      for j in range(n) if (i, j) in self.given]
        return lines
