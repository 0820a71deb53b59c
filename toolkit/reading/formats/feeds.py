"""Feeds (RSS, Atom, RDF) that were saved: an article an entry."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.markup import article_text
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.found import Found, Note

MOST_FEED = 64 * 2**20  # bytes
SAVE = "save the feed anew, or its articles as .html"
_ROOT = re.compile(
    r"\A(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*)?>)*+"
    r"<(?:(?P<rss>rss)\b|(?:\w+:)?(?P<atom>feed|RDF)\b(?P<names>[^>]*+))",
    re.S,
)
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>")
_ATTRIBUTES = re.compile(rb"""<[\w:.-]++(?>\s++[\w:.-]++\s*+=\s*+(?>"[^"<]*+"|'[^'<]*+')){501}""")
_SPACES = re.compile(r"http://(?:www\.w3\.org/2005/Atom|purl\.org/(?:atom/|rss/)|my\.netscape\.com/rdf)")


def _looks(source: Source) -> bool:
    root = _ROOT.match(source.begins())
    return root is not None and bool(root["rss"] or _SPACES.search(root["names"]))


@reads("feed", ".rss", ".atom", ".xml", looks=_looks, rank=30)
def read_feed(source: Source, note: Note) -> Iterator[Found]:
    """Read the entries of a feed; when one was changed is not taken for the day of its publication."""
    feedparser = need_extra("feedparser", "readers", f"Reading {source.name}")
    data = source.data()
    if not _looks(source):
        raise ArticleError(f"{source.name} is no RSS, Atom or RDF feed; save the text of its articles as .txt or .csv.")
    if len(data) > MOST_FEED:
        raise ArticleError(f"{source.name} holds more than {MOST_FEED // 2**20} MB; split it.")
    if _ATTRIBUTES.search(data):  # feedparser takes a time that grows with the square of their number
        raise ArticleError(f"{source.name} has an element with more than 500 attributes, as no feed does; {SAVE}.")
    with plainly(source, "a feed", SAVE):
        # As a stream: bytes would be tried as the name of a file, text as an address.
        feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    broken = str(feed.get("bozo_exception", "")) if feed.get("bozo") else ""
    cut_off = not _END.search(data[-10_000:].replace(b"\x00", b""))
    if not feed.entries:
        why = f" ({squeezed(broken)})" if broken else ""
        raise ArticleError(f"{source.name} is a feed without entries{why}; {SAVE}.")
    # RSS 1.0 has no day of publication but dc:date, which feedparser keeps as "updated", as it does what was changed.
    changes = re.search(rb"[:<](?:updated|modified|lastBuildDate)\b", data) is not None
    dated = "published" if changes or not feed.version.startswith("rss") else "updated"
    for number, entry in enumerate(feed.entries, start=1):
        try:
            with plainly(source, "a feed", SAVE):
                found = _entry(entry, feed.feed, dated, source.name)
        except ArticleError as error:
            note(error)
            continue
        if found.body:
            yield found
        else:
            note(ArticleError(f"{source.name}, entry {number} has neither text nor title; leave it out of the feed."))
    if broken and cut_off:
        note(ArticleError(f"{source.name} is cut off after entry {len(feed.entries)} ({squeezed(broken)}); {SAVE}."))


def _entry(entry: Any, feed: Any, dated: str, name: str) -> Found:
    title = squeezed(article_text(_text(entry, "title"), name))
    contents = [content.get("value") or "" for content in dict.get(entry, "content") or []]
    body = article_text(max(contents, key=len, default="") or _text(entry, "summary"), name)
    origin = dict.get(entry, "source") or {}  # of an entry that another feed passes on
    date = _text(entry, "published") or _text(entry, "prism_publicationdate") or _text(entry, dated)
    known = {"url": _text(entry, "link"), "guid": _text(entry, "id"), "author": squeezed(_text(entry, "author"))}
    known["url"] = known["url"] or known["guid"]
    source = squeezed(article_text(_text(origin, "title") or _text(feed, "title"), name))
    return Found(body or title, title, squeezed(date) or None, source or None, meta={k: v for k, v in known.items() if v})


def _text(entry: Any, name: str) -> str:
    """Return what an entry itself has of a name; feedparser would give another's in its stead."""
    return str(dict.get(entry, name) or "")
