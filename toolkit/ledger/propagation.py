"""Interval propagation: narrow every unknown by one row ``sum(a * x) <= b`` at a time, and remember why.

Behind each end of each unknown stand the figures it rests on, as the bits of a number. So a
contradiction names the figures that make it, and a figure can be taken back or widened without
starting over (a truth maintenance system in the sense of Doyle, 1979). Where the rows hang together
as a tree, the ends are exact (Freuder, 1982); elsewhere they may be too wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from toolkit.amounts import INFINITY

SWEEPS = 40  # of propagation in one run; what it leaves open is solved exactly
STEP = 1e-6  # relative: propagation takes no smaller steps
NEAR = 1e-7  # relative: two bounds closer than this are one

Terms = tuple[tuple[int, float], ...]
Outer = tuple[list[float], list[float], list[int], list[int]]  # low, high, and the figures (bits) behind each


class Propagation:
    """The ends of every unknown, as far as one row at a time can tell.

    Parameters
    ----------
    free : for each unknown, whether it may be negative.
    identities : sums that are nothing, which hold whatever the figures say.
    rows : for each figure (by index) its rows.

    >>> a_is_3_to_4 = [(((0, 1.0),), 4.0), (((0, -1.0),), -3.0)]
    >>> b_is_at_most_2 = [(((1, 1.0),), 2.0)]
    >>> search = Propagation([False, False], [((0, -1.0), (1, 1.0))], {0: a_is_3_to_4, 1: b_is_at_most_2})
    >>> sorted(figures_of(search.run()))
    [0, 1]
    """

    def __init__(
        self, free: Sequence[bool], identities: Sequence[Terms], rows: Mapping[int, Sequence[tuple[Terms, float]]]
    ) -> None:
        n = len(free)
        self._least = [-INFINITY if f else 0.0 for f in free]
        self.low, self.high = list(self._least), [INFINITY] * n
        self.low_by, self.high_by = [0] * n, [0] * n
        self._touching: list[list[int]] = [[] for _ in range(n)]
        self._rows: list[tuple[Terms, float, int]] = []
        self._rows_of: dict[int, list[int]] = {}
        self._waiting: set[int] = set()
        for terms in identities:
            self._add(terms, 0.0, 0)
            self._add(tuple((j, -a) for j, a in terms), 0.0, 0)
        for figure, said in rows.items():
            self._rows_of[figure] = [self._add(terms, b, 1 << figure) for terms, b in said]

    def _add(self, terms: Terms, b: float, mask: int) -> int:
        r = len(self._rows)
        self._rows.append((terms, b, mask))
        for j, _ in terms:
            self._touching[j].append(r)
        self._waiting.add(r)
        return r

    @property
    def outer(self) -> Outer:
        """Return the ends found so far, and the figures behind each."""
        return self.low, self.high, self.low_by, self.high_by

    @property
    def settled(self) -> bool:
        """Tell whether nothing moves any more."""
        return not self._waiting

    def replace(self, rows: Mapping[int, Sequence[tuple[Terms, float]]]) -> None:
        """Give figures other rows, and take back every end that rests on them."""
        gone = 0
        for figure, said in rows.items():
            gone |= 1 << figure
            for r in self._rows_of[figure]:
                for j, _ in self._rows[r][0]:
                    self._touching[j].remove(r)
                self._rows[r] = ((), 0.0, 0)
            self._rows_of[figure] = [self._add(terms, b, 1 << figure) for terms, b in said]
        for j in range(len(self.low)):
            if self.low_by[j] & gone:
                self.low[j], self.low_by[j] = self._least[j], 0
                self._waiting.update(self._touching[j])
            if self.high_by[j] & gone:
                self.high[j], self.high_by[j] = INFINITY, 0
                self._waiting.update(self._touching[j])

    def run(self) -> int | None:
        """Narrow until nothing moves; return the figures (bits) behind a contradiction, None if there is none."""
        low, high, low_by, high_by = self.outer
        for _ in range(SWEEPS):
            waiting, self._waiting = sorted(self._waiting), set()
            moved: set[int] = set()
            for place, r in enumerate(waiting):
                terms, b, mask = self._rows[r]
                least, unbounded = 0.0, -1
                for j, a in terms:
                    edge = low[j] if a > 0 else high[j]
                    if edge in (INFINITY, -INFINITY):
                        unbounded = j if unbounded == -1 else -2
                    else:
                        least += a * edge
                if unbounded == -2:
                    continue
                for j, a in terms:
                    if unbounded not in (-1, j):
                        continue
                    edge = low[j] if a > 0 else high[j]
                    limit = (b - least + (0.0 if unbounded == j else a * edge)) / a
                    slack = STEP * (limit if limit > 1 else -limit if limit < -1 else 1.0)
                    if a > 0 and limit < high[j] - slack:
                        high[j], high_by[j] = limit, mask | _behind(terms, j, low_by, high_by)
                    elif a < 0 and limit > low[j] + slack:
                        low[j], low_by[j] = limit, mask | _behind(terms, j, low_by, high_by)
                    else:
                        continue
                    moved.add(j)
                    if low[j] > high[j] + NEAR * max(1.0, abs(high[j])):
                        self._waiting.update(waiting[place:])
                        self._waiting.update(r for j in moved for r in self._touching[j])
                        return low_by[j] | high_by[j]
            self._waiting = {r for j in moved for r in self._touching[j]}
            if not moved:
                break
        return None


def _behind(terms: Terms, skip: int, low_by: list[int], high_by: list[int]) -> int:
    """Return the figures behind the ends of the other unknowns of a row."""
    mask = 0
    for j, a in terms:
        if j != skip:
            mask |= low_by[j] if a > 0 else high_by[j]
    return mask


def trees(unknowns: int, ties: Iterable[Sequence[int]]) -> tuple[list[int], set[int]]:
    """Return which unknowns hang together (each by the number of one of them), and which of these groups are no trees.

    Parameters
    ----------
    unknowns : how many there are.
    ties : the unknowns of each row that has more than one, rows for one set of unknowns once.

    >>> trees(5, [(0, 1), (1, 2), (3, 4), (4, 3)])
    ([2, 2, 2, 4, 4], {4})
    """
    root = list(range(unknowns))

    def top(j: int) -> int:
        while root[j] != j:
            root[j] = j = root[root[j]]
        return j

    knotted: set[int] = set()
    for tie in ties:
        tops = [top(j) for j in tie]
        if len(set(tops)) < len(tops) or knotted.intersection(tops):
            knotted.add(tops[-1])
        for t in tops:
            root[t] = tops[-1]
    return [top(j) for j in range(unknowns)], {top(j) for j in knotted}


def figures_of(mask: int | None) -> frozenset[int]:
    """Return the indices of the bits that are set."""
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit.bit_length() - 1)
        mask ^= bit
    return frozenset(found)
