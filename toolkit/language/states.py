"""States, blocs and regions in plain text: every form that stands for one, by word list.

The forms are in ``words/states.csv``, ``blocs.csv`` and ``seats.csv``; what only looks like
one is in ``not_states.csv``; forms that need company to be one in ``ambiguous_states.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from toolkit.words import word_list, words_of

Form = Literal["name", "demonym", "metonym"]


class StateForm(NamedTuple):
    """A form of a state, bloc or region at the characters ``start`` to ``end``.

    ``code`` is ISO 3166-1 alpha-3 or a code of ``blocs.csv``; ``form`` is name, demonym (also
    adjectives: Russian, Sino-) or metonym (a capital or seat of power, which may also be just a
    place: grammar decides, see ``toolkit.actors``); ``name`` is the usual English name.
    """

    start: int
    end: int
    code: str
    form: Form
    name: str


@cache
def state_names() -> Mapping[str, str]:
    """Return the usual English name of every code, states first, then blocs and regions.

    >>> state_names()["KOR"], state_names()["OPECPLUS"]
    ('South Korea', 'OPEC+')
    """
    return {row["code"]: row["name"] for row in (*word_list("states"), *word_list("blocs"))}


@cache
def bloc_codes() -> Mapping[str, str]:
    """Return the codes of blocs and regions, each with its kind: ``bloc`` or ``region``."""
    return {row["code"]: row["kind"] for row in word_list("blocs")}


@cache
def capitals() -> Mapping[str, str]:
    """Return the capitals, each with the code of its state."""
    return {form: row["code"] for row in word_list("states") for form in _cell(row["capitals"])}


def _cell(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split("|") if piece.strip()]


@cache
def _forms() -> dict[str, tuple[str, Form]]:
    """Return every form with its code and form; an earlier kind of form wins over a later one."""
    found: dict[str, tuple[str, Form]] = {}
    for row in word_list("states"):
        for name in (row["name"], row["official"], *_cell(row["names"])):
            if name:
                found.setdefault(name, (row["code"], "name"))
    for row in word_list("blocs"):
        for name in _cell(row["names"]):
            found.setdefault(name, (row["code"], "name"))
    for row in (*word_list("states"), *word_list("blocs")):
        for name in (*_cell(row["adjectives"]), *_cell(row.get("people", ""))):
            found.setdefault(name, (row["code"], "demonym"))
    for name, code in capitals().items():
        found.setdefault(name, (code, "metonym"))
    for row in word_list("seats"):
        found.setdefault(row["form"], (row["code"], "metonym"))
    for form, value in list(found.items()):
        if len(form) > 4 and form.upper() != form:  # headlines in capitals
            found.setdefault(form.upper(), value)
        if "'" in form:
            found.setdefault(form.replace("'", "’"), value)
        if form.startswith("the "):
            found.setdefault("The " + form[4:], value)
    return found


@cache
def _others() -> frozenset[str]:
    return words_of("not_states", "form")


def trie_pattern(forms: Iterable[str]) -> str:
    """Return a pattern that matches the longest of ``forms``, built as a tree of characters."""
    tree: dict[str, dict] = {}
    for form in forms:
        node = tree
        for letter in form:
            node = node.setdefault(letter, {})
        node[""] = {}

    def written(node: dict[str, dict]) -> str:
        branches = [re.escape(letter).replace(r"\ ", r"\s") + written(node[letter]) for letter in node if letter]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return body + ("?" if "" in node else "")

    return written(tree)


@cache
def _pattern() -> re.Pattern[str]:
    prefixes = "|".join(p for row in word_list("states") for p in _cell(row["prefixes"]))
    tree = trie_pattern([*_forms(), *_others()])
    # A greedy optional tree would stop inside a longer word; the look-ahead makes it back off.
    return re.compile(rf"(?<!\w)(?:(?:{tree})(?!\w)|(?P<prefix>{prefixes})(?=[-–‑][A-Z]))")


@cache
def _prefixes() -> Mapping[str, str]:
    return {p: row["code"] for row in word_list("states") for p in _cell(row["prefixes"])}


class _Company(NamedTuple):
    code: str
    yes: re.Pattern[str] | None
    no: re.Pattern[str] | None
    default: bool


@cache
def _ambiguous() -> dict[str, _Company]:
    def any_of(cell: str) -> re.Pattern[str] | None:
        listed = "|".join(re.escape(w) for w in _cell(cell))
        return re.compile(rf"(?<!\w)(?:{listed})(?!\w)") if listed else None

    return {
        row["form"]: _Company(row["code"], any_of(row["if"]), any_of(row["unless"]), row["default"] == "state")
        for row in word_list("ambiguous_states")
    }


def _in_company(text: str, form: str) -> str | None:
    """Return the code that an ambiguous form stands for in this text, None if for no state."""
    company = _ambiguous()[form]
    if company.yes and company.yes.search(text):
        return company.code
    if company.no and company.no.search(text):
        return None
    return company.code if company.default else None


_PERSON_BEFORE = re.compile(r"(?<!\w)(?P<word>[A-Z][a-z]+|[A-Z]\.)\s+$")
_PERSON_AFTER = re.compile(r"\s+(?P<word>[A-Z][a-zà-ÿ]+)")
_CAPITALS_BESIDE = re.compile(r"\b[A-Z]{3,}\W+$"), re.compile(r"\W+[A-Z]{3,}\b")


@cache
def _names_of_people() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return states that are given names too, all given names, all surnames; see the word lists."""
    also = words_of("state_name_persons", "form")
    given = words_of("given_names", "name")
    family = words_of("surnames", "name")
    return also, given, family


