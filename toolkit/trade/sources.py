"""By whose figures a sentence speaks: "according to Eurostat", "customs data showed", "the ministry said"."""

from __future__ import annotations

import re
from functools import cache

from toolkit.language import WEEKDAY_IN_FULL, find_states, state_names
from toolkit.trade.items import Read, Sentence
from toolkit.words import either, word_list, word_lists, words_of

_END = (
    r"(?=\s*(?:[,;:]|(?<!\b[a-z])\.|\bon " + WEEKDAY_IN_FULL + r"|\breleased\b|\bpublished\b"
    r"|\bthat\b|\bwhich\b|\bshow|\bseen\b|\bissued\b|\bcompiled\b|\bin (?:a|an|its|the)\b|[\"”’]|$))"
)
_NOUN = either(word_lists("trade_lists")["source"])
_SHOWED = either(word_lists("trade_lists")["shows"])
_SAID = r"(?:said|says|say|told|reported(?! (?:an? |its )?(?:\w+ )?(?:exports|imports|trade|surplus|deficit|shipments))|reports|announced|estimated|estimates|noted|added|wrote|disclosed)"
_ACCORDING = re.compile(
    r"\b(?:according to|citing|based on|(?<=, )per)\s+"
    rf"(?:(?:the |an? )?(?:(?:latest|official|preliminary|provisional|new|fresh) )?{_NOUN} (?:\w+ )?(?:from|by) )?"
    rf"(?P<source>[^,;]+?){_END}",
    re.I,
)
_A_FLOW = re.compile(r"\b(?:exports|imports|shipments|sales|trade|purchases|deliveries|surplus|deficit)$", re.I)
_OFFICE = re.compile(rf"\b{either(word_lists('trade_lists')['office'])} (?:of|for) ", re.I)
_LISTED = re.compile(r"(?:, [A-Z][a-z]+)+,? and (?:the )?[A-Z][a-z]+(?: [A-Z][a-z]+)?(?! (?:to|from)\b)")
_LAST_LISTED = re.compile(r"(?:[A-Z][a-z]+, )*[A-Z][a-z]+,? and [A-Z]")
_OFFICE_HEAD = re.compile(
    r"(?:^|, |\bthat )(?P<office>(?:[\w.’'-]+ ){0,4}"
    + either(w.title() for w in word_lists("trade_lists")["office"])
    + r" (?:of|for) [A-Z]\w+(?:, [A-Z]\w+)*, )$"
)
_BASED_ON = re.compile(rf"{_NOUN} based on ", re.I)
_DATA_FROM = re.compile(
    rf"\b(?:{_NOUN})\s+(?:\w+\s+)?(?:from|by|of)\s+(?P<source>(?:the\s+)?[^,;]+?)(?:\s+on \w+day)?\s+"
    rf"(?:have |has |also )?{_SHOWED}\b",
    re.I,
)
_DATA = re.compile(
    rf"(?:^|[,;\"”]\s+|\bas\s+)(?P<source>(?:[\w.’'&-]+\s+){{0,6}}?{_NOUN})"
    rf"(?:\s+(?:released|published|issued|out|on|based on|compiled)\b[^,;]*?)?\s+(?:have |has |also )?{_SHOWED}\b",
    re.I,
)
_SPEAKER = re.compile(
    rf"(?:^|[,;\"”]\s+)(?P<source>(?!and\b)(?:(?!\b(?:but|and(?! (?-i:[A-Z]))|while|that)\b)[\w.’'&-]+\s+){{0,9}}?"
    rf"(?:(?!\b(?:it|he|she|they)\b)[\w.’'&()-]+))(?:\s+on \w+day)?\s+{_SAID}\b",
    re.I,
)
_SPEAKER_AFTER = re.compile(rf"[,\"”]\s+{_SAID}\s+(?P<source>[^,;\"]+?){_END}", re.I)


def _whole_office(sentence: str, found: str, place: int) -> tuple[str, int]:
    """Complete an office whose name is a list: "the Ministry of Trade, Industry and Energy"; return it and its place."""
    place += len(found) - len(found.lstrip())
    end = place + len(found.strip())
    if _OFFICE.search(found) and (rest := _LISTED.match(sentence, end)):
        end = rest.end()
    elif (head := _OFFICE_HEAD.search(sentence[:place])) and _LAST_LISTED.match(sentence, place):
        place = head.start("office")
    return sentence[place:end], place


def source_of(text: str, start: int, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """Return the source of a sentence's figures as in the text, with its offsets; (None, None) without one.

    Not found: sources named in another sentence, and pronouns.

    >>> source_of("Exports rose 5%, according to Eurostat.", 0, 39)
    ('Eurostat', (30, 38))
    """
    sentence = text[start:end]
    for pattern in (_ACCORDING, _DATA_FROM, _DATA, _SPEAKER, _SPEAKER_AFTER):
        for match in pattern.finditer(sentence):
            found, place = _whole_office(sentence, match["source"], match.start("source"))
            if re.search(r"\b(?:is|are|was|were|been|being)$", found):
                continue  # "sales are estimated at"
            if _A_FLOW.search(found) and not _OFFICE.search(found):
                continue  # "Car exports added 5.5%"
            if not found or found.lower() in ("it", "he", "she", "they", "this", "which", "who", "also", "and"):
                continue
            if pattern is _ACCORDING and _BASED_ON.search(sentence, max(0, match.start() - 20), match.end()):
                continue  # "Reuters calculations based on official data"
            if any(character.isdigit() for character in found) and pattern is not _ACCORDING:
                continue
            first = start + place
            return text[first : first + len(found)], (first, first + len(found))
    return None, None


@cache
def _blocs() -> frozenset[str]:
    """Return the blocs, which have members and count for them, without regions."""
    return words_of("blocs", "code", kind="bloc")


@cache
def _whose() -> tuple[tuple[str, str], ...]:
    return tuple((row["phrase"], row["whose"]) for row in word_list("sources"))


@cache
def counted_by(source: str | None, reporter: str) -> str:
    """Return whose count a figure is: a state's or bloc's code, or the name of a data house.

    A source that names a state is that state's; one that is not known is the reporter's own.

    >>> counted_by("Chinese customs data", "RUS"), counted_by("the customs service", "RUS")
    ('CHN', 'RUS')
    """
    if not source:
        return reporter
    low = f" {source.lower()} "
    for phrase, whose in _whose():
        at = low.find(phrase)
        if at > 0 and not low[at - 1].isalnum() and not low[at + len(phrase)].isalnum():
            return reporter if whose == "reporter" else whose
    named = [state.code for state in find_states(source) if state.code]
    return named[0] if named else reporter


def states_of_source(sentence: Sentence, taken: set[str]) -> list[str]:
    """Return the state that a sentence's source names or is the office of, but for ``taken``: "Commerce Department figures"."""
    if sentence.source_span is None:
        return []
    source = sentence.text[slice(*sentence.source_span)]
    named = [s.code for s in find_states(source)] or [counted_by(source, "")]
    known = [code for code in named if code not in taken and (code in state_names() or code in _blocs())]
    return [Read(code, *sentence.source_span) for code in known]
