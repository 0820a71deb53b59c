"""Dates and periods in the news, resolved against the article's date, as ISO 8601 values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from toolkit.dates import forms as dateforms
from toolkit.dates import periods
from toolkit.dates import spans as datespans
from toolkit.dates.reader import MONTH, RULES, WEEKDAY, Date, Reader, Rule, month_number
from toolkit.reading import Article, as_prose
from toolkit.tables import evidence, frame

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Date", "date_table", "find_dates"]
_RULE_MODULES = (dateforms, datespans)  # importing them registers their rules

_HINT = re.compile(
    rf"\d|{WEEKDAY}|\b(?:{MONTH})|(?i:\b(?:today|tomorrow|yesterday|tonight|days?|last|next|this|past|previous|prior|year|years|month|months|week|weeks|quarter|half|semester|decade|century|ago|earlier|later|coming|current)\b)"
)
# A preposition that the pattern takes in, but that is no part of the expression.
_LEADING = re.compile(r"(?:from|between|in|over|by|at|of)\s+", re.I)


def find_dates(article: Article, doc: Doc | None = None) -> list[Date]:
    """Find dates and periods in an article, in order, without overlap.

    Parameters
    ----------
    article : the article; its ``date`` is what relative expressions count from.
    doc : its parse; the rules read plain text, so it only serves to keep what was found.

    A month or day without a year is the nearest that the tense allows, in the past where no verb
    tells. "Last Monday" is the last one before the article's day, "next Monday" the first after
    it. Not found: seasons, feasts, times of day. Not resolved (value None): relative expressions
    of an article without a date, fiscal years where it is not plain whose.

    >>> article = Article("In January Kenya agreed to hold talks in May.", date="2024-04-06")
    >>> [(d.value, d.grain) for d in find_dates(article)]
    [('2024-01', 'month'), ('2024-05', 'month')]
    """
    if doc is not None:
        from toolkit.language import once

        return list(once(doc, "dates", lambda: _found(article)))
    return _found(article)


def _found(article: Article) -> list[Date]:
    text = article.text
    spans: list[tuple[int, int, int, re.Match[str], Rule]] = []
    furniture = [(p.start, p.end) for p in article.paragraphs if p.part == "furniture"]
    if not _HINT.search(text):
        return []
    for order, (pattern, rule) in enumerate(RULES):
        spans += [(m.start(), -m.end(), order, m, rule) for m in pattern.finditer(text)]
    reader = Reader(article)
    at = 0
    for start, _, _, match, rule in sorted(spans, key=lambda s: s[:3]):
        if start < at or any(s <= start < e for s, e in furniture):
            continue
        read = rule(reader, match)
        if read is None:
            continue
        value, grain, said = read
        lead = _LEADING.match(text, start, match.end())
        begin = lead.end() if lead else start
        stop = match.end() - (len(match[0]) - len(match[0].rstrip()))
        stop -= 2 if text[stop - 2 : stop] in ("'s", "’s") else 0
        reader.found.append(Date(begin, stop, value, grain, "text" if said else "article date"))
        at = match.end()
    return _share_years(reader)


_BESIDE = re.compile(r"(?:,|\s+and|,\s+and|\s+or|\s+to)\s+")


def _share_years(reader: Reader) -> list[Date]:
    """Give a month or day the year of the one it is coordinated with ('in May and June 2023')."""
    dates = reader.found
    for number in range(len(dates) - 2, -1, -1):
        here, after = dates[number], dates[number + 1]
        if (
            after.resolved_from != "text"
            or after.value is None
            or here.grain not in ("month", "day")
            or after.grain != here.grain
        ):
            continue
        if here.resolved_from == "text" or not _BESIDE.fullmatch(reader.text, here.end, after.start):
            continue
        surface = reader.text[here.start : here.end]
        found = re.search(MONTH, surface)
        if not found:
            continue
        year, month = int(after.value[:4]), month_number(found[0])
        if month > int(after.value[5:7]):
            year -= 1
        written = re.search(r"\d{1,2}", surface)
        value = (
            periods.month(year, month)
            if here.grain == "month"
            else periods.day(year, month, int(written[0]))
            if written
            else None
        )
        dates[number] = here._replace(value=value, resolved_from="text")
    return dates


def date_table(subject: str | Article | Iterable[str | Article], *, nlp: Language | None = None) -> pd.DataFrame:
    """Return the dates and periods of articles as a table; columns in ``describe("dates")``.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    nlp : taken so that every table is called alike; dates are read from plain text.

    >>> date_table(Article("Talks were held last month.", date="2024-04-06"))[["text", "value"]].values.tolist()
    [['last month', '2024-03']]
    """
    rows: list[dict[str, Any]] = []
    for article in as_prose(subject):
        for found in find_dates(article):
            row = evidence(article, found.start, found.end)
            row.update(value=found.value, grain=found.grain, resolved_from=found.resolved_from)
            rows.append(row)
    return frame("dates", rows)
