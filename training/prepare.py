"""Turn the public corpora into spaCy training files.

    python -m training.prepare CORPORA BUILD

CORPORA is a folder laid out as in ``training/README.md``; BUILD receives
``syntax-train.spacy``, ``syntax-dev.spacy`` (tags, lemmas, trees) and
``names-train.spacy``, ``names-dev.spacy`` (persons, organisations, places).
Nothing from UD_English-PUD is read here: it is for measuring only.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from training.corpora import Sentence, ewt_documents, gum_documents, read_iob2, read_re3d, read_wikigold
from training.names import Renamer, cleaned, dateline, organisation_names

SENTENCES_PER_DOC = 12
DATELINED = 0.3  # share of the documents with names that are opened as wire reports are


def syntax_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Build a Doc with trees; a paragraph break is a token of its own."""
    columns: dict[str, list] = {k: [] for k in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps")}
    starts: list[bool] = []

    def add(**cells: object) -> None:
        for key, cell in cells.items():
            columns[key].append(cell)

    for number, sentence in enumerate(sentences):
        if number and sentence.starts_paragraph:
            columns["spaces"][-1] = False
            add(words="\n\n", spaces=False, tags="_SP", pos="SPACE", morphs="", lemmas="\n\n")
            add(heads=len(columns["words"]) - 2, deps="dep")
            starts.append(False)
        base = len(columns["words"])
        for i in range(len(sentence.words)):
            add(words=sentence.words[i], spaces=sentence.spaces[i], tags=sentence.tags[i], pos=sentence.pos[i])
            add(morphs=sentence.morphs[i], lemmas=sentence.lemmas[i], deps=sentence.deps[i])
            add(heads=base + sentence.heads[i])
            starts.append(i == 0)
    return Doc(vocab, sent_starts=starts, **columns)  # type: ignore[arg-type]  # typed columns, in a dict


def names_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Build a Doc with names only; every other layer is left unset."""
    words: list[str] = []
    spaces: list[bool] = []
    spans: list[tuple[int, int, str]] = []
    for number, sentence in enumerate(sentences):
        if number and sentence.starts_paragraph:
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
        base = len(words)
        words += sentence.words
        spaces += sentence.spaces
        spans += [(base + s, base + e, label) for s, e, label in sentence.names or []]
    doc = Doc(vocab, words=words, spaces=spaces)
    doc.set_ents([Span(doc, s, e, label=label) for s, e, label in spans], default="outside")
    return doc


def grouped(document: list[Sentence], size: int = SENTENCES_PER_DOC) -> Iterator[list[Sentence]]:
    """Cut a long document into pieces of a few sentences."""
    for start in range(0, len(document), size):
        yield document[start : start + size]


# --- the same text in other dress ----------------------------------------------


def styled(sentences: list[Sentence], chance: random.Random) -> list[Sentence]:
    """Set a document as newspapers do: curly quotes and apostrophes, long dashes, stray blanks.

    The treebanks were typed on keyboards; half of the news is not.
    """
    curly, dash, single = chance.random() < 0.8, chance.choice(("–", "—", "--")), chance.random() < 0.1
    stray = chance.random() < 0.3
    out = []
    for sentence in sentences:
        words = list(sentence.words)
        for i, (word, tag) in enumerate(zip(words, sentence.tags, strict=True)):
            if curly and word in {'"', "``", "''"}:
                words[i] = ("‘" if single else "“") if tag == "``" else ("’" if single else "”")
            elif curly and "'" in word and len(word) > 1:
                words[i] = word.replace("'", "’")
            elif curly and word == "'" and tag in {"POS", "''"}:
                words[i] = "’"
            elif word in {"-", "--"} and sentence.pos[i] == "PUNCT" and sentence.spaces[i]:
                words[i] = dash
        new = replace(sentence, words=words)
        out.append(blanked(new, chance) if stray and chance.random() < 0.3 else new)
    return out


def blanked(sentence: Sentence, chance: random.Random) -> Sentence:
    """Put a blank token (a no-break space, a second blank, a line break) behind one of the words."""
    places = [i for i, space in enumerate(sentence.spaces[:-1]) if space]
    if not places:
        return sentence
    at, blank = chance.choice(places) + 1, chance.choice((" ", "\u00a0", "\n", "\n "))

    def put(column: list, cell: object) -> list:
        return [*column[:at], cell, *column[at:]]

    spaces = put(sentence.spaces, False)
    spaces[at - 1] = blank in {" ", "\u00a0"}
    return replace(
        sentence,
        words=put(sentence.words, blank),
        spaces=spaces,
        tags=put(sentence.tags, "_SP"),
        pos=put(sentence.pos, "SPACE"),
        morphs=put(sentence.morphs, ""),
        lemmas=put(sentence.lemmas, blank),
        heads=put([h + (h >= at) for h in sentence.heads], at - 1),
        deps=put(sentence.deps, "dep"),
        names=None,
    )


def curled(sentence: Sentence, chance: random.Random) -> Sentence:
    """Set three sentences in four with curly quotes and apostrophes, where no tags tell which quote opens."""
    if chance.random() < 0.25:
        return sentence
    opens, words = True, []
    for word in sentence.words:
        if word in {'"', "``", "''"}:
            words.append("“" if opens else "”")
            opens = not opens
        else:
            words.append(word.replace("'", "’"))
    return replace(sentence, words=words)


# --- the four files -----------------------------------------------------------


def is_dev(name: str) -> bool:
    """Hold one GUM document in ten out of training, the same ones always."""
    return sum(map(ord, name)) % 10 == 0


def write(path: Path, docs: Iterable[Doc]) -> None:
    """Save documents in spaCy's format and tell how many."""
    store = DocBin(store_user_data=False)
    count = words = 0
    for doc in docs:
        store.add(doc)
        count += 1
        words += len(doc)
    store.to_disk(path)
    print(f"{path.name}: {count} documents, {words} words")


def prepare(corpora: Path, build: Path, *, renamed: int = 2, seed: int = 7) -> None:
    """Write the four training files into ``build``.

    ``renamed`` is how many further copies of the documents with names are made
    with other names in them.
    """
    build.mkdir(parents=True, exist_ok=True)
    blank = spacy.blank("en")
    vocab = blank.vocab
    ewt = {part: ewt_documents(corpora, part) for part in ("train", "dev", "test")}
    gum = gum_documents(corpora)
    syntax_train = [*ewt["train"], *ewt["test"], *(d for n, d in gum.items() if not is_dev(n))]
    syntax_dev = [*ewt["dev"], *(d for n, d in gum.items() if is_dev(n))]
    chance = random.Random(seed)
    edited = [d for n, d in gum.items() if not is_dev(n)] + ewt_documents(corpora, "train", ("newsgroup", "weblog"))
    syntax_train += [styled(d, chance) for d in [*syntax_train, *edited]]
    write(build / "syntax-train.spacy", (syntax_doc(vocab, g) for d in syntax_train for g in grouped(d)))
    write(build / "syntax-dev.spacy", (syntax_doc(vocab, g) for d in syntax_dev for g in grouped(d)))

    named, dev = named_documents(corpora)
    write(build / "names-train.spacy", names_docs(vocab, named, renamed=renamed, seed=seed))
    write(build / "names-dev.spacy", (names_doc(vocab, g) for d in dev for g in grouped(d)))


def named_documents(corpora: Path) -> tuple[list[list[Sentence]], list[list[Sentence]]]:
    """Return the documents with names, in one convention: those to train on, and those to choose by."""
    ewt = {part: ewt_documents(corpora, part) for part in ("dev", "test")}
    gum = gum_documents(corpora)
    trees = {"".join(s.words): s for part in ewt for d in ewt[part] for s in d}
    uner = corpora / "UNER_English-EWT"
    wikigold = list(read_wikigold(corpora / "wikigold/CONLL-format/data/wikigold.conll.txt"))
    named = [
        *(d for part in ewt for d in read_iob2(uner / f"en_ewt-ud-{part}.iob2", trees)),
        *(d for n, d in gum.items() if not is_dev(n)),
        *(d for i, d in enumerate(wikigold) if i % 10),
        *read_re3d(corpora / "re3d"),
    ]
    dev = [*(d for n, d in gum.items() if is_dev(n)), *(d for i, d in enumerate(wikigold) if not i % 10)]
    return [[cleaned(s) for s in d] for d in named], [[cleaned(s) for s in d] for d in dev]


def names_docs(vocab: Vocab, named: list[list[Sentence]], *, renamed: int, seed: int) -> Iterator[Doc]:
    """Yield documents with names as spaCy's, and ``renamed`` copies (at least one) of each with other names in it."""
    chance = random.Random(seed)
    renamers = [Renamer(seed + i, organisation_names(named)) for i in range(renamed)]
    copies = [[curled(s, chance) for s in renamer(d)] for renamer in renamers for d in named]
    for document in [*named, *copies]:
        for number, group in enumerate(grouped(document)):
            opens = number == 0 and len(group) > 2 and chance.random() < DATELINED
            yield names_doc(vocab, [dateline(renamers[0].places, chance), *group] if opens else group)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("--renamed", type=int, default=2)
    options = parser.parse_args()
    prepare(options.corpora, options.build, renamed=options.renamed)


if __name__ == "__main__":
    main()
