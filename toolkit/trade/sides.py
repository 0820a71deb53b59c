"""Whose a flow is and with whom, where its phrase leaves it out and its own sentence tells: subject, office, what opens it."""

from __future__ import annotations

import re
from itertools import pairwise

from toolkit.trade.items import AFTER_STATES, COUNTRY_NOUNS, POSSESSIVES, STOPS, WORLD, FlowPhrase, Item, Sentence
from toolkit.trade.states import states_from
from toolkit.trade.verbs import subject_before
from toolkit.words import word_lists

_LISTS = word_lists("trade_lists")
_MUTUAL = re.compile(r"\b(?:two|both|bilateral|mutual)\b", re.I)


def fronted(sentence: Sentence, phrases: list[FlowPhrase]) -> bool:
    """Give the partner that opens a sentence to its flows: "With China, Japan posted a deficit"; return whether one does."""
    items = sentence.items
    lows = [item.low for item in items[:4]]
    begin = next((len(led) for led in (["in", "trade"], ["in", "terms", "of", "trade"]) if lows[: len(led)] == led), 0)
    if len(items) < begin + 3 or items[begin].low not in ("with", "from", "to"):
        return False
    codes, last, _ = states_from(items, begin + 1)
    if len(codes) > 1 and "and" not in [i.low for i in items[begin:last]]:  # "With China, Japan posted a deficit"
        last = next(n for n in range(begin, last) if items[n].kind == "state")
        codes = codes[:1]
    if not codes or last + 1 >= len(items) or items[last + 1].low != ",":
        return False
    if begin and phrases and phrases[0].flow == "trade" and phrases[0].first <= begin and len(phrases) > 1:
        phrases.pop(0)  # "In trade with Sweden, Norway's surplus ..."
    for phrase in phrases:
        if phrase.first > last and not phrase.partners:
            phrase.partners = list(codes)
        if phrase.reporters == codes:
            phrase.reporters = []
    return True


def two_named(sentence: Sentence, phrase: FlowPhrase) -> list[str]:
    """Return the two states of a sentence about trade whose sides the phrase leaves out; none where there are not two."""
    both = [i for i in sentence.items if i.kind == "state"]
    mutual = _MUTUAL.search(sentence.text, sentence.start, phrase.end) is not None
    for named in ([i for i in both if not _in_source(sentence, i)], both if mutual else []):
        if len(two := list(dict.fromkeys(i.value.code for i in named))) == 2:
            return two
    return []


def _in_source(sentence: Sentence, item: Item) -> bool:
    return sentence.source_span is not None and sentence.source_span[0] <= item.start < sentence.source_span[1]


def bare(sentence: Sentence, phrase: FlowPhrase) -> bool:
    """Whether a flow opens the sentence with nothing said of it: "Imports fell 2.2%"."""
    opening = sentence.items[: phrase.first]
    return (
        phrase.flow in ("exports", "imports")
        and phrase.first == phrase.last
        and sentence.items[phrase.first].low in ("exports", "imports")
        and all(i.kind in ("date", "mark") or i.low in ("in", "for", "meanwhile", "overall") for i in opening)
    )


def from_the_next(phrases: list[FlowPhrase]) -> None:
    """Give what the first phrases still lack from the one after: "two-way trade grew, with Chinese exports to the US up"."""
    for phrase, after in reversed(list(pairwise(phrases))):
        if phrase.reporters or not after.reporters:
            continue
        if after.role and after.reporters == phrase.partners:  # "exports to Italy, the largest market for Albania"
            phrase.reporters = list(after.partners)
            continue
        if phrase.partners and phrase.partners != [WORLD]:
            if not set(phrase.partners) & set(after.reporters):
                phrase.reporters = list(after.reporters)
        elif (phrase.pair and after.partners != [WORLD]) or (
            after.flow == "balance" and phrase.flow != "trade" and not phrase.elsewhere
        ):
            phrase.reporters, phrase.partners = list(after.reporters), list(after.partners)


