"""Amounts in plain text, without any parsing: value, unit, kind, bound, and rise or fall as the words say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from toolkit.amounts.hedges import change_words, set_bound, set_change, set_multiple
from toolkit.amounts.numerals import Numeral, product
from toolkit.amounts.single import Amount, single_amounts

_JOINT = re.compile(
    r"(?P<dash>\s?[-–—‑]\s?)|\s+(?P<to>to)(?:\s+(?:about|around|nearly|over|as\s+much\s+as|just\s+over|more\s+than|almost|a\s+record))?\s+|,?\s+(?P<and>and)\s+|,?\s+(?P<or>or)(?:\s+even)?\s+|(?P<paren>\s?[(\[]\s?)"
    r"(?:(?P<hedge>about|around|roughly|some|or)\s+)?"
)
_LEADS = re.compile(r"\b(between|from|ranging from|range of|range from|of|to|at)\s+(?:about\s+|around\s+|some\s+)?$", re.I)


def _together(text: str, amounts: list[Amount]) -> list[Amount]:
    """Join ranges; give the unit and scale of the last to those before it that lack them."""
    joined: list[Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        if last is None or amount.start - last.end > 14 or amount.start < last.end:
            joined.append(amount)
            continue
        joint = _JOINT.fullmatch(text, last.end, amount.start)
        if joint is None:
            joined.append(amount)
            continue
        kind = joint.lastgroup if joint.lastgroup != "hedge" else "paren"
        if kind == "paren":
            joined.append(amount)
            continue
        lead = _LEADS.search(text[max(0, last.start - 26) : last.start])
        led = lead[1].lower() if lead else ""
        ranges = kind in ("dash", "to") or (kind == "and" and led == "between")
        fits = _carry(last, amount)
        if ranges and fits and last.value is not None and amount.value is not None and last.high is None:
            if _is_range(text, last, amount, kind, led):
                last.end, last.high, last.bound = amount.end, amount.value, "between"
                last.numeral, last.bare, last.noun = amount.numeral, amount.bare, amount.noun
                continue
            if kind == "to" and led.endswith("from"):
                last.role = "previous"
        elif kind in ("and", "or") and fits:
            _carry_back(text, joined, amount)
        elif kind == "to" and last.kind == "measure" and amount.bare and amount.unit is None:
            amount.unit, amount.kind, amount.bare = last.unit, "measure", False  # "from 21 mpg to 23"
        elif kind == "to" and amount.unit and last.unit and last.unit.startswith(f"{amount.unit} per "):
            amount.unit = last.unit  # "from $75 per barrel to $46"
        joined.append(amount)
    for first, second in pairwise(joined):  # "from 12.5 to 20-25 billion euros"
        joint = _JOINT.fullmatch(text, first.end, second.start)
        if joint and joint.lastgroup == "to" and first.bare and first.unit is None and second.high is not None:
            _carry(first, second)
    return joined


def _carry_back(text: str, amounts: list[Amount], last: Amount) -> None:
    """Give the unit at the end of an enumeration to all of it ('5, 6 and 7 percent')."""
    for earlier, later in zip(amounts[-2::-1], amounts[::-1], strict=False):
        if not (earlier.bare and earlier.unit is None and _COMMA.fullmatch(text, earlier.end, later.start)):
            return
        earlier.unit, earlier.kind, earlier.bare = last.unit, last.kind, False
        if later.numeral and later.numeral.scaled:
            _scale(earlier, later.numeral)


_COMMA = re.compile(r",\s+")


def _carry(first: Amount, second: Amount) -> bool:
    """Carry unit and scale over ('20 and 25 billion yuan', '$5-6 billion'); tell whether they agree."""
    one, two = first.numeral, second.numeral
    if first.unit and second.unit and second.unit.startswith(f"{first.unit} per ") and first.kind == second.kind == "money":
        first.unit = second.unit  # "between $48,000 and $90,000 a year"
    if one is None or two is None or one.form == "multiple" or two.form == "multiple":
        return False
    if first.value is None and one.scaled and one.mantissa is not None and second.unit and second.numeral and two.scaled:
        first.value, first.bare = one.value, True  # "1.5m-2m barrels"
    if first.kind == "money" and second.kind == "count" and (second.unit or "").startswith("per "):
        first.unit = second.unit = f"{first.unit} {second.unit}"  # "$30-40/bbl"
        second.kind = "money"
    lacks = first.unit is None and first.kind == "count" and first.bare
    if lacks and (second.unit is not None or second.kind != "count"):
        if second.kind == "fraction":
            return False
        first.unit, first.kind, first.bare = second.unit, second.kind, second.bare
        lacks = False
        if not one.scaled and two.scaled and one.mantissa is not None:
            _scale(first, two)
    elif first.kind == "money" and second.kind == "count" and (second.bare or second.unit is None):
        second.unit, second.kind, second.bare = first.unit, first.kind, False
        if (
            not one.scaled
            and two.scaled
            and one.mantissa is not None
            and two.mantissa is not None
            and one.mantissa <= two.mantissa
        ):
            _scale(first, two)
    elif first.kind == second.kind == "money" and not one.scaled and two.scaled and one.mantissa is not None:
        near = second.start - first.end <= 2 or (
            second.start - first.end <= 5 and two.mantissa is not None and two.mantissa <= 4 * one.mantissa
        )
        if two.mantissa is not None and one.mantissa <= two.mantissa and near:
            _scale(first, two)  # "$5-$6 billion", "from $10 to $15 billion"
    elif lacks and not one.scaled and two.scaled:
        _scale(first, two)
    return first.unit == second.unit and first.kind == second.kind


def _scale(first: Amount, numeral: Numeral) -> None:
    """Give ``first`` the scale of the number it is coordinated with, or no value if that is unsure."""
    assert first.numeral
    assert first.numeral.mantissa is not None
    if first.numeral.mantissa >= 1000 and numeral.scale > 1:
        return
    value = product(first.numeral.mantissa, numeral.scale)
    whole = numeral.mantissa is None or first.numeral.mantissa <= numeral.mantissa * 20
    first.value = (-value if first.negative else value) if whole else None
    first.numeral = first.numeral._replace(scale=numeral.scale, scaled=True)


def _is_range(text: str, low: Amount, high: Amount, joint: str | None, led: str) -> bool:
    assert low.value is not None
    assert high.value is not None
    if joint == "dash":
        # scores ("2-1 win") and codes have no unit
        return low.value < high.value and (
            high.kind != "count" or high.unit is not None or (high.numeral is not None and high.numeral.scaled)
        )
    if joint == "to":
        if led.endswith("from") and not led.startswith("rang") and _moved(text, low.start):
            return False
        return low.value < high.value or (led.endswith("from") and led.startswith("rang"))
    return low.value < high.value


def _moved(text: str, at: int) -> bool:
    """Tell whether a word of change stands before 'from X to Y'."""
    left = text[max(0, at - 70) : at].rsplit(". ", 1)[-1]
    found = re.findall(r"[A-Za-z]+", left)
    return any(
        w.lower() in change_words("verb") or w.lower() in change_words("noun") or w == "up" or w == "down" for w in found
    )


@lru_cache(maxsize=1024)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the amounts that stand in a plain text, in order, without overlap.

    Not amounts: years, dates, times, telephone numbers, ages after a name, ordinals, numbers of
    articles, rows and games, and figures in names (G20, F-16, COVID-19, S&P 500).

    >>> [(a.value, a.unit) for a in amounts_in("Exports rose 5.5% to $218bn in 2023.")]
    [(5.5, 'percent'), (218000000000.0, 'USD')]
    """
    found = _together(text, list(single_amounts(text)))
    kept: list[Amount] = []
    for n, amount in enumerate(found):
        if amount.bare and _SUSPENDED.match(text, amount.end):
            later = next((a for a in found[n + 1 :] if not (a.bare and _SUSPENDED.match(text, a.end))), None)
            if later is None or later.unit is None or later.start - amount.end > 24 or text[later.end - 1] == "%":
                continue
            amount.unit, amount.kind, amount.bare = later.unit, later.kind, False  # "5- and 10-year bonds"
        if (
            amount.bare
            and amount.numeral
            and text[amount.end : amount.end + 1] in "-–‑/"
            and text[amount.end + 1 : amount.end + 2].isalnum()
        ):
            continue
        if (
            amount.bare
            and amount.kind == "count"
            and amount.high is None
            and amount.start > 1
            and text[amount.start - 1] in "-–‑"
            and text[amount.start - 2].isdigit()
        ):
            continue  # the second half of a score
        set_bound(text, amount)
        stop = max(text.rfind(". ", 0, amount.start), text.rfind("\n", 0, amount.start)) + 1
        set_change(text, amount, stop)
        set_multiple(text, amount)
        if (
            kept
            and amount.bare
            and amount.unit is None
            and kept[-1].unit == "point"
            and kept[-1].change
            and _TO_LEVEL.fullmatch(text, kept[-1].end, amount.start)
        ):
            amount.unit, amount.bare = "point", False  # "rose 64 points to 4,577"
        if (
            kept
            and kept[-1].role == "level"
            and (kept[-1].kind, kept[-1].unit) == (amount.kind, amount.unit)
            and _FROM.fullmatch(text, kept[-1].end, amount.start)
            and amount.kind != "duration"
        ):
            amount.role, amount.change = "previous", None  # "narrowed to $62 billion from $125 billion"
        if amount.bare and amount.unit is None and amount.kind == "count":
            _from_the_like(text, amount, [k for k in kept if k.start >= stop])
        if kept:
            _inherit(text, kept[-1], amount)
        kept.append(amount)
    return tuple(kept)


