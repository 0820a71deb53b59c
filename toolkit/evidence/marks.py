"""The article with what was found marked in it: for Jupyter, for a page of its own, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.errors import OptionError, TableError
from toolkit.reading import Article, as_articles
from toolkit.tables import CODEBOOK, EVIDENCE, literal

if TYPE_CHECKING:
    import pandas as pd

# Which columns say most about a finding, and what it is called in the legend. Two letters stand
# at its end, so that colour is not the only sign.
SHOWN: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "numbers": ("number", "N", ("value", "value_high", "unit", "bound", "change", "role", "measures", "period", "source")),
    "dates": ("date", "D", ("value", "grain", "resolved_from")),
    "mentions": ("actor", "A", ("name", "kind", "country", "role", "form", "form_reason")),
    "claims": ("claim", "C", ("source", "cue", "act", "content", "certainty", "negated", "actor")),
    "sentiment": ("sentiment", "S", ("polarity", "subjectivity", "words")),
    "tone": ("tone", "P", ("speaker", "target", "label", "polarity", "words")),
    "trade": (
        "trade", "T", ("flow", "exporter", "importer", "reporter", "partner", "goods", "value", "currency", "change_pct",
                       "period", "source"),
    ),
}  # fmt: skip
# Okabe and Ito's colours; the backgrounds are translucent, so that they serve on white and on black.
COLOURS = {
    "numbers": "0,114,178", "dates": "230,159,0", "mentions": "0,158,115", "claims": "204,121,167",
    "sentiment": "140,140,140", "tone": "240,200,40", "trade": "213,94,0",
}  # fmt: skip
WITHIN = {  # what stands out within a finding
    "claims": ": <b>source</b>, <i>cue</i>",
    "trade": ": <u>what its cells were read from</u>",
}
LONGEST = 160  # characters of a value in a tooltip

STYLE = """
.tk{font:15px/1.9 Georgia,'Times New Roman',serif;max-width:46em;color:inherit;white-space:pre-wrap;overflow-wrap:break-word}
.tk mark{color:inherit;background:rgba(var(--c),.2);border-bottom:2px solid rgb(var(--c));padding:1px 0 calc(var(--d,0)*3px);
border-radius:2px;cursor:help}
.tk mark mark{background:rgba(var(--c),.26)}
.tk mark:focus{outline:2px solid rgb(var(--c));outline-offset:1px}
.tk b{font-weight:700}.tk i{font-style:italic}.tk u{text-decoration:underline dotted;text-underline-offset:.15em}
.tk sup{font:600 9px/1 system-ui,sans-serif;color:inherit;opacity:.75;padding-left:1px;user-select:none}
.tk-key{font:13px/1.8 system-ui,sans-serif;color:inherit;margin:0 0 .8em;white-space:normal}
.tk-key mark{margin-right:.2em;padding:0 .3em;cursor:default}
.tk-key span{margin-right:1.2em}
"""


class Finding(NamedTuple):
    """A row to be marked: its table, its characters and what to say about it."""

    start: int
    end: int
    table: str
    note: str


@dataclass(frozen=True, repr=False)
class MarkedText:
    """Hold an article's text with findings marked: HTML in a notebook, brackets in a terminal."""

    article: Article
    findings: tuple[Finding, ...]
    tables: tuple[str, ...]
    stress: tuple[tuple[int, int, str], ...] = ()  # where a claim's source (b) and cue (i) and a trade row's cells (u) stand

    def _repr_html_(self) -> str:
        """Return the marked text as a piece of HTML with its own style."""
        key = "".join(
            f'<span><mark style="--c:{COLOURS[t]}">{SHOWN[t][0]}</mark> <b>{SHOWN[t][1]}</b> '
            f"{sum(f.table == t for f in self.findings)}{WITHIN.get(t, '')}</span>"
            for t in self.tables
        )
        return f'<style>{STYLE}</style><div class="tk"><div class="tk-key">{key}</div>{self._marked_html()}</div>'

    def page(self) -> str:
        """Return a whole HTML page, light or dark as the reader has it."""
        title = escape(self.article.title or self.article.id)
        return (
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
            f"<title>{title}</title>"
            "<style>:root{color-scheme:light dark}body{margin:2em auto;max-width:48em;padding:0 1em}</style>"
            f"</head><body>{self._repr_html_()}</body></html>\n"
        )

    def _marked_html(self) -> str:
        """Nest the marks; a finding that crosses another's end is closed and opened again there."""
        out: list[str] = []
        text = self.article.text
        lanes = _lanes(self.findings)
        ends = {at for a, b, _ in self.stress for at in (a, b)}
        for start, end, running in _segments(text, self.findings, ends):
            piece = escape(text[start:end], quote=False)
            for tag in sorted({tag for a, b, tag in self.stress if a <= start and end <= b and start < end}):
                piece = f"<{tag}>{piece}</{tag}>"
            tip = "&#10;".join(escape(f"{SHOWN[f.table][0]}: {f.note}") for f in reversed(running))
            for finding in reversed(running):  # the innermost is the shortest; its tip tells of all
                name, letter, _ = SHOWN[finding.table]
                note = escape(f"{name}: {finding.note}")
                tail = f"<sup>{letter}</sup>" if end == finding.end else ""
                first = ' tabindex="0"' if start == finding.start else ""
                colour = f"--c:{COLOURS[finding.table]};--d:{lanes[finding]}"
                piece = f'<mark style="{colour}" title="{tip if finding is running[-1] else note}"{first}>{piece}{tail}</mark>'
            out.append(piece)
        return "".join(out)

    def __repr__(self) -> str:
        opens: dict[int, list[str]] = {}
        closes: dict[int, list[str]] = {}
        notes: list[str] = []
        for number, finding in enumerate(self.findings, start=1):
            mark = f"{SHOWN[finding.table][1]}{number}"
            opens.setdefault(finding.start, []).append("[")
            closes.setdefault(finding.end, []).insert(0, f"]{mark}")
            notes.append(f"{mark:>5}  {finding.note}")
        cuts = sorted({0, len(self.article.text), *opens, *closes})
        pieces = [
            "".join(closes.get(a, [])) + "".join(opens.get(a, [])) + self.article.text[a:b]
            for a, b in zip(cuts, [*cuts[1:], cuts[-1]], strict=True)
        ]
        return "".join(pieces).rstrip() + "\n\n" + "\n".join(notes or ["Nothing was found."])


