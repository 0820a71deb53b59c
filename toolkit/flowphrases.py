"""Phrases that name a trade flow: "Russian oil exports to India", "trade between A and B", "India imported ... from".

They are read from the words in their order with word lists (``words/trade_words.csv``); the
parse only helps to tell a company's name from goods, so that its errors cost little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.states import StateForm, find_states
from toolkit.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

FILLERS = 5  # words that may stand between a preposition and its state: "to its giant neighbour China"
_WORD = re.compile(r"[’']s\b|[’'](?=\s)|[^\W\d_]+(?:\.[^\W\d_]+)*\.?(?<=\.[^\W\d_]\.)|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)?|\d[\d.,]*|[^\w\s]")
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
ANAPHORS = frozenset({"its", "their", "his", "her", "our"})
COUNTRY_NOUNS = frozenset({"country", "nation", "republic", "kingdom", "state", "island", "bloc", "union", "economy"})
AFTER_STATES = frozenset({"countries", "nations", "states", "members", "member", "bloc", "region", "area", "economies", "partners", "group"})
PREPOSITIONS = frozenset({"to", "into", "for", "from", "out", "with", "between", "by", "of", "among", "via"})
STOPS = frozenset(
    """a an and are as at be been being but by did do does for from had has have he her his if in into is it its may of on or our
    out per she so than that the their them then there these they this those to up down was we were what when where which while who
    whose will with worth after before since until under over about around nearly almost more less also only just both amid despite
    against between among during through including not no nor yet because although though said says showed show shows reported
    data figures statistics via versus compared too meanwhile however whereas respectively""".split()
)
# What may follow "of" in an amount of goods without being goods itself.
NOT_GOODS = frozenset({"goods", "merchandise", "products", "trade", "exports", "imports", "commodities", "items", "both", "all", "value"})


class Item(NamedTuple):
    """A word, mark, state, number or date of a sentence."""

    kind: str
    start: int
    end: int
    low: str
    value: Any = None


@dataclass
class FlowPhrase:
    """A flow that a sentence names, with the slots that the phrase itself fills.

    ``first`` and ``last`` are item numbers; ``own`` tells that the phrase names its reporter.
    """

    first: int
    last: int
    flow: str
    start: int
    end: int
    reporters: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    exporter: str | None = None
    goods: str | None = None
    anaphor: bool = False
    pair: bool = False
    verb: bool = False
    total: bool = False
    ours: bool = False  # "our exports", "we exported": the speaker's
    elsewhere: bool = False  # with a partner that is no state: "exports to emerging markets"
    sign: int = 1
    head: int = 0
    numbers: list[int] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether the phrase says whose flow it is."""
        return bool(self.reporters)


@cache
def _lexicon() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in words("trade_words"):
        found.setdefault(row["kind"], {})[row["word"]] = (row["flow"], row["strength"])
    return found


def words_of(kind: str) -> Mapping[str, tuple[str, str]]:
    """Return the trade words of a kind, each with its flow and strength."""
    return _lexicon()[kind]


@cache
def change_words() -> Mapping[str, str]:
    """Return words of rise and fall, each "up" or "down"; several words in one are parted by a blank."""
    found: dict[str, str] = {}
    for row in words("changes"):
        for form in row["words"].split("|"):
            found.setdefault(form.strip().lower(), row["change"])
    return found


def items_of(text: str, start: int, end: int, spans: Iterable[tuple[int, int, str, Any]]) -> list[Item]:
    """Cut a sentence into items; ``spans`` are (start, end, kind, value) of what is known in it, the first wins."""
    known: list[tuple[int, int, str, Any]] = []
    for span in spans:
        if start <= span[0] and span[1] <= end and not any(span[0] < k[1] and k[0] < span[1] for k in known):
            known.append(span)
    items: list[Item] = []
    at = start
    for first, last, kind, value in [*sorted(known, key=lambda k: k[0]), (end, end, "", None)]:
        for match in _WORD.finditer(text, at, first):
            items.append(Item("word" if match[0][0].isalpha() else "mark", *match.span(), match[0].lower()))
        if kind:
            items.append(Item(kind, first, last, text[first:last].lower(), value))
        at = last
    return items


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
                phrase = _noun_phrase(items, i, text, doc)
            elif item.low in verbs:
                phrase = _verb_phrase(items, i, text)
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
    return before in {"heavy", "light", "thin", "early", "late", "morning", "afternoon", "midday", "fair", "free", "holiday", "brisk"}