def _is_person(text: str, start: int, end: int) -> bool:
    """Tell 'Michael Jordan' and 'Chad Smith' from the states."""
    form = text[start:end]
    also, given, family = _names_of_people()
    if form not in also:
        return False
    before = _PERSON_BEFORE.search(text, max(0, start - 30), start)
    if before and (before["word"] in given or before["word"].endswith(".")) and before["word"] not in _forms():
        return True
    after = _PERSON_AFTER.match(text, end, end + 30)
    return bool(after and form in given and after["word"] in family and after["word"] not in _forms())


def _among_capitals(text: str, start: int, end: int) -> bool:
    before, after = _CAPITALS_BESIDE
    return bool(before.search(text[max(0, start - 20) : start]) and after.match(text, end))


@lru_cache(maxsize=512)
def _states_in(text: str) -> tuple[StateForm, ...]:
    forms, others, names = _forms(), _others(), state_names()
    found: list[StateForm] = []
    resolved: dict[str, str | None] = {}
    for match in _pattern().finditer(text):
        start, end = match.span()
        form = " ".join(match[0].split())
        if match["prefix"]:
            code = _prefixes()[form]
            found.append(StateForm(start, end, code, "demonym", names[code]))
            continue
        if form in others and form not in forms:
            continue
        if form in _ambiguous():
            if form not in resolved:
                resolved[form] = _in_company(text, form)
            if resolved[form] is None:
                continue
        if form == "US" and _among_capitals(text, start, end):
            continue  # "JOIN US NOW"
        if form[0].isupper() and _is_person(text, start, end):
            continue
        given, kind = forms[form]
        code = resolved.get(form) or given
        if form.startswith(("the ", "The ")):
            start += 4
        elif form == "world's":
            end -= 2
        found.append(StateForm(start, end, code, kind, names[code]))
    return tuple(found)


def find_states(text: str) -> list[StateForm]:
    """Find the states, blocs and regions that a text names, in order, without overlap.

    Parameters
    ----------
    text : plain text in English, as published (capital letters matter: "US", not "us").

    The longest form wins ("South African", not "African"), each part of a hyphenated pair counts
    ("Sino-Russian", "China-Russia"), a possessive's 's is left out. Not found: towns that are no
    seat of power, "he" and "the country", forms that the text's company makes something else
    ("Georgia" beside "Atlanta", "Michael Jordan").

    >>> [(s.name, s.form) for s in find_states("Sino-Indian trade, said Moscow, outgrew the EU's.")]
    [('China', 'demonym'), ('India', 'demonym'), ('Russia', 'metonym'), ('European Union', 'name')]
    """
    return list(_states_in(text))
