"""Tone: polarity through an article, by article, actor or month; and who speaks of whom, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.errors import OptionError, TableError, check_option
from toolkit.figures.canvas import (
    BLUE,
    GREY,
    INK,
    NOTE_SIZE,
    PALE,
    RED,
    WIDTH,
    Row,
    chart,
    house_style,
    interval,
    lay_rows,
    line_height,
    need_rows,
    need_top,
    put,
    wrap,
    write_rows,
)
from toolkit.language import (
    how_many,
    names_of,
    period_name,
    records,
    some,
    with_article,
    with_capital,
)
from toolkit.tables import check

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT = 2.75
SMALL = 5  # fewer values than this are drawn hollow, and no interval is given
MOST_ROWS = 40
NARROW = 0.68  # inches; a narrower cell has no room for an interval


@house_style
def plot_sentiment(
    sentiment: pd.DataFrame,
    *,
    by: str | None = None,
    articles: pd.DataFrame | None = None,
    mentions: pd.DataFrame | None = None,
    title: str | None = None,
) -> Figure:
    """Draw the polarity of sentences: through an article, or its mean by article, month or actor.

    Parameters
    ----------
    sentiment : a ``sentiment_table``.
    by : ``sentence`` (one article, from first to last), ``article``, ``month`` (needs ``articles``)
        or ``actor`` (needs ``mentions``: the sentences that name each). By default ``sentence``
        for one article and ``article`` for several.
    articles : the articles table of ``analyse``, for dates and titles.
    mentions : a ``mention_table``.
    title : the finding; by default the highest and lowest.

    A mean is drawn with its number of sentences and a 95% bootstrap interval; fewer than five
    sentences get no interval and a hollow mark. Raises TableError for another or an empty table.

    >>> from toolkit.tone import sentiment_table
    >>> plot_sentiment(sentiment_table("A good year. Sales grew. It was a terrible end.")).texts[0].get_text()
    '2 of 3 sentences carry words of tone; the most negative is sentence 3'
    """
    table = need_rows("sentiment", sentiment)
    table = table[table["polarity"].notna()]
    if table.empty:
        raise TableError("No row of this sentiment table has a polarity, so there is nothing to draw.")
    several = table["article"].nunique() > 1
    by = by or ("article" if several else "sentence")
    check_option("by", by, ("sentence", "article", "month", "actor"))
    if by == "sentence":
        if several:
            raise OptionError("by='sentence' draws one article; pick it first: sentiment[sentiment['article'] == 'its-id'].")
        return _through(table, title)
    articles = None if articles is None else check("articles", articles)
    groups, what = _groups(table, by, articles, mentions)
    return _means(groups, what, title)


def _groups(
    table: pd.DataFrame, by: str, articles: pd.DataFrame | None, mentions: pd.DataFrame | None
) -> tuple[list[tuple[Row, list[float]]], str]:
    """Return each row's label and its polarities, in drawing order, and what a row is."""
    if by == "actor":
        if mentions is None:
            raise OptionError(
                "by='actor' needs the mention table: plot_sentiment(sentiment, by='actor', mentions=tables.mentions)."
            )
        named = check("mentions", mentions).dropna(subset=["actor", "name"]).drop_duplicates(["article", "sentence", "actor"])
        joined = named[["article", "sentence", "actor", "name"]].merge(
            table[["article", "sentence", "polarity"]], on=["article", "sentence"]
        )
        if joined.empty:
            raise TableError(
                "No sentence of this sentiment table names an actor of these mentions; are both from one analysis?"
            )
        found = [
            (Row(str(g["name"].iloc[0])), [float(p) for p in g["polarity"]]) for _, g in joined.groupby("actor", sort=True)
        ]
        found = sorted(found, key=lambda item: (-len(item[1]), item[0].label))[:15]
        return sorted(found, key=lambda item: (-sum(item[1]) / len(item[1]), item[0].label)), "actor"
    if by == "month":
        if articles is None:
            raise OptionError(
                "by='month' needs the articles table: plot_sentiment(sentiment, by='month', articles=tables.articles)."
            )
        dates = dict(zip(articles["article"], articles["date"], strict=True))
        month = table["article"].map(lambda a: str(dates[a])[:7] if some(dates.get(a)) else None)
        if month.isna().all():
            raise TableError(
                "No article of this sentiment table has a date; read them with dates: read_article(path, date='2024-04-06')."
            )
        found = [(Row(period_name(str(m))), [float(p) for p in g["polarity"]]) for m, g in table.groupby(month, sort=True)]
        return found, "month"
    titles: dict[str, tuple[str, str]] = {}
    if articles is not None:
        for row in records(articles):
            titles[row["article"]] = (row["title"] or row["article"], period_name(row["date"]) if row["date"] else "")
    found = [
        (Row(*titles.get(str(a), (str(a), ""))), [float(p) for p in g["polarity"]])
        for a, g in table.groupby("article", sort=True)
    ]
    return found, "article"


