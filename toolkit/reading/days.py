"""Days as files print them: "15-Jan-2023", "Sept. 5, 2023", "January 15, 2023 Monday"; what can be read in two ways is told."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Any

from toolkit.words import either, word_list, words_of

FIRST, LAST = 1900, 2100  # years in which a day may be
_YEAR = r"(?P<y>\d{4})"
_ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)|(?P<y8>\d{4})(?P<m8>\d\d)(?P<d8>\d\d)(?:T\d+Z?)?$")
_EAST = re.compile(r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]")
_IN_NUMBERS = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)")
_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_LONGEST = 80  # characters; more is a sentence, and no date


@cache
def _change() -> re.Pattern[str]:
    """Return a pattern for words of another day than that of publication: "updated", "valid until"."""
    within, alone = (words_of("other_days", "word", where=where) for where in ("within", "alone"))
    return re.compile(rf"{either(within)}|\b{either(alone)}\b", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    return {row["name"]: int(row["month"]) for row in word_list("month_names")}


@cache
def _in_words() -> tuple[re.Pattern[str], ...]:
    """Return the forms of days with the month as a word: January 15, 2023; 15-Jan-2023; 1er mars 2012; 15 de enero de 2023."""
    month = rf"(?P<m>{'|'.join(sorted(map(re.escape, _months()), key=len, reverse=True))})\b\.?"
    day = r"(?P<d>\d{1,2})(?:\.|er|º|st|nd|rd|th)?"
    of = r"(?:\s+(?:of|de|do|del))?"
    return (
        re.compile(rf"(?<!\w){month}\s+{day}(?:,|\s)\s*{_YEAR}(?!\d)", re.I),
        re.compile(rf"(?<!\d){day}{of}[\s-]*{month},?{of}[\s-]+{_YEAR}(?!\d)", re.I),
        re.compile(rf"(?<!\d){_YEAR}\s+{month}\s+{day}(?!\d)", re.I),
    )


def readings(said: str) -> list[datetime.date]:
    """Return the days that a string may stand for: none, one, or two where day and month can be changed about.

    >>> readings("Sept. 5, 2023"), len(readings("03/04/2024"))
    ([datetime.date(2023, 9, 5)], 2)
    >>> readings("jeudi 1er mars 2012"), readings("2018 年 10 月 7 日")
    ([datetime.date(2012, 3, 1)], [datetime.date(2018, 10, 7)])
    """
    said = said.strip()
    if not said or len(said) > _LONGEST:
        return []
    if iso := _ISO.match(said):
        found = iso.groupdict()
        return _days((found["y"] or found["y8"], found["m"] or found["m8"], found["d"] or found["d8"]))
    if _change().search(said):
        return []
    if east := _EAST.search(said):
        return _days((east["y"], east["m"], east["d"]))
    for pattern in _in_words():
        if matches := list(pattern.finditer(said)):
            days = _days(*((m["y"], str(_months()[m["m"].casefold()]), m["d"]) for m in matches))
            return days if len(days) == 1 else []  # "5 to 9 January", "first published"
    if match := _IN_NUMBERS.search(said):
        month_first, day_first = (match["y"], match["a"], match["b"]), (match["y"], match["b"], match["a"])
        return _days(*((day_first,) if match["sep"] == "." else (month_first, day_first)))  # 15.01.2023
    if re.fullmatch(r"(?:19|20)\d{8}", said) and (hour := _days((said[:4], said[4:6], said[6:8]))):
        return hour  # 2024011512
    if re.fullmatch(r"\d{10}|\d{13}", said):  # seconds or milliseconds since 1970
        moment = datetime.datetime.fromtimestamp(int(said[:10]), datetime.UTC)
        return [moment.date()] if FIRST <= moment.year <= LAST else []
    return []


def day_in_name(name: str) -> datetime.date | None:
    """Return the day in the name of a file; None for none, and for two.

    >>> day_in_name("2024-04-06-slug"), day_in_name("52241221"), day_in_name("2023-01-01_2023-12-31")
    (datetime.date(2024, 4, 6), None, None)
    """
    found = _days(*((year, month, day) for year, _, month, day in _IN_NAME.findall(name)))
    return found[0] if len(found) == 1 else None


def is_of_change(said: str) -> bool:
    """Tell whether a text beside a date says that it is not the day of publication.

    >>> is_of_change("Last updated 10 February 2024")
    True
    """
    return _change().search(said) is not None


def day_first(said: str) -> bool | None:
    """Tell whether a numeric date puts the day first; None where it can be read both ways, or is in words.

    >>> day_first("15/01/2024"), day_first("1/15/2024"), day_first("03/04/2024")
    (True, False, None)
    """
    match = _IN_NUMBERS.search(said.strip())
    if match is None or match["sep"] == ".":
        return None
    first, second = int(match["a"]), int(match["b"])
    return True if first > 12 >= second else False if second > 12 >= first else None


def day_of(value: object, *, first: bool | None = None) -> datetime.date | None:
    """Return the day of a date, a moment or a string; None for nothing. ``first``: whether the file puts days first.

    Raises ValueError for what is no day, or can be read in two ways: ``str(error)`` says which.
    """
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = readings(_plain(value))
    if len(found) > 1 and first is not None:
        return found[1] if first else found[0]
    if len(found) > 1:
        raise ValueError("can be read as two days")
    if not found:
        raise ValueError("is not a date")
    return found[0]


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _days(*readings: tuple[str, str, str]) -> list[datetime.date]:
    """Return the days that there are, each once."""
    found: list[datetime.date] = []
    for year, month, day in readings:
        try:
            said = datetime.date(int(year), int(month), int(day))
        except ValueError:
            continue
        if FIRST <= said.year <= LAST and said not in found:
            found.append(said)
    return found
