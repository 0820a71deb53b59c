"""LexisNexis and Nexis Uni: the old export (text or page) and the new one (DOCX or RTF)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from toolkit.errors import ArticleError
from toolkit.reading.formats.archives import DAY, author_of, day_in, each_article, known, packed, shows, word_count
from toolkit.reading.formats.factiva import document_text
from toolkit.reading.formats.markup import page_of, text_of
from toolkit.reading.formats.office import read_docx, read_rtf
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.found import Found, Note

# What a label says, in the languages that Nexis prints it in; "after" stand those that only follow the text.
_LABELS = {
    "title": "HEADLINE TITRE ÜBERSCHRIFT",
    "author": "BYLINE AUTEUR AUTOR AUTORE",
    "section": "SECTION RUBRIQUE RUBRIK SECCIÓN",
    "words": "LENGTH LONGUEUR LÄNGE LENGTE LONGITUD LUNGHEZZA",
    "dateline": "DATELINE",
    "highlight": "HIGHLIGHT ENCART",
    "body": "BODY",
    "language": "LANGUAGE LANGUE SPRACHE TAAL IDIOMA LINGUA",
    "number": "ACC-NO",
    "after": (
        "LOAD-DATE DATE-CHARGEMENT UPDATE LAADDATUM GRAPHIC GRAFIK PUBLICATION-TYPE TYPE-PUBLICATION PUBLIKATIONSTYP "
        "JOURNAL-CODE ZEITUNGS-CODE CORRECTION-DATE"
    ),
    "other": (
        "SUBJECT SUJET COMPANY ORGANIZATION TICKER INDUSTRY PERSON GEOGRAPHIC LOCALISATION-GEO CITY STATE COUNTRY CORRECTION "
        "URL DOCUMENT-TYPE SERIES NOTES DISTRIBUTION TYPE"
    ),
}
_MEANING = {label: meaning for meaning, labels in _LABELS.items() for label in labels.split()}
_LABEL = re.compile(r"\s*([^\W\d_](?:[^\W\d_]|-)+):(?:\s+|$)(.*)", re.S)
_MONTH = re.compile(r"[^\W\d_]+,? (?:19|20)\d\d\b.*")  # "March 2010", of a monthly
_RIGHTS = re.compile(r"\s*(?:copyright\b|©|\(c\) )", re.I)
_COUNTED = r"[^\S\n]*\d+ (?:of|von|de|sur|di|van) \d+ (?:DOCUMENT[OI]?S?|DOKUMENTEN?|DOCUMENTEN)[^\S\n]*"
_COUNTER = re.compile(_COUNTED)
_BROKEN = re.compile(r"\s*We are sorry but there is an error in this document")


def _article(title: str, date: str | None, source: str | None, told: dict[str, str], body: Iterable[str]) -> Found:
    """Return an article in the form that both exports are read into."""
    return Found(
        "\n\n".join(body),
        title=title,
        date=date,
        source=source,
        meta=known(
            author=author_of(told.get("author", "")),
            section=told.get("section"),
            words=word_count(told.get("words", "")),
            language=told.get("language"),
            dateline=told.get("dateline"),
            highlight=told.get("highlight"),
            document_id=told.get("number"),
        ),
    )


# The old export: blocks, parted by blank lines in a text and by elements in a page


@reads(
    "Nexis (text)",
    looks=lambda source: (
        not source.head.lstrip().startswith((b"<", b"{\\rtf"))
        and shows(source, rf"(?m)^{_COUNTED}$", least=1)
        and shows(source, r"(?m)^(?:LENGTH|LONGUEUR|LÄNGE|LENGTE): .*\d", r"(?m)^(?:LOAD-DATE|BYLINE): ", least=1)
    ),
    rank=10,
)
def read_nexis_text(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of the old export as text."""
    yield from each_article(source, note, _pieces(_text_blocks(source.text())), _classic)


