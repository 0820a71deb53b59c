"""Saved web pages: the article without menus, its title without the site's name, the day that the page declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.encodings import MARKS, decode
from toolkit.reading.formats.page_days import declared_day, undecided
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.found import Found, Note

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_ONE_BYTE = re.compile(r"us-ascii|ascii|iso-?8859|windows-125|cp125|latin", re.I)
_SITE_PARTS = re.compile(r"\s+(?:[|\u2013\u2014\u00b7»-]|::)\s+")


def _looks(source: Source) -> bool:
    return re.match(r"\s*+(?><!--.*?-->\s*+)*+(?:<!doctype html|<html[\s>])", source.begins()[:4096], re.I | re.S) is not None


@reads("web page", ".html", ".htm", ".xhtml", looks=_looks, rank=70)
def read_page(source: Source, note: Note) -> Iterator[Found]:
    """Read a saved page as one article."""
    data = source.data()
    marked = any(data.startswith(mark) for mark in MARKS)
    declared = None if marked else _CHARSET.search(data[:4096])
    text, encoding = _decoded(data, source.name, declared[1].decode("ascii") if declared else None)
    found = page_article(text, source.name)
    yield found._replace(meta={**found.meta, "encoding": encoding})


def _decoded(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """Decode a page in the charset that it declares; in what the bytes show where they are not, or are UTF-8 after all."""
    if declared and _ONE_BYTE.match(declared) and any(byte > 127 for byte in data):
        with suppress(UnicodeDecodeError):
            return data.decode(), "utf-8"
    try:
        return decode(data, name, declared)
    except ArticleError:
        if declared is None:
            raise
        return decode(data, name)


def page_article(html: str, name: str) -> Found:
    """Return the article of a page; raises ArticleError for a page without one. ``name``: as the analyst is told of it."""
    trafilatura = need_extra("trafilatura", "readers", f"Reading {name}")
    found = trafilatura.bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    found = found.as_dict() if hasattr(found, "as_dict") else found
    if not found or not (found.get("text") or "").strip():
        raise ArticleError(f"{name} holds no article text; save the article as .txt.")
    tree = _tree(html)
    site = squeezed(found.get("sitename") or "")
    declared = declared_day(tree) or undecided(tree) if tree is not None else None
    meta = {key: found[key] for key in ("author", "url", "hostname") if found.get(key)}
    return Found(
        "\n\n".join(found["text"].splitlines()),
        title=without_site(squeezed(found.get("title") or ""), site),
        date=declared,
        source=site or None,
        meta=meta,
    )


def _tree(html: str) -> Any:
    lxml = need_extra("lxml.html", "readers", "Reading a page")
    try:
        return lxml.document_fromstring(html.encode("utf-8"), parser=lxml.HTMLParser(encoding="utf-8", huge_tree=False))
    except Exception as error:  # lxml's own errors, of several kinds
        if type(error).__module__.startswith("lxml"):
            return None
        raise


def without_site(title: str, site: str) -> str:
    """Return a title without the name of its site: "Cocoa sales rise | The Paper".

    >>> without_site("Cocoa sales rise | The Paper", "The Paper")
    'Cocoa sales rise'
    """
    pieces = _SITE_PARTS.split(title)
    if len(pieces) > 1 and site and pieces[-1].casefold() == site.casefold():
        return title[: title.rindex(pieces[-1])].rstrip(" |\u2013\u2014\u00b7»-:")
    return title
