"""Fit the compact linear model of tone towards actors: ``python -m training.tone``.

Reads ``sentiment_train.jsonl`` (NewsMTSC's training part, MIT licence; Hamborg and Donnay, EACL
2021) from the shared folder, and nothing else: the two dev sets only measure. Writes
``toolkit/words/tone_weights.csv``, a thousand features with a weight for each of three classes.
Fit it again after the pipeline in ``toolkit/english`` has changed: the features lean on its parse.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import gold
from toolkit.language.pipeline import load_pipeline
from toolkit.reading import Article
from toolkit.tone.table import tone_features
from toolkit.words import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc

FEATURES = 1000
LEAST_ROWS = 5  # a feature must stand in as many training rows
STRENGTHS = (0.05, 0.05, 0.08)  # inverse regularisation of the three fits
STEPS = (4000, 2000, FEATURES)  # features kept after each of them
PARTIES = ("republican", "democratic", "democrat", "conservative", "liberal", "labour", "tory")
WEIGHTS = Path(str(resources.files("toolkit.words"))) / "tone_weights.csv"
HEADER = """# Weights of the linear model of tone, one row a feature. A target's score for a class is the sum of its
# features' weights; the softmax of the three scores gives the probabilities. Written by training/tone.py
# from NewsMTSC's training sentences (MIT licence; Hamborg and Donnay, EACL 2021); names are masked.
# Kinds: w word of the sentence, s word that the target says itself, b two words in a
# row, l and r word left and right of it, d path up the parse from it, o what its verb acts on, q loaded word
# linked to it, k sums of the rules' findings, t kind of mention and of the claims around it.
"""


def rows_of(examples: Iterable[Mapping[str, Any]], docs: Mapping[str, Doc]) -> list[dict[str, float]]:
    """Return the features of each example, parsed before."""
    articles = {text: Article(text) for text in docs}
    return [tone_features(articles[e["text"]], docs[e["text"]], e["start"], e["end"], every=True)[1] for e in examples]


def names_in(features: Iterable[str]) -> list[bool]:
    """Tell of each feature whether a state, a bloc or their people stand in it: those are left out."""
    cells = (
        row[c] for row in (*word_list("states"), *word_list("blocs")) for c in ("name", "adjectives", "people") if c in row
    )
    listed = {form.casefold() for cell in cells for form in cell.split("|") if form} | set(PARTIES)
    return [bool(listed & set(re.split(r"[ :<]", f))) for f in features]


def fit(cells: Sequence[dict[str, float]], labels: Sequence[str]) -> tuple[list[str], Any, Any]:
    """Return (feature names, weights per class, bias per class) of the model cut to ``FEATURES``."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    maker = DictVectorizer()
    matrix = maker.fit_transform(cells).tocsc()
    names = np.array(maker.get_feature_names_out())
    kept = np.flatnonzero((np.diff(matrix.indptr) >= LEAST_ROWS) & ~np.array(names_in(names)))
    for strength, many in zip(STRENGTHS, STEPS, strict=True):
        part = matrix[:, kept].tocsr()
        model = LogisticRegression(C=strength, tol=1e-3, max_iter=150).fit(part, labels)
        spread = np.sqrt(np.asarray(part.multiply(part).mean(0)).ravel())
        kept = kept[np.argsort(-np.abs(model.coef_).max(0) * spread, kind="stable")[:many]]
    kept = np.sort(kept)
    model = LogisticRegression(C=STRENGTHS[-1], tol=1e-4, max_iter=500).fit(matrix[:, kept].tocsr(), labels)
    return list(names[kept]), model.coef_.T, model.intercept_


def write(names: Sequence[str], weights: Any, bias: Any) -> None:
    """Write the readable table of weights."""
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["feature", "negative", "neutral", "positive"])
        for name, row in [("<bias>", bias), *sorted(zip(names, weights, strict=True), key=lambda r: r[0])]:
            table.writerow([name, *(f"{w:.3f}" for w in row)])


def main() -> None:
    """Parse, fit, write, and print how many features were kept."""
    examples = gold("sentiment_train")
    texts = list(dict.fromkeys(e["text"] for e in examples))
    docs = dict(zip(texts, load_pipeline().pipe(texts, batch_size=64), strict=True))
    names, weights, bias = fit(rows_of(examples, docs), [e["polarity"] for e in examples])
    write(names, weights, bias)
    print(json.dumps({"rows": len(examples), "features": len(names), "written": WEIGHTS.name}))


if __name__ == "__main__":
    main()