def _means(groups: list[tuple[Row, list[float]]], what: str, title: str | None) -> Figure:
    shown = groups[:MOST_ROWS]
    means = [sum(values) / len(values) for _, values in shown]
    spans = [interval(values) if len(values) >= SMALL else None for _, values in shown]
    subtitle = f"Mean polarity of the sentences, TextBlob, −1 to 1, by {what}; line: 95% bootstrap interval; n: sentences"
    subtitle += "; a sentence counts for each actor it names" if what == "actor" else ""
    subtitle += f"; {how_many(len(shown), len(groups), what)}" if len(shown) < len(groups) else ""
    laid = lay_rows([row for row, _ in shown], LEFT - 0.2)
    figure, (axes,) = chart(title or _mean_title(shown, means, what), subtitle, laid.height, left=LEFT, below=0.34, head=0.06)
    write_rows(axes, laid, LEFT)
    ends = [0.0, *means, *(e for s in spans if s for e in s)]
    low, high = min(-0.02, *ends), max(0.02, *ends)
    per_inch = (high - low) / (WIDTH - LEFT - 1.25)  # what is left beside the labels
    axes.set_xlim(low - 0.1 * per_inch, high + 1.15 * per_inch)
    _polarity_axis(axes, low, high)
    for (_, values), mean, span, middle in zip(shown, means, spans, laid.middles, strict=True):
        colour = BLUE if mean >= 0 else RED
        if span:
            axes.plot(span, [middle, middle], color=colour, linewidth=2, alpha=0.45, zorder=2)
        axes.scatter([mean], [middle], s=42, facecolor=colour if span else "white", edgecolor=colour, linewidths=1.3, zorder=3)
        label = f"{signed(mean)}  n = {len(values)}"
        put(
            axes,
            label,
            (max(mean, span[1]) if span else mean, middle),
            (7, 0),
            va="center",
            fontsize=8.5,
            color=INK if span else GREY,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )
    return figure


def signed(value: float) -> str:
    """Return a polarity with its sign: '+0.25', '−0.10', '0.00'."""
    text = f"{abs(value):.2f}"
    return text if not text.strip("0.") else f"{'+' if value > 0 else '−'}{text}"


def _polarity_axis(axes: Axes, low: float, high: float) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ticks = [t for t in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high) if low - 1e-9 <= t <= high + 1e-9]
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: signed(v).rstrip("0").rstrip(".") if abs(v) > 1e-9 else "0"))
    axes.axvline(0, color="#888888", linewidth=0.9, zorder=1)
    axes.spines["bottom"].set_visible(False)


def _mean_title(shown: Sequence[tuple[Row, list[float]]], means: list[float], what: str) -> str:
    if len(shown) == 1:
        return f"The sentences have a mean polarity of {signed(means[0])}"
    enough = [n for n, (_, values) in enumerate(shown) if len(values) >= SMALL]
    if len(enough) < 2:
        return f"Mean polarity runs from {signed(min(means))} to {signed(max(means))}, on few sentences"
    high, low = max(enough, key=lambda n: means[n]), min(enough, key=lambda n: means[n])
    tone = {
        "actor": "Sentences that name {} are the most positive, those that name {} the least",
        "month": "Sentences were most positive in {}, least in {}",
    }.get(what)
    if tone:
        return tone.format(*(with_article(shown[n][0].label) for n in (high, low)))
    return f"Mean polarity runs from {signed(means[low])} to {signed(means[high])} in {len(shown)} articles"


