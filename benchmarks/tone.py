"""How often the tone towards an actor is right: ``python -m benchmarks.tone``.

Reads the two dev sets of NewsMTSC. A prediction is the row of ``tone_table`` whose span meets the
target's; where no row does (the actor finder found nobody there), ``tone_of`` judges the gold span
itself, and how often that was so is printed. A label that is NA counts as neutral.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from benchmarks import gold, scorer
from toolkit.language.pipeline import parse
from toolkit.reading import Article
from toolkit.tone.table import DEFAULT, METHODS, Judgement, find_tone, tone_of

SETS = ("sentiment_dev_rw", "sentiment_dev_mt")
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8)


def judge(example: dict[str, Any], method: str) -> tuple[Judgement, bool]:
    """Return the judgement of a gold target, and whether a row of the table gave it."""
    article = Article(example["text"])
    doc = parse(article)[0]
    start, end = example["start"], example["end"]
    met = [t for t in find_tone(article, doc, method=method) if t.start < end and start < t.end]
    if met:
        return max(met, key=lambda t: min(t.end, end) - max(t.start, start)).judgement, True
    return tone_of(article, doc, start, end, method=method), False


def measure(name: str, method: str) -> dict[str, Any]:
    """Return the figures of one set and method."""
    examples = gold(name)
    judged = [judge(example, method) for example in examples]
    answers = [j for j, _ in judged]
    sure = {}
    for threshold in THRESHOLDS:
        kept = [j.best == e["polarity"] for j, e in zip(answers, examples, strict=True) if j.confidence >= threshold]
        sure[threshold] = {"coverage": round(len(kept) / len(examples), 3), "accuracy": round(sum(kept) / max(len(kept), 1), 3)}
    figures = scorer().score_sentiment(examples, [{"polarity": j.label or "neutral"} for j in answers])
    only_rows = scorer().score_sentiment(
        examples, [{"polarity": (j.label or "neutral") if row else "neutral"} for j, row in judged]
    )
    return {
        "set": name,
        "method": method,
        **figures,
        "macro_f1_rows_only": only_rows["macro_f1"],
        "rows_that_meet_the_target": round(sum(row for _, row in judged) / len(judged), 3),
        "by_confidence": sure,
    }


def main() -> None:
    """Print one JSON object a set and method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", choices=METHODS, action="append", help=f"default: all; the toolkit's default is {DEFAULT}")
    for name in SETS:
        for method in parser.parse_args().method or METHODS:
            print(json.dumps(measure(name, method)))


if __name__ == "__main__":
    main()
