"""A statement: what one group of figures says of one flow in one period, each cell with the characters it was read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.amounts import currencies_named, currency_of
from toolkit.dates import base_span, iso_period, shift, span_of
from toolkit.trade.carrying import YEAR_BEFORE
from toolkit.trade.figures import Figure
from toolkit.trade.fiscal import COUNTS, fiscal_of
from toolkit.trade.groups import Group, segment_begin, segment_end
from toolkit.trade.items import FlowPhrase, Read, Sentence, read_as
from toolkit.trade.periods import (
    basis_of,
    earlier_base,
    ends_of,
    ordinal_base,
    period_of,
    to_date,
)
from toolkit.trade.story import Story
from toolkit.words import either

SHIFTS = ("year earlier", "month earlier", "quarter earlier")
_RECORD = re.compile(
    r"\brecord(?:-high|-breaking|-setting)?\b(?! low)|\ball-time (?:\w+ )?(?:high|peak)"
    r"|\b(?:highest|largest|biggest|most) (?:level )?(?:ever|on record)"
    r"|\bhistoric(?:al)? high",
    re.I,
)
_ON_RECORD = re.compile(
    r"(?<!highest )(?<!largest )(?<!biggest )(?<!most )\bon record\b|\boff the record\b|\brecord-low\b", re.I
)
_RECORD_AFTER = re.compile(
    r"(?:,? (?:year[- ]on[- ]year|on[- ]year|on the year|from (?:a year (?:earlier|ago|before)|\d{4})))?"
    r"(?:,? (?:and|setting|marking|hitting|reaching|both|also|which (?:is|was)|making it)\b)*,? (?:an? |the )?"
    r"(?:(?:all-time|historic(?:al)?|new|fresh|highest|largest|biggest|monthly|annual|yearly) ?)*"
    r"(?:level |figure |total )?(?:record\b|(?<!yearly )(?<!monthly )(?<!annual )(?:high|peak)\b|ever\b|on record\b)",
    re.I,
)
_TERMS = re.compile(  # "real terms" are none of a currency
    rf"\b(?:in|on a|measured in|calculated in) (?:U\.?S\.? )?({either(currencies_named().keys() - {'real'})})[- ](?:terms|denominated|basis)",
    re.I,
)
_DOLLARS = re.compile(r"[$€£]|dollar|pound|euro", re.I)  # mean one currency where no other is named
_AFTER = re.compile(r"\b(?:after|following)\b", re.I)
_OPENING_BASE = re.compile(r"(?:From|Compared (?:with|to)|Against|Versus|Over) [^,]{4,40}(?=,)")
_ONCE = re.compile(r", (?:once|formerly) (?:(?:worth|valued|at|as|much|more|than|about|over|nearly) )*\Z")
_DAYS = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_SEASON = re.compile(r"(?:the )?\d{4}\s?[-–/]")  # "the 2022/23 season" is one period, "2022 to 2023" two


class TradeStatement(NamedTuple):
    """What one sentence says of one flow in one period; the fields are those of trade_table."""

    start: int
    end: int
    flow: str
    reporter: str | None
    partner: str | None
    exporter: str | None
    importer: str | None
    goods: str | None
    value: float | None
    currency: str | None
    unit: str | None
    measure: str | None
    bound: str
    value_high: float | None
    change_pct: float | None
    change_bound: str | None
    change_basis: str | None
    previous_value: float | None
    period: str | None
    record: bool
    source: str | None
    cells: dict[str, list[int]]
    inherited: list[str]


def statement_of(
    sentence: Sentence, story: Story, groups: Sequence[Group], n: int, before: str | None
) -> TradeStatement | None:
    """Return what the ``n``-th group of figures says; None where nothing is said or only what is to come.

    ``before`` is the period that was told before it.
    """
    phrase, figures = groups[n].phrase, groups[n].figures
    value, change, previous = (next((f for f in figures if f.part == part), None) for part in ("value", "change", "previous"))
    lead = value or change
    if lead is None or not phrase.reporters or (phrase.pair and not phrase.partners):
        return None
    reporter, partner = phrase.reporters[0], _joined(phrase.partners)
    if reporter == partner:
        return None
    first, last = min(f.quantity.start for f in figures), max(f.quantity.end for f in figures)
    begin, stop = segment_begin(sentence, groups, n, first), segment_end(sentence, groups, n, last)
    before = story.pointed_at(sentence, begin, stop) or before
    period, basis = _when(sentence, groups, n, before, (begin, first, last, stop))
    if period and sentence.today and (begins := period.split("/")[0]) > sentence.today[: len(begins)]:
        return None  # what is still to come can only be expected
    start, end = min(phrase.start, first), max(phrase.end, last)
    if any(g is not groups[n] and g.phrase is phrase for g in groups[:n]):
        start = first if first > phrase.end else start
    record = _record(sentence, min(start, begin), last, stop) if value is not None else None
    if value is not None and previous is not None and value.quantity.kind != previous.quantity.kind:
        previous = None  # a volume is not compared with an amount of money
    amount = value or previous  # whose unit is the row's
    volume = amount is not None and amount.quantity.kind == "volume"
    currency = None if volume else _currency(sentence, phrase, amount, (first, stop))
    sign = phrase.sign if phrase.flow == "balance" else 1
    high = value.quantity.value_high if value is not None else None
    sides = {"exports": (reporter, partner), "imports": (partner, reporter)}.get(phrase.flow, (None, None))
    goods = phrase.goods or (phrase.lent if volume else None)
    cells = {
        **{
            name: (f.quantity.start, f.quantity.end)
            for name, f in (("value", value), ("change_pct", change), ("previous_value", previous))
            if f
        },
        "flow": _where(phrase.flow),
        "reporter": _where(reporter),
        "partner": _where(partner),
        "exporter": _where(sides[0]),
        "importer": _where(sides[1]),
        "goods": tuple(map(int, goods.split(":"))) if goods else None,
        "change_basis": _where(basis),
        "period": _where(period),
        "record": record,
        "source": sentence.source_span,
    }
    unit = amount.quantity.unit if volume and amount is not None else None
    measure = _measure(sentence, (amount, change), volume=volume)
    if amount is not None:
        cells |= {"unit" if volume else "currency": _where(unit or currency) or (amount.quantity.start, amount.quantity.end)}
        cells |= {"value_high": cells["value"]} if high is not None else {}
    elif currency is not None:
        cells["currency"] = _where(currency)
    cells["measure"] = _where(measure) or cells.get("unit") or (cells.get("currency") if measure is not None else None)
    cells["change_bound"] = cells.get("change_pct")
    return TradeStatement(
        start,
        end,
        flow="exports" if phrase.flow == "imports" else str(phrase.flow),
        reporter=reporter,
        partner=partner,
        exporter=sides[0],
        importer=sides[1],
        goods=None if goods is None else sentence.text[slice(*map(int, goods.split(":")))],
        value=None if value is None else _signed(value.amount, sign),
        currency=currency,
        unit=unit,
        measure=None if measure is None else str(measure),
        bound=lead.quantity.bound,
        value_high=None if high is None else high * sign,
        change_pct=change.amount if change is not None else None,
        change_bound=change.quantity.bound if change is not None else None,
        change_basis=basis,
        previous_value=None if previous is None else _signed(previous.amount, _sign_of(sentence, previous, sign)),
        period=period,
        record=record is not None,
        source=sentence.source,
        cells={name: list(place) for name, place in cells.items() if place is not None},
        inherited=[name for name, place in cells.items() if place and not sentence.start <= place[0] < sentence.end],
    )


def _joined(codes: Sequence[str]) -> str | None:
    """Return the codes of partners counted together as one, read from the first to the last of them."""
    unlike = list(dict.fromkeys(codes))
    known = [code for code in unlike if isinstance(code, Read)]
    if len(unlike) < 2 or not known:
        return unlike[0] if unlike else None
    return Read("+".join(unlike), min(code.start for code in known), max(code.end for code in known))


def _where(cell: str | None) -> tuple[int, int] | None:
    return (cell.start, cell.end) if isinstance(cell, Read) else None


def _signed(amount: float, sign: int) -> float:
    """Return the amount of a balance with its sign: a deficit that is printed as "-5.3 billion" is one too."""
    return -abs(amount) if sign < 0 else amount


def _when(
    sentence: Sentence, groups: Sequence[Group], n: int, before: str | None, places: tuple[int, int, int, int]
) -> tuple[str | None, str | None]:
    """Return the period of a statement and what its change is against; ``places``: its stretch and figures in it."""
    begin, first, last, stop = places
    phrase, figures = groups[n].phrase, groups[n].figures
    value, previous = (next((f for f in figures if f.part == part), None) for part in ("value", "previous"))
    sides = [phrase.reporters[0], *phrase.partners]
    told, base = period_of(sentence, begin, first, last, stop, n == 0, before, previous)
    period = to_date(sentence, fiscal_of(sentence, told, sides) or told or None, before)
    if _ONCE.search(sentence.text, sentence.start, first):
        period = None  # "once worth $5 billion a year"
    basis: str | None = None
    if any(f.part != "value" for f in figures):
        opening = _OPENING_BASE.match(sentence.text, sentence.start, first) if n == 0 else None
        opened = basis_of(sentence.text, *opening.span()) if opening is not None else None  # "From a year earlier, exports ..."
        basis = opened or basis_of(sentence.text, first, stop) or base or ordinal_base(sentence.text, first, stop, period)
        basis = read_as(earlier_base(sentence, basis, period, sides), basis)
        basis = None if basis == period else basis
        ends = re.fullmatch(r"(\d{4})/(\d{4})", period or "") or _between_months(sentence, period)
        if (
            basis is None
            and ends
            and not any(i.kind == "date" and i.value.value == period and _SEASON.match(i.low) for i in sentence.items)
        ):
            basis, period = read_as(ends[1], told), ends[2]  # "doubled between 2016 and 2022"
    elif n == 0 and period is not None and period == before and YEAR_BEFORE.match(sentence.text, sentence.start):
        period = _before(sentence, period)  # "A year earlier, the deficit was ..."
    if n and value is None and period is not None and basis in SHIFTS and _AFTER.search(sentence.text[begin:first]):
        span = span_of(period)  # "after growth of 28.7% the year before"
        earlier = base_span(span, basis) if span is not None else None
        period, basis = (iso_period(earlier), None) if earlier is not None else (period, basis)
    if period and _DAYS.fullmatch(period) and (span := span_of(period)) is not None:
        period = iso_period(span) or period  # "1 January to 30 September 2017" are nine months
    return read_as(period, told), basis


def _between_months(sentence: Sentence, period: str | None) -> re.Match[str] | None:
    """Return two months in a row that a change is told to lie between: "rose by 4.5% between August and September"."""
    ends = re.fullmatch(r"(\d{4}-\d\d)/(\d{4}-\d\d)", period or "")
    if ends is None or not isinstance(period, Read) or shift(ends[1], months=1) != ends[2]:
        return None
    return ends if re.search(r"\bbetween\b", sentence.text[max(sentence.start, period.start - 8) : period.end], re.I) else None


def _record(sentence: Sentence, begin: int, last: int, stop: int) -> tuple[int, int] | None:
    """Return the words that call an amount a record."""
    found = next(
        (
            m
            for m in _RECORD.finditer(sentence.text, begin, last)
            if not _ON_RECORD.search(sentence.text, max(begin, m.start() - 10), m.end() + 4)
        ),
        None,
    )
    after = (_RECORD_AFTER.match(sentence.text, place) for place in ends_of(sentence, last, stop))
    found = found or next((m for m in after if m is not None), None)
    if found is None:
        return None
    begin = found.start() + len(found[0]) - len(found[0].lstrip(" ,"))
    return begin, found.start() + len(found[0].rstrip(" ,"))


_VOLUME_SAID = re.compile(r"[^,;.]{0,12}\b(?:in|by) (?:volume|quantity|weight|tonnage)\b", re.I)
_VALUE_SAID = re.compile(r"[^,;.]{0,12}\b(?:in|by) (?:value|turnover)\b|[^,;.]{0,12}\bin \w+ terms\b", re.I)


def _measure(sentence: Sentence, figures: Sequence[Figure | None], *, volume: bool) -> str | None:
    """Return whether a statement is of value or volume: by its amount, else by what stands behind the change."""
    amount, change = figures
    if amount is not None:
        return "volume" if volume else "value"
    for name, pattern in (("volume", _VOLUME_SAID), ("value", _VALUE_SAID)):
        if change is not None and (found := pattern.match(sentence.text, change.quantity.end, sentence.end)):
            return Read(name, found.start() + len(found[0]) - len(found[0].split(" in ")[-1].split(" by ")[-1]), found.end())
    return None


def _currency(sentence: Sentence, phrase: FlowPhrase, value: Figure | None, segment: tuple[int, int]) -> str | None:
    """Return the currency of an amount of money, or the one that a change is told in: "in dollar terms"."""
    if value is None:
        terms = _TERMS.search(sentence.text, *segment) or _TERMS.match(sentence.text, sentence.start)
        return Read(currencies_named()[terms[1].lower()], *terms.span(1)) if terms else None
    said = sentence.text[value.quantity.start : value.quantity.end]
    if value.quantity.unit is not None:
        own = None if _DOLLARS.search(said) else currency_of(said, phrase.reporters[0])
        return own or value.quantity.unit  # "Rs 4.5 billion" of Nepal, in a list with India
    either_side = phrase.pair and any(currency_of(said, code) for code in phrase.partners)  # "trade between Iraq and Jordan"
    return None if either_side else currency_of(said, phrase.reporters[0])  # "¥8 billion" of Japan


_BALANCE_OF = re.compile(r"\b(surplus|deficit|shortfall|gap) of \Z")


def _sign_of(sentence: Sentence, previous: Figure, sign: int) -> int:
    """Return the sign of an amount before, which may be named for itself: "against a deficit of 2 billion"."""
    named = _BALANCE_OF.search(sentence.text, sentence.start, previous.quantity.start)
    return sign if named is None else 1 if named[1] == "surplus" else -1


def _before(sentence: Sentence, period: str) -> str:
    """Return the period that the sentence opens with, counted back from the one spoken of: "Two years earlier"."""
    opening = YEAR_BEFORE.match(sentence.text, sentence.start)
    if opening is None:
        return period
    if (
        opening["whole"]
        and re.fullmatch(r"\d{4}(?:-\d\d)?(?:/\d{4}-\d\d)?", period)
        and period[:4] == period.split("/")[-1][:4]
    ):
        return str(int(period[:4]) - 1)  # "The previous year, trade was 5 billion" after the half of a year
    months = COUNTS.get((opening["n"] or "one").lower(), 1) * (1 if opening["unit"] == "month" else 12)
    return shift(period, months=-months) or period
