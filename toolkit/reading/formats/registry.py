"""Which format a file is in, by its content first and its name second."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import cache
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


MODULES = (
    "crawls",
    "databases",
    "epub",
    "europresse",
    "factiva",
    "feeds",
    "integrum",
    "mail",
    "newsbank",
    "nexis",
    "office",
    "packed",
    "pages",
    "pdf",
    "plain",
    "proquest",
    "records",
    "tables",
)
_FORMATS: list[Format] = []


def reads(name: str, *suffixes: str, looks: Look | None = None, rank: int = 50) -> Callable[[Reader], Reader]:
    """Register a function as the reader of a format."""

    def add(reader: Reader) -> Reader:
        _FORMATS.append(Format(name, suffixes, looks, reader, rank))
        return reader

    return add


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats, in the order in which a file is asked for them; loads their modules."""
    for module in MODULES:
        importlib.import_module(f"{__package__}.{module}")
    return tuple(sorted(_FORMATS, key=lambda form: form.rank))


def format_of(source: Source) -> Format | None:
    """Return the format of a file; None for one of no kind that is read."""
    shown = next((form for form in formats() if form.looks is not None and form.looks(source)), None)
    return shown or next((form for form in formats() if source.suffix in form.suffixes), None)


def suffixes() -> tuple[str, ...]:
    """Return the ends of file names that are read."""
    return tuple(sorted({suffix for form in formats() for suffix in form.suffixes}))
