"""One member of a list: a state, and the figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.trade.items import (
    AFTER_STATES,
    COUNTRY_NOUNS,
    POSSESSIVES,
    STOPS,
    Item,
    change_words,
    trade_words,
)
from toolkit.trade.states import states_from
from toolkit.words import word_lists

LISTS = word_lists("trade_lists")
VERBS = ("buys", "sells")
BESIDE = LISTS["beside amount"] | LISTS["hedge"] | LISTS["order"] | LISTS["copula"] | LISTS["stays"] | LISTS["level"]
_SIDES = frozenset({"up", "down", "higher", "lower"})
_FIGURES_FOR = ("figure", "figures", "value", "values", "amounts", "volumes")  # "while the figures for Peru and Chile were"
LISTED_BY = ("including", "notably", "namely")
LIGHT = frozenset(
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
_WIDE = 12  # items that may stand between a state and its figure


class Member(NamedTuple):
    """States at ``first`` to ``last`` with the ``numbers`` (items) beside them."""

    first: int
    last: int
    codes: list[str]
    numbers: list[int]
    way: str  # the preposition before them: to, from, with; empty without one
    verb: str  # buys, sells, moves; empty for none
    opens: bool  # whether they open the sentence, and go on with no list


def member_at(items: Sequence[Item], j: int, noun: int) -> Member | None:
    """Read the state at item ``j`` as a member of a list; None if no figure is beside it. ``noun`` tells what is listed."""
    k = j - 1
    ranked = noun >= 0
    while k >= 0 and items[k].low in ("the", "mainland", "neighbouring", "neighboring"):
        k -= 1
    before = items[k].low if k >= 0 else ""
    way = {"into": "to"}.get(before, before) if before in ("to", "into", "from", "with") else ""
    behind = 0 <= noun <= k and all(i.low in BESIDE or i.kind == "date" or i.low == "in" for i in items[noun + 1 : k + 1])
    bracketed = [i.low for i in items[j + 1 : j + 2]] == ["("]
    opens = (
        k < 0
        or behind
        or (bracketed and before in LISTS["copula"])  # "The largest increases were to Germany (5%)"
        or (ranked and before in LISTS["stays"] | LISTS["copula"])
        or (before == "," and all(i.kind == "date" or i.low in ("in", "of", "this", "that") for i in items[:k]))
        or (before == "," and items[0].low in LISTS["regarding"] and all(i.kind == "word" for i in items[:k]))
    )
    if (
        not way
        and not opens
        and not (
            before in LISTS["joins"]
            or (before in ("by", "of") and LISTS["joins"] & {i.low for i in items[max(0, k - 3) : k]})
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
        return Member(first, last, codes, numbers[0], way, numbers[1], False)
    if before in LISTED_BY and last + 1 < len(items) and items[last + 1].low == ",":
        return None  # "exports to China, including Hong Kong, fell"
    number, verb = figure_after(items, last + 1, freely=way in ("to", "from"), noun=noun)
    if number is not None:
        return Member(first, last, codes, [number], way, verb, opens and not way)
    if way and (numbers := _figures_before(items, k - 1)):
        return Member(first, last, codes, numbers[0], way, numbers[1], False)
    return None


def last_of(items: Sequence[Item], j: int) -> int:
    """Return the last item of the state at item ``j``, with a word such as "countries" after it."""
    return j + (j + 1 < len(items) and items[j + 1].low in AFTER_STATES)


def figure_after(items: Sequence[Item], j: int, *, freely: bool, noun: int) -> tuple[int | None, str]:
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
        if kind := next((v for v in VERBS if item.low in LISTS[v]), ""):
            verb = verb or kind
        elif item.low in change_words() and item.low not in _SIDES and verb:
            return None, ""
        elif item.low in BESIDE or item.low in change_words() or item.low in LIGHT:
            continue
        elif item.low == "from" and n + 1 < len(items) and items[n + 1].kind == "number":
            continue  # "India from 456,000 tons to 332,000"
        elif item.low == "in" and items[n - 1].low in ("brought", "bringing"):
            continue
        elif items[j].low in LISTS["earns"] and (
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
        elif noun >= 0 and item.low in LISTS["ranking"]:
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
            led = k == 0 or items[k - 1].low in LISTS["joins"] | LISTS["hedge"] | {"by", "some", "of", "more", "than"}
            if led and not (items[k - 1].low == "of" and k > 1 and items[k - 2].kind != "number"):
                break
        elif item.low == "which":
            break
        elif item.low in LISTS["moves"]:
            verb = "moves"
        elif item.low in ("those", "in") or (item.low in change_words() and items[k + 1].low in ("in", "of")):
            pass  # "outpacing a 2.4% gain in those to Peru"
        elif item.low not in BESIDE | POSSESSIVES and not (
            verb and (item.low in (",", "(", ")") or (item.kind == "word" and item.low not in trade_words("noun")))
        ):
            break
        k -= 1
    return (numbers, verb) if numbers else None
