"""Who trades with whom where a phrase leaves it out: from the phrase, the subject or the sentence before."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from toolkit.language import bloc_codes, find_states, state_names
from toolkit.trade.items import POSSESSIVES, STOPS, FlowPhrase, Item, Sentence
from toolkit.trade.sources import counted_by
from toolkit.trade.states import states_from
from toolkit.trade.verbs import subject_before
from toolkit.words import word_lists

WORLD = "WORLD"
MARKET_NOUNS = word_lists("trade_lists")["market"]


class Spoken(NamedTuple):
    """What the sentences before spoke of, for phrases that leave it out."""

    reporters: list[str]
    partners: list[str]
    sentence: int
    period: str | None = None
    head: FlowPhrase | None = None  # the last flow, for "Those to the United States ..."
    home: str | None = None  # whose trade the article is about
    only: str | None = None  # the one state that the text has named so far
    currency: str | None = None  # of the last amount
    whole: bool = False  # whether it is about that state's trade with all partners


_ALL_TOLD = re.compile(r"(?:All told|In (?:all|total)|Altogether|Overall|In sum)\b")


def _fronted(sentence: Sentence, phrases: list[FlowPhrase]) -> None:
    """Give the partner that opens a sentence to its flows: "With China, Japan posted a deficit", "From Peru, imports rose"."""
    items = sentence.items
    begin = 2 if len(items) > 2 and items[0].low == "in" and items[1].low == "trade" else 0
    if len(items) < begin + 3 or items[begin].low not in ("with", "from", "to"):
        return
    codes, last, _ = states_from(items, begin + 1)
    if not codes or last + 1 >= len(items) or items[last + 1].low != ",":
        return
    if begin and phrases and phrases[0].flow == "trade" and phrases[0].first <= begin and len(phrases) > 1:
        phrases.pop(0)  # "In trade with Sweden, Norway's surplus ..."
    for phrase in phrases:
        if phrase.first > last and not phrase.partners:
            phrase.partners = list(codes)
        if phrase.reporters == codes:
            phrase.reporters = []


def complete(sentence: Sentence, phrases: list[FlowPhrase], spoken: Spoken | None) -> None:
    """Give phrases that leave out their reporter or partner those of the phrase, subject or sentence before."""
    _fronted(sentence, phrases)
    if phrases and _ALL_TOLD.match(sentence.text, sentence.start):
        phrases[0].total = True
    last: FlowPhrase | None = None
    traded: set[str] = set()  # the sides of a trade that the sentence has spoken of
    for phrase in phrases:
        explicit = phrase.own and not phrase.anaphor
        if not phrase.own and not phrase.partners and last is not None and last.role:
            same = (phrase.flow == "imports") == (last.flow == "imports") or phrase.flow == "trade"
            sides = (last.reporters, last.partners) if same else (last.partners, last.reporters)
            phrase.reporters, phrase.partners = list(sides[0]), list(sides[1])
        if not phrase.reporters:
            phrase.reporters = _reporter(sentence, phrase, last, spoken)
        if last is not None and phrase.goods is None and phrase.flow in ("exports", "imports"):
            phrase.lent = last.goods or last.lent
            if (phrase.weak and not phrase.total) or (last.role and not explicit):
                phrase.goods = phrase.lent
        if (
            last is None
            and spoken is not None
            and spoken.head is not None
            and not phrase.total
            and not explicit
            and phrase.flow == spoken.head.flow
            and phrase.reporters == spoken.head.reporters
        ):
            phrase.lent = spoken.head.goods  # "The country bought 2 million tonnes"
            if phrase.weak and phrase.partners:
                phrase.goods = phrase.goods or phrase.lent  # "Shipments to Peru fell"
        if not phrase.partners and phrase.reporters and not phrase.elsewhere:
            phrase.partners = _partners(sentence, phrase, last, spoken, explicit=explicit)
            if not phrase.partners and phrase.reporters[0] in traded and not phrase.total and not phrase.goods:
                phrase.partners = sorted(
                    traded - {phrase.reporters[0]}
                )  # "with Peruvian exports at ... and Chilean exports at ..."
            if not phrase.partners and not phrase.pair and not phrase.points:
                phrase.partners = [WORLD]
        if phrase.flow == "trade" and last is None and phrase.partners in ([WORLD], []) and not explicit and not phrase.total:
            both = [i for i in sentence.items if i.kind == "state"]
            for named in (
                [i for i in both if not _in_source(sentence, i)],
                both if _MUTUAL.search(sentence.text, sentence.start, phrase.end) else [],
            ):
                if len(two := list(dict.fromkeys(i.value.code for i in named))) == 2:
                    phrase.reporters, phrase.partners = two[:1], two[1:]
                    break
        if phrase.pair and not phrase.partners and len(phrase.reporters) > 1:
            phrase.reporters, phrase.partners = phrase.reporters[:1], phrase.reporters[1:]
        if phrase.flow == "trade" and len({*phrase.reporters, *phrase.partners}) == 2 and WORLD not in phrase.partners:
            traded = {*phrase.reporters, *phrase.partners}
        last = phrase
    _from_the_next(phrases)
    _from_the_only_other(sentence, phrases, spoken)


_MUTUAL = re.compile(r"\b(?:two|both|bilateral|mutual)\b", re.I)
_MADE_UP = re.compile(
    r" (?:made up|accounted for|contributed|comprised) (?:(?:about|some|nearly|over|more than) )?(?:[A-Z]{0,3}[$€£¥]|\d[\d.,]* (?:million|billion|trillion))"
)
_OF_THAT = re.compile(r"\bof (?:that|this|it|the (?:total|sum|amount|trade))\b", re.I)


def part_of_what_was_said(sentence: Sentence, phrase: FlowPhrase, spoken: Spoken | None) -> bool:
    """Whether a flow is part of the trade of the sentence before: "Indonesian exports accounted for $2.9 billion of that"."""
    if spoken is None or not phrase.reporters or phrase.reporters[0] not in (*spoken.reporters, *spoken.partners):
        return False
    head = spoken.head
    if head is not None and head.flow == "trade" and not phrase.goods and not phrase.total and not spoken.whole:
        return phrase.flow in ("exports", "imports")  # "Indian exports stood at $4.5 billion."
    return any(pattern.search(sentence.text, phrase.end, sentence.end) for pattern in (_OF_THAT, _MADE_UP))


_USUAL = re.compile(
    r"\b(?:a|each|every|per) year\b(?! (?:earlier|ago|before))|\bannually\b|\bnormally\b|\busually\b|\bon average\b|\bha(?:s|ve) [^,;]{0,40}\bsince\b"
)


def period_carried(sentence: Sentence, phrase: FlowPhrase, spoken: Spoken, *, leans: bool) -> str | None:
    """Return the period spoken of where it still holds: for a flow that leans on it, and for the same state's next flow.

    What is usual or has been so for long is of no period.
    """
    if _USUAL.search(sentence.text, sentence.start, sentence.end):
        return spoken.period if leans else None
    same = bool(phrase.reporters) and phrase.reporters[0] in (*spoken.reporters, *spoken.partners)
    return spoken.period if leans or same else None


def _partners(
    sentence: Sentence, phrase: FlowPhrase, last: FlowPhrase | None, spoken: Spoken | None, *, explicit: bool
) -> list[str]:
    """Return the partners that a phrase leaves out; none where it may speak of all partners."""
    after = sentence.items[phrase.last + 1] if phrase.last + 1 < len(sentence.items) else None
    if phrase.total and (after is None or after.low != "there"):
        return []
    reporter = phrase.reporters[0]
    told = not explicit or phrase.points
    if last is not None and last.partners:
        pair = [*last.reporters, *last.partners]
        if phrase.reporters == last.reporters:
            return list(last.partners)
        if reporter in pair and (told or phrase.verb or phrase.bare or _of_the_pair(phrase, last)):
            return [c for c in pair if c not in phrase.reporters][:1]
        if (phrase.verb or phrase.bare) and phrase.flow == last.flow:  # "while Russia shipped 107 million"
            phrase.goods = phrase.goods or last.goods
            return list(last.partners)
        if phrase.bare and phrase.flow == "exports" and last.flow == "imports":  # "while Brazilian shipments surged"
            return list(last.reporters)
        return []
    if (
        spoken is not None
        and reporter in (pair := [*spoken.reporters, *spoken.partners])
        and (told or part_of_what_was_said(sentence, phrase, spoken))
        and not (spoken.whole and not phrase.points and (phrase.goods or _bare(sentence, phrase)))
    ):
        same = phrase.reporters == spoken.reporters
        return list(spoken.partners) if same else [c for c in pair if c not in phrase.reporters]
    return []


def _bare(sentence: Sentence, phrase: FlowPhrase) -> bool:
    """Whether a flow opens the sentence with nothing said of it: "Imports fell 2.2%"."""
    return (
        phrase.flow in ("exports", "imports")
        and phrase.first == phrase.last
        and sentence.items[phrase.first].low in ("exports", "imports")
        and all(
            i.kind in ("date", "mark") or i.low in ("in", "for", "meanwhile", "overall") for i in sentence.items[: phrase.first]
        )
    )


def _of_the_pair(phrase: FlowPhrase, last: FlowPhrase) -> bool:
    """Whether a flow is one side's of a trade just spoken of: "Iran-Russia trade ..., of which Russian exports ..."."""
    return last.flow in ("trade", "balance") and phrase.reporters[0] in (*last.reporters, *last.partners)


