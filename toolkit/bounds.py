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

AT_ONCE = 48  # bounds asked for before looking which of the others are found along with them
SWEEPS = 40  # of propagation; what it leaves open is solved exactly
ROWS_AT_ONCE = 6000  # rows of one stacked linear program
STEP = 1e-6  # relative: propagation takes no smaller steps
NEAR = 1e-7  # relative: two bounds closer than this are one
BOX = 1e4  # flows over so many times the greatest figure count as unbounded

Terms = tuple[tuple[int, float], ...]
Outer = tuple[list[float], list[float], list[int], list[int]]  # low, high, and the figures (bits) behind each


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
            *([(((self.base, 1.0),), 0.0)] if self.sign < 0 else []),
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

    def _propagated(self, chosen: Sequence[int]) -> Outer | None:
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
        touching: list[list[int]] = [[] for _ in range(n)]
        for r, (terms, _, _) in enumerate(rows):
            for j, _ in terms:
                touching[j].append(r)
        waiting = list(range(len(rows)))
        for _ in range(SWEEPS):
            moved: set[int] = set()
            for r in waiting:
                terms, b, mask = rows[r]
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
                        return None
            if not moved:
                break
            waiting = sorted({r for j in moved for r in touching[j]})
        return low, high, low_by, high_by

    # --- linear programs ------------------------------------------------------

    def _rows(self, chosen: Iterable[int], *, levels: bool = True) -> list[tuple[Terms, float, int]]:
        """Return the rows of figures with whose they are; of rates said twice only the narrower one."""
        rows: list[tuple[Terms, float, int]] = []
        narrowest: dict[tuple[int, ...], tuple[Terms, float, int]] = {}
        for f in chosen:
            figure = self.figures[f]
            for terms, b in figure.rows():
                if figure.base is None or len(terms) == 1:
                    if levels:
                        rows.append((terms, b, f))
                    continue
                key = (figure.now, figure.base, figure.sign, int(terms[0][1] > 0))
                if key not in narrowest or terms[1][1] > narrowest[key][0][1][1]:
                    narrowest[key] = (terms, b, f)
        return [*rows, *narrowest.values()]

    def _matrix(self, rows: Sequence[Terms]) -> Any:
        from scipy.sparse import csr_matrix

        cells = [(i, j, a) for i, terms in enumerate(rows) for j, a in terms]
        i, j, a = zip(*cells, strict=True) if cells else ((), (), ())
        return csr_matrix((a, (i, j)), shape=(len(rows), len(self.free)))

    def _matrices(self, chosen: Iterable[int]) -> tuple[Any, np.ndarray, Any, list[int]]:
        import numpy as np

        rows = self._rows(chosen)
        return (
            self._matrix([terms for terms, _, _ in rows]),
            np.array([b for _, b, _ in rows]),
            self._matrix(self.identities),
            [f for _, _, f in rows],
        )

    def _box(self) -> float:
        levels = [abs(f.printed) for f in self.figures if f.base is None]
        return BOX * max([1.0, *levels])

    def _solved(
        self, chosen: Sequence[int], outer: Outer, objectives: np.ndarray
    ) -> tuple[np.ndarray, list[frozenset[int]]] | None:
        """Minimise each row of ``objectives``; return the points and the figures that hold each up.

        Independent programs of one shape are solved stacked, which saves the cost of each call.
        """
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import eye, kron

        rows = self._rows(chosen, levels=False)  # the levels are in ``outer``
        spoken_of = {j for f in chosen for j in (self.figures[f].now, self.figures[f].base)}
        sums = self._matrix([terms for terms in self.identities if terms[0][0] not in spoken_of])
        ties = [terms for terms in self.identities if terms[0][0] in spoken_of]
        upper, equal = self._matrix([terms for terms, _, _ in rows]), self._matrix(ties)
        # Sums that no figure speaks of are no unknowns of the program: their parts take their place.
        summed = [terms[0][0] for terms in self.identities if terms[0][0] not in spoken_of]
        goals = objectives.copy()
        goals[:, summed] = 0.0
        goals += objectives[:, summed] @ _without(sums, summed)
        kept = np.setdiff1d(np.arange(len(self.free)), summed)
        upper, equal, goals = upper[:, kept], equal[:, kept], goals[:, kept]
        low, high, low_by, high_by = outer
        box = self._box()
        margin = [1e-9 * max(1.0, abs(e)) if abs(e) < INFINITY else 0.0 for e in (*low, *high)]
        n = len(low)
        sides = np.array(
            [(max(low[j] - margin[j], -box if self.free[j] else 0.0), min(high[j] + margin[n + j], box)) for j in range(n)]
        )
        sides = sides[kept]
        at_once = max(1, ROWS_AT_ONCE // max(1, len(rows) + equal.shape[0]))
        points: list[np.ndarray] = []
        supports: list[frozenset[int]] = []
        for start in range(0, len(goals), at_once):
            part = goals[start : start + at_once]
            k = len(part)
            result = linprog(
                part.ravel(),
                A_ub=kron(eye(k), upper, format="csc") if rows else None,
                b_ub=np.full(k * len(rows), 1e-9) if rows else None,
                A_eq=kron(eye(k), equal, format="csc") if equal.shape[0] else None,
                b_eq=np.zeros(k * equal.shape[0]) if equal.shape[0] else None,
                bounds=np.tile(sides, (k, 1)),
                method="highs",
            )
            if result.x is None or result.status != 0:
                return None
            solution = np.zeros((k, n))
            solution[:, kept] = result.x.reshape(k, -1)
            solution[:, summed] = solution @ _without(sums, summed).T
            points += list(solution)
            duals = result.ineqlin.marginals.reshape(k, -1) if rows else np.zeros((k, 0))
            lower, higher = result.lower.marginals.reshape(k, -1), result.upper.marginals.reshape(k, -1)
            for i in range(k):
                mask = 0
                for j in kept[np.abs(lower[i]) > 1e-9]:
                    mask |= low_by[j]
                for j in kept[np.abs(higher[i]) > 1e-9]:
                    mask |= high_by[j]
                supports.append(_indices(mask) | {rows[r][2] for r in np.flatnonzero(np.abs(duals[i]) > 1e-9)})
        return np.array(points), supports

    def feasible(self, chosen: Sequence[int] | None = None) -> bool:
        """Return whether the figures (all, or those chosen by index) can hold together."""
        import numpy as np

        chosen = range(len(self.figures)) if chosen is None else chosen
        outer = self._propagated(chosen)
        if outer is None:
            return False
        if not any(self.figures[f].base is None and self.figures[f].low > 0 for f in chosen):
            return self._growth_feasible(chosen)
        return self._solved(chosen, outer, np.ones((1, len(self.free)))) is not None

    def _growth_feasible(self, chosen: Sequence[int]) -> bool:
        """Return whether growth rates alone fit some flows that are not all nothing."""
        import numpy as np

        flows = sorted({self.figures[f].now for f in chosen if self.figures[f].base is not None and self.figures[f].sign > 0})
        if not flows:
            return True
        some = System(list(self.free), list(self.identities), [self.figures[f] for f in chosen])
        some.figures += [Figure(-1, flow, None, 1.0, INFINITY, 1.0) for flow in flows]
        every = range(len(some.figures))
        outer = some._propagated(every)
        return outer is not None and some._solved(every, outer, np.ones((1, len(self.free)))) is not None

    def bounds(self, unknowns: Sequence[int]) -> list[Bound]:
        """Return what the figures leave possible for each unknown. They must be feasible together."""
        import numpy as np

        chosen = range(len(self.figures))
        outer = self._propagated(chosen)
        assert outer is not None, "bounds asked of figures that cannot hold together"
        low, high = list(outer[0]), list(outer[1])
        low_by, high_by = outer[2:]
        everything = np.ones(len(self.free))
        first = self._solved(chosen, outer, np.array([everything, -everything]))
        points = first[0] if first is not None else np.zeros((0, len(self.free)))
        least = points.min(axis=0, initial=INFINITY)
        most = points.max(axis=0, initial=-INFINITY)
        edge = self._box() / 10
        masks: dict[tuple[int, int], frozenset[int]] = {}

        def near(a: float, b: float) -> bool:
            return abs(a - b) <= NEAR * 10 * max(1.0, abs(a)) or (abs(b) >= edge and (math.isinf(a) or abs(a) >= edge))

        wanted = [(j, way) for j in unknowns for way in (1, -1)]
        while True:
            opened = [
                (j, w)
                for j, w in wanted
                if (j, w) not in masks and not near((low if w > 0 else high)[j], (least if w > 0 else most)[j])
            ]
            if not opened:
                break
            opened = opened[:: max(1, len(opened) // AT_ONCE)][:AT_ONCE]
            objectives = np.zeros((len(opened), len(self.free)))
            for i, (j, w) in enumerate(opened):
                objectives[i, j] = w
            solved = self._solved(chosen, outer, objectives)
            if solved is None:  # numerically hard: keep what propagation proved
                for j, w in opened:
                    masks[j, w] = _indices((low_by if w > 0 else high_by)[j])
                continue
            least, most = np.minimum(least, solved[0].min(axis=0)), np.maximum(most, solved[0].max(axis=0))
            for (j, w), point, support in zip(opened, solved[0], solved[1], strict=True):
                exact = float(point[j])
                if abs(exact) >= edge:
                    exact = -w * INFINITY
                (low if w > 0 else high)[j] = exact
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

    def _as_printed(self) -> System:
        """Return the system with every figure that is known to both sides taken at its printed value."""
        figures = [
            f
            if math.isinf(f.high) or math.isinf(f.low) or (f.low == 0 and f.printed > 0)
            else f._replace(low=f.printed, high=f.printed)
            for f in self.figures
        ]
        return System(self.free, self.identities, figures)

    def stretches(self, chosen: Sequence[int]) -> list[Stretch]:
        """Return for each figure of an irreducible set how far it must move to fit the others, least share first."""
        found = []
        for f in chosen:
            figure = self.figures[f]
            implied = self.implied(f, [k for k in chosen if k != f])
            low, high = implied
            exact = self._as_printed().implied(f, [k for k in chosen if k != f])
            if math.isinf(exact.low) and math.isinf(exact.high):
                exact = implied
            gap = max(exact.low - figure.printed, figure.printed - exact.high, 0.0)
            beyond = max(low - figure.high, figure.low - high, 0.0)
            if math.isinf(gap) or math.isinf(beyond):
                continue
            share = gap / abs(figure.printed) if figure.printed else INFINITY
            found.append(Stretch(f, implied, gap, share, beyond))
        return sorted(found, key=lambda s: (self.figures[s.figure].base is not None, s.share))


def _behind(terms: Terms, skip: int, low_by: list[int], high_by: list[int]) -> int:
    """Return the figures behind the ends of the other unknowns of a row."""
    mask = 0
    for j, a in terms:
        if j != skip:
            mask |= low_by[j] if a > 0 else high_by[j]
    return mask


def _without(sums: Any, summed: list[int]) -> Any:
    """Return the rows ``sum(a * x) == 0`` solved for the sums themselves: their parts only."""
    parts = sums.toarray()
    parts[:, summed] = 0.0
    return parts


def _indices(mask: int) -> frozenset[int]:
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit.bit_length() - 1)
        mask ^= bit
    return frozenset(found)
