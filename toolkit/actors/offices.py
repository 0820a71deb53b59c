"""Offices: what a person holds, by the words before and after a name, and of which country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from toolkit.actors.namelists import rank_of, titles
from toolkit.language import StateForm, find_states, trie_pattern
from toolkit.words import either, word_lists


class Office(NamedTuple):
    """A role said of a person: canonical role, country, rank, and where its words stand."""

    role: str
    country: str | None
    rank: str
    start: int
    end: int


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


_ABROAD = re.compile(
    rf"\s{either(word_lists('claim_words')['serves abroad'])}\s(?:the\s)?[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,2}}\s$"
)


def office_abroad(text: str, start: int) -> tuple[str, int] | None:
    """Return the office before a name that says where it is held, and where it begins.

    >>> office_abroad("Chile's ambassador to the UN Ana Ruiz spoke.", 29)
    ('ambassador', 8)
    """
    left = text[max(0, start - 60) : start]
    where = _ABROAD.search(left)
    return title_ending_at(text, start - len(left) + where.start() + 1) if where else None


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
