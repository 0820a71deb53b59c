"""Trade rows on passages with gold rows: ``python -m benchmarks.trade FILE.jsonl ...``; without one, the made passages.

A passage is ``{"date", "text", "rows": [{"flow", "reporter", ...}]}``; a cell that a gold row leaves out is NA,
but for reporter and partner where both are left out.
A row is right where all of FIELDS are. Prints precision and recall of right rows, and of each field in rows that
are about the same figure; with ``-v`` what was missed and what was given too much.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import toolkit
from benchmarks import shared

FIELDS = ("flow", "reporter", "partner", "exporter", "importer", "value", "unit", "change_pct", "period")
Row = dict[str, Any]
OPEN = "?"


def gold_row(row: Row) -> Row:
    """Return the cells of a gold row that count: money has its currency for a unit; a row without reporter leaves both sides open."""
    cells = (
        {name: row.get(name) or None for name in FIELDS}
        | {"change_pct": row.get("change_pct")}
        | {"unit": row.get("currency") or row.get("unit")}
    )
    if "reporter" not in row:
        cells |= dict.fromkeys(("reporter", "partner"), OPEN)
    return cells


def found_rows(text: str, date: str | None) -> list[Row]:
    """Return the same cells of what the toolkit finds."""
    day = datetime.date.fromisoformat(date) if date else None
    table = toolkit.trade_table(toolkit.Article(text, date=day))
    table["unit"] = table["currency"].fillna(table["unit"])
    return [{n: None if pd.isna(row[n]) else row[n] for n in FIELDS} for row in table.to_dict("records")]


def same(field: str, one: object, other: object) -> bool:
    """Tell whether two cells say the same; numbers within a thousandth."""
    if field in ("value", "change_pct") and isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-3 * max(abs(one), abs(other), 1e-9)
    return one in (other, OPEN)


def pairs_of(wanted: Sequence[Row], got: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Join rows about the same figure, those with most cells alike first."""
    scored = sorted(
        ((sum(same(n, w[n], g[n]) for n in FIELDS), -i, -j) for i, w in enumerate(wanted) for j, g in enumerate(got)
         if any(w[n] is not None and same(n, w[n], g[n]) for n in ("value", "change_pct"))),
        reverse=True,
    )  # fmt: skip
    left, right, joined = set(range(len(wanted))), set(range(len(got))), []
    for _, i, j in scored:
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            joined.append((wanted[-i], got[-j]))
    return joined


def show(text: str, wanted: Sequence[Row], got: Sequence[Row], joined: Sequence[tuple[Row, Row]]) -> None:
    """Print what is not right in a passage."""
    wrong = [(w, g) for w, g in joined if not all(same(n, w[n], g[n]) for n in FIELDS)]
    missed = [w for w in wanted if not any(w is a for a, _ in joined)]
    extra = [g for g in got if not any(g is b for _, b in joined)]
    if wrong or missed or extra:
        print("\n" + text)
    for w, g in wrong:
        print("  WRONG  ", {n: (w[n], g[n]) for n in FIELDS if not same(n, w[n], g[n])}, "of", w["value"], w["change_pct"])
    for name, rows in (("MISSED ", missed), ("EXTRA  ", extra)):
        for row in rows:
            print(f"  {name}", {n: c for n, c in row.items() if c is not None})


def main(files: Sequence[Path], verbose: bool) -> None:
    """Print the figures of each file."""
    for path in files:
        passages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        counted: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for passage in passages:
            wanted, got = [gold_row(r) for r in passage["rows"]], found_rows(passage["text"], passage.get("date"))
            joined = pairs_of(wanted, got)
            whole = sum(all(same(n, w[n], g[n]) for n in FIELDS) for w, g in joined)
            counted.update(wanted=len(wanted), got=len(got), joined=len(joined), whole=whole)
            counted["clean"] += not wanted and not got
            counted["tradeless"] += not wanted
            right.update(n for w, g in joined for n in FIELDS if same(n, w[n], g[n]))
            if verbose:
                show(passage["text"], wanted, got, joined)
        precision, recall = (counted["whole"] / max(counted[n], 1) for n in ("got", "wanted"))
        print(f"\n{path.name}: {len(passages)} passages, {counted['wanted']} rows")
        print(f"  rows right in every field: precision {precision:.3f}, recall {recall:.3f}")
        print(f"  found at all {counted['joined'] / max(counted['wanted'], 1):.3f};", end=" ")
        print("; ".join(f"{n} {right[n] / max(counted['joined'], 1):.2f}" for n in FIELDS))
        print(f"  passages without trade left empty: {counted['clean']} of {counted['tradeless']}")


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:] if name != "-v"]
    folder = shared()
    if not named and folder is None:
        raise SystemExit("No passages here: name a file, or set SHARED to the folder that holds evals/trade_kinds.jsonl.")
    main(named or [folder / "evals" / "trade_kinds.jsonl"] if folder else named, "-v" in sys.argv)