def owner_in_aside(sentence: Sentence, phrase: FlowPhrase, taken: set[str]) -> list[str]:
    """Return whose market it is: "Exports to Russia, once Estonia's third-largest market, ..."."""
    following = sentence.items[phrase.last + 1 : phrase.last + 12]
    for n, item in enumerate(following[:5]):
        named = item.kind == "state" and item.value.code not in taken
        owns = n + 1 < len(following) and following[n + 1].low in POSSESSIVES
        if named and owns and any(i.low in _LISTS["market"] for i in following[n + 2 : n + 8]):
            return [item.value.code]
    return []


def subject_told(sentence: Sentence, phrase: FlowPhrase, taken: set[str]) -> list[str]:
    """Return the state that is the subject of a verb before the phrase: "Vietnam ran a trade surplus"."""
    for j in range(phrase.first - 1, -1, -1):
        item = sentence.items[j]
        if (item.kind == "word" and item.low not in STOPS | {"trade"}) or item.low in _LISTS["has or says"]:
            codes, _, first = subject_before(sentence.items, j)
            codes = [c for c in codes if c not in taken]
            if codes and first < j:
                return codes if phrase.pair and len(codes) > 1 else codes[:1]
    return []


def partner_of_no_state(sentence: Sentence, phrase: FlowPhrase) -> bool:
    """Whether a sentence tells of the partner of a place that is no state: "ASEAN remained Guangdong's largest partner, with"."""
    items = sentence.items
    for n in range(1, phrase.first - 1):
        owner = items[n - 1]
        if items[n].low not in POSSESSIVES or owner.kind != "word" or owner.low in COUNTRY_NOUNS:
            continue
        if not sentence.text[owner.start].isupper():
            continue
        if any(i.low in _LISTS["market"] for i in items[n + 1 : n + 6]):
            return True
    return False


def pointed_back(sentence: Sentence, phrase: FlowPhrase, home: str | None) -> list[str]:
    """Return the state that "the country" means: the one that the sentence named last before it, if not the ``home``."""
    named = [i for i in sentence.items[: max(phrase.first, 0)] if i.kind == "state" and i.value.form != "demonym"]
    return [named[-1].value.code] if named and named[-1].value.code != home else []


def partner_as_subject(sentence: Sentence, phrase: FlowPhrase) -> list[str]:
    """Return the subject that is told to be a flow's partner: "China stayed the largest source of imports"."""
    before = [item.low for item in sentence.items[max(phrase.first - 2, 0) : max(phrase.first, 0)]]
    if len(before) < 2 or before[1] not in ("of", "for") or before[0] not in _LISTS["buyer"] | _LISTS["seller"]:
        return []
    return subject_told(sentence, phrase, set())


def relative_to(sentence: Sentence, phrase: FlowPhrase) -> list[str]:
    """Return the state that "where" or "with which" means: "the CEFTA countries, where Serbia exported goods"."""
    items = sentence.items
    near = range(max(phrase.first - 1, 0), max(phrase.first - 6, 0), -1)  # "with which it gained a surplus"
    n = next((n for n in near if items[n].low in ("where", "which", "whom")), None)
    if n is None or (items[n].low != "where" and items[n - 1].low not in ("with", "to", "from")):
        return []
    if items[n].low == "where" and n < phrase.first - 1:
        return []
    n -= items[n].low != "where"
    before = [i for i in items[max(0, n - 4) : n] if i.kind != "mark" and i.low not in AFTER_STATES]
    return [before[-1].value.code] if before and before[-1].kind == "state" else []


def owner_of_partner(sentence: Sentence, phrase: FlowPhrase) -> list[str]:
    """Return whose partner the subject of a verb is told to be: "Peru's main partner was Chile, which imported goods"."""
    items = sentence.items
    if not phrase.reporters or "which" not in [i.low for i in items[phrase.first : phrase.head]]:
        return []
    for n in range(1, phrase.first):
        owner = items[n - 1]
        owns = items[n].low in POSSESSIVES and owner.kind == "state" and owner.value.code not in phrase.reporters
        if owns and any(i.low in _LISTS["market"] for i in items[n + 1 : n + 6]):
            return [owner.value.code]
    return []
