"""Whether a number in words counts something: "one of the ports" does, "the Five Eyes" and "one day" do not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from toolkit.amounts.numerals import Numeral
from toolkit.words import either, word_list, word_lists

if TYPE_CHECKING:
    from toolkit.amounts.single import Amount

PREVIOUS = re.compile(r"([^\s(\[“\"'‘]+)[\s-]+$")
_NOT_ONE = re.compile(rf"\b{either(word_lists('number_lists')['before one'])}[\s-]+$", re.I)
_NO_ONE = re.compile(r"\b(?:no|any|every|each|this|that|another)[\s-]+$", re.I)
_ONE_OF = re.compile(
    r"\s+of\s+(?:the|its|his|her|their|our|my|these|those|your|several|many|two|three|four|five|[A-Z][\w’']+[’']s)\b"
)
_NOT_AFTER_ONE = re.compile(
    r"\s+(?:another|day\b|thing|way|can|could|would|should|might|must|may|has|had|is|was|who|that|which|where|when|side|example|hand\s+and|by\s+one|more|point|time|after|in\s+which|year\s+after)"
)


@cache
def number_names() -> frozenset[str]:
    """Return the words before which a number is part of a name: "Boeing 737", "Formula One"."""
    listed = {row["word"] for row in word_list("number_names")}
    return frozenset(listed | {w.capitalize() for w in listed if w.islower()} | {w.upper() for w in listed if w.islower()})


def is_word_count(text: str, amount: Amount, numeral: Numeral, start: int) -> bool:
    """Tell whether the numeral of an amount, written in words at ``start``, counts something."""
    left = text[max(0, start - 20) : start]
    if numeral.value == 1:
        if _ONE_OF.match(text, numeral.end) and not _NO_ONE.search(left):
            return True
        if _NOT_ONE.search(left):
            return False
        if _NOT_AFTER_ONE.match(text, numeral.end):
            return False
        return (
            amount.unit is not None
            and amount.noun >= 0
            and text[amount.noun].islower()
            and not amount.unit.endswith(("ed", "ly", "ing"))
        )
    previous = PREVIOUS.search(left)
    word = previous[1] if previous else ""
    if word in number_names():
        return False
    if word.lower() in ("the", "these", "those", "his", "her", "their", "all", "other", "big") and amount.bare:
        return False
    if word and word[0].isupper() and word.lower() not in word_lists("number_lists")["begins a sentence"] and amount.bare:
        return False
    if numeral.form == "words" and amount.noun == numeral.end + 1 and text[numeral.end : numeral.end + 1] in "-‑":
        return False  # "six-speed", "four-party": a word for a kind, not a count
    # not "the Five Eyes", "Big Three Automakers"
    inside = left[-1:] == " " and left[-2:-1] not in '.!?"”'
    named = amount.noun >= 0 and (text[amount.noun].isupper() or amount.unit is None)
    return not (text[start].isupper() and named and inside)
