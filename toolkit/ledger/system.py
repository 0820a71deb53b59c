"""A system of figures about unknown flows: plain data, and the rows that they are for a solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from toolkit.amounts import INFINITY
from toolkit.ledger.propagation import NEAR, Outer, Propagation, Terms

if TYPE_CHECKING:
    import numpy as np

HAIR = 1e-6  # relative: what is widened is widened by so much more
BOX = 1e4  # flows over so many times the greatest figure count as unbounded


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

    @property
    def about(self) -> tuple[int, int | None, int]:
        """Return what it is about: figures with the same answer bound the same level or rate."""
        return self.now, self.base, self.sign

    def apart(self, low: float, high: float) -> bool:
        """Tell whether it lies outside of an interval."""
        return self.low > high + NEAR * max(1.0, abs(high)) or low > self.high + NEAR * max(1.0, abs(self.high))

    def widened(self, low: float, high: float) -> Figure:
        """Return the figure stretched over an interval, and a hair more."""
        low, high = min(self.low, low), max(self.high, high)
        low, high = low - HAIR * max(1.0, abs(low)), high + HAIR * max(1.0, abs(high))
        return self._replace(low=low if self.base is None else max(low, 0.0), high=high)

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


@dataclass
class Equations:
    """Unknown flows, the identities between them (``sum(a * x) == 0``) and the figures about them."""

    free: list[bool] = field(default_factory=list)  # an unknown that may be negative: a balance
    sides: list[int] = field(default_factory=list)
    identities: list[Terms] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    _sums: dict[int, Terms] = field(default_factory=dict, repr=False, compare=False)

    def unknown(self, *, free: bool = False, side: int = 0) -> int:
        """Add an unknown and return its number; ``side`` is 1 one way, -1 the other way, 0 for sums."""
        self.free.append(free)
        self.sides.append(side)
        return len(self.free) - 1

    def only(self, chosen: Sequence[int]) -> Self:
        """Return the system of the chosen figures alone, with no more unknowns and identities than they speak of."""
        if len(self._sums) != len(self.identities):
            self._sums = {terms[0][0]: terms for terms in self.identities}
        spoken_of = {j for f in chosen for j in (self.figures[f].now, self.figures[f].base) if j is not None}
        ties = [self._sums[j] for j in sorted(spoken_of & self._sums.keys())]
        kept = sorted(spoken_of.union(j for terms in ties for j, _ in terms))
        place = {j: i for i, j in enumerate(kept)}
        return type(self)(
            [self.free[j] for j in kept],
            [self.sides[j] for j in kept],
            [tuple((place[j], a) for j, a in terms) for terms in ties],
            [
                f._replace(now=place[f.now], base=None if f.base is None else place[f.base])
                for f in map(self.figures.__getitem__, chosen)
            ],
        )

    def search(self) -> Propagation:
        """Return a propagation over all identities and figures, not yet run."""
        return Propagation(self.free, self.identities, {f: figure.rows() for f, figure in enumerate(self.figures)})

    def propagated(self) -> Outer | None:
        """Narrow every unknown by one row at a time; None where nothing is left of one."""
        search = self.search()
        return search.outer if search.run() is None else None

    def rows(self, *, levels: bool = True) -> list[tuple[Terms, float, int]]:
        """Return the rows of figures with whose they are; of rates said twice only the narrower one."""
        rows: list[tuple[Terms, float, int]] = []
        narrowest: dict[tuple[int, ...], tuple[Terms, float, int]] = {}
        for f, figure in enumerate(self.figures):
            for terms, b in figure.rows():
                if figure.base is None or len(terms) == 1:
                    if levels:
                        rows.append((terms, b, f))
                    continue
                key = (figure.now, figure.base, figure.sign, int(terms[0][1] > 0))
                if key not in narrowest or terms[1][1] > narrowest[key][0][1][1]:
                    narrowest[key] = (terms, b, f)
        return [*rows, *narrowest.values()]

    def matrix(self, rows: Sequence[Terms]) -> Any:
        """Return rows as a sparse matrix."""
        from scipy.sparse import csr_matrix

        cells = [(i, j, a) for i, terms in enumerate(rows) for j, a in terms]
        i, j, a = zip(*cells, strict=True) if cells else ((), (), ())
        return csr_matrix((a, (i, j)), shape=(len(rows), len(self.free)))

    def matrices(self) -> tuple[Any, np.ndarray, Any, list[int]]:
        """Return the rows of the figures, their sides, the identities, and whose each row is."""
        import numpy as np

        rows = self.rows()
        return (
            self.matrix([terms for terms, _, _ in rows]),
            np.array([b for _, b, _ in rows]),
            self.matrix(self.identities),
            [f for _, _, f in rows],
        )

    def box(self) -> float:
        """Return the value over which a flow counts as unbounded."""
        levels = [abs(f.printed) for f in self.figures if f.base is None]
        return BOX * max([1.0, *levels])
