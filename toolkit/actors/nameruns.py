"""The words of an article as names are read from them, and the runs of capitalised ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.namelists import (
    PARTICLES,
    inside_words,
    known_names,
)
from toolkit.language import StateForm, find_states
from toolkit.words import either, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.reading import Article


Spans = Mapping[int, int]  # where each begins, and where it ends


class Word(NamedTuple):
    """A word as written, without 's; ``gap`` is what stands before it."""

    start: int
    end: int
    text: str
    gap: str
    tag: str  # "" for a word in small letters
    first: bool  # opens a sentence or a quotation


class Covered:
    """The characters that states cover."""

    def __init__(self, states: list[StateForm]) -> None:
        self._starts = [s.start for s in states]
        self._ends = [s.end for s in states]

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


_WORD = re.compile(
    rf"(?:[A-Z]\.){{2,}}|(?:{either(word_lists('name_lists')['abbreviation'])}|[A-Z])\.(?=\s|$)"
    r"|[^\W\d_](?:[\w]|[-‑&’'](?=\w)|\.(?=[a-zA-Z]\w))*\+?|\d[\d.,]*\w*"
)


_CUT_TAIL = re.compile(r"(?:['’]s|['’])$", re.IGNORECASE)


_HYPHEN_TAIL = re.compile(rf"[-‑]{either(word_lists('name_lists')['hyphen tail'])}$")


OF = word_lists("name_lists")["joins"]


def words_in(article: Article, doc: Doc, organisations: Spans) -> Iterator[list[Word]]:
    """Yield the words of each sentence that is not page furniture.

    The 's of a word is cut, but not within an organisation that the recogniser proposes
    ("Republican People's Party") nor behind words that stand so in names.
    """
    text = article.text
    begins = [token.idx for token in doc]
    for start, end in article.sentences:
        if article.part_at(start) == "furniture":
            continue
        line: list[Word] = []
        at = start
        for match in _WORD.finditer(text, start, end):
            shown = match[0]
            cut = len(shown)
            if text[match.end() : match.end() + 2] in ("' ", "’ ") and _owned_within(text, match.start(), match.end() + 1, {}):
                line.append(Word(match.start(), match.end() + 1, shown + "'", text[at : match.start()], "NNP", not line))
                at = match.end() + 1  # Farmers' Association
                continue
            if shown.isalpha() and shown.islower():  # most words: nothing to cut, no tag needed
                gap = text[at : match.start()]
                line.append(Word(match.start(), match.end(), shown, gap, "", not line or _opens(gap)))
                at = match.end()
                continue
            if (tail := _CUT_TAIL.search(shown)) and not _owned_within(text, match.start(), match.end(), organisations):
                cut = tail.start()
            if tail := _HYPHEN_TAIL.search(shown[:cut]):
                cut = tail.start()
            pieces = _at_states(text, match.start(), match.start() + cut)
            for s, e in pieces:
                gap = text[at:s]
                token = doc[max(bisect_right(begins, s) - 1, 0)]
                line.append(Word(s, e, text[s:e], gap, token.tag_, not line or _opens(gap)))
                at = e
            if cut < len(shown):  # what is cut off stands in the next word's gap
                at = match.start() + cut
        yield line


_OPENS = re.compile(r"[“\"‘:—–.!?]\s*$")


def _opens(gap: str) -> bool:
    return gap != " " and _OPENS.search(gap) is not None


def _owned_within(text: str, start: int, end: int, organisations: Spans) -> bool:
    """Tell whether a word ends in 's within a name: "People's Party", "Farmers' Union"."""
    if not re.match(r" [A-Z]", text[end : end + 2]):
        return False
    if text[start:end].replace("’", "'") in inside_words():
        return True
    return any(s <= start and end < e for s, e in organisations.items()) and not find_states(text[start:end])


def _at_states(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut 'China-Russia' and 'Sino-Russian' at the hyphen, not 'Guinea-Bissau' or 'Jong-un'."""
    shown = text[start:end]
    if not re.search(r"[-‑–]", shown):
        return [(start, end)]
    states = find_states(shown)
    if not states or (len(states) == 1 and (states[0].start, states[0].end) == (0, len(shown))):
        return [(start, end)]
    if len(states) == 1 and shown in known_names():
        return [(start, end)]
    return [(start + m.start(), start + m.end()) for m in re.finditer(r"[^-‑–]+", shown)]


def is_capital(word: Word) -> bool:
    """Tell whether a word is written as a name is."""
    text = word.text
    return (
        text[0].isupper() or (len(text) > 2 and not text.islower() and any(c.isupper() for c in text)) or text in known_names()
    )


def runs_of(line: list[Word]) -> Iterator[list[Word]]:
    """Yield runs of capitalised words, connectors between them kept."""
    run: list[Word] = []
    for number, word in enumerate(line):
        joined = bool(run) and (
            (word.gap.strip(" \t\u00a0") == "" and word.gap != "" and "\n\n" not in word.gap) or word.gap == " & "
        )
        if not joined and run:
            yield _trimmed(run)
            run = []
        if (
            is_capital(word)
            or (word.text.isdigit() and run and len(word.text) < 3)
            or (run and word.text.lower() in PARTICLES | OF and _goes_on(line, number))
            or (not run and word.text in ("al", "bin", "van", "von", "de", "al-") and _goes_on(line, number) and not word.first)
        ):
            run.append(word)
        elif run:
            yield _trimmed(run)
            run = []
    if run:
        yield _trimmed(run)


def _goes_on(line: list[Word], number: int) -> bool:
    for word in line[number + 1 : number + 4]:
        if word.gap.strip():
            return False
        if is_capital(word):
            return True
        if word.text.lower() not in PARTICLES | OF:
            return False
    return False


def _trimmed(run: list[Word]) -> list[Word]:
    while run and not is_capital(run[-1]) and not run[-1].text.isdigit():
        run = run[:-1]
    return run
