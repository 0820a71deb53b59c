"""Which column of a row is the text, the title, the day, the source of an article; see ``words/article_columns.csv``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.errors import ArticleError
from toolkit.reading.found import Found, Note
from toolkit.words import word_list

if TYPE_CHECKING:
    import pandas as pd

_EMPTY = ("", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "<NA>")  # as programs write a cell without anything
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
    if not isinstance(columns or {}, Mapping):
        raise ArticleError(f"columns={columns!r} is a {type(columns).__name__}; give a mapping such as {{'text': 'Volltext'}}.")
    for field in columns or {}:
        if field not in FIELDS:
            raise ArticleError(f"columns={dict(columns or {})!r}: {field!r} is no field; name some of {', '.join(FIELDS)}.")
    return dict(columns or {})


def known_columns(names: Iterable[str], picked: Mapping[str, str], among: Iterable[str] = ()) -> bool:
    """Tell whether some column holds the texts of articles; ``picked`` are those that the call named.

    ``among`` are the names that are asked for; without them all that there are.
    """
    texts = {plain(picked["text"])} if "text" in picked else set(map(plain, among)) or set(column_names()["text"])
    return any(plain(name) in texts for name in names)


def frame_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a DataFrame, each by column name."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def is_missing(cell: object) -> bool:
    """Tell whether a cell is empty: None, NA, NaN, NaT or blank, or the name of one of these."""
    return cell is None or repr(cell) in ("<NA>", "nan", "NaT") or (isinstance(cell, str) and cell.strip() in _EMPTY)


def articles_of_rows(
    rows: Iterable[tuple[int, Any]], of: str, picked: Mapping[str, str], note: Note, meta: Mapping[str, Any]
) -> Iterator[Found]:
    """Yield the articles of numbered rows; one without a text costs itself. ``of`` names the table, "" for a DataFrame.

    Raises ArticleError for a table without rows.
    """
    part = 0
    for part, row in rows:
        if part == 1 and isinstance(row, Mapping):
            _check_picked(row, of or "The table", picked)
        try:
            yield _article_of(row, part, f"{of}, row {part}" if of else f"row {part}", picked, meta)
        except ArticleError as error:
            note(error)
    if not part:
        raise ArticleError(f"{of or 'The table'} holds no rows; expected one article a row.")


def _check_picked(row: Mapping[Any, Any], of: str, picked: Mapping[str, str]) -> None:
    """Raise ArticleError for a column that the call names and the first row does not have."""
    for field, name in picked.items():
        if plain(name) not in {plain(k) for k in row}:
            near = get_close_matches(name, list(map(str, row)), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise ArticleError(f"{of}: no column {name!r} for {field}; found {', '.join(map(str, row)) or 'none'}.{hint}")


def _article_of(row: Any, part: int, where: str, picked: Mapping[str, str], meta: Mapping[str, Any]) -> Found:
    if not isinstance(row, Mapping):
        raise ArticleError(f"{where}: expected an object with a text, found {type(row).__name__}.")
    cells: dict[str, Any] = {}
    for name, cell in row.items():
        if not is_missing(cell):
            cells.setdefault(plain(name), _flat(cell))
    listed = column_names()
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
    if not isinstance(got["text"], str | int | float):
        raise ArticleError(
            f"{where}: the text is {_kind(got['text'])}, not a text; name its column with columns={{'text': '...'}}."
        )
    told = {field: got[field] for field in ("author", "language", "url") if got[field] is not None}
    return Found(
        str(got["text"]),
        title=str(got["title"] or ""),
        date=got["date"],
        source=None if got["source"] is None else str(got["source"]),
        id=None if got["id"] is None else _number(got["id"]),
        meta={**row, **told, **meta},
        part=part,
    )


def _kind(cell: object) -> str:
    return (
        "an object"
        if isinstance(cell, Mapping)
        else "a list"
        if isinstance(cell, list | tuple)
        else f"of type {type(cell).__name__}"
    )


def _number(cell: Any) -> str:
    """Return an id; a number without its ".0", which Excel gives all of them."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _flat(cell: Any) -> Any:
    """Return the name of a nested cell ({"id": null, "name": "The Paper"}), or a list of texts as one."""
    if isinstance(cell, Mapping):
        return next((cell[k] for k in ("name", "title", "value", "$t", "#text") if isinstance(cell.get(k), str)), cell)
    if isinstance(cell, list | tuple) and cell and all(isinstance(one, str) for one in cell):
        return "\n\n".join(cell)
    if isinstance(cell, bytes):
        with suppress(UnicodeDecodeError):
            return cell.decode()
    return cell
