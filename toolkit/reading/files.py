"""Files and folders become articles, one after the other; what cannot be read is told, and costs only itself."""

from __future__ import annotations

import datetime
import os
import re
import stat
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, cast

from toolkit.errors import ArticleError, check_option
from toolkit.reading.articles import Article, as_date
from toolkit.reading.columns import article_of_row, check_columns
from toolkit.reading.days import FIRST, LAST, day_first, day_of
from toolkit.reading.formats import HEAD, Found, Source, format_of, suffixes
from toolkit.reading.languages import foreign_language
from toolkit.reading.rows import frame_rows, is_missing

if TYPE_CHECKING:
    import pandas as pd

    Given = str | Path | pd.DataFrame | pd.Series[Any]

Errors = Literal["raise", "report"] | list[dict[str, Any]]
LONGEST = 1_000_000  # characters of an article that can be analysed
SHOWN = 5  # problems that a summary spells out
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


class Problem(NamedTuple):
    """What could not be read: where, why, of what kind, and whether it cost the whole article or only a part of it."""

    where: str
    reason: str
    kind: str  # file, article, date, language
    lost: bool


def read_article(path: str | Path, *, date: datetime.date | str | None = None) -> Article:
    """Read one file into an Article.

    Parameters
    ----------
    path : a file of any kind that ``read_articles`` reads.
    date : day of publication; without it the page or file itself is asked, then its name (``2024-04-06-slug.txt``).

    The first paragraph of a text file is its title if it is short, is one line and does not
    end as a sentence. Raises ArticleError for a missing, empty or binary file and for a file
    with several articles.
    """
    path = Path(path)
    found = list(_read(path, as_date(date, path.name), {}, _raise))
    if len(found) != 1:
        raise ArticleError(f"{path} holds {len(found)} articles; read it with read_articles.")
    return found[0]


def read_articles(
    *paths: Given | Iterable[Given],
    columns: Mapping[str, str] | None = None,
    language: Literal["en", "any"] = "en",
    errors: Errors = "raise",
) -> list[Article]:
    """Read files, folders (with all below them) and tables into a list of articles.

    Parameters
    ----------
    paths : files, folders, DataFrames or Series of texts, or lists of them. Read are texts, saved pages, tables, JSON, SQLite,
        the exports of news archives (Factiva, Nexis, ProQuest, Europresse), Word, RTF, OpenDocument, PDF, EPUB, mail,
        feeds, WARC, and zip, gz or tar files of these; what a file is its content tells first, its name second.
    columns : which column of a table is what: ``{"text": "Volltext", "date": "Tag"}``; else the names in
        ``words/article_columns.csv``.
    language : ``en`` leaves out articles that look like another language, and says so; ``any`` keeps them.
    errors : ``raise`` stops at the first thing that cannot be read; ``report`` leaves it out and warns once at the end, with
        counts; a list is given a row for each: ``problems = []; read_articles(path, errors=problems); pd.DataFrame(problems)``.

    A date that cannot be read, or in two ways that the file's other dates do not decide, costs the date. The same article
    twice is kept, the second with ``meta["same_as"]``. Each knows its ``meta["file"]`` and ``meta["part"]`` (the how many-th
    of the file). Raises ArticleError for a folder without articles.
    """
    return list(iter_articles(*paths, columns=columns, language=language, errors=errors))


def iter_articles(
    *paths: Given | Iterable[Given],
    columns: Mapping[str, str] | None = None,
    language: Literal["en", "any"] = "en",
    errors: Errors = "raise",
) -> Iterator[Article]:
    """Yield the articles of files, folders and tables one by one, at a memory that does not grow; see ``read_articles``."""
    if not isinstance(errors, list):
        check_option("errors", errors, ("raise", "report"))
    check_option("language", language, ("en", "any"))
    picked = check_columns(columns)
    if not paths:
        raise ArticleError("No path given; name a file or a folder, such as read_articles('seeds').")
    problems: list[Problem] = []
    take = _raise if errors == "raise" else problems.append
    kept: set[str] = set()
    texts: dict[int, str] = {}
    for given in _listed(paths):
        for article in _articles(given, picked, take):
            name = _own_id(article.id, kept)
            article = article if name == article.id else replace(article, id=name)
            if language == "en" and (other := foreign_language(article.text)):
                where = f"{article.meta.get('file', given)}, article {article.id!r}"
                take(Problem(where, f"looks like {other}; English only (language='any' keeps it)", "language", True))
                continue
            first = texts.setdefault(hash(article.text), article.id)
            yield article if first == article.id else replace(article, meta={**article.meta, "same_as": first})
    if isinstance(errors, list):
        errors.extend(problem._asdict() for problem in problems)
    elif problems:
        warnings.warn(summary(problems), stacklevel=2)


