"""Which column of a row is the text, the title, the day, the source of an article; see ``words/article_columns.csv``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.errors import ArticleError
from toolkit.reading.found import Found, Note
from toolkit.words import word_list

if TYPE_CHECKING:
    import pandas as pd

FIELDS = ("text", "title", "date", "source", "id", "author", "language", "url")


@cache
def column_names() -> dict[str, tuple[str, ...]]:
    """Which names a column may go by in files from elsewhere, in small letters without blanks and lines, best first."""
    out: dict[str, tuple[str, ...]] = {}
    for row in word_list("article_columns"):
        out[row["field"]] = (*out.get(row["field"], ()), plain(row["column"]))
    return out


def plain(name: str) -> str:
    """Return a column's name as it is compared: "Full Text", "full_text" and "fullText" are one."""
    return "".join(letter for letter in str(name).casefold() if letter.isalnum())


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return the columns that a call names; raises ArticleError for a field that there is not."""
    for field in columns or {}:
        if field not in FIELDS:
            raise ArticleError(f"columns={dict(columns or {})!r}: {field!r} is no field; name some of {', '.join(FIELDS)}.")
    return dict(columns or {})


def known_columns(names: Iterable[str], picked: Mapping[str, str]) -> bool:
    """Tell whether some column holds the texts of articles; ``picked`` are those that the call named."""
    texts = {plain(picked["text"])} if "text" in picked else set(column_names()["text"])
    return any(plain(name) in texts for name in names)


def frame_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a DataFrame, each by column name."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def is_missing(cell: object) -> bool:
    """Tell whether a cell is empty: None, NA, NaN, NaT or blank."""
    return cell is None or repr(cell) in ("<NA>", "nan", "NaT") or (isinstance(cell, str) and not cell.strip())


def articles_of_rows(
    rows: Iterable[tuple[int, Any]], of: str, picked: Mapping[str, str], note: Note, meta: Mapping[str, Any]
) -> Iterator[Found]:
    """Yield the articles of numbered rows; one without a text costs itself. ``of`` names the table, "" for a DataFrame.

    Raises ArticleError for a table without rows.
    """
    part = 0
    for part, row in rows:
        try:
            yield _article_of(row, part, f"{of}, row {part}" if of else f"row {part}", picked, meta)
        except ArticleError as error:
            note(error)
    if not part:
        raise ArticleError(f"{of or 'The table'} holds no rows; expected one article a row.")


def _article_of(row: Any, part: int, where: str, picked: Mapping[str, str], meta: Mapping[str, Any]) -> Found:
    if not isinstance(row, Mapping):
        raise ArticleError(f"{where}: expected an object with a text, found {type(row).__name__}.")
    cells = {plain(k): _flat(v) for k, v in row.items() if not is_missing(v)}
    listed = column_names()
    for field, name in picked.items():
        if plain(name) not in {plain(k) for k in row}:
            raise ArticleError(f"{where}: no column {name!r} for {field}; found {', '.join(map(str, row)) or 'none'}.")
    got = {
        field: next(
            (cells[n] for n in ([plain(picked[field])] if field in picked else listed.get(field, ())) if n in cells), None
        )
        for field in FIELDS
    }
    if got["text"] is None and known_columns(map(str, row), picked):
        raise ArticleError(f"{where} is empty; an article needs a text with at least one word.")
    if got["text"] is None:
        raise ArticleError(
            f"{where}: no text; expected one of the columns {', '.join(dict.fromkeys(listed['text']))}, "
            f"found {', '.join(map(str, row)) or 'none'}. Name it with columns={{'text': '...'}}."
        )
    told = {field: got[field] for field in ("author", "language", "url") if got[field] is not None}
    return Found(
        str(got["text"]),
        title=str(got["title"] or ""),
        date=got["date"],
        source=None if got["source"] is None else str(got["source"]),
        id=None if got["id"] is None else str(got["id"]),
        meta={**row, **told, **meta},
        part=part,
    )


def _flat(cell: Any) -> Any:
    """Return the name of a nested cell ({"id": null, "name": "The Paper"}), or a list of texts as one."""
    if isinstance(cell, Mapping):
        return next((cell[k] for k in ("name", "title", "value", "$t", "#text") if isinstance(cell.get(k), str)), str(cell))
    if isinstance(cell, list | tuple) and cell and all(isinstance(one, str) for one in cell):
        return "\n\n".join(cell)
    return cell
