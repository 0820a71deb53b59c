"""SQLite files: the table with a column of texts, and the databases of Discourse Network Analyzer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from toolkit.errors import ArticleError
from toolkit.reading.columns import articles_of_rows, known_columns
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source
from toolkit.reading.found import Found, Note


@reads(
    "SQLite",
    ".sqlite",
    ".sqlite3",
    ".db",
    ".dna",
    looks=lambda source: source.head.startswith(b"SQLite format 3\x00"),
    rank=20,
)
def read_sqlite(source: Source, note: Note) -> Iterator[Found]:
    """Read the one table of a database that has a column of texts, a row an article."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(source.data())
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
        columns = {table: [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")] for table in tables}
        fitting = [table for table in tables if known_columns(columns[table], source.columns)]
        if len(fitting) > 1 and (
            documents := [t for t in fitting if t.casefold() in ("documents", "articles", "news", "stories")]
        ):
            fitting = documents[:1]
        if len(fitting) != 1:
            found = "; ".join(f"{table} ({', '.join(names[:8])})" for table, names in columns.items()) or "none"
            raise ArticleError(
                f"{source.name}: {'no table has' if not fitting else 'several tables have'} a column of texts; found {found}. "
                "Name the column with columns={'text': '...'}, or save the table as CSV."
            )
        cursor = connection.execute(f"SELECT * FROM {_quoted(fitting[0])}")
        names = [described[0] for described in cursor.description]
        rows = enumerate((dict(zip(names, row, strict=True)) for row in cursor), start=1)
        of = f"{source.name}, table {fitting[0]}"
        yield from articles_of_rows(rows, of, source.columns, note, {"table": fitting[0]})
    except sqlite3.Error as error:
        raise ArticleError(f"{source.name} cannot be read as an SQLite database: {error}.") from None
    finally:
        connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
