"""What stands around a word of trade: whose flow it is, with whom, of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.language import StateForm
from toolkit.trade.items import (
    AFTER_STATES,
    ANAPHORS,
    COUNTRY_NOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    STOPS,
    FlowPhrase,
    Item,
    Read,
    change_words,
    trade_words,
)
from toolkit.trade.states import FILLERS, states_from
from toolkit.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

HEDGES = word_lists("trade_lists")["hedge"]
# What may follow "of" in an amount of goods without being goods itself.
NOT_GOODS = word_lists("trade_lists")["no goods"]
PARTS_OF_STATES = word_lists("trade_lists")["part of a state"]
NO_SLOT_BEHIND = word_lists("trade_lists")["no slot behind"]
TIMES = word_lists("trade_lists")["time"]
LEVEL_VERBS = word_lists("trade_lists")["level"]


def _owned(items: Sequence[Item], j: int, text: str) -> bool:
    """Whether the words in capitals that end at item ``j`` stand right after a state's possessive."""
    while j > 1 and items[j].kind in ("word", "state") and text[items[j].start].isupper():
        j -= 1
    return j > 0 and items[j].low in POSSESSIVES and items[j - 1].kind == "state"


def owner_before(
    items: Sequence[Item], i: int, text: str, doc: Doc | None, phrase: FlowPhrase
) -> tuple[list[StateForm] | None, list[Item]]:
    """Walk left from the flow word over goods and general words to its owner; None if that is no state."""
    goods: list[Item] = []
    j = i - 1
    general = trade_words("general")
    while j >= 0:
        item = items[j]
        if item.low == "-" and j and items[j - 1].kind == "word" and items[j - 1].low not in STOPS:
            j -= 1
            continue
        if item.low == "bound" and j > 1 and items[j - 1].low == "-" and items[j - 2].kind == "state":
            phrase.partners, phrase.first = [items[j - 2].value.code], j - 2  # "U.S.-bound shipments"
            j -= 3
            continue
        if item.low == "re" and items[j + 1].low == "-":  # "re-exports"
            phrase.first = j
            j -= 1
            continue
        of_goods = item.low in ("product", "products") and _names_goods(items, j - 1, text)  # "oil product exports"
        phrase.elsewhere |= item.low == "border"  # with neighbours: "border trade"
        if item.kind == "word" and item.low in general and not of_goods:
            phrase.total |= item.low in ("total", "overall", "global", "world", "overseas", "outbound", "inbound")
            phrase.pair |= item.low in ("bilateral", "two", "mutual")
            phrase.first = j
            j -= 1
            continue
        if item.low == "and" and goods and _coordinated(items, j):
            j -= 1
            continue
        if item.low in POSSESSIVES or item.kind != "word" or item.low in STOPS or item.low in change_words():
            break
        if item.low in trade_words("verb") or item.low in trade_words("agent") or item.low in TIMES:
            break
        if item.low in trade_words("noun") and item.low not in ("export", "import"):
            break
        if (
            item.low not in trade_words("goods")
            and _part_of_speech(doc, item) in ("VERB", "AUX", "ADP", "DET", "PRON", "SCONJ")
            and not text[item.start].isupper()
        ):
            break
        known = item.low in trade_words("goods")  # "LNG", "EV": capitals that are no company
        known |= _owned(items, j, text)  # "Bangladesh's RMG exports", "Sri Lanka's Ceylon Tea exports"
        if text[item.start].isupper() and j and not _opens_sentence(items, j) and not known:
            return None, []  # "Toyota exports"
        known |= items[j + 1].low == "-"  # "Agro-exports"
        if not known and text[item.start].isupper() and _part_of_speech(doc, item) == "PROPN" and not item.low.endswith("s"):
            return None, []
        goods.insert(0, item)
        phrase.first = j
        j -= 1
    if j < 0:
        return [], goods
    owner: list[StateForm] = []
    if items[j].kind == "date" and j and (items[j - 1].low in POSSESSIVES or items[j - 1].kind == "state"):
        k = j - 1 - (items[j - 1].low in POSSESSIVES)
        if k >= 0 and items[k].kind == "state" and _is_month(items[j]):
            j -= 1  # "China's March exports"
    if items[j].low in POSSESSIVES and j:
        j -= 1
        if items[j].kind == "word":
            if items[j].low in COUNTRY_NOUNS:
                phrase.anaphor = True
                phrase.first = j
                return [], goods
            if items[j].low in ("year", "month", "quarter", "week", "today", "yesterday"):
                return [], goods
            return None, []  # "the company's exports"
        if items[j].kind == "date":
            return [], goods
    if items[j].low == "whose":  # "Brazil, whose exports to China ..."
        k = j - 1 - (j > 0 and items[j - 1].low == ",")
        phrase.first = j
        return ([items[k].value] if k >= 0 and items[k].kind == "state" else None), goods
    if items[j].low in ANAPHORS:
        phrase.anaphor = True
        phrase.ours = items[j].low == "our"
        phrase.first = j
        return [], goods
    while j >= 0 and items[j].kind == "state":
        owner.insert(0, items[j].value)
        phrase.first = j
        if j >= 2 and items[j - 1].low in ("-", "–", "—", "/") and items[j - 2].kind == "state":
            phrase.pair = True
            j -= 2
        elif (j >= 2 and items[j - 1].low == "and" and items[j - 2].kind == "state" and phrase.flow in ("trade",)) or (
            j >= 2 and items[j - 1].low in POSSESSIVES and items[j - 2].kind == "state"
        ):
            j -= 2
        elif j >= 1 and items[j - 1].kind == "state":
            j -= 1
        elif j >= 2 and items[j - 1].low in ANAPHORS:
            phrase.anaphor = True
            phrase.first = j - 1
            break
        else:
            break
    return owner, goods


