"""The article on one spacing: what the rules of all tables read; each finding leads back to the article as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from toolkit.reading.articles import Article
from toolkit.reading.given import as_articles
from toolkit.reading.sentences import sentence_spans
from toolkit.reading.spacing import Spacing, one_spacing


@dataclass(frozen=True, repr=False)
class Prose(Article):
    """An article on one spacing; ``located`` gives the characters of the article that it comes from."""

    origin: Article = field(kw_only=True, compare=False, repr=False)
    spacing: Spacing = field(kw_only=True, compare=False, repr=False)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """All sentences as (start, end) offsets of this text."""
        return sentence_spans(self.text)

    def located(self, start: int, end: int) -> tuple[Article, int, int]:
        """Return the article as it was read, and the offsets there of the characters ``start`` to ``end``."""
        return self.origin, *self.spacing.back(start, end)


def as_prose(subject: str | Article | Iterable[str | Article]) -> list[Article]:
    """Return the articles on one spacing (see ``spacing.one_spacing``); those that have it already as they are.

    >>> as_prose("The foreign\\u00a0minister\\tsaid  no.")[0].text
    'The foreign minister said no.'
    """
    return [_on_one_spacing(article) for article in as_articles(subject)]


@lru_cache(maxsize=256)
def _on_one_spacing(article: Article) -> Article:
    spacing = one_spacing(article.text)
    if spacing.text == article.text:
        return article
    return Prose(
        spacing.text,
        id=article.id,
        title=" ".join(article.title.split()),
        date=article.date,
        source=article.source,
        meta=article.meta,
        origin=article,
        spacing=spacing,
    )
