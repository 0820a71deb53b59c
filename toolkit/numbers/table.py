"""Quantities in the news: money, percentages, counts, measures, durations and fractions, each with what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from toolkit.amounts import Amount, amounts_in
from toolkit.numbers.number import Number
from toolkit.reading import Article, as_prose
from toolkit.tables import evidence, frame

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc


def find_numbers(article: Article, doc: Doc | None = None) -> list[Number]:
    """Find the quantities of an article, in order.

    Parameters
    ----------
    article : the article; page furniture gives nothing.
    doc : its parse. Without one only the words beside each number are read, which is fast, and
        ``measures``, ``period``, ``basis`` and ``source`` stay empty.

    Not found: years, dates, times, ages after a name, ordinals, figures in names (G20, F-16).

    >>> [(n.value, n.unit, n.change) for n in find_numbers(Article("Exports rose 5.5% to $218bn in 2023."))]
    [(5.5, 'percent', 'up'), (218000000000.0, 'USD', None)]
    """
    if doc is None:
        return _plain(article)
    from toolkit.language import once
    from toolkit.numbers.context import with_context

    return list(once(doc, "numbers", lambda: with_context(article, doc, _plain(article))))


def _plain(article: Article) -> list[Number]:
    amounts = amounts_in(article.text)
    furniture = [(p.start, p.end) for p in article.paragraphs if p.part == "furniture"] if amounts else []
    return [_number(a) for a in amounts if not any(s <= a.start < e for s, e in furniture)]


def _number(amount: Amount) -> Number:
    return Number(
        amount.start, amount.end, amount.value, amount.high, amount.unit, amount.kind, amount.bound, amount.change, amount.role
    )


def number_table(
    subject: str | Article | Iterable[str | Article], *, nlp: Language | None = None, parse: bool = True
) -> pd.DataFrame:
    """Return the quantities of articles as a table, one row a quantity; columns in ``describe("numbers")``.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    nlp : a pipeline from ``load_pipeline``; None is the embedded one.
    parse : False reads plain text only: many times faster; what a number is about, for which
        period and by whose figures is NA.

    Raises ArticleError for what is no article. A scale or currency that the text leaves open
    is NA; the surface stays in ``text``.

    >>> number_table("Trade hit a record $240.1 billion.", parse=False)[["value", "unit", "kind"]].values.tolist()
    [[240100000000.0, 'USD', 'money']]
    """
    rows: list[dict[str, Any]] = []
    if parse:
        from toolkit.language import parsed

        for article, doc in parsed(subject, nlp=nlp):
            rows += _rows(article, find_numbers(article, doc))
    else:
        for article in as_prose(subject):
            rows += _rows(article, _plain(article))
    return frame("numbers", rows)


def _rows(article: Article, numbers: list[Number]) -> list[dict[str, Any]]:
    rows = []
    for number in numbers:
        row = evidence(article, number.start, number.end)
        row.update(zip(Number._fields[2:], number[2:], strict=True))
        rows.append(row)
    return rows
