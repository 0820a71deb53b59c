"""The days that a period covers, and the period that a change is against."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_DECADE = re.compile(r"(\d{3})0s")


class Span(NamedTuple):
    """A period as day numbers (``date.toordinal``): the first day and the day after the last."""

    start: int
    end: int


def _first_day(year: int, month: int) -> int:
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal()


def _one(period: str) -> Span | None:
    if found := _DAY.fullmatch(period):
        day = datetime.date(*map(int, found.groups())).toordinal()
        return Span(day, day + 1)
    if found := _MONTH.fullmatch(period):
        year, month = map(int, found.groups())
        return Span(_first_day(year, month), _first_day(year, month + 1)) if 1 <= month <= 12 else None
    if found := _QUARTER.fullmatch(period):
        year, quarter = map(int, found.groups())
        return Span(_first_day(year, 3 * quarter - 2), _first_day(year, 3 * quarter + 1))
    if found := _YEAR.fullmatch(period):
        year = int(period)
        return Span(_first_day(year, 1), _first_day(year + 1, 1))
    if found := _DECADE.fullmatch(period):
        year = int(found[1]) * 10
        return Span(_first_day(year, 1), _first_day(year + 10, 1))
    return None


def span_of(period: str | None) -> Span | None:
    """Return the days of an ISO 8601 year, month, day or interval of such; None if it is none of them.

    >>> span_of("2023") == span_of("2023-01/2023-12")
    True
    """
    if not period:
        return None
    try:
        first, _, last = period.partition("/")
        start, end = _one(first), _one(last or first)
    except ValueError:
        return None
    if start is None or end is None or end.end <= start.start:
        return None
    return Span(start.start, end.end)


def iso_period(span: Span) -> str:
    """Return the shortest ISO 8601 form of a period.

    >>> iso_period(span_of("2023-01/2023-12")), iso_period(span_of("2023-07/2023-08"))
    ('2023', '2023-07/2023-08')
    """
    first, last = datetime.date.fromordinal(span.start), datetime.date.fromordinal(span.end - 1)
    after = datetime.date.fromordinal(span.end)
    if first.day == 1 and after.day == 1:
        if first.month == 1 and after.month == 1:
            ends = (f"{first.year:04}", f"{last.year:04}")
        else:
            ends = (f"{first:%Y-%m}", f"{last:%Y-%m}")
    else:
        ends = (first.isoformat(), last.isoformat())
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _moved(day: int, months: int) -> int:
    date = datetime.date.fromordinal(day)
    first = datetime.date.fromordinal(_first_day(date.year, date.month + months))
    following = _first_day(first.year, first.month + 1)
    return min(first.toordinal() + date.day - 1, following)


def _length(span: Span) -> int:
    first, after = datetime.date.fromordinal(span.start), datetime.date.fromordinal(span.end)
    return max((after.year - first.year) * 12 + after.month - first.month, 1)


def base_span(span: Span, basis: str) -> Span | None:
    """Return the period that a change is against; None for a basis that is not understood.

    Parameters
    ----------
    span : the period the change is said of.
    basis : "year earlier", "month earlier", "quarter earlier", "previous period", or an ISO period.
        A year as the basis of a part of a year means the same part of that year.

    >>> iso_period(base_span(span_of("2023-01/2023-06"), "year earlier"))
    '2022-01/2022-06'
    """
    months = {"year earlier": 12, "month earlier": 1, "quarter earlier": 3, "previous period": _length(span)}.get(basis)
    if months is None:
        base = span_of(basis)
        if base is None or base == span:
            return None
        if base.end - base.start <= (span.end - span.start) * 1.2:
            return base
        months = 12 * (datetime.date.fromordinal(span.start).year - datetime.date.fromordinal(base.start).year)
        if not months:
            return None
    try:
        return Span(_moved(span.start, -months), _moved(span.end, -months))
    except ValueError:
        return None
