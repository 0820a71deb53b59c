"""Articles and how they are read: the text is kept to the character, what it is made of is marked."""

from __future__ import annotations

import datetime
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.rows import csv_rows, decoded, frame_rows, is_missing, json_rows, parquet_rows
from toolkit.reading.sentences import PARAGRAPH_BREAK, dateline_at, sentence_spans
from toolkit.reading.spacing import one_spacing
from toolkit.words import word_list

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("title", "body", "furniture")
SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl", ".csv", ".parquet")
TITLE_LENGTH = 200  # characters; a longer first paragraph is not a title
FURNITURE_LENGTH = 160
# Dates in files from elsewhere that can be read in one way only; 03/04/2024 cannot.
DATE_FORMS = (
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%a, %d %b %Y %H:%M:%S %Z",
    "%a, %d %b %Y %H:%M:%S %z",
    "%Y/%m/%d",
)
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


class Paragraph(NamedTuple):
    """A paragraph as character offsets, and which part of the page it is."""

    start: int
    end: int
    part: Literal["title", "body", "furniture"]


@dataclass(frozen=True, repr=False)
class Article:
    """Hold a news article: its text, never altered, and what is known about it.

    Parameters
    ----------
    text : the whole text, title and page furniture included.
    id : a name that is unique among the articles of one call.
    title : the headline, if known. Where the text begins with it, it is marked as such.
    date : day of publication, a ``datetime.date`` or an ISO string such as ``"2024-04-06"``
        ("6 April 2024" is understood too, "06/04/2024" is not); "last month" is resolved from it.
    source : who published it.
    meta : anything else that came with it; kept, not read.

    Raises ArticleError for an empty text or a date that can be read in no way or in two.

    >>> Article("Trade grew.", date="2024-04-06").date
    datetime.date(2024, 4, 6)
    """

    text: str
    id: str = field(default="text", kw_only=True)
    title: str = field(default="", kw_only=True)
    date: datetime.date | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    meta: Mapping[str, Any] = field(default_factory=dict, kw_only=True, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise ArticleError(f"Article {self.id!r}: text is a {type(self.text).__name__}; give a str.")
        if not self.text.strip():
            raise ArticleError(f"Article {self.id!r} is empty; give a text with at least one word.")
        object.__setattr__(self, "date", as_date(self.date, self.id))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order: title, body and page furniture."""
        found: list[Paragraph] = []
        at = 0
        breaks = [(m.start(), m.end()) for m in PARAGRAPH_BREAK.finditer(self.text)]
        for stop, resume in [*breaks, (len(self.text), len(self.text))]:
            piece = self.text[at:stop]
            if piece.strip():
                start = at + len(piece) - len(piece.lstrip())
                end = at + len(piece.rstrip())
                found.append(Paragraph(start, end, self._part(self.text[start:end], first=not found)))
            at = resume
        return tuple(found)

    def _part(self, paragraph: str, *, first: bool) -> Literal["title", "body", "furniture"]:
        if first and self.title and paragraph == self.title:
            return "title"
        begins = paragraph.casefold()
        if len(paragraph) <= FURNITURE_LENGTH and any(begins.startswith(r["begins"]) for r in word_list("furniture")):
            return "furniture"
        return "body"

    @cached_property
    def dateline(self) -> tuple[int, int] | None:
        """Where the place and day stand that open the first body paragraph, if they do."""
        body = next((p for p in self.paragraphs if p.part == "body"), None)
        return dateline_at(self.text, body.start, body.end) if body else None

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """All sentences as (start, end) offsets; set by rule, the same in any white space (see ``reading.sentences``)."""
        spacing = one_spacing(self.text)
        spans = sentence_spans(spacing.text)
        return tuple(spacing.back(*span) for span in spans) if spacing.shifts else spans

    def sentence_at(self, offset: int) -> int:
        """Return the 0-based number of the sentence at a character offset."""
        return max(bisect_right(self.sentences, offset, key=lambda span: span[0]) - 1, 0)

    def __repr__(self) -> str:
        known = ", ".join(str(cell) for cell in (self.date, self.source) if cell)
        return f"Article {self.id!r}: {self.title or self.text[:40]!r}{', ' if known else ''}{known}, {len(self.text):,} characters"

    def located(self, start: int, end: int) -> tuple[Article, int, int]:
        """Return the article as it was read, and the offsets there of the characters ``start`` to ``end``."""
        return self, start, end

    def part_at(self, offset: int) -> str:
        """Return 'title', 'body' or 'furniture' for a character offset."""
        return next((p.part for p in reversed(self.paragraphs) if p.start <= offset), "body")


def as_date(value: object, what: str = "date") -> datetime.date | None:
    """Return a date from a date, a datetime, an ISO string or nothing."""
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    said = str(value).strip()
    try:
        return datetime.date.fromisoformat(said[:10])
    except ValueError:
        pass
    for form in DATE_FORMS:
        try:
            return datetime.datetime.strptime(said, form).date()
        except ValueError:
            continue
    raise ArticleError(f"{what}: date={value!r} is not a date; give one like '2024-04-06'.")


def as_articles(subject: str | Article | Iterable[str | Article]) -> list[Article]:
    """Return a list of articles from a text, an article or many of either, or a table of them.

    Texts without a name become ``text-1``, ``text-2`` and so on. A DataFrame is read as a CSV file
    would be: a row an article, columns by the names of ``words/article_columns.csv``; a Series holds
    texts. Raises ArticleError for two articles with one id, for a path where a text is wanted,
    and for anything that is neither text nor Article.
    """
    if isinstance(subject, str):
        if len(subject) < 260 and "\n" not in subject and os.path.exists(subject):
            raise ArticleError(f"{subject!r} is a path, not a text; read it first: read_articles({subject!r}).")
        return [Article(subject)]
    if isinstance(subject, Article):
        return [subject]
    if hasattr(subject, "itertuples"):
        return as_articles(_from_rows(frame_rows(cast("pd.DataFrame", subject)), Path("text"), None, None))
    if hasattr(subject, "to_frame"):
        return as_articles(list(subject))
    if not isinstance(subject, Iterable) or isinstance(subject, Mapping | bytes):
        raise ArticleError(f"{type(subject).__name__} is not an article; give a text, an Article or a list of them.")
    articles: list[Article] = []
    for number, item in enumerate(subject, start=1):
        if isinstance(item, str):
            item = Article(item, id=f"text-{number}")
        if not isinstance(item, Article):
            raise ArticleError(
                f"Item {number} is a {type(item).__name__}; give texts or Articles or a DataFrame with a text column."
            )
        articles.append(item)
    seen: set[str] = set()
    twice = sorted({a.id for a in articles if a.id in seen or seen.add(a.id)})  # type: ignore[func-returns-value]
    if twice:
        raise ArticleError(
            f"{len(twice)} article ids stand for two articles each ({', '.join(twice[:5])}); give each its own id."
        )
    return articles


# --- reading ------------------------------------------------------------------


def read_article(path: str | Path, *, date: datetime.date | str | None = None) -> Article:
    """Read one file into an Article.

    Parameters
    ----------
    path : a .txt (UTF-8 with or without BOM, else the encoding is detected), .html or .json file.
    date : day of publication; without it the file's name is asked (``2024-04-06-slug.txt``).

    The first paragraph of a text file is its title if it is short, is one line and does not
    end as a sentence. Raises ArticleError for a missing, empty or binary file and for a file
    with several articles.
    """
    path = Path(path)
    articles = _read_file(path, as_date(date, path.name))
    if len(articles) != 1:
        raise ArticleError(f"{path} holds {len(articles)} articles; read it with read_articles.")
    return articles[0]


def read_articles(*paths: str | Path | Iterable[str | Path], errors: Literal["raise", "report"] = "raise") -> list[Article]:
    """Read files and folders (with all below them) into a list of articles.

    Parameters
    ----------
    paths : files (.txt, .html, .json, .jsonl, .csv, .parquet) or folders of such files, or lists of them.
    errors : ``raise`` stops at the first bad file; ``report`` leaves out a bad file, or a bad row
        of a file with many, with a warning that names it, and says which other files a folder holds.

    Raises ArticleError for a folder without articles.
    """
    import warnings

    from toolkit.errors import check_option

    check_option("errors", errors, ("raise", "report"))
    if not paths:
        raise ArticleError("No path given; name a file or a folder, such as read_articles('seeds').")
    articles: list[Article] = []
    listed = [one for path in paths for one in ([path] if isinstance(path, str | os.PathLike) else path)]
    for path in map(Path, listed):
        if errors == "report" and (others := _other_files(path)):
            kinds = ", ".join(sorted({p.suffix.lower() or p.name for p in others}))
            many = f"{len(others)} file{'s' * (len(others) != 1)} in {path}"
            warnings.warn(f"Left out: {many} of kinds that are not read ({kinds}); save them as .txt.", stacklevel=2)
        for file in _files(path):
            bad_rows: list[ArticleError] = []
            try:
                articles += _read_file(file, None, bad_rows)
            except ArticleError as error:
                if errors == "raise":
                    raise
                bad_rows.append(error)
            if bad_rows and errors == "raise":
                raise bad_rows[0]
            for problem in bad_rows:
                warnings.warn(f"Left out: {problem}", stacklevel=2)
    return as_articles(_distinct(articles))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not p.name.startswith((".", "_")))
    if not found:
        others = _other_files(path)
        holds = f"only {', '.join(p.name for p in others[:3])}{' and others' * (len(others) > 3)}" if others else "no files"
        raise ArticleError(f"The folder {path} holds no articles ({holds}); expected files that end in {', '.join(SUFFIXES)}.")
    yield from found


def _other_files(path: Path) -> list[Path]:
    """Return the files below a folder that are of no kind that is read; hidden ones do not count."""
    if not path.is_dir():
        return []
    return sorted(
        p for p in path.rglob("*") if p.is_file() and p.suffix.lower() not in SUFFIXES and not p.name.startswith((".", "_"))
    )


def _distinct(articles: list[Article]) -> Iterator[Article]:
    """Give files of one name in several folders an id each."""
    from dataclasses import replace

    counts: dict[str, int] = {}
    for article in articles:
        counts[article.id] = counts.get(article.id, 0) + 1
        yield article if counts[article.id] == 1 else replace(article, id=f"{article.id}-{counts[article.id]}")


def _read_file(path: Path, date: datetime.date | None, bad_rows: list[ArticleError] | None = None) -> list[Article]:
    """Read a file; the errors of single rows go into ``bad_rows``, without it the first is raised."""
    if not path.exists():
        near = sorted(p.name for p in path.parent.iterdir())[:5] if path.parent.is_dir() else []
        beside = f" Beside it there are: {', '.join(near)}." if near else " Its folder does not exist either."
        raise ArticleError(f"There is no file {path}.{beside}")
    if path.is_dir():
        raise ArticleError(f"{path} is a folder; read it with read_articles.")
    suffix = path.suffix.lower()
    date = date or _date_in_name(path.stem)
    if suffix == ".parquet":
        return _from_rows(parquet_rows(path), path, date, bad_rows)
    text = decoded(path)
    if suffix in (".html", ".htm"):
        return [_from_html(text, path, date)]
    if suffix in (".json", ".jsonl"):
        return _from_rows(json_rows(text, path, bad_rows), path, date, bad_rows)
    if suffix == ".csv":
        return _from_rows(csv_rows(text, path), path, date, bad_rows)
    return [Article(text, id=path.stem, title=_title(text), date=date)]


def _title(text: str) -> str:
    """Return the first paragraph if it is a title: short, one line, not a sentence."""
    first = PARAGRAPH_BREAK.split(text.lstrip(), maxsplit=1)
    head = first[0].strip()
    is_title = len(first) == 2 and len(head) <= TITLE_LENGTH and "\n" not in head and not head.endswith((".", ":", ";", ","))
    return head if is_title else ""


def _date_in_name(name: str) -> datetime.date | None:
    for year, month, day in _DATE_IN_NAME.findall(name):
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _from_html(page: str, path: Path, date: datetime.date | None) -> Article:
    trafilatura = need_extra("trafilatura", "readers", f"Reading {path.name}")
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # a date that the page declares, none guessed from its text
    found = found.as_dict() if hasattr(found, "as_dict") else found
    if not found or not found.get("text"):
        raise ArticleError(f"{path} holds no article text; save the article as .txt.")
    title = found.get("title") or ""
    body = "\n\n".join(found["text"].splitlines())
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    return Article(text, id=path.stem, title=title, date=date or as_date(found.get("date")), source=found.get("sitename"))


@cache
def _column_names() -> dict[str, tuple[str, ...]]:
    """Which names a column may go by in files from elsewhere, best first."""
    out: dict[str, tuple[str, ...]] = {}
    for row in word_list("article_columns"):
        out[row["field"]] = (*out.get(row["field"], ()), row["column"])
    return out


def _from_rows(
    rows: list[dict[str, Any]], path: Path, date: datetime.date | None, bad_rows: list[ArticleError] | None
) -> list[Article]:
    if not rows:
        raise ArticleError(f"{path} holds no rows; expected one article a row.")
    articles = []
    for number, row in enumerate(rows, start=1):
        name = path.stem if len(rows) == 1 else f"{path.stem}-{number}"
        try:
            articles.append(_from_row(row, f"{path}, row {number}", name, date))
        except ArticleError as error:
            if bad_rows is None:
                raise
            bad_rows.append(error)
    return articles


def _from_row(row: dict[str, Any], where: str, name: str, date: datetime.date | None) -> Article:
    if not isinstance(row, dict):
        raise ArticleError(f"{where}: expected an object with a text, found {type(row).__name__}.")
    cells = {str(k).casefold(): v for k, v in row.items() if not is_missing(v)}
    got = {f: next((cells[c] for c in names if c in cells), None) for f, names in _column_names().items()}
    if got["text"] is None:
        raise ArticleError(
            f"{where}: no text; expected one of the columns {', '.join(_column_names()['text'])}, "
            f"found {', '.join(map(str, row)) or 'none'}."
        )
    title = str(got["title"] or "")
    text = str(got["text"])
    text = text if not title or text.startswith(title) else f"{title}\n\n{text}"
    return Article(
        text,
        id=name if got["id"] is None else str(got["id"]),
        title=title,
        date=as_date(got["date"], where) or date,
        source=None if got["source"] is None else str(got["source"]),
        meta=row,
    )
