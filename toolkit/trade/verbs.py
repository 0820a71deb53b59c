"""Verbs that name a trade flow: "India imported ... from", "tons of grain were shipped to", "and bought"."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.trade.items import AFTER_STATES, COUNTRY_NOUNS, POSSESSIVES, STOPS, FlowPhrase, Item, trade_words
from toolkit.trade.slots import goods_at
from toolkit.trade.states import states_from
from toolkit.words import word_lists

_WITH_AGENTS = frozenset({"and", "trading", "houses", ",", "the", "oil", "local", "domestic"})
_ASIDE = 14  # items of an apposition to the subject
PAIR_NOUNS = AFTER_STATES | word_lists("trade_lists")["pair"]


def subject_before(items: Sequence[Item], i: int) -> tuple[list[str], bool, int]:
    """Return the states that are the subject of the verb at item ``i``, whether it is "it", and where it begins.

    Between the subject and its verb there may be adverbs, auxiliaries, a date or an aside; an
    adjective needs somebody who trades for the state: "Indian refiners".
    """
    j = _before_aside(items, i - 1)
    agent = False
    goods = 0  # words between a state and who trades for it: "Thai rice exporters"
    while j >= 0:
        item = items[j]
        if item.kind == "state":
            if item.value.form == "demonym" and not agent:
                return [], False, i
            before = items[j - 1 - (j > 1 and items[j - 1].low == "the")].low if j else ""
            if before in ("to", "from", "into", "of", "by", "in", "for", "against") or (
                before == "with" and not items[i].low.endswith("ing")
            ):
                return [], False, i
            codes = [item.value.code]
            joined = False  # "With Ghana, Vietnam exported" is no list
            while (
                j >= 2 and items[j - 2].kind == "state" and (items[j - 1].low == "and" or (joined and items[j - 1].low == ","))
            ):
                joined = True
                j -= 2
                codes.insert(0, items[j].value.code)
            return codes, False, j
        if item.low in ("which", "that") and j and (items[j - 1].low == "," or items[j - 1].kind == "state"):
            j -= 1 + (items[j - 1].low == ",")
            continue
        if (
            item.low in trade_words("role")
            and j > 2
            and any(
                n.low in ("world", "the world") and items[m + 1].low in POSSESSIVES
                for m, n in enumerate(items[j - 6 : j], max(j - 6, 0))
            )
        ):
            return [], True, j  # "the world's fifth-largest crude importer"
        if item.low in ("it", "they", "we") or (
            j
            and (
                items[j - 1].low in ("the", "island", "asian", "this")
                if item.low in COUNTRY_NOUNS
                else items[j - 1].low in ("two", "both") and item.low in PAIR_NOUNS
            )
        ):
            return [], True, j
        if item.kind == "word" and item.low in trade_words("agent"):
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
                "contrast",
                "turn",
                "meanwhile",
            )
            or item.low.endswith("ly")
        ):
            pass
        elif item.low in ("re", "-") and j == i - (2 if item.low == "re" else 1):
            pass  # "re-exported"
        elif (
            agent
            and goods < 2
            and item.kind == "word"
            and item.low not in STOPS
            and any(n.kind == "state" for n in items[max(0, j - 2) : j])
        ):
            goods += 1
        elif item.kind == "number" and j and items[j - 1].low in ("spent", "spends", "paid"):
            j -= 1  # "Vietnam spent $1.3 billion importing coal"
        elif item.kind not in ("date",) and item.low not in (",",):
            return [], False, i
        j -= 1
    return [], False, i


def _before_aside(items: Sequence[Item], j: int) -> int:
    """Return the item before an apposition that ends at ``j``: "Chile, the largest producer in America, shipped"."""
    if j < 0 or items[j].low != ",":
        return j
    for k in range(j - 1, max(j - _ASIDE, 0), -1):
        begins = items[k + 1].low in ("the", "a", "an", "one") or items[k + 2].low in POSSESSIVES
        if items[k].low == "," and items[k - 1].kind == "state" and begins:
            return k - 1
        if items[k].kind == "number":
            break
    return j


def crossing_phrase(items: Sequence[Item], i: int) -> FlowPhrase | None:
    """Read "830 tonnes of gold entered the country" as imports, "5 million bags left the country" as exports."""
    flow = {"entered": "imports", "left": "exports"}.get(items[i].low)
    after = [item.low for item in items[i + 1 : i + 4]]
    if (
        flow is None
        or not after
        or after[0] not in ("the", "its", "their")
        or not COUNTRY_NOUNS | {"shores", "ports"} & set(after[1:])
    ):
        return None
    numbers: list[int] = []
    for j in range(i - 1, -1, -1):
        if items[j].kind == "number":
            numbers.insert(0, j)
        elif items[j].kind == "state" or items[j].low in (";", ",", ":"):
            break
    if not numbers:
        return None
    phrase = FlowPhrase(
        numbers[0], i, flow, items[i].start, items[i].end, verb=True, head=i, numbers=numbers, anaphor=True, total=True
    )
    if numbers[-1] + 2 < i and items[numbers[-1] + 1].low == "of":
        goods_at(items[:i], numbers[-1] + 2, phrase)
    return phrase


def verb_phrase(items: Sequence[Item], i: int, text: str, earlier: Sequence[FlowPhrase] = ()) -> FlowPhrase | None:
    """Read the flow at a verb and its subject; without a partner a weak verb counts only after another flow."""
    flow, _ = trade_words("verb")[items[i].low]
    if (
        flow == "exports"
        and [n.low for n in items[i + 1 : i + 2]] == ["in"]
        and "number" in [n.kind for n in items[i + 2 : i + 4]]
    ):
        flow = "imports"  # "shipped in 5 million tons"
    earned = _earned_before(items, i)
    codes, anaphor, first = subject_before(items, i if earned is None else earned)
    if not codes and not anaphor and i and all(n.low in trade_words("agent") or n.low in _WITH_AGENTS for n in items[:i]):
        anaphor, first = True, 0  # "Refiners and trading houses bought 13 million barrels from Iran"
    before = items[i - 1].low if i else ""
    having = before == "having"
    before = items[i - 2].low if having and i > 1 else before
    aside = before == "," and bool(earlier) and (having or items[i].low.endswith("ing") or earlier[-1].role)
    joined = aside or before in ("and", "but", "while", "after")
    if not codes and not anaphor and before == "," and items[i].low.endswith("ing") and not earlier:
        codes = _subject_of_sentence(items, i)  # "Qatar came second, shipping 4 million tons to India"
    again = bool(earlier) and joined and not codes and not anaphor  # "sold ... and bought", "was the top supplier, shipping"
    led = i - 2 if i > 1 and (items[i - 1].low == "also" or items[i - 1].low.endswith("ly")) else i - 1
    passive = i > 0 and items[led].low in ("was", "were", "been", "being", "be", "goods", "products")
    if not codes and not anaphor and not passive and not again:
        return None
    phrase = FlowPhrase(first, i, flow, items[first].start, items[i].end, verb=True, head=i)
    phrase.anaphor = anaphor
    phrase.ours = items[first].low == "we"
    of_agent = [n for n in items[first + 1 : i] if n.kind == "word"] if items[first].kind == "state" else []
    slots: dict[str, list[str]] = {}
    abroad = any(item.low in ("abroad", "overseas") for item in items[i + 1 :])
    j = i + 1
    if j < len(items) and items[j].low in ("abroad", "overseas"):
        j += 1
    if j < len(items) and items[j].kind == "state" and items[j].value.form != "demonym":
        slots["to" if flow == "exports" else "from"] = [items[j].value.code]
        phrase.last = j
        j += 1
    if flow != "trade" and j < len(items) and items[j].kind == "word" and items[j].low not in STOPS:
        j = max(goods_at(items, j, phrase) + 1, j)  # "shipped cherries worth ..."
    while j < len(items):
        item = items[j]
        if item.kind == "word" and (
            item.low in trade_words("verb") or (item.low in trade_words("noun") and item.low != "supplies")
        ):
            break
        if item.low == "of" and j + 1 < len(items) and items[j + 1].low == "which":
            break
        if item.low in (";", "while", "but", "whereas", "went", "goes", "go", "going", "bound", "destined") or (
            item.low == "and" and _new_clause(items, j)
        ):
            break
        if item.kind == "number":
            phrase.numbers.append(j)
        if item.kind == "state" and item.value.form == "demonym" and "origin" not in slots and flow == "imports":
            slots["origin"] = [item.value.code]
            k = goods_at(items, j + 1, phrase)
            phrase.last = max(phrase.last, j)
            j = max(k, j) + 1
            continue
        mostly = items[j - 1].low in ("mostly", "mainly", "largely", "chiefly", "primarily", "partly", "according")
        if item.kind == "word" and item.low in ("to", "from", "into") and not mostly:
            found, k, _ = states_from(items, j + 1)
            key = "from" if item.low == "from" else "to"
            phrase.points |= not found and any(i.low in COUNTRY_NOUNS or i.low == "market" for i in items[j + 1 : j + 4])
            if found and key not in slots:
                slots[key] = found
                phrase.last = k
                j = k + 1
                continue
        if (item.low in ("it", "there", "them") and items[j - 1].low in ("to", "from")) or item.low == "there":
            phrase.points = True
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
            and (item.low in ("more", "less", "fewer") or (item.low not in STOPS and items[j - 1].value.kind != "percent"))
        ):
            compared = item.low in ("more", "less", "fewer")  # "shipped 37% more coffee", "imported 12% less from Russia"
            k = goods_at(items, j + compared, phrase)
            if k >= j + compared or compared:
                j = max(k + 1, j + compared)
                continue
        j += 1
    if flow == "trade":  # "Belarus and Russia traded $53 billion of goods"
        phrase.reporters, phrase.partners = codes[:1], codes[1:]
        phrase.pair = True
    elif flow == "exports":
        phrase.reporters, phrase.partners = codes or slots.get("from", []), slots.get("to", [])
    else:
        phrase.reporters, phrase.partners = codes or slots.get("to", []), slots.get("from") or slots.get("origin", [])
    if (
        not phrase.partners
        and trade_words("verb")[items[i].low][1] != "strong"
        and not ((earlier or phrase.points or abroad or items[first].low in COUNTRY_NOUNS) and phrase.numbers)
    ):
        return None
    if trade_words("verb")[items[i].low][1] == "loose" and not abroad and not any(_of_goods(items, n) for n in phrase.numbers):
        return None
    if items[i].low in ("spent", "spends", "took", "takes") and not _on_goods(items, phrase):
        return None
    trader = next((n for n, item in enumerate(of_agent) if item.low in trade_words("agent")), 0)
    if trader and phrase.goods is None and of_agent[0].low not in trade_words("general"):
        phrase.lent = f"{of_agent[0].start}:{of_agent[trader - 1].end}"
    phrase.numbers = _amount_before(items, i, phrase) if passive else []
    if earned is not None:
        phrase.numbers = [n for n in range(earned, i) if items[n].kind == "number"]
    phrase.end = items[phrase.last].end
    return phrase


def _earned_before(items: Sequence[Item], i: int) -> int | None:
    """Return the verb of earning that an exporter's participle goes with: "earned $2 billion from exporting 6 million tonnes"."""
    if i < 3 or items[i - 1].low not in ("from", "by") or items[i - 2].kind != "number":
        return None
    return next((n for n in range(i - 3, max(i - 8, 0), -1) if items[n].low in word_lists("trade_lists")["earns"]), None)


