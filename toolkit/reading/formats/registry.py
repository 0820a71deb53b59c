"""Which format a file is in, by its content first and its name second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from toolkit.reading.formats.source import Source
from toolkit.reading.found import Found, Note

Reader = Callable[[Source, Note], Iterator[Found]]
Look = Callable[[Source], bool]


class Format(NamedTuple):
    """A format: its name, the ends of file names that it goes by, how its content shows it, who reads it.

    ``looks`` is asked of every file, whatever its name; None where the content shows nothing. The formats
    are asked in the order of ``rank``: an archive's page (10) before any page (50). Of those whose content
    shows nothing the name decides.
    """

    name: str
    suffixes: tuple[str, ...]
    looks: Look | None
    read: Reader
    rank: int


FORMATS: list[Format] = []


def reads(name: str, *suffixes: str, looks: Look | None = None, rank: int = 50) -> Callable[[Reader], Reader]:
    """Register a function as the reader of a format."""

    def add(reader: Reader) -> Reader:
        FORMATS.append(Format(name, suffixes, looks, reader, rank))
        FORMATS.sort(key=lambda form: form.rank)
        return reader

    return add


def format_of(source: Source) -> Format | None:
    """Return the format of a file; None for one of no kind that is read."""
    shown = next((form for form in FORMATS if form.looks is not None and form.looks(source)), None)
    return shown or next((form for form in FORMATS if source.suffix in form.suffixes), None)


def suffixes() -> tuple[str, ...]:
    """Return the ends of file names that are read."""
    return tuple(sorted({suffix for form in FORMATS for suffix in form.suffixes}))
