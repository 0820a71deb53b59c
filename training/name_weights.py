"""Fit the weights with which ``toolkit.actors.names`` weighs evidence, on the corpora of names.

    python -m training.name_weights CORPORA BUILD

Writes ``toolkit/words/name_weights.csv``. A multinomial logistic regression of what a piece is
(person, organisation, place or no name) on its evidence. The statistical recogniser is part of
the evidence and knows the documents it was trained on, so the documents are parted into
``FOLDS``, and a recogniser trained on the others proposes for each. The corpora are mostly
Wikipedia and the web, so the fit is drawn strongly towards weights that were set with newswire
in mind (``name_weights.csv`` beside this file): the frequent moves, the rare stays.
BUILD is the folder of ``python -m training`` with the trained syntax; a fold that was trained
before is not trained again. Nothing of UD_English-PUD or of the gold sets is read.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from importlib import resources
from pathlib import Path

import numpy as np
import spacy
from scipy.optimize import minimize
from scipy.special import logsumexp
from spacy.language import Language
from spacy.tokens import DocBin

from toolkit.actors.names import KINDS, LABELS, weighed_pieces
from toolkit.language import pipes
from toolkit.reading import Article
from training.assemble import assemble
from training.corpora import Sentence
from training.prepare import grouped, named_documents, names_docs
from training.train import train

FOLDS = 3
FOLD_STEPS = 1200
LEAST_SEEN = 8
SENTENCES = 40  # an article's, where a document is cut
STRENGTH = 300.0  # how strongly a weight is drawn to where it begins
DENSER = 0.3  # newswire has more names to the line than the corpora: added to the start of every sum
BEGIN = Path(__file__).with_suffix(".csv")
HEAD = """# What each piece of evidence says of a name: points (log odds against no name) towards person, organisation, place.
# Fitted by training/name_weights.py on UNER EWT, GUM, wikigold and re3d (licences: toolkit/english/MODEL_CARD.md).
# "any name" is the start of every sum; a sum above zero is a name. seen: how often the evidence is in the corpora; what is
# rare there stays near the weight that training/name_weights.csv gives it; 0: that weight, not fitted.
"""
Example = tuple[list[str], str]


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


def examples(documents: list[list[Sentence]], nlp: Language) -> list[Example]:
    """Return (evidence, kind) of every piece; pieces that overlap a name without being it are left out."""
    texts = [written(g) for d in documents for g in grouped([s for s in d if s.names is not None], SENTENCES)]
    texts = [(text, names) for text, names in texts if text.strip()]
    found = []
    docs = nlp.pipe((text for text, _ in texts), batch_size=16)
    for number, ((text, names), doc) in enumerate(zip(texts, docs, strict=True)):
        gold = {(s, e): k for s, e, k in names}
        for piece, evidence in weighed_pieces(Article(text, id=f"piece-{number}"), doc):
            start, end = piece.words[0].start, piece.words[-1].end
            kind = gold.get((start, end))
            if kind is None and any(s < end and start < e for s, e in gold):
                continue
            found.append((evidence, kind or "none"))
    return found


def fold_pipeline(build: Path, number: int, documents: list[list[Sentence]]) -> Language:
    """Return the pipeline whose recogniser was trained on ``documents``; trained here if it was not before."""
    folder = build / f"fold-{number}"
    if not (folder / "model-last").exists():
        store = DocBin(docs=names_docs(spacy.blank("en").vocab, documents, renamed=2, seed=7 + number))
        path = build / f"names-fold-{number}.spacy"
        store.to_disk(path)
        train("names", build, folder, **{"paths.train": str(path), "training.max_steps": FOLD_STEPS})
    with pipes.fast():
        return assemble(build / "syntax" / "model-best", folder / "model-last")


def begins() -> dict[str, tuple[float, float, float]]:
    """Return the weights where the fit begins."""
    lines = [line for line in BEGIN.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return {
        row["evidence"]: (float(row["person"]), float(row["organisation"]), float(row["place"]))
        for row in csv.DictReader(lines)
    }


def fit(rows: list[Example], names: list[str], begin: np.ndarray, strength: float = STRENGTH) -> np.ndarray:
    """Return weights (evidence x kinds) as log odds against no name, drawn towards ``begin``."""
    kinds = [*KINDS, "none"]
    index = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    y = np.zeros((len(rows), len(kinds)))
    for i, (evidence, kind) in enumerate(rows):
        x[i, [index[e] for e in ("any name", *evidence) if e in index]] = 1
        y[i, kinds.index(kind)] = 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(begin.shape)
        scores = np.hstack([x @ weights, np.zeros((len(x), 1))])
        logs = scores - logsumexp(scores, axis=1, keepdims=True)
        gradient = x.T @ (np.exp(logs) - y)[:, :3] + strength * (weights - begin)
        return float(-(logs * y).sum() + 0.5 * strength * ((weights - begin) ** 2).sum()), gradient.ravel()

    weights: np.ndarray = minimize(loss, begin.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return weights.reshape(begin.shape)


def gathered(corpora: Path, build: Path) -> list[Example]:
    """Return the pieces of all documents, each with the proposals of a recogniser that has not seen its document."""
    named, dev = named_documents(corpora)
    rows: list[Example] = []
    for number in range(FOLDS):
        nlp = fold_pipeline(build, number, [d for i, d in enumerate(named) if i % FOLDS != number])
        rows += examples([d for i, d in enumerate(named) if i % FOLDS == number] + (dev if number == 0 else []), nlp)
    return rows


def write(rows: list[Example]) -> None:
    """Fit the weights on ``rows`` and write them."""
    counts = Counter(item for evidence, _ in rows for item in evidence)
    known = begins()
    names = sorted({n for n, c in counts.items() if c >= LEAST_SEEN} | set(known))
    weights = fit(rows, names, np.array([known.get(n, (0.0, 0.0, 0.0)) for n in names]))
    weights[names.index("any name")] += DENSER
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["evidence", *KINDS, "seen"])
    for name, row in zip(names, weights, strict=True):
        lines.writerow([name, *(f"{w:.2f}" for w in row), len(rows) if name == "any name" else counts[name]])
    path = Path(str(resources.files("toolkit.words") / "name_weights.csv"))
    path.write_text(HEAD + out.getvalue(), encoding="utf-8")
    print(f"{path.name}: {len(names)} pieces of evidence from {len(rows)} pieces of text")


def main() -> None:
    """Fit and write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("build", type=Path)
    options = arguments.parse_args()
    write(gathered(options.corpora, options.build))


if __name__ == "__main__":
    main()
