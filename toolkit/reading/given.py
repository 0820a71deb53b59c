"""What stands for articles in a call: a text, an Article, many of either, the rows of a table."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from toolkit.errors import ArticleError
from toolkit.reading.articles import Article, as_date
from toolkit.reading.rows import frame_rows, is_missing
from toolkit.words import word_list

if TYPE_CHECKING:
    import pandas as pd


def as_articles(
    subject: str | Article | Iterable[str | Article], *, bad: dict[str, ArticleError] | None = None
) -> list[Article]:
    """Return a list of articles from a text, an article or many of either, or a table of them.

    Texts without a name become ``text-1``, ``text-2`` and so on. A DataFrame is read as a CSV file
    would be: a row an article, columns by the names of ``words/article_columns.csv``; a Series holds
    texts. An empty text or a bad row goes into ``bad`` by its name where that is given. Raises
    ArticleError for them otherwise, for two articles with one id, for a path where a text is
    wanted, and for anything that is neither text nor Article.
    """
    if isinstance(subject, str):
        _refuse_path(subject)
        return [Article(subject)]
    if isinstance(subject, Article):
        return [subject]
    if not isinstance(subject, Iterable) or isinstance(subject, Mapping | bytes):
        raise ArticleError(f"{type(subject).__name__} is not an article; give a text, an Article or a list of them.")
    is_table = hasattr(subject, "itertuples")
    if is_table and {"start", "end", "sentence"} <= set(cast("pd.DataFrame", subject).columns):
        raise ArticleError("This is a table of findings, not of articles; give the articles that it was made from.")
    articles: list[Article] = []
    items: Iterable[Any] = frame_rows(cast("pd.DataFrame", subject)) if is_table else subject
    for number, item in enumerate(items, start=1):
        name = f"text-{number}"
        try:
            if is_table:
                item = _from_row(item, f"row {number}", name, None)
            elif isinstance(item, str) or is_missing(item):
                item = Article("" if is_missing(item) else item, id=name)
                _refuse_path(item.text)
        except ArticleError as error:
            if bad is None:
                raise
            bad[name] = error
            continue
        if not isinstance(item, Article):
            raise ArticleError(
                f"Item {number} is of type {type(item).__name__}; give texts or Articles or a DataFrame with a text column."
            )
        articles.append(item)
    seen: set[str] = set()
    twice = sorted({a.id for a in articles if a.id in seen or seen.add(a.id)})  # type: ignore[func-returns-value]
    if twice:
        raise ArticleError(
            f"{len(twice)} article ids stand for two articles each ({', '.join(twice[:5])}); give each its own id."
        )
    return articles


def _refuse_path(text: str) -> None:
    """Raise ArticleError for what names a file or a folder, whether it is there or not."""
    if len(text) < 260 and "\n" not in text and (_FILE_NAME.fullmatch(text) or os.path.exists(text)):
        raise ArticleError(f"{text!r} is a path, not a text; read it first: read_articles({text!r}).")


_FILE_NAME = re.compile(r"\S+\.(?:txt|html?|jsonl?|csv|parquet|xlsx?|docx?|pdf|rtf)|\S*[*?]\S*\.\w+|~?\.{0,2}/\S+")


@cache
def _column_names() -> dict[str, tuple[str, ...]]:
    """Which names a column may go by in files from elsewhere, best first."""
    out: dict[str, tuple[str, ...]] = {}
    for row in word_list("article_columns"):
        out[row["field"]] = (*out.get(row["field"], ()), row["column"])
    return out


def from_rows(
    rows: list[dict[str, Any]], path: Path, date: datetime.date | None, bad_rows: list[ArticleError] | None
) -> list[Article]:
    """Return an article a row of a file; the errors of single rows go into ``bad_rows``, without it the first is raised."""
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
    if got["text"] is None and any(name in map(str.casefold, map(str, row)) for name in _column_names()["text"]):
        raise ArticleError(f"{where} is empty; an article needs a text with at least one word.")
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