def _noun_phrase(items: Sequence[Item], i: int, text: str, doc: Doc | None) -> FlowPhrase | None:
    flow, strength = words_of("noun")[items[i].low]
    last = i
    if _barred(items, i):
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
        phrase.sign = 1 if low == "surplus" else -1
    left, goods = _left(items, i, text, doc, phrase)
    if left is None:
        return None
    right = _right(items, last, phrase)
    _assign(phrase, left, right, goods, text)
    if strength == "weak" and not (right or phrase.partners or (phrase.reporters and goods)):
        return None
    if strength == "weak" and flow == "balance" and "with" not in right:
        return None
    phrase.start = items[phrase.first].start
    phrase.end = items[phrase.last].end
    return phrase


def _left(
    items: Sequence[Item], i: int, text: str, doc: Doc | None, phrase: FlowPhrase
) -> tuple[list[StateForm] | None, list[Item]]:
    """Walk left from the flow word over goods and general words to its owner; None if that is no state."""
    goods: list[Item] = []
    j = i - 1
    general = words_of("general")
    while j >= 0:
        item = items[j]
        if item.low == "-" and j and items[j - 1].kind == "word" and items[j - 1].low not in STOPS:
            j -= 1
            continue
        if item.kind == "word" and item.low in general:
            phrase.total |= item.low in ("total", "overall", "global", "world")
            phrase.pair |= item.low in ("bilateral", "two", "mutual")
            phrase.first = j
            j -= 1
            continue
        if item.low in POSSESSIVES or item.kind != "word" or item.low in STOPS or item.low in change_words():
            break
        if item.low in words_of("verb") or item.low in words_of("agent"):
            break
        if item.low in words_of("noun") and item.low not in ("export", "import"):
            break
        if _part_of_speech(doc, item) in ("VERB", "AUX", "ADP", "DET", "PRON", "SCONJ") and not text[item.start].isupper():
            break
        if text[item.start].isupper() and j and not _opens_sentence(items, j):
            return None, []  # "Toyota exports"
        if text[item.start].isupper() and _part_of_speech(doc, item) == "PROPN" and not item.low.endswith("s"):
            return None, []
        goods.insert(0, item)
        phrase.first = j
        j -= 1
    if j < 0:
        return [], goods
    owner: list[StateForm] = []
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
        elif j >= 2 and items[j - 1].low == "and" and items[j - 2].kind == "state" and phrase.flow in ("trade",):
            j -= 2
        elif j >= 2 and items[j - 1].low in POSSESSIVES and items[j - 2].kind == "state":
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


def _opens_sentence(items: Sequence[Item], j: int) -> bool:
    return all(item.kind == "mark" for item in items[:j])


def _part_of_speech(doc: Doc | None, item: Item) -> str:
    if doc is None:
        return ""
    span = doc.char_span(item.start, item.end, alignment_mode="expand")
    return span[0].pos_ if span is not None and len(span) else ""


def states_from(items: Sequence[Item], j: int) -> tuple[list[str], int, bool]:
    """Read states at or soon after item ``j``: ("China", "Hong Kong") of "its neighbour China and Hong Kong".

    Returns the codes, the number of the last item read, and whether the last is an adjective
    that goods follow ("Russian oil").
    """
    k = j
    while k < len(items) and k - j < FILLERS and (_aside(items, k, j) or items[k].kind == "word" and items[k].low not in PREPOSITIONS):
        if items[k].low in change_words() or items[k].low in words_of("noun") or items[k].low in ("and", "while", "but", "in"):
            return [], j - 1, False
        k += 1
        if k < len(items) and items[k].low == "-":
            k += 1
    if k >= len(items) or items[k].kind != "state":
        return [], j - 1, False
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
    after = items[k + 1] if k + 1 < len(items) else None
    adjective = items[k].kind == "state" and (
        items[k].value.form == "demonym" or (after is not None and after.kind == "word" and after.low not in STOPS | PREPOSITIONS)
    )
    return codes, k, adjective


def _aside(items: Sequence[Item], k: int, j: int) -> bool:
    """Whether a comma only sets off a name: "between the two neighbours, India and Bangladesh"."""
    two = any(item.low in ("two", "both", "neighbours", "neighbors", "neighbour", "neighbor") for item in items[j:k])
    return items[k].low == "," and two and k + 1 < len(items) and items[k + 1].kind == "state"


