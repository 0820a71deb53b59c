"""Put the trained parts together as ``toolkit/english``.

    python -m training.assemble SYNTAX NAMES OUT

SYNTAX and NAMES are the ``model-best`` folders of the two trainings. The lemmatizer is
by rule and by table, from spacy-lookups-data, baked into the pipeline.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from toolkit.language import pipes
from training.lemmas import set_tables

VERSION = "1.1.0"
CARD = Path(__file__).with_name("card.md")
# spaCy keeps these tables with the vocabulary; the networks have word features of their own.
UNUSED_TABLES = ("lexeme_prob", "lexeme_cluster", "lexeme_settings")


def assemble(syntax: Path, names: Path) -> Language:
    """Return the whole pipeline: sentences by rule, tags, trees, names (corrected by the word lists), lemmas."""
    with pipes.fast():
        nlp = spacy.load(syntax)
        nlp.add_pipe(pipes.SENTENCES, first=True)
        nlp.add_pipe("ner", source=spacy.load(names))
    for name in ("tagger", "morphologizer"):
        pipe: Any = nlp.get_pipe(name)
        pipe.cfg["overwrite"] = False  # what the sentence rule said of blanks stands
    nlp.add_pipe(pipes.LISTED, after="ner")
    set_tables(nlp.add_pipe("lemmatizer", config={"mode": "rule"}))
    for table in UNUSED_TABLES:
        if nlp.vocab.lookups.has_table(table):
            nlp.vocab.lookups.remove_table(table)
    _forget_paths(nlp)
    nlp.meta["name"] = "news"
    nlp.meta["description"] = "Small English pipeline for news, Universal Dependencies labels"
    nlp.meta["license"] = "CC BY-SA 4.0"
    nlp.meta["version"] = VERSION
    nlp.meta["performance"] = {}
    return nlp


def _forget_paths(nlp: Language) -> None:
    """Leave no path of this machine in the saved configuration: the word features are in the weights."""
    nlp.config["initialize"]["lookups"] = None
    for section in ("paths", "corpora"):
        for key, value in nlp.config.get(section, {}).items():
            if section == "paths":
                nlp.config["paths"][key] = None
            elif isinstance(value, dict):
                value["path"] = None


def _forget_words(nlp: Language, folder: Path) -> None:
    """Keep of the strings only labels and what the tokenizer knows: words of the corpora are not needed."""
    needed = set(spacy.blank("en").vocab.strings)
    for name, pipe in nlp.pipeline:
        needed |= {piece for label in getattr(pipe, "labels", ()) for piece in (label, *label.split("|"))} | {name}
    morphologizer: Any = nlp.get_pipe("morphologizer")
    parser: Any = nlp.get_pipe("parser")
    for label in morphologizer.labels:
        features = "|".join(part for part in label.split("|") if not part.startswith("POS="))
        needed |= {features, *(half for part in label.split("|") for half in part.split("="))}
    needed |= {piece for label in parser.move_names for piece in label.split("-", 1)}
    (folder / "vocab" / "strings.json").write_text(json.dumps(sorted(needed), ensure_ascii=False), encoding="utf-8")


def write_card(folder: Path) -> None:
    """Write ``MODEL_CARD.md`` into ``folder`` from ``training/card.md`` and the figures in its ``meta.json``."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    figures = {k: v for k, v in meta["performance"].items() if isinstance(v, int | float)}
    card = CARD.read_text(encoding="utf-8").replace("{version}", meta["version"])
    rows = []
    for line in card.split("\n"):
        name = line.partition("{")[2].partition("}")[0]
        if name and name in figures:
            value = figures[name]
            shown = f"{value:,.0f}" if value >= 1000 else f"{value:g}" if name.startswith(AS_IS) else f"{100 * value:.1f}"
            line = line.replace("{" + name + "}", shown)
        elif name:
            line = line.replace("{" + name + "}", "not measured")
        rows.append(line)
    (folder / "MODEL_CARD.md").write_text("\n".join(rows), encoding="utf-8")


AS_IS = ("size", "load", "speed")  # figures that are not shares


def put(nlp: Language, out: Path) -> None:
    """Save ``nlp`` as ``out``, whole or not at all."""
    fresh, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(fresh)
    _forget_words(nlp, fresh)
    write_card(fresh)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("syntax", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    put(assemble(options.syntax, options.names), options.out)


if __name__ == "__main__":
    main()
