"""One flow handed out over a list: "to Germany by 16 percent, to Russia by 17", "Italy ($334 million), followed by Iraq".

A member of a list is a state beside a figure, with no flow of its own. Its flow is that of the phrase before it, of a noun
of ranking ("the main markets were"), or the one that the text spoke of in the sentence before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from toolkit.trade.items import (
    AFTER_STATES,
    COUNTRY_NOUNS,
    POSSESSIVES,
    STOPS,
    WORLD,
    FlowPhrase,
    Item,
    Sentence,
    change_words,
    trade_words,
)
from toolkit.trade.states import states_from
from toolkit.words import word_lists

_LISTS = word_lists("trade_lists")
_ROLES = {"buyer": "exports", "seller": "imports", "partner": "trade", "contributor": "balance"}
_BALANCES = ("surplus", "surpluses", "deficit", "deficits")
_VERBS = ("buys", "sells")
_BESIDE = _LISTS["beside amount"] | _LISTS["hedge"] | _LISTS["order"] | _LISTS["copula"] | _LISTS["stays"] | _LISTS["level"]
_SIDES = frozenset({"up", "down", "higher", "lower"})
_FIGURES_FOR = ("figure", "figures", "value", "values", "amounts", "volumes")  # "while the figures for Peru and Chile were"
_LISTED_BY = ("including", "notably", "namely")
_LIGHT = frozenset(
    {
        "(",
        ",",
        "+",
        "-",
        "–",
        "—",
        "a",
        "an",
        "the",
        "also",
        "only",
        "put",
        "on",
        "while",
        "more",
        "than",
        "both",
        "each",
        "through",
    }
)
_LONGEST = 5  # words that goods may have
_WIDE = 12  # items that may stand between a state and its figure


class _Member(NamedTuple):
    """States at ``first`` to ``last`` with the ``numbers`` (items) beside them."""

    first: int
    last: int
    codes: list[str]
    numbers: list[int]
    way: str  # the preposition before them: to, from, with; empty without one
    verb: str  # buys, sells, moves; empty for none
    opens: bool  # whether they open the sentence, and go on with no list


def with_members(
    sentence: Sentence, phrases: Sequence[FlowPhrase], before: FlowPhrase | None, home: str | None = None
) -> list[FlowPhrase]:
    """Return the phrases with a flow for each member of a list.

    ``before`` is the last flow of the sentence before, ``home`` the state whose trade the article is about. Not found:
    lists of shares, and lists of which nothing tells what the states are.
    """
    items = sentence.items
    found: list[FlowPhrase] = []
    roles = [role for role in _roles_of_lists(items, phrases, before, home) if not _set_off(items, role[0], phrases)]
    several = any(many for _, many in roles)
    tail = _told_at_the_end(items, phrases)
    for j, item in enumerate(items):
        if (
            item.kind != "state"
            or item.value.code == WORLD
            or any(p.first <= j <= p.last for p in (*phrases, *found) if not p.role)
        ):
            continue
        behind = [role for role, _ in roles if role.head < j]
        role = behind[-1] if behind else roles[0][0] if roles else None
        member = _member(items, j, role.head if role is not None else -1)
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
    found += _of_goods(items, [*phrases, *found], before)
    taken = {n for made in found for n in made.numbers}
    phrases = [p for p in phrases if tail is None or p.first != tail.first]
    kept = [p for p in phrases if not (p.verb and not p.partners and taken & set(p.numbers))]
    return sorted([*kept, *found], key=lambda p: p.first)


def _told_at_the_end(items: Sequence[Item], phrases: Sequence[FlowPhrase]) -> FlowPhrase | None:
    """Return the flow that ends a list, from its other side: "China with $5 billion and Peru with $1 billion of exports to Iran"."""
    for p in phrases:
        led = p.first > 1 and items[p.first - 1].low == "of" and items[p.first - 2].kind == "number"
        states = [i for i in items[: max(p.first, 0)] if i.kind == "state"]
        if led and len(states) > 1 and p.flow in ("exports", "imports") and len(p.partners) == 1 and not (p.verb or p.own):
            flow = "imports" if p.flow == "exports" else "exports"
            return replace(p, flow=flow, reporters=list(p.partners), partners=[], listed=True, numbers=[])
    return None


def _goods_of_home(items: Sequence[Item]) -> bool:
    """Whether a list tells whose goods it is of, in a measure of goods: "the top destination for Venezuelan oil was China, with"."""
    measured = any(i.kind == "number" and i.value.unit in _LISTS["measure"] for i in items)
    buyers = [n for n, i in enumerate(items) if i.low in _LISTS["buyer"] | _LISTS["seller"]]
    return measured and any(_home(items, n) for n in buyers)


def _set_off(items: Sequence[Item], role: FlowPhrase, phrases: Sequence[FlowPhrase]) -> bool:
    """Whether a role only says in passing what a partner is: "shipments to China, the country's top trading partner, rose"."""
    opened = next((n for n in range(role.head - 1, 0, -1) if items[n].low == "," or items[n].kind == "number"), 0)
    told = any(p.last == opened - 1 and p.partners and not p.role for p in phrases)
    return told and any(item.low == "," for item in items[role.head + 1 : role.head + 6])


def _roles_of_lists(
    items: Sequence[Item], phrases: Sequence[FlowPhrase], before: FlowPhrase | None, home: str | None
) -> list[tuple[FlowPhrase, bool]]:
    """Return the nouns that tell what a list is of, as flows to hand out, each with whether several states are in it."""
    if (
        before is None
        and not phrases
        and not any(i.low in trade_words("noun") or i.low in ("goods", "products") for i in items)
    ):
        return []  # "the biggest source of remittances"
    kept = []
    for role in _roles(items, phrases) or _ranking(items, phrases, before, home):
        listed = [m for j, i in enumerate(items) if i.kind == "state" and (m := _member(items, j, role.head)) is not None]
        counted = [p for p in phrases if not p.role and listed and role.head < p.head < listed[0].numbers[0]]
        if len(listed) == 1 and counted and any(p.role and p.head == role.head for p in phrases):
            continue  # "Brazil is China's top supplier, with sales of" tells it by itself
        if not role.reporters and before is not None and before.reporters:
            role.pair = (
                any(m.codes == before.reporters and not m.way for m in listed) and len(listed) > 1
            )  # home is one of them
        kept.append((role, len(listed) > 1))
    return kept


def _member(items: Sequence[Item], j: int, noun: int) -> _Member | None:
    """Read the state at item ``j`` as a member of a list; None if no figure is beside it. ``noun`` tells what is listed."""
    k = j - 1
    ranked = noun >= 0
    while k >= 0 and items[k].low in ("the", "mainland", "neighbouring", "neighboring"):
        k -= 1
    before = items[k].low if k >= 0 else ""
    way = {"into": "to"}.get(before, before) if before in ("to", "into", "from", "with") else ""
    behind = 0 <= noun <= k and all(i.low in _BESIDE or i.kind == "date" or i.low == "in" for i in items[noun + 1 : k + 1])
    bracketed = [i.low for i in items[j + 1 : j + 2]] == ["("]
    opens = (
        k < 0
        or behind
        or (bracketed and before in _LISTS["copula"])  # "The largest increases were to Germany (5%)"
        or (ranked and before in _LISTS["stays"] | _LISTS["copula"])
        or (before == "," and all(i.kind == "date" or i.low in ("in", "of", "this", "that") for i in items[:k]))
        or (before == "," and items[0].low in _LISTS["regarding"] and all(i.kind == "word" for i in items[:k]))
    )
    if (
        not way
        and not opens
        and not (
            before in _LISTS["joins"]
            or (before in ("by", "of") and _LISTS["joins"] & {i.low for i in items[max(0, k - 3) : k]})
            or (before == "for" and k and items[k - 1].low in _FIGURES_FOR)
            or (before == "as" and k and items[k - 1].low == "such")
        )
    ):
        return None
    first = k if way else j
    codes, last, adjective = states_from(items, j)
    owns = last + 1 < len(items) and items[last + 1].low in POSSESSIVES
    if not codes or owns or (adjective and items[last].value.form == "demonym"):
        return None
    if way in ("to", "from") and (numbers := _figures_before(items, k - 1)) and numbers[1]:
        return _Member(first, last, codes, numbers[0], way, numbers[1], False)
    if before in _LISTED_BY and last + 1 < len(items) and items[last + 1].low == ",":
        return None  # "exports to China, including Hong Kong, fell"
    number, verb = _figure_after(items, last + 1, freely=way in ("to", "from"), noun=noun)
    if number is not None:
        return _Member(first, last, codes, [number], way, verb, opens and not way)
    if way and (numbers := _figures_before(items, k - 1)):
        return _Member(first, last, codes, numbers[0], way, numbers[1], False)
    return None


def last_of(items: Sequence[Item], j: int) -> int:
    """Return the last item of the state at item ``j``, with a word such as "countries" after it."""
    return j + (j + 1 < len(items) and items[j + 1].low in AFTER_STATES)


def _figure_after(items: Sequence[Item], j: int, *, freely: bool, noun: int) -> tuple[int | None, str]:
    """Return the item of the first figure from item ``j`` on, past words of buying, level and change, and such a verb.

    Other words may stand there too where ``freely``, and those around the ``noun`` that tells what is listed.
    """
    verb = ""
    for n in range(j, min(j + _WIDE + 6 * (noun >= j), len(items))):
        item = items[n]
        if item.kind == "number":
            return n, verb
        if item.kind == "date":
            continue
        if kind := next((v for v in _VERBS if item.low in _LISTS[v]), ""):
            verb = verb or kind
        elif item.low in change_words() and item.low not in _SIDES and verb:
            return None, ""
        elif item.low in _BESIDE or item.low in change_words() or item.low in _LIGHT:
            continue
        elif item.low == "from" and n + 1 < len(items) and items[n + 1].kind == "number":
            continue  # "India from 456,000 tons to 332,000"
        elif item.low == "in" and items[n - 1].low in ("brought", "bringing"):
            continue
        elif items[j].low in _LISTS["earns"] and (
            item.low in COUNTRY_NOUNS or item.kind == "state" or item.low.startswith("land")
        ):
            continue  # "coffee earned the country $2 billion"
        elif n < noun:
            continue
        elif j <= noun < n and items[noun + 1].low in ("of", "for") and "," not in [i.low for i in items[noun:n]]:
            continue  # "the top buyer of Ceylon tea, taking 24.1 million kilograms"
        elif item.low in trade_words("noun") and (noun < j or items[n - 1].low != "with" or item.low == "trade"):
            return None, ""
        elif item.low in trade_words("noun"):
            continue  # "with sales reaching"
        elif noun >= 0 and item.low in _LISTS["ranking"]:
            continue  # "came at the top of the list with exports of"
        elif noun > j - 1 and (n <= noun or item.kind == "state" or item.low in trade_words("general")):
            continue
        elif not freely or item.kind != "word" or item.low in STOPS:
            return None, ""
    return None, ""


def _figures_before(items: Sequence[Item], k: int) -> tuple[list[int], str] | None:
    """Return the figures that stand before a preposition, and "moves" where a verb of motion leads to it."""
    verb = ""
    numbers: list[int] = []
    while k >= 0:
        item = items[k]
        if item.kind == "number":
            numbers.insert(0, k)
            led = k == 0 or items[k - 1].low in _LISTS["joins"] | _LISTS["hedge"] | {"by", "some", "of", "more", "than"}
            if led and not (items[k - 1].low == "of" and k > 1 and items[k - 2].kind != "number"):
                break
        elif item.low == "which":
            break
        elif item.low in _LISTS["moves"]:
            verb = "moves"
        elif item.low in ("those", "in") or (item.low in change_words() and items[k + 1].low in ("in", "of")):
            pass  # "outpacing a 2.4% gain in those to Peru"
        elif item.low not in _BESIDE | POSSESSIVES and not (
            verb and (item.low in (",", "(", ")") or (item.kind == "word" and item.low not in trade_words("noun")))
        ):
            break
        k -= 1
    return (numbers, verb) if numbers else None


def _of_goods(items: Sequence[Item], phrases: Sequence[FlowPhrase], before: FlowPhrase | None) -> list[FlowPhrase]:
    """Return a flow for each of the goods that a list or a sentence goes on with: "textiles at $276 million", "Gold brought in".

    Percentages count for goods that are in ``words/trade_words.csv`` only, as other words may be anything that grows.
    """
    found: list[FlowPhrase] = []
    n = 0
    while n < len(items):
        begins, those = n, False
        if n and items[n - 1].low not in _LISTS["joins"] and not (items[n - 1].low == "by" and items[n - 2].low == "followed"):
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
        if any(i.low in _LISTS["other measure"] or i.low in ("prices", "price") for i in items[begins:end]):
            continue
        known = any(i.low in trade_words("traded") or i.low in trade_words("goods") for i in items[begins:end])
        number, after = _figure_after(items, end, freely=False, noun=-1)
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
    if item.kind != "word" or item.low in STOPS or item.low in _LISTS["no goods"]:
        return False
    if item.low.endswith("ing") and item.low not in trade_words("traded"):
        return False
    light = (
        item.low in _BESIDE or item.low in _LIGHT or item.low in change_words() or item.low in _LISTS["buys"] | _LISTS["sells"]
    )
    return not light and item.low not in trade_words("noun") and item.low not in trade_words("verb")


def _roles(items: Sequence[Item], phrases: Sequence[FlowPhrase]) -> list[FlowPhrase]:
    """Return the flows of lists whose kind a noun tells: "Kenya's main export markets", "the biggest suppliers"."""
    roles = []
    for n, item in enumerate(items):
        kind = next((name for name in _ROLES if item.low in _LISTS[name]), "")
        side = item.low == "side" and n and {"import": "seller", "export": "buyer"}.get(items[n - 1].low.rstrip("s"), "")
        if not (kind := kind or side or ""):
            continue
        said = next((p for p in phrases if p.role and p.head == n), None)
        traded = {"export": "exports", "import": "imports"}.get(items[n - 1].low if n else "", "")  # "top export partner"
        if [i.low for i in items[n + 1 : n + 2]] in (["by"], ["in"], ["for"]) and len(items) > n + 2:
            traded = traded or {"exports": "exports", "imports": "imports"}.get(
                items[n + 2].low, ""
            )  # "main partner by imports"
        made = FlowPhrase(
            n, n, traded if kind == "partner" and traded else _ROLES[kind], item.start, item.end, head=n, listed=True
        )
        if kind == "contributor":
            signs = [1 if i.low.startswith("surplus") else -1 for i in items if i.low in _BALANCES]
            if not signs:
                continue
            made.sign = signs[0]
        made.reporters = list(said.partners) if said else _home(items, n)
        roles.append(made)
    return roles


def _ranking(
    items: Sequence[Item], phrases: Sequence[FlowPhrase], before: FlowPhrase | None, home: str | None
) -> list[FlowPhrase]:
    """Return the flow of a list that words of order tell: "In second place came Libya", "Turkey was third with"."""
    lows = [item.low for item in items]
    n = next((n for n, low in enumerate(lows) if low in _LISTS["order"] or lows[n : n + 2] == ["top", "of"]), None)
    told = next(
        (p for p in phrases if not p.verb and not p.partners and p.flow in ("exports", "imports") and (n or 0) > p.last), None
    )
    told = told or before
    if any(p.last < (n or 0) and p.partners and not p.role for p in phrases):
        return []  # the list goes on with that flow
    if n is None or told is None or told.flow == "balance" or not (told.reporters or home):
        return []
    start, end = items[n].start, items[n].end
    made = replace(told, first=n, last=n, head=n, start=start, end=end, listed=True, verb=False, numbers=[], slot="partner")
    if home is not None and told.partners == [home]:
        made.slot, made.reporters = "reporter", []
    elif not told.own and home is not None:
        made.reporters = [home]
    return [made]


def _share_of(items: Sequence[Item], member: _Member, phrases: Sequence[FlowPhrase]) -> FlowPhrase | None:
    """Return the flow that a member is told to be a share of; None if it is of none, or has an owner to sell to."""
    n = member.numbers[0]
    after = next((p for p in phrases if p.first > n), None)
    if items[n].value.kind != "percent" or after is None or after.partners or after.verb:
        return None
    led = [item.low for item in items[n + 1 : after.first]]
    return after if led[:1] == ["of"] and len(led) <= 3 else None


def _home(items: Sequence[Item], noun: int) -> list[str]:
    """Return whose list it is: "Kenya's main export markets", "the main market for Serbian goods", "exporters to Iran"."""
    for n in (*range(noun - 1, max(noun - 6, -1), -1), *range(noun + 1, min(noun + 5, len(items)))):
        if items[n].kind != "state":
            continue
        owns = n + 1 < len(items) and items[n + 1].low in POSSESSIVES
        led = n > noun and items[noun + 1].low in ("to", "of", "for")
        if items[n].value.form == "demonym" or owns or led:
            return [items[n].value.code]
    return []


def _made(
    items: Sequence[Item],
    member: _Member,
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


def _side(items: Sequence[Item], member: _Member, told: FlowPhrase, *, carried: bool) -> str | None:
    """Return which side of the flow the states of a list are: partner or reporter."""
    toward = {"exports": "to", "imports": "from"}.get(told.flow, "with")
    if member.way == toward or (member.way == "with" and not told.partners):
        return "partner"
    if member.way in ("to", "from"):
        led = items[member.first - 1].low if member.first else ""
        return "reporter" if led in ("those", "ones", "that", "and") else None
    if member.verb in _VERBS and told.flow in ("exports", "imports"):
        return "partner" if (told.flow == "exports") == (member.verb == "buys") else None if carried else "reporter"
    if told.slot:
        return told.slot
    if told.partners and not told.own and not carried and items[member.first - 1].low in _LISTED_BY:
        return "reporter"  # "several countries' exports to the US grew, including Vietnam's"
    if carried:
        return "partner" if told.partners and told.partners != ["WORLD"] else None
    if told.verb and items[told.last + 1].low in ("to", "from"):
        return "partner"  # "The countries Egypt imported from were Algeria with ..."
    if told.verb:
        return "reporter" if items[told.first].kind == "state" and told.reporters else None
    return "partner" if told.partners or (member.opens and not told.own) else None  # "On the import side, Japan led with ..."
