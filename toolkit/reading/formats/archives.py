"""What the exports of all news archives have in common: marks that show them, days, authors, counts of words."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.pdf import joined
from toolkit.reading.formats.source import HEAD, Source, plainly, squeezed
from toolkit.reading.formats.zips import DAMAGED, open_zip
from toolkit.reading.found import Found, Note

Piece = TypeVar("Piece")

_WEEKDAY = r"[^\W\d_]{2,8}(?:day|tag|dag|di|dì|woch|abend|nche|unes|artes|oles|eves|rnes|bado|ngo)"
_YEAR = r"(?:18|19|20)\d\d"

# "15 January 2023", "January 15, 2023 Monday", "27. Februar 2012 Montag", "jeudi 1er mars 2012", "15 de enero de 2023",
# "2018 年 10 月 7 日", "2023-01-15"
DAY = re.compile(
    rf"(?:\b{_WEEKDAY},? )?\b\d{{1,2}}(?:\.|er|º|st|nd|rd|th)? (?:de )?[^\W\d_]{{3,12}}\.?,? (?:de )?{_YEAR}\b(?:,? {_WEEKDAY}\b)?"
    rf"|(?:\b{_WEEKDAY},? )?\b[^\W\d_]{{3,12}}\.? \d{{1,2}},? {_YEAR}\b(?:,? {_WEEKDAY}\b)?"
    rf"|{_YEAR} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日|\b{_YEAR}-\d\d-\d\d\b"
)

FURTHER = 1_048_576  # bytes of a page that are looked into where its beginning shows one mark of an archive
_LINE = 80  # characters; a paragraph that is longer is no line of a wire
_PACKED = 8 * 2**20  # bytes of a packed text that are looked into


def shows(source: Source, *marks: str, least: int = 2) -> bool:
    """Tell whether a file has ``least`` of the marks of an archive: an ordinary page may have one of them by chance.

    Pages begin with their styles, in one saved page 100,000 characters of them; where there is one mark in the
    beginning, the others are looked for further on.
    """

    def count(text: str) -> int:
        return sum(bool(re.search(mark, text)) for mark in marks)

    found = count(source.begins())
    if not 0 < found < least:
        return found >= least
    with source.open() as stream:
        return count(stream.read(FURTHER).decode("utf-8", "ignore")) >= least


def packed(source: Source, part: str) -> str:
    """Return how a part of a packed Office file begins; empty for a file of another kind."""
    if not source.head.startswith(b"PK"):
        return ""
    try:
        with open_zip(source) as opened, opened.open(part) as text:
            return text.read(_PACKED).decode("utf-8", "ignore")
    except (ArticleError, KeyError, *DAMAGED):
        return ""


def sheet_words(source: Source) -> str:
    """Return how the words of a workbook begin, which stand in a part of their own or in the first sheet."""
    words = packed(source, "xl/sharedStrings.xml") or packed(source, "xl/worksheets/sheet1.xml")
    return html.unescape(words[:HEAD])  # some programs write letters as numbers


def xml_in(source: Source) -> Any:
    """Return the root of the XML of a file, as far as it can be read."""
    etree = need_extra("lxml.etree", "readers", f"Reading {source.name}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True, remove_comments=True)
    with plainly(source, "XML", "export it anew"):
        root = etree.fromstring(source.data(), parser)
    if root is None:
        raise ArticleError(f"{source.name} is not XML that can be read; export it anew.")
    return root


def each_article(source: Source, note: Note, pieces: Iterable[Piece], read: Callable[[Piece], Found]) -> Iterator[Found]:
    """Read the pieces of a file, an article each; one that cannot be read is noted with its number.

    Raises ArticleError for a file without pieces.
    """
    number = 0
    for number, piece in enumerate(pieces, 1):
        try:
            found = read(piece)
            if not found.body:
                raise ArticleError(f"{found.title[:60]!r} has no text" if found.title else "it has neither title nor text")
        except ArticleError as error:
            note(ArticleError(f"{source.name}, article {number}: {error}"))
        else:
            yield found._replace(body=unwrapped(found.body))
    if not number:
        raise ArticleError(
            f"{source.name} looks like an archive's export, but where an article begins cannot be told; "
            "export it there anew with full texts, or save its text as .txt."
        )


def unwrapped(body: str) -> str:
    """Return a text with whole paragraphs, where an archive keeps the short lines of a wire as a paragraph each.

    >>> unwrapped("Prices of barley\\n\\nrose in May, traders\\n\\nsaid.")
    'Prices of barley rose in May, traders said.'
    """
    whole: list[str] = []
    for short, run in groupby(body.split("\n\n"), key=lambda paragraph: len(paragraph) <= _LINE):
        lines = list(run)
        wrapped = short and len(lines) > 2 and sum(line[:1].islower() for line in lines) * 5 >= len(lines)
        whole += joined(lines) if wrapped else lines
    return "\n\n".join(whole)


def known(**told: Any) -> dict[str, Any]:
    """Return what an archive tells of an article, without what it leaves empty."""
    return {name: value for name, value in told.items() if value}


def author_of(byline: str) -> str:
    """Return who wrote an article.

    >>> author_of("By Ana Vidal"), author_of("Byron Field")
    ('Ana Vidal', 'Byron Field')
    """
    return re.sub(r"^by:?\s+", "", squeezed(byline), flags=re.I)


def word_count(printed: str) -> int | None:
    """Return a printed count of words.

    >>> word_count("1,285 words"), word_count("2.029 Wörter"), word_count("unknown")
    (1285, 2029, None)
    """
    match = re.match(r"\s*(\d{1,3}(?:[.,\s]\d{3})+|\d+)", printed)
    return int(re.sub(r"\D", "", match[1])) if match else None


def day_in(text: str) -> str | None:
    """Return the first day in a text, as it is printed.

    >>> day_in("Section A, Monday, January 15, 2023, p. 4"), day_in("2018 年 10 月 7 日 17:04")
    ('Monday, January 15, 2023', '2018 年 10 月 7 日')
    """
    match = DAY.search(squeezed(text))
    return match[0] if match else None
