"""Books and magazines as .epub: an article a chapter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.markup import paragraphs_of, parsed
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.formats.zips import Budget, open_zip, part_of, zip_names
from toolkit.reading.found import Found, Note

MOST_BOOK = 512 * 2**20  # bytes out of the pages of a book
BOOK = "an EPUB book"
SAVE = "open it in a reader, and save the text as .txt"
TOP = 4  # paragraphs among which a chapter's heading stands; one below is that of another chapter
_HEADINGS = ("h1", "h2", "h3")


def _looks(source: Source) -> bool:
    if b"mimetypeapplication/epub+zip" in source.head[30:100]:
        return True
    return source.suffix == ".epub" and "META-INF/container.xml" in zip_names(source)


@reads("EPUB", ".epub", looks=_looks, rank=40)
def read_epub(source: Source, note: Note) -> Iterator[Found]:
    """Read the chapters of a book in their order; a page of contents or a cover is none."""
    etree = need_extra("lxml.etree", "readers", f"Reading {source.name}")
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    budget = Budget(MOST_BOOK)
    chapters = lost = 0
    with open_zip(source, BOOK) as archive:
        with plainly(source, BOOK, SAVE):
            container = etree.fromstring(part_of(archive, "META-INF/container.xml", source, budget), strict)
            path = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
            package = etree.fromstring(part_of(archive, path, source, budget), strict)
            pages = list(_pages(package, posixpath.dirname(path)))
            locked = _locked(archive.namelist(), archive, source, budget, etree, strict)
        if locked & set(pages):
            raise ArticleError(f"{source.name} is locked by its seller (DRM); get it without, or save its text as .txt.")
        book = _first(package, "title")
        meta = {"author": author} if (author := _first(package, "creator")) else {}
        date = next(
            (squeezed(e.text or "") for e in package.iter("{*}date") if set(e.attrib.values()) <= {"publication"}), None
        )
        for page in pages:
            try:
                with plainly(source, BOOK, SAVE):
                    root = parsed(_xhtml(part_of(archive, page, source, budget)), source.name)
                    title, paragraphs = _chapter(root, book, source.name)
            except ArticleError as error:
                if budget.spent:
                    raise
                lost += 1
                note(error)
                continue
            if paragraphs:
                chapters += 1
                yield Found("\n\n".join(paragraphs), title, date or None, book or None, meta={**meta, "chapter": chapters})
    if not chapters and not lost:
        raise ArticleError(
            f"{source.name} holds no text; if its pages are pictures, have them read by OCR, and save the text as .txt."
        )


def _pages(package: Any, folder: str) -> Iterator[str]:
    """Yield the paths of a book's pages in reading order, without covers, contents and what is shown on demand."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    aside = {
        reference.get("href", "").partition("#")[0]
        for reference in package.iter("{*}reference")
        if reference.get("type", "").lower() in ("cover", "toc")
    }
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no" or "nav" in item.get("properties", "").split():
            continue
        if "html" in item.get("media-type", "") and item.get("href", "") not in aside:
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _locked(names: list[str], archive: Any, source: Source, budget: Budget, etree: Any, parser: Any) -> set[str]:
    if "META-INF/encryption.xml" not in names:
        return set()
    listed = etree.fromstring(part_of(archive, "META-INF/encryption.xml", source, budget), parser)
    return {unquote(reference.get("URI", "")) for reference in listed.iter("{*}CipherReference")}


def _first(package: Any, name: str) -> str:
    """Return the text of the first element of a name in Dublin Core."""
    return next((squeezed(e.text) for e in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}") if e.text), "")


def _xhtml(data: bytes) -> str:
    """Return a page as text, in the encoding that its first line declares; UTF-8 without."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = re.match(rb"\s*<\?xml[^>]{0,99}?encoding=[\"']([\w.-]{1,40})[\"']", data)
    try:
        return data.decode(declared[1].decode() if declared else "utf-8-sig", "replace")
    except LookupError:
        return data.decode("utf-8-sig", "replace")


def _chapter(root: Any, book: str, name: str) -> tuple[str, list[str]]:
    """Return a chapter's title, the heading near its top or else what the page calls itself, and its paragraphs."""
    paragraphs = paragraphs_of(root, name)
    if not paragraphs:
        return "", []
    heading = next((squeezed(" ".join(e.itertext())) for e in root.iter(*_HEADINGS)), "")
    called = next((squeezed(e.text or "") for e in root.iter("title")), "")
    at = next((i for i, text in enumerate(paragraphs[:TOP]) if heading and squeezed(text) == heading), None)
    if at is None:
        return (
            "" if book and book in called else called,
            paragraphs,
        )  # "The Weekly, by Ann Lee" is the book's title, on each page
    return heading, [*paragraphs[:at], *paragraphs[at + 1 :]] or paragraphs
