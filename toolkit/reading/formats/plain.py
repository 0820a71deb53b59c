"""Plain text: one article a file, its first paragraph the title if it is one."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source
from toolkit.reading.found import Found, Note
from toolkit.reading.sentences import PARAGRAPH_BREAK

TITLE_LENGTH = 200  # characters; a longer first paragraph is not a title


@reads("plain text", ".txt", ".md")
def read_plain(source: Source, note: Note) -> Iterator[Found]:
    """Read a text file as it is."""
    text, encoding = source.decoded()
    yield Found(text, title=title_of(text), meta={"encoding": encoding, "whole": True})


def title_of(text: str) -> str:
    """Return the first paragraph if it is a title: short, one line, not a sentence."""
    first = PARAGRAPH_BREAK.split(text.lstrip(), maxsplit=1)
    head = first[0].strip()
    is_title = len(first) == 2 and len(head) <= TITLE_LENGTH and "\n" not in head and not head.endswith((".", ":", ";", ","))
    return head if is_title else ""
