"""Fit the weights with which ``toolkit.names`` weighs evidence, on the corpora of names.

    python -m training.name_weights CORPORA

Writes ``toolkit/words/name_weights.csv``. A multinomial logistic regression of what a piece is
(person, organisation, place or no name) on its evidence. The statistical recogniser has seen most
of these documents, so what it proposes is left out of the first fit; its weights come from a second
fit on the documents that it has not seen (those of ``is_dev``), the first one's sums given.
Nothing of UD_English-PUD or of the gold sets is read.
"""

from __future__ import annotations

import argparse
import csv
import io
from importlib import resources
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from toolkit.articles import Article
from toolkit.language import parse
from toolkit.names import KINDS, LABELS, weighed_pieces
from training.corpora import Sentence, ewt_documents, gum_documents, read_iob2, read_re3d, read_wikigold
from training.names import cleaned
from training.prepare import grouped, is_dev

LEAST_SEEN = 8
HEAD = """# What each piece of evidence says of a name: points (log odds against no name) towards person, organisation, place.
# Fitted by training/name_weights.py on UNER EWT, GUM, wikigold and re3d (licences: toolkit/english/MODEL_CARD.md).
# "any name" is the start of every sum; a sum above zero is a name. A row set by hand says so in the last cell.
"""
BY_HAND = {  # too rare in the corpora, met in articles only, or at odds with news (the corpora's titles of works)
    "acronym": (-1.2, 1.8, 0.1),
    "acronym after": (-0.8, 1.8, 0.2),
    "age after": (3.0, -1.0, -1.0),
    "any name": (-1.6, -0.6, -1.8),
    "based after": (-1.0, 0.0, 3.0),
    "company noun after": (-0.2, 1.0, -0.2),
    "everyday words": (-1.6, -0.2, -0.9),
    "full name elsewhere": (3.0, 0.0, 0.0),
    "headline": (-0.6, -0.6, -0.6),
    "in no list": (-0.7, -0.3, -0.1),
    "Jr": (3.0, -0.6, -0.6),
    "known bloc": (-2.0, 3.0, 0.0),
    "known organisation": (-2.2, 3.5, -0.2),
    "known place that is a person's name too": (-0.2, -0.1, 1.0),
    "mixed letters": (-1.5, 0.5, -0.6),
    "not tagged a name": (-2.6, -1.3, -2.0),
    "number after": (-1.2, -0.9, -0.9),
    "organisation noun before": (-1.0, 2.0, -0.5),
    "organisation word": (-2.0, 3.0, -0.3),
    "partly recognised organisation": (-0.45, -0.36, -0.07),
    "people word": (-3.0, -2.5, -3.0),
    "person noun before": (1.8, -0.5, -0.5),
    "person verb after": (0.8, -0.2, -0.3),
    "place noun before": (-1.5, -0.5, 2.5),
    "place word": (-2.2, 0.0, 3.2),
    "recognised organisation": (0.3, 1.2, 0.4),
    "recognised person": (1.8, 0.2, 0.3),
    "recognised place": (0.6, 0.0, 1.4),
    "single given name": (1.0, -0.7, -0.2),
    "single surname": (0.9, -0.5, -0.6),
    "subject": (1.6, 0.5, -0.2),
    "title before": (5.0, -2.0, -2.0),
}


