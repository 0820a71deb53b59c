"""Claims against PolNeAR's gold attributions (Newell, Margolin and Ruths, LREC 2018), beside textacy's quotations.

``python -m benchmarks.claims [COUNT]`` takes the first COUNT articles; without it, all.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks import gold, scorer
from toolkit.claims.table import find_claims
from toolkit.language.pipeline import parse
from toolkit.reading import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc

Predictions = list[dict[str, Any]]


def read(rows: list[dict[str, Any]]) -> tuple[list[Article], list[Doc]]:
    """Return the gold set's articles and their parses, which both contestants use."""
    articles = [Article(r["text"], id=str(n)) for n, r in enumerate(rows)]
    return articles, parse(articles)


def ours(articles: list[Article], docs: list[Doc]) -> Predictions:
    """Return the toolkit's claims in the shape of the gold set.

    There a relative pronoun is the source, and nothing that stands in the content of another
    attribution is annotated: the inner claims are left out.
    """
    return [
        {
            "attributions": [
                {
                    "source": [list(c.relative or c.source)] if c.source else [],
                    "cue": [list(c.cue)],
                    "content": [list(s) for s in c.content],
                }
                for c in find_claims(article, doc)
                if c.within is None
            ]
        }
        for article, doc in zip(articles, docs, strict=True)
    ]


def textacys(docs: list[Doc]) -> tuple[Predictions, int]:
    """Return textacy's direct quotations in the same shape, and how many articles it gave up."""
    from textacy.extract.triples import direct_quotations

    out: Predictions = []
    lost = 0
    for doc in docs:
        found = []
        try:
            for triple in direct_quotations(doc):
                found.append(
                    {
                        "source": [[triple.speaker[0].idx, triple.speaker[-1].idx + len(triple.speaker[-1])]],
                        "cue": [[triple.cue[0].idx, triple.cue[-1].idx + len(triple.cue[-1])]],
                        "content": [[triple.content.start_char, triple.content.end_char]],
                    }
                )
        except ValueError:  # an odd number of quotation marks
            lost += 1
        out.append({"attributions": found})
    return out, lost


def show(name: str, figures: dict[str, Any]) -> None:
    """Print one line a contestant."""
    cells = " ".join(f"{k} {figures[k]['f1']:.3f}" for k in ("cue", "source_chars", "content_chars", "whole_claim"))
    exact = f"p {figures['cue']['p']:.2f} r {figures['cue']['r']:.2f}"
    print(f"{name:28} {cells}  (cue {exact}; {figures['predicted']} for {figures['gold']})")


def main(count: int | None = None) -> None:
    """Print the F1 of both on the development half, over one parse."""
    rows = gold("claims_dev")[:count]
    started = time.perf_counter()
    articles, docs = read(rows)
    parsed = time.perf_counter()
    mine = ours(articles, docs)
    done = time.perf_counter()
    show("toolkit", scorer().score_claims(rows, mine))
    if importlib.util.find_spec("textacy") is None:
        print("textacy is not installed: pip install textacy, to see it beside")
    else:
        theirs, lost = textacys(docs)
        show("textacy direct_quotations", scorer().score_claims(rows, theirs))
        print(f"textacy gave up {lost} of {len(rows)} articles for an odd number of quotation marks")
    print(f"parse {parsed - started:.1f} s, claims with actors and dates {done - parsed:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
