"""Saved web pages: the article without menus, its title without the site's name, the day that the page declares."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.days import readings
from toolkit.reading.formats.encodings import MARKS, decode
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.found import Found, Note

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
# The day of publication as pages declare it, the surest first; days of a change ("modified", "updated") are none.
_DECLARED = (
    ("property", "article:published_time"),
    ("property", "og:published_time"),
    ("property", "og:article:published_time"),
    ("name", "article:published_time"),
    ("itemprop", "datePublished"),
    ("name", "parsely-pub-date"),
    ("name", "sailthru.date"),
    ("name", "pubdate"),
    ("name", "publishdate"),
    ("name", "publish-date"),
    ("name", "publication_date"),
    ("name", "date.publication"),
    ("name", "dc.date.issued"),
    ("name", "DC.date.issued"),
    ("name", "dcterms.created"),
    ("name", "article.published"),
    ("name", "cXenseParse:recs:publishtime"),
    ("name", "dc.date"),
    ("name", "DC.date"),
    ("name", "date"),
)
_SITE_PARTS = re.compile(r"\s+(?:[|\u2013\u2014\u00b7»-]|::)\s+")


def _looks(source: Source) -> bool:
    return re.match(r"\s*(?:<!--.*?-->\s*)*(?:<!doctype html|<html[\s>])", source.begins()[:4096], re.I | re.S) is not None


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
    """Decode a page in the charset that it declares; in what the bytes show where they are not."""
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
    declared = declared_day(tree) if tree is not None else None
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


def declared_day(tree: Any) -> datetime.date | None:
    """Return the day of publication that a page declares, in JSON-LD, a meta or a time element; None where it declares none.

    Not taken: days of a change, days in the body, days of other articles beside it. Where two declarations of one
    kind differ, the page has declared none.
    """
    for day in (_of_linked_data(tree), *(_of_meta(tree, *named) for named in _DECLARED), _of_time(tree)):
        if day is not None:
            return day
    return None


def _one(said: list[str]) -> datetime.date | None:
    """Return the day that all of several strings stand for; None where they differ, or stand for none."""
    days = {tuple(readings(one)) for one in said if readings(one)}
    only = days.pop() if len(days) == 1 else ()
    return only[0] if len(only) == 1 else None


def _of_meta(tree: Any, attribute: str, value: str) -> datetime.date | None:
    found = tree.xpath("//*[@*[name()=$attribute]=$value]", attribute=attribute, value=value)
    return _one([e.get("content") or e.get("datetime") or "" for e in found][:1])


def _of_linked_data(tree: Any) -> datetime.date | None:
    """Return datePublished of the page's first article in JSON-LD."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kind = thing.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            said = thing.get("datePublished")
            if isinstance(said, str) and any(str(k).endswith(("Article", "Posting", "WebPage", "Report")) for k in kinds):
                return _one([said])
    return None


def _things(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        if depth < 4:
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _things(data.get(key), depth + 1)
    elif isinstance(data, list) and depth < 4:
        for one in data:
            yield from _things(one, depth + 1)


def _of_time(tree: Any) -> datetime.date | None:
    """Return the day of a time element that is marked as that of publication, or the only one of the article."""
    marked = tree.xpath("//time[@pubdate or contains(@class,'publish') or contains(@itemprop,'Published')]")
    inside = tree.xpath("//article//time[@datetime]|//header//time[@datetime]|//h1/following::time[@datetime][1]")
    for found in (marked, inside):
        said = [e.get("datetime") or e.text_content() for e in found if "update" not in (e.get("class") or "").lower()]
        if said and (day := _one(said)) is not None:
            return day
    return None
