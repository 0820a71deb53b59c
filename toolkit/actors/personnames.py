"""Names of persons: how one is taken apart, which forms are one person's, whether of a man or a woman."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from toolkit.actors.namelists import PARTICLES, fold, given_names
from toolkit.words import word_list, words_of


@cache
def _transliterations() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["reads"]) for row in word_list("transliterations"))


@cache
def sound(word: str) -> str:
    """Return what a word of a name is compared by: no accents, one spelling for what is written in several.

    >>> sound("Zelenskyy") == sound("Zelensky") == sound("Zelenskiy")
    True
    >>> sound("Sergei") == sound("Sergey"), sound("Biden") == sound("Bidan")
    (True, False)
    """
    plain = re.sub(r"[^a-z]", "", re.sub(r"^(?:al|el|as|ar|an|ad)[-‑]", "", fold(word).lower()))
    for pattern, reads in _transliterations():
        plain = pattern.sub(reads, plain)
    return plain


@cache
def _family_first() -> frozenset[str]:
    return words_of("family_first", "surname")


def family_first(parts: tuple[str, ...]) -> bool:
    """Tell whether the first word is the surname, as in Chinese, Korean and Vietnamese names.

    >>> family_first(("Xi", "Jinping")), family_first(("Jack", "Ma")), family_first(("Kim", "Kardashian"))
    (True, False, False)
    """
    if not 2 <= len(parts) <= 4 or fold(parts[0]) not in _family_first():
        return False
    rest = [fold(p) for p in parts[1:]]
    western = (
        fold(parts[0]) in given_names()
        and len(rest) == 1
        and fold(parts[0]) in {"Kim", "Lee", "Ann", "Dan", "Jo", "Ben", "Van", "Dean"}
    )
    if western:
        return "-" in rest[-1] or any(re.search(r"(?:ng|un|eon|ung|ae|hyun|ui|ok|il)$", r) for r in rest)
    return True


def surname_forms(name: str) -> tuple[str, ...]:
    """Return the forms by which a full name goes on in an article, the likeliest first.

    >>> surname_forms("Ursula von der Leyen")
    ('Leyen', 'der Leyen', 'von der Leyen')
    >>> surname_forms("Andrés Manuel López Obrador")
    ('Obrador', 'López Obrador', 'López')
    >>> surname_forms("Xi Jinping")
    ('Xi',)
    """
    parts = tuple(p for p in name.split() if p not in ("Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"))
    if len(parts) < 2:
        return ()
    if family_first(parts):
        return (parts[0],)
    forms = [parts[-1]]
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in PARTICLES:
        at -= 1
        forms.append(" ".join(parts[at:]))
    if at == len(parts) - 1 and len(parts) > 2 and not re.fullmatch(r"[A-Z]\.?", parts[-2]):
        forms += [" ".join(parts[-2:]), parts[-2]] if len(parts) > 3 else [" ".join(parts[-2:])]
    for form in list(forms):
        if match := re.match(r"(?:al|el|Al|El)[-‑](\w+)", form):
            forms.append(match[1])
    return tuple(forms)


@cache
def _short_names() -> Mapping[str, str]:
    return {row["short"].lower(): row["long"].lower() for row in word_list("short_names")}


def same_person(one: str, other: str) -> bool:
    """Tell whether two full names are one person's, in other letters or shortened.

    >>> same_person("Sergei Lavrov", "Sergey Lavrov"), same_person("Joe Biden", "Joseph R. Biden Jr.")
    (True, True)
    >>> same_person("Hillary Clinton", "Bill Clinton"), same_person("Kim Jong Un", "Kim Jong-un")
    (False, True)
    """
    if one == other:
        return True
    left = [p for p in re.split(r"[\s‑-]+", one) if p not in ("Jr.", "Jr", "Sr.", "Sr")]
    right = [p for p in re.split(r"[\s‑-]+", other) if p not in ("Jr.", "Jr", "Sr.", "Sr")]
    if "".join(map(sound, left)) == "".join(map(sound, right)):
        return True
    if len(left) < 2 or len(right) < 2:
        return False
    if {sound(p) for p in left} == {sound(p) for p in right}:  # Shinzo Abe, Abe Shinzo
        return True
    if sound(left[-1]) != sound(right[-1]):
        return False
    return _same_given(left[0], right[0])


def _same_given(one: str, other: str) -> bool:
    a, b = sound(one), sound(other)
    if a == b:
        return True
    if re.fullmatch(r"(?:[A-Z]\.?)+", one) or re.fullmatch(r"(?:[A-Z]\.?)+", other):
        return bool(a and b) and a[0] == b[0]
    short = _short_names()
    return short.get(one.lower(), one.lower()) == short.get(other.lower(), other.lower())


@cache
def genders() -> Mapping[str, str]:
    """Return given names that are a man's (m) or a woman's (f) in every list that has them."""
    return {row["name"]: row["gender"] for row in word_list("given_names") if row["gender"]}


def gender(name: str, title: str) -> str:
    """Return m, f or '' for a person by courtesy title and given name."""
    lowered = title.lower()
    if re.search(
        r"\b(?:mr|sir|king|prince|lord|monsieur|congressman|chairman|spokesman|businessman|pope|father)\b\.?", lowered
    ):
        return "m"
    if re.search(
        r"\b(?:mrs|ms|miss|queen|princess|lady|madame|madam|dame|congresswoman|chairwoman|spokeswoman|businesswoman|sister)\b\.?",
        lowered,
    ):
        return "f"
    parts = name.split()
    given = parts[-1] if len(parts) > 1 and family_first(tuple(parts)) else parts[0]
    return genders().get(fold(given), "") if len(parts) > 1 else ""
