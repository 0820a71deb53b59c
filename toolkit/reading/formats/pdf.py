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
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.found import Found, Note

MOST_PAGES = 3000
NEAR = 4  # lines before and after one that tell how wide its column is
FULL, WIDE = 0.85, 1.4  # of that width: a line this long ended for want of room, a longer one stands over the column
COLUMN = 5  # lines, the longest of them aside, that make a column
NARROW = 20  # characters; no column is narrower
EDGE = 2  # lines at the top and at the foot of a page that may be furniture
SAVE = "open it in a PDF reader, and save or copy its text as .txt"
_BULLET = re.compile(r"^(?:[•▪●◦‣■]|\d{1,2}[.)]\s)")
_STOP = re.compile(r"[.!?:;…。！？]['\"’”»)\]]*$")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.I)
_NUMBER_LAST = re.compile(r"\d\W{0,2}$")
_LIGATURES = {0xFB00 + i: letters for i, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_HYPHEN = re.compile(r"\w[-\u00ad\u2010]$")


def _looks(source: Source) -> bool:
    return b"%PDF-" in source.head[:1024]


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
        reader = pypdf.PdfReader(io.BytesIO(source.data()))
        if reader.is_encrypted and not _opens(reader, source, pypdf):
            raise ArticleError(f"{source.name} is locked with a password; save it without one, or copy its text into a .txt.")
        if len(reader.pages) > MOST_PAGES:
            raise ArticleError(f"{source.name} has {len(reader.pages):,} pages; split it into files of at most {MOST_PAGES:,}.")
        pages = [_lines(page.extract_text()) for page in reader.pages]
        known: Any = reader.metadata or {}
        title, author = squeezed(str(known.get("/Title") or "")), squeezed(str(known.get("/Author") or ""))
    lines = _without_furniture(pages)
    if not lines and not any(c.isalpha() for page in pages for line in page for c in line):
        raise ArticleError(
            f"{source.name} holds pictures of {len(pages)} page{'s' * (len(pages) != 1)} and no text, as scans do; "
            "have it read by OCR (such as ocrmypdf), and read what that writes."
        )
    paragraphs = joined(lines or [line for page in pages for line in page])
    # A title in the properties is often that of a template; one that is printed is the article's.
    printed = next((p for p in paragraphs[:5] if title and squeezed(p).casefold() == title.casefold()), None)
    if printed is not None and len(paragraphs) > 1:
        paragraphs.remove(printed)
    meta = {"author": author} if author else {}
    yield Found("\n\n".join(paragraphs), squeezed(printed or ""), meta=meta)


def _opens(reader: Any, source: Source, pypdf: Any) -> bool:
    """Tell whether a file that is locked only against printing or copying opens without a password."""
    try:
        return bool(reader.decrypt("")) and bool(reader.pages)
    except (pypdf.errors.DependencyError, NotImplementedError):
        raise ArticleError(
            f"{source.name} is locked against copying in a way (AES) that takes the package 'cryptography' to open; "
            f"install it with: {sys.executable} -m pip install cryptography. Or print the file into a new PDF."
        ) from None


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
    many = max(3, len(pages) * 0.3)
    found: list[str] = []
    for lines, at in zip(pages, edges, strict=True):
        for i, line in enumerate(lines):
            number = len(pages) > 1 and _PAGE_NUMBER.match(line)
            if i not in at or not (number or (shape(line) and seen[shape(line)] >= many)):
                found.append(line)
    return found if any(found) else []


def joined(lines: list[str]) -> list[str]:
    """Return lines as paragraphs; a blank line parts two only where the one before is not broken off.

    >>> joined(["Exports of wheat rose by a fifth in", "May, the customs office of", "Ukraine said.", "", "Maize fell."])
    ['Exports of wheat rose by a fifth in May, the customs office of Ukraine said.', 'Maize fell.']
    """
    printed = [i for i, line in enumerate(lines) if line]
    texts = [lines[i] for i in printed]
    compounds = set(re.findall(r"(?=\b(\w+-\w+))", " ".join(lines).casefold()))
    found: list[list[str]] = [[texts[0]]] if texts else []
    for n in range(1, len(texts)):
        before, line = texts[n - 1], texts[n]
        full = _is_full(
            len(before) + 1 + len(line.split(maxsplit=1)[0]), sorted(map(len, texts[max(0, n - 1 - NEAR) : n + NEAR]))
        )
        if _goes_on(before, line, full=full, blank=printed[n] - printed[n - 1] > 1):
            _add(found[-1], line, compounds)
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
    rows = _NUMBER_LAST.search(before) and _NUMBER_LAST.search(line)  # of a table: "Wheat 1,200", "Maize 940"
    return full and not rows


def _add(pieces: list[str], line: str, compounds: set[str]) -> None:
    """Add a line to a paragraph; a word parted at the line's end is made whole: "ex-" "ports", but "year-" "on-year"."""
    last = pieces[-1]
    if not (_HYPHEN.search(last) and line[0].isalpha()):
        pieces.append(f" {line}")
        return
    head, tail = re.findall(r"\w+", last)[-1], re.findall(r"\w+", line)[0]
    soft = last[-1] == "\u00ad"
    whole = soft or (line[0].islower() and f"{head}-{tail}".casefold() not in compounds)
    pieces[-1] = last[:-1] if whole else last
    pieces.append(line)