def _owns(items: Sequence[Item], k: int) -> bool:
    """Whether the state at ``k`` begins something of its own: "Germany and France's exports"."""
    after = items[k + 1] if k + 1 < len(items) else None
    if after is None:
        return False
    return after.low in POSSESSIVES or (after.kind == "word" and after.low in words_of("noun"))


def _right(items: Sequence[Item], last: int, phrase: FlowPhrase) -> dict[str, list[str]]:
    """Read the phrases that follow the flow word: "of soybeans worth $5 billion from Brazil to China"."""
    slots: dict[str, list[str]] = {}
    j = last + 1
    while j < len(items):
        low, kind = items[j].low, items[j].kind
        if kind == "word" and low in PREPOSITIONS:
            begin = j + 1
            if low == "out":
                begin = j + 2
            if low == "of" and begin < len(items) and items[begin].kind == "number":
                k = _amount(items, begin)
                phrase.numbers += [n for n in range(begin, k + 1) if items[n].kind == "number"]
                if not _slot_follows(items, k + 1):
                    break
                j = k + 1
                continue
            codes, k, adjective = states_from(items, begin)
            if low == "of" and (adjective or not codes):
                k = _goods(items, begin if not codes else k + 1, phrase)
                if codes:
                    slots["origin"] = codes
                elif phrase.goods is None and k < begin:
                    break
                k = max(k, begin)
            elif not codes:
                after = items[begin] if begin < len(items) else None
                named = any(item.low in COUNTRY_NOUNS or item.low.startswith("neighb") for item in items[begin : begin + FILLERS])
                phrase.elsewhere |= low in ("to", "from", "with", "into") and after is not None and after.kind == "word" and not named
                if after is not None and after.low in ("and", "or"):
                    phrase.elsewhere = False
                break
            else:
                slots.setdefault({"into": "to", "for": "to", "out": "from", "among": "between"}.get(low, low), codes)
                if adjective and low in ("to", "from", "with", "into") and k + 1 < len(items) and items[k + 1].kind == "word":
                    after = items[k + 1].low
                    if after in words_of("agent") or after in AFTER_STATES or after in ("buyers", "ports", "partners"):
                        k += 1
            phrase.last = k
            j = k + 1
            continue
        if kind == "word" and low == "worth" and j + 1 < len(items) and items[j + 1].kind == "number" and _slot_follows(items, j + 2):
            phrase.numbers.append(j + 1)
            j += 2
            continue
        if kind == "word" and low == "in" and j + 1 < len(items) and items[j + 1].kind == "date" and _slot_follows(items, j + 2):
            j += 2
            continue
        if kind == "word" and low == "in" and j + 1 < len(items) and items[j + 1].low in ("goods", "merchandise", "services"):
            j += 2
            while j < len(items) and items[j].low in ("and", "services", "trade"):
                if items[j].low == "and" and not (j + 1 < len(items) and items[j + 1].low == "services"):
                    break
                j += 1
            phrase.last = j - 1
            continue
        break
    return slots


def _slot_follows(items: Sequence[Item], j: int) -> bool:
    if j >= len(items) or items[j].low not in ("to", "into", "from", "with", "of", "between"):
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


def _goods(items: Sequence[Item], j: int, phrase: FlowPhrase) -> int:
    """Read goods at item ``j``; return the last item that belongs to them (j - 1 if none)."""
    k = j
    while k < len(items) and (items[k].kind == "word" or (items[k].low == "-" and k > j)) and items[k].low not in STOPS - {"and"}:
        if items[k].low in change_words() or items[k].low in words_of("noun") or items[k].low in words_of("verb"):
            break
        if items[k].low == "and" and not (
            k + 1 < len(items) and items[k + 1].kind == "word" and items[k + 1].low not in STOPS and items[k + 1].low not in words_of("noun")
        ):
            break
        k += 1
        if k - j > 6:
            break
    while k > j and items[k - 1].low in ("and", "-", "totalled", "totaled", "reached", "hit"):
        k -= 1
    kept = [item for item in items[j:k]]
    stop = next((n for n, item in enumerate(kept) if item.low in LEVEL_VERBS), len(kept))
    kept = kept[:stop]
    while kept and kept[0].low in ("its", "the"):
        kept.pop(0)
    if kept and not all(item.low in NOT_GOODS for item in kept):
        phrase.goods = f"{kept[0].start}:{kept[-1].end}"
    return j + stop - 1 if stop < k - j else k - 1