def _is_month(item: Item) -> bool:
    """Whether a date stands before a flow as its month or quarter: "March", "first-quarter"."""
    return bool(item.value.value) and item.value.grain in ("month", "quarter", "half", "year", "interval")


def _names_goods(items: Sequence[Item], j: int, text: str) -> bool:
    if j < 0 or items[j].kind != "word" or items[j].low in STOPS or items[j].low in trade_words("general"):
        return False
    return text[items[j].start].islower() and items[j].low not in POSSESSIVES and items[j].low not in change_words()


def _coordinated(items: Sequence[Item], j: int) -> bool:
    """Whether the "and" at ``j`` joins two goods of one owner: "Iraq's electricity and gas imports"."""
    k = j - 1
    while k >= 0 and items[k].kind == "word" and items[k].low not in STOPS and j - k <= 3:
        if items[k].low in trade_words("noun") or items[k].low in trade_words("verb") or items[k].low in change_words():
            return False
        k -= 1
    return k < j - 1 and (k < 0 or items[k].low in POSSESSIVES or items[k].kind == "state" or items[k].low in ANAPHORS)


def _opens_sentence(items: Sequence[Item], j: int) -> bool:
    return all(item.kind == "mark" for item in items[:j])


def _part_of_speech(doc: Doc | None, item: Item) -> str:
    if doc is None:
        return ""
    span = doc.char_span(item.start, item.end, alignment_mode="expand")
    return span[0].pos_ if span is not None and len(span) else ""


