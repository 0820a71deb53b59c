"""What stands for articles in a call: a text, an Article, many of either, the rows of a table."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from toolkit.errors import ArticleError
from toolkit.reading.articles import Article
from toolkit.reading.columns import articles_of_rows, frame_rows, is_missing
from toolkit.reading.found import Found, Order, Problem, Take, made, summary


def as_articles(
    subject: str | Article | Iterable[str | Article], *, bad: dict[str, ArticleError] | None = None
) -> list[Article]:
    """Return a list of articles from a text, an article or many of either, or a table of them.

    Texts without a name become ``text-1``, ``text-2`` and so on. A DataFrame is read as a CSV file
    would be: a row an article, columns by the names of ``words/article_columns.csv``; a Series holds
    texts. An empty text, a bad row or a date that cannot be read goes into ``bad`` by its name where that is given. Raises
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
    if is_frame(subject) or is_series(subject):
        articles = _of_table(subject, bad)
    else:
        articles = list(_of_items(subject, bad))
    seen: set[str] = set()
    twice = sorted({a.id for a in articles if a.id in seen or seen.add(a.id)})  # type: ignore[func-returns-value]
    if twice:
        raise ArticleError(
            f"{len(twice)} article ids stand for two articles each ({', '.join(twice[:5])}); give each its own id."
        )
    return articles


def is_frame(subject: object) -> bool:
    """Tell whether something is a DataFrame."""
    return hasattr(subject, "itertuples")


def is_series(subject: object) -> bool:
    """Tell whether something is a Series."""
    return hasattr(subject, "to_frame")


def articles_of_frame(frame: Any, picked: Mapping[str, str], take: Take) -> Iterator[Article]:
    """Yield the articles of a DataFrame, a row each, or of a Series of texts."""
    if is_frame(frame) and {"start", "end", "sentence"} <= set(frame.columns):
        raise ArticleError("This is a table of findings, not of articles; give the articles that it was made from.")
    rows = frame_rows(frame) if is_frame(frame) else [{"text": text} for text in frame]

    def read(note: Any) -> Iterator[Found]:
        return articles_of_rows(enumerate(rows, start=1), "", picked, note, {})

    order = Order(lambda: read(lambda error: None))
    for found in read(lambda error: take(Problem("", str(error), "article", True))):
        yield made(found, f"text-{found.part}", f"row {found.part}", order, take, part=found.part, row=found.part)


def _of_table(frame: Any, bad: dict[str, ArticleError] | None) -> list[Article]:
    """Return the articles of a table; what goes wrong goes into ``bad``, else it is raised, or warned of where nothing is lost."""
    remarks: list[Problem] = []

    def take(problem: Problem) -> None:
        row = re.match(r"row (\d+)", problem.told)
        if bad is not None:
            bad[f"text-{row[1]}" if row else "the table"] = ArticleError(problem.told)
        elif problem.lost:
            raise ArticleError(problem.told)
        else:
            remarks.append(problem)

    articles = list(articles_of_frame(frame, {}, take))
    if remarks:
        warnings.warn(summary(remarks), stacklevel=4)
    return articles


def _of_items(items: Iterable[Any], bad: dict[str, ArticleError] | None) -> Iterator[Article]:
    for number, item in enumerate(items, start=1):
        name = f"text-{number}"
        try:
            if isinstance(item, str) or is_missing(item):
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
        yield item


def _refuse_path(text: str) -> None:
    """Raise ArticleError for what names a file or a folder, whether it is there or not."""
    if len(text) < 260 and "\n" not in text and (_FILE_NAME.fullmatch(text) or os.path.exists(text)):
        raise ArticleError(f"{text!r} is a path, not a text; read it first: read_articles({text!r}).")


_FILE_NAME = re.compile(r"\S+\.(?:txt|html?|jsonl?|csv|parquet|xlsx?|docx?|pdf|rtf)|\S*[*?]\S*\.\w+|~?\.{0,2}/\S+|\S+/")