def _through(table: pd.DataFrame, title: str | None) -> Figure:
    """Draw one article's sentences from first to last, with a running mean of five."""
    import numpy as np

    table = table.sort_values(["sentence", "start"])
    values = table["polarity"].astype(float).to_numpy()
    numbers = table["sentence"].astype(int).to_numpy() + 1
    article = str(table["article"].iloc[0])
    charged = int((np.abs(values) > 1e-9).sum())
    many = how_many(charged, len(values), "sentence") if charged < len(values) else f"All {len(values)} sentences"
    default = f"{many} carr{'ies' if len(values) == 1 else 'y'} words of tone"
    if charged:
        peak = int(np.abs(values).argmax())
        default += f"; the {'most positive' if values[peak] > 0 else 'most negative'} is sentence {numbers[peak]}"
    subtitle = "Polarity of each sentence, TextBlob, −1 to 1"
    subtitle += "; line: mean of five sentences" if len(values) >= 2 * SMALL else ""
    subtitle += f"; article {article}, n = {len(values)}"
    figure, (axes,) = chart(title or default, subtitle, 2.7, left=0.45, below=0.5, head=0.08)
    colours = [BLUE if v >= 0 else RED for v in values]
    axes.bar(numbers, values, width=0.72, color=colours, alpha=0.75)
    axes.scatter(numbers[values == 0], values[values == 0], s=9, color="#9a9a9a", zorder=3, linewidths=0)
    if len(values) >= 2 * SMALL:
        kernel = np.ones(5)
        smooth = np.convolve(values, kernel, "same") / np.convolve(np.ones(len(values)), kernel, "same")
        axes.plot(numbers, smooth, color=INK, linewidth=1.6, zorder=4)
    axes.axhline(0, color="#888888", linewidth=0.9)
    reach = max(0.25, float(np.abs(values).max())) * 1.1
    axes.set_ylim(-reach, reach)
    axes.set_xlim(numbers.min() - 0.7, numbers.max() + 0.7)
    axes.grid(visible=False, axis="x")
    axes.grid(visible=True, axis="y", color=PALE)
    axes.spines["bottom"].set_visible(False)
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: signed(v).rstrip("0").rstrip(".") if abs(v) > 1e-9 else "0"))
    axes.set_xlabel("sentence of the article", fontsize=NOTE_SIZE + 0.5)
    return figure


@house_style
def plot_tone(tone: pd.DataFrame, *, actors: pd.DataFrame | None = None, top: int = 8, title: str | None = None) -> Figure:
    """Draw who speaks of whom, and how: a row a speaker, a column a target, n on every cell.

    Parameters
    ----------
    tone : a ``tone_table``.
    actors : an ``actor_table`` for names; without it they come from the ids.
    top : how many speakers, and how many targets, at most (12 at the most).
    title : the finding; by default the most negative and most positive pair with five values or more.

    The cell's colour is the mean polarity, its size the number of values; from five values on, a
    95% bootstrap interval stands below. Raises TableError for another or an empty table.

    >>> from toolkit.tone import tone_table
    >>> plot_tone(tone_table("Peru praised Japan.")).texts[0].get_text()
    '2 passages of tone, too few for a firm mean between any two actors'
    """
    need_top(top)
    table = need_rows("tone", tone)
    table = table[table["polarity"].notna() & table["target"].notna()]
    if table.empty:
        raise TableError("No row of this tone table has a polarity, so there is nothing to draw.")
    names = names_of(actors)
    table = table.assign(speaker=table["speaker"].fillna("source not named"))
    speakers = _ranked(table["speaker"])[: min(top, 12)]
    targets = _ranked(table["target"])[: min(top, 12)]
    shown = table[table["speaker"].isin(speakers) & table["target"].isin(targets)]
    speakers = [s for s in speakers if s in set(shown["speaker"])]
    targets = [t for t in targets if t in set(shown["target"])]
    cells = {
        (str(s), str(t)): [float(p) for p in g["polarity"]] for (s, t), g in shown.groupby(["speaker", "target"], sort=True)
    }
    said = {s: ("the narrator" if s == "narrator" else names(s)) for s in speakers}
    left = 1.55
    wide = min(1.15, (WIDTH - left) / len(targets))
    some_firm = any(len(v) >= SMALL for v in cells.values())
    subtitle = f"Mean polarity towards the actor spoken of, −1 to 1; {how_many(len(shown), len(table), 'passage')}. "
    subtitle += "Brackets: 95% bootstrap interval. " if some_firm and wide >= NARROW else ""
    subtitle += f"Small and dashed: fewer than {SMALL} passages" if any(len(v) < SMALL for v in cells.values()) else ""
    heads = [wrap(names(t), wide - 0.08, 8.5, lines=3) for t in targets]
    head = (max(h.count("\n") for h in heads) + 1) * line_height(8.5) + 0.08
    tall = 0.62
    figure, (axes,) = chart(
        title or _tone_title(cells, said, names), subtitle, tall * len(speakers), left=left, below=0.05, head=head
    )
    axes.set_position((left / WIDTH, axes.get_position().y0, wide * len(targets) / WIDTH, axes.get_position().height))
    laid = lay_rows([Row(said[s]) for s in speakers], left - 0.15, least=tall)
    laid = laid._replace(middles=[tall * (n + 0.5) for n in range(len(speakers))], height=tall * len(speakers))
    write_rows(axes, laid, left)
    axes.set_xlim(0, wide * len(targets))
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    for n, text in enumerate(heads):
        put(axes, text, (wide * (n + 0.5), 0), (0, 4), ha="center", va="bottom", fontsize=8.5, linespacing=1.1)
    put(axes, "speaker ↓   of →", (0, 0), (-left * 72, 4), ha="left", va="bottom", fontsize=NOTE_SIZE, color=GREY)
    for (speaker, target), values in cells.items():
        _cell(axes, targets.index(target) * wide, speakers.index(speaker) * tall, wide, tall, values)
    return figure


