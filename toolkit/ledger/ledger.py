"""What trade statements imply together: bounds for every flow, and the statements that cannot all be true.

A figure in the news is an interval (``toolkit.amounts.intervals``); a statement is then a linear
inequality on unknown flows: a level bounds a flow, a growth rate bounds a flow by the one before
it, trade is the sum of both directions, a balance their difference, a year the sum of its parts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.amounts import growth_interval, level_interval
from toolkit.dates import Span, base_span, iso_period, span_of
from toolkit.errors import OptionError, check_option
from toolkit.ledger.bounds import System
from toolkit.ledger.conflicts import Claimed, Conflict, conflicts_of, flow_name, in_words
from toolkit.ledger.system import Figure
from toolkit.tables import check, frame
from toolkit.trade import counted_by

if TYPE_CHECKING:
    import pandas as pd

BASES = ("year earlier", "month earlier", "quarter earlier", "previous period")
AB, BA, TRADE, BALANCE = "exports ab", "exports ba", "trade", "balance"


@dataclass(frozen=True, repr=False)
class Ledger:
    """Hold what ``reconcile`` found: two tables, and the rows that it could not use.

    Attributes
    ----------
    flows : one row a flow and period, with the least and greatest amount possible.
    conflicts : one row a smallest set of statements that cannot all hold.
    left_out : row numbers of the trade table that took no part, with the reason.
    """

    flows: pd.DataFrame
    conflicts: pd.DataFrame
    left_out: Mapping[int, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Ledger: flows {len(self.flows):,}, conflicts {len(self.conflicts):,}, left out {len(self.left_out):,}"


class _Series(NamedTuple):
    """What is counted together: by whom, between which two, what, in which unit."""

    owner: str
    a: str
    b: str
    goods: str | None
    unit: str


class _Statement(NamedTuple):
    """A usable row of the trade table."""

    row: int
    kind: str
    side: int  # -1 where a balance is said from b's side
    span: Span
    base: Span | None
    cells: Mapping[str, Any]


def reconcile(trade: pd.DataFrame, *, rounding: float = 0.5, about: float = 0.05, basis: str = "year earlier") -> Ledger:
    """Work out what the statements of a trade table leave possible, and where they contradict each other.

    Parameters
    ----------
    trade : a table from ``trade_table`` (or one with its columns).
    rounding : how far a figure may be off, in units of the last digit it is written with; 0.5 for
        rounded figures ("$240.1 billion" is 240.05 to 240.15), 1.0 if they may be cut off.
    about : share by which a figure may be off that is hedged ("about") or written in words ("doubled").
    basis : what a change is against where the text does not say: year earlier, month earlier,
        quarter earlier or previous period.

    "More than" is a lower bound and "under" an upper one, without limit to the other side.
    Statistics of separate offices, currencies, goods and pairs are kept apart. Where statements
    contradict each other, each figure involved is widened to where the others put it, so that
    the bounds hold whichever of them is right. It does not join sub-goods to totals nor blocs to
    their members.

    Raises TableError for a table of another kind, OptionError for an option out of range.

    >>> from toolkit.tables import frame
    >>> pair = {"reporter": "CHN", "partner": "RUS", "period": "2023"}
    >>> rows = [
    ...     dict(pair, flow="trade", value=240.1e9, currency="USD", change_pct=26.3, text="$240.1 billion, up 26.3%"),
    ...     dict(pair, flow="exports", exporter="CHN", importer="RUS", change_pct=46.9, text="jumped 46.9%"),
    ...     dict(pair, flow="exports", exporter="RUS", importer="CHN", change_pct=13.0, text="rose 13%"),
    ... ]
    >>> flows = reconcile(frame("trade", rows)).flows.query("period == '2023'")
    >>> [(f.flow, f.exporter, f"{f.low / 1e9:.1f} to {f.high / 1e9:.1f}", f.status) for f in flows.itertuples()]
    [('trade', 'CHN', '240.1 to 240.2', 'stated'), ('exports', 'CHN', '106.5 to 112.5', 'implied'),
     ('exports', 'RUS', '127.6 to 133.6', 'implied'), ('balance', 'CHN', '-27.1 to -15.1', 'implied')]
    """
    trade = check("trade", trade)
    check_option("basis", basis, BASES)
    for name, value in (("rounding", rounding), ("about", about)):
        if not 0 <= value <= 1:
            raise OptionError(f"{name}={value!r} is out of range; give a number from 0 to 1.")
    cells: list[dict[str, Any]] = trade.astype(object).where(trade.notna(), None).to_dict("records")  # type: ignore[assignment]
    grouped, left_out = _grouped(cells, basis)
    flows: list[dict[str, Any]] = []
    found: list[tuple[Conflict, _Series]] = []
    for series, statements in grouped.items():
        book = _Book(series, statements, rounding, about)
        apart = conflicts_of(book.system, book.claimed)
        found += [(conflict, series) for conflict in apart]
        flows += book.flows(cells, {row for conflict in apart for row in (*conflict.statements, *conflict.also)})
    found.sort(key=lambda pair: pair[0].statements)
    conflicts = [_conflict_row(n, conflict, series, cells) for n, (conflict, series) in enumerate(found)]
    return Ledger(frame("flows", flows), frame("conflicts", conflicts), left_out)


# --- from rows to statements --------------------------------------------------


def _grouped(cells: list[dict[str, Any]], basis: str) -> tuple[dict[_Series, list[_Statement]], dict[int, str]]:
    left_out: dict[int, str] = {}
    sides: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    usable: list[tuple[int, tuple[str, str, str, str | None], _Statement]] = []
    for n, row in enumerate(cells):
        reporter, partner = row["reporter"], row["partner"]
        span = span_of(row["period"])
        if not reporter or not partner or reporter == partner:
            left_out[n] = "no reporter or no partner"
        elif span is None:
            left_out[n] = "no period"
        elif row["value"] is None and row["change_pct"] is None and row["previous_value"] is None:
            left_out[n] = "no figure"
        elif row["value"] is not None and not row["currency"] and not row["unit"]:
            left_out[n] = "no currency"
        else:
            owner = counted_by(row["source"], reporter)
            pair = frozenset((reporter, partner))
            a, b = sides.setdefault((owner, pair), (reporter, partner) if owner not in pair else (owner, *(pair - {owner})))
            kind = {"trade": TRADE, "balance": BALANCE}.get(row["flow"])
            if kind is None:
                exporter = row["exporter"] or reporter
                kind = AB if exporter == a else BA
            base = base_span(span, row["change_basis"] or basis) or (
                base_span(span, basis) if not row["change_basis"] else None
            )
            side = -1 if kind == BALANCE and reporter != a else 1
            goods = row["goods"].lower() if row["goods"] else None
            usable.append((n, (owner, a, b, goods), _Statement(n, kind, side, span, base, row)))
    units: dict[tuple[str, str, str, str | None], list[tuple[int, str]]] = defaultdict(list)
    for n, key, statement in usable:
        unit = statement.cells["currency"] or statement.cells["unit"]
        if unit:
            units[key].append((n, unit))
    grouped: dict[_Series, list[_Statement]] = defaultdict(list)
    for n, key, statement in usable:
        unit = statement.cells["currency"] or statement.cells["unit"] or _unit_meant(n, statement.cells, units[key], cells)
        grouped[_Series(*key, unit)].append(statement)
    return grouped, left_out


def _unit_meant(n: int, row: Mapping[str, Any], known: list[tuple[int, str]], cells: list[dict[str, Any]]) -> str:
    """Return the unit of a bare growth rate: the only one used of the pair, or the nearest in the article; else ''.

    A rate that is said of volume ("down 26% in volume") is none of amounts of money, nor the other way round.
    """
    article, measure = row["article"], row["measure"]
    if measure:
        known = [(m, unit) for m, unit in known if (cells[m]["unit"] is not None) == (measure == "volume")]
        if not known:
            return str(measure)
    if len({unit for _, unit in known}) == 1:
        return known[0][1]
    here = [(abs(n - m), unit) for m, unit in known if cells[m]["article"] == article]
    return min(here)[1] if here else ""


# --- one series of flows ------------------------------------------------------


class _Book:
    """The unknown flows of one series, and what is said of them."""

    def __init__(self, series: _Series, statements: list[_Statement], rounding: float, about: float) -> None:
        self.series = series
        self.system = System()
        self.claimed: list[Claimed] = []
        self.stated: dict[tuple[str, Span], list[int]] = defaultdict(list)
        self.printed: dict[tuple[str, Span], list[float]] = defaultdict(list)
        self._flows: dict[tuple[str, Span], int] = {}
        stated = {s.kind for s in statements}
        self.both = bool(stated & {TRADE, BALANCE}) or {AB, BA} <= stated
        self.ways = [way for way in (AB, BA) if self.both or way in stated]
        self.spans = sorted({span for s in statements for span in (s.span, s.base) if span})
        rate = " per " in f" {series.unit} "
        self._parts = {span: [span] for span in self.spans} if rate else _parts(self.spans)
        self._segments = {
            (way, part): self.system.unknown(side=1 if way == AB else -1)
            for way in self.ways
            for part in sorted({p for ps in self._parts.values() for p in ps})
        }
        levels = [abs(v) for s in statements for v in (s.cells["value"], s.cells["previous_value"]) if v]
        self.scale = max(min(levels), max(levels) / 1e6) if levels else 1.0
        for statement in statements:
            self._say(statement, rounding, about)
        kinds = [*([TRADE] if self.both else []), *self.ways, *([BALANCE] if self.both else [])]
        self.asked = {(kind, span): self.flow(kind, span) for span in self.spans for kind in kinds}

    def flow(self, kind: str, span: Span) -> int:
        """Return the unknown for a flow in a period, tied to the parts it is made of."""
        key = (kind, span)
        if key not in self._flows:
            signs = {AB: ((AB, 1.0),), BA: ((BA, 1.0),), TRADE: ((AB, 1.0), (BA, 1.0)), BALANCE: ((AB, 1.0), (BA, -1.0))}[kind]
            terms = [(self._segments[way, part], sign) for way, sign in signs for part in self._parts[span]]
            if len(terms) == 1:
                self._flows[key] = terms[0][0]
            else:
                self._flows[key] = self.system.unknown(free=kind == BALANCE)
                self.system.identities.append(((self._flows[key], -1.0), *terms))
        return self._flows[key]

    def _say(self, statement: _Statement, rounding: float, about: float) -> None:
        cells, text = statement.cells, statement.cells["text"]
        bound = cells["bound"] or "exact"
        now = self.flow(statement.kind, statement.span)
        value, change = cells["value"], cells["change_pct"]
        if value is not None:
            ends = level_interval(value, cells["value_high"], bound=bound, text=text, rounding=rounding, about=about)
            self._add(statement, now, None, ends, value, statement.span)
            self.stated[statement.kind, statement.span].append(statement.row)
        if statement.base is None:
            return
        if cells["previous_value"] is not None:
            before = self.flow(statement.kind, statement.base)
            previous = cells["previous_value"]
            self._add(
                statement,
                before,
                None,
                level_interval(previous, text=text, rounding=rounding, about=about),
                previous,
                statement.base,
            )
            self.stated[statement.kind, statement.base].append(statement.row)
        if change is not None and (statement.kind != BALANCE or value):
            before = self.flow(statement.kind, statement.base)
            hedge = cells["change_bound"] or (bound if value is None else "exact")
            ends = growth_interval(change, bound=hedge, text=text, rounding=rounding, about=about)
            sign = statement.side * (-1 if value is not None and value < 0 else 1) if statement.kind == BALANCE else 1
            self.system.figures.append(Figure(statement.row, now, before, ends.low, ends.high, 1 + change / 100, sign))
            self.claimed.append(self._claimed(statement, statement.span, statement.base, change))

    def _add(
        self, statement: _Statement, unknown: int, base: None, ends: tuple[float, float], value: float, span: Span
    ) -> None:
        low, high = (e / self.scale for e in ends)
        if statement.side < 0:
            low, high, value = -high, -low, -value
        self.printed[statement.kind, span].append(value / self.scale)
        self.system.figures.append(Figure(statement.row, unknown, base, low, high, value / self.scale))
        self.claimed.append(self._claimed(statement, span, None, value))

    def _claimed(self, statement: _Statement, span: Span, base: Span | None, value: float) -> Claimed:
        a, b = (self.series.b, self.series.a) if statement.kind == BA else (self.series.a, self.series.b)
        flow = statement.kind if statement.kind in (TRADE, BALANCE) else "exports"
        cells = statement.cells
        return Claimed(
            statement.row,
            flow_name(flow, a, b, self.series.goods),
            span,
            base,
            value,
            self.scale,
            self.series.unit,
            cells["text"],
            cells["source"],
            cells["currency"],
            statement.kind == BALANCE,
        )

    def flows(self, cells: list[dict[str, Any]], apart: Collection[int]) -> Iterable[dict[str, Any]]:
        """Yield the rows of the flows table: what is stated, and what follows and is not trivial.

        The bounds of a flow of which statements are ``apart`` hold every figure that is printed for it.
        """
        levels = any(figure.base is None for figure in self.system.figures)
        if not levels:
            return
        found = dict(zip(self.asked, self.system.bounds(list(self.asked.values())), strict=True))
        rows_of = [figure.statement for figure in self.system.figures]
        for (kind, span), bound in found.items():
            stated = self.stated.get((kind, span), [])
            trade = found.get((TRADE, span))
            if not stated and not _tells(kind, bound.low, bound.high, trade.high if trade else math.inf):
                continue
            printed = self.printed.get((kind, span), []) if set(stated) & set(apart) else []
            low, high = min([bound.low, *printed]), max([bound.high, *printed])
            low = low if kind == BALANCE else max(low, 0.0)
            rests_on = sorted({rows_of[f] for f in bound.figures} | set(stated))
            sources = dict.fromkeys(cells[r]["source"] for r in rests_on if cells[r]["source"])
            a, b = (self.series.b, self.series.a) if kind == BA else (self.series.a, self.series.b)
            yield {
                "reporter": self.series.owner,
                "source": "; ".join(sources) or None,
                "exporter": a,
                "importer": b,
                "flow": "exports" if kind in (AB, BA) else kind,
                "goods": self.series.goods,
                "period": iso_period(span),
                "currency": self.series.unit or None,
                "low": None if math.isinf(low) else low * self.scale,
                "high": None if math.isinf(high) else high * self.scale,
                "status": "stated" if stated else "implied",
                "statements": rests_on,
            }


def _tells(kind: str, low: float, high: float, trade_high: float) -> bool:
    """Return whether bounds say more than that a flow is part of the trade."""
    most = trade_high * (1 - 1e-6)
    if kind == BALANCE:
        return low > -most or high < most
    return low > 1e-6 or (high < most if kind != TRADE else not math.isinf(high))


def _parts(spans: list[Span]) -> dict[Span, list[Span]]:
    """Cut periods where any of them begins or ends, so that each is the sum of its parts."""
    cuts = sorted({day for span in spans for day in span})
    pieces = [Span(first, last) for first, last in pairwise(cuts)]
    return {span: [p for p in pieces if span.start <= p.start and p.end <= span.end] for span in spans}


def _conflict_row(n: int, conflict: Conflict, series: _Series, cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "conflict": n,
        "statements": conflict.statements,
        "gap": conflict.gap,
        "gap_pct": conflict.gap_pct,
        "beyond_rounding": conflict.beyond_rounding,
        "currency": series.unit or None,
        "also": conflict.also,
        "possible_reason": conflict.possible_reason,
        "explanation": in_words(conflict, [cells[r]["text"] for r in conflict.statements]),
    }
