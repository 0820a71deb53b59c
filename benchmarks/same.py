"""Whether the tables are the same as before: ``python -m benchmarks.same FOLDER`` writes them, a second run compares.

For clean-ups that are to change no cell. The texts are the seeds, all texts of ``tests/cases`` and,
where the shared folder is there, the original report, a year of Wikinews and sixty articles of news.
"""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd

import toolkit
from benchmarks import gold, shared

ROOT = Path(__file__).resolve().parents[1]
TEXT_COLUMNS = ("text", "sentence")
SHOWN = 12  # differing cells that are printed


def case_articles() -> Iterator[toolkit.Article]:
    """Yield every text of the test cases, with its date where it has one."""
    for path in sorted((ROOT / "tests" / "cases").rglob("*.csv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("#")]
        for number, row in enumerate(csv.DictReader(lines)):
            text = next((row[c] for c in TEXT_COLUMNS if row.get(c)), "")
            day = row.get("date") if path.stem != "claims" else None  # there it is the day of a saying
            yield toolkit.Article(
                text or "-", id=f"{path.stem}-{number}", date=datetime.date.fromisoformat(day) if day else None
            )


def sets() -> Iterator[tuple[str, list[toolkit.Article]]]:
    """Yield each set of articles with its name."""
    yield "seeds", toolkit.read_articles(ROOT / "seeds")
    yield "cases", list(case_articles())
    folder = shared()
    if folder is None:
        print("No shared folder here (set SHARED): only the seeds and the cases are compared.")
        return
    yield "original", toolkit.read_articles(folder / "seed-original")
    yield "wikinews", toolkit.read_articles(folder / "news" / "wikinews_2019.csv", errors="report")
    yield "news", [toolkit.Article(a["text"], id=a["id"]) for a in islice(gold("claims_train"), 60)]


def tables_of(articles: list[toolkit.Article]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield every table of the articles, the ledger's and the pairs of claims too."""
    tables = toolkit.analyse(articles)
    yield from tables.items()
    ledger = toolkit.reconcile(tables.trade)
    yield "flows", ledger.flows
    yield "conflicts", ledger.conflicts
    yield "pairs", toolkit.pair_claims(tables.claims)


def differences(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """Return in words where two tables, written as text, differ; none at all for the same."""
    if list(before.columns) != list(after.columns):
        return [f"columns {list(before.columns)} are now {list(after.columns)}"]
    found = [] if len(before) == len(after) else [f"{len(before)} rows are now {len(after)}"]
    for row in range(min(len(before), len(after))):
        for column in before.columns:
            old, new = before[column].iloc[row], after[column].iloc[row]
            if old != new:
                found.append(f"row {row}, {column}: {old!r} is now {new!r}")
        if len(found) >= SHOWN:
            break
    return found


def main(folder: Path) -> int:
    """Write the tables where there are none yet, compare otherwise; return how many tables differ."""
    folder.mkdir(parents=True, exist_ok=True)
    apart = compared = 0
    for name, articles in sets():
        for table, made in tables_of(articles):
            path = folder / f"{name}.{table}.csv"
            if not path.exists():
                made.to_csv(path, index=False)
                continue
            compared += 1
            fresh = path.with_suffix(".new")
            made.to_csv(fresh, index=False)
            if fresh.read_bytes() == path.read_bytes():
                fresh.unlink()
                continue
            apart += 1
            plain = [pd.read_csv(p, dtype=str, keep_default_na=False) for p in (path, fresh)]
            print(f"{name}.{table}:", *differences(*plain)[:SHOWN], sep="\n  ")
        print(f"{name}: {len(articles)} articles", flush=True)
    print(f"{apart} of {compared} tables differ." if compared else f"Written to {folder}; a second run compares.")
    return apart


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Usage: python -m benchmarks.same FOLDER (the first run writes the tables, a second compares).")
    raise SystemExit(min(1, main(Path(sys.argv[1]))))
