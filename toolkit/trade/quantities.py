"""The quantities of an article that may be told of trade: amounts of money and goods, and changes in percent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import MONTH_IN_FULL
from toolkit.numbers import find_numbers
from toolkit.reading import Article
from toolkit.trade.items import change_words
from toolkit.words import either, word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.numbers.number import Number

PARTS = {  # units that count others, as trade_table gives them
    "billion cubic metres": ("cubic metre", 1e9),
    "million cubic metres": ("cubic metre", 1e6),
    "billion cubic feet": ("cubic foot", 1e9),
    "million barrels per day": ("barrel per day", 1e6),
    "kilotonne": ("tonne", 1e3),
    "megatonne": ("tonne", 1e6),
    "megawatt hour": ("kilowatt hour", 1e3),
    "gigawatt hour": ("kilowatt hour", 1e6),
    "terawatt hour": ("kilowatt hour", 1e9),
}
# "January's", "the previous month's": whose amount is one before.
_OF_BEFORE = (
    rf"(?:(?:(?:the )?(?:previous|prior|preceding|last) (?:year|month|quarter|season)|\d{{4}}|a year ago|{MONTH_IN_FULL})['’]s"
    rf"|(?:{MONTH_IN_FULL} )?\d{{4}} (?:trade )?(?:value|level|figure|total|surplus|deficit) of)"
)
PREVIOUS = re.compile(
    r"\b(?:from|compared (?:with|to)|against|versus|vs\.?|than|instead of|reversing|(?:up|down) on) "
    r"(?:(?:about|around|nearly|almost|some|just|only|more than|over|a|the|record|roughly|average|monthly|annual) )*"
    rf"(?:(?:{_OF_BEFORE}|(?:previous|prior|preceding|last) (?:year|month|quarter)) )?"
    r"(?:(?:revised|trade|upwardly|downwardly|similar|one) )*"
    r"(?:(?:one|surplus|deficit|shortfall|gap|exports|imports|shipments|sales) (?:worth (?:of )?|of ))?$"
    rf"|\b(?:below|above|under) {_OF_BEFORE} (?:(?:revised|record) )*$",
    re.I,
)
_TIMES = re.compile(
    r"\b(?:rose|grew|surged|jumped|soared|increased|risen|grown|climbed|expanded)"
    r"(?:[^,;.\d]{0,60},)?(?: by)?(?: a record| some| about| almost| nearly| over)? (\d{1,2}(?:\.\d+)?)(?: times|-fold)\b",
    re.I,
)
_AS_MUCH = re.compile(
    r"\s+(?:as (?:much|many|large|big|high)(?: as)?|(?:more|higher|larger|bigger|greater) than|the (?:level|amount|value|figure|volume|total|size)"
    r"|what (?:it|they) (?:was|were|had)|that (?:of|in)|those of|its|their)\b",
    re.I,
)  # after a multiple: "three times as much as in 2020", "twice the level of 2022"
_POUNDS_OF_GOODS = re.compile(r"(?: worth)? of (?:\w+ )?(?:goods|merchandise|products|services|exports|imports|trade)\b")
_MORE = re.compile(rf",? (?:[–-] )?{either(change_words())}\b")
_OR = re.compile(r"(?:%|percent|per cent|pct|pc),? or $")
_BRACKETS = re.compile(r"(?:%|percent|per cent|pct|pc) \([^()]*\d[^()]*\)")
_FOLD = re.compile(r"fold|times", re.I)
ABSOLUTE = re.compile(
    r"\b(?:an?|the|its|in) (?:[\w-]+ ){0,2}(?:increase|rise|growth|gain|jump|decrease|decline|fall|drop|reduction|loss|improvement|deterioration|worsening) (?:in [\w\s-]{3,30} )?of "
    r"(?:(?:just )?(?:about|around|nearly|almost|some|over|under|more than) )?$",
    re.I,
)
_HEDGES = {
    "over": r"\b(?:more than|over|well over|in excess of|exceeding|at least) $",
    "about": r"\b(?:nearly|almost|about|around|roughly|approximately|some|close to|virtually|as good as) $",
}


class Quantity(NamedTuple):
    """A figure that may belong to a flow: an amount of money, a volume or a change in percent."""

    start: int
    end: int
    value: float
    value_high: float | None
    unit: str | None
    kind: str  # money, volume, percent; bare: in the currency of the amount before ("and imports 4 billion")
    bound: str
    change: str | None
    words: bool = False  # said by a word such as "doubled"


def quantities_of(article: Article, doc: Doc) -> list[Quantity]:
    """Return the amounts and changes of an article, those said in words such as "doubled" included."""
    text = article.text
    own = list(_said_in_words(text))
    counted = [n for n in find_numbers(article, doc) if not any(n.start < q.end and q.start < n.end for q in own)]
    found = sorted([*own, *(q for n in counted if (q := _quantity(text, n)) is not None)])
    found = [q for n, q in enumerate(found) if not (n and _converts(text, found[n - 1], q))]
    left_out = _change_amounts(text, found) | {two for one, two in pairwise(found) if _weighs(one, two)}
    return [q for q in found if q not in left_out]


def _quantity(text: str, n: Number) -> Quantity | None:
    """Return what a number may be for trade; None for dates, durations and the like."""
    value, bound = n.value, n.bound or "exact"
    if value is None:
        return None
    said = text[n.start : n.end]
    if n.kind == "money" and said.lower().startswith(("hundreds", "tens", "thousands", "millions", "billions", "trillions")):
        return None  # "billions of dollars in trade"
    if n.unit == "kilometre" and value >= 1e6 and said.endswith("KM"):
        return Quantity(n.start, n.end, value, n.value_high, "BAM", "money", bound, n.change)  # convertible marks
    if n.unit == "pound" and _POUNDS_OF_GOODS.match(text, n.end):
        return Quantity(n.start, n.end, value, n.value_high, "GBP", "money", bound, n.change)
    if n.unit == "times" and value > 1 and _AS_MUCH.match(text, n.end):
        return Quantity(n.start, n.end, round(100 * (value - 1), 3), None, "percent", "percent", bound, "up", True)
    if n.kind == "fraction":
        change = 100 * value
        if value > 1 and n.change and _FOLD.search(said):  # "down 1.9-fold": to 1/1.9
            change = 100 * (value - 1 if n.change == "up" else 1 - 1 / value)
        return Quantity(n.start, n.end, round(change, 3), None, "percent", "percent", bound, n.change, True)
    kind = {"measure": "volume", "count": "volume"}.get(n.kind, n.kind)
    if n.kind == "count" and n.unit is None and (value >= 1e6 or (value >= 1e3 and _before_it(text, n.start))):
        kind = "bare"
    if kind not in ("money", "percent", "volume", "bare") or (kind == "percent" and n.unit != "percent"):
        return None
    unit, times = PARTS.get(n.unit or "", (n.unit, 1.0))
    if kind == "money" and unit is not None:
        unit = unit.removesuffix(" per year")  # "$7 billion a year" is the amount of any year
    value, high = value * times, None if n.value_high is None else n.value_high * times
    if high is not None and (
        _changes().search(text, max(0, n.start - 24), n.start) or _OR.search(text, max(0, n.start - 12), n.start)
    ):
        start = n.start + said.rfind(" to ") + 4  # "grew by 2 billion to 34 billion" is no range
        return Quantity(start, n.end, high, None, unit, kind, "exact", n.change)
    return Quantity(n.start, n.end, value, high, unit, kind, bound, n.change)


def _weighs(one: Quantity, two: Quantity) -> bool:
    """Whether a volume only tells the weight of what was counted: "144,389 60-kg bags"."""
    return two.start - one.end == 1 and two.kind == one.kind == "volume"


def _converts(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether an amount only gives the one before in another currency: "8.9 billion crowns ($1.04 billion)"."""
    if first.kind == second.kind == "volume":  # "1.26 million tons, or 297,625 barrels per day"
        return (
            re.fullmatch(r"(?: of [\w\s-]{3,40})?,? or (?:about |some |around )?", text[first.end : second.start]) is not None
        )
    if not (first.kind == second.kind == "money") or first.unit == second.unit:
        return False
    return (
        re.fullmatch(
            r" \((?:about |or |almost |around |nearly |some |approximately |roughly )?", text[first.end : second.start]
        )
        is not None
    )


