"""Word lists that analysts edit: one CSV a list, facts apart from code.

Lines that begin with ``#`` are comments: where the facts come from, the licence,
decisions taken. The first other line names the columns.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from toolkit.errors import WordsError


@cache
def word_list(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of ``toolkit/words/<name>.csv``.

    Parameters
    ----------
    name : the file's name without ``.csv``.

    Raises WordsError for an unknown list, or a row with too many or too few cells.

    >>> word_list("titles")[0]["title"] != ""
    True
    """
    path = resources.files("toolkit.words") / f"{name}.csv"
    if not path.is_file():
        known = sorted(p.name[:-4] for p in resources.files("toolkit.words").iterdir() if p.name.endswith(".csv"))
        raise WordsError(f"There is no word list {name!r}; there are: {', '.join(known)}.")
    rows: list[Mapping[str, str]] = []
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = next(csv.reader([line]))
        if header is None:
            header = cells
            continue
        if len(cells) != len(header):
            raise WordsError(
                f"{name}.csv, line {number}: {len(cells)} cells where the header has {len(header)} ({line!r}). "
                "Put a cell that contains a comma in double quotes."
            )
        rows.append(MappingProxyType(dict(zip(header, (c.strip() for c in cells), strict=True))))
    return tuple(rows)
