"""Near-duplicate articles: wire copy that many outlets carry with small changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from toolkit.errors import OptionError
from toolkit.reading.given import as_articles

if TYPE_CHECKING:
    from toolkit.reading.articles import Article

SHINGLE = 4  # words
PERMUTATIONS = 128


def near_duplicates(subject: str | Article | Iterable[str | Article], *, threshold: float = 0.6) -> Mapping[str, str]:
    """Return the articles that carry largely the text of an earlier one, each with the earliest's id.

    Parameters
    ----------
    subject : articles, in the order in which the first of a group is the original.
    threshold : share of four-word sequences in common (Jaccard, estimated by MinHash with 128
        permutations: give or take 0.05) from which two articles are one report; above 0, up to 1.

    Not found: the same report rewritten in other words.

    >>> text = "Exports of copper rose by a fifth in May as smelters came back from repairs, the customs office said."
    >>> near_duplicates([text, text + " More follows.", "Wheat fell."])
    {'text-2': 'text-1'}
    """
    if not 0 < threshold <= 1:
        raise OptionError(f"threshold={threshold!r} is not a share; give a number above 0 and up to 1, such as 0.6.")
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    sketches: dict[str, MinHash] = {}
    order: dict[str, int] = {}
    found: dict[str, str] = {}
    for number, article in enumerate(as_articles(subject)):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([s.encode() for s in _shingles(article.text)])
        near = [k for k in index.query(sketch) if sketches[k].jaccard(sketch) >= threshold]
        if near:
            found[article.id] = min(near, key=lambda k: order[k])
            continue
        order[article.id] = number
        sketches[article.id] = sketch
        index.insert(article.id, sketch)
    return found


def _shingles(text: str) -> set[str]:
    listed = re.findall(r"\w+", text.casefold())
    return {" ".join(listed[i : i + SHINGLE]) for i in range(max(1, len(listed) - SHINGLE + 1))}