def summary(problems: list[Problem]) -> str:
    """Return what could not be read in a few lines: how much of which kind, and the first of it."""
    counts = Counter((problem.kind, problem.lost) for problem in problems)
    said = {
        ("file", True): "files left out",
        ("article", True): "articles left out",
        ("language", True): "articles left out that are not English",
        ("date", False): "dates left out",
        ("article", False): "remarks",
        ("file", False): "remarks",
    }
    counted = ", ".join(f"{n} {said.get(kind, kind[0])}" for kind, n in sorted(counts.items(), reverse=True))
    listed = "".join(f"\n  {p.where}: {p.reason}" if p.where else f"\n  {p.reason}" for p in problems[:SHOWN])
    more = f"\n  and {len(problems) - SHOWN} more; errors=[] gives them all" if len(problems) > SHOWN else ""
    return f"Not read: {counted}.{listed}{more}"


def _raise(problem: Problem) -> None:
    raise ArticleError(f"{problem.where}: {problem.reason}" if problem.where else problem.reason)


def _listed(paths: Iterable[Any]) -> Iterator[Any]:
    for path in paths:
        if isinstance(path, str | os.PathLike) or hasattr(path, "to_frame") or hasattr(path, "itertuples"):
            yield path
        else:
            yield from path


def _articles(given: Any, picked: Mapping[str, str], take: Any) -> Iterator[Article]:
    if hasattr(given, "itertuples") or hasattr(given, "to_frame"):
        yield from _of_frame(given, picked, take)
        return
    path = Path(given)
    if not _is_folder(path):
        yield from _tried(path, picked, take)
        return
    read = others = False
    left: list[Path] = []
    for file in _files(path):
        try:
            form = format_of(_source(file, None, picked))
        except ArticleError as error:
            take(Problem("", str(error), "file", True))
            continue
        if form is None or (file.suffix.lower() not in suffixes() and form.looks is None):
            left.append(file)
            continue
        read = True
        yield from _tried(file, picked, take)
    others = bool(left)
    if not read:
        holds = f"only {', '.join(p.name for p in left[:3])}{' and others' * (len(left) > 3)}" if left else "no files"
        raise ArticleError(
            f"The folder {path} holds no articles ({holds}); expected files that end in {', '.join(suffixes())}."
        )
    if others and take is not _raise:
        kinds = ", ".join(sorted({p.suffix.lower() or p.name for p in left}))
        many = f"{len(left)} file{'s' * (len(left) != 1)} in {path}"
        take(Problem("", f"Left out: {many} of kinds that are not read ({kinds}); save them as .txt.", "file", True))


def _tried(path: Path, picked: Mapping[str, str], take: Any) -> Iterator[Article]:
    try:
        yield from _read(path, None, picked, take)
    except ArticleError as error:
        if take is _raise:
            raise
        take(Problem("", str(error), "file", True))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror or error}.") from None


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in the order of their names; links to folders are not followed, hidden files not read."""
    found = []
    for at, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        found += [Path(at) / name for name in names if not name.startswith((".", "_"))]
    yield from sorted(found)


def _source(path: Path, date: datetime.date | None, picked: Mapping[str, str]) -> Source:
    """Return a file before it is read; raises ArticleError for what is no file that can be read to its end."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ArticleError(f"{path} is a folder; read it with read_articles.")
        if not stat.S_ISREG(mode):
            raise ArticleError(f"{path} is no file but a pipe or a device; give a file.")
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except FileNotFoundError:
        near = sorted(p.name for p in path.parent.iterdir())[:5] if path.parent.is_dir() else []
        beside = f" Beside it there are: {', '.join(near)}." if near else " Its folder does not exist either."
        raise ArticleError(f"There is no file {path}.{beside}") from None
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror or error}.") from None
    return Source(str(path), head, lambda: cast(BinaryIO, path.open("rb")), date, 0, picked)


