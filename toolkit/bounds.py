"""Least and greatest values that figures leave possible together, and the smallest sets that cannot all hold.

Interval propagation finds most bounds; SciPy's HiGHS decides those that it leaves open, so
that every bound is exact (to about one part in a million).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.intervals import INFINITY, Interval

if TYPE_CHECKING:
    import numpy as np

SWEEPS = 40  # of propagation; what it leaves open is solved exactly
ROWS_AT_ONCE = 6000  # rows of one stacked linear program
NEAR = 1e-7  # relative: two bounds closer than this are one
BOX = 1e4  # flows over so many times the greatest figure count as unbounded

Terms = tuple[tuple[int, float], ...]


class Figure(NamedTuple):
    """One printed figure as an inequality on the flows of a system.

    A level bounds the unknown ``now``; a growth (``base`` given) bounds now / base. ``sign`` is
    -1 for the growth of a deficit, whose size is the negative of the unknown.
    """

    statement: int
    now: int
    base: int | None
    low: float
    high: float
    printed: float
    sign: int = 1

    def rows(self) -> list[tuple[Terms, float]]:
        """Return the figure as rows ``sum(a * x) <= b``."""
        if self.base is None:
            return [
                *([(((self.now, 1.0),), self.high)] if self.high < INFINITY else []),
                *([(((self.now, -1.0),), -self.low)] if self.low > -INFINITY else []),
            ]
        s = float(self.sign)
        return [
            *([(((self.now, s), (self.base, -s * self.high)), 0.0)] if self.high < INFINITY else []),
            *([(((self.now, -s), (self.base, s * self.low)), 0.0)] if self.low > 0 else []),
            (((self.base, -s),), 0.0),
        ]


class Bound(NamedTuple):
    """What is possible for one unknown, and the figures (by index) that it rests on."""

    low: float
    high: float
    figures: frozenset[int]


class Stretch(NamedTuple):
    """The figure (by index) that needs to move least, where the others put it, and by how much."""

    figure: int
    implied: Interval
    gap: float
    share: float
    beyond_rounding: float


@dataclass
class System:
    """Unknown flows, the identities between them (``sum(a * x) == 0``) and the figures about them."""

    free: list[bool] = field(default_factory=list)  # an unknown that may be negative: a balance
    identities: list[Terms] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def unknown(self, *, free: bool = False) -> int:
        """Add an unknown and return its number."""
        self.free.append(free)
        return len(self.free) - 1

    # --- propagation ----------------------------------------------------------

    def _propagated(self, chosen: Sequence[int]) -> tuple[list[float], list[float], list[int], list[int]] | None:
        """Narrow every unknown by one row at a time; None where nothing is left of one."""
        n = len(self.free)
        low = [-INFINITY if free else 0.0 for free in self.free]
        high = [INFINITY] * n
        low_by, high_by = [0] * n, [0] * n
        rows: list[tuple[Terms, float, int]] = []
        for terms in self.identities:
            rows.append((terms, 0.0, 0))
            rows.append((tuple((j, -a) for j, a in terms), 0.0, 0))
        for f in chosen:
            rows += [(terms, b, 1 << f) for terms, b in self.figures[f].rows()]
        for _ in range(SWEEPS):
            moved = False
            for terms, b, mask in rows:
                least, unbounded, masks = 0.0, -1, mask
                for j, a in terms:
                    edge = low[j] if a > 0 else high[j]
                    if math.isinf(edge):
                        if unbounded >= 0:
                            unbounded = -2
                            break
                        unbounded = j
                    else:
                        least += a * edge
                        masks |= low_by[j] if a > 0 else high_by[j]
                if unbounded == -2:
                    continue
                for j, a in terms:
                    if unbounded not in (-1, j):
                        continue
                    edge = low[j] if a > 0 else high[j]
                    rest = least - (0.0 if unbounded == j else a * edge)
                    limit = (b - rest) / a
                    slack = NEAR * 0.1 * max(1.0, abs(limit))
                    if a > 0 and limit < high[j] - slack:
                        high[j], high_by[j], moved = limit, masks, True
                    elif a < 0 and limit > low[j] + slack:
                        low[j], low_by[j], moved = limit, masks, True
                    if low[j] > high[j] + NEAR * max(1.0, abs(high[j])):
                        return None
            if not moved:
                break
        return low, high, low_by, high_by

    # --- linear programs ------------------------------------------------------

    def _matrices(self, chosen: Sequence[int]) -> tuple[Any, np.ndarray, Any, list[int]]:
        import numpy as np
        from scipy.sparse import csr_matrix

        cells: list[tuple[int, int, float]] = []
        limits: list[float] = []
        whose: list[int] = []
        for f in chosen:
            for terms, b in self.figures[f].rows():
                cells += [(len(limits), j, a) for j, a in terms]
                limits.append(b)
                whose.append(f)
        equal = [(i, j, a) for i, terms in enumerate(self.identities) for j, a in terms]

        def matrix(entries: list[tuple[int, int, float]], height: int) -> Any:
            i, j, a = zip(*entries, strict=True) if entries else ((), (), ())
            return csr_matrix((a, (i, j)), shape=(height, len(self.free)))

        slack = 1e-9 * np.maximum(1.0, np.abs(np.array(limits)))
        return matrix(cells, len(limits)), np.array(limits) + slack, matrix(equal, len(self.identities)), whose

    def _box(self) -> float:
        levels = [abs(f.printed) for f in self.figures if f.base is None]
        return BOX * max([1.0, *levels])

    def _solved(self, chosen: Sequence[int], objectives: np.ndarray) -> tuple[np.ndarray, list[frozenset[int]]] | None:
        """Minimise each row of ``objectives``; return the points and the figures that hold each up."""
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import eye, kron

        upper, limits, equal, whose = self._matrices(chosen)
        box = self._box()
        sides = [(-box if free else 0.0, box) for free in self.free]
        at_once = max(1, ROWS_AT_ONCE // max(1, upper.shape[0] + equal.shape[0]))
        points: list[np.ndarray] = []
        supports: list[frozenset[int]] = []
        for start in range(0, len(objectives), at_once):
            part = objectives[start : start + at_once]
            k = len(part)
            result = linprog(
                part.ravel(),
                A_ub=kron(eye(k), upper, format="csc") if upper.shape[0] else None,
                b_ub=np.tile(limits, k) if upper.shape[0] else None,
                A_eq=kron(eye(k), equal, format="csc") if equal.shape[0] else None,
                b_eq=np.zeros(k * equal.shape[0]) if equal.shape[0] else None,
                bounds=sides * k,
                method="highs",
            )
            if result.x is None or result.status != 0:
                return None
            points += list(result.x.reshape(k, -1))
            duals = result.ineqlin.marginals.reshape(k, -1) if upper.shape[0] else np.zeros((k, 0))
            supports += [frozenset(whose[i] for i in np.flatnonzero(np.abs(row) > 1e-9)) for row in duals]
        return np.array(points), supports

    def feasible(self, chosen: Sequence[int] | None = None) -> bool:
        """Return whether the figures (all, or those chosen by index) can hold together."""
        import numpy as np

        chosen = range(len(self.figures)) if chosen is None else chosen
        if self._propagated(chosen) is None:
            return False
        if not any(self.figures[f].base is None and self.figures[f].low > 0 for f in chosen):
            return self._growth_feasible(chosen)
        return self._solved(chosen, np.ones((1, len(self.free)))) is not None

    def _growth_feasible(self, chosen: Sequence[int]) -> bool:
        """Return whether growth rates alone fit some flows that are not all nothing."""
        flows = sorted({self.figures[f].now for f in chosen if self.figures[f].base is not None and self.figures[f].sign > 0})
        if not flows:
            return True
        some = System(list(self.free), list(self.identities), [self.figures[f] for f in chosen])
        for flow in flows:
            some.figures.append(Figure(-1, flow, None, 1.0, INFINITY, 1.0))
        if some._propagated(range(len(some.figures))) is None:
            return False
        import numpy as np

        return some._solved(range(len(some.figures)), np.ones((1, len(self.free)))) is not None

    def bounds(self, unknowns: Sequence[int]) -> list[Bound]:
        """Return what the figures leave possible for each unknown. They must be feasible together."""
        import numpy as np

        chosen = range(len(self.figures))
        outer = self._propagated(chosen)
        assert outer is not None, "bounds asked of figures that cannot hold together"
        low, high, low_by, high_by = outer
        everything = np.ones(len(self.free))
        first = self._solved(chosen, np.array([everything, -everything]))
        assert first is not None, "bounds asked of figures that cannot hold together"
        points = first[0]
        least, most = points.min(axis=0), points.max(axis=0)
        edge = self._box() / 10
        masks: dict[tuple[int, int], frozenset[int]] = {}

        def near(a: float, b: float) -> bool:
            return abs(a - b) <= NEAR * 10 * max(1.0, abs(a)) or (abs(b) >= edge and (math.isinf(a) or abs(a) >= edge))

        wanted = [(j, way) for j in unknowns for way in (1, -1)]
        while True:
            opened = [(j, w) for j, w in wanted if (j, w) not in masks and not near((low if w > 0 else high)[j], (least if w > 0 else most)[j])]
            if not opened:
                break
            opened = opened[:: max(1, len(opened) // 24)][:24]
            objectives = np.zeros((len(opened), len(self.free)))
            for i, (j, w) in enumerate(opened):
                objectives[i, j] = w
            solved = self._solved(chosen, objectives)
            if solved is None:  # numerically hard: keep what propagation proved
                for j, w in opened:
                    masks[j, w] = _indices((low_by if w > 0 else high_by)[j])
                continue
            least, most = np.minimum(least, solved[0].min(axis=0)), np.maximum(most, solved[0].max(axis=0))
            for (j, w), point, support in zip(opened, solved[0], solved[1], strict=True):
                (low if w > 0 else high)[j] = float(point[j])
                masks[j, w] = support
        found = []
        for j in unknowns:
            ends = [-INFINITY if low[j] <= -edge else low[j], INFINITY if high[j] >= edge else high[j]]
            by = [masks.get((j, 1), _indices(low_by[j])), masks.get((j, -1), _indices(high_by[j]))]
            known = [m for e, m in zip(ends, by, strict=True) if not math.isinf(e)]
            found.append(Bound(ends[0], ends[1], frozenset().union(*known)))
        return found

    # --- conflicts ------------------------------------------------------------

    def irreducible(self, chosen: Sequence[int]) -> list[int]:
        """Return a smallest set of the chosen, infeasible figures: without any one of them the rest can hold."""
        kept = self._suspects(chosen)
        for f in sorted(kept, key=lambda f: (self.figures[f].base is None, -self.figures[f].statement)):
            rest = [k for k in kept if k != f]
            if not self.feasible(rest):
                kept = rest
        return kept

    def _suspects(self, chosen: Sequence[int]) -> list[int]:
        """Narrow infeasible figures down to those with a say in the least total stretch."""
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import eye, hstack

        upper, limits, equal, whose = self._matrices(chosen)
        n, m = len(self.free), upper.shape[0]
        sizes = np.maximum(abs(upper).sum(axis=1).A1 if hasattr(abs(upper).sum(axis=1), "A1") else 1.0, np.abs(limits))
        result = linprog(
            np.concatenate([np.zeros(n), 1 / sizes]),
            A_ub=hstack([upper, -eye(m)], format="csc"),
            b_ub=limits,
            A_eq=hstack([equal, np.zeros((equal.shape[0], m))], format="csc") if equal.shape[0] else None,
            b_eq=np.zeros(equal.shape[0]) if equal.shape[0] else None,
            bounds=[(None if free else 0, None) for free in self.free] + [(0, None)] * m,
            method="highs",
        )
        if result.status == 0:
            said = sorted({whose[i] for i in np.flatnonzero(np.abs(result.ineqlin.marginals) > 1e-9)})
            if said and not self.feasible(said):
                return said
        return list(chosen)

    def implied(self, figure: int, others: Iterable[int]) -> Interval:
        """Return the range of a figure (a level, or a growth factor) that the other figures leave possible."""
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix, hstack, vstack

        f = self.figures[figure]
        upper, limits, equal, _ = self._matrices(list(others))
        n = len(self.free)
        # One more unknown scales all levels, so that a ratio is linear: Charnes and Cooper (1962).
        upper = hstack([upper, csr_matrix(-limits.reshape(-1, 1))], format="csr")
        equal = hstack([equal, csr_matrix((equal.shape[0], 1))], format="csr")
        norm = np.zeros(n + 1)
        norm[n if f.base is None else f.base] = 1.0 if f.base is None else f.sign
        ends = []
        for way in (1.0, -1.0):
            goal = np.zeros(n + 1)
            goal[f.now] = way * (1 if f.base is None else f.sign)
            result = linprog(
                goal,
                A_ub=upper if upper.shape[0] else None,
                b_ub=np.zeros(upper.shape[0]) if upper.shape[0] else None,
                A_eq=vstack([equal, csr_matrix(norm)], format="csr"),
                b_eq=np.append(np.zeros(equal.shape[0]), 1.0),
                bounds=[(None if free else 0, None) for free in self.free] + [(0, None)],
                method="highs",
            )
            ends.append(float(result.fun) * way if result.status == 0 else -way * INFINITY)
        return Interval(ends[0], ends[1])

    def stretches(self, chosen: Sequence[int]) -> list[Stretch]:
        """Return for each figure of an irreducible set how far it must move to fit the others, least share first."""
        found = []
        for f in chosen:
            figure = self.figures[f]
            implied = self.implied(f, [k for k in chosen if k != f])
            low, high = implied
            if math.isinf(low) or math.isinf(high):
                gap = max(low - figure.printed, figure.printed - high, 0.0)
            else:
                gap = abs(figure.printed - (low + high) / 2)
            beyond = max(low - figure.high, figure.low - high, 0.0)
            if math.isinf(gap) or math.isinf(beyond):
                continue
            share = gap / abs(figure.printed) if figure.printed else INFINITY
            found.append(Stretch(f, implied, gap, share, beyond))
        return sorted(found, key=lambda s: (self.figures[s.figure].base is not None, s.share))


def _indices(mask: int) -> frozenset[int]:
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit.bit_length() - 1)
        mask ^= bit
    return frozenset(found)
