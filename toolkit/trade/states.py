"""Which states stand at a place in a sentence: "its neighbour China and Hong Kong", "the two neighbours, India and Nepal"."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.language import bloc_codes
from toolkit.trade.items import (
    AFTER_STATES,
    COUNTRY_NOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    STOPS,
    WORLD,
    Item,
    Read,
    change_words,
    trade_words,
)

FILLERS = 5  # words that may stand between a preposition and its state: "to its giant neighbour China"


def states_from(items: Sequence[Item], j: int) -> tuple[list[str], int, bool]:
    """Read states at or soon after item ``j``: ("China", "Hong Kong") of "its neighbour China and Hong Kong".

    Returns the codes, the number of the last item read, and whether the last is an adjective
    that goods follow ("Russian oil").
    """
    if (m := next((n for n in range(j, min(j + 3, len(items))) if items[n].low == "mainland"), None)) is not None:
        near = [i.value.code for i in items if i.kind == "state"]
        after = items[m + 1] if m + 1 < len(items) else None
        if (
            {"HKG", "MAC", "TWN"} & set(near)
            and (after is None or after.kind != "state")
            and (after is None or after.low != "of")
        ):
            return [Read("CHN", items[m].start, items[m].end)], m, False  # "from Hong Kong to the mainland"
    k = j
    while (
        k < len(items)
        and k - j < FILLERS
        and (_aside(items, k, j) or (items[k].kind == "word" and items[k].low not in PREPOSITIONS))
    ):
        if (
            items[k].low in change_words()
            or items[k].low in trade_words("noun")
            or items[k].low in ("and", "while", "but", "in")
        ):
            return [], j - 1, False
        k += 1
        if k < len(items) and items[k].low == "-":
            k += 1
    if (
        k > j
        and k + 1 < len(items)
        and items[k].low == "of"
        and items[k - 1].low in ("mainland", "states", "members", "countries")
    ):
        k += 1  # "the mainland of China", "member states of the OIC"
        k += items[k].low == "the"
    if k >= len(items) or items[k].kind != "state" or _paraphrases(items, k):
        return [], j - 1, False
    if (
        k + 2 < len(items)
        and items[k].value.code in bloc_codes()
        and items[k + 1].low in AFTER_STATES
        and items[k + 2].kind == "state"
    ):
        k += 2  # "between Mercosur partners Brazil and Argentina"
    codes = [items[k].value.code]
    while True:
        if k + 1 < len(items) and items[k + 1].kind == "word" and items[k + 1].low in AFTER_STATES:
            k += 1
        step = 1
        while k + step < len(items) and items[k + step].low in (",", "and", "&", "the") and step < 4:
            step += 1
        if step > 1 and k + step < len(items) and items[k + step].kind == "state" and not _owns(items, k + step):
            k += step
            codes.append(items[k].value.code)
        else:
            break
    if len(codes) == 2 and items[k - 1 - (items[k - 1].low == "the")].low == ",":
        codes.pop()  # "Of those exporting to Georgia, Turkey is first": no list without an "and"
        k = next(n for n in range(k - 1, -1, -1) if items[n].kind == "state")
    after = items[k + 1] if k + 1 < len(items) else None
    adjective = items[k].kind == "state" and (
        items[k].value.form == "demonym"
        or (after is not None and after.kind == "word" and after.low not in STOPS | PREPOSITIONS)
    )
    return codes, k, adjective


def _paraphrases(items: Sequence[Item], k: int) -> bool:
    """Whether the region at ``k`` only serves to describe a state: "to Asia's fourth-largest economy"."""
    if k + 1 >= len(items) or items[k + 1].low not in POSSESSIVES or items[k].value.code not in bloc_codes():
        return False
    if items[k].value.code == WORLD:
        return True  # "from the world's top producer"
    return any(item.low in COUNTRY_NOUNS for item in items[k + 2 : k + 8])


def _aside(items: Sequence[Item], k: int, j: int) -> bool:
    """Whether a comma only sets off a name: "between the two neighbours, India and Bangladesh"."""
    two = any(
        item.low in ("two", "both", "neighbours", "neighbors", "neighbour", "neighbor", "partner", "partners")
        for item in items[j:k]
    )
    return items[k].low == "," and two and k + 1 < len(items) and items[k + 1].kind == "state"


def _owns(items: Sequence[Item], k: int) -> bool:
    """Whether the state at ``k`` begins something of its own: "Germany and France's exports"."""
    after = items[k + 1] if k + 1 < len(items) else None
    if after is None:
        return False
    return after.low in POSSESSIVES or (after.kind == "word" and after.low in trade_words("noun"))
