"""Statements that cannot all hold: the smallest sets, the least stretch, and what is typical of such a difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.bounds import Stretch, System
from toolkit.intervals import INFINITY, Interval, Span, iso_period

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SCALES = ((1e12, "trillion "), (1e9, "billion "), (1e6, "million "))
CLOSE = 0.005  # share of a figure: a difference that more rounding than shown would explain

REVISED = "the earlier figure may have been revised after it was published"
FIRST = "one may be a first figure and the other a revised one, or one may count services too"
CURRENCIES = "the rates may be in different currencies, such as yuan and dollar"
TO_DATE = "a figure for the year to date may be set against one for a single month"
OFFICES = "the figures may come from separate statistics"
ROUNDED = "the figures may be rounded further than their digits show"


class Claimed(NamedTuple):
    """A printed figure as the text has it, beside the inequality made of it."""

    statement: int
    flow: str
    span: Span
    base: Span | None
    value: float
    scale: float
    unit: str
    text: str | None
    source: str | None
    currency: str | None


class Conflict(NamedTuple):
    """A smallest set of statements that cannot all hold."""

    statements: list[int]
    figures: list[Claimed]
    stretched: Claimed | None
    implied: Interval | None
    gap: float | None
    gap_pct: float | None
    beyond_rounding: float | None
    possible_reason: str | None


def conflicts_of(system: System, claimed: Sequence[Claimed]) -> list[Conflict]:
    """Return the conflicts in a system, and widen the figures involved so that the system becomes feasible.

    ``claimed`` stands beside ``system.figures``, one for one. Each figure of a conflict is
    widened to where the others put it, so that what is then possible covers every way out.
    """
    found: list[Conflict] = []
    said = list(system.figures)
    seen: set[frozenset[int]] = set()
    every = range(len(said))
    while not system.feasible():
        chosen = system.irreducible(every)
        widened = list(system.figures)
        system.figures[:] = said
        smallest = system.irreducible(chosen)
        if frozenset(smallest) in seen:
            smallest = chosen
        stretches = system.stretches(smallest)
        known = frozenset(smallest) in seen
        seen.add(frozenset(smallest))
        if not known:
            found.append(_conflict([claimed[f] for f in smallest], stretches[0] if stretches else None, claimed))
        for f in smallest:
            implied = next((s.implied for s in stretches if s.figure == f), None)
            if implied is None or known:  # nothing else puts it anywhere: it takes no part from here on
                implied = Interval(-INFINITY, INFINITY)
            low, high = min(widened[f].low, implied.low), max(widened[f].high, implied.high)
            if said[f].base is not None:
                low = max(low, 0.0)
            margin = 1e-6 * max(1.0, abs(low))
            widened[f] = widened[f]._replace(low=low - margin, high=high + margin)
        system.figures[:] = widened
    return found


def _conflict(figures: list[Claimed], least: Stretch | None, claimed: Sequence[Claimed]) -> Conflict:
    statements = sorted({f.statement for f in figures})
    if least is None:
        return Conflict(statements, figures, None, None, None, None, None, _reason(figures, None))
    stretched = claimed[least.figure]
    reason = _reason(figures, least.share)
    if stretched.base is not None:  # only rates: the stretch is in percentage points
        return Conflict(statements, figures, stretched, least.implied, None, 100 * least.gap, None, reason)
    scale = stretched.scale
    implied = Interval(least.implied.low * scale, least.implied.high * scale)
    gap_pct = 100 * least.share if least.share < INFINITY else None
    return Conflict(statements, figures, stretched, implied, least.gap * scale, gap_pct, least.beyond_rounding * scale, reason)


def _reason(figures: list[Claimed], share: float | None) -> str | None:
    """Name what is typical of such a set of figures, most telling first; a possibility, not a verdict."""
    levels = [f for f in figures if f.base is None]
    rates = [f for f in figures if f.base is not None]
    reasons: list[str] = []
    same_rate = {(f.flow, f.span, f.base) for f in rates}
    if len(same_rate) < len(rates):
        reasons.append(CURRENCIES)
    if any(r.base == f.span and r.flow == f.flow and r.statement != f.statement for r in rates for f in levels):
        reasons.append(REVISED)
    if not rates and len({(f.flow, f.span) for f in levels}) == 1:
        reasons.append(FIRST)
    spans = {f.span for f in figures}
    if any(a != b and a.start <= b.start and b.end <= a.end for a in spans for b in spans):
        reasons.append(TO_DATE)
    if len({f.source for f in figures}) > 1 and len({f.source for f in figures if f.source}) > 1:
        reasons.append(OFFICES)
    if share is not None and share < CLOSE:
        reasons.append(ROUNDED)
    return "; ".join(reasons) or None


def amount(value: float, unit: str) -> str:
    """Return an amount as it is read: scaled, four digits, with its unit.

    >>> amount(759.427e9, "USD")
    '759.4 billion USD'
    """
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{_four(value / scale)} {word}{unit}".rstrip()
    return f"{_four(value)} {unit}".rstrip()


def _four(value: float) -> str:
    whole = len(str(int(abs(value))))
    text = f"{value:.{max(0, 4 - whole)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def in_words(conflict: Conflict, texts: Sequence[str | None]) -> str:
    """Explain a conflict: which statements, which figure is nearest to fitting, and by how much it does not."""
    count = len(conflict.statements)
    quoted = "; ".join(f'row {n}: "{text or ""}"' for n, text in zip(conflict.statements, texts, strict=True))
    number = COUNTS[count] if count < len(COUNTS) else str(count)
    if count == 1:
        opening = f"The figures of one statement cannot all hold ({quoted})."
    else:
        opening = f"These {number} statements cannot all hold ({quoted})."
    stretched, implied = conflict.stretched, conflict.implied
    if stretched is None or implied is None:
        return opening
    period = iso_period(stretched.span)
    others = "The others imply" if len(conflict.figures) > 2 else "The other implies"
    if stretched.base is not None:
        ends = [f"{100 * (end - 1):+.1f}%" for end in implied if end < INFINITY]
        stated = f"{stretched.value:+g}%"
        by = f"{conflict.gap_pct:.1f} percentage points"
    else:
        unit = stretched.unit
        ends = [amount(end, unit) for end in implied if abs(end) < INFINITY]
        stated = amount(stretched.value, unit)
        by = amount(_two_digits(conflict.gap or 0.0), unit)
        if conflict.gap_pct is not None:
            by = f"{by} ({conflict.gap_pct:.1f}%)"
    if len(ends) == 2 and stretched.base is None:
        middle = amount((implied.low + implied.high) / 2, stretched.unit)
        where = middle if ends[0] == ends[1] else f"{middle} ({ends[0]} to {ends[1]} with rounding)"
    elif len(ends) == 2:
        where = f"{ends[0]} to {ends[1]}"
    else:
        where = f"{'at least' if implied.high == INFINITY else 'at most'} {ends[0]}" if ends else "nothing"
    return f"{opening} {others} {where} for {stretched.flow} in {period}, which is given as {stated}: apart by {by}."
