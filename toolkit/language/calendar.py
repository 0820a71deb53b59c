"""The months and days of the week: their names, and the patterns that find them."""

from __future__ import annotations

from toolkit.words import either

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
# As patterns: a month in full, and one cut short ("Sept"); "May" is never cut short.
MONTH_IN_FULL = either(MONTHS)
MONTH_CUT_SHORT = either([*({*SHORT_MONTHS} - {"May"}), "Sept"])
WEEKDAY_IN_FULL = either(WEEKDAYS)
