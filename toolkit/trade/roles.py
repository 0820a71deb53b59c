"""Who is whose supplier or buyer: "Russia was India's top oil supplier", which names the flow of the figures after it."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.trade.items import POSSESSIVES, STOPS, FlowPhrase, Item, trade_words
from toolkit.trade.slots import goods_at
from toolkit.trade.states import states_from
from toolkit.words import word_lists

COPULAS = word_lists("trade_lists")["copula"]
OVERTOOK = word_lists("trade_lists")["overtook"]
REACH = 9  # words that may stand between the subject and the word for what it is


def role_phrase(items: Sequence[Item], i: int) -> FlowPhrase | None:
    """Read the flow that a word such as "supplier" implies: who sells to whom, and what.

    The phrase owns no figures: those beside it are ranks and shares. None where one side is missing.
    """
    flow = trade_words("role")[items[i].low][0]
    phrase = FlowPhrase(i, i, flow, items[i].start, items[i].end, head=i, role=True)
    j, other = _other_before(items, i, phrase)
    if not other:
        other = _other_after(items, i, phrase)
    subject = _subject(items, j)
    if subject is None or not other or items[subject].value.code in other:
        return None
    phrase.first, phrase.start = subject, items[subject].start
    phrase.reporters, phrase.partners = [items[subject].value.code], other
    return phrase


def _other_before(items: Sequence[Item], i: int, phrase: FlowPhrase) -> tuple[int, list[str]]:
    """Walk left over ranks and goods to an owner: "India's top oil", "the biggest U.S."."""
    goods: list[Item] = []
    j = i - 1
    while j >= 0 and (items[j].kind == "word" or items[j].low == "-") and items[j].low not in STOPS:
        if items[j].low in trade_words("rank") or items[j].low == "-":
            if items[j].low != "-":
                break
        else:
            goods.insert(0, items[j])
        j -= 1
    while j >= 0 and (items[j].low in trade_words("rank") or items[j].low == "-"):
        j -= 1
    if goods and all(g.low not in trade_words("general") for g in goods):
        phrase.goods = f"{goods[0].start}:{goods[-1].end}"
    if j >= 0 and items[j].low in POSSESSIVES:
        j -= 1
    if j >= 0 and items[j].kind == "state":
        return j - 1, [items[j].value.code]
    return j, []


def _other_after(items: Sequence[Item], i: int, phrase: FlowPhrase) -> list[str]:
    """Read "of pharmaceuticals to the U.S.", "of Argentine soyoil", "to China"."""
    j = i + 1
    if j < len(items) and items[j].low == "of":
        codes, k, adjective = states_from(items, j + 1)
        if codes and adjective:
            goods_at(items, k + 1, phrase)
            return codes
        j = max(goods_at(items, j + 1, phrase), j) + 1
    if j < len(items) and items[j].low in ("to", "for", "from"):
        return states_from(items, j + 1)[0]
    return []


def _subject(items: Sequence[Item], j: int) -> int | None:
    """Return the item of the state that is the subject: before a copula, or before the comma of an aside."""
    linked = passed = False
    for k in range(j, max(j - REACH, -1), -1):
        item = items[k]
        if item.low in COPULAS or (item.low == "," and k and items[k - 1].kind == "state"):
            linked = True
        elif item.low == "as":
            passed = True
        elif item.low in OVERTOOK and passed:
            linked, passed = True, False
        elif item.kind == "state" and item.value.form != "demonym":
            if passed and not linked:
                continue  # "Russia overtook Iraq as ..."
            return k if linked else None
        elif item.low in (";", "but", "and", "while", *OVERTOOK):
            return None
    return None
