"""Sentiment of sentences, paragraphs and articles, by TextBlob's lexicon on our own boundaries.

The lexicon (Pattern's, as shipped with TextBlob) averages the scores of the words that it knows.
It does not know who speaks, nor of whom; for that see ``toolkit.tone``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from toolkit.errors import check_option
from toolkit.reading import Article, as_prose
from toolkit.tables import evidence, frame

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

UNITS = ("sentence", "paragraph", "article")
# TextBlob's lexicon has straight apostrophes only; one character for one, so no offset moves.
_STRAIGHT = str.maketrans("\u2019\u2018\u201c\u201d", "''\"\"")


class Sentiment(NamedTuple):
    """A piece of text with its score and the words that carried it."""

    start: int
    end: int
    polarity: float
    subjectivity: float
    words: list[str]


def sentiment_of(text: str) -> tuple[float, float, list[str]]:
    """Return (polarity, subjectivity, words) of a text as TextBlob scores it.

    The shares of the words add up to the polarity; words of polarity zero (which lower the
    average) are listed with ``+0.00``.

    >>> polarity, subjectivity, words = sentiment_of("A really good day, and not a bad result.")
    >>> round(polarity, 2), words
    (0.52, ['really good +0.35', 'not bad +0.17'])
    """
    from textblob.en import sentiment

    found = sentiment(text.translate(_STRAIGHT))
    polarity, subjectivity = found
    many = len(found.assessments)
    shares = [(" ".join(words), share / many) for words, share, _, _ in found.assessments]
    shares.sort(key=lambda s: -abs(s[1]))
    return float(polarity), float(subjectivity), [f"{words} {share:+.2f}" for words, share in shares]


def _spans(article: Article, by: str) -> Iterator[tuple[int, int]]:
    kept = [p for p in article.paragraphs if p.part != "furniture"]
    if by == "paragraph":
        yield from ((p.start, p.end) for p in kept)
    elif by == "article" and kept:
        yield kept[0].start, kept[-1].end
    elif by == "sentence":
        for start, end in article.sentences:
            if (start, end) != article.dateline and any(p.start <= start < p.end for p in kept):
                yield start, end


def _without_furniture(article: Article, start: int, end: int) -> str:
    inside = [p for p in article.paragraphs if p.part != "furniture" and start <= p.start and p.end <= end]
    return "\n\n".join(article.text[p.start : p.end] for p in inside) if len(inside) > 1 else article.text[start:end]


def find_sentiment(article: Article, *, by: str = "sentence") -> list[Sentiment]:
    """Return the scored sentences, paragraphs or the whole of an article, in order.

    Page furniture and the dateline are left out. An article's score is that of its first to its
    last paragraph that is not furniture, as TextBlob scores the whole text (not a mean of means).
    """
    found = []
    for start, end in _spans(article, by):
        polarity, subjectivity, words = sentiment_of(_without_furniture(article, start, end))
        found.append(Sentiment(start, end, round(polarity, 4), round(subjectivity, 4), words))
    return found


def sentiment_table(
    subject: str | Article | Iterable[str | Article],
    *,
    by: Literal["sentence", "paragraph", "article"] = "sentence",
    nlp: Language | None = None,
) -> pd.DataFrame:
    """Return the sentiment of each sentence, paragraph or article, one row each.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    by : what a row is.
    nlp : taken for the sake of one call shape; no parse is needed.

    Raises OptionError for another ``by``. Does not find irony, who speaks or of whom: a grim
    topic lowers the score of a warm sentence. Scores are TextBlob's (Pattern's lexicon,
    De Smedt and Daelemans 2012).

    >>> table = sentiment_table("The talks were good. The offer was terrible.")
    >>> table[["text", "polarity"]].values.tolist()
    [['The talks were good.', 0.7], ['The offer was terrible.', -1.0]]
    """
    check_option("by", by, UNITS)
    rows: list[dict[str, Any]] = []
    for article in as_prose(subject):
        for found in find_sentiment(article, by=by):
            cells = {"polarity": found.polarity, "subjectivity": found.subjectivity, "words": found.words}
            rows.append(evidence(article, found.start, found.end) | cells)
    return frame("sentiment", rows)
