"""Figures: a table in, a matplotlib Figure out; nothing is shown and nothing saved here.

Every figure has a title that states the finding (give your own with ``title=``), a subtitle with
measure and unit, labels on the marks, and says how many rows it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit.canvas import (
    BLUE,
    CURRENCIES,
    GREY,
    INK,
    KIND_COLOURS,
    NOTE_SIZE,
    PALE,
    RED,
    Row,
    amount,
    chart,
    colour_key,
    house_style,
    lay_rows,
    need_rows,
    need_top,
    how_many,
    names_of,
    period_name,
    place_name,
    plain_number,
    possessive,
    save_figure,
    scale_of,
    some,
    text_width,
    with_capital,
    write_rows,
)
from toolkit.errors import OptionError, TableError
from toolkit.networks import plot_network
from toolkit.tonefigures import plot_sentiment, plot_tone

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from toolkit.ledger import Ledger

__all__ = [
    "plot_actors",
    "plot_claims",
    "plot_ledger",
    "plot_network",
    "plot_sentiment",
    "plot_timeline",
    "plot_tone",
    "plot_trade",
    "save_figure",
]

LEFT = 2.75  # inches for row labels
HEDGES = {"about": "about ", "over": "over ", "under": "under ", "at least": "at least ", "at most": "at most "}


# --- trade ------------------------------------------------------------------------------


@house_style
def plot_trade(
    trade: pd.DataFrame, *, currency: str | None = None, top: int = 20, title: str | None = None
) -> Figure:
    """Draw trade statements: the amount, and its change in percent, one row a statement.

    Parameters
    ----------
    trade : a ``trade_table``. Statements that say the same are one row, marked with their number.
    currency : ISO 4217 code of the amounts to draw as bars; the most frequent one by default.
        Amounts in others, and volumes, are written and not drawn.
    top : how many rows at most; pairs with the largest amounts come first.
    title : the finding; by default the largest statement of the table in words.

    Raises TableError for another table or one without rows.
    """
    need_top(top)
    rows = _statements(need_rows("trade", trade))
    currency = currency or _most_common([r["unit"] for r in rows if r["value"] is not None])
    if currency is not None and currency not in {r["unit"] for r in rows}:
        have = ", ".join(sorted({r["unit"] for r in rows if r["unit"]})) or "none"
        raise OptionError(f"currency={currency!r} is not in this table; it has {have}.")
    rows = _by_pair(rows, currency)
    shown = rows[:top]
    drawn = [r for r in shown if r["value"] is not None and r["unit"] == currency]
    size, scale = scale_of(max((abs(r["value"]) for r in drawn), default=1.0))
    unit = " ".join(w for w in (scale, CURRENCIES.get(currency or "", currency or "")) if w)
    parts = [f"Amount in {unit}" if drawn else "", "change on the period before in percent" if any(r["change"] is not None for r in shown) else ""]
    subtitle = " and ".join(p for p in parts if p) or "Statements of trade without amounts"
    subtitle = subtitle[0].upper() + subtitle[1:] + f"; {how_many(len(shown), len(rows), 'statement')}, as the articles give them"
    laid = lay_rows([Row(_flow_name(r), _flow_note(r)) for r in shown], LEFT - 0.2)
    figure, (left, right) = chart(
        title or _trade_title(rows), subtitle, laid.height, left=LEFT, below=0.08, head=0.24, widths=(1.25, 1), gap=0.3
    )
    write_rows(left, laid, LEFT)
    write_rows(right, laid._replace(labels=[""] * len(shown), notes=[""] * len(shown)), 0)
    _bars(left, laid.middles, [r["value"] / size if r in drawn else None for r in shown],
          [_amount_label(r) for r in shown], colours=(BLUE, RED))  # fmt: skip
    _bars(right, laid.middles, [r["change"] for r in shown],
          [_change_label(r) for r in shown], colours=(BLUE, RED))  # fmt: skip
    for axes, name in ((left, "Amount"), (right, "Change")):
        axes.text(0, 1.0, name, transform=axes.transAxes, va="bottom", fontsize=NOTE_SIZE, color=GREY, fontweight="bold")
    return figure


def _statements(trade: pd.DataFrame) -> list[dict[str, Any]]:
    """One row for each thing said, with the articles that say it."""
    said: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in trade.astype(object).where(trade.notna(), None).to_dict("records"):
        key = tuple(row[c] for c in ("flow", "reporter", "partner", "exporter", "importer", "goods", "period",
                                     "value", "currency", "unit", "bound", "change_pct"))  # fmt: skip
        kept = said.setdefault(key, {**row, "unit": row["currency"] or row["unit"], "change": row["change_pct"], "in": set()})
        kept["in"].add(row["article"])
        kept["record"] = bool(kept["record"]) or bool(row["record"])
        kept["source"] = kept["source"] or row["source"]
    return list(said.values())


def _by_pair(rows: list[dict[str, Any]], currency: str | None) -> list[dict[str, Any]]:
    """Sort: pairs by their largest amount, then periods, then the whole before its parts."""

    def pair(row: dict[str, Any]) -> tuple[str, ...]:
        return (*sorted((row["reporter"] or "", row["partner"] or "")), row["goods"] or "")

    most: dict[tuple[str, ...], float] = {}
    for row in rows:
        counts = abs(row["value"] or 0.0) if row["unit"] == currency else 0.0
        most[pair(row)] = max(most.get(pair(row), 0.0), counts)
    flows = ("trade", "exports", "balance")
    return sorted(rows, key=lambda r: (-most[pair(r)], pair(r), r["period"] or "~", flows.index(r["flow"]), r["exporter"] or ""))


def _flow_name(row: dict[str, Any]) -> str:
    a, b = (place_name(row[side]) if some(row[side]) else "?" for side in ("reporter", "partner"))
    goods = f" in {row['goods']}" if some(row["goods"]) and row["flow"] == "trade" else ""
    if row["flow"] == "trade":
        return f"{a}–{b} trade{goods}"
    if row["flow"] == "balance":
        return f"{possessive(a)} trade balance with {b}"
    what = f" of {row['goods']}" if some(row["goods"]) else ""
    if some(row["importer"]) and row["importer"] == row["reporter"]:
        return f"{possessive(a)} imports{what} from {b}"
    return f"{possessive(a)} exports{what} to {b}"


def _flow_note(row: dict[str, Any]) -> str:
    times = f"in {len(row['in'])} articles" if len(row["in"]) > 1 else ""
    source = re.sub(r"^the ", "", row["source"]) if row["source"] else ""
    return " · ".join(w for w in (period_name(row["period"]), "a record" if row["record"] else "", source, times) if w)


def _amount_label(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return ""
    hedge = HEDGES.get(row["bound"] or "", "")
    if some(row["value_high"]):
        return f"{amount(row['value'], row['unit'] or '')} to {amount(row['value_high'], row['unit'] or '')}"
    return hedge + amount(row["value"], row["unit"] or "")


def _change_label(row: dict[str, Any]) -> str:
    if row["change"] is None:
        return ""
    hedge = HEDGES.get(row["bound"] or "", "") if row["value"] is None else ""
    return f"{hedge}{'+' if row['change'] > 0 else ''}{plain_number(row['change'])}%"


def _bars(
    axes: Axes, middles: Sequence[float], values: Sequence[float | None], labels: Sequence[str], *, colours: tuple[str, str]
) -> None:
    """Draw horizontal bars from zero with their labels at the end; a label without a bar stands at zero."""
    inches = axes.get_window_extent().width / axes.get_figure(root=True).dpi  # type: ignore[union-attr]
    known = [v for v in values if v is not None]
    high, low = max([0.0, *known]), min([0.0, *known])
    # room for the labels: those right of zero and those left of it, in inches
    room_right = max([text_width(t) + 0.12 for v, t in zip(values, labels, strict=True) if t and (v is None or v >= 0)], default=0.0)
    room_left = max([text_width(t) + 0.12 for v, t in zip(values, labels, strict=True) if t and v is not None and v < 0], default=0.0)
    span = high - low
    if span:
        # labels that stand at zero may use the length of the bars to their right
        per_inch = span / max(inches - room_left - room_right, 0.25 * inches)
        axes.set_xlim(low - room_left * per_inch, high + room_right * per_inch)
    else:
        axes.set_xlim(0, 1)
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    if span:
        axes.axvline(0, color="#888888", linewidth=0.8)
    for middle, value, label in zip(middles, values, labels, strict=True):
        if value is not None:
            axes.barh(middle, value, height=0.2, color=colours[0] if value >= 0 else colours[1])
        if label:
            behind = value is not None and value < 0
            axes.annotate(
                label, (value or 0.0, middle), (-4 if behind else 4, 0), textcoords="offset points", va="center",
                ha="right" if behind else "left", color=INK if value is not None else GREY, annotation_clip=False,
            )  # fmt: skip
        else:
            axes.annotate(
                "not given", (0, middle), (4, 0), textcoords="offset points", va="center", color="#8a8a8a",
                fontsize=NOTE_SIZE, annotation_clip=False,
            )  # fmt: skip


def _trade_title(rows: list[dict[str, Any]]) -> str:
    def weight(row: dict[str, Any]) -> tuple[bool, bool, str, float]:
        return (row["value"] is not None and row["change"] is not None, row["value"] is not None,
                row["period"] or "", abs(row["value"] or row["change"] or 0.0))  # fmt: skip

    row = max(rows, key=weight)
    name = _flow_name(row)
    when = f" in {period_name(row['period'])}" if row["period"] and "/" not in row["period"] else f", {period_name(row['period'])}"
    when = when if row["period"] else ""
    hedge = HEDGES.get(row["bound"] or "", "")
    is_many = row["flow"] == "exports"
    if row["change"] is not None and row["flow"] != "balance":
        moved = "rose" if row["change"] >= 0 else "fell"
        by = f"{plain_number(abs(row['change']))}%"
        if row["value"] is None:
            return f"{name} {moved} {hedge}{by}{when}"
        return f"{name} {moved} {by} to {hedge}{amount(row['value'], row['unit'] or '')}{when}"
    if row["value"] is not None:
        return f"{name} {'were' if is_many else 'was'} {hedge}{amount(row['value'], row['unit'] or '')}{when}"
    return f"{name} {'are' if is_many else 'is'} spoken of without an amount{when}"


def _most_common(items: Sequence[str | None]) -> str | None:
    known = [i for i in items if i]
    return max(sorted(set(known)), key=known.count) if known else None


# --- the ledger ---------------------------------------------------------------------------


@house_style
def plot_ledger(
    ledger: Ledger | pd.DataFrame, *, currency: str | None = None, top: int = 20, title: str | None = None
) -> Figure:
    """Draw the bounds that the statements leave for every flow: from the least to the greatest value.

    Parameters
    ----------
    ledger : what ``reconcile`` gave, or its ``flows``.
    currency : ISO 4217 code of the flows to draw; the most frequent one by default.
    top : how many flows at most.
    title : the finding; by default how many flows the text states and how many follow from them.

    A flow bounded on one side only is drawn with an arrow; a flow without bounds is left out.
    Raises TableError for another table or one without rows.
    """
    need_top(top)
    flows = need_rows("flows", getattr(ledger, "flows", ledger))
    rows = flows.astype(object).where(flows.notna(), None).to_dict("records")
    rows = [r for r in rows if r["low"] is not None or r["high"] is not None]
    if not rows:
        raise TableError("No flow in this ledger has a bound, so there is nothing to draw; its statements give no amounts.")
    currency = currency or _most_common([r["currency"] for r in rows])
    mine = [{**r, "unit": r["currency"], "partner": r["importer"] if r["reporter"] == r["exporter"] else r["exporter"],
             "value": max(abs(r["low"] or 0.0), abs(r["high"] or 0.0))}
            for r in rows if r["currency"] == currency]  # fmt: skip
    if not mine:
        have = ", ".join(sorted({str(r["currency"]) for r in rows}))
        raise OptionError(f"currency={currency!r} is not in this ledger; it has {have}.")
    mine = _by_pair([_undirected(r) for r in mine], currency)
    shown = mine[:top]
    ends = [v for r in shown for v in (r["low"], r["high"]) if v is not None]
    size, scale = scale_of(max(map(abs, ends)))
    unit = " ".join(w for w in (scale, CURRENCIES.get(currency or "", currency or "")) if w)
    stated = sum(r["status"] == "stated" for r in mine)
    implied = len(mine) - stated
    subtitle = f"Least and greatest value that the statements leave possible, {unit}; {how_many(len(shown), len(mine), 'flow')}"
    laid = lay_rows([Row(_flow_name(r), " · ".join(w for w in (period_name(r["period"]), r["source"]) if w)) for r in shown], LEFT - 0.2)
    figure, (axes,) = chart(title or _ledger_title(stated, implied), subtitle, laid.height, left=LEFT, head=0.26, below=0.25)
    write_rows(axes, laid, LEFT)
    labels = [_range_label(r, size) for r in shown]
    inches = axes.get_window_extent().width / figure.dpi
    low, high = min([0.0, *ends]) / size, max([0.0, *ends]) / size
    room = max(text_width(t) for t in labels) + 0.2
    per_inch = (high - low) / (inches - room - 0.1)
    axes.set_xlim(low - 0.1 * per_inch, high + room * per_inch)
    axes.axvline(0, color="#888888", linewidth=0.8)
    for row, middle, label in zip(shown, laid.middles, labels, strict=True):
        colour = BLUE if row["status"] == "stated" else RED
        first = (row["low"] if row["low"] is not None else row["high"]) / size
        last = (row["high"] if row["high"] is not None else row["low"]) / size
        least = 0.05 * per_inch  # a narrow interval stays visible
        if last - first < least:
            axes.plot([(first + last) / 2], [middle], marker="D", markersize=6, color=colour, linestyle="none")
        else:
            axes.plot([first, last], [middle, middle], color=colour, linewidth=7, solid_capstyle="butt")
        if row["low"] is None or row["high"] is None:
            ahead = 0.22 * per_inch * (1 if row["high"] is None else -1)
            base = last if row["high"] is None else first
            axes.annotate("", (base + ahead, middle), (base, middle), arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 1.6})
            last = max(last, last + ahead)
        axes.annotate(label, (last, middle), (8, 0), textcoords="offset points", va="center", annotation_clip=False)
    colour_key(axes, [("stated in the text", BLUE)] * bool(stated) + [("follows from other statements", RED)] * bool(implied))
    return figure


def _undirected(row: dict[str, Any]) -> dict[str, Any]:
    """A flow row as a statement row: trade and balance have no direction of goods."""
    return {**row, "importer": row["importer"] if row["flow"] == "exports" else None} | (
        {"reporter": row["exporter"], "partner": row["importer"]} if row["reporter"] not in (row["exporter"], row["importer"]) else {}
    )


def _range_label(row: dict[str, Any], size: float) -> str:
    low, high = row["low"], row["high"]
    if low is None:
        return f"at most {plain_number(high / size)}"
    if high is None:
        return f"at least {plain_number(low / size)}"
    first, last = plain_number(low / size), plain_number(high / size)
    return first if first == last else f"{first} to {last}"


def _ledger_title(stated: int, implied: int) -> str:
    gives = f"The articles give {stated} trade flow{'s' * (stated != 1)} an amount" if stated else "No flow is given an amount"
    return f"{gives}; {implied} more follow{'s' * (implied == 1)} from them" if implied else gives


# --- actors ---------------------------------------------------------------------------------


@house_style
def plot_actors(
    actors: pd.DataFrame, *, kind: str | Sequence[str] | None = None, top: int = 15, title: str | None = None
) -> Figure:
    """Draw how often each actor is mentioned, coloured by kind.

    Parameters
    ----------
    actors : an ``actor_table``.
    kind : only these: person, state, organisation, bloc, place; by default all but places.
    top : how many actors at most.
    title : the finding; by default who is mentioned most.

    Raises TableError for another table, one without rows or without actors of that kind.
    """
    need_top(top)
    table = need_rows("actors", actors)
    kinds = [k for k in KIND_COLOURS if k != "place"] if kind is None else [kind] if isinstance(kind, str) else list(kind)
    for one in kinds:
        if one not in KIND_COLOURS:
            raise OptionError(f"kind={one!r} is not known; use one of {', '.join(map(repr, KIND_COLOURS))}.")
    table = table[table["kind"].isin(kinds)].sort_values(["mentions", "name"], ascending=[False, True], kind="stable")
    if table.empty:
        raise TableError(f"This actors table has no {' or '.join(kinds)}; try another kind.")
    shown = table.head(top)
    rows = []
    for row in shown.itertuples(index=False):
        country = place_name(row.country) if some(row.country) and row.kind not in ("state", "bloc") else ""
        rows.append(Row(row.name, ", ".join(w for w in (row.role if some(row.role) else "", country) if w)))
    laid = lay_rows(rows, LEFT - 0.2)
    articles = int(table["articles"].fillna(0).max())
    subtitle = f"Mentions by name, role or pronoun; {how_many(len(shown), len(table), 'actor')}"
    first = shown.iloc[0]
    times = "once" if first["mentions"] == 1 else f"{first['mentions']:,} times"
    tied = len(table) > 1 and table.iloc[1]["mentions"] == first["mentions"]
    name = with_capital(first["name"])
    default = f"{len(table)} actors are named, none more often than {times}" if tied else f"{name} is mentioned most often: {times}"
    figure, (axes,) = chart(title or default, subtitle, laid.height, left=LEFT, head=0.26, below=0.08)
    write_rows(axes, laid, LEFT)
    counts = [float(c) for c in shown["mentions"]]
    labels = [
        f"{int(c):,}" + (f" in {n} article{'s' * (n != 1)}" if articles > 1 else "")
        for c, n in zip(counts, shown["articles"].fillna(0).astype(int), strict=True)
    ]
    _bars(axes, laid.middles, counts, labels, colours=(BLUE, RED))
    for bar, one in zip(axes.patches, shown["kind"], strict=True):
        bar.set_facecolor(KIND_COLOURS[one])
    used = [k for k in KIND_COLOURS if k in set(shown["kind"])]
    colour_key(axes, [(k, KIND_COLOURS[k]) for k in used])
    return figure


# --- claims -----------------------------------------------------------------------------------


@house_style
def plot_claims(
    claims: pd.DataFrame, *, actors: pd.DataFrame | None = None, top: int = 12, title: str | None = None
) -> Figure:
    """Draw who speaks, how often and in which act: a row a speaker, a column an act.

    Parameters
    ----------
    claims : a ``claim_table``.
    actors : an ``actor_table`` for the speakers' names; without it they come from the ids.
    top : how many speakers at most.
    title : the finding; by default who speaks most and how.

    Sources that are no actor stand as the text has them. Claims without a source are counted
    in the subtitle and not drawn. Raises TableError for another table or one without rows.
    """
    need_top(top)
    table = need_rows("claims", claims)
    names = names_of(actors)
    said: dict[str, dict[str, int]] = {}
    nameless = 0
    for row in table.itertuples(index=False):
        if not some(row.actor) and not some(row.source):
            nameless += 1
            continue
        who = names(row.actor) if some(row.actor) else re.sub(r"^(the|a|an) ", "", " ".join(row.source.split()), flags=re.IGNORECASE)
        said.setdefault(who, {}).setdefault(row.act if some(row.act) else "say", 0)
        said[who][row.act if some(row.act) else "say"] += 1
    if not said:
        raise TableError("No claim in this table has a source, so there is nobody to draw.")
    ranked = sorted(said, key=lambda w: (-sum(said[w].values()), w))
    shown = ranked[:top]
    totals = {act: sum(said[w].get(act, 0) for w in shown) for w in shown for act in said[w]}
    acts = sorted(totals, key=lambda a: (-totals[a], a))
    laid = lay_rows([Row(w) for w in shown], LEFT - 0.2, least=0.36)
    subtitle = f"Number of claims by speaker and act; {how_many(len(shown), len(ranked), 'speaker')}, {how_many(len(table), len(table), 'claim')}"
    subtitle += f", {nameless} of them without a source" if nameless else ""
    figure, (axes,) = chart(title or _claims_title(said, ranked), subtitle, laid.height, left=LEFT, head=0.3, below=0.05)
    write_rows(axes, laid, LEFT)
    axes.set_xlim(-0.5, len(acts) + 0.5)
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    most = max(n for by in said.values() for n in by.values())
    for n, act in enumerate(["all", *acts]):
        axes.annotate(
            act, (n, 0), (0, 4), textcoords="offset points", ha="center", va="bottom", fontsize=NOTE_SIZE, color=GREY,
            fontweight="bold" if act == "all" else "normal", annotation_clip=False,
        )  # fmt: skip
    for who, middle in zip(shown, laid.middles, strict=True):
        axes.axhline(middle, color=PALE, linewidth=0.8, zorder=0)
        axes.text(0, middle, str(sum(said[who].values())), ha="center", va="center", fontweight="bold",
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
        for n, act in enumerate(acts, start=1):
            if count := said[who].get(act, 0):
                share = count / most
                axes.scatter([n], [middle], s=70 + 270 * share, color=BLUE, alpha=0.25 + 0.75 * share, linewidths=0, zorder=2)
                axes.scatter([n], [middle], s=70 + 270 * share, facecolor="none", edgecolor=BLUE, linewidths=0.8, zorder=2)
                axes.text(n, middle, str(count), ha="center", va="center_baseline", fontsize=8.5, zorder=3,
                          color="white" if share > 0.45 else INK)  # fmt: skip
    return figure


def _claims_title(said: dict[str, dict[str, int]], ranked: list[str]) -> str:
    total = sum(sum(by.values()) for by in said.values())
    first = sum(said[ranked[0]].values())
    if len(ranked) == 1:
        return f"{with_capital(ranked[0])} is the only speaker, with {first} claim{'s' * (first != 1)}"
    if first == sum(said[ranked[1]].values()):
        return f"{len(ranked)} speakers make {total} claims, none more than {first}"
    return f"{with_capital(ranked[0])} speaks most often, with {first} of {total} claims"


# --- through time -------------------------------------------------------------------------------


@house_style
def plot_timeline(
    table: pd.DataFrame, *, actors: pd.DataFrame | None = None, top: int = 12, title: str | None = None
) -> Figure:
    """Draw when the claims were made, a row a speaker; or which days the articles speak of.

    Parameters
    ----------
    table : a ``claim_table`` (rows are speakers) or a ``date_table`` (rows are articles).
    actors : an ``actor_table`` for the speakers' names.
    top : how many rows at most, those with most dates.
    title : the finding; by default the span of time and who covers it.

    A month or a year is drawn as a bar of that length. Rows without a date are counted in the
    subtitle. Raises TableError for another table or one without dates.
    """
    from toolkit.timelines import draw_timeline

    return draw_timeline(table, names_of(actors), need_top(top), title)
