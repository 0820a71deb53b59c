"""Statements that cannot all hold: the smallest sets, the least stretch, and what is typical of such a difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.amounts import INFINITY, Interval
from toolkit.dates import Span, iso_period
from toolkit.language import period_name, place_name, possessive, with_article
from toolkit.ledger.bounds import Stretch, System
from toolkit.ledger.propagation import figures_of
from toolkit.ledger.system import Figure

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SCALES = ((1e12, "trillion "), (1e9, "billion "), (1e6, "million "))
SPELLED_OUT = 5  # contradictions about one flow in one period that are spelled out; the others are named beside them
PASSES = 8  # a set that is widened so often and still does not fit takes no part from then on
NAMED = 5  # rows that the explanation names of those that fit no better
WIDE = 0.1  # share of a figure: an interval so wide is more than rounding
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
    balance: bool = False


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
    also: list[int]


def conflicts_of(system: System, claimed: Sequence[Claimed]) -> list[Conflict]:
    """Return the conflicts in a system, and widen the figures involved so that the system becomes feasible.

    ``claimed`` stands beside ``system.figures``, one for one. Figures for one flow in one period
    (or one rate of growth) that lie apart are all widened to cover each other; then each figure of
    a larger set is widened to where the others put it. So what is possible in the end covers every
    way out. A figure that is in no conflict, nor among those named with one (``also``), is not touched.
    """
    said = System(system.free, system.sides, system.identities, list(system.figures))
    alike: dict[tuple[int, int | None, int], list[int]] = {}
    for f, figure in enumerate(said.figures):
        alike.setdefault(figure.about, []).append(f)
    found: list[tuple[list[int], list[Stretch], set[int]]] = []
    for group in alike.values():
        found += [(pair, said.stretches(pair), also) for pair, also in _direct(system, group)]
    seen: dict[frozenset[int], set[int]] = {}
    passes: dict[frozenset[int], int] = {}
    search = system.search()
    while True:
        core = search.run()
        cores = [sorted(figures_of(core))] if core is not None else system.clashes(search)
        if not cores:
            break
        moved: dict[int, Figure] = {}
        for few in cores:
            chosen = system.irreducible(few)
            if not chosen:  # apart by no more than a hair
                moved |= {f: system.figures[f].widened(INFINITY, -INFINITY) for f in few}
                continue
            untouched = all(system.figures[f] == said.figures[f] for f in chosen)
            smallest = chosen if untouched else said.irreducible(chosen)
            key = frozenset(smallest)
            if key in seen:  # what it has become still does not fit the others
                stretches = [s for s in system.stretches(chosen) if s.figure in key]
            else:
                stretches = said.stretches(smallest)
                found.append((smallest, stretches, seen.setdefault(key, set())))
            passes[key] = passes.get(key, 0) + 1
            implied = {s.figure: s.implied for s in stretches} if passes[key] < PASSES else {}
            for f in smallest:  # one that nothing else puts anywhere takes no part from here on
                moved[f] = system.figures[f].widened(*implied.get(f, (-INFINITY, INFINITY)))
            for f, (low, high) in implied.items():
                same = [g for g in alike[said.figures[f].about] if g not in chosen and system.figures[g].apart(low, high)]
                moved |= {g: system.figures[g].widened(low, high) for g in same}
                seen[key].update(same)
        for f, figure in moved.items():
            system.figures[f] = figure
        search.replace({f: figure.rows() for f, figure in moved.items()})
    by_statements: dict[tuple[int, ...], Conflict] = {}
    for smallest, stretches, also in sorted(found, key=lambda one: all(said.figures[f].base is not None for f in one[0])):
        others = [claimed[f] for f in also]
        conflict = _conflict([claimed[f] for f in smallest], stretches[0] if stretches else None, claimed, others)
        first = by_statements.setdefault(tuple(conflict.statements), conflict)
        if first is not conflict:  # the same statements, apart by their rates too: told by their amounts
            first.also[:] = sorted({*first.also, *conflict.also})
    return list(by_statements.values())


def _direct(system: System, group: Sequence[int]) -> list[tuple[list[int], set[int]]]:
    """Return the pairs of figures about the same that lie apart, and widen all that lie apart from any over each other.

    Each figure is set against the first that it contradicts. Where there are more than SPELLED_OUT
    such pairs, the widest apart are returned. The set beside a pair holds the others like it.
    """
    figures = {f: system.figures[f] for f in group}
    least, most = min(figure.high for figure in figures.values()), max(figure.low for figure in figures.values())
    torn = [f for f, figure in figures.items() if figure.apart(most, INFINITY) or figure.apart(-INFINITY, least)]
    pairs: dict[tuple[float, float], tuple[float, list[int]]] = {}
    for place, f in enumerate(torn):
        low, high = ends = figures[f].low, figures[f].high
        if ends not in pairs:
            first = next((g for g in torn[:place] if figures[g].apart(low, high)), None)
            if first is not None:
                pairs[ends] = (max(low - figures[first].high, figures[first].low - high), [first, f])
    widest = sorted(pairs.values(), key=lambda pair: -pair[0])[:SPELLED_OUT]
    found = [(pair, set[int]()) for _, pair in sorted(widest, key=lambda pair: pair[1][::-1])]
    named = {f for pair, _ in found for f in pair}
    low, high = min((figures[f].low for f in torn), default=0.0), max((figures[f].high for f in torn), default=0.0)
    for f in torn:
        figure = figures[f]
        system.figures[f] = figure.widened(low, high)
        if f not in named:
            like = (also for pair, also in found if any(figure.apart(figures[g].low, figures[g].high) for g in pair))
            next(like, found[-1][1]).add(f)
    return found


def _conflict(figures: list[Claimed], least: Stretch | None, claimed: Sequence[Claimed], others: list[Claimed]) -> Conflict:
    statements = sorted({f.statement for f in figures})
    also = sorted({f.statement for f in others} - set(statements))
    if least is None:
        return Conflict(statements, figures, None, None, None, None, None, _reason(figures, None), also)
    stretched = claimed[least.figure]
    reason = _reason(figures, least.share)
    if stretched.base is not None:  # only rates: the stretch is in percentage points
        return Conflict(statements, figures, stretched, least.implied, None, 100 * least.gap, None, reason, also)
    scale = stretched.scale
    implied = Interval(least.implied.low * scale, least.implied.high * scale)
    gap_pct = 100 * least.share if least.share < INFINITY else None
    beyond = least.beyond_rounding * scale
    return Conflict(statements, figures, stretched, implied, least.gap * scale, gap_pct, beyond, reason, also)


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

    >>> amount(759.427e9, "USD"), amount(10.8e6, "barrel per day")
    ('759.4 billion USD', '10.8 million barrels per day')
    """
    unit = _many(unit)
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{_four(value / scale)} {word}{unit}".rstrip()
    return f"{_four(value)} {unit}".rstrip()


