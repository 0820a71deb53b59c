"""Persons: how a name is taken apart, which forms are one person's, of what country and office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from toolkit.actors.namelists import PARTICLES, fold, given_names, rank_of, titles
from toolkit.language import StateForm, find_states, trie_pattern
from toolkit.words import either, word_list, word_lists, words_of


class Office(NamedTuple):
    """A role said of a person: canonical role, country, rank, and where its words stand."""

    role: str
    country: str | None
    rank: str
    start: int
    end: int


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


# --- offices --------------------------------------------------------------------

_TITLE_WORDS = r"(?:[A-Za-zéñ'’.-]+)"


@cache
def role_pattern() -> re.Pattern[str]:
    """Return a pattern for the titles and offices of ``words/titles.csv``, the longest that fits."""
    listed = (t for t, (role, rank) in titles().items() if role and rank != "courtesy")
    return re.compile(rf"(?<![\w-])(?:{trie_pattern(listed)})(?![\w-])(?!\.\w)", re.IGNORECASE)


def listed_title(found: re.Match[str]) -> tuple[str, str]:
    """Return the role and rank of what ``role_pattern`` found, whatever white space stands in it."""
    return titles()[" ".join(found[0].lower().split())]


_CUES = word_lists("person_cues")
_FORMER = re.compile(rf"\b{either(_CUES['former'])}[\s-]", re.IGNORECASE)
_INCOMING = re.compile(r"\bincoming\s", re.IGNORECASE)  # who is outgoing is still in office
_NOT_ROLE = _CUES["no role"]


def _country(found: Iterable[StateForm]) -> str | None:
    codes = list(dict.fromkeys(s.code for s in found))
    return codes[-1] if len(codes) == 1 and len(codes[0]) == 3 else None


def _when(said: str) -> str:
    """Return what an office is called that is past or to come, as said before it."""
    return "former " if _FORMER.search(said) else "incoming " if _INCOMING.search(said) else ""


def office_before(text: str, start: int, title_start: int, role: str) -> Office:
    """Read the title before a name: "former Russian Foreign Minister", "Russia's President"."""
    left = text[max(0, title_start - 60) : title_start]
    left = re.split(r"[;:!?\n()“”\"]|,\s|(?<![A-Z])\.\s", left)[-1]
    near = re.search(r"(?:[\w.'’-]+\s+){0,4}$", left)
    phrase = near[0] if near else ""
    states = [
        s
        for s in find_states(phrase)
        if phrase[s.end :].strip() in ("", "'s", "’s", "'", "’")
        or re.fullmatch(r"(?:['’]s?)?\s+(?:[a-z-]*[a-rt-z]\s+|[A-Z]\w+\s+){0,2}", phrase[s.end :])
    ]
    rank = rank_of(role)
    country = _country(states[-1:])
    when = _when(phrase[-30:]) or _when(text[title_start:start])
    return Office(when + role, country, rank, title_start, start)


_PREFIX = r"(?:(?:[Ee]x|[Tt]hen)[-‑])?"


def title_ending_at(text: str, start: int) -> tuple[str, int] | None:
    """Return the longest title that ends right before ``start``, whatever its capitals, and where it begins.

    >>> title_ending_at("Special counsel Ana Ruiz spoke.", 16)
    ('special counsel', 0)
    >>> title_ending_at("Chile's then-president Ana Ruiz spoke.", 23)
    ('president', 8)
    """
    begins = max(0, start - 50)
    left = text[begins:start]
    for match in re.finditer(r"(?<![\w’'-])(?=\w)", left):
        phrase = re.sub("^" + _PREFIX, "", left[match.start() :]).rstrip().lower()
        role, rank = titles().get(phrase, ("", ""))
        if role and rank != "courtesy" and left.endswith(" ") and "\n" not in left[match.start() :]:
            return role, begins + match.start()
    return None


_COUNTERPART = r"\b(?:his|her|their|its)\s(?P<of>[A-Z][\w. -]+?)\scounterpart"
_COUNTERPART_BEFORE = re.compile(_COUNTERPART + r",?\s$")
_COUNTERPART_AFTER = re.compile(r",\s" + _COUNTERPART + r"\b")


def counterpart_country(text: str, start: int, end: int) -> str | None:
    """Return the country of "her Chinese counterpart Li Wei" and of "Li Wei, her Chinese counterpart"."""
    match = _COUNTERPART_BEFORE.search(text[max(0, start - 60) : start]) or _COUNTERPART_AFTER.match(text, end, end + 70)
    return _country(find_states(match["of"])) if match else None


_MADE = either(_CUES["made"])
_BECAME = re.compile(
    rf"(?:,?\s(?:who\s)?(?:(?:was|is|has been|had been|were|being)\s{_MADE}|becomes|became|will become|has become|is to become|"
    rf"is|was|serves|served|resigned|resigns|quit|quits|stepped down|steps down|took office|takes over|took over|returned)(?:\s(?:on|in|last|this)\s[\w ]{{3,20}})?"
    rf"(?:\s(?:as|to be))?\s(?P<what>[^,.;:\n()]{{3,60}}))"
)
_NAMED_AS = re.compile(rf"\b{_MADE}\s(?:[\w.]+\s){{0,4}}$")
_AS = re.compile(r"\s(?:as\s|to be\s)?(?P<what>(?:(?:the|its|his|her|their|new|acting)\s){0,2}[^,.;:\n()]{3,50})")


def office_given(text: str, start: int, end: int) -> Office | None:
    """Read the office that a sentence gives or says of a person: "was sworn in as Poland's prime minister".

    Also "named Ana Ruiz (as) foreign minister" and "Ruiz becomes finance minister".
    """
    what = _BECAME.match(text, end, end + 130)
    if what is None and _NAMED_AS.search(text[max(0, start - 45) : start]):
        what = _AS.match(text, end, end + 70)
    if what is None:
        return None
    said = what["what"]
    found = role_pattern().search(said)
    if not found or " ".join(found[0].lower().split()) in _NOT_ROLE:
        return None
    lead, behind = said[: found.start()], said[found.end() :]
    if not re.fullmatch(
        r"(?:(?:an?|the|its|his|her|their|new|acting|next|first|interim)\s|[A-Z][\w.]+\s|[A-Z][\w. ]+['’]s?\s|[a-z]+ly\s)*",
        lead,
    ):
        return None
    if re.match(r"['’-]|\s(?:candidate|nominee|hopeful|when|until|from|for \w+ years|in (?:19|20)\d\d|in the)\b", behind):
        return None
    past = re.match(r",?\s(?:who\s)?(?:was|served)\s(?!" + _MADE + ")", what[0])
    role, rank = listed_title(found)
    states = find_states(lead) or [s for s in find_states(behind) if re.match(r"\s(?:of|in)\s(?:the\s)?$", behind[: s.start])]
    when = "former " if past else _when(lead)
    return Office(when + role, _country(states[:1]), rank, what.start("what"), what.start("what") + found.end())


_APPOSITION = re.compile(
    r",\s(?P<what>(?:(?:the|a|an|its|their|his|her|who\s(?:is|was))\s)?(?:[^,.;:\n()]|(?<=\b[A-Z])\.){3,70})(?=[,.;:\n()]|$)"
)


def office_after(text: str, end: int) -> Office | None:
    """Read the apposition after a name: ", the Chinese leader," or ", chairman of the bank"."""
    match = _APPOSITION.match(text, end, end + 110)
    if not match:
        return None
    what = match["what"]
    found = role_pattern().search(what)
    if not found or (" ".join(found[0].lower().split()) in _NOT_ROLE and not re.match(r"\s+of\b", what[found.end() :])):
        return None
    lead = what[: found.start()]
    if (
        re.search(r"\b(?:said|told|says|met|and|that|which|with|by|to|in|on|at|from|after|when|as)\b", lead)
        or len(lead.split()) > 6
    ):
        return None
    role, rank = listed_title(found)
    states = find_states(lead) or [
        s
        for s in find_states(what[found.end() :])
        if re.match(r"\s+of\s(?:the\s)?$", what[found.end() :][: s.start])
        or (
            re.match(r"\s(?:to|for|under|of|at|in)\s$", what[found.end() :][: s.start])
            and re.match(r"['’]s?\s", what[found.end() :][s.end :])
        )
    ]
    return Office(_when(lead) + role, _country(states[:1]), rank, match.start("what"), match.end("what"))


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