def _change_amounts(text: str, found: Sequence[Quantity]) -> set[Quantity]:
    """Return the amounts that only say by how much, as a percentage beside them does: "8.0 percent or NOK3.4 billion"."""
    amounts = set()
    for first, second in pairwise(found):
        percent, amount = (first, second) if first.kind == "percent" else (second, first)
        between = text[first.end : second.start]
        if (
            percent.kind != "percent"
            or amount.kind not in ("money", "volume")
            or not re.fullmatch(r"(?:,| [–—-])? or |,? \(| (?:less|more|lower|higher|fewer) \(", between)
        ):
            continue
        if re.match(r" of\b", text[percent.end : percent.end + 4]):
            continue  # "(27.5% of the total)"
        before = text[max(0, first.start - 60) : first.start]
        if before.endswith("(") and first is percent:
            continue  # "the Netherlands (12.4%, or 297.7 billion)": a share and its amount
        listed = first is percent and "(" in between and len(_BRACKETS.findall(text, first.start, second.end + 160)) > 1
        if listed:
            continue  # "up 22.5% (RM11.16 billion), Vietnam by 14.5% (RM2.36 billion)": the amounts themselves
        if (
            first is percent
            or re.search(r"\bby (?:\w+ )?$", before)
            or ("or" in between and (_changes().search(before) or ABSOLUTE.search(before) or _MORE.match(text, second.end)))
        ):
            amounts.add(amount)
    return amounts


