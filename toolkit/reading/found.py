"""An article as a reader finds it, and how it becomes an Article; what is lost on the way is told."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from typing import Any, NamedTuple

from toolkit.errors import ArticleError
from toolkit.reading.articles import Article
from toolkit.reading.days import day_first, day_in_name, day_of

SHOWN = 5  # problems that a summary spells out
COUNTED = {
    ("file", True): "files left out",
    ("extra", True): "files left out for want of an extra",
    ("article", True): "articles left out",
    ("language", True): "articles left out that are not English",
    ("date", False): "dates left out",
    ("encoding", False): "encodings guessed",
    ("row", False): "rows that may be broken",
    ("kind", False): "folders or packed files with files of other kinds",
}


class Found(NamedTuple):
    """One article as it stands in a file; ``date`` is as it is printed, ``part`` the row where rows have numbers."""

    body: str
    title: str = ""
    date: datetime.date | str | None = None
    source: str | None = None
    id: str | None = None
    meta: Mapping[str, Any] = {}
    part: int | None = None


class Remark(ArticleError):
    """What a reader has to say of a file that costs no article; ``kind`` as in ``Problem``."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(said)
        self.kind = kind


class Problem(NamedTuple):
    """What could not be read: where, why, of what kind, and whether it cost the whole article or only a part of it."""

    where: str
    reason: str
    kind: str  # a key of COUNTED
    lost: bool

    @property
    def told(self) -> str:
        """The problem on one line; a reason that names its place itself does not name it twice."""
        return self.reason if not self.where or self.where in self.reason else f"{self.where}: {self.reason}"

    def row(self) -> dict[str, object]:
        """Return the problem as a row of a table."""
        return {"where": self.where, "problem": self.told, "kind": self.kind, "lost": self.lost}


Take = Callable[[Problem], None]
Note = Callable[[ArticleError], None]  # takes what costs one article of a file, and not the file


def summary(problems: list[Problem]) -> str:
    """Return what could not be read in a few lines: how much of which kind, and the first of it."""
    counts = Counter((problem.kind, problem.lost) for problem in problems)
    counted = ", ".join(f"{counts[kind]} {said}" for kind, said in COUNTED.items() if counts[kind])
    listed = "".join(f"\n  {problem.told}" for problem in problems[:SHOWN])
    more = f"\n  and {len(problems) - SHOWN} more; errors=[] gives them all" if len(problems) > SHOWN else ""
    return f"Not wholly read: {counted}.{listed}{more}"


class Order:
    """Whether the numeric dates of a table put the day first; a file's dates are read for it once, when one leaves it open."""

    def __init__(self, read: Callable[[], Iterator[Found]]) -> None:
        self._read = read
        self._told: dict[str, set[bool | None]] | None = None

    def first(self, table: str) -> bool | None:
        """Tell whether the dates of a table (see ``table_of``) put days first; None where they do not tell."""
        if self._told is None:
            self._told = {}
            with suppress(ArticleError, OSError):
                for one in self._read():
                    if one.date is not None:
                        self._told.setdefault(table_of(one), set()).add(day_first(str(one.date)))
        found = self._told.get(table, set()) - {None}
        return found.pop() if len(found) == 1 else None


def table_of(one: Found) -> str:
    """Return which part of its file an article stands in: ``/member.csv``, ``, sheet News``; empty for the file itself."""
    member, sheet = one.meta.get("member"), one.meta.get("sheet")
    return (f"/{member}" if member else "") + (f", sheet {sheet}" if sheet else "")


def with_day_of_name(found: Iterator[Found], stem: str) -> Iterator[Found]:
    """Give the one article of a file that declares no day the day in the file's name."""
    ahead = list(islice(found, 2))
    if len(ahead) == 1 and ahead[0].date is None and ahead[0].part is None and "member" not in ahead[0].meta:
        ahead = [ahead[0]._replace(date=day_in_name(stem))]
    yield from chain(ahead, found)


def made(one: Found, name: str, where: str, order: Order, take: Take, **known: Any) -> Article:
    """Make an Article of what a reader found; a date that cannot be read costs the date.

    ``name`` is the id of an article without one, ``where`` its place for the analyst, ``known`` goes into ``meta``.
    Raises ArticleError for one without a text.
    """
    title, body = one.title, one.body
    begins = body.lstrip().startswith(title) and not body.lstrip()[len(title) :][:1].isalnum()
    text = body if not title or begins else f"{title}\n\n{body}"
    said = {**one.meta, **known}
    if isinstance(one.date, datetime.datetime):
        said["published"] = one.date.isoformat()  # with its time and zone
    elif isinstance(one.date, str) and re.search(r"\d:\d\d", one.date):
        said["published"] = one.date
    date = _day(one, order, where, take)
    return Article(text, id=one.id or name, title=title, date=date, source=one.source, meta=said)


def _day(one: Found, order: Order, where: str, take: Take) -> datetime.date | None:
    said = one.date
    try:
        return day_of(said)
    except ValueError as error:
        first = order.first(table_of(one)) if "two" in str(error) else None
        if first is not None:
            return day_of(said, first=first)
        untold = "no other date of the file tells which; " if "two" in str(error) else ""
        take(Problem(where, f"date={said!r} {error}; {untold}write it as 2024-04-06", "date", False))
        return None