def _subject_of_sentence(items: Sequence[Item], i: int) -> list[str]:
    """Return the state that opens the sentence as its subject, for a participle after a comma; none if it only owns."""
    j = 1 if items[0].low == "the" else 0
    if items[j].kind != "state" or items[j].value.form == "demonym" or i < j + 3:
        return []
    named = any(item.kind == "state" or item.low == "," for item in items[j + 1 : i - 1])
    return [] if named or items[j + 1].kind != "word" or items[j + 1].low in STOPS | {"'s", "’s"} else [items[j].value.code]


def _of_goods(items: Sequence[Item], n: int) -> bool:
    """Whether an amount is of goods: in tonnes, barrels and the like, or money "of" or "worth" of goods."""
    beside = [item.low for item in (*items[max(0, n - 2) : n], *items[n + 1 : n + 4])]
    if items[n].value.kind == "money":
        return any(word in trade_words("general") or word in trade_words("traded") for word in beside)
    return items[n].value.unit in word_lists("trade_lists")["measure"]


def _on_goods(items: Sequence[Item], phrase: FlowPhrase) -> bool:
    """Whether what is spent is spent on goods from abroad: "spent $8 billion on Russian gas", not "on Syrian refugees"."""
    if phrase.reporters and not phrase.partners and not phrase.anaphor:  # "Japan took 74 million tonnes of LNG"
        return any(
            items[n].value.kind == "volume" and items[n].value.value >= 1000 and _of_goods(items, n) for n in phrase.numbers
        )
    if not phrase.partners or (not phrase.goods and not any(_of_goods(items, n) for n in phrase.numbers)):
        return False
    if not phrase.goods:
        return True
    last = int(phrase.goods.split(":")[1])
    return any(item.end == last and item.low in trade_words("traded") for item in items)


