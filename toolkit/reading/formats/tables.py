"""Tables with an article a row: CSV and its kin, Excel, Parquet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.columns import articles_of_rows, is_missing, known_columns
from toolkit.reading.formats.encodings import encoding_of, lines_of
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly
from toolkit.reading.found import Found, Note, Remark

_MARKS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r"\"?sep=(.)\"?[\r\n]*$", re.I)
_LONGEST_CELL = 2**31 - 1
HEADER = 30  # rows among which the names of columns are
TEXTS = ("text", "full text", "fulltext", "maintext", "article text", "article body", "body", "body text", "content", "article")


def _csv_looks(source: Source) -> bool:
    """Whether a file of any name begins with the names of an article's columns."""
    if source.suffix in (".txt", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".xml", ".md"):
        return False
    head = next(iter(source.begins().lstrip("\ufeff").splitlines()), "")
    return 0 < len(head) < 2000 and "<" not in head and known_columns(_cells(head, _mark_of(head, source)), source.columns)


@reads("table of text", ".csv", ".tsv", ".tab", ".psv", looks=_csv_looks, rank=80)
def read_csv(source: Source, note: Note) -> Iterator[Found]:
    """Read a table of text, a row an article, line by line; a row with too many cells is told with its line."""
    with source.open() as stream:
        encoding = encoding_of(stream, source.name)
    lines = lines_of(source, encoding)
    ahead = list(islice(lines, HEADER))
    ahead[:1] = [line.lstrip("\ufeff") for line in ahead[:1]]
    stated = _SEP_LINE.match(ahead[0]) if ahead else None
    marks = [stated[1] if stated else _mark_of(line, source) for line in ahead]
    named = (n for n, line in enumerate(ahead) if known_columns(_cells(line, marks[n]), source.columns))
    start = next(named, 1 if stated else 0)  # above the names there may be a title
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(chain(ahead[start:], lines), delimiter=marks[start] if start < len(marks) else ",", strict=True)
    told = _named(_checked(rows, source.name), source, note)
    yield from articles_of_rows(told, source.name, source.columns, note, {"encoding": str(encoding)})


def _checked(rows: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their lines; raises ArticleError where quotation marks do not close."""
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise ArticleError(
            f"{name} cannot be read as CSV: {error} (line {rows.line_num}). A text with commas, quotation marks or line breaks "
            "stands in double quotes, a quotation mark within it is doubled."
        ) from None


def _named(rows: Iterator[tuple[int, Sequence[Any]]], source: Source, note: Note) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield numbered rows by the names of their columns, which the first row tells; blank rows are not counted."""
    header = next((row for _, row in rows if any(not is_missing(cell) for cell in row)), None)
    names = [str(name if name is not None else "").strip() for name in header or ()]
    filled = ((line, row) for line, row in rows if any(not is_missing(cell) for cell in row))
    for number, (line, row) in enumerate(filled, start=1):
        where = f"{source.name}, row {number} (line {line}) has {len(row)} cells under {len(names)} names"
        if any(not is_missing(cell) for cell in row[len(names) :]):
            note(ArticleError(f"{where}; a text with the separator in it stands in double quotes."))
            continue
        if len(row) < len(names):
            note(Remark("row", f"{where}; look whether a text with a line break in it stands in double quotes."))
        cells: dict[str, Any] = {}
        for name, cell in zip(names, row, strict=False):
            if is_missing(cells.get(name)):  # of two columns with one name the first that is filled
                cells[name] = cell
        yield number, cells


def _cells(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line.strip()], delimiter=mark), [])
    except csv.Error:
        return []


def _mark_of(line: str, source: Source) -> str:
    """Return what parts the names in the first line: what gives the most names of an article's columns, else the most names."""
    if source.suffix == ".tsv" and "\t" in line:
        return "\t"
    counted = [
        (sum(known_columns([cell], source.columns) for cell in _cells(line, mark)), line.count(mark), mark) for mark in _MARKS
    ]
    best = max(counted, key=lambda found: found[:2])
    return best[2] if best[1] else ","


def _excel_looks(source: Source) -> bool:
    return source.suffix in (".xlsx", ".xls", ".xlsb", ".ods") and source.head.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


@reads("Excel", ".xlsx", ".xls", ".xlsb", ".ods", looks=_excel_looks, rank=45)
def read_excel(source: Source, note: Note) -> Iterator[Found]:
    """Read the sheets of a workbook that have a column of texts, a row an article."""
    import io

    calamine = need_extra("python_calamine", "office", f"Reading {source.name}")
    with plainly(source, "Excel", "save it anew, or as CSV"):
        book = calamine.load_workbook(io.BytesIO(source.data()))
        sheets = {name: list(islice(_rows(book, name), HEADER)) for name in book.sheet_names}
        heads = {name: _head(rows, source, TEXTS) for name, rows in sheets.items()}
        if all(head is None for head in heads.values()):
            heads = {name: _head(rows, source, ()) for name, rows in sheets.items()}
        for name, head in heads.items():
            if head is not None:
                rows = enumerate(islice(_rows(book, name), head, None), start=head + 1)
                named = _named(rows, source, note)
                yield from articles_of_rows(named, f"{source.name}, sheet {name}", source.columns, note, {"sheet": name})
    if all(head is None for head in heads.values()):
        raise ArticleError(
            f"{source.name}: no sheet has a column of texts; found the sheets {', '.join(sheets)}. "
            "Name the column with columns={'text': '...'}."
        )


def _rows(book: Any, name: str) -> Iterator[list[Any]]:
    yield from book.get_sheet_by_name(name).iter_rows()


def _head(rows: list[list[Any]], source: Source, texts: tuple[str, ...]) -> int | None:
    """Return the place of the row that names the columns; a title above it, alone in its row, is none."""
    for place, row in enumerate(rows):
        names = [str(cell) for cell in row if not is_missing(cell)]
        alone = len(names) == 1 and any(sum(not is_missing(cell) for cell in other) > 1 for other in rows)
        if not alone and known_columns(names, source.columns, texts):
            return place
    return None


@reads("Parquet", ".parquet", looks=lambda source: source.head.startswith(b"PAR1"), rank=20)
def read_parquet(source: Source, note: Note) -> Iterator[Found]:
    """Read a Parquet file in batches, a row an article."""
    import pyarrow.parquet

    try:
        with source.open() as stream:
            batches = pyarrow.parquet.ParquetFile(stream).iter_batches(batch_size=256)
            rows = enumerate((row for batch in batches for row in batch.to_pylist()), start=1)
            yield from articles_of_rows(rows, source.name, source.columns, note, {})
    except (OSError, ValueError, OverflowError) as error:  # pyarrow's errors are of these kinds
        if isinstance(error, ArticleError):
            raise
        raise ArticleError(f"{source.name} cannot be read as Parquet: {str(error).splitlines()[0]}") from None
