"""Linear programs of one system of figures, minimised for many objectives at once by SciPy's HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit.ledger.propagation import Outer, Terms, figures_of
from toolkit.ledger.system import Equations

if TYPE_CHECKING:
    import numpy as np

ROWS_AT_ONCE = 6000  # rows of one stacked linear program
CORNERED = 80  # unknowns: larger programs start from a corner that is known
AT_ONCE = 8  # programs solved together from there


class Program:
    """The figures of a system as a linear program that is minimised for many objectives.

    Sums that no figure speaks of are no unknowns of the program: their parts take their place.
    Independent programs of one shape are solved stacked, which saves the cost of each call.
    """

    def __init__(self, system: Equations, outer: Outer) -> None:
        import numpy as np

        self.outer = outer
        self.figures = list(system.figures)
        self.sides_of_flows = np.array(system.sides, dtype=float)
        n = len(system.free)
        rows = system.rows(levels=False)  # the levels are in ``outer``
        spoken_of = {j for figure in system.figures for j in (figure.now, figure.base)}
        self.summed = [terms[0][0] for terms in system.identities if terms[0][0] not in spoken_of]
        self.kept = np.setdiff1d(np.arange(n), self.summed)
        place = {int(j): i for i, j in enumerate(self.kept)}
        self.parts = np.zeros((len(self.summed), n))
        for i, terms in enumerate(t for t in system.identities if t[0][0] not in spoken_of):
            for j, a in terms[1:]:
                self.parts[i, j] = a
        ties = [terms for terms in system.identities if terms[0][0] in spoken_of]
        self.whose = [f for _, _, f in rows]
        self.upper = _cells([terms for terms, _, _ in rows], place)
        self.equal = _cells(ties, place)
        self.heights = len(rows), len(ties)
        low, high = np.array(outer[0]), np.array(outer[1])
        box = system.box()
        floor = np.where(np.isinf(low), np.where(system.free, -box, 0.0), low - 1e-9 * np.maximum(1.0, np.abs(low)))
        roof = np.where(np.isinf(high), box, np.minimum(high + 1e-9 * np.maximum(1.0, np.abs(high)), box))
        self.sides = np.column_stack([floor, roof])[self.kept]
        self._first: tuple[np.ndarray, list[frozenset[int]]] | None = None
        self._tried = False
        self.identities = list(system.identities)
        self._corner: Corner | None = None

    def first(self) -> tuple[np.ndarray, list[frozenset[int]]] | None:
        """Minimise and maximise the sum of all flows and of those of either side; None if the figures cannot hold together."""
        import numpy as np

        if not self._tried:
            everything, sides = np.ones(len(self.outer[0])), self.sides_of_flows
            self._first, self._tried = self.solved(np.array([everything, -everything, sides, -sides])), True
            if self._first is not None and len(self.kept) > CORNERED:
                self._corner = Corner.of(self, self._first[0][0])
        return self._first

    def solved(self, objectives: np.ndarray) -> tuple[np.ndarray, list[frozenset[int]]] | None:
        """Minimise each row of ``objectives``; return the points and the figures that hold each up."""
        import numpy as np
        from scipy.optimize import linprog

        goals = objectives.copy()
        goals[:, self.summed] = 0.0
        goals = (goals + objectives[:, self.summed] @ self.parts)[:, self.kept]
        if self._corner is not None and (found := self._corner.solved(goals)) is not None:
            points_found, duals, lower, higher = found
            return points_found, self._supports(duals, lower, higher)
        n, width = len(self.outer[0]), len(self.kept)
        above, ties = self.heights
        at_once = max(1, ROWS_AT_ONCE // max(1, above + ties))
        points: list[np.ndarray] = []
        supports: list[frozenset[int]] = []
        for start in range(0, len(goals), at_once):
            part = goals[start : start + at_once]
            k = len(part)
            result = linprog(
                part.ravel(),
                A_ub=_stacked(self.upper, above, width, k) if above else None,
                b_ub=np.full(k * above, 1e-9) if above else None,
                A_eq=_stacked(self.equal, ties, width, k) if ties else None,
                b_eq=np.zeros(k * ties) if ties else None,
                bounds=np.tile(self.sides, (k, 1)),
                method="highs-ds",
                options={"presolve": False},  # it costs more than it saves here
            )
            if result.x is None or result.status != 0:
                return None
            solution = np.zeros((k, n))
            solution[:, self.kept] = result.x.reshape(k, -1)
            solution[:, self.summed] = solution @ self.parts.T
            points += list(solution)
            duals = result.ineqlin.marginals.reshape(k, -1) if above else np.zeros((k, 0))
            supports += self._supports(duals, result.lower.marginals.reshape(k, -1), result.upper.marginals.reshape(k, -1))
        return np.array(points), supports

    def _supports(self, duals: np.ndarray, lower: np.ndarray, higher: np.ndarray) -> list[frozenset[int]]:
        """Return for each program the figures whose rows and ends its optimum leans on."""
        import numpy as np

        low_by, high_by = self.outer[2:]
        masks = [0] * len(duals)
        for i, r in zip(*np.nonzero(np.abs(duals) > 1e-9), strict=True):
            masks[i] |= 1 << self.whose[r]
        for i, c in zip(*np.nonzero(np.abs(lower) > 1e-9), strict=True):
            masks[i] |= low_by[self.kept[c]]
        for i, c in zip(*np.nonzero(np.abs(higher) > 1e-9), strict=True):
            masks[i] |= high_by[self.kept[c]]
        return [figures_of(mask) for mask in masks]


class Corner:
    """A corner of what a program leaves possible, from which every other optimum is a few steps away.

    The unknowns become the distances from the rows that meet in the corner. In them the corner is
    nothing, so HiGHS begins there: it is handed the dual, whose costs are the same for every objective.
    """

    def __init__(self, program: Program, whole: np.ndarray, table: np.ndarray, limits: np.ndarray, here: np.ndarray) -> None:
        import numpy as np
        from scipy.sparse import csc_matrix

        self.whole, self.kept, self.above, self.rows = whole, program.kept, program.heights[0], len(table)
        self.meeting, self.rest = here, np.setdiff1d(np.arange(len(table)), here)
        self.away = np.linalg.inv(table[here])
        self.point = self.away @ limits[here]
        far = -table[self.rest] @ self.away
        far[np.abs(far) < 1e-11] = 0.0
        self.room = np.maximum(limits[self.rest] - table[self.rest] @ self.point, 0.0)
        self.far = far
        self.cells = csc_matrix(-far.T)

    @classmethod
    def of(cls, program: Program, point: np.ndarray) -> Corner | None:
        """Return the corner at a point; None if too few rows meet there, or sums are made of sums."""
        import numpy as np
        from scipy.linalg import qr

        summed = {terms[0][0] for terms in program.identities}
        if len(summed) < len(program.identities) or any(j in summed for t in program.identities for j, _ in t[1:]):
            return None
        own = np.array([j for j in range(len(point)) if j not in summed])
        whole = np.eye(len(point))
        for terms in program.identities:
            whole[terms[0][0], terms[0][0]] = 0.0
            for j, a in terms[1:]:
                whole[terms[0][0], j] = -a / terms[0][1]
        whole = whole[:, own]
        known = whole[program.kept]
        rows, columns, cells = program.upper
        above = np.zeros((program.heights[0], len(known)))
        np.add.at(above, (rows, columns), cells)
        table = np.vstack([above @ known, known, -known])
        limits = np.concatenate([np.full(len(above), 1e-9), program.sides[:, 1], -program.sides[:, 0]])
        met = np.flatnonzero(limits - table @ point[own] <= 1e-7 * np.maximum(1.0, np.abs(limits)))
        if len(met) < len(own):
            return None
        _, r, order = qr(table[met].T, mode="economic", pivoting=True)
        if np.abs(np.diag(r)).min() < 1e-6:
            return None
        corner = cls(program, whole, table, limits, met[order[: len(own)]])
        return corner if np.all(table @ corner.point <= limits + 1e-6 * np.maximum(1.0, np.abs(limits))) else None

    def solved(self, goals: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] | None:
        """Minimise each row of ``goals`` (of the unknowns kept); return the points and the multipliers of rows, floors and roofs."""
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import block_diag

        costs = -(goals @ self.whole[self.kept]) @ self.away
        points, said = np.zeros((len(goals), len(self.whole))), np.zeros((len(goals), self.rows))
        for start in range(0, len(goals), AT_ONCE):
            part = costs[start : start + AT_ONCE]
            k = len(part)
            result = linprog(
                np.tile(self.room, k),
                A_ub=block_diag([self.cells] * k, format="csc"),
                b_ub=part.ravel(),
                bounds=(0, None),
                method="highs-ds",
                options={"presolve": False},
            )
            if result.x is None or result.status != 0:
                return None
            weights = result.x.reshape(k, -1)
            steps = -result.ineqlin.marginals.reshape(k, -1)
            points[start : start + k] = (self.point - steps @ self.away.T) @ self.whole.T
            said[start : start + k, self.rest] = weights
            said[start : start + k, self.meeting] = part + weights @ self.far
        said[np.abs(said) < 1e-7] = 0.0
        width = len(self.kept)
        return points, said[:, : self.above], said[:, self.above + width :], said[:, self.above : self.above + width]


Cells = tuple["np.ndarray", "np.ndarray", "np.ndarray"]


def _cells(rows: Sequence[Terms], place: dict[int, int]) -> Cells:
    import numpy as np

    cells = [(i, place[j], a) for i, terms in enumerate(rows) for j, a in terms]
    table = np.array(cells, dtype=float).reshape(-1, 3)
    return table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), table[:, 2]


def _stacked(cells: Cells, height: int, width: int, copies: int) -> Any:
    """Return the matrix of ``cells`` repeated down the diagonal."""
    import numpy as np
    from scipy.sparse import csc_matrix

    i, j, a = cells
    step = np.repeat(np.arange(copies, dtype=np.int32), len(a))
    at = np.tile(i, copies) + height * step, np.tile(j, copies) + width * step
    return csc_matrix((np.tile(a, copies), at), shape=(height * copies, width * copies))