def _many(unit: str) -> str:
    """Return the plural of a unit; currencies and other codes have none."""
    head, joint, rest = unit.partition(" per ") if " per " in unit else unit.partition(" of ")
    regular = head and not head.isupper() and not head.endswith(("s", "foot", "hertz"))
    return f"{head}s{joint}{rest}" if regular else unit.replace("foot", "feet")


def _four(value: float) -> str:
    whole = len(str(int(abs(value))))
    text = f"{value:.{max(0, 4 - whole)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def flow_name(flow: str, a: str, b: str, goods: str | None) -> str:
    """Return a flow as a sentence names it; ``flow`` is exports (of a to b), trade or balance.

    >>> flow_name("exports", "RUS", "CHN", "crude oil"), flow_name("trade", "USA", "HKG+CHN", None)
    ('Russia’s exports of crude oil to China', 'trade between the United States and Hong Kong and China')
    """
    whose, other = possessive(" and ".join(map(_place, a.split("+")))), " and ".join(map(_place, b.split("+")))
    if flow == "exports":
        return f"{whose} exports{f' of {goods}' if goods else ''} to {other}"
    traded = f" in {goods}" if goods else ""
    if flow == "balance":
        return f"{whose} trade balance{traded} with {other}"
    return f"trade{traded} between {' and '.join(map(_place, a.split('+')))} and {other}"


