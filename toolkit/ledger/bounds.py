"""Least and greatest values that figures leave possible together, and the smallest sets that cannot all hold.

Interval propagation finds most bounds; SciPy's HiGHS decides those that it leaves open, so
that every bound is exact (to about one part in a million).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.amounts import INFINITY, Interval
from toolkit.ledger.programs import Program
from toolkit.ledger.propagation import NEAR, Propagation, figures_of, trees
from toolkit.ledger.system import Equations, Figure

if TYPE_CHECKING:
    import numpy as np

AT_ONCE = 24  # bounds asked for before looking which of the others are found along with them
FEW = 40  # figures: so many are not parted before one looks for those that clash


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
class System(Equations):
    """Equations with what they leave possible: the bounds of unknowns, and the sets of figures that clash."""

    _program: Program | None = field(default=None, repr=False, compare=False)

    def feasible(self, chosen: Sequence[int] | None = None) -> bool:
        """Return whether the figures (all, or those chosen by index) can hold together."""
        if chosen is not None:
            return self.only(chosen).feasible()
        search = self.search()
        return search.run() is None and not self.clashes(search)

    def _trees(self) -> tuple[list[int], set[int]]:
        """Return what ``trees`` tells of the figures and the identities that they speak of."""
        rates: dict[tuple[int, int, int], Interval] = {}
        spoken_of: set[int] = set()
        for f in self.figures:
            spoken_of.add(f.now)
            if f.base is not None:
                spoken_of.add(f.base)
                low, high = rates.get(key := (f.now, f.base, f.sign), (0.0, INFINITY))
                rates[key] = Interval(max(low, f.low), min(high, f.high))
        ties: list[Sequence[int]] = [[j for j, _ in terms] for terms in self.identities if terms[0][0] in spoken_of]
        for (now, base, _), (low, high) in rates.items():
            ties += [(now, base)] if low <= high else [(now, base)] * 2  # rates apart are not seen by propagation
        return trees(len(self.free), ties)

    def _fits(self) -> bool:
        """Return whether one linear program finds flows for all figures."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows, limits = self._dense()
        n = len(self.free)
        least, most = np.full(len(rows), -INFINITY), np.zeros(len(rows))
        most[: len(limits)], least[len(limits) :] = limits, 0.0
        floor = np.array([-INFINITY if free else 0.0 for free in self.free])
        # with no whole numbers asked for, milp is HiGHS without the cost of linprog's checks
        holds = LinearConstraint(rows, least, most)
        return bool(milp(np.zeros(n), constraints=holds, bounds=Bounds(floor, np.full(n, INFINITY))).status == 0)

    def _dense(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of the figures, then the identities, and the limits of the former."""
        import numpy as np

        rows = self.rows()
        table = np.zeros((len(rows) + len(self.identities), len(self.free)))
        for i, terms in enumerate([*(terms for terms, _, _ in rows), *self.identities]):
            for j, a in terms:
                table[i, j] = a
        return table, np.array([b for _, b, _ in rows])

    def clashes(self, search: Propagation) -> list[list[int]]:
        """Return sets of figures that cannot hold, apart from each other, where propagation found none."""
        if not any(figure.base is None and figure.low > 0 for figure in self.figures):
            return self._clashes_of_rates()
        if search.settled and not self._trees()[1]:
            return []
        if len(self.figures) <= FEW:
            if self._fits():
                return []
        else:
            self._program = Program(self, search.outer)
            if self._program.first() is not None:
                return []
        result, whose = self._least_stretch()
        # HiGHS may call a hair's breadth infeasible: a conflict must need a stretch that can be seen.
        if result.status != 0 or result.fun <= NEAR * 10:
            return []
        return self._suspects(result, whose)

    def _clashes_of_rates(self) -> list[list[int]]:
        """Return what ``clashes`` does where no amount is known: rates must fit flows that are not all nothing."""
        flows = sorted({figure.now for figure in self.figures if figure.base is not None and figure.sign > 0})
        if not flows:
            return []
        moving = System(self.free, self.sides, self.identities, list(self.figures))
        moving.figures += [Figure(-1, flow, None, 1.0, INFINITY, 1.0) for flow in flows]
        search = moving.search()
        core = search.run()
        found = [sorted(figures_of(core))] if core is not None else moving.clashes(search)
        return [[f for f in few if f < len(self.figures)] for few in found]

    def bounds(self, unknowns: Sequence[int]) -> list[Bound]:
        """Return what the figures leave possible for each unknown. They must be feasible together."""
        import numpy as np

        program = self._program
        if program is None or program.figures != self.figures or len(program.outer[0]) != len(self.free):
            outer = self.propagated()
            assert outer is not None, "bounds asked of figures that cannot hold together"
            program = Program(self, outer)
        low, high = list(program.outer[0]), list(program.outer[1])
        low_by, high_by = program.outer[2:]
        first = program.first()
        points = first[0] if first is not None else np.zeros((0, len(self.free)))
        least = points.min(axis=0, initial=INFINITY)
        most = points.max(axis=0, initial=-INFINITY)
        edge = self.box() / 10
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
            solved = program.solved(objectives)
            if solved is None:  # numerically hard: keep what propagation proved
                for j, w in opened:
                    masks[j, w] = figures_of((low_by if w > 0 else high_by)[j])
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
            by = [masks.get((j, 1), figures_of(low_by[j])), masks.get((j, -1), figures_of(high_by[j]))]
            known = [m for e, m in zip(ends, by, strict=True) if not math.isinf(e)]
            found.append(Bound(ends[0], ends[1], frozenset().union(*known)))
        return found

    # --- conflicts ------------------------------------------------------------

    def irreducible(self, chosen: Sequence[int]) -> list[int]:
        """Return a smallest set of the chosen figures that cannot hold: without any one of them the rest can.

        Propagation, else the least total stretch, names a few suspects; only these are deleted one
        by one (Chinneck and Dravnieks, 1991). Rates go first, then what is said last. Empty if the
        chosen figures can hold together.
        """
        kept = self._core(list(chosen)) or []
        for f in sorted(kept, key=lambda f: (self.figures[f].base is None, -self.figures[f].statement)):
            if f in kept:
                kept = self._core([k for k in kept if k != f]) or kept
        return kept

    def _core(self, chosen: list[int]) -> list[int] | None:
        """Return a few of the chosen figures that cannot hold together, None if all of them can."""
        small = self.only(chosen)
        search = small.search()
        mask = search.run()
        cores = [sorted(figures_of(mask))] if mask is not None else small.clashes(search)
        if not cores:
            return None
        core = [chosen[f] for f in cores[0]]
        # Steps that propagation did not take may make its core a hair too small; one with multipliers is proved.
        return chosen if mask is not None and len(core) < len(chosen) and self.feasible(core) else core

    def _least_stretch(self) -> tuple[Any, list[int]]:
        """Solve for the least total stretch of the figures, in shares of each, that lets them hold together."""
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import eye, hstack

        whose = [f for _, _, f in self.rows()]
        n, m = len(self.free), len(whose)
        if len(self.figures) <= FEW:
            table, limits = self._dense()
            upper, equal, sizes = table[:m], table[m:], np.abs(table[:m]).sum(axis=1)
            stretched, tied = np.hstack([upper, -np.eye(m)]), np.hstack([equal, np.zeros((len(equal), m))])
        else:
            upper, limits, equal, _ = self.matrices()
            sizes = np.asarray(abs(upper).sum(axis=1)).ravel()
            stretched = hstack([upper, -eye(m)], format="csc")
            tied = hstack([equal, np.zeros((equal.shape[0], m))], format="csc")
        sizes = np.maximum(sizes, np.abs(limits))
        result = linprog(
            np.concatenate([np.zeros(n), 1 / sizes]),
            A_ub=stretched,
            b_ub=limits,
            A_eq=tied if self.identities else None,
            b_eq=np.zeros(len(self.identities)) if self.identities else None,
            bounds=[(None if free else 0, None) for free in self.free] + [(0, None)] * m,
            method="highs",
        )
        return result, whose

    def _suspects(self, result: Any, whose: list[int]) -> list[list[int]]:
        """Part the figures that have a say in the least total stretch into those that hang together."""
        import numpy as np
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        said = sorted({whose[i] for i in np.flatnonzero(np.abs(result.ineqlin.marginals) > 1e-9)})
        if said and len(self.figures) <= FEW:
            return [said]
        tied = [r for r, marginal in enumerate(result.eqlin.marginals) if abs(marginal) > 1e-9] if self.identities else []
        n = len(self.free)
        pairs = [(self.figures[f].now, self.figures[f].base) for f in said if self.figures[f].base is not None]
        pairs += [(self.identities[r][0][0], j) for r in tied for j, _ in self.identities[r][1:]]
        i, j = zip(*pairs, strict=True) if pairs else ((), ())
        _, part = connected_components(csr_matrix((np.ones(len(pairs)), (i, j)), shape=(n, n)), directed=False)
        parts: dict[int, list[int]] = {}
        for f in said:
            parts.setdefault(int(part[self.figures[f].now]), []).append(f)
        found = [few for few in parts.values() if not self.feasible(few)] if len(parts) > 1 else []
        return found or [said or list(range(len(self.figures)))]

    def implied(self, figure: int, others: Iterable[int]) -> Interval:
        """Return the range of a figure (a level, or a growth factor) that the other figures leave possible."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        others = list(others)
        if len(others) == 1 and self.figures[others[0]].about == self.figures[figure].about:
            return Interval(self.figures[others[0]].low, self.figures[others[0]].high)
        rest = self.only([*others, figure])
        f = rest.figures.pop()
        if (exact := rest._as_tree(f)) is not None:
            return exact
        table, limits = rest._dense()
        n = len(rest.free)
        # One more unknown scales all levels, so that a ratio is linear: Charnes and Cooper (1962).
        rows = np.zeros((len(table) + 1, n + 1))
        rows[:-1, :n], rows[: len(limits), n] = table, -limits
        rows[-1, n if f.base is None else f.base] = 1.0 if f.base is None else f.sign
        least, most = np.zeros(len(rows)), np.zeros(len(rows))
        least[: len(limits)], least[-1], most[-1] = -INFINITY, 1.0, 1.0
        floor = np.array([-INFINITY if free else 0.0 for free in [*rest.free, False]])
        ends = []
        for way in (1.0, -1.0):
            goal = np.zeros(n + 1)
            goal[f.now] = way * (1 if f.base is None else f.sign)
            result = milp(goal, constraints=LinearConstraint(rows, least, most), bounds=Bounds(floor, np.full(n + 1, INFINITY)))
            ends.append(float(result.fun) * way if result.status == 0 else -way * INFINITY)
        return Interval(ends[0], ends[1])

    def _as_tree(self, figure: Figure) -> Interval | None:
        """Return the range of one more figure where propagation is exact, else None."""
        now, base, _ = figure.about
        if base is not None and (self.free[now] or self.free[base]):
            return None
        whole = System(self.free, self.sides, self.identities, [*self.figures, figure._replace(low=0.0, high=INFINITY)])
        search = self.search()
        if whole._trees()[1] or search.run() is not None or not search.settled:
            return None
        low, high = search.low[now], search.high[now]
        if base is not None:
            low = low / search.high[base] if 0 < search.high[base] < INFINITY else 0.0
            high = high / search.low[base] if search.low[base] > 0 else INFINITY
            for other in self.figures:
                if other.about == figure.about:
                    low, high = max(low, other.low), min(high, other.high)
        return Interval(low, high)

    def _as_printed(self) -> System:
        """Return the system with every figure that is known to both sides taken at its printed value."""
        figures = [
            f
            if math.isinf(f.high) or math.isinf(f.low) or (f.low == 0 and f.printed > 0)
            else f._replace(low=f.printed, high=f.printed)
            for f in self.figures
        ]
        return System(self.free, self.sides, self.identities, figures)

    def stretches(self, chosen: Sequence[int]) -> list[Stretch]:
        """Return for each figure of an irreducible set how far it must move to fit the others, least share first."""
        found = []
        small = self.only(chosen)
        printed = small._as_printed()
        for i, f in enumerate(chosen):
            figure = self.figures[f]
            others = [k for k in range(len(chosen)) if k != i]
            implied = small.implied(i, others)
            low, high = implied
            exact = printed.implied(i, others)
            if math.isinf(exact.low) and math.isinf(exact.high):
                exact = implied
            gap = max(exact.low - figure.printed, figure.printed - exact.high, 0.0)
            beyond = max(low - figure.high, figure.low - high, 0.0)
            if math.isinf(gap) or math.isinf(beyond):
                continue
            share = gap / abs(figure.printed) if figure.printed else INFINITY
            found.append(Stretch(f, implied, gap, share, beyond))
        return sorted(found, key=lambda s: (self.figures[s.figure].base is not None, s.share))
