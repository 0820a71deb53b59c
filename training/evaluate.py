"""Measure a pipeline on text that it was not trained on.

    python -m training.evaluate CORPORA PIPELINE [--write] [--json FILE]

Tags, trees and names on PUD (news and Wikipedia, never trained on), lemmas of verbs on
EWT's development part, sentence boundaries on GUM's news and interviews with their
paragraphs; size, loading time and speed on one core, the speed also against spaCy's
default small configuration in the same run. ``--write`` puts the figures into the
pipeline's ``meta.json`` and ``MODEL_CARD.md``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_config_from_str

from toolkit.language import pipes
from toolkit.language.pipeline import load_pipeline
from toolkit.reading.sentences import sentence_spans
from training.corpora import Sentence, ewt_documents, gum_documents, read_conllu, read_iob2
from training.prepare import syntax_doc

Spans = set[tuple[int, int, int, str]]
KINDS = ("PERSON", "ORG", "PLACE")
END_MARKS = frozenset(".!?…\"'”’)]")
PEER_PARTS = ("tok2vec", "tagger", "morphologizer", "parser", "ner")


def plain(sentences: Iterable[Sentence]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of a document, paragraphs parted by a blank line, and its sentences' offsets."""
    text, spans = "", []
    for sentence in sentences:
        if text and sentence.starts_paragraph:
            text = text.rstrip() + "\n\n"
        start = len(text)
        text += "".join(w + " " * s for w, s in zip(sentence.words, sentence.spaces, strict=True))
        spans.append((start, len(text.rstrip())))
    return text.rstrip(), spans


def pud(corpora: Path) -> list[list[Sentence]]:
    """Read PUD's documents, each a list of sentences."""
    return list(read_conllu(corpora / "UD_English-PUD" / "en_pud-ud-test.conllu"))


def trees(nlp: Language, documents: Sequence[Sequence[Sentence]]) -> dict[str, float]:
    """Score tags and trees as spaCy does: on words, punctuation's own arcs left out."""
    examples = []
    for document in documents:
        gold = syntax_doc(nlp.vocab, list(document))
        examples.append(Example(nlp.make_doc(gold.text), gold))
    scores = nlp.evaluate(examples, batch_size=64)
    names = ("tag_acc", "pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f")
    return {name: round(float(scores[name]), 4) for name in names if scores.get(name) is not None}


def gold_names(corpora: Path) -> tuple[list[str], Spans]:
    """Return PUD's sentences and their names as (sentence, start, end, kind)."""
    by_words = {"".join(s.words): s for d in pud(corpora) for s in d}
    texts: list[str] = []
    spans: Spans = set()
    for document in read_iob2(corpora / "UNER_English-PUD" / "en_pud-ud-test.iob2", by_words):
        for sentence in document:
            at, offsets = 0, []
            for word, space in zip(sentence.words, sentence.spaces, strict=True):
                offsets.append((at, at + len(word)))
                at += len(word) + space
            for first, last, kind in sentence.names or []:
                spans.add((len(texts), offsets[first][0], offsets[last - 1][1], kind))
            texts.append(plain([sentence])[0])
    return texts, spans


def found_names(docs: Iterable[Doc]) -> Spans:
    """Return the names that the recogniser found, in the shape of ``gold_names``."""
    return {(i, e.start_char, e.end_char, e.label_) for i, doc in enumerate(docs) for e in doc.ents if e.label_ in KINDS}


def precision_recall(gold: Spans, found: Spans) -> dict[str, float]:
    """Score names: the exact span and the kind."""
    scores: dict[str, float] = {}
    for kind in (None, *KINDS):
        g = {s for s in gold if kind in (None, s[3])}
        f = {s for s in found if kind in (None, s[3])}
        p, r = len(g & f) / max(len(f), 1), len(g & f) / max(len(g), 1)
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        for letter, value in (("p", p), ("r", r), ("f", f1)):
            scores[f"ents_{letter}" + (f"_{kind}" if kind else "")] = round(value, 4)
    return scores


def verb_lemmas(nlp: Language, corpora: Path) -> tuple[float, Counter[tuple[str, str, str]]]:
    """Return the share of verbs on EWT dev with the right lemma, and the misses (word, gold, found)."""
    docs = [syntax_doc(nlp.vocab, d) for d in ewt_documents(corpora, "dev")]
    right = total = 0
    misses: Counter[tuple[str, str, str]] = Counter()
    for gold, doc in zip(docs, nlp.pipe((d.text for d in docs), batch_size=32), strict=True):
        found = {t.idx: t for t in doc}
        for token in gold:
            if token.pos_ == "VERB" and token.idx in found and len(found[token.idx]) == len(token):
                total += 1
                if found[token.idx].lemma_.lower() == token.lemma_.lower():
                    right += 1
                else:
                    misses[token.text, token.lemma_, f"{found[token.idx].lemma_} {found[token.idx].pos_}"] += 1
    return round(right / max(total, 1), 4), misses