def _before_it(text: str, start: int) -> bool:
    """Whether a bare number is an amount before: "1.1 million barrels a day, from 750,000"."""
    return PREVIOUS.search(text, max(0, start - 40), start) is not None


@cache
def _changes() -> re.Pattern[str]:
    """Return what stands before by how much a flow changed, and to what: "grew by 2 billion to 34 billion"."""
    verbs = {words for words in change_words() if " " not in words} - {"up", "down", "above", "below", "off"}
    return re.compile(rf"\b(?:by(?: \w+)?|{either(verbs)})(?: (?:about|some|nearly|almost|over|around))? $")


@cache
def _factors() -> tuple[re.Pattern[str], dict[str, tuple[float, str, str]]]:
    listed: dict[str, tuple[float, str, str]] = {}
    for row in word_list("change_verbs"):
        for form in row["words"].split("|"):
            listed[form] = (float(row["change_pct"]), row["bound"], row["kind"])
    joined = "|".join(sorted(map(re.escape, listed), key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b(?!-)", re.I), listed


def _said_in_words(text: str) -> Iterable[Quantity]:
    pattern, listed = _factors()
    for match in pattern.finditer(text):
        value, bound, kind = listed[" ".join(match[0].lower().split())]
        before = text[max(0, match.start() - 30) : match.start()]
        for name, hedge in _HEDGES.items():
            if re.search(hedge, before, re.I) and kind == "factor":
                bound = name
        if (
            kind == "flat"
            and value == 0
            and not re.search(
                r"(?:\b(?:was|were|is|are|been|be|remained|stayed|held|almost|largely|virtually|nearly|broadly|mostly|little|hardly|barely|essentially|practically)\s+)$|changed$",
                f"{before}{'changed' if 'changed' in match[0] else ''}",
                re.I,
            )
        ):
            continue
        change = None if kind == "flat" else "down" if value < 0 else "up"
        if re.match(r"[ -]digit", text[match.end() : match.end() + 6]):
            continue  # "double digit growth"
        yield Quantity(match.start(), match.end(), abs(value), None, "percent", "percent", bound, change, True)
    for match in _TIMES.finditer(text):
        value = round(100 * (float(match[1]) - 1), 3)
        yield Quantity(match.start(1), match.end(), value, None, "percent", "percent", "exact", "up", True)
