"""Phrases that name a trade flow: "Russian oil exports to India", "trade between A and B", "India imported ... from".

They are read from the words in their order with word lists (``words/trade_words.csv``); the
parse only helps to tell a company's name from goods, so that its errors cost little.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.trade.items import COUNTRY_NOUNS, POSSESSIVES, FlowPhrase, Item, trade_words
from toolkit.trade.roles import role_phrase
from toolkit.trade.slots import assign, owner_before, slot_in_clause, slots_after
from toolkit.trade.verbs import crossing_phrase, verb_phrase
from toolkit.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_phrases(
    items: Sequence[Item], text: str, doc: Doc | None = None, *, near: Collection[str] = (), fresh: str = ""
) -> list[FlowPhrase]:
    """Find the flow phrases of a sentence, in order.

    ``near`` are the states of the pair spoken of before, ``fresh`` is the flow that the sentence before told.

    A phrase whose owner is a company or a person ("Toyota's exports") is not found, nor are
    words of trade that name something else ("trade deal", "export controls", "in heavy trade").
    """
    found: list[FlowPhrase] = []
    verbs, nouns = trade_words("verb"), trade_words("noun")
    i = 0
    while i < len(items):
        item = items[i]
        phrase = None
        if item.kind == "word" and not _is_no_flow(items, i):
            if item.low in nouns and not (item.low == "trade" and (_is_verb(items, i) or _in_a_name(items, i, text))):
                phrase = _noun_phrase(
                    items,
                    i,
                    text,
                    doc,
                    leans=bool(found) or bool(fresh) or _left_with(items, i, near),
                    near=() if found else near,
                    fresh="" if found else fresh,
                )
            if phrase is None and item.low in ("exported", "imported") and _as_goods(items, i):
                phrase = FlowPhrase(i, i + 1, verbs[item.low][0], item.start, items[i + 1].end, head=i)
            elif phrase is None and item.low in verbs:
                phrase = verb_phrase(items, i, text, found)
            elif item.low in trade_words("role"):
                phrase = role_phrase(items, i)
            elif item.low in ("entered", "left"):
                phrase = crossing_phrase(items, i)
        if phrase is not None and found and _is_of_before(items, phrase, found[-1]):
            phrase = None
        if phrase is not None and (not found or phrase.head > found[-1].last or not found[-1].partners):
            if found and phrase.head <= found[-1].last:
                found.pop()
            if found and phrase.first <= found[-1].last:
                phrase.first = min(found[-1].last + 1, phrase.head)
            found.append(phrase)
            i = max(i, phrase.last)
        i += 1
    found = [p for p in found if not _bracketed_off(items, p)]
    _share(found, items)
    return _both_ways(found, items)


def _bracketed_off(items: Sequence[Item], phrase: FlowPhrase) -> bool:
    """Whether a flow stands in brackets as what is left out: "(excluding non-organised trade)"."""
    led = [item.low for item in items[max(0, phrase.first - 3) : phrase.first]]
    sums = led[-1:] == ["("] and [i.low for i in items[phrase.last + 1 : phrase.last + 2]] == ["plus"]
    sums |= led[-1:] == ["plus"] and [i.low for i in items[phrase.last + 1 : phrase.last + 2]] == [")"]
    return sums or any(word in word_lists("trade_lists")["bracketed off"] for word in led)  # "trade (exports plus imports)"


def _in_a_name(items: Sequence[Item], i: int, text: str) -> bool:
    """Whether "Trade" belongs to the name of a body: "United Nations Conference on Trade and Development"."""
    if i < 2 or not text[items[i].start].isupper():
        return False
    return items[i - 1].low in ("on", "of", "for") and text[items[i - 2].start].isupper()


def _as_goods(items: Sequence[Item], i: int) -> bool:
    """Whether a participle and its goods stand for a flow: "with exported goods worth $7 billion"."""
    after, before = [item.low for item in items[i + 1 : i + 2]], items[i - 1].low if i else ""
    if before == "of" and i > 1 and items[i - 2].kind == "number":
        return False  # "Algeria with 977 million dollars of imported products"
    return after in (["goods"], ["products"], ["merchandise"]) and before in ("with", "of", "while", "the", "and", "")


_ROLE_NOUNS = word_lists("trade_lists")["buyer"] | word_lists("trade_lists")["seller"] | word_lists("trade_lists")["partner"]


def _is_no_flow(items: Sequence[Item], i: int) -> bool:
    """Whether a word of trade is none here: "e-commerce", "6% in turnover"."""
    before = items[i - 1].low if i else ""
    permits = word_lists("trade_lists")["permits"]  # "licences issued for exports of"
    if before == "for" and any(item.low in permits for item in items[max(0, i - 8) : i]):
        return True
    if items[i].low in ("export", "import") and i + 1 < len(items) and items[i + 1].low in _ROLE_NOUNS:
        return True  # "was the leading export destination"
    if before in ("to", "will", "would", "can", "could", "may", "might", "must", "should") and items[i].low in (
        "export",
        "import",
    ):
        return i + 1 >= len(items) or items[i + 1].low not in trade_words("noun")  # "Peru to export 6 million bags"
    return (before, items[i].low) in (("-", "commerce"), ("in", "turnover"))


_OF_SOME = frozenset({"of", "just", "only", "some", "about", "around", "nearly", "almost", "over", "more", "than"})


def _worth_again(items: Sequence[Item], phrase: FlowPhrase, last: FlowPhrase, n: int) -> bool:
    """Whether a flow is only named again for its amount: "imports rose by 18.6 percent, with imports worth $2.2 billion"."""
    bare = phrase.flow == last.flow and not (phrase.partners or phrase.reporters or phrase.goods or phrase.points)
    led = [item.low for item in items[phrase.last + 1 : n]]
    amounts = [item for item in items[last.last + 1 : phrase.first] if item.kind == "number" and item.value.kind != "percent"]
    return bare and not amounts and "worth" in led + ["worth"] * ("at" in led) and n < len(items) and items[n].kind == "number"


_AGAIN = frozenset({"a", "an", "the", "trade", "revised", "record", "total", "downwardly", "upwardly", "average", "monthly"})
_AGAINST = frozenset({"reversing", "with", "to", "from", "against", "versus", "than", "above", "below", "under", "over"})


def _is_of_before(items: Sequence[Item], phrase: FlowPhrase, last: FlowPhrase) -> bool:
    """Whether a flow is only named again for its amount before: "a deficit of 2 billion, compared with one of 3 billion"."""
    j = phrase.head - 1
    while j > last.last and (items[j].low in _AGAIN or items[j].kind == "date" or items[j].low in POSSESSIVES):
        j -= 1
    n = phrase.last + 1
    while n < len(items) and n <= phrase.last + 4 and (items[n].low in _OF_SOME or items[n].low in ("worth", "valued", "at")):
        n += 1
    if phrase.first > last.last and [i.low for i in items[last.last + 1 : phrase.head]] == ["and", "re", "-"]:
        return phrase.flow == last.flow and not phrase.partners  # "exports and re-exports"
    if items[j].low == "with" and _worth_again(items, phrase, last, n):
        return True
    of = n < len(items) and n > phrase.last + 1 and items[phrase.last + 1].low in ("of", "worth") and items[n].kind == "number"
    if not of or items[j].low not in _AGAINST or phrase.partners or (phrase.goods and items[j + 1].low not in _AGAIN):
        return False
    return phrase.flow == last.flow and any(n.kind == "number" for n in items[last.first : j])


def _both_ways(found: list[FlowPhrase], items: Sequence[Item]) -> list[FlowPhrase]:
    """Read "imports and exports with India grew 6%" as trade, where one figure is said of both together."""
    for one, two in pairwise(found):
        between = [item.low for item in items[one.last + 1 : two.first]]
        if (
            between not in (["and"], ["from", "and"], ["to", "and"])
            or {one.flow, two.flow} != {"exports", "imports"}
            or one.verb
            or two.verb
        ):
            continue
        after = items[two.last + 1 : next((p.first for p in found if p.first > two.last), len(items))]
        lows = [item.low for item in after]
        numbers = [n for n, item in enumerate(after) if item.kind == "number"]
        if "respectively" in [i.low for i in items] or not numbers or lows[:1] == ["of"] or "both" in lows:
            continue
        if any("and" in lows[a:b] and after[a].value.kind == after[b].value.kind for a, b in pairwise(numbers)):
            continue  # "grew 3% and 5%"
        both = replace(one, last=two.last, end=two.end, flow="trade", partners=two.partners or one.partners)
        both.points |= two.points
        return _both_ways([both if p is one else p for p in found if p is not two], items)
    return found


_OPENING = word_lists("trade_lists")["opening"]


def _is_verb(items: Sequence[Item], i: int) -> bool:
    before = items[i - 1].low if i else ""
    return before in ("to", "would", "will", "can", "could", "not", "they", "we")


def _barred(items: Sequence[Item], i: int) -> bool:
    barred = trade_words("barred")
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


def _noun_phrase(
    items: Sequence[Item],
    i: int,
    text: str,
    doc: Doc | None,
    *,
    leans: bool = False,
    near: Collection[str] = (),
    fresh: str = "",
) -> FlowPhrase | None:
    """Read the flow at a noun; a weak noun counts with a slot of its own, or where it ``leans`` on a flow before it."""
    flow, strength = trade_words("noun")[items[i].low]
    last = i
    if items[i].low == "trade" and i + 1 < len(items) and items[i + 1].low == "balance":
        last, flow = i + 1, "balance"
    elif items[i].low == "gap" and (end := _gap_told(items, i)):
        last = end  # "the gap between what the U.S. sells and what it buys abroad"
    elif items[i].low == "balance" and not (i and items[i - 1].low in ("negative", "positive", "commercial")):
        return None  # "the balance of payments"
    elif items[i].low == "trade" and i and items[i - 1].low == "net":
        flow = "balance"
    elif items[i].low == "trade" and i and items[i - 1].low in ("export", "import"):
        flow = f"{items[i - 1].low}s"
    elif _barred(items, i):
        return None
    tails = trade_words("tail")
    while last + 1 < len(items) and items[last + 1].kind == "word" and items[last + 1].low in tails:
        last += 1
    low = items[last].low
    if (
        items[i].low == "trade"
        and last + 1 < len(items)
        and trade_words("noun").get(items[last + 1].low, ("",))[0] == "balance"
    ):
        last += 1
        flow, strength, low = "balance", "strong", items[last].low
    if last > i and _barred(items, last):
        return None
    if (i and items[i - 1].low == "trade" and flow == "balance") or (low in _ABROAD and items[i].low == "gap"):
        strength = "strong"
    phrase = FlowPhrase(i, last, flow, items[i].start, items[last].end, head=i)
    if flow == "balance":
        sign = (
            -1
            if items[i].low == "gap"
            else _sign_ahead(items, last)
            if low in ("balance", "trade")
            else 1
            if low.startswith("surplus")
            else -1
        )
        if not sign:
            return None
        phrase.sign = sign
    left, goods = owner_before(items, i, text, doc, phrase)
    if left is None:
        return None
    right = slots_after(items, last, phrase)
    if not right and not phrase.elsewhere and not phrase.points and not phrase.numbers:
        right = slot_in_clause(items, phrase)
    if items[i].low == "flows" and not goods:
        return None  # of money: "flows to Africa rose by 11%"
    if phrase.part or _from_a_town(items, last, text, phrase):
        return None
    if low in word_lists("trade_lists")["earnings"] and "to" not in right and "from" in right:
        right["to"] = right.pop("from")  # "export earnings from Poland"
    if phrase.first > 1 and items[phrase.first - 1].low == "of" and items[phrase.first - 2].low in _MEASURES:
        phrase.first -= 2 + (phrase.first > 2 and items[phrase.first - 3].low == "the")  # "the value of shipments"
    strength = "strong" if right.pop("trade", None) is not None else strength  # "deficit in trade in services"
    assign(phrase, left, right, goods, text)
    if any(item.low in ("overseas", "outbound", "inbound") for item in items[phrase.first : i]):
        strength = "strong"
    lead = phrase.first - 1
    while lead >= 0 and (items[lead].kind == "date" or items[lead].low in _OPENING):
        lead -= 1
    opens = lead < 0 or items[lead].low == ":"  # at most dates stand before it
    opens |= (
        phrase.first > 0 and items[phrase.first - 1].low == "," and not any(i.kind in ("number", "state") for i in items[:lead])
    )
    lead = phrase.first - 1
    while lead >= 0 and (items[lead].low in ("a", "the") or items[lead].kind in ("number", "date")):
        lead -= 1
    had = items[lead] if flow == "balance" and not phrase.reporters and 0 < lead < phrase.first - 1 else None
    if leans and had is not None and had.kind == "state" and items[lead - 1].low in trade_words("contrast"):
        phrase.reporters = [had.value.code]  # "giving Warsaw a surplus of"
        lead -= 1
    contrast = (
        leans and not goods and lead >= 0 and items[lead].low in trade_words("contrast") and (flow != "balance" or not left)
    )
    contrast |= leans and flow == "balance" and [i.low for i in items[:2]] == ["in", "trade"]
    said = [item.low for item in items[max(0, phrase.first - 3) : i]]
    at_hand = bool(near) and opens and (flow != "balance" or "the" in said or "there" in said)  # "The deficit narrowed"
    if flow == "balance" or not right:
        contrast |= at_hand and (flow == "balance" or (bool(goods) and items[i].low in ("shipments", "shipment")))
        traded = not goods or (goods[-1].low in trade_words("traded") and goods[-1].low not in _AT_HOME)
        again = phrase.flow == fresh and traded and not phrase.reporters and opens  # "Shipments totalled 144,389 bags"
        contrast |= again
    contrast |= flow == "balance" and bool(fresh) and bool(phrase.reporters)  # "Lithuania's deficit was 2.4 billion"
    phrase.weak = strength != "strong"
    phrase.bare = strength == "weak" and contrast and not right
    if strength == "loose" and not right:
        return None  # "cocoa arrivals" at the ports of who grows it
    if strength == "weak" and not contrast:
        if not (right or phrase.partners or phrase.points or (phrase.reporters and goods)):
            return None
        if flow == "balance" and "with" not in right and not phrase.points:
            return None
    phrase.start = items[phrase.first].start
    phrase.end = items[phrase.last].end
    return phrase


_ABROAD = frozenset({"abroad", "overseas", "countries", "buys", "imports", "sells", "exports"})


def _gap_told(items: Sequence[Item], i: int) -> int | None:
    """Return the last item of a deficit told in words: "the gap between what America sells and what it buys abroad"."""
    span = items[i : i + 24]
    lows = [item.low for item in span]
    if lows[1:2] != ["between"] or "sells" not in lows or "buys" not in lows:
        return None
    last = max(lows.index("sells"), lows.index("buys"))
    tail = [n for n in range(last, min(last + 5, len(lows))) if lows[n] in _ABROAD]
    return i + max(tail, default=last)


_MEASURES = frozenset({"value", "volume", "amount", "quantity", "number"})
_AT_HOME = frozenset({"cars", "vehicles", "food", "clothing", "drugs", "electricity"})  # sold at home too
_IN_THE_RED, _IN_THE_BLACK = word_lists("trade_lists")["in the red"], word_lists("trade_lists")["in the black"]
_SO_LEFT = COUNTRY_NOUNS | {"it", "left", "leaving", "turned"}


def _from_a_town(items: Sequence[Item], last: int, text: str, phrase: FlowPhrase) -> bool:
    """Whether a flow is said to be of a place that is no state: "exports from Basra"."""
    if phrase.flow != "exports" or phrase.last != last or last + 2 >= len(items) or items[last + 1].low != "from":
        return False
    return items[last + 2].kind == "word" and text[items[last + 2].start].isupper()


def _sign_ahead(items: Sequence[Item], last: int) -> int:
    """Return which way a trade balance stands: "was a deficit of", "showed a surplus of"; 0 where no word tells."""
    for item in (*items[last - 2 : last], *items[last + 1 : last + 14]):
        if item.low in _IN_THE_RED:
            return -1
        if item.low in _IN_THE_BLACK:
            return 1
    return 0


def _left_with(items: Sequence[Item], i: int, near: Collection[str]) -> bool:
    """Whether a state of the pair spoken of has the balance at ``i``: "That left Brazil with a surplus"."""
    if trade_words("noun")[items[i].low][0] != "balance":
        return False
    before = items[max(0, i - 6) : i]
    if any(item.low in trade_words("contrast") and n and before[n - 1].low in _SO_LEFT for n, item in enumerate(before)):
        return bool(near)  # "That left the country with a surplus", "turned into a surplus"
    return any(item.kind == "state" and item.value.code in near for item in before)


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
