"""Mail (.eml, .mbox) and pages saved as mail (.mhtml)."""

from __future__ import annotations

import contextlib
import email
import email.errors
import email.header
import email.message
import email.policy
import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urlsplit

from toolkit.errors import ArticleError
from toolkit.reading.formats.encodings import decode
from toolkit.reading.formats.markup import article_text
from toolkit.reading.formats.pages import page_article
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.found import Found, Note

SAVE = "open it in a mail program, and save its text as .txt"
MOST_MAIL = 64 * 2**20  # bytes; parsed it takes ten times as much
STUB = 300  # characters; a text this short beside a long page says only that one must open the page
LONGEST_HEADER = 10_000  # characters of a header that are read
_HEADERS = re.compile(r"\A(?:>?From [^\n]*\n)?(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*+)++")
_OF_MAIL = re.compile(r"^(?:received|message-id|mime-version|return-path|delivered-to):", re.I | re.M)
_SAYS_WHO = re.compile(r"^(?:from|subject|date|snapshot-content-location):", re.I | re.M)
_SAVED_PAGE = re.compile(r"^snapshot-content-location:|^from: <?saved by ", re.I | re.M)
_ONE_BYTE = re.compile(r"us-ascii|iso-?8859|windows-125|cp125|latin", re.I)
_MBOX = re.compile(rb"^From \S+ .*\d\d:\d\d.*\d{4}")


def _headers(source: Source) -> str:
    """Return the headers that a file begins with; empty for one that begins with none of mail."""
    found = _HEADERS.match(source.begins().lstrip().replace("\r\n", "\n"))
    return found[0] if found and _OF_MAIL.search(found[0]) and _SAYS_WHO.search(found[0]) else ""


def _looks_saved(source: Source) -> bool:
    headers = _headers(source)
    return bool(headers) and (source.suffix in (".mht", ".mhtml") or bool(_SAVED_PAGE.search(headers)))


