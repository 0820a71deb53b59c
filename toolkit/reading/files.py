"""Files and folders become articles; the date comes from the page or from the file's name."""

from __future__ import annotations

import datetime
import os
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from toolkit.errors import ArticleError, check_option, need_extra
from toolkit.reading.articles import Article, as_date
from toolkit.reading.given import as_articles, from_rows
from toolkit.reading.rows import csv_rows, decoded, json_rows, parquet_rows
from toolkit.reading.sentences import PARAGRAPH_BREAK

SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl", ".csv", ".parquet")
TITLE_LENGTH = 200  # characters; a longer first paragraph is not a title
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


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
        return from_rows(parquet_rows(path), path, date, bad_rows)
    text = decoded(path)
    if suffix in (".html", ".htm"):
        return [_from_html(text, path, date)]
    if suffix in (".json", ".jsonl"):
        return from_rows(json_rows(text, path, bad_rows), path, date, bad_rows)
    if suffix == ".csv":
        return from_rows(csv_rows(text, path), path, date, bad_rows)
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
