"""What every figure shares: its frame (title, subtitle, source line), labels that fit, and how it is saved."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec

from toolkit.errors import OptionError, TableError, WordsError
from toolkit.tables import check
from toolkit.words import words

if TYPE_CHECKING:  # matplotlib is loaded with the first figure
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
STYLE = "toolkit.house"
WIDTH = 7.5  # inches, a column and a half of a broadsheet
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

        with matplotlib.style.context(STYLE):
            figure = plot(*args, **kwargs)
            figure.draw_without_rendering()  # ticks and text take their style here
            return figure

    return styled


def _picture(figure: Figure) -> bytes:
    """Return the figure as png, so that it shows as the last value of a notebook cell (without pyplot)."""
    import matplotlib.style

    buffer = io.BytesIO()
    with matplotlib.style.context(STYLE):
        figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
    return buffer.getvalue()


def need_rows(name: str, table: object) -> pd.DataFrame:
    """Return the table if it is one of that name with rows; say what is wrong otherwise."""
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        raise TableError(f"A {type(table).__name__} cannot be drawn; give the {name} table, a DataFrame.")
    check(name, table)
    if table.empty:
        raise TableError(f"The {name} table has no rows, so there is nothing to draw; analyse articles that have some.")
    return table


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

    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)  # type: ignore[arg-type]
    width, _, _ = _renderer().get_text_width_height_descent(text, font, False)
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
        top = middle - (tall + below) / 2
        _write(axes, label, width, top, LABEL_SIZE, INK)
        if note:
            _write(axes, note, width, top + tall, NOTE_SIZE, GREY)


def _write(axes: Axes, text: str, width: float, top: float, size: float, colour: str) -> None:
    axes.annotate(
        text, (0, top), (-width * 72, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
        ha="left", va="top", fontsize=size, color=colour, linespacing=1.12, annotation_clip=False,
    )  # fmt: skip


def colour_key(axes: Axes, entries: Sequence[tuple[str, str]]) -> None:
    """Name the colours in a line above the first row, in reading order."""
    at = 0.0
    for name, colour in entries:
        for text, size, shift, ink in (("■", NOTE_SIZE + 1, 0.0, colour), (name, NOTE_SIZE, 0.15, GREY)):
            axes.annotate(
                text, (0, 1), ((at + shift) * 72, 5), xycoords="axes fraction", textcoords="offset points", color=ink,
                fontsize=size, va="baseline", annotation_clip=False,
            )  # fmt: skip
        at += 0.15 + text_width(name, NOTE_SIZE) + 0.2


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
    total = above + sub_height + 0.14 + head + height + below
    figure = Figure(figsize=(WIDTH, total))
    FigureCanvasAgg(figure)
    figure._repr_png_ = functools.partial(_picture, figure)  # type: ignore[attr-defined]
    figure.text(0, 1, head_line, ha="left", va="top", fontsize=TITLE_SIZE, fontweight="bold", gid="title")
    figure.text(0, 1 - above / total, sub_line, ha="left", va="top", fontsize=SUBTITLE_SIZE, color=GREY, gid="subtitle")
    free = WIDTH - left - gap * (len(widths) - 1)
    at, panels = left, []
    for share in widths:
        wide = free * share / sum(widths)
        panels.append(figure.add_axes((at / WIDTH, below / total, wide / WIDTH, height / total)))
        at += wide + gap
    return figure, panels


def words_of(figure: Figure, part: str) -> str:
    """Return the title, subtitle or source line of a figure as one line."""
    found = [t.get_text() for t in figure.texts if t.get_gid() == part]
    return " ".join(found[0].split()) if found else ""


def save_figure(
    figure: Figure, name: str, *, source: str, data: pd.DataFrame, folder: str | Path = "figures"
) -> Figure:
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
    """
    import matplotlib.style
    import pandas as pd

    if not isinstance(source, str) or not source.strip():
        raise OptionError("source is empty; a figure needs a source line, such as source='Ten briefs in seeds/, 2022 to 2025'.")
    if not re.fullmatch(r"[\w][\w. -]*", name) or name.endswith((".png", ".svg", ".csv")):
        raise OptionError(f"name={name!r} is not a file name; give one without folder or ending, such as '01-trade'.")
    if not isinstance(data, pd.DataFrame):
        raise OptionError(f"data is a {type(data).__name__}; give the DataFrame that was drawn.")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.style.context(STYLE):
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
    wide, tall = figure.get_size_inches()
    figure.draw_without_rendering()
    box = figure.get_tightbbox()
    lowest, leftmost = min(box.y0, 0.0), min(box.x0, 0.0) if not words_of(figure, "title") else 0.0
    shift = ScaledTranslation(leftmost, lowest - 0.1, figure.dpi_scale_trans)
    figure.text(
        0, 0, wrap(line, max(wide, 3.0), NOTE_SIZE), ha="left", va="top", fontsize=NOTE_SIZE, color=GREY, gid="source",
        transform=figure.transFigure + shift, linespacing=1.15,
    )  # fmt: skip


