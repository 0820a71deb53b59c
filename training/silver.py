"""Names for EWT's train documents, whose tags say where names are but not of what kind.

    python -m training.silver CORPORA BUILD TEACHER

The tags are gold: a name is a run of proper nouns. The kind comes from a first recogniser
(TEACHER) where the name lists or the rest of the document agree with it; a run that stays
undecided is marked as unknown and teaches nothing, everything else is surely no name.
Writes ``BUILD/names-silver.spacy``: these documents and those of ``names-train.spacy``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from toolkit.language import pipes
from training.corpora import TITLES, ewt_documents
from training.lexicon import WORDS, name_lists
from training.names import KNOWN, peoples, state_names
from training.prepare import grouped, syntax_doc

SMALL = frozenset({"of", "&", "de", "al", "bin", "van", "von", "-"})
CALENDAR = frozenset(WORDS["calendar"].split())
KIND_OF_LIST = {"given": "PERSON", "family": "PERSON", "country": "PLACE", "city": "PLACE", "region": "PLACE"}


def runs(doc: Doc) -> list[tuple[int, int]]:
    """Return the runs of proper nouns, small words within them included."""
    found, at = [], 0
    while at < len(doc):
        if doc[at].pos_ != "PROPN":
            at += 1
            continue
        end = at + 1
        while (
            end < len(doc)
            and not doc[end].is_sent_start
            and (
                doc[end].pos_ == "PROPN"
                or (
                    doc[end].lower_ in SMALL and end + 1 < len(doc) and doc[end + 1].pos_ == "PROPN" and doc[end].lower_ != "of"
                )
            )
        ):
            end += 1
        found.append((at, end))
        at = end
    return found


def label(doc: Doc, guess: Doc, lists: dict[str, set[str]]) -> Doc:
    """Set the names of ``doc`` (gold tags) with the help of ``guess`` (the teacher's names)."""
    by_name: dict[str, Counter[str]] = {}
    for ent in guess.ents:
        by_name.setdefault(ent.text, Counter())[ent.label_] += 1
    names, unknown = [], []
    taken = set[int]()
    for ent in guess.ents:  # the teacher's name, if it is made of proper nouns whole
        span = doc.char_span(ent.start_char, ent.end_char)
        if span is None or not any(t.pos_ == "PROPN" for t in span):
            continue
        before, after = doc[span.start - 1 : span.start], doc[span.end : span.end + 1]
        whole = all(t.pos_ != "PROPN" or t.lower_.rstrip(".") in TITLES for t in before) and all(
            t.pos_ != "PROPN" for t in after
        )
        kinds = Counter(KIND_OF_LIST[k] for t in span for k in lists.get(t.text, ()) if k in KIND_OF_LIST)
        words = {k for t in span for k in lists.get(t.text, ())}
        agrees = (
            (ent.label_ == "PLACE" and (span.text in state_names() | KNOWN or kinds["PLACE"] >= max(kinds["PERSON"], 1)))
            or (ent.label_ == "PERSON" and kinds["PERSON"] >= max(kinds["PLACE"], 1))
            or (ent.label_ == "ORG" and bool(words & {"company", "office"}))
            or by_name[ent.text][ent.label_] >= 2
        )
        if whole and agrees and by_name[ent.text].most_common(1)[0][0] == ent.label_:
            names.append(Span(doc, span.start, span.end, label=ent.label_))
            taken.update(range(span.start, span.end))
    for start, end in runs(doc):
        if not taken & set(range(start, end)) and not all(t.text in CALENDAR | peoples() for t in doc[start:end]):
            unknown.append(Span(doc, start, end))
    bare = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    bare.set_ents(
        [Span(bare, s.start, s.end, label=s.label_) for s in names],
        missing=[Span(bare, s.start, s.end) for s in unknown],
        default="outside",
    )
    return bare


def silver(corpora: Path, teacher: Language) -> list[Doc]:
    """Return EWT's train documents with names."""
    docs = [syntax_doc(teacher.vocab, g) for d in ewt_documents(corpora, "train") for g in grouped(d)]
    lists = name_lists()
    return [label(doc, guess, lists) for doc, guess in zip(docs, teacher.pipe(d.text for d in docs), strict=True)]


def add_silver(corpora: Path, build: Path, teacher: Path) -> Path:
    """Write the training names together with the silver ones, and return the file."""
    with pipes.fast():
        docs = silver(corpora, spacy.load(teacher))
    store = DocBin().from_disk(build / "names-train.spacy")
    for doc in docs:
        store.add(doc)
    path = build / "names-silver.spacy"
    store.to_disk(path)
    kinds = Counter(e.label_ for d in docs for e in d.ents)
    print(f"{len(docs)} documents, {dict(kinds)}, {sum(t.ent_iob == 0 for d in docs for t in d)} words unknown")
    return path


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("teacher", type=Path)
    options = parser.parse_args()
    add_silver(options.corpora, options.build, options.teacher)


if __name__ == "__main__":
    main()
