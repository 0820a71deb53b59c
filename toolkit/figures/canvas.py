"""What every figure shares: its frame (title, subtitle, source line), labels that fit, and how it is saved."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec

from toolkit.errors import OptionError, TableError, check_option
from toolkit.figures.glyphs import FONT, cover, measurable, quiet
from toolkit.tables import MODES, check

if TYPE_CHECKING:  # matplotlib is loaded with the first figure
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
STYLE = "toolkit.house"
WIDTH = 7.5  # inches, a column and a half of a broadsheet
SCREEN = 96  # dots an inch in a notebook
INK, GREY, PALE = "#222222", "#5f5f5f", "#e4e4e4"
BLUE, RED, GREEN, PINK, AMBER, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"
KIND_COLOURS = {"person": BLUE, "state": RED, "organisation": GREEN, "bloc": PINK, "place": "#8c8c8c"}
TITLE_SIZE, SUBTITLE_SIZE, LABEL_SIZE, NOTE_SIZE = 13.0, 9.5, 9.5, 8.0
LINE = 1.28  # height of a line of text, in font sizes


def house_style(plot: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw in the house style without changing the session's own settings."""

    @functools.wraps(plot)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Figure:
        import matplotlib.style

        with matplotlib.style.context(STYLE), quiet():
            figure = plot(*args, **kwargs)
            figure.draw_without_rendering()  # ticks and text take their style here
        cover(figure)
        return figure

    return styled


def _picture(figure: Figure) -> tuple[bytes, dict[str, int]]:
    """Return the figure as png for the end of a notebook cell (without pyplot), sharp on a fine screen."""
    import matplotlib.style

    buffer = io.BytesIO()
    with matplotlib.style.context(STYLE), quiet():
        figure.savefig(buffer, format="png", dpi=2 * SCREEN, bbox_inches="tight", metadata={"Software": None})
    wide, tall = (int.from_bytes(buffer.getvalue()[at : at + 4], "big") for at in (16, 20))  # from the png's head
    return buffer.getvalue(), {"width": wide // 2, "height": tall // 2}


def need_rows(name: str, table: object) -> pd.DataFrame:
    """Return the table if it is one of that name with rows, or Tables that hold it; say what is wrong otherwise."""
    found = check(name, table)
    if found.empty:
        raise TableError(f"The {name} table has no rows, so there is nothing to draw; analyse articles that have some.")
    return found


def need_claims(table: pd.DataFrame, mode: str) -> pd.DataFrame:
    """Return the claims of a mode: ``said``, ``thought`` or ``any``; say what is wrong where there are none."""
    check_option("mode", mode, (*MODES, "any"))
    found = table if mode == "any" else table[table["mode"].fillna("said") == mode].reset_index(drop=True)
    if found.empty:
        raise TableError(f"No claim of this table is {mode}; give mode='any' to draw those that there are.")
    return found


def need_top(top: int) -> int:
    """Return ``top`` if it is a number of rows."""
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        raise OptionError(f"top={top!r} is not a number of rows; give 1 or more.")
    return top


# --- text that fits -----------------------------------------------------------------


@cache
def _renderer() -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    return FigureCanvasAgg(Figure(dpi=72)).get_renderer()


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = LABEL_SIZE, weight: str = "normal") -> float:
    """Return how wide a line of text is, in inches."""
    from matplotlib.font_manager import FontProperties

    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = _renderer().get_text_width_height_descent(measurable(text), font, False)
    return float(width) / 72


def wrap(text: str, inches: float, size: float = LABEL_SIZE, *, weight: str = "normal", lines: int | None = None) -> str:
    """Break a text into lines no wider than ``inches``; past ``lines`` it ends in '…'."""
    done: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if not line or text_width(longer, size, weight) <= inches:
            line = longer
        else:
            done.append(line)
            line = word
    done.append(line)
    if lines is not None and len(done) > lines:
        done = [*done[: lines - 1], done[lines - 1] + "…"]
    for number, piece in enumerate(done):
        if text_width(piece, size, weight) > inches:
            kept = piece.rstrip("…")
            while len(kept) > 1 and text_width(kept.rstrip() + "…", size, weight) > inches:
                kept = kept[:-1]
            done[number] = kept.rstrip(" ,;") + "…"
    return "\n".join(done)


def line_height(size: float) -> float:
    """Return the height of a line of text, in inches."""
    return size * LINE / 72


class Row(NamedTuple):
    """A row of a chart: its label, a note below it in grey, and how tall its marks are in inches."""

    label: str
    note: str = ""


class Rows(NamedTuple):
    """Rows laid out one below the other: wrapped labels, and where each row's middle is, in inches."""

    labels: list[str]
    notes: list[str]
    middles: list[float]
    height: float


