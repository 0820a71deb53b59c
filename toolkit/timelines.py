"""When: claims by speaker, or the days that articles speak of, on one axis of time."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from toolkit.canvas import (
    BLUE,
    GREY,
    INK,
    PALE,
    WIDTH,
    Row,
    chart,
    lay_rows,
    need_rows,
    write_rows,
)
from toolkit.errors import TableError
from toolkit.wording import (
    how_many,
    period_name,
    plain_source,
    records,
    with_capital,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT = 2.4  # inches for row labels
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


def draw_timeline(table: pd.DataFrame, names: Callable[[str], str], top: int, title: str | None) -> Figure:
    """Draw a claim table or a date table through time; see ``figures.plot_timeline``."""
    is_claims = "cue_lemma" in getattr(table, "columns", ())
    if hasattr(table, "columns") and not is_claims and "grain" not in getattr(table, "columns", ()):
        raise TableError("This is neither a claims nor a dates table; give a claim_table or a date_table.")
    table = need_rows("claims" if is_claims else "dates", table)
    found: dict[str, list[tuple[datetime.date, datetime.date]]] = {}
    without = 0
    for row in records(table):
        days = days_of(row["date"] if is_claims else row["value"])
        who = row["article"]
        if is_claims:
            who = names(row["actor"]) if row["actor"] else plain_source(row["source"] or "")
        if days is None or not who:
            without += 1
            continue
        found.setdefault(" ".join(who.split()), []).append(days)
    if not found:
        raise TableError(
            "No row of this table has a date; read the articles with their dates: read_article(path, date='2024-04-06')."
        )
    ranked = sorted(found, key=lambda w: (-len(found[w]), w))
    shown = ranked[:top]
    if not is_claims:
        shown = sorted(shown)
    what, whom = ("claim", "speaker") if is_claims else ("date", "article")
    subtitle = f"{'Claims' if is_claims else 'Dates named'} by {whom}, a number where several stand together; "
    subtitle += f"{how_many(len(shown), len(ranked), whom)}"
    subtitle += (
        f"; {how_many(without, without, what)} without {'date or speaker' if is_claims else 'value'} left out"
        if without
        else ""
    )
    laid = lay_rows([Row(w) for w in shown], LEFT - 0.2, least=0.36)
    figure, (axes,) = chart(title or _title(found, ranked, is_claims), subtitle, laid.height, left=LEFT, below=0.36, head=0.02)
    write_rows(axes, laid, LEFT)
    _time_axis(axes, [d for w in shown for pair in found[w] for d in pair])
    first, last = axes.get_xlim()
    near = (last - first) * DOT / (WIDTH - LEFT)
    for who, middle in zip(shown, laid.middles, strict=True):
        axes.axhline(middle, color=PALE, linewidth=0.8, zorder=0)
        _marks(axes, middle, Counter(found[who]), near)
    return figure


def _marks(axes: Axes, middle: float, found: Counter[tuple[datetime.date, datetime.date]], near: float) -> None:
    """Draw spans as bars and days as dots; days that would cover each other are one dot with their number."""
    import matplotlib.dates as mdates

    dots: list[tuple[float, int, bool]] = []
    for (first, last), count in sorted(found.items()):
        begin, end = mdates.date2num(first), mdates.date2num(last)
        if last > first:
            axes.barh(middle, end - begin + 1, left=begin, height=0.09, color=BLUE, alpha=0.35, zorder=1)
        if last == first or count > 1:
            dots.append(((begin + end) / 2, count, last == first))
    merged: list[tuple[float, int, bool]] = []
    for at, count, is_day in sorted(dots):
        if merged and at - merged[-1][0] < near:
            before, n, was_day = merged[-1]
            merged[-1] = ((before * n + at * count) / (n + count), n + count, was_day or is_day)
        else:
            merged.append((at, count, is_day))
    for at, count, is_day in merged:
        axes.scatter(
            [at],
            [middle],
            s=30 if count == 1 else 120,
            color=BLUE if is_day else "white",
            edgecolor=BLUE,
            linewidths=0.8,
            zorder=2,
        )
        if count > 1:
            axes.text(
                at,
                middle,
                str(count),
                ha="center",
                va="center_baseline",
                fontsize=7.5 if count < 100 else 6,
                zorder=3,
                color="white" if is_day else INK,
            )


def _time_axis(axes: Axes, days: list[datetime.date]) -> None:
    import matplotlib.dates as mdates

    first, last = min(days), max(days)
    pad = max((last - first).days * 0.04, 2.0)
    axes.set_xlim(mdates.date2num(first) - pad, mdates.date2num(last) + pad)
    axes.xaxis_date()
    locator = mdates.AutoDateLocator(minticks=3, maxticks=7)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=True))
    axes.grid(visible=True, axis="x", color=PALE)
    axes.tick_params(axis="x", colors=GREY)
    axes.xaxis.get_offset_text().set(fontsize=8, color=GREY)


def _title(found: dict[str, list[tuple[datetime.date, datetime.date]]], ranked: list[str], is_claims: bool) -> str:
    days = [d for pairs in found.values() for pair in pairs for d in pair]
    first, last = (period_name(d.isoformat()) for d in (min(days), max(days)))
    count = sum(map(len, found.values()))
    span = f"on {first}" if first == last else f"between {first} and {last}"
    if not is_claims:
        return f"The articles name {how_many(count, count, 'date')} {span}"
    if len(ranked) == 1:
        return (
            f"{with_capital(ranked[0])} is heard {count} times {span}"
            if count > 1
            else f"{with_capital(ranked[0])} is heard once, {span}"
        )
    return f"{len(ranked)} speakers are heard {span}, {with_capital(ranked[0]).replace('The ', 'the ')} most often"
