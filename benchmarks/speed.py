"""How fast: words a second of the parse, and each table's share of the parse's time, on one core.

    python -m benchmarks.speed [ARTICLES] [REPEATS]

ARTICLES is a file or folder (default: seeds, taken REPEATS times as articles of their own, so that
nothing is found in a cache). What a table shares with an earlier one (mentions, numbers, claims) is
counted where it is first needed. Wall-clock times on a busy machine vary; compare shares, not seconds.
"""

from __future__ import annotations

import importlib
import re
import sys
import time
from dataclasses import replace

from toolkit.analysis.tables import MAKERS
from toolkit.language.pipeline import load_pipeline, parse
from toolkit.reading import Article, read_articles

# Shares of the parse that the project set itself as limits.
LIMITS = {"mentions": 0.20, "sentiment and tone": 0.25}


def copies(articles: list[Article], repeats: int) -> list[Article]:
    """Return the articles several times, each with a text of its own."""
    return [
        replace(a, id=f"{a.id}-{n}", text=f"{a.text}\n\nCopy {n}.") for n in range(repeats) for a in articles
    ]  # fmt: skip


def measure(articles: list[Article]) -> dict[str, float]:
    """Return seconds of processor time for the parse and for each table of all the articles."""
    seconds = {}
    start = time.process_time()
    parse(articles)
    seconds["parse"] = time.process_time() - start
    for name, (module, function) in MAKERS.items():
        make = getattr(importlib.import_module(module), function)
        start = time.process_time()
        make(articles)
        seconds[name] = time.process_time() - start
    return seconds


def main(path: str = "seeds", repeats: int = 4) -> None:
    """Print the table of times."""
    start = time.process_time()
    load_pipeline()
    loading = time.process_time() - start
    articles = read_articles(path)
    measure(copies(articles[:2], 1))  # word lists are read, patterns compiled
    many = [replace(a, id=f"{a.id}-again", text=f"{a.text}\n\nAgain.") for a in copies(articles, repeats)][:500]
    words = sum(len(re.findall(r"\w+", a.text)) for a in many)
    seconds = measure(many)
    print(f"{len(many)} articles, {words:,} words; the pipeline loads in {loading:.1f} s")
    print(f"{'':<20}{'seconds':>9}{'words/s':>10}{'of parse':>10}")
    for name, took in seconds.items():
        print(f"{name:<20}{took:>9.2f}{words / max(took, 1e-9):>10,.0f}{took / seconds['parse']:>10.0%}")
    whole = sum(seconds.values())
    print(f"{'all together':<20}{whole:>9.2f}{words / whole:>10,.0f}{whole / seconds['parse']:>10.0%}")
    shares = {
        "mentions": seconds["mentions"] / seconds["parse"],
        "sentiment and tone": (seconds["sentiment"] + seconds["tone"]) / seconds["parse"],
    }
    for name, limit in LIMITS.items():
        print(f"{name}: {shares[name]:.0%} of the parse, limit {limit:.0%}: {'met' if shares[name] <= limit else 'missed'}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "seeds", int(sys.argv[2]) if len(sys.argv) > 2 else 4)
