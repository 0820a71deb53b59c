"""Articles: the text is kept to the character, what it is made of is marked."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self

from toolkit.errors import ArticleError
from toolkit.reading.days import day_of
from toolkit.reading.sentences import PARAGRAPH_BREAK, dateline_at, sentence_spans
from toolkit.reading.spacing import one_spacing
from toolkit.words import word_list

_HALF = re.compile("[\ud800-\udfff]")  # one of a pair of surrogates, which stand for a character only together
PARTS = ("title", "body", "furniture")
FURNITURE_LENGTH = 160
LONGEST = 1_000_000  # characters of an article that can be analysed


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
        ("6 April 2024" and "15/04/2024" are understood too, "06/04/2024" is not); "last month" is resolved from it.
    source : who published it.
    meta : anything else that came with it; kept, not read.

    Raises ArticleError for an empty text, one of more than a million characters or with half characters, or a date that can be read in no way or in two.

    >>> Article("Trade grew.", date="2024-04-06").date
    datetime.date(2024, 4, 6)
    """

    text: str
    id: str = field(default="text", kw_only=True)
    title: str = field(default="", kw_only=True)
    date: datetime.date | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    meta: Mapping[str, Any] = field(default_factory=dict, kw_only=True, compare=False, repr=False)

    def __new__(cls, *texts: str, **_: Any) -> Self:
        """Refuse a second text: a date without its name."""
        if len(texts) > 1:
            raise ArticleError(
                f"Article(text, {texts[1]!r}): name what is not the text, such as date='2024-04-06' or title='...'."
            )
        return super().__new__(cls)

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise ArticleError(f"Article {self.id!r}: text is a {type(self.text).__name__}; give a str.")
        if not self.text.strip():
            raise ArticleError(f"Article {self.id!r} is empty; give a text with at least one word.")
        if len(self.text) > LONGEST:
            raise ArticleError(
                f"Article {self.id!r} has {len(self.text):,} characters; more than {LONGEST:,} are no article: "
                "split the text, or check what it is."
            )
        for name, cell in (("id", self.id), ("title", self.title), ("source", self.source or "")):
            if not isinstance(cell, str):
                raise ArticleError(f"Article {self.id!r}: {name}={cell!r} is a {type(cell).__name__}; give a str.")
        for name, cell in (("text", self.text), ("id", self.id), ("title", self.title), ("source", self.source or "")):
            if broken := _HALF.search(cell):
                raise ArticleError(
                    f"Article {self.id!a}: {name} has half a character ({broken[0]!a}, at {broken.start()}), as a text "
                    "in the wrong encoding does; read it anew, or put U+FFFD in its place."
                )
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
    """Return a date from a date, a datetime, a string that can be read in one way, or nothing."""
    try:
        return day_of(value)
    except ValueError as error:
        raise ArticleError(f"{what}: date={value!r} {error}; give one like '2024-04-06'.") from None
