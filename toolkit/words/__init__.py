"""Word lists that analysts edit: one CSV a list, facts apart from code.

``word_list`` gives the rows of a file, ``words_of`` the words of a column as a set, ``either`` such a set as
a pattern. Short lists of one field share a file with the columns ``list`` and ``words``: ``word_lists``.

Lines that begin with ``#`` are comments: where the facts come from, the licence,
decisions taken. The first other line names the columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
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


@cache
def words_of(name: str, column: str = "words", /, **only: str) -> frozenset[str]:
    """Return the words of a column as a set, for the rows whose other cells are as given; a cell may hold several, parted by |.

    Raises WordsError where no row is like that.

    >>> "Ruslan" in words_of("given_names", "name", gender="m")
    True
    """
    rows = [row for row in word_list(name) if all(row[key] == wanted for key, wanted in only.items())]
    if not rows:
        raise WordsError(f"{name}.csv has no row with {', '.join(f'{key} {wanted!r}' for key, wanted in only.items())}.")
    return frozenset(word for row in rows for word in row[column].split("|") if word)


@cache
def word_lists(name: str) -> Mapping[str, frozenset[str]]:
    """Return the lists of a file with the columns ``list`` and ``words``, each by its name.

    >>> "who" in word_lists("claim_words")["relative"]
    True
    """
    return {row["list"]: words_of(name, list=row["list"]) for row in word_list(name)}


def either(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first; a blank stands for any white space.

    >>> either(["of", "out of"])
    '(?:out\\\\sof|of)'
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in longest_first)})".replace("\\ ", r"\s")
