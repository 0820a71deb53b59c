"""Institutions of states: "the Russian Foreign Ministry" and, in small letters, "Germany's economy ministry".

The words are in ``words/institutions.csv``. An institution is named with its state, so that
the foreign ministries of two states are two actors in every article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.namelists import is_org_key, known_names
from toolkit.actors.people import Mention, slug
from toolkit.language import StateForm, trie_pattern
from toolkit.words import either, word_list, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.reading import Article


class Institution(NamedTuple):
    """An institution in small letters: where it stands, its state and what the tables call it."""

    start: int
    end: int
    country: str
    name: str


@cache
def adjectives() -> Mapping[str, str]:
    """Return the adjective of every state by its code: what its institutions' names begin with."""
    return {r["code"]: r["adjectives"].split("|")[0] or r["name"] for r in word_list("states")}


@cache
def _names() -> tuple[Mapping[str, str], Mapping[tuple[str, str], str]]:
    rows = word_list("institutions")
    general = {r["institution"]: r["name"] for r in rows if not r["country"]}
    return general, {(general.get(r["institution"], ""), r["country"]): r["name"] for r in rows if r["country"]}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{trie_pattern(_names()[0])})(?![\w-])".replace("'", "['’]"))


def institution_name(country: str, plain: str) -> str:
    """Return what a state's institution is called in the tables.

    >>> institution_name("RUS", "Defense Ministry"), institution_name("IND", "Central Bank")
    ('Russian Defence Ministry', 'Reserve Bank of India')
    """
    plain = re.sub(r"^Labor(?= Ministry$)", "Labour", re.sub(r"^Defense(?= Ministry$)", "Defence", plain))
    if own := _names()[1].get((plain, country)):
        return own
    for lead in (adjectives()[country], *_states()[country]):
        if (known := known_names().get(f"{lead} {plain}")) and known.kind == "organisation":
            return known.name
    return f"{adjectives()[country]} {plain}"


@cache
def _states() -> Mapping[str, tuple[str, ...]]:
    return {r["code"]: (r["name"], *filter(None, r["names"].split("|"))) for r in word_list("states")}


_OWNED = re.compile(r"['’]s?\s(?:own\s|new\s|main\s|powerful\s)?")
_OF_ADJECTIVE = re.compile(r"\s(?:state\s|federal\s)?")
_OF_STATE = re.compile(r"\s(?:of|in)\s(?:the\s)?")
_DEFINITE = re.compile(r"(?:\b[Tt]he|\b[Ii]ts|\b[Tt]he\scountry['’]s)\s$")


def find_institutions(article: Article, doc: Doc, states: list[StateForm]) -> Iterator[Institution]:
    """Find institutions written in small letters whose state the article leaves no doubt of, in order.

    The state owns it ("Germany's economy ministry", "the Philippine coast guard"), follows
    ("the central bank of Kenya", "the foreign ministry in Beijing"), or was said before of the
    same institution; where the article names one state only, it is that one's. Not found: "the
    ministry" alone, and institutions within a title or a longer noun ("a foreign ministry
    official").
    """
    text = article.text
    by_end = {s.end: s for s in states if s.code in adjectives()}
    by_start = {s.start: s for s in states if s.code in adjectives()}
    only = {s.code for s in states}
    said: dict[str, set[str]] = {}
    loose: list[tuple[int, int, str]] = []
    for match in _pattern().finditer(text):
        start, end = match.span()
        if article.part_at(start) == "furniture" or _goes_on(doc, text, end):
            continue
        plain = _names()[0][match[0].replace("’", "'")]
        owner = _owner(text, start, by_end)
        if owner is not None:
            said.setdefault(plain, set()).add(owner.code)
            yield Institution(owner.start, end, owner.code, institution_name(owner.code, plain))
        elif not (lead := _DEFINITE.search(text, max(0, start - 20), start)):
            continue
        elif (of := _OF_STATE.match(text, end)) and (behind := by_start.get(of.end())):
            said.setdefault(plain, set()).add(behind.code)
            last = behind.end if "of" in of[0] else end
            yield Institution(start, last, behind.code, institution_name(behind.code, plain))
        elif lead and not re.match(r"\s(?:of|in|for|at)\s", text[end : end + 6]):
            loose.append((start, end, plain))
    for start, end, plain in loose:
        owners = said.get(plain) or only
        if len(owners) == 1 and (code := next(iter(owners))) in adjectives():
            yield Institution(start, end, code, institution_name(code, plain))


def _owner(text: str, start: int, by_end: Mapping[int, StateForm]) -> StateForm | None:
    for back in range(start - 1, max(start - 16, 0), -1):
        if (state := by_end.get(back)) is not None:
            between = text[back:start]
            joins = _OF_ADJECTIVE if state.form == "demonym" or re.fullmatch(r"[A-Z.]+", text[state.start : back]) else _OWNED
            return state if joins.fullmatch(between) or _OWNED.fullmatch(between) else None
    return None


def _goes_on(doc: Doc, text: str, end: int) -> bool:
    """Tell whether a noun follows at once: the institution is only part of "a coast guard vessel"."""
    if not re.match(r"\s?[-‑]?\w", text[end : end + 3]):
        return False
    span = doc.char_span(end + 1, end + 2, alignment_mode="expand")
    token = span[0] if span is not None and len(span) else None
    return token is not None and (token.tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ", "CD") or text[end] in "-‑")


def institution_mentions(article: Article, doc: Doc, states: list[StateForm], taken: list[Mention]) -> Iterator[Mention]:
    """Yield institutions in small letters as mentions; ``taken`` are names that they must not run into."""
    for found in find_institutions(article, doc, states):
        if not any(m.kind in ("organisation", "person") and m.start < found.end and found.start < m.end for m in taken):
            actor = f"organisation:{slug(found.name)}"
            reason = "institution of a state"
            yield Mention(found.start, found.end, actor, found.name, "organisation", found.country, None, "role", reason)


# --- institutions in capitals --------------------------------------------------------

_MINISTRY_OF = re.compile(rf"(Ministry|Department) of ({either(word_lists('name_lists')['ministry of'])})")


def plain_institution(shown: str) -> str:
    """Return an institution's name without its state in the usual order of words.

    >>> plain_institution("Ministry of Foreign Affairs")
    'Foreign Ministry'
    """
    match = _MINISTRY_OF.fullmatch(shown)
    return f"{match[2].replace('Foreign Affairs', 'Foreign')} {match[1]}" if match else shown


@cache
def _office_words() -> re.Pattern[str]:
    listed = {r["name"] for r in word_list("institutions") if not r["country"]} - {"Customs"}
    return re.compile(rf"\b{either(listed | word_lists('name_lists')['body of every state'])}\b")


def is_institution(shown: str) -> bool:
    """Tell whether a name in capitals is one that every state has a body of ("Supreme Court", "Foreign Ministry")."""
    return bool(_office_words().search(shown)) and is_org_key(shown.split()[-1]) | ("Ministry of" in shown) | (
        shown in _names()[0].values()
    )