def _text_blocks(text: str) -> Iterator[str]:
    block: list[str] = []
    for line in [*text.replace("\f", "\n").splitlines(), ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield "\n".join(block)
            block = []


@reads(
    "Nexis (HTML)",
    looks=lambda source: shows(
        source,
        r"<DOCFULL>",
        r"(?i)<span class=\"c\d+\">\d+ (?:of|von|de|sur) \d+ DO[CK]UMENT",
        r"(?i)<!-- LXNComment|<a name=\"DOC_ID_",
    ),
    rank=10,
)
def read_nexis_page(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of the old export as a page."""
    yield from each_article(source, note, _pieces(_page_blocks(page_of(source))), _classic)


def _page_blocks(page: Any) -> Iterator[str]:
    """Yield the paragraphs of a page, and the rows of its tables, with their cells parted by ``|``."""
    for element in page.iter("p", "pre", "tr"):
        if element.tag == "tr":
            yield " | ".join(filter(None, map(text_of, element)))
        elif next(element.iterancestors("tr"), None) is None:
            yield element.text_content()


def _pieces(blocks: Iterable[str]) -> Iterator[list[str]]:
    """Part blocks where "3 of 262 DOCUMENTS" stands; what stands before the first is the cover.

    An article that Nexis could not show is one without blocks.
    """
    piece: list[str] | None = None
    for block in blocks:
        lines = block.replace("\xa0", " ").strip("\n").split("\n")
        if _COUNTER.fullmatch(lines[0]):
            if piece is not None:
                yield piece
            piece = []
            lines = lines[1:]
        text = "\n".join(lines)
        if piece and _BROKEN.match(text):
            yield piece
            piece = []
        elif piece is not None and text.strip():
            piece.append(text)
    if piece is not None:
        yield piece


def _labelled(block: str) -> tuple[str, str]:
    """Return what the label of a block means and what follows it; ("", the block) for one without.

    >>> _labelled("LÄNGE: 1285 Wörter"), _labelled("UNITED: they stand")
    (('words', '1285 Wörter'), ('', 'UNITED: they stand'))
    """
    match = _LABEL.match(block)
    meaning = _MEANING.get(match[1], "") if match else ""
    return (meaning, match[2]) if match and meaning else ("", block)


def _classic(blocks: list[str]) -> Found:
    """Read an article of the old export: publication, date and headline have no labels, the text stands between labels.

    "CITY: the mayor" may begin a paragraph of the text: that ends at a label that only follows it, or at those
    just before that one, which need not be known: INDUSTRY-CODE.
    """
    said = [_labelled(block) for block in blocks]
    meanings = [meaning for meaning, _ in said]
    head = next((n for n, meaning in enumerate(meanings) if meaning), len(said))
    start = meanings.index("words") if "words" in meanings[:20] else head
    while start < len(said) and meanings[start] not in ("", "after", "body"):
        start += 1
    end = next((n for n in range(start, len(said)) if meanings[n] == "after"), len(said))
    if end == len(said) and end > start and _RIGHTS.match(blocks[-1]):
        end -= 1
    while end > start and meanings[end - 1] != "body" and (label := _LABEL.match(blocks[end - 1])) and label[1].isupper():
        end -= 1
    told: dict[str, str] = {}
    for meaning, text in said[head:start] + said[end:]:
        told.setdefault(meaning, squeezed(text))
    body = [
        text if meaning == "body" else block for (meaning, text), block in zip(said[start:end], blocks[start:end], strict=True)
    ]
    title, date, source = _classic_head(blocks[:head])
    return _article(told.get("title", title), date, source, told, filter(None, map(squeezed, body)))


def _classic_head(blocks: list[str]) -> tuple[str, str | None, str | None]:
    """Return title, date and publication; in the oldest files the copyright stands above the publication."""
    if blocks and _RIGHTS.match(blocks[0]):
        lines = blocks[0].strip().split("\n")
        blocks = [*lines[1:][-1:], *blocks[1:]]
    day = next((n for n, block in enumerate(blocks) if DAY.search(squeezed(block))), min(1, len(blocks)))
    date = day_in(blocks[day]) if day < len(blocks) else None
    if date is None and day < len(blocks):
        date = squeezed(blocks[day].strip().split("\n")[0])  # "March 2010", of a monthly
    return squeezed(" ".join(blocks[day + 1 :])), date, squeezed(" ".join(blocks[:day])) or None


# The new export: lines

_NEW_MARKS = (
    r"\bEnd of Document\b",
    r"\bLoad-Date:",
    r"\bLength:(?:\s|\\'a0|\\~|[{}]|\\\w+){0,40}\d[\d,]*\s*words",
    r"\bClient/Matter:",
)
_NEW_LABEL = re.compile(r"(Section|Length|Byline|Dateline|Highlight):\s*(.*)")
_NEW_AFTER = re.compile(r"(?:Classification|Graphic)$|(?:Load-Date|Publication-Type|Correction-Date):")
_COVER = re.compile(
    r"(?:Client/Matter|Search Terms|Search Type|Narrowed by|Job Number|Date and Time|User Name|Content Type):?.*|Documents? \(\d+\)|.*\|"
)
_TABLE = re.compile(r"Content Type *\|")  # the last of the cover, with one row: "News | Sources: USA Today"
_LINK = re.compile(r"Link to (?:Image|Story|PDF|the original.*)|(?:ABSTRACT|FULL TEXT):?|Correction Appended", re.I)


def _looks_docx(source: Source) -> bool:
    plain = re.sub(r"<[^<>]*>", "", packed(source, "word/document.xml").replace("</w:p>", "\n"))
    return sum(bool(re.search(mark, plain)) for mark in _NEW_MARKS) >= 2


@reads("Nexis Uni (DOCX)", looks=_looks_docx, rank=10)
def read_nexis_docx(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of the new export as DOCX."""
    yield from _in_lines(source, note, document_text(read_docx(source, note)))


@reads(
    "Nexis Uni (RTF)",
    looks=lambda source: source.head.startswith(b"{\\rtf") and shows(source, *_NEW_MARKS),
    rank=10,
)
def read_nexis_rtf(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of the new export as RTF."""
    yield from _in_lines(source, note, document_text(read_rtf(source, note)))


def _in_lines(source: Source, note: Note, text: str) -> Iterator[Found]:
    lines = [squeezed(line) for line in text.split("\n")]
    yield from each_article(source, note, _documents(lines), _modern)


def _documents(lines: list[str]) -> Iterator[list[str]]:
    """Part lines at "End of Document"; an article whose end is missing is one if it has a body."""
    document: list[str] = []
    for line in lines:
        if line == "End of Document":
            yield document
            document = []
        elif line:
            document.append(line)
    if "Body" in document:
        yield document


def _modern(lines: list[str]) -> Found:
    """Read an article of the new export: title, publication, date, copyright; labels; "Body" and the text; labels."""
    if "Body" not in lines:
        raise ArticleError(f"{' '.join(lines[:1])[:60]!r} has no line 'Body', after which the text begins")
    start = lines.index("Body")
    head = [line for line in lines[:start] if not _LINK.fullmatch(line)]
    cover = max((n for n, line in enumerate(head) if _COVER.fullmatch(line)), default=-1)
    head = head[cover + (2 if cover >= 0 and _TABLE.match(head[cover]) else 1) :]
    told = {match[1].lower(): match[2] for line in head if (match := _NEW_LABEL.match(line))}
    above = list(takewhile(lambda line: not _NEW_LABEL.match(line) and not _RIGHTS.match(line), head))
    days = [n for n, line in enumerate(above) if n and (DAY.search(line) or _MONTH.fullmatch(line))]
    day = days[-1] if days else len(above)  # where none is printed the publication is the last line
    text = list(takewhile(lambda line: not _NEW_AFTER.match(line), lines[start + 1 :]))
    language = next((line.partition(":")[2].strip() for line in lines[start + len(text) :] if line.startswith("Language:")), "")
    told = {"words": told.pop("length", ""), "author": told.pop("byline", ""), "language": language, **told}
    return _article(
        " ".join(above[: max(day - 1, 1)]),
        day_in(above[day]) or above[day] if days else None,
        above[day - 1] if day > 1 else None,
        told,
        (line for line in text if not _LINK.fullmatch(line)),
    )