def _ranked(column: pd.Series) -> list[str]:
    counts = column.value_counts()
    return sorted(counts.index, key=lambda a: (-int(counts[a]), str(a)))


def _cell(axes: Axes, x: float, y: float, wide: float, tall: float, values: list[float]) -> None:
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    shades = LinearSegmentedColormap.from_list("tone", ["#B34700", "#F0A877", "#EFEFEF", "#8CC0E4", "#00588C"])
    mean = sum(values) / len(values)
    full = len(values) >= SMALL
    trim = 0.03 if full else 0.1
    trust = 1.0 if full else 0.5  # few values: pale
    shade = shades((max(-1.0, min(1.0, mean)) * trust + 1) / 2)
    axes.add_patch(
        Rectangle(
            (x + trim, y + trim * 0.8),
            wide - 2 * trim,
            tall - 1.6 * trim,
            facecolor=shade,
            edgecolor="none" if full else "#b5b5b5",
            linewidth=0 if full else 0.7,
            linestyle="-" if full else (0, (2, 2)),
        )
    )
    light = 0.2126 * shade[0] + 0.7152 * shade[1] + 0.0722 * shade[2]
    ink = INK if light > 0.45 else "white"
    low, high = interval(values) if full else (0.0, 0.0)
    lines = [(signed(mean), 9.0, "bold" if full else "normal"), (f"n = {len(values)}", 7.2, "normal")]
    if full and wide >= NARROW:
        lines.append((f"[{signed(low)}, {signed(high)}]".replace("0.", "."), 6.8, "normal"))
    tops = sum(line_height(size) for _, size, _ in lines)
    at = y + tall / 2 - tops / 2
    for text, size, weight in lines:
        axes.text(
            x + wide / 2,
            at + line_height(size) / 2,
            text,
            ha="center",
            va="center",
            fontsize=size,
            fontweight=weight,
            color=ink,
        )
        at += line_height(size)


def _tone_title(cells: dict[tuple[str, str], list[float]], said: dict[str, str], names: object) -> str:
    name = names if callable(names) else str
    firm = {pair: sum(v) / len(v) for pair, v in cells.items() if len(v) >= SMALL}
    clear = {pair: mean for pair, mean in firm.items() if interval(cells[pair])[0] > 0 or interval(cells[pair])[1] < 0}
    if clear:
        who, whom = pair = max(clear, key=lambda p: (abs(clear[p]), p))
        tone = "most harshly" if clear[pair] < 0 else "most warmly"
        mean = f"{signed(clear[pair])} on average"
        if who == "source not named":
            return f"Sources without a name speak {tone} of {with_article(name(whom))}: {mean}"
        return f"{with_capital(said[who])} speaks {tone} of {with_article(name(whom))}: {mean}"
    if firm:
        return "No speaker’s tone towards any actor is clearly above or below zero"
    count = sum(map(len, cells.values()))
    return f"{how_many(count, count, 'passage')} of tone, too few for a firm mean between any two actors"