def written(sentences: list[Sentence]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text of sentences and their names as character spans."""
    text, names = "", []
    for sentence in sentences:
        begins, ends = [], []
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            begins.append(len(text))
            text += word
            ends.append(len(text))
            text += " " if space else ""
        names += [(begins[s], ends[e - 1], LABELS[label]) for s, e, label in sentence.names or []]
        text = text.rstrip() + ("\n\n" if sentence.starts_paragraph else " ")
    return text, names


def examples(documents: list[list[Sentence]], name: str) -> list[tuple[list[str], str]]:
    """Return (evidence, kind) of every piece; pieces that overlap a name without being it are 'none'."""
    found = []
    for number, document in enumerate(documents):
        for group in grouped([cleaned(s) for s in document if s.names is not None], 40):
            text, names = written(group)
            if not text.strip():
                continue
            article = Article(text, id=f"{name}-{number}")
            gold = {(s, e): k for s, e, k in names}
            for piece, evidence in weighed_pieces(article, parse(article)[0]):
                start, end = piece.words[0].start, piece.words[-1].end
                kind = gold.get((start, end))
                if kind is None:
                    over = [k for (s, e), k in gold.items() if s < end and start < e]
                    if over:
                        continue
                found.append((evidence, kind or "none"))
    return found


def fit(rows: list[tuple[list[str], str]], names: list[str], strength: float) -> np.ndarray:
    """Return weights (evidence and start x kinds) as log odds against no name."""
    index = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, (evidence, _) in enumerate(rows):
        for item in evidence:
            if item in index:
                x[i, index[item]] = 1
    kinds = [*KINDS, "none"]
    model = LogisticRegression(C=strength, max_iter=2000).fit(x, [kinds.index(k) for _, k in rows])
    full = np.vstack([model.coef_.T, model.intercept_])
    weights: np.ndarray = full[:, :3] - full[:, 3:]
    return weights


def main() -> None:
    """Fit and write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("corpora", type=Path)
    corpora = arguments.parse_args().corpora
    gum = gum_documents(corpora)
    ewt = {part: ewt_documents(corpora, part) for part in ("dev", "test")}
    trees = {"".join(s.words): s for part in ewt for d in ewt[part] for s in d}
    wikigold = list(read_wikigold(corpora / "wikigold/CONLL-format/data/wikigold.conll.txt"))
    seen = [
        *(d for part in ("dev", "test") for d in read_iob2(corpora / f"UNER_English-EWT/en_ewt-ud-{part}.iob2", trees)),
        *(d for n, d in gum.items() if not is_dev(n)),
        *(d for i, d in enumerate(wikigold) if i % 10),
        *read_re3d(corpora / "re3d"),
    ]
    unseen = [*(d for n, d in gum.items() if is_dev(n)), *(d for i, d in enumerate(wikigold) if not i % 10)]
    first, second = examples(seen, "seen"), examples(unseen, "unseen")
    print(f"{len(first)} pieces for the first fit, {len(second)} for the second")
    counts: dict[str, int] = {}
    for evidence, _ in first + second:
        for item in evidence:
            counts[item] = counts.get(item, 0) + 1
    names = sorted(n for n, c in counts.items() if c >= LEAST_SEEN and "recognised" not in n and n not in BY_HAND)
    weights = fit(first + second, names, 0.5)
    table = {n: weights[i] for i, n in enumerate(names)}
    # second fit: the sums of the first as three columns, the recogniser's proposals beside them
    proposals = [f"{p}recognised {k}" for p in ("", "partly ") for k in KINDS]
    sums = np.array([sum((table[e] for e in ev if e in table), weights[-1].copy()) for ev, _ in second])
    marks = np.array([[float(p in ev) for p in proposals] for ev, _ in second])
    kinds = [*KINDS, "none"]
    model = LogisticRegression(C=0.3, max_iter=2000).fit(np.hstack([sums, marks]), [kinds.index(k) for _, k in second])
    full = model.coef_[:3] - model.coef_[3]
    scale = float(np.mean([full[i, i] - np.mean([full[j, i] for j in range(3) if j != i]) for i in range(3)]))
    start = model.intercept_[:3] - model.intercept_[3]
    print("the first sums keep", round(scale, 2), "of their weight beside the proposals; start", start.round(2))
    scale = max(scale, 0.3)
    for i, p in enumerate(proposals):
        table[p] = full[:, 3 + i] / scale
    table["any name"] = weights[-1] + start / scale
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["evidence", *KINDS, "note"])
    for name in sorted(table | BY_HAND):
        hand = name in BY_HAND
        rows.writerow([name, *(f"{w:.2f}" for w in (BY_HAND[name] if hand else table[name])), "by hand" if hand else ""])
    path = Path(str(resources.files("toolkit.words") / "name_weights.csv"))
    path.write_text(HEAD + out.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
