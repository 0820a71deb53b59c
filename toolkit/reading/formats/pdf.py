"""PDFs with text: the lines of their pages are joined to paragraphs again."""

from __future__ import annotations

import io
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.articles import LONGEST
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.found import Found, Note

MOST_PAGES = 3000
MOST_DRAWN = 200 * 2**20  # bytes that draw the pages; a page of text takes a few thousand
NEAR = 4  # lines before and after one that tell how wide its column is
FULL, WIDE = 0.85, 1.4  # of that width: a line this long ended for want of room, a longer one stands over the column
COLUMN = 5  # lines, the longest of them aside, that make a column
NARROW = 20  # characters; no column is narrower
EDGE = 2  # lines at the top and at the foot of a page that may be furniture
TOP = 6  # paragraphs among which a headline stands
SAVE = "open it in a PDF reader, and save or copy its text as .txt"
AES = f"install it with: {sys.executable} -m pip install cryptography. Or print the file into a new PDF"
_BEFORE_SITE = re.compile(r"\s+[|\u2013\u2014\u00b7»-]\s+\S")
_BULLET = re.compile(r"^(?:[•▪●◦‣■]|\d{1,2}[.)]\s)")
_STOP = re.compile(r"[.!?:;…。！？]['\"’”»)\]]*$")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.I)
_NUMBER_LAST = re.compile(r"\d\W{0,2}$")
_LIGATURES = {0xFB00 + i: letters for i, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_HYPHEN = re.compile(r"\w[-\u00ad\u2010]$")


def _looks(source: Source) -> bool:
    return source.head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-")


@reads("PDF", ".pdf", looks=_looks, rank=40)
def read_pdf(source: Source, note: Note) -> Iterator[Found]:
    """Read the text of a PDF as one article, without page numbers and what is printed on every page.

    Not found: text in pictures, and the order of columns where the file itself does not keep it.
    """
    pypdf = need_extra("pypdf", "office", f"Reading {source.name}")
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # its remarks on odd files are not for the analyst
    with plainly(source, "a PDF", SAVE):
        try:
            reader = pypdf.PdfReader(io.BytesIO(source.data()))
            if reader.is_encrypted and not reader.decrypt(""):  # many are locked only against printing or copying
                raise ArticleError(
                    f"{source.name} is locked with a password; save it without one, or copy its text into a .txt."
                )
            if not reader.pages:
                raise ArticleError(f"{source.name} has no pages; it is cut off or damaged: get it once more.")
            if len(reader.pages) > MOST_PAGES:
                raise ArticleError(
                    f"{source.name} has {len(reader.pages):,} pages; split it into files of at most {MOST_PAGES:,}."
                )
            pages = list(_pages(reader, source, pypdf))
            known: Any = reader.metadata or {}
            title, author = (squeezed(str(known.get(name) or "")) for name in ("/Title", "/Author"))
        except pypdf.errors.DependencyError:
            raise ArticleError(f"{source.name} is locked in a way (AES) that takes a package to open; {AES}.") from None
    lines = _without_furniture(pages)
    if not lines and not any(c.isalpha() for page in pages for line in page for c in line):
        raise ArticleError(
            f"{source.name} holds pictures of {len(pages)} page{'s' * (len(pages) != 1)} and no text, as scans do; "
            "have it read by OCR (such as ocrmypdf), and read what that writes."
        )
    paragraphs = joined(lines or [line for page in pages for line in page])
    headline, paragraphs = _headline(title, paragraphs)
    meta = {"author": author} if author else {}
    yield Found("\n\n".join(paragraphs), headline, meta=meta)


def _pages(reader: Any, source: Source, pypdf: Any) -> Iterator[list[str]]:
    """Yield the lines of each page."""
    read = drawn = 0
    for number, page in enumerate(reader.pages, start=1):
        if "/Contents" in page:
            content = pypdf.generic.ContentStream(page["/Contents"].get_object(), reader, "bytes")
            drawn += len(content.get_data())
            if drawn > MOST_DRAWN:
                raise ArticleError(f"{source.name} draws more than {MOST_DRAWN // 2**20} MB, as no text does; {SAVE}.")
            content.operations = _moved_once(content.operations, pypdf)
            page[pypdf.generic.NameObject("/Contents")] = content
        text = page.extract_text()
        read += len(text)
        if read > LONGEST:
            raise ArticleError(
                f"{source.name} holds more than {LONGEST:,} characters by page {number} of {len(reader.pages)}, as no article "
                "does; split it into files of fewer pages."
            )
        yield _lines(text)


def _moved_once(operations: list[Any], pypdf: Any) -> list[Any]:
    """Join each two moves that set where a piece of text stands.

    Browsers print each piece with two, to a point above the line and then down onto it; after the first
    pypdf takes the piece, which may be a word, for a line of its own.
    """
    found: list[Any] = []
    for operands, operator in operations:
        if operator == b"Td" and len(operands) == 2 and found and found[-1][1] == b"Tm" and len(found[-1][0]) == 6:
            a, b, c, d, e, f = found[-1][0]
            x, y = operands
            at = (pypdf.generic.FloatObject(number) for number in (e + x * a + y * c, f + x * b + y * d))
            found[-1] = ([a, b, c, d, *at], b"Tm")
        else:
            found.append((operands, operator))
    return found


def _headline(title: str, paragraphs: list[str]) -> tuple[str, list[str]]:
    """Return the title in the properties as it is printed near the top, and the other paragraphs.

    One that is not printed is often that of a template. What a browser prints has the site's name after the headline.
    """
    for first in range(min(TOP, len(paragraphs))):
        for last in range(first + 1, first + 4):
            printed = squeezed(" ".join(paragraphs[first:last]))
            others = paragraphs[:first] + paragraphs[last:]
            rest = title[len(printed) :]
            if others and title.casefold().startswith(printed.casefold()) and (not rest or _BEFORE_SITE.match(rest)):
                return printed, others
    return "", paragraphs


def _lines(text: str) -> list[str]:
    """Return the lines of a page, with blank ones between; none for a page without text."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "").translate(_LIGATURES)
    return [squeezed(line) for line in text.strip().split("\n")] if text.strip() else []


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """Return the lines of all pages, without the numbers of pages and what stands at the edge of many."""

    def shape(line: str) -> str:
        return re.sub(r"\d+", "#", line) if any(c.isalpha() for c in line) else ""

    edges = [{i for i, line in enumerate(lines) if line} for lines in pages]
    edges = [{*sorted(at)[:EDGE], *sorted(at)[-EDGE:]} for at in edges]
    seen = Counter(form for lines, at in zip(pages, edges, strict=True) for form in {shape(lines[i]) for i in at})
    many = min(len(pages), max(3, len(pages) * 0.3)) if len(pages) > 1 else 2
    found: list[str] = []
    for lines, at in zip(pages, edges, strict=True):
        for i, line in enumerate(lines):
            number = len(pages) > 1 and _PAGE_NUMBER.match(line)
            if i not in at or not (number or (shape(line) and seen[shape(line)] >= many)):
                found.append(line)
    return found if any(found) else []


def joined(lines: list[str]) -> list[str]:
    """Return lines as paragraphs; a blank line parts two only where the one before is not broken off.

    A word that a hyphen parts stays parted at the end of its line: the text is what is printed, the rules read it whole.

    >>> joined(["Exports of wheat rose by a fifth in", "May, the customs office of", "Ukraine said.", "", "Maize fell."])
    ['Exports of wheat rose by a fifth in May, the customs office of Ukraine said.', 'Maize fell.']
    """
    printed = [i for i, line in enumerate(lines) if line]
    texts = [lines[i] for i in printed]
    found: list[list[str]] = [[texts[0]]] if texts else []
    for n in range(1, len(texts)):
        before, line = texts[n - 1], texts[n]
        full = _is_full(
            len(before) + 1 + len(line.split(maxsplit=1)[0]), sorted(map(len, texts[max(0, n - 1 - NEAR) : n + NEAR]))
        )
        if _goes_on(before, line, full=full, blank=printed[n] - printed[n - 1] > 1):
            found[-1] += ["\n" if _HYPHEN.search(before) else " ", line]
        else:
            found.append([line])
    return ["".join(pieces) for pieces in found]


def _is_full(needed: int, near: list[int]) -> bool:
    """Tell whether a line ended for want of room, by the lengths of the lines near it, the shortest first.

    Among the lines of a column one that is far longer is a headline over columns, and full of nothing.
    """
    if len(near) > COLUMN and near[-COLUMN] > FULL * near[-2]:
        return near[-2] >= NARROW and FULL * near[-2] < needed < WIDE * near[-2]
    return near[-1] >= NARROW and FULL * near[-1] < needed


def _goes_on(before: str, line: str, *, full: bool, blank: bool) -> bool:
    """Tell whether a line goes on with the paragraph of the one before."""
    if _BULLET.match(line):
        return False
    if _HYPHEN.search(before):
        return True
    if _STOP.search(before):
        return full and not blank
    if line[0].islower():
        return True
    return full and not (_is_row(before) and _is_row(line))


def _is_row(line: str) -> bool:
    """Tell whether a line may be a row of a table: "Wheat 1,200", "Iowa 1.35 1.42 1.38 higher"."""
    words = line.split()
    numbers = sum(any(c.isdigit() for c in word) for word in words)
    return _NUMBER_LAST.search(line) is not None or len(words) <= 3 * numbers >= 9
