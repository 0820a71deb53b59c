"""A text on one spacing: each run of white space inside a paragraph a plain space, with the way back to its characters.

Hard-wrapped lines, no-break and thin spaces, tabs and doubled spaces part the words of an
expression as a plain space does. Rather than have every rule allow for it, the rules read this.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.reading.sentences import PARAGRAPH_BREAK
from toolkit.words import word_list

# White space that is not one plain space, nor parts the digits of one number ("1 286").
_ODD = re.compile(r"(?!(?<=\d)[\u00a0\u202f\u2009](?=\d{3}))(?! (?!\s))\s+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PARTED = re.compile(r"([^\W\d_]+)([-\u00ad\u2010])\Z")  # "ex-" at the end of a line
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"(?=\b([^\W\d_]+-[^\W\d_]+))")
_JOINING = ("and", "or", "to")  # "pre- and post-war"
_LONGEST = 40  # letters of a word


class Spacing(NamedTuple):
    """A text on one spacing; ``shifts`` lists (offset, by how much later it stands in the text as it was from there on)."""

    text: str
    shifts: tuple[tuple[int, int], ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets, in the text as it was, of the characters ``start`` to ``end``."""
        return self._back(start), self._back(end - 1) + 1

    def _back(self, offset: int) -> int:
        at = bisect_right(self.shifts, offset, key=lambda shift: shift[0])
        return offset + (self.shifts[at - 1][1] if at else 0)


@lru_cache(maxsize=256)
def one_spacing(text: str) -> Spacing:
    """Return a text with every run of white space inside a paragraph as one space, a paragraph break as two line ends.

    A line end becomes a space where the next word would not have fitted on the line or begins small:
    there the text was wrapped. Other line ends part a headline, a signature or the items of a list, and stay.
    A word that a hyphen parts at the end of a line is whole.

    >>> one_spacing("The foreign\\u00a0minister\\tsaid  no.").text
    'The foreign minister said no.'
    >>> one_spacing("Wheat ex-\\nports rose 5% year-\\non-year.").text
    'Wheat exports rose 5% year-on-year.'
    """
    wraps: set[int] | None = None
    compounds: set[str] | None = None
    pieces: list[str] = []
    shifts: list[tuple[int, int]] = []
    at = length = 0
    for odd in _ODD.finditer(text):
        line_end = None
        if PARAGRAPH_BREAK.search(odd[0]):
            space = "\n\n"
        elif line_end := _LINE_END.search(odd[0]):
            wraps = _wraps(text) if wraps is None else wraps
            space = " " if odd.start() + line_end.start() in wraps else "\n"
        else:
            space = " "
        end = odd.start()
        if space == " " and line_end and odd[0][0] in "\r\n" and (parted := _PARTED.search(text, max(0, end - _LONGEST), end)):
            last = _WORD.match(text, odd.end(), odd.end() + _LONGEST)
            if last and last[0][0].islower() and last[0] not in _JOINING:
                compounds = set(_COMPOUND.findall(text.casefold())) if compounds is None else compounds
                end -= _is_one_word(parted, last[0], compounds)
            if text[odd.end()].isalnum() and not (last and last[0] in _JOINING):
                space = ""
        if space == odd[0]:
            continue
        pieces += [text[at:end], space]
        length += end - at + len(space)
        at = odd.end()
        if at - length != (shifts[-1][1] if shifts else 0):
            shifts.append((length, at - length))
    return Spacing("".join(pieces) + text[at:], tuple(shifts))


def _is_one_word(parted: re.Match[str], last: str, compounds: set[str]) -> bool:
    """Tell whether the two sides of a hyphen at the end of a line are one word, and not a compound."""
    first, other = parted[1].casefold(), last.casefold()
    if parted[2] == "\u00ad":
        return True
    kept = {(row["part"], row["word"]) for row in word_list("hyphened")}
    return not (("first", first) in kept or ("last", other) in kept or f"{first}-{other}" in compounds)


def _wraps(text: str) -> set[int]:
    """Return where lines end only for want of room: the next word begins small, or makes it the paragraph's longest line."""
    found: set[int] = set()
    at = 0
    for stop, resume in [*((m.start(), m.end()) for m in PARAGRAPH_BREAK.finditer(text)), (len(text), len(text))]:
        ends = [at, *(m.start() for m in _LINE_END.finditer(text, at, stop)), stop]
        lines = [" ".join(text[a:b].split()) for a, b in pairwise(ends)]
        longest = max(map(len, lines))
        for end, line, following in zip(ends[1:], lines, lines[1:], strict=False):
            if line and following and (following[0].islower() or len(line) + 1 + len(following.split(maxsplit=1)[0]) > longest):
                found.add(end)
        at = resume
    return found
