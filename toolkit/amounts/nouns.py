"""The noun that a number counts, with its modifiers, in plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from toolkit.amounts.units import unit_forms
from toolkit.words import either, word_list, word_lists

_NO_PLURAL = re.compile(rf"(?:ss|us|is|ous|'s|’s|as)$|^{either(word_lists('number_lists')['not a plural'])}$")
_NOUN = re.compile(r"(?:\s|[-‑])([^\W\d_][\w&’'‑-]*[\w]|[^\W\d_])(?![\w$€£])")


@cache
def _irregular() -> Mapping[str, str]:
    return {row["plural"]: row["singular"] for row in word_list("irregular_plurals")}


def singular(word: str) -> str:
    """Return a plural noun's singular by the regular rules of spelling and a list of others.

    >>> singular("countries"), singular("people"), singular("buses"), singular("barrels")
    ('country', 'people', 'bus', 'barrel')
    """
    lower = word.lower()
    if lower in _irregular():
        return _irregular()[lower]
    for ending, other in (("policemen", "policeman"), ("women", "woman"), ("men", "man")):
        if lower.endswith(ending) and len(lower) > len(ending) and lower not in word_lists("number_lists")["men but singular"]:
            return word[: -len(ending)] + other
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zes", "uses")) and not lower.endswith(
        ("houses", "causes", "horses", "axes")
    ):
        return word[:-2]
    if lower.endswith("oes") and lower not in ("shoes", "foes", "toes"):
        return word[:-2]
    if lower.endswith("s") and not _NO_PLURAL.search(lower):
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """Tell whether a word looks like a plural noun."""
    lower = word.lower()
    return (
        lower in word_lists("number_lists")["plural without s"]
        or (len(lower) > 2 and lower.endswith("s") and not _NO_PLURAL.search(lower))
        or (lower.endswith("men") and lower not in word_lists("number_lists")["men but singular"])
    )


class Counted(NamedTuple):
    """A counted noun with its modifiers: ``head_start`` is where the noun itself begins."""

    end: int
    name: str
    plural: bool


def noun_after(text: str, at: int) -> Counted | None:
    """Read the noun that a number counts: 'seven European countries' counts a European country.

    Reads at most four words, up to the first plural; a following plural belongs to it only if
    the first was part of a name ("World Cups").
    """
    pieces: list[str] = []
    end = at
    hyphen = text[at : at + 1] in "-‑"
    for _ in range(5):
        match = _NOUN.match(text, end)
        if not match or (end == at and not hyphen and text[at : at + 1] not in " \u00a0\n\t\u202f\u2009"):
            break
        word = match[1].removesuffix("'s").removesuffix("’s")
        possessive = word != match[1]
        lower = word.lower()
        if (
            (lower in word_lists("number_lists")["not counted"] and word != "US")
            or (pieces and lower.endswith("ly"))
            or (pieces and lower in word_lists("number_lists")["after a counted noun"])
        ):
            break
        pieces.append(word)
        end = match.end(1)
        if is_plural(word) and not possessive:
            known = unit_forms().get(lower)
            if known and known[1] in ("duration", "measure") and known[0] != "season" and len(pieces) > 1 and len(lower) > 2:
                return Counted(end, known[0], True)  # "517 rushing yards" are yards
            return Counted(end, " ".join([*pieces[:-1], singular(word)]), True)
        if hyphen:
            break
    if not pieces:
        return None
    first = _NOUN.match(text, at)
    assert first
    return Counted(first.end(1), pieces[0], False)