def _segments(text: str, findings: Iterable[Finding], more: Iterable[int] = ()) -> list[tuple[int, int, list[Finding]]]:
    """Cut the text wherever a finding begins or ends, and at more places; give each piece what runs over it, longest first."""
    listed = list(findings)
    cuts = sorted({0, len(text), *(f.start for f in listed), *(f.end for f in listed), *more})
    starting = sorted(listed, key=lambda f: f.start)
    pieces: list[tuple[int, int, list[Finding]]] = []
    running: list[Finding] = []
    at = 0
    for start, end in pairwise(cuts):
        running = [f for f in running if f.end > start]
        while at < len(starting) and starting[at].start <= start:
            running.append(starting[at])
            at += 1
        pieces.append((start, end, sorted(running, key=lambda f: (f.start - f.end, f.start, f.table, f.note))))
    return pieces


def _lanes(findings: Iterable[Finding]) -> dict[Finding, int]:
    """Give each finding the height of its underline: short ones nearest the text, no two that meet alike."""
    lanes: dict[Finding, int] = {}
    for finding in sorted(findings, key=lambda f: f.end - f.start):
        taken = {lane for other, lane in lanes.items() if other.start < finding.end and finding.start < other.end}
        lanes[finding] = next(n for n in range(len(taken) + 1) if n not in taken)
    return lanes


def show(article: str | Article, *tables: Any) -> MarkedText:
    """Show an article with the rows of its tables marked in it.

    Parameters
    ----------
    article : the Article, or the text that the tables were made from.
    tables : any row-per-finding tables (``trade_table``, ``claim_table``, ...), or what ``analyse``
        gave. Rows of other articles are left out.

    In Jupyter the last line of a cell shows it: a colour and a letter for each table, the row's
    values where the pointer rests, a claim's source in bold and its cue in italics, the words that
    trade cells were read from underlined, in whatever sentence they stand. ``show(...).page()`` is a
    whole HTML page. Raises TableError for a table without evidence columns, and for rows whose characters are not the article's.

    >>> import pandas as pd
    >>> from toolkit.tables import evidence, frame
    >>> article = Article("Trade rose.")
    >>> found = frame("dates", [{**evidence(article, 0, 5), "value": "2023"}])
    >>> show(article, found)
    [Trade]D1 rose.
    <BLANKLINE>
       D1  value 2023
    """
    one = as_articles(article)
    if len(one) != 1:
        raise OptionError(f"show marks one article; {len(one)} were given. Pick one: show(articles[0], tables).")
    findings: list[Finding] = []
    names: list[str] = []
    stress: list[tuple[int, int, str]] = []
    for table in tables:
        for name, frame in _frames(table):
            names.append(name)
            findings += _findings(one[0], name, frame)
            if name == "claims":
                stress += _stress(one[0], frame)
            if name == "trade" and "cells" in frame.columns:
                stress += _cells(one[0], frame)
    if not tables:
        raise TableError("No table given; name at least one, such as show(article, trade_table(article)).")
    order = {n: i for i, n in enumerate(dict.fromkeys(names))}
    unique = dict.fromkeys(sorted(findings, key=lambda f: (f.start, -f.end, order[f.table])))
    return MarkedText(one[0], tuple(unique), tuple(order), tuple(dict.fromkeys(stress)))


