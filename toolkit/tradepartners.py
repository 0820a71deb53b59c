"""Who trades with whom where a phrase leaves it out: from the phrase, the subject or the sentence before."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from toolkit.flowslots import states_from
from toolkit.flowverbs import subject_before
from toolkit.states import bloc_codes, find_states, state_names
from toolkit.tradeitems import POSSESSIVES, STOPS, FlowPhrase, Item, Sentence, change_words, words_of
from toolkit.tradesources import counted_by

WORLD = "WORLD"
MARKET_NOUNS = frozenset(
    {"market", "partner", "customer", "buyer", "supplier", "destination", "neighbour", "neighbor", "source", "client"}
)


class Spoken(NamedTuple):
    """What the sentences before spoke of, for phrases that leave it out."""

    reporters: list[str]
    partners: list[str]
    sentence: int
    period: str | None = None
    head: FlowPhrase | None = None  # the last flow, for "Those to the United States ..."
    home: str | None = None  # whose trade the article is about
    currency: str | None = None  # of the last amount
    whole: bool = False  # whether it is about that state's trade with all partners


def with_ellipses(sentence: Sentence, phrases: list[FlowPhrase], before: FlowPhrase | None = None) -> list[FlowPhrase]:
    """Add what leans on the flow before it: "to Japan 8.4%", "those to South Korea 4%", "and Italy's 7%".

    ``before`` is the last flow of the sentence before, for a sentence that begins with "Those to".
    """
    found = list(phrases)
    if before is not None and not phrases and (again := _by_pronoun(sentence, before)) is not None:
        return [again]
    if before is not None and before.flow not in ("exports", "imports"):
        before = None
    for j, item in enumerate(sentence.items):
        if any(p.first <= j <= p.last for p in phrases):
            continue
        head = next((p for p in reversed(phrases) if p.last < j), None)
        carried = head is None and before is not None and j == 1 and sentence.items[0].low in ("those", "that")
        carried |= before is not None and j == 0 and item.kind == "state" and bool(before.partners) and not phrases
        head = before if carried else head
        if head is None or head.role:
            continue
        if item.low in ("to", "with", "from", "into", "for"):
            made = _by_preposition(sentence, head, j)
        elif item.kind == "state":
            made = _by_owner(sentence, head, j)
        else:
            continue
        if made is not None:
            made.anaphor |= carried
            found.append(made)
    return sorted(found, key=lambda p: p.first)


_IT = frozenset({"it", "they", "that", "this", "figure", "total", "amount", "volume", "value", "turnover"})
_BEFORE_IT = frozenset(
    {
        "in",
        "the",
        "u.s.",
        "us",
        "dollar",
        "dollars",
        "yuan",
        "euro",
        "rouble",
        "ruble",
        "rupee",
        "yen",
        "terms",
        ",",
        "value",
        "volume",
        "by",
        "over",
        "during",
        "for",
        "a",
        "month",
        "year",
        "earlier",
        "before",
        "years",
        "months",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "ten",
    }
)


def _by_pronoun(sentence: Sentence, head: FlowPhrase) -> FlowPhrase | None:
    """Read "In dollar terms, it grew 1.9% to $244.81 billion" as the flow of the sentence before.

    Without "terms" or an amount of money it may be anything that grew.
    """
    k = next((n for n, item in enumerate(sentence.items[:8]) if item.low not in _BEFORE_IT and item.kind != "date"), None)
    if k is None or sentence.items[k].low not in _IT or not _leads_to_number(sentence, k + 1):
        return None
    said = {item.low for item in sentence.items[:k]}
    compared = item_is_compared(sentence, k)
    counted = head.goods is not None and sentence.items[k].low in ("they", "it", "these")  # "they reached 11 million bags"
    measured = counted and any(i.kind == "number" and i.value.kind == "volume" and i.value.unit for i in sentence.items)
    if (
        "terms" not in said
        and not compared
        and not measured
        and not any(i.kind == "number" and i.value.kind == "money" for i in sentence.items)
    ):
        return None
    item = sentence.items[k]
    return replace(head, first=k, last=k, head=k, start=item.start, end=item.end, anaphor=True)


def item_is_compared(sentence: Sentence, k: int) -> bool:
    """Whether "that" at ``k`` is the amount just given: "That was 9% more than a year earlier"."""
    if sentence.items[k].low not in ("that", "this"):
        return False
    return (
        re.match(
            r" (?:was|is) [^,;]{0,25}?(?:%|percent|per cent|pct) (?:more|less|higher|lower|up|down|above|below)\b",
            sentence.text[sentence.items[k].end : sentence.end],
        )
        is not None
    )


def _by_preposition(sentence: Sentence, head: FlowPhrase, j: int) -> FlowPhrase | None:
    """Read "to Japan 8.4%" as the same flow with another partner; "those into France 13%" as that of another reporter."""
    item = sentence.items[j]
    codes, k, _ = states_from(sentence.items, j + 1)
    if not codes:
        return None
    own = _number_of_its_own(sentence, head, j) if item.low in ("to", "from") else None
    if own is None and not _leads_to_number(sentence, k + 1):
        return None
    made = FlowPhrase(j, k, head.flow, item.start, sentence.items[k].end, head=j, sign=head.sign, goods=head.goods)
    other = {"exports": ("from",), "imports": ("to", "into", "for")}.get(head.flow, ())
    if item.low in other:
        if j == 0 or sentence.items[j - 1].low not in ("those", "ones", "that", "and"):
            return None
        made.reporters, made.partners = codes, list(head.partners)
    else:
        made.reporters, made.partners, made.anaphor = list(head.reporters), codes, head.anaphor
    made.numbers = [own] if own is not None else []
    return made


def _number_of_its_own(sentence: Sentence, head: FlowPhrase, j: int) -> int | None:
    """Return the number right before another partner: "and 760 million euros' worth to the United States"."""
    k = j - 1
    said = [i.low for i in sentence.items[max(0, j - 3) : j]]
    if len(said) == 3 and said[2] == "those" and said[1] in ("in", "of") and said[0] in change_words() and j > 3:
        return j - 4 if sentence.items[j - 4].kind == "number" else None  # "outpacing a 2.4% gain in those to Peru"
    went = sentence.items[k].low in ("went", "going", "sent", "bound", "destined")  # "of which 150,000 tonnes went to China"
    while k > head.last and (
        sentence.items[k].low in ("worth", "of", "goods", "were", "was", "went", "going", "sent", "bound", "destined")
        or sentence.items[k].low in POSSESSIVES
    ):
        k -= 1
    number = sentence.items[k].kind == "number"
    if number and went:
        return k
    return k if number and k and sentence.items[k - 1].low in ("and", "but", ",", "while") and head.partners else None


def _by_owner(sentence: Sentence, head: FlowPhrase, j: int) -> FlowPhrase | None:
    """Read "and Italy's 7%", "while Japan's fell" as the same flow of another reporter."""
    items = sentence.items
    if j + 2 >= len(items) or items[j + 1].low not in POSSESSIVES or head.pair:
        return None
    if (j and items[j - 1].low not in ("and", "while", "but", ",", "whereas")) or not _leads_to_number(sentence, j + 2):
        return None
    after = items[j + 2]
    if after.kind == "word" and after.low not in change_words() and after.low not in ("by", "were", "was", "had", "also"):
        return None
    made = FlowPhrase(j, j + 1, head.flow, items[j].start, items[j + 1].end, head=j, sign=head.sign, goods=head.goods)
    made.reporters, made.partners = [items[j].value.code], list(head.partners)
    return made


def _leads_to_number(sentence: Sentence, j: int) -> bool:
    for item in sentence.items[j : j + 4]:
        if item.kind == "number":
            return True
        if item.low in ("more", "nearly", "almost", "about") or (item.low == "than" and sentence.items[j].low == "more"):
            continue  # "from Peru more than doubled"
        if item.low in words_of("noun") or item.low in words_of("verb"):
            return False
        if item.kind != "word" or (
            item.low in STOPS
            and item.low not in ("by", "were", "was", "to", "up", "down", "had", "have", "also", "at", "worth", "been")
        ):
            return False
    return False


def complete(sentence: Sentence, phrases: list[FlowPhrase], spoken: Spoken | None) -> None:
    """Give phrases that leave out their reporter or partner those of the phrase, subject or sentence before."""
    last: FlowPhrase | None = None
    for phrase in phrases:
        explicit = phrase.own and not phrase.anaphor
        if not phrase.own and not phrase.partners and last is not None and last.role:
            same = (phrase.flow == "imports") == (last.flow == "imports") or phrase.flow == "trade"
            sides = (last.reporters, last.partners) if same else (last.partners, last.reporters)
            phrase.reporters, phrase.partners = list(sides[0]), list(sides[1])
        if not phrase.reporters:
            phrase.reporters = _reporter(sentence, phrase, last, spoken)
        if last is not None and phrase.goods is None and phrase.flow in ("exports", "imports"):
            phrase.lent = last.goods or last.lent
            if (phrase.weak and not phrase.total) or (last.role and not explicit):
                phrase.goods = phrase.lent
        if (
            last is None
            and spoken is not None
            and spoken.head is not None
            and not phrase.total
            and not explicit
            and phrase.flow == spoken.head.flow
            and phrase.reporters == spoken.head.reporters
        ):
            phrase.lent = spoken.head.goods  # "The country bought 2 million tonnes"
            if phrase.weak and phrase.partners:
                phrase.goods = phrase.goods or phrase.lent  # "Shipments to Peru fell"
        if not phrase.partners and phrase.reporters and not phrase.elsewhere:
            phrase.partners = _partners(sentence, phrase, last, spoken, explicit=explicit)
            if not phrase.partners and not phrase.pair and not phrase.points:
                phrase.partners = [WORLD]
        if phrase.flow == "trade" and last is None and phrase.partners in ([WORLD], []) and not explicit and not phrase.total:
            both = [i for i in sentence.items if i.kind == "state"]
            for named in (
                [i for i in both if not _in_source(sentence, i)],
                both if _MUTUAL.search(sentence.text, sentence.start, phrase.end) else [],
            ):
                if len(two := list(dict.fromkeys(i.value.code for i in named))) == 2:
                    phrase.reporters, phrase.partners = two[:1], two[1:]
                    break
        if phrase.pair and not phrase.partners and len(phrase.reporters) > 1:
            phrase.reporters, phrase.partners = phrase.reporters[:1], phrase.reporters[1:]
        last = phrase
    _from_the_next(phrases)
    _from_the_only_other(sentence, phrases, spoken)


_MUTUAL = re.compile(r"\b(?:two|both|bilateral|mutual)\b", re.I)
_MADE_UP = re.compile(
    r" (?:made up|accounted for|contributed|comprised) (?:(?:about|some|nearly|over|more than) )?(?:[A-Z]{0,3}[$€£¥]|\d[\d.,]* (?:million|billion|trillion))"
)
_OF_THAT = re.compile(r"\bof (?:that|this|it|the (?:total|sum|amount|trade))\b", re.I)


def part_of_what_was_said(sentence: Sentence, phrase: FlowPhrase, spoken: Spoken | None) -> bool:
    """Whether a flow is part of the trade of the sentence before: "Indonesian exports accounted for $2.9 billion of that"."""
    if spoken is None or not phrase.reporters or phrase.reporters[0] not in (*spoken.reporters, *spoken.partners):
        return False
    return any(pattern.search(sentence.text, phrase.end, sentence.end) for pattern in (_OF_THAT, _MADE_UP))


def _partners(
    sentence: Sentence, phrase: FlowPhrase, last: FlowPhrase | None, spoken: Spoken | None, *, explicit: bool
) -> list[str]:
    """Return the partners that a phrase leaves out; none where it may speak of all partners."""
    after = sentence.items[phrase.last + 1] if phrase.last + 1 < len(sentence.items) else None
    if phrase.total and (after is None or after.low != "there"):
        return []
    reporter = phrase.reporters[0]
    told = not explicit or phrase.points
    if last is not None and last.partners:
        pair = [*last.reporters, *last.partners]
        if phrase.reporters == last.reporters:
            return list(last.partners)
        if reporter in pair and (told or phrase.verb or phrase.bare or _of_the_pair(phrase, last)):
            return [c for c in pair if c not in phrase.reporters][:1]
        if (phrase.verb or phrase.bare) and phrase.flow == last.flow:  # "while Russia shipped 107 million"
            phrase.goods = phrase.goods or last.goods
            return list(last.partners)
        if phrase.bare and phrase.flow == "exports" and last.flow == "imports":  # "while Brazilian shipments surged"
            return list(last.reporters)
        return []
    if (
        spoken is not None
        and reporter in (pair := [*spoken.reporters, *spoken.partners])
        and (told or part_of_what_was_said(sentence, phrase, spoken))
        and not (spoken.whole and not phrase.points and (phrase.goods or _bare(sentence, phrase)))
    ):
        same = phrase.reporters == spoken.reporters
        return list(spoken.partners) if same else [c for c in pair if c not in phrase.reporters]
    return []


def _bare(sentence: Sentence, phrase: FlowPhrase) -> bool:
    """Whether a flow opens the sentence with nothing said of it: "Imports fell 2.2%"."""
    return (
        phrase.flow in ("exports", "imports")
        and phrase.first == phrase.last == 0
        and sentence.items[0].low
        in (
            "exports",
            "imports",
        )
    )


def _of_the_pair(phrase: FlowPhrase, last: FlowPhrase) -> bool:
    """Whether a flow is one side's of a trade just spoken of: "Iran-Russia trade ..., of which Russian exports ..."."""
    return last.flow in ("trade", "balance") and phrase.reporters[0] in (*last.reporters, *last.partners)