def lay_rows(rows: Sequence[Row], width: float, *, least: float = 0.34) -> Rows:
    """Wrap each row's label and note to ``width`` inches and place the rows one below the other."""
    labels = [wrap(r.label, width, lines=3) for r in rows]
    notes = [wrap(r.note, width, NOTE_SIZE, lines=2) if r.note else "" for r in rows]
    middles, at = [], 0.0
    for label, note in zip(labels, notes, strict=True):
        tall = (label.count("\n") + 1) * line_height(LABEL_SIZE)
        tall += (note.count("\n") + 1) * line_height(NOTE_SIZE) if note else 0.0
        tall = max(least, tall + 0.13)
        middles.append(at + tall / 2)
        at += tall
    return Rows(labels, notes, middles, at)


def write_rows(axes: Axes, rows: Rows, width: float) -> None:
    """Write the labels to the left of ``axes``, ``width`` inches wide, left aligned."""
    axes.set_ylim(rows.height, 0)
    axes.set_yticks([])
    for label, note, middle in zip(rows.labels, rows.notes, rows.middles, strict=True):
        tall = (label.count("\n") + 1) * line_height(LABEL_SIZE)
        below = (note.count("\n") + 1) * line_height(NOTE_SIZE) if note else 0.0
        top = middle - (tall + below) / 2 + 0.012  # what a line keeps free below its letters
        _write(axes, label, width, top, LABEL_SIZE, INK)
        if note:
            _write(axes, note, width, top + tall, NOTE_SIZE, GREY)


def put(axes: Axes, text: str, at: tuple[float, float], shift: tuple[float, float] = (0.0, 0.0), **style: Any) -> Any:
    """Write a text ``shift`` points away from a spot of the axes, or beside them."""
    return axes.annotate(text, at, shift, textcoords="offset points", annotation_clip=False, **style)


def _write(axes: Axes, text: str, width: float, top: float, size: float, colour: str) -> None:
    put(
        axes,
        text,
        (0, top),
        (-width * 72, 0),
        xycoords=axes.get_yaxis_transform(),
        ha="left",
        va="top",
        fontsize=size,
        color=colour,
        linespacing=1.12,
    )


def colour_key(axes: Axes, entries: Sequence[tuple[str, str]]) -> None:
    """Name the colours in a line above the first row, in reading order."""
    at = 0.0
    for name, colour in entries:
        for text, size, shift, ink in (("■", NOTE_SIZE + 1, 0.0, colour), (name, NOTE_SIZE, 0.15, GREY)):
            put(
                axes,
                text,
                (0, 1),
                ((at + shift) * 72, 5),
                xycoords="axes fraction",
                color=ink,
                fontsize=size,
                va="baseline",
            )
        at += 0.15 + text_width(name, NOTE_SIZE) + 0.2


def inches_wide(axes: Axes) -> float:
    """Return the width of the axes."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return float(axes.get_position().width * figure.get_size_inches()[0])


def bars(axes: Axes, middles: Sequence[float], values: Sequence[float | None], labels: Sequence[str]) -> None:
    """Draw horizontal bars from zero; labels stand right of the bar and of zero, with or without a bar."""
    inches = inches_wide(axes)
    known = [v for v in values if v is not None]
    high, low = max([0.0, *known]), min([0.0, *known])
    texts = [wrap(label or "not given", inches - 0.15) for label in labels]
    # the scale on which the longest bar and its label, or a label without a bar, just fit
    per_inch = (high - low) / (inches - 0.1) if high > low else 1.0
    for value, text in zip(values, texts, strict=True):
        end = max(value or 0.0, 0.0) - low
        room = inches - 0.1 - max(map(text_width, text.split("\n")))
        per_inch = max(per_inch, end / max(room, 0.3 * inches))
    axes.set_xlim(low, low + inches * per_inch)
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    if high > low:
        axes.axvline(0, color="#888888", linewidth=0.8)
    for middle, value, label, text in zip(middles, values, labels, texts, strict=True):
        if value is not None:
            axes.barh(middle, value, height=0.2, color=BLUE if value >= 0 else RED)
        put(
            axes,
            text,
            (max(value or 0.0, 0.0), middle),
            (4, 0),
            va="center",
            linespacing=1.1,
            color=INK if value is not None else GREY,
            fontsize=LABEL_SIZE if label else NOTE_SIZE,
        )


# --- the frame of a figure ------------------------------------------------------------


def chart(
    title: str,
    subtitle: str,
    height: float,
    *,
    left: float = 0.0,
    below: float = 0.3,
    head: float = 0.0,
    widths: Sequence[float] = (1.0,),
    gap: float = 0.35,
) -> tuple[Figure, list[Axes]]:
    """Make a figure with its title and subtitle, and axes of ``height`` inches under them.

    ``left`` is kept free for row labels, ``below`` for tick labels, ``head`` for column headings;
    ``widths`` are the shares of panels side by side, ``gap`` inches apart.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    head_line = wrap(title, WIDTH, TITLE_SIZE, weight="bold")
    sub_line = wrap(subtitle, WIDTH, SUBTITLE_SIZE)
    above = (head_line.count("\n") + 1) * line_height(TITLE_SIZE) + 0.03
    sub_height = (sub_line.count("\n") + 1) * line_height(SUBTITLE_SIZE)
    total = above + sub_height + 0.1 + head + height + below
    figure = Figure(figsize=(WIDTH, total))
    FigureCanvasAgg(figure)
    figure._repr_png_ = functools.partial(_picture, figure)  # type: ignore[attr-defined]
    figure.text(0, 1, head_line, ha="left", va="top", fontsize=TITLE_SIZE, fontweight="bold", gid="title")
    figure.text(0, 1 - above / total, sub_line, ha="left", va="top", fontsize=SUBTITLE_SIZE, color=GREY, gid="subtitle")
    free = WIDTH - left - gap * (len(widths) - 1)
    at, panels = left, []
    for share in widths:
        wide = free * share / sum(widths)
        panels.append(figure.add_axes((at / WIDTH, below / total, wide / WIDTH, height / total), facecolor="none"))
        at += wide + gap
    return figure, panels


