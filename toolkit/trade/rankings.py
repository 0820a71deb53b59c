"""What a list is of: the nouns and words of order that tell it ("the main markets were", "in second place came")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.trade.items import POSSESSIVES, FlowPhrase, Item, trade_words
from toolkit.trade.listed import LISTS, member_at

_ROLES = {"buyer": "exports", "seller": "imports", "partner": "trade", "contributor": "balance"}
_BALANCES = ("surplus", "surpluses", "deficit", "deficits")


def roles_of_lists(
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
        listed = [m for j, i in enumerate(items) if i.kind == "state" and (m := member_at(items, j, role.head)) is not None]
        counted = [p for p in phrases if not p.role and listed and role.head < p.head < listed[0].numbers[0]]
        if len(listed) == 1 and counted and any(p.role and p.head == role.head for p in phrases):
            continue  # "Brazil is China's top supplier, with sales of" tells it by itself
        if not role.reporters and before is not None and before.reporters:
            role.pair = (
                any(m.codes == before.reporters and not m.way for m in listed) and len(listed) > 1
            )  # home is one of them
        if not _set_off(items, role, phrases):
            kept.append((role, len(listed) > 1))
    return kept


def told_at_the_end(items: Sequence[Item], phrases: Sequence[FlowPhrase]) -> FlowPhrase | None:
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
    measured = any(i.kind == "number" and i.value.unit in LISTS["measure"] for i in items)
    buyers = [n for n, i in enumerate(items) if i.low in LISTS["buyer"] | LISTS["seller"]]
    return measured and any(_home(items, n) for n in buyers)


def _set_off(items: Sequence[Item], role: FlowPhrase, phrases: Sequence[FlowPhrase]) -> bool:
    """Whether a role only says in passing what a partner is: "shipments to China, the country's top trading partner, rose"."""
    opened = next((n for n in range(role.head - 1, 0, -1) if items[n].low == "," or items[n].kind == "number"), 0)
    told = any(p.last == opened - 1 and p.partners and not p.role for p in phrases)
    return told and any(item.low == "," for item in items[role.head + 1 : role.head + 6])


def _roles(items: Sequence[Item], phrases: Sequence[FlowPhrase]) -> list[FlowPhrase]:
    """Return the flows of lists whose kind a noun tells: "Kenya's main export markets", "the biggest suppliers"."""
    roles = []
    for n, item in enumerate(items):
        kind = next((name for name in _ROLES if item.low in LISTS[name]), "")
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
    n = next((n for n, low in enumerate(lows) if low in LISTS["order"] or lows[n : n + 2] == ["top", "of"]), None)
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
