"""The embedded pipeline on PUD, against the first one that was trained, and the errors that remain.

    python -m benchmarks.pipeline [PIPELINE]

Needs the corpora (``SHARED/corpora``, see ``training/README.md``). The first pipeline was spaCy's
default small configuration on the same corpora, 5,000 steps at a constant rate; its figures are
in ``FIRST``. The examples are sentences of our own that show a kind of confusion.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import training  # first: it sets one thread
from benchmarks import shared

FIRST = {
    "tag_acc": 0.9507,
    "pos_acc": 0.9558,
    "morph_acc": 0.8746,
    "dep_uas": 0.8760,
    "dep_las": 0.8374,
    "running_dep_las": 0.8387,
    "ents_p": 0.5816,
    "ents_r": 0.5572,
    "ents_f": 0.5691,
    "ents_f_PERSON": 0.6277,
    "ents_f_ORG": 0.3542,
    "ents_f_PLACE": 0.6073,
    "verb_lemma_acc": 0.9621,
    "size_mb": 14.62,
}
REACH = {
    "tag_acc": 0.96,
    "dep_uas": 0.895,
    "dep_las": 0.86,
    "recogniser_ents_f": 0.75,
    "ents_f": 0.82,
    "verb_lemma_acc": 0.97,
    "sents_rule_f": 0.99,
    "words_per_second": 10_000,
}
# What to say to see a confusion of this kind: (gold, found) of tags, labels and names.
EXAMPLES = {
    ("tag", "NN", "NNP"): "The Customs office said Trade was brisk.",
    ("tag", "NNP", "NN"): "Prices at the Port fell.",
    ("tag", "NNP", "NNPS"): "The Philippines buys rice.",
    ("tag", "NNP", "JJ"): "LUSAKA, March 3 — Copper rose.",
    ("tag", "JJ", "NNP"): "The Central Asian market grew.",
    ("tag", "JJ", "NN"): "A record high price was paid.",
    ("tag", "NN", "JJ"): "The surplus was a first for the region.",
    ("tag", "VBN", "VBD"): "The tariffs agreed in May took effect.",
    ("tag", "VBD", "VBN"): "The envoy said the deal helped exporters.",
    ("tag", "VBN", "JJ"): "The market was closed.",
    ("tag", "JJ", "VBN"): "The delegates were divided.",
    ("tag", "IN", "RB"): "Prices were about a tenth lower.",
    ("tag", "VB", "VBP"): "They let farmers sell abroad.",
    ("tag", "NN", "VB"): "They rely on export.",
    ("label", "obl", "nmod"): "The minister opened talks on tariffs in Lima.",
    ("label", "nmod", "obl"): "Kenya signed a deal with Ghana on tea.",
    ("label", "conj", "appos"): "He met Mr. Banda, the envoy, and a banker.",
    ("label", "appos", "conj"): "Lusaka, the capital, and Ndola grew.",
    ("label", "compound", "amod"): "Record copper sales helped.",
    ("label", "amod", "compound"): "Zambian state copper sales helped.",
    ("label", "flat", "compound"): "Trade Minister Ana Silva spoke.",
    ("label", "compound", "flat"): "The Banda government fell.",
    ("label", "obj", "obl:unmarked"): "Exports rose three tonnes.",
    ("label", "obl:unmarked", "obj"): "Prices fell a third.",
    ("label", "acl", "advcl"): "The envoy left the talks, saying nothing.",
    ("label", "advcl", "acl"): "Ships waited outside the port loaded with grain.",
    ("label", "ccomp", "parataxis"): "Exports, the minister said, rose.",
    ("label", "parataxis", "ccomp"): "Exports rose, the minister said.",
    ("label", "ROOT", "parataxis"): "It is over, said the envoy.",
    ("name", "ORG", "PLACE"): "Norway beat Peru in the final.",
    ("name", "ORG", "none"): "The Senate voted.",
    ("name", "ORG", "PERSON"): "Rio Tinto bought the mine.",
    ("name", "PLACE", "none"): "Ships passed the Strait.",
    ("name", "PLACE", "ORG"): "They met at the Carlton.",
    ("name", "PLACE", "PERSON"): "They went to Lusaka by way of Banda.",
    ("name", "PERSON", "PLACE"): "Lima said he would not run.",
    ("name", "PERSON", "none"): "Pall refused.",
    ("name", "PERSON", "ORG"): "Rai and Mishima met.",
    ("name", "none", "ORG"): "The Treaty of Lagos was signed.",
    ("name", "none", "PLACE"): "The Lusaka Declaration was signed.",
    ("name", "none", "PERSON"): "The Banda Report came out.",
}


def compare(now: dict[str, float]) -> str:
    """Return the table of figures: first pipeline, this one, what issue and design reach for."""
    lines = [f"{'measure':24}{'first':>10}{'now':>10}{'reach':>10}"]
    for name, value in now.items():
        first, reach = FIRST.get(name), REACH.get(name)
        cells = ["" if v is None else f"{v:.4f}" if v < 10 else f"{v:,.0f}" for v in (first, value, reach)]
        lines.append(f"{name:24}" + "".join(f"{cell:>10}" for cell in cells))
    return "\n".join(lines)


def confusions(corpora: Path, pipeline: Path) -> dict[str, Counter[tuple[str, str]]]:
    """Count what was taken for what: tags, labels (head right), heads by gold label, kinds of names."""
    from spacy.training import Example

    from toolkit.language.pipeline import load_pipeline
    from training.evaluate import found_names, gold_names, pud
    from training.prepare import syntax_doc

    nlp = load_pipeline(str(pipeline))
    out: dict[str, Counter[tuple[str, str]]] = {k: Counter() for k in ("tag", "label", "head", "name")}
    golds = [syntax_doc(nlp.vocab, [s]) for d in pud(corpora) for s in d]
    for gold, doc in zip(golds, nlp.pipe(g.text for g in golds), strict=True):
        example = Example(doc, gold)
        tags = example.get_aligned("TAG", as_string=True)
        heads, labels = example.get_aligned_parse(projectivize=False)
        for token, tag, head, label in zip(doc, tags, heads, labels, strict=True):
            if tag and tag != token.tag_:
                out["tag"][tag, token.tag_] += 1
            if head is None or label == "punct":
                continue
            if head != token.head.i:
                out["head"][label, "elsewhere"] += 1
            elif label != token.dep_:
                out["label"][label, token.dep_] += 1
    texts, gold_spans = gold_names(corpora)
    kinds = {s[:3]: s[3] for s in gold_spans}
    found = {s[:3]: s[3] for s in found_names(nlp.pipe(texts))}
    for span in kinds.keys() | found.keys():
        if kinds.get(span) != found.get(span):
            out["name"][kinds.get(span, "none"), found.get(span, "none")] += 1
    return out


def main() -> None:
    """Run from the command line."""
    folder = shared()
    if folder is None or not (folder / "corpora").is_dir():
        raise SystemExit("No corpora here: set SHARED to the folder that holds corpora/ (see training/README.md).")
    from toolkit.language.pipeline import load_pipeline
    from training.evaluate import evaluate

    here = Path(__file__).resolve().parents[1] / "toolkit" / "english"
    pipeline = Path(sys.argv[1]) if len(sys.argv) > 1 and Path(sys.argv[1]).is_dir() else here
    print(f"{training.__name__}.evaluate on PUD, one thread")
    print(compare(evaluate(folder / "corpora", pipeline)))
    nlp = load_pipeline(str(pipeline))
    for kind, counts in confusions(folder / "corpora", pipeline).items():
        print(f"\nMost frequent errors, {kind} (gold, found, count):")
        for (gold, found), count in counts.most_common(12):
            example = EXAMPLES.get((kind, gold, found), "")
            if example:
                doc = nlp(example)
                shown = {
                    "tag": " ".join(f"{t.text}/{t.tag_}" for t in doc),
                    "label": " ".join(f"{t.text}/{t.dep_}" for t in doc),
                    "name": f"{example} {[(e.text, e.label_) for e in doc.ents]}",
                }.get(kind, example)
                example = f"   e.g. {shown}"
            print(f"  {gold:14} {found:14} {count:4}{example}")


if __name__ == "__main__":
    main()
