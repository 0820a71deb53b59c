"""Zip files, and office files, which are zips: opened with bounds on what comes out.

What a packed file may cost is bounded by what comes out, never by what it declares: a declared size may lie.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from toolkit.errors import ArticleError
from toolkit.reading.formats.source import Source, plainly

MOST_OUT = 2_000_000_000  # bytes out of a packed file, with those packed in it
MOST_RATIO = 200  # bytes out for one in; prose packs to a fifth, a bomb to a thousandth
RATIO_FROM = 10_000_000  # bytes out below which the ratio is not asked
MOST_MEMBERS = 100_000
MOST_PART = 256 * 2**20  # bytes out of the parts of one office file
DIRECTORY = 32 * 2**20  # bytes of the list of members at a zip's end
PIECE = 2**20
DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass
class Budget:
    """What may still come out of a packed file, shared with the files packed in it."""

    left: int = MOST_OUT
    members: int = MOST_MEMBERS

    def __post_init__(self) -> None:
        self.most = self.left

    @property
    def spent(self) -> bool:
        """Whether more came out than may."""
        return self.left < 0 or self.members < 0


class Unpacked(io.RawIOBase):
    """The bytes of a member as they come out, counted against the budget and against its packed size."""

    def __init__(self, raw: IO[bytes], name: str, budget: Budget, packed: Callable[[], int]) -> None:
        self._raw, self._name, self._budget, self._packed = raw, name, budget, packed
        self._read = getattr(raw, "read1", raw.read)  # gives what there is before it fails
        self._out = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next bytes; raises ArticleError for too many."""
        try:
            piece = self._read(min(len(buffer), PIECE))
        except DAMAGED as error:
            told = str(error) or type(error).__name__
            raise ArticleError(f"{self._name} is damaged ({told}); pack it anew, or get it once more.") from None
        self._out += len(piece)
        self._budget.left -= len(piece)
        if self._budget.spent:
            raise ArticleError(
                f"{self._name} is where more than {self._budget.most // 10**6:,} MB came out of a packed file, as of no text; "
                "if you trust it, unpack it first, and read the folder."
            )
        if self._out > max(RATIO_FROM, MOST_RATIO * self._packed()):
            raise ArticleError(
                f"{self._name} grows to more than {MOST_RATIO} times its packed size, as no text does; "
                "if you trust it, unpack it first."
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the member."""
        self._raw.close()
        super().close()


class Counted:
    """A stream that counts what was taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.taken = stream, 0

    def read(self, size: int = -1) -> bytes:
        """Read the next bytes."""
        piece = self._stream.read(size)
        self.taken += len(piece)
        return piece

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


def gunzipped(source: Source, budget: Budget) -> Unpacked:
    """Open what a gzip file holds."""
    counted = Counted(source.open())
    raw: Any = gzip.GzipFile(fileobj=counted)  # type: ignore[call-overload]
    raw.myfileobj = counted  # else it stays open
    return Unpacked(raw, source.name, budget, lambda: counted.taken)


def is_gzip(source: Source) -> bool:
    """Tell whether a file begins as a gzip file does."""
    return source.head.startswith(b"\x1f\x8b")


class _Short:
    """A stream that gives at most DIRECTORY bytes at once: a zip's list of members is read in one go."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if size > DIRECTORY:
            raise zipfile.BadZipFile("its list of members is too long")
        return self._stream.read(size if size >= 0 else DIRECTORY)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def open_zip(source: Source, kind: str = "a zip file") -> Iterator[zipfile.ZipFile]:
    """Open a zip file, a packed one in memory; raises ArticleError for one without a list of members, told as ``kind``."""
    stream = io.BytesIO(source.data()) if source.depth else source.open()
    with stream:
        with plainly(source, kind, "it is cut off or damaged: get it once more"):
            archive = zipfile.ZipFile(_Short(stream))
        with archive:
            yield archive


def part_of(archive: zipfile.ZipFile, name: str, source: Source, budget: Budget | None = None) -> bytes:
    """Return a part of an office file; raises ArticleError for one that is missing, damaged, locked or a bomb."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise ArticleError(f"{source.name} lacks its part {name!r}; it is damaged: save it anew.") from None
    with opened(archive, info, f"{source.name}/{name}", budget or Budget(MOST_PART)) as stream:
        return stream.read()


def zip_names(source: Source) -> frozenset[str]:
    """Return the names of what a zip file holds; none for what is no zip."""
    if not source.head.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with open_zip(source) as archive:
            return frozenset(archive.namelist())
    except ArticleError:
        return frozenset()


def opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> BinaryIO:
    """Open a member; raises ArticleError for one that is locked or damaged."""
    if info.flag_bits & 0x1:
        raise ArticleError(f"{name} is locked with a password; unpack it first, and read the folder.")
    try:
        raw = archive.open(info)
    except DAMAGED as error:
        raise ArticleError(f"{name} is damaged ({error}); pack it anew, or get it once more.") from None
    return io.BufferedReader(Unpacked(raw, name, budget, lambda: info.compress_size))
