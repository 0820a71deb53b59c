"""Files as rows: bytes to text, and CSV, JSON and Parquet to one dictionary an article."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import ArticleError

if TYPE_CHECKING:
    import pandas as pd

# How files begin that hold text and are no text files.
DOCUMENTS = {b"%PDF": "a PDF", b"PK\x03\x04": "a Word, Excel or zip file", b"{\\rtf": "a rich text file"}


def decoded(path: Path) -> str:
    """Return a file's text: UTF-8 with or without BOM, UTF-16 with one, else what the bytes look like."""
    raw = path.read_bytes()
    if not raw.strip():
        raise ArticleError(f"{path} is empty; an article needs at least one word.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    if kind := next((name for begins, name in DOCUMENTS.items() if raw.startswith(begins)), None):
        raise ArticleError(f"{path} is {kind}; expected plain text. Save its text as .txt (UTF-8) first.")
    if b"\x00" in raw[:4096]:
        raise ArticleError(f"{path} is a binary file; expected text. Save it as .txt (UTF-8) first.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw).best()
        if best is None:
            raise ArticleError(f"{path} is not text in any encoding known; save it as UTF-8.") from None
        return str(best)


def csv_rows(text: str, path: Path) -> list[dict[str, Any]]:
    """Return the rows of a CSV, all cells as text."""
    import pandas as pd

    try:
        return frame_rows(pd.read_csv(io.StringIO(text), dtype=str, sep=_separator(text)))
    except ValueError as error:  # pandas' parser errors are of this kind
        raise ArticleError(
            f"{path} cannot be read as CSV: {error}. A text with commas, quotation marks or line breaks stands in "
            "double quotes, a quotation mark within it is doubled."
        ) from None


def _separator(text: str) -> str:
    """Return what parts the names in the first line: a comma, or else the semicolon or tab of other lands' CSV."""
    head = text.lstrip().partition("\n")[0]
    return next((mark for mark in (",", ";", "\t") if mark in head), ",")


def parquet_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a Parquet file."""
    import pandas as pd

    try:
        return frame_rows(pd.read_parquet(path))
    except (OSError, ValueError) as error:  # pyarrow's errors are of these kinds
        raise ArticleError(f"{path} cannot be read as Parquet: {error}") from None


def frame_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a DataFrame, each by column name."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def json_rows(text: str, path: Path, bad_rows: list[ArticleError] | None) -> list[dict[str, Any]]:
    """Return the objects of a JSON or JSON Lines file; a bad line goes into ``bad_rows`` where that is given."""
    lines = [(1, text)]
    if path.suffix.lower() == ".jsonl":
        lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    loaded: list[Any] = []
    for number, line in lines:
        try:
            loaded.append(json.loads(line))
        except json.JSONDecodeError as error:
            problem = ArticleError(f"{path}, line {number + error.lineno - 1}: not JSON ({error.msg}).")
            if bad_rows is None or len(lines) == 1:
                raise problem from None
            bad_rows.append(problem)  # costs itself, not the other lines
    return loaded[0] if len(loaded) == 1 and isinstance(loaded[0], list) else loaded


def is_missing(cell: object) -> bool:
    """Tell whether a cell is empty: None, NA, NaN, NaT or blank."""
    return cell is None or repr(cell) in ("<NA>", "nan", "NaT") or (isinstance(cell, str) and not cell.strip())
