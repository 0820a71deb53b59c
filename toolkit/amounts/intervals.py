"""What a printed figure leaves possible: the interval that its rounding allows."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

FLAT = 0.5  # percentage points: what "unchanged", printed without a digit, leaves possible
INFINITY = math.inf
_NUMERAL = re.compile(r"(?<![\w.,])\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?")


class Interval(NamedTuple):
    """The least and the greatest value that a figure leaves possible."""

    low: float
    high: float


@lru_cache(maxsize=4096)
def _readings(numeral: str) -> list[tuple[float, float]]:
    """Return (mantissa, unit of its last digit) for each way to read a numeral."""
    plain = re.sub(r"[\u00a0\u202f\u2009 ]", ",", numeral)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        whole = plain.replace(",", "")
        readings = [(float(whole), _last_place(whole))]
        if plain.count(",") == 1 and "." not in plain:
            decimal = plain.replace(",", ".")
            readings.append((float(decimal), _last_place(decimal)))
        return readings
    decimal = plain.replace(",", ".")
    return [(float(decimal), _last_place(decimal))]


def _last_place(digits: str) -> float:
    if "." in digits:
        return 10.0 ** -len(digits.partition(".")[2])
    if len(digits) < 4:
        return 1.0
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))


def unit_of_last_digit(value: float, text: str | None, *, scaled: bool = True) -> float | None:
    """Return what one step of the last digit written is worth; None if the figure is not in digits.

    Parameters
    ----------
    value : the figure in full, such as 240.1e9 for "$240.1 billion".
    text : the evidence it was read from. Without any, the digits of the value itself are taken.
    scaled : whether a scale word (billion, crore) may stand between the digits and the value.

    Zeros at the end of a whole number of four and more digits are taken as filling: "1,200,000"
    is good to the hundred thousand. Figures written in words give None.

    >>> unit_of_last_digit(240.1e9, "$240.1 billion")
    100000000.0
    >>> unit_of_last_digit(26.3, "up 26.3%", scaled=False)
    0.1
    """
    size = abs(value)
    if text is None or not text.strip():
        return _own_last_place(size)
    found: list[float] = []
    for numeral in _NUMERAL.findall(text):
        for mantissa, place in _readings(numeral):
            if not mantissa or not size:
                if mantissa == size:
                    found.append(place)
                continue
            power = round(math.log10(size / mantissa))
            scale = 10.0**power
            if (power == 0 or (scaled and 2 <= power <= 15)) and math.isclose(mantissa * scale, size, rel_tol=1e-9):
                found.append(place * scale)
    return max(found) if found else None


def _own_last_place(size: float) -> float:
    """Return the last place of an amount without a text, taken as written in trillions, billions or millions."""
    scale = next((s for s in (1e12, 1e9, 1e6) if size >= s), 1.0)
    return _last_place(f"{size / scale:.12f}".rstrip("0").rstrip(".")) * scale


def level_interval(
    value: float,
    value_high: float | None = None,
    *,
    bound: str = "exact",
    text: str | None = None,
    rounding: float = 0.5,
    about: float = 0.05,
) -> Interval:
    """Return the amounts that a printed amount leaves possible.

    Parameters
    ----------
    value, value_high : the amount, and the high end of a range; a negative amount is a deficit.
    bound : one of the codebook's bounds. "over" and "at least" leave the top open, "under" and
        "at most" leave everything from nothing, "about" widens by the share ``about``.
    text : the evidence; how many digits it writes decides how far the figure was rounded.
    rounding : in units of the last digit written: 0.5 for rounded figures, 1.0 if they may be cut off.
    about : share of the figure by which a vague one, or one written in words, may be off.

    >>> low, high = level_interval(240.1e9, text="$240.1 billion")
    >>> round(low / 1e9, 3), round(high / 1e9, 3)
    (240.05, 240.15)
    >>> level_interval(200e9, bound="over", text="more than $200 billion")
    Interval(low=200000000000.0, high=inf)
    """
    if value < 0:
        mirrored = level_interval(
            -value, None if value_high is None else -value_high, bound=bound, text=text, rounding=rounding, about=about
        )
        return Interval(-mirrored.high, -mirrored.low)
    top = value if value_high is None else value_high
    value, top = min(value, top), max(value, top)
    if bound in ("over", "at least"):
        return Interval(value, INFINITY)
    if bound in ("under", "at most"):
        return Interval(0.0, top)
    slack = [_slack(v, text, bound, rounding, about) for v in (value, top)]
    return Interval(max(value - slack[0], 0.0), top + slack[1])


def _slack(value: float, text: str | None, bound: str, rounding: float, about: float, *, scaled: bool = True) -> float:
    place = unit_of_last_digit(value, text, scaled=scaled)
    vague = abs(value) * about
    if place is None:
        return vague
    return max(place * rounding, vague) if bound == "about" else place * rounding


def growth_interval(
    change_pct: float, *, bound: str = "exact", text: str | None = None, rounding: float = 0.5, about: float = 0.05
) -> Interval:
    """Return the factors from before to now that a change in percent leaves possible.

    The parameters are those of ``level_interval``; "doubled" and "a third" have no digits and
    are vague by the share ``about`` of the change. "More than 5%" is at least 5% in its
    direction; "under 5%" is between nothing and 5%.

    >>> low, high = growth_interval(26.3, text="up 26.3%")
    >>> round(low, 4), round(high, 4)
    (1.2625, 1.2635)
    """
    way = -1.0 if change_pct < 0 else 1.0
    size = abs(change_pct)
    if bound in ("over", "at least"):
        low, high = size, INFINITY
    elif bound in ("under", "at most"):
        low, high = 0.0, size
    elif not size and unit_of_last_digit(0.0, text, scaled=False) is None:
        low, high = -FLAT, FLAT
    else:
        slack = _slack(size, text, bound, rounding, about, scaled=False)
        low, high = size - slack, size + slack
    factors = sorted((1 + way * low / 100, 1 + way * high / 100))
    return Interval(max(factors[0], 0.0), max(factors[1], 0.0))