def _frames(table: Any) -> list[tuple[str, pd.DataFrame]]:
    """Return each frame with its table's name."""
    if hasattr(table, "items") and not hasattr(table, "columns"):  # what analyse gave; sentiment covers every sentence
        return [(name, frame) for name, frame in table.items() if name in SHOWN and name != "sentiment"]
    if not hasattr(table, "columns"):
        raise TableError(f"A {type(table).__name__} is not a table; give one of {', '.join(SHOWN)}, or what analyse gave.")
    have = set(table.columns)
    need = {c.name for c in EVIDENCE if c.name != "sentence"}
    if not need <= have:
        raise TableError(
            f"This table has no evidence to show (it lacks {', '.join(sorted(need - have))}); "
            f"give one of {', '.join(SHOWN)}, or what analyse gave."
        )
    # the table whose own columns the frame has most of; a selection of columns still counts
    own = {n: {c.name for c in CODEBOOK[n]} - {c.name for c in EVIDENCE} for n in SHOWN}
    name = max(own, key=lambda n: (len(own[n] & have), len(own[n] & have) / len(own[n])))
    if not own[name] & have:
        raise TableError(f"The columns {', '.join(sorted(map(str, have)))} belong to no table; give one of {', '.join(SHOWN)}.")
    return [(name, table)]


def _stress(article: Article, claims: pd.DataFrame) -> list[tuple[int, int, str]]:
    """Return where the source and the cue of each claim stand, if the table has these columns."""
    found = []
    mine = claims[claims["article"] == article.id]
    for part, tag in (("source", "b"), ("cue", "i")):
        if {f"{part}_start", f"{part}_end"} <= set(mine.columns):
            places = mine[[f"{part}_start", f"{part}_end"]].dropna().astype(int)
            found += [(int(a), int(b), tag) for a, b in places.itertuples(index=False)]
    return found


def _cells(article: Article, trade: pd.DataFrame) -> list[tuple[int, int, str]]:
    """Return the words that the cells of trade rows were read from, also those of other sentences."""
    mine = trade.loc[trade["article"] == article.id, "cells"]
    places = [literal(cells) if isinstance(cells, str) else cells for cells in mine]
    return [(int(start), int(end), "u") for cells in places for start, end in dict(cells).values()]


def _findings(article: Article, name: str, frame: pd.DataFrame) -> list[Finding]:
    found: list[Finding] = []
    mine = frame[frame["article"] == article.id]
    for row in mine.to_dict("records"):
        start, end = int(row["start"]), int(row["end"])
        if article.text[start:end] != row["text"]:
            raise TableError(
                f"The {name} row at characters {start} to {end} reads {row['text']!r}, the article {article.id!r} has "
                f"{article.text[start:end]!r} there; make the table from this article."
            )
        found.append(Finding(start, end, name, _note(row, SHOWN[name][2])))
    return found


def _note(row: dict[Any, Any], columns: Iterable[str]) -> str:
    said = []
    for column in columns:
        cell = row.get(column)
        if str(cell) in ("", "None", "<NA>", "nan", "[]", "False"):
            continue
        if isinstance(cell, float) and cell == int(cell) and abs(cell) >= 1000:
            cell = f"{int(cell):,}"
        value = ", ".join(map(str, cell)) if isinstance(cell, list | tuple) else str(cell)
        value = " ".join(value.split())
        said.append(f"{column} {value if len(value) <= LONGEST else value[: LONGEST - 1] + '…'}")
    return " · ".join(said)
