"""What all rules for dates share: the article's date, the words of months, days and counts, the year that is meant."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

from toolkit.dates import periods
from toolkit.language import MONTH_CUT_SHORT, MONTH_IN_FULL, MONTHS, SHORT_MONTHS, WEEKDAY_IN_FULL, WEEKDAYS, tense_at
from toolkit.reading import Article
from toolkit.words import either


class Date(NamedTuple):
    """A date or period at the characters ``start`` to ``end``; the fields are columns of ``date_table``.

    ``value`` is ISO 8601 (``2024-04-08``, ``2024-04``, ``2024``, ``2024-W14``, ``2023-01/2023-06``); None where the
    text and the article's date do not tell.
    """

    start: int
    end: int
    value: str | None
    grain: str
    resolved_from: Literal["text", "article date"]


_SHORT = {name.lower(): number for number, name in enumerate(SHORT_MONTHS, start=1)}
DAYS = tuple(day.lower() for day in WEEKDAYS)
_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {word: number for number, word in enumerate(_TO_TWELVE, start=1)}
_COUNTS |= {"a": 1, "an": 1, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "couple": 2, "single": 1}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
    "last": 4,
    "latter": 2,
}

MONTH = rf"(?:(?:{MONTH_IN_FULL}|{either({month.upper() for month in MONTHS} - {'MAY'})})\b|{MONTH_CUT_SHORT}\b\.?)"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d|:)"
WEEKDAY = rf"(?:{WEEKDAY_IN_FULL}|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty)"
PART = r"(?:(?:early|late|mid|beginning|end|start)[\s-]+(?:of\s+)?|the\s+(?:beginning|end|start|middle)\s+of\s+)?"
# What fixes the year of a period without one: "2023", "of last year", "this year", "of the year".
OF_YEAR = (
    rf"(?:\s*,?\s*(?:of\s+|in\s+)?(?:(?P<y>{YEAR})|"
    r"(?P<rel>last|this|next|the\s+(?:current|previous|past|prior|same)|that)\s+year|(?P<the>the\s+year)))"
)
DASH = r"(?:\s?[-–—]\s?(?:to[-–—])?|\s+(?:to|through|until|till|and|thru)\s+)"


class Reader:
    """The article's date and what was last resolved, while the expressions are read in order."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.date = article.date
        self.sentences = article.sentences
        self._starts = [s for s, _ in self.sentences]
        self.found: list[Date] = []

    def sentence(self, at: int) -> tuple[int, int]:
        """Return where the sentence at an offset begins and ends."""
        number = bisect_right(self._starts, at) - 1
        return self.sentences[max(number, 0)] if self.sentences else (0, len(self.text))

    def future(self, start: int, end: int) -> bool | None:
        """Tell whether the sentence looks ahead at this place; None where no verb tells."""
        tense = tense_at(self.text, self.sentence(start), start, end)
        return None if tense is None else tense == "future"

    def year(self, match: re.Match[str]) -> tuple[int | None, bool]:
        """Return the year that goes with a period, and whether the text states it."""
        groups = match.groupdict()
        if said := groups.get("y") or groups.get("y0"):
            return int(said), True
        if named := groups.get("rel") or groups.get("rel0"):
            rel = named.split()[-1]
            if rel in ("that", "same", "previous", "prior"):
                anchor = self.anchor(match.start(), within=None)
                if anchor and len(anchor) >= 4:
                    return int(anchor[:4]) - (rel in ("previous", "prior")), True
                return (self.date.year - (rel in ("previous", "prior")) if self.date and rel != "that" else None), False
            by = {"last": -1, "past": -1, "next": 1}.get(rel, 0)
            return (self.date.year + by if self.date else None), False
        return None, False

    def anchor(self, at: int, *, within: int | None = 0) -> str | None:
        """Return the value of the last period before ``at``: of the same sentence (0), or of any."""
        begin = self.sentence(at)[0] if within == 0 else 0
        for date in reversed(self.found):
            if begin <= date.start < at and date.value:
                return date.value
        return None


Reading = tuple[str | None, str, bool]  # value, grain, whether the text itself says it
Rule = Callable[[Reader, "re.Match[str]"], "Reading | None"]
RULES: list[tuple[re.Pattern[str], Rule]] = []


def rule(pattern: str) -> Callable[[Rule], Rule]:
    """Register a function as the reading of a pattern, which has to stand between word boundaries."""

    def add(rule: Rule) -> Rule:
        RULES.append((re.compile(rf"(?<![\w$€£¥])(?<!\d[.,])(?:{pattern})(?![\w])"), rule))
        return rule

    return add


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return _SHORT[name.lower().rstrip(".")[:3]]


def count_of(word: str) -> int:
    """Return the value of a small number in digits or words."""
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def day_number(written: str) -> int:
    """Return the day of a month from "5th" or "5"."""
    return int(re.sub(r"\D", "", written))


def nearest_year(reader: Reader, match: re.Match[str], month: int, day: int = 0) -> int | None:
    """Return the year of a month or day without one: by tense, else the latest that is past."""
    date = reader.date
    if date is None:
        return None
    future = reader.future(match.start(), match.end())
    here, there = (date.month, date.day if day else 0), (month, day)
    if future:
        return date.year if there >= here else date.year + 1
    if future is None and day:  # a day without a verb: the nearest
        near = [y for y in (date.year - 1, date.year, date.year + 1) if periods.day(y, month, day)]
        return min(near, key=lambda y: abs((datetime.date(y, month, day) - date).days), default=None)
    return date.year if there <= here else date.year - 1


def stretch(reader: Reader, sign: int, count: int, unit: str) -> Reading:
    """Return the stretch of days, months or years before or after the article's date."""
    date = reader.date
    grain = "decade" if unit == "decade" and count == 1 else "interval"
    if date is None:
        return None, grain, False
    if unit in ("day", "week"):
        other = date + datetime.timedelta(sign * count * (7 if unit == "week" else 1))
        first, last = sorted((date, other))
        return f"{first.isoformat()}/{last.isoformat()}", grain, False
    if unit in ("month", "quarter"):
        size = count * (3 if unit == "quarter" else 1)
        here, there = periods.month(date.year, date.month), periods.month(date.year, date.month + sign * size)
        return "/".join(sorted((here, there))), grain, False
    other_year = date.year + sign * count * (10 if unit == "decade" else 1)
    first_year, last_year = sorted((date.year, other_year))
    return f"{first_year}/{last_year}", grain, False


def grain_of(value: str) -> str:
    """Return the grain of an ISO 8601 value."""
    if "/" not in value:
        return {4: "year", 7: "month", 10: "day"}.get(len(value), "week")
    first, last = value.split("/")
    if len(first) == len(last) == 7:
        size = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
        return {3: "quarter", 6: "half", 12: "year"}.get(size, "interval")
    return "interval"


@lru_cache(maxsize=64)
def quantity_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where quantities stand, so that they are not taken for years."""
    from toolkit.amounts import amounts_in

    return tuple((a.start, a.end) for a in amounts_in(text))