@reads("saved page", ".mhtml", ".mht", looks=_looks_saved, rank=30)
def read_mhtml(source: Source, note: Note) -> Iterator[Found]:
    """Read the page of a web archive (.mhtml); the day of its saving is not taken for its publication."""
    with plainly(source, "a saved page", "open it in a browser, and save it as .html"):
        message = email.message_from_bytes(_bounded(source), policy=email.policy.compat32)
        page = next(
            (part for part in _parts(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
        )
        if page is None:
            raise ArticleError(f"{source.name} holds no page; open it in a browser, and save it as .html.")
        html = _decoded(page, source.name)
    found = page_article(html, source.name)
    url = _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    yield found._replace(meta={**found.meta, "url": url}) if urlsplit(url).scheme in ("http", "https") else found


def _looks(source: Source) -> bool:
    return bool(_headers(source))


@reads("mail", ".eml", ".mbox", looks=_looks, rank=40)
def read_mail(source: Source, note: Note) -> Iterator[Found]:
    """Read a mail, or each mail of a mailbox: its subject, its date, its text; what is attached is counted."""
    read = 0
    with source.open() as stream:
        for number, data in enumerate(_mails(stream, source), start=1):
            try:
                with plainly(source, "mail", SAVE):
                    found = _mail(data, source)
            except ArticleError as error:
                if number == 1 and not _MBOX.match(source.head):
                    raise
                note(ArticleError(f"Mail {number}: {error}"))
                continue
            read += 1
            yield found
    if not read:
        raise ArticleError(f"{source.name} holds no mail with a text; {SAVE}.")


def _bounded(source: Source) -> bytes:
    with source.open() as stream:
        data = stream.read(MOST_MAIL + 1)
    if len(data) > MOST_MAIL:
        raise ArticleError(f"{source.name} holds more than {MOST_MAIL // 2**20} MB, most of it no text; {SAVE}.")
    return data


def _mails(stream: BinaryIO, source: Source) -> Iterator[bytes]:
    """Yield the mails of a mailbox; a file that is none is one mail."""
    if not _MBOX.match(source.head):
        if not _HEADERS.match(source.begins().lstrip().replace("\r\n", "\n")):
            raise ArticleError(f"{source.name} does not begin as a mail does, with headers such as 'Subject: ...'; {SAVE}.")
        data = _bounded(source)
        yield data.decode("utf-16").encode() if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data
        return
    lines: list[bytes] = []
    size, blank = 0, True
    for line in iter(lambda: stream.readline(2**20), b""):
        if blank and lines and _MBOX.match(line):
            yield b"".join(lines)
            lines, size = [], 0
        blank = not line.strip()
        lines.append(line[1:] if line.startswith(b">From ") else line)
        size += len(line)
        if size > MOST_MAIL:
            raise ArticleError(f"{source.name} holds a mail of more than {MOST_MAIL // 2**20} MB; take it out.")
    if lines:
        yield b"".join(lines)


def _mail(data: bytes, source: Source) -> Found:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    texts: list[str] = []
    pages: list[str] = []
    attached = 0
    for part in _parts(message):
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            attached += 1
        elif kind == "text/plain":
            texts.append(_flowed(part, _decoded(part, source.name)))
        else:
            pages.append(_decoded(part, source.name))
    body = "\n\n".join(text for text in map(_tidy, texts) if text)
    if pages and len(body) < STUB and (not body or len(pages[0]) > 10 * len(body)):
        body = _shown(pages, source.name, body)
    title = squeezed(_header(message, "Subject"))
    if not body:
        advice = f"save and read the {attached} that {'is' if attached == 1 else 'are'} attached" if attached else SAVE
        raise ArticleError(f"{source.name} holds no text; {advice}.")
    meta: dict[str, object] = {"attachments": attached}
    if author := squeezed(_header(message, "From")):
        meta["author"] = author
    return Found(body, title, squeezed(_header(message, "Date")) or None, meta=meta)


def _shown(pages: list[str], name: str, text: str) -> str:
    """Return the text of the pages of a mail, or its own text where that says as much."""
    shown = "\n\n".join(filter(None, (article_text(page, name) for page in pages)))
    return shown if len(shown) > 3 * len(text) else text


def _parts(message: email.message.Message) -> Iterator[email.message.Message]:
    """Yield the parts of a mail that are no frames of others; a mail that is passed on within it is one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [p for p in reversed(inner) if isinstance(p, email.message.Message)]
        else:
            yield part


def _decoded(part: email.message.Message, name: str) -> str:
    """Return the text of a part, in the encoding that it declares, or else shows."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    declared = part.get_content_charset() or "utf-8"
    if _ONE_BYTE.match(declared):
        with contextlib.suppress(UnicodeDecodeError):  # text that is right in UTF-8 is hardly ever anything else
            return data.decode().replace("\r\n", "\n")
    try:
        text = data.decode(declared)
    except (LookupError, ValueError):
        text = decode(data, name)[0]
    return text.replace("\r\n", "\n")


def _tidy(text: str) -> str:
    """Return a text without blanks at the ends of its lines, nor more than one blank line at a time."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def _flowed(part: email.message.Message, text: str) -> str:
    """Join the lines of a text that is declared as flowed: one that ends with a blank goes on."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return re.sub(r"(?<!^--) \n(?=[^\s>])", "" if str(part.get_param("delsp", "")).lower() == "yes" else " ", text, flags=re.M)


def _header(message: email.message.Message, name: str) -> str:
    """Return a header as it is shown: ``=?utf-8?B?...?=`` read."""
    value = str(message.get(name) or "")[:LONGEST_HEADER]
    try:
        pieces = email.header.decode_header(value)
    except (ValueError, email.errors.HeaderParseError):
        return value
    return "".join(piece if isinstance(piece, str) else _piece(piece, charset) for piece, charset in pieces)


def _piece(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):  # "=?idna?q?...?="
        return data.decode("utf-8", "replace")