_SUSPENDED = re.compile(r"[-‑](?=,|\s(?:and|or|to)\s)")


def _from_the_like(text: str, amount: Amount, before: Sequence[Amount]) -> None:
    """Give a number without a unit that of a number like it in the sentence: "is 24.50 euros while the dearest is 61.75"."""
    if amount.numeral is None or amount.value is None or not _CLAUSE_END.match(text, amount.end):
        return
    lead = _LEVEL_LEAD.search(text, max(0, amount.start - 20), amount.start)
    if lead is None:
        return
    places = _places(text, amount)
    for earlier in reversed(before):
        if earlier.unit is None or earlier.kind in ("percent", "duration", "fraction") or not earlier.value:
            continue
        index = earlier.unit == "point" and lead[0].lstrip().startswith("to")
        alike = places and places == _places(text, earlier) and 0.25 < amount.value / earlier.value < 4
        if index or alike:
            amount.unit, amount.kind, amount.bare = earlier.unit, earlier.kind, False
        return


_CLAUSE_END = re.compile(r"\s*(?:[,;:)]|\.(?!\d)|$)")
_LEVEL_LEAD = re.compile(r"\b(?:is|was|are|were|at|to(?: (?:a )?(?:close|end|finish|fall|trade)(?: (?:at|to|of))?)?)\s+$")


