"""Crawls (.warc, .warc.gz): each page that was fetched is an article."""

from __future__ import annotations

import contextlib
import io
import math
import re
import zlib
from collections.abc import Iterator
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.encodings import decode
from toolkit.reading.formats.pages import page_article
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.formats.zips import Budget, gunzipped, is_gzip
from toolkit.reading.found import Found, Note

MOST_CRAWL = 64 * 2**30  # bytes out of a packed crawl; those of a day's news are five
MOST_HEADERS = 2**20  # bytes; else a header that does not end is read into memory to its end
MOST_PAGE = 32 * 2**20  # bytes
ANEW = "get the file once more, or repair it with 'warcio recompress'"
_BEGINS = (b"WARC/", b"filedesc://")
_PAGE = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.I)


class _Bounded:
    """A stream that fails when more is read than may be."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.left: float = math.inf

    def read(self, size: int) -> bytes:
        piece: bytes = self._stream.read(size)
        self.left -= len(piece)
        if self.left < 0:
            raise ValueError(f"its headers are longer than {MOST_HEADERS // 2**20} MB")
        return piece


def _looks(source: Source) -> bool:
    head = source.head[:512]
    if is_gzip(source):
        with contextlib.suppress(zlib.error):
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(source.head[:2048], 64)
    return head.startswith(_BEGINS)


@reads("crawl", ".warc", looks=_looks, rank=40)
def read_warc(source: Source, note: Note) -> Iterator[Found]:
    """Read the pages of a crawl; requests, pictures and pages that were not found are passed over.

    When a page was fetched is kept in ``meta``: it is not the day of its publication.
    """
    archiveiterator = need_extra("warcio.archiveiterator", "crawls", f"Reading {source.name}")
    records = pages = 0
    # Unpacked here: warcio gives up at a crawl that is packed as one, and not a record at a time.
    with gunzipped(source, Budget(MOST_CRAWL)) if is_gzip(source) else source.open() as stream:
        bounded = _Bounded(stream)
        iterator = archiveiterator.ArchiveIterator(bounded, arc2warc=True)
        record: Any = None
        while True:
            try:
                with plainly(source, "a crawl", ANEW), contextlib.redirect_stderr(io.StringIO()):
                    while record is not None and record.raw_stream.read(2**20):
                        pass
                    bounded.left = MOST_HEADERS
                    record = next(iterator, None)
                    bounded.left = math.inf
            except ArticleError as error:
                if not records:
                    raise
                note(ArticleError(f"After record {records}: {error}"))
                break
            if record is None:
                break
            records += 1
            if not _is_page(record):
                continue
            pages += 1
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            name = f"{source.name}/{url}"
            try:
                with plainly(source, f"a crawl at record {records}, {url}", "the other pages are read"):
                    html = _html(record, name)
                found = page_article(html, name)
            except ArticleError as error:
                note(error)
                continue
            crawled = record.rec_headers.get_header("WARC-Date")
            yield found._replace(meta={**found.meta, "url": url, "crawled": crawled})
    if not pages:
        raise ArticleError(
            f"{source.name} holds no page of HTML, but {records} record{'s' * (records != 1)} of other kinds; "
            "expected a crawl of pages."
        )


def _is_page(record: Any) -> bool:
    """Tell a page that was found from what else was fetched."""
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers
    if headers is None:
        return bool(_PAGE.match(record.rec_headers.get_header("Content-Type") or ""))
    return headers.get_statuscode() in ("", "200", "203") and bool(_PAGE.match(headers.get_header("Content-Type") or ""))


def _html(record: Any, name: str) -> str:
    """Return a page as text, in the encoding that its server told, or else that it declares."""
    with contextlib.redirect_stderr(io.StringIO()):
        data = record.content_stream().read(MOST_PAGE + 1)
    if len(data) > MOST_PAGE:
        raise ArticleError(f"{name} holds more than {MOST_PAGE // 2**20} MB, as no article does; it is left out.")
    if not data.strip():
        raise ArticleError(f"{name} is an empty page; crawl it once more.")
    told = record.http_headers.get_header("Content-Type") if record.http_headers else ""
    charset = re.search(r"charset=[\"']?([\w.-]+)", squeezed(told or ""), re.I)
    try:
        return str(data.decode(charset[1])) if charset else decode(data, name)[0]
    except (LookupError, UnicodeDecodeError):
        return decode(data, name)[0]
