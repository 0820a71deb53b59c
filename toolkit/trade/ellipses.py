"""Flows that lean on the one before them: "to Japan 8.4%", "those to South Korea 4%", "In dollar terms, it grew 2%"."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.trade.items import POSSESSIVES, STOPS, FlowPhrase, Sentence, change_words, trade_words
from toolkit.words import word_lists


def with_ellipses(sentence: Sentence, phrases: list[FlowPhrase], before: FlowPhrase | None = None) -> list[FlowPhrase]:
    """Add what leans on the flow before it: "to Japan 8.4%", "those to South Korea 4%", "and Italy's 7%".

    ``before`` is the last flow of the sentence before, for a sentence that begins with "Those to".
    """
    found = list(phrases)
    if before is not None and not phrases and (again := _by_pronoun(sentence, before)) is not None:
        return [again]
    if before is not None and before.flow not in ("exports", "imports"):
        before = None
    for j, item in enumerate(sentence.items):
        if any(p.first <= j <= p.last for p in phrases):
            continue
        head = next((p for p in reversed(phrases) if p.last < j), None)
        carried = before is not None and j == 0 and item.kind == "state" and bool(before.partners) and not phrases
        head = before if carried else head
        if head is None or head.role or item.kind != "state":
            continue
        made = _by_owner(sentence, head, j)
        if made is not None:
            made.anaphor |= carried
            found.append(made)
    return sorted(found, key=lambda p: p.first)


_IT, _BEFORE_IT = word_lists("trade_lists")["it"], word_lists("trade_lists")["before it"]
_IN_MEASURE = re.compile(r"\b(?:in|by) (?:volume|value|quantity|weight)\b")  # "They fell 26% in volume"
_MEASURED = frozenset(
    {"volume", "volumes", "value", "earnings", "revenue", "revenues", "receipts"}
)  # "The volume was 221,092 tonnes"


def _by_pronoun(sentence: Sentence, head: FlowPhrase) -> FlowPhrase | None:
    """Read "In dollar terms, it grew 1.9% to $244.81 billion" as the flow of the sentence before.

    Without "terms" or an amount of money it may be anything that grew.
    """
    lows = [item.low for item in sentence.items[:4]]
    if (
        lows[:1] == ["the"]
        and sentence.items[1].kind == "number"
        and lows[2:] in (["were", "worth"], ["was", "worth"], ["were", "valued"])
    ):
        item = sentence.items[1]  # "The 47,950 tons were worth $129 million"
        return replace(head, first=1, last=1, head=1, start=item.start, end=item.end, anaphor=True, numbers=[1])
    k = next((n for n in range(min(8, len(sentence.items))) if not _before_it(sentence, n)), None)
    if k is None or sentence.items[k].low not in _IT or not _leads_to_number(sentence, k + 1):
        return None
    said = {item.low for item in sentence.items[:k]}
    compared = _is_compared(sentence, k)
    counted = head.goods is not None and sentence.items[k].low in (
        "they",
        "it",
        "these",
        "figure",
    )  # "they reached 11 million bags"
    measured = counted and any(i.kind == "number" and i.value.kind == "volume" and i.value.unit for i in sentence.items)
    measured |= sentence.items[k].low in _MEASURED and head.flow in ("exports", "imports")
    if sentence.items[k + 1].low in ("included", "includes", "comprised") and head.flow in ("exports", "imports"):
        measured = True  # "That included 15.3 million tonnes of wheat, 5.1 million tonnes of barley"
    measured |= _IN_MEASURE.search(sentence.text, sentence.items[k].end, sentence.end) is not None
    if (
        "terms" not in said
        and not compared
        and not measured
        and not any(i.kind == "number" and i.value.kind == "money" for i in sentence.items)
    ):
        return None
    item = sentence.items[k]
    return replace(head, first=k, last=k, head=k, start=item.start, end=item.end, anaphor=True)


def _before_it(sentence: Sentence, n: int) -> bool:
    """Whether an item may stand before the pronoun: "In value terms, over the month", but not "the volume was"."""
    item = sentence.items[n]
    if item.low in _MEASURED and n + 1 < len(sentence.items) and sentence.items[n - 1].low == "the":
        return False
    return item.low in _BEFORE_IT or item.kind == "date"


def _is_compared(sentence: Sentence, k: int) -> bool:
    """Whether "that" at ``k`` is the amount just given: "That was 9% more than a year earlier"."""
    if sentence.items[k].low not in ("that", "this", "amount", "figure", "total", "number"):
        return False
    return (
        re.match(
            r" (?:was|is|represents|represented|marks|marked|reflects|reflected) (?:[^,;]{0,25}?(?:%|percent|per cent|pct) (?:year[ -]on[ -]year |year[ -]over[ -]year |annual )?"
            r"(?:more|less|higher|lower|up|down|above|below|increase|decrease|rise|fall|drop|decline|jump|growth)\b"
            r"|an? (?:[a-z-]+ ){0,3}(?:increase|decrease|rise|fall|drop|decline|jump|growth|gain) of [^,;]{0,12}?\d)",
            sentence.text[sentence.items[k].end : sentence.end],
        )
        is not None
    )


def _by_owner(sentence: Sentence, head: FlowPhrase, j: int) -> FlowPhrase | None:
    """Read "and Italy's 7%", "while Japan's fell" as the same flow of another reporter."""
    items = sentence.items
    if j + 2 >= len(items) or items[j + 1].low not in POSSESSIVES or head.pair:
        return None
    if (j and items[j - 1].low not in ("and", "while", "but", ",", "whereas")) or not _leads_to_number(sentence, j + 2):
        return None
    after = items[j + 2]
    if after.kind == "word" and after.low not in change_words() and after.low not in ("by", "were", "was", "had", "also"):
        return None
    made = FlowPhrase(j, j + 1, head.flow, items[j].start, items[j + 1].end, head=j, sign=head.sign, goods=head.goods)
    made.reporters, made.partners = [items[j].value.code], list(head.partners)
    return made


def _leads_to_number(sentence: Sentence, j: int) -> bool:
    for item in sentence.items[j : j + 7]:
        if item.kind == "number":
            return True
        if item.low in change_words() or item.low in (
            "is",
            "of",
            "represents",
            "represented",
            "marks",
            "marked",
            "the",
            "year",
            "-",
        ):
            continue  # "This is an annual increase of 9%"
        if item.low in ("more", "nearly", "almost", "about", "a", "an", "some") or (
            item.low == "than" and sentence.items[j].low == "more"
        ):
            continue  # "from Peru more than doubled"
        if item.low in trade_words("noun") or item.low in trade_words("verb"):
            return False
        if item.kind != "word" or (
            item.low in STOPS
            and item.low not in ("by", "were", "was", "to", "up", "down", "had", "have", "also", "at", "worth", "been")
        ):
            return False
    return False
