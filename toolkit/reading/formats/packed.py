"""Packed files (.zip, .tar, .gz, .tgz): each file in them is read in its own format, nothing is unpacked to disk.

What a packed file may cost is bounded by what comes out, never by what it declares: a declared size may lie.
"""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from toolkit.errors import ArticleError
from toolkit.reading.formats.registry import format_of, reads
from toolkit.reading.formats.source import HEAD, MOST, Source, plainly
from toolkit.reading.formats.zips import (
    MOST_MEMBERS,
    MOST_OUT,
    PIECE,
    Budget,
    Counted,
    Unpacked,
    gunzipped,
    is_gzip,
    open_zip,
    opened,
)
from toolkit.reading.found import Found, Note, Remark, with_day_of_name

MOST_DEPTH = 2  # a zip in a zip
KEPT = 32 * 2**20  # bytes of a member that is held in memory, and not unpacked anew for each look


@dataclass(frozen=True)
class Member(Source):
    """A file in a packed one."""

    budget: Budget = field(default_factory=Budget, repr=False, compare=False)


class _Item(NamedTuple):
    """A member before it is read: its name, what is wrong with it, how it is opened, and whether it can be once more."""

    name: str
    wrong: str
    open: Callable[[], BinaryIO]
    again: bool = True


def _is_zip(source: Source) -> bool:
    return source.head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_tar(source: Source) -> bool:
    return source.head[257:262] == b"ustar"


@reads("Zip", ".zip", looks=_is_zip, rank=60)
def read_zip(source: Source, note: Note) -> Iterator[Found]:
    """Read the files in a zip file, each in its own format."""
    budget = _budget(source)
    with open_zip(source) as archive:
        infos = (info for info in archive.infolist() if not info.is_dir())
        yield from _members(source, (_zipped(archive, info, source, budget) for info in infos), budget, note)


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source, budget: Budget) -> _Item:
    kind = stat.S_IFMT(info.external_attr >> 16)
    wrong = "" if kind in (0, stat.S_IFREG) else "is a link or a device"
    name = f"{source.name}/{info.filename}"
    return _Item(info.filename, wrong, lambda: opened(archive, info, name, budget))


@reads("Gzip", ".gz", ".tgz", looks=is_gzip, rank=60)
def read_gzip(source: Source, note: Note) -> Iterator[Found]:
    """Read what a gzip file holds: one file, or a tar file with many."""
    budget = _budget(source)
    name = PurePosixPath(source.name).name
    inner = f"{source.stem}.tar" if source.suffix == ".tgz" else source.stem if source.suffix == ".gz" else name

    def unzipped() -> BinaryIO:
        return io.BufferedReader(gunzipped(source, budget))

    with unzipped() as stream:
        head = stream.read(HEAD)
    if _is_tar(Source(inner, head, unzipped)):
        with unzipped() as stream:
            yield from _members(source, _tarred(stream, source), budget, note)
    else:
        yield from _members(source, iter([_Item(inner, "", unzipped)]), budget, note)


@reads("Tar", ".tar", looks=_is_tar, rank=60)
def read_tar(source: Source, note: Note) -> Iterator[Found]:
    """Read the files in a tar file, each in its own format."""
    budget = _budget(source)
    with source.open() as raw:
        counted = Counted(raw)
        stream = io.BufferedReader(Unpacked(counted, source.name, budget, lambda: counted.taken))  # type: ignore[arg-type]
        yield from _members(source, _tarred(stream, source), budget, note)


class _Header(tarfile.TarInfo):
    """A header of a tar file, whose long names and extra fields are no longer than names and fields are."""

    def _proc_member(self, tar: tarfile.TarFile) -> Any:
        if self.type in b"gxXLK" and self.size > PIECE:
            raise tarfile.ReadError("a name in it is too long")
        return super()._proc_member(tar)  # type: ignore[misc]


def _tarred(stream: BinaryIO, source: Source) -> Iterator[_Item]:
    """Yield the members of a tar file in order; each is read before the next."""
    with plainly(source, "a tar file", "it is cut off or damaged: get it once more"):
        archive = tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header)  # noqa: SIM115
    while True:
        with plainly(source, "a tar file", "it is cut off or damaged: get it once more"):
            info = archive.next()
            if info is not None and info.size > MOST_OUT:
                raise tarfile.ReadError(f"{info.name} in it is longer than {MOST_OUT // 10**9} GB")
        archive.members = []  # type: ignore[attr-defined]  # else it keeps what it has passed
        if info is None:
            return
        if not info.isdir():
            wrong = "" if info.isreg() and not info.issparse() else "is a link, a device or a file with holes"
            yield _Item(info.name, wrong, partial(archive.extractfile, info), again=False)  # type: ignore[arg-type]


def _budget(source: Source) -> Budget:
    if source.depth >= MOST_DEPTH:
        raise ArticleError(
            f"{source.name} lies in {source.depth} packed files; unpack the outer ones first, and read the folder."
        )
    return source.budget if isinstance(source, Member) else Budget()


_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")


def _members(source: Source, items: Iterator[_Item], budget: Budget, note: Note) -> Iterator[Found]:
    """Read the members of a packed file, each in its own format; what is wrong with one costs that one."""
    others: Counter[str] = Counter()
    read = bad = 0
    for item in items:
        path = item.name.replace("\\", "/")
        name = f"{source.name}/{path}"
        budget.members -= 1
        if budget.spent:
            raise ArticleError(f"{source.name} holds more than {MOST_MEMBERS:,} files; unpack it first, and read its folders.")
        try:
            if _OUTSIDE.search(path):
                raise ArticleError(f"{name} is named as a file outside of the packed one; pack it anew under a plain name.")
            if any(piece.startswith(".") or piece == "__MACOSX" for piece in path.split("/")):
                continue
            if item.wrong:
                raise ArticleError(f"{name} {item.wrong}, and no text; pack the file itself.")
            member = _member(item, name, source, budget)
            form = format_of(member)
            if form is None:
                others[member.suffix or path] += 1
                continue
            read += 1
            for found in with_day_of_name(form.read(member, note), member.stem):
                inner = found.meta.get("member")
                at = f"{path}/{inner}" if inner else path
                yield found._replace(id=found.id or member.stem, meta={**found.meta, "member": at})
        except ArticleError as error:
            if budget.spent:
                raise
            bad += 1
            note(error)
    if not (read or bad or others):
        raise ArticleError(f"{source.name} holds no files; pack the articles anew.")
    if others:
        kinds = ", ".join(kind for kind, _ in others.most_common(5))
        many = others.total()
        said = f"{source.name} holds {many} file{'s' * (many != 1)} of kinds that are not read ({kinds}); save them as .txt."
        if not read:
            raise ArticleError(said)
        note(Remark("kind", said))


def _member(item: _Item, name: str, source: Source, budget: Budget) -> Member:
    """Return a member with how it begins; a small one is held in memory, a large one is opened anew for each look."""
    with plainly(source, "a packed file", "it is cut off or damaged: get it once more"), item.open() as stream:
        data = stream.read((KEPT if item.again else MOST) + 1)
    small = len(data) <= KEPT
    if not small and not item.again and len(data) > MOST:
        raise ArticleError(f"{name} holds more than {MOST // 2**20} MB; unpack it first.")
    again = item.open if not small and item.again else lambda: io.BytesIO(data)
    return Member(name, data[:HEAD], again, source.depth + 1, source.columns, budget)