def slots_after(items: Sequence[Item], last: int, phrase: FlowPhrase) -> dict[str, list[str]]:
    """Read the phrases that follow the flow word: "of soybeans worth $5 billion from Brazil to China"."""
    slots: dict[str, list[str]] = {}
    j = last + 1
    while j < len(items):
        low, kind = items[j].low, items[j].kind
        if phrase.flow in ("balance", "trade") and low in ("against", "across") and states_from(items, j + 1)[0]:
            low = "with"
        if kind == "word" and low in PREPOSITIONS:
            begin = j + 1
            low = "of" if low == "for" and items[last].low == "bill" else low  # "import bill for Russian crude"
            if low == "out":
                begin = j + 2
            hedged = begin
            while low == "of" and hedged < len(items) and items[hedged].low in HEDGES | {"more", "than", "just", "some"}:
                hedged += 1
            begin = hedged if hedged < len(items) and items[hedged].kind == "number" else begin
            if low == "of" and begin < len(items) and items[begin].kind == "number":
                k = _amount(items, begin)
                phrase.numbers += [n for n in range(begin, k + 1) if items[n].kind == "number"]
                if not _slot_follows(items, k + 1):
                    break
                j = k + 1
                continue
            codes, k, adjective = states_from(items, begin)
            if low == "of" and (adjective or not codes):
                k = goods_at(items, begin if not codes else k + 1, phrase)
                if codes:
                    slots["origin"] = codes
                elif phrase.goods is None and k < begin:
                    break
                k = max(k, begin)
            elif not codes:
                phrase.part |= any(item.low in PARTS_OF_STATES for item in items[begin : begin + 3]) and low != "of"
                after = items[begin] if begin < len(items) else None
                named = any(
                    item.low in COUNTRY_NOUNS or item.low.startswith("neighb") for item in items[begin : begin + FILLERS + 2]
                )
                named |= after_it(items, begin)
                points = named or (after is not None and after.low in ("it", "them", "there"))
                phrase.points |= points and low in ("to", "from", "with", "into")
                phrase.elsewhere |= (
                    low in ("to", "from", "with", "into") and after is not None and after.kind == "word" and not named
                )
                if after is not None and after.low in ("and", "or", "it", "them", "there"):
                    phrase.elsewhere = False
                break
            else:
                name = {"into": "to", "for": "to", "out": "from", "among": "between"}.get(low, low)
                name = "by" if low == "for" and phrase.flow == "balance" else name  # "a surplus for South Korea"
                slots.setdefault(name, codes)
                if adjective and low in ("to", "from", "with", "into") and k + 1 < len(items) and items[k + 1].kind == "word":
                    trader = items[k + 1].low
                    if trader in trade_words("agent") or trader in AFTER_STATES or trader in ("buyers", "ports", "partners"):
                        k += 1
            phrase.last = k
            j = k + 1
            continue
        if j == last + 1 and low == "there":
            phrase.points = True
            break
        if j == last + 1 and low in ("abroad", "overseas"):
            phrase.total = True
            slots.setdefault("abroad", [])
            phrase.last = j
            j += 1
            continue
        if phrase.flow == "balance" and low == "in" and _trade_of(items, j + 1):  # "the deficit in Canada's trade with Peru"
            slots["by"] = [items[j + 1].value.code]
            phrase.last = j + 3
            j += 4
            continue
        if j <= last + 2 and low in HEDGES and j + 1 < len(items) and items[j + 1].kind == "number":
            j += 1
            continue
        if kind == "number" and j <= last + 2 and not slots and j + 1 < len(items) and items[j + 1].low in ("of", "worth"):
            phrase.numbers.append(j)  # "Japan exports $5 billion of cars to China"
            j += 2 if items[j + 1].low == "worth" else 1
            continue
        passed = {"worth": "number", "in": "date"}.get(low) if kind == "word" and j + 1 < len(items) else None
        if passed and items[j + 1].kind == passed and _slot_follows(items, j + 2):
            phrase.numbers += [j + 1] if low == "worth" else []
            j += 2
            continue
        if (
            kind == "word"
            and low == "in"
            and j + 1 < len(items)
            and items[j + 1 + (items[j + 1].low == "the")].low in ("goods", "merchandise", "services", "trade", "commodity")
        ):
            if phrase.flow == "balance":
                slots["trade"] = []
            j += 2
            while j < len(items) and items[j].low in ("and", "services", "trade"):
                if items[j].low == "and" and not (j + 1 < len(items) and items[j + 1].low == "services"):
                    break
                j += 1
            phrase.last = j - 1
            continue
        break
    return slots


def _trade_of(items: Sequence[Item], j: int) -> bool:
    """Whether a state and its trade stand at item ``j``: "Canada's trade"."""
    return [i.kind for i in items[j : j + 1]] == ["state"] and [i.low for i in items[j + 2 : j + 3]] == ["trade"]


def slot_in_clause(items: Sequence[Item], phrase: FlowPhrase) -> dict[str, list[str]]:
    """Read a partner that stands behind the verb: "The largest volume of exports was sent to the UK and amounted to"."""
    way = {"exports": ("to",), "imports": ("from",)}.get(phrase.flow, ())
    for j in range(phrase.last + 1, min(phrase.last + 8, len(items) - 1)):
        item = items[j]
        if item.kind in ("number", "state") or item.low in NO_SLOT_BEHIND:
            break
        if item.low in way and items[j + 1].kind != "date":
            codes, k, adjective = states_from(items, j + 1)
            if codes and not adjective and k - j <= 3:
                phrase.last = k
                return {item.low: codes}
    return {}


