"""How well names are found: ``mention_table`` on reports of our own, and against Universal NER's English PUD (entities_dev).

Our own are wire-style reports from every continent (``tests/cases/names.csv``).

The gold set counts states as places, and leaves titles out of names, as the toolkit does. It has no
adjectives of states, pronouns or offices: those mentions are left out. Organised blocs (EU, NATO, UN)
and a capital that acts for its state count as organisations there; in our own a capital is a place either way.
Run: python -m benchmarks.actors
"""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import gold, scorer
from toolkit import Article, mention_table, parse

KINDS = {"person": "PERSON", "state": "PLACE", "place": "PLACE", "organisation": "ORG", "bloc": "ORG"}


MARK = re.compile(r"\{(?P<kind>[POL]) (?P<name>[^{}]*)\}")
MARKS = {"P": "PERSON", "O": "ORG", "L": "PLACE"}


def unmarked(text: str) -> tuple[str, list[list[Any]]]:
    """Return a text without the marks of its names, and the names as [start, end, kind].

    >>> unmarked("{P Ana Silva} left {L Lima}.")
    ('Ana Silva left Lima.', [[0, 9, 'PERSON'], [15, 19, 'PLACE']])
    """
    plain, names, at = "", [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        names.append([len(plain), len(plain) + len(match["name"]), MARKS[match["kind"]]])
        plain += match["name"]
        at = match.end()
    return plain + text[at:], names


def own_reports() -> list[dict[str, Any]]:
    """Return the reports of ``tests/cases/names.csv`` in the gold sets' shape."""
    path = Path(__file__).resolve().parents[1] / "tests" / "cases" / "names.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = []
    for row in csv.DictReader(lines):
        text, names = unmarked(row["text"])
        rows.append({"id": row["id"], "text": text, "entities": names})
    return rows


def predictions(rows: list[dict[str, Any]], metonym: str = "ORG") -> list[dict[str, Any]]:
    """Return the mentions of the gold set's sentences in its own shape."""
    articles = [Article(row["text"], id=row["id"]) for row in rows]
    table = mention_table(articles)
    named = table[~table["form"].isin(["demonym", "pronoun", "role"])]
    found: dict[str, list[list[Any]]] = {row["id"]: [] for row in rows}
    for row in named.to_dict("records"):
        label = metonym if row["form"] == "metonym" else KINDS[row["kind"]]
        found[row["article"]].append([row["start"], row["end"], label])
    return [{"entities": found[row["id"]]} for row in rows]


def scores(rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, float]:
    """Return the F1 of exact span and kind, of all names and of each kind."""
    pairs = [({tuple(e) for e in g["entities"]}, {tuple(e) for e in f["entities"]}) for g, f in zip(rows, found, strict=True)]
    out = {}
    for kind in ("all", *MARKS.values()):
        kept = [[{e for e in side if kind in ("all", e[2])} for side in pair] for pair in pairs]
        hits, gold, got = (sum(map(len, column)) for column in zip(*((g & f, g, f) for g, f in kept), strict=True))
        out[kind] = round(2 * hits / max(gold + got, 1), 4)
    return out


def main() -> None:
    """Print the figures, the time, and with a number as argument so many misses."""
    own = own_reports()
    print(f"{len(own)} reports of our own:", json.dumps(scores(own, predictions(own, metonym="PLACE"))))
    rows = gold("entities_dev")
    begun = time.perf_counter()
    parse([Article(row["text"], id=row["id"]) for row in rows][:512])
    parsed = time.perf_counter()
    found = predictions(rows)
    print(json.dumps(scorer().score_entities(rows, found), indent=1))
    took = time.perf_counter() - parsed
    print(f"first 512 sentences parsed in {parsed - begun:.1f} s; all actors, the rest of the parse in it, {took:.1f} s")
    for number, line in enumerate(misses(rows, found)):
        if number >= int(sys.argv[1] if len(sys.argv) > 1 else 0):
            break
        print(line)


def misses(rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """Return what was missed or found falsely, shuffled but always in the same order."""
    import random

    out = []
    for row, one in zip(rows, found, strict=True):
        right, got = ({tuple(e) for e in side["entities"]} for side in (row, one))
        for start, end, label in right - got:
            instead = [(row["text"][s:e], k) for s, e, k in got if s < end and start < e]
            near = row["text"][max(0, start - 40) : end + 30]
            out.append(f"missed {label}: {row['text'][start:end]!r} found {instead} in {near!r}")
        for start, end, label in got - right:
            if not any(s < end and start < e for s, e, _ in right):
                out.append(f"false {label}: {row['text'][start:end]!r} in {row['text'][max(0, start - 40) : end + 30]!r}")
    out.sort()
    random.Random(1).shuffle(out)
    return out


if __name__ == "__main__":
    main()