def _place(code: str) -> str:
    return with_article(place_name(code))


def in_words(conflict: Conflict, texts: Sequence[str | None]) -> str:
    """Explain a conflict: which statements, which figure is nearest to fitting, and by how much it does not."""
    count = len(conflict.statements)
    quoted = "; ".join(f'row {n}: "{text or ""}"' for n, text in zip(conflict.statements, texts, strict=True))
    if count == 1:
        sentences = [f"The figures of one statement cannot all hold ({quoted})."]
    else:
        sentences = [f"These {_number(count)} statements cannot all hold ({quoted})."]
    if conflict.stretched is not None and conflict.implied is not None:
        sentences.append(_misfit(conflict, conflict.stretched, conflict.implied))
    if more := conflict.also:
        rest = f" and {len(more) - NAMED} more" if len(more) > NAMED else ""
        rows = f"{'row' if len(more) == 1 else 'rows'} {', '.join(map(str, more[:NAMED]))}{rest}"
        what = (
            "statement gives a figure for the same that fits"
            if len(more) == 1
            else "statements give figures for the same that fit"
        )
        sentences.append(f"{_number(len(more)).capitalize()} more {what} no better ({rows}).")
    return " ".join(sentences)


def _number(count: int) -> str:
    return COUNTS[count] if count < len(COUNTS) else f"{count:,}"


def _misfit(conflict: Conflict, stretched: Claimed, implied: Interval) -> str:
    period = period_name(iso_period(stretched.span))
    of = f"{stretched.flow} {'on' if period[:1].isdigit() and ' ' in period else 'in'} {period}"
    if stretched.base is not None:
        ends = [f"{100 * (end - 1):+.1f}%" for end in implied]
        of = f"the change in {of} against {period_name(iso_period(stretched.base))}"
        stated, by = f"{stretched.value:+g}%", f"{conflict.gap_pct:.1f} percentage points"
        where = " to ".join(dict.fromkeys(ends))
        if implied.high == INFINITY:
            where = f"no less than {ends[0]}"
        elif implied.low <= 0:
            where = f"no more than {ends[1]}"
    else:
        stated, where = _said(stretched, stretched.value), _placed(stretched, implied)
        by = amount(_two_digits(conflict.gap or 0.0), stretched.unit)
        by = by if conflict.gap_pct is None else f"{by} ({conflict.gap_pct:.1f}%)"
    others = "The others put" if len(conflict.figures) > 2 else "The other puts"
    return f"{others} {of} at {where}; row {stretched.statement} gives {stated}: apart by {by}."


def _said(claimed: Claimed, value: float) -> str:
    if claimed.balance:
        return f"a {'deficit' if value < 0 else 'surplus'} of {amount(abs(value), claimed.unit)}"
    return amount(value, claimed.unit)


def _placed(claimed: Claimed, implied: Interval) -> str:
    """Return where the others put an amount; a balance as a surplus or a deficit."""
    low, high = implied
    if high == INFINITY:
        return f"no {'more' if low < 0 else 'less'} than {_said(claimed, low)}"
    if low == -INFINITY or (low <= 0 and not claimed.balance):
        return f"no {'less' if high < 0 else 'more'} than {_said(claimed, high)}"
    if claimed.balance and low < 0 < high:
        return f"between {_said(claimed, low)} and {_said(claimed, high)}"
    ends = [amount(end, claimed.unit) for end in sorted((abs(low), abs(high)))]
    middle = (low + high) / 2
    if ends[0] == ends[1]:
        return _said(claimed, middle)
    number, _, scaled = ends[0].partition(" ")
    within = f"{number if scaled == ends[1].partition(' ')[2] else ends[0]} to {ends[1]}"
    if high - low < WIDE * abs(middle):
        return f"{_said(claimed, middle)} ({within} with rounding)"
    return f"a {'deficit' if low < 0 else 'surplus'} of {within}" if claimed.balance else within