LEVEL_VERBS = frozenset(
    """totalled totaled reached hit came stood amounted was were is are topped exceeded surpassed climbed touched averaged made
    worth accounted valued recorded continued remained stayed""".split()
)


def _assign(
    phrase: FlowPhrase, left: list[StateForm], right: Mapping[str, list[str]], goods: list[Item], text: str
) -> None:
    """Turn what stands around a flow word into reporter, partner and direction."""
    owners = list(dict.fromkeys(state.code for state in left))
    flow = phrase.flow
    if goods and phrase.goods is None and not all(g.low in NOT_GOODS for g in goods):
        phrase.goods = f"{goods[0].start}:{goods[-1].end}"
    to, source, with_, by, origin = (right.get(k, []) for k in ("to", "from", "with", "by", "origin"))
    between = right.get("between", [])
    if flow == "carried":
        flow = "imports" if source and owners and not to else "imports" if source and not owners and not to else "exports"
    phrase.flow = flow
    if flow in ("trade", "balance"):
        if len(between) >= 2:
            phrase.reporters, phrase.partners = between[:1], between[1:]
            phrase.pair = True
        elif len(owners) >= 2 and not with_:
            phrase.reporters, phrase.partners = owners[:1], owners[1:]
        else:
            phrase.reporters, phrase.partners = owners, with_ or source or to
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


# --- verbs --------------------------------------------------------------------


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
            if before in ("to", "from", "into", "of", "by", "in", "for", "against") or (before == "with" and not items[i].low.endswith("ing")):
                return [], False, i
            codes = [item.value.code]
            while j >= 2 and items[j - 1].low in ("and", ",") and items[j - 2].kind == "state":
                j -= 2
                codes.insert(0, items[j].value.code)
            return codes, False, j
        if item.low in ("it", "they", "we") or (item.low in COUNTRY_NOUNS and j and items[j - 1].low in ("the", "island", "asian")):
            return [], True, j
        if item.kind == "word" and item.low in words_of("agent"):
            agent = True
        elif item.kind == "word" and (
            item.low in ("has", "have", "had", "also", "alone", "last", "year", "in", "during", "already", "only", "then", "oil", "state")
            or item.low.endswith("ly")
        ):
            pass
        elif item.kind not in ("date",) and item.low not in (",",):
            return [], False, i
        j -= 1
    return [], False, i


def _verb_phrase(items: Sequence[Item], i: int, text: str) -> FlowPhrase | None:
    flow, _ = words_of("verb")[items[i].low]
    codes, anaphor, first = subject_before(items, i)
    passive = i > 0 and items[i - 1].low in ("was", "were", "been", "being", "be", "goods", "products")
    if not codes and not anaphor and not passive:
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
            k = _goods(items, j + 1, phrase)
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
            k = _goods(items, begin, phrase)
            j = max(k, j) + 1
            continue
        if item.kind == "word" and phrase.goods is None and phrase.numbers and j == phrase.numbers[-1] + 1 and item.low not in STOPS:
            k = _goods(items, j, phrase)
            if k >= j:
                j = k + 1
                continue
        j += 1
    if flow == "exports":
        phrase.reporters, phrase.partners = codes or slots.get("from", []), slots.get("to", [])
    else:
        phrase.reporters, phrase.partners = codes or slots.get("to", []), slots.get("from") or slots.get("origin", [])
    if not phrase.partners and words_of("verb")[items[i].low][1] == "weak":
        return None
    phrase.numbers = []
    phrase.end = items[phrase.last].end
    return phrase


def _new_clause(items: Sequence[Item], j: int) -> bool:
    return any(item.kind == "word" and (item.low in words_of("noun") or item.low in words_of("verb")) for item in items[j + 1 : j + 5])


def _share(found: list[FlowPhrase], items: Sequence[Item]) -> None:
    """Let "exports and imports with India" share what each of the two lacks."""
    for one, two in zip(found, found[1:], strict=False):
        between = [item.low for item in items[one.last + 1 : two.first]]
        if between in (["and"], [","], [",", "and"], ["from", "and"], ["to", "and"]) and not two.own and not two.anaphor:
            two.reporters, two.anaphor = list(one.reporters), one.anaphor
            if not one.partners:
                one.partners = list(two.partners)
            elif not two.partners:
                two.partners = list(one.partners)
