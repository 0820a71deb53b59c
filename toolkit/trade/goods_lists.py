"""Goods that a list goes on with: "textiles at $276 million", "gold brought in", "those of copper"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.trade.items import STOPS, FlowPhrase, Item, change_words, trade_words
from toolkit.trade.listed import BESIDE, LIGHT, LISTS, figure_after

_LONGEST = 5  # words that goods may have


def of_goods(items: Sequence[Item], phrases: Sequence[FlowPhrase], before: FlowPhrase | None) -> list[FlowPhrase]:
    """Return a flow for each of the goods that a list or a sentence goes on with: "textiles at $276 million", "Gold brought in".

    Percentages count for goods that are in ``words/trade_words.csv`` only, as other words may be anything that grows.
    """
    found: list[FlowPhrase] = []
    n = 0
    while n < len(items):
        begins, those = n, False
        if n and items[n - 1].low not in LISTS["joins"] and not (items[n - 1].low == "by" and items[n - 2].low == "followed"):
            n += 1
            continue
        if items[n].low == "those" and n + 1 < len(items) and items[n + 1].low == "of":
            those, begins = True, n + 2
        end = begins
        while end < len(items) and end - begins < _LONGEST and _may_be_goods(items, end, begins):
            end += 1
        while end > begins and items[end - 1].low in ("and", "-"):
            end -= 1
        n += 1
        if end == begins or any(p.first <= begins <= p.last for p in phrases):
            continue
        if any(i.low in LISTS["other measure"] or i.low in ("prices", "price") for i in items[begins:end]):
            continue
        known = any(i.low in trade_words("traded") or i.low in trade_words("goods") for i in items[begins:end])
        number, after = figure_after(items, end, freely=False, noun=-1)
        if number is None or (after and not known):
            continue
        told = max((p for p in (*phrases, *found) if p.last < begins), key=lambda p: p.first, default=None)
        led = any(i.kind == "number" for i in items[:begins]) and items[number].value.kind != "percent"
        head = told if told is not None else before if (begins == 0 and known) or led else None
        if head is None or head.role or head.flow not in ("exports", "imports") or not (those or known or head.goods):
            continue
        known |= head.listed and head.goods is not None and not head.partners  # a list of goods goes on
        if told is not None and not those and not any(i.kind == "number" for i in items[told.last : begins]):
            continue
        if items[number].value.kind == "percent" and not (known or those):
            continue
        made = replace(head, first=begins, last=end - 1, head=begins, start=items[begins].start, end=items[end - 1].end)
        made.listed = True
        made.goods, made.lent, made.numbers, made.verb, made.anaphor = f"{made.start}:{made.end}", None, [], False, True
        found.append(made)
        n = end
    return found


def _may_be_goods(items: Sequence[Item], n: int, begins: int) -> bool:
    item = items[n]
    if item.low in ("and", "-") and n > begins:
        return True
    if item.kind != "word" or item.low in STOPS or item.low in LISTS["no goods"]:
        return False
    if item.low.endswith("ing") and item.low not in trade_words("traded"):
        return False
    light = item.low in BESIDE or item.low in LIGHT or item.low in change_words() or item.low in LISTS["buys"] | LISTS["sells"]
    return not light and item.low not in trade_words("noun") and item.low not in trade_words("verb")