def after_it(items: Sequence[Item], j: int) -> bool:
    """Whether a market that was spoken of stands at item ``j``: "exports to that market"."""
    return (
        j + 1 < len(items) and items[j].low in ("that", "this") and items[j + 1].low in ("market", "region", "area", "grouping")
    )


def _slot_follows(items: Sequence[Item], j: int) -> bool:
    if j >= len(items) or items[j].low not in ("to", "into", "from", "with", "of", "between", "for"):
        return False
    if items[j].low == "of":
        return True
    return bool(states_from(items, j + 1)[0])


def _amount(items: Sequence[Item], j: int) -> int:
    """Return the last item of an amount that may be given in two currencies: "$5 billion (4.6 billion euros)"."""
    if j + 2 < len(items) and items[j + 1].low == "(" and items[j + 2].kind == "number":
        k = j + 2
        while k < len(items) and items[k].low != ")":
            k += 1
        return min(k, len(items) - 1)
    return j


def goods_at(items: Sequence[Item], j: int, phrase: FlowPhrase) -> int:
    """Read goods at item ``j``; return the last item that belongs to them (j - 1 if none)."""
    k = j
    while (
        k < len(items) and (items[k].kind == "word" or (items[k].low == "-" and k > j)) and items[k].low not in STOPS - {"and"}
    ):
        if items[k].low in change_words() or items[k].low in trade_words("noun") or items[k].low in trade_words("verb"):
            break
        if items[k].low in ("abroad", "overseas"):
            break
        if items[k].low == "and" and not (
            k + 1 < len(items)
            and items[k + 1].kind == "word"
            and items[k + 1].low not in STOPS
            and items[k + 1].low not in trade_words("noun")
        ):
            break
        k += 1
        if k - j > 6:
            break
    while k > j and items[k - 1].low in ("and", "-", "totalled", "totaled", "reached", "hit"):
        k -= 1
    kept = list(items[j:k])
    stop = next((n for n, item in enumerate(kept) if item.low in LEVEL_VERBS), len(kept))
    kept = kept[:stop]
    while kept and kept[0].low in ("its", "the"):
        kept.pop(0)
    if kept and not all(item.low in NOT_GOODS for item in kept):
        phrase.goods = f"{kept[0].start}:{kept[-1].end}"
    return j + stop - 1 if stop < k - j else k - 1


def assign(phrase: FlowPhrase, left: list[StateForm], right: Mapping[str, list[str]], goods: list[Item], text: str) -> None:
    """Turn what stands around a flow word into reporter, partner and direction."""
    owners = list(dict.fromkeys(state.code for state in left))
    flow = phrase.flow
    if goods and phrase.goods is None and not all(g.low in NOT_GOODS for g in goods):
        phrase.goods = f"{goods[0].start}:{goods[-1].end}"
    to, source, with_, by, origin = (right.get(k, []) for k in ("to", "from", "with", "by", "origin"))
    between = right.get("between", [])
    if flow == "carried":
        phrase.either = True
        flow = "imports" if source and owners and not to else "imports" if source and not owners and not to else "exports"
    phrase.flow = Read(flow, phrase.start, phrase.end)
    if flow in ("trade", "balance"):
        if len(between) >= 2:
            phrase.reporters, phrase.partners = between[:1], between[1:]
            phrase.pair = True
        elif len(owners) >= 2 and not with_:
            phrase.reporters, phrase.partners = owners[:1], owners[1:]
        else:
            phrase.reporters = owners or (by if flow == "balance" else []) or origin[:1]
            phrase.partners = with_ or source or to or origin[1:]
        return
    if flow == "exports":
        phrase.reporters = owners[:1] or source or by or origin
        phrase.partners = to or with_ or (owners[1:] if len(owners) > 1 else [])
    else:
        phrase.reporters = owners[:1] or by or to
        phrase.partners = source or origin or with_ or (owners[1:] if len(owners) > 1 else [])
        if not source and not origin and not with_ and len(owners) == 1 and phrase.anaphor:
            phrase.reporters, phrase.partners = [], owners  # "its Russian oil imports"
    if len(owners) > 1 and flow == "exports" and to:
        phrase.reporters = owners[:1]
