"""When: claims by speaker, or the days that articles speak of, on one axis of time."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.errors import TableError
from toolkit.figures.canvas import (
    BLUE,
    GREY,
    INK,
    PALE,
    WIDTH,
    Row,
    chart,
    lay_rows,
    need_claims,
    need_rows,
    write_rows,
)
from toolkit.language import (
    how_many,
    period_name,
    records,
    speakers_of,
    with_article,
    with_capital,
)
from toolkit.tables import check

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT = 2.75  # inches for row labels
DOT = 0.19  # inches between two dots at least


def days_of(value: object) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day of an ISO 8601 day, month, year or interval.

    >>> days_of("2023-02")
    (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    """
    if not isinstance(value, str):
        return None
    first, _, last = value.partition("/")
    try:
        begin, end = _days(first), _days(last or first)
    except ValueError:
        return None
    return begin[0], max(end[1], begin[1])


def _days(value: str) -> tuple[datetime.date, datetime.date]:
    pieces = [int(p) for p in value[:10].split("-")]
    if len(pieces) == 1:
        return datetime.date(pieces[0], 1, 1), datetime.date(pieces[0], 12, 31)
    if len(pieces) == 2:
        first = datetime.date(pieces[0], pieces[1], 1)
        return first, (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    day = datetime.date(*pieces)
    return day, day


Span = tuple[datetime.date, datetime.date]


def draw_timeline(
    table: pd.DataFrame, actors: pd.DataFrame | None, articles: pd.DataFrame | None, mode: str, top: int, title: str | None
) -> Figure:
    """Draw a claim table or a date table through time; see ``figures.plot_timeline``."""
    is_claims = "cue_lemma" in getattr(table, "columns", ())
    if hasattr(table, "columns") and not is_claims and "grain" not in getattr(table, "columns", ()):
        raise TableError("This is neither a claims nor a dates table; give a claim_table or a date_table.")
    table = need_rows("claims" if is_claims else "dates", table)
    table = need_claims(table, mode) if is_claims else table
    known = {} if articles is None else {row["article"]: row for row in records(check("articles", articles))}
    whose = speakers_of(table, actors) if is_claims else [str(a) for a in table["article"]]
    days = [days_of(value) for value in table["date" if is_claims else "value"]]
    found: dict[str, list[Span]] = {}
    for who, span in zip(whose, days, strict=True):
        if who and span:
            found.setdefault(" ".join(who.split()), []).append(span)
    if not found:
        raise TableError(
            "No row of this table has a date; read the articles with theirs: read_article(path, date='2024-04-06'), "
            "or a file name such as 2024-04-06-title.txt."
        )
    without = len(table) - sum(map(len, found.values()))
    ranked = sorted(found, key=lambda w: (-len(found[w]), w))
    shown = ranked[:top]
    published = {} if is_claims else {a: day[0] for a in found if a in known and (day := days_of(known[a]["date"]))}
    if not is_claims:
        shown = sorted(shown, key=lambda a: (published.get(a, datetime.date.max), a))
    rows = [Row(w) for w in shown]
    if known and not is_claims:
        rows = [Row((known[a]["title"] if a in known else "") or a, _day_name(published.get(a))) for a in shown]
    subtitle = _subtitle(is_claims, bool(published), len(shown), len(ranked), without)
    laid = lay_rows(rows, LEFT - 0.2, least=0.36)
    default = _title(found, ranked, published, is_claims)
    figure, (axes,) = chart(title or default, subtitle, laid.height, left=LEFT, below=0.36, head=0.02)
    write_rows(axes, laid, LEFT)
    _time_axis(axes, [d for w in shown for pair in found[w] for d in pair] + [published[w] for w in shown if w in published])
    first, last = axes.get_xlim()
    near = (last - first) * DOT / (WIDTH - LEFT)
    for who, middle in zip(shown, laid.middles, strict=True):
        axes.axhline(middle, color=PALE, linewidth=0.8, zorder=0)
        _marks(axes, middle, Counter(found[who]), near)
        if who in published:
            _day_of_publication(axes, middle, published[who])
    return figure


def _day_name(day: datetime.date | None) -> str:
    return period_name(day.isoformat()) if day else ""


def _subtitle(is_claims: bool, published: bool, shown: int, all_: int, without: int) -> str:
    what, whom = ("claim", "speaker") if is_claims else ("date", "article")
    said = "Claims by speaker" if is_claims else "Dates named by article"
    said += ", dots for days and short spans, bars for longer ones, a number where several stand together"
    said += "; upright line: day of publication" if published else ""
    said += f"; {how_many(shown, all_, whom)}"
    left_out = "date or speaker" if is_claims else "value"
    return said + (f"; {how_many(without, without, what)} without {left_out} left out" if without else "")


def _marks(axes: Axes, middle: float, found: Counter[Span], near: float) -> None:
    """Draw long spans as bars, thicker where named more often, and the rest as dots.

    Dots that would cover each other are one dot with their number.
    """
    import matplotlib.dates as mdates

    dots: list[tuple[float, int]] = []
    for (first, last), count in sorted(found.items()):
        begin, end = mdates.date2num(first), mdates.date2num(last)
        if end - begin + 1 > near:
            tall = 0.07 + 0.025 * min(count - 1, 4)
            axes.barh(middle, end - begin + 1, left=begin, height=tall, color=BLUE, alpha=0.35, zorder=1)
        else:
            dots.append(((begin + end) / 2, count))
    merged: list[tuple[float, int]] = []
    for at, count in sorted(dots):
        if merged and at - merged[-1][0] < near:
            before, n = merged[-1]
            merged[-1] = ((before * n + at * count) / (n + count), n + count)
        else:
            merged.append((at, count))
    for at, count in merged:
        axes.scatter([at], [middle], s=30 if count == 1 else 120, color=BLUE, edgecolor="white", linewidths=0.8, zorder=3)
        if count > 1:
            size = 7.5 if count < 100 else 6
            axes.text(at, middle, str(count), ha="center", va="center_baseline", fontsize=size, color="white", zorder=4)


def _day_of_publication(axes: Axes, middle: float, day: datetime.date) -> None:
    import matplotlib.dates as mdates

    at = mdates.date2num(day)
    axes.plot([at, at], [middle - 0.14, middle + 0.14], color=INK, linewidth=1.4, zorder=2, solid_capstyle="butt")


def _time_axis(axes: Axes, days: list[datetime.date]) -> None:
    """Name the ticks: years, months of a year, or days (their year stands in the title)."""
    import matplotlib.dates as mdates
    from matplotlib.ticker import FuncFormatter

    first, last = min(days), max(days)
    pad = max((last - first).days * 0.04, 2.0)
    axes.set_xlim(mdates.date2num(first) - pad, mdates.date2num(last) + pad)
    axes.xaxis_date()
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    span = (last - first).days

    def tick(value: float, _: object) -> str:
        day = mdates.num2date(value).date()
        if span > 400 and (day.month, day.day) == (1, 1):
            return str(day.year)
        number, month, year = period_name(day.isoformat()).split()
        return f"{month} {year}" if span > 45 and day.day == 1 else f"{number} {month}"

    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(visible=True, axis="x", color=PALE)
    axes.tick_params(axis="x", colors=GREY)


def _title(found: dict[str, list[Span]], ranked: list[str], published: dict[str, datetime.date], is_claims: bool) -> str:
    days = [d for pairs in found.values() for pair in pairs for d in pair]
    first, last = (period_name(d.isoformat()) for d in (min(days), max(days)))
    count = sum(map(len, found.values()))
    span = f"on {first}" if first == last else f"between {first} and {last}"
    if published and len(published) == len(found):
        before = sum(pair[1] < published[a] for a, pairs in found.items() for pair in pairs)
        after = sum(pair[0] > published[a] for a, pairs in found.items() for pair in pairs)
        lie = "lies" if before == 1 else "lie"
        return f"Of {how_many(count, count, 'date')} named, {before} {lie} before the day of publication and {after} after it"
    if not is_claims:
        return f"The articles name {how_many(count, count, 'date')} {span}"
    if len(ranked) == 1:
        times = f"{count} times" if count > 1 else "once,"
        return f"{with_capital(ranked[0])} is heard {times} {span}"
    return f"{len(ranked)} speakers are heard {span}, {with_article(ranked[0])} most often"
