"""What carries over from sentence to sentence, and the words that tell it; ``CARRIES`` is the whole rule."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from toolkit.dates import COUNT, shift, span_of
from toolkit.language import bloc_codes
from toolkit.trade.items import FlowPhrase, Sentence
from toolkit.words import either, word_lists


class Carry(NamedTuple):
    """What is taken from the story: by which flow, over how many sentences (None: the whole article), and what ends it."""

    by: str
    sentences: int | None
    ended_by: str


CARRIES = {
    "reporter": Carry(
        "a flow whose sentence tells no owner, subject or office", None, "another state whose trade is told more"
    ),
    "partner": Carry(
        "'its exports', 'sales there', a flow of one side of the pair", 2, "another pair; trade with all partners"
    ),
    "flow": Carry("'those to', 'it grew', 'shipments', states and goods in a list", 2, "another flow"),
    "goods": Carry("a general word ('shipments'), a volume that names none", 1, "other goods"),
    "period": Carry(
        "a flow of the same reporter, or that leans on the one before", None, "another date that is no plan and no aside"
    ),
    "currency": Carry("an amount without one ('and 4 billion') of a flow that leans on the one before", 2, "another currency"),
}
_LISTS = word_lists("trade_lists")
USUAL = re.compile(  # what is usual or has been so for long is of no period
    r"\b(?:a|each|every|per) year\b(?! (?:earlier|ago|before))|\bannually\b|\bnormally\b|\busually\b|\bon average\b"
    r"|\bha(?:s|ve) [^,;]{0,40}\bsince\b"
)
_ALONE = re.compile(r"\b(?:\w+|month|quarter) alone\b")
IN_THE = re.compile(  # the period told
    r"\b(?:in|for|during|over|within) (?:the|these|those|all) (?:(?:same|said|whole|\w+) )?(?P<unit>month|quarter|year|half|period|months|span)\b"
    r"(?! (?:to|of|ended|ending|through|before|earlier|ago|since|until|after|prior|from|under|so))",
    re.I,
)
SO_FAR = re.compile(
    rf"\b(?:in|for|during|over) (?:the|this|that) ({COUNT})-months?(?: period)?\b(?! (?:to|of|ended|through))", re.I
)
_SAME_OF = re.compile(r"(?:In|During|For|Over) the (?:same|corresponding|equivalent|comparable|like) ")
_COMPARES = re.compile(
    r"(?:That|This|It|The figure|The total) (?:compare[sd] (?:with|to)|exceed(?:s|ed)|surpass(?:es|ed)|topped|(?:is|was|were) (?:also )?(?:up|down|above|below|\S+ (?:%|per ?cent) \w+ than))\b"
)
YEAR_BEFORE = re.compile(  # counted back from the period told
    r"(?P<n>A|One|The|Two|Three|Four|Five|Six|Ten) (?P<unit>year|month)s? (?:earlier|before|ago|previously)\b"
    r"|(?:(?:In|During) the|The) (?:previous|preceding|prior) (?P<whole>year)\b(?!['’])"
)
ALL_TOLD = re.compile(r"(?:All told|In (?:all|total)|Altogether|Overall|In sum)\b")
OF_THAT = re.compile(r"\bof (?:that|this|it|the (?:total|sum|amount|trade))\b", re.I)
MADE_UP = re.compile(
    r" (?:made up|accounted for|contributed|comprised) "
    r"(?:(?:about|some|nearly|over|more than) )?(?:[A-Z]{0,3}[$€£¥]|\d[\d.,]* (?:million|billion|trillion))"
)
PLAN = re.compile(rf"\b{either(_LISTS['plan nouns'])}\b", re.I)


def turned(phrase: FlowPhrase) -> FlowPhrase:
    """Return a flow for the story; of a role it is the other side's ("Taiwan is a market for Paraguayan beef": Paraguay's)."""
    kept = replace(phrase, first=-1, last=-1, head=-1, numbers=[], role=False)
    if not phrase.role or kept.flow != "imports":
        return kept
    return replace(kept, flow="exports", reporters=list(kept.partners), partners=list(kept.reporters))


def within(part: str | None, whole: str | None) -> bool:
    """Whether a period lies in another: "the fourth quarter" of the year that is told."""
    spans = [span_of(period) for period in (part, whole) if period]
    return len(spans) == 2 and None not in spans and spans[1][0] <= spans[0][0] and spans[0][1] <= spans[1][1]  # type: ignore[index]


def may_trade(code: str) -> bool:
    """Whether a state or bloc may be spoken of as one that trades without being named as the owner of a flow."""
    return code not in bloc_codes() or code in ("EU", "EUROZONE")


def is_years_before(period: str | None, told: str | None) -> bool:
    """Whether a period is the same part of an earlier year, to which a text only looks back: "In January-June 2014"."""
    if not period or not told or period[:4] >= told[:4]:
        return False
    return shift(period, months=12 * (int(told[:4]) - int(period[:4]))) == told


def looks_aside(sentence: Sentence) -> bool:
    """Whether a sentence only looks aside to another time: "In June alone, ...", "A year earlier, ..."."""
    return bool(
        _ALONE.search(sentence.text, sentence.start, sentence.end)
        or YEAR_BEFORE.match(sentence.text, sentence.start)
        or _SAME_OF.match(sentence.text, sentence.start)
        or _COMPARES.match(sentence.text, sentence.start)
    )