def _from_the_next(phrases: list[FlowPhrase]) -> None:
    """Give what the first phrases still lack from the one after: "two-way trade grew, with Chinese exports to the US up"."""
    for phrase, after in reversed(list(pairwise(phrases))):
        if phrase.reporters or not after.reporters:
            continue
        if phrase.partners and phrase.partners != [WORLD]:
            if not set(phrase.partners) & set(after.reporters):
                phrase.reporters = list(after.reporters)
        elif (phrase.pair and after.partners != [WORLD]) or (
            after.flow == "balance" and phrase.flow != "trade" and not phrase.elsewhere
        ):
            phrase.reporters, phrase.partners = list(after.reporters), list(after.partners)


def _from_the_only_other(sentence: Sentence, phrases: list[FlowPhrase], spoken: Spoken | None) -> None:
    """Give a lone flow without a reporter the only other state of the sentence: "imports from Mexico ... U.S. supplier"."""
    lone = phrases[0]
    if (
        (spoken is not None and spoken.reporters)
        or len(phrases) > 1
        or lone.reporters
        or lone.anaphor
        or not lone.partners
        or lone.partners == [WORLD]
    ):
        return
    named = {i.value.code for i in sentence.items if i.kind == "state"} - set(lone.partners)
    if len(named) == 1:
        lone.reporters = list(named)


