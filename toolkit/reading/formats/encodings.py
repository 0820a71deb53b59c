"""Bytes to text: what is declared, then UTF-8, then Windows-1252, and only then a guess."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from toolkit.errors import ArticleError

if TYPE_CHECKING:
    from toolkit.reading.formats.source import Source

# How files begin that hold text and are no text files.
DOCUMENTS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"{\\rtf": "a rich text file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3\x00": "an SQLite database",
}
MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
CHUNK = 2**20
_FOREIGN = 0.2  # share of bytes above 127 from which on a text is in no Western language


class Encoding(NamedTuple):
    """The encoding of a file, and whether it is a guess."""

    name: str
    guessed: bool = False
    errors: str = "strict"  # what is done with bytes that are no text in it

    def __str__(self) -> str:
        return f"{self.name} (guessed)" if self.guessed else self.name


def encoding_of(stream: BinaryIO, name: str) -> Encoding:
    """Return the encoding of a stream, which is read once to its end.

    A byte order mark wins, then UTF-8 if all bytes are; a text with few bytes above 127 is Windows-1252
    ("£3.2 billion", "Müller"), another is guessed from its first megabyte. Raises ArticleError for no text.
    """
    head = stream.read(CHUNK)
    if not head.strip():
        raise ArticleError(f"{name} is empty; an article needs at least one word.")
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return Encoding(encoding)
    if kind := next((kind for begins, kind in DOCUMENTS.items() if head.startswith(begins)), None):
        raise ArticleError(f"{name} is {kind}; expected plain text. Give it the end of name of its kind, or save it as .txt.")
    if b"\x00" in head[:4096]:
        if head[:4096:2].count(0) > len(head[:4096]) // 3 or head[1:4096:2].count(0) > len(head[:4096]) // 3:
            little = head[1:4096:2].count(0) > head[:4096:2].count(0)
            return Encoding("utf-16-le" if little else "utf-16-be", guessed=True)
        raise ArticleError(f"{name} is a binary file; expected text. Save it as .txt (UTF-8) first.")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        chunk = head
        while chunk:
            decoder.decode(chunk)
            chunk = stream.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _not_utf8(head, name)
    return Encoding("utf-8")


def _not_utf8(head: bytes, name: str) -> Encoding:
    letters = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", head))
    broken = head.decode("utf-8", "replace").count("\ufffd")
    if letters > 10 * broken or (letters > 2 and broken == 1):
        return Encoding("utf-8", guessed=True, errors="replace")  # with a few bytes that are none
    high = sum(byte > 127 for byte in head)
    if high < _FOREIGN * len(head) and not any(byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) for byte in head):
        return Encoding("cp1252")
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    if best is None:
        raise ArticleError(f"{name} is not text in any encoding known; save it as UTF-8.")
    return Encoding(best.encoding, guessed=True)


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """Return the text of bytes and the encoding taken for it; raises ArticleError where bytes are no text in it."""
    encoding = Encoding(declared) if declared else encoding_of(io.BytesIO(data), name)
    try:
        return data.decode(encoding.name, encoding.errors), str(encoding)
    except (UnicodeError, LookupError):
        raise ArticleError(f"{name} is not wholly in {encoding.name}; save it as UTF-8.") from None


def lines_of(source: Source, encoding: Encoding) -> Iterator[str]:
    """Yield the lines of a file with their ends; raises ArticleError where bytes are no text in the encoding."""
    try:
        with io.TextIOWrapper(source.open(), encoding=encoding.name, errors=encoding.errors, newline="") as lines:
            yield from lines
    except UnicodeError:
        raise ArticleError(f"{source.name} is not wholly in {encoding.name}; save it as UTF-8.") from None
