"""Who buys or sells how much: "Italy was the main market ($334 million), followed by Bosnia ($329 million)".

A sentence is written as one letter an item, and a list of states with amounts is a pattern in these letters. What the
states are (buyers, suppliers, partners) tells a noun of ranking before them, or the flow that the list stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from toolkit.trade.items import POSSESSIVES, FlowPhrase, Item, trade_words
from toolkit.words import word_lists

_LISTS = word_lists("trade_lists")
# One of a list: "Spain with 12,000 tons", "Bosnia ($329 million)", "the UAE $2.2 billion", "Qatar third with 14.5 million".
_MEMBER = re.compile(r"S[,(]?k?o?[wth]{0,4}N")
# The first of a ranking: "Spain remained the biggest customer, importing 1.9 billion euros".
_FIRST = re.compile(r"S[hx]?[ck]d?[oxrFs]{0,4}[BUT][FfgdxwpDs]{0,6}[,(]?[wthx]{0,4}N")


class _Kind(NamedTuple):
    flow: str  # of the one whose list it is
    nouns: frozenset[str]


_KINDS = {
    "B": _Kind("exports", _LISTS["buyer"]),
    "U": _Kind("imports", _LISTS["seller"]),
    "T": _Kind("trade", _LISTS["partner"]),
}


def letters_of(items: Sequence[Item]) -> str:
    """Return one letter an item: S state, N amount, P percentage, D date, B buyer, U supplier, T partner, and so on."""
    return "".join(_letter(items, n) for n in range(len(items)))


def _letter(items: Sequence[Item], n: int) -> str:
    item = items[n]
    if item.kind == "state":
        return "g" if item.value.form == "demonym" else "S"
    if item.kind == "number":
        return "P" if item.value.kind == "percent" else "N"
    if item.kind == "date":
        return "D"
    if item.low in POSSESSIVES:
        return "p"
    if (
        item.low == "side"
        and n
        and (side := {"import": "U", "imports": "U", "export": "B", "exports": "B"}.get(items[n - 1].low))
    ):
        return side
    for letter, kind in _KINDS.items():
        if item.low in kind.nouns:
            return letter
    if item.low in trade_words("noun"):
        return "F"
    for letter, name in (
        ("c", "copula"),
        ("k", "stays"),
        ("t", "takes"),
        ("w", "beside amount"),
        ("h", "hedge"),
        ("o", "order"),
    ):
        if item.low in _LISTS[name]:
            return letter
    if item.low in trade_words("verb"):
        return "V"
    if item.low in trade_words("rank"):
        return "r"
    return {"the": "d", "a": "d", "and": "&"}.get(item.low, item.low if item.kind == "mark" and len(item.low) == 1 else "x")


def with_rankings(items: Sequence[Item], phrases: Sequence[FlowPhrase]) -> list[FlowPhrase]:
    """Return the phrases with a flow for each state of a list with amounts; its other side is left to what was spoken of.

    Not found: lists of shares, and lists of which no noun tells what the states are.
    """
    letters = letters_of(items)
    members = list(_MEMBER.finditer(letters))
    first = _FIRST.search(letters)
    if first is not None and not any(m.start() < first.end() and first.start() < m.end() for m in members):
        members = sorted([*members, first], key=lambda m: m.start())
    members = [m for m in members if not _owned(phrases, items[m.start()].value.code, m)]
    noun = next((n for n, letter in enumerate(letters) if letter in _KINDS), None)
    if members and noun is None:
        return _same_verb(items, letters, phrases, members)
    role = next((p for p in phrases if p.role and p.head == noun), None)
    if not members or noun is None or noun > members[0].end() + 6 or (role and len(members) == 1):
        return list(phrases)
    home, found = list(role.partners) if role else _home(items, noun), []
    for member in members:
        state, number = items[member.start()], member.end() - 1
        if home == [state.value.code]:
            continue
        made = FlowPhrase(
            member.start(), member.start(), _KINDS[letters[noun]].flow, state.start, state.end, head=member.start()
        )
        made.reporters, made.partners, made.numbers, made.listed = list(home), [state.value.code], [number], True
        found.append(made)
    taken = {n for made in found for n in made.numbers}
    kept = [p for p in phrases if not (p.verb and not p.partners and taken & set(p.numbers))]
    return sorted([*kept, *found], key=lambda p: p.first)


def _same_verb(
    items: Sequence[Item], letters: str, phrases: Sequence[FlowPhrase], members: Sequence[re.Match[str]]
) -> list[FlowPhrase]:
    """Give the states of a list behind a verb the verb of the first: "Iraq took goods worth $4 billion, the UAE 2 billion"."""
    found: list[FlowPhrase] = []
    for member in members:
        head = next((p for p in reversed(phrases) if p.verb and p.last < member.start()), None)
        leads = re.search(r"[,&]d?$", letters[: member.start()]) is not None
        adjacent = re.fullmatch(r"Sh{0,3}N", member[0]) is not None
        if head is None or not leads or not adjacent or items[head.first].kind != "state" or not head.reporters:
            continue
        state = items[member.start()]
        made = replace(head, first=member.start(), last=member.start(), head=member.start(), start=state.start, end=state.end)
        made.reporters, made.numbers, made.listed, made.verb = [state.value.code], [member.end() - 1], True, False
        found.append(made)
    return sorted([*phrases, *found], key=lambda p: p.first)


def _owned(phrases: Sequence[FlowPhrase], code: str, member: re.Match[str]) -> bool:
    """Whether a flow that the sentence names has the state of a list for a side, or its amount for its own."""
    return any(
        p.first <= member.start() <= p.last or (member.end() - 1 in p.numbers and bool(p.partners))
        for p in phrases
        if not p.role and (not p.verb or code in p.partners)
    )


def _home(items: Sequence[Item], noun: int) -> list[str]:
    """Return whose list it is: "Kenya's main export markets", "the main market for Serbian goods"."""
    for n in (*range(noun - 1, max(noun - 6, -1), -1), *range(noun + 1, min(noun + 4, len(items)))):
        if items[n].kind == "state" and (n < noun - 1 or n > noun or items[n].value.form == "demonym"):
            owns = n + 1 < len(items) and items[n + 1].low in POSSESSIVES
            if owns or items[n].value.form == "demonym":
                return [items[n].value.code]
    return []
