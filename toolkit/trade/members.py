"""One flow handed out over a list: "to Germany by 16 percent, to Russia by 17", "Italy ($334 million), followed by Iraq".

A member of a list is a state beside a figure, with no flow of its own. Its flow is that of the phrase before it, of a noun
of ranking ("the main markets were"), or the one that the text spoke of in the sentence before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from toolkit.trade.goods_lists import of_goods
from toolkit.trade.items import WORLD, FlowPhrase, Item, Sentence
from toolkit.trade.listed import LISTED_BY, VERBS, Member, member_at
from toolkit.trade.rankings import roles_of_lists, told_at_the_end


def with_members(
    sentence: Sentence, phrases: Sequence[FlowPhrase], before: FlowPhrase | None, home: str | None = None
) -> list[FlowPhrase]:
    """Return the phrases with a flow for each member of a list.

    ``before`` is the last flow of the sentence before, ``home`` the state whose trade the article is about. Not found:
    lists of shares, and lists of which nothing tells what the states are.
    """
    items = sentence.items
    found: list[FlowPhrase] = []
    roles = roles_of_lists(items, phrases, before, home)
    several = any(many for _, many in roles)
    tail = told_at_the_end(items, phrases)
    for j, item in enumerate(items):
        if (
            item.kind != "state"
            or item.value.code == WORLD
            or any(p.first <= j <= p.last for p in (*phrases, *found) if not p.role)
        ):
            continue
        behind = [role for role, _ in roles if role.head < j]
        role = behind[-1] if behind else roles[0][0] if roles else None
        member = member_at(items, j, role.head if role is not None else -1)
        if member is None:
            continue
        verbs = [p.head for p in phrases if p.verb and member.last < p.head < member.numbers[0]]
        if verbs and any(p.role and p.reporters == member.codes and p.head < verbs[0] for p in phrases):
            continue  # "the top exporter of medicines to the US, shipping" tells both sides itself
        if any(p.first == member.numbers[-1] + 1 and p.flow == "balance" for p in phrases):
            continue  # "Albania recorded a $44 million deficit against its main partner"
        if shared := _share_of(items, member, phrases):
            shared.partners = member.codes  # "China made up 17.6 percent of total exports with a value of $2 billion"
            continue
        between = [p for p in phrases if j < p.head < member.numbers[-1] and not p.role]
        if any(p.partners or p.points or (p.own and not p.verb and (role is None or p.flow != role.flow)) for p in between):
            continue  # "Iran, India's main supplier, shipped 3 million tonnes there" tells it by its verb
        heads = [p for p in (*phrases, *found) if p.last < member.first and not p.role]
        head = max(heads, key=lambda p: p.first, default=None)
        if tail is not None and member.numbers[-1] < tail.first:
            head, role, several = None, tail, True
        made = _made(items, member, head, role, before, several=several)
        if made is not None:
            found.append(made)
            phrases = [
                p for p in phrases if not (p in between and (p.verb or not p.own))
            ]  # "Spain was the main buyer, importing ..."
    found += of_goods(items, [*phrases, *found], before)
    taken = {n for made in found for n in made.numbers}
    phrases = [p for p in phrases if tail is None or p.first != tail.first]
    kept = [p for p in phrases if not (p.verb and not p.partners and taken & set(p.numbers))]
    return sorted([*kept, *found], key=lambda p: p.first)


def _share_of(items: Sequence[Item], member: Member, phrases: Sequence[FlowPhrase]) -> FlowPhrase | None:
    """Return the flow that a member is told to be a share of; None if it is of none, or has an owner to sell to."""
    n = member.numbers[0]
    after = next((p for p in phrases if p.first > n), None)
    if items[n].value.kind != "percent" or after is None or after.partners or after.verb:
        return None
    led = [item.low for item in items[n + 1 : after.first]]
    return after if led[:1] == ["of"] and len(led) <= 3 else None


def _made(
    items: Sequence[Item],
    member: Member,
    head: FlowPhrase | None,
    role: FlowPhrase | None,
    before: FlowPhrase | None,
    *,
    several: bool,
) -> FlowPhrase | None:
    """Return the flow of a member; None where nothing tells it."""
    start, end = items[member.first].start, items[member.last].end
    place: dict[str, Any] = {"first": member.first, "last": member.last, "head": member.first, "start": start, "end": end}
    bare = role is not None and head is not None and (head.flow == role.flow or head.verb)  # "taking Kenyan exports valued at"
    bare = bare and head is not None and not (head.partners or head.listed)
    if (
        role is not None
        and (head is None or head.last < role.first or bare)
        and (role.first < member.numbers[-1] + 7 or (several and (head is None or head.listed)))
    ):
        if role.reporters == member.codes:
            return None
        own = (member.verb, role.flow) in (("buys", "imports"), ("sells", "exports"))  # "Next comes Turkey, which imported"
        if own and role.slot and role.partners:
            role.slot, role.reporters = "reporter", []
        if role.slot == "reporter":
            return replace(role, **place, reporters=member.codes, numbers=member.numbers)
        if role.pair:  # peers: "Thailand led the ranking of tuna exporters, ahead of Ecuador"
            return replace(role, **place, reporters=member.codes, pair=False, numbers=member.numbers, total=True)
        return replace(role, **place, partners=member.codes, numbers=member.numbers)
    told = head or before
    if told is None or told.pair or (head is None and not told.reporters):
        return None
    side = _side(items, member, told, carried=head is None)
    if side is None:
        return None
    made = replace(
        told, **place, numbers=member.numbers, listed=True, verb=False, anaphor=told.anaphor or head is None, slot=side
    )
    made.each = len(member.codes) > 1 and any(i.low in ("both", "each") for i in items[member.last + 1 : member.numbers[0]])
    if side == "partner":
        made.partners = member.codes
    else:
        made.reporters = member.codes
    return None if set(made.reporters) & set(made.partners) else made


def _side(items: Sequence[Item], member: Member, told: FlowPhrase, *, carried: bool) -> str | None:
    """Return which side of the flow the states of a list are: partner or reporter."""
    toward = {"exports": "to", "imports": "from"}.get(told.flow, "with")
    if member.way == toward or (member.way == "with" and not told.partners):
        return "partner"
    if member.way in ("to", "from"):
        led = items[member.first - 1].low if member.first else ""
        return "reporter" if led in ("those", "ones", "that", "and") else None
    if member.verb in VERBS and told.flow in ("exports", "imports"):
        return "partner" if (told.flow == "exports") == (member.verb == "buys") else None if carried else "reporter"
    if told.slot:
        return told.slot
    if told.partners and not told.own and not carried and items[member.first - 1].low in LISTED_BY:
        return "reporter"  # "several countries' exports to the US grew, including Vietnam's"
    if carried:
        return "partner" if told.partners and told.partners != ["WORLD"] else None
    if told.verb and items[told.last + 1].low in ("to", "from"):
        return "partner"  # "The countries Egypt imported from were Algeria with ..."
    if told.verb:
        return "reporter" if items[told.first].kind == "state" and told.reporters else None
    return "partner" if told.partners or (member.opens and not told.own) else None  # "On the import side, Japan led with ..."
