"""Quotation marks of every kind, paired paragraph by paragraph; the odd ones are kept and flagged."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.reading import PARAGRAPH_BREAK

PAIRS = {"“": "”", "«": "»", "„": "“", "‹": "›", "「": "」", "『": "』", "‘": "’"}
# As tokens: what may open and close a quotation.
OPENING_MARKS = frozenset('“"«„``‘‹「『')
CLOSING_MARKS = frozenset("”\"»''’›」』")
_MARK = re.compile(r"''|``|[\"“”„«»‹›「」『』‘’']")


class Quote(NamedTuple):
    """A quoted stretch with its marks; ``odd`` says that a mark was missing."""

    start: int
    end: int
    odd: bool
    single: bool


def _opens(text: str, at: int, end: int, floor: int) -> bool:
    """Decide from its neighbours whether a straight mark opens a quotation."""
    before = text[at - 1] if at > floor else " "
    after = text[end] if end < len(text) else " "
    if after.isspace():
        return False
    return before.isspace() or before in "([{—–-/“‘\"'…:" or (not before.isalnum() and before not in ".,!?%’”")


@lru_cache(maxsize=256)
def find_quotes(text: str) -> tuple[Quote, ...]:
    """Return the outermost quotations of a text in order, marks included.

    Straight and curly, double and single marks, guillemets and doubled apostrophes are known.
    A quotation never runs over a paragraph break: one left open ends with its paragraph, which is
    how papers set a quotation of several paragraphs, and is ``odd`` unless the next paragraph
    opens with a mark again. A closing mark without an opening one quotes nothing.

    >>> [(q.start, q.end, q.odd) for q in find_quotes('He said “yes, “maybe”.” Then "no')]
    [(8, 23, False), (29, 32, True)]
    """
    found: list[Quote] = []
    edges = [0, *(m.end() for m in PARAGRAPH_BREAK.finditer(text)), len(text)]
    for start, stop in pairwise(edges):
        found += _in_paragraph(text, start, stop)
    return tuple(found)


def _in_paragraph(text: str, start: int, stop: int) -> list[Quote]:
    found: list[Quote] = []
    opened: list[tuple[str, int]] = []  # closing mark awaited, where the quotation began
    for match in _MARK.finditer(text, start, stop):
        mark, at, end = match[0], match.start(), match.end()
        single = mark in "‘’'"
        if opened and mark == opened[-1][0] and not _apostrophe(text, at, end, closing=True):
            if mark in ('"', "''", "'") and _opens(text, at, end, start) and not _closes(text, at, end):
                continue  # the same straight mark cannot nest: take it as part of the quotation
            _, began = opened.pop()
            if not opened:
                found.append(Quote(began, end, odd=False, single=single))
            continue
        if mark == "’" or (mark == "'" and _apostrophe(text, at, end, closing=False)):
            continue
        if mark in PAIRS:
            if mark == "‘" and text[end : end + 1].isdigit():
                continue
            if opened and opened[-1][0] == PAIRS[mark] and mark in "“„" and opened[-1][0] in "”“":
                opened.append((PAIRS[mark], at))
            else:
                opened.append((PAIRS[mark], at))
        elif mark in ('"', "''", "``", "'") and _opens(text, at, end, start):
            if opened and opened[-1][0] == mark:
                if len(opened) > 1 or text[start:at].rstrip()[-1:] not in (".", "?", "!"):
                    continue
                found.append(Quote(opened[0][1], len(text[:at].rstrip()), odd=True, single=single))
                opened = []  # one that opens anew after a full stop: the one before was never closed
            opened.append(("''" if mark == "``" else mark, at))
        elif mark == "”" and opened:  # closes a quotation that a single mark was left open in
            while opened and opened[-1][0] != "”":
                opened.pop()
            if opened:
                _, began = opened.pop()
                if not opened:
                    found.append(Quote(began, end, odd=False, single=False))
    if opened:
        closing, began = opened[0]
        tail = stop - len(text[start:stop]) + len(text[start:stop].rstrip())
        resumes = _MARK.match(text, stop) is not None
        if closing not in ("’", "'") and tail > began + 1:
            found.append(Quote(began, tail, odd=not resumes, single=False))
    found.sort()
    kept: list[Quote] = []
    for quote in found:
        if not kept or quote.start >= kept[-1].end:
            kept.append(quote)
    return kept


def _closes(text: str, at: int, end: int) -> bool:
    after = text[end] if end < len(text) else " "
    return after.isspace() or after in ".,;:!?)]—–-"


def _apostrophe(text: str, at: int, end: int, *, closing: bool) -> bool:
    """Whether a single mark is an apostrophe: between letters, or a plural's possessive."""
    mark = text[at:end]
    if mark not in ("'", "’"):
        return False
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    if after.isalnum() and before.isalnum():
        return True
    if closing:  # a plural's possessive (the banks' plan) is read as the end unless a lower-case word follows
        return before.isalpha() and before == "s" and bool(re.match(r" [a-z]", text[end : end + 2]))
    return not (after.isalnum() and not before.isalnum()) or bool(re.match(r"(?:em|cause|til|tis|twas|\d\ds?)\b", text[end:]))
