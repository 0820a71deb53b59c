"""Integrum: reports of saved articles, as a page or as a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from toolkit.reading.formats.archives import each_article, known, sheet_words, shows
from toolkit.reading.formats.encodings import decode
from toolkit.reading.formats.markup import page_of, text_of
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.formats.tables import read_excel
from toolkit.reading.found import Found, Note

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.I)
_FIELD = re.compile(r"\^(\w\w):([^^]*)")  # "^ИС: Московские новости"
_COLUMNS = {"text": "Анонс", "title": "Заголовок", "date": "Дата", "source": "Источник", "author": "Автор"}
_SHORT_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d\d)")
_FIRST = 85  # no year of the archive is before 1985, so that 84 is 2084


@reads(
    "Integrum (HTML)",
    looks=lambda source: shows(
        source, r"<title>Report \d\d\.\d\d\.\d{4}", r"<td[^>]*>\s*\^\w{0,2}:", r"<a name=\"\d+\"></a>\s*<table"
    ),
    rank=10,
)
def read_integrum_page(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of a report: a cell with field codes, and the text below it."""
    declared = _CHARSET.search(source.head[:2048])
    text, _ = decode(source.data(), source.name, declared[1].decode() if declared else None)
    cells = (cell for cell in page_of(source, text).iterfind(".//table//td") if text_of(cell).startswith("^"))
    yield from each_article(source, note, cells, _article)


def _article(cell: Any) -> Found:
    """Read an article; in its text a line that is indented begins a paragraph, as one after a blank line does."""
    told = {code: squeezed(said) for code, said in _FIELD.findall(cell.text_content())}
    text = next((e for e in next(cell.iterancestors("table")).itersiblings() if e.tag == "pre"), None)
    pieces = [] if text is None else re.split(r"\n(?=[ \t]*\n|[ \t]{2,})", text.text_content())
    return Found(
        "\n\n".join(filter(None, map(squeezed, pieces))),
        title=told.get("ЗГ", ""),
        date=told.get("ДТ") or None,
        source=told.get("ИС") or None,
        meta=known(author=told.get("АВ"), section=told.get("РБ")),
    )


def _looks_table(source: Source) -> bool:
    begins = sheet_words(source)
    return all(f">{column}<" in begins for column in _COLUMNS.values())


@reads("Integrum (Excel)", looks=_looks_table, rank=10)
def read_integrum_table(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of a report as a workbook; its texts begin with their title and day."""
    named = replace(source, columns={**_COLUMNS, **source.columns})
    yield from each_article(source, note, read_excel(named, note), _row)


def _row(found: Found) -> Found:
    parts = [part for piece in re.split(r"\n\s*\n", found.body) if (part := squeezed(piece))]
    if parts and parts[0] == squeezed(found.title):
        del parts[0]
    if parts and re.fullmatch(r"[\d.]+", parts[0]):
        del parts[0]
    meta = known(author=found.meta.get("author"))
    return found._replace(body="\n\n".join(parts), date=_day(str(found.date or "")), meta=meta)


def _day(printed: str) -> str | None:
    """Return a day with all digits of its year.

    >>> _day("28.02.05"), _day("31.12.1999")
    ('28.02.2005', '31.12.1999')
    """
    short = _SHORT_DAY.fullmatch(printed.strip())
    century = 19 if short and int(short[3]) >= _FIRST else 20
    return f"{short[1]}.{short[2]}.{century}{short[3]}" if short else printed or None