# --- names and amounts ------------------------------------------------------------------


@cache
def _places() -> dict[str, str]:
    names: dict[str, str] = {}
    for listed in ("blocs", "states"):
        try:
            names |= {row["code"]: row["name"] for row in words(listed)}
        except (WordsError, KeyError):
            continue
    return names


def place_name(code: str) -> str:
    """Return the usual name of a state or bloc code; an unknown code stands for itself."""
    return _places().get(code, code)


def with_article(name: str) -> str:
    """Return a place's name as it stands in a sentence: 'the United States'."""
    plural = re.match(r"(United|European Union|Central African|Czech Republic|Dominican Rep)|.*(Islands|Emirates|Netherlands)$", name)
    short = name in {"Philippines", "Maldives", "Bahamas", "Gambia", "Seychelles", "Comoros", "West", "Global South", "world"}
    return f"the {name}" if plural or short else name


def possessive(name: str) -> str:
    """Return 'China’s', 'the United States’'."""
    name = with_article(name)
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def actor_name(actor: str) -> str:
    """Return a readable name for an actor's id, where no table gives one.

    >>> actor_name("state:CHN"), actor_name("person:sergei-lavrov")
    ('China', 'Sergei Lavrov')
    """
    kind, _, rest = actor.partition(":")
    if not rest:
        return actor
    if kind in ("state", "bloc"):
        return place_name(rest.upper()) if rest.upper() in _places() else place_name(rest)
    return " ".join(piece[:1].upper() + piece[1:] for piece in rest.replace("_", "-").split("-"))


def with_capital(name: str) -> str:
    """Return the name as it opens a sentence."""
    name = with_article(name)
    return name[:1].upper() + name[1:]


def names_of(actors: pd.DataFrame | None) -> Callable[[str], str]:
    """Return what gives an actor's name: from an actor table, else from its id."""
    known = {} if actors is None else dict(zip(actors["actor"], actors["name"], strict=True))
    return lambda actor: str(known.get(actor) or actor_name(actor))


def some(cell: object) -> bool:
    """Tell whether a cell of a table holds anything."""
    import pandas as pd

    return cell is not None and not pd.isna(cell) and cell != ""  # type: ignore[call-overload]


def how_many(shown: int, all_: int, what: str) -> str:
    """Return '12 claims', or '10 of 12 claims' where not all are shown."""
    many = f"{what}s" if all_ != 1 else what
    return f"{all_} {many}" if shown == all_ else f"{shown} of {all_} {many}"


_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_name(period: object) -> str:
    """Return an ISO 8601 period as a reader says it.

    >>> period_name("2023-01/2023-06"), period_name("2023-08"), period_name("2022-07/2023-06")
    ('Jan–Jun 2023', 'Aug 2023', 'Jul 2022–Jun 2023')
    """
    if not isinstance(period, str) or not period:
        return "no period given"
    first, _, last = period.partition("/")
    if last:
        begin, end = _moment(first), _moment(last)
        if begin[-4:] == end[-4:] and len(begin) > 4 and len(end) > 4:
            begin = begin[:-5]
        return f"{begin}–{end}"
    return _moment(first)


def _moment(value: str) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value)
    if not match or not match[2] or not 1 <= int(match[2]) <= 12:
        return value
    month = f"{_MONTHS[int(match[2])]} {match[1]}"
    return f"{int(match[3])} {month}" if match[3] else month


SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"), (1.0, ""))
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
CURRENCIES = {
    "USD": "US dollars", "EUR": "euros", "GBP": "pounds", "CNY": "yuan", "RUB": "roubles", "JPY": "yen", "INR": "rupees",
}  # fmt: skip


def scale_of(most: float) -> tuple[float, str]:
    """Return the scale in which the largest value is read: (1e9, 'billion')."""
    return next(((s, n) for s, n in SCALES if abs(most) >= s), (1.0, ""))


def plain_number(value: float, digits: int = 1) -> str:
    """Return a number with thousands separators, a true minus and no empty decimals."""
    text = f"{abs(value):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def amount(value: float, unit: str) -> str:
    """Return an amount as a newspaper prints it.

    >>> amount(240.1e9, "USD"), amount(1.74e12, "CNY")
    ('$240.1 billion', '1.74 trillion yuan')
    """
    scale, name = scale_of(value)
    number = plain_number(abs(value) / scale, 2 if scale >= 1e12 else 1)
    sign = "−" if value < 0 else ""
    if unit in SIGNS:
        return f"{sign}{SIGNS[unit]}{number} {name}".strip()
    return " ".join(piece for piece in (f"{sign}{number}", name, CURRENCIES.get(unit, unit)) if piece)


def interval(values: Sequence[float], *, seed: int = 0, times: int = 2000) -> tuple[float, float]:
    """Return a 95% bootstrap interval of the mean (percentiles of ``times`` resamples, seeded).

    Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    import numpy as np

    drawn = np.asarray(values, dtype=float)
    picks = np.random.default_rng(seed).integers(0, len(drawn), size=(times, len(drawn)))
    low, high = np.percentile(drawn[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