def _in_source(sentence: Sentence, item: Item) -> bool:
    return sentence.source_span is not None and sentence.source_span[0] <= item.start < sentence.source_span[1]


def _reporter(sentence: Sentence, phrase: FlowPhrase, last: FlowPhrase | None, spoken: Spoken | None) -> list[str]:
    taken = set(phrase.partners)
    if phrase.ours and (named := states_of_source(sentence, taken)):
        return named[:1]
    if last is not None and last.reporters:
        if not taken & set(last.reporters):
            return list(last.reporters)
        if last.partners and not taken & set(last.partners):
            return list(last.partners)
    subject = _subject(sentence, phrase, taken)
    if subject:
        return subject
    if named := states_of_source(sentence, taken):
        return named[:1]
    if aside := _owner_in_aside(sentence, phrase, taken):
        return aside
    if spoken is None:
        return []
    pair = [*spoken.reporters, *spoken.partners]
    if phrase.flow == "balance":
        left = [i.value.code for i in sentence.items[max(0, phrase.first - 4) : phrase.first] if i.kind == "state"]
        if left and left[-1] in pair:  # "That left Brazil with a surplus"
            return left[-1:]
    if spoken.home in pair and spoken.home not in taken:
        return [spoken.home]
    for side in (spoken.reporters, spoken.partners):
        if side and not taken & set(side) and side != [WORLD]:
            return list(side)
    return [spoken.home] if spoken.home and phrase.partners and spoken.home not in taken else []


