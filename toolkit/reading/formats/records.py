"""JSON and JSON Lines with an article an object, bare or in the envelope of a news service."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.errors import ArticleError
from toolkit.reading.columns import articles_of_rows, known_columns
from toolkit.reading.formats.encodings import Encoding, encoding_of, lines_of
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source
from toolkit.reading.found import Found, Note

# Where the articles lie in what news services and search engines answer: NewsAPI and GDELT, Media Cloud, the Guardian,
# the New York Times, Elasticsearch, Hugging Face sets, CrossRef and the like.
_ENVELOPES = (
    "articles",
    "stories",
    "results",
    "docs",
    "response",
    "data",
    "items",
    "rows",
    "hits",
    "entries",
    "documents",
    "news",
)
_INSIDE = ("row", "_source", "story", "article", "fields")  # an article within its object, which may hold more
_DEPTH = 4


def _looks(source: Source) -> bool:
    return (
        source.suffix not in (".txt", ".md") and source.begins().lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _is_json(source)
    )


def _is_json(source: Source) -> bool:
    head = source.begins().lstrip("\ufeff \t\r\n")
    return head[1:].lstrip()[:1] in ('"', "{", "}", "[", "]") or source.suffix in (".json", ".jsonl", ".ndjson")


@reads("JSON", ".json", ".jsonl", ".ndjson", looks=_looks, rank=75)
def read_json(source: Source, note: Note) -> Iterator[Found]:
    """Read the objects of a JSON or JSON Lines file; a bad line costs itself."""
    with source.open() as stream:
        encoding = encoding_of(stream, source.name)
    in_lines = source.suffix in (".jsonl", ".ndjson") or _is_in_lines(source, encoding)
    rows = map(_inner, _lines(source, encoding, note) if in_lines else _whole(source, encoding.name))
    yield from articles_of_rows(enumerate(rows, start=1), source.name, source.columns, note, {"encoding": str(encoding)})


def _is_in_lines(source: Source, encoding: Encoding) -> bool:
    """Tell JSON Lines under the name of JSON: the first line is an object, and there is a second."""
    lines = (line for line in lines_of(source, encoding) if line.strip("\ufeff \r\n\t"))
    first, second = next(lines, ""), next(lines, "")
    try:
        return bool(second) and isinstance(json.loads(first.lstrip("\ufeff")), dict)
    except (ValueError, RecursionError):
        return False


def _lines(source: Source, encoding: Encoding, note: Note) -> Iterator[Any]:
    good = bad = 0
    for number, line in enumerate(lines_of(source, encoding), start=1):
        if not line.strip("\ufeff \r\n\t"):
            continue
        try:
            loaded = json.loads(line.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            bad += 1
            note(ArticleError(f"{source.name}, line {number}: not JSON ({_why(error)})."))
            continue
        good += 1
        yield loaded
    if bad and not good:
        raise ArticleError(f"{source.name}: no line of it is JSON; expected an object a line.")


def _whole(source: Source, encoding: str) -> list[Any]:
    try:
        text = source.data().decode(encoding)
    except UnicodeError:
        raise ArticleError(f"{source.name} is not wholly in {encoding}; save it as UTF-8.") from None
    try:
        loaded = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise ArticleError(f"{source.name}, line {error.lineno}: not JSON ({error.msg}).") from None
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{source.name} cannot be read as JSON ({_why(error)}).") from None
    return _articles_in(loaded, source.columns)


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its brackets lie too deep in each other"
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error).split(";")[0].lower()


def _articles_in(loaded: Any, picked: Mapping[str, str], depth: int = 0) -> list[Any]:
    """Return the objects that are articles: a list, one object by itself, a table by its columns, what lies in an envelope."""
    if isinstance(loaded, list):
        return loaded
    if not isinstance(loaded, dict):
        return [loaded]
    if known_columns(loaded, picked):
        return _of_columns(loaded)
    found: list[Any] = []
    for key in _ENVELOPES if depth < _DEPTH else ():
        inner = loaded.get(key)
        if isinstance(inner, list) and any(isinstance(one, dict) for one in inner):
            found += inner
        elif isinstance(inner, dict) and (within := _articles_in(inner, picked, depth + 1)) != [inner]:
            found += within
    return found or [loaded]


def _of_columns(loaded: dict[str, Any]) -> list[Any]:
    """Return the rows of a table that is written column by column, as pandas does; one object else."""
    columns = {name: cell for name, cell in loaded.items() if isinstance(cell, dict | list) and cell}
    if len(columns) < len(loaded) or len({len(column) for column in columns.values()}) != 1:
        return [loaded]
    if len({type(column) for column in columns.values()}) != 1:
        return [loaded]
    cells = [list(column.values()) if isinstance(column, dict) else column for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


def _inner(row: Any) -> Any:
    """Return the article of an object that wraps it: {"row_idx": 3, "row": {...}}, {"_source": {...}}."""
    if not isinstance(row, dict):
        return row
    for key in _INSIDE:
        inner = row.get(key)
        if isinstance(inner, dict):
            return {**{k: v for k, v in row.items() if k != key}, **inner}
    return row
