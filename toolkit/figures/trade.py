"""Trade: what the articles state, and the bounds that their statements leave for every flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toolkit.errors import OptionError, TableError
from toolkit.figures.canvas import (
    BLUE,
    GREY,
    NOTE_SIZE,
    RED,
    Row,
    bars,
    chart,
    colour_key,
    house_style,
    inches_wide,
    lay_rows,
    need_rows,
    need_top,
    put,
    text_width,
    write_rows,
)
from toolkit.language import (
    CURRENCIES,
    amount,
    how_many,
    period_name,
    place_name,
    plain_number,
    plain_source,
    possessive,
    records,
    scale_of,
    some,
    sources_in_words,
    with_article,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from toolkit.ledger import Ledger

LEFT = 2.75  # inches for row labels
TICKS = 0.34  # inches for tick labels
HEDGES = {"about": "about ", "over": "over ", "under": "under ", "at least": "at least ", "at most": "at most "}


@house_style
def plot_trade(trade: pd.DataFrame, *, currency: str | None = None, top: int = 20, title: str | None = None) -> Figure:
    """Draw trade statements: the amount, and its change in percent, one row a statement.

    Parameters
    ----------
    trade : a ``trade_table``. Statements that say the same are one row, marked with their number.
    currency : ISO 4217 code of the amounts to draw as bars; the most frequent one by default.
        Amounts in others, and volumes, are written and not drawn.
    top : how many rows at most: those in most articles and with an amount, then the latest.
    title : the finding; by default the weightiest statement of the table in words.

    Raises TableError for another table or one without rows.

    >>> from toolkit.trade import trade_table
    >>> figure = plot_trade(trade_table("Chile's exports to Japan rose 5% to $9 billion in 2023."))
    >>> figure.texts[0].get_text()
    'Chile’s exports to Japan rose 5% to $9 billion in 2023'
    """
    need_top(top)
    rows = _statements(need_rows("trade", trade))
    currency = currency or _most_common([r["unit"] for r in rows if r["value"] is not None])
    if currency is not None and currency not in {r["unit"] for r in rows}:
        have = ", ".join(sorted({r["unit"] for r in rows if r["unit"]})) or "none"
        raise OptionError(f"currency={currency!r} is not in this table; it has {have}.")
    rows = _by_pair(rows, currency)
    shown = _weightiest(rows, top)
    drawn = [r for r in shown if r["value"] is not None and r["unit"] == currency]
    unit = CURRENCIES.get(currency or "", currency or "")
    measures = [unit] * bool(drawn) + ["change in percent"] * any(r["change"] is not None for r in shown)
    subtitle = "; ".join([*measures, how_many(len(shown), len(rows), "statement") + " in the articles"])
    subtitle = subtitle[0].upper() + subtitle[1:]
    laid = lay_rows([Row(flow_name(r), _flow_note(r)) for r in shown], LEFT - 0.2)
    amounts, changes = any(r["value"] is not None for r in shown), any(r["change"] is not None for r in shown)
    panels = [p for p, there in ((("Amount", 1.25), amounts), (("Change", 1.0), changes)) if there] or [("Amount", 1.0)]
    figure, axes = chart(
        title or _trade_title(rows),
        subtitle,
        laid.height,
        left=LEFT,
        below=0.06,
        head=0.2,
        widths=[w for _, w in panels],
        gap=0.3,
    )
    for n, (one, (name, _)) in enumerate(zip(axes, panels, strict=True)):
        write_rows(one, laid if n == 0 else laid._replace(labels=[""] * len(shown), notes=[""] * len(shown)), LEFT)
        if name == "Amount":
            values = [r["value"] if r["value"] is not None and r["unit"] == currency else None for r in shown]
            bars(one, laid.middles, values, [_amount_label(r) for r in shown])
        else:
            bars(one, laid.middles, [r["change"] for r in shown], [_change_label(r) for r in shown])
        one.text(0, 1.0, name, transform=one.transAxes, va="bottom", fontsize=NOTE_SIZE, color=GREY, fontweight="bold")
    return figure


FLOW = ("flow", "reporter", "partner", "exporter", "importer", "goods", "period")
FIGURES = ("value", "unit", "value_high", "change")


def _statements(trade: pd.DataFrame) -> list[dict[str, Any]]:
    """One row for each thing said, with the articles that say it; what says less of the same is no row of its own."""
    said: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in records(trade):
        row |= {
            "unit": row["currency"] or row["unit"],
            "change": row["change_pct"],
            "in": {row["article"]},
            "record": bool(row["record"]),
        }
        said.setdefault(tuple(row[c] for c in FLOW), []).append(row)
    kept: list[dict[str, Any]] = []
    for rows in said.values():
        whole: list[dict[str, Any]] = []
        for row in sorted(rows, key=lambda r: sum(r[c] is not None for c in FIGURES), reverse=True):
            given = {c: row[c] for c in FIGURES if row[c] is not None}
            same = next((w for w in whole if given and all(w[c] == v for c, v in given.items())), None)
            if same is None:
                whole.append(row)
                continue
            same["in"] |= row["in"]
            same["record"] |= row["record"]
            same["source"] = same["source"] or row["source"]
        kept += whole
    return kept


def _weightiest(rows: list[dict[str, Any]], top: int) -> list[dict[str, Any]]:
    """Return the rows to show, in the order given: those most said and with an amount, then the latest."""

    def weight(row: dict[str, Any]) -> tuple[Any, ...]:
        figures = sum(row.get(c) is not None for c in ("value", "change", "low", "high"))
        return len(row.get("in", ())), figures, _ends(row["period"]), row.get("status") == "implied", abs(row["value"] or 0.0)

    return [
        r for n, r in enumerate(rows) if n in set(sorted(range(len(rows)), key=lambda n: weight(rows[n]), reverse=True)[:top])
    ]


def _ends(period: str | None) -> str:
    """Return the month in which a period ends, for sorting."""
    last = (period or "").rpartition("/")[2]
    return last[:7] if len(last) > 4 else f"{last}-12" if last else ""


def _by_pair(rows: list[dict[str, Any]], currency: str | None) -> list[dict[str, Any]]:
    """Sort: pairs by their largest amount, then periods, then the whole before its parts."""

    def pair(row: dict[str, Any]) -> tuple[str, ...]:
        return (*sorted((row["reporter"] or "", row["partner"] or "")), row["goods"] or "")

    most: dict[tuple[str, ...], float] = {}
    for row in rows:
        counts = abs(row["value"] or 0.0) if row["unit"] == currency else 0.0
        most[pair(row)] = max(most.get(pair(row), 0.0), counts)
    flows = ("trade", "exports", "balance")
    return sorted(
        rows, key=lambda r: (-most[pair(r)], pair(r), r["period"] or "~", flows.index(r["flow"]), r["exporter"] or "")
    )


def flow_name(row: Mapping[str, Any]) -> str:
    """Return in words whose trade with whom a row of a trade table is about: 'China’s exports to Russia'."""
    a, b = (place_name(row[side]) if some(row[side]) else "unnamed partner" for side in ("reporter", "partner"))
    goods = f" in {row['goods']}" if some(row["goods"]) and row["flow"] == "trade" else ""
    if row["flow"] == "trade":
        return f"{a}–{b} trade{goods}"
    if row["flow"] == "balance":
        return _opened(f"{possessive(a)} trade balance with {with_article(b)}")
    what = f" of {row['goods']}" if some(row["goods"]) else ""
    if some(row["importer"]) and row["importer"] == row["reporter"]:
        return _opened(f"{possessive(a)} imports{what} from {with_article(b)}")
    return _opened(f"{possessive(a)} exports{what} to {with_article(b)}")


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _flow_note(row: dict[str, Any]) -> str:
    times = f"in {len(row['in'])} articles" if len(row["in"]) > 1 else ""
    source = plain_source(row["source"] or "")
    source = "" if source.casefold() in ("data", "figures") else source  # says no more than that it is a figure
    return " · ".join(w for w in (period_name(row["period"]), "a record" if row["record"] else "", source, times) if w)


def _amount_label(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return ""
    hedge = HEDGES.get(row["bound"] or "", "")
    size = abs(row["value"]) if row["flow"] == "balance" else row["value"]
    kind = ("surplus " if row["value"] > 0 else "deficit ") if row["flow"] == "balance" else ""
    if some(row["value_high"]):
        return f"{kind}{amount(size, row['unit'] or '')} to {amount(row['value_high'], row['unit'] or '')}"
    return kind + hedge + amount(size, row["unit"] or "")


def _change_label(row: dict[str, Any]) -> str:
    if row["change"] is None:
        return ""
    hedge = HEDGES.get(row["bound"] or "", "") if row["value"] is None else ""
    return f"{hedge}{'+' if row['change'] > 0 else ''}{plain_number(row['change'])}%"


def _trade_title(rows: list[dict[str, Any]]) -> str:
    """Say the table's weightiest statement in words: a record, or what most articles say, or the largest amount."""

    def weight(row: dict[str, Any]) -> tuple[Any, ...]:
        both = row["value"] is not None and row["change"] is not None
        return (
            both,
            row["record"],
            len(row["in"]),
            row["unit"] in CURRENCIES,
            row["value"] or 0.0,
            row["period"] or "",
            row["change"] or 0.0,
        )

    row = max(rows, key=weight)
    name = flow_name(row)
    when = (
        f" in {period_name(row['period'])}" if row["period"] and "/" not in row["period"] else f", {period_name(row['period'])}"
    )
    when = when if row["period"] else ""
    hedge = HEDGES.get(row["bound"] or "", "")
    is_many = row["flow"] == "exports"
    if row["change"] is not None and row["flow"] != "balance":
        moved = "rose" if row["change"] >= 0 else "fell"
        by = f"{plain_number(abs(row['change']))}%"
        if row["value"] is None:
            return f"{name} {moved} {hedge}{by}{when}"
        record = "a record " if row["record"] else ""
        return f"{name} {moved} {by} to {record}{hedge}{amount(row['value'], row['unit'] or '')}{when}"
    if row["value"] is not None:
        return (
            f"{name} {'were' if is_many else 'was'} {_amount_label(row)}{when}"
            if row["flow"] != "balance"
            else (f"{name}: a {_amount_label(row).replace(' ', ' of ', 1)}{when}")
        )
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
    top : how many flows at most: those bounded on both sides, the latest of them, those implied first.
    title : the finding; by default how many flows the text states and how many follow from them.

    A flow bounded on one side only is drawn with an arrow; a flow without bounds is left out.
    Raises TableError for another table or one without rows.

    >>> from toolkit.ledger import reconcile
    >>> from toolkit.trade import trade_table
    >>> trade = trade_table("Chile's trade with Japan rose 25% to $10 billion in 2023.")
    >>> plot_ledger(reconcile(trade)).texts[0].get_text()
    'The articles give 1 trade flow an amount; 1 more follows from it'
    """
    need_top(top)
    flows = need_rows("flows", getattr(ledger, "flows", ledger))
    rows = records(flows)
    rows = [r for r in rows if r["low"] is not None or r["high"] is not None]
    if not rows:
        raise TableError("No flow in this ledger has a bound, so there is nothing to draw; its statements give no amounts.")
    currency = currency or _most_common([r["currency"] for r in rows])
    mine = [
        {
            **r,
            "unit": r["currency"],
            "partner": r["importer"] if r["reporter"] == r["exporter"] else r["exporter"],
            "value": max(abs(r["low"] or 0.0), abs(r["high"] or 0.0)),
        }
        for r in rows
        if r["currency"] == currency
    ]
    if not mine:
        have = ", ".join(sorted({str(r["currency"]) for r in rows}))
        raise OptionError(f"currency={currency!r} is not in this ledger; it has {have}.")
    mine = _by_pair([_undirected(r) for r in mine], currency)
    shown = _weightiest(mine, top)
    size, scale = scale_of(sorted(r["value"] for r in shown)[len(shown) // 2])
    unit = " ".join(w for w in (scale, CURRENCIES.get(currency or "", currency or "")) if w)
    stated = sum(r["status"] == "stated" for r in mine)
    implied = len(mine) - stated
    subtitle = f"Least and greatest value that the statements leave possible, {unit}; {how_many(len(shown), len(mine), 'flow')}"
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in shown:  # each pair has its own scale, so that narrow bounds of small flows stay visible
        groups.setdefault((*sorted((row["reporter"] or "", row["partner"] or "")), row["goods"] or ""), []).append(row)
    laid = [
        lay_rows(
            [
                Row(flow_name(r), " · ".join(w for w in (period_name(r["period"]), sources_in_words(r["source"])) if w))
                for r in rows_
            ],
            LEFT - 0.2,
        )
        for rows_ in groups.values()
    ]
    height = sum(one.height for one in laid) + TICKS * (len(laid) - 1)
    figure, (whole,) = chart(title or _ledger_title(stated, implied), subtitle, height, left=LEFT, head=0.22, below=TICKS)
    whole.set_axis_off()
    x0, y0, wide, tall = whole.get_position().bounds
    top_edge = y0 + tall
    for one, rows_ in zip(laid, groups.values(), strict=True):
        share = one.height / height * tall
        axes = figure.add_axes((x0, top_edge - share, wide, share), facecolor="none")
        write_rows(axes, one, LEFT)
        _intervals(axes, one.middles, rows_, size)
        top_edge -= share + TICKS / height * tall
    colour_key(whole, [("stated in the text", BLUE)] * bool(stated) + [("follows from other statements", RED)] * bool(implied))
    return figure


def _intervals(axes: Axes, middles: Sequence[float], rows: Sequence[dict[str, Any]], size: float) -> None:
    """Draw each row's bounds as a bar with the numbers beside it; an open end is an arrow."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ends = [v / size for r in rows for v in (r["low"], r["high"]) if v is not None]
    labels = [_range_label(r, size) for r in rows]
    inches = inches_wide(axes)
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = max(text_width(t) for t in labels) + 0.45
    per_inch = (high - low or 1.0) / (inches - room)
    axes.set_xlim(low - 0.1 * per_inch, high + room * per_inch)
    axes.axvline(0, color="#888888", linewidth=0.8)
    axes.spines["bottom"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: plain_number(v)))
    for row, middle, label in zip(rows, middles, labels, strict=True):
        colour = BLUE if row["status"] == "stated" else RED
        first = (row["low"] if row["low"] is not None else row["high"]) / size
        last = (row["high"] if row["high"] is not None else row["low"]) / size
        middle_of, half = (first + last) / 2, max(last - first, 0.03 * per_inch) / 2  # a narrow interval stays visible
        axes.barh(middle, middle_of - half, height=0.15, color=colour, alpha=0.25)  # up to the least, in pale
        axes.barh(middle, 2 * half, left=middle_of - half, height=0.15, color=colour)
        end = max(last, middle_of + half)
        if row["low"] is None or row["high"] is None:
            ahead = 0.28 * per_inch * (1 if row["high"] is None else -1)
            axes.annotate(
                "",
                (middle_of + ahead, middle),
                (middle_of, middle),
                arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 1.6},
            )
            end = max(end, middle_of + ahead)
        put(axes, label, (end, middle), (5, 0), va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def _undirected(row: dict[str, Any]) -> dict[str, Any]:
    """A flow row as a statement row: trade and balance have no direction of goods."""
    return {**row, "importer": row["importer"] if row["flow"] == "exports" else None} | (
        {"reporter": row["exporter"], "partner": row["importer"]}
        if row["reporter"] not in (row["exporter"], row["importer"])
        else {}
    )


def _range_label(row: dict[str, Any], size: float) -> str:
    low, high = row["low"], row["high"]
    if low is None:
        return f"at most {plain_number(high / size)}"
    if high is None:
        return f"at least {plain_number(low / size)}"
    digits = 1 if high - low >= 0.2 * size or high == low else 2
    first, last = plain_number(low / size, digits), plain_number(high / size, digits)
    return first if first == last else f"{first} to {last}"


def _ledger_title(stated: int, implied: int) -> str:
    gives = f"The articles give {stated} trade flow{'s' * (stated != 1)} an amount" if stated else "No flow is given an amount"
    return f"{gives}; {implied} more follow{'s' * (implied == 1)} from {'it' if stated == 1 else 'them'}" if implied else gives
