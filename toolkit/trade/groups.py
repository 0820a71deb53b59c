"""Which figures of a sentence belong to which of its flows, and which of them make one statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from toolkit.trade.figures import Figure, asides_of, figure_of, planned
from toolkit.trade.items import POSSESSIVES, FlowPhrase, Item, Read, Sentence, change_words
from toolkit.trade.periods import is_base, is_period
from toolkit.trade.slots import LEVEL_VERBS


class Group(NamedTuple):
    """The figures of one flow in one period."""

    phrase: FlowPhrase
    figures: list[Figure]


def groups_of(sentence: Sentence, phrases: list[FlowPhrase], money: str | None = None) -> list[Group]:
    """Give each figure to its flow, and part the figures of a flow that are for separate periods.

    ``money`` is the currency that was spoken of before, for amounts that leave theirs out.
    """
    respectively = re.search(r"\brespectively\b", sentence.text[sentence.start : sentence.end]) is not None
    given: list[tuple[int, Figure]] = []
    way: str | None = None
    wished = -1  # the item of the last figure that is only a plan
    currency: tuple[str | None] | None = (money,) if money else None
    volume: str | None = None  # the unit of the amount before, where that was no money
    for index, item in enumerate(sentence.items):
        if item.kind != "number":
            continue
        owner = _owner(sentence, index, [p for p in phrases if not p.role])
        if owner is None:
            continue
        quantity = item.value
        if quantity.kind == "bare":
            if volume is not None:
                quantity = quantity._replace(kind="volume", unit=volume)
            elif currency is not None:
                quantity = quantity._replace(kind="money", unit=currency[0])
            else:
                continue
        if planned(sentence, quantity, owner) or (wished >= 0 and not _told(sentence.items[wished:index])):
            wished = index  # and what goes on from it: "to $100 billion, and trade in services to $15 billion"
            continue
        figure = figure_of(sentence, quantity, owner, way)
        if figure is None:
            continue
        told = quantity.unit
        if told is not None and not isinstance(told, Read):
            told = Read(told, item.start, item.end)  # which amounts after it may lack
        if quantity.kind == "money":
            currency, volume = (told,), None
        elif quantity.kind == "volume":
            volume = told
        if figure.part == "change" and figure.amount:
            way = "up" if figure.amount > 0 else "down"
        given.append((phrases.index(owner), figure))
    groups: list[Group] = []
    if respectively or _one_by_one(sentence, phrases, [figure for _, figure in given]):
        groups = _dealt_out(sentence, phrases, given)
        if groups:
            return groups
    paired = 0
    for n, (p, figure) in enumerate(given):
        phrase = phrases[p]
        if paired:
            paired -= 1
            continue
        if _two_measures(sentence, given[n : n + 4]):
            groups += [Group(phrase, [figure, given[n + 2][1]]), Group(phrase, [given[n + 1][1], given[n + 3][1]])]
            paired = 3
            continue
        if figure.quantity.words and any(
            q == p and f.part == "change" and _restated(sentence, figure, f) for q, f in given[n + 1 :]
        ):
            continue  # "more than doubled to $6 billion, a rise of 106 percent"
        before = given[n - 1][1] if n and given[n - 1][1].part == "previous" and figure.part == "value" else None
        if before is not None and re.fullmatch(r",? (?:and )?", sentence.text[before.quantity.end : figure.quantity.start]):
            given[n] = (p, figure._replace(part="previous"))
            continue  # "up from $40 million, $39 million and $36 million"
        group = groups[-1] if groups and groups[-1].phrase is phrase else None
        if group is None or not _fits(sentence, group, figure):
            group = Group(phrase, [])
            groups.append(group)
        group.figures.append(figure)
    groups = _in_both_measures(sentence, groups)
    groups = [
        Group(replace(g.phrase, partners=[code]), g.figures) if g.phrase.each else g
        for g in groups
        for code in (g.phrase.partners if g.phrase.each else [""])
    ]
    return sorted(groups, key=lambda g: (g.figures[0].quantity.start, g.phrase.first))


def _told(items: Sequence[Item]) -> bool:
    """Whether a verb of rise, fall or level stands among items: what follows is told, not wished any more."""
    return any(
        item.low in LEVEL_VERBS
        or (item.low in change_words() and item.low not in ("up", "down", "more", "less", "rise", "increase"))
        for item in items
    )


def _one_by_one(sentence: Sentence, phrases: list[FlowPhrase], figures: list[Figure]) -> bool:
    """Whether two flows joined by "and" share two figures joined so: "exports and imports with Peru fell 3% and 8%"."""
    if len(phrases) != 2 or len(figures) != 2 or figures[0].part != figures[1].part:
        return False
    flows = sentence.text[phrases[0].end : phrases[1].start].strip()
    between = sentence.text[figures[0].quantity.end : figures[1].quantity.start].strip()
    return flows == between == "and" and figures[0].quantity.start > phrases[1].start


def _dealt_out(sentence: Sentence, phrases: list[FlowPhrase], given: list[tuple[int, Figure]]) -> list[Group]:
    """Deal figures to flows or partners one by one: "rose 3% and 5%, respectively"."""
    figures = [figure for _, figure in given]
    if len(phrases) == len(figures) and len(figures) > 1:
        return [Group(phrase, [figure]) for phrase, figure in zip(phrases, figures, strict=True)]
    mine = {p: [figure for q, figure in given if q == p] for p, _ in given}
    if any(_per_partner(phrases[p], found) or len(found) == 2 * len(phrases[p].partners) > 2 for p, found in mine.items()):
        return [group for p, found in mine.items() for group in _dealt_to_partners(phrases[p], found)]
    if len(phrases) > 1 and len(figures) == 2 * len(phrases):
        half = len(phrases)
        return [Group(phrase, [figures[n], figures[n + half]]) for n, phrase in enumerate(phrases)]
    return []


def _per_partner(phrase: FlowPhrase, figures: list[Figure]) -> int:
    """Return how many figures each partner of a flow gets: one, or a change and an amount; 0 where they do not go round."""
    each = len(figures) // max(len(phrase.partners), 1)
    goes_round = len(phrase.partners) > 1 and len(figures) == each * len(phrase.partners)
    mixed = each == 2 and all(one.part != two.part for one, two in zip(figures[::2], figures[1::2], strict=True))
    return each if goes_round and (each == 1 or mixed) else 0


def _dealt_to_partners(phrase: FlowPhrase, figures: list[Figure]) -> list[Group]:
    """Deal the figures of one flow to its partners in turn: "by 77% to $14 million and 30% to $23 million, respectively"."""
    each = _per_partner(phrase, figures)
    many = len(phrase.partners)
    if (
        len(figures) == 2 * many
        and many > 1
        and len({f.part for f in figures[:many]}) == len({f.part for f in figures[many:]}) == 1
    ):
        pairs = zip(phrase.partners, figures[:many], figures[many:], strict=True)  # "at $3 and $1 billion, up 13% and 1%"
        return [Group(replace(phrase, partners=[code]), [one, two]) for code, one, two in pairs]
    if not each and len({figure.part for figure in figures}) == len(figures):
        return [Group(phrase, figures)]
    if not each:
        return [Group(phrase, [figure]) for figure in figures]
    return [
        Group(replace(phrase, partners=[code]), figures[each * n : each * (n + 1)]) for n, code in enumerate(phrase.partners)
    ]


def _owner(sentence: Sentence, index: int, phrases: list[FlowPhrase]) -> FlowPhrase | None:
    """Return the flow that a number belongs to: the one it leads to ("a 9% rise in exports"), else the last before it."""
    for phrase in phrases:
        if index in phrase.numbers:
            return phrase
    ahead = next((p for p in phrases if p.first > index), None)
    if ahead is not None and _leads_to(sentence, index, ahead):
        return ahead
    at = sentence.items[index].start
    within = [
        (a, b) for a, b in asides_of(sentence, "which") if not a <= at < b
    ]  # "Exports, which made up 8% of all imports, rose"
    behind = next((p for p in reversed(phrases) if p.first < index and not any(a <= p.start < b for a, b in within)), None)
    if behind is not None:
        return behind
    if ahead is not None and _relates_back(sentence, index, ahead):
        return ahead
    return None


def _leads_to(sentence: Sentence, index: int, phrase: FlowPhrase) -> bool:
    between = _without_brackets(sentence.items[index + 1 : phrase.first])
    if len(between) > 7:
        return False
    low = [item.low for item in between if item.kind != "date"]
    if low in (["from"], ["from", "its"], ["from", "the"], ["through"], ["through", "its"]):
        return phrase.flow == "exports"  # "earned $328 million from coffee exports to ..."
    if low in (["fell", "on"], ["came", "from"]) or (low == ["on"] and phrase.first == phrase.head):
        return True  # "of this, $2 billion fell on exports and 3 billion on imports"
    if low in (["on"], ["on", "its"]):
        return phrase.flow == "imports"  # "spent $38 billion on imports from ..."
    if low in (["that"], ["which"]):
        return phrase.verb  # "Of the $166 billion that Brazil exported"
    if not low:  # "a $5 billion deficit", "5.9 billion exports"
        return phrase.flow == "balance" or phrase.verb or (phrase.first == phrase.head and not phrase.partners)
    if low in (["was"], ["were"]):
        return True  # "of which 5 billion were Thai exports"
    allowed = {
        *POSSESSIVES,
        "of",
        "in",
        "worth",
        "the",
        "year",
        "on",
        "-",
        "its",
        "annual",
        "yearly",
        "more",
        "total",
        "a",
        "for",
    }
    if not all(word in allowed or word in change_words() for word in low):
        return False
    return low[-1] in ("in", "of", "the", "its", "worth", "more") and ("in" in low or "of" in low or "worth" in low)


def _without_brackets(items: Sequence[Item]) -> list[Item]:
    """Return the items that stand in no brackets: "101 billion euros ($110 billion) on gas imports"."""
    kept, deep = [], 0
    for item in items:
        deep += item.low == "("
        if not deep:
            kept.append(item)
        deep -= item.low == ")"
    return kept


def _relates_back(sentence: Sentence, index: int, phrase: FlowPhrase) -> bool:
    """Whether a number before the only flow still is about it: "Up 5%, exports to China ...", "After falling 9% in July, ..."."""
    begins = sentence.items[0].low if sentence.items else ""
    if begins in ("from", "at") and index <= 2:
        return True  # "From $1.9 billion in 2012, trade ... has grown to"
    led = [i.low for i in sentence.items[1:index]]
    if begins in ("after", "following", "having", "despite") and len(led) <= 3 and any(word in change_words() for word in led):
        return True
    return index > 0 and sentence.items[index - 1].low in ("up", "down") and phrase.first - index <= 3


def _two_measures(sentence: Sentence, four: Sequence[tuple[int, Figure]]) -> bool:
    """Whether a volume and its value have their changes one by one: "8 million tonnes worth $5 billion, up 10% and 23%"."""
    if [f.part for _, f in four] != ["value", "value", "change", "change"] or len({p for p, _ in four}) > 1:
        return False
    volume, money, first, second = (f.quantity for _, f in four)
    joined = re.fullmatch(
        r"(?:\s[\w’'-]+){0,4},? (?:and|but|while) (?:an? |by |of |up |down |rising |falling |rose |fell )*",
        sentence.text[first.end : second.start],
    )
    return {volume.kind, money.kind} == {"volume", "money"} and joined is not None


_IN_WEIGHT = re.compile(r"[^,;.]{0,24}\bin (?:terms of )?(?:weight|volume|quantity|tonnage)\b(?! and)")
_BOTH_MEASURES = re.compile(r"[^,;.]{0,8}\bin (?:both )?(?:quantity|volume|value) and (?:in )?(?:quantity|volume|value)\b")


def _in_both_measures(sentence: Sentence, groups: list[Group]) -> list[Group]:
    """Give a change to volume and value alike where it is said of both: "an increase of 47 percent in quantity and value"."""
    for one, two in pairwise(groups):
        measured = {g.figures[0].quantity.kind: g for g in (one, two) if g.figures[0].part == "value"}
        if (
            one.phrase is two.phrase
            and measured.keys() == {"volume", "money"}
            and len(one.figures) == 1
            and two is measured["money"]
        ):
            change = next((f for f in two.figures if f.part == "change"), None)
            if change is not None and _IN_WEIGHT.match(sentence.text, change.quantity.end):
                two.figures.remove(change)
                one.figures.append(change)
                continue
        change = next((f for f in two.figures if f.part == "change"), None)
        both = one.phrase is two.phrase and [f.part for f in one.figures] == ["value"] and two.figures[0].part == "value"
        if both and change is not None and _BOTH_MEASURES.match(sentence.text, change.quantity.end):
            one.figures.append(change)
    return groups


def _restated(sentence: Sentence, said: Figure, figure: Figure) -> bool:
    """Whether a change said in a word is told in figures after it: "more than doubled ..., a rise of 106 percent"."""
    led = re.search(r", (?:or )?(?:an? |up )[\w\s-]{0,30}$", sentence.text[said.quantity.end : figure.quantity.start])
    return led is not None and not figure.quantity.words and figure.amount * said.amount > 0


def _fits(sentence: Sentence, group: Group, figure: Figure) -> bool:
    """Whether a figure belongs to the statement begun: no such figure in it yet, and no new period between."""
    parts = {f.part for f in group.figures}
    if figure.part in parts:
        return False
    last = group.figures[-1].quantity
    between = [i for i in sentence.items if last.end <= i.start and i.end <= figure.quantity.start]
    dates = [i for i in between if i.kind == "date" and is_period(sentence, i)]
    if figure.part == "previous":
        return True
    if figure.part == "value" and last.kind == "percent" and any(i.low in ("after", "following") for i in between):
        return False
    if "previous" in parts or not dates:
        return True
    if figure.part == "change" and _next_period(sentence, figure) not in (None, dates[-1].value.value):
        return False  # "worth $21 billion in 2023, were down 20.6% in the first half"
    held = [i for i in sentence.items if i.kind == "date" and is_period(sentence, i) and i.end <= last.start]
    joined = any(i.low in ("and", "but", "while", "after", "following", ";") for i in between)
    return not (joined and (held or len(dates) > 1))


def _next_period(sentence: Sentence, figure: Figure) -> str | None:
    """Return the period said right after a change; None if there is none before the next figure."""
    for item in sentence.items:
        if item.start < figure.quantity.end:
            continue
        if item.kind == "number":
            return None
        if item.kind == "date" and is_period(sentence, item) and not is_base(sentence, item):
            return str(item.value.value)
    return None


def segment_begin(sentence: Sentence, groups: Sequence[Group], n: int, first: int) -> int:
    """Return where the stretch of a statement begins: after the figures of those before it."""
    ends = [f.quantity.end for g in groups[:n] for f in g.figures if f.quantity.end <= first]
    return max(ends, default=sentence.start)


def segment_end(sentence: Sentence, groups: Sequence[Group], n: int, last: int) -> int:
    """Return where the stretch of a statement ends: before the flow or figures of the next."""
    starts = [
        _begin_of(sentence, g.phrase) if last <= g.phrase.start < g.figures[0].quantity.start else g.figures[0].quantity.start
        for g in groups[n + 1 :]
        if g.figures[0].quantity.start >= last
    ]
    clause = sentence.text.find("; ", last, sentence.end)
    return min([*starts, *([clause] if clause >= 0 else [])], default=sentence.end)


def _begin_of(sentence: Sentence, phrase: FlowPhrase) -> int:
    """Return where a phrase begins, with the month before it: "while October exports were ..."."""
    before = sentence.items[phrase.first - 1] if phrase.first else None
    return before.start if before is not None and before.kind == "date" else phrase.start
