"""Phrases that name a trade flow: "Russian oil exports to India", "trade between A and B", "India imported ... from".

They are read from the words in their order with word lists (``words/trade_words.csv``); the
parse only helps to tell a company's name from goods, so that its errors cost little.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.flowslots import assign, goods_at, owner_before, slots_after, states_from
from toolkit.tradeitems import COUNTRY_NOUNS, STOPS, FlowPhrase, Item, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_phrases(items: Sequence[Item], text: str, doc: Doc | None = None) -> list[FlowPhrase]:
    """Find the flow phrases of a sentence, in order.

    A phrase whose owner is a company or a person ("Toyota's exports") is not found, nor are
    words of trade that name something else ("trade deal", "export controls", "in heavy trade").
    """
    found: list[FlowPhrase] = []
    verbs, nouns = words_of("verb"), words_of("noun")
    i = 0
    while i < len(items):
        item = items[i]
        phrase = None
        if item.kind == "word":
            if item.low in nouns and not (item.low == "trade" and _is_verb(items, i)):
                phrase = _noun_phrase(items, i, text, doc, leans=bool(found))
            elif item.low in verbs:
                phrase = _verb_phrase(items, i, text, leans=bool(found))
        if phrase is not None and (not found or phrase.head > found[-1].last or not found[-1].partners):
            if found and phrase.head <= found[-1].last:
                found.pop()
            if found and phrase.first <= found[-1].last:
                phrase.first = min(found[-1].last + 1, phrase.head)
            found.append(phrase)
            i = max(i, phrase.last)
        i += 1
    _share(found, items)
    return found


def _is_verb(items: Sequence[Item], i: int) -> bool:
    before = items[i - 1].low if i else ""
    return before in ("to", "would", "will", "can", "could", "not", "they", "we")


def _barred(items: Sequence[Item], i: int) -> bool:
    barred = words_of("barred")
    after = items[i + 1] if i + 1 < len(items) else None
    if after is not None and after.kind == "word" and after.low in barred:
        return True
    if i + 2 < len(items) and items[i + 1].low == "and" and items[i + 2].low in ("investment", "economic", "security"):
        return i + 3 < len(items) and items[i + 3].low in barred
    before = items[i - 1].low if i else ""
    return before in {
        "heavy",
        "light",
        "thin",
        "early",
        "late",
        "morning",
        "afternoon",
        "midday",
        "fair",
        "free",
        "holiday",
        "brisk",
    }


def _noun_phrase(items: Sequence[Item], i: int, text: str, doc: Doc | None, *, leans: bool = False) -> FlowPhrase | None:
    """Read the flow at a noun; a weak noun counts with a slot of its own, or where it ``leans`` on a flow before it."""
    flow, strength = words_of("noun")[items[i].low]
    last = i
    if items[i].low == "trade" and i + 1 < len(items) and items[i + 1].low == "balance":
        last, flow = i + 1, "balance"
    elif _barred(items, i):
        return None
    tails = words_of("tail")
    while last + 1 < len(items) and items[last + 1].kind == "word" and items[last + 1].low in tails:
        last += 1
    low = items[last].low
    if items[i].low == "trade" and last + 1 < len(items) and words_of("noun").get(items[last + 1].low, ("",))[0] == "balance":
        last += 1
        flow, strength, low = "balance", "strong", items[last].low
    if last > i and _barred(items, last):
        return None
    if i and items[i - 1].low == "trade" and flow == "balance":
        strength = "strong"
    phrase = FlowPhrase(i, last, flow, items[i].start, items[last].end, head=i)
    if flow == "balance":
        sign = _sign_ahead(items, last) if low == "balance" else 1 if low == "surplus" else -1
        if not sign:
            return None
        phrase.sign = sign
    left, goods = owner_before(items, i, text, doc, phrase)
    if left is None:
        return None
    right = slots_after(items, last, phrase)
    assign(phrase, left, right, goods, text)
    lead = phrase.first - 1 - (phrase.first > 0 and items[phrase.first - 1].low in ("a", "the"))
    contrast = leans and not goods and lead >= 0 and items[lead].low in words_of("contrast") and (flow != "balance" or not left)
    phrase.bare = strength == "weak" and contrast and not right
    if strength == "weak" and not contrast:
        if not (right or phrase.partners or (phrase.reporters and goods)):
            return None
        if flow == "balance" and "with" not in right:
            return None
    phrase.start = items[phrase.first].start
    phrase.end = items[phrase.last].end
    return phrase


def _sign_ahead(items: Sequence[Item], last: int) -> int:
    """Return which way a trade balance stands: "was a deficit of", "showed a surplus of"; 0 where no word tells."""
    for item in items[last + 1 : last + 14]:
        if item.low in ("deficit", "shortfall", "negative", "minus"):
            return -1
        if item.low in ("surplus", "positive"):
            return 1
    return 0


def subject_before(items: Sequence[Item], i: int) -> tuple[list[str], bool, int]:
    """Return the states that are the subject of the verb at item ``i``, whether it is "it", and where it begins.

    Between the subject and its verb there may be adverbs, auxiliaries, a date or an aside; an
    adjective needs somebody who trades for the state: "Indian refiners".
    """
    j = i - 1
    agent = False
    while j >= 0:
        item = items[j]
        if item.kind == "state":
            if item.value.form == "demonym" and not agent:
                return [], False, i
            before = items[j - 1].low if j else ""
            if before in ("to", "from", "into", "of", "by", "in", "for", "against") or (
                before == "with" and not items[i].low.endswith("ing")
            ):
                return [], False, i
            codes = [item.value.code]
            while j >= 2 and items[j - 1].low in ("and", ",") and items[j - 2].kind == "state":
                j -= 2
                codes.insert(0, items[j].value.code)
            return codes, False, j
        if item.low in ("which", "that") and j and (items[j - 1].low == "," or items[j - 1].kind == "state"):
            j -= 1 + (items[j - 1].low == ",")
            continue
        if item.low in ("it", "they", "we") or (
            item.low in COUNTRY_NOUNS and j and items[j - 1].low in ("the", "island", "asian")
        ):
            return [], True, j
        if item.kind == "word" and item.low in words_of("agent"):
            agent = True
        elif item.kind == "word" and (
            item.low
            in (
                "has",
                "have",
                "had",
                "also",
                "alone",
                "last",
                "year",
                "in",
                "during",
                "already",
                "only",
                "then",
                "oil",
                "state",
            )
            or item.low.endswith("ly")
        ):
            pass
        elif item.kind not in ("date",) and item.low not in (",",):
            return [], False, i
        j -= 1
    return [], False, i


def _verb_phrase(items: Sequence[Item], i: int, text: str, *, leans: bool = False) -> FlowPhrase | None:
    """Read the flow at a verb and its subject; without a partner a weak verb counts only after another flow."""
    flow, _ = words_of("verb")[items[i].low]
    codes, anaphor, first = subject_before(items, i)
    again = (
        leans and i > 0 and items[i - 1].low in ("and", "but", "while") and not codes and not anaphor
    )  # "sold ... and bought"
    passive = i > 0 and items[i - 1].low in ("was", "were", "been", "being", "be", "goods", "products")
    if not codes and not anaphor and not passive and not again:
        return None
    phrase = FlowPhrase(first, i, flow, items[first].start, items[i].end, verb=True, head=i)
    phrase.anaphor = anaphor
    phrase.ours = items[first].low == "we"
    slots: dict[str, list[str]] = {}
    j = i + 1
    if j < len(items) and items[j].kind == "state" and items[j].value.form != "demonym":
        slots["to" if flow == "exports" else "from"] = [items[j].value.code]
        phrase.last = j
        j += 1
    if flow != "trade" and j < len(items) and items[j].kind == "word" and items[j].low not in STOPS:
        j = max(goods_at(items, j, phrase) + 1, j)  # "shipped cherries worth ..."
    while j < len(items):
        item = items[j]
        if item.kind == "word" and (item.low in words_of("verb") or (item.low in words_of("noun") and item.low != "supplies")):
            break
        if item.low in (";", "while", "but", "whereas") or (item.low == "and" and _new_clause(items, j)):
            break
        if item.kind == "number":
            phrase.numbers.append(j)
        if item.kind == "state" and item.value.form == "demonym" and "origin" not in slots and flow == "imports":
            slots["origin"] = [item.value.code]
            k = goods_at(items, j + 1, phrase)
            phrase.last = max(phrase.last, j)
            j = max(k, j) + 1
            continue
        if item.kind == "word" and item.low in ("to", "from", "into"):
            found, k, _ = states_from(items, j + 1)
            key = "from" if item.low == "from" else "to"
            if found and key not in slots:
                slots[key] = found
                phrase.last = k
                j = k + 1
                continue
        if item.kind == "word" and item.low == "of":
            found, k, adjective = states_from(items, j + 1)
            begin = k + 1 if found and adjective else j + 1
            if found and adjective:
                slots["origin"] = found
            k = goods_at(items, begin, phrase)
            j = max(k, j) + 1
            continue
        if (
            item.kind == "word"
            and phrase.goods is None
            and phrase.numbers
            and j == phrase.numbers[-1] + 1
            and (item.low not in STOPS or item.low in ("more", "less"))
        ):
            j += item.low in ("more", "less", "fewer")  # "shipped 37% more coffee"
            k = goods_at(items, j, phrase)
            if k >= j:
                j = k + 1
                continue
        j += 1
    if flow == "trade":  # "Belarus and Russia traded $53 billion of goods"
        phrase.reporters, phrase.partners = codes[:1], codes[1:]
        phrase.pair = True
    elif flow == "exports":
        phrase.reporters, phrase.partners = codes or slots.get("from", []), slots.get("to", [])
    else:
        phrase.reporters, phrase.partners = codes or slots.get("to", []), slots.get("from") or slots.get("origin", [])
    if not phrase.partners and words_of("verb")[items[i].low][1] == "weak" and not (leans and phrase.numbers):
        return None
    phrase.numbers = _amount_before(items, i, phrase) if passive else []
    phrase.end = items[phrase.last].end
    return phrase


def _amount_before(items: Sequence[Item], i: int, phrase: FlowPhrase) -> list[int]:
    """Return the number that is the subject of a passive verb, and note its goods: "2 million tons of grain were shipped"."""
    j = i - 1
    while j >= 0 and items[j].low in ("was", "were", "been", "being", "be", "had", "have", "has"):
        j -= 1
    last = j
    while j >= 0 and items[j].kind == "word" and (items[j].low not in STOPS or items[j].low in ("of", "worth", "and")):
        j -= 1
    if j < 0 or items[j].kind != "number":
        return []
    if j + 1 <= last and items[j + 1].low in ("of", "worth") and (phrase.goods is None):
        begin = j + 3 if items[j + 2].low == "of" else j + 2
        goods_at(items[: last + 1], begin, phrase)
    return [j]


def _new_clause(items: Sequence[Item], j: int) -> bool:
    return any(
        item.kind == "word" and (item.low in words_of("noun") or item.low in words_of("verb")) for item in items[j + 1 : j + 5]
    )


def _share(found: list[FlowPhrase], items: Sequence[Item]) -> None:
    """Let "exports and imports with India" share what each of the two lacks."""
    for one, two in pairwise(found):
        between = [item.low for item in items[one.last + 1 : two.first]]
        if between in (["and"], [","], [",", "and"], ["from", "and"], ["to", "and"]) and not two.own and not two.anaphor:
            two.reporters, two.anaphor = list(one.reporters), one.anaphor
            if not one.partners:
                one.partners = list(two.partners)
            elif not two.partners:
                two.partners = list(one.partners)