def _places(text: str, amount: Amount) -> int:
    """Return how many decimal places an amount is written with."""
    found = re.search(r"\d[.](\d+)", text[amount.start : amount.end])
    return len(found[1]) if found else 0


_FROM = re.compile(
    r"(?:\s+(?:in|last|this|a)\s+[\w ]{1,20}?)?,?\s+(?:up\s+|down\s+|compared\s+with\s+)?"
    r"(?:from|against|versus)\s+(?:about\s+|around\s+|some\s+)?"
)
_TO_LEVEL = re.compile(
    r"(?:,? or [\d.]+(?:%| percent| per cent),?)?\s+(?:to|to\s+(?:close|end|finish|fall|trade)\s+(?:to|at))\s+"
)


def _inherit(text: str, last: Amount, amount: Amount) -> None:
    """A conversion in brackets and an 'or' say the same thing twice: same hedge, same direction."""
    between = text[last.end : amount.start]
    if len(between) > 12:
        return
    if re.fullmatch(r"\s?[(\[]\s?", between) or re.fullmatch(r",?\s+or\s+(?:about |roughly |nearly )?", between):
        if last.kind != amount.kind or last.unit != amount.unit:
            if amount.bound == "exact" and last.bound != "between":
                amount.bound = last.bound
            if amount.change is None and last.change:
                amount.change, amount.role = last.change, last.role
            elif amount.role == "level":
                amount.role = last.role
    elif (
        re.fullmatch(r",?\s+(?:and|respectively)\s+", between)
        and last.change
        and amount.change is None
        and last.unit == amount.unit
    ):
        amount.change, amount.role = last.change, last.role
