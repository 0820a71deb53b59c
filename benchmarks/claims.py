"""Claims against PolNeAR's gold attributions (Newell, Margolin and Ruths, LREC 2018), beside textacy's quotations."""

from __future__ import annotations

import sys
from typing import Any

from benchmarks import gold, scorer
from toolkit.articles import Article
from toolkit.claims import find_claims
from toolkit.language import parse


def predictions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the toolkit's claims in the shape of the gold set; there a relative pronoun is the source,
    and nothing that stands in the content of another attribution is annotated."""
    articles = [Article(r["text"], id=str(n)) for n, r in enumerate(rows)]
    out = []
    for article, doc in zip(articles, parse(articles), strict=True):
        claims = find_claims(article, doc)
        out.append({"attributions": [
            {
                "source": [list(c.relative or c.source)] if c.source else [],
                "cue": [list(c.cue)],
                "content": [list(s) for s in c.content],
            }
            for c in claims
            if c.within is None
        ]})
    return out


def main(count: int | None = None) -> None:
    """Print the figures of both on the development half."""
    rows = gold("claims_dev")[:count]
    print("toolkit", scorer().score_claims(rows, predictions(rows)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