def boundaries(documents: Iterable[Sequence[Sentence]]) -> tuple[float, list[str]]:
    """Return the F1 of sentence starts by rule on running text, and each miss with what stands around it.

    A start that nothing shows (a heading run into the next line, a clause behind a semicolon
    that the annotators took as a sentence) is left out of the gold.
    """
    hit = n_found = n_gold = 0
    misses = []
    for document in documents:
        text, gold_spans = plain(document)
        gold, found = {s for s, _ in gold_spans}, {s for s, _ in sentence_spans(text)}
        plain_starts = {s for s in gold if s and text[:s].rstrip()[-1] not in END_MARKS and not text[:s].endswith("\n\n")}
        gold -= plain_starts
        hit, n_gold, n_found = hit + len(gold & found), n_gold + len(gold), n_found + len(found)
        for at in sorted(gold ^ found):
            misses.append(("missed " if at in gold else "extra ") + repr(text[max(at - 40, 0) : at] + "|" + text[at : at + 30]))
    return round(2 * hit / max(n_found + n_gold, 1), 4), misses


def words_per_second(nlp: Language, texts: Sequence[str], rounds: int = 3) -> float:
    """Return the best of some rounds, in words a second of this process's own time."""
    words = sum(sum(not t.is_space for t in nlp.make_doc(text)) for text in texts)
    times = []
    for _ in range(rounds + 1):  # the first fills the caches
        start = time.process_time()
        for _ in nlp.pipe(texts, batch_size=64):
            pass
        times.append(time.process_time() - start)
    return words / min(times[1:])


def peer(nlp: Language, docs: Sequence[Doc]) -> Language:
    """Return spaCy's default small pipeline, with our labels, fresh: as fast as a trained one."""
    from spacy.cli.init_config import init_config

    config = init_config(lang="en", pipeline=list(PEER_PARTS[1:]), optimize="efficiency", silent=True)
    other: Language = load_pipeline_config(config.to_str())
    other.initialize(lambda: [Example(other.make_doc(d.text), d) for d in docs])
    lemmatizer = other.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lambda: [], nlp=other)  # type: ignore[attr-defined]
    return other


def load_pipeline_config(text: str) -> Language:
    """Make a pipeline from a configuration."""
    from spacy.util import load_model_from_config

    return load_model_from_config(load_config_from_str(text), auto_fill=True)


def loading_time(path: Path) -> float:
    """Return the seconds that loading takes in a fresh process, spaCy itself already imported."""
    program = (
        "import sys, time, spacy; from toolkit.language import load_pipeline; start = time.perf_counter(); "
        "load_pipeline(sys.argv[1]); print(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", program, str(path)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(3)]
    return round(statistics.median(float(run.stdout) for run in runs), 2)


def megabytes(path: Path) -> float:
    """Return the size of a folder."""
    return round(sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) / 1e6, 2)


def evaluate(corpora: Path, pipeline: Path, *, speed: bool = True) -> dict[str, float]:
    """Return every figure by the name that it has in ``meta.json``."""
    nlp = load_pipeline(str(pipeline))
    documents = pud(corpora)
    scores = trees(nlp, [[s] for d in documents for s in d])
    scores.pop("sents_f", None)
    scores |= {f"running_{k}": v for k, v in trees(nlp, documents).items()}
    if "ner" in nlp.pipe_names:
        texts, gold = gold_names(corpora)
        scores |= precision_recall(gold, found_names(nlp.pipe(texts, batch_size=64)))
        if pipes.LISTED in nlp.pipe_names:
            with nlp.select_pipes(disable=[pipes.LISTED]):  # the recogniser alone
                alone = precision_recall(gold, found_names(nlp.pipe(texts, batch_size=64)))
            scores["recogniser_ents_f"] = alone["ents_f"]
    if "lemmatizer" in nlp.pipe_names:
        scores["verb_lemma_acc"] = verb_lemmas(nlp, corpora)[0]
    news = [d for n, d in gum_documents(corpora).items() if n.startswith(("GUM_news", "GUM_interview"))]
    scores["sents_rule_f"] = boundaries(news)[0]
    scores["size_mb"] = megabytes(pipeline)
    if speed:
        running = [plain(d)[0] for d in documents]
        joined = ["\n\n".join(running[i : i + 10]) for i in range(0, len(running), 10)]
        scores["load_seconds"] = loading_time(pipeline)
        scores["words_per_second"] = round(words_per_second(nlp, joined))
        with_peer = peer(nlp, list(nlp.pipe(joined[:10])))
        scores["peer_words_per_second"] = round(words_per_second(with_peer, joined))
        scores["speed_ratio"] = round(scores["words_per_second"] / scores["peer_words_per_second"], 2)
    return scores


def write(pipeline: Path, scores: dict[str, float]) -> None:
    """Put the figures into the pipeline's ``meta.json`` and ``MODEL_CARD.md``."""
    from training.assemble import write_card

    meta_path = pipeline / "meta.json"
    meta = json.loads(meta_path.read_text(encoding="utf-8"))
    meta["performance"] = {name: float(value) for name, value in scores.items()}
    meta_path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    write_card(pipeline)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    scores = evaluate(options.corpora, options.pipeline, speed=not options.no_speed)
    for name, value in scores.items():
        print(f"{name:24} {value}")
    if options.json:
        options.json.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    if options.write:
        write(options.pipeline, scores)


if __name__ == "__main__":
    main()
