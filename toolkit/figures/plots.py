"""Figures: a table in, a matplotlib Figure out; nothing is shown and nothing saved here.

Every figure has a title that states the finding (give your own with ``title=``), a subtitle with
measure and unit, labels on the marks, and says how many rows it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.errors import OptionError, TableError
from toolkit.figures.canvas import (
    BLUE,
    GREY,
    INK,
    KIND_COLOURS,
    NOTE_SIZE,
    PALE,
    WIDTH,
    Row,
    bars,
    chart,
    colour_key,
    house_style,
    lay_rows,
    need_claims,
    need_rows,
    need_top,
    put,
    save_figure,
    text_width,
    write_rows,
)
from toolkit.figures.networks import plot_network
from toolkit.figures.tone import plot_sentiment, plot_tone
from toolkit.figures.trade import plot_ledger, plot_trade
from toolkit.language import (
    how_many,
    place_name,
    records,
    speakers_of,
    with_article,
    with_capital,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

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

    >>> from toolkit.actors import actor_table
    >>> plot_actors(actor_table("Peru sold copper to Japan. Peru wants to sell more.")).texts[0].get_text()
    'Peru is mentioned most often: twice'
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
    for row in records(shown):
        country = place_name(row["country"]) if row["country"] and row["kind"] not in ("state", "bloc") else ""
        rows.append(Row(row["name"] or row["actor"], ", ".join(w for w in (row["role"], country) if w)))
    laid = lay_rows(rows, LEFT - 0.2)
    articles = int(table["articles"].fillna(0).max())
    subtitle = f"Mentions by name, role or pronoun; {how_many(len(shown), len(table), 'actor')}"
    first = shown.iloc[0]
    times = {1: "once", 2: "twice"}.get(int(first["mentions"]), f"{first['mentions']:,} times")
    tied = len(table) > 1 and table.iloc[1]["mentions"] == first["mentions"]
    name = with_capital(first["name"])
    default = (
        f"{len(table)} actors are named, none more often than {times}" if tied else f"{name} is mentioned most often: {times}"
    )
    figure, (axes,) = chart(title or default, subtitle, laid.height, left=LEFT, head=0.26, below=0.08)
    write_rows(axes, laid, LEFT)
    counts = [float(c) for c in shown["mentions"]]
    labels = [
        f"{int(c):,}" + (f" in {n} article{'s' * (n != 1)}" if articles > 1 else "")
        for c, n in zip(counts, shown["articles"].fillna(0).astype(int), strict=True)
    ]
    bars(axes, laid.middles, counts, labels)
    for bar, one in zip(axes.patches, shown["kind"], strict=True):
        bar.set_facecolor(KIND_COLOURS[one])
    used = [k for k in KIND_COLOURS if k in set(shown["kind"])]
    colour_key(axes, [(k, KIND_COLOURS[k]) for k in used])
    return figure


# --- claims -----------------------------------------------------------------------------------


@house_style
def plot_claims(
    claims: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    mode: str = "said",
    top: int = 12,
    title: str | None = None,
) -> Figure:
    """Draw who speaks, how often and in which act: a row a speaker, a column an act.

    Parameters
    ----------
    claims : a ``claim_table``.
    actors : an ``actor_table`` for the speakers' names; without it they come from the ids.
    mode : which claims: ``said``, ``thought`` (hopes, plans, beliefs) or ``any``.
    top : how many speakers at most.
    title : the finding; by default who speaks most and how.

    Sources that are no actor stand as the text has them. Claims without a source,
    or with an unresolved pronoun for one, are counted in the subtitle and not drawn. Raises TableError for another table or one without rows.

    >>> from toolkit.claims import claim_table
    >>> plot_claims(claim_table("Peru said that it would sell more copper.")).texts[0].get_text()
    'Peru is the only speaker, with 1 claim'
    """
    need_top(top)
    table = need_claims(need_rows("claims", claims), mode)
    said: dict[str, dict[str, int]] = {}
    nameless = 0
    for row, who in zip(records(table), speakers_of(table, actors), strict=True):
        if who is None:
            nameless += 1
            continue
        acts_of = said.setdefault(who, {})
        act = row["act"] or "say"
        acts_of[act] = acts_of.get(act, 0) + 1
    if not said:
        raise TableError("No claim in this table has a source, so there is nobody to draw.")
    ranked = sorted(said, key=lambda w: (-sum(said[w].values()), w))
    shown = ranked[:top]
    totals = {act: sum(said[w].get(act, 0) for w in shown) for w in shown for act in said[w]}
    acts = sorted(totals, key=lambda a: (-totals[a], a))
    laid = lay_rows([Row(w) for w in shown], LEFT - 0.2, least=0.36)
    subtitle = f"Number of claims by speaker and act; {how_many(len(shown), len(ranked), 'speaker')}"
    subtitle += f", {how_many(len(table), len(table), 'claim')}"
    subtitle += f", {nameless} of them without a source by name" if nameless else ""
    wide = (WIDTH - LEFT) / (len(acts) + 2)
    slant = any(text_width(act, NOTE_SIZE) > wide - 0.06 for act in acts)
    figure, (axes,) = chart(
        title or _claims_title(said, ranked), subtitle, laid.height, left=LEFT, head=0.5 if slant else 0.24, below=0.05
    )
    write_rows(axes, laid, LEFT)
    axes.set_xlim(-0.5, len(acts) + (0.9 if slant else 0.5))
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    most = max(n for by in said.values() for n in by.values())
    for n, act in enumerate(["all", *acts]):
        put(
            axes,
            act,
            (n, 0),
            (0, 3 if slant else 5),
            ha="left" if slant else "center",
            va="bottom" if slant else "baseline",
            fontsize=NOTE_SIZE,
            color=GREY,
            fontweight="bold" if act == "all" else "normal",
            rotation=40 if slant else 0,
            rotation_mode="anchor",
        )
    for who, middle in zip(shown, laid.middles, strict=True):
        axes.axhline(middle, color=PALE, linewidth=0.8, zorder=0)
        axes.text(
            0,
            middle,
            str(sum(said[who].values())),
            ha="center",
            va="center",
            fontweight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
        for n, act in enumerate(acts, start=1):
            if count := said[who].get(act, 0):
                share = count / most
                axes.scatter([n], [middle], s=70 + 270 * share, color=BLUE, alpha=0.25 + 0.75 * share, linewidths=0, zorder=2)
                axes.scatter([n], [middle], s=70 + 270 * share, facecolor="none", edgecolor=BLUE, linewidths=0.8, zorder=2)
                axes.text(
                    n,
                    middle,
                    str(count),
                    ha="center",
                    va="center_baseline",
                    fontsize=8.5,
                    zorder=3,
                    color="white" if share > 0.45 else INK,
                )
    return figure


def _claims_title(said: dict[str, dict[str, int]], ranked: list[str]) -> str:
    total = sum(sum(by.values()) for by in said.values())
    first = sum(said[ranked[0]].values())
    if len(ranked) == 1:
        return f"{with_capital(ranked[0])} is the only speaker, with {first} claim{'s' * (first != 1)}"
    if first == sum(said[ranked[1]].values()):
        return f"{len(ranked)} speakers make {total} claims, none more than {first}"
    return f"The most frequent source is {with_article(ranked[0])}, with {first} of {total} claims"


# --- through time -------------------------------------------------------------------------------


@house_style
def plot_timeline(
    table: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    mode: str = "said",
    top: int = 12,
    title: str | None = None,
) -> Figure:
    """Draw when the claims were made, a row a speaker; or which days the articles speak of.

    Parameters
    ----------
    table : a ``claim_table`` (rows are speakers) or a ``date_table`` (rows are articles).
    actors : an ``actor_table`` for the speakers' names.
    articles : the articles table of ``analyse``, for titles and the day of publication (dates only).
    mode : which claims: ``said``, ``thought`` (hopes, plans, beliefs) or ``any``.
    top : how many rows at most, those with most dates.
    title : the finding; by default the span of time and who covers it.

    A month or a year is drawn as a bar of that length, or as a dot where it is too short for one.
    Rows without a date are counted in the subtitle. Raises TableError for another table or one
    without dates.

    >>> from toolkit.dates import date_table
    >>> plot_timeline(date_table("Trade rose in May 2023 and fell in June 2024.")).texts[0].get_text()
    'The articles name 2 dates between 1 May 2023 and 30 Jun 2024'
    """
    from toolkit.figures.timelines import draw_timeline

    return draw_timeline(table, actors, articles, mode, need_top(top), title)