def states_of_source(sentence: Sentence, taken: set[str]) -> list[str]:
    """Return the state that the source names or is the office of: "Commerce Department figures"."""
    if sentence.source_span is None:
        return []
    source = sentence.text[slice(*sentence.source_span)]
    named = [s.code for s in find_states(source)] or [counted_by(source, "")]
    return [code for code in named if code not in taken and (code in state_names() or code in bloc_codes())]


def _owner_in_aside(sentence: Sentence, phrase: FlowPhrase, taken: set[str]) -> list[str]:
    """Return whose market it is: "Exports to Russia, once Estonia's third-largest market, ..."."""
    following = sentence.items[phrase.last + 1 : phrase.last + 12]
    for n, item in enumerate(following[:5]):
        named = item.kind == "state" and item.value.code not in taken
        owns = n + 1 < len(following) and following[n + 1].low in POSSESSIVES
        if named and owns and any(i.low in MARKET_NOUNS for i in following[n + 2 : n + 8]):
            return [item.value.code]
    return []


def _subject(sentence: Sentence, phrase: FlowPhrase, taken: set[str]) -> list[str]:
    """Return the state that is the subject of a verb before the phrase: "Vietnam ran a trade surplus"."""
    for j in range(phrase.first - 1, -1, -1):
        item = sentence.items[j]
        if (item.kind == "word" and item.low not in STOPS | {"trade"}) or item.low in (
            "had",
            "has",
            "was",
            "were",
            "said",
            "says",
        ):
            codes, _, first = subject_before(sentence.items, j)
            codes = [c for c in codes if c not in taken]
            if codes and first < j:
                if phrase.pair and len(codes) > 1:
                    return codes
                return codes[:1]
    return []
