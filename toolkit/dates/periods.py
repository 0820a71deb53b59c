"""Calendar arithmetic on ISO 8601 values: days, weeks, months, years and intervals of them."""

from __future__ import annotations

import calendar
import datetime
import re


def month(year: int, number: int) -> str:
    """Return a month; numbers below 1 or above 12 run into the years beside.

    >>> month(2024, 0), month(2023, 14)
    ('2023-12', '2024-02')
    """
    years, left = divmod(number - 1, 12)
    return f"{year + years:04d}-{left + 1:02d}"


def months(year: int, first: int, last: int) -> str:
    """Return the interval from one month to another of a year.

    >>> months(2023, 1, 6)
    '2023-01/2023-06'
    """
    return month(year, first) if first == last else f"{month(year, first)}/{month(year, last)}"


def months_to(end: str, count: int) -> str:
    """Return the ``count`` months that end with a month or with the month of a day.

    >>> months_to("2023-06", 12), months_to("2024-03-31", 3)
    ('2022-07/2023-06', '2024-01/2024-03')
    """
    year, last = int(end[:4]), int(end[5:7])
    first = month(year, last - count + 1)
    return f"{first}/{end[:7]}" if count > 1 else end[:7]


def day(year: int, number: int, of_month: int) -> str | None:
    """Return a day; None where the calendar has none such (30 February)."""
    try:
        return datetime.date(year, number, of_month).isoformat()
    except ValueError:
        return None


def week(of: datetime.date) -> str:
    """Return the ISO week of a day.

    >>> week(datetime.date(2024, 4, 6))
    '2024-W14'
    """
    year, number, _ = of.isocalendar()
    return f"{year}-W{number:02d}"


def shift(value: str, *, years: int = 0, months: int = 0) -> str | None:
    """Move a value by whole years or months, an interval with both its ends; None for weeks.

    >>> shift("2023-01/2023-06", years=-1), shift("2023", years=-1), shift("2024-01", months=-1)
    ('2022-01/2022-06', '2022', '2023-12')
    """
    parts = [_shifted(part, years * 12 + months) for part in value.split("/")]
    return None if None in parts else "/".join(p for p in parts if p)


def _shifted(value: str, by: int) -> str | None:
    if "W" in value:
        return None
    if len(value) == 4:
        return f"{int(value) + by // 12:04d}" if by % 12 == 0 else None
    moved = month(int(value[:4]), int(value[5:7]) + by)
    if len(value) == 7:
        return moved
    last = calendar.monthrange(int(moved[:4]), int(moved[5:7]))[1]
    return f"{moved}-{min(int(value[8:10]), last):02d}"


def bounds(value: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a value.

    >>> bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    first, _, last = value.partition("/")
    last = last or first
    return _day_of(first, end=False), _day_of(last, end=True)


def _day_of(value: str, *, end: bool) -> datetime.date:
    if "W" in value:
        year, number = int(value[:4]), int(value[6:8])
        return datetime.date.fromisocalendar(year, number, 7 if end else 1)
    year = int(value[:4])
    if len(value) == 4:
        return datetime.date(year, 12, 31) if end else datetime.date(year, 1, 1)
    number = int(value[5:7])
    if len(value) == 7:
        return datetime.date(year, number, calendar.monthrange(year, number)[1] if end else 1)
    return datetime.date.fromisoformat(value)


def is_value(value: str) -> bool:
    """Tell whether a text is a value as ``date_table`` gives them."""
    one = r"\d{4}(?:-W\d{2}|-\d{2}(?:-\d{2})?)?"
    return re.fullmatch(rf"{one}(?:/{one})?", value) is not None
