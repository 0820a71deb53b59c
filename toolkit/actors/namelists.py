"""What the word lists know of names: given names and surnames, titles, places, organisations."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.words import word_list, word_lists, words_of

PARTICLES = word_lists("name_lists")["particle"]


class Known(NamedTuple):
    """What the word lists know of a name."""

    kind: str
    name: str
    country: str
    also_person: bool


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """Return a name without accents, as the lists of persons' names have it."""
    if name.isascii():
        return name
    plain = name.translate(str.maketrans("łŁøØđĐıßæÆ", "lLoOdDisaA"))
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


@cache
def given_names() -> frozenset[str]:
    """Return the given names of ``words/given_names.csv``."""
    return words_of("given_names", "name")


@cache
def surnames() -> frozenset[str]:
    """Return the surnames of ``words/surnames.csv``."""
    return words_of("surnames", "name")


@cache
def common_words() -> frozenset[str]:
    """Return everyday words, in small letters."""
    return words_of("common_words", "word")


@cache
def titles() -> Mapping[str, tuple[str, str]]:
    """Return titles in lower case, each with (role, rank)."""
    return {row["title"].lower(): (row["role"], row["rank"]) for row in word_list("titles")}


@cache
def known_names() -> Mapping[str, Known]:
    """Return the places and organisations that the word lists know."""
    found: dict[str, Known] = {}
    for row in word_list("organisations"):
        for form in (row["name"], *filter(None, row["forms"].split("|"))):
            found[form] = Known("organisation", row["name"], row["country"], False)
    for row in word_list("not_states"):
        found.setdefault(row["form"], Known(row["kind"], row["form"], row["country"], False))
    for row in word_list("places"):
        found.setdefault(row["name"], Known("place", row["name"], row["country"], row["also_person"] == "yes"))
    for form, known in list(found.items()):
        if "'" in form:
            found.setdefault(form.replace("'", "’"), known)
    return found


@cache
def rank_of(role: str) -> str:
    """Return the rank of a role as ``words/titles.csv`` has it, 'office' for one that it has not."""
    return next((rank for canonical, rank in titles().values() if canonical == role), "office")


@cache
def organisation_kinds() -> Mapping[str, str]:
    """Return the listed organisations with their kinds: media, body or company."""
    return {row["name"]: row["kind"] for row in word_list("organisations")}


@cache
def towns() -> Mapping[str, tuple[str, bool]]:
    """Return smaller towns, each with its country and whether it is a person's name too."""
    return {row["name"]: (row["country"], row["also_person"] == "yes") for row in word_list("towns")}


@cache
def key_words(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a list that may stand anywhere or first, and those that may stand last."""
    rows = word_list(name)
    return (
        frozenset(r["word"] for r in rows if r["where"] in ("any", "first")),
        frozenset(r["word"] for r in rows if r["where"] in ("any", "last")),
    )


@cache
def inside_words() -> frozenset[str]:
    """Return owners that stand within names of organisations: "People's", "Workers'"."""
    return words_of("organisation_words", "word", where="inside")


@cache
def generic_words() -> frozenset[str]:
    """Return words that the names of many organisations are made of: "Supreme", "Democratic"."""
    return words_of("organisation_words", "word", where="generic")


@cache
def not_names() -> Mapping[str, str]:
    """Return words in capitals that are no names, each with its kind: word, people or event."""
    return {row["form"]: row["kind"] for row in word_list("not_names")}


def is_key(word: str) -> bool:
    """Tell whether a word makes a name an organisation's or a place's."""
    organisation, place = key_words("organisation_words"), key_words("place_words")
    return word in organisation[0] or word in organisation[1] or word in place[0] or word in place[1]


def begins_name(word: str) -> bool:
    """Tell whether an organisation's or a place's name may begin with a word: "Ministry", not "Motors"."""
    return word in key_words("organisation_words")[0] or word in key_words("place_words")[0]


def is_org_key(word: str) -> bool:
    """Tell whether a word makes a name an organisation's."""
    first, last = key_words("organisation_words")
    return word in first or word in last