def words_of(figure: Figure, part: str) -> str:
    """Return the title, subtitle or source line of a figure as one line."""
    found = [t.get_text() for t in figure.texts if t.get_gid() == part]
    return " ".join(found[0].split()) if found else ""


def save_figure(figure: Figure, name: str, *, source: str, data: pd.DataFrame, folder: str | Path = "figures") -> Figure:
    """Save a figure as png and svg with its data as csv beside it, and return it.

    Parameters
    ----------
    figure : what a ``plot_`` function gave, or any matplotlib Figure.
    name : the files' name without ending, such as ``"01-trade"``.
    source : where the numbers are from; drawn below the figure. None is refused.
    data : the rows drawn, written to ``name.csv``.
    folder : where to write; made if need be.

    The svg is the same byte for byte if the figure is the same. Raises OptionError for an
    empty source line or a name that is a path.

    >>> import tempfile
    >>> from toolkit.actors import actor_table
    >>> from toolkit.figures.plots import plot_actors
    >>> actors = actor_table("Peru sold copper to Japan.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     figure = save_figure(plot_actors(actors), "actors", source="One sentence", data=actors, folder=folder)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['actors.csv', 'actors.png', 'actors.svg']
    """
    import matplotlib.style
    import pandas as pd

    if not hasattr(figure, "savefig"):
        raise OptionError(f"figure is a {type(figure).__name__}; give what a plot_ function returned, then the name.")
    if not isinstance(source, str) or not source.strip():
        raise OptionError("source is empty; a figure needs a source line, such as source='Ten briefs in seeds/, 2022 to 2025'.")
    if not isinstance(name, str) or not re.fullmatch(r"[\w][\w. -]*", name) or name.endswith((".png", ".svg", ".csv")):
        raise OptionError(f"name={name!r} is not a file name; give one without folder or ending, such as '01-trade'.")
    if not isinstance(data, pd.DataFrame):
        raise OptionError(f"data is a {type(data).__name__}; give the DataFrame that was drawn.")
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"folder={str(folder)!r} is a file; give a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.style.context(STYLE), quiet():
        _write_source(figure, source.strip())
        facts = {"Title": words_of(figure, "title") or name}
        figure.savefig(folder / f"{name}.png", bbox_inches="tight", metadata={**facts, "Software": None})
        figure.savefig(folder / f"{name}.svg", bbox_inches="tight", metadata={**facts, "Date": None, "Creator": None})
    data.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    return figure


def _write_source(figure: Figure, source: str) -> None:
    """Draw the source line below everything else; a second call replaces the first."""
    from matplotlib.transforms import ScaledTranslation

    for text in [t for t in figure.texts if t.get_gid() == "source"]:
        text.remove()
    line = source if source.casefold().startswith("source") else f"Source: {source}"
    wide = figure.get_size_inches()[0]
    figure.draw_without_rendering()
    box = figure.get_tightbbox()
    lowest, leftmost = min(box.y0, 0.0), min(box.x0, 0.0) if not words_of(figure, "title") else 0.0
    shift = ScaledTranslation(leftmost, lowest - 0.1, figure.dpi_scale_trans)
    figure.text(
        0,
        0,
        wrap(line, max(wide, 3.0), NOTE_SIZE),
        ha="left",
        va="top",
        fontsize=NOTE_SIZE,
        color=GREY,
        gid="source",
        transform=figure.transFigure + shift,
        linespacing=1.15,
    )


def interval(values: Sequence[float], *, seed: int = 0, times: int = 2000) -> tuple[float, float]:
    """Return a 95% bootstrap interval of the mean (percentiles of ``times`` resamples, seeded).

    Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    import numpy as np

    drawn = np.asarray(values, dtype=float)
    picks = np.random.default_rng(seed).integers(0, len(drawn), size=(times, len(drawn)))
    low, high = np.percentile(drawn[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
