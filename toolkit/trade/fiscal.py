"""Fiscal years, whose months are known once the pair is: "in the first half of 2022-23"."""

from __future__ import annotations

import re

from toolkit.dates import fiscal_months, months
from toolkit.language import MONTH_IN_FULL, MONTHS
from toolkit.trade.items import Read, Sentence
from toolkit.words import word_list

NEAR = 160  # characters before a date in which words tell what it is
TWO_YEARS = re.compile(r"(?:the |fiscal |financial |year |fy ?)*(\d{4})[-–/](\d\d)(?: (?:fiscal|financial) year)?")
ONE_YEAR = re.compile(r"(?:the |fiscal |financial |year )+(\d{4})|fy ?['’]?(\d{4}|\d\d)")
COUNTS = {row["word"]: int(float(row["value"])) for row in word_list("number_words") if row["kind"] == "small"}
_PART_OF_YEAR = re.compile(
    r"\b(first|second|third|fourth|last) (?:(\w+) (months)|(half|quarter)) of (?:the )?(?:(?:current|ongoing|last|previous) )?(?:(?:fiscal|financial)(?: year)? )?$",
    re.I,
)
_MONTHS_OF_YEAR = re.compile(rf"\b({MONTH_IN_FULL})(?:\s?[-–]\s?| to )({MONTH_IN_FULL}) (?:period )?of (?:the )?$", re.I)


def fiscal_of(sentence: Sentence, period: str | None, sides: list[str]) -> str | None:
    """Return the months of a fiscal year that its date alone could not tell, now that the pair is known: "in 2022-23"."""
    at = period.start if isinstance(period, Read) else None
    for item in sentence.items:
        if item.kind != "date" or (item.value.value or "") != (period or "") or at not in (None, item.start):
            continue
        if two := TWO_YEARS.fullmatch(item.low):
            year, both = int(two[1]) + 1, True
            if year % 100 != int(two[2]):
                continue
        elif not period and (one := ONE_YEAR.fullmatch(item.low)):
            year, both = int(one[1] or one[2]), False
            year += 2000 * (year < 100)
        else:
            continue
        if found := next((fiscal for side in sides if (fiscal := fiscal_months(side, year, both=both))), None):
            part = _part_of_year(found, sentence.text[max(sentence.start, item.start - NEAR) : item.start])
            return Read(part, item.start, item.end)
    return None


def _part_of_year(fiscal: str, before: str) -> str:
    """Return the months of a fiscal year that the words before it mean: "the first 11 months of fiscal year 2021-22"."""
    if len(fiscal) == 4:
        fiscal = f"{fiscal}-01/{fiscal}-12"  # a fiscal year may be the calendar's
    if span := _MONTHS_OF_YEAR.search(before):
        first, last = (MONTHS.index(span[n].capitalize()) + 1 for n in (1, 2))
        begin = int(fiscal[:4]) + (first < int(fiscal[5:7]))
        return months(begin, first, last + 12 * (last < first))
    part = _PART_OF_YEAR.search(before)
    if part is None:
        return fiscal
    year, month = int(fiscal[:4]), int(fiscal[5:7])
    if part[3]:
        count = COUNTS.get(part[2].lower()) or (int(part[2]) if part[2].isdigit() else 0)
        return months(year, month, month + count - 1) if part[1].lower() == "first" and 0 < count < 12 else fiscal
    size = 6 if part[4].lower() == "half" else 3
    number = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 12 // size - 1}[part[1].lower()]
    return months(year, month + number * size, month + (number + 1) * size - 1)
