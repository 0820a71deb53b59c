"""Where each cell of a trade row was read: the first thing to look at when a row is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toolkit.errors import TableError
from toolkit.reading import Article, as_articles
from toolkit.tables import columns, frame, literal

if TYPE_CHECKING:
    import pandas as pd


def explain(article: str | Article, row: Mapping[str, Any] | pd.Series[Any]) -> pd.DataFrame:
    """Return one line for each filled cell of a trade row: what it holds, the words it was read from, whether inherited.

    Parameters
    ----------
    article : the article, or the text, that the table was made from.
    row : one row of ``trade_table``: ``trade.loc[3]``.

    Cells that no word says (the partner WORLD, an exact bound) have no words. Raises TableError for a row of another
    article, or without the column ``cells``.

    >>> from toolkit.trade import trade_table
    >>> text = "Peru's exports rose in May. Sales to Chile jumped 18% to $49 million."
    >>> told = explain(text, trade_table(text).loc[0]).set_index("column")
    >>> [str(cell) for cell in told.loc["reporter"]]
    ['PER', 'Peru', '0', '4', '0', 'True']
    """
    one = as_articles(article)[0]
    if "cells" not in row:
        raise TableError("This row has no column cells, which says where each was read; give a row of trade_table.")
    start, end = int(row["start"]), int(row["end"])
    if one.text[start:end] != row["text"]:
        raise TableError(
            f"The row at characters {start} to {end} reads {row['text']!r}, the article {one.id!r} has "
            f"{one.text[start:end]!r} there; give the article that the table was made from."
        )
    places = literal(row["cells"]) if isinstance(row["cells"], str) else row["cells"]
    lines = []
    for name in columns("trade")[columns("trade").index("flow") : columns("trade").index("cells")]:
        cell = str(row[name])
        if cell in ("<NA>", "None", "nan", "False"):
            continue
        line: dict[str, Any] = {"column": name, "cell": cell, "inherited": name in row["inherited"]}
        if name in places:
            first, last = places[name]
            line |= {"text": one.text[first:last], "start": first, "end": last, "sentence": one.sentence_at(first)}
        lines.append(line)
    return frame("cells", lines)
