"""A file before it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import BinaryIO

from toolkit.errors import ArticleError, ToolkitError

HEAD = 65_536  # bytes that tell what a file is
MOST = 512 * 2**20  # bytes of a file that is read as a whole


@dataclass(frozen=True)
class Source:
    """A file, or a part of a packed one, before it is read.

    Parameters
    ----------
    name : as the analyst is told of it: ``exports/factiva.html``, ``exports.zip/page.html``.
    head : how its bytes begin, HEAD of them at most.
    open : gives a fresh stream of its bytes.
    depth : how many packed files it lies in.
    columns : which column of a table is the text, the title and so on, where the call names them.
    """

    name: str
    head: bytes
    open: Callable[[], BinaryIO] = field(repr=False)
    depth: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def suffix(self) -> str:
        """The end of the name: ``.html``; empty without one."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lower()

    @property
    def stem(self) -> str:
        """The name of the file without folders and its end."""
        return PurePosixPath(self.name.replace("\\", "/")).stem

    def data(self) -> bytes:
        """Return all bytes; raises ArticleError for more than MOST."""
        with self.open() as stream:
            found = stream.read(MOST + 1)
        if len(found) > MOST:
            raise ArticleError(f"{self.name} holds more than {MOST // 2**20} MB; split it, or save it as CSV or JSON Lines.")
        return found

    def text(self) -> str:
        """Return the text in the encoding that it declares or shows; see ``encodings``."""
        return self.decoded()[0]

    def decoded(self) -> tuple[str, str]:
        """Return the text and the encoding that was taken for it; a guess says so."""
        from toolkit.reading.formats.encodings import decode

        return decode(self.data(), self.name)

    def begins(self) -> str:
        """Return how the text begins, for a look at what it is; bytes that cannot be read are left out."""
        for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if self.head.startswith(mark):
                return self.head.decode(encoding, "ignore")
        return self.head.decode("utf-8", "ignore")


def squeezed(text: str) -> str:
    """Return a text on one line: runs of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


@contextmanager
def plainly(source: Source, kind: str, advice: str) -> Iterator[None]:
    """Turn whatever a library raises at a broken file into an ArticleError that names the file."""
    try:
        yield
    except ToolkitError:
        raise
    except Exception as error:
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise ArticleError(f"{source.name} cannot be read as {kind} ({told}); {advice}.") from None