def _amount_before(items: Sequence[Item], i: int, phrase: FlowPhrase) -> list[int]:
    """Return the number that is the subject of a passive verb, and note its goods: "2 million tons of grain were shipped"."""
    j = i - 1
    while j >= 0 and (
        items[j].low in ("was", "were", "been", "being", "be", "had", "have", "has", "also") or items[j].low.endswith("ly")
    ):
        j -= 1
    beside: list[int] = []
    for k in range(j - 1, max(j - 8, 0), -1):  # "2 million tonnes of coal, worth $90 million, were shipped"
        if items[j].low == "," == items[k].low and items[k + 1].low in ("worth", "valued"):
            beside = [n for n in range(k, j) if items[n].kind == "number"]
            j = k - 1
            break
    last = j
    while j >= 0 and (
        (items[j].kind == "word" and (items[j].low not in STOPS or items[j].low in ("of", "worth", "and")))
        or (items[j].kind == "state" and items[j].value.form == "demonym")
    ):
        if items[j].kind == "state" and not phrase.reporters:  # "tons of Ukrainian wheat were exported"
            side = phrase.reporters if phrase.flow == "exports" else phrase.partners
            side.append(items[j].value.code)
        j -= 1
    if j < 0 or items[j].kind != "number":
        return []
    if j + 1 <= last and items[j + 1].low in ("of", "worth") and (phrase.goods is None):
        begin = j + 3 if items[j + 2].low == "of" else j + 2
        begin += items[begin].kind == "state"
        goods_at(items[: last + 1], begin, phrase)
    return [j, *beside]


def _new_clause(items: Sequence[Item], j: int) -> bool:
    return any(
        item.kind == "word" and (item.low in trade_words("noun") or item.low in trade_words("verb"))
        for item in items[j + 1 : j + 5]
    )