def _from_the_next(phrases: list[FlowPhrase]) -> None:
    """Give what the first phrases still lack from the one after: "two-way trade grew, with Chinese exports to the US up"."""
    for phrase, after in reversed(list(pairwise(phrases))):
        if phrase.reporters or not after.reporters:
            continue
        if phrase.partners and phrase.partners != [WORLD]:
            if not set(phrase.partners) & set(after.reporters):
                phrase.reporters = list(after.reporters)
        elif (phrase.pair and after.partners != [WORLD]) or (
            after.flow == "balance" and phrase.flow != "trade" and not phrase.elsewhere
        ):
            phrase.reporters, phrase.partners = list(after.reporters), list(after.partners)


def _from_the_only_other(sentence: Sentence, phrases: list[FlowPhrase], spoken: Spoken | None) -> None:
    """Give a lone flow without a reporter the only other state of the sentence: "imports from Mexico ... U.S. supplier"."""
    lone = phrases[0]
    if (
        (spoken is not None and spoken.reporters)
        or len(phrases) > 1
        or lone.reporters
        or lone.anaphor
        or not lone.partners
        or lone.partners == [WORLD]
    ):
        return
    named = {i.value.code for i in sentence.items if i.kind == "state"} - set(lone.partners)
    if len(named) == 1:
        lone.reporters = list(named)


