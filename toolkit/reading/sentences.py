"""Sentence boundaries by rule, on plain text, before any parsing.

A paragraph break always ends a sentence; an abbreviation or an initial never does,
unless what follows can only be a new sentence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from toolkit.words import word_list, words_of

# A blank line parts paragraphs; so does a single break after which a bullet or dash stands.
PARAGRAPH_BREAK = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t\u00a0]*(?:(?:\r\n|\r(?!\n)|\n)[ \t\u00a0]*)+|\u2029")
PARAGRAPHS_WITH_DATELINE = 3  # title, a line below it, the first of the story
_END = re.compile(r"(?P<mark>[.!?\u2026]+|[\u3002\uff01\uff1f])(?P<close>[\"'\u201d\u2019\u00bb)\]]*)(?P<gap>\s+)(?=\S)")
# "MOSCOW, April 7 (Reuters) - ...", "Moscow — ...": place, day and agency before the story begins.
DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’-]*(?:[ /-][A-Z][\w.'’-]*){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
    r"(?P<day>, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:, \d{4})?)?"
    r"(?P<agency> ?\([A-Z][^()]{1,39}\))?\s?(?P<dash>—|–|--|(?<=\s)-)(?=\s?\S)"
)
_OPENERS = "\"'\u201c\u2018\u00ab([\u2014\u2013-"
_INITIALS = re.compile(r"(?:^|[\s(\u201c\"'\u2018-])(?:[A-Z]\.)+$")
_WORD = re.compile(r"[\w\u2019'.&-]+$")


@cache
def _abbreviations() -> tuple[frozenset[str], ...]:
    rows = word_list("abbreviations")
    return tuple(
        frozenset(r["abbreviation"] for r in rows if r["ends_sentence"] == when)
        for when in ("never", "sometimes", "unless a digit follows")
    )


@cache
def _starters() -> frozenset[str]:
    return words_of("sentence_starters", "word")


@cache
def _names_too() -> frozenset[str]:
    return frozenset(r["word"] for r in word_list("sentence_starters") if r["names"])


def dateline_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a dateline stands that opens the paragraph ``text[start:end]``, if one does.

    A lone dash pair ("China — the largest exporter — said") is an aside and not a dateline.
    """
    match = DATELINE.match(text, start, min(end, start + 120))
    if not match:
        return None
    marked = match["day"] or match["agency"] or match["place"].isupper()
    sentence = text[match.end() : end].split(". ", 1)[0]
    if not marked and re.search(r"\s[—–-]{1,2}\s|—", sentence):
        return None
    return match.start(), match.end()


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Decide whether the mark in ``match`` ends the sentence begun at ``start``."""
    after = text[match.end() : match.end() + 60].lstrip(_OPENERS)
    first = after[:1]
    if not first:
        return True
    mark = match["mark"]
    following = re.match(r"[\w\u2019'-]+", after)
    next_word = following[0] if following else ""
    if mark.endswith(".") and len(mark) == 1:
        left = text[max(start, match.start() - 40) : match.start() + 1]
        found = _WORD.search(left)
        token = found[0] if found else ""
        never, sometimes, numbered = _abbreviations()
        bare = re.split(r"[-–]", token.lstrip("\"'\u201c\u2018("))[-1] or token  # "March 21-Dec. 21"
        quoted = match["close"].strip(")]")  # a bracket that closes says nothing: "[George W.] Bush"
        if bare in never and not quoted:
            return False
        if bare in numbered and first.isdigit():
            return False
        if (bare in sometimes or _INITIALS.search(left)) and not quoted:
            # "in the U.S. The bank ..." ends; "U.S. President", "J. Smith" do not.
            single = re.fullmatch(r"[A-Z]\.", bare) is not None
            goes_on = next_word in _names_too() and re.match(r"[\w’'-]+ [A-Z]", after) is not None
            return next_word in _starters() and not (single and bare != "I.") and not goes_on
    if first.islower() and not re.match(r"[a-z]+[A-Z]", next_word):  # "eBay said" begins a sentence
        return False
    return not mark.startswith(("...", "\u2026")) or first.isupper() or first.isdigit()


@lru_cache(maxsize=512)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the sentences of ``text`` as (start, end) character offsets, blanks left out.

    Does not split at semicolons, nor at a word in small letters after a full stop.

    >>> text = "Mr. Li left. He met J. Smith of the U.S. Treasury."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Mr. Li left.', 'He met J. Smith of the U.S. Treasury.']
    """
    spans: list[tuple[int, int]] = []
    at = 0
    breaks = [(m.start(), m.end()) for m in PARAGRAPH_BREAK.finditer(text)]
    for number, (stop, resume) in enumerate([*breaks, (len(text), len(text))]):
        start = at
        if number < PARAGRAPHS_WITH_DATELINE and (dateline := dateline_at(text, start, stop)):
            _add(spans, text, *dateline)
            start = dateline[1]
        for match in _END.finditer(text, start, stop):
            if _ends(text, start, match):
                _add(spans, text, start, match.end("close"))
                start = match.end("gap")
        _add(spans, text, start, stop)
        at = resume
    return tuple(spans)


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left, start + right))
