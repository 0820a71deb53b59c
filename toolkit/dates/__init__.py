"""Dates: days, months, years and spans in the news, resolved against the article's date.

In: Articles.  Out: ``date_table``; ISO 8601 periods for numbers, trade and the ledger.
Modules, in the order in which data passes them:

- periods   calendar arithmetic on ISO 8601 values
- coverage  the days that a period covers, and the period a change is against
- reader    what all rules share: the article's date, words of months and counts
- forms     rules for days, months, quarters, halves
- spans     rules for years, fiscal years, decades, and what is relative to another date
- table     every rule over a text: find_dates, date_table

A fiscal year: ``words/fiscal_years.csv``. A rule: a function with ``@rule`` in ``forms.py`` or ``spans.py``.
A case: ``tests/cases/dates.csv``.
"""

from toolkit.dates.coverage import Span, base_span, iso_period, span_of
from toolkit.dates.periods import months, shift
from toolkit.dates.reader import COUNT, count_of
from toolkit.dates.spans import fiscal_months
from toolkit.dates.table import Date, date_table, find_dates

__all__ = [
    "COUNT",
    "Date",
    "Span",
    "base_span",
    "count_of",
    "date_table",
    "find_dates",
    "fiscal_months",
    "iso_period",
    "months",
    "shift",
    "span_of",
]