def _in_source(sentence: Sentence, item: Item) -> bool:
    return sentence.source_span is not None and sentence.source_span[0] <= item.start < sentence.source_span[1]


def _reporter(sentence: Sentence, phrase: FlowPhrase, last: FlowPhrase | None, spoken: Spoken | None) -> list[str]:
    taken = set(phrase.partners)
    if phrase.ours and (named := states_of_source(sentence, taken)):
        return named[:1]
    if last is not None and last.reporters:
        if not taken & set(last.reporters):
            return list(last.reporters)
        if last.partners and not taken & set(last.partners):
            return list(last.partners)
    subject = _subject(sentence, phrase, taken)
    if subject:
        return subject
    if named := states_of_source(sentence, taken):
        return named[:1]
    if aside := _owner_in_aside(sentence, phrase, taken):
        return aside
    if spoken is None:
        return []
    if not spoken.reporters and spoken.only is not None:
        bare = phrase.flow == "trade" and not phrase.anaphor and not phrase.total  # "trade was thin"
        return [] if spoken.only in taken or phrase.pair or bare else [spoken.only]
    pair = [*spoken.reporters, *spoken.partners]
    if phrase.flow == "balance":
        left = [i.value.code for i in sentence.items[max(0, phrase.first - 4) : phrase.first] if i.kind == "state"]
        if left and left[-1] in pair:  # "That left Brazil with a surplus"
            return left[-1:]
    if spoken.home in pair and spoken.home not in taken:
        return [spoken.home]
    for side in (spoken.reporters, spoken.partners):
        if side and not taken & set(side) and side != [WORLD]:
            return list(side)
    return [spoken.home] if spoken.home and phrase.partners and spoken.home not in taken else []


def states_of_source(sentence: Sentence, taken: set[str]) -> list[str]:
    """Return the state that the source names or is the office of: "Commerce Department figures"."""
    if sentence.source_span is None:
        return []
    source = sentence.text[slice(*sentence.source_span)]
    named = [s.code for s in find_states(source)] or [counted_by(source, "")]
    return [code for code in named if code not in taken and (code in state_names() or code in bloc_codes())]


def _owner_in_aside(sentence: Sentence, phrase: FlowPhrase, taken: set[str]) -> list[str]:
    """Return whose market it is: "Exports to Russia, once Estonia's third-largest market, ..."."""
    following = sentence.items[phrase.last + 1 : phrase.last + 12]
    for n, item in enumerate(following[:5]):
        named = item.kind == "state" and item.value.code not in taken
        owns = n + 1 < len(following) and following[n + 1].low in POSSESSIVES
        if named and owns and any(i.low in MARKET_NOUNS for i in following[n + 2 : n + 8]):
            return [item.value.code]
    return []


def _subject(sentence: Sentence, phrase: FlowPhrase, taken: set[str]) -> list[str]:
    """Return the state that is the subject of a verb before the phrase: "Vietnam ran a trade surplus"."""
    for j in range(phrase.first - 1, -1, -1):
        item = sentence.items[j]
        if (item.kind == "word" and item.low not in STOPS | {"trade"}) or item.low in (
            "had",
            "has",
            "was",
            "were",
            "said",
            "says",
        ):
            codes, _, first = subject_before(sentence.items, j)
            codes = [c for c in codes if c not in taken]
            if codes and first < j:
                if phrase.pair and len(codes) > 1:
                    return codes
                return codes[:1]
    return []
