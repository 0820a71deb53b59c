"""Put the trained parts together as ``toolkit/english``.

    python -m training.assemble SYNTAX NAMES OUT

SYNTAX and NAMES are the ``model-best`` folders of the two trainings. The lemmatizer is
by rule and by table, from spacy-lookups-data (MIT), baked into the pipeline.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import spacy
from spacy.language import Language

from toolkit import pipes


def assemble(syntax: Path, names: Path) -> Language:
    """Return the whole pipeline: sentences by rule, tags, trees, names, lemmas."""
    nlp = spacy.load(syntax)
    nlp.add_pipe(pipes.SENTENCES, first=True)
    nlp.add_pipe("ner", source=spacy.load(names))
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lambda: [], nlp=nlp)  # type: ignore[attr-defined]
    nlp.meta["name"] = "news"
    nlp.meta["description"] = "Small English pipeline for news, Universal Dependencies labels"
    nlp.meta["license"] = "CC BY-SA 4.0"
    nlp.meta["version"] = "1.0.0"
    return nlp


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("syntax", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    assemble(options.syntax, options.names).to_disk(options.out)


if __name__ == "__main__":
    main()