def _read(path: Path, date: datetime.date | None, picked: Mapping[str, str], take: Any) -> Iterator[Article]:
    """Read a file; what costs one article goes to ``take``."""
    source = _source(path, date, picked)
    if not source.head.strip():
        raise ArticleError(f"{path} is empty; an article needs at least one word.")
    form = format_of(source)
    if form is None:
        expected = ", ".join(suffixes())
        raise ArticleError(
            f"{path} is of no kind that is read; expected a file that ends in {expected}. Save its text as .txt."
        )

    def note(error: ArticleError) -> None:
        take(Problem("", str(error), "article", True))

    order = _Order(lambda: form.read(source, lambda error: None))
    named = _date_in_name(path.stem)
    found = form.read(source, note)
    ahead = next(found, None)
    if ahead is None:
        return
    second = next(found, None)
    alone = second is None
    for part, one in enumerate(_again(ahead, second, found), start=1):
        name = source.stem if alone else f"{source.stem}-{part}"
        where = f"{path}, row {part}" if not alone or "row" in str(one.meta.get("kind", "row")) else str(path)
        try:
            yield _article(one, name, where, date, named, order, {"file": str(path), "part": part, "format": form.name}, take)
        except ArticleError as error:
            take(Problem("", f"{where}: {error}", "article", True))


def _again(first: Found, second: Found | None, rest: Iterator[Found]) -> Iterator[Found]:
    yield first
    if second is not None:
        yield second
        yield from rest


class _Order:
    """Whether a file's numeric dates put the day first; found out by reading its dates once, when a date leaves it open."""

    def __init__(self, read: Any) -> None:
        self._read = read
        self._told: bool | None = None
        self._asked = False

    def __call__(self) -> bool | None:
        if not self._asked:
            self._asked = True
            found = {day_first(str(one.date)) for one in self._read() if one.date is not None} - {None}
            self._told = found.pop() if len(found) == 1 else None
        return self._told


def _article(
    one: Found,
    name: str,
    where: str,
    date: datetime.date | None,
    named: datetime.date | None,
    order: _Order,
    meta: dict[str, Any],
    take: Any,
) -> Article:
    """Make an article of what a reader found; a date that cannot be read costs the date."""
    title, body = one.title, one.body
    text = body if not title or body.lstrip().startswith(title) else f"{title}\n\n{body}"
    if not text.strip():
        raise ArticleError("no text; an article needs at least one word")
    if len(text) > LONGEST:
        raise ArticleError(
            f"{len(text):,} characters; more than {LONGEST:,} are no article. Split the file, or check what it is."
        )
    day = date
    if day is None:
        try:
            day = day_of(one.date)
        except ValueError as error:
            try:
                day = day_of(one.date, first=order()) if order() is not None else None
            except ValueError:
                day = None
            if day is None:
                hint = (
                    "write it as 2024-04-06"
                    if "two" not in str(error)
                    else "no other date of the file tells which; write it as 2024-04-06"
                )
                take(Problem(where, f"date={one.date!r} {error}; {hint}", "date", False))
    said = {**one.meta, **meta}
    if isinstance(one.date, str) and re.search(r"\d:\d\d", one.date):
        said["published"] = one.date  # with its time and zone
    if isinstance(one.date, datetime.datetime):
        said["published"] = one.date.isoformat()
    return Article(text, id=one.id or name, title=title, date=day or named, source=one.source, meta=said)


def _own_id(name: str, kept: set[str]) -> str:
    """Return an id that no article has yet: files of one name in several folders get one each."""
    unlike, n = name, 1
    while unlike in kept:
        n += 1
        unlike = f"{name}-{n}"
    kept.add(unlike)
    return unlike


def _of_frame(frame: Any, picked: Mapping[str, str], take: Any) -> Iterator[Article]:
    """Yield the articles of a DataFrame, a row each, or of a Series of texts."""
    rows: Iterable[Any] = frame_rows(frame) if hasattr(frame, "itertuples") else ({"text": text} for text in frame)
    dates = frame_rows(frame) if hasattr(frame, "itertuples") else []

    def again() -> Iterator[Found]:
        for row in dates:
            try:
                yield article_of_row(row, "a row", picked, {})
            except ArticleError:
                continue

    order = _Order(again)
    for number, row in enumerate(rows, start=1):
        where = f"row {number}"
        try:
            if is_missing(row.get("text")) and set(row) == {"text"}:
                raise ArticleError(f"{where} is empty; an article needs a text with at least one word.")
            found = article_of_row(row, where, picked, {})
            yield _article(found, f"text-{number}", where, None, None, order, {"part": number}, take)
        except ArticleError as error:
            take(Problem("", str(error), "article", True))


def _date_in_name(name: str) -> datetime.date | None:
    for year, _, month, day in _DATE_IN_NAME.findall(name):
        try:
            found = datetime.date(int(year), int(month), int(day))
        except ValueError:
            continue
        if FIRST <= found.year <= LAST:
            return found
    return None
